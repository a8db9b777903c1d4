"""What becomes of files: broken off, overwritten, padded. Each takes the bytes of a whole file."""

from __future__ import annotations

import random

END = b"\xff\xd9"


def cut(data: bytes, share: float) -> bytes:
    """Without the last share of its bytes."""
    return data[: -max(1, round(share * len(data)))]


def with_zero_tail(data: bytes, share: float) -> bytes:
    """Its last share of bytes are zeros, as a copy that broke off on a full disk leaves them."""
    rest = cut(data, share)
    return rest + bytes(len(data) - len(rest))


def overwritten(data: bytes, share: float, new: bytes) -> bytes:
    """Other bytes stand from this share of the file on."""
    at = round(share * len(data))
    return data[:at] + new + data[at + len(new) :]


def junk(size: int, seed: int = 1) -> bytes:
    """Bytes as from elsewhere; no marker among them."""
    return bytes(random.Random(seed).choices(range(1, 254), k=size))


def before_the_end(data: bytes, padding: bytes) -> bytes:
    """A JPEG with something between its picture and its end mark."""
    assert data.endswith(END)
    return data.removesuffix(END) + padding + END

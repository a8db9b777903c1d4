"""Perceptual hashes compared in eight orientations: turned and mirrored copies without a network.

The hash is the signs of the 16 x 16 lowest DCT frequencies (1 to 16 each way) against their median,
which is near zero: mirroring flips the bits of odd frequencies, a quarter turn also transposes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint8]

BITS: Final = 256
NEAR_BITS: Final = 48
"""Hashes within this distance are worth a look at the pixels; strangers differ by 128 +- 8."""
_CHUNKS: Final = 16
_CROWDED: Final = 24
"""A chunk value shared by more contents than this says little: blank and dark pictures, ..."""
_IN_A_CROWD: Final = 4
"""... or a hundred copies of one photo: each is paired with the next few, itself among them."""


def stack(hashes: Sequence[bytes]) -> Hashes:
    """(n, 32) packed bits."""
    return np.frombuffer(b"".join(hashes), np.uint8).reshape(len(hashes), BITS // 8)


def turned(hashes: Hashes) -> list[Hashes]:
    """The hashes the pictures would have in each of the eight orientations, as given first."""
    bits = np.unpackbits(hashes, axis=1).reshape(-1, 16, 16).astype(np.bool_)
    odd = np.arange(1, 17) % 2 == 1
    out = []
    for transposed in (False, True):
        square = bits.transpose(0, 2, 1) if transposed else bits
        for upside in (False, True):
            for sideways in (False, True):
                flips = (odd[:, None] & upside) ^ (odd[None, :] & sideways)
                out.append(np.packbits((square ^ flips).reshape(-1, BITS), axis=1))
    return out


def distances(a: Hashes, b: Hashes) -> NDArray[np.int64]:
    """Bits in which row i of a differs from row i of b in the best orientation of b."""
    least = np.full(len(a), BITS, np.int64)
    for view in turned(b):
        least = np.minimum(least, np.bitwise_count(a ^ view).sum(1, dtype=np.int64))
    return least


def near_pairs(hashes: Hashes, asked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(m, 2) rows i < j within NEAR_BITS in some orientation, at least one of them asked for.

    Found by equal 16-bit chunks (multi-index hashing): surely up to 15 bits, mostly up to 32.
    """
    found = [_joined(hashes, view, asked) for view in turned(hashes)]
    pairs = np.unique(np.concatenate(found), axis=0) if found else np.empty((0, 2), np.int64)
    close = distances(hashes[pairs[:, 0]], hashes[pairs[:, 1]]) <= NEAR_BITS
    return pairs[close]


def near_between(left: Hashes, right: Hashes) -> NDArray[np.int64]:
    """(m, 2) rows of the one and of the other within NEAR_BITS, as they are; found as above."""
    parts = [np.empty((0, 2), np.int64)]
    for i, j in _alike_in_a_chunk(left, right):
        near = np.bitwise_count(left[i] ^ right[j]).sum(1) <= NEAR_BITS
        parts.append(np.stack([i[near], j[near]], 1))
    return np.unique(np.concatenate(parts), axis=0)


def _joined(left: Hashes, right: Hashes, asked: NDArray[np.bool_]) -> NDArray[np.int64]:
    parts = [np.empty((0, 2), np.int64)]
    for i, j in _alike_in_a_chunk(left, right):
        pairs = np.stack([np.minimum(i, j), np.maximum(i, j)], 1)[(i != j) & (asked[i] | asked[j])]
        bits = np.bitwise_count(
            left[i[(i != j) & (asked[i] | asked[j])]] ^ right[j[(i != j) & (asked[i] | asked[j])]]
        ).sum(1)
        parts.append(pairs[bits <= NEAR_BITS])
    return np.concatenate(parts)


def _alike_in_a_chunk(
    left: Hashes, right: Hashes
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Rows of the one and of the other that share a chunk, chunk by chunk."""
    for chunk in range(_CHUNKS):
        keys_l, keys_r = (np.ascontiguousarray(h).view(np.uint16)[:, chunk] for h in (left, right))
        order = np.argsort(keys_r, kind="stable")
        start = np.searchsorted(keys_r[order], keys_l, "left")
        count = np.searchsorted(keys_r[order], keys_l, "right") - start
        crowded = count > _CROWDED
        start[crowded] += np.minimum(_places(keys_l), count - _IN_A_CROWD)[crowded]
        count[crowded] = _IN_A_CROWD
        i = np.repeat(np.arange(len(left)), count)
        nth = np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count)
        yield i, order[np.repeat(start, count) + nth]


def _places(keys: NDArray[np.uint16]) -> NDArray[np.int64]:
    """How many equal keys stand before each."""
    order = np.argsort(keys, kind="stable")
    places = np.empty(len(keys), np.int64)
    places[order] = np.arange(len(keys)) - np.searchsorted(keys[order], keys[order], "left")
    return places

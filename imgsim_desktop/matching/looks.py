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
_Rows = tuple[NDArray[np.int64], NDArray[np.int64]]

BITS: Final = 256
NEAR_BITS: Final = 48
"""Hashes within this distance are worth a look at the pixels; strangers differ by 128 +- 8."""
_CHUNKS: Final = 16
_CROWDED: Final = 24
"""A chunk value shared by more contents than this says little: blank and dark pictures, ..."""
_IN_A_CROWD: Final = 4
"""... or a hundred copies of one photo: each is paired with the next few, itself among them."""
_CROWDED_FURTHER: Final = 8
"""The same of a chunk and one byte more. Of a million contents strangers alone crowd a chunk; a
byte more parts them, and copies that a chunk makes meet have one of these in common, too."""
_FURTHER: Final = (2, 3, 6, 7, 12, 13, 22, 23)
"""Which bytes: of the next chunk, the third, the sixth and the eleventh behind it."""
_AT_ONCE: Final = 1 << 20
"""Pairs in memory at a time."""


def stack(hashes: Sequence[bytes]) -> Hashes:
    """(n, 32) packed bits."""
    return np.frombuffer(b"".join(hashes), np.uint8).reshape(len(hashes), BITS // 8)


def turned(hashes: Hashes) -> list[Hashes]:
    """The hashes the pictures would have in each of the eight orientations, as given first."""
    odd = np.arange(1, 17) % 2 == 1
    out = []
    for square in (hashes, _transposed(hashes)):
        for upside in (False, True):
            for sideways in (False, True):
                flips = (odd[:, None] & upside) ^ (odd[None, :] & sideways)
                out.append(square ^ np.packbits(flips.reshape(BITS)))
    return out


def _transposed(hashes: Hashes) -> Hashes:
    out = np.empty_like(hashes)
    for start in range(0, len(hashes), _AT_ONCE // BITS):
        some = slice(start, start + _AT_ONCE // BITS)
        bits = np.unpackbits(hashes[some], axis=1).reshape(-1, 16, 16).transpose(0, 2, 1)
        out[some] = np.packbits(bits.reshape(-1, BITS), axis=1)
    return out


def near_pairs(hashes: Hashes, asked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(m, 2) rows i < j within NEAR_BITS in some orientation, at least one of them asked for.

    Found by equal 16-bit chunks (multi-index hashing): surely up to 15 bits where few share a
    chunk, mostly up to 32. Exactly the pairs with one asked for that would be found if all were
    asked for; the cost of what is compared grows with those asked for, not with all pairs.
    """
    parts = [np.empty(0, np.int64)]
    for view in turned(hashes):
        for i, j in _near_in_a_chunk(hashes, view, asked, asked):
            apart = i != j
            i, j = i[apart], j[apart]
            parts.append(np.minimum(i, j) * len(hashes) + np.maximum(i, j))
    found = np.unique(np.concatenate(parts))
    return np.stack(np.divmod(found, max(1, len(hashes))), 1)


def near_between(
    left: Hashes, right: Hashes, left_asked: NDArray[np.bool_], right_asked: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """(m, 2) rows of the one and of the other within NEAR_BITS, as they are; found as above.

    left_asked, right_asked  one of a pair is among these
    """
    parts = [np.empty(0, np.int64)]
    for i, j in _near_in_a_chunk(left, right, left_asked, right_asked):
        parts.append(i * len(right) + j)
    found = np.unique(np.concatenate(parts))
    return np.stack(np.divmod(found, max(1, len(right))), 1)


def _near_in_a_chunk(
    left: Hashes, right: Hashes, left_asked: NDArray[np.bool_], right_asked: NDArray[np.bool_]
) -> Iterator[_Rows]:
    """Rows of the one and of the other that share a chunk and are near, one of them asked for."""
    words_l, words_r = (np.ascontiguousarray(h).view(np.uint64) for h in (left, right))
    for i, j in _alike_in_a_chunk(left, right, left_asked, right_asked):
        wanted = left_asked[i] | right_asked[j]
        i, j = i[wanted], j[wanted]
        near = np.bitwise_count(words_l[i] ^ words_r[j]).sum(1, dtype=np.int64) <= NEAR_BITS
        yield i[near], j[near]


def _alike_in_a_chunk(
    left: Hashes, right: Hashes, left_asked: NDArray[np.bool_], right_asked: NDArray[np.bool_]
) -> Iterator[_Rows]:
    """Rows that share a chunk, chunk by chunk; only of chunks that one asked for has.

    Those chunks are looked at whole: what is a crowd does not depend on who asks.
    """
    everyone = bool(left_asked.all() or right_asked.all())
    chunks_l, chunks_r = (np.ascontiguousarray(h).view(np.uint16) for h in (left, right))
    rows_l, rows_r = np.arange(len(left)), np.arange(len(right))
    for chunk in range(_CHUNKS):
        if not everyone:
            is_asked = np.zeros(1 << 16, np.bool_)
            is_asked[chunks_l[left_asked, chunk]] = True
            is_asked[chunks_r[right_asked, chunk]] = True
            rows_l = np.flatnonzero(is_asked[chunks_l[:, chunk]])
            rows_r = np.flatnonzero(is_asked[chunks_r[:, chunk]])
        keys_l, keys_r = chunks_l[rows_l, chunk], chunks_r[rows_r, chunk]
        crowd = np.bincount(keys_r, minlength=1 << 16) > _CROWDED
        for i, j in _joined(keys_l, keys_r, _CROWDED):
            yield rows_l[i], rows_r[j]
        in_l, in_r = rows_l[crowd[keys_l]], rows_r[crowd[keys_r]]
        if not len(in_l):
            continue
        for further in _FURTHER:
            byte = (2 * chunk + further) % (BITS // 8)
            longer_l, longer_r = (
                chunks[rows, chunk].astype(np.uint32) << 8 | hashes[rows, byte]
                for chunks, hashes, rows in ((chunks_l, left, in_l), (chunks_r, right, in_r))
            )
            for i, j in _joined(longer_l, longer_r, _CROWDED_FURTHER):
                yield in_l[i], in_r[j]


def _joined(
    keys_l: NDArray[np.unsignedinteger], keys_r: NDArray[np.unsignedinteger], crowded: int
) -> Iterator[_Rows]:
    """Places of equal keys, some at a time; of keys that more than `crowded` share only a few."""
    order = np.argsort(keys_r, kind="stable")
    in_order = keys_r[order]
    start = np.searchsorted(in_order, keys_l, "left")
    count = np.searchsorted(in_order, keys_l, "right") - start
    is_crowd = count > crowded
    if is_crowd.any():
        start[is_crowd] += np.minimum(_places(keys_l), count - _IN_A_CROWD)[is_crowd]
        count[is_crowd] = _IN_A_CROWD
    ends = np.cumsum(count)
    some = 0
    while some < len(ends):
        before = int(ends[some - 1]) if some else 0
        stop = max(some + 1, int(np.searchsorted(ends, before + _AT_ONCE, "right")))
        counts = count[some:stop]
        i = np.repeat(np.arange(some, stop), counts)
        nth = before + np.arange(len(i)) - np.repeat(ends[some:stop] - counts, counts)
        yield i, order[np.repeat(start[some:stop], counts) + nth]
        some = stop


def _places(keys: NDArray[np.unsignedinteger]) -> NDArray[np.int64]:
    """How many equal keys stand before each."""
    order = np.argsort(keys, kind="stable")
    places = np.empty(len(keys), np.int64)
    places[order] = np.arange(len(keys)) - np.searchsorted(keys[order], keys[order], "left")
    return places

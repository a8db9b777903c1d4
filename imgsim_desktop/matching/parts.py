"""Copies of a part, and pictures with a copy inside: parts are asked for among the wholes.

A crop resembles a part of its photo more than the photo, and so does a photo a half of a collage.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.matching.index import Keys, Searcher, Vectors

FEW: Final = 8
"""The similarity of this neighbour is what the nearest ones must stand out from. Where a library
has no more than these, every pair is looked at."""
PART_WAVE: Final = 3
"""Neighbours of a part that are looked at, at most."""
PART_GAP: Final = 0.19
PART_LIFT: Final = 0.7
"""They stand out by this share of the way to 1 from the eighth, or else from the background.

On 10,100 pictures, among them 100 with 18 crops, collages, frames and turns each, five parts raised
the copies looked at from 86 to 98 % of the crops and from 66 to 95 % of the collages. These bounds
and those of the wholes in `candidates` were chosen together from 2,000 combinations. On 19,364
contents 1,636 of 1,681 pairs of copies are looked at, 1.38 pairs a content (two neighbours from
0.22 on, and wholes from 0.13 on: 1,629 and 1.44); on 5,102 contents with many copies each 2,785 of
2,869, 1.72 pairs (2,771 and 1.60).
"""
_PART_FLOOR: Final = 0.35
"""A part and a whole less similar than this are never looked at: copies have more in 99 %."""

Parts = NDArray[np.float32]
"""(m, parts, dim), each of norm 1."""
Blocks = Iterable[tuple[Keys, Parts]]


def find_by_parts(
    blocks: Blocks, searcher: Searcher, asked: Keys, control: Control = NULL_CONTROL
) -> Keys:
    """(p, 2) keys of pairs in which a part of the first stands out as similar to the second.

    blocks  of the whole library, a few at a time in memory
    asked   sorted; one of a pair is among them

    Parts of contents that are not asked for look among those that are, and are compared with the
    whole library only where they find something: the same pairs as if all had asked.
    """
    if len(searcher) <= FEW or not len(asked):
        return np.empty((0, 2), np.int64)
    sample = searcher.vectors[:: max(1, len(searcher) // _SAMPLE)][:_SAMPLE]
    # Its product with a vector is what a stranger is expected to have.
    centre = np.asarray(sample.mean(0), np.float32)
    wanted = searcher.vectors[np.isin(searcher.keys, asked)]
    found = [np.empty((0, 2), np.int64)]
    for keys, parts in blocks:
        control.check()
        is_asked = np.isin(keys, asked)
        may = np.repeat(is_asked[:, None], parts.shape[1], axis=1)
        may[~is_asked] = _may_find(parts[~is_asked], wanted, sample, centre)
        who, which = np.nonzero(may)
        pairs = _stand_out(keys[who], parts[who, which], searcher, centre)
        found.append(pairs[np.isin(pairs, asked).any(1)])
    return np.unique(np.concatenate(found), axis=0)


def gaps(similarities: Vectors, reference: Vectors) -> Vectors:
    """The share of the way from a reference (m, 1) to 1 that is covered."""
    return np.asarray((similarities - reference) / np.maximum(1 - reference, 1e-3), np.float32)


def _stand_out(keys: Keys, parts: Vectors, searcher: Searcher, centre: Vectors) -> Keys:
    """(p, 2) pairs of the keys whose parts (m, d) these are, and what resembles them."""
    neighbours, cosines = searcher.query(parts, FEW + 1)
    others = np.argsort(neighbours == keys[:, None], axis=1, kind="stable")[:, :FEW]
    neighbours = np.take_along_axis(neighbours, others, 1)
    cosines = np.take_along_axis(cosines, others, 1)
    nearest = cosines[:, :PART_WAVE]
    worth = gaps(nearest, cosines[:, -1:]) > PART_GAP
    worth |= gaps(nearest, (parts @ centre)[:, None]) > PART_LIFT
    row, nth = np.nonzero(worth & (nearest > _PART_FLOOR))
    return np.stack([keys[row], neighbours[row, nth]], axis=1)


def _may_find(parts: Parts, wanted: Vectors, sample: Vectors, centre: Vectors) -> NDArray[np.bool_]:
    """(m, parts) whether one of those wanted may stand out from the whole library.

    The eighth neighbour in the library is at least as similar as the eighth in a sample of it: who
    does not stand out from that one need not ask the library, and of 100 new photos few do.
    """
    flat = parts.reshape(-1, parts.shape[2])
    best = np.full(len(flat), -1, np.float32)
    for start in range(0, len(wanted), _SAMPLE):
        np.maximum(best, (flat @ wanted[start : start + _SAMPLE].T).max(1), out=best)
    may = best > _PART_FLOOR
    some, best = flat[may], best[may, None] + _ROUNDING
    # one more: the photo itself may be in the sample
    eighth = -np.partition(-(some @ sample.T), FEW, axis=1)[:, FEW : FEW + 1]
    high = gaps(best, eighth) > PART_GAP
    high |= gaps(best, (some @ centre)[:, None]) > PART_LIFT
    may[may] = high[:, 0]
    return may.reshape(parts.shape[:2])


_SAMPLE: Final = 2_048
_ROUNDING: Final = 1e-5
"""Answers of the index are rounded to six decimals."""

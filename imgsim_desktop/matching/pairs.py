"""Vectors -> candidates -> verified pairs of contents.

Pixels are handed in by the caller as functions: this room opens no file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.matching.index import Keys, Searcher, Vectors
from imgsim_desktop.records import Facts, PairTable, Pixels

CANDIDATES: Final = 20
"""Nearest neighbours looked at per content."""

Grey = NDArray[np.uint8]
"""Luma (height, width), upright, long side at most THUMBNAIL_PX."""


@dataclass(frozen=True, slots=True)
class Content:
    """What the pair check must know about a content beside its vector."""

    content_id: int
    content_hash: bytes
    pixel_hash: bytes
    perceptual_hash: bytes
    facts: Facts


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The nearest neighbours of some contents: pairs worth a look."""

    keys: Keys
    """(m,) contents that were asked for; pairs between two others are not looked for."""
    neighbours: Keys
    """(m, k) best first."""
    similarities: Vectors
    """(m, k) cosines."""
    background: Vectors
    """(m,) cosine that hardly a stranger reaches for this content: the zero of its similarity."""


def find_candidates(
    keys: Keys,
    vectors: Vectors,
    searcher: Searcher,
    control: Control = NULL_CONTROL,
    *,
    k: int = CANDIDATES,
    only: Keys | None = None,
) -> Candidates:
    """The k nearest neighbours of all contents, or of those in `only` (new since the last time).

    keys, vectors  (n,), (n, d) L2 norm 1: as the searcher was built from, sorted by content hash
    """
    raise NotImplementedError


def match_contents(
    contents: Sequence[Content],
    candidates: Candidates,
    load_grey: Callable[[int], Grey],
    *,
    load_colour: Callable[[int], Pixels] | None = None,
    known: PairTable | None = None,
    threads: int = 1,
    control: Control = NULL_CONTROL,
) -> PairTable:
    """Look at the pixels of all candidate pairs and say what they are and how sure that is.

    contents     all contents of the library, sorted by content hash; byte-identical photos share
                 one and are no pair here
    candidates   of all contents, or of the new ones only; then `known` holds the older pairs
    load_grey    content id -> luma of its thumbnail; called from `threads` threads at a time
    load_colour  content id -> thumbnail in colour, to tell recoloured copies; None: not told
    known        pairs of an earlier run; kept where both contents are still there
    returns      the pairs found and the known ones, refused ones included with their low
                 confidence; the same for any number of threads

    Raises Cancelled; nothing is kept of a cancelled run.
    """
    raise NotImplementedError

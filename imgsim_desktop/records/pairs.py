"""Two photos that may be copies of one original: as a record, and very many as columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.errors import translatable
from imgsim_desktop.records.derivations import Derivation, Making


class PairKind(StrEnum):
    """How two photos are related. Only the first four are ever suggested for removal.

    New kinds are appended: their places are stored.
    """

    IDENTICAL = "identical"
    SAME_PIXELS = "same-pixels"
    SAME_PICTURE = "same-picture"
    EDITED = "edited"
    BURST = "burst"
    SIMILAR = "similar"
    VARIANT = "variant"
    """The same picture with other content somewhere: other words, another face, another colour."""


KIND_WORDS: Mapping[PairKind, str] = {
    PairKind.IDENTICAL: translatable("identical file"),
    PairKind.SAME_PIXELS: translatable("same pixels"),
    PairKind.SAME_PICTURE: translatable("same picture"),
    PairKind.EDITED: translatable("edited"),
    PairKind.BURST: translatable("another shot"),
    PairKind.SIMILAR: translatable("looks alike"),
    PairKind.VARIANT: translatable("variant"),
}
"""Of which kind a pair is, in a word or two."""

REMOVABLE_KINDS = frozenset(
    {PairKind.IDENTICAL, PairKind.SAME_PIXELS, PairKind.SAME_PICTURE, PairKind.EDITED}
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two contents that may be copies of one original; `a < b`."""

    a: int
    b: int
    similarity: float
    """Cosine of the vectors, -1 to 1."""
    confidence: float
    """Probability, 0 to 1, that both are copies of one original."""
    kind: PairKind
    edits: tuple[str, ...] = ()
    """What was done to the one to get the other: "cropped", "turned", "mirrored", ..."""
    transform: tuple[float, ...] = ()
    """Six numbers of the affine map from relative coordinates of `b` to those of `a`; or none."""
    coverage: float = 0.0
    """Share of the larger picture that the smaller one shows, 0 to 1."""
    added_to_a: tuple[str, ...] = ()
    """Names of ADDED: what `a` has that was added to the picture, as far as that is sure."""
    added_to_b: tuple[str, ...] = ()
    derivation: Derivation | None = None
    """Which of the two was made from the other, where their pixels prove it."""
    looked: bool = False
    """Whether both were compared in full size; nothing is suggested for removal before."""


PAIR_KINDS: tuple[PairKind, ...] = tuple(PairKind)
"""Order of the codes in `PairTable.kind`: of the removable ones strictest first."""

EDITS = (
    "cropped", "turned", "mirrored", "tilted", "recoloured", "overlaid", "framed", "collage",
    "resized",
)  # fmt: skip
"""Bit i of `PairTable.edits` stands for EDITS[i]."""

EDIT_WORDS: Mapping[str, str] = {
    "cropped": translatable("cropped"),
    "turned": translatable("turned"),
    "mirrored": translatable("mirrored"),
    "tilted": translatable("tilted"),
    "recoloured": translatable("recoloured"),
    "overlaid": translatable("something laid over"),
    "framed": translatable("framed"),
    "collage": translatable("part of a collage"),
    "resized": translatable("resized"),
}
"""By edit: what was done to one picture to get the other."""

ADDED = ("surrounded", "covered", "sharpened", "greyed", "blurred")
"""A frame, screen or collage around it; lettering, stickers or a watermark on it; detail raised;
its colours taken; its detail taken."""

ADDED_TO_A, ADDED_TO_B = len(EDITS), len(EDITS) + len(ADDED)
"""First bits of `PairTable.edits` that stand for ADDED, of the one and of the other."""


MADE_FIRST = ADDED_TO_B + len(ADDED)
"""First bit of `PairTable.edits` that stands for a Making."""

_SIDES = ("a", "b")
_FIRST_MAKINGS = 3
"""All of `a` stand before those of `b`; of later ones each stands for `a`, then for `b`."""


def _making_bit(side: str, how: Making) -> int:
    place, other = tuple(Making).index(how), _SIDES.index(side)
    if place < _FIRST_MAKINGS:
        return MADE_FIRST + _FIRST_MAKINGS * other + place
    return MADE_FIRST + 2 * place + other


def derivation_bits(derivation: Derivation | None) -> int:
    """Of `PairTable.edits`."""
    return 0 if derivation is None else 1 << _making_bit(derivation.made, derivation.how)


def _derivation_of(bits: int) -> Derivation | None:
    if not bits >> MADE_FIRST:
        return None
    for side in _SIDES:
        for how in Making:
            if bits >> _making_bit(side, how) & 1:
                return Derivation(side, how)
    return None


@dataclass(frozen=True, slots=True)
class PairTable:
    """Many pairs as columns of equal length n, sorted by (a, b), a < b, each pair once.

    Columns, because moving the slider regroups 100,000 photos in a fifth of a second.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    similarity: NDArray[np.float32]
    confidence: NDArray[np.float32]
    kind: NDArray[np.uint8]
    """Index into PAIR_KINDS."""
    edits: NDArray[np.uint32]
    """Bits of EDITS, then of ADDED for `a` and for `b`, then of Making for `a` and for `b`."""
    transform: NDArray[np.float32]
    """(n, 6), NaN where there is none."""
    coverage: NDArray[np.float32]
    looked: NDArray[np.bool_]
    """Whether both were compared in full size: what is not was seen as thumbnails only."""

    def __len__(self) -> int:
        return len(self.a)

    def pair(self, row: int) -> Pair:
        """Row `row` as a record."""
        bits = int(self.edits[row])
        transform = self.transform[row]
        return Pair(
            a=int(self.a[row]),
            b=int(self.b[row]),
            similarity=float(self.similarity[row]),
            confidence=float(self.confidence[row]),
            kind=PAIR_KINDS[int(self.kind[row])],
            edits=_named(EDITS, bits),
            transform=() if bool(np.isnan(transform).any()) else tuple(map(float, transform)),
            coverage=float(self.coverage[row]),
            added_to_a=_named(ADDED, bits >> ADDED_TO_A),
            added_to_b=_named(ADDED, bits >> ADDED_TO_B),
            derivation=_derivation_of(bits),
            looked=bool(self.looked[row]),
        )

    def where(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> PairTable:
        """The chosen rows, in their order."""
        return PairTable(*(getattr(self, name)[rows] for name in _PAIR_COLUMNS))

    @classmethod
    def empty(cls) -> PairTable:
        return cls.from_columns(np.empty(0, np.int64), np.empty(0, np.int64))

    @classmethod
    def from_columns(
        cls,
        a: NDArray[np.int64],
        b: NDArray[np.int64],
        *,
        similarity: float | NDArray[np.float32] = 1.0,
        confidence: float | NDArray[np.float32] = 1.0,
        kind: int | NDArray[np.uint8] = 0,
        edits: int | NDArray[np.uint32] = 0,
        transform: NDArray[np.float32] | None = None,
        coverage: float | NDArray[np.float32] = 1.0,
        looked: bool | NDArray[np.bool_] = True,
    ) -> PairTable:
        """Columns filled up from single values where one value holds for all rows."""
        n = len(a)
        return cls(
            a=np.asarray(a, np.int64),
            b=np.asarray(b, np.int64),
            similarity=np.broadcast_to(np.asarray(similarity, np.float32), n),
            confidence=np.broadcast_to(np.asarray(confidence, np.float32), n),
            kind=np.broadcast_to(np.asarray(kind, np.uint8), n),
            edits=np.broadcast_to(np.asarray(edits, np.uint32), n),
            transform=np.full((n, 6), np.nan, np.float32) if transform is None else transform,
            coverage=np.broadcast_to(np.asarray(coverage, np.float32), n),
            looked=np.broadcast_to(np.asarray(looked, np.bool_), n),
        )


def _named(names: tuple[str, ...], bits: int) -> tuple[str, ...]:
    return tuple(name for i, name in enumerate(names) if bits >> i & 1)


_PAIR_COLUMNS = tuple(PairTable.__dataclass_fields__)

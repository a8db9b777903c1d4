"""Which of two copies was made from the other, as far as their pixels prove it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.errors import translatable


class Making(StrEnum):
    """How the one was made from the other. New ones are appended: their places are stored."""

    RESAVED = "resaved"
    """It was saved once more: its pixels bear the rounding of the other one's JPEG."""
    RECODED = "recoded"
    """It is the JPEG that comes of the other one's pixels."""
    ENLARGED = "enlarged"
    """It is the other one with more pixels, which show nothing more."""
    CLIPPED = "clipped"
    """Its tones were changed, and what lay at their ends is lost; new ones have places of their own
    in `PairTable.edits`."""
    NOISED = "noised"
    """Noise was laid on it."""
    COARSER = "coarser"
    """Its values follow from the other one and not the other way about: it was saved from it, or
    from the same picture more coarsely."""


MAKING_WORDS: Final = {
    Making.RESAVED: translatable("the other one was saved again from a copy"),
    Making.RECODED: translatable("the other one is a JPEG made from a copy"),
    Making.ENLARGED: translatable("the other one was enlarged from a copy"),
    Making.CLIPPED: translatable("tones were lost in the other one"),
    Making.NOISED: translatable("noise was laid on the other one"),
    Making.COARSER: translatable("the other one keeps less of the picture"),
}
"""What is said of the better one beside one that was made so."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """One of two copies holds nothing that the other one lacks, for it was made from it."""

    made: str
    """"a" or "b": the one that was made."""
    how: Making

    def __post_init__(self) -> None:
        if self.made not in ("a", "b"):
            raise ValueError(f"{self.made!r} is neither of two")

    @property
    def source(self) -> str:
        """ "a" or "b": the one it was made from."""
        return "a" if self.made == "b" else "b"

    @property
    def other_way(self) -> Derivation:
        """The same said of the pair the other way round."""
        return Derivation(self.source, self.how)


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """The luma of a JPEG as its decoder gives it: unturned, in no other colours."""

    light: NDArray[np.uint8]
    """(h, w), blocks of 8 x 8 from the top left corner."""
    steps: NDArray[np.float32]
    """(8, 8) steps to which its coefficients were rounded; rows are vertical frequencies."""
    orientation: int = 1
    """EXIF code 1-8, what is still to be done to stand upright."""

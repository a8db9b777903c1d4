"""What a person says of a photo by one key: stars, picked or rejected."""

from __future__ import annotations

from enum import StrEnum


class Rating(StrEnum):
    """Codes, given to commands and written nowhere."""

    NO_STARS = "0"
    ONE_STAR = "1"
    TWO_STARS = "2"
    THREE_STARS = "3"
    FOUR_STARS = "4"
    FIVE_STARS = "5"
    PICK = "pick"
    REJECT = "reject"
    NEITHER = "neither"
    """Neither picked nor rejected; stars stay."""

    @property
    def stars(self) -> int | None:
        """None: it says nothing of them."""
        return int(self.value) if self.value.isdigit() else None

    def rating_after(self, before: int | None) -> int | None:
        """As `Facts.rating` has it, once it is given: 1 to 5, -1 for rejected, else None."""
        if self.stars is not None:
            return self.stars or None
        if self is Rating.REJECT:
            return -1
        return None if before == -1 else before

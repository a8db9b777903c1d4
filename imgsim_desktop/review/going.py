"""What a commit would take, each photo beside the one that stays for it, least sure first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imgsim_desktop.choosing.plan import Planned
from imgsim_desktop.records import Photo
from imgsim_desktop.review.desk import ReviewDesk

__all__ = ["Going", "riskiest_first"]


@dataclass(frozen=True, slots=True)
class Going:
    """One photo to go."""

    victim: Photo
    """Its `photo_id` is its number on the desk."""
    keeper: Photo | None
    """Stays, and was compared with it; None: a last copy goes."""
    confidence: float = 1.0
    """That the two are copies; 1 for equal files."""
    edits: int = 0
    """How much was done to the one to get the other."""

    @property
    def is_equal(self) -> bool:
        """Byte for byte the same as what stays."""
        return self.keeper is not None and self.keeper.content_id == self.victim.content_id


def riskiest_first(desk: ReviewDesk, planned: Sequence[Planned]) -> tuple[Going, ...]:
    """Last copies, then pairs from the least sure to equal files; among equals as they are planned.

    Nothing is asked of rules here, as an audit does: 5,000 take a moment, and not seconds.
    """
    numbers = {n for plan in planned for n in (plan.victim, plan.keeper) if n is not None}
    photos = desk.photos(numbers)
    found = []
    for plan in planned:
        keeper = None if plan.keeper is None else photos.get(plan.keeper)
        pair = None if keeper is None else desk.pair(keeper.photo_id, plan.victim)
        confidence, edits = (1.0, 0) if pair is None else (pair.confidence, len(pair.edits))
        found.append(Going(photos[plan.victim], keeper, confidence, edits))
    return tuple(sorted(found, key=_sureness))


def _sureness(going: Going) -> tuple[bool, bool, float, int]:
    return going.keeper is not None, going.is_equal, going.confidence, -going.edits

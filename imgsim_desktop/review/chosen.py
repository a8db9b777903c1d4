"""Photos that somebody chose to throw away where they were seen, whether they have a copy or not.

They go as at a commit of the review: by `commit.remove`, journal first, each beside a copy that was
verified against it where there is one, and the review knows that they are gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from imgsim_desktop.choosing.plan import Planned
from imgsim_desktop.choosing.shots import OneShot
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.records import Photo
from imgsim_desktop.review.arranging import units_in
from imgsim_desktop.review.desk import ReviewDesk


@dataclass(frozen=True, slots=True)
class ChosenPlan:
    """What would go, and what is to be said first."""

    going: tuple[Photo, ...] = ()
    """As the cache knows them, in the order of `planned`."""
    planned: tuple[Planned, ...] = ()
    last_copies: tuple[Photo, ...] = ()
    """Of `going`: no copy is known that stays and holds all that they hold."""
    unlooked: tuple[Photo, ...] = ()
    """Of `last_copies`: one may be there, but nobody has compared the two in full size."""
    along: int = 0
    """Of `going`: not chosen, but the RAW or the JPEG of one that is."""
    locked: int = 0
    """Chosen, but they or the other file of their exposure lie in a locked folder: they stay."""
    offline: int = 0
    """Chosen, but on a disk that is not connected: they stay."""


def plan_chosen(
    desk: ReviewDesk, cache: CacheReader, photo_ids: Iterable[int], one_shot: OneShot
) -> ChosenPlan:
    """What throwing photos away would do now; the desk must know the library as the cache does."""
    wanted = set(photo_ids)
    locked = offline = 0
    going: list[tuple[int, Photo]] = []
    for unit in units_in(cache, sorted(wanted), one_shot):
        numbers = desk.take_in(unit)
        chosen = sum(photo.photo_id in wanted for photo in unit)
        if any(desk.review.is_locked(number) for number in numbers):
            locked += chosen
        elif not all(photo.is_online for photo in unit):
            offline += chosen
        else:
            going += zip(numbers, unit, strict=True)
    gone = {number for number, _ in going}
    planned = [desk.plan_beside(number, gone) for number, _ in going]
    last = [pair for pair, plan in zip(going, planned, strict=True) if plan.keeper is None]
    return ChosenPlan(
        going=tuple(photo for _, photo in going),
        planned=tuple(planned),
        last_copies=tuple(photo for _, photo in last),
        unlooked=tuple(photo for number, photo in last if desk.has_unlooked_copy(number, gone)),
        along=sum(photo.photo_id not in wanted for _, photo in going),
        locked=locked,
        offline=offline,
    )

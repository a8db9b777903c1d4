"""One group as it is shown: its photos, what is to become of them, and what tells two apart."""

from __future__ import annotations

from collections.abc import Sequence

from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.records import Photo, Region
from imgsim_desktop.review.desk import ReviewDesk
from imgsim_desktop.review.marking import Mark
from imgsim_desktop.review.queue import Entry
from imgsim_desktop.ui.models.regions import moved_regions
from imgsim_desktop.ui.models.scene import inverse_map
from imgsim_desktop.ui.models.stage import StageItem
from imgsim_desktop.ui.reviewing.words import DuplicatesWords


def items_of(desk: ReviewDesk, words: DuplicatesWords, entry: Entry) -> tuple[StageItem, ...]:
    """The photos of a group that are in question, the one suggested to be kept first."""
    review, group = desk.review, entry.group
    photos = desk.photos(review.members(group))
    if not photos:
        return ()
    keeper, shown = review.keeper(group), review.shown_marks(group)
    order = [number for number in review.suggestion(group).order if number in photos]
    return tuple(
        StageItem(
            photo=photos[number],
            number=i + 1,
            is_keeper=number == keeper,
            is_trash=shown.get(number) is Mark.TRASH,
            is_locked=review.is_locked(number),
            note=words.note(keeper, number),
        )
        for i, number in enumerate(order)
    )


def photos_ahead(desk: ReviewDesk, entry: Entry, count: int) -> list[Photo]:
    """The kept photo of a group and the best beside it, at most so many: to be opened ahead."""
    review, group = desk.review, entry.group
    if not review.members(group):
        return []
    keeper = review.keeper(group)
    others = [number for number in review.suggestion(group).order if number != keeper]
    wanted = [keeper, *others][:count]
    photos = desk.photos(wanted)
    return [photos[number] for number in wanted if number in photos]


def contents_of(desk: ReviewDesk, entry: Entry | None) -> frozenset[int]:
    """What the photos of a group hold, as the cache knows it."""
    if entry is None:
        return frozenset()
    return frozenset(photo.content_id for photo in desk.photos(entry.group.members).values())


def map_between(desk: ReviewDesk, keeper: int, other: int) -> Sequence[float]:
    """How the other lies on the keeper; nothing where that is not known."""
    pair = desk.pair(keeper, other)
    if pair is None or not pair.transform:
        return ()
    photos = desk.photos((keeper,))
    keeper_is_a = keeper in photos and photos[keeper].content_id == pair.a
    return pair.transform if keeper_is_a else inverse_map(pair.transform)


def regions_between(
    desk: ReviewDesk, cache: CacheReader | None, keeper: int, other: int
) -> Sequence[Region]:
    """Where two photos differ, in relative coordinates of the one to keep.

    Raises KnownError if the cache cannot be read.
    """
    pair = desk.pair(keeper, other)
    if pair is None or cache is None or not pair.looked:
        return ()
    regions = cache.regions(pair.a, pair.b)
    photos = desk.photos((keeper,))
    if keeper in photos and photos[keeper].content_id == pair.a:
        return regions
    return moved_regions(regions, inverse_map(pair.transform))

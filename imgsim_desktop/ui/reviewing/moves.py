"""Going from group to group; nothing is decided. Each returns what it changed."""

from __future__ import annotations

from imgsim_desktop.records import Group
from imgsim_desktop.review.queue import TODO, QueueFilter
from imgsim_desktop.ui.reviewing.changed import Changed
from imgsim_desktop.ui.reviewing.model import ReviewModel


def go(model: ReviewModel, by: int) -> Changed:
    return model.announce(model.go_to_row(model.listing.row + by))


def go_to_first(model: ReviewModel) -> Changed:
    return model.announce(model.go_to_row(0))


def go_to_last(model: ReviewModel) -> Changed:
    return model.announce(model.go_to_row(len(model.listing.entries) - 1))


def go_to_next_open(model: ReviewModel) -> Changed:
    """The next group, in this lane or the following ones, that was not left for later."""
    review, listing = model.desk.review, model.listing
    for row in range(listing.row + 1, len(listing.entries)):
        if not review.is_skipped(listing.entries[row].group):
            return model.announce(model.go_to_row(row))
    later = TODO[TODO.index(model.lane) + 1 :] if model.lane in TODO else TODO
    for lane in later:
        entries = listing.passing(model.desk, lane)
        if any(not review.is_skipped(entry.group) for entry in entries):
            return model.announce(model.list_lane(lane))
    return Changed.NOTHING


def group_of(model: ReviewModel, photo_id: int) -> Group | None:
    """The group of a photo, by its id in the cache, at the confidence in use and as of now."""
    model.refresh_now()
    number = model.desk.number_of(photo_id)
    return None if number is None else model.desk.review.group_of(number)


def show_photo(model: ReviewModel, photo_id: int) -> Changed:
    """Go to the group of a photo, by its id in the cache; nothing if it is in none.

    What the list was narrowed to on the page goes if the group would not be listed.
    """
    group, number = group_of(model, photo_id), model.desk.number_of(photo_id)
    if group is None:
        return Changed.NOTHING
    what = model.list_lane(model.desk.lane_of(group), number)
    is_listed = model.entry is not None and number in model.entry.group.members
    if not is_listed and not model.listing.own.is_empty:
        model.listing.narrow(own=QueueFilter())
        what |= Changed.FILTER | Changed.NUMBERS | model.fill_lane(number)
    return model.announce(what)

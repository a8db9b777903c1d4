"""Why nothing is on the stage, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from imgsim_desktop.review.queue import TODO, Lane
from imgsim_desktop.ui.lane_words import explained_lane, said_lane
from imgsim_desktop.ui.reviewing.changed import Changed
from imgsim_desktop.ui.reviewing.model import ReviewModel
from imgsim_desktop.ui.texts import said_count, said_photos

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why the stage is empty, and what the button does."""

    title: str
    hint: str = ""
    button: str = ""
    goal: Lane | Literal["", "scan", "looser", "unfiltered"] = ""


def why_nothing(model: ReviewModel) -> Nothing:
    """What to say while the model has no group on the stage."""
    desk, listing, cache = model.desk, model.listing, model.session.cache
    todo = [lane for lane in TODO if listing.passing(desk, lane)]
    if todo:
        return _nothing_left(model.lane, todo[0])
    if listing.is_filtered:
        return _nothing_passes()
    if model.is_scanning or not model.library.is_loaded or cache is None or not cache.count():
        return _nothing_compared(is_scanning=model.is_scanning)
    if desk.lanes[Lane.SOLVED]:
        return _all_decided()
    if len(desk.confidences):
        return _nothing_so_sure()
    unfinished = cache.unfinished()
    if unfinished is not None:
        compared = cache.count_matched(model.session.model_key)
        return _no_duplicates_so_far(min(compared, unfinished), unfinished)
    return _no_duplicates()


def go_on(model: ReviewModel, nothing: Nothing) -> Changed:
    """Do what the button beside the words offers."""
    if isinstance(nothing.goal, Lane):
        return model.announce(model.list_lane(nothing.goal))
    if nothing.goal == "looser":
        return model.set_confidence(float(model.desk.confidences.max(initial=0.5)))
    if nothing.goal == "unfiltered":
        return model.clear_filters()
    if nothing.goal == "scan":
        model.scanRequested.emit()
    return Changed.NOTHING


def _nothing_passes() -> Nothing:
    return Nothing(
        translate("DuplicatesWords", "No group here is as the filter asks"),
        translate("DuplicatesWords", "Change the filter, or choose all photos at the left."),
        translate("DuplicatesWords", "Show all groups"),
        "unfiltered",
    )


def _nothing_compared(*, is_scanning: bool) -> Nothing:
    if is_scanning:
        return Nothing(
            translate("DuplicatesWords", "The scan is going on"),
            translate("DuplicatesWords", "Groups of copies appear here as soon as they are found."),
        )
    return Nothing(
        translate("DuplicatesWords", "Nothing has been compared yet"),
        translate("DuplicatesWords", "Groups of copies appear here while the folders are scanned."),
        translate("DuplicatesWords", "Scan now"),
        "scan",
    )


def _nothing_left(lane: Lane, following: Lane) -> Nothing:
    go_on = translate("DuplicatesWords", "Go on with “{lane}”")
    return Nothing(
        translate("DuplicatesWords", "Nothing left in “{lane}”").format(lane=said_lane(lane)),
        explained_lane(lane),
        go_on.format(lane=said_lane(following)),
        following,
    )


def _all_decided() -> Nothing:
    hint = translate(
        "DuplicatesWords", "Move what you marked to the trash, or lower the slider to see more."
    )
    return Nothing(translate("DuplicatesWords", "All groups are decided"), hint)


def _nothing_so_sure() -> Nothing:
    return Nothing(
        translate("DuplicatesWords", "No copies at this confidence"),
        translate("DuplicatesWords", "Lower the slider to see pairs that are less sure."),
        translate("DuplicatesWords", "Lower the slider"),
        "looser",
    )


def _no_duplicates_so_far(compared: int, photos: int) -> Nothing:
    hint = translate(
        "DuplicatesWords", "{n} of {photos} were compared before the scan ended early."
    )
    return Nothing(
        translate("DuplicatesWords", "No duplicates so far"),
        hint.format(n=said_count(compared), photos=said_photos(photos)),
        translate("DuplicatesWords", "Scan now"),
        "scan",
    )


def _no_duplicates() -> Nothing:
    return Nothing(
        translate("DuplicatesWords", "No duplicates found"),
        translate("DuplicatesWords", "Every photo of this library is there once."),
    )

"""Where one is in the review: lane, photo, filter; remembered with the decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from imgsim_desktop.review.queue import TODO, Lane, QueueFilter

if TYPE_CHECKING:
    from imgsim_desktop.ui.views.duplicates.view import DuplicatesView


class ReviewPlace(QObject):
    """Comes back to the place one was at when the library was closed; GUI thread."""

    def __init__(self, view: DuplicatesView) -> None:
        super().__init__(view)
        self._view = view
        self._has_lane = False
        """A lane was restored or chosen, or something was decided: only the person changes it."""
        self._wanted: int | None = None
        """Photo one was at when the library was closed; shown as soon as it is loaded."""

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Go to the lane and filter of `as_json`; its photo is shown once groups are formed."""
        view = self._view
        self._has_lane = saved.get("lane") in {lane.value for lane in Lane}
        if self._has_lane:
            view.lanes.set_lane(Lane(saved["lane"]))
        self._wanted = view.library.photo_of_place(saved)
        view.teacher.load(saved.get("refused"))
        view.page.filter_bar.set_filter(QueueFilter.from_json(saved.get("filter") or {}))

    def as_json(self) -> dict[str, Any]:
        view = self._view
        return {
            "lane": view.lanes.lane.value,
            "filter": view.page.filter_bar.filter.as_json(),
            "refused": view.teacher.as_json(),
        }

    def take_photo(self) -> int | None:
        """Number of the photo to stay at: the remembered one, the first time it is asked."""
        photo = self._view.current_photo if self._wanted is None else self._wanted
        self._wanted = None
        return photo

    def choose_lane(self) -> None:
        """The person has chosen one: it stays, even where it is empty."""
        self._has_lane = True

    def open_first_lane(self) -> None:
        """A new review begins where there is something to do, not in an empty lane."""
        view = self._view
        filled = [lane for lane in TODO if view.desk.lanes[lane]]
        self._has_lane |= view.desk.review.next_undo is not None
        if filled and not self._has_lane and view.lanes.lane not in filled:
            view.lanes.set_lane(filled[0])  # while a scan runs groups go from lane to lane

"""What each key of the review decides; what cannot be done is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Concatenate, ParamSpec

from PySide6.QtWidgets import QWidget

from imgsim_desktop.review.auditing import Audit
from imgsim_desktop.review.queue import TODO, Entry, Lane
from imgsim_desktop.ui.audit_run import AuditRun
from imgsim_desktop.ui.lane_words import said_lane
from imgsim_desktop.ui.reviewing import decide
from imgsim_desktop.ui.reviewing.changed import Changed
from imgsim_desktop.ui.reviewing.model import ReviewModel
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.views.duplicates.telling import telling
from imgsim_desktop.ui.widgets.audit_sheet import AuditSheet

P = ParamSpec("P")


class DuplicatesActs:
    """The commands that decide; GUI thread."""

    def __init__(self, model: ReviewModel, thumbnails: ThumbnailLoader, page: QWidget) -> None:
        """page: above which sheets open."""
        self._model, self._thumbnails, self._page = model, thumbnails, page

    def _do(
        self,
        act: Callable[Concatenate[ReviewModel, P], Changed],
        *args: P.args,
        **more: P.kwargs,
    ) -> None:
        with telling(self._model):
            act(self._model, *args, **more)

    def accept(self) -> None:
        self._do(decide.accept)

    def toggle(self) -> None:
        self._do(decide.toggle)

    def toggle_number(self, n: int) -> None:
        self._do(decide.toggle_number, n)

    def keep_only(self) -> None:
        self._do(decide.keep_only)

    def keep_number(self, n: int) -> None:
        self._do(decide.keep_number, n)

    def keep_best(self, n: int) -> None:
        self._do(decide.keep_best, n)

    def keep_all(self) -> None:
        self._do(decide.keep_all)

    def not_duplicates(self) -> None:
        self._do(decide.not_duplicates)

    def keep_related(self) -> None:
        self._do(decide.keep_related)

    def split(self) -> None:
        self._do(decide.split)

    def choose_keeper(self) -> None:
        self._do(decide.choose_keeper)

    def skip(self) -> None:
        self._do(decide.skip)

    def undo(self) -> None:
        self._do(decide.undo)

    def redo(self) -> None:
        self._do(decide.redo)

    def accept_lane(self) -> None:
        """Show what accepting all groups listed would do, and do it if the person agrees."""
        model = self._model
        entries, lane = list(model.listing.entries), model.lane
        if not entries or lane not in TODO:
            return
        groups = [entry.group for entry in entries]
        if model.looking.put_off(groups, self._accept_lane_if_shown):
            return
        run = AuditRun(model.desk.review, groups, model.desk.pair, self._page)
        run.finished.connect(lambda found: self._show_audit(found, lane, entries))
        run.start()

    def _accept_lane_if_shown(self) -> None:
        if self._page.isVisible():
            self.accept_lane()

    def _show_audit(self, found: object, lane: Lane, entries: Sequence[Entry]) -> None:
        assert isinstance(found, Audit)
        numbers = {n for p in (*found.riskiest, *found.sample) for n in (p.keeper, p.victim)}
        photos = self._model.desk.photos(numbers)
        sheet = AuditSheet(found, said_lane(lane), photos, self._thumbnails, self._page)

        def take(left_out: object) -> None:
            assert isinstance(left_out, list)
            chosen = [entry for entry in entries if entry.group.keeper not in set(left_out)]
            self._do(decide.accept_all, chosen)

        sheet.groupsAccepted.connect(take)
        sheet.open()

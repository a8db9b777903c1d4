"""What each key of the review does: one step in the review, saved, and shown at once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np
from PySide6.QtCore import QObject

from imgsim_desktop.choosing.lanes import BROWSE_ONLY, Entry, Lane
from imgsim_desktop.choosing.marks import Planned, Review, entries_of
from imgsim_desktop.choosing.steps import Step, photos_of
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Outcome
from imgsim_desktop.ui.commit import Committer, Removed, Returned, plan_of
from imgsim_desktop.ui.texts import said_bytes, said_count, said_photos
from imgsim_desktop.ui.view import OpenPhoto
from imgsim_desktop.ui.widgets.commit_sheet import CommitSheet
from imgsim_desktop.ui.widgets.notice import Notice
from imgsim_desktop.ui.widgets.problems_dialog import ProblemsDialog
from imgsim_desktop.ui.widgets.stage import Mode

if TYPE_CHECKING:
    from imgsim_desktop.ui.views.duplicates import DuplicatesView

_TOPIC = "review"
_NEED_GROUP = (
    "accept", "toggle", "keep-only", "keep-all", "keeper", "not-duplicates", "split", "skip",
    "layout", "layout-back", "difference", "actual-size", "similar", "large", "lock", "prefer",
)  # fmt: skip

log = logging.getLogger(__name__)


class DuplicatesActs(QObject):
    """The person's acts on the page; GUI thread."""

    def __init__(self, view: DuplicatesView) -> None:
        super().__init__(view)
        self._view = view
        self.committer = Committer(self)
        self.committer.removed.connect(self._removed)
        self.committer.returned.connect(self._returned)
        self.committer.failed.connect(self._failed)
        self.sheet: CommitSheet | None = None

    def table(self) -> Mapping[str, Callable[[], object]]:
        """Command names to what they do; names as in `duplicates_keys.COMMANDS`."""
        view = self._view
        stage, queue = view.stage, view.queue_list
        acts: dict[str, Callable[[], object]] = {
            "accept": self.accept,
            "toggle": self.toggle,
            "keep-only": self.keep_only,
            "keep-all": self.keep_all,
            "keeper": self.choose_keeper,
            "not-duplicates": self.not_duplicates,
            "split": self.split,
            "skip": self.skip,
            "undo": self.undo,
            "redo": self.redo,
            "next-group": lambda: self.go(1),
            "previous-group": lambda: self.go(-1),
            "next-open": self.go_to_next_open,
            "first-group": lambda: queue.show_row(0),
            "last-group": lambda: queue.show_row(view.queue.rowCount() - 1),
            "next-photo": lambda: stage.step(1),
            "previous-photo": lambda: stage.step(-1),
            "layout": stage.next_mode,
            "layout-back": lambda: stage.next_mode(-1),
            "difference": self.toggle_difference,
            "actual-size": self.actual_size,
            "zoom-in": lambda: stage.compare.zoom_by(1.25),
            "zoom-out": lambda: stage.compare.zoom_by(0.8),
            "pan-left": lambda: stage.compare.pan_by(-1, 0),
            "pan-right": lambda: stage.compare.pan_by(1, 0),
            "pan-up": lambda: stage.compare.pan_by(0, -1),
            "pan-down": lambda: stage.compare.pan_by(0, 1),
            "all-facts": view.page.all_facts.toggle,
            "similar": self.show_similar,
            "large": self.show_large,
            "lock": self.toggle_lock,
            "prefer": self.toggle_prefer,
            "looser": lambda: view.slider.setValue(view.slider.value() - 8),
            "stricter": lambda: view.slider.setValue(view.slider.value() + 8),
            "commit": self.commit,
            "undo-commit": self.undo_commit,
            "next-pane": self.next_pane,
        }
        for n in range(1, 10):
            acts[f"toggle-{n}"] = partial(self.toggle_number, n)
            acts[f"keep-{n}"] = partial(self.keep_number, n)
        return acts

    # marks

    def accept(self) -> None:
        """Take the marks shown, and go on."""
        entry = self._view.entry
        if entry is None:
            return
        if entry.lane in BROWSE_ONLY:
            self._decide(entry, lambda: self._review.keep_all(entry.group))
            return
        self._decide(entry, lambda: self._review.accept([entry.group]))

    def toggle(self) -> None:
        number = self._view.current_photo
        if number is not None:
            self._mark(lambda: self._review.toggle(number))

    def toggle_number(self, n: int) -> None:
        """Keep or trash photo n of the group, and put the focus on it."""
        items = self._view.stage.items
        if n <= len(items):
            self._view.stage.grid.show_row(n - 1)
            self._mark(lambda: self._review.toggle(items[n - 1].photo.photo_id))

    def keep_only(self) -> None:
        entry, number = self._view.entry, self._view.current_photo
        if entry is not None and number is not None:
            self._decide(entry, lambda: self._review.keep_only(entry.group, number))

    def keep_number(self, n: int) -> None:
        """Keep photo n of the group only."""
        entry, items = self._view.entry, self._view.stage.items
        if entry is not None and n <= len(items):
            number = items[n - 1].photo.photo_id
            self._decide(entry, lambda: self._review.keep_only(entry.group, number))

    def keep_all(self) -> None:
        entry = self._view.entry
        if entry is not None:
            self._decide(entry, lambda: self._review.keep_all(entry.group))

    def not_duplicates(self) -> None:
        entry = self._view.entry
        if entry is not None:
            self._decide(entry, lambda: self._review.not_duplicates(entry.group))

    def split(self) -> None:
        """Only the current photo does not belong to the others."""
        entry, number = self._view.entry, self._view.current_photo
        if entry is None or number is None:
            return
        if number == entry.group.keeper or len(self._review.members(entry.group)) < 3:
            self.not_duplicates()
            return
        self._mark(lambda: self._review.split(entry.group, number), row=0)

    def choose_keeper(self) -> None:
        entry, number = self._view.entry, self._view.current_photo
        if entry is not None and number is not None:
            self._mark(lambda: self._review.choose_keeper(entry.group, number))

    def skip(self) -> None:
        entry = self._view.entry
        if entry is not None:
            self._review.skip(entry.group)
            self._after_step()
            self.go(1)
            self._view.queue_list.viewport().update()

    # steps back and forth

    def undo(self) -> None:
        """Take the last step back; one that moved files brings them back first."""
        step = self._review.next_undo
        if step is None or self.committer.is_running:
            return
        entries = entries_of(step)
        if entries:
            self._give_back(entries)
            return
        self._review.undo()
        self._show_step(step)

    def redo(self) -> None:
        """Do the last undone step again; a move to the trash asks again."""
        step = self._review.next_redo
        if step is None or self.committer.is_running:
            return
        if entries_of(step):
            self.commit()
            return
        self._review.redo()
        self._show_step(step)

    # going

    def go(self, by: int) -> None:
        queue = self._view.queue_list
        row = queue.currentIndex().row() + by
        if 0 <= row < self._view.queue.rowCount():
            queue.show_row(row)

    def go_to_next_open(self) -> None:
        """The next group, in this lane or the following ones, that was not left for later."""
        view = self._view
        row = view.queue_list.currentIndex().row()
        for following in range(row + 1, view.queue.rowCount()):
            entry = view.queue.entry(following)
            if entry is not None and not self._review.is_skipped(entry.group):
                view.queue_list.show_row(following)
                return
        lanes = [lane for lane in Lane if lane not in BROWSE_ONLY and lane is not Lane.SOLVED]
        later = lanes[lanes.index(view.lanes.lane) + 1 :] if view.lanes.lane in lanes else lanes
        for lane in later:
            if any(not self._review.is_skipped(entry.group) for entry in view.desk.lanes[lane]):
                view.lanes.set_lane(lane)
                view.show_lane()
                return

    def next_pane(self) -> None:
        """Focus goes round: lanes, queue, stage, table, slider, buttons."""
        view = self._view
        panes = [
            view.lanes.button(view.lanes.lane), view.queue_list, view.stage.focus_widget(),
            view.table, view.slider, view.key_bar.buttons[0],
        ]  # fmt: skip
        shown = [pane for pane in panes if pane.isVisible()]
        at = next((i for i, pane in enumerate(shown) if pane.hasFocus()), -1)
        if shown:
            shown[(at + 1) % len(shown)].setFocus()

    def toggle_difference(self) -> None:
        stage = self._view.stage
        is_on = stage.mode is Mode.DIFFERENCE
        stage.set_mode(Mode.SIDE_BY_SIDE if is_on else Mode.DIFFERENCE)

    def actual_size(self) -> None:
        """In the grid there is nothing to zoom: compare first."""
        stage = self._view.stage
        if stage.mode is Mode.GRID:
            stage.set_mode(Mode.SIDE_BY_SIDE)
        stage.compare.toggle_actual_size()

    def show_similar(self) -> None:
        number = self._view.current_photo
        if number is not None:
            self._view.similarRequested.emit(self._view.desk.cache_id(number))

    def show_large(self) -> None:
        view = self._view
        numbers = [item.photo.photo_id for item in view.stage.items]
        current = view.current_photo
        if current is not None:
            ids = np.array([view.desk.cache_id(number) for number in numbers], np.int64)
            view.photoOpened.emit(OpenPhoto(ids, numbers.index(current)))

    # folders

    def toggle_lock(self) -> None:
        """Nothing in the folder of the current photo is ever removed, or may be again."""
        item = self._view.stage.current
        if item is None:
            return
        decisions, folder = self._view.session.decisions, item.photo.path.parent
        is_locked = folder in decisions.locked_folders()
        decisions.set_folder(folder, locked=not is_locked)
        text = (
            self.tr("The folder “{name}” is no longer locked.")
            if is_locked
            else self.tr("The folder “{name}” is locked: nothing in it is ever removed.")
        )
        self._folders_changed(text.format(name=folder.name))

    def toggle_prefer(self) -> None:
        """Of copies the one in the folder of the current photo is kept, or no more."""
        item = self._view.stage.current
        if item is None:
            return
        decisions, folder = self._view.session.decisions, item.photo.path.parent
        is_preferred = folder in decisions.preferred_folders()
        decisions.set_folder(folder, preferred=not is_preferred)
        text = (
            self.tr("The folder “{name}” is no longer preferred.")
            if is_preferred
            else self.tr("The folder “{name}” is preferred: of copies, the one in it is kept.")
        )
        self._folders_changed(text.format(name=folder.name))

    def _folders_changed(self, sentence: str) -> None:
        self._view.reload()
        self._view.session.decisionsChanged.emit()
        self._tell(Notice(sentence, topic=_TOPIC, seconds=6))

    # the disk

    def commit(self) -> None:
        """Ask on one sheet, then move what is marked to the trash."""
        if self.committer.is_running or self.sheet is not None:
            return
        view = self._view
        plan, planned = plan_of(self._review, view.desk.marked())
        if not planned:
            self._tell(
                Notice(
                    self.tr("Nothing is marked for the trash yet."),
                    self.tr("Enter accepts the marks of a group."),
                    topic=_TOPIC,
                    seconds=6,
                )
            )
            return
        sheet = CommitSheet(plan, view)
        self.sheet = sheet
        sheet.accepted.connect(
            lambda: self._start_removal(planned, confirmed=sheet.confirmed_last_copies)
        )
        sheet.finished.connect(self._sheet_closed)
        sheet.open()

    def _sheet_closed(self) -> None:
        if self.sheet is not None:
            self.sheet.deleteLater()
            self.sheet = None

    def _start_removal(self, planned: Sequence[Planned], *, confirmed: bool) -> None:
        view = self._view
        view.save()
        self.committer.remove(
            view.desk, view.acting_place(), planned, confirmed_last_copies=confirmed
        )

    def undo_commit(self) -> None:
        """Bring back what went last, also after a restart."""
        if not self.committer.is_running:
            self._give_back(None)

    def settle(self) -> None:
        """At the start of a library: end what a crash cut off."""
        if not self.committer.is_running:
            self.committer.settle(self._view.desk, self._view.acting_place())

    def _give_back(self, entries: Sequence[str] | None) -> None:
        view = self._view
        view.save()
        self.committer.give_back(view.desk, view.acting_place(), entries)

    def _removed(self, removed: object) -> None:
        assert isinstance(removed, Removed)
        self._after_files_moved()
        if removed.photos:
            sentence = self.tr("{photos} moved to the trash, {size}.").format(
                photos=said_photos(removed.photos), size=said_bytes(removed.size_bytes)
            )
            entries = removed.entry_ids
            notice = Notice(
                sentence,
                self._said_troubles(removed.troubles),
                kind="warning" if removed.troubles else "info",
                topic=_TOPIC,
                action_text=self.tr("Undo"),
                action=lambda: self._give_back(entries),
            )
        else:
            notice = Notice(
                self.tr("Nothing was moved."),
                self._said_troubles(removed.troubles),
                kind="warning",
                topic=_TOPIC,
            )
        self._tell(notice)
        if removed.troubles:
            ProblemsDialog(removed.troubles, self._view).open()

    def _returned(self, returned: object) -> None:
        assert isinstance(returned, Returned)
        self._after_files_moved()
        if not returned.entry_ids and not returned.troubles:
            sentence = self.tr("There is nothing in the trash to bring back.")
        elif returned.photos:
            sentence = self.tr("{photos} back at their places.").format(
                photos=said_photos(returned.photos)
            )
        elif returned.troubles:
            sentence = self.tr("Nothing could be brought back.")
        else:
            return
        kind: Literal["info", "warning"] = "warning" if returned.troubles else "info"
        hint = self._said_troubles(returned.troubles)
        self._tell(Notice(sentence, hint, kind=kind, topic=_TOPIC, seconds=0 if hint else 8))
        if returned.troubles:
            ProblemsDialog(returned.troubles, self._view).open()

    def _said_troubles(self, troubles: Sequence[Outcome]) -> str:
        if not troubles:
            return ""
        return self.tr("Not moved: {photos}.").format(photos=said_photos(len(troubles)))

    def _after_files_moved(self) -> None:
        """Save at once, show what is left, and look at the folders again."""
        view = self._view
        view.save()
        view.desk.sort()
        view.show_all(view.current_photo)
        view.session.decisionsChanged.emit()
        view.scanRequested.emit()

    def _failed(self, error: object) -> None:
        if isinstance(error, KnownError):
            self._tell(Notice.from_error(error, _TOPIC))
            return
        assert isinstance(error, BaseException)
        log.error("File operation failed", exc_info=error)
        text = f"{type(error).__name__}: {error}"
        self._tell(Notice(self.tr("The files were left as they are."), text, kind="error"))

    # after each step

    @property
    def _review(self) -> Review:
        return self._view.desk.review

    def _mark(self, act: Callable[[], object], row: int | None = None) -> None:
        """A step that leaves the group where it is."""
        try:
            act()
        except KnownError as error:
            self._tell(Notice.from_error(error, _TOPIC))
            return
        self._after_step()
        self._view.show_marks(row)

    def _decide(self, entry: Entry, act: Callable[[], object]) -> None:
        """A step that solves a group: it leaves its lane, and the next one comes up."""
        view = self._view
        try:
            act()
        except KnownError as error:
            self._tell(Notice.from_error(error, _TOPIC))
            return
        row = view.queue_list.currentIndex().row()
        view.desk.move(entry.group)
        self._after_step()
        view.badgeChanged.emit()
        if view.lanes.lane is Lane.SOLVED:
            view.show_marks()
            self.go(1)
            return
        view.queue.remove_row(row)
        view.queue_list.show_row(min(row, view.queue.rowCount() - 1))
        if view.queue.rowCount() == 0:
            self._lane_done()

    def _lane_done(self) -> None:
        """The next lane with something to do, or the page that says all is done."""
        view = self._view
        lanes = [lane for lane in Lane if lane not in BROWSE_ONLY and lane is not Lane.SOLVED]
        todo = [lane for lane in lanes if view.desk.lanes[lane]]
        if todo and view.lanes.lane not in BROWSE_ONLY:
            view.lanes.set_lane(todo[0])
        view.show_lane()

    def _show_step(self, step: Step) -> None:
        """After undo and redo: go where the step was made."""
        view = self._view
        photos = [photo for _, key, _, _ in step["changes"] for photo in photos_of(key)]
        found = [self._review.group_of(photo) for photo in photos]
        groups = {id(group): group for group in found if group is not None}
        for group in groups.values():
            view.desk.move(group)
        self._after_step()
        if groups:
            view.lanes.set_lane(view.desk.lane_of(next(iter(groups.values()))))
            view.show_all(next(p for p, group in zip(photos, found, strict=True) if group))
        else:
            view.show_all(view.current_photo)

    def _after_step(self) -> None:
        view = self._view
        view.save_soon()
        self._remember_apart()
        view.say_numbers()
        self.enable()

    def _remember_apart(self) -> None:
        """ "Not duplicates" holds for every library: it is kept by content, not by path."""
        view = self._view
        now = view.desk.apart_hashes()
        before = view.desk.remembered_apart
        decisions = view.session.decisions
        if now - before:
            decisions.add_not_duplicates(now - before)
        if before - now:
            decisions.remove_not_duplicates(before - now)
        view.desk.remembered_apart = now

    def say_totals(self) -> None:
        """The number of marked photos stands on the button of the commit."""
        totals = self._review.totals()
        action = self._view.commands.by_name["commit"]
        if totals.photos:
            text = self.tr("Move {n} to trash").format(n=said_count(totals.photos))
            tip = self.tr("Move {photos} to the trash, {size}…").format(
                photos=said_photos(totals.photos), size=said_bytes(totals.size_bytes)
            )
        else:
            text, tip = self.tr("Move to trash"), self.tr("Move what is marked to the trash…")
        action.setIconText(text)
        action.setToolTip(tip)

    def enable(self) -> None:
        """Buttons and menu entries that make sense now."""
        view = self._view
        actions = view.commands.by_name
        has_group = view.entry is not None
        for name in _NEED_GROUP:
            actions[name].setEnabled(has_group)
        busy = self.committer.is_running
        actions["undo"].setEnabled(self._review.next_undo is not None and not busy)
        actions["redo"].setEnabled(self._review.next_redo is not None and not busy)
        has_marks = self._review.totals().photos > 0
        actions["commit"].setEnabled(has_marks and not busy)
        view.commit_button.is_primary = has_marks
        actions["undo-commit"].setEnabled(view.session.library is not None and not busy)

    def _tell(self, notice: Notice) -> None:
        self._view.noticeRequested.emit(notice)

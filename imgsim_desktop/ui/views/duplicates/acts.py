"""What each key of the review does: one step in the review, saved, and shown at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Group, Step
from imgsim_desktop.review.auditing import Audit
from imgsim_desktop.review.marking import Mark, Review
from imgsim_desktop.review.queue import LANE_OF, TODO, Entry, Lane
from imgsim_desktop.ui.audit_run import AuditRun
from imgsim_desktop.ui.texts import said_bytes, said_count, said_photos
from imgsim_desktop.ui.views.duplicates.keys import bar_of
from imgsim_desktop.ui.widgets.audit_sheet import AuditSheet
from imgsim_desktop.ui.widgets.lane_list import said_lane
from imgsim_desktop.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from imgsim_desktop.ui.views.duplicates.view import DuplicatesView

_TOPIC = "review"
_MANY = 30
"""Groups from which sorting all anew is quicker than moving each."""
_NEED_GROUP = (
    "accept", "toggle", "keep-only", "keep-all", "keeper", "related", "not-duplicates", "split",
    "skip", "layout", "layout-back", "difference", "actual-size", "loupe", "similar", "large",
    "reveal", "external", "copy-path", "lock", "prefer", *(f"best-{n}" for n in range(1, 10)),
)  # fmt: skip


class DuplicatesActs(QObject):
    """The person's acts on the page; GUI thread."""

    def __init__(self, view: DuplicatesView) -> None:
        super().__init__(view)
        self._view = view

    def table(self) -> Mapping[str, Callable[[], object]]:
        """Command names to what they do; names as in `keys.COMMANDS`."""
        view = self._view
        stage, queue, ways = view.stage, view.queue_list, view.ways
        acts: dict[str, Callable[[], object]] = {
            "accept": self.accept,
            "accept-lane": self.accept_lane,
            "toggle": self.toggle,
            "keep-only": self.keep_only,
            "keep-all": self.keep_all,
            "related": self.keep_related,
            "keeper": self.choose_keeper,
            "not-duplicates": self.not_duplicates,
            "split": self.split,
            "skip": self.skip,
            "undo": self.undo,
            "redo": self.redo,
            "next-group": lambda: ways.go(1),
            "previous-group": lambda: ways.go(-1),
            "next-open": ways.go_to_next_open,
            "first-group": lambda: queue.show_row(0),
            "last-group": lambda: queue.show_row(view.queue.rowCount() - 1),
            "next-photo": lambda: stage.step(1),
            "previous-photo": lambda: stage.step(-1),
            "layout": stage.next_mode,
            "layout-back": lambda: stage.next_mode(-1),
            "difference": ways.toggle_difference,
            "actual-size": ways.actual_size,
            "zoom-in": lambda: stage.compare.zoom_by(1.25),
            "zoom-out": lambda: stage.compare.zoom_by(0.8),
            "pan-left": lambda: stage.pan_by(-1, 0),
            "pan-right": lambda: stage.pan_by(1, 0),
            "pan-up": lambda: stage.pan_by(0, -1),
            "pan-down": lambda: stage.pan_by(0, 1),
            "rules": view.folder_acts.edit_rules,
            "filter": view.page.filter_bar.open,
            "all-facts": view.page.all_facts.toggle,
            "similar": ways.show_similar,
            "large": ways.show_large,
            "loupe": stage.toggle_loupe,
            "reveal": ways.reveal,
            "external": ways.open_externally,
            "copy-path": ways.copy_path,
            "lock": view.folder_acts.toggle_lock,
            "prefer": view.folder_acts.toggle_prefer,
            "looser": lambda: view.slider.setValue(view.slider.value() - 8),
            "stricter": lambda: view.slider.setValue(view.slider.value() + 8),
            "commit": view.disk.commit,
            "undo-commit": view.disk.undo_commit,
            "next-pane": ways.next_pane,
        }
        for n in range(1, 10):
            acts[f"toggle-{n}"] = partial(self.toggle_number, n)
            acts[f"keep-{n}"] = partial(self.keep_number, n)
            acts[f"best-{n}"] = partial(self.keep_best, n)
        return acts

    # marks

    def accept(self) -> None:
        """Take the marks shown of all groups chosen, and go on."""
        self._decide(lambda *groups: self._review.accept(groups))

    def toggle(self) -> None:
        """Keep or trash the current photo; of several chosen all, what the current one gets."""
        entry, number = self._view.entry, self._view.current_photo
        chosen = self._view.stage.chosen
        if entry is None or number is None:
            return
        if len(chosen) < 2:
            self._mark(lambda: self._review.toggle(number, entry.group))
            return
        shown = self._review.shown_marks(entry.group)
        mark = Mark.KEEP if shown.get(number) is Mark.TRASH else Mark.TRASH
        self._mark(lambda: self._review.mark([item.photo.photo_id for item in chosen], mark))

    def toggle_number(self, n: int) -> None:
        """Keep or trash photo n of the group, and put the focus on it."""
        entry, items = self._view.entry, self._view.stage.items
        if entry is not None and n <= len(items):
            self._view.stage.grid.show_row(n - 1)
            number = items[n - 1].photo.photo_id
            self._mark(lambda: self._review.toggle(number, entry.group))

    def keep_only(self) -> None:
        """Keep what is chosen on the stage, let the others go."""
        chosen = [item.photo.photo_id for item in self._view.stage.chosen]
        if chosen:
            self._decide_one(lambda group: self._review.keep_only(group, *chosen))

    def keep_number(self, n: int) -> None:
        """Keep photo n of the group only."""
        items = self._view.stage.items
        if n <= len(items):
            number = items[n - 1].photo.photo_id
            self._decide_one(lambda group: self._review.keep_only(group, number))

    def keep_best(self, n: int) -> None:
        """Keep the best n of the group."""
        if self._view.stage.items:
            self._decide_one(lambda group: self._review.keep_best(group, n))

    def keep_all(self) -> None:
        self._decide(self._review.keep_all)

    def not_duplicates(self) -> None:
        self._decide(self._review.not_duplicates)

    def keep_related(self) -> None:
        self._decide(self._review.keep_related)

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
        entries = self._view.chosen_entries
        if entries:
            self._review.skip(*(entry.group for entry in entries))
            self._after_step()
            self._view.ways.go(1)
            self._view.queue_list.viewport().update()

    def accept_lane(self) -> None:
        """Show what accepting all groups listed would do, and do it if the person agrees."""
        view = self._view
        entries = [e for e in map(view.queue.entry, range(view.queue.rowCount())) if e is not None]
        if not entries or view.lanes.lane not in TODO:
            return
        groups = [entry.group for entry in entries]
        run = AuditRun(self._review, groups, view.desk.pair, view)
        run.finished.connect(lambda found: self._show_audit(found, entries))
        run.start()

    def _show_audit(self, found: object, entries: Sequence[Entry]) -> None:
        assert isinstance(found, Audit)
        view = self._view
        numbers = {n for p in (*found.riskiest, *found.sample) for n in (p.keeper, p.victim)}
        sheet = AuditSheet(
            found, said_lane(view.lanes.lane), view.desk.photos(numbers), view.thumbnails, view
        )

        def take(left_out: object) -> None:
            assert isinstance(left_out, list)
            chosen = [entry for entry in entries if entry.group.keeper not in set(left_out)]
            accepted = [entry.group for entry in chosen]
            self.settle(chosen, lambda: self._review.accept(accepted, "accept-lane"))

        sheet.groupsAccepted.connect(take)
        sheet.open()

    # steps back and forth

    def undo(self) -> None:
        """Take the last step back; one that moved files brings them back first."""
        step = self._review.next_undo
        if step is None or self._view.disk.committer.is_running:
            return
        if step.entries:
            self._view.disk.give_back(step.entries)
            return
        self._review.undo()
        self._show_step(step)

    def redo(self) -> None:
        """Do the last undone step again; a commit that was taken back is no step any more."""
        step = self._review.next_redo
        if step is None or self._view.disk.committer.is_running:
            return
        self._review.redo()
        self._show_step(step)

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
        self._view.filler.show_marks(row)

    def _decide_one(self, act: Callable[[Group], None]) -> None:
        """Solve the group on the stage, whatever else is chosen in the queue."""
        entry = self._view.entry
        if entry is not None:
            self.settle([entry], lambda: act(entry.group))

    def _decide(self, act: Callable[..., None]) -> None:
        """Solve all groups chosen in the queue; `act` takes them as arguments."""
        entries = self._view.chosen_entries
        if entries:
            self.settle(entries, lambda: act(*(entry.group for entry in entries)))

    def settle(self, entries: Sequence[Entry], act: Callable[[], None]) -> None:
        """A step that solves groups: they leave their lane, and the next one comes up."""
        view = self._view
        row = view.queue_list.currentIndex().row()
        try:
            act()
        except KnownError as error:
            self._tell(Notice.from_error(error, _TOPIC))
            return
        if len(entries) > _MANY:
            view.desk.sort()
        else:
            for entry in entries:
                view.desk.move(entry.group)
        self._after_step()
        view.badgeChanged.emit()
        view.teacher.watch(entries)
        if view.lanes.lane is Lane.SOLVED:
            view.filler.show_marks()
            view.ways.go(1)
            return
        before = view.queue.remove(entries, row)
        view.queue_list.show_row(min(row - before, view.queue.rowCount() - 1))
        view.listing.say_shown()
        if view.queue.rowCount() == 0:
            view.ways.leave_empty_lane()

    def _show_step(self, step: Step) -> None:
        """After undo and redo: go where the step was made."""
        view = self._view
        view.teacher.watch(())
        cells = dict.fromkeys(change.cell.photos for change in step.changes)
        photos = [photo for cell in cells for photo in cell]
        groups = {id(g): g for photo in photos for g in self._review.groups_of(photo)}
        if len(groups) > _MANY:
            view.desk.sort()
        else:
            for group in groups.values():
                view.desk.move(group)
        self._after_step()
        # A step about a whole group names its members; one about a photo is shown among copies.
        named = [group for group in groups.values() if group.members in cells]
        shown = next(iter(named or groups.values()), None)
        if shown is None:
            view.show_all(view.current_photo)
            return
        view.lanes.set_lane(view.desk.lane_of(shown))
        view.show_all(next(photo for photo in shown.members if named or photo in photos))

    def _after_step(self) -> None:
        view = self._view
        view.save_soon()
        view.say_numbers()
        self.enable()

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
        entry, has_group = view.entry, view.entry is not None
        lane = view.lanes.lane if entry is None else LANE_OF[entry.group.kind]
        view.key_bar.show_only(bar_of(lane, len(view.stage.items)))
        for name in _NEED_GROUP:
            actions[name].setEnabled(has_group)
        actions["accept-lane"].setEnabled(has_group and view.lanes.lane in TODO)
        busy = self._view.disk.committer.is_running
        actions["undo"].setEnabled(self._review.next_undo is not None and not busy)
        actions["redo"].setEnabled(self._review.next_redo is not None and not busy)
        has_marks = self._review.totals().photos > 0
        actions["commit"].setEnabled(has_marks and not busy)
        view.commit_button.is_primary = has_marks
        actions["undo-commit"].setEnabled(view.session.library is not None and not busy)

    def _tell(self, notice: Notice) -> None:
        self._view.noticeRequested.emit(notice)

"""What each key of the review does: one step in the review, saved, and shown at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Group, Step
from imgsim_desktop.review.auditing import Audit
from imgsim_desktop.review.marking import Mark, Review
from imgsim_desktop.review.queue import LANE_OF, TODO, Entry, Lane
from imgsim_desktop.ui.audit_run import AuditRun
from imgsim_desktop.ui.commands import Need
from imgsim_desktop.ui.lane_words import said_lane
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.texts import said_bytes, said_count, said_photos
from imgsim_desktop.ui.widgets.audit_sheet import AuditSheet
from imgsim_desktop.ui.widgets.stage import Mode

if TYPE_CHECKING:
    from imgsim_desktop.ui.views.duplicates.view import DuplicatesView

_TOPIC = "review"
_MANY = 30
"""Groups from which sorting all anew is quicker than moving each."""
_BARS = {Lane.BURST: "burst", Lane.VARIANT: "variants", Lane.SIMILAR: "variants"}
"""The buttons below the stage by the kind of the group; "copies" for all others."""


class DuplicatesActs(QObject):
    """The person's acts on the page; GUI thread."""

    def __init__(self, view: DuplicatesView) -> None:
        super().__init__(view)
        self._view = view

    # marks

    def accept(self) -> None:
        """Take the marks shown of all groups chosen, and go on."""
        if self._view.looking.put_off(entry.group for entry in self._view.chosen_entries):
            return
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
            with self._view.once.act():
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
        if view.looking.put_off(groups, self.accept_lane):
            return
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
        with self._view.once.act():
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
        with view.once.act():
            self._go_on(entries, row)

    def _go_on(self, entries: Sequence[Entry], row: int) -> None:
        """Groups were solved; the current row was the `row`th."""
        view = self._view
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
        with self._view.once.act():
            self._go_to(step)

    def _go_to(self, step: Step) -> None:
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
        if totals.photos:
            text = self.tr("Move {n} to trash").format(n=said_count(totals.photos))
            tip = self.tr("Move {photos} to the trash, {size}…").format(
                photos=said_photos(totals.photos), size=said_bytes(totals.size_bytes)
            )
        else:
            text, tip = self.tr("Move to trash"), self.tr("Move what is marked to the trash…")
        self._view.commands.say("commit", text, tip)

    def enable(self) -> None:
        """Buttons and menu entries that make sense now."""
        self._view.once.ask(self.enable_now)

    def enable_now(self) -> None:
        view, review = self._view, self._review
        entry, photos = view.entry, len(view.stage.items)
        lane = view.lanes.lane if entry is None else LANE_OF[entry.group.kind]
        view.key_bar.show_only(view.commands.in_bar(_BARS.get(lane, "copies"), photos))
        row, last = view.queue_list.currentIndex().row(), view.queue.rowCount() - 1
        has_marks = review.totals().photos > 0
        facts = Need.NOTHING
        for need, holds in (
            (Need.LIBRARY, view.session.library is not None),
            (Need.IDLE, not view.disk.committer.is_running),
            (Need.GROUP, entry is not None),
            (Need.TODO, view.lanes.lane in TODO),
            (Need.LISTED, any(view.desk.lanes[lane] for lane in TODO)),
            (Need.AHEAD, row < last),
            (Need.BEHIND, row > 0),
            (Need.COMPARED, entry is not None and view.stage.mode is not Mode.GRID),
            (Need.UNDO, review.next_undo is not None),
            (Need.REDO, review.next_redo is not None),
            (Need.MARKS, has_marks),
            (Need.LARGER, view.slider.value() > view.slider.minimum()),
            (Need.SMALLER, view.slider.value() < view.slider.maximum()),
        ):
            facts |= need if holds else Need.NOTHING
        view.commands.enable(facts, photos)
        view.commit_button.is_primary = has_marks

    def _tell(self, notice: Notice) -> None:
        self._view.noticeRequested.emit(notice)

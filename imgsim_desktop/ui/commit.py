"""From marks to the trash and back: plan, job, answers. The only part that starts `act`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from imgsim_desktop.acting.journal import Operation
from imgsim_desktop.acting.mover import LINKS
from imgsim_desktop.choosing.carrying import losses
from imgsim_desktop.choosing.linking import linkable
from imgsim_desktop.choosing.marks import Mark
from imgsim_desktop.choosing.plan import Planned, entries_of
from imgsim_desktop.records import Outcome, OutcomeCode
from imgsim_desktop.review.desk import ReviewDesk
from imgsim_desktop.ui.act_job import Act, ActingPlace, removal_job, settle_job, undo_job
from imgsim_desktop.ui.job import Job
from imgsim_desktop.ui.widgets.commit_sheet import Plan


@dataclass(frozen=True, slots=True)
class Removed:
    """How a commit ended."""

    operation: Operation
    photos: int
    size_bytes: int
    troubles: tuple[Outcome, ...]
    entry_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """How an undo on the disk ended."""

    photos: int
    troubles: tuple[Outcome, ...]
    entry_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Intended:
    """What a commit may do now, in the words of the review."""

    all: list[Planned]
    linkable: list[Planned]
    """Those with an equal copy that stays, and that copy."""

    def by(self, operation: Operation) -> list[Planned]:
        return self.linkable if operation in LINKS else self.all


def plan_of(desk: ReviewDesk, roots: Sequence[Path] = ()) -> tuple[Plan, Intended]:
    """What a commit would do now, in the words of the sheet and in those of the review."""
    review, photos = desk.review, desk.marked()
    planned = review.planned(confirmed_last_copies=True)
    going = tuple(photos[plan.victim] for plan in planned)
    links = linkable(review, planned)
    identical = tuple(photos[plan.victim] for plan in links)
    last = tuple(photos[plan.victim] for plan in planned if plan.keeper is None)
    marked = {n: p for n, p in photos.items() if review.mark_of(n) is Mark.TRASH}
    locked = sum(review.is_locked(number) for number in marked)
    offline = sum(not photo.is_online for photo in marked.values())
    plan = Plan(
        going, last, identical, tuple(roots), losses(review, planned), locked=locked,
        offline=offline,
    )  # fmt: skip
    return plan, Intended(planned, links)


class Committer(QObject):
    """One file operation at a time. GUI thread; the work is done in `act`."""

    started = Signal(object)
    """int: photos to be handled."""
    progressed = Signal(object)
    """records.Progress."""
    removed = Signal(object)
    """Removed; the review knows already."""
    returned = Signal(object)
    """Returned; the review knows already."""
    failed = Signal(object)
    """The exception: a KnownError, or our bug."""
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def stop(self) -> None:
        """End after the file at hand; what is done stays done, and can be undone."""
        if self._job is not None:
            self._job.stop()

    def wait(self) -> None:
        """Block until the job is over; for closing and for tests."""
        if self._job is not None:
            self._job.wait()

    def remove(
        self,
        desk: ReviewDesk,
        place: ActingPlace,
        planned: Sequence[Planned],
        act: Act,
    ) -> None:
        """Do with photos what the person chose."""
        removals = desk.review.removals(planned)
        job = removal_job(place, removals, act, parent=self)
        sizes = [removal.victim.size_bytes for removal in removals]

        def take(result: object) -> None:
            outcomes = _outcomes(result)
            done = {
                plan.victim: outcome.entry_id
                for plan, outcome in zip(planned, outcomes, strict=True)
                if outcome.code is OutcomeCode.DONE
            }
            if done:
                desk.review.record_commit(done, planned, as_links=act.operation in LINKS)
            freed = sum(s for p, s in zip(planned, sizes, strict=True) if p.victim in done)
            troubles = tuple(o for o in outcomes if o.code is not OutcomeCode.DONE)
            entries = tuple(done.values())
            self.removed.emit(Removed(act.operation, len(done), freed, troubles, entries))

        self._run(job, len(removals), take)

    def give_back(
        self, desk: ReviewDesk, place: ActingPlace, entry_ids: Collection[str] | None
    ) -> None:
        """Bring photos back from the trash; None: those of the last commit, whenever it was."""

        def take(result: object) -> None:
            outcomes = _outcomes(result)
            back = frozenset(o.entry_id for o in outcomes if o.code is OutcomeCode.DONE)
            step = desk.review.next_undo
            gone = set() if step is None else set(entries_of(step))
            if gone and gone <= back:
                desk.review.undo()
            elif back:
                desk.review.record_return(back)
            troubles = tuple(o for o in outcomes if o.code is not OutcomeCode.DONE)
            self.returned.emit(Returned(len(back), troubles, back))

        self._run(undo_job(place, entry_ids, parent=self), len(entry_ids or ()), take)

    def settle(self, desk: ReviewDesk, place: ActingPlace) -> None:
        """At the start: what a crash cut off, and what was given back by another program."""

        def take(result: object) -> None:
            assert isinstance(result, frozenset)
            if desk.review.record_return(result):
                self.returned.emit(Returned(0, (), result))

        self._run(settle_job(place, parent=self), 0, take)

    def _run(self, job: Job, count: int, take: Callable[[object], None]) -> None:
        assert self._job is None
        self._job = job
        job.progressed.connect(self.progressed)
        job.finished.connect(take)
        job.failed.connect(self.failed)
        job.ended.connect(self._over)
        if count:
            self.started.emit(count)
        job.start()

    def _over(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.deleteLater()
        self.ended.emit()


def _outcomes(result: object) -> list[Outcome]:
    assert isinstance(result, list)
    return result

"""From marks to the trash and back: plan, job, answers. The only part that starts `act`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QObject, Signal

from imgsim_desktop.records import Outcome
from imgsim_desktop.review.book import ReviewBook
from imgsim_desktop.review.commit import Act, ActingPlace, returned
from imgsim_desktop.review.marking import Planned
from imgsim_desktop.ui.act_job import removal_job, settle_job, undo_job
from imgsim_desktop.ui.job import Job


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
    cutShort = Signal(object)
    """CutShort: a commit that a crash ended before all its photos were moved."""
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
        self, book: ReviewBook, place: ActingPlace, planned: Sequence[Planned], act: Act
    ) -> None:
        """Do with photos what the person chose."""
        removals = book.desk.review.removals(planned)
        book.begin_commit(planned, act)

        def take(result: object) -> None:
            self.removed.emit(book.end_commit(planned, _outcomes(result), act))

        self._run(removal_job(place, removals, act, parent=self), len(removals), take)

    def give_back(
        self, book: ReviewBook, place: ActingPlace, entry_ids: Collection[str] | None
    ) -> None:
        """Bring photos back from the trash; None: those of the last commit, whenever it was."""

        def take(result: object) -> None:
            found = returned(_outcomes(result))
            book.take_back(found.entry_ids)
            self.returned.emit(found)

        self._run(undo_job(place, entry_ids, parent=self), len(entry_ids or ()), take)

    def settle(self, book: ReviewBook, place: ActingPlace) -> None:
        """At the start: what a crash cut off, and what was given back by another program."""

        def take(_result: object) -> None:
            cut_short = book.settle(place)
            if cut_short is not None:
                self.cutShort.emit(cut_short)

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

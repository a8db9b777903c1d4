"""From marks to the trash and back: plan, job, answers. The only part that starts `act`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from imgsim_desktop.records import Outcome
from imgsim_desktop.review import commit
from imgsim_desktop.review.book import ReviewBook
from imgsim_desktop.review.commit import Act, ActingPlace
from imgsim_desktop.review.marking import Planned
from imgsim_desktop.ui.work import Work, WorkRunner

T = TypeVar("T")


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
        self._runner = WorkRunner(self)
        self._runner.progressed.connect(self.progressed)
        self._runner.failed.connect(self.failed)
        self._runner.ended.connect(self.ended)

    @property
    def is_running(self) -> bool:
        return self._runner.is_running

    def stop(self) -> None:
        """End after the file at hand; what is done stays done, and can be undone."""
        self._runner.stop()

    def wait(self) -> None:
        """Block until the job is over; for closing and for tests."""
        self._runner.wait()

    def remove(
        self, book: ReviewBook, place: ActingPlace, planned: Sequence[Planned], act: Act
    ) -> None:
        """Do with photos what the person chose."""
        removals = book.desk.review.removals(planned)
        book.begin_commit(planned, act)

        def take(outcomes: list[Outcome]) -> None:
            self.removed.emit(book.end_commit(planned, outcomes, act))

        run = partial(commit.remove, place, removals, act)
        self.start(Work("act", run, take), len(removals))

    def give_back(
        self, book: ReviewBook, place: ActingPlace, entry_ids: Collection[str] | None
    ) -> None:
        """Bring photos back from the trash; None: those of the last commit, whenever it was."""

        def take(outcomes: list[Outcome]) -> None:
            found = commit.returned(outcomes)
            in_question = book.take_back(found.entry_ids)
            self.returned.emit(replace(found, in_question=in_question))

        run = partial(commit.give_back, place, entry_ids)
        self.start(Work("act", run, take), len(entry_ids or ()))

    def settle(self, book: ReviewBook, place: ActingPlace) -> None:
        """At the start: what a crash cut off, and what was given back by another program."""

        def take(_outcomes: list[Outcome]) -> None:
            cut_short = book.settle(place)
            if cut_short is not None:
                self.cutShort.emit(cut_short)

        self.start(Work("act", lambda _control: commit.settle(place), take), 0)

    def start(self, work: Work[T], count: int) -> None:
        """Do another work on files; count: photos to be handled, of none nothing is said."""
        self._runner.start(work)
        if count:
            self.started.emit(count)

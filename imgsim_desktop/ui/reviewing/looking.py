"""What has yet to be compared in full size: looked at first, before anything is done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from imgsim_desktop.records import Group
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.reviewing.library import ReviewLibrary
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.texts import said_photos

_TOPIC = "looking"


class LookFirst(QObject):
    """Puts off what is about groups that were not looked at until a scan has done so. GUI thread.

    What a whole scan could not look at is not waited for: it is not removable, and is told by the
    scan. What it did not look at, since another photo was to stay then, is.
    """

    noticed = Signal(object)
    """Notice."""
    scanRequested = Signal()
    withdrawn = Signal()
    """Marks were taken back: the groups are to be formed again."""

    def __init__(
        self, library: ReviewLibrary, session: LibrarySession, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library, self._session = library, session
        self._tried: set[tuple[int, int]] = set()
        """Pairs of contents of which whole scans made no more."""
        self._then: Callable[[], None] | None = None

    def put_off(self, groups: Iterable[Group], then: Callable[[], None] | None = None) -> bool:
        """Whether some of the groups have yet to be looked at: a scan does so first.

        then  done when it has; None: the person asks again
        """
        return self.ask_for(self._library.desk.needed_looks(groups), then)

    def ask_for(
        self, pairs: Iterable[tuple[int, int]], then: Callable[[], None] | None = None
    ) -> bool:
        """The same of pairs of contents."""
        asked = set(pairs) - self._tried
        if not asked:
            return False
        self._session.looks_asked |= asked
        self._then = then
        hint = (
            self.tr("It is compared right now: press again in a moment.")
            if then is None
            else self.tr("When that is done, it goes on here. Nothing has been moved.")
        )
        self.noticed.emit(
            Notice(
                self.tr("Not everything here was compared in full size yet."),
                hint,
                topic=_TOPIC,
                seconds=8,
            )
        )
        self.scanRequested.emit()
        return True

    def forget(self) -> None:
        """What was tried: another library is open, or a scan may find more."""
        self._tried.clear()

    def scanned(self, *, is_whole: bool) -> None:
        """A scan is over: go on with what was put off, and take back marks that it proved wrong."""
        then, self._then = self._then, None
        if not is_whole or not self._library.is_loaded:
            return
        self._library.refresh_now()
        self._tried |= self._session.looks_asked | self._library.desk.needed_looks()
        self.withdraw(is_over=True)
        if then is not None:
            then()

    def withdraw(self, *, is_over: bool) -> None:
        """Take back marks whose photos proved to be no copies, and say how many."""
        book = self._library.book
        taken = 0 if book is None else book.withdraw_unseen(is_over=is_over)
        if not taken:
            return
        self.withdrawn.emit()
        self.noticed.emit(
            Notice(
                self.tr("{photos} marked to go will stay after all.").format(
                    photos=said_photos(taken)
                ),
                self.tr(
                    "Compared in full size they are no copies, or they could not be compared; "
                    "their groups are open again."
                ),
                topic="unseen",
            )
        )

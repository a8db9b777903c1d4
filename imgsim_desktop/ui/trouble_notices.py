"""What the person is told when reading fails, or when we are at fault."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from imgsim_desktop.errors import CacheBroken, KnownError
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.report import Troubles
from imgsim_desktop.ui.sentences import said_error
from imgsim_desktop.ui.session import LibrarySession


class TroubleNotices(QObject):
    """Turns exceptions into notices with a button that helps."""

    noticed = Signal(object)
    """Notice."""
    reopened = Signal()
    """The cache can be read again."""

    def __init__(
        self,
        session: LibrarySession,
        troubles: Troubles | None,
        scan: Callable[[], None],
        show_report: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._troubles = troubles
        self._scan = scan
        self._show_report = show_report
        if troubles is not None:
            troubles.happened.connect(self._tell_trouble)
            troubles.told.connect(self._tell_mended)

    def tell_unreadable(self, error: Exception) -> None:
        """The cache could not be read just now."""
        if isinstance(error, CacheBroken):
            self.noticed.emit(
                Notice(
                    self.tr("What the program remembers of this library is damaged."),
                    self.tr("Your photos and decisions are not; a scan makes it anew."),
                    kind="warning",
                    topic="cache",
                    action_text=self.tr("Scan"),
                    action=self._scan,
                )
            )
        elif isinstance(error, KnownError):
            self.noticed.emit(
                Notice(
                    *said_error(error),
                    kind="error",
                    topic="cache",
                    action_text=self.tr("Try again"),
                    action=self.reopen,
                )
            )

    def reopen(self) -> None:
        """Open the cache of the library again."""
        try:
            self._session.reopen()
        except KnownError as error:
            self.tell_unreadable(error)
        else:
            self.reopened.emit()

    def tell_bug(self, error: BaseException) -> None:
        """A job ended by an unexpected error, which it has logged."""
        if self._troubles is not None:
            self._troubles.note(error)
        else:
            self._tell_trouble(f"{type(error).__name__}: {error}")

    def tell_crash(self) -> None:
        """The run before this one ended by a crash; told once, where there was one."""
        if self._troubles is not None and self._troubles.crash:
            self.noticed.emit(
                Notice(
                    self.tr("The program ended by a crash the last time."),
                    self.tr("A report of it helps to mend that; nothing is sent by itself."),
                    kind="warning",
                    topic="crash",
                    action_text=self.tr("Details…"),
                    action=self._show_report,
                )
            )

    def _tell_mended(self, error: object) -> None:
        if isinstance(error, KnownError):
            self.noticed.emit(Notice(*said_error(error), kind="warning", topic="mended"))

    def _tell_trouble(self, line: str) -> None:
        self.noticed.emit(
            Notice(
                self.tr("Something went wrong that should not have."),
                line,
                kind="error",
                topic="bug",
                action_text=self.tr("Details…"),
                action=self._show_report,
            )
        )

"""A page that computes something about a whole library, beside the window."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget

from imgsim_desktop.errors import KnownError
from imgsim_desktop.ui.commands import Need
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.view import View
from imgsim_desktop.ui.widgets.scan_bar import ScanBar
from imgsim_desktop.ui.work import Work, WorkRunner

T = TypeVar("T")


class WorkingView(View):
    """One work at a time, its progress in a bar; another library may be open when it ends.

    A subclass lays out `progress`, starts them by `start_work` and shows its state in `_say`.
    """

    def __init__(
        self, session: LibrarySession, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, thumbnails, parent)
        self.setAccessibleName(self.title())
        self.progress = ScanBar()
        self.progress.stopRequested.connect(self.stop)
        self.runner = WorkRunner(self)
        self.runner.progressed.connect(self.progress.show_progress)
        self.runner.failed.connect(self._take_trouble)
        self.runner.ended.connect(self._end)
        self._work_library = ""
        """Key of the library that is worked on."""
        self._was_stopped = False
        """The person pressed Stop: nothing is computed again unasked."""
        self._trouble: KnownError | None = None
        """Why the last one failed."""
        self._is_scanning = False

    def _say(self) -> None:
        """Show what there is, or why there is nothing; after each change of the work too."""
        raise NotImplementedError

    def _says_trouble(self) -> bool:
        """Whether the page itself says why a work failed, so that no notice need do so."""
        return False

    def _facts(self) -> Need:
        """What of a page's needs all these pages know in the same way."""
        facts = Need.NOTHING if self.session.library is None else Need.LIBRARY
        return facts if self.runner.is_running else facts | Need.IDLE

    def start_work(self, work: Work[T], stage: str) -> None:
        """Begin; `stage` is what the bar says of it."""
        self._work_library = "" if self.session.library is None else self.session.library.key
        self.progress.begin(stage)
        self.runner.start(work)
        self._say()

    def _take_trouble(self, error: object) -> None:
        topic = type(self).PLACE.value
        if isinstance(error, KnownError):
            self._trouble = error
            if not self._says_trouble():
                self.noticeRequested.emit(Notice.from_error(error, topic))
        else:
            said = self.tr("Something went wrong that should not have.")
            self.noticeRequested.emit(Notice(said, str(error), kind="error", topic=topic))

    def _end(self) -> None:
        self.progress.end()
        self._say()
        if not self._is_of_this_library() and self.isVisible():
            self.refresh()

    def _is_of_this_library(self) -> bool:
        library = self.session.library
        return library is not None and library.key == self._work_library

    def is_busy(self) -> bool:
        return self.runner.is_running

    def stop(self) -> None:
        if self.runner.is_running:
            self._was_stopped = True
            self.progress.show_stopping()
            self.runner.stop()

    def set_scanning(self, *, is_scanning: bool) -> None:
        self._is_scanning = is_scanning
        self._say()

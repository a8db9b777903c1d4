"""What the person does with libraries: open, make, grow, rename, take off the list."""

from __future__ import annotations

import glob
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QMessageBox, QWidget

from imgsim_desktop.control import Control
from imgsim_desktop.errors import DecisionsBroken, KnownError
from imgsim_desktop.records import Library
from imgsim_desktop.ui import texts
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.models.opening import Opening
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.scan_control import ScanControl
from imgsim_desktop.ui.sentences import said_whole
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.texts import said_path
from imgsim_desktop.ui.views.welcome import picture_folders
from imgsim_desktop.ui.work import Work, WorkRunner

if TYPE_CHECKING:
    from imgsim_desktop.scan import Relinked

T = TypeVar("T")


class LibraryActions(QObject):
    """Asks where a question is due, tells what went wrong, and leaves the rest to the session."""

    noticed = Signal(object)
    """Notice."""
    relinked = Signal()
    """A folder was found again, and that was told; a scan follows."""

    def __init__(
        self, window: QWidget, session: LibrarySession, engine: Engine, scans: ScanControl
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._engine = engine
        self._scans = scans
        self._relinking = WorkRunner(self)
        self._relinking.failed.connect(self._relink_failed)
        self._relinking.stopped.connect(self._relink_stopped)

    def open_library(self, library: Library) -> None:
        """Show a library; nothing happens if it is open."""
        session = self._session
        if session.library is None or session.library.key != library.key:
            self._try(lambda: session.open_library(library))

    def open_last(self) -> None:
        """At the start: the library that was open last, and what is new in it."""
        library = self._try(self._session.last_library)
        if library is not None:
            self.open_library(library)
            self._scans.start(library)

    def open_folders(self, folders: Sequence[Path]) -> None:
        """The library of these folders, made if there is none, and scan it."""
        library = self._try(lambda: self._session.library_for(folders))
        if library is not None:
            self.open_library(library)
            self._scans.start(library)

    def open_asked(self, opening: Opening) -> None:
        """What somebody named; or else the library that was open last, unless one is open.

        For a picture: a library it lies in, if there is one.
        """
        if opening.demo:
            self.open_demo()
        elif opening.folders:
            self.open_folders(opening.folders)
        elif not self._open_around(opening.picture) and self._session.library is None:
            self.open_last()

    def _open_around(self, picture: Path | None) -> bool:
        """Whether a library with this picture is open now; the one that is open comes first."""
        now = self._session.library
        if picture is None:
            return False
        known = self._try(self._session.libraries.all) or []
        for library in ([] if now is None else [now]) + known:
            if any(picture.is_relative_to(folder) for folder in library.folders):
                if now is None or library.key != now.key:
                    self.open_library(library)
                    self._scans.start(library)
                return True
        return False

    def open_demo(self) -> None:
        folder = self._try(self._engine.demo_folder)
        if folder is not None:
            self.open_folders([folder])

    def fill_libraries(self, menu: QMenu) -> None:
        """All libraries in a menu, those used last first, that of now with a mark; filled each time
        it is opened."""
        now = self._session.library
        menu.clear()
        for library in self._try(self._session.recent_libraries) or []:
            name = library.name.replace("&", "&&")
            action = menu.addAction(name, partial(self.open_library, library))
            action.setCheckable(True)
            action.setChecked(now is not None and now.key == library.key)
            action.setToolTip("\n".join(map(said_path, library.folders)))

    def choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self._window, self.tr("Choose a photo folder"), _start()
        )
        if name:
            self.open_folders([Path(name)])

    def add_folder(self) -> None:
        """One more folder for the library that is open."""
        library = self._session.library
        if library is None:
            self.choose_folder()
            return
        name = QFileDialog.getExistingDirectory(
            self._window, self.tr("Add a folder to this library"), _start()
        )
        if name:
            grown = self._try(lambda: self._session.add_folder(library, Path(name)))
            if grown is not None:
                self._scans.start(grown)

    def leave_out(self, folder: Path) -> None:
        """A folder of the open library is not to be looked into any more; nothing is touched."""
        library = self._session.library
        if library is not None:
            pattern = glob.escape(folder.as_posix())
            said = self.tr("“{folder}” is left out from now on; no file of it was touched.")
            self._change(library, library.folders, (*library.excludes, pattern), folder, said)

    def remove_folder(self, folder: Path) -> None:
        """A folder of the open library is no longer one of its folders; nothing is touched."""
        library = self._session.library
        if library is not None and len(library.folders) > 1:
            folders = [each for each in library.folders if each != folder]
            said = self.tr("“{folder}” is no longer in this library; no file of it was touched.")
            self._change(library, folders, library.excludes, folder, said)

    def _change(
        self,
        before: Library,
        folders: Sequence[Path],
        excludes: Sequence[str],
        folder: Path,
        said: str,
    ) -> None:
        """Other folders for a library, told with the way back."""
        if self._scans.is_running:
            self._say_scanning(self.tr("A scan is running."))
            return

        def put_back() -> None:
            self._put(before, before.folders, before.excludes)

        if self._put(before, folders, excludes):
            self.noticed.emit(
                Notice(
                    said.format(folder=folder.name or folder),
                    self.tr("What was decided about its photos is kept."),
                    topic="library",
                    action_text=self.tr("Undo"),
                    action=put_back,
                )
            )

    def _put(self, library: Library, folders: Sequence[Path], excludes: Sequence[str]) -> bool:
        changed = self._try(lambda: self._session.change_library(library, folders, excludes))
        if changed is not None:
            self._scans.start(changed)
        return changed is not None

    def locate(self, folder: Path) -> None:
        """A folder of the open library was moved or renamed: the person says where it is now."""
        library = self._session.library
        if library is None or self._relinking.is_running:
            return
        if self._scans.is_running:
            self._say_scanning(self.tr("A scan is running."))
            return
        title = self.tr("Where is “{folder}” now?").format(folder=folder.name)
        name = QFileDialog.getExistingDirectory(self._window, title, str(_nearest(folder)))
        if name:
            self.relink(library, folder, Path(name))

    def relink(self, library: Library, old: Path, new: Path) -> None:
        """Look for the photos of a folder in another one, and take that in its place."""
        home = self._session.home

        def run(control: Control) -> Relinked:
            from imgsim_desktop.scan import relink

            return relink(library, home, old, new, control)

        self.noticed.emit(
            Notice(
                self.tr("Looking for the photos in {folder}…").format(folder=new),
                topic="relink",
                action_text=self.tr("Stop"),
                action=self._relinking.stop,
            )
        )
        self._relinking.start(Work("relink", run, self._take_relinked))

    def _take_relinked(self, found: Relinked) -> None:
        self._session.take_relinked(found.library)
        missing = found.known - found.found
        said = self.tr("{found} of {photos} found; all that is known of them is kept.")
        gone = self.tr("The others count as gone from now on.")
        photos = texts.said_photos(found.known)
        self.noticed.emit(
            Notice(
                said.format(found=texts.said_count(found.found), photos=photos),
                gone if missing else "",
                topic="relink",
                seconds=0 if missing else 10,
            )
        )
        self.relinked.emit()
        self._scans.start(found.library)

    def _relink_failed(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            raise error
        self.noticed.emit(Notice.from_error(error, "relink"))

    def _relink_stopped(self) -> None:
        said = self.tr("Stopped; nothing was changed.")
        self.noticed.emit(Notice(said, topic="relink", seconds=8))

    @property
    def is_busy(self) -> bool:
        """Whether a work runs that must end before the window closes."""
        return self._relinking.is_running

    def stop(self) -> None:
        self._relinking.stop()

    def rename(self, library: Library | None = None) -> None:
        library = library or self._session.library
        if library is None:
            return
        name, ok = QInputDialog.getText(
            self._window, self.tr("Rename library"), self.tr("New name:"), text=library.name
        )
        if ok and name.strip():
            self._try(lambda: self._session.rename_library(library, name.strip()))

    def remove(self, library: Library | None = None) -> None:
        library = library or self._session.library
        if library is None:
            return
        if self._scans.library is not None and self._scans.library.key == library.key:
            self._say_scanning(self.tr("This library is being scanned."))
        elif self._confirm_removal(library):
            self._try(lambda: self._session.remove_library(library))

    def _say_scanning(self, sentence: str) -> None:
        hint = self.tr("Stop the scan first.")
        self.noticed.emit(Notice(sentence, hint, kind="warning", topic="library"))

    def _confirm_removal(self, library: Library) -> bool:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Take off the list"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Take “{name}” off the list?").format(name=library.name))
        box.setInformativeText(
            self.tr(
                "Its photos are not touched. Only what the program remembers of them goes; "
                "adding the folder again means scanning it again."
            )
        )
        yes = box.addButton(self.tr("Take off the list"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        is_sure = box.clickedButton() is yes
        box.deleteLater()
        return is_sure

    def _try(self, act: Callable[[], T]) -> T | None:
        """Do it; what the person can mend becomes a notice."""
        try:
            return act()
        except DecisionsBroken as error:
            title = self.tr("Your decisions cannot be read")
            QMessageBox.critical(self._window, title, said_whole(error))
        except KnownError as error:
            self.noticed.emit(Notice.from_error(error, "library"))
        return None


def _nearest(folder: Path) -> Path:
    """The nearest folder above that is there: what was moved often lies near."""
    return next((above for above in folder.parents if above.is_dir()), Path.home())


def _start() -> str:
    """Where one begins to look for a folder of photos."""
    return str(next(iter(picture_folders()), Path.home()))

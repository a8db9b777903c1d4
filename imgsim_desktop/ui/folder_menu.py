"""What can be done with a folder at the side of the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from imgsim_desktop.ui.library_actions import LibraryActions
from imgsim_desktop.ui.photo_actions import copy_paths, open_files
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.views.duplicates.folders import FolderActs


class FolderMenu(QObject):
    """Fills the menu of a folder; GUI thread."""

    def __init__(
        self,
        session: LibrarySession,
        acts: FolderActs,
        libraries: LibraryActions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._acts, self._libraries = session, acts, libraries

    def fill(self, menu: QMenu, folder: Path) -> None:
        """Add to a menu what is done with this folder."""
        decisions = self._session.decisions
        menu.addSeparator()
        menu.addAction(self.tr("Show in the file manager"), lambda: open_files([folder]))
        menu.addAction(self.tr("Copy the path"), lambda: copy_paths([folder]))
        menu.addSeparator()
        locked = menu.addAction(
            self.tr("Locked: nothing in it is ever removed"),
            lambda: self._acts.toggle_lock(folder),
        )
        locked.setCheckable(True)
        locked.setChecked(folder in decisions.locked_folders())
        preferred = menu.addAction(
            self.tr("Preferred: of copies, the one in it is kept"),
            lambda: self._acts.toggle_prefer(folder),
        )
        preferred.setCheckable(True)
        preferred.setChecked(folder in decisions.preferred_folders())
        library = self._session.library
        if library is None:
            return
        menu.addSeparator()
        if folder not in library.folders:
            menu.addAction(
                self.tr("Leave this folder out"), lambda: self._libraries.leave_out(folder)
            )
        elif len(library.folders) > 1:
            menu.addAction(
                self.tr("Remove from this library"), lambda: self._libraries.remove_folder(folder)
            )

"""What the person does with the photos chosen, and with pictures from outside."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.outside import SHELF, Brought, brought, put_part

MAX_OPENED = 10
"""Other programs started at once: more is a slip of the hand."""


def reveal(paths: Iterable[Path]) -> None:
    """Open the folders of files in the system's file manager."""
    for folder in sorted({path.parent for path in paths})[:MAX_OPENED]:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def open_files(paths: Sequence[Path]) -> None:
    """Open files with the system's own program for them."""
    for path in paths[:MAX_OPENED]:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def copy_paths(paths: Iterable[Path]) -> None:
    """Put paths into the clipboard, one a line."""
    QGuiApplication.clipboard().setText("\n".join(map(str, paths)))


class PhotoActions(QObject):
    """Uses the photos that are chosen where the person is: gallery, panel or large view."""

    noticed = Signal(object)
    """Notice."""
    pictureBrought = Signal(object)
    """Path of a picture to search with."""
    partBrought = Signal(object)
    """(Path, photo_id): a part of a photo to search with."""
    foldersBrought = Signal(object)
    """tuple of Path."""

    def __init__(
        self,
        window: QWidget,
        chosen_ids: Callable[[], NDArray[np.int64]],
        pages: PhotoPages,
        picture_filter: Callable[[], str],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._chosen_ids = chosen_ids
        self._pages = pages
        self._picture_filter = picture_filter
        self._take_cut: Callable[[], bool] = lambda: False
        self._shelf = tempfile.TemporaryDirectory(prefix=SHELF, ignore_cleanup_errors=True)

    def close(self) -> None:
        """Throw pasted pictures away."""
        self._shelf.cleanup()

    def paths(self) -> list[Path]:
        """Of the photos chosen."""
        photos = self._pages.get(self._chosen_ids().tolist())
        return [photo.path for photo in photos.values()]

    def reveal(self) -> None:
        """Open the folders of the photos in the system's file manager."""
        reveal(self.paths())

    def open_externally(self) -> None:
        open_files(self.paths())

    def copy_paths(self) -> None:
        copy_paths(self.paths())

    def choose_picture(self) -> None:
        """A picture from anywhere, to search with."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Search with a picture"), "", self._picture_filter()
        )
        if name:
            self.pictureBrought.emit(Path(name))

    def takes_first(self, take: Callable[[], bool]) -> None:
        """`take` looks at the clipboard first; True if it held what was cut here."""
        self._take_cut = take

    def paste(self) -> None:
        if self._take_cut():
            return
        data = QGuiApplication.clipboard().mimeData()
        if data is None or not self.take(data):
            self.noticed.emit(
                Notice(
                    self.tr("There is no picture and no folder in the clipboard."),
                    topic="search",
                    seconds=6,
                )
            )

    def search_part(self, part: tuple[QImage, int]) -> None:
        """Search with a part of a photo: (the part, photo_id)."""
        image, photo_id = part
        try:
            path = put_part(image, Path(self._shelf.name))
        except OSError as error:
            said = self.tr("The part cannot be searched with.")
            self.noticed.emit(Notice(said, str(error), topic="search", seconds=8))
            return
        self.partBrought.emit((path, photo_id))

    def take(self, data: QMimeData) -> bool:
        """Use what was dropped or pasted; False if it was nothing to us."""
        found = brought(data, Path(self._shelf.name))
        if found.folders:
            self.foldersBrought.emit(found.folders)
        elif found.picture is not None:
            self.pictureBrought.emit(found.picture)
        return found != Brought()

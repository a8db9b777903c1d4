"""The folder lens of the review: opened from the page's menu and from a folder of the side bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from imgsim_desktop.review.lens import Lens, look, mark, unlooked
from imgsim_desktop.ui.models.folder_counts import FolderNode, folder_tree
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.texts import said_photos
from imgsim_desktop.ui.widgets.lens_dialog import LensDialog

if TYPE_CHECKING:
    from imgsim_desktop.ui.views.duplicates.view import DuplicatesView


class LensActs(QObject):
    """GUI thread; reads the cache, moves no file: it only marks."""

    def __init__(self, view: DuplicatesView) -> None:
        super().__init__(view)
        self._view = view
        self.dialog: LensDialog | None = None

    def open(self, inside: Path | None = None) -> None:
        """Show the dialog; `inside` is the folder asked about at first."""
        view = self._view
        if view.session.library is None or self.dialog is not None:
            return
        view.refresh_now()
        dialog = LensDialog(
            list(self._folders()), self._look, self._mark, view.thumbnails, inside, view
        )
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _folders(self) -> Iterator[tuple[Path, str, int]]:
        library = self._view.session.library
        assert library is not None
        tree = folder_tree(library.folders, self._view.session.folder_counts())

        def walk(nodes: Sequence[FolderNode], above: str) -> Iterator[tuple[Path, str, int]]:
            for node in nodes:
                name = f"{above}/{node.name}" if above else node.name
                yield node.path, name, node.count
                yield from walk(node.children, name)

        return walk(tree, "")

    def _look(self, inside: Path, other: Path) -> Lens:
        session = self._view.session
        ids = {
            number
            for folder in (inside, other)
            for number in session.photo_ids("name", folder=folder).tolist()
        }
        photos = session.fetch_photos(sorted(ids)).values()
        book = self._view.library.book
        assert book is not None, "the dialog is there with a library only"
        self._view.looking.ask_for(unlooked(book, photos, inside, other))
        return look(book, photos, inside, other, self._view.slider.confidence)

    def _mark(self, lens: Lens) -> None:
        view = self._view
        book = view.library.book
        assert book is not None, "the dialog is there with a library only"
        count = len(mark(book, lens))
        view.save()
        view.desk.sort()
        view.show_all(view.current_photo)
        view.acts.enable()
        left = len(lens.held) - count
        text = self.tr("Left unmarked, because the folder is locked or no copy is sure: {photos}.")
        view.noticeRequested.emit(
            Notice(
                self.tr("{photos} marked for the trash.").format(photos=said_photos(count)),
                text.format(photos=said_photos(left)) if left else "",
                kind="warning" if left else "info",
                topic="lens",
                seconds=0 if left else 10,
            )
        )

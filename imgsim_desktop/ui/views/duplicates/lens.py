"""The folder lens of the review: opened from the page's menu and from a folder of the side bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from imgsim_desktop.review.lens import Lens, look, unlooked
from imgsim_desktop.ui.models.folder_counts import FolderNode, folder_tree
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.reviewing.decide import mark_by_lens
from imgsim_desktop.ui.reviewing.model import ReviewModel
from imgsim_desktop.ui.texts import said_photos
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.widgets.lens_dialog import LensDialog


class LensActs(QObject):
    """GUI thread; reads the cache, moves no file: it only marks."""

    def __init__(self, model: ReviewModel, thumbnails: ThumbnailLoader, page: QWidget) -> None:
        """page: above which the dialog opens."""
        super().__init__(page)
        self._model, self._thumbnails, self._page = model, thumbnails, page
        self.dialog: LensDialog | None = None

    def open(self, inside: Path | None = None) -> None:
        """Show the dialog; `inside` is the folder asked about at first."""
        if self._model.session.library is None or self.dialog is not None:
            return
        self._model.refresh_now()
        dialog = LensDialog(
            list(self._folders()), self._look, self._mark, self._thumbnails, inside, self._page
        )
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _folders(self) -> Iterator[tuple[Path, str, int]]:
        session = self._model.session
        assert session.library is not None
        tree = folder_tree(session.library.folders, session.folder_counts())

        def walk(nodes: Sequence[FolderNode], above: str) -> Iterator[tuple[Path, str, int]]:
            for node in nodes:
                name = f"{above}/{node.name}" if above else node.name
                yield node.path, name, node.count
                yield from walk(node.children, name)

        return walk(tree, "")

    def _look(self, inside: Path, other: Path) -> Lens:
        session = self._model.session
        ids = {
            number
            for folder in (inside, other)
            for number in session.photo_ids("name", folder=folder).tolist()
        }
        photos = session.fetch_photos(sorted(ids)).values()
        book = self._model.library.book
        assert book is not None, "the dialog is there with a library only"
        self._model.looking.ask_for(unlooked(book, photos, inside, other))
        return look(book, photos, inside, other, self._model.confidence)

    def _mark(self, lens: Lens) -> None:
        count = mark_by_lens(self._model, lens)
        left = len(lens.held) - count
        text = self.tr("Left unmarked, because the folder is locked or no copy is sure: {photos}.")
        self._model.noticed.emit(
            Notice(
                self.tr("{photos} marked for the trash.").format(photos=said_photos(count)),
                text.format(photos=said_photos(left)) if left else "",
                kind="warning" if left else "info",
                topic="lens",
                seconds=0 if left else 10,
            )
        )

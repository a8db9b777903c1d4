"""From a photo, a folder or a picture to the place in the window that says more about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from imgsim_desktop.ui.browser import Browser
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.reviewing import moves
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.views.duplicates.view import DuplicatesView


class Jumps(QObject):
    """Goes to another page, or opens the panel, and shows there what was asked for; GUI thread."""

    noticed = Signal(object)
    """Notice: why the window stays where it is."""

    def __init__(
        self,
        session: LibrarySession,
        browser: Browser,
        show_page: Callable[[str], None],
        show_whole: Callable[[str], None],
        parent: QObject,
    ) -> None:
        """Both functions take the name of a page; `show_whole` also ends what narrows it."""
        super().__init__(parent)
        self._session = session
        self._browser = browser
        self._show_page = show_page
        self._show_whole = show_whole

    def search_picture(self, path: Path) -> None:
        """Open the panel with what resembles a picture from anywhere.

        Of a photo of the library more is known than its look: it is asked for as such.
        """
        if self._session.library is None:
            self.noticed.emit(
                Notice(self.tr("There is no library to search yet."),
                       self.tr("Open a photo folder first."), topic="search", seconds=8)
            )  # fmt: skip
            return
        self._browser.leave_large()
        self._browser.show_panel()
        own = self._session.photo_at(path)
        if own is not None and own.is_online:
            self._browser.panel.show_photo(own.photo_id)
        else:
            self._browser.panel.show_file(path)

    def choose_photos(self, photo_ids: NDArray[np.int64]) -> None:
        """Show the gallery with these photos selected; ids (n,)."""
        self._show_whole("photos")
        gallery = self._browser.pages.gallery
        if gallery is not None:
            gallery.choose(photo_ids)

    def show_copies(self) -> None:
        """Go to the first photo chosen among its copies, on the page of duplicates."""
        ids, view = self._browser.chosen_ids(), self._duplicates()
        if not len(ids) or view is None:
            return
        if moves.group_of(view.model, int(ids[0])) is None:
            self.noticed.emit(
                Notice(self.tr("No copies of this photo are known."),
                       self.tr("A lower confidence on the page of duplicates may show some."),
                       topic="copies", seconds=8)
            )  # fmt: skip
            return
        self._show_whole("duplicates")
        moves.show_photo(view.model, int(ids[0]))

    def open_lens(self, folder: object) -> None:
        """Ask how much of a folder (Path) another holds: a question for the review."""
        view = self._duplicates()
        if view is not None and isinstance(folder, Path):
            self._show_page("duplicates")
            view.lens.open(folder)

    def _duplicates(self) -> DuplicatesView | None:
        view = self._browser.pages.views.get("duplicates")
        return view if isinstance(view, DuplicatesView) else None

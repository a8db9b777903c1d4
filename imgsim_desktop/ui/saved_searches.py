"""The menu of saved searches: open, keep, rename, forget."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.saved_searches import SavedSearches
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.session import LibrarySession

T = TypeVar("T")


class SearchMenu(QObject):
    """Fills a menu each time it opens; the searches stand with the library's decisions."""

    opened = Signal(str)
    """The text of a saved search."""
    noticed = Signal(object)
    """Notice."""

    def __init__(
        self, window: QWidget, session: LibrarySession, menu: QMenu, text: Callable[[], str]
    ) -> None:
        """text: what stands in the search field."""
        super().__init__(window)
        self._window, self._session, self._menu, self._text = window, session, menu, text
        menu.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """The saved ones, then what can be done with them."""
        self._menu.clear()
        searches = self._searches()
        if searches is None:
            return
        saved = self._try(searches.all) or []
        for search in saved:
            text = search.text
            action = self._menu.addAction(_as_action(search.name))
            action.setToolTip(text)
            action.triggered.connect(lambda _checked=False, text=text: self.opened.emit(text))
        if saved:
            self._menu.addSeparator()
        keep = self._menu.addAction(self.tr("Save this search…"), self.save)
        keep.setEnabled(bool(self._text()))
        for title, act in (
            (self.tr("Rename a search"), self.rename),
            (self.tr("Forget a search"), self.remove),
        ):
            more = self._menu.addMenu(title)
            more.setEnabled(bool(saved))
            for search in saved:
                name = search.name
                chosen = more.addAction(_as_action(name))
                chosen.triggered.connect(lambda _checked=False, name=name, act=act: act(name))

    def save(self) -> None:
        """Ask for a name, and keep what stands in the field under it."""
        text = self._text()
        name, is_sure = QInputDialog.getText(
            self._window, self.tr("Save this search"), self.tr("Name:"), text=text[:40]
        )
        searches = self._searches()
        if is_sure and name.strip() and searches is not None:
            self._try(lambda: searches.save(name, text))

    def rename(self, old: str) -> None:
        name, is_sure = QInputDialog.getText(
            self._window, self.tr("Rename a search"), self.tr("New name:"), text=old
        )
        searches = self._searches()
        if is_sure and name.strip() and searches is not None:
            self._try(lambda: searches.rename(old, name))

    def remove(self, name: str) -> None:
        searches = self._searches()
        if searches is not None:
            self._try(lambda: searches.remove(name))

    def _searches(self) -> SavedSearches | None:
        library = self._session.library
        return None if library is None else SavedSearches(self._session.decisions, library.key)

    def _try(self, act: Callable[[], T]) -> T | None:
        try:
            return act()
        except KnownError as error:
            self.noticed.emit(Notice.from_error(error, "search"))
            return None


def _as_action(name: str) -> str:
    return name.replace("&", "&&")

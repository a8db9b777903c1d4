"""The pages of the window: which there are, which is shown, and what is told to all of them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QStackedWidget, QWidget

from imgsim_desktop.ui.commands import Menu
from imgsim_desktop.ui.reviewing.model import ReviewModel
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.view import View
from imgsim_desktop.ui.views.duplicates.view import DuplicatesView
from imgsim_desktop.ui.views.failures import FailuresView
from imgsim_desktop.ui.views.gallery import GalleryView
from imgsim_desktop.ui.views.map import MapView
from imgsim_desktop.ui.views.themes import ThemesView

VIEWS: dict[str, type[View]] = {
    "photos": GalleryView,
    "duplicates": DuplicatesView,
    "themes": ThemesView,
    "map": MapView,
    "failures": FailuresView,
}
"""Pages in the order of the switch; a view is one line here and a module or folder in `views/`."""

FIRST = next(iter(VIEWS))
"""The page one starts on."""
PAGE_PX = 360
"""The page gives way before its neighbours do; without this the widest page of all decides."""


class Pages(QStackedWidget):
    """All pages, made once; one is shown."""

    def __init__(
        self, session: LibrarySession, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Page"))
        self.setMinimumWidth(PAGE_PX)
        self.views: dict[str, View] = {
            name: kind(session, thumbnails) for name, kind in VIEWS.items()
        }
        for view in self.views.values():
            self.addWidget(view)
        self.name = FIRST
        """Of the page shown."""
        self._menus: dict[str, QMenu] = {}

    @property
    def view(self) -> View:
        """The page shown."""
        return self.views[self.name]

    @property
    def gallery(self) -> GalleryView | None:
        view = self.views.get("photos")
        return view if isinstance(view, GalleryView) else None

    @property
    def review(self) -> ReviewModel:
        """What is decided about the library that is open."""
        return self.duplicates.model

    @property
    def duplicates(self) -> DuplicatesView:
        view = self.views["duplicates"]
        assert isinstance(view, DuplicatesView)
        return view

    @property
    def has_gallery(self) -> bool:
        """Whether the page shown is the gallery."""
        return self.view is self.gallery

    def show_page(self, name: str) -> None:
        """Show a page and its menu; the window fills it."""
        self.name = name
        self.setCurrentWidget(self.views[name])
        for page, menu in self._menus.items():
            menu.menuAction().setVisible(page == name)

    def add_menus(self, bar: QMenuBar) -> None:
        """A menu for each page."""
        for name, view in self.views.items():
            menu = self._menus[name] = bar.addMenu(view.title())
            view.commands.fill(menu, Menu.PAGE)

    def say_badges(self, actions: Mapping[str, QAction]) -> None:
        """Title and count of each page, on the action `view-<name>` that shows it."""
        for name, view in self.views.items():
            badge, title = view.badge(), view.title()
            actions[f"view-{name}"].setText(f"{title}  {badge}" if badge else title)

    # told to all

    def set_folder(self, folder: object) -> None:
        for view in self.views.values():
            view.set_folder(folder)

    def set_scanning(self, *, is_scanning: bool) -> None:
        for view in self.views.values():
            view.set_scanning(is_scanning=is_scanning)

    def scanned(self, *, is_whole: bool) -> None:
        for view in self.views.values():
            view.scanned(is_whole=is_whole)

    def busy(self) -> list[View]:
        """Those with a job that must end before the window closes."""
        return [view for view in self.views.values() if view.is_busy()]

    def close_down(self) -> None:
        for view in self.views.values():
            view.close_down()

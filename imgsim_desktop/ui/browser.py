"""What fills the window: a welcome, or side bar, page and panel, or one photo large."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from imgsim_desktop.ui.models.early_photos import is_early, without_early
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.pages import FIRST, PAGE_PX, Pages
from imgsim_desktop.ui.picture_loader import PictureLoader
from imgsim_desktop.ui.search_worker import SearchWorker
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.view import OpenPhoto
from imgsim_desktop.ui.views.photo_view import PhotoView
from imgsim_desktop.ui.views.similar import SimilarPanel
from imgsim_desktop.ui.views.welcome import Welcome
from imgsim_desktop.ui.widgets.side_bar import SideBar

SIDE_PX, PANEL_PX = 180, 240
"""At least, where they are."""
SIZES = (240, 760, 330)
"""Side bar, page, panel."""
_PANEL_FROM_PX = 760
"""In a narrower window the panel comes when it is asked for."""


class Browser(QStackedWidget):
    """Places the parts beside each other, and knows where the person is and what is chosen there.

    Each page remembers whether it has the panel of similar photos beside it.
    """

    largeChanged = Signal(object)
    """bool: one photo is shown large, or no longer."""
    partsChanged = Signal()
    """Side bar or panel came or went."""

    def __init__(
        self,
        pages: Pages,
        photos: PhotoPages,
        thumbnails: ThumbnailLoader,
        pictures: PictureLoader,
        search: SearchWorker,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Content"))
        self.pages = pages
        self.welcome = Welcome()
        self.side_bar = SideBar()
        self.side_bar.setMinimumWidth(SIDE_PX)
        self.panel = SimilarPanel(photos, thumbnails, search)
        self.panel.setMinimumWidth(PANEL_PX)
        self._has_side_bar = True
        self._asked: QWidget | None = None
        """Side bar or panel, asked for where there is no room for it."""
        self._is_alone = False
        """Nothing stands beside the page."""
        self._awaits_photos = False
        """The keys were to go to the photos, and none were there."""
        self._has_panel = {name: name == FIRST for name in pages.views}
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setAccessibleName(self.tr("Libraries, photos and similar photos"))
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for widget in (self.side_bar, pages, self.panel):
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes(list(SIZES))
        self._wide_px = {self.side_bar: SIZES[0], self.panel: SIZES[2]}
        """As the person drew them; a page that needs room takes some for a while."""
        self.splitter.splitterMoved.connect(lambda *_: self._remember_widths())
        self.photo_view = PhotoView(photos, thumbnails, pictures)
        for part in (self.welcome, self.splitter, self.photo_view):
            self.addWidget(part)
        if pages.gallery is not None:
            pages.gallery.filled.connect(self._greet_photos)
        self.photo_view.closed.connect(self._close_large)
        self.photo_view.similarRequested.connect(self._similar_from_large)
        self.panel.photoOpened.connect(self.open_photo)
        self.panel.closeRequested.connect(self.toggle_panel)

    # where the person is

    def show_library_or_welcome(self, *, has_library: bool) -> None:
        self.setCurrentWidget(self.splitter if has_library else self.welcome)

    def show_page(self, name: str) -> None:
        """Show a page, with the panel beside it if it has it."""
        self.pages.show_page(name)
        self._show_parts()
        self.leave_large()

    def focus_page(self) -> None:
        """Give the page shown the keys."""
        gallery = self.pages.gallery
        if gallery is not None and self.pages.has_gallery:
            self._awaits_photos = not len(gallery.grid)
            (self.side_bar.folders if self._awaits_photos else gallery.grid).setFocus()
        else:
            self.pages.view.setFocus()

    def _greet_photos(self) -> None:
        """The first photos of a new library take the keys, unless the person is elsewhere."""
        gallery = self.pages.gallery
        has_keys = self.window().focusWidget() is self.side_bar.folders  # in front or not
        if gallery is not None and self._awaits_photos and has_keys:
            gallery.grid.setFocus()
        self._awaits_photos = False

    @property
    def is_large(self) -> bool:
        """One photo is shown large."""
        return self.currentWidget() is self.photo_view

    def open_photo(self, opened: OpenPhoto) -> None:
        """Show a photo large."""
        self.setCurrentWidget(self.photo_view)
        self.largeChanged.emit(True)  # noqa: FBT003 - Qt
        self.photo_view.show_photo(opened)

    def leave_large(self) -> None:
        if self.is_large:
            self.setCurrentWidget(self.splitter)
            self.largeChanged.emit(False)  # noqa: FBT003 - Qt

    def _close_large(self, photo_id: int) -> None:
        self.leave_large()
        self.pages.view.return_to(photo_id)
        self.focus_page()

    def _similar_from_large(self, photo_id: int) -> None:
        self._close_large(photo_id)
        self.show_similar(photo_id)

    # what is chosen

    def chosen_ids(self) -> NDArray[np.int64]:
        """The photos chosen where the person is: large view, panel or page."""
        if self.is_large:
            photo = self.photo_view.photo
            ids = np.array([] if photo is None else [photo.photo_id], np.int64)
            return without_early(ids)
        on_page = None if self.panel.grid.hasFocus() else self.pages.view.chosen_ids()
        return self.panel.grid.selected_ids() if on_page is None else on_page

    @property
    def photo_places(self) -> tuple[QWidget, ...]:
        """Where the keys of photos as files are heard."""
        pages = [self.pages.views[name] for name in ("photos", "map")]
        return (*pages, self.panel, self.photo_view)

    @property
    def is_among_photos(self) -> bool:
        """Whether what is chosen are photos as such, and not members of a group."""
        return self.is_large or self.panel.grid.hasFocus() or self.pages.name != "duplicates"

    @property
    def is_among_found(self) -> bool:
        """Whether what is chosen are results in the panel."""
        return not self.is_large and self.panel.grid.hasFocus() and self.panel.question is not None

    def open_chosen(self) -> None:
        """Show the first photo chosen large; the arrow keys walk the others."""
        ids = self.chosen_ids()
        if len(ids) and not self.is_large:
            self.open_photo(self.pages.view.opened(ids))

    def show_similar_of_chosen(self) -> None:
        ids = self.chosen_ids()
        if len(ids):
            self.leave_large()
            self.show_similar(int(ids[0]))

    def show_more_like_chosen(self) -> None:
        """What resembles all the photos chosen at once."""
        ids = without_early(self.chosen_ids())
        if len(ids) > 1:
            self.leave_large()
            self.show_panel()
            self.panel.show_photos(ids.tolist())

    def ask_for_part(self) -> None:
        """Show the photo chosen large, where the next drag draws a box around what is searched."""
        self.open_chosen()
        if self.is_large:
            self.photo_view.toggle_box()

    def show_less_like_chosen(self) -> None:
        """The same search, turned away from the results chosen."""
        if self.is_among_found:
            self.panel.turn_away(self.panel.grid.selected_ids().tolist())

    def follow(self, photo_id: int) -> None:
        """The person chose a photo: an open panel shows what resembles it."""
        if not self.panel.isHidden():
            self.panel.show_photo(photo_id)

    # side bar and panel

    def show_similar(self, photo_id: int) -> None:
        """Open the panel with what resembles this photo, where that is known."""
        if is_early(photo_id):
            return
        self.show_panel()
        self.panel.show_photo(photo_id)

    def show_similar_to_part(self, path: Path, photo_id: int) -> None:
        """Open the panel with what resembles a part of the photo shown large, beside its page."""
        if self.is_large:
            self._close_large(photo_id)
        self.show_panel()
        self.panel.show_part(path, photo_id)

    def toggle_side_bar(self) -> None:
        """In a window too narrow for it it is seen until it is sent away again."""
        is_wanted = self.side_bar.isHidden()
        if is_wanted or self._side_bar_fits():
            self._has_side_bar = is_wanted
        self._asked = self.side_bar if is_wanted else None
        self._show_parts()

    def toggle_panel(self) -> None:
        """Of the page shown."""
        is_wanted = self.panel.isHidden()
        if is_wanted or self._panel_fits():
            self._has_panel[self.pages.name] = is_wanted
        self._asked = self.panel if is_wanted else None
        self._show_parts()
        if self.panel.isHidden():
            self.focus_page()

    def show_panel(self) -> None:
        self._has_panel[self.pages.name] = True
        self._asked = self.panel
        self._show_parts()

    def set_alone(self, *, on: bool) -> None:
        """The page shown has all the room, or its neighbours come back."""
        self._is_alone = on
        self._show_parts()

    def _panel_fits(self) -> bool:
        return self.width() >= _PANEL_FROM_PX

    def _side_bar_fits(self) -> bool:
        """The pictures of a page keep half of the window: the side bar is the first to give way."""
        left = self.width() - SIDE_PX - (0 if self.panel.isHidden() else PANEL_PX)
        return left - self.pages.view.around_px() >= self.width() // 2

    def _show_parts(self) -> None:
        """As the person wants them and as there is room; what was asked for last in any case."""
        has_panel = self._has_panel[self.pages.name] and not self._is_alone
        self.panel.setVisible(has_panel and (self._panel_fits() or self._asked is self.panel))
        has_side_bar = self._has_side_bar and not self._is_alone
        is_asked = self._asked is self.side_bar
        self.side_bar.setVisible(has_side_bar and (self._side_bar_fits() or is_asked))
        if is_asked and self.width() < SIDE_PX + PANEL_PX + PAGE_PX:
            self.panel.hide()
        self._give_page_its_share()
        self.partsChanged.emit()

    def _remember_widths(self) -> None:
        for part in self._wide_px:
            if not part.isHidden():
                self._wide_px[part] = part.width()

    @property
    def widths(self) -> str:
        """Of side bar and panel where there is room for them, for `set_widths`."""
        return " ".join(str(px) for px in self._wide_px.values())

    def set_widths(self, widths: str) -> None:
        """As `widths` told them; any other text changes nothing."""
        told = [int(word) for word in widths.split() if word.isdecimal() and len(word) < 5]
        if len(told) == len(self._wide_px):
            self._wide_px = dict(zip(self._wide_px, told, strict=True))

    def _give_page_its_share(self) -> None:
        """Neighbours become as narrow as they can before the page has less than its share, and as
        wide as they were when there is room again.
        """
        parts = ((self.panel, PANEL_PX), (self.side_bar, SIDE_PX))
        wide = {part: 0 if part.isHidden() else self._wide_px[part] for part, _ in parts}
        page = sum(self.splitter.sizes()) - sum(wide.values())
        lacks = self.width() // 2 + self.pages.view.around_px() - page
        for part, least_px in parts:
            gives = max(0, min(lacks, wide[part] - least_px))
            lacks -= gives
            page += gives
            wide[part] -= gives
        self.splitter.setSizes([wide[self.side_bar], page, wide[self.panel]])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() == event.oldSize().width():
            return
        if self._side_bar_fits() and self._panel_fits():
            self._asked = None
        self._show_parts()

    def restore_parts(self, *, has_side_bar: bool, has_panel: bool) -> None:
        """As they were when the window was closed; the panel is that of the first page."""
        self._has_side_bar = has_side_bar
        self._has_panel[FIRST] = has_panel
        self._show_parts()

    @property
    def has_side_bar(self) -> bool:
        """Whether the person wants it: this is remembered."""
        return self._has_side_bar

    @property
    def has_panel(self) -> bool:
        """Whether the first page has the panel: this is remembered."""
        return self._has_panel[FIRST]

"""The window: side bar, pages, panel of similar photos, large view, scan bar."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QIcon,
)
from PySide6.QtWidgets import (
    QMainWindow,
    QMenu,
    QMenuBar,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.resources import resource
from imgsim_desktop.ui import icons
from imgsim_desktop.ui.dialogs import Dialogs
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.library_actions import LibraryActions
from imgsim_desktop.ui.menus import build_menus
from imgsim_desktop.ui.models.folder_counts import folder_tree
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.outside import brings_something
from imgsim_desktop.ui.photo_actions import PhotoActions
from imgsim_desktop.ui.picture_loader import PictureLoader
from imgsim_desktop.ui.report import Troubles
from imgsim_desktop.ui.scan_control import ScanControl
from imgsim_desktop.ui.scan_report import ScanReport
from imgsim_desktop.ui.search_worker import SearchWorker
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.trouble_notices import TroubleNotices
from imgsim_desktop.ui.view import OpenPhoto, View
from imgsim_desktop.ui.views.duplicates import DuplicatesView
from imgsim_desktop.ui.views.failures import FailuresView
from imgsim_desktop.ui.views.gallery import GalleryView
from imgsim_desktop.ui.views.photo_view import PhotoView
from imgsim_desktop.ui.views.similar import SimilarPanel
from imgsim_desktop.ui.views.welcome import Welcome
from imgsim_desktop.ui.widgets.notice import Notice, NoticeBar
from imgsim_desktop.ui.widgets.scan_bar import ScanBar
from imgsim_desktop.ui.widgets.side_bar import SideBar
from imgsim_desktop.ui.widgets.tool_bar import ToolBar
from imgsim_desktop.ui.window_layout import restore_layout, saved_layout

VIEWS: dict[str, type[View]] = {
    "photos": GalleryView,
    "duplicates": DuplicatesView,
    "failures": FailuresView,
}
"""Pages in the order of the switch; a view is one line here and a module in `views/`."""

REFRESH_MS = 500
"""While a scan writes, pages are filled again at most this often."""
REFRESH_SHARE = 8
"""And so many times rarer than it takes: of a large library's 0.2 s the person notices little."""
PAGE_PX = 360
"""The page gives way before its neighbours do; without this the widest page of all decides."""
SIZES = (230, 760, 330)
"""Side bar, page, panel."""


class MainWindow(QMainWindow):
    """Joins the parts; each part tells what the person wants by signals."""

    def __init__(
        self, session: LibrarySession, engine: Engine, troubles: Troubles | None = None
    ) -> None:
        super().__init__()
        self.setWindowTitle("ImgSim Desktop")
        self.setWindowIcon(QIcon(str(resource("icons/imgsim.svg"))))
        self.setAccessibleName("ImgSim Desktop")
        self.setAcceptDrops(True)
        self.setMinimumSize(640, 440)
        self.session = session
        self.engine = engine
        self._is_closing = False
        self.wants_reopening = False
        """Closed only to be built again, in another language."""
        self.thumbnails = ThumbnailLoader(self)
        self.pictures = PictureLoader(engine.open_picture, self)
        self.search = SearchWorker(self)
        self.scans = ScanControl(engine.scan, self)
        self.pages = PhotoPages(session.fetch_photos)
        self.library_actions = LibraryActions(self, session, engine, self.scans)
        self.photo_actions = PhotoActions(self, self.chosen_ids, self.pages, engine.picture_filter)
        self.views: dict[str, View] = {
            name: kind(session, self.thumbnails) for name, kind in VIEWS.items()
        }
        self._page = next(iter(self.views))
        self._has_panel = {name: name == self._page for name in self.views}
        self._build()
        self.dialogs = Dialogs(self, session, troubles)
        report = self.dialogs.show_report
        self._trouble = TroubleNotices(session, troubles, self.scan_now, report, self)
        self.actions_by_name = build_menus(self)
        pages = [f"view-{name}" for name in self.views]
        self.tools = ToolBar(self.actions_by_name, pages)
        self.addToolBar(self.tools)
        self._connect()
        self._restore_layout()
        self._take_library()

    # building

    def _build(self) -> None:
        self.welcome = Welcome()
        self.welcome.set_has_demo(has_demo=self.engine.has_demo)
        self.side_bar = SideBar()
        self.side_bar.setMinimumWidth(180)
        self.notices = NoticeBar()
        self._pages = QStackedWidget()
        self._pages.setAccessibleName(self.tr("Page"))
        self._pages.setMinimumWidth(PAGE_PX)
        for view in self.views.values():
            self._pages.addWidget(view)
        self.panel = SimilarPanel(self.pages, self.thumbnails, self.search)
        self.panel.setMinimumWidth(240)
        self._browse = QSplitter(Qt.Orientation.Horizontal)
        self._browse.setAccessibleName(self.tr("Libraries, photos and similar photos"))
        self._browse.setHandleWidth(1)
        self._browse.setChildrenCollapsible(False)
        for widget in (self.side_bar, self._pages, self.panel):
            self._browse.addWidget(widget)
        self._browse.setStretchFactor(1, 1)
        self._browse.setSizes(list(SIZES))
        self.photo_view = PhotoView(self.pages, self.thumbnails, self.pictures)
        self._outer = QStackedWidget()
        self._outer.setAccessibleName(self.tr("Content"))
        for part in (self.welcome, self._browse, self.photo_view):
            self._outer.addWidget(part)
        self.scan_bar = ScanBar()
        middle = QWidget()
        middle.setAccessibleName(self.tr("Content"))
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notices)
        layout.addWidget(self._outer, 1)
        layout.addWidget(self.scan_bar)
        self.setCentralWidget(middle)
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(REFRESH_MS)
        self._refresh_timer.timeout.connect(self._refresh)

    def page_menus(self, bar: QMenuBar) -> None:
        """A menu for each page that has actions of its own; called while the menu bar is filled."""
        self._page_menus: dict[str, QMenu] = {}
        for name, view in self.views.items():
            actions = view.menu_actions()
            if actions:
                menu = bar.addMenu(view.title())
                menu.addActions(list(actions))
                self._page_menus[name] = menu

    def _connect(self) -> None:
        session, bar, panel, large = self.session, self.side_bar, self.panel, self.photo_view
        session.libraryChanged.connect(self._take_library)
        session.librariesChanged.connect(self._show_libraries)
        session.photosChanged.connect(self._take_new_photos)
        session.pairsChanged.connect(self._refresh_timer.start)
        session.settingsChanged.connect(self._take_settings)
        session.readFailed.connect(self._trouble.tell_unreadable)
        libraries, photos = self.library_actions, self.photo_actions
        libraries.noticed.connect(self.notices.show_notice)
        photos.noticed.connect(self.notices.show_notice)
        photos.foldersBrought.connect(libraries.open_folders)
        photos.pictureBrought.connect(self.search_picture)
        bar.libraryChosen.connect(libraries.open_library)
        bar.folderChosen.connect(self._choose_folder)
        bar.addRequested.connect(libraries.choose_folder)
        bar.addFolderRequested.connect(libraries.add_folder)
        bar.renameRequested.connect(libraries.rename)
        bar.removeRequested.connect(libraries.remove)
        self.welcome.folderRequested.connect(libraries.choose_folder)
        self.welcome.demoRequested.connect(libraries.open_demo)
        self.scan_bar.stopRequested.connect(self.stop_scan)
        self.tools.filterChanged.connect(self._apply_filter)
        self.tools.filterLeft.connect(self._focus_page)
        self.tools.scanPressed.connect(self._scan_or_stop)
        self.dialogs.scanRequested.connect(self.scan_now)
        self.dialogs.languageChanged.connect(self.reopen)
        for view in self.views.values():
            view.noticeRequested.connect(self.notices.show_notice)
            view.photoOpened.connect(self.open_photo)
            view.similarRequested.connect(self.show_similar)
            view.badgeChanged.connect(self._say_badges)
            view.scanRequested.connect(self.scan_now)
        gallery = self.gallery
        if gallery is not None:
            gallery.photoChosen.connect(self._photo_chosen)
            gallery.menuRequested.connect(self._photo_menu)
        panel.photoOpened.connect(self.open_photo)
        panel.menuRequested.connect(self._photo_menu)
        panel.pictureRequested.connect(photos.choose_picture)
        panel.closeRequested.connect(self.toggle_panel)
        large.closed.connect(self._close_large)
        large.similarRequested.connect(self._similar_from_large)
        self.scans.started.connect(self._scan_started)
        self.scans.progressed.connect(self.scan_bar.show_progress)
        self.scans.ended.connect(self._scan_ended)
        report = ScanReport(self.scans, self.scan_now, self)
        report.noticed.connect(self.notices.show_notice)
        report.bugMet.connect(self._trouble.tell_bug)
        self._trouble.noticed.connect(self.notices.show_notice)
        self._trouble.reopened.connect(self._refresh)

    @property
    def gallery(self) -> GalleryView | None:
        view = self.views.get("photos")
        return view if isinstance(view, GalleryView) else None

    # pages

    @property
    def view(self) -> View:
        """The page shown."""
        view = self._pages.currentWidget()
        assert isinstance(view, View)
        return view

    def show_view(self, name: str) -> None:
        """Show a page and fill it."""
        self._page = name
        self._pages.setCurrentWidget(self.views[name])
        self._show_panel_or_not()
        self.actions_by_name[f"view-{name}"].setChecked(True)
        for page, menu in self._page_menus.items():
            menu.menuAction().setVisible(page == name)
        self._leave_large()
        self._apply_filter()
        self._refresh()
        self._focus_page()

    def _focus_page(self) -> None:
        if self.gallery is not None and self.gallery is self.view:
            grid = self.gallery.grid
            (grid if len(grid) else self.side_bar.folders).setFocus()
        else:
            self.view.setFocus()

    def _refresh(self) -> None:
        """Fill the page and the side bar from the cache."""
        self._refresh_timer.stop()
        began = time.monotonic()
        self.pages.clear()
        self._show_folders()
        self.view.refresh()
        self._say_badges()
        cost_ms = (time.monotonic() - began) * 1000
        self._refresh_timer.setInterval(max(REFRESH_MS, round(REFRESH_SHARE * cost_ms)))

    def _take_new_photos(self) -> None:
        self.search.mark_stale()
        self.panel.ask_again()
        if not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def _say_badges(self) -> None:
        for name, view in self.views.items():
            badge = view.badge()
            title = view.title()
            self.actions_by_name[f"view-{name}"].setText(f"{title}  {badge}" if badge else title)

    def _apply_filter(self) -> None:
        self.view.set_filter(self.tools.filter_text())

    def _choose_folder(self, folder: object) -> None:
        for view in self.views.values():
            view.set_folder(folder)

    # libraries

    def _take_library(self) -> None:
        """Another library is open, or none."""
        library = self.session.library
        self.thumbnails.set_source(self.session.thumbnail_store)
        self.pictures.clear()
        self.pages.clear()
        self.panel.clear()
        self.search.set_tools(None if library is None else self.engine.search_tools(library))
        self.tools.filter.clear()
        self._show_libraries()
        self._outer.setCurrentWidget(self.welcome if library is None else self._browse)
        self.tools.setVisible(library is not None)
        name = "ImgSim Desktop" if library is None else f"{library.name} – ImgSim Desktop"
        self.setWindowTitle(name)
        self.show_view(next(iter(self.views)))
        self._enable_actions()

    def _show_libraries(self) -> None:
        self.side_bar.show_libraries(self.session.all_libraries(), self.session.library)

    def _show_folders(self) -> None:
        library = self.session.library
        if library is None:
            self.side_bar.show_folders(())
            return
        counts, offline = self.session.folder_counts(), self.session.offline_roots()
        self.side_bar.show_folders(folder_tree(library.folders, counts, offline))

    # scanning

    def scan_now(self) -> None:
        if self.session.library is not None:
            self.scans.start(self.session.library)

    def stop_scan(self) -> None:
        if self.scans.is_running:
            self.scan_bar.show_stopping()
            self.scans.stop()

    def _scan_or_stop(self) -> None:
        if self.scans.is_running:
            self.stop_scan()
        else:
            self.scan_now()

    def _scan_started(self, _library: object) -> None:
        self.notices.clear_topic("scan")
        self.scan_bar.begin()
        self._say_scan_button()

    def _scan_ended(self) -> None:
        self.scan_bar.end()
        self._say_scan_button()
        self.search.mark_stale()
        if self.session.cache is None:
            self._trouble.reopen()
        self.session.poll()
        self._refresh()
        self.panel.ask_again()
        if self._is_closing:
            QTimer.singleShot(0, self.close)

    def _say_scan_button(self) -> None:
        running = self.scans.is_running
        for view in self.views.values():
            view.set_scanning(is_scanning=running)
        self.tools.say_scanning(is_scanning=running)
        self.actions_by_name["stop"].setEnabled(running)

    # one photo

    def open_photo(self, opened: OpenPhoto) -> None:
        """Show a photo large."""
        self._outer.setCurrentWidget(self.photo_view)
        self.tools.hide()
        self.photo_view.show_photo(opened)

    def _close_large(self, photo_id: int) -> None:
        self._leave_large()
        if self.gallery is not None and self.view is self.gallery:
            self.gallery.grid.set_current(photo_id)
        self._focus_page()

    def _leave_large(self) -> None:
        if self._outer.currentWidget() is self.photo_view:
            self._outer.setCurrentWidget(self._browse)
            self.tools.show()

    def _similar_from_large(self, photo_id: int) -> None:
        self._close_large(photo_id)
        self.show_similar(photo_id)

    def _photo_chosen(self, photo_id: int) -> None:
        if not self.panel.isHidden():
            self.panel.show_photo(photo_id)

    def show_similar(self, photo_id: int) -> None:
        """Open the panel with what resembles this photo."""
        self._show_panel()
        self.panel.show_photo(photo_id)

    def search_picture(self, path: Path) -> None:
        """Open the panel with what resembles a picture from anywhere."""
        if self.session.library is None:
            self.notices.show_notice(
                Notice(self.tr("There is no library to search yet."),
                       self.tr("Open a photo folder first."), topic="search", seconds=8)
            )  # fmt: skip
            return
        self._leave_large()
        self._show_panel()
        self.panel.show_file(path)

    def chosen_ids(self) -> NDArray[np.int64]:
        if self._outer.currentWidget() is self.photo_view:
            photo = self.photo_view.photo
            return np.array([] if photo is None else [photo.photo_id], np.int64)
        if self.panel.grid.hasFocus() or self.gallery is not self.view:
            return self.panel.grid.selected_ids()
        return self.gallery.grid.selected_ids() if self.gallery else np.zeros(0, np.int64)

    def open_current(self) -> None:
        ids = self.chosen_ids()
        if len(ids) == 0 or self._outer.currentWidget() is self.photo_view:
            return
        if self.gallery is self.view and self.gallery:
            row = self.gallery.grid.row_of(int(ids[0]))
            if row is not None:
                self.open_photo(OpenPhoto(self.gallery.grid.ids, row))
                return
        self.open_photo(OpenPhoto(ids, 0))

    def show_similar_of_current(self) -> None:
        ids = self.chosen_ids()
        if len(ids):
            self._leave_large()
            self.show_similar(int(ids[0]))

    def _photo_menu(self, asked: tuple[QPoint, NDArray[np.int64]]) -> None:
        point, _ids = asked
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ("large", "similar", "reveal", "external", "copy-path"):
            menu.addAction(self.actions_by_name[name])
        menu.popup(point)

    # the frame

    def toggle_side_bar(self) -> None:
        self.side_bar.setVisible(self.side_bar.isHidden())
        self._say_parts()

    def toggle_panel(self) -> None:
        """Of the page shown: each page remembers whether it has the panel beside it."""
        self._has_panel[self._page] = self.panel.isHidden()
        self._show_panel_or_not()
        if self.panel.isHidden():
            self._focus_page()

    def _show_panel(self) -> None:
        self._has_panel[self._page] = True
        self._show_panel_or_not()

    def _show_panel_or_not(self) -> None:
        self.panel.setVisible(self._has_panel[self._page])
        self._say_parts()

    def _say_parts(self) -> None:
        self.actions_by_name["side-bar"].setChecked(not self.side_bar.isHidden())
        self.actions_by_name["panel"].setChecked(not self.panel.isHidden())

    def toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()
        self.actions_by_name["full-screen"].setChecked(self.isFullScreen())

    def _enable_actions(self) -> None:
        has_library = self.session.library is not None
        for name, action in self.actions_by_name.items():
            needs = name in _NEED_LIBRARY or name.startswith("view-")
            action.setEnabled(has_library or not needs)
        self.actions_by_name["stop"].setEnabled(self.scans.is_running)

    def _take_settings(self) -> None:
        library = self.session.library
        if self.engine.takes_other_network() and library is not None:
            self.search.set_tools(self.engine.search_tools(library))
            self._refresh()

    def reopen(self) -> None:
        """Close in order, so that whoever opened the window opens it again."""
        self.wants_reopening = True
        self.close()

    # events of the window

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "actions_by_name"):
            icons.redraw_icons(self)
            self.side_bar.redraw()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if brings_something(event.mimeData()):
            event.acceptProposedAction()
            self.welcome.set_drop_over(is_over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.welcome.set_drop_over(is_over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.welcome.set_drop_over(is_over=False)
        event.acceptProposedAction()
        self.photo_actions.take(event.mimeData())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what runs, keep what is finished, and close when the threads have ended."""
        busy = [view for view in self.views.values() if view.is_busy()]
        if self.scans.is_running or busy:
            self._is_closing = True
            self.stop_scan()
            for view in busy:
                view.stop()
            if busy:
                QTimer.singleShot(100, self.close)
            event.ignore()
            return
        self._save_layout()
        self.hide()
        for view in self.views.values():
            view.close_down()
        self.search.stop()
        self.thumbnails.stop()
        self.pictures.stop()
        self.session.close()
        self.photo_actions.close()
        event.accept()

    def _restore_layout(self) -> None:
        saved = self.session.settings.window_layout
        layout = restore_layout(self, self._browse, saved)
        self.side_bar.setHidden(layout.get("side_bar") == "hidden")
        self._has_panel[next(iter(self.views))] = layout.get("panel") != "hidden"
        self._show_panel_or_not()

    def _save_layout(self) -> None:
        has_panel = self._has_panel[next(iter(self.views))]
        saved = saved_layout(
            self,
            self._browse,
            side_bar="hidden" if self.side_bar.isHidden() else "shown",
            panel="shown" if has_panel else "hidden",
        )
        self.session.change_settings(window_layout=saved)


_NEED_LIBRARY = frozenset(
    {
        "add-folder", "picture", "scan", "rename", "remove", "large", "similar", "reveal",
        "external", "copy-path", "find", "side-bar", "panel",
    }
)  # fmt: skip

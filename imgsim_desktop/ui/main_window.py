"""The window: side bar, pages, panel of similar photos, large view, scan bar."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QIcon,
    QMouseEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.control import Control
from imgsim_desktop.records import Library
from imgsim_desktop.resources import resource
from imgsim_desktop.ui import icons
from imgsim_desktop.ui.browser import Browser
from imgsim_desktop.ui.command_actions import CommandActions, context_menu
from imgsim_desktop.ui.commands import Menu, Need, Place
from imgsim_desktop.ui.dialogs import Dialogs
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.file_data import is_carried
from imgsim_desktop.ui.first_look import FirstLook
from imgsim_desktop.ui.folder_menu import FolderMenu
from imgsim_desktop.ui.jumps import Jumps
from imgsim_desktop.ui.learning import Learning
from imgsim_desktop.ui.library_actions import LibraryActions
from imgsim_desktop.ui.menus import build_menus
from imgsim_desktop.ui.models.folder_counts import folder_tree
from imgsim_desktop.ui.models.opening import Opening
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.models.place import WindowPlace
from imgsim_desktop.ui.network_switch import NetworkSwitch
from imgsim_desktop.ui.open_with import OpenWith
from imgsim_desktop.ui.outside import brings_something
from imgsim_desktop.ui.pages import FIRST, Pages
from imgsim_desktop.ui.photo_actions import PhotoActions
from imgsim_desktop.ui.photo_files import PhotoFiles
from imgsim_desktop.ui.picture_loader import PictureLoader
from imgsim_desktop.ui.power import is_spared
from imgsim_desktop.ui.ratings import Ratings
from imgsim_desktop.ui.report import Troubles
from imgsim_desktop.ui.saved_searches import SearchMenu
from imgsim_desktop.ui.scan_control import ScanControl
from imgsim_desktop.ui.scan_report import ScanReport, ToDo
from imgsim_desktop.ui.search_worker import SearchWorker
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.trail import Trail
from imgsim_desktop.ui.trouble_notices import TroubleNotices
from imgsim_desktop.ui.view import View
from imgsim_desktop.ui.views.duplicates.view import DuplicatesView
from imgsim_desktop.ui.views.gallery import GalleryView
from imgsim_desktop.ui.views.themes import ThemesView
from imgsim_desktop.ui.watching import OpenWatch, Watching
from imgsim_desktop.ui.widgets.messages_dialog import MessagesDialog
from imgsim_desktop.ui.widgets.notice_stack import NoticeStack
from imgsim_desktop.ui.widgets.scan_bar import ScanBar
from imgsim_desktop.ui.widgets.tool_bar import ToolBar
from imgsim_desktop.ui.window_layout import restore_layout, saved_layout

if TYPE_CHECKING:
    from imgsim_desktop.scan import ScanSummary

IDLE_MS = 4000
"""After a scan: then pages prepare what they will show, if nothing else is done."""
REFRESH_MS = 500
"""While a scan writes, pages are filled again at most this often."""
REFRESH_SHARE = 8
"""And so many times rarer than it takes: of a large library's 0.2 s the person notices little."""


class MainWindow(QMainWindow):
    """Joins the parts; each part tells what the person wants by signals."""

    closing = Signal()
    """It will be closed once what runs has ended; sent again each time it tries."""
    ended = Signal()
    """All of it has ended but for what is seen: another window can take its place."""

    def __init__(
        self,
        session: LibrarySession,
        engine: Engine,
        troubles: Troubles | None = None,
        watch: OpenWatch | None = None,
        *,
        prepares: bool = False,
    ) -> None:
        """
        watch     what listens to the folders of a library; None: nobody does
        prepares  whether pages find what they show beforehand, while nothing else is done
        """
        super().__init__()
        self.setWindowTitle("ImgSim Desktop")
        self.setWindowIcon(QIcon(str(resource("icons/imgsim.svg"))))
        self.setAccessibleName("ImgSim Desktop")
        self.setAcceptDrops(True)
        self.setMinimumSize(640, 440)
        self.session = session
        self.engine = engine
        self._is_closing = False
        self._was_full_screen = False
        """Before a page showed its pictures alone."""
        self._was_scanning = False
        """When it was to be built again."""
        self._is_scanned = False
        """Whether the scan that ends now came to the end of the open library."""
        self.wants_reopening = False
        """Closed only to be built again, in another language."""
        self.place: WindowPlace | None = None
        """Where the person was when it ended for that; the window is still seen then."""
        self.thumbnails = ThumbnailLoader(self)
        self.pictures = PictureLoader(engine.open_picture, self)
        self.search = SearchWorker(self)
        self.first_look = FirstLook(session, self)
        self.scans = ScanControl(self._scan, self, before=self.first_look.begin)
        self.scans.ended.connect(self.first_look.end)
        self.pages = PhotoPages(session.fetch_shown)
        self.library_actions = LibraryActions(self, session, engine, self.scans)
        self.learning = Learning(self, session)
        self._switch = NetworkSwitch(session, engine, self.scans, self)
        self._build()
        self.commands = CommandActions(self, Place.WINDOW)
        self.chosen_commands = CommandActions(self, Place.CHOSEN, stage=self.browser.photo_places)
        for commands in (self.commands, self.chosen_commands, self.photo_view.commands):
            commands.follow(session)
        self.photo_view.follow(session)
        self.actions_by_name = self.commands.by_name
        self.dialogs = Dialogs(
            self, session, troubles, self._possible, lambda: type(self.view).PLACE
        )
        report = self.dialogs.show_report
        self._trouble = TroubleNotices(session, troubles, self.scan_now, report, self)
        build_menus(self, (self.commands, self.chosen_commands), self._pages)
        self._offer_libraries()
        self._open_with = OpenWith(self.actions_by_name["external"], self.photo_actions.paths, self)
        for menu in self.menuBar().findChildren(QMenu):
            self._open_with.join(menu)
        self.tools = ToolBar(self.commands)
        self.addToolBar(self.tools)
        self._searches = SearchMenu(self, session, self.tools.saved.menu(), self.tools.filter_text)
        self._connect()
        restore_layout(self, self.browser, session.settings.window_layout)
        self._take_library()
        self.watching = None if watch is None else self._listen(watch)
        self._idle_timer = QTimer(self)
        self._idle_timer.setSingleShot(True)
        self._idle_timer.setInterval(IDLE_MS)
        self._idle_timer.timeout.connect(self._prepare_pages)
        if prepares:
            self.scans.ended.connect(self._idle_timer.start)
        self._trouble.tell_crash()

    # building

    def _offer_libraries(self) -> None:
        """In the first menu, below what opens a folder."""
        first = self.menuBar().actions()[0].menu()
        assert isinstance(first, QMenu)
        libraries = QMenu(self.tr("Libraries"), first)
        libraries.setToolTipsVisible(True)
        first.insertMenu(self.actions_by_name["add-folder"], libraries)
        libraries.aboutToShow.connect(lambda: self.library_actions.fill_libraries(libraries))

    def _listen(self, watch: OpenWatch) -> Watching:
        made = Watching(self.session, watch, self._is_at_work, is_spared, self)
        made.scanWanted.connect(self._scan_unasked)
        self.scans.started.connect(lambda _library: made.scan_began())
        self.scans.failed.connect(lambda _error: made.scan_failed())
        self.scans.ended.connect(made.scan_ended)
        self.engine.growing = lambda: made.growing
        return made

    def _prepare_pages(self) -> None:
        """Let pages find beforehand what they will show: one after the other, while all is idle."""
        if self._is_closing:
            return
        if self._is_at_work() or is_spared() or any(view.prepare() for view in self.views.values()):
            self._idle_timer.start()

    def _is_at_work(self) -> bool:
        return self.scans.is_running or self.library_actions.is_busy or bool(self._pages.busy())

    def _build(self) -> None:
        self._pages = Pages(self.session, self.thumbnails)
        self.views = self._pages.views
        self.browser = Browser(self._pages, self.pages, self.thumbnails, self.pictures, self.search)
        self.welcome, self.side_bar = self.browser.welcome, self.browser.side_bar
        self.panel, self.photo_view = self.browser.panel, self.browser.photo_view
        self.welcome.set_has_demo(has_demo=self.engine.has_demo)
        chosen, pictures = self.browser.chosen_ids, self.engine.picture_filter
        self.photo_actions = PhotoActions(self, chosen, self.pages, pictures)
        self.photo_files = PhotoFiles(
            self, self.session, self._pages.review, chosen, self.pages, self.pictures,
            self.thumbnails,
        )  # fmt: skip
        committer = self._pages.review.committer
        self.ratings = Ratings(
            self.session, committer, chosen, self.pages, self,
            is_told=lambda: not self.browser.is_large, undo=self.photo_files.undo,
        )  # fmt: skip
        self.photo_view.show_ratings(self.ratings)
        self._trail = Trail(self)
        self._trail.goRequested.connect(self.show_view)
        self.jumps = Jumps(self.session, self.browser, self.show_view, self._show_whole, self)
        self.scan_bar = ScanBar()
        middle = QWidget()
        middle.setAccessibleName(self.tr("Content"))
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.browser, 1)
        layout.addWidget(self.scan_bar)
        self.setCentralWidget(middle)
        self.notices = NoticeStack(middle, self.scan_bar)
        self.notices.keep_free(
            self.photo_view.film, self.photo_view.part_bar, self._pages.duplicates.page.strip
        )
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(REFRESH_MS)
        self._refresh_timer.timeout.connect(self._refresh)

    def _connect(self) -> None:
        session, bar, panel, browser = self.session, self.side_bar, self.panel, self.browser
        session.libraryChanged.connect(self._take_library)
        session.librariesChanged.connect(self._show_libraries)
        session.photosChanged.connect(self._take_new_photos)
        session.earlyChanged.connect(self._refresh)
        session.pairsChanged.connect(self._refresh_timer.start)
        session.settingsChanged.connect(self._take_settings)
        session.readFailed.connect(self._trouble.tell_unreadable)
        libraries, photos = self.library_actions, self.photo_actions
        libraries.noticed.connect(self.notices.show_notice)
        self._connect_files()
        photos.noticed.connect(self.notices.show_notice)
        self._open_with.noticed.connect(self.notices.show_notice)
        photos.foldersBrought.connect(libraries.open_folders)
        photos.pictureBrought.connect(self.jumps.search_picture)
        bar.libraryChosen.connect(libraries.open_library)
        bar.folderChosen.connect(self._pages.set_folder)
        bar.lensRequested.connect(self.jumps.open_lens)
        bar.locateRequested.connect(libraries.locate)
        folder_menu = FolderMenu(session, self._pages.duplicates.folder_acts, libraries, self)
        bar.menuOpened.connect(lambda opened: folder_menu.fill(*opened))
        bar.addRequested.connect(libraries.choose_folder)
        bar.addFolderRequested.connect(libraries.add_folder)
        bar.renameRequested.connect(libraries.rename)
        bar.removeRequested.connect(libraries.remove)
        self.welcome.folderRequested.connect(libraries.choose_folder)
        self.welcome.demoRequested.connect(libraries.open_demo)
        self.welcome.folderOffered.connect(lambda folder: libraries.open_folders([folder]))
        self.scan_bar.stopRequested.connect(self.stop_scan)
        self.tools.filterChanged.connect(self._apply_filter)
        self.tools.filterLeft.connect(browser.focus_page)
        self._searches.opened.connect(self.tools.set_filter_text)
        self._searches.noticed.connect(self.notices.show_notice)
        if self.gallery is not None:
            self.gallery.searchWanted.connect(self.tools.set_filter_text)
            self.tools.filter.wordsNeeded.connect(self.gallery.finder.learn)
            self.gallery.finder.learned.connect(self.tools.filter.set_vocabulary)
        self.tools.scanPressed.connect(self._scan_or_stop)
        self.dialogs.scanRequested.connect(self.scan_now)
        self.dialogs.learnRequested.connect(self.learning.show_dialog)
        self.dialogs.modelsRequested.connect(self.learning.show_models)
        self.learning.useRequested.connect(self._switch.use)
        self._switch.switched.connect(self.learning.refresh_models)
        for source in (self.learning, self._switch, self.jumps):
            source.noticed.connect(self.notices.show_notice)
        self.dialogs.languageChanged.connect(self.reopen)
        for view in self.views.values():
            view.noticeRequested.connect(self.notices.show_notice)
            view.photoOpened.connect(browser.open_photo)
            view.similarRequested.connect(browser.show_similar)
            view.badgeChanged.connect(self._say_badges)
            view.scanRequested.connect(self.scan_now)
            view.wholeRequested.connect(self._end_narrowing)
            view.filesMoved.connect(self._scan_after_moves)
            view.photoChosen.connect(browser.follow)
            view.menuRequested.connect(self._photo_menu)
            view.selectionRequested.connect(self.jumps.choose_photos)
            view.chosenChanged.connect(self._enable)
            view.aloneChanged.connect(self._take_alone)
        panel.grid.selectionChanged.connect(self._enable)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        panel.menuRequested.connect(self._photo_menu)
        panel.pictureRequested.connect(photos.choose_picture)
        browser.largeChanged.connect(lambda _is_large: self._frame_pictures())
        self.photo_view.slideshowChanged.connect(self._take_slideshow)
        self.photo_view.partRequested.connect(photos.search_part)
        photos.partBrought.connect(lambda part: browser.show_similar_to_part(*part))
        browser.partsChanged.connect(self._say_parts)
        self.scans.started.connect(self._scan_started)
        self.scans.progressed.connect(self.scan_bar.show_progress)
        self.scans.finished.connect(self._scan_finished)
        self.scans.ended.connect(self._scan_ended)
        report = self._scan_report = ScanReport(
            self.scans, self.scan_now, self, session.disk_of, libraries.locate
        )
        libraries.relinked.connect(report.expect_news)
        report.noticed.connect(self.notices.show_notice)
        report.bugMet.connect(self._trouble.tell_bug)
        self._trouble.noticed.connect(self.notices.show_notice)
        self._trouble.reopened.connect(self._refresh)

    def _connect_files(self) -> None:
        """Photos as files: what was done to them is shown where they are seen."""
        files = self.photo_files
        files.noticed.connect(self.notices.show_notice)
        files.photosLeft.connect(self._forget_photos)
        files.addingUndone.connect(self.ratings.take_undone)
        self.ratings.noticed.connect(self.notices.show_notice)
        self.photo_view.undoRequested.connect(files.undo)
        self.photo_view.menuRequested.connect(self._photo_menu)
        themes = self.views.get("themes")
        if isinstance(themes, ThemesView):
            themes.trashRequested.connect(files.trash)
        self.photo_actions.takes_first(lambda: files.paste_cut(self.side_bar.folder))
        self.side_bar.photosDropped.connect(lambda dropped: files.move_photos(*dropped))
        if self.gallery is not None:
            self.gallery.undoRequested.connect(files.undo)
            self.gallery.show_ratings(self.ratings)
            files.addingUndone.connect(self.gallery.adding.tell_undone)
            self.gallery.show_file_work(self._pages.review.committer)

    def _forget_photos(self, photo_ids: frozenset[int]) -> None:
        self.view.refresh()
        self.panel.leave_out(self.session.away)
        if self.browser.is_large:
            self.photo_view.leave_out(self.session.away)

    @property
    def gallery(self) -> GalleryView | None:
        return self._pages.gallery

    # pages

    @property
    def view(self) -> View:
        """The page shown."""
        return self._pages.view

    def show_view(self, name: str) -> None:
        """Show a page and fill it."""
        if name != self._pages.name:
            self.view.set_alone(on=False)
        self._trail.note(name)
        self.browser.show_page(name)
        self.actions_by_name[f"view-{name}"].setChecked(True)
        self.tools.say_page(is_search=self._pages.has_gallery)
        self._apply_filter()
        self._refresh()
        self.browser.focus_page()
        self._enable()

    def go_back(self) -> None:
        """Out of what is open over a page, or to the page before."""
        if self.browser.is_large:
            self.photo_view.close_view()
        elif not self.view.go_out():
            self._trail.go(-1)

    def go_forth(self) -> None:
        self._trail.go(1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The buttons at the side of a mouse."""
        if event.button() == Qt.MouseButton.BackButton:
            self.go_back()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.go_forth()
        else:
            super().mousePressEvent(event)

    def _show_whole(self, name: str) -> None:
        """Show a page, whatever it was narrowed to."""
        self._end_narrowing()
        self.show_view(name)

    def _end_narrowing(self) -> None:
        """No name is looked for and no folder chosen any more."""
        self.tools.forget_filters()
        self.side_bar.show_all()

    def _refresh(self) -> None:
        """Fill the page and the side bar from the cache."""
        self._refresh_timer.stop()
        began = time.monotonic()
        self.pages.clear()
        self._show_folders()
        self.view.refresh()
        self.panel.refresh()
        self.photo_view.refresh()
        self._say_badges()
        cost_ms = (time.monotonic() - began) * 1000
        self._refresh_timer.setInterval(max(REFRESH_MS, round(REFRESH_SHARE * cost_ms)))

    def _take_new_photos(self) -> None:
        self.search.mark_stale()
        self.panel.ask_again()
        if not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def _say_badges(self) -> None:
        self._pages.say_badges(self.actions_by_name)

    def _apply_filter(self) -> None:
        self.view.set_filter(self.tools.filter_text())

    # libraries

    def _take_library(self) -> None:
        """Another library is open, or none."""
        library = self.session.library
        self.thumbnails.set_source(self.session.thumbnail_source)
        self.pictures.clear()
        self.pages.clear()
        self.panel.clear()
        self.search.set_tools(None if library is None else self.engine.search_tools(library))
        self.tools.forget_filters()
        self._show_libraries()
        self.browser.show_library_or_welcome(has_library=library is not None)
        self.tools.setVisible(library is not None)
        self._trail.forget()
        name = "ImgSim Desktop" if library is None else f"{library.name} – ImgSim Desktop"
        self.setWindowTitle(name)
        if library is None:
            self.first_look.warm()
        self.show_view(FIRST)

    def _show_libraries(self) -> None:
        self.side_bar.show_libraries(self.session.all_libraries(), self.session.library)

    def _show_folders(self) -> None:
        library = self.session.library
        if library is None:
            self.side_bar.show_folders(())
            return
        counts, offline = self.session.folder_counts(), self.session.offline_roots()
        self.side_bar.show_folders(
            folder_tree(library.folders, counts, offline, self.session.disk_of)
        )

    # scanning

    def _scan(self, library: Library, control: Control) -> ScanSummary:
        """Scan thread: after the first pictures of a new folder."""
        self.first_look.hold(control)
        return self.engine.scan(library, control)

    def scan_now(self) -> None:
        if self.session.library is not None:
            self.scans.start(self.session.library)

    def _scan_unasked(self) -> None:
        """Something has happened in the folders: only what comes of it is told."""
        if self.session.library is not None:
            self._scan_report.expect_little()
            self.scan_bar.wait_for_work()
            self.scans.start(self.session.library)

    def _scan_after_moves(self) -> None:
        """What was moved, with its Undo, has just been said: a scan that goes well adds nothing."""
        self._scan_report.expect_nothing_new()
        self.scan_now()

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
        if not self._scan_report.is_unasked:
            self.notices.clear_topic("scan")
        self.scan_bar.begin()
        self._say_scan_button()

    def _scan_finished(self, _summary: object) -> None:
        scanned, library = self.scans.library, self.session.library
        if scanned is not None and library is not None:
            self._is_scanned = scanned.key == library.key

    def _scan_ended(self) -> None:
        self.scan_bar.end()
        self._say_scan_button()
        self.search.mark_stale()
        if self.session.cache is None:
            self._trouble.reopen()
        self.session.poll()
        self._refresh()
        self.photo_files.forget()
        self.ratings.forget()
        self._pages.scanned(is_whole=self._is_scanned)
        self._is_scanned = False
        self.panel.ask_again()
        self._scan_report.tell(self._to_do())
        if self._is_closing:
            QTimer.singleShot(0, self.close)

    def _to_do(self) -> ToDo:
        """What the review has to do now, and the ways there."""
        view = self.views["duplicates"]
        assert isinstance(view, DuplicatesView)
        view.model.refresh_now()
        figures = view.desk.figures()
        return ToDo(
            groups=figures.groups,
            reclaim_bytes=figures.reclaim_bytes,
            review=partial(self._show_whole, "duplicates"),
            list_unread=partial(self._show_whole, "failures"),
        )

    def _say_scan_button(self) -> None:
        running = self.scans.is_running
        self._pages.set_scanning(is_scanning=running)
        self.tools.say_scanning(is_scanning=running)
        self._enable()

    def _photo_menu(self, asked: tuple[QPoint, NDArray[np.int64]]) -> None:
        point, _ids = asked
        page = self.sender()
        own = page.photo_actions() if isinstance(page, View) else ()
        menu = context_menu(self, self.commands.menu(Menu.PHOTO))
        self._open_with.join(menu)
        menu.addSeparator()
        self.chosen_commands.fill(menu, Menu.PHOTO)
        if own:
            menu.addSeparator()
            menu.addActions(list(own))
        menu.popup(point)

    # what is possible

    def _enable(self) -> None:
        """Whatever decides about it has changed: library, scan, page, what is chosen."""
        session, scans, facts = self.session, self.scans, Need.NOTHING
        library = session.library
        if library is not None:
            facts |= Need.LIBRARY
        if scans.is_running:
            facts |= Need.SCANNING
        if library is None or scans.library is None or scans.library.key != library.key:
            facts |= Need.IDLE
        if not self.browser.is_large and not self.view.is_alone:
            facts |= Need.PAGES
        chosen = len(self.browser.chosen_ids())
        if chosen:
            facts |= Need.SELECTION
        if chosen > 1:
            facts |= Need.SEVERAL
        if self.browser.is_among_found:
            facts |= Need.FOUND
        self.commands.enable(facts)
        if not self.browser.is_among_photos:  # the review has its own keys for its photos
            facts &= ~Need.SELECTION
        self.chosen_commands.enable(facts)

    def _focus_moved(self, _before: object, now: object) -> None:
        """Between page and panel; a menu or dialog that has it does not change what is chosen."""
        if isinstance(now, QWidget) and self.browser.isAncestorOf(now):
            self._enable()

    def _possible(self) -> Iterator[tuple[QAction, str]]:
        """What can be done now, where the person is."""
        here = self.photo_view.commands if self.browser.is_large else self.view.commands
        yield from here.possible()
        yield from self.chosen_commands.possible()
        yield from self.commands.possible()

    # the frame

    def _say_parts(self) -> None:
        self.actions_by_name["side-bar"].setChecked(not self.side_bar.isHidden())
        self.actions_by_name["panel"].setChecked(not self.panel.isHidden())

    def show_messages(self) -> None:
        """All that was told since the window was opened."""
        MessagesDialog(list(self.notices.history), self).open()

    def toggle_full_screen(self) -> None:
        """All of the screen: on a page with a way to show its pictures alone, for those."""
        goes = not self.view.is_alone
        if self.browser.is_large or not self.view.set_alone(on=goes):
            self._set_full_screen(on=not self.isFullScreen())

    def _set_full_screen(self, *, on: bool) -> None:
        full, state = Qt.WindowState.WindowFullScreen, self.windowState()
        self.setWindowState(state | full if on else state & ~full)
        self.actions_by_name["full-screen"].setChecked(self.isFullScreen())

    def _take_alone(self, is_alone: object) -> None:
        """A page wants the whole window for its pictures, or gives it back as it was."""
        if is_alone:
            self._was_full_screen = self.isFullScreen()
        self.browser.set_alone(on=bool(is_alone))
        self._frame_pictures()
        self._set_full_screen(on=bool(is_alone) or self._was_full_screen)

    def _take_slideshow(self, is_on: object) -> None:
        """A slide show has the whole screen, and gives it back as it was."""
        if is_on:
            self._was_full_screen = self.isFullScreen()
        self._frame_pictures()
        self._set_full_screen(on=bool(is_on) or self._was_full_screen)

    def _frame_pictures(self) -> None:
        """Menus and tools are there where they are not in the way of pictures."""
        is_alone = self.view.is_alone or self.photo_view.is_slideshow
        self.menuBar().setHidden(is_alone)
        self.tools.setHidden(is_alone or self.browser.is_large)
        self._enable()

    def _take_settings(self) -> None:
        library = self.session.library
        if self.engine.takes_other_network() and library is not None:
            self.search.set_tools(self.engine.search_tools(library))
            self._refresh()

    def reopen(self) -> None:
        """End in order, so that whoever opened the window builds another one in its place."""
        self.wants_reopening = True
        self._was_scanning = self.scans.is_running
        self.close()

    def _place_now(self) -> WindowPlace:
        library, gallery = self.session.library, self.gallery
        return WindowPlace(
            library="" if library is None else library.key,
            page=self._pages.name,
            folder=self.side_bar.folder,
            words=self.tools.words,
            gallery=None if gallery is None else gallery.place,
            question=self.panel.question,
            opened=self.photo_view.opened if self.browser.is_large else None,
            is_scanning=self._was_scanning,
        )

    # events of the window

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "actions_by_name"):
            icons.redraw_icons(self)
            self.side_bar.redraw()

    def open_asked(self, opening: Opening) -> None:
        """Show what somebody asked for."""
        self.library_actions.open_asked(opening)
        if opening.picture is not None:
            self.jumps.search_picture(opening.picture)

    def open_for_another_start(self, opening: Opening) -> None:
        """The same for a start that has ended in favour of this window, which comes forward."""
        self.open_asked(opening)
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if brings_something(data) and not is_carried(data):
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
        if self.place is not None:  # another one takes its place in a moment
            event.ignore()
            return
        if not self.learning.confirm_close():
            self.wants_reopening = False
            event.ignore()
            return
        if not self.wants_reopening:
            self.closing.emit()
        self.learning.close_down()
        busy, is_relinking = self._pages.busy(), self.library_actions.is_busy
        if self.scans.is_running or busy or is_relinking:
            self._is_closing = True
            self.stop_scan()
            self.library_actions.stop()
            for view in busy:
                view.stop()
            if busy or is_relinking:
                QTimer.singleShot(100, self.close)
            event.ignore()
            return
        if self.wants_reopening:  # it stays as it is on the screen until the other one is there
            self.setUpdatesEnabled(False)
            self.place = self._place_now()
        self.view.set_alone(on=False)
        self.session.change_settings(window_layout=saved_layout(self, self.browser))
        if not self.wants_reopening:
            self.hide()
        self._idle_timer.stop()
        if self.watching is not None:
            self.watching.stop()
        self.first_look.stop()
        self._pages.close_down()
        self.search.stop()
        self.thumbnails.stop()
        self.pictures.stop()
        self.photo_view.stop()
        self.ratings.stop()
        self.session.close()
        self.photo_actions.close()
        if self.wants_reopening:
            event.ignore()
            self.setEnabled(False)
            self.ended.emit()
        else:
            event.accept()

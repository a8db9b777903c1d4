"""A page of the review over real files that were really scanned."""

from __future__ import annotations

import shutil
from contextlib import closing
from itertools import combinations
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imgsim_desktop.choosing.lanes import Lane
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import PAIR_KINDS, Library, LookResult, PairKind, PairTable
from imgsim_desktop.scan import scan
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.views.duplicates.view import DuplicatesView
from tests.pictures import save_photo
from tests.ui.fakes import colour_network


class Review:
    """The page as a person meets it, and what it says."""

    def __init__(
        self,
        qtbot: QtBot,
        session: LibrarySession,
        library: Library,
        *,
        owns_session: bool = False,
    ) -> None:
        self.qtbot = qtbot
        self._owns_session = owns_session
        self.session = session
        self.library = library
        self.notices: list[Notice] = []
        self.scans = 0
        self.thumbnails = ThumbnailLoader()
        self.view = DuplicatesView(session, self.thumbnails)
        self.view.noticeRequested.connect(self.notices.append)
        self.view.scanRequested.connect(self._scan)
        self.view.filesMoved.connect(self._scan)
        qtbot.addWidget(self.view, before_close_func=lambda _view: self.end())
        self.view.resize(1200, 760)
        session.open_library(library)
        self.thumbnails.set_source(session.thumbnail_store)
        with qtbot.waitExposed(self.view):
            self.view.show()
        self.view.activateWindow()
        self.settle()
        self.view.refresh()
        self.turn()
        self.view.stage.focus_widget().setFocus()

    def _scan(self) -> None:
        self.scans += 1

    def rescan(self) -> None:
        """What the window does when the page asks for it."""
        scan(self.library, self.session.home, colour_network())
        self.session.poll()
        self.view.model.refresh_now()
        self.turn()

    def settle(self) -> None:
        """Wait for the thread `act`."""
        self.view.model.committer.wait()
        self.turn()

    def turn(self) -> None:
        """Let the event loop go round once: only then the page shows what an act changed."""
        QApplication.processEvents()

    def press(self, *keys: Qt.Key | tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
        for key in keys:
            self.turn()
            active = QApplication.activeWindow()
            if active is None or not active.isVisible():  # a sheet has gone: no window manager here
                self.view.activateWindow()
                self.turn()
            widget = self.view.stage.focus_widget()
            if isinstance(key, tuple):
                self.qtbot.keyClick(widget, key[0], key[1])
            else:
                self.qtbot.keyClick(widget, key)
            self.turn()

    def show_lane(self, lane: Lane) -> None:
        self.view.model.choose_lane(lane)
        self.turn()

    @property
    def names(self) -> list[str]:
        """Photos on the stage."""
        self.turn()
        return [item.photo.path.name for item in self.view.stage.items]

    @property
    def going(self) -> set[str]:
        """Photos on the stage with the sign of the trash."""
        self.turn()
        return {item.photo.path.name for item in self.view.stage.items if item.is_trash}

    @property
    def marked(self) -> set[str]:
        """All photos that a commit would take now."""
        return {photo.path.name for photo in self.view.desk.marked().values()}

    def counts(self) -> dict[Lane, int]:
        return {lane: len(found) for lane, found in self.view.desk.lanes.items() if found}

    def commit(self, *, tick: bool = False) -> None:
        """Ctrl+Enter, and yes."""
        self.press((Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier))
        sheet = self.view.disk.sheet
        assert sheet is not None
        if tick:
            assert sheet.last_copy_box is not None
            sheet.last_copy_box.click()
        sheet.accept_button.click()
        self.settle()

    def end(self) -> None:
        self.settle()
        self.view.close_down()
        self.thumbnails.stop()
        if self._owns_session:
            self.session.close()


def make_library(home: Home, folder: Path) -> Library:
    """Three groups: an identical pair, the same picture thrice, another pair; and one alone."""
    save_photo(folder / "album" / "one.jpg", 1, quality=92)
    save_photo(folder / "album" / "two.jpg", 2, quality=92)
    save_photo(folder / "album" / "three.jpg", 3, quality=92)
    save_photo(folder / "album" / "alone.jpg", 4)
    (folder / "phone").mkdir()
    shutil.copy2(folder / "album" / "one.jpg", folder / "phone" / "one copy.jpg")
    save_photo(folder / "phone" / "two small.jpg", 2, width=200, height=150, quality=80)
    save_photo(folder / "phone" / "two again.jpg", 2, quality=60)
    save_photo(folder / "phone" / "three small.jpg", 3, width=160, height=120, quality=75)
    library = LibraryList(home).open_for([folder])
    scan(library, home, colour_network())
    store_pairs(home, library, ("two", "two again", "two small"), ("three", "three small"))
    return library


def store_pairs(home: Home, library: Library, *groups: tuple[str, ...]) -> None:
    """What matching would find on real photos: all pairs in each group of names, 99 % sure."""
    with closing(CacheReader(home, library)) as reader:
        contents = {photo.path.stem: photo.content_id for photo in reader.photos()}
    ends = sorted(
        sorted((contents[first], contents[second]))
        for names in groups
        for first, second in combinations(names, 2)
    )
    a, b = np.array(ends, np.int64).T
    table = PairTable.from_columns(
        a, b, confidence=0.99, kind=PAIR_KINDS.index(PairKind.SAME_PICTURE)
    )
    model_key = colour_network().spec.model_key
    with CacheWriter(home, library) as cache:
        cache.forget_pairs(model_key)
        cache.store_pairs(model_key, table, np.array(sorted(set(contents.values())), np.int64))
        cache.store_looks(
            [LookResult(first, second, PairKind.SAME_PICTURE, 0.99, 0) for first, second in ends]
        )

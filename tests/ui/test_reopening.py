"""Another language: one window takes the place of the other, and none is half translated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from imgsim_desktop.library.paths import Home
from imgsim_desktop.ui import app
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.translation import install_translator
from imgsim_desktop.ui.view import OpenPhoto
from imgsim_desktop.ui.views.duplicates.view import DuplicatesView
from imgsim_desktop.ui.widgets.photo_grid import MAX_THUMB_PX
from imgsim_desktop.ui.window_place import TakesPlace
from tests.ui.fakes import colour_network, end_window

pytestmark = [
    pytest.mark.usefixtures("light"),
    pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise"),
]


class Paints(QObject):
    """Which windows are painted, and in which language their menu bar speaks then."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[QWidget, frozenset[str]]] = []
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            window = watched.window()
            if isinstance(window, MainWindow):
                self.seen.append((window, words_of(window)))
        return super().eventFilter(watched, event)

    def end(self) -> None:
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)


def words_of(window: MainWindow) -> frozenset[str]:
    """Menus, pages and labels that say something."""
    menus = {action.text() for action in window.menuBar().actions()}
    pages = {window.actions_by_name[f"view-{name}"].toolTip() for name in window.views}
    labels = {label.text() for label in window.findChildren(QLabel) if label.isVisible()}
    return frozenset(menus | pages | labels)


Step = Callable[[MainWindow], None]


@pytest.fixture
def run(review_home: Home, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[object]:
    """`run(first, second)`: each is called in the event loop of its window, which then ends."""

    def engine(session: LibrarySession) -> Engine:
        return Engine(session, lambda *_: colour_network())

    monkeypatch.setattr(app, "Engine", engine)
    monkeypatch.setattr(app, "watch_library", None)

    def run(*steps: Step) -> None:
        left = list(steps)

        def loop(application: QApplication, window: MainWindow) -> int:
            def act() -> None:
                try:
                    left.pop(0)(window)
                finally:
                    application.exit()

            QTimer.singleShot(0, act)
            return application.exec()

        monkeypatch.setattr(app, "_run", loop)
        assert app.run_window(home=review_home.root) == 0
        assert not left

    qapp.setQuitOnLastWindowClosed(False)  # what is posted by that would end loops of other tests
    yield run
    qapp.setQuitOnLastWindowClosed(True)
    install_translator(qapp, "en")
    for window in qapp.topLevelWidgets():  # of a test that failed
        if isinstance(window, MainWindow) and window.isVisible():
            if window.place is None:
                end_window(window)
            window.hide()


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.session.library is not None and not window.scans.is_running)
    window.session.poll()


def speak(window: MainWindow, language: str) -> None:
    window.session.change_settings(language=language)
    window.dialogs.languageChanged.emit()


def test_the_window_stays_until_the_other_one_is_painted(
    qtbot: QtBot, run: Callable[..., None]
) -> None:
    windows: list[MainWindow] = []
    paints = Paints()

    def first(window: MainWindow) -> None:
        settle(qtbot, window)
        windows.append(window)
        qtbot.waitExposed(window)
        QTest.qWait(50)
        paints.seen.clear()
        speak(window, "zh_CN")
        assert window.isVisible()
        QTest.qWait(50)
        assert not paints.seen, "nothing of it is painted any more"

    def second(window: MainWindow) -> None:
        before = windows[0]
        assert window is not before
        assert before.isVisible()
        assert window.geometry() == before.geometry()
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: bool(paints.seen))
        end_takes_place(qtbot, window)
        end_window(window)

    run(first, second)
    paints.end()
    assert not [1 for window, _words in paints.seen if window is windows[0]]
    frames = [words for _window, words in paints.seen]
    assert frames
    english = {"&File", "&Library", "&Picture", "&View", "&Help", "Photos", "FOLDERS", "LIBRARIES"}
    for words in frames:
        assert not words & english
        assert "文件(&F)" in words


def end_takes_place(qtbot: QtBot, window: MainWindow) -> None:
    takes = window.findChild(TakesPlace)
    assert isinstance(takes, TakesPlace)
    qtbot.waitUntil(lambda: takes._before is None)


def test_what_is_chosen_how_far_it_is_scrolled_and_what_is_looked_at_stay(
    qtbot: QtBot, run: Callable[..., None]
) -> None:
    told: dict[str, object] = {}

    def first(window: MainWindow) -> None:
        settle(qtbot, window)
        window.resize(640, 440)
        window.show_view("photos")
        gallery = window.gallery
        assert gallery is not None
        gallery.grid.set_thumb_px(MAX_THUMB_PX)
        QApplication.processEvents()
        ids = gallery.grid.ids
        gallery.choose(ids[5:7])
        window.browser.show_similar(int(ids[5]))
        QApplication.processEvents()
        told["chosen"] = gallery.grid.selected_ids().tolist()
        told["scroll"] = gallery.grid.verticalScrollBar().value()
        told["question"] = window.panel.question
        assert told["scroll"]
        speak(window, "zh_CN")

    def second(window: MainWindow) -> None:
        gallery = window.gallery
        assert gallery is not None
        end_takes_place(qtbot, window)
        assert window.view is gallery
        assert gallery.grid.selected_ids().tolist() == told["chosen"]
        assert gallery.grid.verticalScrollBar().value() == told["scroll"]
        assert window.panel.question == told["question"]
        assert not window.scans.is_running, "a language is no reason to scan"
        end_window(window)

    run(first, second)


def test_folder_and_words_of_the_page_and_a_photo_shown_large_stay(
    qtbot: QtBot, run: Callable[..., None], review_folder: Path
) -> None:
    def first(window: MainWindow) -> None:
        settle(qtbot, window)
        window.side_bar.show_folder(review_folder / "album")
        window.tools.set_filter_text("jpg")
        gallery = window.gallery
        assert gallery is not None
        qtbot.waitUntil(lambda: len(gallery.grid.ids) == 4)
        gallery.choose(gallery.grid.ids[1:2])
        window.browser.open_photo(OpenPhoto(gallery.grid.ids, 1))
        speak(window, "zh_CN")

    def second(window: MainWindow) -> None:
        end_takes_place(qtbot, window)
        gallery = window.gallery
        assert gallery is not None
        assert window.side_bar.folder == review_folder / "album"
        assert window.tools.filter_text() == "jpg"
        qtbot.waitUntil(lambda: len(gallery.grid.ids) == 4)
        assert gallery.grid.selected_ids().tolist() == gallery.grid.ids[1:2].tolist()
        assert window.browser.is_large
        photo = window.photo_view.photo
        assert photo is not None
        assert photo.photo_id == int(gallery.grid.ids[1])
        end_window(window)

    run(first, second)


def test_the_review_stays_at_its_group(qtbot: QtBot, run: Callable[..., None]) -> None:
    told: list[object] = []

    def members(window: MainWindow) -> object:
        view = window.views["duplicates"]
        assert isinstance(view, DuplicatesView)
        view.model.refresh_now()
        entry = view.model.entry
        return None if entry is None else entry.group.members

    def first(window: MainWindow) -> None:
        settle(qtbot, window)
        window.show_view("duplicates")
        told.append(members(window))
        speak(window, "zh_CN")

    def second(window: MainWindow) -> None:
        end_takes_place(qtbot, window)
        assert window.view is window.views["duplicates"]
        assert members(window) == told[0]
        end_window(window)

    run(first, second)


def test_a_window_that_is_never_painted_keeps_no_other_one_alive(qtbot: QtBot) -> None:
    before, after = QWidget(), QWidget()
    qtbot.addWidget(after)
    before.show()
    takes = TakesPlace(before, after)
    assert before.isVisible()
    qtbot.waitUntil(lambda: takes._before is None)


def test_a_window_closed_at_once_takes_the_one_before_along(qtbot: QtBot) -> None:
    before, after = QWidget(), QWidget()
    qtbot.addWidget(after)
    before.show()
    after.show()
    TakesPlace(before, after)
    after.hide()
    assert not before.isVisible()


def test_a_click_meant_for_the_window_before_closes_nothing(
    qtbot: QtBot, run: Callable[..., None]
) -> None:
    windows: list[MainWindow] = []

    def first(window: MainWindow) -> None:
        settle(qtbot, window)
        windows.append(window)
        speak(window, "zh_CN")
        assert not window.close()
        assert not window.isEnabled()
        assert window.windowState() == Qt.WindowState.WindowNoState

    def second(window: MainWindow) -> None:
        end_takes_place(qtbot, window)
        assert window.isVisible()
        assert np.array_equal(window.session.photo_ids(), np.sort(window.session.photo_ids()))
        end_window(window)

    run(first, second)

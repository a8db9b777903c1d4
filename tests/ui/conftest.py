"""A window, and a review, over photos really scanned; after each test nothing of them is left."""

from __future__ import annotations

import gc
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.theme import apply_theme
from tests.ui.fakes import colour_network, draw, end_window
from tests.ui.review import Review, make_library

PATIENCE_MS = 120_000
"""For what comes in a moment, unless the machine is busy. What never comes fails all the same."""


class PatientBot(QtBot):
    """Waits at least that long, whatever a test says: no test is about the clock."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 0) -> None:
        super().waitUntil(callback, timeout=max(timeout, PATIENCE_MS))

    def waitSignal(self, signal: object, *, timeout: int = 0, **how: Any) -> Any:
        if how.get("raising", True):  # not for assertNotEmitted
            timeout = max(timeout, PATIENCE_MS)
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitSignals(self, signals: Sequence[object], *, timeout: int = 0, **how: Any) -> Any:
        return super().waitSignals(signals, timeout=max(timeout, PATIENCE_MS), **how)

    def waitExposed(self, widget: QWidget, *, timeout: int = 0) -> Any:
        return super().waitExposed(widget, timeout=max(timeout, PATIENCE_MS))


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The one of pytest-qt, with more patience."""
    return PatientBot(request)


OURS = frozenset({"scan", "search", "act", "themes", "map"})


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """Runs after qtbot has closed its widgets."""
    yield
    qapp.clipboard().clear()  # its data would outlive Python, and crash it at the end
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qapp.processEvents()
    threads = [thread.name for thread in threading.enumerate() if thread.name in OURS]
    assert not threads, f"threads still run: {threads}"
    widgets = [widget for widget in qapp.topLevelWidgets() if widget.isVisible()]
    assert not widgets, f"top-level widgets are left: {widgets}"
    timers = [
        item
        for item in gc.get_objects()
        if issubclass(type(item), QTimer)  # isinstance would ask each object: torch's warn
        and shiboken6.isValid(item)
        and item.isActive()
    ]
    assert not timers, f"timers still run: {[timer.parent() for timer in timers]}"


@pytest.fixture
def light(qapp: QApplication) -> Iterator[QApplication]:
    """The program's own look; put back afterwards."""
    apply_theme(qapp, "light")
    yield qapp
    qapp.setStyleSheet("")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[LibrarySession]:
    """A session in an empty home; closed afterwards if the test's window has not done so."""
    made = LibrarySession(Home(tmp_path / "home"))
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, light: QApplication, session: LibrarySession) -> MainWindow:
    """The whole window, with a network of colour averages."""
    made = MainWindow(session, Engine(session, lambda *_: colour_network()))
    qtbot.addWidget(made, before_close_func=end_window)
    made.resize(1100, 720)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def scanned(qtbot: QtBot, window: MainWindow, photos_folder: Path) -> MainWindow:
    """The window after it has scanned three photos, two of them nearly the same."""
    draw(photos_folder / "red.jpg", "#c33")
    draw(photos_folder / "red too.jpg", "#c43")
    draw(photos_folder / "trip" / "blue.jpg", "#33c")
    window.library_actions.open_folders([photos_folder])
    qtbot.waitUntil(lambda: not window.scans.is_running, timeout=20_000)
    window.session.poll()
    window.view.refresh()
    return window


@pytest.fixture(scope="session")
def scanned_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A scanned library and a copy of it: a cache knows absolute paths, so the place is one."""
    place = tmp_path_factory.mktemp("review") / "now"
    folder = place / "photos"
    folder.mkdir(parents=True)
    make_library(Home(place / "home"), folder)
    template = place.with_name("template")
    shutil.copytree(place, template)
    return place, template


@pytest.fixture
def review_home(scanned_template: tuple[Path, Path]) -> Home:
    """The scanned library as it was, for one test."""
    place, template = scanned_template
    shutil.rmtree(place)
    shutil.copytree(template, place)
    return Home(place / "home")


@pytest.fixture
def review_folder(review_home: Home) -> Path:
    """Its photos, in `album` and `phone`."""
    return review_home.root.parent / "photos"


@pytest.fixture
def review(
    qtbot: QtBot, light: QApplication, review_home: Home, review_folder: Path, own_trash: Path
) -> Review:
    """The page of the review over that library, with a trash of its own."""
    library = LibraryList(review_home).open_for([review_folder])
    return Review(qtbot, LibrarySession(review_home), library, owns_session=True)

"""Runs in a process of its own: the real window, driven by real events, told step by step.

    python -m tests.e2e.journey FOLDER PHOTO COPY

FOLDER is opened, PHOTO clicked, COPY must be among its similar photos and be trashed and brought
back. Each step that was reached is printed; the exit code is 0 if all were.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from imgsim_desktop.ui.app import make_application, run_window
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.models.opening import Opening
from imgsim_desktop.ui.reviewing import moves
from imgsim_desktop.ui.views.duplicates.view import DuplicatesView
from imgsim_desktop.ui.views.gallery import GalleryView
from imgsim_desktop.ui.widgets.commit_sheet import CommitSheet
from imgsim_desktop.ui.widgets.settings_dialog import SettingsDialog

LOOK_MS = 50
STEP_S = 200.0
"""A busy machine needs minutes for the scan of a hundred photos."""

Until = Callable[[], bool]


def journey(window: MainWindow, photo: Path, copy: Path) -> Iterator[tuple[str, Until]]:
    """What the person does, and what must be seen before the next step."""
    gallery, duplicates = window.views["photos"], window.views["duplicates"]
    assert isinstance(gallery, GalleryView)
    assert isinstance(duplicates, DuplicatesView)
    session = window.session

    def id_of(path: Path) -> int:
        found = None if session.cache is None else session.cache.photo_at(path)
        return -1 if found is None else found.photo_id

    yield "the window is on the screen", lambda: is_in_front(window)
    yield "photos appear", lambda: len(gallery.grid) > 0
    yield "the scan ends", lambda: not window.scans.is_running and bool(duplicates.badge())

    grid = gallery.grid
    yield (
        "all photos are in the grid",
        lambda: session.cache is not None and len(grid) == session.cache.count(),
    )
    row = grid.row_of(id_of(photo))
    assert row is not None
    grid.scroll_to(row)
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.visual_rect(row).center())
    yield "a click selects the photo", lambda: grid.current_id() == id_of(photo)
    panel = window.panel.grid
    yield "its copy is the most similar one", lambda: len(panel) > 0 and panel.ids[0] == id_of(copy)

    press(grid, Qt.Key.Key_Return)
    yield "Enter shows it large", window.photo_view.isVisible
    press(window.photo_view, Qt.Key.Key_Escape)
    yield "Esc comes back to it", lambda: grid.isVisible() and grid.current_id() == id_of(photo)

    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    yield "the page of duplicates is shown", duplicates.isVisible
    yield "with a group on it", lambda: duplicates.entry is not None
    moves.show_photo(duplicates.model, id_of(copy))
    yield (
        "the copy's group is shown",
        lambda: duplicates.entry is not None and id_of(copy) in duplicates.model.photo_ids,
    )
    press(duplicates.stage.grid, Qt.Key.Key_Return)
    yield "Enter marks it and goes on", duplicates.commit_button.isEnabled
    assert copy.exists(), "a mark must not touch the disk"

    press(duplicates.stage.grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    yield "the summary asks", lambda: isinstance(QApplication.activeModalWidget(), CommitSheet)
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, CommitSheet)
    QTest.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
    yield "the copy is in the trash", lambda: not copy.exists()
    yield "and the photo is not", lambda: photo.exists() and not duplicates.is_busy()

    yield "the window has the keyboard again", lambda: is_in_front(window)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Z, modifiers)
    yield "undo brings the copy back", lambda: copy.exists() and not duplicates.is_busy()

    window.dialogs.show_settings()
    yield "the settings open", lambda: isinstance(QApplication.activeModalWidget(), SettingsDialog)
    settings = QApplication.activeModalWidget()
    assert isinstance(settings, SettingsDialog)
    settings.language.setCurrentIndex(settings.language.findData("zh_CN"))
    settings.close()
    yield (
        "the window comes back in Chinese",
        lambda: any(
            other is not window and other.actions_by_name["view-photos"].text().startswith("照片")
            for other in open_windows()
        ),
    )
    yield "with the photos in it", lambda: has_photos(open_windows()[0])


def has_photos(window: MainWindow) -> bool:
    return window.gallery is not None and len(window.gallery.grid) > 0


def open_windows() -> list[MainWindow]:
    """Those on the screen: one, unless one is being closed. What another one takes the place of is
    still seen for a moment, and does not close by itself.
    """
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
    return [window for window in found if window.isVisible() and window.place is None]


def is_in_front(window: QWidget) -> bool:
    """Without a window manager nobody gives the keyboard to a new window: it is asked for."""
    if window.isVisible() and not window.isActiveWindow():
        window.activateWindow()
    return window.isActiveWindow()


def press(
    widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    widget.setFocus()
    QTest.keyClick(widget, key, modifiers)


class Driver:
    """Takes the next step of a journey as soon as the last one shows its effect."""

    def __init__(self, way: Callable[[MainWindow], Iterator[tuple[str, Until]]]) -> None:
        self._way = way
        self._steps: Iterator[tuple[str, Until]] | None = None
        self._name, self._until = "the window opens", self._find_window
        self._began = time.monotonic()
        self._window: MainWindow | None = None
        self.has_arrived = False
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MS)

    def _find_window(self) -> bool:
        windows = open_windows()
        self._window = windows[0] if windows else None
        return self._window is not None

    def _look(self) -> None:
        try:
            if self._until():
                print(f"{time.monotonic() - self._began:6.2f} s  {self._name}", flush=True)
                self._next()
            elif time.monotonic() - self._began > STEP_S:
                raise TimeoutError(self._name)
        except StopIteration:
            self.has_arrived = True
            self._timer.stop()
            open_windows()[0].close()
        except BaseException as error:  # noqa: BLE001  the window must not outlive the journey
            print(f"FAILED at {self._name!r}: {error!r}", flush=True)
            print(f"focus: {QApplication.focusWidget()}", flush=True)
            os._exit(1)

    def _next(self) -> None:
        assert self._window is not None
        if self._steps is None:
            self._steps = self._way(self._window)
        self._began = time.monotonic()
        self._name, self._until = next(self._steps)


def main() -> int:
    folder, photo, copy = map(Path, sys.argv[1:])
    make_application()
    driver = Driver(lambda window: journey(window, photo, copy))
    code = run_window(Opening((folder,)))
    return code if driver.has_arrived else 1


if __name__ == "__main__":
    raise SystemExit(main())

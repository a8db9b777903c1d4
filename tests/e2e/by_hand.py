"""The whole way by a real mouse alone, or by real keys alone, as xdotool presses them.

    python -m tests.e2e.by_hand mouse|keys FOLDER OUTSIDE

FOLDER holds `alone.jpg`, `first.jpg`, a copy of it and a folder `trip`; OUTSIDE is a picture from
elsewhere. Nothing of the window is called but to find out where on the screen something is: what
is pressed and dragged goes the way of the system, from the X server.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from imgsim_desktop.ui.app import make_application, run_window
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.models.opening import Opening
from imgsim_desktop.ui.views.duplicates.view import DuplicatesView
from imgsim_desktop.ui.views.gallery import GalleryView
from imgsim_desktop.ui.widgets.commit_sheet import CommitSheet
from imgsim_desktop.ui.widgets.key_bar import KeyButton
from imgsim_desktop.ui.widgets.trash_sheet import TrashSheet
from tests.e2e.journey import Driver, Until, is_in_front
from tests.e2e.other_program import HEIGHT_PX, WIDTH_PX

WINDOW = (1180, 860)
"""Beside it there is room for the other program on the screen."""
OTHER = (1220, 300)


class Hand:
    """Presses real buttons and keys; each act ends before the next one begins."""

    def __init__(self) -> None:
        self._acting: subprocess.Popen[bytes] | None = None

    def is_still(self) -> bool:
        return self._acting is None or self._acting.poll() == 0

    def press(self, key: str, *, after_s: float = 0) -> None:
        self._do("sleep", str(after_s), "key", key)

    def click(self, point: QPoint, button: int = 1) -> None:
        self._do(*_moved(point), "sleep", "0.1", "click", str(button))

    def click_on(self, widget: QWidget | None) -> None:
        assert widget is not None
        self.click(widget.mapToGlobal(widget.rect().center()))

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Slowly enough for two programs to speak to each other on the way."""
        words = [*_moved(start), "sleep", "0.2", "mousedown", "1"]
        for part in (0.1, 0.3, 0.6, 0.9, 1.0, 1.0):
            words += ["sleep", "0.15", *_moved(start + (end - start) * part + QPoint(0, 1))]
        self._do(*words, "sleep", "0.5", "mouseup", "1")

    def _do(self, *words: str) -> None:
        assert self.is_still(), "one act after the other"
        self._acting = subprocess.Popen(["xdotool", *words])


def _moved(point: QPoint) -> tuple[str, ...]:
    return ("mousemove", str(point.x()), str(point.y()))


class Scene:
    """Where things are on the screen, and what is seen there."""

    def __init__(self, window: MainWindow) -> None:
        gallery, duplicates = window.views["photos"], window.views["duplicates"]
        assert isinstance(gallery, GalleryView)
        assert isinstance(duplicates, DuplicatesView)
        self.window, self.gallery, self.duplicates = window, gallery, duplicates

    def photo_id(self, path: Path) -> int:
        cache = self.window.session.cache
        found = None if cache is None else cache.photo_at(path)
        return -1 if found is None else found.photo_id

    def place_of(self, path: Path) -> QPoint:
        grid = self.gallery.grid
        row = grid.row_of(self.photo_id(path))
        assert row is not None, path
        return grid.viewport().mapToGlobal(grid.visual_rect(row).center())

    def folder(self, name: str) -> QPoint:
        tree = self.window.side_bar.folders
        item = next(i for i in self.window.side_bar._items() if i.text(0) == name)
        return tree.viewport().mapToGlobal(tree.visualItemRect(item).center())

    def page_button(self, text: str) -> QWidget:
        buttons = self.window.tools.findChildren(QAbstractButton)
        return next(b for b in buttons if b.isVisible() and b.text().startswith(text))

    def key_button(self, name: str) -> QWidget:
        buttons = self.duplicates.findChildren(KeyButton)
        return next(b for b in buttons if b.isVisible() and b.name == name)

    def undo(self) -> QWidget | None:
        """The button of the message that tells what was done."""
        buttons = self.window.notices.findChildren(QAbstractButton)
        return next((b for b in buttons if b.isVisible() and b.text() == "Undo"), None)

    def has_undo(self) -> bool:
        return self.is_settled() and self.undo() is not None

    def is_chosen(self, path: Path) -> bool:
        return self.gallery.grid.current_id() == self.photo_id(path)

    def is_settled(self) -> bool:
        is_moving = self.duplicates.model.is_moving
        return not (self.window.scans.is_running or self.window.view.is_busy() or is_moving)

    def is_scanned(self) -> bool:
        return self.is_settled() and bool(self.duplicates.badge())

    def is_a_copy_found(self, one: Path, other: Path) -> bool:
        """Whether one of the two is chosen, and the other shown as the most similar photo."""
        ids = {self.photo_id(one), self.photo_id(other)}
        found = self.window.panel.grid.ids
        return len(found) > 0 and {self.gallery.grid.current_id(), int(found[0])} == ids


def sheet_of(kind: type[QWidget]) -> QWidget | None:
    """The one that is open."""
    found = [w for w in QApplication.allWidgets() if isinstance(w, kind) and w.isVisible()]
    return found[0] if found else None


def has_keys(kind: type[QWidget]) -> bool:
    """Whether a sheet is open and in front; where nobody manages windows it is asked to be."""
    sheet = sheet_of(kind)
    return sheet is not None and is_in_front(sheet.window())


def mouse_way(
    window: MainWindow, folder: Path, outside: Path, other: subprocess.Popen[str]
) -> Iterator[tuple[str, Until]]:
    """From the first scan to the undone move to the trash; not a key is pressed."""
    hand, scene = Hand(), Scene(window)
    alone, copy, first = (folder / name for name in ("alone.jpg", "first copy.jpg", "first.jpg"))
    window.setGeometry(0, 0, *WINDOW)
    assert other.stdout is not None
    beside = QPoint(OTHER[0] + WIDTH_PX // 2, OTHER[1] + HEIGHT_PX // 2)

    def after(seen: Until) -> Until:
        return lambda: hand.is_still() and seen()

    yield "the scan ends", scene.is_scanned
    hand.click(scene.place_of(copy))
    yield (
        "a click shows what is similar",
        after(lambda: scene.is_chosen(copy) and scene.is_a_copy_found(first, copy)),
    )

    hand.click(scene.place_of(alone), 3)
    yield (
        "the right button opens a menu",
        after(lambda: isinstance(QApplication.activePopupWidget(), QMenu)),
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(a for a in menu.actions() if a.objectName() == "chosen.trash")
    hand.click(menu.mapToGlobal(menu.actionGeometry(action).center()))
    yield "the summary asks", after(lambda: sheet_of(TrashSheet) is not None)
    sheet = sheet_of(TrashSheet)
    assert isinstance(sheet, TrashSheet)
    hand.click_on(sheet.yes)
    yield "the photo is in the trash", after(lambda: not alone.exists() and scene.has_undo())
    hand.click_on(scene.undo())
    yield "a click brings it back", after(lambda: alone.exists() and scene.is_settled())

    yield (
        "it is listed again",
        lambda: scene.gallery.grid.row_of(scene.photo_id(alone)) is not None,
    )
    hand.drag(scene.place_of(alone), beside)
    yield "it is dragged out", hand.is_still
    told = other.stdout.readline().split()
    assert told == ["CopyAction", alone.name], told
    assert alone.exists(), "another program copies, and never moves"

    hand.drag(scene.place_of(alone), scene.folder("trip"))
    moved = folder / "trip" / alone.name
    yield "a folder at the side takes it", after(lambda: moved.exists() and scene.has_undo())
    hand.click_on(scene.undo())
    yield "and gives it back", after(lambda: alone.exists() and scene.is_settled())

    view = scene.gallery.grid.viewport()
    hand.drag(beside, view.mapToGlobal(view.rect().center()))
    yield (
        "a picture dropped in is searched with",
        after(lambda: window.panel.question is not None and window.panel.question.path == outside),
    )

    hand.click_on(scene.page_button("Duplicates"))
    yield (
        "the page of duplicates shows the copies",
        after(lambda: scene.duplicates.isVisible() and scene.duplicates.entry is not None),
    )
    hand.click_on(scene.key_button("review.accept"))
    yield "one is marked", after(scene.duplicates.commit_button.isEnabled)
    assert first.exists()
    assert copy.exists(), "a mark must not touch the disk"
    hand.click_on(scene.duplicates.commit_button)
    yield "the summary shows what goes", after(lambda: sheet_of(CommitSheet) is not None)
    commit = sheet_of(CommitSheet)
    assert isinstance(commit, CommitSheet)
    hand.click_on(commit.accept_button)
    yield (
        "one of the two is in the trash",
        after(lambda: first.exists() != copy.exists() and scene.has_undo()),
    )
    hand.click_on(scene.undo())
    yield "undo brings it back", after(lambda: first.exists() and copy.exists())


def keys_way(window: MainWindow, folder: Path) -> Iterator[tuple[str, Until]]:
    """The same without the mouse; nothing is dragged."""
    hand, scene = Hand(), Scene(window)
    alone, copy, first = (folder / name for name in ("alone.jpg", "first copy.jpg", "first.jpg"))

    def after(seen: Until) -> Until:
        return lambda: hand.is_still() and is_in_front(window) and seen()

    yield "the window is in front", lambda: is_in_front(window)
    yield "the scan ends", scene.is_scanned
    hand.press("a")
    yield "a letter goes to the photo of that name", after(lambda: scene.is_chosen(alone))
    hand.press("f", after_s=1.5)  # letters without a pause are one word
    yield (
        "what is similar is shown",
        after(lambda: scene.is_a_copy_found(first, copy)),
    )
    hand.press("F5")
    yield "another scan is asked for", hand.is_still
    yield "and ends", scene.is_scanned

    hand.press("Home")
    yield "the first photo is chosen", after(lambda: scene.gallery.grid.current_id() != -1)
    hand.press("a", after_s=1.5)
    yield "and that of the letter again", after(lambda: scene.is_chosen(alone))
    hand.press("Delete")
    yield "the summary asks", lambda: hand.is_still() and has_keys(TrashSheet)
    hand.press("shift+Tab")
    yield "Cancel is left", lambda: hand.is_still() and is_yes_focused()
    hand.press("space")
    yield "the photo is in the trash", after(lambda: not alone.exists() and scene.has_undo())
    hand.press("ctrl+z")
    yield "undo brings it back", after(lambda: alone.exists() and scene.is_settled())

    hand.press("alt+2")
    yield (
        "the page of duplicates shows the copies",
        after(lambda: scene.duplicates.isVisible() and scene.duplicates.entry is not None),
    )
    hand.press("Return")
    yield "Enter marks one", after(scene.duplicates.commit_button.isEnabled)
    assert first.exists()
    assert copy.exists(), "a mark must not touch the disk"
    hand.press("ctrl+Return")
    yield "the summary shows what goes", lambda: hand.is_still() and has_keys(CommitSheet)
    hand.press("Return")
    yield (
        "one of the two is in the trash",
        after(lambda: first.exists() != copy.exists() and scene.has_undo()),
    )
    hand.press("ctrl+alt+z")
    yield "undo brings it back", after(lambda: first.exists() and copy.exists())


def is_yes_focused() -> bool:
    sheet = sheet_of(TrashSheet)
    return isinstance(sheet, TrashSheet) and sheet.yes.hasFocus()


def main() -> int:
    folder, outside = map(Path, sys.argv[2:])
    make_application()
    way: Callable[[MainWindow], Iterator[tuple[str, Until]]]
    other = None
    if sys.argv[1] == "mouse":
        words = [*map(str, OTHER), str(outside)]
        other = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.other_program", *words],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        beside = other

        def way(window: MainWindow) -> Iterator[tuple[str, Until]]:
            return mouse_way(window, folder, outside, beside)
    else:

        def way(window: MainWindow) -> Iterator[tuple[str, Until]]:
            return keys_way(window, folder)

    driver = Driver(way)
    try:
        code = run_window(Opening((folder,)))
    finally:
        if other is not None:
            other.terminate()
            other.wait(10)
    return code if driver.has_arrived else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""The five-minute path as a film strip: from the first page to photos tidied away and back again.

    python packaging/make_film_strip.py

The program itself does all of it with the demo photos and a trash of its own; needs no screen.
Writes `packaging/screenshots/film-strip.png`, which docs/guide.md shows.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

from make_screenshots import wait
from PIL import Image
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QColor, QFont, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imgsim_desktop.library.paths import Home
from imgsim_desktop.resources import resource
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.theme import apply_theme
from imgsim_desktop.ui.widgets.commit_sheet import CommitSheet

OUT = Path(__file__).parent / "screenshots" / "film-strip.png"
WINDOW = (1280, 800)
FRAME = (640, 400)
COLUMNS = 2
CAPTION_PX = 44
GAP_PX = 16
COLOURS = 256
PATIENCE_S = 300
EARLY_MS = 2500
"""After the folder is chosen; the photos are not described yet."""
CHOSEN = 6
"""Row of the photo that is clicked."""


def until(done: Callable[[], bool]) -> None:
    for _ in range(PATIENCE_S * 10):
        if done():
            return
        wait(100)
    raise TimeoutError("the program did not come to rest")


class Film:
    """Frames with their captions."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._frames: list[tuple[QPixmap, str]] = []

    def take(self, caption: str) -> None:
        self._window.resize(*WINDOW)  # a full screen of nothing has a size of its own
        wait(1500)
        shot = self._window.grab()
        sheet = QApplication.activeModalWidget()
        if sheet is not None:
            painter = QPainter(shot)
            painter.fillRect(shot.rect(), QColor(0, 0, 0, 90))
            place = self._window.rect().center() - sheet.rect().center()
            painter.drawPixmap(place, sheet.grab())
            painter.end()
        how = Qt.TransformationMode.SmoothTransformation
        self._frames.append((shot.scaled(*FRAME, Qt.AspectRatioMode.KeepAspectRatio, how), caption))
        print(caption, flush=True)

    def use(self, name: str) -> None:
        """A command, as its key would."""
        action = self._window.findChild(QAction, name)
        if not isinstance(action, QAction) or not action.isEnabled():
            raise RuntimeError(f"{name} cannot be used now")
        action.trigger()
        wait(300)

    def save(self) -> None:
        rows = -(-len(self._frames) // COLUMNS)
        step = (FRAME[0] + GAP_PX, FRAME[1] + CAPTION_PX + GAP_PX)
        strip = QPixmap(COLUMNS * step[0] + GAP_PX, rows * step[1] + GAP_PX)
        strip.fill(QColor("#17191c"))
        painter = QPainter(strip)
        font = QFont(QApplication.font())
        font.setPixelSize(20)
        painter.setFont(font)
        painter.setPen(QColor("#e7e9ec"))
        for number, (frame, caption) in enumerate(self._frames):
            x = GAP_PX + number % COLUMNS * step[0]
            y = GAP_PX + number // COLUMNS * step[1]
            painter.drawPixmap(x, y, frame)
            text = QRect(x, y + FRAME[1], FRAME[0], CAPTION_PX)
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(text, left, f"{number + 1}  {caption}")
        painter.end()
        strip.save(str(OUT))
        with Image.open(OUT) as shot:
            small = shot.convert("RGB").quantize(COLOURS)
        small.save(OUT, optimize=True)
        print(f"{OUT.name}: {OUT.stat().st_size // 1000} kB")


def play(window: MainWindow, photos: Path) -> None:
    """The path, step by step; each frame is taken when the step is done."""
    film = Film(window)
    film.take("Choose a folder, or drop one here")
    window.library_actions.open_folders([photos])
    gallery = window.gallery
    assert gallery is not None
    until(lambda: len(gallery.grid.ids) > 0)
    wait(EARLY_MS)
    film.take("Look while the photos are read and compared")
    until(lambda: not window.scans.is_running)
    window.session.poll()
    wait(800)
    place = gallery.grid.visual_rect(CHOSEN).center()
    QTest.mouseClick(gallery.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    wait(4000)
    film.take("Click a photo: its like stands beside it")
    window.show_view("duplicates")
    until(lambda: not window.view.is_busy())
    film.take("Duplicates: what stays is suggested, and why")
    film.use("full-screen")
    film.take("F11 shows nothing but the pictures")
    for _ in range(4):
        film.use("review.accept")
    film.use("full-screen")
    film.use("review.commit")
    film.take("Ctrl+Enter shows what goes, the least sure first")
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, CommitSheet)
    sheet.accept_button.click()
    until(lambda: not window.view.is_busy() and not window.scans.is_running)
    film.take("Moved to the trash, never deleted")
    film.use("review.undo-commit")
    until(lambda: not window.view.is_busy() and not window.scans.is_running)
    film.take("One key brings everything back")
    film.save()


def main() -> int:
    app = QApplication(sys.argv[:1])
    apply_theme(app, "light")
    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_DATA_HOME"] = f"{place}/data"  # whose trash is used
        photos = Path(place) / "Pictures"
        shutil.copytree(resource("demo"), photos)
        session = LibrarySession(Home(Path(place) / "home"))
        window = MainWindow(session, Engine(session))
        window.resize(*WINDOW)
        window.show()
        play(window, photos)
        window.close()
        wait(500)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""How fast the window is: start with imports, a gallery of 100,000 photos, a frame, a pan.

    python -m tests.benchmarks.bench_window [PHOTOS]

Prints one line for each figure. The photos are rows of a real cache.db without files; thumbnails
are real JPEGs. Run it twice: the first run warms the disk's cache.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imgsim_desktop.library.cache import CacheWriter
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.thumbnails import ThumbnailStore
from imgsim_desktop.reading.decode import encode_jpeg
from imgsim_desktop.records import Facts, FoundFile, Library, Reading
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.picture_loader import picture_of
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.theme import apply_theme
from imgsim_desktop.ui.views.gallery import GalleryView
from imgsim_desktop.ui.widgets.picture_canvas import PictureCanvas

PHOTOS = 100_000
PICTURES = 400
"""Different thumbnails; more only fill the disk."""

START = """
import sys, time
began = time.perf_counter()
from pathlib import Path
from PySide6.QtCore import QTimer
from imgsim_desktop.ui import app as ui_app
from imgsim_desktop.ui import main_window
shown = main_window.MainWindow.showEvent
def first(self, event):
    def told():
        print(time.perf_counter() - began, time.process_time())
        self.close()
    shown(self, event)
    QTimer.singleShot(0, told)
main_window.MainWindow.showEvent = first
ui_app.run_window(home=Path(sys.argv[1]))
"""


def fill(home: Home, count: int) -> Library:
    """A library of `count` photos that nobody took."""
    library = Library("bench", "Bench", (Path("/bench"),))
    facts = Facts(4000, 3000, "JPEG", taken_ns=1_600_000_000_000_000_000, camera="Bench 1")
    with CacheWriter(home, library) as writer:
        for start in range(0, count, 2000):
            rows = range(start, min(count, start + 2000))
            writer.store_batch([_reading(row, facts) for row in rows], None, "none")
    return library


def _reading(row: int, facts: Facts) -> Reading:
    path = Path(f"/bench/{row % 200:03d}/IMG_{row:06d}.jpg")
    file = FoundFile(path, Path("/bench"), 1000 + row, row, 1, row + 1)
    content = (row % PICTURES).to_bytes(4, "big") + row.to_bytes(12, "big")
    return Reading(file, content, content, bytes(32), facts, b"", np.zeros((1, 1, 3), np.uint8))


class SomeThumbnails(ThumbnailStore):
    """Reads one of a few real files for each content."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        rng = np.random.default_rng(3)
        for number in range(PICTURES):
            tile = rng.integers(0, 255, (15, 20, 3), np.uint8).repeat(16, 0).repeat(16, 1)
            self.put(number.to_bytes(4, "big"), encode_jpeg(tile))

    def get(self, content_hash: bytes) -> bytes | None:
        return super().get(content_hash[:4])


def timed_ms(act: Callable[[], object], times: int = 30) -> str:
    """Median and 95th percentile, milliseconds: by the clock, and of this thread's own work.

    The second pair is what counts on a machine that does other things at the same time.
    """
    spent, worked = [], []
    for _ in range(times):
        began, began_work = time.perf_counter(), time.thread_time()
        act()
        spent.append((time.perf_counter() - began) * 1e3)
        worked.append((time.thread_time() - began_work) * 1e3)
    clock = f"{np.median(spent):7.1f} {np.percentile(spent, 95):7.1f}"
    return (
        f"{clock} ms by the clock {np.median(worked):7.1f} {np.percentile(worked, 95):7.1f} ms work"
    )


def bench_start(home: Home) -> None:
    for label in ("first", "warm", "warm"):
        run = subprocess.run(
            [sys.executable, "-c", START, str(home.root)],
            capture_output=True,
            text=True,
            check=True,
        )
        clock, work = map(float, run.stdout.split())
        print(f"window visible, {label:5} run: {clock:.2f} s by the clock, {work:.2f} s work")


def bench_gallery(app: QApplication, home: Home, count: int) -> None:
    began = time.perf_counter()
    library = fill(home, count)
    print(f"(cache of {count:,} photos written in {time.perf_counter() - began:.1f} s)")
    session = LibrarySession(home)
    session.thumbnail_store = SomeThumbnails(home.root / "some")
    apply_theme(app, "light")
    window = MainWindow(session, Engine(session))
    window.resize(1600, 1000)
    window.show()
    began = time.perf_counter()
    session.open_library(library)
    app.processEvents()
    print(
        f"open the library, query and sort included: {(time.perf_counter() - began) * 1e3:.0f} ms"
    )
    gallery = window.gallery
    assert isinstance(gallery, GalleryView)
    grid = gallery.grid
    assert len(grid) == count
    QTest.qWait(1500)
    ids = grid.ids
    sizes = iter([(1200 + 20 * (i % 20), 700 + 13 * i) for i in range(1000)])

    def show() -> None:
        grid.set_ids(np.zeros(0, np.int64))
        grid.set_ids(ids)
        grid.viewport().repaint()

    def resize() -> None:
        grid.resize(*next(sizes))
        grid.viewport().repaint()

    def scroll(step: int) -> None:
        bar = grid.verticalScrollBar()
        bar.setValue(bar.value() + step)
        app.processEvents()

    print("query and sort by date    ", timed_ms(gallery.refresh, 5))
    print("show the gallery          ", timed_ms(show))
    print("resize it                 ", timed_ms(resize))
    window.resize(1590, 990)
    app.processEvents()
    print("scroll by 40 px, a frame  ", timed_ms(lambda: scroll(40), 100))
    print("jump by 20,000 px, a frame", timed_ms(lambda: scroll(20_000), 60))
    QTest.qWait(1500)
    print("paint all, pictures there ", timed_ms(lambda: grid.viewport().repaint()))
    print("select all                ", timed_ms(grid.select_all, 10))
    grid.setFocus()
    print("arrow key                 ", timed_ms(lambda: QTest.keyClick(grid, Qt.Key.Key_Right)))
    window.close()
    app.processEvents()


def bench_canvas(app: QApplication) -> None:
    rng = np.random.default_rng(5)
    pixels = rng.integers(0, 255, (3000, 4000, 3), np.uint8)
    canvas = PictureCanvas()
    canvas.resize(1600, 1000)
    canvas.show()
    canvas.show_picture(picture_of(pixels))
    app.processEvents()

    def pan() -> None:
        canvas.pan_by(-3, -2)
        canvas.repaint()

    for zoom in (0.4, 1.0, 3.0):
        canvas.set_zoom(zoom)
        canvas.repaint()
        print(f"pan 12 megapixels at {zoom:3}   ", timed_ms(pan))
    canvas.close()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PHOTOS
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        bench_start(Home(Path(folder) / "empty"))
        bench_gallery(app, Home(Path(folder) / "full"), count)
        bench_canvas(app)


if __name__ == "__main__":
    main()

"""How fluid the gallery is with a million photos in rows: a frame, a zoom, a resize, and memory.

    python -m tests.benchmarks.bench_gallery [PHOTOS]

The photos are made up and thumbnails are real JPEGs; the query of a real library is measured by
bench_window.py. Times are of the GUI thread's own work, median and 95th percentile.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imgsim_desktop.reading.decode import encode_jpeg
from imgsim_desktop.records import Photo
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.models.shapes import ShapeRows, ShapeTable
from imgsim_desktop.ui.theme import apply_theme
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.widgets.date_bar import DateBar
from imgsim_desktop.ui.widgets.photo_grid import PhotoGrid, SheetLook
from tests.ui.fakes import photo

PHOTOS = 1_000_000
DAYS = 7300
SIDES = ((400, 300), (300, 400), (480, 320), (320, 480), (640, 360), (900, 300))


def side_of(photo_id: int) -> tuple[int, int]:
    return SIDES[photo_id * 7 % 11 % len(SIDES)]


def photos(ids: Sequence[int]) -> dict[int, Photo]:
    found = {}
    for photo_id in ids:
        wide, high = side_of(photo_id)
        one = photo(photo_id)
        found[photo_id] = replace(one, facts=replace(one.facts, width_px=wide, height_px=high))
    return found


class Store:
    """A noisy picture of each shape."""

    def __init__(self) -> None:
        rng = np.random.default_rng(3)
        self._jpegs = {}
        for wide, high in SIDES:
            scale = 320 / max(wide, high)
            size = (round(high * scale / 16) + 1, round(wide * scale / 16) + 1, 3)
            tile = rng.integers(0, 255, size, np.uint8).repeat(16, 0).repeat(16, 1)
            shown = tile[: round(high * scale), : round(wide * scale)]
            self._jpegs[wide, high] = encode_jpeg(np.ascontiguousarray(shown))

    def get(self, content_hash: bytes) -> bytes | None:
        return self._jpegs[side_of(int.from_bytes(content_hash, "little"))]


def shapes(count: int) -> ShapeRows:
    ids = np.arange(1, count + 1)
    sides = np.array(SIDES, np.float32)[ids * 7 % 11 % len(SIDES)]
    rng = np.random.default_rng(5)
    days = np.sort(rng.integers(0, DAYS, count))[::-1] + 12_000
    return ShapeRows(ids, sides[:, 0] / sides[:, 1], days.astype(np.int32))


def told(name: str, act: Callable[[], object], times: int = 40) -> None:
    worked = []
    for _ in range(times):
        began = time.thread_time()
        act()
        worked.append((time.thread_time() - began) * 1e3)
    print(f"{name:32} {np.median(worked):7.2f} {np.percentile(worked, 95):7.2f} ms")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PHOTOS
    app = QApplication([])
    apply_theme(app, "light")
    table = ShapeTable()
    rows = shapes(count)
    loader = ThumbnailLoader()
    loader.set_source(Store())
    grid = PhotoGrid(PhotoPages(photos), loader)
    bar = DateBar(grid)
    grid.set_look(SheetLook(is_in_rows=True, has_days=True, has_names=False))
    grid.resize(1340, 820)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    table.learn(rows)
    ids = rows.photo_ids
    grid.set_ids(ids, table.of(ids))
    for widget in (grid, bar):
        widget.show()
    QTest.qWait(500)
    seen = len(grid.visible_rows())
    print(f"{count:,} photos of {DAYS:,} days, {seen} on a screen of 1340 x 820")
    scroll = grid.verticalScrollBar()

    def scroll_by(step: int) -> None:
        scroll.setValue((scroll.value() + step) % scroll.maximum())
        app.processEvents()

    widths = iter(range(1000, 1340))
    sizes = iter([100 + 3 * n % 150 for n in range(1000)])

    def resize() -> None:
        grid.resize(next(widths), 820)
        grid.viewport().repaint()

    def zoom() -> None:
        grid.set_thumb_px(next(sizes))
        grid.viewport().repaint()

    told("shapes of all ids", lambda: table.of(ids), 5)
    told("show them", lambda: grid.set_ids(ids, table.of(ids)), 5)
    told("scroll by 40 px, a frame", lambda: scroll_by(40), 200)
    told("jump by 2 % of all, a frame", lambda: scroll_by(scroll.maximum() // 50), 60)
    QTest.qWait(1500)
    told("paint all, pictures there", lambda: grid.viewport().repaint())
    told("date bar, a frame", bar.repaint)
    told("zoom, a step with its frame", zoom)
    told("resize, a step with its frame", resize)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"memory beside the pictures: {(peak - before) / 1024:.0f} MB at its peak")
    grid.close()
    bar.close()
    loader.stop()


if __name__ == "__main__":
    main()

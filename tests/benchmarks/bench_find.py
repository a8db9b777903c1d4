"""How fast photos are found by words, and whether the window waits.

    python -m tests.benchmarks.bench_find [PHOTOS]

Stores synthetic photos without vectors, then asks as the search field does: in the thread of the
finder, while a timer of 5 ms runs in the GUI thread. Prints for each query the photos found, the
time by the clock and by the processor (best of three), and the longest time in which the GUI thread
did not get round to its timer, by the clock and by what it itself computed then.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QTimer

from imgsim_desktop.library import cache_rows as rows
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.databases import transaction
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Facts, FoundFile, Reading, Words
from imgsim_desktop.scan.finding import understand
from imgsim_desktop.ui.finding import PhotoFinder
from imgsim_desktop.ui.session import LibrarySession

CAMERAS = ("Canon EOS 5D", "NIKON Z 6", "Apple iPhone 12", "Google Pixel 8", None)
WORDS = ("harbour", "beach", "mountain", "海边日落", "birthday", "station", "garden", "snow")
QUERIES = (
    "IMG_123456", "img", "12", "beach", "海边日落", "海", "caption:harbour", "keyword:snow",
    "camera:canon", "folder:2013", "2013", "last summer", "raw", "raw 2013 >20MB", "screenshots",
    "panorama", "film", ">5MB", ">40MP", "rating:>=4", "near:52.5,13.4,50km", "kind:copy",
    "-raw", "beach -canon 2010..2015 rating:>=3",
)  # fmt: skip


def reading(number: int, root: Path) -> Reading:
    is_raw = number % 20 == 0
    name = f"IMG_{number}.{'nef' if is_raw else 'jpg'}"
    path = root / f"{2000 + number % 24}" / f"album {number % 311}" / name
    caption = f"{WORDS[number % 7]} {number}" if number % 5 == 0 else ""
    has_place = number % 3 == 0
    return Reading(
        file=FoundFile(path, root, 1_000_000 + number * 37 % 30_000_000, 0, 1, number + 1),
        content_hash=number.to_bytes(16, "big"),
        pixel_hash=bytes(16),
        perceptual_hash=bytes(32),
        facts=Facts(
            8000 if number % 97 == 0 else 4000,
            3000,
            "RAW" if is_raw else "JPEG",
            taken_ns=(946_684_800 + number * 7919 % 820_000_000) * 10**9,
            camera=CAMERAS[number % 5],
            keywords=(WORDS[number % 8],) if number % 4 == 0 else (),
            rating=number % 6 or None,
            latitude=(number * 31 % 18_000) / 100 - 90 if has_place else None,
            longitude=(number * 17 % 36_000) / 100 - 180 if has_place else None,
        ),
        thumbnail_jpeg=b"",
        pixels=np.zeros((1, 1, 3), np.uint8),
        words=Words(caption, "EF 50mm" if number % 5 == 0 else ""),
    )


def fill(db: sqlite3.Connection, count: int, root: Path) -> None:
    """As the scan writes them, but for what it asks before each: that takes five times as long."""
    facts = ", ?" * rows.FACT_COUNT
    for first in range(0, count, 5000):
        some = [reading(number, root) for number in range(first, min(first + 5000, count))]
        with transaction(db):
            db.executemany(
                "INSERT INTO contents (content_id, content_hash, pixel_hash, perceptual_hash,"
                f" words_version, {rows.FACT_COLUMNS}) VALUES (?, ?, x'', x'', 1{facts})",
                [
                    (first + i + 1, r.content_hash, *rows.facts_row(r.facts))
                    for i, r in enumerate(some)
                ],
            )
            db.executemany(
                "INSERT INTO photos (path, folder, root, name, sort_name, size_bytes, mtime_ns,"
                " device, inode, companions, sort_time_ns, content_id)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (*rows.file_row(r.file), r.facts.taken_ns, first + i + 1)
                    for i, r in enumerate(some)
                ],
            )
            db.executemany(
                "INSERT INTO words VALUES (?, ?, ?, ?)",
                [
                    (first + i + 1, "\n".join(r.facts.keywords), r.words.caption, r.words.lens)
                    for i, r in enumerate(some)
                    if r.words is not None and (r.facts.keywords or r.words.lens)
                ],
            )


class Ticker:
    """The longest gap between two looks of a timer, by the clock and by the thread's own work."""

    def __init__(self) -> None:
        self.timer = QTimer()
        self.timer.setInterval(5)
        self.timer.timeout.connect(self.tick)
        self.begin()
        self.timer.start()

    def begin(self) -> None:
        self.wall = self.own = 0.0
        self.last = (time.perf_counter(), time.thread_time())

    def tick(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        self.wall = max(self.wall, now[0] - self.last[0])
        self.own = max(self.own, now[1] - self.last[1])
        self.last = now


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QCoreApplication([])
    with tempfile.TemporaryDirectory() as folder:
        home, root = Home(Path(folder) / "home"), Path(folder) / "photos"
        root.mkdir()
        library = LibraryList(home).open_for([root])
        began = time.process_time()
        with CacheWriter(home, library) as writer:
            fill(writer._db, count, root)
        per_photo = (time.process_time() - began) / count * 1e6
        size = home.cache_db(library.key).stat().st_size / count
        print(f"{count:,} photos stored: {per_photo:.0f} us of processor and {size:.0f} B each")
        with CacheReader(home, library)._db as db:
            for table in ("names_index", "words_index"):
                (pages,) = db.execute(
                    f"SELECT coalesce(sum(length(block)), 0) FROM {table}_data"
                ).fetchone()
                print(f"   {table}: {pages / count:.0f} B a photo")
        session = LibrarySession(home)
        session.open_library(library)
        session._poll_timer.stop()
        finder, ticker = PhotoFinder(session), Ticker()
        found: list[np.ndarray] = []
        finder.found.connect(found.append)
        for text in QUERIES:
            query = understand(text)
            walls, processors = [], []
            ticker.begin()
            for _ in range(3):
                found.clear()
                wall, processor = time.perf_counter(), time.process_time()
                finder.ask(query, None, "date", is_falling=True)
                while not found:
                    app.processEvents()
                    time.sleep(0.001)
                walls.append(time.perf_counter() - wall)
                processors.append(time.process_time() - processor)
            print(
                f"{text}: {len(found[0]):,} found, {min(walls) * 1000:.0f} ms,"
                f" processor {min(processors) * 1000:.0f} ms; the GUI thread was away for"
                f" {ticker.wall * 1000:.0f} ms, of which its own work {ticker.own * 1000:.0f} ms",
                flush=True,
            )
        finder.close_down()
        session.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

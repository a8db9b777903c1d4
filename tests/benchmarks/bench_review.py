"""How long the review takes with very many groups. Run: python -m tests.benchmarks.bench_review"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from imgsim_desktop.choosing.lanes import Lane
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import PAIR_KINDS, Facts, PairKind, PairTable, Photo
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.theme import apply_theme
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.views.duplicates import DuplicatesView

PHOTOS = 100_000
GROUPS = 10_000


def make_photos(count: int) -> list[Photo]:
    facts = [Facts(4000 - i % 7, 3000, "JPEG", jpeg_quality=90 - i % 5) for i in range(35)]
    root = Path("/photos")
    return [
        Photo(i, i, root / f"{i % 300:03}" / f"IMG_{i:06}.jpg", root, 3_000_000 + i, i,
              i.to_bytes(16, "big"), facts[i % 35])
        for i in range(1, count + 1)
    ]  # fmt: skip


def make_pairs(groups: int, size: int, photos: int) -> PairTable:
    """`groups` times all pairs among `size` photos, of confidences from 0.5 to 1."""
    rng = np.random.default_rng(1)
    ids = rng.permutation(np.arange(1, photos + 1))[: groups * size].reshape(groups, size)
    a, b = (np.concatenate([ids[:, i] for i, j in PAIRS_OF[size]]),
            np.concatenate([ids[:, j] for i, j in PAIRS_OF[size]]))  # fmt: skip
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((high, low))
    confidence = (1 - 0.5 * rng.random(len(a)) ** 3).astype(np.float32)
    return PairTable.from_columns(
        low[order], high[order], confidence=confidence,
        kind=PAIR_KINDS.index(PairKind.SAME_PICTURE),
    )  # fmt: skip


PAIRS_OF = {3: ((0, 1), (0, 2), (1, 2))}


def timed(name: str, act: object) -> None:
    assert callable(act)
    began = time.process_time()
    act()
    QApplication.processEvents()
    print(f"{name:48} {1000 * (time.process_time() - began):8.1f} ms")


def main() -> int:
    app = QApplication(sys.argv)
    apply_theme(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        session = LibrarySession(Home(Path(folder)))
        thumbnails = ThumbnailLoader()
        view = DuplicatesView(session, thumbnails)
        view.resize(1400, 900)
        view.show()
        view.slider.set_confidence(0.5)
        desk = view.desk
        pairs, photos = make_pairs(GROUPS, 3, PHOTOS), make_photos(PHOTOS)
        in_pairs = set(pairs.a.tolist()) | set(pairs.b.tolist())
        wanted = [photo for photo in photos if photo.photo_id in in_pairs]
        timed(f"take in {len(wanted)} photos, {len(pairs)} pairs", lambda: desk.load(pairs, wanted))
        timed("form groups: sure", lambda: desk.regroup(0.99))
        timed("form groups: loose", lambda: desk.regroup(0.5))
        view.lanes.set_lane(Lane.SAME_PICTURE)
        timed(f"open a queue of {len(desk.lanes[Lane.SAME_PICTURE])} groups", view.show_all)
        timed("next group", lambda: view.ways.go(1))
        timed("accept one (it leaves the queue)", view.acts.accept)
        timed("accept one more", view.acts.accept)
        timed("undo", view.acts.undo)
        for _ in range(100):
            view.acts.accept()
        began = time.process_time()
        for _ in range(100):
            view.acts.accept()
            QApplication.processEvents()
        print(f"{'accept, mean of 100':48} {10 * (time.process_time() - began):8.1f} ms")
        view.close_down()
        thumbnails.stop()
        session.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

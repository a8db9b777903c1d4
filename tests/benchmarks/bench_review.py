"""How long the review takes with very many groups. Run: python -m tests.benchmarks.bench_review"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imgsim_desktop.choosing.audit import audit
from imgsim_desktop.choosing.lanes import Lane
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import PAIR_KINDS, Facts, PairKind, PairTable, Photo
from imgsim_desktop.scan import scan
from imgsim_desktop.ui.audit_run import AuditRun
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.theme import apply_theme
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.views.duplicates.view import DuplicatesView
from imgsim_desktop.ui.widgets.stage import Mode
from tests.pictures import save_photo, scene
from tests.ui.fakes import colour_network
from tests.ui.review import store_pairs

PHOTOS = 100_000
GROUPS = 10_000
LARGE = 8
"""Groups of photos of 12 megapixels."""
SOLVED = 100
ENTERS = 100


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
    began = time.thread_time()
    act()
    QApplication.processEvents()
    print(f"{name:48} {1000 * (time.thread_time() - began):8.1f} ms")


def many_groups(session: LibrarySession) -> None:
    """A queue of ten thousand groups; no photo of it exists."""
    thumbnails = ThumbnailLoader()
    view = DuplicatesView(session, thumbnails)
    view.resize(1400, 900)
    view.show()
    view.slider.set_confidence(0.5)
    model, desk = view.model, view.desk
    pairs, photos = make_pairs(GROUPS, 3, PHOTOS), make_photos(PHOTOS)
    in_pairs = set(pairs.a.tolist()) | set(pairs.b.tolist())
    wanted = [photo for photo in photos if photo.photo_id in in_pairs]
    timed(f"take in {len(wanted)} photos, {len(pairs)} pairs", lambda: desk.load(pairs, wanted))
    timed("form groups: sure", lambda: desk.regroup(0.99))
    timed("form groups: loose", lambda: desk.regroup(0.5))
    count = len(desk.lanes[Lane.SAME_PICTURE])
    timed(f"open a queue of {count} groups", lambda: model.choose_lane(Lane.SAME_PICTURE))
    timed("next group", lambda: view.ways.go(1))
    timed("accept one (it leaves the queue)", view.acts.accept)
    timed("undo", view.acts.undo)
    shown = list(model.listing.entries)
    del shown[5000]
    timed("take one out of the middle of the queue", lambda: view.queue.set_entries(shown))
    bar = view.page.filter_bar
    timed("filter by name", lambda: bar.name.setText("IMG_0001"))
    timed("show all again", model.clear_filters)
    groups = [entry.group for entry in desk.lanes[Lane.SAME_PICTURE]]
    timed("preview of other rules", lambda: desk.changes_by(["newest"]))
    timed("audit of the lane", lambda: audit(desk.review, groups, desk.pair))
    run, found = AuditRun(desk.review, groups, desk.pair, view), list[object]()
    run.finished.connect(found.append)
    run.start()
    longest = 0.0
    while not found:
        began = time.thread_time()
        QApplication.processEvents()
        longest = max(longest, time.thread_time() - began)
    print(f"{'longest the window waits for it in slices':48} {1000 * longest:8.1f} ms")
    began = time.thread_time()
    for _ in range(100):
        view.acts.accept()
        QApplication.processEvents()
    print(f"{'accept, mean of 100':48} {10 * (time.thread_time() - began):8.1f} ms")
    view.close_down()
    view.deleteLater()
    thumbnails.stop()


def enters(session: LibrarySession) -> None:
    """Enter after Enter on groups of three, by real key events; no photo of them exists."""
    thumbnails = ThumbnailLoader()
    view = DuplicatesView(session, thumbnails)
    view.resize(1400, 900)
    view.show()
    pairs, photos = make_pairs(ENTERS + 10, 3, 3 * (ENTERS + 10)), make_photos(3 * (ENTERS + 10))
    view.desk.load(pairs, photos)
    view.desk.regroup(0.5)
    view.model.choose_lane(Lane.SAME_PICTURE)
    QApplication.processEvents()
    costs = [timed_key(view, Qt.Key.Key_Return) for _ in range(ENTERS)]
    print_costs("Enter on a group of three", costs)
    view.close_down()
    view.deleteLater()
    thumbnails.stop()


def real_photos(folder: Path) -> None:
    """From group to group with photos of 12 megapixels, once the neighbours are opened."""
    photos = folder / "photos"
    for i in range(LARGE):
        large = Image.fromarray(scene(i, 1000, 750)).resize((4000, 3000))
        for name, quality in ((f"album/{i:02}.jpg", 90), (f"phone/{i:02} again.jpg", 60)):
            (photos / name).parent.mkdir(parents=True, exist_ok=True)
            large.save(photos / name, quality=quality)
    view, session, thumbnails = scanned_view(folder, LARGE)
    for mode in (Mode.GRID, Mode.SIDE_BY_SIDE, Mode.SLIDER):
        view.stage.set_mode(mode)
        view.queue_list.show_row(0)
        costs = []
        for _ in range(LARGE - 1):
            wait_for_pictures(view)
            costs.append(timed_key(view, Qt.Key.Key_PageDown))
        print_costs(f"next group, 12 MP, {mode.value}", costs)
    close(view, session, thumbnails)


def solved_by_keys(folder: Path) -> None:
    """A hundred groups, Enter by Enter, with real key events; what the program itself takes."""
    photos = folder / "photos"
    for i in range(SOLVED):
        save_photo(photos / "album" / f"{i:03}.jpg", i, width=900, height=600)
        save_photo(photos / "phone" / f"{i:03} again.jpg", i, width=900, height=600, quality=60)
    view, session, thumbnails = scanned_view(folder, SOLVED)
    keys = [Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_K, Qt.Key.Key_A]
    costs: list[tuple[float, float]] = []
    while view.entry is not None and view.entry.lane is Lane.SAME_PICTURE:
        costs.append(timed_key(view, keys[len(costs) % len(keys)]))
    solved = len(view.desk.lanes[Lane.SOLVED])
    print_costs(f"{len(costs)} keys for {solved} groups, each", costs)
    for name, place in (("processor", 0), ("wall", 1)):
        total = sum(cost[place] for cost in costs)
        print(f"{f'{solved} groups by keys alone, {name} time':48} {1000 * total:8.1f} ms")
    close(view, session, thumbnails)


def scanned_view(
    folder: Path, groups: int
) -> tuple[DuplicatesView, LibrarySession, ThumbnailLoader]:
    """A page over real files, read and described by colour averages; all pairs 99 % sure."""
    home = Home(folder / "home")
    library = LibraryList(home).open_for([folder / "photos"])
    scan(library, home, colour_network())
    width = 2 if groups < 100 else 3
    names = [(f"{i:0{width}}", f"{i:0{width}} again") for i in range(groups)]
    store_pairs(home, library, *names)
    session, thumbnails = LibrarySession(home), ThumbnailLoader()
    view = DuplicatesView(session, thumbnails)
    view.resize(1400, 900)
    session.open_library(library)
    thumbnails.set_source(session.thumbnail_store)
    view.show()
    view.model.committer.wait()
    view.model.refresh_now()
    view.model.choose_lane(Lane.SAME_PICTURE)
    wait_for_pictures(view)
    return view, session, thumbnails


def wait_for_pictures(view: DuplicatesView) -> None:
    """Until nothing is being opened: the person looks at the group for a moment."""
    loaders = (view.loaders.previews, view.loaders.pictures)
    quiet = 0
    while quiet < 3:
        QApplication.processEvents()
        time.sleep(0.02)
        quiet = 0 if any(loader.is_busy for loader in loaders) else quiet + 1


def timed_key(view: DuplicatesView, key: Qt.Key) -> tuple[float, float]:
    """Processor and wall time in seconds from the key to the painted group."""
    wall, processor = time.perf_counter(), time.thread_time()
    QTest.keyClick(view.stage.focus_widget(), key)
    QApplication.processEvents()
    return time.thread_time() - processor, time.perf_counter() - wall


def print_costs(name: str, costs: list[tuple[float, float]]) -> None:
    processor, wall = (sorted(1000 * cost[i] for cost in costs) for i in (0, 1))
    middle = len(costs) // 2
    print(
        f"{name:48} processor {processor[middle]:6.1f} ms median, {processor[-1]:6.1f} at most;"
        f" wall {wall[middle]:6.1f} median, {wall[-1]:6.1f} at most"
    )


def close(view: DuplicatesView, session: LibrarySession, thumbnails: ThumbnailLoader) -> None:
    view.close_down()
    thumbnails.stop()
    session.close()
    view.deleteLater()


def main() -> int:
    """`--queue` measures the long queue only, `--enter` one key only."""
    app = QApplication(sys.argv)
    apply_theme(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        session = LibrarySession(Home(Path(folder)))
        enters(session)
        session.close()
    if "--enter" in sys.argv:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        session = LibrarySession(Home(Path(folder)))
        many_groups(session)
        session.close()
    if "--queue" in sys.argv:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        real_photos(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        solved_by_keys(Path(folder))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

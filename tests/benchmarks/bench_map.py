"""What themes and the map cost: finding, drawing, and a frame of the canvas.

    python -m tests.benchmarks.bench_map [themes|map|tsne|frame] [COUNT...]

`themes` and `map` print processor seconds of one thread and the peak of memory, on vectors of 200
kinds of very different size; `tsne` sets the map's t-SNE (openTSNE) beside scikit-learn's; `frame`
paints the canvas at three zooms, moving and zooming. Processor time, because wall time says more
about what else runs.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from imgsim_desktop.matching.map import draw_map
from imgsim_desktop.matching.reduction import principal, unit
from imgsim_desktop.matching.themes import Method, find_themes

DIM = 256
KINDS = 200
FRAMES = 40


def library(count: int) -> NDArray[np.float32]:
    """Unit vectors of 200 kinds, a tenth of them strays; 256 numbers as the built-in network."""
    rng = np.random.default_rng(11)
    sizes = rng.pareto(1.0, KINDS) + 0.05
    kind = rng.choice(KINDS, count, p=sizes / sizes.sum())
    centres = rng.standard_normal((KINDS, 24)).astype(np.float32)
    mixed = rng.standard_normal((24, DIM)).astype(np.float32)
    inner = centres[kind] + 0.45 * rng.standard_normal((count, 24)).astype(np.float32)
    strays = rng.random(count) < 0.1
    inner[strays] = rng.standard_normal((int(strays.sum()), 24))
    return unit(inner @ mixed + 0.6 * rng.standard_normal((count, DIM)).astype(np.float32))


def timed(work: Callable[[], object]) -> tuple[object, float]:
    began = time.process_time()
    return work(), time.process_time() - began


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def themes(count: int) -> None:
    vectors, alone = library(count), np.arange(count)
    find_themes(vectors[:500], alone[:500])  # imports
    before = peak_mb()
    wishes: tuple[tuple[Method, int | None], ...] = (
        ("kmeans", 24), ("kmeans", None), ("density", None),
    )  # fmt: skip
    for method, wish in wishes:
        found, seconds = timed(
            lambda method=method, wish=wish: find_themes(vectors, alone, method=method, count=wish)
        )
        none = len(found.unplaced()) / count  # type: ignore[attr-defined]
        print(
            f"themes {count} {method} {wish or 'suggested'}: {seconds:.1f} s, "
            f"{len(found)} themes, {none:.0%} in none, "  # type: ignore[arg-type]
            f"peak {peak_mb():.0f} MB ({before:.0f} before)"
        )


def drawn(count: int) -> None:
    vectors, alone = library(count), np.arange(count)
    before = peak_mb()
    sketches: list[float] = []
    began = time.process_time()

    def note(_places: object) -> None:
        sketches.append(time.process_time() - began)

    places, seconds = timed(lambda: draw_map(vectors, alone, show=note))
    assert isinstance(places, np.ndarray)
    print(f"  first picture after {sketches[0]:.1f} s")
    print(f"map {count}: {seconds:.1f} s, peak {peak_mb():.0f} MB ({before:.0f} before)")
    print(f"  neighbours kept {kept(vectors, places):.3f}")
    known = places.copy()
    known[:: max(2, count // 100)] = np.nan
    _, seconds = timed(lambda: draw_map(vectors, alone, known))
    print(f"  100 photos added: {seconds:.1f} s")


def kept(vectors: NDArray[np.float32], places: NDArray[np.float32]) -> float:
    """Of the 15 nearest by vector, the share that is among the 15 nearest on the map."""
    asked = np.linspace(0, len(vectors) - 1, 300).astype(np.int64)
    near = np.argsort(-(vectors[asked] @ vectors.T), axis=1)[:, 1:16]
    apart = np.stack([((places - places[row]) ** 2).sum(1) for row in asked])
    shown = np.argsort(apart, axis=1)[:, 1:16]
    return float(np.mean([len(set(a) & set(b)) / 15 for a, b in zip(near, shown, strict=True)]))


def tsne(count: int) -> None:
    """The map's and scikit-learn's, side by side, with as many steps and one thread each."""
    from sklearn.manifold import TSNE

    vectors = library(count)
    places, own = timed(lambda: draw_map(vectors, np.arange(count)))
    assert isinstance(places, np.ndarray)
    rows = unit(principal(vectors, 50))
    theirs = TSNE(init="pca", random_state=1, max_iter=650, n_jobs=1)
    other, seconds = timed(lambda: theirs.fit_transform(rows))
    assert isinstance(other, np.ndarray)
    print(
        f"tsne {count}: ours {own:.1f} s, keeps {kept(vectors, places):.3f}; "
        f"scikit-learn {seconds:.1f} s, keeps {kept(vectors, other):.3f}"
    )


def frame(count: int) -> None:
    """Milliseconds of processor a frame of 1320 x 800 while one moves and zooms."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from imgsim_desktop.ui.models.map_scene import MapScene
    from imgsim_desktop.ui.models.photo_pages import PhotoPages
    from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
    from imgsim_desktop.ui.widgets.map_canvas import MapCanvas
    from tests.ui.fakes import FakeStore, photos

    app = QApplication.instance() or QApplication([])
    rng = np.random.default_rng(2)
    middles = rng.uniform(-0.9, 0.9, (KINDS, 2))
    places = middles[rng.integers(0, KINDS, count)] + 0.05 * rng.standard_normal((count, 2))
    loader = ThumbnailLoader()
    loader.set_source(FakeStore())
    canvas = MapCanvas(PhotoPages(photos), loader)
    canvas.resize(1320, 800)
    canvas.show()
    canvas.set_scene(MapScene(np.arange(1, count + 1), places.clip(-1, 1).astype(np.float32)))
    canvas.fit()
    for name, zoom in (("whole", 1.0), ("5 times", 5.0), ("40 times", 40.0)):
        x, y = canvas.camera.on_screen(canvas.scene.places[0]).tolist()
        canvas.camera = canvas.camera.zoomed(zoom, x, y)
        canvas.update()
        QTest.qWait(50)
        while loader.is_busy:
            QTest.qWait(20)
        in_view = len(canvas.scene.in_view(canvas.camera)[0])
        middle = canvas.width() / 2, canvas.height() / 2
        for way in ("moving", "zooming"):
            costs = []
            for step in range(FRAMES):
                there = step % 20 < 10
                if way == "moving":
                    canvas.camera = canvas.camera.moved(9 if there else -9, 4)
                else:
                    canvas.camera = canvas.camera.zoomed(1.02 if there else 1 / 1.02, *middle)
                began = time.process_time()
                canvas.repaint()
                costs.append((time.process_time() - began) * 1000)
            print(
                f"frame {count} {name} {way}: {in_view} in view, median "
                f"{np.median(costs):.1f} ms, 95 % {np.quantile(costs, 0.95):.1f} ms"
            )
    canvas.close()
    loader.stop()
    app.processEvents()


WORKS = {"themes": themes, "map": drawn, "tsne": tsne, "frame": frame}

if __name__ == "__main__":
    wanted = [word for word in sys.argv[1:] if word in WORKS] or list(WORKS)
    counts = [int(word) for word in sys.argv[1:] if word.isdigit()] or [5_000, 20_000, 100_000]
    with threadpool_limits(1):
        for name in wanted:
            for number in counts:
                WORKS[name](number)

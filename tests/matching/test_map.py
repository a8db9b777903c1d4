from __future__ import annotations

import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.matching import map as maps
from imgsim_desktop.matching import tsne
from imgsim_desktop.matching.map import STAGE, draw_map
from imgsim_desktop.records import Progress
from tests.matching.test_themes import alone, clouds


def same_kind_nearby(places: NDArray[np.float32], truth: NDArray[np.int64]) -> float:
    """Share of photos whose nearest on the map is of their kind."""
    apart = ((places[:, None] - places[None]) ** 2).sum(2)
    np.fill_diagonal(apart, np.inf)
    return float((truth[apart.argmin(1)] == truth).mean())


@pytest.fixture(scope="module")
def drawn() -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]]:
    """Vectors of four kinds, which kind each is, and their map."""
    vectors, truth = clouds((80, 60, 40, 20), spread=0.1)
    return vectors, truth, draw_map(vectors, alone(200))


def test_photos_of_one_kind_stand_together(
    drawn: tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]],
) -> None:
    _, truth, places = drawn
    assert places.shape == (200, 2)
    assert places.dtype == np.float32
    assert np.isfinite(places).all()
    assert np.abs(places).max() == pytest.approx(1, abs=1e-5)
    assert same_kind_nearby(places, truth) > 0.98
    middles = np.array([places[truth == kind].mean(0) for kind in range(4)])
    widths = [places[truth == kind].std(0).max() for kind in range(4)]
    apart = np.linalg.norm(middles[:, None] - middles[None], axis=2)[np.triu_indices(4, 1)]
    assert apart.min() > 2 * max(widths)


def test_the_same_vectors_give_the_same_map(
    drawn: tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]],
) -> None:
    vectors, _, places = drawn
    assert np.array_equal(draw_map(vectors, alone(200)), places)


def test_new_photos_are_added_to_the_map_there_is(
    drawn: tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]],
) -> None:
    vectors, truth, places = drawn
    known = places.copy()
    known[::10] = np.nan
    added = draw_map(vectors, alone(200), known)
    moved = np.linalg.norm(added - places, axis=1)
    assert np.median(moved) < 0.1
    assert same_kind_nearby(added, truth) > 0.98
    mostly_new = places.copy()
    mostly_new[:120] = np.nan
    assert np.array_equal(draw_map(vectors, alone(200), mostly_new), places)


def test_of_many_photos_some_are_settled_first_and_the_others_between_them(
    drawn: tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vectors, truth, _ = drawn
    monkeypatch.setattr(maps, "_SAMPLE", 60)
    monkeypatch.setattr(maps, "_ROUGH_ABOVE", 100)
    sketches: list[NDArray[np.float32]] = []
    told: list[Progress] = []

    class Listening(Control):
        def report(self, progress: Progress) -> None:
            told.append(progress)

    copy_of = alone(200)
    copy_of[7] = 3
    places = draw_map(vectors, copy_of, control=Listening(), show=sketches.append)
    assert same_kind_nearby(places, truth) > 0.95
    assert len(sketches) > 5
    assert all(sketch.shape == (200, 2) and np.isfinite(sketch).all() for sketch in sketches)
    assert same_kind_nearby(sketches[-1], truth) > 0.95
    assert [p.done for p in told] == sorted(p.done for p in told)
    assert len({p.total for p in told if p.total}) == 1
    assert told[-1].done == told[-1].total
    again = draw_map(vectors, copy_of)
    assert np.array_equal(again, places)


def test_copies_stand_around_their_original_and_on_no_other_spot(
    drawn: tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]],
) -> None:
    vectors, _, _ = drawn
    both = np.concatenate([vectors[:60], vectors[:1].repeat(6, 0)])
    copy_of = np.concatenate([alone(60), np.zeros(6, np.int64)])
    places = draw_map(both, copy_of)
    distances = np.linalg.norm(places - places[0], axis=1)
    assert distances[60:].max() < np.sort(distances[1:60])[3]
    assert len(np.unique(places[[0, *range(60, 66)]], axis=0)) == 7


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 5])
def test_few_photos_have_places_of_their_own(n: int) -> None:
    vectors, _ = clouds((5,))
    places = draw_map(vectors[:n], alone(n))
    assert places.shape == (n, 2)
    assert len(np.unique(places, axis=0)) == n
    assert np.isfinite(places).all()


@pytest.mark.parametrize("n", [4, 7, 12, 22, 40, 90])
def test_a_small_library_is_spread_over_its_map_and_not_on_one_spot(n: int) -> None:
    draw = np.random.default_rng(n)
    kinds = draw.normal(size=(4, 128))
    vectors = (kinds[draw.integers(0, 4, n)] + 0.8 * draw.normal(size=(n, 128))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    places = draw_map(vectors, alone(n))
    assert np.abs(places).max() > 0.9
    apart = np.linalg.norm(places[:, None] - places, axis=2)
    np.fill_diagonal(apart, np.inf)
    assert np.median(apart.min(axis=1)) > 0.01


def test_many_points_are_settled_on_a_grid_as_well_as_by_the_tree(
    drawn: tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vectors, truth, by_tree = drawn
    monkeypatch.setattr(tsne, "_GRID_ABOVE", 10)
    on_grid = draw_map(vectors, alone(200))
    assert not np.array_equal(on_grid, by_tree)
    assert same_kind_nearby(on_grid, truth) > 0.98


def test_a_map_being_drawn_can_be_stopped() -> None:
    class Impatient(Control):
        def report(self, progress: Progress) -> None:
            super().report(progress)
            if progress.done > 2 * tsne.TOLD_EVERY:
                self.stop()

    control = Impatient()
    vectors, _ = clouds((80, 60))
    with pytest.raises(Cancelled):
        draw_map(vectors, alone(140), control=control)
    total = tsne.EARLY_STEPS + tsne.LATE_STEPS
    assert control.progress == Progress(STAGE, done=3 * tsne.TOLD_EVERY, total=total)


def test_without_avx2_a_map_is_drawn_and_opentsne_never_imported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tsne, "has_avx2", lambda: False)
    monkeypatch.setitem(sys.modules, "openTSNE", None)  # importing it would end the program there
    vectors, truth = clouds((80, 60, 40, 20), spread=0.1)
    places = draw_map(vectors, alone(200))
    assert np.abs(places).max() == pytest.approx(1, abs=1e-5)
    assert same_kind_nearby(places, truth) > 0.6

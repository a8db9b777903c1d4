from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.matching import themes
from imgsim_desktop.matching.themes import find_themes, smallest_theme, stand_ins
from imgsim_desktop.records import Progress

METHODS = ("kmeans", "density")


def clouds(
    sizes: tuple[int, ...], *, strays: int = 0, spread: float = 0.05, dim: int = 48
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Unit vectors around a few directions, shuffled, and which each belongs to; -1 for strays."""
    rng = np.random.default_rng(7)
    centres = rng.standard_normal((len(sizes), dim))
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    truth = np.repeat([*range(len(sizes)), -1], [*sizes, strays])
    rows = np.where((truth >= 0)[:, None], centres[truth], 0)
    rows = rows + np.where((truth >= 0)[:, None], spread, 1.0) * rng.standard_normal(rows.shape)
    order = rng.permutation(len(rows))
    rows = rows[order] / np.linalg.norm(rows[order], axis=1, keepdims=True)
    return rows.astype(np.float32), truth[order]


def alone(n: int) -> NDArray[np.int64]:
    return np.arange(n)


def test_photos_of_one_kind_come_together_largest_theme_first() -> None:
    vectors, truth = clouds((60, 40, 30, 20))
    assert np.array_equal(find_themes(vectors, alone(150), count=4).labels, truth)


def test_no_dense_place_mixes_two_kinds() -> None:
    vectors, truth = clouds((60, 40, 30, 20))
    found = find_themes(vectors, alone(150), method="density")
    assert all(len(set(truth[found.members(theme)])) == 1 for theme in range(len(found)))
    assert set(truth[found.medoids]) == {0, 1, 2, 3}
    assert (found.labels >= 0).mean() > 0.5


def test_the_silhouette_suggests_the_number_of_kinds() -> None:
    for sizes in ((30, 30, 30), (20,) * 6, (25,) * 10):
        vectors, _ = clouds(sizes)
        assert len(find_themes(vectors, alone(len(vectors)))) == len(sizes)


def test_density_leaves_out_what_resembles_nothing() -> None:
    vectors, truth = clouds((50, 40), strays=30)
    found = find_themes(vectors, alone(120), method="density")
    in_themes = found.labels >= 0
    assert in_themes[truth >= 0].mean() > 10 * in_themes[truth < 0].mean()
    assert all(len(set(truth[found.members(theme)])) == 1 for theme in range(len(found)))


def test_ten_copies_of_one_photo_are_no_theme() -> None:
    vectors, _ = clouds((40, 40), strays=1)
    copies = np.repeat(vectors[:1], 30, axis=0)
    both = np.concatenate([vectors, copies])
    copy_of = np.concatenate([alone(81), np.zeros(30, np.int64)])
    found = find_themes(both, copy_of, method="kmeans", count=2)
    without = find_themes(vectors, alone(81), method="kmeans", count=2)
    assert len(set(found.labels[81:])) == 1
    assert found.labels[0] == found.labels[81]
    split = [set(np.flatnonzero(found.labels[:81] == theme)) for theme in range(2)]
    assert all(set(np.flatnonzero(without.labels == theme)) in split for theme in range(2))


def test_the_medoid_is_the_photo_most_similar_to_all_others() -> None:
    vectors, _ = clouds((40, 30), spread=0.2)
    found = find_themes(vectors, alone(70), count=2)
    for theme, medoid in enumerate(found.medoids):
        rows = np.flatnonzero(found.labels == theme)
        sums = (vectors[rows] @ vectors[rows].T).sum(1)
        assert medoid == rows[np.argmax(sums)]
        members = found.members(theme)
        assert members[0] == medoid
        assert (np.diff(found.closeness[members[1:]]) <= 1e-6).all()


@pytest.mark.parametrize("method", METHODS)
def test_the_same_vectors_give_the_same_themes(method: themes.Method) -> None:
    vectors, _ = clouds((50, 30, 20), strays=20, spread=0.2)
    first, again = (find_themes(vectors, alone(120), method=method) for _ in range(2))
    assert np.array_equal(first.labels, again.labels)
    assert np.array_equal(first.medoids, again.medoids)


def test_a_large_library_is_grouped_in_batches_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(themes, "_WHOLE_BELOW", 100)
    monkeypatch.setattr(themes, "_BATCH", 64)
    vectors, truth = clouds((120, 90, 60))
    found = find_themes(vectors, alone(270), count=3)
    assert np.array_equal(found.labels, truth)


def test_beyond_the_sample_photos_join_the_dense_place_they_lie_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(themes, "_DENSE_AT_ONCE", 120)
    vectors, truth = clouds((120, 90, 60), strays=30)
    found = find_themes(vectors, alone(300), method="density")
    assert (found.labels >= 0).sum() > 120
    assert all(len(set(truth[found.members(theme)])) == 1 for theme in range(len(found)))
    assert (found.labels[truth < 0] == -1).mean() > 0.9


@pytest.mark.parametrize("method", METHODS)
def test_a_stopped_search_ends_at_once(method: themes.Method) -> None:
    vectors, _ = clouds((50, 30))
    control = Control()
    control.stop()
    with pytest.raises(Cancelled):
        find_themes(vectors, alone(80), method=method, control=control)


def test_progress_goes_forward_to_the_number_of_starts() -> None:
    seen: list[Progress] = []

    class Watched(Control):
        def report(self, progress: Progress) -> None:
            seen.append(progress)

    vectors, _ = clouds((50, 30))
    find_themes(vectors, alone(80), control=Watched())
    assert {progress.stage for progress in seen} == {themes.STAGE}
    assert seen[-1].done == seen[-1].total > 0


def test_a_theme_of_a_small_library_is_four_photos_or_more() -> None:
    assert [smallest_theme(n) for n in (0, 100, 1000, 8000)] == [4, 4, 8, 22]


@given(st.integers(1, 30), st.data())
def test_stand_ins_are_the_first_of_all_that_hang_together(n: int, data: st.DataObject) -> None:
    rows = st.integers(0, n - 1)
    pairs = data.draw(st.lists(st.tuples(rows, rows), max_size=40))
    a, b = (np.array([pair[end] for pair in pairs], np.int64) for end in (0, 1))
    leader = stand_ins(n, a, b)
    assert (leader[a] == leader[b]).all()
    assert np.array_equal(leader[leader], leader)
    assert (leader <= np.arange(n)).all()
    joined = len({frozenset(pair) for pair in pairs if pair[0] != pair[1]})
    assert len(np.unique(leader)) >= n - joined


@settings(max_examples=25)
@given(st.integers(0, 40), st.integers(1, 6), st.sampled_from(METHODS), st.integers(0, 2**32 - 1))
def test_every_photo_is_in_one_theme_or_in_none(
    n: int, count: int, method: themes.Method, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((n, 8)).astype(np.float32)
    vectors[: n // 3] = vectors[:1]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    copy_of = stand_ins(n, rng.integers(0, max(n, 1), n // 4), rng.integers(0, max(n, 1), n // 4))
    found = find_themes(vectors, copy_of, method=method, count=count)
    members = [found.members(theme) for theme in range(len(found))]
    placed = np.concatenate([*members, found.unplaced()])
    assert sorted(placed) == list(range(n))
    assert all(len(rows) for rows in members)
    sizes = [len(rows) for rows in members]
    assert sizes == sorted(sizes, reverse=True)
    assert np.array_equal(found.labels, found.labels[copy_of])
    if method == "kmeans":
        assert not len(found.unplaced())

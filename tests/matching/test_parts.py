import numpy as np
import pytest

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.matching.candidates import ComparisonPlan, Content, find_candidates
from imgsim_desktop.matching.index import Searcher
from imgsim_desktop.matching.parts import FEW, find_by_parts
from imgsim_desktop.records import Facts, PairTable

DIM, PHOTOS = 256, 60


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def library():
    """Look-alikes by the dozen with three parts each; content 120 has content 105 in the second."""
    rng = np.random.default_rng(3)
    kinds = rng.normal(size=(5, DIM))[np.arange(PHOTOS) % 5]
    vectors = unit(kinds + rng.normal(size=(PHOTOS, DIM)))
    parts = unit(kinds[:, None] + rng.normal(size=(PHOTOS, 3, DIM)))
    parts[20, 1] = unit(vectors[5] + 0.03 * rng.normal(size=DIM))
    return np.arange(100, 100 + PHOTOS), vectors, parts


def blocks(keys, parts, size=7):
    return [(keys[i : i + size], parts[i : i + size]) for i in range(0, len(keys), size)]


def test_a_photo_inside_a_part_of_another_is_found(library):
    keys, vectors, parts = library
    found = find_by_parts(blocks(keys, parts), Searcher.build(keys, vectors), keys)
    assert [120, 105] in found.tolist()
    assert len(found) < PHOTOS * 3 / 4  # of the other 179 parts most find nothing


def test_nobody_is_paired_with_itself(library):
    keys, vectors, parts = library
    searcher = Searcher.build(keys, vectors)
    found = find_by_parts(blocks(keys, parts), searcher, keys)
    assert (found[:, 0] != found[:, 1]).all()


@pytest.mark.parametrize("new", [[105], [120], [105, 120, 130], [101, 102]])
def test_new_photos_find_the_same_as_if_all_asked_again(library, new):
    keys, vectors, parts = library
    searcher = Searcher.build(keys, vectors)
    everything = find_by_parts(blocks(keys, parts), searcher, keys)
    found = find_by_parts(blocks(keys, parts), searcher, np.array(new))
    assert found.tolist() == everything[np.isin(everything, new).any(1)].tolist()


def test_how_the_parts_are_cut_into_blocks_changes_nothing(library):
    keys, vectors, parts = library
    searcher = Searcher.build(keys, vectors)
    small, large = (
        find_by_parts(blocks(keys, parts, size), searcher, keys).tolist() for size in (1, 100)
    )
    assert small == large


def test_photos_without_parts_are_passed_over(library):
    keys, vectors, parts = library
    searcher = Searcher.build(keys, vectors)
    found = find_by_parts(blocks(keys[10:], parts[10:]), searcher, keys)
    assert [120, 105] in found.tolist()
    assert len(find_by_parts((), searcher, keys)) == 0


def test_stop_is_heard_between_blocks(library):
    keys, vectors, parts = library
    control = Control()
    control.stop()
    with pytest.raises(Cancelled):
        find_by_parts(blocks(keys, parts), Searcher.build(keys, vectors), keys, control)


def test_what_parts_find_is_looked_at_first(library):
    keys, vectors, parts = library
    searcher = Searcher.build(keys, vectors)
    candidates = find_candidates(keys, vectors, searcher, parts=blocks(keys, parts))
    contents = [
        Content(
            int(k), bytes(16), bytes(16), np.random.default_rng(k).bytes(32), Facts(9, 9, "PNG")
        )
        for k in keys
    ]
    asked = np.ones(len(keys), bool)
    row_of = {int(key): row for row, key in enumerate(keys)}
    plan = ComparisonPlan.make(contents, candidates, asked, row_of, PairTable.empty())
    assert (5, 20) in plan.waves[0]
    without = find_candidates(keys, vectors, searcher)
    assert (5, 20) not in ComparisonPlan.make(
        contents, without, asked, row_of, PairTable.empty()
    ).waves[0]


@pytest.mark.parametrize("count", [2, FEW])
def test_in_a_small_library_every_pair_of_neighbours_is_looked_at(library, count):
    keys, vectors, _ = library
    keys, vectors = keys[:count], vectors[:count]
    candidates = find_candidates(keys, vectors, Searcher.build(keys, vectors))
    contents = [
        Content(
            int(k), bytes(16), bytes(16), np.random.default_rng(k).bytes(32), Facts(9, 9, "PNG")
        )
        for k in keys
    ]
    row_of = {int(key): row for row, key in enumerate(keys)}
    plan = ComparisonPlan.make(
        contents, candidates, np.ones(count, bool), row_of, PairTable.empty()
    )
    assert len(plan.waves[0]) >= min(count * (count - 1) // 2, 3 * count // 2)


def test_a_part_that_resembles_everything_alike_finds_nothing(library):
    keys, vectors, parts = library
    bland = np.broadcast_to(unit(vectors.sum(0)), parts.shape).astype(np.float32)
    assert len(find_by_parts(blocks(keys, bland), Searcher.build(keys, vectors), keys)) == 0

"""How much of a folder lies in another, and that a decision about it loses nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgsim_desktop.choosing.lens import Lens, look_through, mark_held, partners_of
from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import PAIR_KINDS, Group, PairKind, PairTable, Photo
from tests.choosing.pictures import photo

A, B = Path("/p/A"), Path("/p/B")


def pairs(*found: tuple[int, int, PairKind, float]) -> PairTable:
    columns = list(zip(*found, strict=True)) if found else [(), (), (), ()]
    return PairTable.from_columns(
        np.array(columns[0], np.int64), np.array(columns[1], np.int64),
        kind=np.array([PAIR_KINDS.index(kind) for kind in columns[2]], np.uint8),
        confidence=np.array(columns[3], np.float32),
    )  # fmt: skip


PHOTOS: dict[int, Photo] = {
    1: photo(1, "/p/A/same.jpg", content_id=9, content_hash=b"9"),
    2: photo(2, "/p/B/same.jpg", content_id=9, content_hash=b"9"),
    3: photo(3, "/p/A/small.jpg"),
    4: photo(4, "/p/B/sub/large.jpg"),
    5: photo(5, "/p/A/burst.jpg"),
    6: photo(6, "/p/B/burst.jpg"),
    7: photo(7, "/p/A/alone.jpg"),
    8: photo(8, "/p/C/elsewhere.jpg"),
}
TABLE = pairs(
    (3, 4, PairKind.SAME_PICTURE, 0.97),
    (5, 6, PairKind.BURST, 1.0),
    (7, 8, PairKind.IDENTICAL, 1.0),
    (3, 6, PairKind.EDITED, 0.5),
)


def look(confidence: float = 0.9, **other: object) -> Lens:
    partners = partners_of(TABLE, confidence)
    return look_through(PHOTOS.values(), partners, A, B, **other)  # type: ignore[arg-type]


def test_copies_by_bytes_and_by_picture_are_held_and_the_rest_are_only_copies() -> None:
    lens = look()
    assert [(h.photo.photo_id, [c.photo_id for c in h.copies]) for h in lens.held] == [
        (1, [2]), (3, [4]),
    ]  # fmt: skip
    assert [p.photo_id for p in lens.only] == [7, 5]
    assert (lens.total, lens.held[1].kind) == (4, PairKind.SAME_PICTURE)


def test_the_surest_copy_comes_first() -> None:
    lens = look(0.4)
    assert [copy.photo_id for copy in lens.held[1].copies] == [4, 6]
    assert lens.held[1].confidence == pytest.approx(0.97)


def test_what_the_person_told_apart_is_no_copy() -> None:
    lens = look(is_apart=lambda a, b: {a.photo_id, b.photo_id} == {3, 4})
    assert [p.photo_id for p in lens.only] == [7, 5, 3]


def test_a_photo_on_a_disk_that_is_away_holds_nothing() -> None:
    away = {**PHOTOS, 4: photo(4, "/p/B/sub/large.jpg", is_online=False)}
    lens = look_through(away.values(), partners_of(TABLE, 0.9), A, B)
    assert 3 in {p.photo_id for p in lens.only}


def test_of_nested_folders_a_photo_is_in_the_inner_one() -> None:
    photos = [
        photo(1, "/p/A/x.jpg", content_id=9, content_hash=b"9"),
        photo(2, "/p/A/B/x.jpg", content_id=9, content_hash=b"9"),
    ]
    lens = look_through(photos, {}, A, A / "B")
    assert [held.photo.photo_id for held in lens.held] == [1]
    lens = look_through(photos, {}, A / "B", A)
    assert [held.photo.photo_id for held in lens.held] == [2]


def test_a_folder_is_not_compared_with_itself() -> None:
    with pytest.raises(KnownError):
        look_through([], {}, A, A)


GROUPS = [
    Group(1, (1, 2), PairKind.IDENTICAL, 1.0),
    Group(3, (3, 4), PairKind.SAME_PICTURE, 0.97),
]


def test_one_decision_marks_what_is_safe_and_undo_takes_it_back() -> None:
    review = Review(GROUPS, PHOTOS.__getitem__)
    assert len(mark_held(review, look(), lambda found: found.photo_id)) == 2
    assert [(plan.victim, plan.keeper) for plan in review.planned()] == [(1, 2), (3, 4)]
    review.undo()
    assert not review.planned()


def test_a_photo_whose_copy_is_to_go_or_that_is_locked_stays() -> None:
    review = Review(GROUPS, PHOTOS.__getitem__, locked=[A / "same.jpg"])
    review.mark([4], Mark.TRASH)
    assert len(mark_held(review, look(), lambda found: found.photo_id)) == 0
    assert review.mark_of(3) is None


def test_a_photo_that_is_in_no_group_with_its_copy_stays() -> None:
    review = Review(GROUPS[:1], PHOTOS.__getitem__)
    assert len(mark_held(review, look(), lambda f: None if f.photo_id == 1 else f.photo_id)) == 0


def test_a_photo_that_stands_for_another_one_stays_if_its_copy_does_not() -> None:
    """1 was kept when 3 went; 2 is a copy of 1, but was never compared with 3."""
    group = Group(1, (1, 2, 3), PairKind.EDITED, 0.9)
    known = {frozenset((1, 2)), frozenset((1, 3))}
    review = Review(
        [group], PHOTOS.__getitem__, is_verified=lambda a, b: frozenset((a, b)) in known
    )
    review.mark([3], Mark.TRASH)
    review.record_commit({3: "entry"}, review.planned())
    assert len(mark_held(review, look(), lambda found: found.photo_id)) == 0
    assert review.mark_of(1) is None


@given(
    st.lists(
        st.tuples(st.integers(1, 8), st.integers(1, 8), st.sampled_from(PAIR_KINDS)), max_size=12
    ),
    st.sets(st.integers(1, 8)),
)
def test_no_mark_of_the_lens_is_ever_a_last_copy(
    found: list[tuple[int, int, PairKind]], trashed: set[int]
) -> None:
    table = sorted({(min(a, b), max(a, b)): kind for a, b, kind in found if a != b}.items())
    table_ = pairs(*((a, b, kind, 0.95) for (a, b), kind in table))
    partners = partners_of(table_, 0.9)
    photos = {n: photo(n, f"/p/{'AB'[n % 2]}/{n}.jpg") for n in range(1, 9)}
    lens = look_through(photos.values(), partners, A, B)
    group = Group(1, tuple(range(1, 9)), PairKind.EDITED, 0.9)
    review = Review([group], photos.__getitem__, is_verified=lambda a, b: b in partners.get(a, {}))
    review.mark(trashed, Mark.TRASH)
    before = dict(review.state)
    count = len(mark_held(review, lens, lambda p: p.photo_id))
    for plan in review.planned(confirmed_last_copies=True):
        if plan.victim not in trashed:
            assert plan.keeper is not None
            assert plan.keeper in partners[plan.victim]
    if count:
        review.undo()
    assert review.state == before


def test_a_pair_that_was_not_looked_at_in_full_size_is_no_partner() -> None:
    table = PairTable.from_columns(
        np.array([1, 3]), np.array([2, 4]), confidence=0.99, kind=2,
        looked=np.array([True, False]),
    )  # fmt: skip
    assert set(partners_of(table, 0.9)) == {1, 2}

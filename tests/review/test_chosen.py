"""What goes where somebody throws photos away where they see them, and what is said first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from imgsim_desktop.choosing.shots import RAW, OneShot
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import PAIR_KINDS, Damage, PairKind, PairTable, Photo
from imgsim_desktop.review.book import ReviewBook
from imgsim_desktop.review.chosen import ChosenPlan, plan_chosen
from tests.review.test_book import KEY, photo

LONELY = photo(5)
PHOTOS = [*(photo(number) for number in range(1, 5)), LONELY]


def table(kind: PairKind = PairKind.SAME_PICTURE, *, looked: bool = True) -> PairTable:
    """1 and 2 are copies, 3 and 4 as well."""
    a, b = np.array([1, 3], np.int64), np.array([2, 4], np.int64)
    made = PairTable.from_columns(a, b, confidence=0.99, kind=PAIR_KINDS.index(kind))
    return replace(made, looked=np.full(2, looked))


class FakeCache:
    """Knows those photos, of which the last ones may be a RAW and its JPEG."""

    def __init__(self, photos: Sequence[Photo] = PHOTOS) -> None:
        self._photos = photos

    def photos(self, wanted: Sequence[int]) -> list[Photo]:
        return [photo for photo in self._photos if photo.photo_id in wanted]

    def named_as(self, picture_format: str) -> list[list[int]]:
        named: dict[Path, list[int]] = {}
        for one in self._photos:
            named.setdefault(one.path.with_suffix(""), []).append(one.photo_id)
        return [ids for ids in named.values() if len(ids) > 1]


@pytest.fixture
def decisions(tmp_path: Path) -> Iterator[Decisions]:
    with closing(Decisions(Home(tmp_path / "home"))) as found:
        yield found


def plan(
    decisions: Decisions,
    wanted: Sequence[int],
    pairs: PairTable | None = None,
    photos: Sequence[Photo] = PHOTOS,
    *,
    locked: Sequence[Path] = (),
) -> ChosenPlan:
    book = ReviewBook(decisions, KEY)
    pairs = table() if pairs is None else pairs
    book.desk.load(pairs, [p for p in photos if p.photo_id < 5], locked=locked)
    book.desk.regroup(0.9)
    cache = cast("CacheReader", FakeCache(photos))
    return plan_chosen(book.desk, cache, wanted, OneShot.ONE)


def test_a_photo_with_a_verified_copy_goes_for_that_copy(decisions: Decisions) -> None:
    found = plan(decisions, [2])
    assert [p.path.name for p in found.going] == ["2.jpg"]
    assert found.last_copies == ()
    assert found.planned[0].keeper is not None


def test_a_photo_without_any_copy_is_a_last_copy(decisions: Decisions) -> None:
    found = plan(decisions, [5])
    assert found.last_copies == (LONELY,)
    assert found.planned[0].keeper is None


def test_all_copies_of_a_picture_together_are_last_copies(decisions: Decisions) -> None:
    found = plan(decisions, [1, 2, 4])
    assert [p.photo_id for p in found.last_copies] == [1, 2]


def test_a_copy_nobody_has_looked_at_stands_for_nothing_and_is_said(decisions: Decisions) -> None:
    found = plan(decisions, [2, 5], table(looked=False))
    assert [p.photo_id for p in found.last_copies] == [2, 5]
    assert [p.photo_id for p in found.unlooked] == [2]


def test_what_merely_looks_alike_stands_for_nothing(decisions: Decisions) -> None:
    found = plan(decisions, [2], table(PairKind.SIMILAR))
    assert [p.photo_id for p in found.last_copies] == [2]
    assert found.unlooked == ()


def test_a_photo_in_a_locked_folder_and_one_of_a_disk_that_is_away_stay(
    decisions: Decisions,
) -> None:
    away = replace(PHOTOS[1], is_online=False)
    assert plan(decisions, [1], locked=[Path("/photos")]).locked == 1
    found = plan(decisions, [2], photos=[PHOTOS[0], away, *PHOTOS[2:]])
    assert (found.offline, found.going) == (1, ())


def test_a_copy_on_a_disk_that_is_away_stands_for_nothing(decisions: Decisions) -> None:
    away = replace(PHOTOS[0], is_online=False)
    found = plan(decisions, [2], photos=[away, *PHOTOS[1:]])
    assert [p.photo_id for p in found.last_copies] == [2]


def test_a_copy_with_damage_stands_for_nothing(decisions: Decisions) -> None:
    hurt = replace(PHOTOS[0], facts=replace(PHOTOS[0].facts, damage=Damage.CUT))
    found = plan(decisions, [2], photos=[hurt, *PHOTOS[1:]])
    assert [p.photo_id for p in found.last_copies] == [2]


def test_a_copy_that_holds_less_stands_for_nothing(decisions: Decisions) -> None:
    full = replace(PHOTOS[1], companions=("film",))
    found = plan(decisions, [2], photos=[PHOTOS[0], full, *PHOTOS[2:]])
    assert [p.photo_id for p in found.last_copies] == [2]


def test_a_raw_goes_with_the_jpeg_of_its_shot_and_both_are_planned_as_one(
    decisions: Decisions,
) -> None:
    raw = photo(6, "shot")
    raw = replace(raw, path=raw.path.with_suffix(".cr2"), facts=replace(raw.facts, format=RAW))
    found = plan(decisions, [7], photos=[*PHOTOS, raw, photo(7, "shot")])
    assert [p.path.name for p in found.going] == ["shot.cr2", "shot.jpg"]
    assert found.along == 1


def test_a_photo_thrown_away_is_no_copy_for_the_next_one(decisions: Decisions) -> None:
    """The cache still lists it until the folders are looked at again."""
    book = ReviewBook(decisions, KEY)
    book.desk.load(table(), PHOTOS[:4])
    book.desk.regroup(0.9)
    cache = cast("CacheReader", FakeCache())
    first = plan_chosen(book.desk, cache, [1], OneShot.ONE)
    book.desk.review.record_commit({first.planned[0].victim: "entry"}, first.planned)
    second = plan_chosen(book.desk, cache, [2], OneShot.ONE)
    assert [p.photo_id for p in second.last_copies] == [2]

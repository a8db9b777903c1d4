"""A RAW and its JPEG are one photo: neither is the other's duplicate, they go or stay together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from imgsim_desktop.choosing.holdings import Held, lost_beside, moved_beside
from imgsim_desktop.choosing.marks import Mark
from imgsim_desktop.choosing.shots import OneShot, one_shot_of, shots_of
from imgsim_desktop.records import NOTHING_MORE, PAIR_KINDS, Facts, PairKind, PairTable, Photo
from imgsim_desktop.review.commit import plan_of
from imgsim_desktop.review.desk import ReviewDesk
from imgsim_desktop.review.explain import reason_of

SECOND = 1_000_000_000


def photo(number: int, name: str, content: int | None = None, *, at_s: int | None = 10) -> Photo:
    path = Path("/photos") / name
    kinds = {".nef": "RAW", ".dng": "RAW", ".jpg": "JPEG", ".heic": "HEIF", ".png": "PNG"}
    facts = Facts(
        400, 300, kinds[path.suffix.lower()], None if at_s is None else at_s * SECOND,
        holdings=NOTHING_MORE,
    )  # fmt: skip
    content = number if content is None else content
    return Photo(number, content, path, Path("/photos"), 10, 1, bytes([content]) * 16, facts)


def pairs(*ends: tuple[int, int]) -> PairTable:
    a, b = (np.array(column, np.int64) for column in zip(*sorted(ends), strict=True))
    kind = PAIR_KINDS.index(PairKind.SAME_PICTURE)
    return PairTable.from_columns(a, b, confidence=0.99, kind=kind)


def desk_of(photos: list[Photo], table: PairTable, one_shot: OneShot = OneShot.ONE) -> ReviewDesk:
    desk = ReviewDesk(one_shot=one_shot)
    desk.load(table, photos)
    desk.regroup(0.9)
    return desk


def names(desk: ReviewDesk, numbers: object) -> set[str]:
    return {str(desk.review.photo(n).path.relative_to("/photos")) for n in numbers}  # type: ignore[attr-defined]


def names_of(one: Photo) -> set[str]:
    return {str(one.path.relative_to("/photos"))}


def going(desk: ReviewDesk) -> set[str]:
    desk.review.accept(desk.review.groups)
    return names(desk, (plan.victim for plan in desk.review.planned()))


def test_files_of_one_name_and_folder_are_one_shot_whatever_the_case() -> None:
    raw, jpeg = photo(1, "DSC_1.NEF"), photo(2, "dsc_1.JPG")
    alone, elsewhere = photo(3, "DSC_2.NEF"), photo(4, "other/DSC_2.jpg")
    assert shots_of([raw, jpeg, alone, elsewhere]) == {1: frozenset({2}), 2: frozenset({1})}


@pytest.mark.parametrize(
    "others",
    [
        [photo(2, "DSC_1.jpg", at_s=100)],
        [photo(2, "DSC_1.png")],
        [photo(2, "DSC_1.dng"), photo(3, "DSC_1.jpg")],
    ],
    ids=["years apart under a number used again", "no picture of a camera", "two RAW files"],
)
def test_what_only_has_the_name_is_no_shot(others: list[Photo]) -> None:
    assert shots_of([photo(1, "DSC_1.NEF"), *others]) == {}


def test_neither_is_a_duplicate_of_the_other() -> None:
    files = [photo(1, "DSC_1.NEF"), photo(2, "DSC_1.JPG")]
    assert desk_of(files, pairs((1, 2))).review.groups == []
    assert going(desk_of(files, pairs((1, 2)), OneShot.TWO)) == {"DSC_1.JPG"}


def test_the_settings_can_keep_the_one_or_the_other() -> None:
    files = [photo(1, "DSC_1.NEF"), photo(2, "DSC_1.JPG")]
    deep = replace(files[0].facts, holdings=replace(NOTHING_MORE, channel_bits=14))
    files[0] = replace(files[0], facts=deep)
    assert going(desk_of(files, pairs((1, 2)), OneShot.KEEP_RAW)) == {"DSC_1.JPG"}
    assert going(desk_of(files, pairs((1, 2)), OneShot.KEEP_JPEG)) == {"DSC_1.NEF"}
    assert one_shot_of("of a later version") is OneShot.ONE


BOTH_TWICE = [
    photo(1, "a/DSC_1.NEF"),
    photo(2, "a/DSC_1.JPG"),
    photo(3, "b/deep/DSC_1.NEF", 1),
    photo(4, "b/deep/DSC_1.JPG", 2),
]


def test_of_two_whole_shots_one_goes_as_a_whole() -> None:
    assert going(desk_of(BOTH_TWICE, pairs((1, 2)))) == {"b/deep/DSC_1.NEF", "b/deep/DSC_1.JPG"}


def test_in_folders_of_their_own_neither_is_a_duplicate_and_each_goes_by_itself() -> None:
    files = [photo(1, "raw/DSC_1.NEF"), photo(2, "jpeg/dsc_1.jpg")]
    assert desk_of(files, pairs((1, 2))).review.groups == []
    assert going(desk_of(files, pairs((1, 2)), OneShot.KEEP_RAW)) == {"jpeg/dsc_1.jpg"}
    copied = [*files, photo(3, "deep/er/copy.jpg", 2)]
    assert going(desk_of(copied, pairs((1, 2)))) == {"deep/er/copy.jpg"}


@pytest.mark.parametrize(
    "other",
    [photo(2, "jpeg/DSC_1.jpg", at_s=100), photo(2, "jpeg/DSC_1.jpg", at_s=None),
     photo(2, "web/holiday.jpg")],
    ids=["another second", "no second", "another name"],
)  # fmt: skip
def test_what_is_no_shot_in_another_folder_is_a_copy_of_the_raw(other: Photo) -> None:
    assert going(desk_of([photo(1, "raw/DSC_1.NEF"), other], pairs((1, 2)))) == names_of(other)


def test_half_a_shot_never_goes_though_it_is_marked() -> None:
    desk = desk_of(BOTH_TWICE, pairs((1, 2)))
    review = desk.review
    victim = next(n for g in review.groups for n in g.members
                  if names(desk, [n]) == {"b/deep/DSC_1.JPG"})  # fmt: skip
    review.mark([victim], Mark.TRASH)
    assert review.planned(confirmed_last_copies=True) == []
    assert review.totals().photos == 0
    review.accept(review.groups)
    assert len(review.planned()) == review.totals().photos == 2


def test_a_copy_of_half_a_shot_goes_and_the_shot_stays_whole() -> None:
    files = [photo(1, "deep/er/DSC_1.NEF"), photo(2, "deep/er/DSC_1.JPG"), photo(3, "x.jpg", 2)]
    assert going(desk_of(files, pairs((1, 2)))) == {"x.jpg"}


def test_each_file_of_a_shot_knows_the_others_that_go_with_it() -> None:
    desk = desk_of(BOTH_TWICE, pairs((1, 2)))
    desk.review.accept(desk.review.groups)
    removals = desk.review.removals(desk.review.planned())
    deep = Path("/photos/b/deep")
    assert {r.victim.path: r.shot for r in removals} == {
        deep / "DSC_1.NEF": (deep / "DSC_1.JPG",),
        deep / "DSC_1.JPG": (deep / "DSC_1.NEF",),
    }


def test_a_shot_stays_whole_though_one_of_its_files_is_a_last_copy_nobody_confirmed() -> None:
    """The JPEGs are byte-identical; the RAW has no copy, and is marked all the same."""
    files = [photo(1, "a/DSC_1.JPG"), photo(2, "b/DSC_1.NEF"), photo(3, "b/DSC_1.JPG", 1),
             photo(4, "c/x.dng")]  # fmt: skip
    table = pairs((2, 4))
    desk = desk_of(files, table)
    review = desk.review
    numbers = {names(desk, [n]).pop(): n for g in review.groups for n in g.members}
    review.mark([numbers["b/DSC_1.NEF"], numbers["c/x.dng"], numbers["b/DSC_1.JPG"]], Mark.TRASH)
    assert review.planned() == []
    whole = names(desk, (p.victim for p in review.planned(confirmed_last_copies=True)))
    assert whole == {"b/DSC_1.NEF", "b/DSC_1.JPG", "c/x.dng"}


def test_the_other_half_stays_in_its_place_once_it_is_gone() -> None:
    desk = desk_of(BOTH_TWICE, pairs((1, 2)))
    review = desk.review
    review.accept(review.groups)
    planned = review.planned()
    gone = next(p for p in planned if review.photo(p.victim).path.suffix == ".NEF")
    review.record_commit({gone.victim: "entry"}, planned)
    assert names(desk, (p.victim for p in review.planned())) == {"b/deep/DSC_1.JPG"}


@pytest.mark.parametrize("kind", ["film", "edits", "sound"])
def test_what_has_a_companion_is_kept_and_loses_none_to_other_bytes(kind: str) -> None:
    plain, other = photo(1, "IMG_1.JPG"), photo(3, "IMG_1.JPG")
    live = replace(photo(2, "phone/2024/June/IMG_1.JPG", 1), companions=(kind,))
    assert lost_beside(other, live) == (Held(f"{kind}-beside"),)
    assert going(desk_of([plain, live], PairTable.empty())) == {"IMG_1.JPG"}


@pytest.mark.parametrize("kind", ["film", "edits", "sound"])
def test_beside_equal_bytes_it_moves_to_the_one_that_stays_unless_that_is_locked(
    kind: str,
) -> None:
    plain = photo(1, "IMG_1.JPG")
    live = replace(photo(2, "phone/2024/June/IMG_1.JPG", 1), companions=(kind,))
    assert lost_beside(plain, live) == ()
    assert moved_beside(plain, live) == (Held(f"{kind}-beside"),)
    assert lost_beside(plain, live, is_fixed=True) == (Held(f"{kind}-beside"),)
    desk = ReviewDesk(rules=("shortest-path",))
    desk.load(PairTable.empty(), [plain, live])
    desk.regroup(0.9)
    assert going(desk) == {"phone/2024/June/IMG_1.JPG"}
    locked = ReviewDesk(rules=("shortest-path",))
    top = photo(3, "locked/IMG_1.JPG", 1)
    locked.load(PairTable.empty(), [top, live], locked=[Path("/photos/locked")])
    locked.regroup(0.9)
    assert going(locked) == set()


def test_the_plan_of_a_commit_counts_shots_and_what_moves_over() -> None:
    film = replace(photo(11, "m.jpg", 9), companions=("film",))
    edits = replace(photo(12, "deep/m.jpg", 9), companions=("edits",))
    desk = desk_of([*BOTH_TWICE, film, edits], pairs((1, 2)))
    desk.review.accept(desk.review.groups)
    plan = plan_of(desk)
    assert (len(plan.going), plan.shots, plan.followed) == (3, 2, 1)


def test_of_equal_bytes_with_other_companions_one_goes_and_its_own_move_over() -> None:
    film = replace(photo(1, "IMG_1.JPG"), companions=("film",))
    edits = replace(photo(2, "deep/IMG_1.JPG", 1), companions=("edits",))
    assert moved_beside(film, edits) == (Held("edits-beside"),)
    assert going(desk_of([film, edits], PairTable.empty())) == {"deep/IMG_1.JPG"}


def test_the_reason_says_what_moves_over() -> None:
    film = replace(photo(1, "IMG_1.JPG"), companions=("film",))
    edits = replace(photo(2, "deep/IMG_1.JPG", 1), companions=("edits", "sound"))
    desk = ReviewDesk(rules=("shortest-path",))
    desk.load(PairTable.empty(), [film, edits])
    desk.regroup(0.9)
    (group,) = desk.review.groups
    (victim,) = set(group.members) - {desk.review.keeper(group)}
    said = reason_of(desk.review, group, victim)
    assert said.endswith("Moved beside IMG_1.JPG: its edits, its sound.")


def test_words_beside_a_copy_are_carried_over_and_hold_nothing_back() -> None:
    plain = photo(1, "IMG_1.JPG")
    told = replace(photo(2, "deep/IMG_1.JPG", 2), companions=("xmp", "json"))
    assert lost_beside(plain, told) == ()


def test_of_copies_that_are_alike_otherwise_the_one_with_words_beside_it_stays() -> None:
    plain = photo(1, "IMG_1.JPG")
    told = replace(photo(2, "deep/IMG_1.JPG", 1), companions=("xmp", "json"))
    assert going(desk_of([plain, told], PairTable.empty())) == {"IMG_1.JPG"}

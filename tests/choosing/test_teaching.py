"""Three decisions for one folder over another offer the rest, and never more than is safe."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.choosing.teaching import FolderLesson, fork, lesson_of, marks_of, taught_by
from imgsim_desktop.records import Group, PairKind, Photo
from tests.choosing.pictures import photo

ALBUM, PHONE, OTHER = Path("/p/Album"), Path("/p/Phone"), Path("/p/Other")
FOLDERS = (ALBUM, PHONE)


def make(count: int, **other: object) -> tuple[Review, list[Group], dict[int, Photo]]:
    """Groups of a large photo in Phone and a small copy in Album: the rules keep Phone."""
    photos, groups = {}, []
    for i in range(count):
        phone, album = 2 * i + 1, 2 * i + 2
        photos[phone] = photo(phone, str(PHONE / f"2019/{phone}.jpg"))
        photos[album] = photo(album, str(ALBUM / f"2019/{album}.jpg"), width_px=2000)
        groups.append(Group(phone, (phone, album), PairKind.SAME_PICTURE, 0.99))
    return Review(groups, photos.__getitem__, **other), groups, photos  # type: ignore[arg-type]


def teach(review: Review, groups: list[Group], times: int) -> None:
    for group in groups[:times]:
        review.keep_only(group, group.members[1])


def test_three_decisions_against_the_rules_offer_the_rest() -> None:
    review, groups, _ = make(10)
    teach(review, groups, 2)
    assert taught_by(review, groups[0]) == FOLDERS
    assert lesson_of(review, FOLDERS, groups) is None
    teach(review, groups, 3)
    assert lesson_of(review, FOLDERS, groups) == FolderLesson(*FOLDERS, 3, tuple(groups[3:]))


def test_taking_the_offer_is_one_step_and_keeps_a_verified_copy_of_each() -> None:
    review, groups, _ = make(10)
    teach(review, groups, 3)
    lesson = lesson_of(review, FOLDERS, groups)
    assert lesson is not None
    before = review.state
    review.decide([(group, marks_of(review, FOLDERS, group)) for group in lesson.groups], "teach")
    assert sorted(plan.victim for plan in review.planned()) == list(range(1, 20, 2))
    assert all(plan.keeper == plan.victim + 1 for plan in review.planned())
    assert all(map(review.is_solved, groups))
    review.undo()
    assert review.state == before


def test_an_open_group_and_a_burst_teach_nothing() -> None:
    review, groups, _ = make(3)
    assert taught_by(review, groups[0]) is None
    teach(review, groups, 3)
    burst = Group(1, (1, 2), PairKind.BURST, 0.1)
    assert lesson_of(review, FOLDERS, [burst] * 3) is None


def test_trashing_all_of_a_group_teaches_nothing() -> None:
    review, groups, _ = make(1)
    review.decide([(groups[0], dict.fromkeys(groups[0].members, Mark.TRASH))], "all")
    assert review.is_solved(groups[0])
    assert taught_by(review, groups[0]) is None


def test_accepting_what_is_suggested_teaches_nothing() -> None:
    review, groups, _ = make(10)
    review.accept(groups[:5])
    assert taught_by(review, groups[0]) is None
    assert lesson_of(review, (PHONE, ALBUM), groups) is None


def test_one_decision_the_other_way_round_ends_it() -> None:
    review, groups, photos = make(10)
    photos[20] = photo(20, str(ALBUM / "20.jpg"), width_px=9000)
    teach(review, groups, 4)
    review.keep_only(groups[9], 19)
    assert taught_by(review, groups[9]) == (PHONE, ALBUM)
    assert lesson_of(review, FOLDERS, groups) is None


def test_groups_with_other_folders_marks_or_locks_are_left_to_the_person() -> None:
    review, groups, photos = make(10, locked=[PHONE / "2019/locked"])
    photos[8] = photo(8, str(OTHER / "8.jpg"), width_px=2000)
    photos[9] = photo(9, str(PHONE / "2019/locked/9.jpg"))
    photos[12] = photo(12, str(ALBUM / "12.jpg"), width_px=2000, is_online=False)
    review.mark([13], Mark.KEEP)
    teach(review, groups, 3)
    lesson = lesson_of(review, FOLDERS, groups)
    assert lesson is not None
    assert list(lesson.groups) == groups[7:]


def test_what_was_not_compared_with_the_photo_that_stays_is_not_let_go() -> None:
    review, groups, _ = make(10, is_verified=lambda a, b: {a, b} != {19, 20})
    teach(review, groups, 3)
    lesson = lesson_of(review, FOLDERS, groups)
    assert lesson is not None
    assert groups[9] not in lesson.groups


@pytest.mark.parametrize(
    ("kept", "let_go", "folders"),
    [
        ("/p/Album/2019", "/p/Phone/2019", ("/p/Album", "/p/Phone")),
        ("/p/Album", "/p/Album/Backup", ("/p/Album", "/p/Album/Backup")),
        ("/p/Album", "/p/Album", None),
        ("/a", "/b/c/d", ("/a", "/b")),
    ],
)
def test_the_folders_are_those_where_the_ways_part(
    kept: str, let_go: str, folders: tuple[str, str] | None
) -> None:
    found = fork(Path(kept), Path(let_go))
    assert found == (None if folders is None else tuple(map(Path, folders)))


def test_a_photo_in_the_inner_folder_belongs_to_it_alone() -> None:
    review, groups, photos = make(4)
    for group in groups:
        phone, album = group.members
        photos[phone] = photo(phone, f"/p/{phone}.jpg")
        photos[album] = photo(album, f"/p/Best/{album}.jpg", width_px=2000)
    folders = (Path("/p/Best"), Path("/p"))
    teach(review, groups, 3)
    lesson = lesson_of(review, folders, groups)
    assert lesson is not None
    assert marks_of(review, folders, groups[3]) == {7: Mark.TRASH, 8: Mark.KEEP}

"""Only equal bytes are ever replaced by a link."""

from __future__ import annotations

from imgsim_desktop.choosing.linking import linkable
from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.choosing.plan import Planned
from imgsim_desktop.records import Group, PairKind, Photo
from tests.choosing.pictures import photo

PHOTOS: dict[int, Photo] = {
    1: photo(1),
    2: photo(2, width_px=2000, content_hash=b"small"),
    3: photo(3, width_px=2000, content_hash=b"small"),
    4: photo(4, width_px=2000, content_hash=b"small", is_online=False),
    5: photo(5, content_hash=b"twin"),
    6: photo(6, content_hash=b"twin"),
}
GROUPS = [
    Group(1, (1, 2, 3, 4), PairKind.SAME_PICTURE, 0.9),
    Group(5, (5, 6), PairKind.IDENTICAL, 1.0),
]


def plans(*trash: int) -> list[Planned]:
    review = Review(GROUPS, PHOTOS.__getitem__)
    review.mark(trash, Mark.TRASH)
    return linkable(review, review.planned())


def test_an_equal_file_is_linked_to_the_one_that_is_kept() -> None:
    assert plans(6) == [Planned(6, 5)]


def test_a_copy_with_other_bytes_is_not_linked() -> None:
    assert plans(2, 3) == []


def test_a_copy_is_linked_to_the_equal_one_that_stays_not_to_the_better_one() -> None:
    assert plans(3) == [Planned(3, 2)]


def test_a_link_counts_where_a_walk_lists_it_in_place_of_the_file_it_leads_to() -> None:
    whole, other_name_listed = (
        Group(1, (1, 5, 6), PairKind.EDITED, 0.9),
        Group(1, (1, 6), PairKind.EDITED, 0.9),
    )
    review = Review([whole], PHOTOS.__getitem__, is_verified=lambda _a, _b: True)
    planned = [Planned(6, 5)]
    review.record_commit({6: "entry"}, planned, as_links=True)
    assert review.members(whole) == (1, 5)
    review.set_groups([other_name_listed])
    assert review.members(other_name_listed) == (1, 6)
    review.set_groups([whole])
    assert review.record_return(["entry"])
    assert review.members(whole) == (1, 5, 6)


def test_a_photo_knows_all_its_groups() -> None:
    review = Review([*GROUPS, Group(1, (1, 5), PairKind.BURST, 0.1)], PHOTOS.__getitem__)
    assert [group.kind for group in review.groups_of(1)] == [PairKind.SAME_PICTURE, PairKind.BURST]
    assert review.groups_of(99) == ()


def test_why_a_photo_goes_is_said_in_codes() -> None:
    review = Review(GROUPS, PHOTOS.__getitem__)
    review.mark([2], Mark.TRASH)
    planned = review.planned()
    assert [r.why for r in review.removals(planned)] == ["same-picture 0.90 largest-picture"]
    review.set_groups([])
    assert [r.why for r in review.removals(planned)] == [""]

from hypothesis import given
from hypothesis import strategies as st

from imgsim_desktop.choosing.photo_groups import photo_groups
from imgsim_desktop.records import Group, PairKind


def edited(*members: int, confidence: float = 0.9) -> Group:
    return Group(members[0], members, PairKind.EDITED, confidence)


def test_equal_files_are_a_group_without_any_pair() -> None:
    assert photo_groups([], {7: [70, 71, 72], 8: [80]}) == [
        Group(70, (70, 71, 72), PairKind.IDENTICAL, 1.0)
    ]


def test_a_group_of_contents_takes_all_their_files_along_in_order_of_worth() -> None:
    assert photo_groups([edited(2, 1)], {1: [10], 2: [21, 20]}) == [edited(21, 20, 10)]


def test_all_files_of_a_content_beside_are_beside() -> None:
    group = Group(1, (1, 2, 3), PairKind.EDITED, 0.9, beside=(2,))
    (found,) = photo_groups([group], {1: [10], 2: [20, 21], 3: [30]})
    assert (found.members, found.beside) == ((10, 20, 21, 30), (20, 21))


def test_equal_files_inside_a_group_do_not_make_a_second_group() -> None:
    groups = photo_groups([edited(1, 2)], {1: [10, 11], 2: [20, 21], 3: [30, 31]})
    assert [group.members for group in groups] == [(10, 11, 20, 21), (30, 31)]


def test_without_the_kept_content_unverified_members_fall_apart() -> None:
    groups = photo_groups([edited(1, 2, 3)], {2: [20, 21], 3: [30]})
    assert [(group.members, group.kind) for group in groups] == [((20, 21), PairKind.IDENTICAL)]


def test_a_group_with_one_content_left_keeps_only_its_equal_files() -> None:
    assert photo_groups([edited(1, 2)], {1: [10]}) == []
    assert photo_groups([edited(1, 2)], {1: [10, 11]})[0].confidence == 1.0


@given(
    sizes=st.lists(st.integers(0, 3), min_size=1, max_size=12),
    cuts=st.lists(st.integers(0, 4), max_size=5),
)
def test_every_photo_is_in_at_most_one_group_of_two_or_more(
    sizes: list[int], cuts: list[int]
) -> None:
    photos = {c: [100 * c + i for i in range(size)] for c, size in enumerate(sizes)}
    groups, start = [], 0
    for cut in cuts:
        members = tuple(range(start, min(start + cut, len(sizes))))
        start += cut
        if len(members) > 1:
            groups.append(edited(*members))
    found = photo_groups(groups, photos)
    members = [photo for group in found for photo in group.members]
    assert len(members) == len(set(members))
    assert all(len(group.members) > 1 and group.keeper == group.members[0] for group in found)
    for equal in photos.values():
        assert len(equal) < 2 or any(set(equal) <= set(group.members) for group in found)

from imgsim_desktop.choosing.lanes import BROWSE_ONLY, LANE_OF, Lane, build_queue
from imgsim_desktop.records import REMOVABLE_KINDS, Group, PairKind

SIZES = {1: 10, 2: 20, 3: 400, 4: 4, 5: 50, 6: 60}


def group(*members: int, kind: PairKind = PairKind.EDITED, confidence: float = 1.0) -> Group:
    return Group(members[0], members, kind, confidence)


def test_every_kind_has_a_lane_and_only_removable_ones_are_more_than_browsing() -> None:
    assert set(LANE_OF) == set(PairKind)
    assert {kind for kind, lane in LANE_OF.items() if lane not in BROWSE_ONLY} == REMOVABLE_KINDS


def test_the_biggest_expected_gain_comes_first() -> None:
    sure, doubtful = group(1, 2), group(5, 6, confidence=0.3)
    lanes = build_queue([doubtful, sure], SIZES.__getitem__, lambda _: False)
    assert [entry.group for entry in lanes[Lane.EDITED]] == [sure, doubtful]
    assert [entry.reclaim_bytes for entry in lanes[Lane.EDITED]] == [20, 60]


def test_the_kept_file_is_never_counted_as_gain() -> None:
    entries = build_queue([group(3, 1, 2)], SIZES.__getitem__, lambda _: False)[Lane.EDITED]
    assert entries[0].reclaim_bytes == 30


def test_what_was_not_verified_against_the_kept_file_is_no_gain() -> None:
    found = Group(3, (3, 1, 2), PairKind.EDITED, 1.0, beside=(2,))
    entries = build_queue([found], SIZES.__getitem__, lambda _: False)[Lane.EDITED]
    assert entries[0].reclaim_bytes == 10


def test_groups_of_equal_worth_keep_one_order() -> None:
    pairs = [group(5, 1), group(2, 1)]
    for given in (pairs, pairs[::-1]):
        entries = build_queue(given, SIZES.__getitem__, lambda _: False)[Lane.EDITED]
        assert [entry.group.keeper for entry in entries] == [2, 5]


def test_decided_groups_leave_their_lane() -> None:
    lanes = build_queue(
        [group(1, 2, kind=PairKind.IDENTICAL)], SIZES.__getitem__, lambda found: found.keeper == 1
    )
    assert not lanes[Lane.IDENTICAL]
    assert lanes[Lane.SOLVED][0].lane is Lane.SOLVED

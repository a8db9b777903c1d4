import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgsim_desktop.matching import groups
from imgsim_desktop.matching.groups import expected_false_pairs, group_pairs
from imgsim_desktop.records import EDITS, PAIR_KINDS, PairKind, PairTable

EDITED = PAIR_KINDS.index(PairKind.EDITED)
BURST = PAIR_KINDS.index(PairKind.BURST)
COLLAGE = 1 << EDITS.index("collage")


def table(*rows, kind=EDITED, edits=0, transform=None):
    """Rows of (a, b, confidence)."""
    a, b, confidence = (np.array(column) for column in zip(*rows, strict=True))
    return PairTable.from_columns(
        a.astype(np.int64),
        b.astype(np.int64),
        confidence=confidence.astype(np.float32),
        kind=np.broadcast_to(np.asarray(kind, np.uint8), len(rows)),
        edits=np.broadcast_to(np.asarray(edits, np.uint32), len(rows)),
        transform=transform,
    )


def members(found):
    return [group.members for group in found]


def test_copies_of_the_worthiest_photo_form_one_group_in_order_of_worth():
    pairs = table((1, 2, 0.99), (1, 3, 0.95), (2, 3, 0.97))
    (group,) = group_pairs(pairs, 0.9, [3, 1, 2])
    assert group.members == (3, 1, 2)
    assert group.keeper == 3
    assert group.confidence == pytest.approx(0.95)
    assert group.kind is PairKind.EDITED


def test_a_chain_falls_into_pairs():
    pairs = table((1, 2, 0.99), (2, 3, 0.99), (3, 4, 0.99))
    assert members(group_pairs(pairs, 0.9, [1, 2, 3, 4])) == [(1, 2), (3, 4)]


def test_a_long_chain_ends_and_each_member_touches_its_keeper():
    n = 301
    pairs = table(*((i, i + 1, 0.99) for i in range(n)))
    found = group_pairs(pairs, 0.9, list(range(n + 1)))
    assert members(found) == [(i, i + 1) for i in range(0, n, 2)]


def test_ids_without_a_place_in_worth_come_last_by_id():
    pairs = table((5, 9, 0.99), (5, 7, 0.99))
    assert members(group_pairs(pairs, 0.9, [9, 9, 1])) == [(9, 5)]
    assert members(group_pairs(pairs, 0.9, [])) == [(5, 7, 9)]


def test_pairs_of_other_kinds_or_too_little_confidence_join_nothing():
    pairs = table((1, 2, 0.99), (3, 4, 0.5), (5, 5, 0.99), kind=[BURST, EDITED, EDITED])
    assert group_pairs(pairs, 0.9, []) == []
    assert members(group_pairs(pairs, 0.9, [], kinds={PairKind.BURST})) == [(1, 2)]


def test_the_kind_of_a_group_is_its_loosest():
    pairs = table((1, 2, 0.99), (1, 3, 0.99), kind=[0, 2])
    assert group_pairs(pairs, 0.9, [1])[0].kind is PairKind.SAME_PICTURE


def test_no_pairs_give_no_groups():
    assert group_pairs(PairTable.empty(), 0.5, [1, 2]) == []


def test_a_member_that_the_others_contradict_leaves():
    pairs = table((1, 2, 0.99), (1, 3, 0.99), (1, 4, 0.91), (2, 3, 0.99), (2, 4, 0.0), (3, 4, 0.0))
    assert members(group_pairs(pairs, 0.9, [1, 2, 3, 4])) == [(1, 2, 3)]


def test_crops_of_different_parts_do_not_contradict_each_other():
    left, right = [0.4, 0, 0, 0, 1, 0], [0.4, 0, 0.6, 0, 1, 0]
    nothing = [np.nan] * 6
    pairs = table(
        (1, 2, 0.95), (1, 3, 0.95), (2, 3, 0.0),
        transform=np.array([left, right, nothing], np.float32),
    )  # fmt: skip
    assert members(group_pairs(pairs, 0.9, [1, 2, 3])) == [(1, 2, 3)]


def test_crops_of_one_part_do_contradict_each_other_whichever_way_the_pair_is_stored():
    inverse = [2.5, 0, 0, 0, 1, 0]  # from the keeper 3 to its crops 1 and 2
    no_map = [0.0] * 6
    nothing = [np.nan] * 6
    pairs = table(
        (1, 2, 0.02), (1, 3, 0.95), (2, 3, 0.95), (1, 4, 0.9), (2, 4, 0.9), (3, 4, 0.99),
        transform=np.array([nothing, inverse, inverse, no_map, no_map, no_map], np.float32),
    )  # fmt: skip
    assert members(group_pairs(pairs, 0.9, [3, 4, 1, 2])) == [(3, 4, 1, 2)]
    alone = pairs.where(np.arange(3))
    assert members(group_pairs(alone, 0.9, [3, 1, 2])) == [(3, 1)]


def test_a_collage_stands_for_one_of_its_photos_only():
    pairs = table((1, 2, 0.99), (1, 3, 0.99), edits=COLLAGE)
    assert members(group_pairs(pairs, 0.9, [1, 2, 3])) == [(1, 2)]


def test_ids_far_apart_or_below_zero_group_like_near_ones():
    pairs = table((1, 2, 0.99), (1, 3, 0.95), (5, 6, 0.97))
    for far in (lambda i: 10**12 + 10**9 * i, lambda i: i - 4):
        other = PairTable.from_columns(
            far(pairs.a), far(pairs.b), confidence=pairs.confidence, kind=EDITED
        )
        found = group_pairs(other, 0.9, far(np.array([3, 6, 1, 2, 5])))
        assert members(found) == [tuple(far(i) for i in ids) for ids in ((3, 1), (6, 5))]


def test_a_cap_keeps_the_worthiest_members():
    pairs = table((1, 2, 0.99), (1, 3, 0.99), (1, 4, 0.99), (5, 6, 0.99))
    assert members(group_pairs(pairs, 0.9, [1, 4, 3, 2], max_size=3)) == [(1, 4, 3), (5, 6)]
    assert members(group_pairs(pairs, 0.9, [1, 4, 3, 2], max_size=1)) == []


def test_expected_false_pairs_counts_doubt_above_the_threshold_in_removable_kinds():
    pairs = table((1, 2, 0.75), (1, 3, 0.5), (1, 4, 0.25), (1, 5, 0.75), kind=[3, 3, 3, BURST])
    assert expected_false_pairs(pairs, 0.5) == pytest.approx(0.75)


@st.composite
def pair_tables(draw):
    n = draw(st.integers(2, 12))
    possible = [(a, b) for a in range(n) for b in range(a + 1, n)]
    chosen = draw(st.lists(st.sampled_from(possible), unique=True, min_size=1, max_size=30))
    confidence = st.sampled_from([0.0, 0.3, 0.6, 0.9, 0.99, 1.0])
    rows = [(a, b, draw(confidence)) for a, b in sorted(chosen)]
    kinds = [draw(st.integers(0, 5)) for _ in rows]
    edits = [draw(st.sampled_from([0, 1, COLLAGE])) for _ in rows]
    worth = draw(st.permutations(range(n)))
    return table(*rows, kind=kinds, edits=edits), worth


@settings(max_examples=60)
@given(pair_tables(), st.randoms(use_true_random=False), st.sampled_from([0.3, 0.6, 0.95]))
def test_groups_do_not_depend_on_the_order_of_pairs(given_pairs, random, threshold):
    pairs, worth = given_pairs
    shuffled = list(range(len(pairs)))
    random.shuffle(shuffled)
    expected = group_pairs(pairs, threshold, worth)
    assert group_pairs(pairs.where(np.array(shuffled)), threshold, worth) == expected


@settings(max_examples=120)
@given(pair_tables(), st.sampled_from([0.0, 0.3, 0.6, 0.95]), st.sampled_from([None, 2, 3]))
def test_each_id_is_in_one_group_and_was_verified_against_its_keeper_unless_it_is_beside(
    given_pairs, threshold, max_size
):
    pairs, worth = given_pairs
    sure = {
        frozenset((pair.a, pair.b))
        for pair in map(pairs.pair, range(len(pairs)))
        if pair.confidence >= threshold and pair.kind in groups.REMOVABLE_KINDS
    }
    seen = []
    place = list(worth).index
    for group in group_pairs(pairs, threshold, worth, max_size=max_size):
        assert group.members[0] == group.keeper
        assert len(group.members) >= 2
        assert max_size is None or len(group.members) <= max_size
        assert list(group.members) == sorted(group.members, key=place)
        for member in group.members[1:]:
            if member not in group.beside:
                assert frozenset((group.keeper, member)) in sure
            elif max_size is None:
                assert any(frozenset((other, member)) in sure for other in group.members)
        assert set(group.beside) < set(group.members[1:]) or max_size is not None
        seen += group.members
    assert len(seen) == len(set(seen))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), min_size=1, max_size=200))
def test_keepers_are_those_of_going_through_the_photos_one_by_one(edges):
    ends = sorted({(min(e), max(e)) for e in edges if e[0] != e[1]})
    if not ends:
        return
    low, high = np.array(ends).T
    owner = groups._stars(81, low, high).tolist()
    keepers: set[int] = set()
    of: dict[int, int] = {}
    for photo in range(81):
        worthier = [a for a, b in ends if b == photo and a in keepers]
        if worthier:
            of[photo] = min(worthier)
        else:
            keepers.add(photo)
    assert {m: keeper for m, keeper in enumerate(owner) if m != keeper} == of


@pytest.mark.parametrize("seed", range(5))
def test_many_copies_of_few_photos_group_the_same_in_any_order(seed):
    rng = np.random.default_rng(seed)
    photo_of = rng.permutation(np.repeat(np.arange(4), 15))
    a, b = np.triu_indices(60, 1)
    same = photo_of[a] == photo_of[b]
    agree = same & (rng.random(len(a)) < 0.8)
    confidence = np.where(agree, 0.99, 0.05).astype(np.float32)
    compared = rng.random(len(a)) < np.where(same, 0.7, 0.2)
    pairs = PairTable.from_columns(a, b, confidence=confidence, kind=EDITED).where(compared)
    worth = rng.permutation(60)
    expected = group_pairs(pairs, 0.9, worth)
    assert all(len(set(photo_of[list(group.members)])) == 1 for group in expected)
    assert len(expected) == 4
    assert min(len(group.members) for group in expected) >= 14
    assert any(group.beside for group in expected)
    shuffled = pairs.where(rng.permutation(len(pairs)))
    assert group_pairs(shuffled, 0.9, worth) == expected
    names = rng.permutation(1_000)[:60]
    low, high = np.sort([names[pairs.a], names[pairs.b]], axis=0)
    renamed = PairTable.from_columns(low, high, confidence=pairs.confidence, kind=EDITED)
    found = group_pairs(renamed, 0.9, names[worth])
    assert members(found) == [tuple(names[list(group.members)]) for group in expected]


def framed_keeper(*more):
    """Keeper 1 does not agree with 5, which the three others agree with."""
    return table(
        (1, 2, 0.99), (1, 3, 0.99), (1, 4, 0.99), (2, 3, 0.99), (2, 4, 0.99), (3, 4, 0.99),
        (1, 5, 0.0), (2, 5, 0.99), (3, 5, 0.99), (4, 5, 0.99), *more,
    )  # fmt: skip


def test_a_copy_that_agrees_with_most_but_not_with_the_keeper_is_beside():
    (group,) = group_pairs(framed_keeper(), 0.9, [1, 2, 3, 4, 5])
    assert group.members == (1, 2, 3, 4, 5)
    assert group.beside == (5,)
    assert group.confidence == pytest.approx(0.99)
    (group,) = group_pairs(framed_keeper(), 0.9, [2, 1, 3, 4, 5])
    assert (group.members, group.beside) == ((2, 1, 3, 4, 5), ())


def test_two_stars_join_if_their_members_agree_and_stay_apart_if_most_do_not():
    other_star = [(5, 6, 0.99), (3, 6, 0.99)]
    (group,) = group_pairs(framed_keeper(*other_star), 0.9, [1, 2, 3, 4, 5, 6])
    assert (group.members, group.beside) == ((1, 2, 3, 4, 5, 6), (5, 6))
    apart = framed_keeper(*other_star, (1, 6, 0.0), (2, 6, 0.0), (4, 6, 0.0))
    assert members(group_pairs(apart, 0.9, range(1, 7))) == [(1, 2, 3, 4), (5, 6)]


def test_one_pair_joins_no_stars_nor_does_a_collage_or_likeness():
    chain = table((1, 2, 0.99), (2, 3, 0.99), (3, 4, 0.99))
    assert members(group_pairs(chain, 0.9, [1, 2, 3, 4])) == [(1, 2), (3, 4)]
    edits = [0] * 6 + [0] + [COLLAGE] * 3
    collage = framed_keeper()
    collage = PairTable.from_columns(
        collage.a, collage.b, confidence=collage.confidence, kind=EDITED,
        edits=np.array(edits, np.uint32),
    )  # fmt: skip
    assert members(group_pairs(collage, 0.9, [1, 2, 3, 4, 5])) == [(1, 2, 3, 4)]
    alike = framed_keeper()
    alike = PairTable.from_columns(alike.a, alike.b, confidence=alike.confidence, kind=BURST)
    bursts = group_pairs(alike, 0.9, [1, 2, 3, 4, 5], kinds={PairKind.BURST})
    assert members(bursts) == [(1, 2, 3, 4)]


def test_one_photo_never_joins_two_stars():
    """A collage that nobody called one shows two photos: all that joins their copies is with it."""
    first = [(1, 2, 0.99), (1, 3, 0.99), (2, 3, 0.99)]
    second = [(4, 5, 0.99), (4, 6, 0.99), (5, 6, 0.99)]
    collage = [(2, 7, 0.99), (3, 7, 0.99), (5, 7, 0.99), (6, 7, 0.99)]
    found = members(group_pairs(table(*first, *second, *collage), 0.9, range(1, 8)))
    assert found == [(1, 2, 3, 7), (4, 5, 6)]
    both = table(*first, *second, *collage, (2, 5, 0.99))
    assert members(group_pairs(both, 0.9, range(1, 8))) == [(1, 2, 3, 4, 5, 6, 7)]


def test_copies_of_two_photos_do_not_stay_with_a_collage_that_is_their_keeper():
    kept_collage = [(1, 3, 0.99), (1, 4, 0.99), (1, 7, 0.99)]
    first = [(2, 3, 0.99), (2, 4, 0.99), (2, 5, 0.99), (3, 5, 0.99), (4, 5, 0.99), (3, 4, 0.99)]
    second = [(6, 7, 0.99), (6, 8, 0.99), (6, 9, 0.99), (7, 8, 0.99), (7, 9, 0.99)]
    apart = [(a, b, 0.0) for a in (2, 3, 4, 5) for b in (7, 8)]
    pairs = table(*sorted([*kept_collage, *first, *second, *apart]))
    found = members(group_pairs(pairs, 0.9, range(1, 10)))
    assert found == [(1, 2, 3, 4, 5), (6, 7, 8, 9)]


def test_a_cap_also_holds_for_those_beside():
    pairs = framed_keeper()
    (group,) = group_pairs(pairs, 0.9, [1, 5, 2, 3, 4], max_size=3)
    assert (group.members, group.beside) == ((1, 5, 2), (5,))
    (group,) = group_pairs(pairs, 0.9, [1, 2, 3, 4, 5], max_size=4)
    assert (group.members, group.beside) == ((1, 2, 3, 4), ())

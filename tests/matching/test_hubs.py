import numpy as np

from imgsim_desktop.matching.hubs import pairs_with_hubs
from imgsim_desktop.records import PairTable

EDITED = 3


def compared(*rows):
    a, b, confidence = (np.array(column) for column in zip(*sorted(rows), strict=True))
    return PairTable.from_columns(a, b, confidence=confidence.astype(np.float32), kind=EDITED)


def copies_of(rows):
    """Each agrees with the next six."""
    return [(a, b, 0.99) for n, a in enumerate(rows) for b in rows[n + 1 : n + 7]]


def test_each_copy_is_compared_with_the_largest_and_with_the_best_known_of_its_group():
    rows = list(range(20))
    found = pairs_with_hubs(compared(*copies_of(rows)), 0.5, rows)
    hubs = {h for h in rows if sum(h in pair for pair in found) == len(rows) - 1}
    assert set(rows[:4]) < hubs
    assert len(hubs) == 6
    assert found == {(min(h, r), max(h, r)) for h in hubs for r in rows if h != r}


def test_of_two_photos_that_a_collage_joins_only_its_copies_are_compared_with_both():
    first, second, collage = list(range(20)), list(range(20, 40)), 40
    links = [(a, collage, 0.99) for a in (5, 6, 7, 25, 26)]
    table = compared(*copies_of(first), *copies_of(second), *links)
    found = pairs_with_hubs(table, 0.5, [*first, *second, collage])
    between = [(a, b) for a, b in found if a < 20 <= b < 40]
    assert all(a in (5, 6, 7) or b in (25, 26) for a, b in between)
    partners = {a for a, b in found if b == collage}
    assert set(first[:4]) | set(second[:4]) < partners


def test_any_order_of_pairs_gives_the_same_hubs():
    table = compared(*copies_of(list(range(30))))
    shuffled = table.where(np.random.default_rng(0).permutation(len(table)))
    worth = list(range(29, -1, -1))
    assert pairs_with_hubs(shuffled, 0.5, worth) == pairs_with_hubs(table, 0.5, worth)

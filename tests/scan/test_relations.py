"""Photos are related by their pairs, their clocks and their places, and told once each."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from imgsim_desktop.matching.index import Searcher
from imgsim_desktop.records import PAIR_KINDS, PairKind, PairTable, Relation, Why
from imgsim_desktop.scan.relations import MOMENT_S, PLACE_M, Relations
from imgsim_desktop.scan.search import PhotoSearch, turned_away

NAN = float("nan")
BERLIN = (52.52, 13.4)


def pairs(*rows: tuple[int, int, PairKind, float]) -> PairTable:
    if not rows:
        return PairTable.empty()
    a, b, kinds, confidence = zip(*rows, strict=True)
    return PairTable.from_columns(
        np.array(a), np.array(b),
        kind=np.array([PAIR_KINDS.index(kind) for kind in kinds], np.uint8),
        confidence=np.array(confidence, np.float32),
        looked=np.array([kind is PairKind.EDITED for kind in kinds]),
    )  # fmt: skip


def relations(table: PairTable, facts: dict[int, tuple[float, ...]] | None = None) -> Relations:
    facts = facts or {}
    ids = np.array(sorted(facts), np.int64)
    numbers = np.array([facts[i] for i in sorted(facts)], np.float64).reshape(-1, 4)
    return Relations(lambda _: table, ids, numbers)


def test_each_kind_of_pair_says_why() -> None:
    table = pairs(
        (1, 2, PairKind.EDITED, 0.95), (1, 3, PairKind.EDITED, 0.6), (1, 4, PairKind.BURST, 0.02),
        (1, 5, PairKind.VARIANT, 0.99), (1, 6, PairKind.SIMILAR, 0.3),
        (1, 7, PairKind.SIMILAR, 0.03),
    )  # fmt: skip
    found = relations(table).of([1])
    assert {other: relation.why for other, relation in found.items()} == {
        2: Why.COPIES, 3: Why.PLACE, 4: Why.MOMENT, 5: Why.PLACE, 6: Why.PLACE,
    }  # fmt: skip
    copy = found[2]
    assert (copy.kind, copy.looked) == (PairKind.EDITED, True)
    assert copy.confidence == pytest.approx(0.95)
    assert relations(table).of([2])[1] == copy, "whichever of the two is asked for"


def test_shots_are_of_one_moment_by_their_clocks_and_zones() -> None:
    at = 1_700_000_000.0
    facts = {
        1: (at, 60.0, NAN, NAN), 2: (at + MOMENT_S, NAN, NAN, NAN),
        3: (at - MOMENT_S - 1, NAN, NAN, NAN), 4: (at + 3600 + 5, 120.0, NAN, NAN),
        5: (NAN, NAN, *BERLIN),
    }  # fmt: skip
    found = relations(pairs(), facts).of([1])
    assert {other: relation.why for other, relation in found.items()} == {
        2: Why.MOMENT, 4: Why.MOMENT,
    }  # fmt: skip
    assert found[4].apart == 5


@pytest.mark.parametrize("longitude", [13.4, 179.9999, -180.0])
def test_shots_are_of_one_place_by_their_coordinates(longitude: float) -> None:
    metre = 1 / 111_195
    east = metre / np.cos(np.radians(52.52))
    around = (longitude + 0.9 * PLACE_M * east + 180) % 360 - 180
    facts = {
        1: (NAN, NAN, 52.52, longitude), 2: (NAN, NAN, 52.52 + 0.9 * PLACE_M * metre, longitude),
        3: (NAN, NAN, 52.52, around), 4: (NAN, NAN, 52.52 + 1.1 * PLACE_M * metre, longitude),
        5: (0.0, NAN, NAN, NAN),
    }  # fmt: skip
    found = relations(pairs(), facts).of([1])
    assert {other: relation.why for other, relation in found.items()} == {
        2: Why.PLACE, 3: Why.PLACE,
    }  # fmt: skip


def test_the_first_reason_that_holds_counts() -> None:
    facts = dict.fromkeys((1, 2, 3), (0.0, NAN, *BERLIN))
    found = relations(pairs((1, 2, PairKind.EDITED, 1.0)), facts).of([1])
    assert found[2].why is Why.COPIES
    assert found[3] == Relation(Why.MOMENT)


# The search told by it --------------------------------------------------------------------------


def vectors(*angles: float) -> NDArray[np.float32]:
    turned = np.radians(angles)
    return np.stack([np.cos(turned), np.sin(turned)], 1).astype(np.float32)


def search(found: NDArray[np.float32], known: Relations | None = None) -> PhotoSearch:
    """Photo 10 * n shows content n; the first one is 1."""
    keys = np.arange(1, len(found) + 1)
    none = np.zeros((0, 2), np.float32)
    contents = {int(key): [int(key) * 10] for key in keys}
    contents[1].append(11)
    return PhotoSearch(Searcher(keys, found), contents, lambda _: none, known)


def test_results_come_in_sections_and_each_photo_once() -> None:
    table = pairs(
        (1, 5, PairKind.EDITED, 0.95), (1, 4, PairKind.BURST, 0.0), (1, 3, PairKind.SIMILAR, 0.5)
    )
    asked = search(vectors(0, 5, 10, 15, 80), relations(table))
    told = [(match.photo_id, match.why) for match in asked.related([10], 20)]
    assert told == [
        (11, Why.COPIES), (50, Why.COPIES), (40, Why.MOMENT), (30, Why.PLACE), (20, Why.ALIKE),
    ]  # fmt: skip
    assert [m.photo_id for m in asked.related([10], 2, without_copies=True)] == [40, 30]
    assert [match.photo_id for match in asked.like_photo(10, 3)] == [11, 20, 30], "as ever"


def test_a_copy_that_no_vector_finds_is_told() -> None:
    asked = search(vectors(0, *range(1, 40), 170), relations(pairs((1, 41, PairKind.EDITED, 1.0))))
    assert [match.photo_id for match in asked.related([10], 5)][:3] == [11, 410, 20]
    assert len(asked.related([10], 5)) == 5


def test_clocks_alone_bring_in_a_quarter_of_the_answer_at_most() -> None:
    facts = {i: (float(i), NAN, NAN, NAN) for i in (1, *range(31, 41))}
    asked = search(vectors(*range(40)), relations(pairs(), facts))
    told = [(match.photo_id, match.why) for match in asked.related([10], 12)]
    assert told[1:4] == [(310, Why.MOMENT), (20, Why.ALIKE), (30, Why.ALIKE)]
    near = {i: (float(i), NAN, NAN, NAN) for i in (1, *range(21, 31))}
    asked = search(vectors(*range(40)), relations(pairs(), near))
    told = [(match.photo_id, match.why) for match in asked.related([10], 12)]
    assert told[1:5] == [(n, Why.MOMENT) for n in (210, 220, 230)] + [(20, Why.ALIKE)]


def test_one_place_alone_is_no_likeness() -> None:
    facts = dict.fromkeys((1, 8, 9), (NAN, NAN, *BERLIN))
    asked = search(vectors(0, 1, 2, 3, 4, 5, 6, 50, 80), relations(pairs(), facts))
    asked.likeness_ends = 0.5
    told = {match.photo_id: match.why for match in asked.related([10], 8)}
    assert told[80] is Why.PLACE
    assert 90 not in told, "shot there, and showing something else"


def test_several_photos_find_what_lies_between_them_and_not_themselves() -> None:
    asked = search(vectors(0, 60, 30, 2, 62))
    assert [match.photo_id for match in asked.like_photos([10, 20], 9)] == [11, 30, 40, 50]
    assert asked.like_photos([999], 9) == []


def test_what_is_not_meant_turns_the_answer_away() -> None:
    asked = search(vectors(0, 20, -22, 30))
    assert [match.photo_id for match in asked.like_photos([10, 11], 2)] == [20, 30]
    assert [match.photo_id for match in asked.like_photos([10, 11], 2, [20])] == [30, 40]
    assert [m.photo_id for m in asked.like_vector(vectors(0)[0], 3, [20])] == [10, 11, 30]
    away = turned_away(vectors(0), vectors(90))
    assert np.linalg.norm(away) == pytest.approx(1)
    assert away[0, 1] < 0

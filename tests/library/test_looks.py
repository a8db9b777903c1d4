"""What was seen when two copies were compared in full size: kept, merged, forgotten."""

from __future__ import annotations

from contextlib import closing

import numpy as np

from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import (
    PAIR_KINDS,
    Library,
    LookResult,
    Pair,
    PairKind,
    PairTable,
    Region,
    RegionKind,
)
from tests.library.conftest import make_reading, unit_vectors

MODEL = "net-1"
REGION = Region(RegionKind.CONTENT, (0.1, 0.2, 0.3, 0.4), 3.25)


def seen(kind: PairKind = PairKind.VARIANT, trouble: str = "") -> LookResult:
    return LookResult(1, 2, kind, 0.75, 5, (REGION,), trouble)


def with_pair(home: Home, library: Library, kind: PairKind = PairKind.SAME_PICTURE) -> CacheWriter:
    """Two photos that were first compared as this kind."""
    writer = CacheWriter(home, library)
    writer.store_batch([make_reading("a.jpg"), make_reading("b.jpg")], unit_vectors(2), MODEL)
    table = PairTable.from_columns(
        np.array([1]), np.array([2]), confidence=np.array([0.9], np.float32),
        kind=PAIR_KINDS.index(kind), looked=False,
    )  # fmt: skip
    writer.store_pairs(MODEL, table, [1, 2])
    return writer


def pair_of(home: Home, library: Library) -> Pair:
    with closing(CacheReader(home, library)) as reader:
        return reader.pairs(MODEL).pair(0)


def test_a_pair_that_nobody_looked_at_is_what_the_first_comparison_says(
    home: Home, library: Library
) -> None:
    with with_pair(home, library):
        pair = pair_of(home, library)

    assert (pair.kind, pair.looked) == (PairKind.SAME_PICTURE, False)


def test_a_pair_that_was_looked_at_is_what_was_seen(home: Home, library: Library) -> None:
    with with_pair(home, library) as writer:
        writer.store_looks([seen()])
        pair = pair_of(home, library)
        with closing(CacheReader(home, library)) as reader:
            regions = reader.regions(1, 2)
        first = writer.pairs(MODEL).pair(0)

    assert (pair.kind, pair.confidence, pair.looked) == (PairKind.VARIANT, 0.75, True)
    assert pair.edits == ("cropped", "mirrored")
    assert regions == (REGION,)
    assert (first.kind, first.looked) == (PairKind.SAME_PICTURE, False)


def test_a_pair_that_could_not_be_looked_at_counts_as_not_looked_at(
    home: Home, library: Library
) -> None:
    with with_pair(home, library) as writer:
        writer.store_looks([seen(PairKind.SAME_PICTURE, "its decoder crashed")])

        assert pair_of(home, library).looked is False
        assert writer.looked_at().tolist() == [[1, 2]]
        assert writer.count_look_troubles() == 1


def test_a_look_makes_no_copies_of_what_is_compared_anew_as_none(
    home: Home, library: Library
) -> None:
    with with_pair(home, library, PairKind.BURST) as writer:
        writer.store_looks([seen(PairKind.SAME_PICTURE)])

        assert pair_of(home, library).kind is PairKind.BURST
        assert pair_of(home, library).looked is False


def test_looks_are_forgotten_on_demand(home: Home, library: Library) -> None:
    with with_pair(home, library) as writer:
        writer.store_looks([seen()])
        before = writer.note("pairs_version")
        writer.forget_looks()

        assert pair_of(home, library).looked is False
        assert writer.note("pairs_version") != before


def test_readers_notice_that_pairs_were_looked_at(home: Home, library: Library) -> None:
    with with_pair(home, library) as writer, closing(CacheReader(home, library)) as reader:
        before = reader.versions()
        writer.store_looks([seen()])

        assert reader.versions() != before


def test_looks_at_a_content_that_a_newer_reading_sees_otherwise_are_forgotten(
    home: Home, library: Library
) -> None:
    with with_pair(home, library) as writer:
        writer.store_looks([seen(PairKind.SAME_PICTURE)])
        seen_anew = make_reading("a.jpg", width_px=50)
        writer.store_batch([seen_anew], unit_vectors(1), MODEL)

        assert writer.looked_at().tolist() == []

"""Of n copies of one photo each is compared in full size with the one that stays, and no others."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgsim_desktop.choosing.marks import Mark
from imgsim_desktop.choosing.rules import DEFAULT_RULES
from imgsim_desktop.choosing.shots import OneShot
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import PAIR_KINDS, Facts, Holdings, Library, PairKind, PairTable, Photo
from imgsim_desktop.review.book import ReviewBook
from imgsim_desktop.review.desk import ReviewDesk
from imgsim_desktop.review.needed import NeededLooks
from imgsim_desktop.scan import Needs, scan
from tests.fakes import fake_network
from tests.pictures import save_photos
from tests.review.test_book import pairs
from tests.scan.conftest import home, library

__all__ = ["home", "library"]

ENDS = list(combinations(range(1, 6), 2))


def photo(number: int, holdings: Holdings | None = None) -> Photo:
    """The lower its number, the larger it is."""
    path = Path(f"/photos/{number}.jpg")
    facts = Facts(1000 - number, 100, "JPEG", holdings=holdings or Holdings())
    return Photo(number, number, path, path.parent, 10, 1, bytes([number]) * 16, facts)


def desk_of(looked: set[tuple[int, int]], *photos: Photo) -> ReviewDesk:
    desk = ReviewDesk()
    known = [end in looked for end in ENDS]
    desk.load(replace(pairs(*ENDS), looked=np.array(known)), photos or map(photo, range(1, 6)))
    desk.regroup(0.9)
    return desk


def test_each_copy_waits_for_a_look_beside_the_one_that_stays_and_no_other() -> None:
    desk = desk_of(set())
    (group,) = desk.review.groups

    assert desk.needed_looks() == {(1, other) for other in range(2, 6)}
    assert desk.waits_for_look(group)


def test_a_group_waits_for_nothing_once_those_were_looked_at_and_all_others_may_go() -> None:
    desk = desk_of({(1, other) for other in range(2, 6)})
    (group,) = desk.review.groups
    desk.review.accept([group])

    assert not desk.waits_for_look(group)
    assert [(p.victim, p.keeper) for p in desk.review.planned()] == [
        (desk.number_of(other), desk.number_of(1)) for other in range(2, 6)
    ]


def test_where_another_one_is_to_stay_that_one_is_to_be_looked_at_beside_the_others() -> None:
    desk = desk_of({(1, other) for other in range(2, 6)})
    (group,) = desk.review.groups
    chosen = desk.number_of(3)
    assert chosen is not None
    desk.review.choose_keeper(group, chosen)
    desk.review.accept([group])

    assert desk.needed_looks() == {(2, 3), (3, 4), (3, 5)}
    assert [p.victim for p in desk.review.planned()] == [desk.number_of(1)], "the only one seen"


def test_what_stays_beside_the_keeper_is_looked_at_beside_what_may_go_for_it() -> None:
    deep, layered = Holdings(channel_bits=16), Holdings(layers=3, layers_digest=b"x")
    desk = desk_of(
        {(1, other) for other in range(2, 6)},
        photo(1, deep), photo(2, layered), photo(3), photo(4, layered), photo(5),
    )  # fmt: skip

    assert desk.needed_looks() == {(2, 4)}


def test_marks_set_by_hand_do_not_wait(tmp_path: Path) -> None:
    desk = desk_of({(1, other) for other in range(2, 6)})
    two, three = (desk.number_of(content) for content in (2, 3))
    assert two is not None
    assert three is not None
    desk.review.mark([two, three], Mark.KEEP)

    assert desk.needed_looks() == set()


@pytest.fixture
def copies(photos_folder: Path) -> int:
    """Six of one photo, the first in the best quality, among others."""
    first = save_photos(photos_folder, 3)[1]
    with Image.open(first) as image:
        for number, quality in enumerate((90, 85, 80, 75, 70)):
            image.save(first.with_name(f"again{number}.jpg"), quality=quality)
    return 6


def needs_of(home: Home, library: Library, asked: tuple[tuple[int, int], ...] = ()) -> NeededLooks:
    return NeededLooks(home, library.key, DEFAULT_RULES, OneShot.ONE, 0.9, lambda: asked)


def looked_pairs(home: Home, library: Library) -> PairTable:
    with closing(CacheReader(home, library)) as reader:
        table = reader.pairs("fake-1")
    return table.where(table.looked)


def test_a_scan_looks_at_n_minus_one_pairs_of_n_copies(
    home: Home, library: Library, photos_folder: Path, copies: int
) -> None:
    needs = needs_of(home, library)

    summary = scan(library, home, fake_network(), needs=needs)

    assert copies - 1 <= summary.looked < copies * (copies - 1) // 2
    assert scan(library, home, fake_network(), needs=needs).looked == 0
    assert suggested(home, library) == copies - 1, "and all but one may go"


def suggested(home: Home, library: Library) -> int:
    """Photos that go where every suggestion is accepted."""
    with closing(Decisions(home)) as decisions, closing(CacheReader(home, library)) as reader:
        book = ReviewBook(decisions, library.key)
        book.fill(reader, reader.pairs("fake-1"))
        book.desk.regroup(0.9)
        book.desk.review.accept(book.desk.review.groups)
        planned = book.desk.review.planned()
        looked = looked_pairs(home, library)
        seen = set(zip(looked.a.tolist(), looked.b.tolist(), strict=True))
        for plan in planned:
            assert plan.keeper is not None
            ends = [book.desk.review.photo(n).content_id for n in (plan.victim, plan.keeper)]
            assert (min(ends), max(ends)) in seen
        return len(planned)


def test_a_keeper_that_proves_to_be_made_from_another_one_gives_way_and_that_is_looked_at(
    home: Home, library: Library, photos_folder: Path
) -> None:
    first = save_photos(photos_folder, 3)[1]
    with Image.open(first) as image:
        image.save(first.with_name("saved again.png"))  # the file's numbers speak for it
        image.save(first.with_name("small.jpg"), quality=60)

    scan(library, home, fake_network(), needs=needs_of(home, library))

    assert suggested(home, library) == 2


def test_pairs_somebody_waits_for_are_looked_at_too(
    home: Home, library: Library, photos_folder: Path, copies: int
) -> None:
    scan(library, home, fake_network(), needs=needs_of(home, library))
    with closing(CacheReader(home, library)) as reader:
        table = reader.pairs("fake-1")
    codes = [PAIR_KINDS.index(PairKind.SAME_PICTURE), PAIR_KINDS.index(PairKind.EDITED)]
    left = table.where(~table.looked & np.isin(table.kind, codes))
    asked = (int(left.a[0]), int(left.b[0]))

    assert scan(library, home, fake_network(), needs=needs_of(home, library, (asked,))).looked == 1


def test_without_decisions_to_go_by_all_copies_are_looked_at(
    home: Home, library: Library, photos_folder: Path, copies: int
) -> None:
    home.decisions_db.parent.mkdir(parents=True, exist_ok=True)
    home.decisions_db.write_bytes(b"no database" * 100)
    needs: Needs = needs_of(home, library)

    looked = scan(library, home, fake_network(), needs=needs).looked

    assert looked == copies * (copies - 1) // 2

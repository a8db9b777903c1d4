"""What was added to a copy is said of it only beside a plain copy that is as good."""

from __future__ import annotations

import numpy as np
import pytest

from imgsim_desktop.choosing.additions import with_added
from imgsim_desktop.choosing.rules import suggest_keeper
from imgsim_desktop.records import (
    ADDED,
    ADDED_TO_A,
    ADDED_TO_B,
    PAIR_KINDS,
    Derivation,
    Making,
    PairKind,
    PairTable,
    Photo,
    derivation_bits,
)
from tests.choosing.pictures import photo

PLAIN = photo(1, width_px=4000, height_px=3000)
FRAMED = photo(2, width_px=4400, height_px=3400)
COVERAGE = 4000 * 3000 / (4400 * 3400)


def pairs(
    *, to_a: int = 0, to_b: int = 0, kind: PairKind = PairKind.EDITED, confidence: float = 0.99
) -> PairTable:
    """One pair of the contents 1 and 2; numbers of ADDED, from 1."""
    bits = (1 << ADDED_TO_A + to_a - 1 if to_a else 0) + (1 << ADDED_TO_B + to_b - 1 if to_b else 0)
    return PairTable.from_columns(
        np.array([1]), np.array([2]), confidence=confidence,
        kind=PAIR_KINDS.index(kind), edits=bits, coverage=np.array([COVERAGE], np.float32),
    )  # fmt: skip


def said(found: list[Photo]) -> dict[int, tuple[str, ...]]:
    return {photo.photo_id: photo.added for photo in found if photo.added}


@pytest.mark.parametrize("number", range(1, len(ADDED) + 1))
def test_what_was_added_is_said_of_the_side_that_has_it(number: int) -> None:
    names = (ADDED[number - 1],)
    small = [photo(1), photo(2)]
    assert said(with_added(small, pairs(to_a=number))) == {1: names}
    assert said(with_added(small, pairs(to_b=number))) == {2: names}
    assert pairs(to_a=number).pair(0).added_to_a == names
    assert pairs(to_b=number).pair(0).added_to_b == names
    assert pairs(to_b=number).pair(0).edits == ()


def test_every_file_of_a_content_is_spoken_of() -> None:
    again = photo(3, "/other/2.jpg", content_id=2, width_px=4400, height_px=3400)
    assert said(with_added([PLAIN, FRAMED, again], pairs(to_b=1))) == {
        2: ("surrounded",), 3: ("surrounded",),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("plain", "framed"),
    [
        (photo(1, width_px=1600, height_px=1200), FRAMED),
        (photo(1, is_online=False), FRAMED),
        (PLAIN, photo(2, camera="Pixel 7", width_px=4400, height_px=3400)),
        (photo(1, camera="Pixel 7", software="Snapseed"), photo(2, camera="Pixel 7")),
        (photo(9), FRAMED),
    ],
    ids=["a small copy", "a disk that is away", "no camera", "edited", "not in the library"],
)
def test_beside_a_lesser_copy_nothing_is_said(plain: Photo, framed: Photo) -> None:
    assert said(with_added([plain, framed], pairs(to_b=1))) == {}


def test_a_photo_of_a_camera_is_the_original_of_a_screenshot_that_shows_it_enlarged() -> None:
    small = photo(1, width_px=2400, height_px=1800, camera="Pixel 7")
    assert said(with_added([small, FRAMED], pairs(to_b=1))) == {2: ("surrounded",)}
    tiny = photo(1, width_px=1600, height_px=1200, camera="Pixel 7")
    assert said(with_added([tiny, FRAMED], pairs(to_b=1))) == {}
    edited = photo(2, width_px=4400, height_px=3400, camera="Pixel 7", software="Snapseed")
    assert said(with_added([small, edited], pairs(to_b=1))) == {2: ("surrounded",)}


@pytest.mark.parametrize(
    "table",
    [
        pairs(),
        pairs(to_b=1, confidence=0.8),
        pairs(to_b=1, kind=PairKind.SIMILAR),
        PairTable.empty(),
    ],
)
def test_pairs_that_are_not_sure_say_nothing(table: PairTable) -> None:
    photos = [PLAIN, FRAMED]
    assert with_added(photos, table) == photos


def made(how: Making, side: str = "b", confidence: float = 0.99) -> PairTable:
    """One pair of the contents 1 and 2, of which one was made from the other."""
    return PairTable.from_columns(
        np.array([1]), np.array([2]), confidence=confidence,
        kind=PAIR_KINDS.index(PairKind.SAME_PICTURE), edits=derivation_bits(Derivation(side, how)),
    )  # fmt: skip


@pytest.mark.parametrize("how", Making)
def test_what_a_copy_was_made_from_stays_whatever_numbers_the_copy_has(how: Making) -> None:
    source = photo(1, "/photos/z (copy).jpg", jpeg_quality=70, width_px=800, height_px=600)
    copy = photo(2, "/a.jpg", jpeg_quality=99, has_exif=True, size_bytes=9000, width_px=1600)

    photos = with_added([source, copy], made(how))

    assert [p.made for p in photos] == ["", how]
    suggestion = suggest_keeper(photos)
    assert suggestion.keeper == 1
    assert (suggestion.verdicts[1].code, suggestion.verdicts[1].made) == ("made-from", how)
    assert suggest_keeper(with_added([source, copy], made(how, "a"))).keeper == 2


def test_a_source_that_is_away_or_less_the_cameras_own_makes_nothing_a_copy() -> None:
    source, copy = photo(1), photo(2)
    away = photo(1, is_online=False)
    stripped = [photo(1), photo(2, camera="Canon")]
    exported = [photo(1, software="GIMP 2.10"), photo(2)]
    unsure = with_added([source, copy], made(Making.RESAVED, confidence=0.89))
    for photos in (
        with_added([away, copy], made(Making.RESAVED)),
        with_added(stripped, made(Making.RESAVED)),
        with_added(exported, made(Making.RESAVED)),
        with_added([copy], made(Making.RESAVED)),
        unsure,
    ):
        assert not any(photo.made for photo in photos)


@pytest.mark.parametrize("how", Making)
@pytest.mark.parametrize("side", ["a", "b"])
def test_a_derivation_is_stored_in_bits_of_its_own(how: Making, side: str) -> None:
    derivation = Derivation(side, how)
    every = (1 << ADDED_TO_B + len(ADDED)) - 1
    table = PairTable.from_columns(
        np.array([1]), np.array([2]), edits=every | derivation_bits(derivation)
    )
    pair = table.pair(0)
    assert pair.derivation == derivation
    assert pair.added_to_a == pair.added_to_b == ADDED
    assert derivation.other_way.other_way == derivation
    assert {derivation.made, derivation.source} == {"a", "b"}
    with pytest.raises(ValueError, match="neither of two"):
        Derivation("c", how)

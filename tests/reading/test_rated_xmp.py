"""Stars and picks in XMP: set, changed, taken back, and nothing else of a sidecar touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgsim_desktop.reading.descriptions import sidecar_beside
from imgsim_desktop.reading.xmp import extended_xmp, rated_xmp, read_sidecar, read_xmp, unrated_xmp
from imgsim_desktop.reading.xmp_reader import XMP, read_properties
from imgsim_desktop.records import Description, Rating

RATING, PICK = (XMP, "Rating"), ("http://www.digikam.org/ns/1.0/", "PickLabel")
WORDS = Description(keywords=("dune", "sea"), caption="By hand", latitude=1.5, longitude=2.5)
ATTRIBUTES = (
    b'<?xml version="1.0"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
    b' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="x"'
    b' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="2" xmp:Label="Red"'
    b' xmlns:d="http://www.digikam.org/ns/1.0/" d:PickLabel="1"/></rdf:RDF></x:xmpmeta>'
)


def rated(old: bytes | None, *ratings: Rating) -> bytes:
    for rating in ratings:
        old = rated_xmp(old, rating)
    assert old is not None
    return old


def said(data: bytes) -> tuple[str, str]:
    """Rating and pick as other programs read them."""
    found = read_properties(data)
    return tuple(found[name].text if name in found else "" for name in (RATING, PICK))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        (["3"], ("3", "")),
        (["3", "5"], ("5", "")),
        (["3", "0"], ("0", "")),
        (["reject"], ("-1", "1")),
        (["4", "reject"], ("-1", "1")),
        (["reject", "2"], ("2", "0")),
        (["reject", "pick"], ("0", "3")),
        (["reject", "neither"], ("0", "0")),
        (["pick"], ("", "3")),
        (["4", "pick"], ("4", "3")),
        (["4", "pick", "neither"], ("4", "0")),
        (["pick", "2"], ("2", "3")),
    ],
)
def test_what_is_said_last_counts_and_the_other_stays(
    ratings: list[str], expected: tuple[str, str]
) -> None:
    assert said(rated(None, *map(Rating, ratings))) == expected


@pytest.mark.parametrize("rating", [Rating.NO_STARS, Rating.NEITHER])
def test_taking_away_what_nobody_gave_makes_no_sidecar(rating: Rating) -> None:
    assert rated_xmp(None, rating) is None
    old = extended_xmp(None, WORDS)
    assert rated_xmp(old, rating) == old


def test_the_same_rating_again_changes_no_byte() -> None:
    once = rated(None, Rating.FOUR_STARS, Rating.PICK)
    assert rated(once, Rating.FOUR_STARS) == once
    assert rated(once, Rating.PICK) == once


@pytest.mark.parametrize("rating", list(Rating))
def test_all_else_of_a_sidecar_stays(rating: Rating) -> None:
    new = rated(extended_xmp(None, WORDS), Rating.TWO_STARS, rating)
    stars = rating.rating_after(2)
    assert read_xmp(new) == Description(
        keywords=WORDS.keywords, caption=WORDS.caption, latitude=1.5, longitude=2.5, rating=stars
    )


def test_a_rating_that_stands_as_an_attribute_is_replaced_there_and_said_once() -> None:
    assert said(ATTRIBUTES) == ("2", "1")
    new = rated(ATTRIBUTES, Rating.FIVE_STARS)
    assert said(new) == ("5", "0")
    assert new.count(b"Rating") == 2  # begins and ends
    assert b'xmp:Label="Red"' in new
    assert new.startswith(b"<?xml ")


def test_a_rating_is_taken_back_and_what_was_written_since_stays() -> None:
    before = rated(extended_xmp(None, WORDS), Rating.TWO_STARS)
    after = rated(before, Rating.REJECT)
    since = extended_xmp(after, Description(keywords=("later",)))
    back = unrated_xmp(since, before, after)
    assert said(back) == ("2", "")
    assert read_xmp(back).keywords == ("dune", "later", "sea")


def test_of_a_sidecar_that_was_made_for_it_only_the_rating_goes() -> None:
    after = rated(None, Rating.PICK)
    since = extended_xmp(after, WORDS)
    assert said(unrated_xmp(since, None, after)) == ("", "")
    assert read_xmp(unrated_xmp(since, None, after)) == WORDS


def test_a_rating_that_somebody_changed_since_is_theirs() -> None:
    after = rated(None, Rating.THREE_STARS)
    since = rated(after, Rating.ONE_STAR)
    assert unrated_xmp(since, None, after) == since


def test_what_is_no_xmp_is_refused() -> None:
    with pytest.raises(ValueError, match="XML"):
        rated_xmp(b"no xmp", Rating.ONE_STAR)


def test_stars_of_the_photo_itself_are_taken_away_in_words() -> None:
    none = rated_xmp(None, Rating.NO_STARS, is_rated_inside=True)
    assert none is not None
    assert said(none) == ("0", "")
    assert read_sidecar(none).rating == 0
    assert rated_xmp(none, Rating.NO_STARS, is_rated_inside=True) == none
    assert read_sidecar(extended_xmp(None, WORDS)).rating is None
    assert read_sidecar(rated(None, Rating.REJECT)).rating == -1


def test_the_rating_beside_a_photo_is_read_and_a_broken_one_is_none(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    assert sidecar_beside(photo).rating is None
    (tmp_path / "a.xmp").write_bytes(rated(None, Rating.FOUR_STARS))
    assert sidecar_beside(photo).rating == 4
    (tmp_path / "a.jpg.xmp").write_bytes(b"no xmp")
    assert sidecar_beside(photo).rating is None


@pytest.mark.parametrize("rating", list(Rating))
def test_a_rating_says_what_the_library_will_read(rating: Rating) -> None:
    for before in (None, -1, 3):
        old = None
        if before is not None:
            old = rated(None, Rating.REJECT if before == -1 else Rating.THREE_STARS)
        new = rated_xmp(old, rating)
        now = None if new is None else read_xmp(new).rating
        assert now == rating.rating_after(before), (before, rating)

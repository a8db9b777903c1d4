"""What a file holds beside its picture is seen and said wherever the photo is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imgsim_desktop.choosing.holdings import HELD, INSTEAD, Held
from imgsim_desktop.choosing.lanes import Entry, Lane
from imgsim_desktop.choosing.marks import Mark
from imgsim_desktop.choosing.rules import suggest_keeper
from imgsim_desktop.records import Holdings, PairKind, Recording
from imgsim_desktop.review.desk import ReviewDesk
from imgsim_desktop.review.explain import said_keeper, said_verdict
from imgsim_desktop.ui.holding_words import said_held, said_holdings, signs_of
from imgsim_desktop.ui.models.differences import differences
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.models.stage import StageItem, said_item
from imgsim_desktop.ui.reviewing.words import DuplicatesWords
from imgsim_desktop.ui.widgets.grid_painter import _BADGE_ICONS, Badge, GridPainter
from tests.ui.test_photo_grid import Shown
from tests.ui.test_review_parts import photo, table

FILM = Holdings(film=Recording(b"f" * 16, 2.4))
PAGES = Holdings(pages=13, pages_digest=b"p" * 16)
FRAMES = Holdings(pages=3, is_animated=True, pages_digest=b"a" * 16)
LAYERS = Holdings(layers=4, layers_digest=b"l" * 16)
DEEP = Holdings(channel_bits=16)


def test_everything_that_can_be_held_has_words_of_its_own(light: QApplication) -> None:
    said = [said_held(Held(name)) for name in (*HELD, *INSTEAD) if name not in ("layers", "bits")]
    assert len(set(said)) == len(said)
    assert said_held(Held("film", 2.4)) == "a film of 2.4 s"
    assert said_held(Held("bits", 16)) == "16 bits a channel"
    assert said_held(Held("pages", 12), is_more=True) == "12 more pages"
    assert said_held(Held("pages", 12)) == "13 pages"
    assert said_held(Held("frames", 1), is_more=True) == "1 more frame"
    assert said_held(Held("layers", 1)) == "1 layer"


@pytest.mark.parametrize(
    ("holdings", "words"),
    [
        (FILM, "has a film of 2.4 s"),
        (DEEP, "has 16 bits a channel"),
        (PAGES, "has 12 more pages"),
        (LAYERS, "has 4 layers"),
    ],
)
def test_the_reason_says_what_the_kept_one_holds(
    light: QApplication, holdings: Holdings, words: str
) -> None:
    verdicts = suggest_keeper([photo(1, holdings=holdings), photo(2)]).verdicts
    assert said_verdict(verdicts[1], "1.jpg").startswith(f"1.jpg is better: {words}")
    assert said_keeper(verdicts) == f"Suggested to stay: {words}."


def test_the_reason_says_why_both_stay(light: QApplication) -> None:
    verdicts = suggest_keeper([photo(1, holdings=FILM), photo(2, holdings=DEEP)]).verdicts
    assert (
        said_verdict(verdicts[1], "1.jpg")
        == "Stays: only this one has a film of 2.4 s. Only 1.jpg has 16 bits a channel."
    )


def test_the_page_warns_of_what_is_lost_by_a_mark_of_ones_own(light: QApplication) -> None:
    desk = ReviewDesk()
    desk.load(
        table((1, 2, 0.99, PairKind.SAME_PICTURE)), [photo(1, holdings=FILM), photo(2, width_px=9)]
    )
    desk.regroup(0.9)
    (group,) = desk.review.groups
    ids = list(desk.review.members(group))
    photos = desk.photos(ids)
    film = next(n for n in ids if photos[n].path.name == "1.jpg")
    still = next(n for n in ids if photos[n].path.name == "2.jpg")
    desk.review.choose_keeper(group, still)
    entry, words = Entry(group, Lane.SAME_PICTURE, 0), DuplicatesWords(lambda: desk)

    item = StageItem(photos[film], 1, is_keeper=False, is_trash=False, is_locked=False)
    assert words.reason(entry, item) == "Stays: only this one has a film of 2.4 s."
    desk.review.mark([film], Mark.TRASH)
    assert words.reason(entry, item).startswith(
        "You let it go, and only this one has a film of 2.4 s"
    )


def test_the_table_shows_what_one_of_two_holds_and_marks_it_as_better(light: QApplication) -> None:
    rich = replace(FILM, channel_bits=16, maps=("gain",))
    lines = {line.name: line for line in differences(photo(1, holdings=rich), photo(2))}
    assert (lines["Film"].left, lines["Film"].right, lines["Film"].better) == ("2.4 s", "–", "left")
    bits = lines["Bits a channel"]
    assert (bits.left, bits.right, bits.better) == ("16", "8", "left")
    assert lines["HDR gain map"].left == "yes"
    assert "Pages" not in lines


def test_two_films_that_differ_are_shown_without_calling_one_better(light: QApplication) -> None:
    other = Holdings(film=Recording(b"g" * 16, 2.4))
    (line,) = (
        line
        for line in differences(photo(1, holdings=FILM), photo(2, holdings=other))
        if line.name == "Film"
    )
    assert (line.better, line.differs) == ("", True)


def test_equal_holdings_are_no_difference(light: QApplication) -> None:
    lines = differences(photo(1, holdings=PAGES), photo(2, holdings=PAGES))
    (pages,) = (line for line in lines if line.name == "Pages")
    assert (pages.left, pages.right, pages.differs) == ("13", "13", False)


def test_what_was_not_read_yet_is_said_so(light: QApplication) -> None:
    lines = {line.name: line for line in differences(photo(1, holdings=None), photo(2))}
    assert lines["What else is in it"].left == "not read yet"


def test_the_card_of_a_photo_has_a_small_sign_of_what_it_holds(light: QApplication) -> None:
    signs = {
        "film": photo(1, holdings=FILM),
        "pages": photo(2, holdings=PAGES),
        "layers": photo(3, holdings=LAYERS),
        "raw": photo(4, format="RAW"),
    }
    for role, known in signs.items():
        (sign,) = signs_of(known)
        assert sign[0] == role
        assert sign[1]
        assert role in _BADGE_ICONS
        assert not GridPainter()._badge(role, 1.0).isNull()
    assert signs_of(photo(5)) == []
    assert signs_of(photo(6, holdings=FRAMES)) == [("film", "3 frames")]
    assert signs_of(photo(7, holdings=Holdings(film=Recording(b"f" * 16)))) == [("film", "Film")]


def test_a_screen_reader_hears_what_a_photo_holds(qtbot: QtBot, light: QApplication) -> None:
    known = photo(1, holdings=replace(FILM, maps=("gain",)))
    item = StageItem(known, 1, is_keeper=False, is_trash=False, is_locked=False)
    assert said_item(item, 2).endswith(", ".join(said_holdings(known)))
    shown = Shown(qtbot, 1)
    shown.grid._pages = PhotoPages(lambda ids: {i: replace(known, photo_id=i) for i in ids})
    shown.click(0)
    assert "2.4 s" in shown.grid.accessibleDescription()
    shown.grid.set_badges(lambda _photo: (Badge("trash", "marked for the trash"),))
    assert [badge.role for badge in shown.grid._badges_of(known)] == ["trash", "film"]

"""Marks whose photos are no copies any more once they were compared in full size are taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from imgsim_desktop.choosing.marks import Mark
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import PAIR_KINDS, PairKind, PairTable
from imgsim_desktop.review.book import ReviewBook
from tests.review.test_book import KEY, PHOTOS, TABLE, going, lay_out

UNLOOKED = replace(TABLE, looked=np.zeros(2, np.bool_))


@pytest.fixture
def decisions(tmp_path: Path) -> Iterator[Decisions]:
    with closing(Decisions(Home(tmp_path / "home"))) as found:
        yield found


def with_kind(kind: PairKind) -> PairTable:
    """The first pair has become this; the other one stays a copy."""
    codes = np.array([PAIR_KINDS.index(kind), TABLE.kind[1]], np.uint8)
    return replace(TABLE, kind=codes)


def test_nothing_is_suggested_or_planned_of_a_pair_that_was_not_looked_at(
    decisions: Decisions,
) -> None:
    book = ReviewBook(decisions, KEY)
    lay_out(book, PHOTOS, UNLOOKED)
    review = book.desk.review
    review.accept(review.groups)

    assert len(review.groups) == 2
    assert going(book) == set()
    assert review.planned() == []


def test_a_photo_marked_by_hand_against_an_unlooked_copy_goes_only_as_a_last_copy(
    decisions: Decisions,
) -> None:
    book = ReviewBook(decisions, KEY)
    lay_out(book, PHOTOS, UNLOOKED)
    book.desk.review.mark([2], Mark.TRASH)

    assert book.desk.review.planned() == []


@pytest.mark.parametrize("kind", [PairKind.VARIANT, PairKind.BURST])
def test_an_accepted_suggestion_that_proves_to_be_no_copy_is_taken_back(
    decisions: Decisions, kind: PairKind
) -> None:
    book = ReviewBook(decisions, KEY)
    lay_out(book, PHOTOS, TABLE)
    book.desk.review.accept(book.desk.review.groups)
    marked = going(book)
    lay_out(book, PHOTOS, with_kind(kind))

    assert book.withdraw_unseen(is_over=True) == 1
    assert len(going(book)) == len(marked) - 1 == 1
    assert book.withdraw_unseen(is_over=True) == 0, "told once"


def test_an_accepted_suggestion_that_could_not_be_looked_at_is_taken_back(
    decisions: Decisions,
) -> None:
    book = ReviewBook(decisions, KEY)
    lay_out(book, PHOTOS, TABLE)
    book.desk.review.accept(book.desk.review.groups)
    lay_out(book, PHOTOS, UNLOOKED)

    assert book.withdraw_unseen(is_over=True) == 2
    assert going(book) == set()


def test_marks_wait_while_their_photos_have_yet_to_be_looked_at(decisions: Decisions) -> None:
    book = ReviewBook(decisions, KEY)
    lay_out(book, PHOTOS, TABLE)
    book.desk.review.accept(book.desk.review.groups)
    marked = going(book)
    lay_out(book, PHOTOS, UNLOOKED)

    assert book.withdraw_unseen(is_over=False) == 0
    assert going(book) == marked
    assert book.desk.review.planned() == []

    lay_out(book, PHOTOS, with_kind(PairKind.VARIANT))
    assert book.withdraw_unseen(is_over=False) == 1


def test_marks_set_by_hand_before_anything_was_looked_at_are_taken_back_once(
    decisions: Decisions,
) -> None:
    book = ReviewBook(decisions, KEY)
    lay_out(book, PHOTOS, TABLE)
    book.desk.review.mark([2, 4], Mark.TRASH)
    book.save()
    again = ReviewBook(decisions, KEY)
    lay_out(again, PHOTOS, with_kind(PairKind.VARIANT))

    before = again.desk.marked()
    assert again.withdraw_unseen(is_over=True) == 1
    (taken,) = before.keys() - again.desk.marked().keys()
    again.desk.review.mark([taken], Mark.TRASH)
    assert again.withdraw_unseen(is_over=True) == 0, "now the person knows that it is a variant"
    assert len(going(again)) == 2


def test_a_group_that_is_to_go_as_a_whole_was_the_person_s_own_wish(decisions: Decisions) -> None:
    book = ReviewBook(decisions, KEY)
    lay_out(book, PHOTOS, TABLE)
    book.desk.review.mark([1, 2], Mark.TRASH)
    lay_out(book, PHOTOS, with_kind(PairKind.VARIANT))

    assert book.withdraw_unseen(is_over=True) == 0
    assert len(going(book)) == 2


def test_copies_that_are_copies_still_stay_marked(decisions: Decisions) -> None:
    book = ReviewBook(decisions, KEY)
    lay_out(book, PHOTOS, TABLE)
    book.desk.review.accept(book.desk.review.groups)
    marked = going(book)

    assert book.withdraw_unseen(is_over=True) == 0
    assert going(book) == marked

"""What is decided about a library is kept as it is decided, and both doors see it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from imgsim_desktop.choosing.marks import Mark
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import (
    PAIR_KINDS,
    Facts,
    Outcome,
    OutcomeCode,
    PairKind,
    PairTable,
    Photo,
)
from imgsim_desktop.review.book import ReviewBook
from imgsim_desktop.review.commit import Act

KEY = "abc"


def photo(number: int, name: str = "") -> Photo:
    path = Path(f"/photos/{name or number}.jpg")
    return Photo(
        number, number, path, path.parent, 10, 1, bytes([number]) * 16, Facts(100, 100, "JPEG")
    )


def pairs(*ends: tuple[int, int]) -> PairTable:
    a, b = (np.array(column, np.int64) for column in zip(*ends, strict=True))
    kind = PAIR_KINDS.index(PairKind.SAME_PICTURE)
    return PairTable.from_columns(a, b, confidence=0.99, kind=kind)


def lay_out(book: ReviewBook, photos: list[Photo], table: PairTable) -> None:
    book.desk.load(table, photos)
    book.desk.regroup(0.9)


@pytest.fixture
def decisions(tmp_path: Path) -> Iterator[Decisions]:
    with closing(Decisions(Home(tmp_path / "home"))) as found:
        yield found


PHOTOS = [photo(number) for number in range(1, 5)]
TABLE = pairs((1, 2), (3, 4))


class FakeCache:
    """Knows those photos."""

    def photos_of_contents(self, *, with_offline: bool) -> dict[int, list[int]]:
        return {photo.content_id: [photo.photo_id] for photo in PHOTOS}

    def named_as(self, picture_format: str) -> list[list[int]]:
        return []

    def photos(self, wanted: list[int]) -> list[Photo]:
        return [photo for photo in PHOTOS if photo.photo_id in wanted]


def going(book: ReviewBook) -> set[Path]:
    return {p.path for p in book.desk.marked().values()}


def test_decisions_are_there_again_for_whoever_opens_the_book_next(decisions: Decisions) -> None:
    book = ReviewBook(decisions, KEY)
    lay_out(book, PHOTOS, TABLE)
    book.desk.review.accept(book.desk.review.groups[:1])
    book.save()
    again = ReviewBook(decisions, KEY)
    lay_out(again, [photo(n + 50, str(n)) for n in range(1, 3)], pairs((51, 52)))
    assert going(again) == set(), "other bytes under the same name are another photo"
    lay_out(again, PHOTOS, TABLE)
    assert going(again) == going(book) != set()


def test_a_book_that_is_open_takes_in_what_another_one_saved(
    decisions: Decisions, tmp_path: Path
) -> None:
    window = ReviewBook(decisions, KEY)
    lay_out(window, PHOTOS, TABLE)
    with closing(Decisions(Home(tmp_path / "home"))) as others:
        command_line = ReviewBook(others, KEY)
        lay_out(command_line, list(reversed(PHOTOS)), TABLE)
        first, _second = command_line.desk.review.groups
        command_line.desk.review.keep_all(first)
        command_line.save()
        kept = {command_line.desk.review.photo(n).path for n in first.members}
    window.desk.review.mark([window.desk.review.groups[-1].members[-1]], Mark.TRASH)
    own = going(window)
    assert window.is_behind()
    window.save()
    assert window.is_behind(), "its own step does not hide that of the other"
    window.fill(FakeCache(), TABLE)
    window.desk.regroup(0.9)
    assert not window.is_behind()
    review = window.desk.review
    solved = [g for g in review.groups if review.is_solved(g)]
    assert [{review.photo(n).path for n in g.members} for g in solved] == [kept]
    assert going(window) == own


def test_what_a_commit_could_not_move_stays_marked_and_in_question(decisions: Decisions) -> None:
    book = ReviewBook(decisions, KEY)
    lay_out(book, PHOTOS, TABLE)
    review = book.desk.review
    review.accept(review.groups)
    planned = review.planned()
    assert len(planned) == 2
    first, second = (review.photo(plan.victim).path for plan in planned)
    outcomes = [
        Outcome(first, OutcomeCode.DONE, entry_id="b-0"),
        Outcome(second, OutcomeCode.CHANGED, entry_id="b-1"),
    ]
    book.begin_commit(planned, Act())
    removed = book.end_commit(planned, outcomes, Act())
    assert (removed.photos, removed.entry_ids) == (1, ("b-0",))
    assert [outcome.path for outcome in removed.troubles] == [second]
    again = ReviewBook(decisions, KEY)
    lay_out(again, PHOTOS, TABLE)
    assert going(again) == {second}
    assert [plan.victim for plan in again.desk.review.planned()] == [planned[1].victim]


def test_not_duplicates_is_remembered_for_every_library_and_forgotten_by_undo(
    decisions: Decisions,
) -> None:
    book = ReviewBook(decisions, KEY)
    lay_out(book, PHOTOS, TABLE)
    group = book.desk.review.groups[0]
    book.desk.review.not_duplicates(group)
    book.save()
    hashes = tuple(sorted(book.desk.review.photo(n).content_hash for n in group.members))
    assert decisions.not_duplicates() == {hashes}
    book.desk.review.undo()
    book.save()
    assert decisions.not_duplicates() == set()


def test_a_place_names_its_photo_by_path_and_content(decisions: Decisions) -> None:
    book = ReviewBook(decisions, KEY)
    lay_out(book, PHOTOS, TABLE)
    number = book.desk.number_of(3)
    book.save_place({"lane": "edited"}, number)
    again = ReviewBook(decisions, KEY)
    lay_out(again, list(reversed(PHOTOS)), TABLE)
    place = again.place()
    assert place["lane"] == "edited"
    found = again.photo_of_place(place)
    assert found is not None
    assert again.desk.review.photo(found).path == PHOTOS[2].path


def test_a_photo_of_another_library_is_no_place_here(decisions: Decisions) -> None:
    book = ReviewBook(decisions, KEY)
    book.save_place({"lane": "edited"}, 99)
    assert book.photo_of_place(book.place()) is None


def test_all_decisions_are_kept_before_a_commit_moves_anything(decisions: Decisions) -> None:
    book = ReviewBook(decisions, KEY)
    lay_out(book, PHOTOS, TABLE)
    book.desk.review.accept(book.desk.review.groups)
    book.begin_commit(book.desk.review.planned(), Act())
    again = ReviewBook(decisions, KEY)
    lay_out(again, PHOTOS, TABLE)
    assert going(again) == going(book) != set()

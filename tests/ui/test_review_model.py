"""The review as a page would show it, without a page: no widget is made here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.cache import CacheWriter
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Progress
from imgsim_desktop.review.commit import Act, plan_of
from imgsim_desktop.review.queue import Lane, QueueFilter
from imgsim_desktop.scan import scan
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.reviewing import decide, folders, moves
from imgsim_desktop.ui.reviewing.changed import Changed
from imgsim_desktop.ui.reviewing.filter_words import said_filters
from imgsim_desktop.ui.reviewing.model import ReviewModel
from imgsim_desktop.ui.reviewing.nothing import go_on, why_nothing
from imgsim_desktop.ui.session import LibrarySession
from tests.ui.fakes import colour_network

STEP = Changed.MARKS | Changed.NUMBERS
NEXT = STEP | Changed.LISTED | Changed.ENTRY | Changed.PHOTO | Changed.OFFER


class StoppedLater(Control):
    """A scan that is stopped as soon as it comes to a stage."""

    def __init__(self, stage: str) -> None:
        super().__init__()
        self._stage = stage

    def report(self, progress: Progress) -> None:
        if progress.stage == self._stage:
            self.stop()


class Told:
    """A model over the library of the tests, and what it told."""

    def __init__(self, session: LibrarySession) -> None:
        self.session = session
        self.changes: list[Changed] = []
        self.notices: list[Notice] = []
        self.moved = 0
        self.wholes = 0
        self.model = ReviewModel(session)
        self.model.wholeRequested.connect(self._whole)
        self.model.changed.connect(self.changes.append)
        self.model.noticed.connect(self.notices.append)
        self.model.filesMoved.connect(self._moved)

    def _whole(self) -> None:
        self.wholes += 1

    def _moved(self) -> None:
        self.moved += 1

    def open(self, folder: Path) -> None:
        self.session.open_library(LibraryList(self.session.home).open_for([folder]))
        self.model.committer.wait()
        self.model.refresh_now()
        self.changes.clear()

    def told_once(self, act: Callable[..., Changed], *args: object) -> Changed:
        """Do something, which tells all it changed once, and no more than it returns."""
        self.changes.clear()
        what = act(*args)
        assert self.changes == ([what] if what else [])
        return what

    @property
    def names(self) -> list[str]:
        return [item.photo.path.name for item in self.model.items]

    @property
    def going(self) -> set[str]:
        return {photo.path.name for photo in self.model.desk.marked().values()}

    def counts(self) -> dict[Lane, int]:
        return {lane: len(found) for lane, found in self.model.desk.lanes.items() if found}


@pytest.fixture
def told(
    qapp: QApplication, review_home: Home, review_folder: Path, own_trash: Path
) -> Iterator[Told]:
    """At its first group; afterwards no widget was made."""
    widgets = len(QApplication.allWidgets())
    made = Told(LibrarySession(review_home))
    made.open(review_folder)
    yield made
    made.model.committer.wait()
    made.model.close()
    made.session.close()
    assert len(QApplication.allWidgets()) == widgets


# lanes


def test_a_review_begins_at_the_first_group_of_the_first_lane_with_something_to_do(
    told: Told,
) -> None:
    model = told.model
    assert told.counts() == {Lane.IDENTICAL: 1, Lane.SAME_PICTURE: 2}
    assert (model.lane, model.groups_to_do) == (Lane.IDENTICAL, 3)
    assert told.names == ["one.jpg", "one copy.jpg"]
    assert model.current == model.items[0]
    assert model.current is not None
    assert model.current.is_keeper
    assert [item.is_trash for item in model.items] == [False, True]
    assert not told.going, "what is shown is only suggested"


def test_another_lane_lists_its_own_groups_most_worth_doing_first(told: Told) -> None:
    model = told.model
    what = told.told_once(model.choose_lane, Lane.SAME_PICTURE)
    assert what == Changed.LANE | Changed.LISTED | Changed.ENTRY | Changed.PHOTO
    assert [len(entry.group.members) for entry in model.listing.entries] == [3, 2]
    assert model.entry is model.listing.entries[0]
    assert model.next_entry is model.listing.entries[1]
    assert told.session.on_stage == {item.photo.content_id for item in model.items}


def test_a_lane_that_was_chosen_stays_even_where_it_is_empty(told: Told) -> None:
    told.model.choose_lane(Lane.EDITED)
    assert told.model.entry is None
    assert told.model.items == ()
    told.model.regroup()
    assert told.model.lane is Lane.EDITED
    assert why_nothing(told.model).goal is Lane.IDENTICAL
    go_on(told.model, why_nothing(told.model))
    assert told.names == ["one.jpg", "one copy.jpg"]


def test_after_a_scan_that_was_stopped_there_is_no_all_clear(
    told: Told, review_home: Home, review_folder: Path
) -> None:
    model, library = told.model, told.session.library
    assert library is not None
    with CacheWriter(review_home, library) as cache:
        cache.forget_pairs(told.session.model_key)
        cache.set_unfinished(385)
    for copy in ("one copy.jpg", "two small.jpg", "two again.jpg", "three small.jpg"):
        (review_folder / "phone" / copy).unlink()
    with pytest.raises(Cancelled):
        scan(library, review_home, colour_network(), control=StoppedLater("index"))
    told.session.poll()
    model.refresh_now()
    nothing = why_nothing(model)
    assert nothing.title == "No duplicates so far"
    assert nothing.hint.startswith("0 of 385 photos were compared")
    assert nothing.goal == "scan"
    scan(library, review_home, colour_network())
    told.session.poll()
    model.refresh_now()
    assert why_nothing(model).title == "No duplicates found"


# going


def test_going_to_the_next_group_and_no_further_than_the_last(told: Told) -> None:
    model = told.model
    model.choose_lane(Lane.SAME_PICTURE)
    assert Changed.ENTRY in told.told_once(moves.go, model, 1)
    assert (model.listing.row, model.next_entry) == (1, None)
    assert told.told_once(moves.go, model, 1) is Changed.NOTHING
    told.told_once(moves.go_to_first, model)
    assert model.listing.row == 0
    assert told.told_once(moves.go, model, -1) is Changed.NOTHING
    told.told_once(moves.go_to_last, model)
    assert told.names == ["three.jpg", "three small.jpg"]


def test_the_next_open_group_may_be_in_a_later_lane(told: Told) -> None:
    model = told.model
    assert Changed.LANE in told.told_once(moves.go_to_next_open, model)
    assert len(told.names) == 3
    decide.skip(model)
    moves.go_to_first(model)
    moves.go_to_next_open(model)
    assert model.listing.row == 1


def test_a_photo_is_chosen_and_stays_chosen_while_the_group_is_shown_anew(told: Told) -> None:
    model = told.model
    model.choose_lane(Lane.SAME_PICTURE)
    second, third = model.numbers[1:]
    assert told.told_once(model.choose_photos, third, (second, third)) == Changed.PHOTO
    assert told.told_once(model.choose_photos, third, (second, third)) is Changed.NOTHING
    model.regroup()
    assert model.current_photo == third
    assert [item.photo.photo_id for item in model.chosen] == [second, third]
    moves.go(model, 1)
    assert model.current == model.items[0]
    assert model.chosen == model.items[:1]
    assert told.told_once(model.choose_photos, third) is Changed.NOTHING, "in another group"


def test_a_photo_is_found_by_its_id_in_the_cache_through_the_filter_of_the_page(
    told: Told, review_folder: Path
) -> None:
    model, cache = told.model, told.session.cache
    assert cache is not None
    small = cache.photo_at(review_folder / "phone" / "three small.jpg")
    alone = cache.photo_at(review_folder / "album" / "alone.jpg")
    assert small is not None
    assert alone is not None
    model.set_filter(QueueFilter(name="one"))
    assert Changed.FILTER in moves.show_photo(model, small.photo_id)
    assert model.listing.own.is_empty
    assert small.photo_id in model.photo_ids
    assert model.current is not None
    assert model.current.photo.path == small.path
    assert moves.show_photo(model, alone.photo_id) is Changed.NOTHING


# filters


def test_a_filter_narrows_the_list_and_not_the_lanes(told: Told, review_folder: Path) -> None:
    model = told.model
    model.choose_lane(Lane.SAME_PICTURE)
    what = told.told_once(model.set_filter, QueueFilter(name="three"))
    assert Changed.FILTER | Changed.LISTED in what
    assert told.names == ["three.jpg", "three small.jpg"]
    assert len(model.desk.lanes[Lane.SAME_PICTURE]) == 2
    assert told.told_once(model.set_filter, QueueFilter(name="three")) is Changed.NOTHING
    told.told_once(model.set_outside_filter, QueueFilter(folder=review_folder / "nowhere"))
    assert model.entry is None
    assert why_nothing(model).goal == "unfiltered"
    go_on(model, why_nothing(model))
    assert not model.listing.is_filtered
    assert told.wholes == 1, "the window is told that its folder is to go, too"
    assert len(model.listing.entries) == 2
    assert told.told_once(model.clear_filters) is Changed.NOTHING
    assert told.wholes == 1


def test_all_numbers_are_those_of_the_groups_that_pass(told: Told, review_folder: Path) -> None:
    model = told.model
    whole, listing = model.desk.figures(), model.listing
    assert listing.figures(model.desk) == whole
    model.set_outside_filter(QueueFilter(name="three"))
    figures = listing.figures(model.desk)
    assert (figures.groups, figures.photos, model.groups_to_do) == (1, 2, 1)
    assert figures.reclaim_bytes == listing.gain_bytes(model.desk, Lane.SAME_PICTURE)
    assert 0 < figures.reclaim_bytes < whole.reclaim_bytes
    assert not listing.passing(model.desk, Lane.IDENTICAL)
    assert listing.gain_bytes(model.desk, Lane.IDENTICAL) == 0
    model.choose_lane(Lane.SAME_PICTURE)
    decide.accept(model)
    assert listing.figures(model.desk).groups == model.groups_to_do == 0
    assert len(listing.passing(model.desk, Lane.SOLVED)) == 1
    model.regroup()
    assert len(listing.passing(model.desk, Lane.SOLVED)) == 1, "asked anew of other groups"


def test_what_narrows_the_list_is_said_in_one_line() -> None:
    assert said_filters(QueueFilter(), QueueFilter()) == ""
    outside = QueueFilter(folder=Path("/photos/Trip"), name="red")
    day = 86_400 * 10**9
    own = QueueFilter(name="red", since_ns=0, until_ns=day, min_gain_bytes=5_000_000)
    said = said_filters(outside, own)
    assert said.startswith("Only in “Trip”, named “red”, from ")
    assert said.count("red") == 1
    assert said.endswith("at least 5.0 MB to gain")


def test_a_filter_keeps_the_photo_one_is_at(told: Told) -> None:
    told.model.choose_lane(Lane.SAME_PICTURE)
    moves.go(told.model, 1)
    told.model.choose_photos(told.model.numbers[1])
    told.model.set_filter(QueueFilter(name="three"))
    assert (told.model.listing.row, told.model.current_row) == (0, 1)


# marks


def test_a_mark_is_one_step_that_leaves_the_group_where_it_is(told: Told) -> None:
    model = told.model
    model.choose_photos(model.numbers[1])
    assert told.told_once(decide.toggle, model) == STEP
    assert not model.items[1].is_trash
    assert told.told_once(decide.toggle, model) == STEP
    assert told.going == {"one copy.jpg"}
    assert (model.current_row, model.listing.row) == (1, 0)


def test_of_several_photos_chosen_all_get_what_the_current_one_gets(told: Told) -> None:
    model = told.model
    model.choose_lane(Lane.SAME_PICTURE)
    model.choose_photos(model.numbers[0], model.numbers)
    decide.toggle(model)
    assert told.going == {"two.jpg", "two again.jpg", "two small.jpg"}
    decide.toggle(model)
    assert not told.going


def test_a_number_marks_its_photo_and_goes_to_it(told: Told) -> None:
    model = told.model
    decide.toggle_number(model, 2)
    decide.toggle_number(model, 2)
    assert model.current_row == 1
    assert told.going == {"one copy.jpg"}
    assert told.told_once(decide.toggle_number, model, 3) is Changed.NOTHING, "there is none"


def test_another_kept_photo_is_compared_with(told: Told) -> None:
    model = told.model
    chosen = model.numbers[1]
    model.choose_photos(chosen)
    told.told_once(decide.choose_keeper, model)
    assert [item.photo.photo_id for item in model.items if item.is_keeper] == [chosen]


def test_a_photo_split_off_leaves_the_group_and_the_first_is_chosen(told: Told) -> None:
    model = told.model
    model.choose_lane(Lane.SAME_PICTURE)
    model.choose_photos(model.numbers[2])
    told.told_once(decide.split, model)
    assert len(told.names) == 2
    assert model.current_row == 0


def test_nothing_in_a_locked_folder_is_marked_and_nothing_changes(told: Told) -> None:
    model = told.model
    model.choose_photos(model.numbers[1])
    turn = folders.toggle_lock(model)
    assert turn is not None
    assert turn.is_on
    assert [i.is_locked for i in model.items if i.photo.path.parent == turn.folder] == [True]
    model.choose_photos(next(i.photo.photo_id for i in model.items if i.is_locked))
    told.changes.clear()
    with pytest.raises(KnownError, match="locked folder"):
        decide.toggle(model)
    assert not told.changes
    assert not told.going
    turn = folders.toggle_lock(model)
    assert turn is not None
    assert not turn.is_on


# groups that are solved


def test_accepting_solves_the_group_and_the_next_one_comes_up(told: Told) -> None:
    model = told.model
    model.choose_lane(Lane.SAME_PICTURE)
    assert told.told_once(decide.accept, model) == NEXT
    assert told.going == {"two again.jpg", "two small.jpg"}
    assert told.counts() == {Lane.IDENTICAL: 1, Lane.SAME_PICTURE: 1, Lane.SOLVED: 1}
    assert told.names == ["three.jpg", "three small.jpg"]
    assert model.current_row == 0


def test_after_the_last_group_of_a_lane_the_next_lane_is_listed_and_at_the_end_none(
    told: Told,
) -> None:
    model = told.model
    assert Changed.LANE in told.told_once(decide.accept, model)
    assert model.lane is Lane.SAME_PICTURE
    decide.accept(model)
    decide.accept(model)
    assert (model.entry, model.groups_to_do) == (None, 0)
    assert "decided" in why_nothing(model).title
    for act in (decide.accept, decide.toggle, decide.keep_only, decide.split, decide.skip,
                decide.keep_all, decide.choose_keeper, decide.not_duplicates):  # fmt: skip
        assert told.told_once(act, model) is Changed.NOTHING, "there is nothing to decide about"
    assert told.session.on_stage == frozenset()


@pytest.mark.parametrize(
    ("act", "going"),
    [
        (decide.keep_all, set()),
        (decide.not_duplicates, set()),
        (decide.keep_related, set()),
        (decide.keep_only, {"two.jpg", "two small.jpg"}),
        (lambda model: decide.keep_number(model, 3), {"two.jpg", "two again.jpg"}),
        (lambda model: decide.keep_best(model, 2), {"two small.jpg"}),
    ],
)
def test_whatever_solves_a_group_goes_on_to_the_next(
    told: Told, act: Callable[[ReviewModel], Changed], going: set[str]
) -> None:
    model = told.model
    model.choose_lane(Lane.SAME_PICTURE)
    assert told.names == ["two.jpg", "two again.jpg", "two small.jpg"]
    model.choose_photos(model.numbers[1])
    assert told.told_once(act, model) == NEXT
    assert told.going == going
    assert told.names == ["three.jpg", "three small.jpg"]


def test_what_is_chosen_in_the_list_is_decided_at_once(told: Told) -> None:
    model = told.model
    model.choose_lane(Lane.SAME_PICTURE)
    what = told.told_once(model.choose_rows, 1, (0, 1))
    assert Changed.ENTRY in what
    assert len(model.chosen_entries) == 2
    decide.accept(model)
    assert told.counts() == {Lane.IDENTICAL: 1, Lane.SOLVED: 2}
    decide.undo(model)
    assert told.counts() == {Lane.IDENTICAL: 1, Lane.SAME_PICTURE: 2}


def test_all_groups_of_a_list_are_accepted_as_one_step(told: Told) -> None:
    model = told.model
    model.choose_lane(Lane.SAME_PICTURE)
    told.told_once(decide.accept_all, model, list(model.listing.entries))
    assert told.going == {"two again.jpg", "two small.jpg", "three small.jpg"}
    decide.undo(model)
    assert not told.going


def test_a_group_left_for_later_stays_and_the_next_comes_up(told: Told) -> None:
    model = told.model
    model.choose_lane(Lane.SAME_PICTURE)
    assert Changed.ENTRY in told.told_once(decide.skip, model)
    assert model.listing.row == 1
    assert model.desk.review.is_skipped(model.listing.entries[0].group)
    assert Changed.ENTRY not in told.told_once(decide.skip, model), "it was the last of the lane"


def test_a_decision_among_solved_groups_leaves_them_listed(told: Told) -> None:
    model = told.model
    decide.accept(model)
    decide.accept(model)
    model.choose_lane(Lane.SOLVED)
    decide.keep_all(model)
    assert len(model.listing.entries) == 2
    assert model.listing.row == 1


# steps back and forth


def test_undo_goes_where_the_step_was_made_and_redo_too(told: Told) -> None:
    model = told.model
    decide.accept(model)
    model.choose_lane(Lane.SOLVED)
    what = told.told_once(decide.undo, model)
    assert Changed.LANE | STEP in what
    assert (model.lane, told.names) == (Lane.IDENTICAL, ["one.jpg", "one copy.jpg"])
    assert not told.going
    told.told_once(decide.redo, model)
    assert told.going == {"one copy.jpg"}
    assert model.lane is Lane.SOLVED
    assert told.told_once(decide.redo, model) is Changed.NOTHING


def test_with_nothing_done_there_is_nothing_to_undo(told: Told) -> None:
    assert told.told_once(decide.undo, told.model) is Changed.NOTHING


def test_steps_lane_filter_and_photo_are_there_after_a_restart(
    told: Told, review_home: Home, review_folder: Path
) -> None:
    decide.accept(told.model)
    moves.go(told.model, 1)
    told.model.choose_photos(told.model.numbers[1])
    told.model.set_filter(QueueFilter(name="three"))
    told.model.save()
    again = Told(LibrarySession(review_home))
    again.open(review_folder)
    assert again.going == {"one copy.jpg"}
    assert (again.model.lane, again.model.listing.own.name) == (Lane.SAME_PICTURE, "three")
    assert again.model.current is not None
    assert again.model.current.photo.path.name == "three small.jpg"
    again.model.close()
    again.session.close()


def test_a_decision_is_saved_a_moment_later_by_itself(
    told: Told, qtbot: QtBot, review_home: Home
) -> None:
    key = told.session.library
    assert key is not None
    decide.accept(told.model)

    def saved() -> bool:
        with closing(Decisions(review_home)) as decisions:
            return bool(decisions.reviews.load(key.key).history.done)

    assert not saved()
    qtbot.waitUntil(saved)


# what decisions teach, confidence


def test_other_confidence_forms_groups_again_a_moment_later(told: Told, qtbot: QtBot) -> None:
    model = told.model
    assert told.told_once(model.set_confidence, 0.995) == Changed.CONFIDENCE
    assert told.session.settings.confidence == 0.995
    qtbot.waitUntil(lambda: told.counts() == {Lane.IDENTICAL: 1})
    assert Changed.GROUPS in told.changes[-1]
    assert told.told_once(model.set_confidence, 0.995) is Changed.NOTHING


def test_bad_rules_are_told_and_the_old_ones_stay(told: Told) -> None:
    names = told.names
    told.session.change_settings(keep_rules=("no such rule",))
    assert told.notices[-1].kind == "error"
    assert told.names == names


# files


def test_a_commit_moves_what_is_marked_and_its_undo_asks_again(
    told: Told, review_folder: Path
) -> None:
    model, copy = told.model, review_folder / "phone" / "one copy.jpg"
    decide.accept(model)
    model.remove(plan_of(model.desk).planned, Act())
    assert model.is_moving
    assert decide.undo(model) is Changed.NOTHING, "not while files are moved"
    model.committer.wait()
    assert not copy.exists()
    assert told.moved == 1
    assert not told.going
    assert told.counts() == {Lane.SAME_PICTURE: 2, Lane.SOLVED: 1}
    assert Changed.NUMBERS in told.changes[-2] | told.changes[-1]
    assert told.told_once(decide.undo, model) == Changed.MOVING
    model.committer.wait()
    assert copy.exists()
    assert told.counts() == {Lane.IDENTICAL: 1, Lane.SAME_PICTURE: 2}
    assert not told.going, "what was brought back is not marked"


def test_without_a_library_there_is_nothing_and_nothing_can_be_done(told: Told) -> None:
    decide.accept(told.model)
    told.session.open_library(None)
    model = told.model
    assert (model.entry, model.items, model.current) == (None, (), None)
    assert told.told_once(decide.accept, model) is Changed.NOTHING
    model.give_back(None)
    assert not model.is_moving
    assert told.session.on_stage == frozenset()

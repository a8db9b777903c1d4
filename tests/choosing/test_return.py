from pathlib import Path

from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.records import Cell, DecisionKind, Facts, Group, PairKind, Photo


def photo(number: int) -> Photo:
    facts = Facts(100 - number, 100, "JPEG")
    path = Path(f"/photos/{number}.jpg")
    return Photo(number, number, path, path.parent, 10, 1, bytes([number]), facts)


def committed_review() -> Review:
    group = Group(1, (1, 2, 3), PairKind.EDITED, 0.9)
    review = Review([group], photo)
    review.accept([group])
    planned = review.planned()
    review.record_commit({2: "entry-2", 3: "entry-3"}, planned)
    return review


def test_a_photo_given_back_is_in_question_again_and_nothing_is_marked() -> None:
    review = committed_review()
    group = review.groups[0]
    assert review.members(group) == (1,)
    assert review.record_return({"entry-2"}) == 1
    assert review.members(group) == (1, 2)
    assert not review.is_solved(group)
    assert review.mark_of(1) is review.mark_of(2) is None
    assert review.planned() == []


def test_no_step_back_or_forth_marks_it_again() -> None:
    review = committed_review()
    review.record_return({"entry-2", "entry-3"})
    while review.undo() is not None:
        assert review.planned() == []
    while review.redo() is not None:
        assert review.planned() == []


def test_undo_of_the_commit_then_concerns_only_what_is_still_gone() -> None:
    review = committed_review()
    review.record_return({"entry-2"})
    step = review.next_undo
    assert step is not None
    assert step.entries == ["entry-3"]


def test_a_commit_that_is_wholly_back_is_no_step_any_more() -> None:
    review = committed_review()
    assert review.record_return({"entry-2", "entry-3"}) == 2
    assert review.history.done == ()
    assert review.state == {}


def test_what_stood_for_a_photo_that_is_back_stands_for_its_own_again() -> None:
    group = Group(1, (1, 2, 3), PairKind.EDITED, 0.9)
    review = Review([group], photo, is_verified=lambda _a, _b: True)
    review.mark([3], Mark.TRASH)
    review.record_commit({3: "first"}, review.planned())
    stood = review.state[Cell(DecisionKind.STANDS_FOR, (3,))]
    review.mark([1], Mark.TRASH)
    review.record_commit({1: "second"}, review.planned())
    review.record_return({"second"})
    assert review.state[Cell(DecisionKind.STANDS_FOR, (3,))] == stood == 1


def test_strange_entries_change_nothing() -> None:
    review = committed_review()
    state = review.state
    assert not review.record_return({"entry-9"})
    assert review.state == state


def test_the_return_survives_the_history() -> None:
    review = committed_review()
    review.record_return({"entry-2", "entry-3"})
    again = Review(review.groups, photo, history=review.history)
    assert again.state == review.state

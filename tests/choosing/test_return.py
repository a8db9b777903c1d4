from pathlib import Path

from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.records import Facts, Group, PairKind, Photo


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


def test_a_photo_given_back_elsewhere_is_in_question_and_marked_again() -> None:
    review = committed_review()
    group = review.groups[0]
    assert review.members(group) == (1,)
    assert review.record_return({"entry-2"})
    assert review.members(group) == (1, 2)
    assert review.mark_of(2) is Mark.TRASH
    assert [plan.victim for plan in review.planned()] == [2]


def test_undo_of_the_commit_then_concerns_only_what_is_still_gone() -> None:
    review = committed_review()
    review.record_return({"entry-2"})
    review.undo()
    assert review.members(review.groups[0]) == (1, 2, 3)


def test_a_commit_that_is_wholly_back_is_no_step_any_more() -> None:
    review = committed_review()
    before = len(review.history["done"])
    assert review.record_return({"entry-2", "entry-3"})
    assert len(review.history["done"]) == before - 1
    assert review.undo() is not None
    assert review.mark_of(2) is None


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

"""The review goes to a file and comes back from one; the receipt of a commit is saved."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt

from tests.ui.review import Review

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


def export(review: Review, path: Path) -> None:
    review.view.files.ask_save = lambda *_: str(path)
    review.view.commands.by_name["export"].trigger()
    review.view.files.wait()


def test_marks_that_were_exported_come_back_and_undo_takes_them(
    review: Review, tmp_path: Path
) -> None:
    review.press(ENTER, ENTER, ENTER)
    marked = review.marked
    export(review, tmp_path / "review.json")
    assert "0 groups" not in review.notices[-1].sentence
    for _ in range(3):
        review.press((Qt.Key.Key_Z, CTRL))
    assert not review.marked
    review.view.files.ask_open = lambda *_: str(tmp_path / "review.json")
    review.view.commands.by_name["load"].trigger()
    assert review.marked == marked
    assert "marks taken" in review.notices[-1].sentence
    review.press((Qt.Key.Key_Z, CTRL))
    assert not review.marked


def test_what_does_not_fit_is_said(review: Review, tmp_path: Path) -> None:
    document = {
        "format": "imgsim-review", "version": 1,
        "groups": [{"members": [{"path": "/x", "content_hash": "00", "mark": "trash"}]}],
    }  # fmt: skip
    (tmp_path / "other.json").write_text(json.dumps(document))
    review.view.files.ask_open = lambda *_: str(tmp_path / "other.json")
    review.view.commands.by_name["load"].trigger()
    assert review.notices[-1].hint == "Not taken: 1 in no group here."
    (tmp_path / "other.json").write_text("no review")
    review.view.commands.by_name["load"].trigger()
    assert "cannot be read as a review" in review.notices[-1].sentence


def test_a_page_with_pictures_is_written(review: Review, tmp_path: Path) -> None:
    export(review, tmp_path / "groups.html")
    assert "3 groups" in review.notices[-1].sentence
    assert (tmp_path / "groups.html").read_text("utf-8").count("<img") == 7
    export(review, tmp_path / "none" / "groups.html")
    assert "cannot be written" in review.notices[-1].sentence


def test_the_receipt_of_the_last_commit_is_saved(review: Review, tmp_path: Path) -> None:
    files = review.view.files
    files.ask_save = lambda *_: str(tmp_path / "receipt.html")
    review.view.commands.by_name["receipt"].trigger()
    assert "Nothing was ever done" in review.notices[-1].sentence
    review.press(ENTER)
    review.commit()
    review.view.commands.by_name["receipt"].trigger()
    page = (tmp_path / "receipt.html").read_text("utf-8")
    assert "one copy.jpg" in page
    assert "imgsim undo" in page
    assert "identical 1.00 not-a-copy-name" in page
    assert len(list(review.session.home.receipts.iterdir())) == 2


def test_nothing_happens_without_a_name(review: Review) -> None:
    before = len(review.notices)
    files = review.view.files
    files.ask_save = files.ask_open = lambda *_: ""
    for name in ("export", "load"):
        review.view.commands.by_name[name].trigger()
    assert len(review.notices) == before

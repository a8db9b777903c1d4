"""Marks that would lose what only one file holds are taken back, and the person is told."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from PySide6.QtCore import Qt

from imgsim_desktop.choosing.lanes import Lane
from imgsim_desktop.library.cache_rows import holdings_text
from imgsim_desktop.records import Holdings, Recording
from tests.ui.review import Review


def read_again(review: Review, name: str, holdings: Holdings) -> None:
    """What a scan by this version finds out about a file that an older one had read."""
    path = review.session.home.cache_db(review.library.key)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "UPDATE contents SET holdings = ? WHERE content_id ="
            " (SELECT content_id FROM photos WHERE name = ?)",
            (holdings_text(holdings), name),
        )
        db.execute("UPDATE meta SET value = value + 1 WHERE key = 'photos_version'")
    review.session.poll()
    review.view.model.refresh_now()
    review.turn()


def test_a_suggestion_that_proves_to_lose_a_film_is_taken_back_and_told(review: Review) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    while review.counts().get(Lane.SAME_PICTURE):
        review.press(Qt.Key.Key_Return)
    assert "two again.jpg" in review.marked
    others = review.marked - {"two again.jpg"}
    read_again(review, "two again.jpg", Holdings(film=Recording(b"f" * 16, 2.4)))
    assert review.marked == others
    notice = review.notices[-1]
    assert notice.sentence == "1 photo will not go after all: only they hold something more."
    assert review.counts()[Lane.SAME_PICTURE] == 1
    said = len(review.notices)
    read_again(review, "alone.jpg", Holdings())
    assert len(review.notices) == said, "told once"

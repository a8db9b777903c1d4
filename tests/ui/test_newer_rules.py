"""Who has an order of rules of an older version is told once what was added to it."""

from __future__ import annotations

from dataclasses import replace

from imgsim_desktop.library.settings import load_settings, save_settings
from imgsim_desktop.ui.session import LibrarySession
from tests.ui.review import Review


def test_rules_that_were_added_to_the_own_order_are_told_once(review: Review) -> None:
    said = len(review.notices)
    review.session.added_rules = ("holds-more", "has-date")
    review.view.model.refresh_now()
    review.view.model.library.reload()
    told = [n for n in review.notices[said:] if n.topic == "newer-rules"]
    assert len(told) == 1
    assert "Holds more: film, pages, layers, depth; Has a date" in told[0].hint
    assert "Ctrl+R" in told[0].hint


def test_a_window_that_opens_with_such_an_order_suggests_by_the_newer_one(review: Review) -> None:
    home = review.session.home
    save_settings(home, replace(load_settings(home), keep_rules=("oldest",), rules_version=0))
    session = LibrarySession(home)
    try:
        assert session.settings.keep_rules[:2] == ("holds-more", "made-from")
        assert session.added_rules[:2] == ("holds-more", "made-from")
        assert load_settings(home).keep_rules == session.settings.keep_rules
    finally:
        session.close()

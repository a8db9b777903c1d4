"""An order of rules that 0.1.0 saved gets what guards something; the person's own order stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgsim_desktop.choosing.newer_rules import name_of, with_newer_rules
from imgsim_desktop.choosing.rules import DEFAULT_RULES, RULES, parse_rules

OF_0_1_0 = (
    "raw-first", "not-surrounded", "largest-picture", "camera-original", "has-exif", "not-covered",
    "not-sharpened", "best-quality", "has-gps", "has-keywords", "not-a-copy-name", "oldest",
    "largest-file", "shortest-path",
)  # fmt: skip
"""Its own order, in which a person may have changed something else."""
GUARDS = ("holds-more", "made-from", "has-colour", "not-blurred")


@pytest.mark.parametrize(
    ("saved", "now"),
    [
        ((), ()),
        (("oldest", "largest-picture"), (*GUARDS, "has-date", "oldest", "largest-picture")),
        (("largest-picture~10",), (*GUARDS, "largest-picture~10")),
        (("smallest-file", "newest"), (*GUARDS, "smallest-file", "has-date", "newest")),
        (("jpeg-first", "sharpest"), ("jpeg-first", *GUARDS, "sharpest")),
        (
            ("folder:/home/anna/Album ~ 1", "highest-rating", "best-quality"),
            ("folder:/home/anna/Album ~ 1", "highest-rating", *GUARDS, "best-quality"),
        ),
        (("folder:/a",), ("folder:/a", *GUARDS)),
        (
            ("largest-picture", "made-from", "has-date"),
            ("holds-more", "has-colour", "not-blurred", "largest-picture", "made-from", "has-date"),
        ),
    ],
)
def test_what_guards_something_comes_before_file_numbers_and_behind_wishes(
    saved: tuple[str, ...], now: tuple[str, ...]
) -> None:
    assert with_newer_rules(saved) == now
    parse_rules(now)


def test_the_own_order_of_0_1_0_gets_them_behind_raw_files() -> None:
    grown = with_newer_rules(OF_0_1_0)
    assert grown[: len(GUARDS) + 1] == ("raw-first", *GUARDS)
    assert set(grown) == set(DEFAULT_RULES) - {"has-sidecar"}, "that one guards nothing"


@given(st.lists(st.sampled_from([n for n in sorted(RULES) if not RULES[n].argument]), unique=True))
def test_the_rules_that_were_chosen_stay_in_their_order(chosen: list[str]) -> None:
    grown = with_newer_rules(chosen)
    assert [rule for rule in grown if name_of(rule) in set(chosen)] == chosen
    assert with_newer_rules(grown) == grown
    if chosen:
        assert set(GUARDS) <= set(grown)

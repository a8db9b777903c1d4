"""What clocks say of two pictures, and when they are overruled by the noise of one exposure."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from imgsim_desktop.matching.clocks import clocks_differ_by
from imgsim_desktop.matching.kinds import is_one_frame, judge
from imgsim_desktop.matching.verify import verify
from imgsim_desktop.records import Facts, PairKind
from tests.matching.scenes import grey, next_shot, scene

SECOND = 10**9
MINUTE, HOUR = 60 * SECOND, 3600 * SECOND
NOON = 1_559_390_400 * SECOND
TENTH = SECOND // 10

ORIGINAL = scene(1, (640, 480))
SMALLER = ORIGINAL.resize((560, 420), Image.Resampling.LANCZOS)


def at(ns: int, **more: object) -> Facts:
    return Facts(640, 480, "JPEG", taken_ns=NOON + ns, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        (0, 0, 0),
        (0, 3 * SECOND, 3 * SECOND),
        (0, SECOND, SECOND),
        (7 * TENTH, SECOND, 0),  # rounded up
        (7 * TENTH, 0, 0),  # its fraction lost
        (7 * TENTH, HOUR, 0),  # and an hour on, ...
        (7 * TENTH, -HOUR, 0),  # ... or back
        (7 * TENTH, HOUR + SECOND, 0),
        (0, 24 * HOUR, 0),
        (0, 15 * MINUTE, 0),
        (0, 15 * MINUTE - 3 * SECOND, 15 * MINUTE - 3 * SECOND),
        (0, 7 * MINUTE, 7 * MINUTE),
        (TENTH, 6 * TENTH, 5 * TENTH),  # both know their fraction: a burst
        (TENTH, HOUR + 6 * TENTH, HOUR + 5 * TENTH),
        (TENTH, TENTH + SECOND // 1000, 0),
    ],
)
def test_how_far_two_clocks_are_apart(first: int, second: int, apart: int) -> None:
    assert clocks_differ_by(at(first), at(second)) == apart
    assert clocks_differ_by(at(second), at(first)) == apart


@given(st.integers(-(10**15), 10**15), st.integers(-(10**15), 10**15))
def test_which_one_is_given_first_changes_nothing(first: int, second: int) -> None:
    assert clocks_differ_by(at(first), at(second)) == clocks_differ_by(at(second), at(first))


def test_where_both_say_their_zone_they_say_the_moment() -> None:
    here, there = at(0, utc_offset_min=60), at(HOUR, utc_offset_min=120)
    assert clocks_differ_by(here, there) == 0
    assert clocks_differ_by(here, at(HOUR, utc_offset_min=60)) == HOUR
    assert clocks_differ_by(here, at(HOUR)) == 0  # another zone, perhaps


@pytest.mark.parametrize(
    "other",
    [
        Facts(640, 480, "JPEG"),
        at(7 * MINUTE, is_shot_time=False),
        at(7 * MINUTE, taken_step_s=60),
        at(7 * MINUTE, taken_step_s=86_400),
    ],
)
def test_a_date_of_saving_or_of_a_day_says_nothing_of_the_moment(other: Facts) -> None:
    assert clocks_differ_by(at(0), other) is None
    verdict = judge(verify(grey(ORIGINAL), grey(SMALLER)), at(0), other)
    assert verdict.kind is PairKind.SAME_PICTURE
    assert verdict.confidence > 0.9


def test_a_pair_that_only_clocks_part_is_to_be_told_by_its_noise() -> None:
    verdict = judge(verify(grey(ORIGINAL), grey(SMALLER)), at(0), at(7 * MINUTE))
    assert (verdict.kind, verdict.confidence) == (PairKind.BURST, 0.02)
    one = verdict.decided(shares_noise=True)
    assert one.kind is PairKind.SAME_PICTURE
    assert one.confidence > 0.9
    for unknown in (False, None):
        two = verdict.decided(shares_noise=unknown)
        assert (two.kind, two.confidence) == (PairKind.BURST, 0.02)
        assert two.if_one_exposure is None


def test_a_clock_that_was_reset_is_believed_where_no_noise_is_seen() -> None:
    then = at(-20 * 365 * 24 * HOUR + 7 * MINUTE)
    verdict = judge(verify(grey(ORIGINAL), grey(SMALLER)), at(0), then)
    assert verdict.decided(shares_noise=True).kind is PairKind.SAME_PICTURE
    assert verdict.decided(shares_noise=None).kind is PairKind.BURST


@pytest.mark.parametrize("apart", [HOUR, -HOUR, 24 * HOUR, 15 * MINUTE])
def test_zones_part_no_copies_unless_noise_says_that_they_are_a_series(apart: int) -> None:
    verdict = judge(verify(grey(ORIGINAL), grey(SMALLER)), at(0), at(apart))
    assert verdict.is_presumed
    assert verdict.decided(shares_noise=None).kind is PairKind.SAME_PICTURE
    series = verdict.decided(shares_noise=False)
    assert (series.kind, series.confidence) == (PairKind.BURST, 0.02)


def test_what_moved_is_another_shot_whatever_the_noise() -> None:
    moved = Image.fromarray(np.roll(np.asarray(ORIGINAL), 8, axis=1))
    for other in (moved, next_shot(ORIGINAL, 5)):
        evidence = verify(grey(ORIGINAL), grey(other))
        verdict = judge(evidence, at(0), at(2 * SECOND))
        assert not is_one_frame(evidence)
        assert verdict.if_one_exposure is None
        assert verdict.confidence <= 0.02


def test_of_another_cut_of_the_world_the_clock_is_believed() -> None:
    cut = ORIGINAL.crop((40, 30, 640, 480))
    evidence = verify(grey(ORIGINAL), grey(cut))
    assert judge(evidence, at(0), at(0)).confidence > 0.9
    verdict = judge(evidence, at(0), at(7 * MINUTE))
    assert (verdict.confidence, verdict.if_one_exposure) == (0.02, None)


def test_another_camera_or_exposure_is_never_asked_for_its_noise() -> None:
    evidence = verify(grey(ORIGINAL), grey(SMALLER))
    serials = at(0, camera_serial="A1"), at(7 * MINUTE, camera_serial="B2")
    settings = [
        at(ns, camera="Maker One", exposure=(time, 2.2, 100.0, 0.0))
        for ns, time in ((0, 0.01), (SECOND, 0.04))
    ]
    for both in (serials, settings):
        verdict = judge(evidence, *both)
        assert (verdict.kind, verdict.if_one_exposure) == (PairKind.BURST, None)


def test_a_verdict_that_nothing_parts_is_what_it_is() -> None:
    verdict = judge(verify(grey(ORIGINAL), grey(SMALLER)), at(0), at(0))
    assert verdict.if_one_exposure is None
    assert verdict.kind is PairKind.SAME_PICTURE
    assert verdict.decided(shares_noise=False) == verdict

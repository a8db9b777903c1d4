"""Dates are understood as cameras, scanners and programs write them; what is none says nothing."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgsim_desktop.reading.moments import (
    DAY_S,
    MINUTE_S,
    SECOND_NS,
    Moment,
    parse_moment,
    said_moment,
)


def ns(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp()) * SECOND_NS  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019:06:01 09:05:07", Moment(ns(2019, 6, 1, 9, 5, 7))),
        ("2019:06:01  9:05:07", Moment(ns(2019, 6, 1, 9, 5, 7))),
        ("2019: 6: 2 10: 0: 0", Moment(ns(2019, 6, 2, 10))),
        ("2019:06:03 10:00", Moment(ns(2019, 6, 3, 10), None, MINUTE_S)),
        ("2019:06:04", Moment(ns(2019, 6, 4), None, DAY_S)),
        ("2019:06:04 \0", Moment(ns(2019, 6, 4), None, DAY_S)),
        ("2019:06:01\00010:00:00", Moment(ns(2019, 6, 1, 10))),
        ("2019-06-01T12:30:05.25+02:00", Moment(ns(2019, 6, 1, 12, 30, 5) + SECOND_NS // 4, 120)),
        ("2019-06-01T12:30:05Z", Moment(ns(2019, 6, 1, 12, 30, 5), 0)),
        ("2019-06-01T12:30-0330", Moment(ns(2019, 6, 1, 12, 30), -210, MINUTE_S)),
        ("2019/06/01 12.30", Moment(ns(2019, 6, 1), None, DAY_S)),
        ("2019:06:01 10:05:07 PM", Moment(ns(2019, 6, 1, 22, 5, 7))),
        ("2019:06:01 12:05:07 am", Moment(ns(2019, 6, 1, 0, 5, 7))),
        ("2019:06:01 24:10:00", Moment(ns(2019, 6, 1), None, DAY_S)),
        ("2016:12:31 23:59:60", Moment(ns(2016, 12, 31, 23, 59, 59))),
        ("1965:01:01 00:00:00", Moment(ns(1965, 1, 1))),
        ("2012:05:04 下午03:12:11", Moment(ns(2012, 5, 4), None, DAY_S)),
        ("2019:06:01 12:30:05+99:00", Moment(ns(2019, 6, 1, 12, 30, 5))),
    ],
)
def test_a_date_is_understood_as_it_is_written(text: str, expected: Moment) -> None:
    assert parse_moment(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "yesterday", "    :  :     :  :  ", "0000:00:00 00:00:00", "2019:13:41 00:00:00",
        "2019:02:30 10:00:00", "0001:01:01 00:00:00", "1601:01:01 00:00:00", "2019", "2019-06",
        "2566:06:01 10:00:00", "9999:12:31 23:59:59", "06/01/2019 10:00:00",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_moment(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "1970:01:01 00:00:00", "1970:01:01 01:00:00", "1969:12:31 19:00:00", "1970-01-01",
        "1980:01:01 00:00:00", "1980:01:01 00:12:31", "2000:01:01 00:00:00",
        "2000-01-01T00:00:00.000",
    ],
)  # fmt: skip
def test_the_time_of_a_clock_that_was_never_set_is_no_date(text: str) -> None:
    assert parse_moment(text) is None


@pytest.mark.parametrize("text", ["2000:01:01 00:12:31", "1999:12:31 23:59:59", "1970:01:02"])
def test_the_nights_beside_them_have_their_dates(text: str) -> None:
    assert parse_moment(text) is not None


def test_a_date_in_the_future_is_none_wherever_the_clock_stands() -> None:
    now = datetime.fromtimestamp(time.time(), UTC)
    ahead = now + timedelta(hours=13)  # of the far east, whose day began before
    assert parse_moment(f"{ahead:%Y:%m:%d %H:%M:%S}") is not None
    assert parse_moment(f"{now + timedelta(days=3):%Y:%m:%d %H:%M:%S}") is None
    assert parse_moment(f"{now + timedelta(days=400):%Y:%m:%d}") is None


def test_tags_beside_the_date_say_fraction_and_offset() -> None:
    moment = parse_moment("2020:05:06 07:08:09", "25\0", "-05:30")
    assert moment == Moment(ns(2020, 5, 6, 7, 8, 9) + SECOND_NS // 4, -330)
    assert parse_moment("2020:05:06", "25", "") == Moment(ns(2020, 5, 6), None, DAY_S)


@given(
    st.integers(ns(1830, 1, 1) // SECOND_NS, ns(2025, 1, 1) // SECOND_NS),
    st.integers(0, 999),
    st.none() | st.integers(-14 * 60, 14 * 60),
    st.sampled_from([1, MINUTE_S, DAY_S]),
)
def test_what_is_said_is_understood_again(
    second: int, fraction: int, offset_min: int | None, step_s: int
) -> None:
    known = second // step_s * step_s * SECOND_NS + (fraction * 10**6 if step_s == 1 else 0)
    moment = parse_moment(said_moment(known, offset_min, step_s))
    if moment is not None:  # one of the days that are none
        assert moment == Moment(known, None if step_s == DAY_S else offset_min, step_s)
    else:
        assert second < ns(2000, 1, 2) // SECOND_NS

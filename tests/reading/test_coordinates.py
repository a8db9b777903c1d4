"""Places are understood as devices and programs write them, on the right half of the earth."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL.TiffImagePlugin import IFDRational as Q

from imgsim_desktop.reading.coordinates import from_tags, from_text, said_degrees


@pytest.mark.parametrize(
    ("value", "side", "expected"),
    [
        ((Q(47), Q(22), Q(30)), "N", 47.375),
        ((Q(47), Q(2250, 100), Q(0, 0)), "N", 47.375),
        ((Q(47), Q(2250, 100)), "N", 47.375),
        ((Q(47375, 1000),), "N", 47.375),
        (Q(47375, 1000), "N", 47.375),
        ((Q(47375, 1000), Q(0, 0), Q(0, 0)), "N", 47.375),
        ((Q(33), Q(51), Q(30)), "s", -33.8583333),
        ((Q(33), Q(51), Q(30)), "South", -33.8583333),
        ((Q(33), Q(51), Q(30)), " S ", -33.8583333),
        ((Q(-33), Q(51), Q(30)), "S", -33.8583333),
        ("47,22.5", "N", 47.375),
        ((Q(0), Q(30), Q(0)), "S", -0.5),
    ],
)
def test_degrees_of_exif(value: Any, side: str, expected: float) -> None:
    assert from_tags(value, side, "NS") == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize(
    ("value", "side"),
    [
        ((Q(47), Q(22), Q(30)), None), ((Q(47), Q(22), Q(30)), ""), ((Q(47), Q(22), Q(30)), "E"),
        ((Q(47), Q(0, 0), Q(0, 0)), "N"), ((Q(47), Q(0, 0), Q(30)), "N"),
        ((Q(0, 0), Q(22), Q(30)), "N"), ((Q(1, 0),) * 3, "N"), ((Q(91), Q(0), Q(0)), "N"),
        ((Q(47), Q(99), Q(0)), "N"), ((Q(47), Q(22), Q(3000)), "N"), ((), "N"), (None, "N"),
        ((1, 2, 3, 4), "N"), ("north", "N"), (("a", "b"), "N"),
    ],
)  # fmt: skip
def test_half_a_place_is_none(value: Any, side: str | None) -> None:
    assert from_tags(value, side, "NS") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("51,30.123402N", 51.5020567), ("51,30,15N", 51.5041667), ("51,30.1n", 51.5016667),
        ("51.5 N", 51.5), ("51°30'15\"S", -51.5041667), ("51, 30.0 South", -51.5),
        ("51.5", None), ("91,0.0N", None), ("51,30.5E", None), ("", None), ("51,61.0N", None),
        ("999999999999,1N", None),
    ],
)  # fmt: skip
def test_degrees_of_xmp(text: str, expected: float | None) -> None:
    found = from_text(text, "NS")
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-7))


@given(st.floats(-180, 180))
def test_what_is_said_is_understood_again(value: float) -> None:
    assert from_text(said_degrees(value, "EW"), "EW") == pytest.approx(value, abs=2e-6)

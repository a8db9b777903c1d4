"""Zoom and pan as arithmetic: of one photo, of a pair, of the map. No widget."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgsim_desktop.ui.models.camera import Camera, Ground, Limits

PHOTO = Ground(0, 0, 2000, 1000)
LIMITS = {
    "a photo": Limits(12, fitted_scale=1.0, closest_scale=16.0, fills_view=True),
    "a pair": Limits(8, closest_scale=32.0),
    "the map": Limits(40, closest_fits=400.0, farthest_fits=0.5),
}
"""As the three views that look through a camera set them."""

sides = st.floats(1, 4000)
places = st.floats(-500, 2500)
points = st.floats(0, 600)
factors = st.floats(0.01, 100)
kinds = st.sampled_from(sorted(LIMITS))


def camera(kind: str, width_px: float = 600, height_px: float = 400) -> Camera:
    return Camera.over(PHOTO, width_px, height_px, LIMITS[kind])


@given(kind=kinds, wide=sides, high=sides)
def test_all_is_seen_in_the_middle_when_it_is_fitted(kind: str, wide: float, high: float) -> None:
    seen = Camera.over(PHOTO, wide, high, LIMITS[kind])
    left, top = seen.in_view(0, 0)
    right, bottom = seen.in_view(2000, 1000)
    assert left + right == pytest.approx(wide)
    assert top + bottom == pytest.approx(high)
    margin = LIMITS[kind].margin_px
    if min(wide, high) > 2 * margin + 1:
        assert min(left, top) >= margin - 1e-6


def test_a_small_photo_is_not_blown_up_and_a_small_pair_is() -> None:
    small = Ground(0, 0, 40, 30)
    assert Camera.over(small, 600, 400, LIMITS["a photo"]).scale == 1.0
    assert Camera.over(small, 600, 400, LIMITS["a pair"]).scale == pytest.approx(384 / 30)


@given(kind=kinds, x=places, y=places, at_x=points, at_y=points, factor=factors)
def test_what_is_under_the_point_stays_there_unless_all_is_seen(
    kind: str, x: float, y: float, at_x: float, at_y: float, factor: float
) -> None:
    before = camera(kind).zoomed(4, 0, 0).over_place(x, y)
    after = before.zoomed(factor, at_x, at_y)
    if not after.is_fitted:
        assert after.under(at_x, at_y) == pytest.approx(before.under(at_x, at_y), abs=1e-6)


@given(kind=kinds, factors=st.lists(factors, max_size=5), x=places, y=places)
def test_zoom_has_two_ends(kind: str, factors: list[float], x: float, y: float) -> None:
    seen = camera(kind)
    fit, limits = seen.scale, LIMITS[kind]
    for factor in factors:
        seen = seen.zoomed(factor, 10, 10).over_place(x, y)
        assert fit * limits.farthest_fits <= seen.scale * (1 + 1e-9)
        assert seen.scale <= min(limits.closest_scale, fit * limits.closest_fits) * (1 + 1e-9)


def test_as_far_as_it_goes_all_of_a_photo_is_seen_and_the_map_becomes_small() -> None:
    for kind in ("a photo", "a pair"):
        far = camera(kind).zoomed(3, 0, 0).moved(-50, 20).zoomed(0.01, 0, 0)
        assert far == camera(kind)
        assert far.is_fitted
    far = camera("the map").zoomed(0.01, 300, 200)
    assert far.scale == camera("the map").scale * 0.5
    assert not far.is_fitted


def test_a_pixel_for_a_pixel_is_never_taken_for_fitted() -> None:
    """So the switch between 1:1 and the whole photo works in a window of just its size."""
    seen = Camera.over(PHOTO, 2024, 1024, LIMITS["a photo"])
    assert seen.scale == 1.0
    at_one = seen.at_scale(1.0, 0, 0)
    assert not at_one.is_fitted
    assert at_one.resized(600, 400).scale == 1.0
    assert seen.resized(600, 400).scale < 1.0


@given(x=places, y=places, factor=st.floats(1, 64))
def test_no_empty_edge_is_seen_where_the_photo_can_fill_the_view(
    x: float, y: float, factor: float
) -> None:
    seen = camera("a photo").zoomed(factor, 0, 0).over_place(x, y)
    for first, last, view_px in zip(
        seen.in_view(0, 0), seen.in_view(2000, 1000), (600, 400), strict=True
    ):
        if last - first >= view_px:
            assert first <= 1e-6
            assert last >= view_px - 1e-6
        else:
            assert first + last == pytest.approx(view_px)


@given(
    kind=st.sampled_from(["a pair", "the map"]), dx=st.floats(-9e4, 9e4), dy=st.floats(-9e4, 9e4)
)
def test_the_middle_never_leaves_the_ground(kind: str, dx: float, dy: float) -> None:
    seen = camera(kind).zoomed(2, 0, 0).moved(dx, dy)
    assert 0 <= seen.x <= 2000
    assert 0 <= seen.y <= 1000


@given(kind=kinds, dx=st.floats(-30, 30), dy=st.floats(-30, 30))
def test_the_ground_follows_the_hand(kind: str, dx: float, dy: float) -> None:
    before = camera(kind).zoomed(8, 300, 200)
    after = before.moved(dx, dy)
    x, y = before.in_view(700, 300)
    assert after.in_view(700, 300) == pytest.approx((x + dx, y + dy), abs=1e-6)


def test_a_fitted_one_stays_fitted_in_a_view_of_another_size() -> None:
    for kind in LIMITS:
        assert camera(kind).resized(300, 500) == camera(kind, 300, 500)


def test_a_zoomed_one_keeps_its_scale_or_its_share_and_its_middle() -> None:
    seen = camera("the map").zoomed(3, 100, 100)
    same = seen.resized(1200, 900)
    assert (same.scale, same.x, same.y) == (seen.scale, seen.x, seen.y)
    share = seen.resized(1200, 900, keeps_share=True)
    assert share.scale / share.fit_scale == pytest.approx(seen.scale / seen.fit_scale)
    assert (share.x, share.y) == (seen.x, seen.y)


@given(kind=kinds, x=places, y=places, factor=factors)
def test_a_point_goes_into_the_view_and_back(kind: str, x: float, y: float, factor: float) -> None:
    seen = camera(kind).zoomed(factor, 50, 60)
    assert seen.under(*seen.in_view(x, y)) == pytest.approx((x, y), abs=1e-4)
    many = seen.on_screen(np.array([[x, y], [0, 0]], np.float32))
    assert many[0] == pytest.approx(seen.in_view(x, y), rel=1e-3, abs=1)


def test_where_there_is_nothing_it_stands_still() -> None:
    nothing = Camera.over(Ground(0, 0, 0, 0), 0, 0, LIMITS["a photo"])
    assert nothing.scale == 1.0
    assert nothing.moved(5, 5) == nothing

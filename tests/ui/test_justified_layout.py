"""Photos in rows: every photo once, in order, at its own shape, whatever the days and the width."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect

from imgsim_desktop.ui.models.justified_layout import JustifiedLayout
from imgsim_desktop.ui.models.shapes import NARROWEST, WIDEST, ShapeTable, shape_rows, shapes_of

HEADING_PX = 30


@st.composite
def layouts(draw: st.DrawFn, label_px: int = 70) -> JustifiedLayout:
    count = draw(st.integers(1, 120))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    aspects = rng.choice(np.array([0.5, 0.75, 1.0, 1.33, 1.5, 4.0, 12.0], np.float32), count)
    days = np.sort(rng.integers(0, draw(st.integers(1, 40)), count)).astype(np.int32)
    return JustifiedLayout(
        shapes_of(aspects, days),
        draw(st.integers(240, 2600)),
        draw(st.integers(38, 192)),
        draw(st.sampled_from([0, HEADING_PX])),
        label_px,
    )


def rects(layout: JustifiedLayout) -> list[QRect]:
    return [layout.rect(row) for row in range(layout.count)]


@given(layouts())
def test_photos_follow_each_other_and_none_covers_another(layout: JustifiedLayout) -> None:
    for one, other in itertools.pairwise(rects(layout)):
        same_line = other.top() == one.top()
        assert other.left() > one.right() if same_line else other.top() > one.bottom()
        assert not same_line or one.height() == other.height()


@given(layouts())
def test_the_middle_of_a_photo_is_that_photo_and_all_lie_within_the_page(
    layout: JustifiedLayout,
) -> None:
    for row, rect in enumerate(rects(layout)):
        assert layout.row_at(rect.center()) == row
        assert rect.left() >= layout.margin_px
        assert rect.right() <= layout.margin_px + layout._width_px + 1
        assert rect.bottom() < layout.height_px


@given(layouts(label_px=0))
def test_full_lines_end_at_the_same_place(layout: JustifiedLayout) -> None:
    """All but those that end early, which are not higher than wished for, and those whose last day
    needs room for its date."""
    cells = rects(layout)
    for row, (one, other) in enumerate(itertools.pairwise(cells)):
        if other.top() != one.top() and one.height() != layout._line_px:
            assert abs(one.right() - (layout.margin_px + layout._width_px)) <= 2, row


@given(layouts())
def test_a_photo_has_its_own_shape(layout: JustifiedLayout) -> None:
    aspects = np.diff(layout._sums)
    for rect, aspect in zip(rects(layout), aspects, strict=True):
        assert abs(rect.width() - aspect * rect.height()) <= 1 + aspect


@given(layouts())
def test_each_day_stands_above_its_first_photo(layout: JustifiedLayout) -> None:
    headings = layout.headings_between(0, layout.height_px)
    if not layout._heading_px:
        assert headings == []
        return
    starts = layout.starts.tolist()
    assert [heading.first for heading in headings] == starts
    assert sum(heading.count for heading in headings) == layout.count
    for heading in headings:
        cell = layout.rect(heading.first)
        assert heading.rect.left() == cell.left()
        assert heading.rect.bottom() < cell.top()
    for one, other in itertools.pairwise(headings):
        assert not one.rect.intersects(other.rect)


@given(layouts(), st.integers(0, 40_000), st.integers(1, 900))
def test_what_a_strip_of_the_page_touches_is_found(
    layout: JustifiedLayout, top: int, height: int
) -> None:
    seen = layout.rows_between(top, top + height - 1)
    for row, rect in enumerate(rects(layout)):
        if rect.bottom() >= top and rect.top() <= top + height - 1:
            assert row in seen


@given(layouts())
def test_arrows_go_to_what_stands_above_and_below(layout: JustifiedLayout) -> None:
    for row, rect in enumerate(rects(layout)):
        x = rect.center().x()
        below = layout.moved(row, 1, x)
        if below == row:
            assert rect.top() == layout.rect(layout.count - 1).top()
        else:
            tops = [r.top() for r in rects(layout) if r.top() > rect.top()]
            found = layout.rect(below)
            assert found.top() == min(tops)
            in_line = [r for r in rects(layout) if r.top() == found.top()]
            away = [max(r.left() - x, x - r.right(), 0) for r in in_line]
            assert max(found.left() - x, x - found.right(), 0) == min(away)


@given(layouts(), st.integers(1, 900))
def test_page_down_comes_to_the_last_photo_and_page_up_to_the_first(
    layout: JustifiedLayout, page_px: int
) -> None:
    row, x = 0, layout.rect(0).center().x()
    for _ in range(layout.count + 1):
        row = layout.paged(row, page_px, x)
    assert row == layout.count - 1
    for _ in range(layout.count + 1):
        row = layout.paged(row, -page_px, x)
    assert row == 0


def test_whoever_changes_the_rectangle_of_a_photo_does_not_move_the_photo() -> None:
    layout = JustifiedLayout(
        shapes_of(np.full(9, 1.5, np.float32), np.zeros(9, np.int32)), 800, 100, HEADING_PX
    )
    before = layout.rect(1).getRect()
    layout.rect(1).setTop(0)
    assert layout.rect(1).getRect() == before


def test_the_band_takes_the_photos_it_touches() -> None:
    layout = JustifiedLayout(
        shapes_of(np.full(40, 1.5, np.float32), np.zeros(40, np.int32)), 800, 100, 0
    )
    first, tenth = layout.rect(0), layout.rect(9)
    band = QRect(first.center(), tenth.center()).normalized()
    taken = layout.rows_in(band)
    assert 0 in taken
    assert 9 in taken
    assert all(layout.rect(row).intersects(band) for row in taken)


def test_short_days_share_a_line_and_a_long_one_has_its_own() -> None:
    days = np.array([1, 1, 2, 3] + [4] * 30, np.int32)
    layout = JustifiedLayout(
        shapes_of(np.full(len(days), 1.0, np.float32), days), 1000, 100, HEADING_PX, 80
    )
    assert layout.rect(0).top() == layout.rect(3).top()
    assert layout.rect(4).top() > layout.rect(3).top()
    assert layout.rect(4).left() == layout.margin_px


def test_an_empty_page_has_no_height_and_no_photo() -> None:
    layout = JustifiedLayout(
        shapes_of(np.zeros(0, np.float32), np.zeros(0, np.int32)), 500, 100, HEADING_PX
    )
    assert layout.height_px == 0
    assert layout.row_at(QPoint(50, 50)) is None
    assert list(layout.rows_between(0, 500)) == []
    assert layout.headings_between(0, 500) == []


def test_a_million_photos_take_no_more_memory_than_their_lines() -> None:
    count = 1_000_000
    shapes = shapes_of(np.full(count, 1.5, np.float32), np.arange(count, dtype=np.int32) // 137)
    layout = JustifiedLayout(shapes, 1100, 100, HEADING_PX, 80)
    arrays = [layout._first, layout._heights, layout._tops, layout._has_heading]
    assert sum(array.nbytes for array in arrays) < 8 * count
    assert layout.rows_between(layout.height_px - 10, layout.height_px).stop == count


def test_shapes_are_told_by_id_and_unknown_ones_are_taken_for_usual() -> None:
    table = ShapeTable()
    day_ns = 86_400 * 10**9
    ids = np.array([5, 3, 9])
    assert table.missing(ids).tolist() == [5, 3, 9]
    table.learn(shape_rows(np.array([[3, 400, 300, -1], [5, 100, 1000, 2 * day_ns]])))
    assert table.missing(ids).tolist() == [9]
    shapes = table.of(ids)
    assert np.allclose(np.diff(shapes.sums), [NARROWEST, 4 / 3, 4 / 3])
    assert shapes.days.tolist() == [2, -1, -1]
    table.grow_old()
    assert table.missing(ids).tolist() == [5, 3, 9]
    assert table.of(ids).days.tolist() == [2, -1, -1]
    table.learn(shape_rows(np.array([[5, 900, 100, 0]])))
    assert np.diff(table.of(np.array([5])).sums)[0] == WIDEST


def test_photos_that_are_only_listed_have_a_day_and_no_shape_of_their_own() -> None:
    table = ShapeTable()
    day_ns = 86_400 * 10**9
    table.learn(shape_rows(np.array([[1, 300, 100, 7 * day_ns]])))
    ids = np.array([1, -1, -2])
    assert table.missing(ids).tolist() == [-1, -2]
    table.learn(shape_rows(np.array([[-1, 0, 0, 4 * day_ns], [-2, 0, 0, 3 * day_ns]])))
    assert len(table.missing(ids)) == 0
    assert table.of(ids).days.tolist() == [7, 4, 3]
    assert np.allclose(np.diff(table.of(ids).sums), [3, 4 / 3, 4 / 3])


def test_a_photo_without_a_size_is_taken_for_usual() -> None:
    assert shape_rows(np.array([[1, 0, 0, 0]])).aspects.tolist() == [np.float32(4 / 3)]

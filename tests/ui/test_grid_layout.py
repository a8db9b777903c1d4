"""The layout of the grid is arithmetic."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect

from imgsim_desktop.ui.models.grid_layout import GridLayout

layouts = st.builds(
    GridLayout,
    count=st.integers(1, 1_000_000),
    width_px=st.integers(1, 4000),
    cell_width_px=st.integers(60, 400),
    cell_height_px=st.integers(60, 400),
)


@given(layouts, st.integers(0, 999_999))
def test_the_cell_under_the_middle_of_a_cell_is_that_cell(layout: GridLayout, row: int) -> None:
    row %= layout.count
    assert layout.row_at(layout.rect(row).center()) == row


@given(layouts)
def test_cells_of_a_line_do_not_overlap_and_the_last_ends_above_the_bottom(
    layout: GridLayout,
) -> None:
    rects = [layout.rect(row) for row in range(min(layout.count, layout.columns))]
    assert all(a.right() < b.left() for a, b in itertools.pairwise(rects))
    assert layout.rect(layout.count - 1).bottom() < layout.height_px


@given(layouts, st.integers(0, 10_000_000), st.integers(1, 2000))
def test_rows_between_are_exactly_those_whose_line_is_touched(
    layout: GridLayout, top: int, height: int
) -> None:
    rows = layout.rows_between(top, top + height - 1)
    for row in {rows.start - 1, rows.start, rows.stop - 1, rows.stop}:
        if 0 <= row < layout.count:
            rect = layout.rect(row)
            touched = rect.top() < top + height and rect.top() + rect.height() > top
            in_top_margin = top + height - 1 < layout.margin_px and row < layout.columns
            assert (row in rows) == (touched or in_top_margin)


def test_nothing_lies_between_cells_nor_below_the_last() -> None:
    layout = GridLayout(count=5, width_px=500, cell_width_px=100, cell_height_px=100)
    assert layout.columns == 4
    assert layout.row_at(QPoint(0, 0)) is None
    assert layout.row_at(layout.rect(4).center() + QPoint(120, 0)) is None
    assert layout.row_at(QPoint(50, 5000)) is None


def test_an_empty_grid_has_no_height_and_no_rows() -> None:
    layout = GridLayout(count=0, width_px=500, cell_width_px=100, cell_height_px=100)
    assert layout.height_px == 0
    assert not layout.rows_between(0, 1000)


def test_a_rubber_band_meets_the_cells_it_touches() -> None:
    layout = GridLayout(count=100, width_px=500, cell_width_px=100, cell_height_px=100)
    band = layout.rect(1).united(layout.rect(6))
    assert layout.rows_in(QRect(band)) == [1, 2, 5, 6]


@pytest.mark.parametrize("width", [1, 50, 99])
def test_a_window_narrower_than_a_cell_has_one_column(width: int) -> None:
    assert GridLayout(10, width, 100, 100).columns == 1

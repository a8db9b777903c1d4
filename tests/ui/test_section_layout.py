"""Sections of cells: words above each, and keys that go over their edges."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect

from imgsim_desktop.ui.models.grid_layout import GridLayout
from imgsim_desktop.ui.models.section_layout import Section, SectionLayout

WORDS = 30
CELL = 100
COUNTS = (1, 5, 3)


@pytest.fixture
def layout() -> SectionLayout:
    """Three columns: lines of 1; 3 and 2; 3 photos."""
    grid = GridLayout(sum(COUNTS), 3 * CELL + 24, CELL, CELL)
    sections = [Section(f"section {n}", count) for n, count in enumerate(COUNTS)]
    return SectionLayout(sections, grid, WORDS)


def test_each_section_begins_below_its_words(layout: SectionLayout) -> None:
    tops = [layout.rect(row).top() for row in range(layout.count)]
    first = 12 + WORDS
    second = first + CELL + WORDS
    third = second + 2 * CELL + WORDS
    assert tops == [first] + [second] * 3 + [second + CELL] * 2 + [third] * 3
    assert layout.height_px == third + CELL + 12
    assert [layout.top_of(row) for row in (0, 1, 4, 6)] == [
        first - WORDS, second - WORDS, second + CELL, third - WORDS,
    ]  # fmt: skip
    headings = layout.headings_between(0, layout.height_px)
    assert [(each.words, each.first, each.count) for each in headings] == [
        ("section 0", 0, 1), ("section 1", 1, 5), ("section 2", 6, 3),
    ]  # fmt: skip
    assert layout.words_of(5) == "section 1"
    assert not any(
        heading.rect.intersects(layout.rect(row).adjusted(8, 8, -8, -8))
        for heading in headings
        for row in range(layout.count)
    )


def test_each_photo_is_found_where_it_is_and_painted_when_it_is_seen(
    layout: SectionLayout,
) -> None:
    for row in range(layout.count):
        rect = layout.rect(row)
        assert layout.row_at(rect.center()) == row
        assert row in layout.rows_between(rect.top(), rect.top())
        assert row in layout.rows_between(rect.bottom(), rect.bottom())
    assert layout.row_at(QPoint(layout.rect(0).right() + 50, layout.rect(0).center().y())) is None
    assert layout.row_at(QPoint(20, 12 + WORDS // 2)) is None
    assert layout.rows_between(-100, 5000) == range(layout.count)
    two = QRect(layout.rect(1).center(), layout.rect(5).center())
    assert layout.rows_in(two) == [1, 2, 4, 5]


def test_up_and_down_go_over_the_edges_of_sections(layout: SectionLayout) -> None:
    middle, right = layout.rect(2).center().x(), layout.rect(3).center().x()
    down = [0]
    while (row := layout.moved(down[-1], 1, right)) != down[-1]:
        down.append(row)
    assert down == [0, 3, 5, 8], "the nearest where a line is short"
    assert [layout.moved(row, -1, middle) for row in (7, 5, 2, 0)] == [5, 2, 0, 0]
    assert layout.moved(0, 3, right) == 8
    assert layout.paged(0, 150, right) == 3
    assert layout.paged(3, 10, right) == 5
    assert layout.paged(8, 5000, right) == 8
    assert layout.paged(8, -5000, right) == 0
    assert layout.paged(0, -10, right) == 0


def test_of_no_photos_there_is_nothing(layout: SectionLayout) -> None:
    empty = SectionLayout([], GridLayout(0, 300, CELL, CELL), WORDS)
    assert (empty.height_px, empty.rows_between(0, 100)) == (0, range(0))
    assert empty.headings_between(0, 100) == []

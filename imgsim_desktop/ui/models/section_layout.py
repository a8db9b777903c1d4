"""Cells of one size in sections, each with words above it: for some dozens of photos."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

from imgsim_desktop.ui.models.grid_layout import GridLayout
from imgsim_desktop.ui.models.justified_layout import Heading

_INSET_PX = 8
"""Of a picture in its cell: words begin where pictures do."""
_LOW_PX = 3
"""So near are words to the photos that they belong to."""


@dataclass(frozen=True, slots=True)
class Section:
    """Some photos that follow each other."""

    words: str
    """Above them."""
    count: int


class SectionLayout:
    """Each section is a grid of its own below the one before; coordinates as in GridLayout."""

    def __init__(self, sections: Sequence[Section], grid: GridLayout, heading_px: int) -> None:
        """grid  of all the photos without sections; sections  hold all of them, none is empty"""
        self._grid = grid
        self._sections = sections
        self._heading_px = heading_px
        self.margin_px = grid.margin_px
        self._starts: list[int] = []
        self._tops: list[int] = []
        """Of the words above each section."""
        start, top = 0, grid.margin_px
        for section in sections:
            self._starts.append(start)
            self._tops.append(top)
            start += section.count
            top += heading_px + self._lines_of(section) * grid.cell_height_px
        self.count, self._bottom = start, top

    def _lines_of(self, section: Section) -> int:
        return -(-section.count // self._grid.columns)

    @property
    def step_px(self) -> int:
        return self._grid.step_px

    @property
    def columns(self) -> int:
        return self._grid.columns

    @property
    def height_px(self) -> int:
        """Of the whole content."""
        return self._bottom + self.margin_px if self.count else 0

    def _section_of(self, row: int) -> int:
        return max(0, bisect_right(self._starts, row) - 1)

    def rect(self, row: int) -> QRect:
        number = self._section_of(row)
        inside = self._grid.rect(row - self._starts[number])
        return inside.translated(0, self._tops[number] + self._heading_px - self.margin_px)

    def top_of(self, row: int) -> int:
        """Of the line a row stands in, with the words above it if it is the first."""
        top = self.rect(row).top()
        number = self._section_of(row)
        is_first = row - self._starts[number] < self.columns
        return top - self._heading_px if is_first else top

    def row_at(self, point: QPoint) -> int | None:
        for row in self.rows_between(point.y(), point.y()):
            if self.rect(row).contains(point):
                return row
        return None

    def rows_between(self, top_px: int, bottom_px: int) -> range:
        """Rows of all lines that `top_px` to `bottom_px` touches; words belong to the first line
        below them."""
        if not self.count:
            return range(0)
        return range(self._line_at(top_px).start, self._line_at(bottom_px).stop)

    def _line_at(self, y_px: int) -> range:
        """Rows of the line at a height, the first above all and the last below."""
        number = max(0, bisect_right(self._tops, y_px) - 1)
        section, start = self._sections[number], self._starts[number]
        below = y_px - self._tops[number] - self._heading_px
        line = min(max(0, below // self._grid.cell_height_px), self._lines_of(section) - 1)
        first = start + line * self.columns
        return range(first, min(first + self.columns, start + section.count))

    def rows_in(self, rect: QRect) -> list[int]:
        """Rows whose cell meets `rect`: the rubber band."""
        rows = self.rows_between(rect.top(), rect.bottom())
        return [row for row in rows if self.rect(row).intersects(rect)]

    def headings_between(self, top_px: int, bottom_px: int) -> list[Heading]:
        """Those that lie, if only in part, between two heights."""
        left = self._grid.rect(0).left() + _INSET_PX
        width_px = self._grid.width_px - self.margin_px - left
        found = []
        for section, first, top in zip(self._sections, self._starts, self._tops, strict=True):
            if top <= bottom_px and top + self._heading_px + _LOW_PX > top_px:
                rect = QRect(left, top + _LOW_PX, width_px, self._heading_px)
                found.append(Heading(rect, 0, first, section.count, section.words))
        return found

    def words_of(self, row: int) -> str:
        """Those above the section a photo is in."""
        return self._sections[self._section_of(row)].words

    # keys

    def moved(self, row: int, lines: int, x_px: int) -> int:
        """The photo some lines below (above, if negative) that is nearest to `x_px`, over the
        edges of sections; at the ends `row` itself."""
        at, goal = row, row
        for _ in range(abs(lines)):
            line = self._line_at(self.rect(at).center().y())
            at = line.stop if lines > 0 else line.start - 1
            if not 0 <= at < self.count:
                return goal
            goal = self._nearest(self._line_at(self.rect(at).center().y()), x_px)
            at = goal
        return goal

    def paged(self, row: int, by_px: int, x_px: int) -> int:
        """The photo about `by_px` further down, or up; at the ends the first or last one."""
        now = self._line_at(self.rect(row).center().y())
        goal = self._line_at(self.rect(row).center().y() + by_px)
        if goal == now:
            next_row = self.moved(row, 1 if by_px > 0 else -1, x_px)
            at_end = self.count - 1 if by_px > 0 else 0
            return at_end if next_row == row else next_row
        return self._nearest(goal, x_px)

    def _nearest(self, line: range, x_px: int) -> int:
        return min(line, key=lambda row: abs(self.rect(row).center().x() - x_px))

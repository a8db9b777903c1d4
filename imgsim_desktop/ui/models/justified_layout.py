"""Photos in lines of one width, each at its own shape, under the days they were taken on.

Breaking lines as Google Photos and Flickr do: a line is filled up to about the width of the page
and then scaled to fit it exactly, so its height differs a little from that of its neighbours.
All lines of a library are found at once with prefix sums: no loop over photos or lines, only one
over days short enough to share a line. A cell is computed when it is asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect

from imgsim_desktop.ui.models.shapes import Shapes

GUTTER_PX = 4
DAY_GAP_PX = 20
"""Between two days that share a line."""
_TALLEST = 1.3
"""Of the height wished for; a line that would be taller stays as high as wished, and ends early."""
_SHARED_FILL = 0.75
"""Days that fill so much of their line are scaled to fill it."""
_GIVE = 0.25
"""By so much the lines of a day are made higher or lower together to end with a full one."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Heading:
    """The words above the first photo of a day."""

    rect: QRect
    day: int
    """Days since 1970."""
    first: int
    """Row of its first photo."""
    count: int
    words: str = ""
    """Those themselves, where they are not those of a day."""


@dataclass(frozen=True, slots=True)
class _Lines:
    """Some lines of the page, by the row each begins with."""

    first: Ints
    """(lines,) ascending."""
    fixed_px: NDArray[np.float64]
    """(lines,) of the width that is not picture, beside the gutters."""
    is_shared: bool


class JustifiedLayout:
    """Where each photo lies; coordinates are those of the whole content, logical pixels.

    shapes      of the photos in order
    line_px     height wished for
    heading_px  height of the words above a day; 0: the photos are not grouped by day
    label_px    what the words need at least
    """

    def __init__(
        self,
        shapes: Shapes,
        width_px: int,
        line_px: int,
        heading_px: int,
        label_px: int = 0,
        margin_px: int = 12,
    ) -> None:
        self.count = len(shapes)
        self.margin_px = margin_px
        self._line_px = line_px
        self._heading_px = heading_px
        self._label_px = label_px
        self._width_px = max(40, width_px - 2 * margin_px)
        self._sums = shapes.sums
        self._days = shapes.days
        self._starts = shapes.starts if heading_px else shapes.starts[:1]
        self._cells: dict[int, list[QRect]] = {}
        self._break_lines()

    @property
    def step_px(self) -> int:
        """Height of a usual line with its gap."""
        return self._line_px + GUTTER_PX

    @property
    def height_px(self) -> int:
        """Of the whole content."""
        return int(self._tops[-1]) - GUTTER_PX + self.margin_px if self.count else 0

    @property
    def starts(self) -> Ints:
        """(days,) row each day begins with."""
        return self._starts

    def tops_of(self, rows: Ints) -> Ints:
        """Of the lines some rows stand in, headings included."""
        tops: Ints = self._tops[np.searchsorted(self._first, rows, "right") - 1]
        return tops

    def top_of(self, row: int) -> int:
        """The same for one."""
        return int(self._tops[self._line_of(row)])

    # breaking lines

    def _break_lines(self) -> None:
        starts = self._starts
        ends = np.append(starts[1:], self.count) if len(starts) else starts
        # A photo takes its width and a gutter; the page has room for one gutter more than it shows.
        needed = (self._sums[ends] - self._sums[starts]) * self._line_px + (
            ends - starts
        ) * GUTTER_PX
        is_long = needed > self._width_px + GUTTER_PX
        whole = self._whole_lines(starts[is_long], ends[is_long], needed[is_long])
        shared = self._shared_lines(starts[~is_long], needed[~is_long], is_long)
        first = np.concatenate((whole.first, shared.first))
        order = np.argsort(first, kind="stable")
        self._first = first[order]
        fixed = np.concatenate((whole.fixed_px, shared.fixed_px))[order]
        is_shared = np.repeat([False, True], [len(whole.first), len(shared.first)])[order]
        ends_px = np.append(self._first[1:], self.count) if self.count else self._first
        self._measure(ends_px, fixed, is_shared)

    def _whole_lines(self, starts: Ints, ends: Ints, needed: NDArray[np.float64]) -> _Lines:
        """Lines of days that fill more than one: each as near to a page's width as whole photos
        allow, none knowing of the one before."""
        none = np.zeros(0)
        if not len(starts):
            return _Lines(np.zeros(0, np.int64), none, is_shared=False)
        room = self._width_px + GUTTER_PX
        pages = needed / room
        full = np.floor(pages)
        left = pages - full
        lower = left <= _GIVE * full
        higher = ~lower & (1 - left <= _GIVE * (full + 1))
        lines = full + higher
        spreads = lower | higher
        step = np.where(spreads, needed / np.maximum(lines, 1), room)
        breaks = np.where(spreads, lines - 1, full).astype(np.int64)
        before = np.concatenate(([0], np.cumsum(breaks)[:-1]))
        number = np.arange(int(breaks.sum())) - np.repeat(before, breaks) + 1
        # In the unit of the sums, a day's gutters spread evenly over its photos: no array of all.
        per_px = (self._sums[ends] - self._sums[starts]) / needed
        goals = np.repeat(self._sums[starts], breaks) + number * np.repeat(step * per_px, breaks)
        at = np.searchsorted(self._sums, goals)
        at -= (goals - self._sums[at - 1]) < (self._sums[np.minimum(at, self.count)] - goals)
        low, high = np.repeat(starts, breaks), np.repeat(ends, breaks)
        at = at[(at > low) & (at < high)]
        # A stable sort merges the two in 0.1 ms; np.unique took 50 at a million photos.
        first = np.sort(np.concatenate((starts, at)), kind="stable")
        first = first[np.diff(first, prepend=-1) > 0]  # several goals meet a very wide photo
        return _Lines(first.astype(np.int64), np.zeros(len(first)), is_shared=False)

    def _shared_lines(
        self, starts: Ints, needed: NDArray[np.float64], is_long: NDArray[np.bool_]
    ) -> _Lines:
        """Days that fill less than a line, side by side as long as there is room."""
        first: list[int] = []
        fixed: list[float] = []
        used, room = 0.0, self._width_px
        number = np.flatnonzero(~is_long).tolist()
        last = -2
        for start, wide, place in zip(starts.tolist(), needed.tolist(), number, strict=True):
            wide -= GUTTER_PX
            pad = max(0.0, self._label_px - wide)
            if place == last + 1 and used + DAY_GAP_PX + wide + pad <= room:
                used += DAY_GAP_PX + wide + pad
                fixed[-1] += DAY_GAP_PX - GUTTER_PX + pad
            else:
                first.append(start)
                fixed.append(pad)
                used = wide + pad
            last = place
        return _Lines(np.array(first, np.int64), np.array(fixed, np.float64), is_shared=True)

    def _measure(
        self, ends: Ints, fixed_px: NDArray[np.float64], is_shared: NDArray[np.bool_]
    ) -> None:
        if not self.count:
            self._heights = np.zeros(0)
            self._tops = np.zeros(1, np.int64)
            self._has_heading = np.zeros(0, np.bool_)
            return
        aspects = self._sums[ends] - self._sums[self._first]
        gaps = (ends - self._first - 1) * GUTTER_PX + fixed_px
        filled = (self._width_px - gaps) / aspects
        wished = float(self._line_px)
        tallest = np.where(is_shared, wished / _SHARED_FILL, wished * _TALLEST)
        filled = np.where(filled > tallest, wished, np.maximum(filled, 1.0))
        self._heights = filled
        self._has_heading = np.zeros(len(ends), np.bool_)
        if self._heading_px:
            self._has_heading[np.searchsorted(self._first, self._starts, "right") - 1] = True
        steps = np.floor(filled).astype(np.int64) + GUTTER_PX
        steps += self._has_heading * self._heading_px
        self._tops = np.concatenate(([0], np.cumsum(steps))) + self.margin_px

    # where things are

    def _line_of(self, row: int) -> int:
        return int(np.searchsorted(self._first, row, "right")) - 1

    def _line_at(self, y_px: int) -> int:
        """The line at a height, the first above all and the last below."""
        line = int(np.searchsorted(self._tops, y_px, "right")) - 1
        return min(max(0, line), len(self._first) - 1)

    def _rows(self, line: int) -> range:
        end = self._first[line + 1] if line + 1 < len(self._first) else self.count
        return range(int(self._first[line]), int(end))

    def _line_cells(self, line: int) -> list[QRect]:
        known = self._cells.get(line)
        if known is None:
            if len(self._cells) > 500:
                self._cells.clear()
            known = self._cells[line] = self._made_cells(line)
        return known

    def _made_cells(self, line: int) -> list[QRect]:
        rows, height = self._rows(line), float(self._heights[line])
        heading = self._heading_px if self._has_heading[line] else 0
        top, tall = int(self._tops[line]) + heading, int(height)
        sums = self._sums[rows.start : rows.stop + 1]
        wide = (np.diff(sums) * height).tolist()
        breaks = set(self._starts_in(rows)[1:])
        cells = []
        x = float(self.margin_px)
        natural = 0.0
        for row, one in zip(rows, wide, strict=True):
            if row in breaks:
                pad = max(0.0, self._label_px - (natural - GUTTER_PX))
                x += DAY_GAP_PX - GUTTER_PX + pad
                natural = 0.0
            left = round(x)
            cells.append(QRect(left, top, max(1, round(x + one) - left), tall))
            x += one + GUTTER_PX
            natural += (one / height) * self._line_px + GUTTER_PX
        return cells

    def _starts_in(self, rows: range) -> list[int]:
        low, high = np.searchsorted(self._starts, [rows.start, rows.stop])
        return [int(start) for start in self._starts[low:high]]

    def rect(self, row: int) -> QRect:
        line = self._line_of(row)
        return QRect(self._line_cells(line)[row - int(self._first[line])])  # not ours to lend

    def row_at(self, point: QPoint) -> int | None:
        """The photo under `point`, None in gaps, headings and below the last."""
        if not self.count:
            return None
        line = self._line_at(point.y())
        for row, cell in zip(self._rows(line), self._line_cells(line), strict=True):
            if cell.contains(point):
                return row
        return None

    def rows_between(self, top_px: int, bottom_px: int) -> range:
        """Rows of all lines that `top_px` to `bottom_px` touches."""
        if not self.count:
            return range(0)
        return range(
            self._rows(self._line_at(top_px)).start, self._rows(self._line_at(bottom_px)).stop
        )

    def rows_in(self, rect: QRect) -> list[int]:
        """Rows whose cell meets `rect`: the rubber band."""
        rows = self.rows_between(rect.top(), rect.bottom())
        return [row for row in rows if self.rect(row).intersects(rect)]

    def headings_between(self, top_px: int, bottom_px: int) -> list[Heading]:
        """Of all lines that `top_px` to `bottom_px` touches."""
        if not self.count or not self._heading_px:
            return []
        found = []
        for line in range(self._line_at(top_px), self._line_at(bottom_px) + 1):
            if self._has_heading[line]:
                found += self._line_headings(line)
        return found

    def _line_headings(self, line: int) -> list[Heading]:
        rows, cells = self._rows(line), self._line_cells(line)
        starts = self._starts_in(rows)
        lefts = [cells[start - rows.start].left() for start in starts]
        rights = [left - DAY_GAP_PX for left in lefts[1:]] + [self.margin_px + self._width_px]
        top = int(self._tops[line])
        found = []
        for start, left, right in zip(starts, lefts, rights, strict=True):
            place = bisect_right(self._starts, start)
            end = int(self._starts[place]) if place < len(self._starts) else self.count
            rect = QRect(left, top, right - left, self._heading_px)
            found.append(Heading(rect, int(self._days[start]), start, end - start))
        return found

    # keys

    def moved(self, row: int, lines: int, x_px: int) -> int:
        """The photo some lines below (above, if negative) that is nearest to `x_px`.

        Above the first line and below the last there is no other than `row` itself.
        """
        line = self._line_of(row) + lines
        return self._nearest(line, x_px) if 0 <= line < len(self._first) else row

    def paged(self, row: int, by_px: int, x_px: int) -> int:
        """The photo about `by_px` further down, or up; at the ends the first or last one."""
        line = self._line_of(row)
        goal = self._line_at(int(self._tops[line]) + by_px)
        if goal == line:
            goal += 1 if by_px > 0 else -1
        if goal < 0:
            return 0
        return self._nearest(goal, x_px) if goal < len(self._first) else self.count - 1

    def _nearest(self, line: int, x_px: int) -> int:
        cells = self._line_cells(line)
        away = [max(cell.left() - x_px, x_px - cell.right(), 0) for cell in cells]
        return self._rows(line).start + away.index(min(away))

"""Where cell number `row` lies, by arithmetic: no list of rectangles, any number of photos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect

MARGIN_PX: Final = 12
"""Around all cells."""


@dataclass(frozen=True, slots=True)
class GridLayout:
    """Cells of one size in lines from the left, centred with equal gaps. Pixels are logical.

    Coordinates are those of the whole content; the caller subtracts the scroll position.
    """

    count: int
    width_px: int
    """Of the viewport."""
    cell_width_px: int
    cell_height_px: int
    margin_px: int = MARGIN_PX

    @property
    def step_px(self) -> int:
        """Height of a line with its gap."""
        return self.cell_height_px

    @property
    def columns(self) -> int:
        return max(1, (self.width_px - 2 * self.margin_px) // self.cell_width_px)

    @property
    def lines(self) -> int:
        return -(-self.count // self.columns)

    @property
    def height_px(self) -> int:
        """Of the whole content."""
        return 2 * self.margin_px + self.lines * self.cell_height_px if self.count else 0

    @property
    def stride_px(self) -> float:
        """From one column to the next: what is left over is shared out between the columns."""
        return max(self.cell_width_px, (self.width_px - 2 * self.margin_px) / self.columns)

    def rect(self, row: int) -> QRect:
        line, column = divmod(row, self.columns)
        slack = (self.stride_px - self.cell_width_px) / 2
        x = round(self.margin_px + column * self.stride_px + slack)
        y = self.margin_px + line * self.cell_height_px
        return QRect(x, y, self.cell_width_px, self.cell_height_px)

    def top_of(self, row: int) -> int:
        """Of the line a row stands in."""
        return self.rect(row).top()

    def row_at(self, point: QPoint) -> int | None:
        """The cell under `point`, None between cells and below the last."""
        line = (point.y() - self.margin_px) // self.cell_height_px
        column = int((point.x() - self.margin_px) // self.stride_px)
        if not 0 <= column < self.columns or line < 0:
            return None
        row = line * self.columns + column
        return row if row < self.count and self.rect(row).contains(point) else None

    def rows_between(self, top_px: int, bottom_px: int) -> range:
        """Rows of all lines that `top_px` to `bottom_px` touches."""
        first = max(0, (top_px - self.margin_px) // self.cell_height_px)
        last = max(0, (bottom_px - self.margin_px) // self.cell_height_px)
        return range(
            min(self.count, first * self.columns), min(self.count, (last + 1) * self.columns)
        )

    def stepped(self, row: int, step: int) -> int:
        """`row` moved by `step`, stopping at the ends.

        One line up from the first line stays; one line down from the line above a short last line
        goes to the last photo.
        """
        goal, last = row + step, self.count - 1
        if goal < 0:
            return row if step == -self.columns else 0
        if goal <= last:
            return goal
        on_last_line = row // self.columns == last // self.columns
        return row if on_last_line and step == self.columns else last

    def moved(self, row: int, lines: int, _x_px: int) -> int:
        """The photo some lines below, or above, in the same column; see `stepped`."""
        return self.stepped(row, lines * self.columns)

    def paged(self, row: int, by_px: int, _x_px: int) -> int:
        """The photo about `by_px` further down, or up; at the ends the first or last one."""
        lines = max(1, abs(by_px) // self.cell_height_px)
        return self.stepped(row, (lines if by_px > 0 else -lines) * self.columns)

    def rows_in(self, rect: QRect) -> list[int]:
        """Rows whose cell meets `rect`: the rubber band."""
        rows = self.rows_between(rect.top(), rect.bottom())
        return [row for row in rows if self.rect(row).intersects(rect)]

"""The years and months of a gallery beside its scroll bar: click or drag to go there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from imgsim_desktop.ui import texts
from imgsim_desktop.ui.theme import colors
from imgsim_desktop.ui.widgets.photo_grid import PhotoGrid

_PAD_PX = 12
_DOT_APART_PX = 7
_FEWEST_MONTHS = 2
_ARROW_PX = 5


class DateBar(QWidget):
    """Shows where the years and months of a grid lie; hidden where it has fewer than two months.

    A place on the bar is the same share of its height as of all photos, so that half way down the
    bar is half way down the photos.
    """

    def __init__(self, grid: PhotoGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self._months: NDArray[np.int64] = np.zeros(0, np.int64)
        """Rows of their first photos."""
        self._days: NDArray[np.int32] = np.zeros(0, np.int32)
        self._tops: NDArray[np.int64] = np.zeros(0, np.int64)
        self._years: list[tuple[float, str]] = []
        self._dots: list[float] = []
        self._hovered: int | None = None
        self._is_dragged = False
        self.setAccessibleName(self.tr("Months of the photos"))
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._bubble = QLabel(grid)
        self._bubble.setObjectName("dateBubble")
        self._bubble.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._bubble.hide()
        grid.laidOut.connect(self._take_layout)
        grid.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._take_layout()

    @property
    def months(self) -> NDArray[np.int64]:
        """(months,) rows of the first photo of each month, in the order shown."""
        return self._months

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance("2000") + 20, 100)

    def step(self, by: int) -> None:
        """Go to the next month further down, or up."""
        if not len(self._months):
            return
        top = self._grid.verticalScrollBar().value()
        here = int(np.searchsorted(self._tops, top + 1, "right")) - 1
        if by < 0 and here >= 0 and self._tops[here] < top:
            here += 1  # first to the beginning of the month one is in
        goal = min(max(0, here + by), len(self._months) - 1)
        self._grid.verticalScrollBar().setValue(int(self._tops[goal]))
        self._grid.choose_row(int(self._months[goal]))

    # what lies where

    def _take_layout(self) -> None:
        starts = self._grid.day_starts
        days = self._grid.days_of(starts)
        months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        changes = np.flatnonzero(np.diff(months, prepend=months[:1] - 1))
        self._months = starts[changes]
        self._days = days[changes]
        self._tops = self._grid.day_tops(self._months) if len(self._months) else self._months
        self._hovered = None
        self._bubble.hide()
        can_scroll = self._grid.verticalScrollBar().maximum() > 0
        self.setVisible(len(self._months) >= _FEWEST_MONTHS and can_scroll)
        self._place_years()
        self._describe()
        self.update()

    def _y_of(self, top_px: float) -> float:
        return _PAD_PX + top_px / max(1, self._grid.content_px) * (self.height() - 2 * _PAD_PX)

    def _top_at(self, y: float) -> int:
        share = (y - _PAD_PX) / max(1, self.height() - 2 * _PAD_PX)
        return round(min(1.0, max(0.0, share)) * self._grid.content_px)

    def _month_at(self, top_px: int) -> int:
        return max(0, int(np.searchsorted(self._tops, top_px, "right")) - 1)

    def _said(self, month: int) -> str:
        return texts.said_month(int(self._days[month]))

    def _scrolled(self) -> None:
        self._describe()
        self.update()

    def _describe(self) -> None:
        if len(self._months):
            here = self._month_at(self._grid.verticalScrollBar().value() + self._grid.height() // 3)
            self.setAccessibleDescription(self._said(here))

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shades = colors()
        painter.fillRect(event.rect(), QColor(shades.base))
        self._paint_years(painter)
        scroll = self._grid.verticalScrollBar()
        y = self._y_of(scroll.value() + scroll.pageStep() * self._share_scrolled())
        faint = QColor(shades.accent)
        faint.setAlphaF(0.45)
        if self._hovered is not None:
            _point_to(painter, self._y_of(float(self._tops[self._hovered])), faint)
        _point_to(painter, y, QColor(shades.accent))
        painter.end()

    def _share_scrolled(self) -> float:
        """0 at the top, 1 at the bottom: so that the mark reaches both ends of the bar."""
        scroll = self._grid.verticalScrollBar()
        return scroll.value() / max(1, scroll.maximum())

    def _place_years(self) -> None:
        """Where the years and the dots of the months stand: as many as there is room for."""
        years = self._days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
        high = QFontMetrics(self.font()).height()
        last_y, last_year = -1e9, None
        self._years, self._dots = [], []
        places = [(self._y_of(top), year) for top, year in zip(self._tops, years, strict=True)]
        for y, year in places:
            if year != last_year and y - last_y >= high + 6:
                self._years.append((y, str(year)))
                last_y = y
            last_year = year
        taken = np.array([y for y, _ in self._years] or [-1e9])
        last_dot = -1e9
        for y, _ in places:
            if y - last_dot >= _DOT_APART_PX and np.abs(taken - y).min() > high / 2 + 4:
                self._dots.append(y)
                last_dot = y

    def _paint_years(self, painter: QPainter) -> None:
        shades = colors()
        half = QFontMetrics(self.font()).height() / 2
        painter.setPen(QColor(shades.faint))
        for y, year in self._years:
            y = min(max(y, half), self.height() - half)
            rect = QRect(0, round(y - half), self.width() - 4, round(2 * half))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, year)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shades.edge))
        for y in self._dots:
            painter.drawEllipse(QPointF(self.width() / 2 - 2, y), 1.8, 1.8)

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and len(self._months):
            self._is_dragged = True
            self._point_at(event.position().y())
            month = self._month_at(self._top_at(event.position().y()))
            self._grid.verticalScrollBar().setValue(int(self._tops[month]))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not len(self._months):
            return
        self._point_at(event.position().y())
        if self._is_dragged:
            self._grid.verticalScrollBar().setValue(self._top_at(event.position().y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_dragged = False
        if not self.rect().contains(event.position().toPoint()):
            self._point_at(None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self._is_dragged:
            self._point_at(None)

    def _point_at(self, y: float | None) -> None:
        """Say the month at a height of the bar, beside it."""
        self._hovered = None if y is None else self._month_at(self._top_at(y))
        self.update()
        if y is None or self._hovered is None:
            self._bubble.hide()
            return
        self._bubble.setText(self._said(self._hovered))
        self._bubble.adjustSize()
        size, grid = self._bubble.size(), self._grid
        at = round(y) - size.height() // 2
        at = min(max(4, at), max(4, grid.height() - size.height() - 4))
        right = grid.width() - grid.verticalScrollBar().width() - 8
        self._bubble.move(max(4, right - size.width()), at)
        self._bubble.show()
        self._bubble.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_years()
        self.update()


def _point_to(painter: QPainter, y: float, color: QColor) -> None:
    """A small arrow from the photos to a place on the bar."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(
        QPolygonF([QPointF(0, y - _ARROW_PX), QPointF(_ARROW_PX + 1, y), QPointF(0, y + _ARROW_PX)])
    )

"""The lanes of the queue: name, groups in it, bytes that can be had back."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from imgsim_desktop.review.queue import Lane
from imgsim_desktop.ui.lane_words import explained_lane, said_lane
from imgsim_desktop.ui.texts import said_bytes, said_count, said_groups
from imgsim_desktop.ui.theme import colors

_ROW_PX = 30
_LOW_PX = 21


class LaneButton(QAbstractButton):
    """One lane; exactly one of them is down."""

    def __init__(self, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lane = lane
        self._groups = 0
        self.height_px = _ROW_PX
        self._bytes = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._say()

    def set_numbers(self, groups: int, size_bytes: int) -> None:
        self._groups, self._bytes = groups, size_bytes
        self._say()

    def _say(self) -> None:
        self.setText(said_lane(self.lane))
        spoken = QCoreApplication.translate("lanes", "{lane}: {groups}, {size}")
        self.setAccessibleName(
            spoken.format(
                lane=self.text(), groups=said_groups(self._groups), size=said_bytes(self._bytes)
            )
        )
        self.setToolTip(explained_lane(self.lane))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, self.height_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect()).adjusted(4, 1, -4, -1)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(chosen.selection if self.isChecked() else chosen.hover))
            painter.drawRoundedRect(ground, 6, 6)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(chosen.accent), 1.5))
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), 6, 6)
        inside = ground.adjusted(10, 0, -10, 0)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal)
        painter.setFont(font)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(chosen.text if self._groups else chosen.faint))
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.setPen(QColor(chosen.faint))
        size = f" · {said_bytes(self._bytes)}" if self._groups and self._bytes else ""
        numbers = f"{said_count(self._groups)}{size}"
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, numbers)


class LaneList(QWidget):
    """All lanes, one chosen; the arrow keys move between them."""

    laneChosen = Signal(object)
    """Lane: by the person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = {lane: LaneButton(lane) for lane in Lane}
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 6, 4, 6)
        layout.setSpacing(0)
        for button in self._buttons.values():
            group.addButton(button)
            layout.addWidget(button)
        self._buttons[Lane.IDENTICAL].setChecked(True)
        group.buttonClicked.connect(self._emit)
        self.setAccessibleName(self.tr("Kinds of groups"))

    @property
    def lane(self) -> Lane:
        return next(lane for lane, button in self._buttons.items() if button.isChecked())

    def set_lane(self, lane: Lane) -> None:
        """Show another lane as chosen; nothing is emitted."""
        self._buttons[lane].setChecked(True)

    def set_numbers(self, lane: Lane, groups: int, size_bytes: int) -> None:
        self._buttons[lane].set_numbers(groups, size_bytes)

    def set_low(self, *, on: bool) -> None:
        """Lines as low as their letters allow."""
        for button in self._buttons.values():
            button.height_px = _LOW_PX if on else _ROW_PX
            button.updateGeometry()

    def button(self, lane: Lane) -> LaneButton:
        return self._buttons[lane]

    def _emit(self, button: QAbstractButton) -> None:
        assert isinstance(button, LaneButton)
        self.laneChosen.emit(button.lane)

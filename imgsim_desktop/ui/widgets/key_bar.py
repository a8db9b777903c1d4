"""Buttons that show their key, so that the keys are learned by the way."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QLayout, QLayoutItem, QSizePolicy, QStyle, QWidget

from imgsim_desktop.ui.command_keys import shown_key
from imgsim_desktop.ui.theme import colors

_HEIGHT_PX = 30
_ANY_PX = (1 << 24) - 1
"""Qt's own bound of a height that is not bounded."""
_LEAST_PX = 200
"""A bar is never the reason why a window cannot be narrower."""


class KeyButton(QAbstractButton):
    """An action as a button: text, then its first key drawn as a key."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self._other_key = ""
        self.is_primary = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    @property
    def name(self) -> str:
        """Of its action."""
        return self._action.objectName()

    def say_key(self, key: str) -> None:
        """The key of another command that does the same, for an action that has none."""
        self._other_key = key
        self._follow()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        key = metrics.horizontalAdvance(self._key()) + 12 if self._key() else 0
        return QSize(metrics.horizontalAdvance(self.text()) + key + 30, _HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = colors(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        primary = self.is_primary and self.isEnabled()
        ground = chosen.accent if primary else chosen.raised
        if not primary and (self.underMouse() or self.isDown()) and self.isEnabled():
            ground = chosen.selection if self.isDown() else chosen.hover
        edge = chosen.accent if self.hasFocus() or primary else chosen.edge
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(ground) if self.isEnabled() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 6, 6)
        if primary and self.hasFocus():  # its edge has the colour of the button itself
            painter.setPen(QPen(QColor(chosen.on_accent), 1.5))
            painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), 4, 4)
        text = QColor(chosen.on_accent if primary else chosen.text)
        if not self.isEnabled():
            text = QColor(chosen.faint)
            text.setAlphaF(0.6)
        painter.setPen(text)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(box.adjusted(10, 0, -10, 0), left, self.text())
        key = self._key()
        if not key:
            return
        width = painter.fontMetrics().horizontalAdvance(key) + 12
        cap = QRectF(box.right() - width - 6, box.top() + 5, width, box.height() - 10)
        if self.isRightToLeft():
            cap.moveLeft(box.left() + 6)
        faint = QColor(text)
        faint.setAlphaF(0.35)
        painter.setPen(QPen(faint, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cap, 4, 4)
        muted = QColor(text if primary or not self.isEnabled() else QColor(chosen.faint))
        painter.setPen(muted)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)

    def _key(self) -> str:
        keys = self._action.shortcuts()
        return shown_key(keys[0].toString()) if keys else self._other_key

    def _follow(self) -> None:
        self.setText(self._action.iconText())
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
        key = self._key()
        self.setAccessibleName(f"{self._action.text()}, {key}" if key else self._action.text())
        self.updateGeometry()
        self.update()


class FlowLayout(QLayout):
    """Widgets from left to right, in as many lines as are needed (after Qt's example)."""

    def __init__(self, parent: QWidget | None = None, gap_px: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.gap_px = gap_px

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), moves=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, moves=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _place(self, rect: QRect, *, moves: bool) -> int:
        inside = rect.marginsRemoved(self.contentsMargins())
        x, y, line = inside.x(), inside.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x + size.width() > inside.right() + 1 and line:
                x, y, line = inside.x(), y + line + self.gap_px, 0
            if moves:
                item.setGeometry(self._mirrored(QRect(QPoint(x, y), size), inside))
            x += size.width() + self.gap_px
            line = max(line, size.height())
        return y + line - rect.y() + self.contentsMargins().bottom()

    def _mirrored(self, place: QRect, inside: QRect) -> QRect:
        """Lines begin at the right where people read from there."""
        parent = self.parentWidget()
        direction = (
            QGuiApplication.layoutDirection() if parent is None else parent.layoutDirection()
        )
        return QStyle.visualRect(direction, inside, place)


class KeyBar(QWidget):
    """The acts that make sense now, each with its key."""

    def __init__(
        self, actions: Sequence[QAction], primary: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("keyBar")
        layout = FlowLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        self.buttons: list[KeyButton] = []
        for action in actions:
            button = KeyButton(action)
            button.is_primary = action is primary
            layout.addWidget(button)
            self.buttons.append(button)
        self._names: Collection[str] = frozenset(button.name for button in self.buttons)
        self._is_slim = False
        self.setAccessibleName(self.tr("What to do with this group"))

    def show_only(self, names: Collection[str]) -> None:
        """Hide the buttons of all other actions; their keys still work."""
        self._names = names
        self._fit()

    def set_slim(self, *, on: bool) -> None:
        """One line: buttons that do not fit into it are hidden, their keys still work."""
        self._is_slim = on
        high = self.minimumSizeHint().height()
        self.setMinimumHeight(high if on else 0)
        self.setMaximumHeight(high if on else _ANY_PX)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        margins = layout.contentsMargins()
        return QSize(_LEAST_PX, _HEIGHT_PX + margins.top() + margins.bottom())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_slim:
            self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        assert isinstance(layout, FlowLayout)
        margins, gap_px = layout.contentsMargins(), layout.gap_px
        left_px = self.width() - margins.left() - margins.right() + gap_px
        is_room = True
        for button in self.buttons:
            is_shown = button.name in self._names
            if is_shown and self._is_slim:
                left_px -= button.sizeHint().width() + gap_px
                is_room = is_room and left_px >= 0
                is_shown = is_room
            button.setVisible(is_shown)

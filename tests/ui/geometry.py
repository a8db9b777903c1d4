"""What is wrong with where the parts of a window stand: one on another, cut, without room."""

from __future__ import annotations

from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitterHandle,
    QStyle,
    QStyleOptionButton,
    QToolBar,
    QToolButton,
    QWidget,
)

from imgsim_desktop.ui.widgets.elided_label import ElidedLabel
from imgsim_desktop.ui.widgets.key_bar import KeyButton

_LIES_OVER = "liesOver"
"""Property of what is meant to lie over others, such as the keys over pictures seen alone."""
_SLACK_PX = 2
"""Of a letter's side bearing."""


def faults(window: QWidget) -> list[str]:
    """A line for each fault of what is seen now."""
    found = []
    for parent in (window, *window.findChildren(QWidget)):
        if not parent.isVisible():
            continue
        found += _cut_texts(parent)
        found += _pushed_out(parent)
        if isinstance(parent, (QAbstractScrollArea, QComboBox, QLineEdit)):
            continue  # made of Qt's own parts
        children = [
            child
            for child in parent.findChildren(
                QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly
            )
            if child.isVisible() and not child.isWindow() and not isinstance(child, QSplitterHandle)
        ]
        found += _overlaps(children)
        if not isinstance(parent.parentWidget(), QAbstractScrollArea):
            found += [
                f"{_named(child)} {_place(child)} sticks out of {_named(parent)} {parent.size()}"
                for child in children
                if not parent.rect().contains(child.geometry()) and child.width() and child.height()
            ]
    return found


def _pushed_out(bar: QWidget) -> list[str]:
    """What a tool bar has no room for, it hides."""
    if not isinstance(bar, QToolBar):
        return []
    widgets = [(action, bar.widgetForAction(action)) for action in bar.actions()]
    return [
        f"“{action.text() or _named(widget)}” has no room in {_named(bar)}"
        for action, widget in widgets
        if action.isVisible() and widget is not None and not widget.isVisible()
    ]


def _overlaps(siblings: list[QWidget]) -> list[str]:
    return [
        f"{_named(one)} {_place(one)} and {_named(other)} {_place(other)} lie on one another"
        for one, other in combinations(siblings, 2)
        if bool(one.property(_LIES_OVER)) is bool(other.property(_LIES_OVER))
        and one.geometry().intersects(other.geometry())
    ]


def _cut_texts(widget: QWidget) -> list[str]:
    """Texts that do not fit; what elides them itself on purpose is of another class."""
    if isinstance(widget, ElidedLabel):
        tail = widget.tail.strip(" ·")
        is_whole = widget.shown().endswith(tail)
        return [] if is_whole else [f"{_named(widget)} shows “{widget.shown()}” of “{tail}”"]
    needs = _needed(widget)
    if needs is None:
        return []
    wide, high = needs
    if widget.width() + _SLACK_PX >= wide and widget.height() + _SLACK_PX >= high:
        return []
    return [f"{_named(widget)} is {widget.width()} x {widget.height()} and needs {wide} x {high}"]


def _needed(widget: QWidget) -> tuple[int, int] | None:
    """Width and height without which something of its text is not seen."""
    if isinstance(widget, KeyButton):
        return widget.sizeHint().width(), widget.sizeHint().height()
    if isinstance(widget, QLabel):
        return _needed_by_label(widget)
    metrics = widget.fontMetrics()
    if isinstance(widget, QComboBox):
        return metrics.horizontalAdvance(widget.currentText()) + 34, metrics.height()
    if isinstance(widget, QToolButton):
        has_text = widget.toolButtonStyle() is not Qt.ToolButtonStyle.ToolButtonIconOnly
        text = widget.text() if has_text or widget.icon().isNull() else ""
        icon = 0 if widget.icon().isNull() else widget.iconSize().width()
        size = metrics.size(Qt.TextFlag.TextShowMnemonic, text)
        return size.width() + icon + 4, metrics.height()
    if isinstance(widget, QPushButton):
        size = metrics.size(Qt.TextFlag.TextShowMnemonic, widget.text())
        return size.width() + _around_text(widget), metrics.height()
    if isinstance(widget, QAbstractButton):
        return widget.minimumSizeHint().width(), widget.minimumSizeHint().height()
    return None


def _around_text(button: QPushButton) -> int:
    """What frame, padding and icon of the style take from the width of a button."""
    option = QStyleOptionButton()
    option.initFrom(button)
    part = QStyle.SubElement.SE_PushButtonContents
    inside = button.style().subElementRect(part, option, button)
    icon = 0 if button.icon().isNull() else button.iconSize().width() + 4
    return button.width() - inside.width() + icon


def _needed_by_label(label: QLabel) -> tuple[int, int] | None:
    if not label.text() or not label.width():
        return None
    metrics = label.fontMetrics()
    if not label.wordWrap():
        return metrics.size(0, label.text()).width(), metrics.height()
    room = QRect(0, 0, label.contentsRect().width(), 10_000)
    text = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), label.text())
    return text.width(), text.height()


def _named(widget: QWidget) -> str:
    said = widget.accessibleName() or widget.objectName()
    return f"{type(widget).__name__} “{said}”" if said else type(widget).__name__


def _place(widget: QWidget) -> str:
    place = widget.geometry()
    top_left: QPoint = place.topLeft()
    return f"({top_left.x()}, {top_left.y()}, {place.width()} x {place.height()})"

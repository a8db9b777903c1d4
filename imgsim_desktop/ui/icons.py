"""Icons drawn as strokes, in the colour of the text around them."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QToolButton, QWidget

from imgsim_desktop.resources import resource

_SIZES_PX = (16, 20, 24, 32, 40, 48)
"""Up to 24 px at a device pixel ratio of 2; Qt greys the disabled ones itself."""

_PROPERTY = "iconName"


def pixmap(name: str, size_px: int, color: QColor, ratio: float = 1.0) -> QPixmap:
    """`resources/icons/NAME.svg` with `currentColor` replaced by `color`."""
    drawn = _drawn(name, round(size_px * ratio), color)
    drawn.setDevicePixelRatio(ratio)
    return drawn


def icon(name: str, color: QColor | None = None) -> QIcon:
    """The icon in `color`, by default that of the palette's button text."""
    shade = color or QGuiApplication.palette().color(QPalette.ColorRole.ButtonText)
    made = QIcon()
    for size in _SIZES_PX:
        made.addPixmap(_drawn(name, size, shade))
    return made


def _drawn(name: str, side_px: int, color: QColor) -> QPixmap:
    """Out of Qt's own cache, which it empties before it ends: a window asks for 700 of them."""
    key = f"icon {name} {side_px} {color.name(QColor.NameFormat.HexArgb)}"
    drawn = QPixmap()
    if QPixmapCache.find(key, drawn):
        return drawn
    svg = resource(f"icons/{name}.svg").read_text("utf-8").replace("currentColor", color.name())
    drawn = QPixmap(side_px, side_px)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setOpacity(color.alphaF())
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side_px, side_px))
    painter.end()
    QPixmapCache.insert(key, drawn)
    return QPixmap(drawn)


def set_icon(target: QAction | QAbstractButton, name: str) -> None:
    """Give `target` the icon and remember its name, so that a new theme can draw it again."""
    target.setProperty(_PROPERTY, name)
    target.setIcon(icon(name, _shade_of(target)))


def _shade_of(target: QObject) -> QColor | None:
    """That of the widget it lies in which is dressed for pictures alone; None: that of all."""
    place: QObject | None = target
    while place is not None:
        if isinstance(place, QWidget) and place.property("surround"):
            return place.palette().color(QPalette.ColorRole.ButtonText)
        place = place.parent()
    return None


def tool_button(name: str, text: str, size_px: int = 18) -> QToolButton:
    """A button that is an icon; `text` is its tool tip and what a screen reader says."""
    button = QToolButton()
    button.setIconSize(QSize(size_px, size_px))
    button.setToolTip(text)
    button.setAccessibleName(text)
    set_icon(button, name)
    return button


def redraw_icons(root: QWidget) -> None:
    """Draw every icon below `root` in the colours of the present palette."""
    for kind in (QAction, QAbstractButton):
        for target in root.findChildren(kind):
            name = target.property(_PROPERTY)
            if isinstance(name, str) and isinstance(target, (QAction, QAbstractButton)):
                target.setIcon(icon(name, _shade_of(target)))

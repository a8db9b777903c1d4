"""Icons drawn as strokes, in the colour of the text around them."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QWidget

from imgsim_desktop.resources import resource

_SIZES_PX = (16, 20, 24, 32, 48, 64, 96, 128)
"""Up to 64 px at a device pixel ratio of 2; small enough to draw all at once."""

_PROPERTY = "iconName"


def pixmap(name: str, size_px: int, color: QColor, ratio: float = 1.0) -> QPixmap:
    """`resources/icons/NAME.svg` with `currentColor` replaced by `color`."""
    svg = resource(f"icons/{name}.svg").read_text("utf-8").replace("currentColor", color.name())
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    side = round(size_px * ratio)
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setOpacity(color.alphaF())
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def icon(name: str, color: QColor | None = None) -> QIcon:
    """The icon in `color`, by default that of the palette's button text."""
    palette = QGuiApplication.palette()
    normal = color or palette.color(QPalette.ColorRole.ButtonText)
    faint = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    made = QIcon()
    for size in _SIZES_PX:
        made.addPixmap(pixmap(name, size, normal), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, size, faint), QIcon.Mode.Disabled)
    return made


def set_icon(target: QAction | QAbstractButton, name: str) -> None:
    """Give `target` the icon and remember its name, so that a new theme can draw it again."""
    target.setProperty(_PROPERTY, name)
    target.setIcon(icon(name))


def redraw_icons(root: QWidget) -> None:
    """Draw every icon below `root` in the colours of the present palette."""
    for kind in (QAction, QAbstractButton):
        for target in root.findChildren(kind):
            name = target.property(_PROPERTY)
            if isinstance(name, str) and isinstance(target, (QAction, QAbstractButton)):
                target.setIcon(icon(name))

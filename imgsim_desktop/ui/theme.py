"""Colours and spacing, light and dark: Fusion with a calm palette and a short stylesheet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from imgsim_desktop.resources import resource


@dataclass(frozen=True, slots=True)
class Colors:
    """Texts have a contrast of at least 4.5 to their ground; an edge is only a hint."""

    window: str
    panel: str
    """Side bar, bars."""
    base: str
    """Behind photos and in lists."""
    raised: str
    """Buttons and fields."""
    hover: str
    edge: str
    text: str
    faint: str
    accent: str
    on_accent: str
    selection: str
    """Ground of a selected photo or line."""
    placeholder: str
    """A thumbnail that has not come yet."""
    keep: str
    trash: str
    warning: str
    warning_ground: str
    info_ground: str


LIGHT = Colors(
    window="#f5f6f8", panel="#eef0f3", base="#ffffff", raised="#ffffff", hover="#e4e8ee",
    edge="#d5dae1", text="#1d2127", faint="#5c6570", accent="#2563c9", on_accent="#ffffff",
    selection="#dbe7fb", placeholder="#eceff3", keep="#166c39", trash="#b3261e",
    warning="#8a4b00", warning_ground="#fff1dc", info_ground="#e3edfc",
)  # fmt: skip
DARK = Colors(
    window="#1c1e22", panel="#212429", base="#17191c", raised="#2b2f35", hover="#333840",
    edge="#383d45", text="#e7e9ec", faint="#a0a8b3", accent="#7fb0ff", on_accent="#10151d",
    selection="#263a5a", placeholder="#24272c", keep="#6fd398", trash="#ff8a80",
    warning="#ffcf8a", warning_ground="#3a2f1d", info_ground="#22314a",
)  # fmt: skip
SURROUND = replace(DARK, window="#101113", panel="#151619", base="#0b0c0d", placeholder="#17181a")
"""Around pictures that are seen alone: nearly black and without a tint, whatever the theme is."""
_WORN = "surround"
"""Property of widgets that wear it."""


def is_dark() -> bool:
    """Whether the palette in use is the dark one."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def colors(widget: QWidget | None = None) -> Colors:
    """The colours in use; of a widget those it wears, or one it lies in."""
    while widget is not None:
        if widget.property(_WORN):
            return SURROUND
        widget = widget.parentWidget()
    return DARK if is_dark() else LIGHT


def wear_surround(widget: QWidget, *, on: bool) -> None:
    """Dress a widget and all in it for pictures that are seen alone, or as the program again."""
    widget.setProperty(_WORN, on)
    widget.setPalette(palette_of(SURROUND) if on else QPalette())
    # Below a style sheet a palette is not handed on to what lies in the widget.
    sheet = f"QWidget {{ color: {SURROUND.text}; }}\n{stylesheet_of(SURROUND)}"
    widget.setStyleSheet(sheet if on else "")


def apply_theme(app: QApplication, wish: str) -> None:
    """Dress the application; `wish` is "light", "dark" or "system".

    Called again after each change of the settings and of the system's colour scheme. What is worn
    already is not put on again: a style sheet, even the same one, dresses all widgets anew, 0.4 s.
    """
    hints = app.styleHints()
    dark = wish == "dark" or (wish != "light" and hints.colorScheme() == Qt.ColorScheme.Dark)
    chosen = DARK if dark else LIGHT
    worn, sheet = app.styleSheet(), stylesheet_of(chosen)
    if worn == sheet:
        return
    # Under a style sheet the style is Qt's own wrapper, which has no name: Fusion lies below it.
    if not worn and app.style().objectName().lower() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(palette_of(chosen))
    app.setStyleSheet(sheet)


def palette_of(chosen: Colors) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for name, color in {
        role.Window: chosen.window, role.WindowText: chosen.text, role.Base: chosen.base,
        role.AlternateBase: chosen.panel, role.Text: chosen.text, role.Button: chosen.raised,
        role.ButtonText: chosen.text, role.BrightText: chosen.trash, role.Link: chosen.accent,
        role.Highlight: chosen.accent, role.HighlightedText: chosen.on_accent,
        role.ToolTipBase: chosen.raised, role.ToolTipText: chosen.text,
        role.PlaceholderText: chosen.faint, role.Accent: chosen.accent, role.Mid: chosen.edge,
        role.Midlight: chosen.hover, role.Light: chosen.raised, role.Dark: chosen.edge,
        role.LinkVisited: chosen.accent,
    }.items():  # fmt: skip
        palette.setColor(name, QColor(color))
    faded = QColor(chosen.text)
    faded.setAlphaF(0.38)
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, faded)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(chosen.edge))
    return palette


def stylesheet_of(chosen: Colors) -> str:
    template = Template(resource("style.qss").read_text("utf-8"))
    shades = {name: getattr(chosen, name) for name in chosen.__slots__}
    tone = "dark" if chosen is DARK else "light"
    return template.substitute(shades, icons=resource("icons").as_posix(), tone=tone)

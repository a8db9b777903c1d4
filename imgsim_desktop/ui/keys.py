"""All keys of the window, for the sheet that shows them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMainWindow

from imgsim_desktop.ui.views.duplicates.keys import stage_keys
from imgsim_desktop.ui.views.duplicates.view import DuplicatesView
from imgsim_desktop.ui.widgets.shortcut_sheet import KeyLine, KeySection, lines_of


def key_sections(window: QMainWindow) -> list[KeySection]:
    """Keys of the menus as they are now, then those of the photos and of the large view."""
    sections = []
    for action in window.menuBar().actions():
        menu = action.menu()
        if menu is not None and action.isVisible():
            lines = lines_of(menu.actions())  # type: ignore[attr-defined]
            sections.append(KeySection(action.text().replace("&", ""), lines))
    review = window.findChild(DuplicatesView)
    if review is not None:
        sections.append(stage_keys(review.commands.by_name))
    return [*sections, _among_photos(), _on_the_map(), _in_the_large_view()]


def _among_photos() -> KeySection:
    t = QCoreApplication.translate
    return KeySection(
        t("keys", "Among photos"),
        (
            KeyLine(("←", "→", "↑", "↓"), t("keys", "Go to the next photo")),
            KeyLine(("Home", "End"), t("keys", "First and last photo")),
            KeyLine(("Page Up", "Page Down"), t("keys", "A screen up or down")),
            KeyLine(("Shift", "Ctrl"), t("keys", "With arrows or clicks: select several")),
            KeyLine(("Enter",), t("keys", "Show large")),
            KeyLine(("+", "-"), t("keys", "Larger or smaller thumbnails")),
            KeyLine(("A … Z",), t("keys", "Type the beginning of a name to go there")),
        ),
    )


def _on_the_map() -> KeySection:
    t = QCoreApplication.translate
    arrows = t("keys", "Move the map, or go from photo to photo after Space")
    return KeySection(
        t("keys", "On the map"),
        (
            KeyLine(("←", "→", "↑", "↓"), arrows),
            KeyLine(("Space",), t("keys", "Choose the photo in the middle; then select it")),
            KeyLine(("Enter",), t("keys", "Show large")),
            KeyLine(("+", "-"), t("keys", "Zoom")),
            KeyLine(("0",), t("keys", "Whole map")),
            KeyLine(("Shift+drag",), t("keys", "Draw round photos, with Ctrl to add more")),
        ),
    )


def _in_the_large_view() -> KeySection:
    t = QCoreApplication.translate
    return KeySection(
        t("keys", "Large view"),
        (
            KeyLine(("Esc",), t("keys", "Back")),
            KeyLine(("←", "→"), t("keys", "Photo before, next photo")),
            KeyLine((",", "."), t("keys", "Page, frame or moment of its film before, next")),
            KeyLine(("+", "-"), t("keys", "Zoom")),
            KeyLine(("0",), t("keys", "Whole photo")),
            KeyLine(("1",), t("keys", "One pixel for each pixel")),
            KeyLine(("Z",), t("keys", "Whole photo or 1:1")),
            KeyLine(("Shift+← → ↑ ↓",), t("keys", "Move the photo")),
            KeyLine(("F",), t("keys", "Similar photos")),
        ),
    )

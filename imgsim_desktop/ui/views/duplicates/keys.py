"""The keys of the review: one table for actions, buttons, menu and sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from imgsim_desktop.review.queue import Lane
from imgsim_desktop.ui.action_keys import give_keys
from imgsim_desktop.ui.widgets.shortcut_sheet import KeyLine, KeySection, shown_keys


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do; `name` is what a remapped key is stored under."""

    name: str
    keys: tuple[str, ...]
    scope: str = "page"
    """"page": wherever the focus is; "stage": where keys are not needed for something else."""


COMMANDS: tuple[Command, ...] = (
    Command("accept", ("Return", "Enter")),
    Command("accept-lane", ("Ctrl+Shift+Return", "Ctrl+Shift+Enter")),
    Command("toggle", ("X", "Del")),
    Command("keep-only", ("K",)),
    Command("keep-all", ("A",)),
    Command("keeper", ("R",)),
    Command("related", ("B",)),
    Command("not-duplicates", ("N",)),
    Command("split", ("Shift+N",)),
    Command("skip", ("S",)),
    Command("undo", ("Ctrl+Z", "Backspace")),
    Command("redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
    Command("next-group", ("PgDown", ".")),
    Command("previous-group", ("PgUp", ",")),
    Command("next-open", ("Shift+PgDown",)),
    Command("first-group", ("Home",), "stage"),
    Command("last-group", ("End",), "stage"),
    Command("next-photo", ("Right",), "stage"),
    Command("previous-photo", ("Left",), "stage"),
    Command("layout", ("Tab",), "stage"),
    Command("layout-back", ("Shift+Tab",), "stage"),
    Command("difference", ("V",)),
    Command("actual-size", ("Z",)),
    Command("zoom-in", ("+", "=")),
    Command("zoom-out", ("-",)),
    Command("pan-left", ("Shift+Left",), "stage"),
    Command("pan-right", ("Shift+Right",), "stage"),
    Command("pan-up", ("Shift+Up",), "stage"),
    Command("pan-down", ("Shift+Down",), "stage"),
    Command("all-facts", ("I",)),
    Command("filter", ("/",)),
    Command("rules", ("Ctrl+R",)),
    Command("similar", ("F",)),
    Command("loupe", ("G",)),
    Command("large", ("M",)),
    Command("reveal", ("E",)),
    Command("external", ("O",)),
    Command("copy-path", ("C",)),
    Command("lock", ("L",)),
    Command("prefer", ("P",)),
    Command("looser", ("[",)),
    Command("stricter", ("]",)),
    Command("commit", ("Ctrl+Return", "Ctrl+Enter")),
    Command("undo-commit", ("Ctrl+Alt+Z",)),
    Command("next-pane", ("F6",)),
    *(Command(f"toggle-{n}", (str(n),)) for n in range(1, 10)),
    *(Command(f"keep-{n}", (f"Shift+{n}",)) for n in range(1, 10)),
    *(Command(f"best-{n}", (f"Alt+{n}",)) for n in range(1, 10)),
)

BAR = (
    "accept", "toggle", "keep-only", "keep-all", "keeper", "best-1", "best-2", "related",
    "not-duplicates", "split", "skip", "undo",
)  # fmt: skip
"""What may stand on buttons below the stage."""

_ALWAYS = ("accept", "toggle", "keep-only", "keep-all", "skip", "undo")


def bar_of(lane: Lane, photos: int) -> frozenset[str]:
    """The buttons that make sense for a group of so many photos; the keys work always."""
    if lane is Lane.BURST:
        best = ("best-1", "best-2") if photos > 2 else ("best-1",)
        return frozenset({*_ALWAYS, *best, "related"})
    if lane in (Lane.VARIANT, Lane.SIMILAR):
        return frozenset({*_ALWAYS, "related", "not-duplicates"})
    more = {"split"} if photos > 2 else set()
    return frozenset({*_ALWAYS, "keeper", "not-duplicates", *more})


MENU = (
    "accept", "toggle", "keep-only", "keep-all", "keeper", "best-1", "best-2", "best-3", "related",
    "not-duplicates", "split", "skip", "accept-lane", "",
    "undo", "redo", "", "next-group", "previous-group", "next-open", "first-group", "last-group",
    "",
    "filter", "layout", "difference", "actual-size", "loupe", "all-facts", "similar", "large",
    "reveal", "external", "copy-path", "lock", "prefer", "",
    "looser", "stricter", "rules", "", "commit", "undo-commit",
)  # fmt: skip


def said_command(name: str) -> tuple[str, str]:
    """(what it does, the short text of its button)."""
    t = QCoreApplication.translate
    verb, _, number = name.rpartition("-")
    if number.isdigit():
        numbered = {
            "toggle": t("DuplicatesKeys", "Keep or trash photo {n}"),
            "keep": t("DuplicatesKeys", "Keep only photo {n}"),
            "best": t("DuplicatesKeys", "Keep the best {n}, trash the rest"),
        }
        text = numbered[verb].format(n=number)
        short = t("DuplicatesKeys", "Best {n}").format(n=number) if verb == "best" else text
        return text, short
    said: Mapping[str, tuple[str, str]] = {
        "accept": (
            t("DuplicatesKeys", "Accept the marks and go on"),
            t("DuplicatesKeys", "Accept"),
        ),
        "accept-lane": (
            t("DuplicatesKeys", "Accept all groups listed, after a look at a sample…"),
            t("DuplicatesKeys", "Accept all…"),
        ),
        "toggle": (
            t("DuplicatesKeys", "Mark or unmark this photo for the trash"),
            t("DuplicatesKeys", "Trash"),
        ),
        "keep-only": (
            t("DuplicatesKeys", "Keep only this photo"),
            t("DuplicatesKeys", "Keep only"),
        ),
        "keep-all": (
            t("DuplicatesKeys", "Keep all photos of the group"),
            t("DuplicatesKeys", "Keep all"),
        ),
        "keeper": (
            t("DuplicatesKeys", "Compare with this photo and keep it"),
            t("DuplicatesKeys", "Keep this"),
        ),
        "related": (
            t("DuplicatesKeys", "They belong together and all stay; remember it"),
            t("DuplicatesKeys", "Related"),
        ),
        "not-duplicates": (
            t("DuplicatesKeys", "These are not duplicates; remember it"),
            t("DuplicatesKeys", "Not duplicates"),
        ),
        "split": (
            t("DuplicatesKeys", "Only this photo does not belong here"),
            t("DuplicatesKeys", "Does not belong"),
        ),
        "skip": (t("DuplicatesKeys", "Leave the group for later"), t("DuplicatesKeys", "Later")),
        "undo": (t("DuplicatesKeys", "Undo the last decision"), t("DuplicatesKeys", "Undo")),
        "redo": (t("DuplicatesKeys", "Redo"), t("DuplicatesKeys", "Redo")),
        "next-group": (t("DuplicatesKeys", "Next group"), t("DuplicatesKeys", "Next")),
        "previous-group": (t("DuplicatesKeys", "Previous group"), t("DuplicatesKeys", "Previous")),
        "next-open": (
            t("DuplicatesKeys", "Next group that was not left for later"),
            t("DuplicatesKeys", "Next open"),
        ),
        "first-group": (t("DuplicatesKeys", "First group"), t("DuplicatesKeys", "First")),
        "last-group": (t("DuplicatesKeys", "Last group"), t("DuplicatesKeys", "Last")),
        "next-photo": (t("DuplicatesKeys", "Next photo"), t("DuplicatesKeys", "Next photo")),
        "previous-photo": (
            t("DuplicatesKeys", "Previous photo"),
            t("DuplicatesKeys", "Previous photo"),
        ),
        "layout": (
            t("DuplicatesKeys", "Grid, side by side, slider, difference"),
            t("DuplicatesKeys", "Layout"),
        ),
        "layout-back": (
            t("DuplicatesKeys", "The layouts in reverse"),
            t("DuplicatesKeys", "Layout back"),
        ),
        "difference": (
            t("DuplicatesKeys", "Show what differs, or go back"),
            t("DuplicatesKeys", "Difference"),
        ),
        "actual-size": (
            t("DuplicatesKeys", "Actual size at the pointer, or fitted"),
            t("DuplicatesKeys", "1:1"),
        ),
        "zoom-in": (t("DuplicatesKeys", "Zoom in"), t("DuplicatesKeys", "Zoom in")),
        "zoom-out": (t("DuplicatesKeys", "Zoom out"), t("DuplicatesKeys", "Zoom out")),
        "pan-left": (t("DuplicatesKeys", "Move to the left"), t("DuplicatesKeys", "Left")),
        "pan-right": (t("DuplicatesKeys", "Move to the right"), t("DuplicatesKeys", "Right")),
        "pan-up": (t("DuplicatesKeys", "Move up"), t("DuplicatesKeys", "Up")),
        "pan-down": (t("DuplicatesKeys", "Move down"), t("DuplicatesKeys", "Down")),
        "all-facts": (
            t("DuplicatesKeys", "Only differences, or all facts"),
            t("DuplicatesKeys", "All facts"),
        ),
        "rules": (
            t("DuplicatesKeys", "Rules for what is kept…"),
            t("DuplicatesKeys", "Rules…"),
        ),
        "filter": (
            t("DuplicatesKeys", "Filter the groups by name, folder, day and size"),
            t("DuplicatesKeys", "Filter"),
        ),
        "similar": (
            t("DuplicatesKeys", "Similar photos in the whole library"),
            t("DuplicatesKeys", "Similar"),
        ),
        "large": (t("DuplicatesKeys", "Show this photo large"), t("DuplicatesKeys", "Large")),
        "loupe": (
            t("DuplicatesKeys", "The same detail of all photos at 1:1, or whole photos"),
            t("DuplicatesKeys", "Loupe"),
        ),
        "reveal": (
            t("DuplicatesKeys", "Show this photo in the file manager"),
            t("DuplicatesKeys", "Show file"),
        ),
        "external": (
            t("DuplicatesKeys", "Open this photo with another program"),
            t("DuplicatesKeys", "Open"),
        ),
        "copy-path": (
            t("DuplicatesKeys", "Copy the path of this photo"),
            t("DuplicatesKeys", "Copy path"),
        ),
        "lock": (
            t("DuplicatesKeys", "Lock or unlock this photo's folder"),
            t("DuplicatesKeys", "Lock folder"),
        ),
        "prefer": (
            t("DuplicatesKeys", "Prefer this photo's folder, or no more"),
            t("DuplicatesKeys", "Prefer folder"),
        ),
        "looser": (t("DuplicatesKeys", "More groups, less sure"), t("DuplicatesKeys", "Looser")),
        "stricter": (t("DuplicatesKeys", "Fewer groups, surer"), t("DuplicatesKeys", "Stricter")),
        "commit": (
            t("DuplicatesKeys", "Move what is marked to the trash…"),
            t("DuplicatesKeys", "Move to trash"),
        ),
        "undo-commit": (
            t("DuplicatesKeys", "Undo the last move to the trash"),
            t("DuplicatesKeys", "Undo move"),
        ),
        "next-pane": (
            t("DuplicatesKeys", "Next part of the page"),
            t("DuplicatesKeys", "Next part"),
        ),
    }
    return said[name]


def said_blink() -> str:
    return QCoreApplication.translate("DuplicatesKeys", "Hold: show the kept photo in its place")


def stage_keys(by_name: Mapping[str, QAction]) -> KeySection:
    """Keys that are in no menu, as they are now, for the sheet."""
    t = QCoreApplication.translate

    def keys(*names: str) -> tuple[str, ...]:
        return tuple(shown_keys(key) for name in names for key in by_name[name].shortcuts())

    lines = (
        KeyLine(keys("previous-photo", "next-photo"), t("DuplicatesKeys", "Next photo")),
        KeyLine(("1 … 9",), t("DuplicatesKeys", "Keep or trash this photo")),
        KeyLine(("Shift+1 … 9",), t("DuplicatesKeys", "Keep only this photo")),
        KeyLine(("Alt+1 … 9",), t("DuplicatesKeys", "Keep the best 1 … 9, trash the rest")),
        KeyLine(("Space",), said_blink()),
        KeyLine(keys("zoom-in", "zoom-out"), t("keys", "Zoom")),
        KeyLine(
            keys("pan-left", "pan-right", "pan-up", "pan-down"),
            t("DuplicatesKeys", "Move the pictures, or in the grid choose more photos"),
        ),
        KeyLine(keys("next-pane"), t("DuplicatesKeys", "Next part of the page")),
    )
    return KeySection(
        t("DuplicatesKeys", "Among duplicates"), tuple(line for line in lines if line.keys)
    )


class CommandActions:
    """The table as actions of a page; a key that the person changed comes from `shortcuts`."""

    def __init__(
        self,
        page: QWidget,
        stage_like: tuple[QWidget, ...],
        acts: Mapping[str, Callable[[], object]],
        shortcuts: Mapping[str, str],
    ) -> None:
        """stage_like: widgets in which the arrow keys and Tab belong to the review."""
        self.by_name: dict[str, QAction] = {}
        for command in COMMANDS:
            action = QAction(page)
            action.setObjectName(command.name)
            give_keys(action, f"review.{command.name}", command.keys, shortcuts)
            action.triggered.connect(lambda *_, act=acts[command.name]: act())
            if command.scope == "page":
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                page.addAction(action)
            else:
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                for widget in stage_like:
                    widget.addAction(action)
            self.by_name[command.name] = action
        self.retranslate()

    def retranslate(self) -> None:
        for name, action in self.by_name.items():
            text, short = said_command(name)
            action.setText(text)
            action.setIconText(short)
            action.setToolTip(text)

    def menu(self, page: QWidget) -> list[QAction]:
        """For the page's menu, with separators."""
        actions = []
        for name in MENU:
            if name:
                actions.append(self.by_name[name])
            else:
                gap = QAction(page)
                gap.setSeparator(True)
                actions.append(gap)
        return actions

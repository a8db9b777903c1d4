"""Keys of actions that the person may change: their own, those in the settings, and clashes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

_NAME, _OWN = "keyName", "ownKeys"

RESERVED = ("Space", "Esc")
"""Held and left with, in every part of the window."""


def give_keys(
    action: QAction, name: str, keys: Sequence[str], shortcuts: Mapping[str, str]
) -> None:
    """Give an action its keys, or the one the person chose under this name in the settings."""
    action.setProperty(_NAME, name)
    action.setProperty(_OWN, [key for key in keys if key])
    take_keys([action], shortcuts)


def take_keys(actions: Iterable[QAction], shortcuts: Mapping[str, str]) -> None:
    """Follow the settings; an empty key there takes the action's keys away."""
    for action in actions:
        chosen = shortcuts.get(name_of(action))
        keys = own_keys(action) if chosen is None else [chosen]
        wanted = [QKeySequence(key) for key in keys if key]
        if action.shortcuts() != wanted:
            action.setShortcuts(wanted)


def keyed_actions(root: QObject) -> list[QAction]:
    """All actions below that have a name in the settings, each once, in the order made."""
    found = {name_of(action): action for action in root.findChildren(QAction) if name_of(action)}
    return list(found.values())


def name_of(action: QAction) -> str:
    """What its key is stored under; empty for actions that keep theirs."""
    return str(action.property(_NAME) or "")


def own_keys(action: QAction) -> list[str]:
    """The keys it has where the person chose none."""
    return [str(key) for key in action.property(_OWN) or ()]


def holder_of(
    key: QKeySequence, actions: Iterable[QAction], besides: QAction
) -> QAction | str | None:
    """Who has this key already: another action, the name of a reserved key, or nobody."""
    for reserved in RESERVED:
        if key == QKeySequence(reserved):
            return reserved
    others = (action for action in actions if action is not besides)
    return next((action for action in others if key in action.shortcuts()), None)

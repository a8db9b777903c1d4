"""Which keys the commands have now: their own, or those a person chose; and who holds one already.

What was chosen is kept in the settings as name of the command -> key, an empty one for none.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from PySide6.QtGui import QKeySequence

from imgsim_desktop.ui.commands import COMMANDS, FIXED, RESERVED, Command, Fixed, Place, meet

Keys = Mapping[str, tuple[str, ...]]
"""Name of a command -> its keys as Qt writes them in files: "Ctrl+Z"."""


def keys_in_use(shortcuts: Mapping[str, str]) -> Keys:
    """The keys of every command; no key means two things in one place.

    What a person chose comes first. An older version let them take a key that another command has:
    then that one goes without, as Qt would do neither of two. Names that no command has any more,
    and keys that are none, count for nothing.
    """
    return _keys_in_use(tuple(sorted(shortcuts.items())))


@lru_cache(maxsize=8)
def _keys_in_use(shortcuts: tuple[tuple[str, str], ...]) -> Keys:
    chosen = dict(shortcuts)
    held: dict[str, list[Place]] = {}

    def free_keys(command: Command, wanted: tuple[str, ...]) -> tuple[str, ...]:
        free = []
        for key in map(_as_written, wanted):
            places = held.setdefault(key, [])
            if key and not any(meet(command.place, place) for place in places):
                places.append(command.place)
                free.append(key)
        return tuple(free)

    found: dict[str, tuple[str, ...]] = {}
    for name, command in COMMANDS.items():
        if name in chosen:
            found[name] = free_keys(command, (chosen[name],))
    for name, command in COMMANDS.items():
        if name not in chosen:
            found[name] = free_keys(command, command.own_keys)
    return found


def holder_of(
    key: str, command: Command, shortcuts: Mapping[str, str]
) -> Command | Fixed | str | None:
    """Who has a key where `command` would have it: another command, a widget, or a reserved key."""
    wanted = _as_written(key)
    is_own = wanted in map(_as_written, command.own_keys)
    if wanted in RESERVED and not is_own:
        return wanted
    keys = keys_in_use(shortcuts)
    for name, other in COMMANDS.items():
        if other is not command and wanted in keys[name] and meet(command.place, other.place):
            return other
    for fixed in FIXED:
        is_there = any(meet(command.place, place) for place in fixed.places)
        if is_there and not is_own and wanted in map(_as_written, fixed.own_keys):
            return fixed
    return None


def _as_written(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def shown_key(key: str) -> str:
    """A key as it is printed on this system's keyboards."""
    text = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return text.replace("Return", "Enter")


def shown_keys(keys: tuple[str, ...]) -> list[str]:
    """Each once: Return and Enter are one to a person."""
    return list(dict.fromkeys(map(shown_key, keys)))

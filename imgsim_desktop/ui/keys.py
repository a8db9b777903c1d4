"""All keys of the window, for the sheet that shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from imgsim_desktop.ui.command_keys import keys_in_use, shown_keys
from imgsim_desktop.ui.commands import (
    FIXED,
    MENU_TITLES,
    PLACE_TITLES,
    Command,
    Place,
    commands_of,
    said,
    said_family,
    said_text,
)
from imgsim_desktop.ui.widgets.shortcut_sheet import KeyLine, KeySection, clean_text

_PARTS = {Place.DUPLICATES: (Place.DUPLICATES, Place.STAGE)}
_SHEETS = tuple(place for place in Place if place not in (Place.WINDOW, Place.STAGE))


Written = Callable[[tuple[str, ...]], list[str]]
"""How keys are written for people."""


def key_sections(
    shortcuts: Mapping[str, str], page: Place, written: Written = shown_keys
) -> list[KeySection]:
    """Keys as they are now: of the page shown, of the menus, then of the other places."""
    menus = [
        KeySection(
            clean_text(said_text(title)),
            tuple(
                _lines(
                    [c for c in commands_of(Place.WINDOW) if menu in c.menus[:1]],
                    shortcuts,
                    written,
                )
            ),
        )
        for menu, title in MENU_TITLES.items()
    ]
    places = [page, *(place for place in _SHEETS if place is not page)]
    own, *others = [_section(place, shortcuts, written) for place in places]
    return [own, *menus, *others]


def _section(place: Place, shortcuts: Mapping[str, str], written: Written) -> KeySection:
    parts = _PARTS.get(place, (place,))
    fixed = [
        KeyLine(
            tuple(map(said_text, line.shown)) or tuple(written(line.own_keys)),
            said_text(line.text),
        )
        for line in FIXED
        if any(part in line.places for part in parts)
    ]
    lines = (*_lines(commands_of(*parts), shortcuts, written), *fixed)
    return KeySection(said_text(PLACE_TITLES[place]), lines)


def _lines(
    commands: Sequence[Command], shortcuts: Mapping[str, str], written: Written
) -> Iterable[KeyLine]:
    """A line a command that has keys; those that differ in a number are one while theirs do."""
    keys = keys_in_use(shortcuts)
    families: dict[str, list[Command]] = {}
    for command in commands:
        families.setdefault(command.family, []).append(command)
    for family in families.values():
        first = family[0]
        if len(family) > 1 and all(keys[c.name] == c.own_keys for c in family):
            shown = f"{first.keys[:-1]}1 … {len(family)}"
            yield KeyLine((shown,), clean_text(said_family(first)))
            continue
        for command in family:
            if keys[command.name]:
                yield KeyLine(tuple(written(keys[command.name])), clean_text(said(command)))


def key_table() -> str:
    """The keys that the commands have of themselves, as Markdown, the same on every system."""

    def plain(keys: tuple[str, ...]) -> list[str]:
        return list(dict.fromkeys(key.replace("Return", "Enter") for key in keys))

    rows = []
    for section in key_sections({}, Place.PHOTOS, plain):
        if section.lines:
            rows.append(f"| **{section.title}** | |")
            for line in section.lines:
                keys = ", ".join(f"`{key}`" for key in line.keys)
                rows.append(f"| {keys} | {line.text} |")
    return "\n".join(["| Keys | |", "|---|---|", *rows, ""])

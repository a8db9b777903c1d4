"""Programs that say they open a kind of file, as the desktops of Linux and BSD know them.

After the Desktop Entry Specification 1.5 (freedesktop.org) and the Association between MIME types
and applications 1.0.1; where they leave it open, as GLib does. No Qt, and nothing is started here.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

OWN_ID = "imgsim-desktop.desktop"
"""This program: it is open already."""
_MOST_BYTES = 1_000_000
"""Of a file that is read here; a cache of all types has some 100 kB."""
_GROUP = "Desktop Entry"
_OFFERED, _REMOVED = ("Default Applications", "Added Associations"), "Removed Associations"
"""Groups of a list."""
_FIELD = re.compile(r"%(.)")
_LEFT_OUT = frozenset("dDnNvmik")
"""Field codes that stand for nothing: deprecated ones, and those of an icon that Exec may have."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program as a desktop entry describes it."""

    entry_id: str
    """Such as "org.gimp.GIMP.desktop"."""
    name: str
    """In the language asked for."""
    icon: str
    """A name of the icon theme, or an absolute path; empty: none."""
    words: tuple[str, ...]
    """The command and its arguments, with field codes still in them."""
    path: Path
    """Of the entry."""

    def command_lines(self, files: Sequence[Path]) -> list[list[str]]:
        """What to start for these files: one process, or one for each where it takes one only.

        Each file is an argument of its own, or a part of one; no shell ever reads it. A name that
        begins with a dash is no danger: paths are absolute.
        """
        codes = set(_FIELD.findall(" ".join(self.words)))
        if codes & set("FU") or not files:
            return [self._line(files)]
        return [self._line([file]) for file in files]

    def _line(self, files: Sequence[Path]) -> list[str]:
        line: list[str] = []
        has_file = False
        for word in self.words:
            if word in ("%F", "%f", "%U", "%u"):
                urls = word in ("%U", "%u")
                line += [file.as_uri() if urls else str(file) for file in files]
                has_file = True
            elif word[:1] != "%" or word not in {f"%{code}" for code in _LEFT_OUT}:
                expanded, holds = self._expanded(word, files)
                has_file |= holds
                line.append(expanded)
        return line if has_file else [*line, *map(str, files)]

    def _expanded(self, word: str, files: Sequence[Path]) -> tuple[str, bool]:
        """A word with field codes inside, and whether one of them stood for a file."""
        found: list[str] = []

        def put(match: re.Match[str]) -> str:
            code = match[1]
            if code in "fFuU":
                found.append(code)
                some = files[:1] if code in "fu" else files
                return " ".join(f.as_uri() if code in "uU" else str(f) for f in some)
            return {"%": "%", "c": self.name, "k": str(self.path)}.get(code, "")

        return _FIELD.sub(put, word), bool(found)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where entries and lists lie, and who asks."""

    data: tuple[Path, ...]
    """Folders of data, the person's first."""
    config: tuple[Path, ...]
    desktops: tuple[str, ...] = ()
    """Names of the desktop, such as "GNOME"."""
    languages: tuple[str, ...] = ()
    """Such as "zh_CN" and "zh", best first."""

    @classmethod
    def of(cls, env: Mapping[str, str], home: Path, language: str) -> Desk:
        """As the environment says."""
        data = env.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
        config = env.get("XDG_CONFIG_DIRS") or "/etc/xdg"
        own_data = Path(env.get("XDG_DATA_HOME") or home / ".local/share")
        own_config = Path(env.get("XDG_CONFIG_HOME") or home / ".config")
        return cls(
            (own_data, *_absolute(data)),
            (own_config, *_absolute(config)),
            tuple(filter(None, env.get("XDG_CURRENT_DESKTOP", "").split(":"))),
            tuple(dict.fromkeys((language, language.partition("_")[0]))),
        )

    def lists(self) -> Iterator[Path]:
        """Files in which persons, distributions and desktops say what opens what; first first."""
        names = [f"{name.lower()}-mimeapps.list" for name in self.desktops] + ["mimeapps.list"]
        folders = (*self.config, *(folder / "applications" for folder in self.data))
        return (folder / name for folder in folders for name in names)


def programs_for(types: Sequence[str], desk: Desk) -> list[Program]:
    """Programs that open all files of such types, the default one first.

    types  MIME types of one file, the narrowest first: "image/x-canon-cr2", "image/x-dcraw"

    An entry that cannot be read is left out.
    """
    found: dict[str, Program | None] = {}
    for entry_id in _ids(types, desk):
        if entry_id not in found and entry_id != OWN_ID:
            found[entry_id] = _program(entry_id, desk)
    return [program for program in found.values() if program is not None]


def _ids(types: Sequence[str], desk: Desk) -> Iterator[str]:
    """Ids of entries in the order in which they are offered; some perhaps twice."""
    lists = [_groups(path) for path in desk.lists()]
    caches = [_cache(folder / "applications") for folder in desk.data]
    for kind in types:
        for name in _OFFERED:
            removed: set[str] = set()
            for one in lists:
                yield from (i for i in _items(one, name, kind) if i not in removed)
                removed.update(_items(one, _REMOVED, kind))
        for cache in caches:
            yield from (i for i in cache.get(kind, ()) if i not in removed)


def _cache(folder: Path) -> dict[str, list[str]]:
    """What the entries of a folder say they open; from its cache where there is one."""
    groups = _groups(folder / "mimeinfo.cache")
    if groups:
        return {kind: _split(ids) for kind, ids in groups.get("MIME Cache", {}).items()}
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*.desktop")):
        entry_id = "-".join(path.relative_to(folder).parts)
        for kind in _split(_groups(path).get(_GROUP, {}).get("MimeType", "")):
            found.setdefault(kind, []).append(entry_id)
    return found


def _program(entry_id: str, desk: Desk) -> Program | None:
    """What an entry says; None where it is none of a program to offer."""
    path = _entry(entry_id, desk)
    entry = {} if path is None else _groups(path).get(_GROUP, {})
    if path is None or entry.get("Type") != "Application":
        return None
    if "true" in {entry.get(key) for key in ("Hidden", "NoDisplay", "Terminal")}:
        return None
    only, never = _split(entry.get("OnlyShowIn", "")), _split(entry.get("NotShowIn", ""))
    if (only and not set(only) & set(desk.desktops)) or set(never) & set(desk.desktops):
        return None
    words = _words(_text(entry.get("Exec", "")))
    tried = _text(entry.get("TryExec", ""))
    if not words or shutil.which(words[0]) is None or (tried and shutil.which(tried) is None):
        return None
    name = next(
        (entry[f"Name[{one}]"] for one in desk.languages if f"Name[{one}]" in entry),
        entry.get("Name", ""),
    )
    icon = _text(entry.get("Icon", ""))
    return Program(entry_id, _text(name) or entry_id, icon, tuple(words), path)


def _entry(entry_id: str, desk: Desk) -> Path | None:
    """The file of an id: a dash in it may stand for a folder. The person's own comes first."""
    if "/" in entry_id or not entry_id.endswith(".desktop"):
        return None
    for data in desk.data:
        parts = entry_id.split("-")
        for count in range(len(parts)):
            path = data / "applications" / Path(*parts[:count], "-".join(parts[count:]))
            if path.is_file():
                return path
    return None


def _groups(path: Path) -> dict[str, dict[str, str]]:
    """Groups of keys and values of a file of this kind; the first of equal keys counts."""
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return {}
    groups: dict[str, dict[str, str]] = {}
    group: dict[str, str] = {}
    for line in text.split("\n"):
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            group = groups.setdefault(line[1:-1], {})
        elif line and not line.startswith("#") and "=" in line:
            key, _, value = line.partition("=")
            group.setdefault(key.strip(), value.strip())
    return groups


def _items(groups: Mapping[str, Mapping[str, str]], name: str, kind: str) -> list[str]:
    return _split(groups.get(name, {}).get(kind, ""))


def _split(value: str) -> list[str]:
    return [part.strip() for part in value.split(";") if part.strip()]


def _absolute(folders: str) -> Iterator[Path]:
    return (Path(one) for one in folders.split(os.pathsep) if Path(one).is_absolute())


def _text(value: str) -> str:
    """A value without its escapes."""
    escapes = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
    return re.sub(r"\\(.)", lambda match: escapes.get(match[1], match[0]), value)


def _words(line: str) -> list[str]:
    """Exec in its words: quotes as the specification has them, which is less than a shell's."""
    words: list[str] = []
    for match in re.finditer(r'"((?:[^"\\]|\\.)*)"|(\S+)', line):
        quoted, plain = match.groups()
        words.append(plain if quoted is None else re.sub(r'\\(["`$\\])', r"\1", quoted))
    return words

"""The list of libraries: names and folders; the photos themselves are never touched."""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from imgsim_desktop.bounded_json import load_json
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.files import replace_file, set_aside
from imgsim_desktop.library.lock import WriterLock
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Library

_log = logging.getLogger(__name__)


class LibraryList:
    """Read from its file at every call, so that the window and the command line agree."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def all(self) -> list[Library]:
        """In the order in which they were made."""
        return [_from_json(item) for item in self._load()["libraries"]]

    def get(self, key: str) -> Library | None:
        return next((library for library in self.all() if library.key == key), None)

    @property
    def last(self) -> Library | None:
        """The one that was open last, or the first one."""
        data = self._load()
        libraries = [_from_json(item) for item in data["libraries"]]
        return next(
            (library for library in libraries if library.key == data.get("last")),
            libraries[0] if libraries else None,
        )

    def set_last(self, key: str) -> None:
        data = self._load()
        if data.get("last") != key:
            self._save({**data, "last": key})

    def open_for(self, folders: Sequence[Path], excludes: Sequence[str] = ()) -> Library:
        """The library of exactly these folders; made, and named after the first, if there is none.

        Raises KnownError if no folder is given or the list cannot be written.
        """
        wanted = _resolved(folders)
        for library in self.all():
            if set(library.folders) == set(wanted):
                return library
        return self.add(_free_name(wanted, self.all()), wanted, excludes)

    def add(
        self,
        name: str,
        folders: Sequence[Path],
        excludes: Sequence[str] = (),
        *,
        follow_hidden: bool = False,
    ) -> Library:
        """Append a library. Raises KnownError without a folder."""
        library = Library(
            key=secrets.token_hex(6),
            name=name,
            folders=_resolved(folders),
            excludes=tuple(excludes),
            follow_hidden=follow_hidden,
        )
        data = self._load()
        self._save({**data, "libraries": [*data["libraries"], _to_json(library)]})
        return library

    def rename(self, key: str, name: str) -> Library:
        return self._change(key, name=name)

    def change_folders(
        self,
        key: str,
        folders: Sequence[Path],
        excludes: Sequence[str] | None = None,
        *,
        follow_hidden: bool | None = None,
    ) -> Library:
        """Other folders or excludes; the next scan drops what is outside and reads what is new."""
        changes: dict[str, Any] = {"folders": _resolved(folders)}
        if excludes is not None:
            changes["excludes"] = tuple(excludes)
        if follow_hidden is not None:
            changes["follow_hidden"] = follow_hidden
        return self._change(key, **changes)

    def remove(self, key: str) -> None:
        """Forget a library and its cache. Photos and decisions stay.

        Raises LibraryInUse while somebody scans it: it would write on into deleted files.
        """
        data = self._load()
        rest = [item for item in data["libraries"] if item["key"] != key]
        folder = self._home.library(key)
        if folder.exists():
            name = next((item["name"] for item in data["libraries"] if item["key"] == key), key)
            WriterLock(self._home.writer_lock(key), name).release()
        self._save({**data, "libraries": rest})
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            pass  # never scanned
        except OSError as error:
            _log.warning("%s is no longer needed, but could not be deleted: %s", folder, error)

    def _change(self, key: str, **changes: Any) -> Library:
        data = self._load()
        changed: Library | None = None
        items = []
        for item in data["libraries"]:
            if item["key"] == key:
                changed = replace(_from_json(item), **changes)
                item = _to_json(changed)
            items.append(item)
        if changed is None:
            raise KnownError("This library is no longer in the list.", "Open its folder again.")
        self._save({**data, "libraries": items})
        return changed

    def _load(self) -> dict[str, Any]:
        path = self._home.libraries_json
        try:
            data = load_json(path)
            for item in data["libraries"]:
                _from_json(item)
        except FileNotFoundError:
            return {"libraries": []}
        except OSError as error:
            raise KnownError(
                Sentence("{path} cannot be read: {why}.", path=path, why=error.strerror or error),
                "Make the file readable, or set IMGSIM_HOME to another folder.",
            ) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            aside = set_aside(path)
            _log.warning("%s is damaged (%s); set aside as %s", path, error, aside.name)
            return {"libraries": []}
        return dict(data)

    def _save(self, data: dict[str, Any]) -> None:
        replace_file(self._home.libraries_json, json.dumps(data, indent=1).encode())


def _resolved(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Absolute, without links, each once."""
    if not folders:
        raise KnownError("A library needs a folder.", "Choose the folder that holds the photos.")
    return tuple(dict.fromkeys(folder.expanduser().resolve() for folder in folders))


def _free_name(folders: Sequence[Path], taken: Sequence[Library]) -> str:
    stem = os.fsencode(folders[0].name or str(folders[0])).decode("utf-8", "replace")
    names = {library.name for library in taken}
    name, count = stem, 2
    while name in names:
        name, count = f"{stem} {count}", count + 1
    return name


def _to_json(library: Library) -> dict[str, Any]:
    """Paths as text with lone surrogates for bytes that are no UTF-8; JSON escapes them."""
    return {
        "key": library.key,
        "name": library.name,
        "folders": [str(folder) for folder in library.folders],
        "excludes": list(library.excludes),
        "follow_hidden": library.follow_hidden,
    }


def _from_json(item: dict[str, Any]) -> Library:
    return Library(
        key=str(item["key"]),
        name=str(item["name"]),
        folders=tuple(Path(folder) for folder in item["folders"]),
        excludes=tuple(item.get("excludes", ())),
        follow_hidden=bool(item.get("follow_hidden", False)),
    )

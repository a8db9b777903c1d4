"""The list of libraries: names and folders; the photos themselves are never touched."""

from __future__ import annotations

import contextlib
import copy
import logging
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.kept_json import KeptJson
from imgsim_desktop.library.lock import WriterLock, briefly_alone
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Library

_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
_log = logging.getLogger(__name__)


class LibraryList:
    """Read from its file at every call, so that the window and the command line agree."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._kept = KeptJson(home.libraries_json, has_copy=True)

    def all(self) -> list[Library]:
        """In the order in which they were made."""
        return [_from_json(item) for item in self._load()["libraries"]]

    def by_last_use(self) -> list[Library]:
        """The one opened last first, then those never opened in the order they were made."""
        data = self._load()
        used = [str(key) for key in data.get("used", ())]
        places = {key: place for place, key in enumerate(used)}
        libraries = [_from_json(item) for item in data["libraries"]]
        return sorted(libraries, key=lambda library: places.get(library.key, len(used)))

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
        if self._load().get("last") == key:
            return
        with self._changing() as data:
            data["last"] = key
            data["used"] = [key, *(other for other in data.get("used", ()) if other != key)]

    def open_for(self, folders: Sequence[Path], excludes: Sequence[str] = ()) -> Library:
        """The library of exactly these folders; made, and named after the first, if there is none.

        Raises KnownError if no folder is given or the list cannot be written.
        """
        wanted = _resolved(folders)
        known = self._of_folders(self.all(), wanted)
        if known is not None:
            return known
        with self._changing() as data:  # another process may have been quicker
            libraries = [_from_json(item) for item in data["libraries"]]
            known = self._of_folders(libraries, wanted)
            if known is None:
                known = _made(_free_name(wanted, libraries), wanted, excludes)
                data["libraries"].append(_to_json(known))
        return known

    @staticmethod
    def _of_folders(libraries: Iterable[Library], wanted: Sequence[Path]) -> Library | None:
        return next((each for each in libraries if set(each.folders) == set(wanted)), None)

    def add(
        self,
        name: str,
        folders: Sequence[Path],
        excludes: Sequence[str] = (),
        *,
        follow_hidden: bool = False,
    ) -> Library:
        """Append a library. Raises KnownError without a folder."""
        library = _made(name, _resolved(folders), excludes, follow_hidden=follow_hidden)
        with self._changing() as data:
            data["libraries"].append(_to_json(library))
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
        by_content: bool | None = None,
    ) -> Library:
        """Other folders or excludes; the next scan drops what is outside and reads what is new."""
        changes: dict[str, Any] = {"folders": _resolved(folders)}
        if excludes is not None:
            changes["excludes"] = tuple(excludes)
        if follow_hidden is not None:
            changes["follow_hidden"] = follow_hidden
        if by_content is not None:
            changes["by_content"] = by_content
        return self._change(key, **changes)

    def remove(self, key: str) -> None:
        """Forget a library and its cache. Photos and decisions stay.

        Raises LibraryInUse while somebody scans it: it would write on into deleted files.
        """
        folder = self._home.library(key)
        with self._changing() as data:
            if folder.exists():
                name = next((item["name"] for item in data["libraries"] if item["key"] == key), key)
                WriterLock(self._home.writer_lock(key), name).release()
            data["libraries"] = [item for item in data["libraries"] if item["key"] != key]
            if "used" in data:
                data["used"] = [other for other in data["used"] if other != key]
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            pass  # never scanned
        except OSError as error:
            _log.warning("%s is no longer needed, but could not be deleted: %s", folder, error)

    def _change(self, key: str, **changes: Any) -> Library:
        changed: Library | None = None
        with self._changing() as data:
            for place, item in enumerate(data["libraries"]):
                if item["key"] == key:
                    changed = replace(_from_json(item), **changes)
                    # What a newer version says of it stays.
                    data["libraries"][place] = {**item, **_to_json(changed)}
        if changed is None:
            raise KnownError("This library is no longer in the list.", "Open its folder again.")
        return changed

    @contextlib.contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        """The list, to be changed: read, and written afterwards, while no other process does so."""
        with briefly_alone(self._home.lock):
            data = self._load()
            before = copy.deepcopy(data)
            yield data
            if data != before:
                self._kept.save(data)

    def _load(self) -> dict[str, Any]:
        path = self._home.libraries_json
        try:
            data = self._kept.load() or {"libraries": []}
            for item in data["libraries"]:
                _from_json(item)
            if not isinstance(data.get("used", []), list):
                raise TypeError("the libraries used are no list")
        except OSError as error:
            raise KnownError(
                Sentence("{path} cannot be read: {why}.", path=path, why=error.strerror or error),
                "Make the file readable, or set IMGSIM_HOME to another folder.",
            ) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            self._kept.set_aside(error)
            return {"libraries": []}
        return data


def _made(
    name: str, folders: tuple[Path, ...], excludes: Sequence[str], *, follow_hidden: bool = False
) -> Library:
    return Library(
        key=secrets.token_hex(6),
        name=name,
        folders=folders,
        excludes=tuple(excludes),
        follow_hidden=follow_hidden,
    )


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


def _folder_of(text: str) -> Path:
    os.fsencode(text)  # raises for letters that no name can have
    if "\0" in text or not os.path.isabs(text):  # noqa: PTH117  before it is a path
        raise ValueError(f"{text!r} is no folder of a library")
    return Path(text)


def _to_json(library: Library) -> dict[str, Any]:
    """Paths as text with lone surrogates for bytes that are no UTF-8; JSON escapes them."""
    return {
        "key": library.key,
        "name": library.name,
        "folders": [str(folder) for folder in library.folders],
        "excludes": list(library.excludes),
        "follow_hidden": library.follow_hidden,
        "by_content": library.by_content,
    }


def _from_json(item: dict[str, Any]) -> Library:
    """Raises ValueError and its like for what no version of this program wrote."""
    key = str(item["key"])
    if not _KEY.fullmatch(key):  # it names a folder, which `remove` deletes
        raise ValueError(f"{key!r} is no key of a library")
    return Library(
        key=key,
        name=str(item["name"]),
        folders=tuple(map(_folder_of, item["folders"])),
        excludes=tuple(item.get("excludes", ())),
        follow_hidden=bool(item.get("follow_hidden", False)),
        by_content=bool(item.get("by_content", False)),
    )

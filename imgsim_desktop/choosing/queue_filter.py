"""Which groups of the queue are shown: by name, folder, time and size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imgsim_desktop.choosing.lanes import Entry
from imgsim_desktop.records import Photo


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """A group passes if one photo of it has all of name, folder and time, and it gains enough."""

    name: str = ""
    """Part of the file name, any case."""
    folder: Path | None = None
    """This one or below."""
    since_ns: int | None = None
    """Taken, or if that is not known changed, at this time or later."""
    until_ns: int | None = None
    """Before this time."""
    min_gain_bytes: int = 0
    """What all members but the keeper take up."""

    @property
    def is_empty(self) -> bool:
        return self == QueueFilter()

    def passes(self, entry: Entry, photos: Iterable[Photo]) -> bool:
        """photos: those of the group, in any order."""
        if entry.reclaim_bytes < self.min_gain_bytes:
            return False
        return any(map(self._has_all, photos))

    def _has_all(self, photo: Photo) -> bool:
        return (
            (not self.name or self.name.casefold() in photo.path.name.casefold())
            and (self.folder is None or photo.path.is_relative_to(self.folder))
            and (self.since_ns is None or photo.sort_time_ns >= self.since_ns)
            and (self.until_ns is None or photo.sort_time_ns < self.until_ns)
        )

    def as_json(self) -> dict[str, Any]:
        """Only what is set."""
        values = {
            "name": self.name,
            "folder": "" if self.folder is None else str(self.folder),
            "since_ns": self.since_ns,
            "until_ns": self.until_ns,
            "min_gain_bytes": self.min_gain_bytes,
        }
        return {name: value for name, value in values.items() if value not in (None, "", 0)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> QueueFilter:
        """What `as_json` gave; a value of another kind counts as not set."""

        def number(name: str) -> int | None:
            value = values.get(name)
            return value if isinstance(value, int) else None

        folder = values.get("folder")
        return cls(
            name=str(values.get("name", "")),
            folder=Path(folder) if isinstance(folder, str) and folder else None,
            since_ns=number("since_ns"),
            until_ns=number("until_ns"),
            min_gain_bytes=number("min_gain_bytes") or 0,
        )

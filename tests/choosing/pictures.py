"""Photos made up of what a test cares about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from imgsim_desktop.records import Facts, Photo


def photo(number: int, path: str | None = None, **other: Any) -> Photo:
    """A photo of its own content; fields of Facts and Photo by name."""
    facts = {name: other.pop(name) for name in list(other) if name in Facts.__dataclass_fields__}
    place = Path(path or f"/photos/{number}.jpg")
    made = Photo(
        photo_id=number,
        content_id=number,
        path=place,
        root=place.parent,
        size_bytes=1000,
        mtime_ns=10**18,
        content_hash=number.to_bytes(2, "big"),
        facts=replace(Facts(4000, 3000, "JPEG"), **facts),
    )
    return replace(made, **other)

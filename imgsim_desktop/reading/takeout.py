"""What Google Takeout wrote beside a photo: its JSON holds words the photo itself never got.

{"description": "On the pier", "people": [{"name": "Ada"}], "favorited": true,
 "photoTakenTime": {"timestamp": "1559392205"}, "geoData": {"latitude": 51.5, "longitude": -0.1}}
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from imgsim_desktop.bounded_json import read_json
from imgsim_desktop.reading.charsets import many_lines, one_line
from imgsim_desktop.reading.moments import Moment, moment_at
from imgsim_desktop.records import Description

MAX_JSON_BYTES = 1 << 20
"""Takeout's are 1 kB; larger files are other JSON."""

_NAMES = (".supplemental-metadata.json", ".json")


def takeout_of(photo: Path) -> Path | None:
    """The JSON named after a photo, if it is there; one that was cut short is found by `units`."""
    paths = (photo.with_name(photo.name + ending) for ending in _NAMES)
    # Path.is_file raises for a name that is too long with its ending.
    return next((path for path in paths if os.path.isfile(path)), None)  # noqa: PTH113


def read_takeout(data: bytes) -> Description:
    """What such a file says; people are keywords. Raises ValueError if it is none.

    The moment is that of the clock in Greenwich: Takeout does not say where the camera's stood.
    A place of exactly 0, 0 is how Takeout says that there is none.
    """
    said = read_json(data, max_bytes=MAX_JSON_BYTES)
    if not isinstance(said, dict) or "photoTakenTime" not in said:
        raise ValueError("it is not of Google Takeout")
    places = (_place(said.get(key)) for key in ("geoData", "geoDataExif"))
    latitude, longitude = next(filter(None, places), (None, None))
    people = said.get("people")
    found = [_member(person, "name") for person in people] if isinstance(people, list) else []
    names = {one_line(name) for name in found if isinstance(name, str)} - {""}
    taken = _moment(_member(said["photoTakenTime"], "timestamp"))
    caption = said.get("description")
    return Description(
        taken_ns=None if taken is None else taken.ns,
        latitude=latitude,
        longitude=longitude,
        keywords=tuple(sorted(names)),
        caption=(many_lines(caption) or None) if isinstance(caption, str) else None,
        utc_offset_min=None if taken is None else taken.offset_min,
    )


def _member(said: object, name: str) -> object:
    return said.get(name) if isinstance(said, dict) else None


def _moment(text: object) -> Moment | None:
    """Seconds since 1970, written as a text; 0 is how Takeout says that it knows none."""
    if not isinstance(text, str) or not re.fullmatch(r"-?\d{1,12}", text) or int(text) == 0:
        return None
    try:
        when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(text))
    except OverflowError:
        return None
    clock = [when.hour, when.minute, when.second]
    return moment_at((when.year, when.month, when.day), clock, offset_min=0)


def _place(said: object) -> tuple[float, float] | None:
    latitude, longitude = _member(said, "latitude"), _member(said, "longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    is_one = abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0, 0)
    return (float(latitude), float(longitude)) if is_one else None

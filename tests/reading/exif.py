"""EXIF blocks as cameras write them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from PIL import Image

TAKEN = {0x9003: "2019:06:01 12:30:05"}
TAKEN_NS = int(datetime(2019, 6, 1, 12, 30, 5, tzinfo=UTC).timestamp()) * 10**9
PLACE = {1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 6.0, 0.0)}
"""When and where, as tags of the detail and of the GPS block."""


def exif_of(
    main: dict[int, Any] | None = None,
    detail: dict[int, Any] | None = None,
    gps: dict[int, Any] | None = None,
) -> bytes:
    """Tags by number: of the main block, of the one of details, and of GPS."""
    exif = Image.Exif()
    exif.update(main or {})
    exif.get_ifd(0x8769).update(detail or {})
    exif.get_ifd(0x8825).update(gps or {})
    return exif.tobytes()

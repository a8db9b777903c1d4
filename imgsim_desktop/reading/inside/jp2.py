"""JPEG 2000: wide numbers. Source: ISO/IEC 15444-1, marker segment SIZ."""

from __future__ import annotations

from imgsim_desktop.reading.inside.stored import Stored
from imgsim_desktop.records import Holdings

_HEAD_BYTES = 2**20


def look_into_jp2(file: Stored) -> Holdings:
    """What one JPEG 2000 file holds beside its picture."""
    at = file.find(b"\xff\x4f\xff\x51", 0, min(file.size, _HEAD_BYTES))
    if at < 0:
        return Holdings()
    return Holdings(channel_bits=max(8, 1 + (file.number(at + 42, 1) & 0x7F)))

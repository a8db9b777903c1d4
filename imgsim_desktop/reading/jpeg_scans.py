"""Scans of a JPEG: how often its pixels are sent, each time finer; a bomb sends them for ever.

libjpeg works through a whole picture for each scan, however few bytes that has: 377 kB with 4,000
scans of 36 megapixels took a core four minutes ("Two issues with the JPEG
standard", libjpeg-turbo).
"""

from __future__ import annotations

import mmap
import re
from pathlib import Path

from imgsim_desktop.reading.trouble import UnreadableError
from imgsim_desktop.records import Reason

MAX_SCANS = 100
"""libjpeg's own script of a progressive JPEG has 10 scans, mozjpeg's search uses up to 23, and one
for each of the 64 coefficients of luma and each component of colour would be 66 and more. At 12
megapixels a scan without news takes 8 ms, at 36 20 ms: 2 s for a hundred."""

_START_OF_SCAN, _END = 0xDA, 0xD9
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_NO_BODY = frozenset({0x01, *range(0xD0, 0xD9)})
_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")
"""In coded data 0xFF is followed by 0 or a restart mark; anything else ends it."""


def check_scans(source: bytes | Path) -> None:
    """Raise UnreadableError for a JPEG with more scans than any program writes.

    Looks no farther than the first scan of a file that has one only, as most have.
    """
    if isinstance(source, bytes):
        scans = count_scans(source, MAX_SCANS + 1)
    else:
        with (
            source.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
        ):
            scans = count_scans(data, MAX_SCANS + 1)
    if scans > MAX_SCANS:
        raise UnreadableError(
            Reason.TOO_COMPLEX, f"the JPEG has more than {MAX_SCANS} scans of its pixels"
        )


def count_scans(data: bytes | mmap.mmap, most: int) -> int:
    """Scans of the first picture in a JPEG file, counted up to `most`."""
    place, scans, components, is_progressive = 2, 0, 0, False
    while scans < most:
        found = _MARKER.search(data, place)
        if found is None:
            break
        marker, place = found[1][0], found.end()
        if marker == _END:
            break
        if marker in _NO_BODY:
            continue
        body = data[place + 2 : place + 8]
        place += max(2, int.from_bytes(data[place : place + 2], "big"))
        if marker in _FRAMES and len(body) == 6:
            components, is_progressive = body[5], marker in _PROGRESSIVE
        elif marker == _START_OF_SCAN:
            scans += 1
            if body and body[0] == components and not is_progressive:
                break  # libjpeg refuses a second scan after one that had everything
    return scans

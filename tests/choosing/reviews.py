"""Groups of a few made-up photos, and a review of them."""

from __future__ import annotations

from pathlib import Path

from imgsim_desktop.choosing.marks import Review
from imgsim_desktop.records import Group, PairKind, Photo
from tests.choosing.pictures import photo

PHOTOS: dict[int, Photo] = {
    1: photo(1),
    2: photo(2, width_px=2000),
    3: photo(3, width_px=1000),
    4: photo(4, "/locked/4.jpg", width_px=10),
    5: photo(5, width_px=3000),
    6: photo(6, width_px=2000),
    7: photo(7),
    8: photo(8, width_px=2000, content_hash=b"same"),
    9: photo(9, width_px=1000, content_hash=b"same"),
    10: photo(10),
    11: photo(11, width_px=2000, is_online=False),
    12: photo(12),
}
TRIPLE = Group(1, (1, 2, 3), PairKind.EDITED, 0.9)
WITH_LOCKED = Group(4, (4, 5, 6), PairKind.SAME_PICTURE, 0.9)
BURST = Group(7, (7, 8, 9), PairKind.BURST, 0.9)
WITH_OFFLINE = Group(10, (10, 11), PairKind.IDENTICAL, 1.0)
GROUPS = [TRIPLE, WITH_LOCKED, BURST, WITH_OFFLINE]
LOCKED = [Path("/locked")]


def make_review(**other: object) -> Review:
    return Review(GROUPS, PHOTOS.__getitem__, locked=LOCKED, **other)  # type: ignore[arg-type]

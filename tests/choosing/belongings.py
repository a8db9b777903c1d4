"""Photos, each with a file that belongs to it, as cameras and services name them."""

from __future__ import annotations

PHOTO_SUFFIXES = (".jpg", ".jpeg", ".heic", ".cr2", ".png", ".dng")


def is_photo(name: str) -> bool:
    return name.lower().endswith(PHOTO_SUFFIXES)


BELONGING = [
    ("IMG_1.CR2", "IMG_1.xmp"),
    ("IMG_1.CR2", "IMG_1.CR2.xmp"),
    ("img_1.jpg", "IMG_1.XMP"),
    ("IMG_1.jpg", "IMG_1.jpg.pp3"),
    ("IMG_1.HEIC", "IMG_1.AAE"),
    ("IMG_1.HEIC", "IMG_O1.AAE"),
    ("IMG_1.HEIC", "IMG_1.MOV"),
    ("IMG_1.HEIC", "IMG_1.HEIC.MOV"),
    ("IMG_1.jpg", "IMG_1.mp4"),
    ("IMG_1.jpg", "IMG_1.THM"),
    ("IMG_1.jpg", "IMG_1.jpg.json"),
    ("IMG_1.jpg", "IMG_1.jpg.supplemental-metadata.json"),
    ("IMG_1.jpg", "IMG_1.jpg.suppl.json"),
    ("IMG_1(2).jpg", "IMG_1.jpg(2).json"),
    ("IMG_1(2).jpg", "IMG_1(2).jpg.json"),
    ("IMG_1(2).jpg", "IMG_1.jpg.supplemental-metadata(2).json"),
    ("IMG_1-edited.jpg", "IMG_1.jpg.json"),
    ("IMG_1234.jpg", "IMG_1234.jpg.s.json"),
    ("IMG_1234.jpg", "IMG_1234.jpg.supplemental-metadat.json"),
    ("IMG_1234(1).jpg", "IMG_1234.jpg.supplemental-metada(1).json"),
    ("IMG_1234(1).HEIC", "IMG_1234(1).MOV"),
    (
        "Screenshot_20220207_102421_com.snapchat.android.jpg",
        "Screenshot_20220207_102421_com.snapchat.androi.json",
    ),
    (
        "D7157814-D2D5-4A62-AFCE-9CF465CB7D66.jpeg",
        "D7157814-D2D5-4A62-AFCE-9CF465CB7D66.jpeg.supp.json",
    ),
]
"""(photo, a file that belongs to it), as cameras, programs and Google name them."""

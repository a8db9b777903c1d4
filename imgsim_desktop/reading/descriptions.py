"""What is written about a photo, in the file itself and in its sidecars, as it is now."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PIL import Image, IptcImagePlugin

from imgsim_desktop.reading.facts import (
    attempt_metadata,
    keywords_of,
    position_of,
    rating_of,
    tags_of,
    taken_of,
    whole_text_of,
)
from imgsim_desktop.reading.openers import check_size, open_header
from imgsim_desktop.reading.takeout import MAX_JSON_BYTES, read_takeout, takeout_of
from imgsim_desktop.reading.trouble import Trouble, attempt
from imgsim_desktop.reading.xmp import MAX_BYTES, read_xmp, sidecar_of
from imgsim_desktop.records import Description

_IMAGE_DESCRIPTION, _XP_TITLE = 270, 0x9C9B
_CAPTION_OF_IPTC = (2, 120)

_CAMERA_CAPTIONS = frozenset(
    {"olympus digital camera", "sony dsc", "digital camera", "minolta digital camera", "dcim",
     "default", "camera", "image", "picture", "untitled", "samsung digital camera",
     "kodak digital still camera", "konica minolta digital camera", "dsc", "cof", "dav", "oznor"}
)  # fmt: skip
"""What cameras and phones write into each photo: nobody's caption."""


def describe_file(photo: Path, sidecars: Iterable[Path] = ()) -> Description:
    """All that is known of a photo; nothing where it cannot be read.

    sidecars  more files that speak of it; its own XMP and JSON are looked for in any case
    Where two sources speak of one thing XMP beside it is right: it was written later, by hand.
    Google Takeout's JSON comes last: its moment is that of another clock.
    """
    found = Description()
    sidecars = list(sidecars)
    own = [sidecar_of(photo), *(path for path in sidecars if path.suffix.lower() == ".xmp")]
    for path in dict.fromkeys(own):
        found = joined(found, _sidecar(path))
    inside = attempt(lambda: _inside(photo))
    if not isinstance(inside, Trouble):
        found = joined(found, inside)
    json = [takeout_of(photo), *(path for path in sidecars if path.suffix.lower() == ".json")]
    for path in dict.fromkeys(filter(None, json)):
        found = joined(found, _sidecar(path))
    return found


def words_to_write(photo: Path, word: str) -> tuple[str, ...]:
    """What a photo's sidecar must say so that it has this keyword too; nothing if it has it.

    Programs that find keywords in a sidecar look for none in the photo: where the sidecar has none
    yet, those of the photo are written along.
    """
    if _sidecar(sidecar_of(photo)).keywords:
        return (word,)
    inside = attempt(lambda: _inside(photo))
    words = () if isinstance(inside, Trouble) else inside.keywords
    return () if word in words else tuple(sorted({*words, word}))


def joined(first: Description, second: Description) -> Description:
    """What either says; of two words on one thing the first's."""
    place = first if first.latitude is not None else second
    return Description(
        taken_ns=second.taken_ns if first.taken_ns is None else first.taken_ns,
        latitude=place.latitude,
        longitude=place.longitude,
        keywords=tuple(sorted({*first.keywords, *second.keywords})),
        rating=second.rating if first.rating is None else first.rating,
        caption=second.caption if first.caption is None else first.caption,
    )


def _sidecar(path: Path) -> Description:
    is_takeout = path.suffix.lower() == ".json"
    try:
        if path.stat().st_size > (MAX_JSON_BYTES if is_takeout else MAX_BYTES):
            return Description()
        return (read_takeout if is_takeout else read_xmp)(path.read_bytes())
    except (OSError, ValueError):
        return Description()


def _inside(photo: Path) -> Description:
    header = open_header(photo, photo.suffix)
    if header.is_exif_behind:
        check_size(header)
        header.load()
    main, detail, gps = tags_of(header.exif)
    xmp = header.image.info.get("xmp")
    latitude, longitude = position_of(gps)
    caption = _xmp_caption(xmp) or _iptc_caption(header.image) or _exif_caption(main)
    found = Description(
        taken_ns=taken_of(main, detail),
        latitude=latitude,
        longitude=longitude,
        keywords=keywords_of(header.image, main, xmp),
        rating=rating_of(main, xmp) or None,
        caption=caption,
    )
    header.close()
    return found


def _xmp_caption(xmp: object) -> str | None:
    if not isinstance(xmp, bytes):
        return None
    try:
        return read_xmp(xmp).caption
    except ValueError:
        return None


def _iptc_caption(image: Image.Image) -> str | None:
    if image.format not in {"JPEG", "TIFF"} or "photoshop" not in image.info:
        return None
    read = partial(IptcImagePlugin.getiptcinfo, image)  # type: ignore[arg-type]
    return whole_text_of((attempt_metadata(read, None) or {}).get(_CAPTION_OF_IPTC))


def _exif_caption(main: dict[int, object]) -> str | None:
    text = whole_text_of(main.get(_IMAGE_DESCRIPTION)) or whole_text_of(
        main.get(_XP_TITLE), "utf-16-le"
    )
    return None if text is None or text.casefold() in _CAMERA_CAPTIONS else text

"""What is written about a photo, in the file itself and in its sidecars, as it is now."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from imgsim_desktop.reading.facts import words_of
from imgsim_desktop.reading.metadata import Metadata, read_metadata
from imgsim_desktop.reading.openers import check_size, open_header
from imgsim_desktop.reading.takeout import MAX_JSON_BYTES, read_takeout, takeout_of
from imgsim_desktop.reading.trouble import Trouble, attempt
from imgsim_desktop.reading.xmp import read_sidecar, read_xmp, sidecar_of
from imgsim_desktop.reading.xmp_reader import MAX_BYTES
from imgsim_desktop.records import Description, Sidecar, Words


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


def sidecar_beside(photo: Path) -> Sidecar:
    """What XMP beside a photo says; nothing where there is none, or none that can be read."""
    data = _data(sidecar_of(photo), MAX_BYTES)
    try:
        return Sidecar() if data is None else read_sidecar(data)
    except ValueError:
        return Sidecar()


def sidecar_stamp(photo: Path) -> str:
    """Another text whenever the XMP beside a photo is another one; empty where there is none."""
    beside = sidecar_of(photo)
    try:
        found = beside.stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns} {found.st_size} {beside.suffixes[-2:]}"


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
    clock = first if first.taken_ns is not None else second
    is_told = first.caption is not None
    unread = [said for said in second.unread if not (is_told and said.startswith("caption:"))]
    return Description(
        taken_ns=clock.taken_ns,
        latitude=place.latitude,
        longitude=place.longitude,
        keywords=tuple(sorted({*first.keywords, *second.keywords})),
        rating=second.rating if first.rating is None else first.rating,
        caption=second.caption if first.caption is None else first.caption,
        utc_offset_min=clock.utc_offset_min,
        taken_step_s=clock.taken_step_s,
        made_ns=second.made_ns if first.made_ns is None else first.made_ns,
        unread=tuple(dict.fromkeys((*first.unread, *unread))),
    )


def _sidecar(path: Path) -> Description:
    """What it says; nothing where it cannot be read, is no plain file, or larger than any is."""
    is_takeout = path.suffix.lower() == ".json"
    data = _data(path, MAX_JSON_BYTES if is_takeout else MAX_BYTES)
    try:
        return Description() if data is None else (read_takeout if is_takeout else read_xmp)(data)
    except ValueError:
        return Description()


def _data(path: Path, most: int) -> bytes | None:
    """Of a plain file, one byte more than `most` at the utmost; None where it cannot be read."""
    try:
        if not path.is_file():  # opening a pipe waits for ever
            return None
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError:
        return None


def read_words(photo: Path) -> Words | None:
    """Caption and lens out of a file's header; None if it cannot be read now. For a worker."""
    found = attempt(lambda: _metadata(photo))
    return None if isinstance(found, Trouble) else words_of(found)


def _inside(photo: Path) -> Description:
    return _metadata(photo).said


def _metadata(photo: Path) -> Metadata:
    header = open_header(photo, photo.suffix)
    try:
        if header.is_exif_behind:
            check_size(header)
            header.load()
        return read_metadata(header)
    finally:
        header.close()

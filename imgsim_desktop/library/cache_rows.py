"""Rows of cache.db to records and back."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from imgsim_desktop.bounded_json import read_json
from imgsim_desktop.records import (
    NOTHING_MORE,
    Damage,
    Facts,
    FoundFile,
    Holdings,
    Photo,
    Recording,
    Region,
    RegionKind,
)

FACT_COLUMNS = (
    "width_px, height_px, format, taken_ns, camera, camera_serial, latitude, longitude,"
    " jpeg_quality, sharpness, is_blank, has_exif, software, keywords, rating, exposure,"
    " palette_bits, holdings, utc_offset_min, taken_step_s, is_shot_time, damage"
)
FACT_COUNT = 22
PHOTO_COLUMNS = (
    "photo_id, content_id, path, root, size_bytes, mtime_ns, is_online, content_hash, companions, "
    + FACT_COLUMNS
)


@dataclass(frozen=True, slots=True)
class CachedContent:
    """What the cache knows of a content beside its vector."""

    content_id: int
    content_hash: bytes
    pixel_hash: bytes
    perceptual_hash: bytes
    facts: Facts


def facts_row(facts: Facts) -> tuple[Any, ...]:
    """Values for FACT_COLUMNS."""
    return (
        facts.width_px,
        facts.height_px,
        facts.format,
        facts.taken_ns,
        clean_text(facts.camera),
        clean_text(facts.camera_serial),
        facts.latitude,
        facts.longitude,
        facts.jpeg_quality,
        float(facts.sharpness),
        int(facts.is_blank),
        int(facts.has_exif),
        clean_text(facts.software),
        json.dumps(list(facts.keywords)),
        facts.rating,
        json.dumps(list(facts.exposure), allow_nan=False),
        facts.palette_bits,
        None if facts.holdings is None else holdings_text(facts.holdings),
        facts.utc_offset_min,
        facts.taken_step_s,
        int(facts.is_shot_time),
        None if facts.damage is None else facts.damage.value,
    )


def facts_of(row: tuple[Any, ...]) -> Facts:
    """The inverse of `facts_row`."""
    return Facts(
        width_px=row[0],
        height_px=row[1],
        format=sys.intern(row[2]),  # few different ones: 100,000 photos share them
        taken_ns=row[3],
        camera=None if row[4] is None else sys.intern(row[4]),
        camera_serial=row[5],
        latitude=row[6],
        longitude=row[7],
        jpeg_quality=row[8],
        sharpness=row[9],
        is_blank=bool(row[10]),
        has_exif=bool(row[11]),
        software=row[12],
        keywords=() if row[13] == "[]" else tuple(read_json(row[13])),
        rating=row[14],
        exposure=() if row[15] == "[]" else tuple(read_json(row[15])),
        palette_bits=row[16],
        holdings=None if row[17] is None else holdings_of(row[17]),
        utc_offset_min=row[18],
        taken_step_s=row[19],
        is_shot_time=bool(row[20]),
        damage=None if row[21] is None else Damage(row[21]),
    )


def holdings_text(holdings: Holdings) -> str:
    """JSON of what is not as in a plain photo; bytes as hexadecimal numbers."""
    told = {
        name: value
        for name, value in asdict(holdings).items()
        if value != getattr(NOTHING_MORE, name)
    }
    return json.dumps(told, default=bytes.hex, allow_nan=False)


def holdings_of(text: str) -> Holdings:
    """The inverse of `holdings_text`."""
    if text == "{}":  # most photos: 100,000 of them share one
        return NOTHING_MORE
    told = read_json(text)
    for name in ("pages_digest", "pages_hash", "layers_digest"):
        if name in told:
            told[name] = bytes.fromhex(told[name])
    for name in ("film", "sound"):
        if name in told:
            told[name] = Recording(bytes.fromhex(told[name]["digest"]), told[name]["seconds"])
    if "maps" in told:
        told["maps"] = tuple(told["maps"])
    return Holdings(**told)


def photo_of(row: tuple[Any, ...]) -> Photo:
    """A row of PHOTO_COLUMNS."""
    return Photo(
        photo_id=row[0],
        content_id=row[1],
        path=path_of(row[2]),
        root=path_of(row[3]),
        size_bytes=row[4],
        mtime_ns=row[5],
        is_online=bool(row[6]),
        content_hash=row[7],
        companions=companions_of(row[8]),
        facts=facts_of(row[9:]),
    )


def companions_of(text: str) -> tuple[str, ...]:
    """The inverse of `companions_text`."""
    return tuple(sys.intern(kind) for kind in text.split(",")) if text else ()


def companions_text(kinds: tuple[str, ...]) -> str:
    """Codes with commas between."""
    return ",".join(kinds)


def regions_text(regions: Sequence[Region]) -> str:
    """As JSON; the inverse of `regions_of`."""
    return json.dumps(
        [
            [r.kind.value, r.side, round(r.strength, 2), *(round(edge, 5) for edge in r.box)]
            for r in regions
        ]
    )


def regions_of(text: str) -> tuple[Region, ...]:
    return tuple(
        Region(RegionKind(kind), (left, top, right, bottom), strength, side)
        for kind, side, strength, left, top, right, bottom in read_json(text)
    )


def path_of(blob: bytes) -> Path:
    return Path(os.fsdecode(blob))


def file_row(file: FoundFile) -> tuple[Any, ...]:
    """path, folder, root, name, sort_name, size_bytes, mtime_ns, device, inode, companions."""
    name = clean_text(file.path.name) or ""
    return (
        os.fsencode(file.path),
        os.fsencode(file.path.parent),
        os.fsencode(file.root),
        name,
        sort_key(name),
        file.size_bytes,
        file.mtime_ns,
        str(file.device),
        str(file.inode),
        companions_text(file.companions),
    )


def sort_key(name: str) -> str:
    """As a person sorts: without regard to case, IMG_2 before IMG_10."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(12), name.casefold())


def clean_text(text: str | None) -> str | None:
    """Text that SQLite takes: lone surrogates of names that are no Unicode become U+FFFD."""
    if text is None:
        return None
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:  # a name of Windows, which pairs its halves or does not
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

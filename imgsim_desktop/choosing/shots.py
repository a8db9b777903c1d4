"""Files of one exposure: a camera's RAW and the picture it made of it, side by side.

Most programs show the two as one photo, and so does this one unless somebody wishes otherwise:
neither is a duplicate of the other, and they go or stay together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from pathlib import Path

import numpy as np

from imgsim_desktop.records import PairTable, Photo

RAW = "RAW"
DEVELOPED = frozenset({"JPEG", "HEIF", "TIFF", "AVIF", "JXL"})
"""Formats in which a camera writes the picture beside its RAW."""

_SAME_MOMENT_NS = 2_000_000_000
"""A camera starts again after 9999: what bears one name in one folder may be years apart. Two
seconds, because some programs round the time of a RAW."""


class OneShot(StrEnum):
    """What a RAW and a JPEG of one exposure are to be; the settings keep the code."""

    ONE = "one"
    """One photo: neither goes without the other."""
    KEEP_RAW = "keep-raw"
    """Two copies, of which the RAW stays."""
    KEEP_JPEG = "keep-jpeg"
    """Two copies, of which the picture stays."""
    TWO = "two"
    """Two copies like any others."""


def one_shot_of(code: str) -> OneShot:
    """By its code in the settings; one photo for what this version does not know."""
    return OneShot(code) if code in set(OneShot) else OneShot.ONE


def shots_of(photos: Iterable[Photo]) -> dict[int, frozenset[int]]:
    """The other files of its exposure for each photo that has any.

    By name and folder alone, where their clocks do not speak against it.
    """
    named: dict[tuple[Path, str], list[Photo]] = {}
    for photo in photos:
        named.setdefault((photo.path.parent, photo.path.stem.casefold()), []).append(photo)
    found: dict[int, frozenset[int]] = {}
    for files in named.values():
        raws = [photo for photo in files if photo.facts.format == RAW]
        pictures = [photo for photo in files if photo.facts.format in DEVELOPED]
        if len(raws) != 1 or not pictures:
            continue
        shot = [raws[0], *(p for p in pictures if _is_one_moment(raws[0], p))]
        numbers = frozenset(photo.photo_id for photo in shot)
        found.update({number: numbers - {number} for number in numbers if len(numbers) > 1})
    return found


def without_own_shots(
    pairs: PairTable, photos: Iterable[Photo], shots: Mapping[int, frozenset[int]]
) -> PairTable:
    """Without pairs of contents that are two files of one exposure wherever both lie.

    Who keeps RAW files in a folder of their own has the same name and the same second twice.
    """
    photos_of: dict[int, list[Photo]] = {}
    content_of: dict[int, int] = {}
    for photo in photos:
        photos_of.setdefault(photo.content_id, []).append(photo)
        content_of[photo.photo_id] = photo.content_id
    own: set[tuple[int, int]] = set()
    for number, others in shots.items():
        for other in others:
            a, b = sorted((content_of[number], content_of[other]))
            if a != b:
                own.add((a, b))

    def is_own(a: int, b: int) -> bool:
        return (a, b) in own or _is_named_alike(photos_of.get(a, ()), photos_of.get(b, ()))

    raws = {c for c, found in photos_of.items() if found[0].facts.format == RAW}
    if not raws:
        return pairs
    ends = zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)
    apart = (not ((a in raws or b in raws) and is_own(a, b)) for a, b in ends)
    return pairs.where(np.fromiter(apart, np.bool_, len(pairs)))


def _is_named_alike(some: Collection[Photo], others: Collection[Photo]) -> bool:
    """Whether a RAW and a picture bear one name, and were taken in the same second.

    Without the name it may be any picture that was made of the RAW, and is a copy of it.
    """
    return any(
        {a.facts.format, b.facts.format} & DEVELOPED
        and RAW in (a.facts.format, b.facts.format)
        and a.path.stem.casefold() == b.path.stem.casefold()
        and None not in (a.facts.taken_ns, b.facts.taken_ns)
        and _is_one_moment(a, b)
        for a in some
        for b in others
    )


def _is_one_moment(raw: Photo, picture: Photo) -> bool:
    times = raw.facts.taken_ns, picture.facts.taken_ns
    return None in times or abs(times[0] - times[1]) <= _SAME_MOMENT_NS  # type: ignore[operator]

"""A review that was written as JSON, taken up again: its marks, where they still fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from imgsim_desktop.bounded_json import load_json
from imgsim_desktop.choosing.export import FORMAT, VERSION
from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.errors import KnownError, Sentence, translatable
from imgsim_desktop.records import Photo

MAX_BYTES = 512 << 20
"""Of an exported review: 300 bytes a photo, so that of more than a million."""


class Misfit(StrEnum):
    """Why a mark was not taken over; codes; MISFIT_WORDS says them."""

    NOT_HERE = "not-here"
    """In no group of this review."""
    CHANGED = "changed"
    """Its file has other bytes by now."""
    LOCKED = "locked"
    """To go, but in a locked folder."""
    UNREADABLE = "unreadable"
    """The line makes no sense."""


MISFIT_WORDS: Mapping[Misfit, str] = {
    Misfit.NOT_HERE: translatable("{n} in no group here"),
    Misfit.CHANGED: translatable("{n} changed since"),
    Misfit.LOCKED: translatable("{n} in a locked folder"),
    Misfit.UNREADABLE: translatable("{n} not understood"),
}
"""How many marks were not taken over, and why."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of the marks in a file."""

    marks: dict[int, Mark]
    """By photo; what fits."""
    misfits: Counter[Misfit]


def read_marks(path: Path) -> list[dict[str, Any]]:
    """Members of all groups in a file that `write_groups` made. Raises KnownError."""
    try:
        document = load_json(path, max_bytes=MAX_BYTES)
    except (OSError, ValueError) as error:
        raise KnownError(
            Sentence("{name} cannot be read as a review: {why}.", name=path.name, why=error),
            "Choose a .json that was exported.",
        ) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise KnownError(
            Sentence("{name} is no exported review.", name=path.name),
            "Choose a .json that was exported here.",
        )
    if not isinstance(document.get("version"), int) or document["version"] > VERSION:
        raise KnownError(
            Sentence("{name} was written by a newer ImgSim.", name=path.name),
            "Update this program.",
        )
    groups = document.get("groups")
    members: list[Any] = []
    for group in groups if isinstance(groups, list) else []:
        found = group.get("members") if isinstance(group, dict) else None
        members += found if isinstance(found, list) else [found]
    return [member if isinstance(member, dict) else {} for member in members]


def fit_marks(members: Iterable[dict[str, Any]], review: Review) -> Loaded:
    """Find the photos of the marks: by path and content, or by content where the file moved.

    A photo whose path is here with other bytes, and one whose content lies here in several places
    of which none is the one named, get no mark: which one was meant cannot be known.
    """
    by_path: dict[Path, Photo] = {}
    by_content: dict[bytes, list[Photo]] = {}
    for group in review.groups:
        for number in review.members(group):
            photo = review.photo(number)
            if photo.path not in by_path:
                by_path[photo.path] = photo
                by_content.setdefault(photo.content_hash, []).append(photo)
    members = [member for member in members if member.get("mark") != ""]
    named = {Path(member["path"]) for member in members if isinstance(member.get("path"), str)}
    marks: dict[int, Mark] = {}
    misfits: Counter[Misfit] = Counter()
    for member in members:
        try:
            path, content = Path(member["path"]), bytes.fromhex(member["content_hash"])
            mark = Mark(member["mark"])
        except (KeyError, TypeError, ValueError):
            misfits[Misfit.UNREADABLE] += 1
            continue
        photo_here = by_path.get(path)
        if photo_here is not None and photo_here.content_hash != content:
            misfits[Misfit.CHANGED] += 1
            continue
        if photo_here is None:
            moved = [photo for photo in by_content.get(content, ()) if photo.path not in named]
            if len(moved) != 1:
                misfits[Misfit.NOT_HERE] += 1
                continue
            photo_here = moved[0]
        if mark is Mark.TRASH and review.is_locked(photo_here.photo_id):
            misfits[Misfit.LOCKED] += 1
            continue
        marks[photo_here.photo_id] = mark
    return Loaded(marks, misfits)

"""New names for a photo and what belongs to it, which is told by names alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path, PurePath

from imgsim_desktop.companions import owners
from imgsim_desktop.errors import KnownError, Sentence

_LONGEST = 200
"""Bytes of a name: file systems take 255, and what lies beside a photo has a longer one."""
_FORBIDDEN = '<>:"/\\|?*' if sys.platform == "win32" else "/"


def checked_stem(name: str) -> str:
    """A name somebody typed for a photo, without its ending. Raises KnownError for a bad one."""
    stem = name.strip()
    bad = [sign for sign in stem if sign in _FORBIDDEN or not sign.isprintable()]
    if not stem or bad or stem.startswith(".") or stem.endswith("."):
        raise KnownError(
            Sentence("A photo cannot be called “{name}”.", name=name),
            "Use letters, digits and spaces; no slash, and no dot at the beginning or the end.",
        )
    if len(os.fsencode(stem)) > _LONGEST:
        raise KnownError("The name is too long.", "Use at most 200 letters.")
    return stem


def stem_and_ending(name: str) -> tuple[str, str]:
    """`IMG_1` and `.CR2`: what may be changed of a photo's name, and what says its format."""
    path = PurePath(name)
    return path.stem, path.suffix


def goals_of(photos: Sequence[Path], beside: Sequence[Path], stem: str) -> dict[Path, Path] | None:
    """The new path of each photo of one exposure, and of what belongs to them.

    photos   of one folder, with the same name but for their endings
    beside   what belongs to one of them or to several
    returns  None where something could not belong to the same photos under any name
    """
    new = {photo: photo.with_name(stem + photo.suffix) for photo in photos}
    names = [path.name for path in new.values()]
    taken = set(new.values())
    for path in beside:
        owned = owners(path.name, [photo.name for photo in photos])
        wanted = [new[photo].name for photo in photos if photo.name in owned]
        for name in _offers(path.name, photos, stem):
            goal = path.with_name(name)
            if goal not in taken and owners(name, names) == wanted:
                new[path] = goal
                taken.add(goal)
                break
        else:
            return None
    return new


def _offers(name: str, photos: Sequence[Path], stem: str) -> list[str]:
    """Names to try for what lies beside photos that get another stem, the likeliest first."""
    ending = PurePath(name).suffix
    offers = [
        stem + photo.suffix + name[len(photo.name) :]
        for photo in photos
        if name.casefold().startswith(photo.name.casefold())
    ]
    old = photos[0].stem
    if name.casefold().startswith(old.casefold()):
        offers.append(stem + name[len(old) :])
    offers.append(stem + ending)
    offers += [stem + photo.suffix + ending for photo in photos]
    return offers

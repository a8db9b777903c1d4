"""Photos moved to another folder of their library, or renamed: the same from either door.

What belongs to a photo goes with it, and so does the other file of its exposure. The library and
the reviews are told the new names, so nothing is read again and no decision is lost.

`units_in` and `follow_in_reviews` belong to the thread of the databases they are given; the others
may run in another.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from imgsim_desktop.acting.journal import Journal, Operation, State
from imgsim_desktop.choosing.lens import innermost
from imgsim_desktop.choosing.plan import stamp_of
from imgsim_desktop.choosing.renaming import checked_stem, goals_of, stem_and_ending
from imgsim_desktop.choosing.shots import RAW, OneShot, shots_of
from imgsim_desktop.choosing.units import belongings, with_sidecars
from imgsim_desktop.companions import companions
from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import (
    FoundFile,
    Library,
    Outcome,
    OutcomeCode,
    Photo,
    Removal,
)
from imgsim_desktop.review.commit import ActingPlace, is_photo, names_in

__all__ = [
    "NewPath",
    "Unit",
    "checked_stem",
    "follow_in_cache",
    "follow_in_reviews",
    "move_to",
    "moved_by",
    "rename",
    "stem_and_ending",
    "units_in",
]

_log = logging.getLogger(__name__)

Unit = tuple[Photo, ...]
"""Photos that move as one: a RAW and its JPEG, or one alone."""


@dataclass(frozen=True, slots=True)
class NewPath:
    """One photo under its new name, or under its old one again."""

    before: Path
    after: Path
    content_hash: bytes


def units_in(cache: CacheReader, photo_ids: Iterable[int], one_shot: OneShot) -> list[Unit]:
    """Photos by id, each with the other files of its exposure where they count as one photo."""
    chosen = cache.photos(photo_ids)
    shots: dict[int, frozenset[int]] = {}
    known = {photo.photo_id: photo for photo in chosen}
    if one_shot is OneShot.ONE:
        for named in cache.named_as(RAW):
            if not known.keys().isdisjoint(named):
                found = cache.photos(named)
                known.update({photo.photo_id: photo for photo in found})
                shots.update(shots_of(found))
    units: list[Unit] = []
    seen: set[int] = set()
    for photo in chosen:
        if photo.photo_id not in seen:
            members = sorted({photo.photo_id, *shots.get(photo.photo_id, ())})
            seen.update(members)
            units.append(tuple(known[number] for number in members))
    return units


def move_to(
    place: ActingPlace, units: Sequence[Unit], folder: Path, control: Control = NULL_CONTROL
) -> list[Outcome]:
    """Move photos into a folder under names that are free there; one outcome a photo, in order.

    What lies there already stays there, and has no outcome.
    """
    there = os.path.realpath(folder)
    going = [unit for unit in units if os.path.realpath(unit[0].path.parent) != there]
    return _relocate(place, _removals(going), folder, control)


def rename(
    place: ActingPlace, units: Sequence[Unit], name: str, control: Control = NULL_CONTROL
) -> list[Outcome]:
    """Give a photo another name; several are numbered. One outcome a photo, in order.

    name  without an ending: each keeps its own, which says its format

    Never over another file: OCCUPIED. Raises KnownError for a name that cannot be.
    """
    stem = checked_stem(name)
    removals: list[Removal] = []
    digits = len(str(len(units)))
    for number, unit in enumerate(units, 1):
        own = stem if len(units) == 1 else f"{stem} {number:0{digits}d}"
        photos = [photo.path for photo in unit]
        made = _removals([unit])
        along = sorted({path for removal in made for path in removal.sidecars})
        goals = goals_of(photos, along, own)
        if goals is None:
            raise KnownError(
                Sentence("{photo} cannot be renamed.", photo=photos[0].name),
                "A file belongs to it by its name, and would not under another one.",
            )
        if any(path != goal for path, goal in goals.items()):
            removals += [
                replace(
                    removal,
                    goals=tuple(
                        (path, goals[path]) for path in (*removal.sidecars, removal.victim.path)
                    ),
                )
                for removal in made
            ]
    return _relocate(place, removals, None, control)


def _removals(units: Sequence[Unit]) -> list[Removal]:
    """With what goes along; held back where that belongs to a photo that stays, as well."""
    made = with_sidecars(
        [
            Removal(stamp_of(photo), None, shot=tuple(p.path for p in unit if p is not photo))
            for unit in units
            for photo in unit
        ],
        names_in,
        is_photo,
    )
    along = {path for removal in made for path in removal.sidecars}
    beside = belongings((removal.victim.path for removal in made), names_in, is_photo)
    return [
        replace(
            removal,
            held_back=next((p for p in beside[removal.victim.path] if p not in along), None),
        )
        for removal in made
    ]


def _relocate(
    place: ActingPlace, removals: Sequence[Removal], folder: Path | None, control: Control
) -> list[Outcome]:
    if not removals:
        return []
    return place.actor().remove(removals, control, operation=Operation.RELOCATE, folder=folder)


# what follows from it


def moved_by(place: ActingPlace, entry_ids: Collection[str]) -> list[NewPath]:
    """Which photos these lines of the journal moved or renamed, and where they are now."""
    return [
        NewPath(entry.planned, entry.stamp.path, entry.stamp.content_hash)
        if entry.state is State.UNDONE
        else NewPath(entry.stamp.path, entry.planned, entry.stamp.content_hash)
        for entry in Journal(place.journal).entries()
        if entry.entry_id in entry_ids
        and entry.operation is Operation.RELOCATE
        and entry.planned is not None
        and entry.state in (State.DONE, State.UNDONE)
        and not entry.is_sidecar
    ]


def follow_in_cache(home: Home, library: Library, moved: Sequence[NewPath]) -> bool:
    """Tell a library the new names of its photos, so that no scan reads them again.

    Returns False where a scan holds the library, or the disk refuses: the next scan finds out.
    """
    try:
        with CacheWriter(home, library) as cache:
            known = cache.ids_at(one.before for one in moved)
            files = [
                (known[one.before], found)
                for one in moved
                if one.before in known and (found := _found(library, one.after)) is not None
            ]
            cache.move_files(files)
    except (KnownError, OSError) as error:
        _log.info("The library is told of moved photos by the next scan: %s", error)
        return False
    return True


def _found(library: Library, path: Path) -> FoundFile | None:
    root = innermost(path, *library.folders)
    if root is None:
        return None
    found = path.lstat()
    beside = companions(names_in(path.parent), is_photo).get(path.name, ())
    return FoundFile(
        path, root, found.st_size, found.st_mtime_ns, found.st_dev, found.st_ino, beside
    )


def follow_in_reviews(decisions: Decisions, moved: Iterable[NewPath]) -> None:
    """What was decided about photos holds for them under their new names, in every library.

    Raises KnownError for a full disk and the like.
    """
    decisions.reviews.follow((one.before, one.after, one.content_hash) for one in moved)


def library_of(home: Home, path: Path) -> Library | None:
    """The library with the innermost folder that holds a path."""
    holding = [
        (len(folder.parts), library)
        for library in LibraryList(home).all()
        for folder in library.folders
        if path.is_relative_to(folder)
    ]
    return max(holding, key=lambda found: found[0])[1] if holding else None


def succeeded(outcomes: Iterable[Outcome]) -> frozenset[str]:
    """Lines of the journal of what was done."""
    return frozenset(o.entry_id for o in outcomes if o.code is OutcomeCode.DONE and o.entry_id)

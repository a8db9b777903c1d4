"""Folder lens: how much of one folder lies in another, by picture, and one decision about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import (
    PAIR_KINDS,
    REMOVABLE_KINDS,
    PairKind,
    PairTable,
    Photo,
)

Partners = Mapping[int, Mapping[int, tuple[PairKind, float]]]
"""By content: the contents it was compared with and is a copy of, with kind and confidence."""


@dataclass(frozen=True, slots=True)
class HeldPhoto:
    """A photo of the one folder whose picture lies in the other, too."""

    photo: Photo
    copies: tuple[Photo, ...]
    """In the other folder, the surest first; each was itself compared with the photo."""
    kind: PairKind
    """Of the first copy."""
    confidence: float


@dataclass(frozen=True, slots=True)
class Lens:
    """What one folder (`inside`) shares with another (`other`)."""

    inside: Path
    other: Path
    held: tuple[HeldPhoto, ...]
    only: tuple[Photo, ...]
    """Photos of `inside` whose picture is nowhere in `other`."""

    @property
    def total(self) -> int:
        return len(self.held) + len(self.only)


def partners_of(table: PairTable, confidence: float) -> Partners:
    """Pairs of copies that are at least so sure and were looked at in full size, from both ends."""
    table = table.where(table.looked)
    found: dict[int, dict[int, tuple[PairKind, float]]] = {}
    codes = [code for code, kind in enumerate(PAIR_KINDS) if kind in REMOVABLE_KINDS]
    columns = (table.a, table.b, table.kind, table.confidence)
    for a, b, code, sure in zip(*(column.tolist() for column in columns), strict=True):
        if code in codes and sure >= confidence:
            found.setdefault(a, {})[b] = found.setdefault(b, {})[a] = (PAIR_KINDS[code], sure)
    return found


def look_through(
    photos: Iterable[Photo],
    partners: Partners,
    inside: Path,
    other: Path,
    is_apart: Callable[[Photo, Photo], bool] = lambda _a, _b: False,
) -> Lens:
    """Compare two folders with all that is below them; photos by path.

    photos    of a library, at least those of both folders; those that cannot be reached are
              no copies of anything
    is_apart  what the user called different pictures

    Where one folder lies in the other, a photo belongs to the inner one only.
    Raises KnownError for one and the same folder.
    """
    if inside == other:
        raise KnownError("A folder is always wholly in itself.", "Choose two different folders.")
    ours: list[Photo] = []
    theirs: dict[int, list[Photo]] = {}
    for photo in sorted(photos, key=lambda photo: photo.path):
        if not photo.is_online:
            continue
        folder = innermost(photo.path, inside, other)
        if folder == inside:
            ours.append(photo)
        elif folder == other:
            theirs.setdefault(photo.content_id, []).append(photo)
    held: list[HeldPhoto] = []
    only: list[Photo] = []
    for photo in ours:
        found = {photo.content_id: (PairKind.IDENTICAL, 1.0), **partners.get(photo.content_id, {})}
        copies = [
            (PAIR_KINDS.index(kind), -sure, copy.path, copy)
            for content, (kind, sure) in found.items()
            for copy in theirs.get(content, ())
            if not is_apart(photo, copy)
        ]
        if copies:
            copies.sort(key=lambda copy: copy[:3])
            code, sure = copies[0][:2]
            held.append(HeldPhoto(photo, tuple(c[3] for c in copies), PAIR_KINDS[code], -sure))
        else:
            only.append(photo)
    return Lens(inside, other, tuple(held), tuple(only))


def mark_held(review: Review, lens: Lens, number_of: Callable[[Photo], int | None]) -> set[int]:
    """Mark what lies safely in the other folder to go, its copies there to stay: one step.

    number_of  a photo's id in the review; None: in no group there
    returns    the photos that are marked to go

    Safely: the review has a copy there in the same group, not marked to go, compared with it, that
    holds all it holds; and its own plan finds a kept photo for it. What is locked or cannot be
    reached stays unmarked.
    """
    marks: dict[int, Mark] = {}
    for held in lens.held:
        photo = number_of(held.photo)
        group = None if photo is None else review.group_of(photo)
        if photo is None or group is None or not review.may_go(photo):
            continue
        members = set(review.members(group))
        for copy in map(number_of, held.copies):
            if (
                copy in members
                and photo in members
                and review.mark_of(copy) is not Mark.TRASH
                and review.may_stand_for(copy, photo)
                and review.holds_all(copy, photo)
            ):
                marks[photo] = Mark.TRASH
                marks[copy] = Mark.KEEP
                break
    review.mark_each(marks, "lens")
    lost = {
        plan.victim
        for plan in review.planned(confirmed_last_copies=True)
        if plan.keeper is None and marks.get(plan.victim) is Mark.TRASH
    }
    if lost:
        review.undo()
        marks = {photo: mark for photo, mark in marks.items() if photo not in lost}
        review.mark_each(marks, "lens")
    return {photo for photo, mark in marks.items() if mark is Mark.TRASH}


def innermost(path: Path, *folders: Path) -> Path | None:
    """Of the folders that hold a path the deepest; None if none does."""
    holding = [folder for folder in folders if path.is_relative_to(folder)]
    return max(holding, key=lambda folder: len(folder.parts), default=None)

"""What a person's decisions say about two folders: "you kept Album over Phone three times".

Only decisions against the rules teach: whoever accepts what is suggested says nothing about
folders. One decision the other way round, and there is nothing to learn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.records import REMOVABLE_KINDS, Group

TIMES = 3
"""Decisions after which it is offered to decide the rest."""

Folders = tuple[Path, Path]
"""The folder that is kept, and the one that is let go."""


@dataclass(frozen=True, slots=True)
class FolderLesson:
    """What was decided so often, and where it could be decided likewise."""

    kept: Path
    let_go: Path
    times: int
    groups: tuple[Group, ...]
    """Open groups with photos of both folders and of no other, nothing marked in them yet."""


def taught_by(review: Review, group: Group) -> Folders | None:
    """The folders a decided group speaks about, if the user decided against the rules."""
    members = review.members(group)
    if group.kind not in REMOVABLE_KINDS or len(members) < 2 or not review.is_solved(group):
        return None
    suggested = review.suggestion(group).keeper
    if review.mark_of(suggested) is not Mark.TRASH:
        return None
    kept = [photo for photo in members if review.mark_of(photo) is Mark.KEEP]
    if not kept:
        return None
    return fork(review.photo(kept[0]).path.parent, review.photo(suggested).path.parent)


def lesson_of(
    review: Review, folders: Folders, groups: Iterable[Group], times: int = TIMES
) -> FolderLesson | None:
    """What all decisions so far say about two folders; None while that is too little.

    groups  all of the review, decided and open
    """
    taught, others = 0, []
    for group in groups:
        if group.kind not in REMOVABLE_KINDS:
            continue
        if review.is_solved(group):
            found = taught_by(review, group)
            if found == (folders[1], folders[0]):
                return None
            taught += found == folders
        elif marks_of(review, folders, group):
            others.append(group)
    if taught < times or not others:
        return None
    return FolderLesson(*folders, taught, tuple(others))


def marks_of(review: Review, folders: Folders, group: Group) -> dict[int, Mark]:
    """How a group would be decided by this lesson; empty if it is not for it to decide.

    Only what was itself verified against the photo that stays, may go, and holds nothing that one
    lacks, is let go.
    """
    members = review.members(group)
    if any(review.mark_of(photo) is not None for photo in members):
        return {}
    sides = {photo: _side(review.photo(photo).path, folders) for photo in members}
    if None in sides.values() or len(set(sides.values())) < 2:
        return {}
    order = [photo for photo in review.suggestion(group).order if sides[photo] == 0]
    keeper = next((photo for photo in order if review.photo(photo).is_online), None)
    if keeper is None:
        return {}
    goes = {
        photo
        for photo, side in sides.items()
        if side == 1
        and review.may_go(photo)
        and review.may_stand_for(keeper, photo)
        and review.holds_all(keeper, photo)
    }
    if not goes:
        return {}
    return {photo: Mark.TRASH if photo in goes else Mark.KEEP for photo in members}


def fork(kept: Path, let_go: Path) -> Folders | None:
    """Where the ways to two folders part: Album/2019 and Phone/2019 part at Album and Phone.

    A folder within the other one stays as it is; the same folder says nothing.
    """
    if kept == let_go:
        return None
    if kept.is_relative_to(let_go) or let_go.is_relative_to(kept):
        return kept, let_go
    same = 0
    while kept.parts[same] == let_go.parts[same]:
        same += 1
    return Path(*kept.parts[: same + 1]), Path(*let_go.parts[: same + 1])


def _side(path: Path, folders: Folders) -> int | None:
    """0 for the kept folder, 1 for the other, by the innermost of the two; None for neither."""
    inside = [i for i, folder in enumerate(folders) if path.is_relative_to(folder)]
    return max(inside, key=lambda i: len(folders[i].parts)) if inside else None

"""A commit: what would go, done by one Actor, and brought back; the same from either door.

`plan_of` and `record_removed` belong to the thread of the desk; `remove`, `give_back`, `settle`,
`add_tag` and `copy_album` may run in another: they know no database.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from imgsim_desktop.acting.actor import Actor
from imgsim_desktop.acting.journal import REMOVALS, Journal, Operation
from imgsim_desktop.acting.mover import LINKS
from imgsim_desktop.acting.trash import throw_away
from imgsim_desktop.choosing.carrying import losses, with_carried
from imgsim_desktop.choosing.followers import Beside, with_followers
from imgsim_desktop.choosing.holdings import moved_beside
from imgsim_desktop.choosing.lens import innermost
from imgsim_desktop.choosing.linking import linkable
from imgsim_desktop.choosing.marks import Mark
from imgsim_desktop.choosing.plan import Planned
from imgsim_desktop.choosing.units import belongings, with_sidecars
from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.reading.beside import can_decode, describe_file, words_to_write
from imgsim_desktop.reading.fingerprints import hash_file, hash_stream
from imgsim_desktop.reading.formats import is_photo_name
from imgsim_desktop.reading.xmp import (
    extended_xmp,
    has_edits,
    rated_xmp,
    reduced_xmp,
    sidecar_of,
    unrated_xmp,
)
from imgsim_desktop.records import FileStamp, Outcome, OutcomeCode, Photo, Rating, Removal
from imgsim_desktop.review.desk import ReviewDesk

__all__ = [
    "REMOVALS",
    "Act",
    "ActingPlace",
    "CommitPlan",
    "Removed",
    "Returned",
    "acting_place",
    "add_tag",
    "copy_album",
    "give_back",
    "plan_of",
    "record_removed",
    "remove",
    "returned",
    "set_rating",
    "settle",
    "throw_away",
]


@dataclass(frozen=True, slots=True)
class ActingPlace:
    """What whoever moves files must know: where the journal is, and which folders are whose."""

    journal: Path
    roots: tuple[Path, ...]
    """Folders of all libraries: a quarantine lies in one of them where there is no trash."""
    locked: tuple[Path, ...] = ()

    def actor(self) -> Actor:
        """The only place where an Actor is made."""
        return Actor(
            Journal(self.journal),
            hash_stream,
            can_decode,
            self.root_of,
            locked_folders=self.locked,
            sidecar_of=sidecar_of,
            extend_xmp=extended_xmp,
            reduce_xmp=reduced_xmp,
            unrate_xmp=unrated_xmp,
        )

    def is_locked(self, path: Path) -> bool:
        """Whether nothing is to be changed where a file lies, as far as its path tells."""
        return any(path.is_relative_to(folder) for folder in self.locked)

    def root_of(self, path: Path) -> Path | None:
        """The innermost library folder that holds a path."""
        return innermost(path, *self.roots)


def acting_place(home: Home, locked: Sequence[Path] = ()) -> ActingPlace:
    """The place of all libraries of a home.

    locked  folders in which nothing is removed and no tag is written
    """
    roots = [folder for library in LibraryList(home).all() for folder in library.folders]
    return ActingPlace(home.journal, tuple(roots), tuple(locked))


@dataclass(frozen=True, slots=True)
class Act:
    """What was chosen to be done with the photos to go."""

    operation: Operation = Operation.TRASH
    folder: Path | None = None
    """Where to, for MOVE."""
    confirmed_last_copies: bool = False
    carries: bool = False
    """Whether words that only a copy to go has are written beside the one that stays."""


@dataclass(frozen=True, slots=True)
class CommitPlan:
    """All marks as they would be carried out now."""

    going: tuple[Photo, ...] = ()
    last_copies: tuple[Photo, ...] = ()
    """Of `going`: those of groups in which nothing would be left."""
    identical: tuple[Photo, ...] = ()
    """Of `going`: those with the bytes of a copy that stays, which a link can replace."""
    roots: tuple[Path, ...] = ()
    """Folders of the libraries."""
    losses: Mapping[str, int] = field(default_factory=dict)
    """By part of choosing.carrying.PARTS: photos that go and know something their keeper does not,
    as far as a scan has read it."""
    locked: int = 0
    """Marked, but in a locked folder: they stay."""
    offline: int = 0
    """Marked, but on a disk that is not connected: they stay marked."""
    apart: int = 0
    """Marked, but the other file of its exposure is not: both stay."""
    shots: int = 0
    """Of `going`: files of one exposure with others, which go together or not at all."""
    followed: int = 0
    """Of `going`: those whose film, edits or sound move beside the copy that stays."""
    planned: tuple[Planned, ...] = ()
    """`going` as the review speaks of it."""
    linkable: tuple[Planned, ...] = ()
    """`identical`, each with its equal copy."""

    def by(self, operation: Operation) -> tuple[Planned, ...]:
        """What this operation can be done with."""
        return self.linkable if operation in LINKS else self.planned


def plan_of(desk: ReviewDesk, roots: Sequence[Path] = ()) -> CommitPlan:
    """What a commit would do now, last copies included."""
    review, photos, photo_of = desk.review, desk.marked(), desk.review.photo
    planned = tuple(review.planned(confirmed_last_copies=True))
    links = tuple(linkable(review, planned))
    marked = {n: p for n, p in photos.items() if review.mark_of(n) is Mark.TRASH}
    return CommitPlan(
        going=tuple(photos[plan.victim] for plan in planned),
        last_copies=tuple(photos[plan.victim] for plan in planned if plan.keeper is None),
        identical=tuple(photos[plan.victim] for plan in links),
        roots=tuple(roots),
        losses=losses(review, planned),
        locked=sum(review.is_locked(number) for number in marked),
        offline=sum(not photo.is_online for photo in marked.values()),
        apart=sum(not review.shot_goes(number) for number in marked),
        shots=sum(bool(review.shot_of(plan.victim)) for plan in planned),
        followed=sum(
            plan.keeper is not None
            and not review.is_locked(plan.keeper)
            and bool(moved_beside(photo_of(plan.keeper), photo_of(plan.victim)))
            for plan in planned
        ),
        planned=planned,
        linkable=links,
    )


@dataclass(frozen=True, slots=True)
class Removed:
    """How a commit ended."""

    operation: Operation
    photos: int
    size_bytes: int
    troubles: tuple[Outcome, ...]
    entry_ids: tuple[str, ...]
    saved_anew: int = 0
    """Photos in whose place another program saved a new file meanwhile."""


@dataclass(frozen=True, slots=True)
class Returned:
    """How an undo on the disk ended."""

    photos: int
    troubles: tuple[Outcome, ...]
    entry_ids: frozenset[str]
    in_question: int = 0
    """Photos of them that wait to be decided again, where the undo was asked for in the review."""


def remove(
    place: ActingPlace, removals: Sequence[Removal], act: Act, control: Control = NULL_CONTROL
) -> list[Outcome]:
    """Do with photos what was chosen; one outcome for each removal, in their order.

    What belongs to a photo goes along, and what only it knows is written beside the one that stays
    where the act says so. Stop ends it after the file at hand: the others are STOPPED.
    """
    units = list(removals)
    if act.operation not in LINKS:  # where a link takes the name, the sidecars stay
        units = with_sidecars(units, names_in, is_photo)
        units = with_followers(units, _BESIDE, is_locked=place.is_locked)
        units = with_carried(units, describe_file) if act.carries else units
    return place.actor().remove(
        units,
        control,
        operation=act.operation,
        folder=act.folder,
        confirmed_last_copies=act.confirmed_last_copies,
    )


def record_removed(
    desk: ReviewDesk, planned: Sequence[Planned], outcomes: Sequence[Outcome], act: Act
) -> Removed:
    """Tell the review what has really gone; what failed stays marked.

    planned, outcomes  in the same order
    """
    done = {
        plan.victim: outcome.entry_id
        for plan, outcome in zip(planned, outcomes, strict=True)
        if outcome.code is OutcomeCode.DONE
    }
    sizes = (desk.review.photo(number).size_bytes for number in done)
    freed = sum(sizes)
    if done:
        desk.review.record_commit(done, planned, as_links=act.operation in LINKS)
    troubles = tuple(o for o in outcomes if o.code is not OutcomeCode.DONE)
    anew = sum(outcome.is_saved_anew for outcome in outcomes)
    return Removed(act.operation, len(done), freed, troubles, tuple(done.values()), anew)


def give_back(
    place: ActingPlace,
    entry_ids: Collection[str] | None = None,
    control: Control = NULL_CONTROL,
    *,
    among: Collection[Operation] = REMOVALS,
) -> list[Outcome]:
    """Bring photos back; None: those of the last commit, also of one before a restart.

    among  of which operations the last one is looked for
    """
    return place.actor().undo(entry_ids, control, among=among)


def returned(outcomes: Sequence[Outcome]) -> Returned:
    """What is back, and what is not."""
    back = frozenset(o.entry_id for o in outcomes if o.code is OutcomeCode.DONE)
    troubles = tuple(o for o in outcomes if o.code is not OutcomeCode.DONE)
    return Returned(len(back), troubles, back)


def settle(place: ActingPlace) -> list[Outcome]:
    """End what a crash cut off; one outcome for each photo, see `Actor.recover`."""
    return place.actor().recover()


def add_tag(
    place: ActingPlace, photos: Sequence[FileStamp], word: str, control: Control = NULL_CONTROL
) -> list[Outcome]:
    """Write a keyword into the XMP beside photos; one outcome a photo."""
    return place.actor().tag(photos, lambda path: words_to_write(path, word), control)


def set_rating(
    place: ActingPlace,
    photos: Sequence[FileStamp],
    rating: Rating,
    rated_inside: Collection[Path],
    control: Control = NULL_CONTROL,
) -> list[Outcome]:
    """Write stars or a pick into the XMP beside photos; one outcome a photo.

    rated_inside  photos that have a rating in themselves
    """

    def change_of(path: Path) -> Callable[[bytes | None], bytes | None]:
        return partial(rated_xmp, rating=rating, is_rated_inside=path in rated_inside)

    return place.actor().rate(photos, change_of, control)


def copy_album(
    place: ActingPlace,
    parent: Path,
    name: str,
    photos: Sequence[FileStamp],
    control: Control = NULL_CONTROL,
) -> tuple[Path, list[Outcome]]:
    """Copy photos with what belongs to them into a new folder; that, and one outcome a photo."""
    found = belongings((photo.path for photo in photos), names_in, is_photo)
    return place.actor().copy_into(parent, name, photos, control, sidecars_of=found.__getitem__)


def _belongings_of(photos: Iterable[Path]) -> Mapping[Path, tuple[Path, ...]]:
    return belongings(photos, names_in, is_photo)


def _content_of(path: Path) -> bytes | None:
    try:
        return hash_file(path) if stat.S_ISREG(path.stat().st_mode) else None
    except OSError:
        return None


def _has_edits(path: Path) -> bool:
    """What cannot be read is not called mere words."""
    try:
        return not stat.S_ISREG(path.stat().st_mode) or has_edits(path.read_bytes())
    except OSError:
        return True


_BESIDE = Beside(_content_of, _has_edits, _belongings_of, os.path.lexists)


def names_in(folder: Path) -> list[str]:
    """Names of the files in a folder; none if it cannot be listed: the actor will say why."""
    try:
        return [entry.name for entry in os.scandir(folder)]
    except OSError:
        return []


def is_photo(name: str) -> bool:
    return is_photo_name(Path(name))

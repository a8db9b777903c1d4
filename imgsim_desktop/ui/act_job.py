"""Commit, tags, albums and undo in the thread `act`: it owns the files and the journal, and knows
no database.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject

from imgsim_desktop.acting.actor import Actor
from imgsim_desktop.acting.journal import ADDITIONS, Journal, Operation, State
from imgsim_desktop.acting.mover import LINKS
from imgsim_desktop.choosing.carrying import with_carried
from imgsim_desktop.choosing.units import belongings, with_sidecars
from imgsim_desktop.control import Control
from imgsim_desktop.reading.decode import can_decode
from imgsim_desktop.reading.descriptions import describe_file, words_to_write
from imgsim_desktop.reading.fingerprints import hash_file
from imgsim_desktop.reading.formats import is_photo_name
from imgsim_desktop.reading.xmp import extended_xmp, reduced_xmp, sidecar_of
from imgsim_desktop.records import FileStamp, Outcome, OutcomeCode, Removal
from imgsim_desktop.ui.job import Job
from imgsim_desktop.ui.session import LibrarySession

REMOVALS = frozenset(Operation) - ADDITIONS


@dataclass(frozen=True, slots=True)
class ActingPlace:
    """What the actor must know about the library whose files it touches."""

    journal: Path
    roots: tuple[Path, ...]
    """Library folders: a quarantine lies in one of them where there is no trash."""
    locked: tuple[Path, ...] = ()

    def actor(self) -> Actor:
        return Actor(
            Journal(self.journal),
            hash_file,
            can_decode,
            self.root_of,
            locked_folders=self.locked,
            sidecar_of=sidecar_of,
            extend_xmp=extended_xmp,
            reduce_xmp=reduced_xmp,
        )

    def root_of(self, path: Path) -> Path | None:
        """The innermost library folder that holds a path."""
        holding = [root for root in self.roots if path.is_relative_to(root)]
        return max(holding, key=lambda root: len(root.parts), default=None)


def place_of(session: LibrarySession) -> ActingPlace:
    """What the actor must know now. GUI thread."""
    roots = () if session.library is None else session.library.folders
    return ActingPlace(session.home.journal, roots, session.decisions.locked_folders())


@dataclass(frozen=True, slots=True)
class Act:
    """What the person chose on the sheet."""

    operation: Operation = Operation.TRASH
    folder: Path | None = None
    """Where to, for MOVE."""
    confirmed_last_copies: bool = False
    carries: bool = False
    """Whether words that only a copy to go has are written beside the one that stays."""


def removal_job(
    place: ActingPlace, removals: Sequence[Removal], act: Act, parent: QObject | None = None
) -> Job:
    """Carry out the marks; `finished` carries one Outcome for each removal, in their order.

    Stop ends it after the file at hand: the others have the outcome STOPPED.
    """

    def work(control: Control) -> list[Outcome]:
        units = removals
        if act.operation not in LINKS:  # where a link takes the name, the sidecars stay
            units = with_sidecars(removals, _names_in, _is_photo)
            units = with_carried(units, describe_file) if act.carries else units
        return place.actor().remove(
            units,
            control,
            operation=act.operation,
            folder=act.folder,
            confirmed_last_copies=act.confirmed_last_copies,
        )

    return Job("act", work, parent)


def undo_job(
    place: ActingPlace,
    entry_ids: Collection[str] | None = None,
    parent: QObject | None = None,
    *,
    among: Collection[Operation] = REMOVALS,
) -> Job:
    """Give photos back; None: those of the last commit, also of one before a restart.

    among  of which operations the last one is looked for
    """

    def work(control: Control) -> list[Outcome]:
        return place.actor().undo(entry_ids, control, among=among)

    return Job("act", work, parent)


def album_job(
    place: ActingPlace,
    parent_folder: Path,
    name: str,
    photos: Sequence[FileStamp],
    parent: QObject | None = None,
) -> Job:
    """Copy photos with their sidecars into a new folder.

    `finished` carries (the folder, one Outcome a photo).
    """

    def work(control: Control) -> tuple[Path, list[Outcome]]:
        found = belongings((photo.path for photo in photos), _names_in, _is_photo)
        return place.actor().copy_into(
            parent_folder, name, photos, control, sidecars_of=found.__getitem__
        )

    return Job("act", work, parent)


def tag_job(
    place: ActingPlace, photos: Sequence[FileStamp], word: str, parent: QObject | None = None
) -> Job:
    """Write a keyword into the XMP beside photos; `finished` carries one Outcome a photo."""

    def work(control: Control) -> list[Outcome]:
        return place.actor().tag(photos, lambda path: words_to_write(path, word), control)

    return Job("act", work, parent)


def settle_job(place: ActingPlace, parent: QObject | None = None) -> Job:
    """Settle what a crash cut off; `finished` carries a frozenset of entries that are back."""

    def work(_control: Control) -> frozenset[str]:
        place.actor().recover()
        entries = Journal(place.journal).entries()
        return frozenset(e.entry_id for e in entries if e.state in (State.UNDONE, State.FAILED))

    return Job("act", work, parent)


def _names_in(folder: Path) -> list[str]:
    """Names of the files in a folder; none if it cannot be listed: the actor will say why."""
    try:
        return [entry.name for entry in os.scandir(folder)]
    except OSError:
        return []


def _is_photo(name: str) -> bool:
    return is_photo_name(Path(name))


def said_outcome(code: OutcomeCode) -> str:
    """Why a file stayed where it was, or what became of it."""
    translate: Callable[[str, str], str] = QCoreApplication.translate
    said = {
        OutcomeCode.DONE: translate("act", "Done"),
        OutcomeCode.CHANGED: translate("act", "The file has changed since it was marked"),
        OutcomeCode.KEEPER_CHANGED: translate("act", "The copy to keep has changed or is gone"),
        OutcomeCode.KEEPER_UNREADABLE: translate("act", "The copy to keep cannot be read"),
        OutcomeCode.GONE: translate("act", "The file is gone"),
        OutcomeCode.LOCKED: translate("act", "Its folder is locked"),
        OutcomeCode.NO_TRASH: translate("act", "This disk has no trash"),
        OutcomeCode.FAILED: translate("act", "The system refused"),
        OutcomeCode.NOT_CONFIRMED: translate("act", "Gone, but not found in the trash"),
        OutcomeCode.SAME_FILE: translate("act", "It is the kept file under another name"),
        OutcomeCode.KEEPER_GOES: translate("act", "The copy to keep is to be removed, too"),
        OutcomeCode.LAST_COPY: translate("act", "It is the last copy"),
        OutcomeCode.NOT_IDENTICAL: translate("act", "It is not byte-identical to the kept copy"),
        OutcomeCode.OTHER_DISK: translate("act", "The kept copy lies on another disk"),
        OutcomeCode.CANNOT_LINK: translate("act", "This file system knows no such links"),
        OutcomeCode.NOT_CARRIED: translate(
            "act", "What only it knows could not be written beside the kept copy"
        ),
        OutcomeCode.NOT_TAGGED: translate("act", "Its XMP file could not be written"),
        OutcomeCode.OCCUPIED: translate("act", "Another file lies at its place now"),
        OutcomeCode.STOPPED: translate("act", "Stopped before its turn"),
    }
    return said[code]

"""The one door to the person's files: removes what was decided, and undoes it.

Everything runs in one thread (`act`). Cancelling is no exception here: what is done stays done,
and each file whose turn never came has the outcome STOPPED.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from imgsim_desktop.acting.adder import Adder, Ticket
from imgsim_desktop.acting.album import new_album
from imgsim_desktop.acting.batch import RemovalBatch, RemovalJob, units_to_go
from imgsim_desktop.acting.bins import Resting
from imgsim_desktop.acting.checks import LockedFolders
from imgsim_desktop.acting.claims import Hash
from imgsim_desktop.acting.discarding import Discarder
from imgsim_desktop.acting.entries import photos_of, units_of
from imgsim_desktop.acting.journal import (
    ADDITIONS,
    Journal,
    JournalEntry,
    Operation,
    State,
    new_batch_id,
)
from imgsim_desktop.acting.mover import LINKS, Mover
from imgsim_desktop.acting.origins import could_be_from
from imgsim_desktop.acting.receipts import keep_receipts
from imgsim_desktop.acting.recovery import Recovery
from imgsim_desktop.acting.refusals import Refused
from imgsim_desktop.acting.sidecars import Change, Extend, Reduce, SidecarOf, SidecarWriter, Unrate
from imgsim_desktop.acting.trash import Trash, system_trash
from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import FileStamp, Outcome, OutcomeCode, Progress, Removal

T = TypeVar("T")

_first = itemgetter(0)
_NOT_ALONG = frozenset({Operation.SIDECAR, Operation.FOLLOW})
"""Entries of a unit that are no file which goes where its photo goes."""
_AS_IT_WAS = frozenset({*LINKS, Operation.RELOCATE})
"""Done again with the very files it was done with."""


class Actor:
    """Removes and gives back photos, as few as are safe; every answer is an Outcome."""

    def __init__(
        self,
        journal: Journal,
        hash_stream: Hash,
        can_decode: Callable[[Path], bool],
        quarantine_root_for: Callable[[Path], Path | None],
        locked_folders: Iterable[Path] = (),
        trash: Trash | None = None,
        *,
        sidecar_of: SidecarOf | None = None,
        extend_xmp: Extend | None = None,
        reduce_xmp: Reduce | None = None,
        unrate_xmp: Unrate | None = None,
    ) -> None:
        """hash_stream          content hash of an open file, as in FileStamp
        can_decode           whether a keeper can still be opened as a picture
        quarantine_root_for  library folder that holds a path; None: no quarantine for it
        locked_folders       nothing in them or below is ever removed
        trash                default: the operating system's
        sidecar_of, extend_xmp, reduce_xmp, unrate_xmp  how XMP is named and written; needed for
                   tags and ratings, and where a removal carries words
        """
        self._journal = journal
        self._hash_stream = hash_stream
        self._can_decode = can_decode
        self._locked = LockedFolders(locked_folders)
        discarder = Discarder(trash or system_trash(), hash_stream, quarantine_root_for)
        self._mover = Mover(journal, discarder, hash_stream)
        self._sidecars = SidecarWriter(
            journal, hash_stream, sidecar_of, extend_xmp, self._locked, reduce_xmp, unrate_xmp
        )
        self._adder = Adder(journal, hash_stream, self._sidecars, discarder, self._locked)
        self._recovery = Recovery(journal, self._mover, self._sidecars, self._adder)

    def remove(
        self,
        removals: Sequence[Removal],
        control: Control = NULL_CONTROL,
        *,
        operation: Operation = Operation.TRASH,
        folder: Path | None = None,
        confirmed_last_copies: bool = False,
    ) -> list[Outcome]:
        """Remove photos with their sidecars; one outcome for each removal, in their order.

        Those of one exposure (`Removal.shot`) go as one unit: all of them, or none does.
        operation  TRASH, or in its place the QUARANTINE where a volume has no trash; MOVE to
                   `folder`; RELOCATE to `folder` or to the names in `Removal.goals`; HARD_LINK and
                   REFLINK put the keeper's bytes in the victim's place
        confirmed_last_copies  the person was warned and wants it: removals without a keeper are
                   carried out

        After a NOT_CONFIRMED (the trash swallowed a file) the rest is STOPPED, not fed to it.
        Raises KnownError if the journal cannot be written or another program writes it.
        """
        if operation is Operation.RELOCATE:
            assert all((folder is None) == bool(removal.goals) for removal in removals)
            confirmed_last_copies = True  # it stays what it is
        else:
            assert (folder is not None) == (operation is Operation.MOVE)
        return self._run(
            [RemovalJob(removal, operation, folder, confirmed_last_copies) for removal in removals],
            control,
        )

    def tag(
        self,
        photos: Sequence[FileStamp],
        words_of: Callable[[Path], Sequence[str]],
        control: Control = NULL_CONTROL,
    ) -> list[Outcome]:
        """Write keywords into the XMP sidecars of photos; one outcome a photo, in their order.

        words_of  what a photo's sidecar shall say; words that stand there are not written again

        LOCKED below a locked folder. What is written about a photo twice is one sidecar.
        """
        return self._add(
            photos, lambda t, p: self._adder.tag(t, p, words_of(p.path)), control, "tagging"
        )

    def rate(
        self,
        photos: Sequence[FileStamp],
        change_of: Callable[[Path], Change],
        control: Control = NULL_CONTROL,
    ) -> list[Outcome]:
        """Write stars or a pick into the XMP sidecars of photos; one outcome a photo, in order.

        change_of  of a photo's path: how its sidecar is changed

        LOCKED below a locked folder; undo puts back what stood there.
        """
        return self._add(
            photos, lambda t, p: self._adder.rate(t, p, change_of(p.path)), control, "tagging"
        )

    def copy_into(
        self,
        parent: Path,
        name: str,
        photos: Sequence[FileStamp],
        control: Control = NULL_CONTROL,
        *,
        sidecars_of: Callable[[Path], Sequence[Path]] = lambda _photo: (),
    ) -> tuple[Path, list[Outcome]]:
        """Copy photos into a new folder; the folder, and one outcome a photo, in their order.

        sidecars_of  the files that belong to a photo and are copied with it; one that two of the
                   photos share is copied with the first

        Raises KnownError if no folder can be made there, or if it is locked.
        """
        if self._locked.holds(parent / name):
            raise KnownError(
                Sentence("{parent} is locked.", parent=parent),
                "Choose another place for the album.",
            )
        album = new_album(parent, name)
        copied: set[Path] = set()

        def copy(ticket: Ticket, photo: FileStamp) -> Outcome:
            sidecars = [path for path in sidecars_of(photo.path) if path not in copied]
            outcome = self._adder.copy(ticket, photo, album, sidecars)
            copied.update(sidecars)
            return outcome

        outcomes = self._add(photos, copy, control, "album")
        with contextlib.suppress(OSError):  # it holds copies
            album.rmdir()
        return album, outcomes

    def _add(
        self,
        photos: Sequence[FileStamp],
        add: Callable[[Ticket, FileStamp], Outcome],
        control: Control,
        stage: str,
    ) -> list[Outcome]:
        with self._journal.writing():
            self._recovery.recover()
            at_ns = time.time_ns()
            batch_id = new_batch_id(at_ns)
            items = [
                ([photo.path], (Ticket(f"{batch_id}-{number:06d}", batch_id, at_ns), photo))
                for number, photo in enumerate(photos)
            ]
            outcomes = self._each(items, lambda item: [add(*item)], control, stage)
            self._keep_receipts(batch_id)
            return outcomes

    def redo(
        self,
        entry_ids: Iterable[str],
        control: Control = NULL_CONTROL,
        *,
        look_again: Callable[[Removal], Removal] = lambda removal: removal,
    ) -> list[Outcome]:
        """Remove again what was undone, checked as at the first time.

        Not where a line of the journal is lost that said which copy stays.
        look_again  gives a removal the sidecars and words its victim has by now
        """
        wanted = set(entry_ids)
        jobs = []
        for unit in units_of(self._journal.entries()):
            photos = photos_of(unit)
            is_undone = unit[-1].operation not in ADDITIONS and unit[-1].state is State.UNDONE
            is_known = all(e.keeper is not None or not e.is_found_again for e in unit)
            if is_undone and is_known and any(photo.entry_id in wanted for photo in photos):
                jobs += self._jobs_again(unit, look_again)
        return self._run(jobs, control)

    @staticmethod
    def _jobs_again(
        unit: Sequence[JournalEntry], look_again: Callable[[Removal], Removal]
    ) -> list[RemovalJob]:
        """What is to be done for a unit to be away once more; sidecars go with its last photo."""
        jobs = []
        photos = photos_of(unit)
        for photo in photos:
            is_move = photo.operation is Operation.MOVE
            is_quarantine = photo.operation is Operation.QUARANTINE
            sidecars = tuple(
                e.stamp.path
                for e in unit
                if photo is photos[-1] and e.is_sidecar and e.operation not in _NOT_ALONG
            )
            follows = tuple(
                (e.stamp.path, e.planned)
                for e in unit
                if photo is photos[-1] and e.operation is Operation.FOLLOW and e.planned is not None
            )
            goals = tuple(
                (e.stamp.path, e.planned)
                for e in unit
                if e.operation is Operation.RELOCATE and e.planned is not None
                if e is photo or e.stamp.path in sidecars
            )
            shot = tuple(other.stamp.path for other in photos if other is not photo)
            removal = Removal(
                photo.stamp, photo.keeper, sidecars, follows=follows, goals=goals,
                shot=shot, why=photo.why, carried=photo.carried,
            )  # fmt: skip
            jobs.append(
                RemovalJob(
                    removal if photo.operation in _AS_IT_WAS else look_again(removal),
                    Operation.TRASH if is_quarantine else photo.operation,
                    photo.planned.parent if is_move and photo.planned else None,
                    may_be_last=photo.keeper is None,
                )
            )
        return jobs

    def undo(
        self,
        entry_ids: Collection[str] | None = None,
        control: Control = NULL_CONTROL,
        *,
        among: Collection[Operation] = tuple(Operation),
    ) -> list[Outcome]:
        """Give photos back to their places, last removed first; None: the last batch that can be.

        Tags and copies are taken away again.
        among  of which operations the last batch is looked for

        A file that is back already is DONE. Nothing is overwritten: where another file lies by
        now the outcome is OCCUPIED, and undo may be called again when that has been moved away.
        GONE: the trash was emptied. A photo and its sidecars come back together or not at all.
        JOURNAL_DAMAGED, as the last outcome: lines can be read no more that may have told of more.
        """
        with self._journal.writing():
            self._recovery.find_again()
            if entry_ids is None:
                entry_ids = self._last_batch(among)
            settled = [o for o in self._recovery.recover() if o.entry_id in entry_ids]
            units = [
                unit
                for unit in units_of(self._journal.entries())
                if unit[-1].can_undo and any(entry.entry_id in entry_ids for entry in unit)
            ]
            back: list[JournalEntry] = []

            def undo_unit(unit: Sequence[JournalEntry]) -> list[Outcome]:
                outcomes = self._undo_unit(unit)
                back.extend(unit)
                return outcomes

            outcomes = self._each(
                [
                    ([photo.stamp.path for photo in photos_of(unit)], unit)
                    for unit in reversed(units)
                ],
                undo_unit,
                control,
                "taking-back",
            )
            if back:
                outcomes[-1] = self._take_words_back(back, outcomes[-1])
            outcomes += [self._brought_back(o) for o in settled if o.code is not OutcomeCode.DONE]
            return outcomes + self._unread({entry.batch_id for unit in units for entry in unit})

    def _last_batch(self, among: Collection[Operation]) -> set[str]:
        """Entries of the last commit that can be undone, or that a crash cut off.

        Asked before the crash is settled: what that brings back is what was wanted, and no reason
        to go on to the commit before.
        """
        unfinished = {
            entry.batch_id
            for entry in self._journal.unfinished()
            if entry.state in (State.INTENDED, State.UNDOING)
        }
        batches = [
            batch
            for batch in self._journal.batches()
            if batch.can_undo or batch.batch_id in unfinished
            if batch.entries[-1].operation in among
        ]
        return {entry.entry_id for entry in batches[-1].entries} if batches else set()

    def _brought_back(self, settled: Outcome) -> Outcome:
        """What a recovery found at its place, or put there, in the words of an undo."""
        unfinished = {entry.entry_id for entry in self._journal.unfinished()}
        if settled.code is not OutcomeCode.STOPPED:
            return settled
        if settled.entry_id in unfinished:
            return replace(settled, code=OutcomeCode.FAILED)
        return replace(settled, code=OutcomeCode.DONE, moved_to=settled.path)

    def _unread(self, batch_ids: Collection[str]) -> list[Outcome]:
        """What is to be told of a damaged journal when these were undone, or nothing was."""
        lost = self._journal.lost_near(batch_ids) if batch_ids else self._journal.lost()
        if not lost:
            return []
        detail = f"{len(lost)} {'line' if len(lost) == 1 else 'lines'}"
        return [Outcome(self._journal.path, OutcomeCode.JOURNAL_DAMAGED, detail)]

    def recover(self) -> list[Outcome]:
        """Settle what a crash left unfinished, see Recovery.recover; to be called at the start."""
        if not self._journal.unfinished():
            return []
        with self._journal.writing():
            return self._recovery.recover()

    def _run(self, jobs: Sequence[RemovalJob], control: Control) -> list[Outcome]:
        with self._journal.writing():
            self._recovery.recover()
            batch = RemovalBatch(
                jobs, self._hash_stream, self._can_decode, self._locked, self._sidecars
            )

            def remove_unit(unit: Sequence[RemovalJob]) -> list[Outcome]:
                entries = batch.entries_of(unit)
                self._journal.intend(entries)
                return self._remove_unit(entries, batch.check_keeper)

            numbers = units_to_go(jobs)
            units = [[jobs[number] for number in unit] for unit in numbers]
            outcomes = self._each(
                [([job.removal.victim.path for job in unit], unit) for unit in units],
                remove_unit,
                control,
            )
            self._keep_receipts(batch.batch_id)
            order = [number for unit in numbers for number in unit]
            return [outcome for _, outcome in sorted(zip(order, outcomes, strict=True), key=_first)]

    def _keep_receipts(self, batch_id: str) -> None:
        entries = [e for e in self._journal.entries() if e.batch_id == batch_id]
        if entries:
            keep_receipts(self._journal.path.parent / "receipts", batch_id, entries)

    def _each(
        self,
        items: Sequence[tuple[Sequence[Path], T]],
        act: Callable[[T], Sequence[Outcome]],
        control: Control,
        stage: str = "acting",
    ) -> list[Outcome]:
        """One outcome for each photo of each item, in their order.

        Trouble with one item never ends the others.
        """
        outcomes: list[Outcome] = []
        is_trusted = True
        failed = 0
        total = sum(len(paths) for paths, _ in items)
        for paths, item in items:
            if control.is_stopped or not is_trusted:
                outcomes += [Outcome(path, OutcomeCode.STOPPED) for path in paths]
                continue
            try:
                found = act(item)
            except Refused as refused:
                found = [Outcome(path, refused.code, refused.detail) for path in paths]
            except Exception as error:  # noqa: BLE001  (one file; the journal settles it)
                said = f"{type(error).__name__}: {error}"
                found = [Outcome(path, OutcomeCode.FAILED, said) for path in paths]
            outcomes += found
            is_trusted = all(outcome.code is not OutcomeCode.NOT_CONFIRMED for outcome in found)
            failed += sum(outcome.code is not OutcomeCode.DONE for outcome in found)
            current = paths[-1].name
            control.report(Progress(stage, len(outcomes), total, failed, current=current))
        return outcomes

    def _remove_unit(
        self, entries: Sequence[JournalEntry], check_keeper: Callable[[FileStamp], object]
    ) -> list[Outcome]:
        detail = ""
        rests: dict[str, Resting] = {}
        for entry in entries:
            resting: Resting | None = None
            try:
                if entry.operation is Operation.SIDECAR:
                    self._sidecars.write(entry)
                else:
                    resting = self._mover.put(entry, check_keeper)
            except Refused as refused:
                unit = self._recovery.unit_of(entries[-1])
                settled = self._recovery.settle(unit, refused.code, refused.detail)
                if all(outcome.code is OutcomeCode.STOPPED for outcome in settled):
                    raise
                return settled
            if resting is not None:
                rests[entry.entry_id] = resting
            try:
                self._journal.done(entry.entry_id, resting)
            except OSError as error:  # its intent is on the disk: recover() will find the file
                detail = str(error)
        return [
            Outcome(
                photo.stamp.path, OutcomeCode.DONE, detail, rests[photo.entry_id].file,
                photo.entry_id,
                is_saved_anew=photo.operation not in LINKS and os.path.lexists(photo.stamp.path),
            )
            for photo in photos_of(entries)
        ]  # fmt: skip

    def _undo_unit(self, unit: Sequence[JournalEntry]) -> list[Outcome]:
        photo = unit[-1]
        if photo.operation in ADDITIONS:
            return [self._adder.undo([entry for entry in unit if entry.can_undo])]
        detail = ""
        out = [entry for entry in unit if entry.can_undo]
        self._check_origins(out)
        written = [entry for entry in out if entry.operation is Operation.SIDECAR]
        if written:
            self._journal.undoing([entry.entry_id for entry in written])
        try:
            detail = self._mover.give_back([entry for entry in out if entry not in written])
        except Refused as refused:
            for entry in written:
                self._journal.stayed(entry.entry_id, refused.code.value, refused.detail)
            raise
        except OSError as error:
            if not self._mover.is_untouched(photo):
                raise
            detail = str(error)  # it is back; recover() will complete the journal
        return [
            Outcome(p.stamp.path, OutcomeCode.DONE, detail, p.stamp.path, p.entry_id)
            for p in photos_of(unit)
        ]

    def _check_origins(self, unit: Sequence[JournalEntry]) -> None:
        """Raises Refused where lines without a checksum say something else than the disk."""
        for entry in unit:
            resting = entry.resting
            if entry.is_checked or resting is None or entry.operation is Operation.SIDECAR:
                continue
            if not could_be_from(entry, resting, self._mover.trash.find):
                raise Refused(OutcomeCode.ORIGIN_UNSURE, f"{resting.file} is from elsewhere")

    def _take_words_back(self, back: Sequence[JournalEntry], last: Outcome) -> Outcome:
        """For all photos at once: one by one it took 16 s for 1,500 photos, now 1 s."""
        written = [e for e in back if e.operation is Operation.SIDECAR and e.can_undo]
        try:
            self._sidecars.catch_up(back, written)
        except OSError as error:  # announced in the journal: recover() will do the rest
            return replace(last, detail=str(error))
        return last

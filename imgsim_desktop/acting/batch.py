"""One commit: what is checked and announced of each photo that goes, with what goes along."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from imgsim_desktop.acting.checks import BatchCheck, LockedFolders
from imgsim_desktop.acting.claims import Hash
from imgsim_desktop.acting.journal import JournalEntry, Operation, new_batch_id
from imgsim_desktop.acting.mover import LINKS
from imgsim_desktop.acting.names import free_names
from imgsim_desktop.acting.refusals import Refused
from imgsim_desktop.acting.sidecars import SidecarWriter
from imgsim_desktop.records import Description, FileStamp, OutcomeCode, Removal


@dataclass(frozen=True, slots=True)
class RemovalJob:
    """One photo to go, and how."""

    removal: Removal
    operation: Operation
    folder: Path | None
    may_be_last: bool


class RemovalBatch:
    """Numbers the journal's lines of a commit; nothing is touched here."""

    def __init__(
        self,
        jobs: Sequence[RemovalJob],
        hash_stream: Hash,
        can_decode: Callable[[Path], bool],
        locked: LockedFolders,
        sidecars: SidecarWriter,
    ) -> None:
        self._check = BatchCheck([job.removal for job in jobs], hash_stream, can_decode)
        self._locked = locked
        self._sidecars = sidecars
        self._at_ns = time.time_ns()
        self.batch_id = new_batch_id(self._at_ns)
        self._number = 0
        self._going = {
            path
            for job in jobs
            for path in (
                job.removal.victim.path,
                *job.removal.sidecars,
                *(source for source, _ in job.removal.follows),
            )
        }

    def check_keeper(self, keeper: FileStamp) -> None:
        """Once more, right before a file goes; cheap where nobody has touched the keeper since."""
        self._check.check_keeper(keeper)

    def entries_of(self, jobs: Sequence[RemovalJob]) -> list[JournalEntry]:
        """What the journal announces of one unit: keepers' XMP, then each photo after its sidecars.

        jobs  one, or those of all files of an exposure that are to go together
        Raises Refused where the disk is not as it was when the person decided.
        """
        own = {job.removal.victim.path for job in jobs}
        jobs = [_without_shared(job, own) for job in jobs]
        goals = {source: goal for job in jobs for source, goal in job.removal.goals}
        for job in jobs:
            self._check_shot(job, own)
        parts = [(job, part) for job in jobs for part in self._checked(job)]
        words = self._words(jobs)
        unit_id = self._id(len(words) + len(parts) - 1)
        entries = [replace(entry, unit_id=unit_id) for entry in words]
        self._number += len(words)
        along = [s.path for job, (s, _) in parts if s.path not in dict(job.removal.follows)]
        places = goals or _places(jobs[-1], along)
        for job, (stamp, inode) in parts:
            entry_id = self._id(0)
            is_photo = stamp.path == job.removal.victim.path
            follows = dict(job.removal.follows)
            entries.append(
                JournalEntry(
                    entry_id=entry_id,
                    batch_id=self.batch_id,
                    unit_id=unit_id,
                    at_ns=self._at_ns,
                    operation=Operation.FOLLOW if stamp.path in follows else job.operation,
                    stamp=stamp,
                    inode=inode,
                    keeper=job.removal.keeper,
                    planned=follows.get(stamp.path) or places.get(stamp.path),
                    why=job.removal.why,
                    carried=job.removal.carried,
                    is_shot=is_photo and entry_id != unit_id,
                )
            )
            self._number += 1
        return entries

    def _words(self, jobs: Sequence[RemovalJob]) -> list[JournalEntry]:
        """What is written beside the keepers, each sidecar once. Raises Refused."""
        told: dict[Path, tuple[FileStamp, Description]] = {}
        for job in jobs:
            carried, keeper = job.removal.carried, job.removal.keeper
            if carried and keeper is not None and job.operation not in LINKS:
                place = self._sidecars.place_of(keeper.path)
                first, known = told.get(place, (keeper, None))
                told[place] = first, carried if known is None else _joined(known, carried)
        entries: list[JournalEntry] = []
        for keeper, carried in told.values():
            entry_id = self._id(len(entries))
            plan = self._sidecars.prepare(keeper.path, carried, entry_id, self._going)
            if plan is not None:
                stamp, content, after = plan
                entries.append(
                    JournalEntry(
                        entry_id, self.batch_id, "", self._at_ns, Operation.SIDECAR, stamp, 0,
                        keeper, content, carried=carried, after=after,
                    )
                )  # fmt: skip
        return entries

    @staticmethod
    def _check_shot(job: RemovalJob, own: Collection[Path]) -> None:
        """Raises Refused where a file of the same exposure would be left behind."""
        for other in () if job.operation in LINKS else job.removal.shot:
            if other not in own and os.path.lexists(other):
                raise Refused(OutcomeCode.SHOT_STAYS, str(other))

    def _id(self, ahead: int) -> str:
        """Of the entry so many after the next one."""
        return f"{self.batch_id}-{self._number + ahead:06d}"

    def _checked(self, job: RemovalJob) -> list[tuple[FileStamp, int]]:
        removal = job.removal
        moved = [path for pair in (*removal.follows, *removal.goals) for path in pair]
        if job.operation is Operation.RELOCATE and job.folder is not None:
            moved.append(job.folder / removal.victim.path.name)
        for path in (removal.victim.path, *removal.sidecars, *moved):
            if self._locked.holds(path):
                raise Refused(OutcomeCode.LOCKED, str(path))
        if removal.held_back is not None and job.operation not in LINKS:
            is_arranged = job.operation is Operation.RELOCATE
            code = OutcomeCode.SHARED_BESIDE if is_arranged else OutcomeCode.HOLDS_BESIDE
            raise Refused(code, str(removal.held_back))
        for _, goal in (*removal.follows, *removal.goals):
            if os.path.lexists(goal):
                raise Refused(OutcomeCode.OCCUPIED, str(goal))
        parts = self._check.check(removal, may_be_last=job.may_be_last)
        if job.operation in LINKS:
            keeper = removal.keeper
            if keeper is None or keeper.content_hash != removal.victim.content_hash:
                raise Refused(OutcomeCode.NOT_IDENTICAL, str(removal.victim.path))
            if parts[1:]:
                raise Refused(OutcomeCode.FAILED, "its name stays, and so do its sidecars")
        return parts


def units_to_go(jobs: Sequence[RemovalJob]) -> list[list[int]]:
    """Which of the jobs belong to one exposure and go as one; by their place among the jobs.

    Under a link's name the bytes are still there: each file is a unit of its own.
    """
    at = {job.removal.victim.path: number for number, job in enumerate(jobs)}
    units: list[list[int]] = []
    seen: set[int] = set()
    for number, job in enumerate(jobs):
        if number in seen:
            continue
        others = () if job.operation in LINKS else job.removal.shot
        unit = sorted({number, *(at[path] for path in others if path in at)} - seen)
        seen.update(unit)
        units.append(unit)
    return units


def _joined(first: Description, second: Description) -> Description:
    """What either says, for one sidecar of two files of an exposure; the first one is believed."""
    timed = second if first.taken_ns is None else first
    return replace(
        first,
        taken_ns=timed.taken_ns,
        utc_offset_min=timed.utc_offset_min,
        taken_step_s=timed.taken_step_s,
        made_ns=second.made_ns if first.made_ns is None else first.made_ns,
        latitude=second.latitude if first.latitude is None else first.latitude,
        longitude=second.longitude if first.latitude is None else first.longitude,
        keywords=tuple(sorted({*first.keywords, *second.keywords})),
        rating=second.rating if first.rating is None else first.rating,
        caption=second.caption if first.caption is None else first.caption,
        unread=tuple(dict.fromkeys((*first.unread, *second.unread))),
    )


def _without_shared(job: RemovalJob, own: Collection[Path]) -> RemovalJob:
    """A sidecar another photo still needs stays: that photo was to go as well, and could not.

    own  photos that go in the same unit
    """
    needed = {
        sidecar
        for sidecar, other in job.removal.shared
        if other not in own and os.path.lexists(other)
    }
    if not needed:
        return job
    if job.operation is Operation.RELOCATE:  # what is moved for its own sake loses nothing by it
        raise Refused(OutcomeCode.SHARED_BESIDE, str(min(needed)))
    sidecars = tuple(path for path in job.removal.sidecars if path not in needed)
    follows = tuple(pair for pair in job.removal.follows if pair[0] not in needed)
    return replace(job, removal=replace(job.removal, sidecars=sidecars, follows=follows))


def _places(job: RemovalJob, paths: Sequence[Path]) -> dict[Path, Path]:
    """Where the files go, where that is ours to say; the photo is the last."""
    return {} if job.folder is None else free_names(job.folder, paths[-1], paths[:-1])

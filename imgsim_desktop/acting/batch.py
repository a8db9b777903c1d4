"""One commit: what is checked and announced of each photo that goes, with what goes along."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from imgsim_desktop.acting.checks import BatchCheck, LockedFolders
from imgsim_desktop.acting.claims import Hash
from imgsim_desktop.acting.journal import JournalEntry, Operation, new_batch_id
from imgsim_desktop.acting.mover import LINKS
from imgsim_desktop.acting.names import free_names
from imgsim_desktop.acting.refusals import Refused
from imgsim_desktop.acting.sidecars import SidecarWriter
from imgsim_desktop.records import FileStamp, OutcomeCode, Removal


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
        self._going = {p for job in jobs for p in (job.removal.victim.path, *job.removal.sidecars)}

    def check_keeper(self, keeper: FileStamp) -> None:
        """Once more, right before a file goes; cheap where nobody has touched the keeper since."""
        self._check.check_keeper(keeper)

    def entries_of(self, job: RemovalJob) -> list[JournalEntry]:
        """What the journal announces, the photo last: the keeper's XMP, then sidecars.

        Raises Refused where the disk is not as it was when the person decided.
        """
        job = _without_shared(job)
        parts = self._checked(job)
        entries = []
        carried, keeper = job.removal.carried, job.removal.keeper
        if carried and keeper is not None and job.operation not in LINKS:
            first = self._id(0)
            plan = self._sidecars.prepare(keeper.path, carried, first, self._going)
            if plan is not None:
                stamp, content, after = plan
                entries.append(
                    JournalEntry(
                        first, self.batch_id, self._id(len(parts)), self._at_ns,
                        Operation.SIDECAR, stamp, 0, keeper, content,
                        carried=carried, after=after,
                    )
                )  # fmt: skip
                self._number += 1
        unit_id = self._id(len(parts) - 1)
        places = _places(job, [stamp.path for stamp, _ in parts])
        for stamp, inode in parts:
            entries.append(
                JournalEntry(
                    entry_id=self._id(0),
                    batch_id=self.batch_id,
                    unit_id=unit_id,
                    at_ns=self._at_ns,
                    operation=job.operation,
                    stamp=stamp,
                    inode=inode,
                    keeper=job.removal.keeper,
                    planned=places.get(stamp.path),
                    why=job.removal.why,
                    carried=carried,
                )
            )
            self._number += 1
        return entries

    def _id(self, ahead: int) -> str:
        """Of the entry so many after the next one."""
        return f"{self.batch_id}-{self._number + ahead:06d}"

    def _checked(self, job: RemovalJob) -> list[tuple[FileStamp, int]]:
        removal = job.removal
        for path in (removal.victim.path, *removal.sidecars):
            if self._locked.holds(path):
                raise Refused(OutcomeCode.LOCKED, str(path))
        parts = self._check.check(removal, may_be_last=job.may_be_last)
        if job.operation in LINKS:
            keeper = removal.keeper
            if keeper is None or keeper.content_hash != removal.victim.content_hash:
                raise Refused(OutcomeCode.NOT_IDENTICAL, str(removal.victim.path))
            if parts[1:]:
                raise Refused(OutcomeCode.FAILED, "its name stays, and so do its sidecars")
        return parts


def _without_shared(job: RemovalJob) -> RemovalJob:
    """A sidecar another photo still needs stays: that photo was to go as well, and could not."""
    needed = {sidecar for sidecar, other in job.removal.shared if os.path.lexists(other)}
    if not needed:
        return job
    sidecars = tuple(path for path in job.removal.sidecars if path not in needed)
    return replace(job, removal=replace(job.removal, sidecars=sidecars))


def _places(job: RemovalJob, paths: Sequence[Path]) -> dict[Path, Path]:
    """Where the files go, where that is ours to say; the photo is the last."""
    return {} if job.folder is None else free_names(job.folder, paths[-1], paths[:-1])

"""A claimed file to the trash, or where its volume has none to the quarantine; then looked at."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from imgsim_desktop.acting.bins import Resting, mount_point
from imgsim_desktop.acting.claims import (
    Claim,
    Hash,
    claim_name,
    claimed,
    hash_regular,
    held,
    put_back,
)
from imgsim_desktop.acting.folders import Folder
from imgsim_desktop.acting.quarantine import marked_in, put_in_quarantine, quarantine_place
from imgsim_desktop.acting.refusals import Refused, code_of, refusal_of
from imgsim_desktop.acting.resting import QUARANTINE, way_to
from imgsim_desktop.acting.trash import Trash
from imgsim_desktop.records import FileStamp, OutcomeCode

_DISK = (OutcomeCode.DISK_FULL, OutcomeCode.READ_ONLY)
"""Trouble with the disk, not with its trash: a quarantine on it would have it, too."""


class Discarder:
    """Owned by the thread `act`; called between the journal's lines for a file."""

    def __init__(
        self,
        trash: Trash,
        hash_stream: Hash,
        quarantine_root_for: Callable[[Path], Path | None],
    ) -> None:
        self.trash = trash
        self._hash_stream = hash_stream
        self._quarantine_root_for = quarantine_root_for

    def claimed(self, folder: Folder, name: str, entry_id: str) -> AbstractContextManager[Claim]:
        """A file that is to be discarded, as the trash of this system can take it."""
        if self.trash.takes_claims:
            return claimed(folder, name, claim_name(entry_id))
        return held(folder, name)

    def discard(
        self,
        claim: Claim,
        stamp: FileStamp,
        entry_id: str,
        at_ns: int,
        *,
        mark: bytes = b"",
        root: Path | None = None,
        announce: Callable[[Path], object] = lambda place: place,
        others: Callable[[], Collection[Path]] = tuple,
    ) -> Resting:
        """Take a checked claim away; where it rests, confirmed.

        mark      what the trash or the quarantine shall keep with it, as JSON
        root      where a quarantine may be made if no library folder holds the file
        announce  told of the place in the quarantine before the file is moved there
        others    tells which files in the trash are those of other entries

        Raises Refused. NOT_CONFIRMED: it is neither where it was nor found anywhere else.
        """
        known: set[Path] = set()
        if not self.trash.takes_claims:
            known.update(resting.file for resting in self.trash.find(claim.original))
        try:
            resting = self.trash.take(claim, entry_id, mark)
        except OSError as error:
            if claim.is_there():
                if code_of(error) in _DISK:
                    raise refusal_of(error) from error
                root = self._quarantine_root_for(claim.original) or root
                return self._quarantine(claim, stamp, entry_id, at_ns, mark, root, announce, error)
            if isinstance(error, FileNotFoundError) and not self.trash.takes_claims:
                raise refusal_of(error) from error
            resting = None
        if claim.is_there():
            raise Refused(OutcomeCode.FAILED, "it was reported as moved, but is still there")
        claim.is_away = True
        if self.trash.takes_claims and resting is not None and _is_claim(claim, resting.file):
            return resting
        return self._confirmed(claim, stamp, resting, known.union(others()))

    def marked(self, paths: Iterable[Path]) -> Iterator[tuple[bytes, Resting]]:
        """What rests with a mark in the trashes and quarantines that files of these paths go to."""
        by_folder = {path.parent: path for path in paths}
        volumes = {mount_point(path): path for path in by_folder.values()}
        for near in volumes.values():
            yield from self.trash.marked(near)
        roots = {self._quarantine_root_for(path) for path in by_folder.values()}
        for root in roots - {None}:
            assert root is not None
            yield from marked_in(root / QUARANTINE)

    def _confirmed(
        self, claim: Claim, stamp: FileStamp, resting: Resting | None, known: Collection[Path]
    ) -> Resting:
        found = [] if resting is None else [resting]
        found += self.trash.find(claim.original)
        places = [place for place in found if place.file not in known]
        for place in places:
            if self._is_it(claim, stamp, place.file):
                return place
        for place in places:
            self._give_back_other(claim, place)
        if not self.trash.takes_claims and os.path.lexists(claim.original):
            raise Refused(OutcomeCode.REPLACED, str(claim.original))
        raise Refused(OutcomeCode.NOT_CONFIRMED, "it is gone, but not in the trash either")

    def _is_it(self, claim: Claim, stamp: FileStamp, file: Path) -> bool:
        """By its bytes; a second name of another file with the same bytes is that file's."""
        try:
            found, content_hash = hash_regular(file, self._hash_stream)
        except OSError:
            return False
        is_other = found.st_nlink > 1 and not claim.is_number_of(found)
        return content_hash == stamp.content_hash and not is_other

    def _give_back_other(self, claim: Claim, place: Resting) -> None:
        """Put back what arrived in place of the file that was decided about.

        Where the trash takes whatever has the name at that moment it is another file, or the same
        with what a program wrote into it that had it open. Raises Refused then.
        """
        if self.trash.takes_claims or not os.path.lexists(place.file):
            return
        is_same = claim.is_number_of(place.file.lstat())
        with way_to(place.file) as way:
            put_back(way.last, place.file.name, claim.original.name, claim.folder)
        if place.info is not None:
            with way_to(place.info) as way:
                way.last.unlink(place.info.name)
        code = OutcomeCode.CHANGED if is_same else OutcomeCode.REPLACED
        raise Refused(code, f"{claim.original} was changed at that moment; it is at its place")

    def _quarantine(
        self,
        claim: Claim,
        stamp: FileStamp,
        entry_id: str,
        at_ns: int,
        mark: bytes,
        root: Path | None,
        announce: Callable[[Path], object],
        trash_error: OSError,
    ) -> Resting:
        if root is None:
            raise Refused(OutcomeCode.NO_TRASH, str(trash_error))
        place = quarantine_place(claim.original, root, at_ns)
        announce(place)
        try:
            claim.claim_as(claim_name(entry_id))
            put_in_quarantine(stamp, place, at_ns, mark, claim.rename_to)
        except OSError as error:
            code = code_of(error, OutcomeCode.NO_TRASH)
            raise Refused(code, f"{trash_error}; {error}") from error
        return Resting(place)


def _is_claim(claim: Claim, file: Path) -> bool:
    try:
        return claim.is_file(file.lstat())
    except OSError:
        return False

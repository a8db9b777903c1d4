"""A folder of pretend photos, and a trash that fails, lies or is struck by lightning."""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from imgsim_desktop.acting.actor import Actor
from imgsim_desktop.acting.bins import NoTrash, Resting
from imgsim_desktop.acting.claims import Claim
from imgsim_desktop.acting.folders import Folder
from imgsim_desktop.acting.journal import Journal
from imgsim_desktop.reading.xmp import (
    extended_xmp,
    read_xmp,
    reduced_xmp,
    sidecar_of,
    unrated_xmp,
)
from imgsim_desktop.records import Description, FileStamp, Outcome, OutcomeCode, Removal


def hash_stream(file: BinaryIO) -> bytes:
    return hashlib.blake2b(file.read(), digest_size=16).digest()


def hash_file(path: Path) -> bytes:
    with path.open("rb") as file:
        return hash_stream(file)


def can_decode(path: Path) -> bool:
    return not path.read_bytes().startswith(b"damaged")


def copied(keeper: Path, folder: Folder, name: str) -> None:
    """What a reflink is on a file system that can."""
    shutil.copy2(keeper, folder.path / name)


def private_names(top: Path) -> list[str]:
    """Names of a move that was not ended; those of the quarantine and its manifest are no such."""
    return [
        str(path.relative_to(top))
        for path in top.rglob("*")
        if path.name.startswith((".imgsim-claim-", ".imgsim-back-", ".imgsim-p"))
        or path.name.endswith(".imgsim-part")
    ]


def stamp(path: Path) -> FileStamp:
    found = path.stat()
    return FileStamp(path, found.st_size, found.st_mtime_ns, hash_file(path))


class Crash(BaseException):
    """The program dies here."""


def crash_at(count: int) -> Callable[[], None]:
    """What dies when it is called for that time, such as FakeTrash's `before` or `after`."""
    calls = itertools.count(1)

    def die() -> None:
        if next(calls) == count:
            raise Crash

    return die


class FakeTrash:
    """A folder with one note a file; `mode` says how it behaves.

    takes_claims  as on Linux; where it is set to False: as on macOS and Windows
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mode = "works"
        self.mark = b""
        self.takes_claims = True
        self.before: Callable[[], object] = lambda: None
        self.after: Callable[[], object] = lambda: None

    def take(self, claim: Claim, entry_id: str, mark: bytes = b"") -> Resting | None:
        self.mark = mark
        self.before()
        match self.mode:
            case "none":
                raise NoTrash("no trash on this volume")
            case "full":
                raise OSError(errno.ENOSPC, "No space left on device")
            case "lies":
                return Resting(self.folder / "nowhere.jpg")
            case "swallows":
                claim.path.unlink()
                return None
            case "spoils":
                resting = self._store(claim)
                resting.file.unlink()
                resting.file.write_bytes(b"other bytes")
                return resting
            case "moves, then fails":
                self._store(claim)
                raise OSError(errno.EIO, "something went wrong, it says")
            case "forgets":
                self._store(claim)
                return None
        resting = self._store(claim)
        self.after()
        return resting

    def find(self, original: Path) -> Iterator[Resting]:
        for info in sorted(self.folder.glob("*.info"), key=lambda p: int(p.stem), reverse=True):
            file = info.with_suffix(".file")
            path = info.read_bytes().partition(b"\0")[0]
            if os.fsdecode(path) == str(original) and file.exists():
                yield Resting(file, info)

    def marked(self, near: Path) -> Iterator[tuple[bytes, Resting]]:
        for info in self.folder.glob("*.info"):
            mark = info.read_bytes().partition(b"\0")[2]
            if mark and info.with_suffix(".file").exists():
                yield mark, Resting(info.with_suffix(".file"), info)

    def sweep(self, original: Path, entry_id: str) -> None:
        for info in self.folder.glob("*.info"):
            if not info.with_suffix(".file").exists():
                info.unlink()

    def _store(self, claim: Claim) -> Resting:
        self.folder.mkdir(parents=True, exist_ok=True)
        number = max((int(path.stem) for path in self.folder.glob("*.info")), default=0) + 1
        info = self.folder / f"{number}.info"
        info.write_bytes(os.fsencode(claim.original) + b"\0" + self.mark)
        claim.path.rename(info.with_suffix(".file"))
        return Resting(info.with_suffix(".file"), info)


class House:
    """A library folder, its trash and its journal; `restart` is a new program on the same disk."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.photos = top / "photos"
        self.photos.mkdir(parents=True, exist_ok=True)
        self.trash = FakeTrash(top / "trash")
        self.locked: list[Path] = []
        self.quarantine_root: Path | None = self.photos
        self.hash_stream: Callable[[BinaryIO], bytes] = hash_stream
        self.restart()

    def restart(self) -> None:
        self.journal = Journal(self.top / "home" / "journal.jsonl")
        self.actor = Actor(
            self.journal,
            self.hash_stream,
            can_decode,
            lambda _: self.quarantine_root,
            self.locked,
            self.trash,
            sidecar_of=sidecar_of,
            extend_xmp=extended_xmp,
            reduce_xmp=reduced_xmp,
            unrate_xmp=unrated_xmp,
        )

    def add(self, name: str, content: bytes = b"picture", mtime_ns: int = 10**18 + 7) -> Path:
        path = self.photos / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, ns=(mtime_ns, mtime_ns))
        return path

    def removal(
        self,
        victim: str,
        keeper: str | None = "keep.jpg",
        *sidecars: str,
        carried: Description | None = None,
    ) -> Removal:
        return Removal(
            stamp(self.photos / victim),
            None if keeper is None else stamp(self.photos / keeper),
            tuple(self.photos / name for name in sidecars),
            carried=carried,
        )

    def tree(self) -> dict[str, tuple[bytes, int]]:
        """Content and time of every file in the library folder; the quarantine left out."""
        return {
            str(path.relative_to(self.photos)): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(self.photos.rglob("*"))
            if path.is_file() and ".imgsim-quarantine" not in path.parts
        }


def words_of(photo: Path) -> tuple[str, ...]:
    """Keywords in the sidecar of a photo; none where there is no sidecar."""
    sidecar = sidecar_of(photo)
    return read_xmp(sidecar.read_bytes()).keywords if sidecar.exists() else ()


def codes(outcomes: list[Outcome]) -> list[OutcomeCode]:
    return [outcome.code for outcome in outcomes]

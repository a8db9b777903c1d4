"""The journal: what was done to which file, written before and after (journal.jsonl).

    intent     before a file is touched, on the disk before anything happens; may be written again
               with another plan (no trash here: quarantine)
    done       where the file rests now          failed    it is still at its place, and why
    undoing    before it is given back           undone    it is back        stayed   it is not

Append-only JSON lines. A line that was cut off by a crash or a full disk is passed by: what it
would have announced did not happen yet. Paths may hold bytes that are no UTF-8; JSON keeps them
as lone surrogates.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from imgsim_desktop.acting.bins import Resting
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import Description, FileStamp

VERSION = 1


class State(StrEnum):
    """How far a file operation is."""

    INTENDED = "intent"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


class Operation(StrEnum):
    """What is done to a file; codes, translated by the doors."""

    TRASH = "trash"
    QUARANTINE = "quarantine"
    MOVE = "move"
    HARD_LINK = "hard-link"
    REFLINK = "reflink"
    SIDECAR = "sidecar"
    """Not a file that goes, but the keeper's XMP that is written or extended."""
    TAG = "tag"
    """As SIDECAR, for its own sake: a keyword for the photo `keeper`."""
    COPY = "copy"
    """A new file, of the photo `keeper`; `stamp` is the copy's."""


ADDITIONS = frozenset({Operation.TAG, Operation.COPY})
"""What leaves every photo at its place; undo takes away what was added."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file operation, as all its lines together tell it."""

    entry_id: str
    batch_id: str
    """One commit of the person: undone together."""
    unit_id: str
    """entry_id of the photo; equal for it and the sidecars that went along."""
    at_ns: int
    operation: Operation
    stamp: FileStamp
    """The file before it was touched."""
    inode: int
    keeper: FileStamp | None
    planned: Path | None
    """Where it was meant to go, where that is ours to say."""
    why: str = ""
    """Removal.why."""
    carried: Description | None = None
    """Removal.carried; in a SIDECAR or TAG what is added to it."""
    after: bytes = b""
    """Content hash of a SIDECAR or TAG once it is written; `planned` holds its new content."""
    state: State = State.INTENDED
    resting: Resting | None = None
    """Where it went; None too if it was not found there."""
    code: str = ""
    """OutcomeCode of the last event that was no success."""
    detail: str = ""

    @property
    def is_sidecar(self) -> bool:
        return self.entry_id != self.unit_id

    @property
    def can_undo(self) -> bool:
        return self.state is State.DONE


@dataclass(frozen=True, slots=True)
class Batch:
    """All that one commit did, in its order."""

    batch_id: str
    at_ns: int
    entries: tuple[Entry, ...]

    @property
    def can_undo(self) -> bool:
        return any(entry.can_undo for entry in self.entries)


class Journal:
    """Readable by anybody at any time; written inside `writing()`, by one process at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._entries: dict[str, Entry] = {}
        self._offset = 0
        self._file: IO[bytes] | None = None
        self.damaged_lines = 0
        """Lines that could not be read so far; at most one for each crash."""

    def entries(self) -> list[Entry]:
        """All operations, oldest first. Raises KnownError for a journal from a newer program."""
        self._read_new()
        return list(self._entries.values())

    def batches(self) -> list[Batch]:
        """All commits, oldest first."""
        batches: dict[str, list[Entry]] = {}
        for entry in self.entries():
            batches.setdefault(entry.batch_id, []).append(entry)
        return [Batch(key, found[0].at_ns, tuple(found)) for key, found in batches.items()]

    def unfinished(self) -> list[Entry]:
        """Operations that a crash cut off: somebody must look at the disk."""
        return [e for e in self.entries() if e.state in (State.INTENDED, State.UNDOING)]

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer. Raises KnownError if another program is, or if the disk refuses."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = self.path.with_suffix(".lock").open("ab")
        except OSError as error:
            raise KnownError(
                Sentence(
                    "The journal {path} cannot be written ({why}).",
                    path=self.path,
                    why=error.strerror,
                ),
                "No file was touched: without a journal nothing could be undone.",
            ) from error
        with lock:
            if not _try_lock(lock):
                raise KnownError(
                    "Another ImgSim program is moving files right now.",
                    "Nothing was touched; try again when it has finished.",
                )
            is_new = not self.path.exists()
            with self.path.open("ab", buffering=0) as self._file:
                if is_new:
                    _sync_folder(self.path.parent)
                try:
                    self._end_torn_line()
                    yield
                finally:
                    with contextlib.suppress(OSError):  # every line that must last was synced
                        os.fsync(self._file.fileno())
                    self._file = None

    def intend(self, entries: Sequence[Entry]) -> None:
        """Announce operations; when this returns the lines are on the disk.

        Raises OSError (disk full): then nothing was announced and nothing may be touched.
        """
        self._append([_intent_line(entry) for entry in entries], durable=True)

    def done(
        self, entry_id: str, resting: Resting | None, code: str = "", detail: str = ""
    ) -> None:
        """The file has left its place; `resting` None: to where is not known, see `code`."""
        self._append(
            [
                {
                    "line": "done",
                    "entry": entry_id,
                    "moved_to": None if resting is None else str(resting.file),
                    "info": None if resting is None or resting.info is None else str(resting.info),
                    "code": code,
                    "detail": detail,
                }
            ]
        )

    def failed(self, entry_id: str, code: str, detail: str) -> None:
        """The file is still at its place."""
        self._append([{"line": "failed", "entry": entry_id, "code": code, "detail": detail}])

    def undoing(self, entry_ids: Sequence[str]) -> None:
        """Announce that files will be given back; on the disk when this returns."""
        self._append([{"line": "undoing", "entry": e} for e in entry_ids], durable=True)

    def undone(self, entry_id: str, code: str = "") -> None:
        """The file is back at its place; `code` where that is not the whole story."""
        self._append([{"line": "undone", "entry": entry_id, "code": code}])

    def stayed(self, entry_id: str, code: str, detail: str) -> None:
        """The file could not be given back: it rests where it was."""
        self._append([{"line": "stayed", "entry": entry_id, "code": code, "detail": detail}])

    def _append(self, lines: Sequence[dict[str, Any]], *, durable: bool = False) -> None:
        assert self._file is not None, "write inside `with journal.writing()`"
        data = b"".join(
            json.dumps({"v": VERSION, **line}).encode("ascii") + b"\n" for line in lines
        )
        before = self._file.seek(0, os.SEEK_END)
        try:
            written = self._file.write(data)
            if written != len(data):
                raise OSError(28, f"only {written} of {len(data)} bytes of the journal written")
            if durable:
                os.fsync(self._file.fileno())
        except OSError:
            self._file.truncate(before)
            raise
        self._read_new()

    def _end_torn_line(self) -> None:
        """What a crash left without its end must not swallow the next line."""
        assert self._file is not None
        size = self._file.seek(0, os.SEEK_END)
        if size:
            with self.path.open("rb") as read:
                read.seek(size - 1)
                if read.read(1) != b"\n":
                    self._file.write(b"\n")

    def _read_new(self) -> None:
        """Take in what was appended since the last look, by this or another process."""
        try:
            size = self.path.stat().st_size
        except FileNotFoundError:
            size = 0
        if size < self._offset:
            self._entries, self._offset, self.damaged_lines = {}, 0, 0
        if size == self._offset:
            return
        with self.path.open("rb") as read:
            read.seek(self._offset)
            data = read.read()
        end = data.rfind(b"\n") + 1
        for line in data[:end].split(b"\n")[:-1]:
            self._take_in(line)
        self._offset += end

    def _take_in(self, text: bytes) -> None:
        try:
            line = json.loads(text)
            version = line["v"]
        except (ValueError, TypeError, KeyError):
            self.damaged_lines += 1
            return
        if version > VERSION:
            raise KnownError(
                Sentence("The journal {path} was written by a newer ImgSim.", path=self.path),
                "Update this program; nothing was touched.",
            )
        try:
            entry = self._advance(line)
        except (ValueError, TypeError, KeyError):
            self.damaged_lines += 1
        else:
            self._entries[entry.entry_id] = entry

    def _advance(self, line: dict[str, Any]) -> Entry:
        """The entry as it is after this line."""
        if line["line"] == "intent":
            return _entry_of(line)
        entry = self._entries[line["entry"]]
        code, detail = line.get("code", ""), line.get("detail", "")
        match line["line"]:
            case "done":
                resting = None
                if line["moved_to"] is not None:
                    info = line["info"]
                    resting = Resting(Path(line["moved_to"]), None if info is None else Path(info))
                return replace(entry, state=State.DONE, resting=resting, code=code, detail=detail)
            case "stayed":
                return replace(entry, state=State.DONE, code=code, detail=detail)
            case event:
                return replace(entry, state=State(event), code=code, detail=detail)


def new_batch_id(at_ns: int) -> str:
    """Sortable by time, and different for two programs in one second."""
    at = datetime.fromtimestamp(at_ns / 1e9, UTC)
    return f"{at:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


def _intent_line(entry: Entry) -> dict[str, Any]:
    return {
        "line": "intent",
        "entry": entry.entry_id,
        "batch": entry.batch_id,
        "unit": entry.unit_id,
        "at_ns": entry.at_ns,
        "operation": entry.operation.value,
        "victim": _stamp_line(entry.stamp),
        "inode": entry.inode,
        "keeper": None if entry.keeper is None else _stamp_line(entry.keeper),
        "planned": None if entry.planned is None else str(entry.planned),
        "why": entry.why,
        "carried": None if entry.carried is None else asdict(entry.carried),
        "after": entry.after.hex(),
    }


def _entry_of(line: dict[str, Any]) -> Entry:
    keeper, planned = line["keeper"], line["planned"]
    return Entry(
        entry_id=line["entry"],
        batch_id=line["batch"],
        unit_id=line["unit"],
        at_ns=line["at_ns"],
        operation=Operation(line["operation"]),
        stamp=_stamp_of(line["victim"]),
        inode=line["inode"],
        keeper=None if keeper is None else _stamp_of(keeper),
        planned=None if planned is None else Path(planned),
        why=line.get("why", ""),
        carried=_carried_of(line.get("carried")),
        after=bytes.fromhex(line.get("after", "")),
    )


def _carried_of(line: dict[str, Any] | None) -> Description | None:
    if line is None:
        return None
    return Description(**{**line, "keywords": tuple(line["keywords"])})


def _stamp_line(stamp: FileStamp) -> dict[str, Any]:
    return {
        "path": str(stamp.path),
        "size_bytes": stamp.size_bytes,
        "mtime_ns": stamp.mtime_ns,
        "content_hash": stamp.content_hash.hex(),
    }


def _stamp_of(line: dict[str, Any]) -> FileStamp:
    return FileStamp(
        Path(line["path"]),
        line["size_bytes"],
        line["mtime_ns"],
        bytes.fromhex(line["content_hash"]),
    )


def _try_lock(lock: IO[bytes]) -> bool:
    """Lock the file until it is closed; the system frees it if the process dies."""
    try:
        if sys.platform == "win32":  # pragma: no cover
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sync_folder(folder: Path) -> None:
    """Make the name of a new file last; Windows does so by itself."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

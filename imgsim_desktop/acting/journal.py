"""The journal: what was done to which file, written before and after (journal.jsonl).

    intent     before a file is touched, on the disk before anything happens; may be written again
               with another plan (no trash here: quarantine)
    done       where the file rests now          failed    it is still at its place, and why
    undoing    before it is given back           undone    it is back        stayed   it is not

Lines are only ever appended. A line that was cut off by a crash is passed by: what it would have
announced did not happen yet. A line that was damaged later is taken from the second copy; where
both lost it, `lost_near` says whether that concerns a batch.
"""

from __future__ import annotations

import contextlib
import logging
import sys
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import IO

from imgsim_desktop.acting.bins import Resting
from imgsim_desktop.acting.copies import Copies, Signs
from imgsim_desktop.acting.entries import (
    ADDITIONS,
    REMOVALS,
    Batch,
    JournalEntry,
    Operation,
    State,
    is_unfinished,
    new_batch_id,
    units_of,
)
from imgsim_desktop.acting.lines import (
    HEAD,
    VERSION,
    Fields,
    advanced,
    done_line,
    intent_line,
    needs,
    number_of,
    parse,
    place_line,
    seal,
)
from imgsim_desktop.acting.story import Story
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.private import for_owner, make_private

__all__ = [
    "ADDITIONS",
    "REMOVALS",
    "VERSION",
    "Batch",
    "Journal",
    "JournalEntry",
    "Operation",
    "State",
    "new_batch_id",
]

_SILENT = frozenset({"head", "torn", "mended"})
"""Lines that say nothing of a file."""

_log = logging.getLogger(__name__)


class Journal:
    """Readable by anybody at any time; written inside `writing()`, by one process at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._copies = Copies(path)
        self._signs: Signs | None = None
        self._is_writing = False
        self._forget()
        self.mended_lines = 0
        """Lines that one copy could not tell, and the other did; whoever writes mends that."""

    def _forget(self) -> None:
        self._entries: dict[str, JournalEntry] = {}
        self._batches: list[tuple[int, str]] = []
        self._lost: set[int] = set()
        self._next = HEAD + 1
        self._end = 0
        self._is_whole = False
        self.identity = ""
        """Of this journal among others, for the marks beside files that rest; set with the head."""

    def entries(self) -> list[JournalEntry]:
        """All operations, oldest first. Raises KnownError for a journal from a newer program."""
        self._read_new()
        return list(self._entries.values())

    def batches(self) -> list[Batch]:
        """All commits, oldest first."""
        batches: dict[str, list[JournalEntry]] = {}
        for entry in sorted(self.entries(), key=lambda entry: entry.number):
            batches.setdefault(entry.batch_id, []).append(entry)
        return [Batch(key, found[0].at_ns, tuple(found)) for key, found in batches.items()]

    def unfinished(self) -> list[JournalEntry]:
        """Operations that a crash cut off, with all that belongs to their photo."""
        return [e for unit in units_of(self.entries()) if is_unfinished(unit) for e in unit]

    def lost(self) -> frozenset[int]:
        """Numbers of the lines that can be read in no copy."""
        self._read_new()
        return frozenset(self._lost)

    def lost_near(self, batch_ids: Collection[str]) -> frozenset[int]:
        """Numbers of lost lines that may have told of these batches: they stood beside theirs."""
        return frozenset(
            number for number in self.lost() if not self._neighbours(number).isdisjoint(batch_ids)
        )

    def _neighbours(self, number: int) -> set[str]:
        at = bisect_left(self._batches, (number, ""))
        return {batch for _, batch in self._batches[max(at - 1, 0) : at + 1]}

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer. Raises KnownError if another program is, or if the disk refuses."""
        with contextlib.ExitStack() as stack:
            try:
                make_private(self.path.parent)
                stack.enter_context(self._locked())
                stack.enter_context(self._copies.opened(self._read_all()))
                stack.callback(self._end_writing)
                self._is_writing = True
                if self._lost and max(self._lost) == self._next - 1:
                    self._append([{"line": "mended"}])  # behind the gap, so that it stays one
            except OSError as error:
                raise KnownError(
                    Sentence(
                        "The journal {path} cannot be written ({why}).",
                        path=self.path,
                        why=error.strerror,
                    ),
                    "No file was touched: without a journal nothing could be undone.",
                ) from error
            yield

    def _end_writing(self) -> None:
        self._is_writing, self._signs = False, None

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        with open(self.path.with_suffix(".lock"), "ab", opener=for_owner) as lock:
            if not _try_lock(lock):
                raise KnownError(
                    "Another ImgSim program is moving files right now.",
                    "Nothing was touched; try again when it has finished.",
                )
            yield

    def keep_reserve(self) -> None:
        """See that room is kept for the day when the disk is full; to be called now and then."""
        self._copies.keep_reserve()

    def intend(self, entries: Sequence[JournalEntry]) -> None:
        """Announce operations; when this returns the lines are on the disk.

        Raises OSError (disk full): then nothing was announced and nothing may be touched.
        """
        self._append([intent_line(entry) for entry in entries], durable=True)

    def done(
        self, entry_id: str, resting: Resting | None, code: str = "", detail: str = ""
    ) -> None:
        """The file has left its place; `resting` None: to where is not known, see `code`."""
        self._append([done_line(self._entries[entry_id], resting, code, detail)])

    def found_again(self, line: Fields, found: JournalEntry) -> None:
        """A file rests with this mark: if no line tells of it any more, it can be undone again.

        Its place is behind the commits before it. What is another journal's is passed over.
        """
        entries = self._entries.values()
        is_ours = any(entry.batch_id == found.batch_id for entry in entries) or (
            bool(self.identity) and line.get("journal") == self.identity
        )
        if found.entry_id in self._entries or not is_ours:
            return
        before = [entry.number for entry in entries if entry.at_ns <= found.at_ns]
        self._append([{**line, "number": max(before, default=HEAD)}], durable=True)

    def failed(self, entry_id: str, code: str, detail: str) -> None:
        """The file is still at its place."""
        self._append([{"line": "failed", "entry": entry_id, "code": code, "detail": detail}])

    def undoing(
        self, entry_ids: Sequence[str], resting: Sequence[Resting | None] | None = None
    ) -> None:
        """Announce that files will be given back; on the disk when this returns.

        resting  where each was found, if that is known: there it gets a private name
        """
        found = resting or [None] * len(entry_ids)
        self._append(
            [
                {"line": "undoing", "entry": entry_id, **({} if at is None else place_line(at))}
                for entry_id, at in zip(entry_ids, found, strict=True)
            ],
            durable=True,
        )

    def undone(self, entry_id: str, code: str = "") -> None:
        """The file is back at its place; `code` where that is not the whole story."""
        self._append([{"line": "undone", "entry": entry_id, "code": code}])

    def stayed(self, entry_id: str, code: str, detail: str) -> None:
        """The file could not be given back: it rests where it was."""
        self._append([{"line": "stayed", "entry": entry_id, "code": code, "detail": detail}])

    def _append(self, lines: Sequence[Fields], *, durable: bool = False) -> None:
        assert self._is_writing, "write inside `with journal.writing()`"
        numbered = dict(enumerate(lines, self._next))
        data = b"".join(seal(number, line) for number, line in numbered.items())
        self._copies.append(data, durable=durable)
        self._next += len(lines)
        for number, line in numbered.items():
            self._take_in(number, {"v": VERSION, **line})

    def _read_new(self) -> None:
        """Take in what was written since the last look, by this or another process."""
        if self._is_writing:
            return
        signs = self._copies.signs()
        if signs == self._signs or self._read_tail(signs):
            return
        self._read_all()
        self._signs = signs

    def _read_tail(self, signs: Signs) -> bool:
        """Only what was appended to a journal that was whole; False: it must be read as a whole."""
        if not self._is_whole or not self._signs:
            return False
        (first, second, reserve), (old_first, _, old_reserve) = signs, self._signs
        if first is None or old_first is None or reserve != old_reserve:
            return False
        is_same = first[0] == old_first[0] and first[1] >= self._end
        if not is_same or (second is not None and second[1] > first[1]):
            return False
        raws = self._copies.tail(self._end)
        numbers = [number_of(raw) for raw in raws]
        if numbers != list(range(self._next, self._next + len(raws))):
            return False
        if any(needs(raw) > VERSION for raw in raws):  # said by who reads all of it
            return False
        for number, raw in enumerate(raws, self._next):
            self._take_in(number, parse(raw))
        self._next += len(raws)
        self._end += sum(len(raw) + 1 for raw in raws)
        self._signs = signs
        return True

    def _read_all(self) -> Story:
        try:
            story = self._copies.read()
        except OSError as error:
            raise KnownError(
                Sentence(
                    "The journal {path} cannot be read: {why}.",
                    path=self.path,
                    why=error.strerror or error,
                ),
                "Nothing was touched; plug in its disk, or see what stands in its place.",
            ) from error
        if story.version > VERSION:
            raise KnownError(
                Sentence("The journal {path} was written by a newer ImgSim.", path=self.path),
                "Update this program; nothing was touched.",
            )
        self._forget()
        self._lost.update(story.lost)
        for number, raw in story.lines.items():
            self._take_in(number, parse(raw))
        self._next, self._end, self._is_whole = story.next_number, story.end, story.is_whole
        self.mended_lines = max(self.mended_lines, story.mended)
        return story

    def _take_in(self, number: int, line: Fields) -> None:
        if line.get("line") in _SILENT:
            if number == HEAD:
                self.identity = str(line.get("journal", ""))
            return
        try:
            if line["v"] > VERSION:
                raise ValueError("written by a newer ImgSim")
            entry = advanced(self._entries.get(line["entry"]), number, line)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            _log.warning("line %d of %s makes no sense: %r", number, self.path, error)
            self._lost.add(number)
            return
        self._entries[entry.entry_id] = entry
        if len(self._batches) > 1 and self._batches[-2][1] == entry.batch_id:
            self._batches[-1] = (number, entry.batch_id)
        else:
            self._batches.append((number, entry.batch_id))


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

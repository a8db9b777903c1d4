"""The journal's files: two equal copies, and room kept for the day when the disk is full.

    journal.jsonl        one line after the other
    journal-copy.jsonl   the same bytes; a line that one of them lost is taken from the other
    journal.reserve      256 kB of zeros, allocated while there is room; where a full disk takes no
                         longer file, lines are written into them, until they fit into both copies
    journal.damaged      what stood in a copy and could not be read, before the copy was mended

Why not SQLite: its pages have no checksums (those of the write-ahead log end with the checkpoint),
so it knows no better than JSON when a bit has flipped, and a damaged page takes many entries with
it; and lines can be read by anybody, also when this program is gone.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from imgsim_desktop.acting.story import Story, Text, told_by
from imgsim_desktop.private import for_owner

RESERVE_BYTES = 256 * 1024
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

Sign = tuple[int, int, int]
"""Of a file: inode, size, time of its last change."""

Signs = tuple[Sign | None, Sign | None, Sign | None]
"""Of the first copy, the second and the reserve; None where there is none."""

_log = logging.getLogger(__name__)


class Copies:
    """Where the journal lies; written by one process at a time, read by anybody."""

    def __init__(self, path: Path) -> None:
        self.first = path
        self.second = path.with_name(f"{path.stem}-copy{path.suffix}")
        self.reserve = path.with_name(f"{path.stem}.reserve")
        self.damaged = path.with_name(f"{path.stem}.damaged")
        self._files: dict[Path, IO[bytes]] = {}
        self._reserved: int | None = None
        """Bytes used of the reserve; None: the copies still take lines."""

    def signs(self) -> Signs:
        """Change when one of the files does."""
        second = _sign(self.second)  # before the first, so that it is never the longer one
        return _sign(self.first), second, _sign(self.reserve)

    def tail(self, offset: int) -> list[bytes]:
        """The whole lines that were appended to the first copy since it was read up to there.

        None of them where it cannot be read any more.
        """
        try:
            with self.first.open("rb") as file:
                file.seek(offset)
                data = file.read()
        except OSError as error:
            _log.warning("%s cannot be read: %s", self.first, error)
            return []
        return data.split(b"\n")[:-1]

    def read(self) -> Story:
        """Take in all of it. Raises OSError where neither copy can be read, but something is."""
        trouble: OSError | None = None
        texts = []
        for path in (self.first, self.second, self.reserve):
            try:
                data = _bytes_of(path)
                texts.append(Text.of(_used(data) if data and path == self.reserve else data))
            except OSError as error:
                _log.warning("%s cannot be read: %s", path, error)
                trouble = trouble or error
                texts.append(Text(None))
        first, second, reserve = texts
        if trouble is not None and not (first.sealed or first.old or second.sealed):
            raise trouble
        return told_by(first, second, reserve)

    @contextlib.contextmanager
    def opened(self, story: Story) -> Iterator[None]:
        """Ready to be written, and mended as far as the disk has room."""
        is_equal = self._mend(story)
        paths = (self.first, self.second) if is_equal else (self.first,)
        try:
            for path in paths:
                self._files[path] = _open_for_appending(path)
            yield
        finally:
            for file in self._files.values():
                with file, contextlib.suppress(OSError):  # every line that must last was synced
                    os.fsync(file.fileno())
            self._files = {}

    def append(self, data: bytes, *, durable: bool) -> None:
        """Write lines, into the reserve where the disk is full. Raises OSError; then none stands.

        durable  they are on the disk when this returns; the second copy follows in its time
        """
        if self._reserved is None:
            try:
                _append(self._files[self.first], data, durable=durable)
            except OSError as error:
                if error.errno not in NO_ROOM or not self._use_reserve():
                    raise
            else:
                self._append_to_second(data)
                return
        self._append_to_reserve(data)

    def keep_reserve(self) -> None:
        """Allocate the reserve unless it is there; a disk that is nearly full is left alone."""
        sign = _sign(self.reserve)
        if sign is not None and sign[1] >= RESERVE_BYTES:
            return
        try:
            if shutil.disk_usage(self.reserve.parent).free >= 4 * RESERVE_BYTES:
                _replace(self.reserve, bytes(RESERVE_BYTES))
        except OSError as error:
            _log.warning("no room was kept for the journal: %s", error)

    def _append_to_second(self, data: bytes) -> None:
        second = self._files.get(self.second)
        if second is None:
            return
        try:
            _append(second, data, durable=False)
        except OSError as error:  # the next one who writes brings it up to date
            _log.warning("%s is behind: %s", self.second, error)
            self._files.pop(self.second).close()

    def _use_reserve(self) -> bool:
        """From now on lines are written into the reserve; False: there is none."""
        data = _bytes_of(self.reserve)
        if data is None:
            return False
        used = _used(data)
        self._reserved = used.rfind(b"\n") + 1
        if len(used) > self._reserved:  # what a crash left without its end
            _overwrite(self.reserve, self._reserved, bytes(len(used) - self._reserved))
        _log.warning("%s: the disk is full, the room kept for this is used", self.first)
        return True

    def _append_to_reserve(self, data: bytes) -> None:
        assert self._reserved is not None
        if self._reserved + len(data) > self.reserve.stat().st_size:
            raise OSError(errno.ENOSPC, "the room kept for the journal is used up")
        _overwrite(self.reserve, self._reserved, data)
        self._reserved += len(data)

    def _mend(self, story: Story) -> bool:
        """Make both copies say all that is known, and empty the reserve; whether they do."""
        self._reserved = None
        want = b"".join(story.lines.values())
        try:
            _bring(self.first, story.first, want, self.damaged)
            if story.reserve.data:
                _overwrite(self.reserve, 0, bytes(len(story.reserve.data)))
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            _cut_torn_line(self.first, story.first)
            self._use_reserve()
            return False
        try:
            _bring(self.second, story.second, want, self.damaged)
        except OSError as error:
            _log.warning("%s cannot be written: %s", self.second, error)
            return False
        self.keep_reserve()
        return True


def _used(reserve: bytes) -> bytes:
    """What was written into the zeros; `rstrip` takes 2 ms for them."""
    end = reserve.rfind(b"\n") + 1
    return reserve[: max(end, reserve.find(b"\0", end))]


def _bring(path: Path, text: Text, want: bytes, damaged: Path) -> None:
    """Make a copy say what is known, by the least change. Raises OSError; then it is as it was."""
    have = text.data
    if have == want:
        return
    if have and want.startswith(have):
        with _open_for_appending(path) as file:
            _append(file, want[len(have) :], durable=True)
    elif have and have.startswith(want) and b"\n" not in have[len(want) :]:
        _cut(path, len(want))
    else:
        if have is not None and text.unreadable:
            with _open_for_appending(damaged) as file:
                _append(file, have, durable=True)
        _replace(path, want)


def _append(file: IO[bytes], data: bytes, *, durable: bool) -> None:
    """All of it or nothing. Raises OSError."""
    before = file.seek(0, os.SEEK_END)
    try:
        _write_all(file, data)
        if durable:
            os.fsync(file.fileno())
    except OSError:
        file.truncate(before)
        raise


def _write_all(file: IO[bytes], data: bytes) -> None:
    written = file.write(data)
    if written != len(data):
        raise OSError(errno.ENOSPC, f"only {written} of {len(data)} bytes were written")


def _overwrite(path: Path, at: int, data: bytes) -> None:
    """In the room the file has. Raises OSError."""
    with path.open("r+b", buffering=0) as file:
        file.seek(at)
        _write_all(file, data)
        os.fsync(file.fileno())


def _replace(path: Path, data: bytes) -> None:
    """Write aside, then swap; what was there before is there until then. Raises OSError."""
    aside = path.with_name(f"{path.name}.new")
    try:
        with open(aside, "wb", buffering=0, opener=for_owner) as file:
            _write_all(file, data)
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _cut(path: Path, length: int) -> None:
    with path.open("r+b", buffering=0) as file:
        file.truncate(length)
        os.fsync(file.fileno())


def _cut_torn_line(path: Path, text: Text) -> None:
    """What a crash left without its end must not swallow the next line."""
    if text.data:
        _cut(path, text.data.rfind(b"\n") + 1)


def _open_for_appending(path: Path) -> IO[bytes]:
    return open(path, "ab", buffering=0, opener=for_owner)


def _bytes_of(path: Path) -> bytes | None:
    """None if there is no file. Raises OSError for a folder, a pipe or a disk that refuses."""
    try:
        handle = os.open(path, os.O_RDONLY | _NO_WAITING)
    except FileNotFoundError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is no ordinary file", str(path))
        with open(handle, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(handle)


_NO_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Somebody's named pipe would be waited for."""


def _sign(path: Path) -> Sign | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _sync_folder(folder: Path) -> None:
    """Make the name of a new file last; Windows does so by itself."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

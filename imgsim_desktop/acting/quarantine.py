"""The quarantine: a folder of ours at the top of a library folder whose volume has no trash.

Whoever prepares a shared folder or a stick must not lead us elsewhere: no link is followed, and a
folder or manifest that others may write, or that is somebody else's, is refused.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from imgsim_desktop.acting.bins import Resting
from imgsim_desktop.acting.folders import Folder, Way, trouble_with
from imgsim_desktop.acting.names import free_names
from imgsim_desktop.acting.refusals import Refused
from imgsim_desktop.acting.resting import QUARANTINE, quarantine_root_of, way_to
from imgsim_desktop.bounded_json import read_json
from imgsim_desktop.records import FileStamp, OutcomeCode

MANIFEST = "manifest.jsonl"
"""What was put in and given back, a line each: enough to put files back by hand."""


def quarantine_place(path: Path, root: Path, at_ns: int) -> Path:
    """Where a file goes in the quarantine of its library folder: by day, then as it lay."""
    day = datetime.fromtimestamp(at_ns / 1e9, UTC).strftime("%Y-%m-%d")
    below = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
    return free_names((root / QUARANTINE / day / below).parent, path)[path]


def put_in_quarantine(
    stamp: FileStamp,
    place: Path,
    at_ns: int,
    mark: bytes,
    move: Callable[[Folder, str], object],
) -> None:
    """Move a file to its place of `quarantine_place`, noted first.

    mark  what `marked_in` shall tell of it again, as JSON
    move  takes it to a folder, under a name

    Raises OSError, Refused; then neither an empty folder nor a line of the manifest is left.
    """
    quarantine = quarantine_root_of(place)
    assert quarantine is not None
    with (
        Way.opened(quarantine.parent, [QUARANTINE], make=True, is_private=True) as way,
        _Manifest(way.last) as manifest,
    ):
        manifest.note(place, quarantine, stamp, "in", at_ns, mark)
        for name in place.parent.relative_to(quarantine).parts:
            way.enter(name, make=True, is_private=True)
        move(way.last, place.name)


def tidy_quarantine(place: Path, stamp: FileStamp, at_ns: int) -> None:
    """After a file was given back: say so in the manifest, and remove folders that are empty."""
    quarantine = quarantine_root_of(place)
    assert quarantine is not None
    with way_to(place) as way:
        way.prune(keep=2)
        with _Manifest(way[1]) as manifest:
            manifest.note(place, quarantine, stamp, "out", at_ns)


def marked_in(quarantine: Path) -> Iterator[tuple[bytes, Resting]]:
    """What was put into a quarantine with a mark and still lies there."""
    try:
        with (
            Way.opened(quarantine.parent, [quarantine.name]) as way,
            open(way.last.open_file(MANIFEST), "rb") as file,  # noqa: PTH123
        ):
            lines = file.read().splitlines()
    except (OSError, Refused):
        return
    for text in lines:
        try:
            line = read_json(text)
            mark, place = line["mark"].encode("ascii"), quarantine / line["file"]
        except (ValueError, TypeError, KeyError, AttributeError):
            continue  # a line of an older version, or a damaged one
        if os.path.lexists(place):
            yield mark, Resting(place)


class _Manifest:
    """An open manifest; on an error while it is open it is as it was before."""

    def __init__(self, quarantine: Folder) -> None:
        """Raises Refused: UNSAFE for one that may lead elsewhere or is others' to write."""
        self._folder = quarantine
        self._is_new = not quarantine.has(MANIFEST)
        path = quarantine.path / MANIFEST
        try:
            self._fd = quarantine.open_file(MANIFEST, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENXIO, errno.EISDIR):
                raise _unsafe(f"{path} is no ordinary file") from error
            raise
        try:
            self._check(path)
        except BaseException:
            os.close(self._fd)
            raise
        self._size = os.fstat(self._fd).st_size

    def _check(self, path: Path) -> None:
        found = os.fstat(self._fd)
        if not stat.S_ISREG(found.st_mode):
            raise _unsafe(f"{path} is no ordinary file")
        if found.st_nlink > 1:
            raise _unsafe(f"{path} has a second name elsewhere (a hard link)")
        if os.name != "posix":
            return
        trouble = trouble_with(found, path)
        if trouble and self._folder.keeps_rights():
            raise Refused(OutcomeCode.UNSAFE, trouble)
        if not trouble and stat.S_IMODE(found.st_mode) & 0o077:
            try:
                os.fchmod(self._fd, 0o600)
            except OSError:
                if self._folder.keeps_rights():
                    raise

    def note(
        self,
        place: Path,
        quarantine: Path,
        stamp: FileStamp,
        event: str,
        at_ns: int,
        mark: bytes = b"",
    ) -> None:
        """Add a line. event: "in" before a file is moved in, "out" after it was given back."""
        line = {
            "event": event,
            "at_ns": at_ns,
            "file": str(place.relative_to(quarantine)),
            "from": str(stamp.path),
            "size_bytes": stamp.size_bytes,
            "mtime_ns": stamp.mtime_ns,
            "content_hash": stamp.content_hash.hex(),
        }
        if mark:
            line["mark"] = mark.decode("ascii")
        data = json.dumps(line).encode("ascii") + b"\n"
        if os.write(self._fd, data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), MANIFEST)
        os.fsync(self._fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is not None and issubclass(kind, Exception | KeyboardInterrupt):
                os.ftruncate(self._fd, self._size)
                if self._is_new:
                    self._folder.unlink(MANIFEST)
        finally:
            os.close(self._fd)


def _unsafe(what: str) -> Refused:
    return Refused(OutcomeCode.UNSAFE, f"{what}, and nothing is written there; move it away")

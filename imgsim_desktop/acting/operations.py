"""The moves themselves, each with its inverse, none of which can overwrite a file.

do                        undo
move_new(a, b)            move_new(b, a)          same volume: one name for another
move_verified(a, b, ...)  move_verified(b, a, ..) any volume: copied, compared, then removed
put_link(keeper, path)    take_link(keeper, path) a second name for the keeper's bytes
put_clone(keeper, path)   remove by content hash  shared blocks, own file
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from imgsim_desktop.records import FileStamp

QUARANTINE = ".imgsim-quarantine"
"""Folder at the top of a library folder whose volume has no trash; walks must pass it by."""

PART_SUFFIX = ".imgsim-part"
"""A copy that is not complete yet."""


def part_of(path: Path) -> Path:
    """The name beside a file under which it is made, or set aside, for a moment."""
    return path.with_name(path.name + PART_SUFFIX)


def move_new(source: Path, target: Path) -> None:
    """Give a file another name on its volume, unless the name is taken (FileExistsError).

    A hard link and an unlink: `rename` would replace silently what another program put there in
    between. Where a volume knows no hard links (FAT, many shares) it is look, then rename.
    Raises OSError(EXDEV) where the target is on another volume; nothing is ever copied here.
    """
    if sys.platform == "win32":  # pragma: no cover  (rename never replaces there)
        source.rename(target)
        return
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno in (errno.EXDEV, errno.EEXIST, errno.ENOENT, errno.ENOSPC, errno.EROFS):
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        source.rename(target)
        return
    try:
        source.unlink()
    except OSError:
        target.unlink()
        raise


def move_verified(
    source: Path, target: Path, content_hash: bytes, hash_file: Callable[[Path], bytes]
) -> None:
    """Move to any volume; across volumes the copy is compared before the source goes.

    Raises FileExistsError if the name is taken, OSError if copying failed or gave other bytes;
    then the source is untouched.
    """
    try:
        move_new(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    else:
        return
    part = part_of(target)
    try:
        with source.open("rb") as read, part.open("xb") as write:
            shutil.copyfileobj(read, write, 1 << 20)
            write.flush()
            os.fsync(write.fileno())
        shutil.copystat(source, part)
        if hash_file(part) != content_hash:
            raise OSError(errno.EIO, "the copy has other bytes than the file", str(target))
        move_new(part, target)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    source.unlink()


def free_names(folder: Path, photo: Path, others: Sequence[Path] = ()) -> dict[Path, Path]:
    """Where a photo and its sidecars go in a folder: all under their names or all with " 2", ...

    The number comes after the photo's stem, so that `IMG_1 2.xmp` still belongs to `IMG_1 2.jpg`.
    Where a sidecar begins otherwise (cut short by Google, `IMG_O1.AAE`) no new name would still
    belong to the photo: then all go under their names into a folder "2".
    """
    number = 1
    keeps_names = not all(path.name.startswith(photo.stem) for path in others)
    while True:
        count = "" if number == 1 else f" {number}"
        inside = folder if number == 1 or not keeps_names else folder / str(number)
        places = {
            path: inside / path.name
            if keeps_names
            else folder / (photo.stem + count + path.name.removeprefix(photo.stem))
            for path in (photo, *others)
        }
        if not any(map(os.path.lexists, places.values())):
            return places
        number += 1


def quarantine_place(path: Path, root: Path, at_ns: int) -> Path:
    """Where a file goes in the quarantine of its library folder: by day, then as it lay."""
    day = datetime.fromtimestamp(at_ns / 1e9, UTC).strftime("%Y-%m-%d")
    below = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
    return free_names((root / QUARANTINE / day / below).parent, path)[path]


def quarantine_root_of(place: Path) -> Path | None:
    """The quarantine folder a file lies in; None where it lies in none."""
    return next((parent for parent in place.parents if parent.name == QUARANTINE), None)


def note_in_manifest(place: Path, stamp: FileStamp, event: str, at_ns: int) -> None:
    """Add a line to `manifest.jsonl` of the quarantine: enough to put files back by hand.

    event   "in" before a file is moved in, "out" after it was given back
    """
    root = quarantine_root_of(place)
    assert root is not None
    line = {
        "event": event,
        "at_ns": at_ns,
        "file": str(place.relative_to(root)),
        "from": str(stamp.path),
        "size_bytes": stamp.size_bytes,
        "mtime_ns": stamp.mtime_ns,
        "content_hash": stamp.content_hash.hex(),
    }
    with (root / "manifest.jsonl").open("a", encoding="ascii") as manifest:
        manifest.write(json.dumps(line) + "\n")
        manifest.flush()
        os.fsync(manifest.fileno())


def put_in_quarantine(stamp: FileStamp, place: Path, at_ns: int) -> None:
    """Move a file to its place of `quarantine_place`, noted first. Raises OSError."""
    place.parent.mkdir(parents=True, exist_ok=True)
    note_in_manifest(place, stamp, "in", at_ns)
    move_new(stamp.path, place)


def put_link(keeper: Path, path: Path) -> None:
    """Make `path`, which must be free, a second name of the keeper's file."""
    os.link(keeper, path, follow_symlinks=False)


def put_clone(keeper: Path, path: Path) -> None:
    """Make `path`, which must be free, a file of its own that shares the keeper's blocks.

    Raises OSError where the file system cannot (ext4, NTFS): only Btrfs, XFS, ZFS and such can.
    """
    if sys.platform != "linux":
        raise OSError(errno.EOPNOTSUPP, "shared blocks are known on Linux only", str(path))
    import fcntl

    ficlone = 0x40049409  # _IOW(0x94, 9, int), linux/fs.h
    with keeper.open("rb") as read, path.open("xb") as write:
        try:
            fcntl.ioctl(write.fileno(), ficlone, read.fileno())
        except OSError:
            path.unlink()
            raise
    shutil.copystat(keeper, path)


def is_same_file(a: Path, b: Path) -> bool:
    """Whether two names lead to one file; False if either leads nowhere."""
    try:
        return os.path.samestat(a.stat(), b.stat())
    except OSError:
        return False

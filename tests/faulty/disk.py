"""What a disk may hold after the power went: recorded changes, without some that no sync forced.

After ALICE (https://www.usenix.org/conference/osdi14/technical-sessions/presentation/pillai) and
CrashMonkey. Two models of a file system:

ordered  names change in the order in which they were changed, as with the journals of ext4, XFS,
         APFS and NTFS: some of the last ones may be missing. A sync of anything forces all before.
weak     any change of a name may be missing that no sync of its folder (for a new file: of the
         file) forced; only a rename is whole or missing, as POSIX has it.

In both the bytes written to a file may be missing, one write without the other, until the file
itself was synced; in the ordered one they are where a name before them is.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

NAMES = frozenset({"create", "rename", "link", "unlink", "mkdir", "rmdir"})
BYTES = frozenset({"write", "truncate"})


@dataclass(frozen=True)
class Change:
    """One line of the log: see `record` in faulty.c."""

    op: str
    inode: int
    offset: int
    a: bytes
    b: bytes

    @property
    def path(self) -> str:
        return os.fsdecode(self.a)

    @property
    def goal(self) -> str:
        return os.fsdecode(self.b)

    @property
    def folders(self) -> set[str]:
        """Whose names it changes."""
        names = [self.path, self.goal] if self.op in ("rename", "link") else [self.path]
        return {os.path.dirname(name) for name in names}  # noqa: PTH120


def read_log(path: Path) -> list[Change]:
    data, at, changes = path.read_bytes(), 0, []
    while at < len(data):
        end = data.index(b"\n", at)
        op, inode, offset, a_size, b_size = data[at:end].split(b" ")
        a_end = end + 1 + int(a_size)
        b_end = a_end + int(b_size)
        changes.append(
            Change(op.decode(), int(inode), int(offset), data[end + 1 : a_end], data[a_end:b_end])
        )
        at = b_end + 1
    return changes


@dataclass
class _File:
    data: bytearray
    mtime_ns: int | None = None
    """None for a file that was made on the way."""


@dataclass
class Disk:
    """Names and what they hold, below one folder."""

    files: dict[str, _File] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    by_inode: dict[int, _File] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path) -> Disk:
        """As it is now."""
        disk = cls(folders={str(root)})
        for path in sorted(root.rglob("*")):
            if path.is_dir():
                disk.folders.add(str(path))
                continue
            status = path.stat()
            known = disk.by_inode.get(status.st_ino)
            file = known or _File(bytearray(path.read_bytes()), status.st_mtime_ns)
            disk.files[str(path)] = disk.by_inode[status.st_ino] = file
        return disk

    def copy(self) -> Disk:
        twins = {id(f): _File(bytearray(f.data), f.mtime_ns) for f in self.by_inode.values()}
        return Disk(
            {name: twins[id(file)] for name, file in self.files.items()},
            set(self.folders),
            {inode: twins[id(file)] for inode, file in self.by_inode.items()},
        )

    def apply(self, change: Change, *, is_dropped: bool) -> None:
        """A dropped new file is there for those who wrote to it, but has no name."""
        match change.op:
            case "create":
                file = self.by_inode[change.inode] = _File(bytearray())
                if not is_dropped:
                    self.files[change.path] = file
            case "write" | "truncate":
                if not is_dropped and change.inode in self.by_inode:
                    self._change_bytes(self.by_inode[change.inode], change)
            case "mkdir" if not is_dropped:
                self.folders.add(change.path)
            case "rmdir" if not is_dropped:
                self.folders.discard(change.path)
            case "unlink" if not is_dropped:
                self.files.pop(change.path, None)
            case "link" if not is_dropped and change.path in self.files:
                self.files[change.goal] = self.files[change.path]
            case "rename" if not is_dropped:
                self._rename(change.path, change.goal)

    @staticmethod
    def _change_bytes(file: _File, change: Change) -> None:
        if change.op == "truncate":
            del file.data[change.offset :]
            file.data.extend(bytes(change.offset - len(file.data)))
        else:
            end = change.offset + len(change.a)
            file.data.extend(bytes(max(0, end - len(file.data))))
            file.data[change.offset : end] = change.a
        file.mtime_ns = None

    def _rename(self, path: str, goal: str) -> None:
        if path in self.files:
            self.files[goal] = self.files.pop(path)
        elif path in self.folders:
            inside = path + os.sep
            for name in [n for n in self.files if n.startswith(inside)]:
                self.files[goal + name[len(path) :]] = self.files.pop(name)
            for name in [n for n in self.folders if n == path or n.startswith(inside)]:
                self.folders.discard(name)
                self.folders.add(goal + name[len(path) :])

    def write(self, root: Path) -> None:
        """Make the folder hold this, and nothing else; a file whose folder is missing is lost."""
        shutil.rmtree(root)
        root.mkdir()
        for name in sorted(self.folders):
            Path(name).mkdir(exist_ok=True, parents=True)
        written: dict[int, str] = {}
        for name, file in self.files.items():
            if not os.path.isdir(os.path.dirname(name)):  # noqa: PTH112, PTH120
                continue
            if id(file) in written:
                os.link(written[id(file)], name)
                continue
            written[id(file)] = name
            Path(name).write_bytes(file.data)
            if file.mtime_ns is not None:
                os.utime(name, ns=(file.mtime_ns, file.mtime_ns))


def may_be_dropped(changes: list[Change], *, is_weak: bool) -> list[int]:
    """Which of the changes no sync among them has forced to the disk."""
    synced_files: set[int] = set()
    synced_folders: set[str] = set()
    is_forced = False
    loose: list[int] = []
    for at in range(len(changes) - 1, -1, -1):
        change = changes[at]
        if change.op == "sync":
            synced_files.add(change.inode)
            is_forced = True
        elif change.op == "syncdir":
            synced_folders.add(change.path)
            is_forced = True
        elif change.op in BYTES and change.inode not in synced_files:
            loose.append(at)
        elif change.op in NAMES:
            if is_weak:
                is_safe = change.folders <= synced_folders
                is_safe |= change.op == "create" and change.inode in synced_files
            else:
                is_safe = is_forced
            if not is_safe:
                loose.append(at)
        if change.op == "create":
            synced_files.discard(change.inode)  # what was before had this number by chance
    return loose[::-1]


def choose_dropped(rng: random.Random, changes: list[Change], *, is_weak: bool) -> Collection[int]:
    """One of the ways in which a disk may have lost what was not forced."""
    loose = may_be_dropped(changes, is_weak=is_weak)
    names = [at for at in loose if changes[at].op in NAMES]
    data = [at for at in loose if changes[at].op in BYTES]
    if is_weak:
        return _some(rng, names) | _some(rng, data)
    gone = set(names[rng.randrange(len(names) + 1) :])
    end = min(gone, default=len(changes))
    # How long a file is, is written down with the names, in their order.
    return gone | _some(rng, data) | {at for at in data if at > end}


def _some(rng: random.Random, items: list[int]) -> set[int]:
    share = rng.choice((0.0, 1.0, 1.0, 0.5, 0.1, 0.9))
    return {item for item in items if rng.random() < share}

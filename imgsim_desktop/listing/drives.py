"""Drives: where a folder is mounted, under which name people know it, and whether we hear of it.

Linux tells by /proc/self/mountinfo and /dev/disk/by-label, Windows by its volume functions; on
macOS the name of a disk is its folder in /Volumes.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

_REMOTE = re.compile(
    r"nfs|cifs|smb|afs|ncp|9p|ceph|lustre|gluster|fuse\.(?!fuseblk|ntfs|exfat)|davfs|vboxsf|prl_fs"
)
"""Kinds of file systems whose changes are made elsewhere: the system does not tell of those."""

_MOUNTS = Path("/proc/self/mountinfo")
_LABELS = Path("/dev/disk/by-label")
_ESCAPED = re.compile(r"\\([0-7]{3})|\\x([0-9a-f]{2})")
_DRIVE_REMOTE = 4


@dataclass(frozen=True, slots=True)
class Mount:
    """Where a file system hangs in the tree."""

    point: Path
    kind: str
    """Such as `ext4` or `nfs4`."""
    source: str
    """Device or server."""


def mount_of(folder: Path, mounts: Path = _MOUNTS) -> Mount | None:
    """The file system that a folder lies on; None where the system does not tell."""
    try:
        lines = mounts.read_text("utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    best: Mount | None = None
    for line in lines:
        before, found, after = line.partition(" - ")
        fields, kinds = before.split(), after.split()
        if not found or len(fields) < 5 or len(kinds) < 2:
            continue
        point = Path(_unescaped(fields[4]))
        inside = point == folder or point in folder.parents
        if inside and (best is None or len(point.parts) >= len(best.point.parts)):
            best = Mount(point, kinds[0], _unescaped(kinds[1]))
    return best


def may_be_deaf(folder: Path) -> bool:
    """Whether changes in this folder may be made where this machine does not hear of them."""
    if sys.platform == "win32":
        return _is_remote_drive(folder)
    if sys.platform == "darwin":
        return _is_below_volumes(folder)
    mount = mount_of(folder)
    return mount is not None and _REMOTE.match(mount.kind) is not None


def volume_name(folder: Path) -> str:
    """The name of the disk or server a folder lies on, as file managers say it.

    Empty for the system's own disk, and where the system does not tell.
    """
    if sys.platform == "win32":
        return _windows_label(folder)
    if sys.platform == "darwin":
        return folder.parts[2] if _is_below_volumes(folder) else ""
    mount = mount_of(folder)
    if mount is None or mount.point == Path("/"):
        return ""
    return _label_of(mount.source) or mount.point.name


def _label_of(source: str, labels: Path = _LABELS) -> str:
    """Of a device, by the links that name it; empty where there is none."""
    try:
        device = os.path.realpath(source)
        for link in sorted(labels.iterdir()):
            if os.path.realpath(link) == device:
                return _unescaped(link.name)
    except OSError:
        return ""
    return ""


def _unescaped(text: str) -> str:
    r"""Spaces and the like are `\040` in the kernel's list, `\x20` in udev's names."""

    def letter(found: re.Match[str]) -> str:
        code = int(found[1], 8) if found[1] else int(found[2], 16)
        return os.fsdecode(bytes([code]))

    return _ESCAPED.sub(letter, text)


def _is_below_volumes(folder: Path) -> bool:
    return PurePosixPath(folder).parts[:2] == ("/", "Volumes") and len(folder.parts) > 2


def _is_remote_drive(folder: Path) -> bool:
    if sys.platform != "win32":
        return False
    if folder.drive.startswith("\\\\"):
        return True
    import ctypes

    kind: int = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)
    return kind == _DRIVE_REMOTE


def _windows_label(folder: Path) -> str:
    if sys.platform != "win32":
        return ""
    import ctypes

    name = ctypes.create_unicode_buffer(261)
    found = ctypes.windll.kernel32.GetVolumeInformationW(
        folder.anchor, name, len(name), None, None, None, None, 0
    )
    label = name.value if found else ""
    return f"{label} ({folder.drive})" if label else folder.drive

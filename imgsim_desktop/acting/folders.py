"""Folders that stay open while files in them are moved: reached once, then by descriptor.

What happens meanwhile to the path of an open folder, a link put in its place, say, does not change
where its files go. Whatever lies below a quarantine, a trash or an album is entered name by name,
never through a link.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from imgsim_desktop.acting.refusals import Refused
from imgsim_desktop.records import OutcomeCode

HAS_DESCRIPTORS = sys.platform != "win32"
"""Whether Python can name files by an open folder; on Windows names are joined to its path."""

PRIVATE = 0o700
"""Rights of a folder only its owner may enter."""

_LOOSE = stat.S_IWGRP | stat.S_IWOTH

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # a pipe in a file's place would wait for its other end
_BINARY = getattr(os, "O_BINARY", 0)


class Folder:
    """One open folder, and what can be done to the names in it; no method follows a link.

    path  where it was reached, absolute; for messages, and for systems without descriptors
    """

    __slots__ = ("fd", "path")

    def __init__(self, path: Path, fd: int | None) -> None:
        self.path = path
        self.fd = fd

    @classmethod
    def open(cls, path: Path) -> Folder:
        """A folder the person chose: links on the way to it are theirs. Raises OSError."""
        path = path.absolute()
        if HAS_DESCRIPTORS:
            return cls(path, os.open(path, _FOLDER))
        with os.scandir(path):  # what `open` would say of a missing folder, or of a file
            return cls(path, None)

    def close(self) -> None:
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def at(self, name: str) -> str:
        """What system calls take beside `self.fd`."""
        return name if self.fd is not None else str(self.path / name)

    def stat(self) -> os.stat_result:
        """Of the folder itself."""
        return os.stat(self.path if self.fd is None else self.fd)  # noqa: PTH116

    def lstat(self, name: str) -> os.stat_result:
        return os.stat(self.at(name), dir_fd=self.fd, follow_symlinks=False)

    def has(self, name: str) -> bool:
        """Whether anything has this name, a link that leads nowhere included."""
        try:
            self.lstat(name)
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True

    def open_file(self, name: str, flags: int = os.O_RDONLY, mode: int = 0o600) -> int:
        """A descriptor of a file. Raises OSError, ELOOP for a link."""
        return os.open(self.at(name), flags | _NO_LINK | _NO_WAIT | _BINARY, mode, dir_fd=self.fd)

    def unlink(self, name: str) -> None:
        os.unlink(self.at(name), dir_fd=self.fd)

    def rmdir(self, name: str) -> None:
        os.rmdir(self.at(name), dir_fd=self.fd)

    def link(self, name: str, source: Folder, old: str) -> None:
        """A hard link here to a file of another folder; of a link, to the link itself."""
        os.link(
            source.at(old), self.at(name),
            src_dir_fd=source.fd, dst_dir_fd=self.fd, follow_symlinks=False,
        )  # fmt: skip

    def sync(self) -> None:
        """Make the names in it last; Windows does so by itself."""
        if self.fd is not None:
            os.fsync(self.fd)

    def sync_if_it_can(self) -> None:
        """As `sync`, where nothing is wrong if it fails: only a power cut could still undo it."""
        with contextlib.suppress(OSError):
            self.sync()

    def enter(self, name: str, *, make: bool = False, is_private: bool = False) -> Folder:
        """A folder in this one, and no link to one.

        make        make it, for us alone, if there is none
        is_private  it must be ours, and nobody else may write there

        Raises Refused: UNSAFE, with a sentence that says what to do; OSError.
        """
        if make:
            with contextlib.suppress(FileExistsError):
                os.mkdir(self.at(name), PRIVATE, dir_fd=self.fd)
        path = self.path / name
        if _is_link(self.lstat(name)):
            raise Refused(
                OutcomeCode.UNSAFE,
                f"{path} is a link to another place, and nothing is moved through it; remove it",
            )
        if self.fd is None:
            with os.scandir(path):
                return Folder(path, None)
        folder = Folder(path, os.open(name, _FOLDER | _NO_LINK, dir_fd=self.fd))
        try:
            if is_private:
                self._check_ours(folder)
        except BaseException:
            folder.close()
            raise
        return folder

    def _check_ours(self, folder: Folder) -> None:
        assert folder.fd is not None
        found = os.fstat(folder.fd)
        if trouble := trouble_with(found, folder.path):
            if self.keeps_rights():
                raise Refused(OutcomeCode.UNSAFE, trouble)
        elif stat.S_IMODE(found.st_mode) & 0o077:  # made by an older version, read by others
            try:
                os.fchmod(folder.fd, PRIVATE)
            except OSError:
                if self.keeps_rights():
                    raise

    def keeps_rights(self) -> bool:
        """Whether files here have owners and rights; FAT and exFAT of cards know neither.

        Found out by making a folder: what a mount says of itself differs from system to system.
        """
        name = f".imgsim-probe-{secrets.token_hex(8)}"
        try:
            os.mkdir(self.at(name), PRIVATE, dir_fd=self.fd)
        except OSError:
            return True
        try:
            found = self.lstat(name)
        finally:
            self.rmdir(name)
        return found.st_uid == os.geteuid() and stat.S_IMODE(found.st_mode) & 0o777 == PRIVATE


def trouble_with(found: os.stat_result, path: Path) -> str:
    """Why what lies there may be somebody else's trap; empty if it is ours alone to write."""
    if sys.platform == "win32":
        return ""
    if found.st_uid != os.geteuid():
        return f"{path} belongs to another user, and nothing is written there; move it away"
    if found.st_mode & _LOOSE:
        return (
            f"others may write to {path}, and nothing is moved there; "
            "look at what lies in it, then take their right away (chmod go-w)"
        )
    return ""


class Way:
    """Folders opened one below the other, the first as the person named it."""

    def __init__(self, top: Folder) -> None:
        self._folders = [top]

    @classmethod
    @contextlib.contextmanager
    def opened(
        cls, top: Path, names: Sequence[str] = (), *, make: bool = False, is_private: bool = False
    ) -> Iterator[Way]:
        """`top` and in it `names`, one in the other; see Folder.enter. Raises OSError, Refused.

        make  and where it ends in trouble, remove those again that are empty
        """
        way = cls(Folder.open(top))
        try:
            for name in names:
                way.enter(name, make=make, is_private=is_private)
            yield way
        except (Exception, KeyboardInterrupt):
            if make:
                way.prune()
            raise
        finally:
            for folder in reversed(way._folders):
                folder.close()

    @property
    def last(self) -> Folder:
        return self._folders[-1]

    def __getitem__(self, number: int) -> Folder:
        return self._folders[number]

    def enter(self, name: str, *, make: bool = False, is_private: bool = False) -> Folder:
        """Go on into a folder of the last one; see Folder.enter."""
        self._folders.append(self.last.enter(name, make=make, is_private=is_private))
        return self.last

    def prune(self, keep: int = 1) -> None:
        """Remove the innermost folders while they are empty; the first `keep` of them stay."""
        for number in range(len(self._folders) - 1, keep - 1, -1):
            try:
                self._folders[number - 1].rmdir(self._folders[number].path.name)
            except OSError:  # something lies in it
                return


def _is_link(found: os.stat_result) -> bool:
    """Whether it leads elsewhere: a symbolic link, or a junction of Windows."""
    if stat.S_ISLNK(found.st_mode):
        return True
    mount_point = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    return mount_point is not None and getattr(found, "st_reparse_tag", 0) == mount_point


def _make(path: Path) -> None:
    """A folder with those above it; their names last as what is put into it does."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for folder in missing:
        with Folder.open(folder.parent) as above:
            above.sync_if_it_can()


@contextlib.contextmanager
def folder_of(path: Path, *, make: bool = False) -> Iterator[Folder]:
    """The folder that holds a file of the person, opened. Raises OSError.

    make  make it if it is not there any more
    """
    if make:
        _make(path.parent)
    with Folder.open(path.parent) as folder:
        yield folder

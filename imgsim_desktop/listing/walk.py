"""Walk: library folders -> FoundFile, one `stat` a photo, in the same order every time.

What is met and what is not:

- Symbolic links (and Windows junctions) below a library folder are not followed, neither to files
  nor to folders: what they point to inside the library is met anyway, what lies outside nobody
  asked to tidy up, and a link is no copy that takes up space. A library folder may be a link.
- Each folder is walked once, however many library folders contain it. Of several hard links to
  one file the first in walking order is listed: removing another one would free nothing.
- Folders of other programs, snapshots, trash cans, quarantine and caches are never entered: see
  `foreign`.
- A photo that is only in somebody's cloud (OneDrive, iCloud) is told, never fetched: a Failure.
- A disk that does not answer costs at most half a minute: see `patience`.
- A file whose name says nothing, or something else than a picture, is opened for its first bytes
  and told, or listed, where these are those of a picture.
- A name that begins with `.imgsim-` is a file in the middle of a move: it is passed by.
"""

from __future__ import annotations

import copy
import errno
import fnmatch
import os
import re
import stat
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, Self

from imgsim_desktop.companions import companions, is_companion_name
from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.errors import translatable
from imgsim_desktop.listing.foreign import (
    Foreign,
    foreign_above,
    foreign_by_content,
    foreign_by_name,
)
from imgsim_desktop.listing.patience import SILENT, SILENT_DISK, Listing, Met, listed
from imgsim_desktop.records import Failure, FoundFile, Library, Offline, PassedBy, Reason, Unnamed

EMPTY_FOLDER = "the folder is empty"
"""Detail of an Offline whose folder has no entry: an unmounted drive, or a new folder."""

IN_CLOUD = translatable("only its name is here: have it kept on this device, then scan again")
"""Detail of a Failure for a file that opening would fetch over the network."""

NOT_ALLOWED_BY_MACOS = translatable(
    "macOS does not let this program in: allow it in System Settings, Privacy & Security,"
    " Files and Folders, or Full Disk Access"
)
"""Detail of a Failure where a folder is guarded by the system (TCC) and not by its permissions."""

_RESOURCE_FORK = "._"
"""How a name begins under which macOS lays what other file systems have no room for."""

OURS = ".imgsim-"
"""How the names begin of the quarantine, and of files while they are moved (see acting/claims)."""

AT_ONCE = 256
"""Entries that are looked at before what is said of them is told."""

_FETCHED_WHEN_OPENED = 0x0044_1000
"""Windows' attributes of a file that is fetched from a cloud or a tape when it is opened."""

_DATALESS = 0x4000_0000
"""The same of macOS (SF_DATALESS)."""

_MOUNT_POINT = 0xA000_0003
"""Windows' mark of a junction (IO_REPARSE_TAG_MOUNT_POINT)."""
_WHOLE = "\0"
_IS_WHOLE = re.compile(r"/.*/|//|[A-Za-z]:/")
"""Patterns of excludes that may be whole paths; `/private` alone is a name, as it always was."""

_Identity = tuple[int, int] | str


def walk(
    library: Library,
    is_photo: Callable[[Path], bool],
    control: Control = NULL_CONTROL,
    *,
    is_picture: Callable[[Path], bool] = lambda path: False,
) -> Iterator[Met]:
    """List the photos of a library; nothing is opened but folders, and files of odd names.

    is_photo    judges by the name alone, in another thread
    is_picture  asked there of other files: judges by the content, without raising
    yields    FoundFile, files of a folder by name, then its subfolders by name;
              Offline for a library folder that is missing, empty or vanished on the way;
              Failure for a folder (its path in `file`) that could not be listed, TIMEOUT if it did
              not answer (see `patience`);
              PassedBy for a folder of another program;
              Unnamed for a picture by content alone, which is a FoundFile where the library says so

    Raises Cancelled. Memory grows with folders and hard links, not with files.
    """
    return listed(_Walker(library, is_photo, is_picture, control), control)


@dataclass(frozen=True, slots=True)
class _Folder:
    """One that waits to be listed."""

    path: str
    device: int


class _Seen(NamedTuple):
    """What the file system and the name say of an entry."""

    path: Path
    is_folder: bool
    status: os.stat_result | None
    """None where it is not needed."""
    owner: Foreign | None
    is_unnamed: bool = False
    """A picture by its content alone."""


_Look = _Seen | OSError | None
"""Of an entry; None: passed over by its name, or as a link."""


@dataclass(slots=True)
class _Open:
    """The folder that is being looked at."""

    entries: list[os.DirEntry[str]]
    device: int
    next: int = 0
    """Entries before it are done with."""
    companions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of photos by name: the files that lie beside them."""
    looks: list[_Look] = field(default_factory=list)
    """Of the entries from `next` on, as far as they have been looked at."""
    subfolders: list[_Folder] = field(default_factory=list)


class _Walker(Listing):
    """One walk over all folders of a library; remembers which folders and links it has met.

    All of its state is in its fields, so that a copy goes on where a disk has fallen silent.
    """

    def __init__(
        self,
        library: Library,
        is_photo: Callable[[Path], bool],
        is_picture: Callable[[Path], bool],
        control: Control,
    ) -> None:
        super().__init__()
        self._is_photo, self._is_picture = is_photo, is_picture
        self._by_content = library.by_content
        self._control = control
        self._follow_hidden = library.follow_hidden
        self._excludes = _exclusion(library.excludes)
        self._folders_met: set[_Identity] = set()
        self._links_met: set[tuple[int, int]] = set()
        self._roots = deque(library.folders)
        self._root: Path | None = None
        self._identity: _Identity = ""
        self._waiting: list[_Folder] = []
        """A stack instead of recursion: depth has no limit."""
        self._open: _Open | None = None

    def met(self) -> Iterator[Met]:
        """What lies ahead of where it stands."""
        while True:
            self._control.check()
            if self._open is not None:
                yield from self._look_at_entries(self._open)
            elif self._waiting:
                yield from self._open_folder(self._waiting.pop())
            elif self._root is not None:
                yield from self._leave(self._root)
            elif self._roots:
                yield from self._enter(self._roots.popleft())
            else:
                return

    def without_what_is_silent(self) -> tuple[Self, Met]:
        after = copy.copy(self)
        at = Path(after._detach())  # noqa: SLF001
        if self._root is None:  # its first look, or its last
            return after, Offline(at, SILENT)
        return after, _failure(at, self._root, _silence(SILENT))

    def _detach(self) -> str:
        """Share nothing with the one this is a copy of, and go on behind what is silent: returned.

        An entry may have answered at the last moment; it is called silent all the same.
        """
        self._folders_met, self._links_met = set(self._folders_met), set(self._links_met)
        self._roots, self._waiting = deque(self._roots), list(self._waiting)
        if self._open is None:
            return self.at
        begun = self._open.entries[self._open.next :][:AT_ONCE]
        looks = self._open.looks[: len(begun) - 1]
        silent = begun[len(looks)]
        subfolders = list(self._open.subfolders)
        self._open = replace(self._open, looks=[*looks, None], subfolders=subfolders)
        return silent.path

    def _enter(self, root: Path) -> Iterator[Met]:
        owner = foreign_above(root)
        if owner is not None:
            yield PassedBy(root, owner.owner)
            return

        def look() -> tuple[os.stat_result, bool]:
            status = root.stat()
            with os.scandir(root) as entries:
                return status, next(entries, None) is None

        try:
            status, is_empty = self.ask(str(root), None, look)
        except PermissionError as error:
            yield _failure(root, root, error)
            return
        except OSError as error:
            yield Offline(root, _words(error))
            return
        if is_empty:
            yield Offline(root, EMPTY_FOLDER)
            return
        self._root, self._identity = root, _identity(str(root), status)
        if self._identity not in self._folders_met:
            self._folders_met.add(self._identity)
            self._waiting.append(_Folder(str(root), status.st_dev))

    def _leave(self, root: Path) -> Iterator[Met]:
        """An unplugged drive looks like empty or missing folders: never take it for deletion."""
        identity, self._root = self._identity, None
        if not self.ask(str(root), None, lambda: _is_still(root, identity)):
            yield Offline(root, "the folder vanished while it was listed")

    def _open_folder(self, folder: _Folder) -> Iterator[Met]:
        root, path = self._root, Path(folder.path)
        assert root is not None
        if self.is_given_up(folder.device):
            yield _failure(path, root, _silence(SILENT_DISK))
            return

        def entries_of() -> list[os.DirEntry[str]]:
            with os.scandir(folder.path) as scan:
                return sorted(scan, key=_name)

        try:
            entries = self.ask(folder.path, folder.device, entries_of)
        except FileNotFoundError:
            return  # deleted since its parent was listed; a lost root is noticed at the end
        except OSError as error:
            yield _failure(path, root, error)
            return
        owner = foreign_by_content({entry.name for entry in entries})
        if owner is not None and (owner.is_told or path != root):
            if owner.is_told:
                yield PassedBy(path, owner.owner)
            return
        beside = companions((entry.name for entry in entries), self._is_photo_name)
        self._open = _Open(entries, folder.device, companions=beside)

    def _is_photo_name(self, name: str) -> bool:
        return self._is_photo(Path(name))

    def _look_at_entries(self, folder: _Open) -> Iterator[Met]:
        assert self._root is not None
        while folder.next < len(folder.entries):
            if not folder.looks:
                look_on = partial(self._look_on, folder, self._root)
                self.ask(folder.entries[folder.next].path, folder.device, look_on)
            for look in folder.looks:
                kept = self._judge(folder.entries[folder.next], look, self._root, folder)
                folder.next += 1
                if kept is not None:
                    yield kept
            folder.looks = []
        self._waiting.extend(reversed(folder.subfolders))
        self._open = None

    def _look_on(self, folder: _Open, root: Path) -> None:
        """At some entries; the lock is free: nothing but `looks` grows."""
        looks = folder.looks
        for entry in folder.entries[folder.next : folder.next + AT_ONCE]:
            self.beats += 1
            looks.append(self._look(entry, root, folder.device))

    def _look(self, entry: os.DirEntry[str], root: Path, device: int) -> _Look:
        """What the file system says of an entry, as far as its name lets us ask."""
        if entry.name.startswith((OURS, _RESOURCE_FORK) if self._follow_hidden else "."):
            return None
        owner = foreign_by_name(entry.name)
        if owner is None and self._is_excluded(entry, root):
            return None
        if self.is_given_up(device):
            return _silence(SILENT_DISK)
        path = Path(entry.path)
        is_photo = self._is_photo(path)
        # Where a disk was mounted that is gone, it is silent, and what lies around it answers.
        self.device = device if is_photo else None
        try:
            if entry.is_symlink() or _is_junction(entry):
                return None
            is_folder = entry.is_dir(follow_symlinks=False)
            is_unnamed = not (is_photo or is_folder or owner) and self._may_be_opened(entry)
            if is_unnamed:
                is_unnamed = self._is_picture(path)
            needed = is_photo or is_unnamed or (is_folder and owner is None)
            status = entry.stat(follow_symlinks=False) if needed else None
            return _Seen(path, is_folder, status, owner, is_unnamed)
        except OSError as error:
            return error

    def _may_be_opened(self, entry: os.DirEntry[str]) -> bool:
        """A plain file, here and not only in somebody's cloud, that is not beside a photo."""
        if not entry.is_file(follow_symlinks=False) or is_companion_name(entry.name):
            return False
        return not _is_in_cloud(entry.stat(follow_symlinks=False))

    def _judge(self, entry: os.DirEntry[str], look: _Look, root: Path, folder: _Open) -> Met | None:
        """Keep a photo, put a subfolder on the list, or pass over the entry."""
        if look is None or isinstance(look, FileNotFoundError):
            return None
        if isinstance(look, OSError):
            return _failure(Path(entry.path), root, look)
        path, is_folder, status, owner, is_unnamed = look
        if is_folder and owner is not None:
            return PassedBy(path, owner.owner) if owner.is_told else None
        if status is None or (owner is not None and self._is_excluded(entry, root)):
            return None
        if is_folder:
            if self._enters(entry, status):
                folder.subfolders.append(_Folder(entry.path, status.st_dev or folder.device))
            return None
        if not stat.S_ISREG(status.st_mode) or self._is_hidden(status):
            return None
        if is_unnamed and not self._by_content:
            return Unnamed(path)
        if _is_in_cloud(status):
            return Failure(_file(path, root, status), Reason.IN_CLOUD, IN_CLOUD)
        if status.st_nlink > 1 and status.st_ino:
            link = (status.st_dev, status.st_ino)
            if link in self._links_met:
                return None
            self._links_met.add(link)
        return _file(path, root, status, folder.companions.get(entry.name, ()))

    def _enters(self, entry: os.DirEntry[str], status: os.stat_result) -> bool:
        if entry.name.lower() == "trash" and Path(entry.path).parent.name == "share":
            return False  # ~/.local/share/Trash, met only with hidden folders
        if self._is_hidden(status):
            return False
        identity = _identity(entry.path, status)
        if identity in self._folders_met:
            return False
        self._folders_met.add(identity)
        return True

    def _is_excluded(self, entry: os.DirEntry[str], root: Path) -> bool:
        if self._excludes is None:
            return False
        whole = entry.path.replace(os.sep, "/")
        below = whole[len(str(root)) :].strip("/")
        return any(self._excludes.match(text) for text in (entry.name, below, f"{_WHOLE}{whole}"))

    def _is_hidden(self, status: os.stat_result) -> bool:
        """Hidden by an attribute of the file system; dot names are seen before this."""
        attributes, flags = _marks_of(status)
        hidden = attributes & stat.FILE_ATTRIBUTE_HIDDEN or flags & stat.UF_HIDDEN
        return bool(hidden) and not self._follow_hidden


def _exclusion(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    """All patterns as one; matched against a name, the path below the folder, and the whole path.

    The whole path has _WHOLE before it: only patterns that are whole paths themselves fit it.
    """
    plain = [pattern.replace("\\", "/").strip() for pattern in patterns]
    cleaned = [pattern.strip("/") for pattern in plain]
    cleaned += [pattern[3:] for pattern in cleaned if pattern.startswith("**/")]
    parts = [fnmatch.translate(pattern) for pattern in cleaned if pattern]
    whole = [pattern.rstrip("/") for pattern in plain if _IS_WHOLE.match(pattern)]
    parts = [f"(?!{_WHOLE}){part}" for part in parts]
    parts += [fnmatch.translate(f"{_WHOLE}{pattern}") for pattern in whole]
    if not parts:
        return None
    flags = re.IGNORECASE if os.path.normcase("A") == "a" else 0
    return re.compile("|".join(f"(?:{part})" for part in parts), flags)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """A folder that is another one, elsewhere: `os.DirEntry.is_junction` of Python 3.12."""
    if not entry.is_dir(follow_symlinks=False):
        return False
    tag: int = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0)
    return tag == _MOUNT_POINT


def _is_in_cloud(status: os.stat_result) -> bool:
    """Whether opening the file would fetch it: OneDrive on Windows, iCloud Drive on macOS."""
    attributes, flags = _marks_of(status)
    return bool(attributes & _FETCHED_WHEN_OPENED or flags & _DATALESS)


def _marks_of(status: os.stat_result) -> tuple[int, int]:
    """A file's attributes on Windows and its flags on macOS; 0 on other systems."""
    return getattr(status, "st_file_attributes", 0), getattr(status, "st_flags", 0)


def _file(
    path: Path, root: Path, status: os.stat_result, companions: tuple[str, ...] = ()
) -> FoundFile:
    size, mtime_ns = status.st_size, status.st_mtime_ns
    return FoundFile(path, root, size, mtime_ns, status.st_dev, status.st_ino, companions)


def _identity(path: str, status: os.stat_result) -> _Identity:
    """Device and inode, or the path where the system gives none (Windows folder listings)."""
    return (status.st_dev, status.st_ino) if status.st_ino else os.path.normcase(path)


def _is_still(root: Path, identity: _Identity) -> bool:
    try:
        return _identity(str(root), root.stat()) == identity
    except OSError:
        return False


def _failure(path: Path, root: Path, error: OSError) -> Failure:
    reason = Reason.READ_ERROR
    if isinstance(error, PermissionError):
        reason = Reason.NO_PERMISSION
    elif isinstance(error, TimeoutError):
        reason = Reason.TIMEOUT
    return Failure(FoundFile(path, root, 0, 0, 0, 0), reason, _words(error))


def _silence(said: str) -> TimeoutError:
    return TimeoutError(errno.ETIMEDOUT, said)


def _words(error: OSError) -> str:
    if sys.platform == "darwin" and error.errno == errno.EPERM:  # EACCES is the folder's own no
        return NOT_ALLOWED_BY_MACOS
    return error.strerror or str(error)

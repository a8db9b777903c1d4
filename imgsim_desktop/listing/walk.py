"""Walk: library folders -> FoundFile, one `stat` a photo, in the same order every time.

What is met and what is not:

- Symbolic links (and Windows junctions) below a library folder are not followed, neither to files
  nor to folders: what they point to inside the library is met anyway, what lies outside nobody
  asked to tidy up, and a link is no copy that takes up space. A library folder may be a link.
- Each folder is walked once, however many library folders contain it. Of several hard links to
  one file the first in walking order is listed: removing another one would free nothing.
- Folders of other programs, snapshots, trash cans, quarantine and caches are never entered: see
  `foreign`.
- A name that begins with `.imgsim-` is a file in the middle of a move: it is passed by.
"""

from __future__ import annotations

import fnmatch
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from imgsim_desktop.companions import companions
from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.listing.foreign import foreign_above, foreign_by_content, foreign_by_name
from imgsim_desktop.records import Failure, FoundFile, Library, Offline, PassedBy, Reason

EMPTY_FOLDER = "the folder is empty"
"""Detail of an Offline whose folder has no entry: an unmounted drive, or a new folder."""

OURS = ".imgsim-"
"""How the names begin of the quarantine, and of files while they are moved (see acting/claims)."""

_Identity = tuple[int, int] | str


def walk(
    library: Library, is_photo: Callable[[Path], bool], control: Control = NULL_CONTROL
) -> Iterator[FoundFile | Offline | Failure | PassedBy]:
    """List the photos of a library; nothing is opened but folders.

    is_photo  judges by the name alone
    yields    FoundFile, files of a folder by name, then its subfolders by name;
              Offline for a library folder that is missing, empty or vanished on the way;
              Failure for a folder (its path in `file`) that could not be listed;
              PassedBy for a folder of another program

    Raises Cancelled. Memory grows with folders and hard links, not with files.
    """
    walker = _Walker(library, is_photo, control)
    for root in library.folders:
        yield from walker.walk_root(root)


class _Walker:
    """One walk over all folders of a library; remembers which folders and links it has met."""

    def __init__(
        self, library: Library, is_photo: Callable[[Path], bool], control: Control
    ) -> None:
        self._is_photo = is_photo
        self._control = control
        self._follow_hidden = library.follow_hidden
        self._excludes = _exclusion(library.excludes)
        self._folders_met: set[_Identity] = set()
        self._links_met: set[tuple[int, int]] = set()

    def walk_root(self, root: Path) -> Iterator[FoundFile | Offline | Failure | PassedBy]:
        owner = foreign_above(root)
        if owner is not None:
            yield PassedBy(root, owner.owner)
            return
        try:
            identity = _identity(str(root), root.stat())
            with os.scandir(root) as entries:
                is_empty = next(entries, None) is None
        except PermissionError as error:
            yield _folder_failure(root, root, error)
            return
        except OSError as error:
            yield Offline(root, _words(error))
            return
        if is_empty:
            yield Offline(root, EMPTY_FOLDER)
            return
        yield from self._walk_below(root, identity)
        # An unplugged drive looks like empty or missing folders: never take that for deletion.
        if not _is_still(root, identity):
            yield Offline(root, "the folder vanished while it was listed")

    def _walk_below(
        self, root: Path, identity: _Identity
    ) -> Iterator[FoundFile | Failure | PassedBy]:
        if identity in self._folders_met:
            return
        self._folders_met.add(identity)
        waiting = [str(root)]  # a stack instead of recursion: depth has no limit
        while waiting:
            self._control.check()
            folder = waiting.pop()
            try:
                with os.scandir(folder) as scan:
                    entries = sorted(scan, key=_name)
            except FileNotFoundError:
                continue  # deleted since its parent was listed; a lost root is noticed at the end
            except OSError as error:
                yield _folder_failure(Path(folder), root, error)
                continue
            owner = foreign_by_content({entry.name for entry in entries})
            if owner is not None and (owner.is_told or folder != str(root)):
                if owner.is_told:
                    yield PassedBy(Path(folder), owner.owner)
                continue
            subfolders: list[str] = []
            beside = companions((e.name for e in entries), self._is_photo_name)
            for entry in entries:
                kept = self._judge(entry, root, subfolders)
                if isinstance(kept, FoundFile) and entry.name in beside:
                    kept = replace(kept, companions=beside[entry.name])
                if kept is not None:
                    yield kept
            waiting.extend(reversed(subfolders))

    def _is_photo_name(self, name: str) -> bool:
        return self._is_photo(Path(name))

    def _judge(
        self, entry: os.DirEntry[str], root: Path, subfolders: list[str]
    ) -> FoundFile | Failure | PassedBy | None:
        """Keep a photo, put a subfolder on the list, or pass over the entry."""
        if entry.name.startswith("." if not self._follow_hidden else OURS):
            return None
        try:
            owner = foreign_by_name(entry.name)
            if owner is not None and entry.is_dir(follow_symlinks=False):
                return PassedBy(Path(entry.path), owner.owner) if owner.is_told else None
            if entry.is_symlink() or _is_junction(entry):
                return None
            if entry.is_dir(follow_symlinks=False):
                if self._enters(entry, root):
                    subfolders.append(entry.path)
                return None
            path = Path(entry.path)
            if not self._is_photo(path) or self._is_excluded(entry, root):
                return None
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            return None
        except OSError as error:
            return _folder_failure(Path(entry.path), root, error)
        if not stat.S_ISREG(status.st_mode) or self._is_hidden(status):
            return None
        if status.st_nlink > 1 and status.st_ino:
            link = (status.st_dev, status.st_ino)
            if link in self._links_met:
                return None
            self._links_met.add(link)
        return FoundFile(
            path, root, status.st_size, status.st_mtime_ns, status.st_dev, status.st_ino
        )

    def _enters(self, entry: os.DirEntry[str], root: Path) -> bool:
        if entry.name.lower() == "trash" and Path(entry.path).parent.name == "share":
            return False  # ~/.local/share/Trash, met only with hidden folders
        if self._is_excluded(entry, root):
            return False
        status = entry.stat(follow_symlinks=False)
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
        below = entry.path[len(str(root)) :].replace(os.sep, "/").strip("/")
        return any(self._excludes.match(text) for text in (entry.name, below))

    def _is_hidden(self, status: os.stat_result) -> bool:
        """Hidden by an attribute of the file system; dot names are seen before this."""
        if self._follow_hidden:
            return False
        if sys.platform == "win32":
            return bool(status.st_file_attributes & stat.FILE_ATTRIBUTE_HIDDEN)
        if sys.platform == "darwin":
            return bool(status.st_flags & stat.UF_HIDDEN)
        return False


def _exclusion(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    """All patterns as one; matched against a name and against the path below the folder."""
    cleaned = [pattern.replace("\\", "/").strip().strip("/") for pattern in patterns]
    cleaned += [pattern[3:] for pattern in cleaned if pattern.startswith("**/")]
    parts = [fnmatch.translate(pattern) for pattern in cleaned if pattern]
    if not parts:
        return None
    flags = re.IGNORECASE if os.path.normcase("A") == "a" else 0
    return re.compile("|".join(f"(?:{part})" for part in parts), flags)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _is_junction(entry: os.DirEntry[str]) -> bool:
    is_junction = getattr(entry, "is_junction", None)  # Python 3.12 and later
    return is_junction is not None and bool(is_junction())


def _identity(path: str, status: os.stat_result) -> _Identity:
    """Device and inode, or the path where the system gives none (Windows folder listings)."""
    return (status.st_dev, status.st_ino) if status.st_ino else os.path.normcase(path)


def _is_still(root: Path, identity: _Identity) -> bool:
    try:
        return _identity(str(root), root.stat()) == identity
    except OSError:
        return False


def _folder_failure(path: Path, root: Path, error: OSError) -> Failure:
    reason = Reason.NO_PERMISSION if isinstance(error, PermissionError) else Reason.READ_ERROR
    return Failure(FoundFile(path, root, 0, 0, 0, 0), reason, _words(error))


def _words(error: OSError) -> str:
    return error.strerror or str(error)

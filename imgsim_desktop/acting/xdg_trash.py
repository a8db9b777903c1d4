"""The trash of freedesktop.org desktops, filled by ourselves.

https://specifications.freedesktop.org/trash-spec/1.0/: the note `info/NAME.trashinfo` says where a
file came from and when, the file lies in `files/NAME`. We write the note, because a file that was
claimed has another name: so it rests, and is restored by any desktop, under its own name and in its
own folder.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote_from_bytes

from imgsim_desktop.acting.bins import (
    MARK,
    NOTE_SUFFIX,
    NoTrash,
    Resting,
    XdgBin,
    mount_point,
    names_in_trash,
    nearest_folder,
)
from imgsim_desktop.acting.claims import Claim, part_name
from imgsim_desktop.acting.folders import PRIVATE, Folder, Way
from imgsim_desktop.acting.renaming import rename_new
from imgsim_desktop.acting.resting import way_to

_NO_TRASH_HERE = (
    errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.ENOENT, errno.EXDEV, errno.ELOOP,
)  # fmt: skip
"""Why a place for a trash cannot be used although the disk is well and has room."""


class XdgTrash:
    """One trash in the home, one on each other volume."""

    takes_claims = True

    def __init__(self, home_trash: Path, uid: int) -> None:
        self._home_trash = home_trash
        self._uid = uid
        self._bin = XdgBin(home_trash, uid)

    def find(self, original: Path) -> Iterator[Resting]:
        return self._bin.find(original)

    def marked(self, near: Path) -> Iterator[tuple[bytes, Resting]]:
        return self._bin.marked(near)

    def sweep(self, original: Path, entry_id: str) -> None:
        """Remove notes that a crash left without their file."""
        notes = [trash / "info" / part_name(entry_id) for trash, _ in self._bin.trashes(original)]
        for note in (*notes, *self._bin.orphans(original)):
            if os.path.lexists(note):
                with way_to(note) as way:
                    way.last.unlink(note.name)

    def take(self, claim: Claim, entry_id: str, mark: bytes = b"") -> Resting:
        """Raises NoTrash, OSError, Refused; then the file still has its private name."""
        path = claim.original
        device = claim.folder.lstat(claim.taken).st_dev
        if nearest_folder(self._home_trash).stat().st_dev == device:
            self._home_trash.parent.mkdir(PRIVATE, parents=True, exist_ok=True)
            places = [self._home_trash]
            shown = path
        elif nearest_folder(Path.home()).stat().st_dev == device:
            raise NoTrash(f"the trash is on another volume than {path}")  # and would be a copy
        else:
            top = mount_point(path)
            places = [top / ".Trash" / str(self._uid), top / f".Trash-{self._uid}"]
            shown = (Path(os.path.realpath(path.parent)) / path.name).relative_to(top)
        trouble: OSError | None = None
        for place in places:
            try:
                with _opened(place) as way:
                    return _store(claim, way, _text_of(shown, mark), part_name(entry_id))
            except OSError as error:
                if error.errno not in _NO_TRASH_HERE:
                    raise
                trouble = trouble or error
        raise NoTrash(f"no trash on the volume of {path}: {trouble}") from trouble


@contextlib.contextmanager
def _opened(trash: Path) -> Iterator[Way]:
    """A trash folder of ours, made where there is none.

    The one that all users of a volume share must be set up by its administrator: a folder, no
    link, in which nobody can remove what is others'.
    """
    if trash.parent.name == ".Trash":
        with Way.opened(trash.parent.parent) as way:
            if not way.last.has(".Trash") or stat.S_ISLNK(way.last.lstat(".Trash").st_mode):
                raise FileNotFoundError(errno.ENOENT, "there is no shared trash", str(trash.parent))
            if not way.enter(".Trash").stat().st_mode & stat.S_ISVTX:
                raise PermissionError(errno.EPERM, "its sticky bit is not set", str(trash.parent))
            way.enter(trash.name, make=True, is_private=True)
            yield way
    else:
        with Way.opened(trash.parent, [trash.name], make=True, is_private=True) as way:
            yield way


def _text_of(shown: Path, mark: bytes) -> bytes:
    when = datetime.now().astimezone().strftime("%Y-%m-%dT%H:%M:%S")
    where = quote_from_bytes(os.fsencode(shown))
    text = f"[Trash Info]\nPath={where}\nDeletionDate={when}\n".encode("ascii")
    return text + MARK + mark + b"\n" if mark else text


def _store(claim: Claim, way: Way, text: bytes, part: str) -> Resting:
    """The note first, whole and under a name nobody has; then the file beside it."""
    trash = way.last
    with (
        _entered(trash, "info") as info,
        _entered(trash, "files") as files,
        _note(info, part, text, lambda: claim.is_away) as name_note,
    ):
        for name in names_in_trash(claim.original.name):
            note = name + NOTE_SUFFIX
            if files.has(name) or not name_note(note):
                continue
            try:
                claim.rename_to(files, name)
            except FileExistsError:  # a file without a note came just now
                name_note(part)
            else:
                return Resting(files.path / name, info.path / note)
    raise AssertionError  # names have no end


@contextlib.contextmanager
def _entered(trash: Folder, name: str) -> Iterator[Folder]:
    """A folder of the trash; made, and where it ends in trouble and is empty, removed again."""
    with trash.enter(name, make=True, is_private=True) as folder:
        try:
            yield folder
        except (Exception, KeyboardInterrupt):
            with contextlib.suppress(OSError):  # something lies in it
                trash.rmdir(name)
            raise


@contextlib.contextmanager
def _note(
    info: Folder, part: str, text: bytes, is_needed: Callable[[], bool]
) -> Iterator[Callable[[str], bool]]:
    """A note on the disk under a private name; yields what names it, False for a taken name.

    is_needed  whether its file lies in the trash although there was trouble: then it stays

    Never half a note under its final name: after a crash it would belong to nobody.
    """
    if info.has(part):  # of a crash
        info.unlink(part)
    now = part

    def name_it(name: str) -> bool:
        nonlocal now
        try:
            rename_new(info, now, info, name)
        except FileExistsError:
            return False
        now = name
        return True

    try:
        with open(info.open_file(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as file:  # noqa: PTH123
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield name_it
    except (Exception, KeyboardInterrupt):
        if not is_needed():
            with contextlib.suppress(FileNotFoundError):
                info.unlink(now)
        raise

"""Claim first: a file gets a private name in its folder before anything else is done to it.

Between a look at a file and its move another program may save over it, replace or link it. One
rename takes whatever lies under the name at that moment; what was taken is compared with what was
decided about, and only that goes on. Anything else gets its name back.

The private name is made of the journal's entry, so that after a crash the journal alone says where
a claimed file is: `.imgsim-claim-ENTRY` for one that goes, `.imgsim-back-ENTRY` for one that comes
back or is taken out again, `.imgsim-part-ENTRY` for a file that is being made.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from io import BufferedReader
from itertools import count
from pathlib import Path
from typing import BinaryIO

from imgsim_desktop.acting.folders import Folder, folder_of
from imgsim_desktop.acting.leases import Lease, is_kept, take_lease
from imgsim_desktop.acting.refusals import Refused, refusal_of
from imgsim_desktop.acting.renaming import rename_new, rename_to_private
from imgsim_desktop.acting.resting import way_to
from imgsim_desktop.records import FileStamp, OutcomeCode

Hash = Callable[[BinaryIO], bytes]
"""Content hash of an open file, from where it stands, as in FileStamp."""


def claim_name(entry_id: str) -> str:
    """Name of a file that is about to go."""
    return f".imgsim-claim-{entry_id}"


def back_name(entry_id: str) -> str:
    """Name of a file that is about to be given back, or to be taken out again."""
    return f".imgsim-back-{entry_id}"


def part_name(entry_id: str) -> str:
    """Name of a file that is being made, beside the place where it will be."""
    return f".imgsim-part-{entry_id}"


LONGEST_NAME = 255
"""Bytes of a name that all usual file systems take."""


class Claim:
    """A file under its private name, in an open folder.

    original  where it lay: its name is free, or by now another file's
    """

    def __init__(self, folder: Folder, name: str, taken: str) -> None:
        self.folder = folder
        self.original = folder.path / name
        self._name = name
        self._taken = taken
        self._file: BufferedReader | None = None
        self._lease = Lease.UNKNOWN
        self._checked: os.stat_result | None = None
        self._hash: Hash | None = None
        self._content_hash = b""
        self.is_away = False
        """Whether it has gone on: to its goal, or for good."""

    @property
    def path(self) -> Path:
        """Where it is now; for messages, and for those that know nothing of open folders."""
        return self.folder.path / self._taken

    @property
    def taken(self) -> str:
        """Its name now."""
        return self._taken

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def check(self, stamp: FileStamp, hash_stream: Hash, *, inode: int = 0) -> None:
        """Raises Refused unless this is the file that was decided about, and nobody writes it.

        inode  of that file, where it is known: then its time counts, too

        REPLACED: another file had the name. CHANGED: it is not as it was. IN_USE: another program
        has it open for writing.
        """
        found = self.folder.lstat(self._taken)
        if not stat.S_ISREG(found.st_mode):
            raise Refused(OutcomeCode.REPLACED, f"{self.original} is no ordinary file any more")
        is_other = bool(inode) and found.st_ino != inode
        code = OutcomeCode.REPLACED if is_other else OutcomeCode.CHANGED
        file = self._open()
        self._lease = take_lease(file.fileno())
        if self._lease is Lease.REFUSED:
            raise Refused(OutcomeCode.IN_USE, f"{self.original} is being written")
        self._checked = found = os.fstat(file.fileno())
        if found.st_size != stamp.size_bytes or (inode and found.st_mtime_ns != stamp.mtime_ns):
            raise Refused(code, str(self.original))
        if hash_stream(file) != stamp.content_hash:
            raise Refused(code, str(self.original))
        self._hash, self._content_hash = hash_stream, stamp.content_hash
        if sys.platform == "win32":  # pragma: no cover  (what is open cannot be renamed there)
            self.close()

    def _open(self) -> BufferedReader:
        if self._file is None:
            try:
                self._file = open(self.folder.open_file(self._taken), "rb")  # noqa: SIM115, PTH123
            except OSError as error:
                raise refusal_of(error) from error
        self._file.seek(0)
        return self._file

    def is_file(self, found: os.stat_result) -> bool:
        """Whether a file is the very one that was checked, and unchanged since."""
        ours = self._checked
        return ours is not None and (
            (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
            == (ours.st_dev, ours.st_ino, ours.st_size, ours.st_mtime_ns)
        )

    def is_number_of(self, found: os.stat_result) -> bool:
        """Whether it is the checked file, whatever was written into it since."""
        ours = self._checked
        return ours is not None and os.path.samestat(found, ours)

    def is_undisturbed(self) -> bool:
        """Whether it still is, to the byte, what was checked: before it goes for good."""
        if self._checked is None or self._hash is None:
            return False
        try:
            if not self.is_file(self.folder.lstat(self._taken)):
                return False
            file = self._open()
        except (OSError, Refused):
            return False
        if not self.is_file(os.fstat(file.fileno())):
            return False
        if self._lease is Lease.HELD:
            return is_kept(file.fileno())
        return self._hash(file) == self._content_hash

    def is_there(self) -> bool:
        """Whether it still lies under its private name."""
        try:
            found = self.folder.lstat(self._taken)
        except OSError:
            return False
        return self._checked is None or self.is_number_of(found)

    def claim_as(self, private: str) -> None:
        """Make a file that was only held a claimed one, if it is not yet."""
        if self._taken != self._name:
            return
        rename_to_private(self.folder, self._name, private)
        self._taken = private
        if not self.is_file(self.folder.lstat(private)):
            raise Refused(OutcomeCode.REPLACED, str(self.original))

    def rename_to(self, goal: Folder, name: str) -> None:
        """Move it on its volume. Raises FileExistsError, OSError(EXDEV), Refused if it changed.

        Then it has its private name again; or where the disk refuses that, `is_away` says so.
        """
        rename_new(self.folder, self._taken, goal, name)
        self.is_away = True
        try:
            is_there = goal.has(name)
            is_it = is_there and (self._checked is None or self._is_at(goal, name))
        except OSError:  # nobody can say what has arrived
            self._take_back(goal, name)
            raise
        if not is_there:
            self.is_away = False
            raise Refused(OutcomeCode.FAILED, "it was reported as moved, but is not there")
        if not is_it:
            self._take_back(goal, name)
            raise self._changed()
        # Before the journal says so: not every file system writes names down in their order. First
        # where it is now, so that it is never nowhere.
        for folder in dict.fromkeys((goal, self.folder)):
            folder.sync_if_it_can()

    def _take_back(self, goal: Folder, name: str) -> None:
        rename_new(goal, name, self.folder, self._taken)
        self.is_away = False

    def _is_at(self, goal: Folder, name: str) -> bool:
        """Whether the checked file has arrived, and nobody has written into it meanwhile."""
        if not self.is_file(goal.lstat(name)):
            return False
        if self._lease is Lease.HELD and self._file is not None:
            return is_kept(self._file.fileno())
        return self._hash is not None and hash_in(goal, name, self._hash)[1] == self._content_hash

    def move_to(self, goal: Folder, name: str, part: str) -> None:
        """Move it to any volume, after `check`; across volumes the copy is compared first.

        part  private name in the goal's folder for a copy that is not complete

        Raises FileExistsError, OSError, Refused if another program has changed it meanwhile; then
        there is nothing at the goal.
        """
        try:
            self.rename_to(goal, name)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            self._copy_to(goal, name, part)

    def _copy_to(self, goal: Folder, name: str, part: str) -> None:
        assert self._hash is not None
        source = self._open()
        copied = copy_file(source, self.path, goal, part, self._hash)
        try:
            if copied != self._content_hash:
                raise OSError(errno.EIO, "the copy has other bytes than the file", str(self.path))
            self._must_be_undisturbed()
            made = goal.lstat(part)
            rename_new(goal, part, goal, name)
        except (Exception, KeyboardInterrupt):
            goal.unlink(part)
            raise
        goal.sync()
        try:
            self._must_be_undisturbed()
            self._remove_looking_back()
        except Refused:
            remove_made(goal, name, part, made)
            raise

    def _remove_looking_back(self) -> None:
        """Unlink it, and look once more: what was written into it at that moment is kept, too."""
        if sys.platform == "win32":  # pragma: no cover  (nothing that is open can be unlinked)
            self.remove()
            return
        file = self._open()
        self.folder.unlink(self._taken)
        if self.is_file(os.fstat(file.fileno())):
            self.is_away = True
            return
        file.seek(0)
        copy_file(file, self.path, self.folder, self._taken, hash_nothing)
        raise self._changed()

    def _must_be_undisturbed(self) -> None:
        if not self.is_undisturbed():
            raise self._changed()

    def _changed(self) -> Refused:
        return Refused(OutcomeCode.CHANGED, f"{self.original} was written to while it was moved")

    def remove(self) -> None:
        """Take away the name of a file that lies safely elsewhere."""
        self.close()
        self.folder.unlink(self._taken)
        self.is_away = True

    def put_back(self) -> Path:
        """Give it its name again, or a free one beside it where that is another file's by now.

        Returns where it is. Raises OSError: then it keeps its private name.
        """
        self.close()
        if not self.is_away and self._taken != self._name:
            name = put_back(self.folder, self._taken, self._name, self.folder)
            self.is_away = True
            return self.folder.path / name
        return self.original


@contextlib.contextmanager
def claimed(folder: Folder, name: str, private: str) -> Iterator[Claim]:
    """A file taken under a private name; what has not gone on at the end gets its name back.

    Raises Refused: GONE if there is nothing, or what the system says against it.
    """
    try:
        rename_to_private(folder, name, private)
    except OSError as error:
        raise refusal_of(error) from error
    with _ended(Claim(folder, name, private)) as claim:
        yield claim


@contextlib.contextmanager
def held(folder: Folder, name: str) -> Iterator[Claim]:
    """As `claimed`, for a trash that knows a file by its name alone: it is opened, not renamed."""
    try:
        folder.lstat(name)
    except OSError as error:
        raise refusal_of(error) from error
    with _ended(Claim(folder, name, name)) as claim:
        yield claim


@contextlib.contextmanager
def _ended(claim: Claim) -> Iterator[Claim]:
    try:
        yield claim
        claim.put_back()
    except Refused as refused:
        _return(claim, refused)
        raise
    except (Exception, KeyboardInterrupt):
        claim.put_back()
        raise
    finally:
        claim.close()


def _return(claim: Claim, refused: Refused) -> None:
    """Put back, and let the person know where it could not get its own name."""
    try:
        place = claim.put_back()
    except OSError as error:
        refused.detail += f"; it lies under the name {claim.path} ({error})"
    else:
        if place != claim.original:
            refused.detail += (
                f"; {claim.original} is another file by now, and it is called {place.name}"
            )


def put_back(folder: Folder, private: str, name: str, goal: Folder) -> str:
    """Give a file its name in its folder again, or a free one beside it; returns the name.

    Where both names lead to one file (a crash between a link and an unlink) one goes.
    """
    for number in count(1):
        new = numbered(name, number)
        try:
            rename_new(folder, private, goal, new)
        except FileExistsError:
            if os.path.samestat(goal.lstat(new), folder.lstat(private)):
                folder.unlink(private)
                return new
        else:
            return new
    raise AssertionError  # count has no end


def numbered(name: str, number: int, longest: int = LONGEST_NAME) -> str:
    """`a.jpg`, `a 2.jpg`, `a 3.jpg`, ...: of a name that is too long the end of its stem goes."""
    stem, suffix = os.path.splitext(name)  # noqa: PTH122
    end = suffix if number == 1 else f" {number}{suffix}"
    while stem and len(os.fsencode(stem + end)) > longest:
        stem = stem[:-1]
    return stem + end


def copy_file(source: BinaryIO, path: Path, goal: Folder, part: str, hash_stream: Hash) -> bytes:
    """A copy under a private name, with times and rights, on the disk; returns its hash.

    path  where the source lies, for systems that know its rights and times by that alone

    What a crash left under the private name is written anew. Raises OSError; then there is no copy.
    """
    if goal.has(part):
        goal.unlink(part)
    made = goal.open_file(part, os.O_RDWR | os.O_CREAT | os.O_EXCL)
    try:
        with open(made, "w+b") as write:  # noqa: PTH123
            shutil.copyfileobj(source, write, 1 << 20)
            write.flush()
            if sys.platform == "linux":
                copy_facts(source.fileno(), write.fileno())
            os.fsync(write.fileno())
            write.seek(0)
            copied = hash_stream(write)
        if sys.platform != "linux":  # pragma: no cover
            shutil.copystat(path, goal.path / part)
    except (Exception, KeyboardInterrupt):
        goal.unlink(part)
        raise
    return copied


def copy_facts(source: int, copy: int) -> None:
    """Times, and as far as the other file system knows them rights and attributes. Linux only."""
    assert sys.platform == "linux"
    found = os.fstat(source)
    for name in os.listxattr(source):
        with contextlib.suppress(OSError):
            os.setxattr(copy, name, os.getxattr(source, name))
    with contextlib.suppress(OSError):
        os.fchmod(copy, stat.S_IMODE(found.st_mode))
    os.utime(copy, ns=(found.st_atime_ns, found.st_mtime_ns))


def hash_nothing(_: BinaryIO) -> bytes:
    """For a copy of what cannot be compared with anything."""
    return b""


def remove_made(folder: Folder, name: str, private: str, made: os.stat_result) -> None:
    """Take away a file that was made here a moment ago, and nothing else that has its name."""
    with claimed(folder, name, private) as claim:
        if os.path.samestat(folder.lstat(claim.taken), made):
            claim.remove()


def return_claim(path: Path, private: str) -> str:
    """After a crash: give what was claimed from a path its name again, or a free one beside it.

    Returns the name, empty where nothing was claimed. Raises OSError, Refused.
    """
    if not os.path.lexists(path.with_name(private)):
        return ""
    with way_to(path) as way:
        return put_back(way.last, private, path.name, way.last)


def hash_in(folder: Folder, name: str, hash_stream: Hash) -> tuple[os.stat_result, bytes]:
    """A file as it is, and its content hash; never of what a link leads to. Raises OSError."""
    with open(folder.open_file(name), "rb") as file:  # noqa: PTH123
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "this is no ordinary file", str(folder.path / name))
        return found, hash_stream(file)


def hash_regular(path: Path, hash_stream: Hash) -> tuple[os.stat_result, bytes]:
    """As hash_in, of a path."""
    with folder_of(path) as folder:
        return hash_in(folder, path.name, hash_stream)

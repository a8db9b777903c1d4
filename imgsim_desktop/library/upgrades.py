"""A database of an older version: copied, and brought up to date while no other program has it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.databases import connect
from imgsim_desktop.library.files import disk_error
from imgsim_desktop.library.lock import LOOK_S
from imgsim_desktop.library.migrations import Migration, is_outdated, migrate, version_of
from imgsim_desktop.library.seal import Seal
from imgsim_desktop.library.spare_room import SPARE_BYTES
from imgsim_desktop.private import make_file, make_private

ALONE_S = 3.0
"""So long others may need to look at a file and close it again."""
_PATTERN = "before-upgrade-from-*.db"


def before_upgrade(version: int) -> str:
    """The name of the copy that is made before a newer version changes a file."""
    return _PATTERN.replace("*", str(version))


def bring_up_to_date(
    path: Path, migrations: Sequence[Migration], copies: Path, *, keep_all: bool
) -> None:
    """Copy the database into the folder `copies`, then migrate it; nothing to copy if it is new.

    For whoever holds the lock on which two programs of this version wait for one another, and has
    no connection of its own. A program of an older version may still have the file open, and would
    write on into a form that it does not know: then nothing is changed.

    keep_all  keep the copies of earlier upgrades, too; False: this one takes their place

    Raises KnownError, with the file as it was: another program has it, there is no room for the
    copy, or a newer version wrote it.
    """
    with contextlib.closing(_alone(path)) as db:
        version = version_of(db)
        if version and is_outdated(db, migrations):
            _check_room(db, path, copies)
            copy = copies / before_upgrade(version)
            try:
                copy_database(db, copy)
                if not keep_all:
                    for old in copies.glob(_PATTERN):
                        if old != copy:
                            Seal(old).path.unlink(missing_ok=True)
                            old.unlink()
            except OSError as error:
                raise disk_error(error, copies) from error
            Seal(path).lift()
        migrate(db, migrations, path)


def copy_database(db: sqlite3.Connection, target: Path) -> None:
    """A sealed copy, on the disk before it gets its name. Raises OSError, and errors of SQLite."""
    aside = target.with_suffix(f".{os.getpid()}.part")
    make_private(target.parent)
    for part in target.parent.glob(f"{target.stem.split('-')[0]}-*.part"):
        part.unlink(missing_ok=True)
    try:
        make_file(aside)
        with contextlib.closing(sqlite3.connect(aside)) as copy:
            db.backup(copy)
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
    Seal(target).put()


def _alone(path: Path) -> sqlite3.Connection:
    """A connection beside which there is no other one, in this program or elsewhere."""
    began = time.monotonic()
    while True:
        db = connect(path)
        try:
            db.execute("PRAGMA busy_timeout = 0")
            # Asked for before the file is looked at: its write-ahead log then takes all the locks.
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("PRAGMA synchronous = FULL")
            version_of(db)
        except sqlite3.OperationalError as error:
            db.close()
            if "locked" not in str(error):
                raise
            if time.monotonic() - began > ALONE_S:
                raise KnownError(
                    Sentence("{path} is open in an older version of this program.", path=path),
                    "Close that one first: this version changes the form of the file.",
                ) from error
            time.sleep(LOOK_S)
        except BaseException:
            db.close()
            raise
        else:
            return db


def _check_room(db: sqlite3.Connection, path: Path, copies: Path) -> None:
    pages, size = (
        db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
    )
    needed = pages * size + SPARE_BYTES
    try:
        make_private(copies)
        free = shutil.disk_usage(copies).free
    except OSError as error:
        raise disk_error(error, copies) from error
    if free < needed:
        raise KnownError(
            Sentence(
                "{path} is copied before this version changes its form, and the disk has no room "
                "for that: {needed} MB are needed, {free} MB are free.",
                path=path,
                needed=-(-needed // 1_000_000),
                free=free // 1_000_000,
            ),
            "Free some space and start again; nothing was changed.",
        )

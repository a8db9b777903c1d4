"""The daily copies of decisions.db, and putting one of them back."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from datetime import date, datetime
from pathlib import Path

from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.databases import connect
from imgsim_desktop.library.files import replace_file, set_aside
from imgsim_desktop.library.migrations import DECISIONS_MIGRATIONS, version_of
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.seal import Seal


def backups_in(folder: Path) -> list[Path]:
    """Newest first: by their number, because the clock may have been wrong for a while."""
    return sorted(folder.glob("decisions-*.db"), key=_order, reverse=True)


def next_backup(folder: Path) -> Path:
    """The name of a copy that is made now: `decisions-20261130-0007.db`."""
    number = 1 + max((_order(backup)[0] for backup in backups_in(folder)), default=0)
    return folder / f"{time.strftime('decisions-%Y%m%d')}-{number:04}.db"


def _order(backup: Path) -> tuple[int, str]:
    """Copies of the first versions have no number: they are the oldest, and go by their day."""
    number = backup.stem.split("-")[2:]
    return (int(number[0]) if number and number[0].isdecimal() else 0), backup.name


def good_backups(home: Home) -> list[Path]:
    """Those that can be read as a whole by this version, newest first."""
    return [backup for backup in backups_in(home.backups) if _is_good(backup)]


def day_of(backup: Path) -> date:
    """The day on which a copy was made, before anything was decided on it."""
    text = backup.stem.split("-")[1]
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  local day
    except ValueError:  # renamed by somebody
        return date.min


def put_back(home: Home, backup: Path) -> Path | None:
    """Make a copy the present decisions; what was there is kept beside it: returned, or None.

    The program must not be running with these decisions. Raises KnownError if the copy is
    damaged, a newer version wrote it, or the disk refuses; then everything is as it was.
    """
    if is_newer(backup):
        raise KnownError(
            Sentence("{path} was written by a newer version of ImgSim Desktop.", path=backup),
            "Put back an older copy.",
        )
    if not _is_good(backup):
        raise KnownError(
            Sentence("{name} is damaged, too.", name=backup.name), "Put back an older copy."
        )
    present = home.decisions_db
    aside = None
    Seal(present).lift()
    for path in (present, *(present.with_name(present.name + end) for end in ("-wal", "-shm"))):
        if path.exists():
            moved = set_aside(path)
            aside = moved if path == present else aside
    replace_file(present, backup.read_bytes())
    return aside


def is_newer(backup: Path) -> bool:
    """Whether a newer version of the program wrote a copy, so that this one cannot read it."""
    try:
        Seal(backup).check()
        with contextlib.closing(connect(backup, read_only=True)) as db:
            return version_of(db) > len(DECISIONS_MIGRATIONS)
    except (sqlite3.Error, KnownError):
        return False


def _is_good(backup: Path) -> bool:
    try:
        Seal(backup).check()
        with contextlib.closing(connect(backup, read_only=True)) as db:
            found = db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'documents'")
            is_ours = found.fetchone()[0] == 1 and version_of(db) <= len(DECISIONS_MIGRATIONS)
            return is_ours and bool(db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except (sqlite3.Error, KnownError):
        return False

"""decisions.db: what the person decided. Never deleted, never recreated over a damaged one."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from imgsim_desktop.bounded_json import read_json
from imgsim_desktop.errors import CacheBroken, DecisionsBroken, KnownError, Sentence
from imgsim_desktop.library.backups import backups_in, day_of, next_backup
from imgsim_desktop.library.cache_rows import path_of
from imgsim_desktop.library.databases import connect, reading, speaking_of, transaction
from imgsim_desktop.library.files import disk_error
from imgsim_desktop.library.lock import LOOK_S, WAIT_S, briefly_alone
from imgsim_desktop.library.migrations import (
    DECISIONS_MIGRATIONS,
    is_outdated,
    refuse_newer,
)
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.reviews import ReviewStore
from imgsim_desktop.library.seal import Seal
from imgsim_desktop.library.spare_room import SpareRoom
from imgsim_desktop.library.upgrades import bring_up_to_date, copy_database
from imgsim_desktop.private import make_private
from imgsim_desktop.records import NamedTheme

KEPT_BACKUPS = 5
MAX_DOCUMENT = 512 << 20
"""Bytes of one document: a review of a million photos has 200 MB."""
HASH_BYTES = 16
_CHECKPOINT_MS = 500
"""So long the end waits for other processes that read; else the file stays without a seal."""
_log = logging.getLogger(__name__)
PairDecision = Literal["different", "keep-both"]


class Decisions:
    """Belongs to one thread: the window's GUI thread, or the command line's main thread.

    Raises DecisionsBroken if the file is damaged, naming the last backup; KnownError if it was
    written by a newer version or cannot be written.
    """

    def __init__(self, home: Home) -> None:
        self.path = home.decisions_db
        self._backups = home.backups
        self._lock = home.lock
        self._seal = Seal(self.path)
        SpareRoom(home).give()
        try:
            make_private(self.path.parent)
        except OSError as error:
            raise disk_error(error, self.path) from error
        is_empty = not self.path.exists() or self.path.stat().st_size == 0
        if is_empty and self.backups():
            raise self._broken("it is empty or missing, but there are copies of it")
        with speaking_of(self.path, self._broken_at):
            self._open()

    def _open(self) -> None:
        """SQLite does not wait everywhere for another process that starts at this moment."""
        began = time.monotonic()
        while True:
            self._db = connect(self.path)
            try:
                self._prepare()
            except CacheBroken as error:
                self._db.close()
                raise self._broken(error.why) from error
            except sqlite3.OperationalError as error:
                self._db.close()
                if "locked" not in str(error) or time.monotonic() - began > WAIT_S:
                    raise
                time.sleep(LOOK_S)
            except BaseException:
                self._db.close()
                raise
            else:
                return

    def _prepare(self) -> None:
        is_sealed = self._seal.check(map(Seal, self.backups()))
        answer = "ok" if is_sealed else self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if answer != "ok":
            raise CacheBroken(self.path, answer)
        refuse_newer(self._db, DECISIONS_MIGRATIONS, self.path)
        if is_outdated(self._db, DECISIONS_MIGRATIONS):
            self._bring_up_to_date()
        if self._seal.has_log():
            self._lift_seal()
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._back_up()

    def _bring_up_to_date(self) -> None:
        """While whoever else starts just now waits, with nothing open."""
        self._db.close()
        with briefly_alone(self._lock):
            bring_up_to_date(self.path, DECISIONS_MIGRATIONS, self._backups, keep_all=True)
        self._db = connect(self.path)

    def _lift_seal(self) -> None:
        """Before each change: another process may have put it meanwhile."""
        if not self._seal.is_lifted():
            with briefly_alone(self._lock):
                self._seal.lift()

    def _reading(self) -> contextlib.AbstractContextManager[None]:
        return reading(self.path, self._broken_at)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with speaking_of(self.path, self._broken_at):
            self._lift_seal()
            with transaction(self._db) as db:
                refuse_newer(db, DECISIONS_MIGRATIONS, self.path)  # it was so when we began
                yield db

    def _broken_at(self, _path: Path, why: str) -> DecisionsBroken:
        return self._broken(why)

    def _broken(self, detail: str) -> DecisionsBroken:
        backups = self.backups()
        hint = (
            Sentence("Put back the last good copy, {path}: `imgsim restore last`.", path=backups[0])
            if backups
            else Sentence("Close the program and move the file away; there is no backup of it yet.")
        )
        return DecisionsBroken(
            Sentence("The file with your decisions is damaged ({why}).", why=detail), hint
        )

    def close(self) -> None:
        """The last one of all processes to do so seals the file."""
        try:
            self._db.execute(f"PRAGMA busy_timeout = {_CHECKPOINT_MS}")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._db.close()
            with briefly_alone(self._lock):
                self._seal.put()
        except (sqlite3.DatabaseError, KnownError) as error:
            _log.warning("%s stays without a seal: %s", self.path, error)
        finally:
            self._db.close()

    @property
    def reviews(self) -> ReviewStore:
        """The steps of every library's review."""
        return ReviewStore(self._db, self._reading, self._writing)

    def backups(self) -> list[Path]:
        """Newest first."""
        return backups_in(self._backups)

    def _back_up(self) -> None:
        """One copy a day, made when the program starts, before anything is changed.

        No room for it stops nobody: who has a full disk needs this program most.
        """
        try:
            kept = self.backups()
            if kept and day_of(kept[0]) == datetime.now().date():  # noqa: DTZ005  local day
                return
            copy_database(self._db, next_backup(self._backups))
            for old in self.backups()[KEPT_BACKUPS:]:
                Seal(old).path.unlink(missing_ok=True)
                old.unlink(missing_ok=True)
        except (OSError, sqlite3.OperationalError) as error:
            _log.warning("no backup of %s was made today: %s", self.path, error)

    # "Not duplicates" ----------------------------------------------------------------------------

    def not_duplicates(self) -> set[tuple[bytes, bytes]]:
        """Pairs of content hashes that are not to be suggested again, smaller one first."""
        with self._reading():
            return set(self._db.execute("SELECT first, second FROM not_duplicates"))

    def add_not_duplicates(
        self, pairs: Iterable[tuple[bytes, bytes]], verdict: PairDecision = "different"
    ) -> list[tuple[bytes, bytes]]:
        """Remember them; returns those that were new."""
        added = []
        with self._writing() as db:
            for pair in pairs:
                first, second = min(pair), max(pair)
                if first == second:
                    continue
                cursor = db.execute(
                    "INSERT OR IGNORE INTO not_duplicates VALUES (?, ?, ?, ?)",
                    (first, second, verdict, time.time_ns()),
                )
                if cursor.rowcount:
                    added.append((first, second))
        return added

    def remove_not_duplicates(
        self, pairs: Iterable[tuple[bytes, bytes]]
    ) -> list[tuple[bytes, bytes]]:
        """Take it back; returns those that were there."""
        removed = []
        with self._writing() as db:
            for pair in pairs:
                ends = (min(pair), max(pair))
                sql = "DELETE FROM not_duplicates WHERE first = ? AND second = ?"
                if db.execute(sql, ends).rowcount:
                    removed.append(ends)
        return removed

    # Folders -------------------------------------------------------------------------------------

    def locked_folders(self) -> tuple[Path, ...]:
        """Nothing in or below these is ever removed."""
        return self._folders("is_locked")

    def preferred_folders(self) -> tuple[Path, ...]:
        """Of copies, the one in or below these is kept."""
        return self._folders("is_preferred")

    def set_folder(
        self, folder: Path, *, locked: bool | None = None, preferred: bool | None = None
    ) -> None:
        """Change what is given; None leaves it as it is."""
        key = os.fsencode(folder)
        with self._writing() as db:
            db.execute("INSERT OR IGNORE INTO folders (path) VALUES (?)", (key,))
            for column, value in (("is_locked", locked), ("is_preferred", preferred)):
                if value is not None:
                    sql = f"UPDATE folders SET {column} = ? WHERE path = ?"  # noqa: S608
                    db.execute(sql, (int(value), key))
            db.execute("DELETE FROM folders WHERE NOT is_locked AND NOT is_preferred")

    def _folders(self, column: str) -> tuple[Path, ...]:
        sql = f"SELECT path FROM folders WHERE {column} ORDER BY path"  # noqa: S608
        with self._reading():
            return tuple(path_of(row[0]) for row in self._db.execute(sql))

    # Themes --------------------------------------------------------------------------------------

    def theme_names(self) -> list[NamedTheme]:
        """In the order they were given."""
        with self._reading():
            found = self._db.execute("SELECT name, contents FROM theme_names ORDER BY name_id")
            return [NamedTheme(name, _hashes_of(contents)) for name, contents in found]

    def name_theme(self, new: NamedTheme | None, old: NamedTheme | None = None) -> None:
        """Remember a name in place of `old`; None takes that away."""
        with self._writing() as db:
            if old is not None:
                db.execute(
                    "DELETE FROM theme_names WHERE name = ? AND contents = ?",
                    (old.name, b"".join(old.hashes)),
                )
            if new is not None:
                db.execute(
                    "INSERT INTO theme_names (name, contents, named_ns) VALUES (?, ?, ?)",
                    (new.name, b"".join(new.hashes), time.time_ns()),
                )

    # Documents -----------------------------------------------------------------------------------

    def document(self, library_key: str, name: str) -> Any:
        """A JSON value kept for a library, such as the review's history; None if there is none.

        Raises KnownError if what is stored is no JSON.
        """
        with self._reading():
            row = self._db.execute(
                "SELECT content FROM documents WHERE library_key = ? AND name = ?",
                (library_key, name),
            ).fetchone()
        if row is None:
            return None
        try:
            return read_json(row[0], max_bytes=MAX_DOCUMENT)
        except ValueError as error:
            raise KnownError(
                Sentence(
                    "The stored {name} of this library is damaged: {why}.", name=name, why=error
                ),
                "Put back the last backup of decisions.db, or begin the review anew.",
            ) from error

    def set_document(
        self, library_key: str, name: str, value: Mapping[str, Any] | list[Any] | None
    ) -> None:
        """Replace it; None removes it."""
        with self._writing() as db:
            if value is None:
                db.execute(
                    "DELETE FROM documents WHERE library_key = ? AND name = ?", (library_key, name)
                )
            else:
                db.execute(
                    "INSERT OR REPLACE INTO documents VALUES (?, ?, ?)",
                    (library_key, name, json.dumps(value)),
                )


def _hashes_of(contents: bytes) -> tuple[bytes, ...]:
    return tuple(contents[at : at + HASH_BYTES] for at in range(0, len(contents), HASH_BYTES))

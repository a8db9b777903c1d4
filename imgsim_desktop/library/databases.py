"""Opening SQLite files, and what their errors mean to the person."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

from imgsim_desktop.errors import CacheBroken, KnownError, Sentence
from imgsim_desktop.private import make_file

BUSY_MS = 10_000
"""A reader that copies a large result may hold up a checkpoint for a second or two."""


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode, foreign keys on; belongs to the calling thread."""
    address = f"{address_of(path.absolute())}?mode={'ro' if read_only else 'rwc'}"
    if not read_only and not path.exists():
        with contextlib.suppress(OSError):  # SQLite says it better
            make_file(path)  # its log gets the rights of the database
    db = sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
    db.execute("PRAGMA foreign_keys = ON")
    return db


def address_of(path: PurePath) -> str:
    """The file: address of an absolute path as SQLite takes it.

    It knows no servers: of a share on Windows, \\\\server\\share, the server belongs to the path.
    """
    address = path.as_uri()
    return address if address.startswith("file:///") else f"file:////{address[len('file://') :]}"


Broken = Callable[[Path, str], KnownError]
"""Makes the error that says that a database is damaged, and why."""


@contextlib.contextmanager
def speaking_of(path: Path, broken: Broken = CacheBroken) -> Iterator[None]:
    """Turn SQLite's errors into ours: `broken` for damage, KnownError for the disk."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        text = str(error)
        if "full" in text:
            raise KnownError(
                Sentence("The disk that holds {parent} is full.", parent=path.parent),
                "Free some space and start again; every finished batch is kept.",
            ) from error
        if isinstance(error, sqlite3.OperationalError) and (
            ("readonly" in text and not _may_be_written(path))  # a flipped bit says so, too
            or "unable to open" in text
            or "disk I/O" in text
        ):
            raise KnownError(
                Sentence("{path} cannot be used: {why}.", path=path, why=text),
                "Check that its folder may be written, or set IMGSIM_HOME to another one.",
            ) from error
        if isinstance(error, sqlite3.OperationalError) and "locked" in text:
            raise KnownError(
                Sentence("{path} is busy in another program.", path=path), "Try again in a moment."
            ) from error
        if isinstance(error, sqlite3.ProgrammingError):
            raise
        raise broken(path, text) from error


@contextlib.contextmanager
def reading(path: Path, broken: Broken = CacheBroken) -> Iterator[None]:
    """As `speaking_of`, around rows that are read: one that makes no sense is damage, too."""
    with speaking_of(path, broken):
        try:
            yield
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise broken(path, f"a row makes no sense: {error}") from error


def _may_be_written(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


@contextlib.contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.rollback()
        raise

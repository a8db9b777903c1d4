"""What SQLite refuses is said in words."""

from __future__ import annotations

import sqlite3
from pathlib import Path, PureWindowsPath

import pytest

from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.databases import address_of, speaking_of


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("attempt to write a readonly database", "may be written"),
        ("unable to open database file", "may be written"),
        ("disk I/O error", "may be written"),
        ("database or disk is full", "Free some space"),
        ("database is locked", "Try again"),
    ],
)
def test_what_a_database_is_refused_is_said_with_what_to_do(
    tmp_path: Path, text: str, hint: str
) -> None:
    with pytest.raises(KnownError) as caught, speaking_of(tmp_path / "a.db"):
        raise sqlite3.OperationalError(text)
    assert str(tmp_path) in caught.value.sentence
    assert hint in caught.value.hint


def test_a_share_of_windows_has_an_address_that_sqlite_takes(tmp_path: Path) -> None:
    address = address_of(PureWindowsPath(r"\\server\share\my data\cache.db"))
    assert address == "file:////server/share/my%20data/cache.db"
    assert address_of(PureWindowsPath(r"C:\a\b.db")) == "file:///C:/a/b.db"
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):  # no server is refused
        sqlite3.connect(f"{address}?mode=ro", uri=True)
    path = tmp_path / "a.db"
    sqlite3.connect(f"{address_of(path)}?mode=rwc", uri=True).close()

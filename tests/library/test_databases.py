"""What SQLite refuses is said in words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.databases import speaking_of


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

"""Every schema a release ever wrote, opened by this version: `schemas/<database>-<version>.sql`.

A new step needs a new dump beside the old ones: made of a database with a row in each table, by
`sqlite3 FILE .dump`, with its `PRAGMA user_version` as the last line.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.migrations import (
    CACHE_MIGRATIONS,
    DECISIONS_MIGRATIONS,
    Migration,
    migrate,
)
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Library
from tests.library.conftest import ROOT

SCHEMAS = Path(__file__).parent / "schemas"
STEPS: dict[str, tuple[Migration, ...]] = {
    "cache": CACHE_MIGRATIONS,
    "decisions": DECISIONS_MIGRATIONS,
}


@contextmanager
def opened(path: Path | str) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        yield db


def schema_of(db: sqlite3.Connection) -> dict[str, str]:
    """Name -> what made it, without spaces and comments."""
    found = db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {
        name: " ".join(" ".join(line.split("--")[0] for line in sql.splitlines()).split())
        for name, sql in found
    }


def restore(dump: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with opened(path) as db:
        db.executescript(dump.read_text("utf-8"))


@pytest.mark.parametrize("dump", sorted(SCHEMAS.glob("*.sql")), ids=lambda dump: dump.stem)
def test_every_old_schema_becomes_the_present_one(dump: Path, tmp_path: Path) -> None:
    name = dump.stem.split("-")[0]
    restore(dump, tmp_path / "old.db")
    with opened(tmp_path / "old.db") as old, opened(":memory:") as new:
        migrate(old, STEPS[name], tmp_path / "old.db")
        migrate(new, STEPS[name], Path("new"))
        assert schema_of(old) == schema_of(new)
        assert old.execute("PRAGMA user_version").fetchone() == (len(STEPS[name]),)
        assert old.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert old.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("name", sorted(STEPS))
def test_there_is_a_dump_of_every_version(name: str) -> None:
    dumps = {dump.stem for dump in SCHEMAS.glob(f"{name}-*.sql")}
    assert dumps == {f"{name}-{number:03}" for number in range(1, len(STEPS[name]) + 1)}


@pytest.mark.parametrize("name", sorted(STEPS))
def test_steps_are_named_after_their_number(name: str) -> None:
    for number, step in enumerate(STEPS[name], 1):
        assert step.__name__.startswith(f"m{number:03}_")
        assert step.__doc__


@pytest.mark.parametrize("dump", sorted(SCHEMAS.glob("cache-*.sql")), ids=lambda dump: dump.stem)
def test_an_old_cache_keeps_its_photos_vectors_and_pairs(dump: Path, home: Home) -> None:
    library = Library("abc", "Photos", (ROOT,))
    restore(dump, home.cache_db(library.key))
    with CacheWriter(home, library) as writer:
        assert writer.notices == []
        assert len(writer.known_files()) == 3
        assert len(writer.vectors("net-1")[0]) == 2
        assert writer.pairs("net-1").pair(0).confidence == 0.5
        assert writer.matched("net-1").tolist() == [1, 2]
    with closing(CacheReader(home, library)) as reader:
        photo = reader.photo_at(ROOT / "a.jpg")
        assert photo is not None
        assert photo.facts.keywords == ("sea",)
        assert [failure.detail for failure in reader.failures()] == ["ends early"]


@pytest.mark.parametrize(
    "dump", sorted(SCHEMAS.glob("decisions-*.sql")), ids=lambda dump: dump.stem
)
def test_old_decisions_are_all_still_there(dump: Path, home: Home) -> None:
    restore(dump, home.decisions_db)
    with closing(Decisions(home)) as decisions:
        assert decisions.not_duplicates() == {(b"1" * 16, b"2" * 16)}
        marked = decisions._db.execute("SELECT library_key, path, mark FROM marks").fetchall()
        assert marked == [("abc", os.fsencode(ROOT / "a.jpg"), "trash")]
        assert decisions.locked_folders() == (ROOT,)
        assert decisions.document("abc", "history") == {"undo": [1]}


@pytest.mark.parametrize("name", sorted(STEPS))
def test_a_database_of_a_newer_version_is_not_changed(name: str, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with opened(path) as db:
        db.execute("PRAGMA user_version = 99")
        before = path.read_bytes()
        with pytest.raises(KnownError, match="newer version") as caught:
            migrate(db, STEPS[name], path)
    assert str(path) in caught.value.sentence
    assert path.read_bytes() == before


def test_a_step_that_fails_leaves_the_version_before_it() -> None:
    def broken(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE half (x)")
        raise ValueError

    with opened(":memory:") as db:
        with pytest.raises(ValueError):
            migrate(db, (*CACHE_MIGRATIONS, broken), Path("x.db"))
        assert db.execute("PRAGMA user_version").fetchone() == (len(CACHE_MIGRATIONS),)
        assert "half" not in schema_of(db)

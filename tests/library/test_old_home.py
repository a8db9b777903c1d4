"""What 0.1.0 left on somebody's disk works with this version; no decision is lost."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from imgsim_desktop.__main__ import main
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library import upgrades
from imgsim_desktop.library.backups import backups_in
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.settings import load_settings
from imgsim_desktop.reading.read import READER_VERSION
from imgsim_desktop.records import DecisionKind
from tests.homes import OldHome, old

__all__ = ["old"]


def test_decisions_and_settings_are_as_they_were(old: OldHome) -> None:
    (library,) = LibraryList(old.home).all()
    decisions = Decisions(old.home)
    try:
        assert decisions.locked_folders() == (old.photos / "2023-06 Alps",)
        assert decisions.preferred_folders() == (old.photos / "2024-05 Garden",)
        assert [theme.name for theme in decisions.theme_names()] == ["Mountains"]
        stored = decisions.reviews.load(library.key)
    finally:
        decisions.close()
    steps = stored.history.done
    assert [step.action for step in steps] == ["accept", "not-duplicates", "accept", "skip"]
    marks = {
        stored.photos[change.cell.photos[0]].path.name: change.after
        for step in steps
        for change in step.changes
        if change.cell.kind is DecisionKind.MARK
    }
    assert marks == {
        "P1010001.jpg": "keep",
        "P1010001 copy.jpg": "trash",
        "IMG_3377.jpg": "keep",
        "IMG_3377 (1).jpg": "trash",
    }
    settings = load_settings(old.home)
    assert settings.confidence == 0.8
    assert settings.keep_rules == ("oldest", "largest-picture")


def test_decisions_are_copied_as_the_older_version_left_them_before_they_change(
    old: OldHome,
) -> None:
    def dump(path: Path) -> list[str]:
        with closing(sqlite3.connect(path)) as db:
            return [*db.iterdump(), str(db.execute("PRAGMA user_version").fetchone())]

    before = dump(old.home.decisions_db)
    Decisions(old.home).close()
    (kept,) = old.home.backups.glob("before-upgrade-from-*.db")
    assert dump(kept) == before
    assert dump(old.home.decisions_db) != before
    Decisions(old.home).close()
    assert list(old.home.backups.glob("before-upgrade-from-*.db")) == [kept], "once"
    assert kept not in backups_in(old.home.backups), "no daily copy takes its place"


def test_decisions_stay_as_they_are_where_there_is_no_room_for_the_copy(
    old: OldHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(upgrades, "make_file", full)
    before = old.home.decisions_db.read_bytes()
    with pytest.raises(KnownError, match="full"):
        Decisions(old.home)
    assert old.home.decisions_db.read_bytes() == before


def test_a_scan_keeps_every_photo_and_finds_the_same_copies(
    old: OldHome, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scan", str(old.photos)]) == 0
    (library,) = LibraryList(old.home).all()
    reader = CacheReader(old.home, library)
    try:
        assert reader.count() == 37
        assert reader.failures() == []
    finally:
        reader.close()
    capsys.readouterr()
    assert main(["duplicates", str(old.photos), "--json"]) == 0
    groups = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    names = [{Path(member["path"]).name for member in group["members"]} for group in groups]
    assert {"P1010001.jpg", "P1010001 copy.jpg"} in names
    assert {"IMG_3377.jpg", "IMG_3377 (1).jpg"} in names


@pytest.mark.parametrize("words", [["find", "format:jpeg"], ["status"]])
def test_before_a_scan_it_is_said_that_one_is_needed(
    old: OldHome, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(words) == 0
    said = capsys.readouterr().err
    assert "known by an older version of the program; one scan brings it up to date" in said


def test_undo_brings_back_what_0_1_0_trashed(old: OldHome) -> None:
    assert main(["undo"]) == 0
    assert old.taken_from.exists()
    assert not old.trashed.exists()
    assert not old.sidecar.exists()


def test_the_next_scan_reads_again_what_0_1_0_read_and_keeps_its_vectors_and_decisions(
    old: OldHome, capsys: pytest.CaptureFixture[str]
) -> None:
    decided = _decided(old)
    vectors = _rows(old, "SELECT content_id, vector FROM vectors ORDER BY content_id")
    assert main(["scan", str(old.photos)]) == 0
    assert "of them again: this version sees more" in capsys.readouterr().out
    read = _rows(
        old,
        "SELECT DISTINCT c.reader_version FROM contents c JOIN photos USING (content_id)",
    )
    assert read == [(READER_VERSION,)]
    known = {content for content, _ in vectors}
    now = _rows(old, "SELECT content_id, vector FROM vectors ORDER BY content_id")
    assert [row for row in now if row[0] in known] == vectors
    kept = {table: rows for table, rows in _decided(old).items() if table in decided}
    assert kept == decided, "whatever tables this version adds"
    assert main(["scan", str(old.photos)]) == 0
    assert "again" not in capsys.readouterr().out


def _rows(old: OldHome, sql: str) -> list[tuple[object, ...]]:
    (library,) = LibraryList(old.home).all()
    with closing(sqlite3.connect(old.home.cache_db(library.key))) as db:
        return db.execute(sql).fetchall()


def _decided(old: OldHome) -> dict[str, list[tuple[object, ...]]]:
    """All rows of decisions.db, by table."""
    with closing(sqlite3.connect(old.home.decisions_db)) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        return {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in tables}

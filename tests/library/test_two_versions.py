"""An older and a newer version on one data folder: a copy before each change, and no mixed writing.

Homes "of tomorrow" are today's with a version that this program does not know.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from imgsim_desktop.acting.journal import Journal
from imgsim_desktop.acting.lines import seal
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library import upgrades
from imgsim_desktop.library.backups import good_backups, is_newer, put_back
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.seal import Seal
from imgsim_desktop.library.settings import Settings, load_settings, save_settings
from imgsim_desktop.records import Library
from tests.homes import OldHome, old

__all__ = ["old"]


def dump(path: Path) -> list[str]:
    """All that a database says, and its version."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        return [*db.iterdump(), str(db.execute("PRAGMA user_version").fetchone())]


def library_of(old: OldHome) -> Library:
    return LibraryList(old.home).all()[0]


def open_cache(old: OldHome) -> None:
    CacheWriter(old.home, library_of(old)).close()


def open_decisions(old: OldHome) -> None:
    Decisions(old.home).close()


def cache_of(old: OldHome) -> Path:
    return old.home.cache_db(library_of(old).key)


DATABASES: list[tuple[Callable[[OldHome], Path], Callable[[OldHome], None]]] = [
    (cache_of, open_cache),
    (lambda old: old.home.decisions_db, open_decisions),
]
each = pytest.mark.parametrize(("place", "start"), DATABASES, ids=["cache", "decisions"])


def copies(old: OldHome) -> list[Path]:
    return sorted(old.home.root.rglob("before-upgrade-from-*.db"))


@each
def test_each_database_is_copied_whole_and_sealed_before_its_form_changes(
    old: OldHome, place: Callable[[OldHome], Path], start: Callable[[OldHome], None]
) -> None:
    before = dump(place(old))
    start(old)
    (copy,) = copies(old)
    assert dump(copy) == before
    assert Seal(copy).check()
    assert dump(place(old)) != before
    start(old)
    assert copies(old) == [copy]
    assert list(old.home.root.rglob("*.part")) == []


def test_of_a_cache_only_the_newest_copy_is_kept(old: OldHome) -> None:
    earlier = cache_of(old).with_name("before-upgrade-from-1.db")
    earlier.write_bytes(b"of long ago")
    Seal(earlier).put()
    open_cache(old)
    assert [copy.name for copy in copies(old)] == ["before-upgrade-from-4.db"]
    assert not Seal(earlier).path.exists()


@each
def test_without_room_for_the_copy_nothing_is_changed(
    old: OldHome,
    place: Callable[[OldHome], Path],
    start: Callable[[OldHome], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = place(old)
    Seal(path).put()
    before, sealed = path.read_bytes(), Seal(path).path.read_bytes()
    space = SimpleNamespace(free=path.stat().st_size)
    monkeypatch.setattr(upgrades.shutil, "disk_usage", lambda _: space)
    with pytest.raises(KnownError, match="no room") as caught:
        start(old)
    assert str(path) in caught.value.sentence
    assert path.read_bytes() == before
    assert Seal(path).path.read_bytes() == sealed
    assert copies(old) == []


@each
def test_nothing_is_changed_while_an_older_version_has_it_open(
    old: OldHome,
    place: Callable[[OldHome], Path],
    start: Callable[[OldHome], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(upgrades, "ALONE_S", 0.1)
    path = place(old)
    holder = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]);"
        "db.execute('PRAGMA journal_mode = WAL');"
        "db.execute('SELECT count(*) FROM sqlite_master').fetchone(); print('open', flush=True);"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as older:
        assert older.stdout is not None
        assert older.stdout.readline() == "open\n"
        before = dump(path)
        with pytest.raises(KnownError, match="open in an older version"):
            start(old)
        assert dump(path) == before
        assert copies(old) == []
        older.communicate("")
    start(old)
    assert len(copies(old)) == 1


def test_two_of_the_newer_version_that_start_at_once_bring_decisions_up_to_date_once(
    old: OldHome,
) -> None:
    errors: list[BaseException] = []

    def begin() -> None:
        try:
            open_decisions(old)
        except BaseException as error:  # noqa: BLE001  told below
            errors.append(error)

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert len(copies(old)) == 1
    open_decisions(old)


def test_decisions_wait_where_sqlite_does_not(
    old: OldHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change of the mode, for one, is refused at once while another process starts."""
    tries: list[int] = []
    whole = Decisions._prepare

    def busy_twice(self: Decisions) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise sqlite3.OperationalError("database is locked")
        whole(self)

    monkeypatch.setattr(Decisions, "_prepare", busy_twice)
    open_decisions(old)
    assert len(tries) == 3


def of_tomorrow(path: Path) -> bytes:
    """Give a database the version of a later program; returns what it holds then."""
    was_sealed = not Seal(path).is_lifted()
    Seal(path).lift()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA user_version = 99")
    if was_sealed:
        Seal(path).put()
    return path.read_bytes()


@each
def test_a_database_of_tomorrow_is_left_as_it_is_with_a_sentence(
    old: OldHome, place: Callable[[OldHome], Path], start: Callable[[OldHome], None]
) -> None:
    path = place(old)
    with closing(sqlite3.connect(path)) as db:  # so that a change of the mode would be seen
        db.execute("PRAGMA journal_mode = DELETE")
    Seal(path).put()
    before, sealed = of_tomorrow(path), Seal(path).path.read_bytes()
    with pytest.raises(KnownError, match="newer version") as caught:
        start(old)
    assert str(path) in caught.value.sentence
    assert path.read_bytes() == before
    assert Seal(path).path.read_bytes() == sealed
    assert sorted(p.name for p in path.parent.glob(f"{path.name}*")) == [
        path.name,
        f"{path.name}.seal",
    ]
    assert copies(old) == []


def test_a_cache_of_tomorrow_is_not_called_damaged_by_who_reads_it(old: OldHome) -> None:
    before = of_tomorrow(cache_of(old))
    with pytest.raises(KnownError, match="newer version"):
        CacheReader(old.home, library_of(old))
    assert cache_of(old).read_bytes() == before
    assert not cache_of(old).with_name("cache.db.damaged").exists()


def test_decisions_that_became_those_of_tomorrow_while_they_are_open_are_not_written(
    old: OldHome,
) -> None:
    with closing(Decisions(old.home)) as decisions:
        with closing(sqlite3.connect(old.home.decisions_db)) as newer, newer:
            newer.execute("PRAGMA user_version = 99")
        with pytest.raises(KnownError, match="newer version"):
            decisions.set_folder(old.photos, locked=True)
    assert f"'{old.photos}'" not in "".join(dump(old.home.decisions_db))


def test_a_copy_of_tomorrow_is_not_put_back(old: OldHome) -> None:
    open_decisions(old)
    (copy,) = good_backups(old.home)
    of_tomorrow(copy)
    before = old.home.decisions_db.read_bytes()
    assert is_newer(copy)
    assert good_backups(old.home) == []
    with pytest.raises(KnownError, match="newer version"):
        put_back(old.home, copy)
    assert old.home.decisions_db.read_bytes() == before


def json_of_tomorrow(path: Path, **more: object) -> bytes:
    data = json.loads(path.read_bytes())
    data.pop("checksum", None)
    path.write_text(json.dumps({**data, "version": 2, **more}))
    return path.read_bytes()


def test_a_list_of_libraries_of_tomorrow_is_left_as_it_is_with_a_sentence(old: OldHome) -> None:
    before = json_of_tomorrow(old.home.libraries_json)
    libraries = LibraryList(old.home)
    for use in (
        libraries.all,
        lambda: libraries.add("More", [old.photos]),
        lambda: libraries.set_last("8714cae19edc"),
        lambda: libraries.remove("8714cae19edc"),
    ):
        with pytest.raises(KnownError, match="newer version"):
            use()
    assert old.home.libraries_json.read_bytes() == before
    assert cache_of_key(old.home).exists()


def cache_of_key(home: Home) -> Path:
    return home.cache_db("8714cae19edc")


def test_what_a_newer_version_says_of_a_library_stays_when_it_is_changed(old: OldHome) -> None:
    path = old.home.libraries_json
    data = json.loads(path.read_bytes())
    data.pop("checksum", None)
    data["libraries"][0]["of_tomorrow"] = 3
    path.write_text(json.dumps(data))
    LibraryList(old.home).rename("8714cae19edc", "Other")
    (item,) = json.loads(path.read_bytes())["libraries"]
    assert (item["name"], item["of_tomorrow"]) == ("Other", 3)


def test_settings_of_tomorrow_are_told_and_left_as_they_are(
    old: OldHome, caplog: pytest.LogCaptureFixture
) -> None:
    before = json_of_tomorrow(old.home.settings_json, confidence="by another scale")
    settings = load_settings(old.home)
    assert settings == Settings()
    assert "newer version" in caplog.text
    with pytest.raises(KnownError, match="newer version"):
        save_settings(old.home, replace(settings, theme="dark"))
    assert old.home.settings_json.read_bytes() == before
    assert list(old.home.root.glob("*.broken-*")) == []


def test_a_journal_of_tomorrow_is_left_as_it_is_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    Journal(path).keep_reserve()
    with Journal(path).writing():
        pass
    for number in (1, 2):  # the second by a newer program that runs beside this one
        journal = Journal(path)
        if number == 2:
            assert journal.entries() == []
        line = seal(number, {"line": "torn", "text": "", "v": 99 if number == 2 else 2})
        for copy in (path, path.with_name("journal-copy.jsonl")):
            with copy.open("ab") as file:
                file.write(line)
    before = {each: each.read_bytes() for each in tmp_path.iterdir()}
    for later in (journal, Journal(path)):
        with pytest.raises(KnownError, match="newer ImgSim"):
            later.entries()
        with pytest.raises(KnownError, match="newer ImgSim"), later.writing():
            pass
    assert {each: each.read_bytes() for each in tmp_path.iterdir()} == before

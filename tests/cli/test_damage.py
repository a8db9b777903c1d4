"""A damaged cache bricks no library: whichever command meets it builds it anew and says so."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from imgsim_desktop.library import migrations
from imgsim_desktop.library.cache import CacheWriter
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import find_home
from tests.cli.conftest import Imgsim
from tests.pictures import save_photos


@pytest.fixture
def photos(photos_folder: Path) -> Path:
    first = save_photos(photos_folder, 3)[0]
    (photos_folder / "copy.jpg").write_bytes(first.read_bytes())
    return photos_folder


def damage_sealed(sql: str) -> None:
    """Damage that a scan of unchanged photos does not meet: only who reads it does."""
    home = find_home()
    [library] = LibraryList(home).all()
    with CacheWriter(home, library) as writer, writer._writing() as db:
        db.execute(sql)


COMMANDS = {
    "scan": ("scan",),
    "pairs": ("pairs", "--json"),
    "duplicates": ("duplicates", "--json"),
    "similar": ("similar", "--json", "--in"),
    "themes": ("themes", "--json", "--k", "2"),
}


@pytest.mark.parametrize("command", sorted(COMMANDS))
@pytest.mark.parametrize(
    "sql",
    ["UPDATE contents SET keywords = '['", "UPDATE vectors SET vector = X'00'", "DROP TABLE pairs"],
)
def test_every_command_gets_over_damage(
    imgsim: Imgsim, photos: Path, command: str, sql: str
) -> None:
    words = [*COMMANDS[command], photos]
    if command == "similar":
        words.insert(1, photos / "copy.jpg")
    before = imgsim(*words)
    assert before.code == 0, before.err
    damage_sealed(sql)
    said = imgsim(*words)
    assert said.code == 0, said.err
    assert "Traceback" not in said.err
    assert command == "scan" or said.out == before.out
    assert said.err.count("damaged and is built anew") <= 1
    again = imgsim(*words)
    assert again.code == 0
    assert "damaged" not in again.err


def test_damage_that_comes_back_at_once_is_a_sentence_and_no_endless_rebuilding(
    imgsim: Imgsim, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def m999_breaks(db: sqlite3.Connection) -> None:
        """A disk that gives back something else than was written to it."""
        db.execute("DROP TABLE matched")

    broken = (*migrations.CACHE_MIGRATIONS, m999_breaks)
    monkeypatch.setattr("imgsim_desktop.library.cache_writer.CACHE_MIGRATIONS", broken)
    monkeypatch.setattr("imgsim_desktop.library.cache_reader.CACHE_MIGRATIONS", broken)
    said = imgsim("duplicates", photos)
    assert said.code == 1
    assert "Traceback" not in said.err
    assert "damaged again, just after it was built anew" in said.err
    assert len(list(find_home().root.rglob("cache.db.broken-*"))) == 1


def test_a_flipped_bit_is_told_once_and_then_forgotten(imgsim: Imgsim, photos: Path) -> None:
    before = imgsim("pairs", photos, "--json")
    [cache] = find_home().root.rglob("cache.db")
    data = bytearray(cache.read_bytes())
    data[len(data) // 2] ^= 4
    cache.write_bytes(data)
    assert "checksum does not fit" in imgsim("status").err
    said = imgsim("pairs", photos, "--json")
    assert (said.code, said.out) == (0, before.out)
    assert said.err.count("damaged and is built anew") == 1
    assert "damaged" not in imgsim("pairs", photos, "--json").err


def test_a_damaged_list_of_libraries_is_said_in_one_line(imgsim: Imgsim, photos: Path) -> None:
    imgsim("scan", photos)
    home = find_home()
    home.libraries_json.write_bytes(b'{"libraries": [')
    said = imgsim("status")
    assert said.out.startswith("photos: 4 photos")
    [line] = said.err.splitlines()
    assert line.startswith("imgsim: ")
    assert line.endswith("Its copy has taken its place.")


def test_decisions_whose_bits_changed_remove_nothing(imgsim: Imgsim, photos: Path) -> None:
    """A lock that became the lock of another folder would let its photos go."""
    imgsim("duplicates", photos)
    decisions = find_home().decisions_db
    with closing(sqlite3.connect(decisions)) as db, db:
        db.execute("PRAGMA user_version")
    data = bytearray(decisions.read_bytes())
    data[-5] ^= 1
    decisions.write_bytes(data)
    said = imgsim("duplicates", photos, "--trash", "--yes")
    assert said.code == 1
    assert "imgsim restore last" in said.err
    assert len(list(photos.iterdir())) == 4

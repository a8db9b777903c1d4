"""A stored data folder of version 0.1.0, and how a test gets it back to life.

It was made by 0.1.0 itself: the demo photos and one more copy were scanned, two groups accepted,
one called "not duplicates" and one skipped in the window, one photo moved to the trash with its
words carried, one folder locked, one preferred, a theme named and settings changed. Never edited:
every migration starts here.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from imgsim_desktop.library.paths import Home
from imgsim_desktop.reading.fingerprints import hash_file
from imgsim_desktop.resources import resource

STORED = Path(__file__).parent / "home-0.1.0"
_TRASHINFO = Path(__file__).parent / "home-0.1.0.trashinfo"
_OLD_PLACE = "/home/anna"
_KEY = "8714cae19edc"
_FILE_TIME_NS = 1_718_020_800_000_000_000


@dataclass(frozen=True, slots=True)
class OldHome:
    """The folders of somebody who used 0.1.0, as they would lie on the disk today."""

    home: Home
    photos: Path
    trashed: Path
    """The photo that 0.1.0 moved to the trash, as it lies there."""
    taken_from: Path
    """Where that photo lay."""
    sidecar: Path
    """What the commit wrote beside the copy that stayed."""


def restore_old_home(folder: Path) -> OldHome:
    """Lay out the data folder, the photos and the trash of 0.1.0 below `folder`, which may be new.

    XDG_DATA_HOME must be `folder / "xdg"` where the trash is to be found.
    """
    home, photos = folder / "data", folder / "Pictures"
    shutil.copytree(STORED, home)
    shutil.copytree(resource("demo"), photos, ignore=shutil.ignore_patterns("LICENSE.txt"))
    kept = photos / "Backup" / "DSC_0007.jpg"
    sidecar = kept.with_name("DSC_0007.jpg.xmp")
    (after,) = (home / "sidecars").glob("*.after.xmp")
    shutil.copyfile(after, sidecar)
    trash = folder / "xdg" / "Trash"
    trashed = trash / "files" / "DSC_0007 again.jpg"
    trashed.parent.mkdir(parents=True)
    shutil.copyfile(kept, trashed)
    info = trash / "info" / "DSC_0007 again.jpg.trashinfo"
    info.parent.mkdir()
    info.write_text(_TRASHINFO.read_text("ascii").replace(_OLD_PLACE, str(folder)), "utf-8")
    for photo in [*photos.rglob("*.jpg"), trashed]:
        os.utime(photo, ns=(_FILE_TIME_NS, _FILE_TIME_NS))
    for text in [home / "libraries.json", home / "journal.jsonl", *home.glob("receipts/*")]:
        text.write_text(text.read_text("utf-8").replace(_OLD_PLACE, str(folder)), "utf-8")
    for database in (home / "decisions.db", home / "libraries" / _KEY / "cache.db"):
        _move_paths(database, str(folder))
    _set_identities(home / "libraries" / _KEY / "cache.db")
    return OldHome(Home(home), photos, trashed, kept.with_name("DSC_0007 again.jpg"), sidecar)


def _move_paths(database: Path, place: str) -> None:
    """Replace the folder 0.1.0 lived in wherever a column speaks of it."""
    with closing(sqlite3.connect(database)) as db, db:
        tables = [
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        for table in tables:
            for column in [row[1] for row in db.execute(f"PRAGMA table_info({table})")]:
                for old, new in (
                    (_OLD_PLACE, place),
                    (_OLD_PLACE.encode(), os.fsencode(place)),
                ):
                    found = db.execute(
                        f"SELECT DISTINCT {column} FROM {table} WHERE instr({column}, ?)", (old,)
                    ).fetchall()
                    for (value,) in found:
                        if type(value) is type(old):
                            db.execute(
                                f"UPDATE {table} SET {column} = ? WHERE {column} = ?",
                                (value.replace(old, new), value),
                            )


def _set_identities(cache: Path) -> None:
    """The copied photos have other inodes: without this each would count as changed."""
    with closing(sqlite3.connect(cache)) as db, db:
        for (path,) in db.execute("SELECT path FROM photos").fetchall():
            place = Path(os.fsdecode(path))
            if place.exists():
                status = place.stat()
                db.execute(
                    "UPDATE photos SET device = ?, inode = ? WHERE path = ?",
                    (str(status.st_dev), str(status.st_ino), path),
                )


def mark_as_0_1_0_did(old: OldHome, going: Path, staying: Path, action: str) -> None:
    """A step more in the document in which 0.1.0 kept its review: a photo that waits for a commit.

    action  "mark" by hand, "accept" by a suggestion
    """
    with closing(sqlite3.connect(old.home.decisions_db)) as db, db:
        where = "library_key = ? AND name = 'review'"
        sql = f"SELECT content FROM documents WHERE {where}"
        told = json.loads(db.execute(sql, (_KEY,)).fetchone()[0])
        first = told["next"]
        told["next"] += 2
        numbers = {first: staying, first + 1: going}
        told["photos"] += [[n, str(path), hash_file(path).hex()] for n, path in numbers.items()]
        marks = [["mark", first, None, "keep"], ["mark", first + 1, None, "trash"]]
        told["history"]["done"].append({"action": action, "changes": marks})
        db.execute(
            f"UPDATE documents SET content = ? WHERE {where}",
            (json.dumps(told), _KEY),
        )


@pytest.fixture
def old(own_trash: Path, monkeypatch: pytest.MonkeyPatch) -> OldHome:
    """The home of 0.1.0 as the one in use; its photos lie beside, some in the trash `own_trash`."""
    restored = restore_old_home(own_trash.parents[1])
    monkeypatch.setenv("IMGSIM_HOME", str(restored.home.root))
    return restored

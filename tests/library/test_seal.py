"""A changed bit in a database is noticed, set aside and told; a killed writer is no damage."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imgsim_desktop.errors import CacheBroken, DecisionsBroken, KnownError
from imgsim_desktop.library import seal
from imgsim_desktop.library.backups import backups_in, good_backups, put_back
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.rebuilding import once_more_if_broken
from imgsim_desktop.library.seal import Seal
from imgsim_desktop.records import PAIR_KINDS, Library, PairKind, PairTable
from tests.library.conftest import ROOT, make_reading, unit_vectors

MODEL = "net-1"
ONE, TWO = b"1" * 16, b"2" * 16


def fill(home: Home, library: Library) -> Path:
    """A cache with two photos that are no copies: a pair of the kind `similar`."""
    with CacheWriter(home, library) as writer:
        writer.store_batch([make_reading("a.jpg"), make_reading("b.jpg")], unit_vectors(2), MODEL)
        pairs = PairTable(
            a=np.array([1], np.int64),
            b=np.array([2], np.int64),
            similarity=np.array([0.8], np.float32),
            confidence=np.array([0.25], np.float32),
            kind=np.array([PAIR_KINDS.index(PairKind.SIMILAR)], np.uint8),
            edits=np.zeros(1, np.uint32),
            transform=np.full((1, 6), np.nan, np.float32),
            coverage=np.zeros(1, np.float32),
            looked=np.zeros(1, np.bool_),
        )
        writer.store_pairs(MODEL, pairs, [1, 2])
    return home.cache_db(library.key)


def flip(path: Path, byte: int, bit: int) -> None:
    data = bytearray(path.read_bytes())
    data[byte % len(data)] ^= 1 << bit
    path.write_bytes(data)


@settings(max_examples=60, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(byte=st.integers(0, 2**20), bit=st.integers(0, 7))
def test_any_flipped_bit_of_a_cache_is_noticed_by_readers_and_writers(
    byte: int, bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home, library = Home(tmp_path_factory.mktemp("home")), Library("abc", "Photos", (ROOT,))
    path = fill(home, library)
    flip(path, byte, bit)
    with pytest.raises(CacheBroken):
        CacheReader(home, library)
    with CacheWriter(home, library) as writer:
        assert "damaged and is built anew" in writer.notices[0]
        assert writer.known_files() == {}
    assert len(list(path.parent.glob("cache.db.broken-*"))) == 1


def test_a_pair_whose_bits_changed_makes_nobody_a_copy(home: Home, library: Library) -> None:
    path = fill(home, library)
    quarter = np.array([0.25], ">f8").tobytes()
    assert path.read_bytes().count(quarter) == 1
    path.write_bytes(path.read_bytes().replace(quarter, np.array([0.999], ">f8").tobytes()))
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "SQLite sees nothing"
    with pytest.raises(CacheBroken, match="checksum does not fit"):
        CacheReader(home, library)


def test_a_cache_that_nobody_harmed_is_read_and_written_again_and_again(
    home: Home, library: Library
) -> None:
    fill(home, library)
    for round_ in range(3):
        with closing(CacheReader(home, library)) as reader:
            assert len(reader.pairs(MODEL)) == 1
            with CacheWriter(home, library) as writer:
                assert writer.notices == []
                writer.store_batch([make_reading(f"{round_}.jpg")], None, MODEL)
                assert Seal(writer.path).is_lifted()
            assert reader.count() == 3 + round_
    assert not Seal(home.cache_db(library.key)).is_lifted()


def test_a_scan_that_writes_nothing_leaves_the_seal_as_it_is(home: Home, library: Library) -> None:
    path = fill(home, library)
    before = Seal(path).path.stat()
    with CacheWriter(home, library) as writer:
        assert len(writer.vectors(MODEL)[0]) == 2
    assert Seal(path).path.stat() == before


def test_the_seal_is_off_the_disk_before_the_first_change(
    home: Home, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut in the middle of writing must not look like damage afterwards."""
    path = fill(home, library)
    sealed = path.read_bytes(), Seal(path).path.read_bytes()
    seen: list[tuple[bytes, bytes]] = []

    def fsync(handle: int) -> None:
        seen.append((path.read_bytes(), Seal(path).path.read_bytes()))

    with CacheWriter(home, library) as writer:
        monkeypatch.setattr(seal.os, "fsync", fsync)
        writer.set_note("x", "y")
        monkeypatch.undo()
        assert seen == [(sealed[0], b"")]


KILLED = """
import os, signal, sys
from pathlib import Path
from imgsim_desktop.library.cache import CacheWriter
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Library
home = Home(Path(sys.argv[1]))
writer = CacheWriter(home, Library("abc", "Photos", (Path("/photos"),)))
writer.set_note("killed", "here")
decisions = Decisions(home)
decisions.add_not_duplicates([(b"1" * 16, b"2" * 16)])
for db in (writer._db, decisions._db):
    db.execute("PRAGMA wal_checkpoint(FULL)")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here: NOT tested")
def test_a_process_that_was_killed_while_it_wrote_has_damaged_nothing(
    home: Home, library: Library
) -> None:
    fill(home, library)
    Decisions(home).close()
    words = [sys.executable, "-c", KILLED, str(home.root)]
    killed = subprocess.run(words, check=False, cwd=Path(__file__).parents[2])
    assert killed.returncode == -signal.SIGKILL
    with CacheWriter(home, library) as writer:
        assert writer.notices == []
        assert writer.note("killed") == "here"
        assert len(writer.pairs(MODEL)) == 1
    with closing(Decisions(home)) as decisions:
        assert decisions.not_duplicates() == {(ONE, TWO)}


def test_a_seal_that_is_damaged_itself_says_nothing(home: Home, library: Library) -> None:
    path = fill(home, library)
    for text in (b"", b"1", b"x" * 500, Seal(path).path.read_bytes()[:-1] + b"g"):
        Seal(path).path.write_bytes(text)
        assert Seal(path).check() is False
    flip(path, 5000, 3)
    assert Seal(path).check() is False


# What becomes of damage -----------------------------------------------------------------------


def test_damage_that_only_a_reader_met_is_set_aside_by_the_next_scan(
    home: Home, library: Library
) -> None:
    path = fill(home, library)
    with CacheWriter(home, library) as writer, writer._writing() as db:
        db.execute("UPDATE contents SET keywords = '[' WHERE content_id = 1")  # sealed all the same
    with (
        closing(CacheReader(home, library)) as reader,
        pytest.raises(CacheBroken, match="a row makes no sense"),
    ):
        reader.photos()
    with CacheWriter(home, library) as writer:
        assert "noticed when it was read" in writer.notices[0]
    with closing(CacheReader(home, library)) as reader:
        assert reader.photos() == []
    assert not list(path.parent.glob("*.damaged"))


def test_damage_that_is_met_in_the_middle_is_mended_once(home: Home, library: Library) -> None:
    fill(home, library)
    notices: list[str] = []

    def work() -> int:
        with CacheWriter(home, library) as writer:
            notices.extend(writer.notices)
            if not writer.notices:
                writer._db.execute("DROP TABLE matched")
            return len(writer.matched(MODEL))

    assert once_more_if_broken(work) == 0
    assert len(notices) == 1


def test_damage_twice_in_a_row_is_a_sentence_about_the_disk(home: Home, library: Library) -> None:
    def work() -> None:
        with CacheWriter(home, library) as writer:
            writer._db.execute("DROP TABLE matched")
            writer.matched(MODEL)

    with pytest.raises(KnownError, match=r"damaged again, just after .* disk or") as told:
        once_more_if_broken(work)
    assert not isinstance(told.value, CacheBroken)


WRONG_ROWS = {
    "a text for a number": "UPDATE contents SET width_px = 'wide'",
    "no text where one must be": "UPDATE contents SET format = X'ff'",
    "half a vector": "UPDATE vectors SET vector = X'00ff00'",
    "a kind that is none": "UPDATE pairs SET kind = 'copy'",
    "a transform that is none": "UPDATE pairs SET transform = X'00'",
    "a reason that is none": "UPDATE photos SET content_id = NULL, reason = 'because'",
    "a path that is a number": "UPDATE photos SET path = 7 WHERE photo_id = 1",
    "no versions": "DELETE FROM meta",
    "a version that is none": "UPDATE meta SET value = 'x'",
    "letters that are none": "UPDATE contents SET camera = CAST(X'ff' AS TEXT)",
}
READS: list[Callable[[CacheReader], object]] = [
    lambda r: r.photos(), lambda r: r.failures(), lambda r: r.vectors(MODEL), lambda r: r.status(),
    lambda r: r.pairs(MODEL), lambda r: r.versions(), lambda r: r.contents([1, 2]),
]  # fmt: skip


@pytest.mark.parametrize("sql", WRONG_ROWS.values(), ids=WRONG_ROWS.keys())
def test_a_row_that_makes_no_sense_is_damage_and_no_crash(
    sql: str, home: Home, library: Library
) -> None:
    fill(home, library)
    with CacheWriter(home, library) as writer, writer._writing() as db:
        db.execute(sql)
    broken = 0
    with closing(CacheReader(home, library)) as reader:
        for read in READS:
            try:
                read(reader)
            except CacheBroken:
                broken += 1
    assert broken


# Decisions ------------------------------------------------------------------------------------


def decided(home: Home) -> Path:
    """Decisions with a lock, and a copy of them."""
    with closing(Decisions(home)) as decisions:
        decisions.set_folder(ROOT, locked=True)
        decisions.backups()[0].unlink()
    Decisions(home).close()
    return home.decisions_db


def test_a_lock_whose_bits_changed_is_not_passed_over(home: Home) -> None:
    path = decided(home)
    name = os.fsencode(ROOT)
    assert path.read_bytes().count(name) == 1
    path.write_bytes(path.read_bytes().replace(name, b"/pHotos"))
    with pytest.raises(DecisionsBroken, match="checksum does not fit") as told:
        Decisions(home)
    assert "imgsim restore last" in told.value.hint
    put_back(home, good_backups(home)[0])
    with closing(Decisions(home)) as decisions:
        assert decisions.locked_folders() == (ROOT,)


def test_a_copy_that_somebody_put_back_by_hand_is_no_damage(home: Home) -> None:
    path = decided(home)
    [backup] = good_backups(home)
    with closing(Decisions(home)) as decisions:
        decisions.add_not_duplicates([(ONE, TWO)])
    path.write_bytes(backup.read_bytes())
    with closing(Decisions(home)) as decisions:
        assert decisions.not_duplicates() == set()
        assert decisions.locked_folders() == (ROOT,)


def test_a_copy_whose_bits_changed_is_no_good_copy(home: Home) -> None:
    decided(home)
    [backup] = good_backups(home)
    backup.write_bytes(backup.read_bytes().replace(os.fsencode(ROOT), b"/pHotos"))
    assert good_backups(home) == []
    with pytest.raises(KnownError, match="damaged, too"):
        put_back(home, backup)


def test_what_another_program_wrote_into_the_decisions_meanwhile_is_no_damage(home: Home) -> None:
    for first_ends in (True, False):
        window, commands = Decisions(home), Decisions(home)
        commands.set_folder(ROOT, locked=first_ends)
        (commands if first_ends else window).close()
        left = window if first_ends else commands
        left.add_not_duplicates([(ONE, TWO)])
        left.close()
        with closing(Decisions(home)) as decisions:
            assert decisions.locked_folders() == ((ROOT,) if first_ends else ())
            assert decisions.not_duplicates() == {(ONE, TWO)}
        assert not Seal(home.decisions_db).is_lifted()


def test_rows_of_decisions_that_make_no_sense_are_decisions_broken(home: Home) -> None:
    with closing(Decisions(home)) as decisions:
        decisions.set_folder(ROOT, locked=True)
        with decisions._writing() as db:
            db.execute("UPDATE folders SET path = 5")
        with pytest.raises(DecisionsBroken, match="makes no sense"):
            decisions.locked_folders()


def test_copies_are_ordered_as_they_were_made_whatever_the_clock_said(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that stood in 2099 for five days must not push out all that come after."""
    Decisions(home).close()
    [first] = backups_in(home.backups)
    first.unlink()
    Seal(first).path.unlink()
    for day in range(1, 6):
        (home.backups / f"decisions-209901{day:02}-{day:04}.db").write_bytes(b"old")
    with closing(Decisions(home)) as decisions:
        newest = decisions.backups()[0]
        assert len(decisions.backups()) == 5
    assert newest.name.endswith("-0006.db")
    assert good_backups(home) == [newest]


def test_copies_of_the_first_version_are_the_oldest(tmp_path: Path) -> None:
    names = ["decisions-20261201.db", "decisions-20261130-0002.db", "decisions-20250101-0010.db"]
    for name in random.Random(1).sample(names, len(names)):
        (tmp_path / name).write_bytes(b"")
    assert [path.name for path in backups_in(tmp_path)] == [names[2], names[1], names[0]]

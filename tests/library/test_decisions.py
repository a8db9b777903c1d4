from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from imgsim_desktop.errors import DecisionsBroken, KnownError
from imgsim_desktop.library.backups import day_of, good_backups, put_back
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.seal import Seal
from imgsim_desktop.records import NamedTheme

ONE, TWO, THREE = b"1" * 16, b"2" * 16, b"3" * 16


def reopened(home: Home, decisions: Decisions) -> Decisions:
    decisions.close()
    return Decisions(home)


def test_not_duplicates_are_kept_once_whatever_the_order(home: Home) -> None:
    decisions = Decisions(home)
    assert decisions.add_not_duplicates([(TWO, ONE), (ONE, TWO), (ONE, ONE)]) == [(ONE, TWO)]
    decisions = reopened(home, decisions)
    assert decisions.not_duplicates() == {(ONE, TWO)}
    decisions.remove_not_duplicates([(TWO, ONE)])
    assert decisions.not_duplicates() == set()
    decisions.close()


def test_folders_are_locked_and_preferred_independently(home: Home) -> None:
    decisions = Decisions(home)
    album = Path("/photos/Album")
    decisions.set_folder(album, locked=True)
    decisions.set_folder(album, preferred=True)
    decisions.set_folder(album, locked=False)
    assert decisions.locked_folders() == ()
    assert decisions.preferred_folders() == (album,)
    decisions.set_folder(album, preferred=False)
    assert decisions.preferred_folders() == ()
    decisions.close()


def test_documents_are_json_values_of_one_library(home: Home) -> None:
    decisions = Decisions(home)
    assert decisions.document("a", "history") is None
    decisions.set_document("a", "history", {"undo": [1, "x"]})
    decisions = reopened(home, decisions)
    assert decisions.document("a", "history") == {"undo": [1, "x"]}
    assert decisions.document("b", "history") is None
    decisions.set_document("a", "history", None)
    assert decisions.document("a", "history") is None
    decisions.close()


def test_damaged_decisions_are_never_replaced_and_the_backup_is_named(home: Home) -> None:
    decisions = Decisions(home)
    decisions.add_not_duplicates([(ONE, TWO)])
    decisions.close()
    garbage = b"no database at all" * 500
    home.decisions_db.write_bytes(garbage)
    with pytest.raises(DecisionsBroken) as caught:
        Decisions(home)
    assert str(next(home.backups.glob("*.db"))) in caught.value.hint
    assert home.decisions_db.read_bytes() == garbage


def test_decisions_of_a_newer_version_are_left_alone(home: Home) -> None:
    Decisions(home).close()
    Seal(home.decisions_db).lift()
    db = sqlite3.connect(home.decisions_db)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(KnownError, match="newer version"):
        Decisions(home)


def test_only_the_newest_backups_are_kept(home: Home) -> None:
    first = Decisions(home)
    first.close()
    first.backups()[0].unlink()
    for day in range(10, 20):
        (home.backups / f"decisions-200001{day}.db").write_bytes(b"")
    decisions = Decisions(home)
    assert len(decisions.backups()) == 5
    with closing(sqlite3.connect(decisions.backups()[0])) as newest:
        assert newest.execute("SELECT 1").fetchone() == (1,)
    decisions.close()


@pytest.mark.parametrize("how", ["emptied", "deleted"])
def test_lost_decisions_are_not_begun_anew_beside_their_backup(home: Home, how: str) -> None:
    decisions = Decisions(home)
    decisions.close()
    if how == "emptied":
        home.decisions_db.write_bytes(b"")
    else:
        home.decisions_db.unlink()
    with pytest.raises(DecisionsBroken) as caught:
        Decisions(home)
    assert str(decisions.backups()[0]) in caught.value.hint
    assert not home.decisions_db.exists() or home.decisions_db.stat().st_size == 0


def test_the_backup_holds_what_was_decided_before_and_can_be_put_back(home: Home) -> None:
    decisions = Decisions(home)
    decisions.add_not_duplicates([(ONE, TWO)])
    decisions.backups()[0].unlink()
    decisions = reopened(home, decisions)
    decisions.close()
    [backup] = decisions.backups()
    home.decisions_db.write_bytes(backup.read_bytes())
    restored = Decisions(home)
    assert restored.not_duplicates() == {(ONE, TWO)}
    restored.close()


def test_no_room_for_a_backup_stops_nobody(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    home.root.mkdir(parents=True)
    home.backups.write_text("a file where the folder should be")
    decisions = Decisions(home)
    assert decisions.add_not_duplicates([(ONE, TWO)])
    decisions.close()
    assert "no backup" in caplog.text


def test_a_full_disk_is_a_sentence_and_changes_nothing(home: Home) -> None:
    decisions = Decisions(home)
    decisions.add_not_duplicates([(ONE, TWO)])
    pages = decisions._db.execute("PRAGMA page_count").fetchone()[0]
    decisions._db.execute(f"PRAGMA max_page_count = {pages}")
    many = [(ONE, number.to_bytes(16, "big")) for number in range(500)]
    with pytest.raises(KnownError, match="full"):
        decisions.add_not_duplicates(many)
    assert decisions.not_duplicates() == {(ONE, TWO)}
    decisions.close()


def test_taking_back_tells_what_was_there(home: Home) -> None:
    decisions = Decisions(home)
    decisions.add_not_duplicates([(ONE, TWO)], "keep-both")
    assert decisions.remove_not_duplicates([(TWO, ONE), (ONE, THREE)]) == [(ONE, TWO)]
    decisions.close()


def test_every_decision_waits_for_the_disk(home: Home) -> None:
    decisions = Decisions(home)
    assert decisions._db.execute("PRAGMA synchronous").fetchone() == (2,)
    decisions.close()


def test_names_of_themes_survive_a_restart_and_can_be_changed(home: Home) -> None:
    cats, beach = NamedTheme("Cats", (ONE, TWO)), NamedTheme("Strand 海", (THREE,))
    decisions = Decisions(home)
    decisions.name_theme(cats)
    decisions.name_theme(beach)
    decisions = reopened(home, decisions)
    assert decisions.theme_names() == [cats, beach]
    kittens = NamedTheme("Kittens", (TWO, ONE))
    decisions.name_theme(kittens, cats)
    decisions.name_theme(None, beach)
    assert decisions.theme_names() == [kittens]
    decisions.close()


def damaged(home: Home) -> Path:
    """Decisions with one "not duplicates", its copy, and then garbage in their place."""
    Decisions(home).close()
    decisions = Decisions(home)
    decisions.add_not_duplicates([(ONE, TWO)])
    decisions.backups()[0].unlink()
    decisions.close()
    Decisions(home).close()  # makes the copy
    home.decisions_db.write_bytes(b"no database at all" * 500)
    return good_backups(home)[0]


def test_a_copy_is_put_back_and_the_damaged_file_is_kept(home: Home) -> None:
    backup = damaged(home)
    aside = put_back(home, backup)
    assert aside is not None
    assert aside.read_bytes().startswith(b"no database")
    decisions = Decisions(home)
    assert decisions.not_duplicates() == {(ONE, TWO)}
    decisions.close()


def test_lost_decisions_are_put_back_with_nothing_to_keep(home: Home) -> None:
    backup = damaged(home)
    home.decisions_db.unlink()
    assert put_back(home, backup) is None
    Decisions(home).close()


def test_a_damaged_copy_is_no_good_copy(home: Home) -> None:
    backup = damaged(home)
    older = backup.with_name("decisions-20000101.db")
    older.write_bytes(b"garbage")
    (home.backups / "decisions-20000102.db").write_bytes(b"")
    assert good_backups(home) == [backup]
    with pytest.raises(KnownError, match="damaged, too"):
        put_back(home, older)
    assert str(day_of(older)) == "2000-01-01"
    assert home.decisions_db.read_bytes().startswith(b"no database")

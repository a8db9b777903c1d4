"""The daily copies of the decisions, and what a crash left, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgsim_desktop.acting.journal import Journal
from imgsim_desktop.cli import files
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.paths import Home, find_home
from tests.cli.conftest import Imgsim
from tests.pictures import save_photo


@pytest.fixture
def home() -> Home:
    home = find_home()
    Decisions(home).close()
    return home


def test_copies_are_listed(imgsim: Imgsim, home: Home) -> None:
    (home.backups / "decisions-20000101.db").write_bytes(b"garbage")
    said = imgsim("restore")
    assert said.code == 0
    first, second = said.out.splitlines()
    assert not first.endswith("damaged")
    assert second.startswith("2000-01-01")
    assert second.endswith("damaged")


def test_there_is_nothing_to_list_before_the_first_day(imgsim: Imgsim) -> None:
    assert "no copy yet" in imgsim("restore").err


def test_the_last_good_copy_is_put_back(imgsim: Imgsim, home: Home, photos_folder: Path) -> None:
    home.decisions_db.write_bytes(b"garbage" * 999)
    save_photo(photos_folder / "a.jpg", 1)
    said = imgsim("duplicates", photos_folder)
    assert said.code == 1
    assert "imgsim restore last" in said.err
    assert imgsim("restore", "last").code == 2
    said = imgsim("restore", "last", "--yes")
    assert said.code == 0
    assert "What was there is kept as" in said.err
    assert imgsim("duplicates", photos_folder).code == 0


def test_a_day_without_a_copy_is_told(imgsim: Imgsim, home: Home) -> None:
    assert imgsim("restore", "1999-12-31", "--yes").code == 1


def test_what_a_crash_left_is_settled_before_anything_is_listed(
    imgsim: Imgsim, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = save_photo(photos_folder / "a.jpg", 1)
    (photos_folder / "b.jpg").write_bytes(first.read_bytes())

    class Crash(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise Crash

    with monkeypatch.context() as crash:
        crash.setattr(Journal, "done", die)
        with pytest.raises(Crash):
            imgsim("duplicates", photos_folder, "--trash", "--yes")
    assert len(list(photos_folder.glob("*.jpg"))) == 1
    assert Journal(find_home().journal).unfinished()
    said = imgsim("journal")
    assert "cut off by a crash; now it rests safely" in said.err
    assert not Journal(find_home().journal).unfinished()
    imgsim("undo")
    assert len(list(photos_folder.glob("*.jpg"))) == 2


def test_a_crash_is_left_alone_while_another_program_moves_files(
    imgsim: Imgsim, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = find_home()
    monkeypatch.setattr(files.Journal, "unfinished", lambda _self: [object()])
    with Journal(home.journal).writing():
        said = imgsim("journal")
    assert said.code == 0
    assert "Another ImgSim program is moving files" in said.err

"""`imgsim undo` on a damaged journal: what can be brought back is, and the rest is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from imgsim_desktop.acting.copies import Copies
from imgsim_desktop.library.paths import find_home
from tests.cli.conftest import Imgsim
from tests.pictures import save_photos


@pytest.fixture
def album(photos_folder: Path) -> Path:
    """Three photos, and three copies of one of them."""
    first = save_photos(photos_folder, 3)[0]
    for name in "abc":
        shutil.copyfile(first, photos_folder / f"copy {name}.jpg")
    return photos_folder


@pytest.fixture
def before(imgsim: Imgsim, album: Path) -> dict[Path, bytes]:
    """The album before its three copies went to the trash."""
    photos = {path: path.read_bytes() for path in album.rglob("*.jpg")}
    assert imgsim("duplicates", album, "--trash", "--yes").code == 0
    return photos


def spoil(copies: int, line: bytes = b'"line": "intent"', *, all_of_them: bool = False) -> None:
    found = Copies(find_home().journal)
    for path in (found.first, found.second)[:copies]:
        path.write_bytes(path.read_bytes().replace(line, line.upper(), -1 if all_of_them else 1))


def test_one_damaged_copy_is_told_and_undo_is_complete(
    imgsim: Imgsim, album: Path, before: dict[Path, bytes]
) -> None:
    spoil(1)
    said = imgsim("undo")
    assert said.code == 0
    assert "1 line damaged in one of its copies; the other tells all of it" in said.err
    assert "3 of 3 files brought back" in said.err
    assert {path: path.read_bytes() for path in album.rglob("*.jpg")} == before
    assert "damaged" not in imgsim("journal").err


def test_a_line_lost_in_both_copies_is_told_and_undo_ends_with_1(
    imgsim: Imgsim, album: Path, before: dict[Path, bytes]
) -> None:
    spoil(2)
    said = imgsim("undo")
    assert said.code == 1
    assert "lines of the journal cannot be read any more" in said.err
    assert "may have told of more files (1 line)" in said.err
    assert "3 of 3 files brought back" in said.err
    assert {path: path.read_bytes() for path in album.rglob("*.jpg")} == before
    assert "1 line can be read in none of its copies" in imgsim("journal").err


def test_a_journal_of_which_nothing_is_left_is_told(
    imgsim: Imgsim, before: dict[Path, bytes]
) -> None:
    spoil(2, b'"line": "', all_of_them=True)
    said = imgsim("undo")
    assert said.code == 1
    assert "0 of 0 files brought back" in said.err
    assert "can be read in none of its copies" in said.err


@pytest.mark.parametrize("command", ["undo", "journal"])
def test_a_folder_called_journal_is_a_sentence(imgsim: Imgsim, command: str) -> None:
    find_home().journal.mkdir(parents=True)
    said = imgsim(command)
    assert said.code == 1
    assert "cannot be read: it is no ordinary file" in said.err

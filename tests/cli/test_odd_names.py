"""Pictures by content and not by name are told by each scan, and read if that is wished."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Imgsim
from tests.pictures import save_photos


def test_odd_names_are_told_and_read_if_wished_until_that_is_taken_back(
    imgsim: Imgsim, photos_folder: Path
) -> None:
    first = save_photos(photos_folder, 3)[0]
    (photos_folder / "b.jpg_large").write_bytes(first.read_bytes())
    (photos_folder / "c").write_bytes(first.read_bytes())
    (photos_folder / "words").write_bytes(b"words")
    told = imgsim("scan", photos_folder)
    assert "2 files are pictures by content and not by name: b.jpg_large, c. Not read" in told.err
    assert "3 photos" in told.out
    wished = imgsim("scan", photos_folder, "--by-content")
    assert "by content" not in wished.err
    assert "5 photos" in wished.out
    assert "b.jpg_large" in imgsim("duplicates", photos_folder).out  # kept for this library
    again = imgsim("scan", photos_folder, "--no-by-content")
    assert "3 photos" in again.out
    assert "2 gone" in again.out
    assert "2 files are pictures by content" in again.err


def test_of_many_odd_names_twenty_are_named(imgsim: Imgsim, photos_folder: Path) -> None:
    first = save_photos(photos_folder, 1)[0]
    for number in range(23):
        (photos_folder / f"x{number:02}").write_bytes(first.read_bytes())
    told = imgsim("scan", photos_folder)
    assert "23 files are pictures" in told.err
    assert "x19 and 3 more" in told.err
    assert "x20" not in told.err

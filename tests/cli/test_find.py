"""`imgsim find`: the same language as the search field, over what is remembered."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import find_home
from imgsim_desktop.library.saved_searches import SavedSearches
from imgsim_desktop.library.seal import Seal
from tests.cli.conftest import Imgsim
from tests.pictures import save_photos


@pytest.fixture
def album(photos_folder: Path) -> Path:
    """Three photos, of which one has a caption, a lens and a line break in its name."""
    save_photos(photos_folder / "Alps", 2)
    picture = Image.new("RGB", (640, 160), "#4a7")
    exif = picture.getexif()
    exif[270] = "A quiet harbour"
    exif.get_ifd(0x8769)[0xA434] = "EF 50mm"
    picture.save(photos_folder / "sea\nside.jpg", exif=exif)
    return photos_folder


def test_names_of_what_fits_are_printed_in_full_one_a_line(imgsim: Imgsim, album: Path) -> None:
    imgsim("scan", album)
    said = imgsim("find", "folder:alps 0001")
    assert said.code == 0
    assert said.out == f"{album / 'Alps' / '0001.jpg'}\n"
    assert said.err == ""


def test_names_ended_by_zero_bytes_are_just_the_names(imgsim: Imgsim, album: Path) -> None:
    imgsim("scan", album)
    assert imgsim("find", "harbour", "-0").out == str(album / "sea\nside.jpg") + "\0"


def test_json_tells_the_facts(imgsim: Imgsim, album: Path) -> None:
    (line,) = imgsim("find", "lens:50mm", "caption:harbour", "--in", album, "--json").lines
    assert line["path"] == str(album / "sea\nside.jpg")
    assert (line["width"], line["height"], line["format"]) == (640, 160, "JPEG")
    assert line["library"] == "photos"
    assert line["taken"] is None


def test_photos_are_found_without_a_scan_where_the_last_one_left_them(
    imgsim: Imgsim, album: Path
) -> None:
    imgsim("scan", album)
    save_photos(album / "new", 1)
    assert len(imgsim("find", "format:jpeg", "--json").lines) == 3
    assert len(imgsim("find", "format:jpeg", "--json", "--in", album).lines) == 4
    assert len(imgsim("find", "format:jpeg", "-n", 2).out.splitlines()) == 2


@pytest.mark.parametrize(
    ("query", "said"),
    [("kin:raw", "Is “kind:” meant?"), ("size:big", "is no number"), ("  ", "nothing to look for")],
)
def test_a_query_that_is_not_understood_is_wrong_usage(
    imgsim: Imgsim, query: str, said: str
) -> None:
    answer = imgsim("find", query)
    assert answer.code == 2
    assert answer.out == ""
    assert said in answer.err


def test_captions_of_a_library_that_knew_none_are_read_from_headers_alone(
    imgsim: Imgsim, album: Path
) -> None:
    imgsim("scan", album)
    home = find_home()
    (library,) = LibraryList(home).all()
    Seal(home.cache_db(library.key)).lift()
    with closing(sqlite3.connect(home.cache_db(library.key))) as db, db:
        db.execute("DELETE FROM words")
        db.execute("UPDATE contents SET words_version = 0")
    assert imgsim("find", "harbour").out == ""
    assert imgsim("scan", album).out.startswith("3 photos, 0 read, 3 unchanged, ")
    assert imgsim("find", "harbour lens:50mm", "-0").out.count("\0") == 1


def test_a_search_kept_in_the_window_is_found_by_its_name(imgsim: Imgsim, album: Path) -> None:
    imgsim("scan", album)
    (library,) = LibraryList(find_home()).all()
    with closing(Decisions(find_home())) as decisions:
        SavedSearches(decisions, library.key).save("Alps", "folder:alps")
    assert imgsim("find", "--saved", "alps", "-0").out.count("\0") == 2
    assert imgsim("find", "0001", "--saved", "Alps", "-0").out.endswith("/0001.jpg\0")
    missing = imgsim("find", "--saved", "Sea")
    assert missing.code == 1
    assert "There are “Alps”." in missing.err

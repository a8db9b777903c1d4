"""Several folders, parts of a library, single photos and lists as the places a command looks at."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest
from PIL import Image

from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import find_home
from tests.cli.conftest import Imgsim
from tests.pictures import save_photos, scene


@pytest.fixture
def two(photos_folder: Path) -> tuple[Path, Path]:
    """A: four photos, and one of them again twice, smaller; B: a byte-identical copy of it."""
    a, b = photos_folder / "A", photos_folder / "B"
    first = save_photos(a, 4)[0]
    for name, quality in (("again.jpg", 90), ("once more.jpg", 75)):
        Image.open(first).save(a / name, quality=quality)
    b.mkdir()
    shutil.copyfile(first, b / "backup.jpg")
    return a, b


def libraries() -> list[tuple[Path, ...]]:
    return [library.folders for library in LibraryList(find_home()).all()]


def names(lines: list[dict[str, object]]) -> list[list[str]]:
    return [sorted(member["path"] for member in line["members"]) for line in lines]  # type: ignore[index, attr-defined]


def test_pairs_and_groups_reach_across_folders_scanned_together(
    imgsim: Imgsim, two: tuple[Path, Path]
) -> None:
    a, b = two
    assert imgsim("scan", a, b).out.startswith("7 photos, 7 read")
    pairs = imgsim("pairs", b, a, "--json").lines
    assert {str(a / "0000.jpg"), str(b / "backup.jpg")} in [{p["a"], p["b"]} for p in pairs]
    said = imgsim("duplicates", a, b, "--json")
    all_four = [a / "0000.jpg", a / "again.jpg", a / "once more.jpg", b / "backup.jpg"]
    assert names(said.lines) == [sorted(map(str, all_four))]
    assert libraries() == [(a, b)], "in whatever order they are named"


def test_a_folder_of_a_library_is_found_in_it_and_only_its_photos_are_listed(
    imgsim: Imgsim, two: tuple[Path, Path]
) -> None:
    a, b = two
    imgsim("scan", a.parent)
    said = imgsim("duplicates", a, "--json")
    assert names(said.lines) == [["0000.jpg", "again.jpg", "once more.jpg"]]
    assert f"{a} lies in the library" in said.err
    assert imgsim("duplicates", b, "--json").lines == []
    ends = {end for pair in imgsim("pairs", a, "--json").lines for end in (pair["a"], pair["b"])}
    assert ends == {"0000.jpg", "again.jpg", "once more.jpg"}
    assert imgsim("scan", a).out.startswith("7 photos, 0 read, 7 unchanged")
    assert libraries() == [(a.parent,)]


def test_of_each_group_of_a_folder_one_stays_in_it_whatever_lies_elsewhere(
    imgsim: Imgsim, two: tuple[Path, Path]
) -> None:
    a, b = two
    (a / "0000.jpg").unlink()  # the best lies in B alone
    imgsim("scan", a.parent)
    assert imgsim("duplicates", a, "--trash", "--yes").code == 0
    left = sorted(path.name for path in a.iterdir())
    assert len(left) == 4
    assert "again.jpg" in left
    assert "once more.jpg" not in left
    assert (b / "backup.jpg").exists()
    (group,) = imgsim("duplicates", a.parent, "--json").lines
    assert sorted(m["path"] for m in group["members"]) == ["A/again.jpg", "B/backup.jpg"]


def test_what_is_left_out_of_a_library_is_one_by_itself(
    imgsim: Imgsim, two: tuple[Path, Path]
) -> None:
    a, _ = two
    imgsim("scan", a.parent, "--exclude", "A")
    assert names(imgsim("duplicates", a, "--json").lines) != []
    assert libraries() == [(a.parent,), (a,)]


def test_what_is_left_out_of_a_part_is_not_left_out_of_the_whole(
    imgsim: Imgsim, two: tuple[Path, Path]
) -> None:
    a, _ = two
    imgsim("scan", a.parent)
    found = names(imgsim("duplicates", a, "--json", "--exclude", "once*").lines)
    assert found == [["0000.jpg", "again.jpg"]]
    assert [library.excludes for library in LibraryList(find_home()).all()] == [(), ("once*",)]


def test_photos_of_one_library_are_places(imgsim: Imgsim, two: tuple[Path, Path]) -> None:
    a, b = two
    imgsim("scan", a, b)
    (pair,) = imgsim("pairs", a / "again.jpg", b / "backup.jpg", "--json").lines
    assert [pair["a"], pair["b"]] == [str(a / "again.jpg"), str(b / "backup.jpg")]


def test_a_file_that_no_library_knows_is_refused_in_a_sentence(
    imgsim: Imgsim, two: tuple[Path, Path]
) -> None:
    a, b = two
    said = imgsim("pairs", a / "again.jpg", b)
    assert said.code == 1
    assert "is a file, not a folder" in said.err
    assert libraries() == []


@pytest.mark.parametrize("separator", ["\n", "\0"])
@pytest.mark.parametrize("command", ["scan", "pairs", "duplicates", "themes"])
def test_folders_are_named_on_standard_input(
    imgsim: Imgsim,
    two: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    separator: str,
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(separator.join(map(str, two)).encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    said = imgsim(command, "-")
    assert said.code == 0
    assert libraries() == [two]


def test_similar_and_find_look_into_several_folders_and_no_others(
    imgsim: Imgsim, two: tuple[Path, Path]
) -> None:
    a, b = two
    (c := a.parent / "C").mkdir()
    shutil.copyfile(b / "backup.jpg", c / "third.jpg")
    imgsim("scan", a.parent)
    found = imgsim("similar", a / "0001.jpg", "--in", b, "--in", c, "--json").lines
    assert [line["path"] for line in found] == [str(b / "backup.jpg"), str(c / "third.jpg")]
    for mode in ("copies", "similar"):
        asked = ("similar", c / "third.jpg", "--mode", mode, "--in", b, "--json")
        assert [line["path"] for line in imgsim(*asked).lines] == ["backup.jpg"]
    lines = imgsim("find", "format:jpeg", "--in", b, "--in", c, "-n", 5, "--json").lines
    assert {line["path"] for line in lines} == {str(b / "backup.jpg"), str(c / "third.jpg")}
    assert libraries() == [(a.parent,)]


def test_a_photo_of_the_library_is_asked_for_as_one_wherever_is_looked(
    imgsim: Imgsim, two: tuple[Path, Path]
) -> None:
    a, b = two
    for photo, second in ((a / "0001.jpg", 5), (b / "next.jpg", 9)):
        exif = Image.Exif()
        exif.get_ifd(0x8769)[36867] = f"2024:05:01 10:00:0{second}"
        Image.fromarray(scene(second)).save(photo, exif=exif)
    imgsim("scan", a.parent)
    (found, *_) = imgsim("similar", a / "0001.jpg", "--in", b, "--json").lines
    assert (found["path"], found["why"]) == ("next.jpg", "moment")


def test_themes_of_a_folder_are_of_its_photos_alone(imgsim: Imgsim, two: tuple[Path, Path]) -> None:
    a, b = two
    imgsim("scan", a, b)
    (theme,) = imgsim("themes", a, "--k", 1, "--json").lines
    assert sorted(theme["members"]) == sorted(path.name for path in a.iterdir())


def test_the_lens_needs_no_folder_that_holds_both(imgsim: Imgsim, two: tuple[Path, Path]) -> None:
    a, b = two
    (line,) = imgsim("lens", b, a, "--json").lines
    assert line["path"] == str(b / "backup.jpg")
    assert line["copies"][0] == str(a / "0000.jpg")
    assert libraries() == [(b, a)]
    said = imgsim("lens", b, a.parent / "none")
    assert "There is no folder" in said.err

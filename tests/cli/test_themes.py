"""`imgsim themes`: the form other people's scripts depend on."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.paths import find_home
from imgsim_desktop.reading.fingerprints import hash_file
from imgsim_desktop.reading.xmp import read_xmp
from imgsim_desktop.records import NamedTheme
from tests.cli.conftest import Imgsim
from tests.pictures import painted


@pytest.fixture
def kinds(photos_folder: Path) -> Path:
    """Six beaches and four woods, and two more files of one beach."""
    for number in range(6):
        painted(photos_folder / f"beach {number}.jpg", (90, 160, 230), (230, 200, 120), number)
    for number in range(4):
        painted(photos_folder / "wood" / f"{number}.jpg", (40, 90, 30), (90, 60, 30), 50 + number)
    for number in (1, 2):
        shutil.copyfile(photos_folder / "beach 0.jpg", photos_folder / f"copy {number}.jpg")
    return photos_folder


def test_themes_are_json_lines_the_largest_first_each_photo_once(
    imgsim: Imgsim, kinds: Path
) -> None:
    said = imgsim("themes", kinds, "--k", 2, "--json")
    assert said.code == 0
    assert [list(line) for line in said.lines] == [
        ["theme", "name", "size", "medoid", "members"]
    ] * 2
    assert [line["theme"] for line in said.lines] == [1, 2]
    assert [line["size"] for line in said.lines] == [8, 4]
    assert all(line["medoid"] == line["members"][0] for line in said.lines)
    assert all(line["size"] == len(line["members"]) for line in said.lines)
    assert {line["name"] for line in said.lines} == {""}
    assert sorted(said.lines[0]["members"]) == sorted(
        [f"beach {n}.jpg" for n in range(6)] + ["copy 1.jpg", "copy 2.jpg"]
    )
    assert sorted(said.lines[1]["members"]) == [f"wood/{n}.jpg" for n in range(4)]
    assert imgsim("themes", kinds, "--k", 2, "--json").out == said.out


def test_photos_in_no_dense_place_are_counted_not_listed(imgsim: Imgsim, kinds: Path) -> None:
    random = np.random.default_rng(5)
    for number, side in enumerate((1, 2, 3, 4, 6, 9, 14, 30, 60)):  # from one colour to noise
        colours = random.integers(0, 255, (side, side, 3), np.uint8)
        blocks = Image.fromarray(colours).resize((240, 240), Image.Resampling.NEAREST)
        blocks.save(kinds / f"odd {number}.png")
    said = imgsim("themes", kinds, "--method", "density", "--json")
    assert said.code == 0
    listed = [name for line in said.lines for name in line["members"]]
    assert len(listed) == len(set(listed))
    assert len(listed) < 21
    assert f"imgsim: {21 - len(listed)} photos are in no theme.\n" in said.err


def test_a_name_given_in_the_window_is_told(imgsim: Imgsim, kinds: Path) -> None:
    with closing(Decisions(find_home())) as decisions:
        hashes = tuple(hash_file(kinds / "wood" / f"{n}.jpg") for n in range(3))
        decisions.name_theme(NamedTheme("Woods", hashes))
    assert [line["name"] for line in imgsim("themes", kinds, "--k", 2, "--json").lines] == [
        "", "Woods",
    ]  # fmt: skip
    assert "theme 2  “Woods”  4 photos  such as wood/" in imgsim("themes", kinds, "--k", 2).out


def test_the_collage_has_a_line_for_each_theme_and_never_replaces_a_file(
    imgsim: Imgsim, kinds: Path, tmp_path: Path
) -> None:
    target = tmp_path / "themes.png"
    assert imgsim("themes", kinds, "--k", 2, "--collage", target).code == 0
    with Image.open(target) as sheet:
        assert sheet.format == "PNG"
        assert sheet.size == (6 + 8 * 102, 6 + 2 * 102)
        blue, green = sheet.getpixel((54, 30)), sheet.getpixel((54, 132))
    assert blue[2] > blue[0] > 40  # type: ignore[index]
    assert green[1] > green[2]  # type: ignore[index]
    before = target.read_bytes()
    again = imgsim("themes", kinds, "--k", 2, "--collage", target)
    assert again.code == 1
    assert "Choose another name" in again.err
    assert target.read_bytes() == before
    nowhere = imgsim("themes", kinds, "--k", 2, "--collage", tmp_path / "none" / "a.png")
    assert (nowhere.code, "Choose another place" in nowhere.err) == (1, True)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--k", 30), 1, "30 themes cannot be made of 10 different photos."),
        (("--k", 0), 2, "from 1 on"),
        (("--k", 3, "--method", "density"), 1, "finds its own number"),
        (("--method", "magic"), 2, "invalid choice"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    imgsim: Imgsim, kinds: Path, words: tuple[object, ...], code: int, says: str
) -> None:
    said = imgsim("themes", kinds, *words)
    assert said.code == code
    assert says in said.err
    assert said.out == ""


def test_one_photo_makes_no_theme(imgsim: Imgsim, photos_folder: Path) -> None:
    painted(photos_folder / "only.jpg", (90, 160, 230), (230, 200, 120), 1)
    said = imgsim("themes", photos_folder, "--json")
    assert (said.code, said.out) == (1, "")
    assert "too few photos" in said.err


def sidecars(folder: Path) -> dict[str, tuple[str, ...]]:
    return {
        path.relative_to(folder).as_posix(): read_xmp(path.read_bytes()).keywords
        for path in folder.rglob("*.xmp")
    }


def test_a_theme_is_tagged_and_undo_takes_it_back(imgsim: Imgsim, kinds: Path) -> None:
    words = ("themes", kinds, "--k", 2, "--theme", 2, "--tag", " Woods\n", "--yes")
    said = imgsim(*words)
    assert said.code == 0
    assert "4 of 4 files tagged “Woods”." in said.err
    assert sidecars(kinds) == {f"wood/{n}.jpg.xmp": ("Woods",) for n in range(4)}
    assert "4 of them had it already." in imgsim(*words).err
    with closing(Decisions(find_home())) as decisions:
        decisions.set_folder(kinds / "wood", locked=True)
    for locked in (
        imgsim("themes", kinds, "--k", 2, "--theme", 2, "--tag", "Oaks", "--yes"),
        imgsim("undo"),
    ):
        assert (locked.code, "its folder is locked" in locked.err) == (1, True)
    assert len(sidecars(kinds)) == 4
    with closing(Decisions(find_home())) as decisions:
        decisions.set_folder(kinds / "wood", locked=False)
    assert imgsim("journal", "-n", 1, "--json").lines[0]["operation"] == "tag"
    undone = imgsim("undo")
    assert (undone.code, "4 of 4 files taken back." in undone.err) == (0, True)
    assert sidecars(kinds) == {}


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--tag", "a", "--yes"), 2, "go together"),
        (("--theme", 1), 2, "go together"),
        (("--theme", 1, "--tag", "a"), 2, "needs --yes"),
        (("--theme", 9, "--tag", "a", "--yes"), 1, "There is no theme 9: 2 were found."),
        (("--theme", 1, "--tag", " ", "--yes"), 1, "at least one letter"),
    ],
)
def test_a_tag_that_makes_no_sense_is_a_sentence(
    imgsim: Imgsim, kinds: Path, words: tuple[object, ...], code: int, says: str
) -> None:
    said = imgsim("themes", kinds, "--k", 2, *words)
    assert said.code == code
    assert says in said.err
    assert sidecars(kinds) == {}

"""`imgsim similar` tells copies first, what several pictures share, and what is not meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.cli.conftest import Imgsim
from tests.pictures import save_photo, save_photos, scene


@pytest.fixture
def album(photos_folder: Path) -> Path:
    """Eight photos; one with a copy saved again, two that were shot ten seconds apart."""
    names = save_photos(photos_folder, 8)
    Image.open(names[0]).save(photos_folder / "again.jpg", quality=60)
    for number, second in ((5, 10), (6, 20)):
        exif = Image.Exif()
        exif[0x8769] = {0x9003: f"2023:06:12 10:00:{second}"}
        picture = Image.fromarray(scene(number))
        picture.save(photos_folder / f"{number:04}.jpg", quality=92, exif=exif)
    return photos_folder


def test_people_read_sections(imgsim: Imgsim, album: Path) -> None:
    said = imgsim("similar", album / "0000.jpg", "--in", album).out.splitlines()
    assert said[0] == "Copies"
    assert said[1].endswith("same picture    again.jpg")
    assert said[2] == "Alike"
    assert len(said) == 3 + 7
    said = imgsim("similar", album / "0005.jpg", "--in", album).out.splitlines()
    assert said[0] == "Same moment"
    assert said[1].endswith("  0006.jpg")
    assert said[2] == "Alike"


def test_all_but_the_copies(imgsim: Imgsim, album: Path, tmp_path: Path) -> None:
    inside = ("similar", album / "0000.jpg", "--in", album, "--json")
    alike = imgsim(*inside, "--mode", "alike", "-n", 7).lines
    assert [line["why"] for line in alike] == ["alike"] * 7
    both = imgsim(*inside).lines
    assert [line["path"] for line in both] == ["again.jpg", *(line["path"] for line in alike)]
    assert imgsim(*inside, "--mode", "similar").lines == both, "its older name"
    outside = tmp_path / "outside.jpg"
    Image.open(album / "0000.jpg").save(outside, quality=50)
    elsewhere = ("similar", outside, "--in", album, "--json")
    whys = [line["why"] for line in imgsim(*elsewhere).lines]
    assert whys == ["copies"] * 2 + ["alike"] * 7
    assert [line["why"] for line in imgsim(*elsewhere, "--mode", "alike").lines] == ["alike"] * 7


def test_several_pictures_are_asked_for_together(
    imgsim: Imgsim, album: Path, tmp_path: Path
) -> None:
    two = (album / "0000.jpg", album / "0003.jpg")
    together = ("similar", *two, "--together", "--in", album, "--json")
    paths = [line["path"] for line in imgsim(*together).lines]
    assert paths[0] == "again.jpg"
    assert len(paths) == 7
    assert not {"0000.jpg", "0003.jpg"} & set(paths)
    without = [line["path"] for line in imgsim(*together, "--not", album / "0001.jpg").lines]
    assert "0001.jpg" not in without
    assert len(without) == 6
    outside = save_photo(tmp_path / "outside.jpg", 3)
    mixed = imgsim("similar", two[0], outside, "--together", "--in", album, "--json").lines
    assert [line["path"] for line in mixed][:2] == ["again.jpg", "0003.jpg"] or {
        line["path"] for line in mixed[:2]
    } == {"again.jpg", "0003.jpg"}


def test_of_several_pictures_no_copies_are_asked_for(imgsim: Imgsim, album: Path) -> None:
    words = ("similar", album / "0000.jpg", "--in", album, "--mode", "copies")
    assert "A copy is a copy of one picture" in imgsim(*words, "--not", album / "0001.jpg").err
    assert "A copy is a copy of one picture" in imgsim(*words, "--together").err
    missing = imgsim("similar", album / "0000.jpg", "--not", album / "none.jpg", "--in", album)
    assert (missing.code, missing.out) == (1, "")
    assert "none.jpg" in missing.err

"""Words of copies that go, by the command line: hostile sidecars, and words nobody can read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from imgsim_desktop.reading.xmp import extended_xmp, read_xmp
from imgsim_desktop.records import Description
from tests.cli.conftest import Imgsim
from tests.pictures import save_photos
from tests.reading.exif import exif_block

DEEP = b"<a>" * 2_000 + b"</a>" * 2_000
WIDE = "<!DOCTYPE a [<!ENTITY b 'words'>]><a>&b;</a>".encode("utf-16")


@pytest.fixture
def three(photos_folder: Path) -> Path:
    """Three photos in `sub`, a copy of each outside: with a byte more, so that no sidecar moves."""
    for number, photo in enumerate(save_photos(photos_folder / "sub", 3)):
        (photos_folder / f"copy {number}.jpg").write_bytes(photo.read_bytes() + b"\0")
        words = extended_xmp(None, Description(keywords=(f"word {number}",)))
        (photos_folder / f"copy {number}.jpg.xmp").write_bytes(words)
    return photos_folder


def tidy(imgsim: Imgsim, folder: Path) -> str:
    said = imgsim(
        "duplicates", folder, "--trash", "--yes", "--carry-metadata",
        "--keep", f"folder:{folder / 'sub'}",
    )  # fmt: skip
    assert said.code in (0, 1)
    return said.err


@pytest.mark.parametrize("sidecar", [DEEP, WIDE, b"no xmp", b"<" * 40])
def test_a_hostile_sidecar_of_a_copy_says_nothing_and_stops_nobody(
    imgsim: Imgsim, three: Path, sidecar: bytes
) -> None:
    (three / "copy 1.jpg.xmp").write_bytes(sidecar)
    assert "3 of 3 files moved to the trash" in tidy(imgsim, three)
    for number, words in enumerate([("word 0",), (), ("word 2",)]):
        path = three / "sub" / f"000{number}.jpg.xmp"
        assert (read_xmp(path.read_bytes()).keywords if path.exists() else ()) == words


@pytest.mark.parametrize("sidecar", [DEEP, WIDE])
def test_a_hostile_sidecar_of_a_kept_photo_keeps_its_copy_and_stops_nobody(
    imgsim: Imgsim, three: Path, sidecar: bytes
) -> None:
    hostile = three / "sub" / "0001.jpg.xmp"
    hostile.write_bytes(sidecar)
    said = tidy(imgsim, three)
    assert "2 of 3 files moved to the trash" in said
    assert "what only it knows could not be written beside the kept copy" in said
    assert (three / "copy 1.jpg").exists()
    assert hostile.read_bytes() == sidecar
    assert not (three / "copy 0.jpg").exists()
    assert not (three / "copy 2.jpg").exists()


def test_words_that_nobody_can_read_are_not_written_and_their_photo_stays(
    imgsim: Imgsim, three: Path
) -> None:
    copy = three / "copy 1.jpg"
    caption = exif_block([(270, 2, "Москва, весна".encode("cp1251") + b"\0")])
    with Image.open(copy) as image:
        image.save(copy, quality=90, exif=caption)
    said = tidy(imgsim, three)
    assert "2 of 3 files moved to the trash" in said
    assert "caption in a character set that cannot be told" in said
    assert copy.exists()
    assert not (three / "sub" / "0001.jpg.xmp").exists()

"""The real command line on a disk that fails or falls silent: a sentence, and nothing is lost."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tests.cli.conftest import Imgsim
from tests.faulty import Rule, environment
from tests.pictures import save_photos


@pytest.fixture
def album(photos_folder: Path) -> Path:
    save_photos(photos_folder / "far", 2, first_seed=10)
    first = save_photos(photos_folder / "near", 3)[0]
    (photos_folder / "near" / "copy.jpg").write_bytes(first.read_bytes())
    return photos_folder


def test_a_folder_that_never_answers_is_told_and_the_rest_is_scanned(
    imgsim: Imgsim, imgsim_process: Imgsim, album: Path, tmp_path: Path
) -> None:
    assert imgsim("scan", album).code == 0
    faults = environment([Rule("opendir", album / "far", sleep_s=3600)], tmp_path)
    said = imgsim_process("scan", album, **faults, IMGSIM_TEST_PATIENCE_S="1")
    assert said.code == 0
    assert f"{album / 'far'} does not answer; its photos are left out, not forgotten." in said.err
    assert said.out.startswith("4 photos, 0 read, 4 unchanged, ")
    assert imgsim("scan", album).out.startswith("6 photos, 0 read, 6 unchanged, ")


def test_a_library_folder_that_never_answers_is_a_sentence(
    imgsim: Imgsim, imgsim_process: Imgsim, album: Path, tmp_path: Path
) -> None:
    imgsim("scan", album)
    faults = environment([Rule("stat", album, sleep_s=3600)], tmp_path)
    said = imgsim_process("scan", album, **faults, IMGSIM_TEST_PATIENCE_S="1")
    assert (said.code, said.out) == (1, "")
    assert said.err.endswith(f"{album} does not answer. Check its disk, or its server.\n")


def test_a_photo_that_the_disk_cannot_read_is_listed_and_read_when_it_can(
    imgsim: Imgsim, imgsim_process: Imgsim, album: Path, tmp_path: Path
) -> None:
    bad = album / "near" / "0001.jpg"
    faults = environment([Rule("read", bad, errno.EIO)], tmp_path)
    assert "1 could not be read" in imgsim_process("scan", album, **faults).out
    assert f"{bad}: The disk could not read it" in imgsim("status", "--failures").out
    assert imgsim("scan", album).out.startswith("6 photos, 1 read, 5 unchanged, ")


@pytest.mark.parametrize(
    ("call", "error"),
    [("write", errno.ENOSPC), ("write", errno.EIO), ("fsync", errno.EIO), ("open", errno.EIO)],
)
def test_a_data_folder_whose_disk_fails_is_a_sentence_and_costs_no_photo(
    imgsim: Imgsim, imgsim_process: Imgsim, album: Path, tmp_path: Path, call: str, error: int
) -> None:
    before = {path: path.read_bytes() for path in album.rglob("*.jpg")}
    home = tmp_path / "imgsim-home"
    imgsim("scan", album)
    faults = environment([Rule(call, home, error)], tmp_path)
    said = imgsim_process("duplicates", album, "--trash", "--yes", **faults)
    assert said.code in (0, 1)
    assert "Traceback" not in said.err
    if said.code:
        assert said.err.strip()
        assert {path: path.read_bytes() for path in album.rglob("*.jpg")} == before
    assert imgsim("undo").code in (0, 1)
    assert {path: path.read_bytes() for path in album.rglob("*.jpg")} == before
    assert imgsim("pairs", album, "--json").code == 0

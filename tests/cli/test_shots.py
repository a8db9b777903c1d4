"""A RAW and the JPEG of one shot, by the command line: they go, stay and come back as one photo."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Imgsim
from tests.pictures import save_photo
from tests.reading.pictures import dng


@pytest.fixture
def shot(photos_folder: Path) -> Path:
    """A DNG and a JPEG of one name and folder, that show nothing of one another."""
    save_photo(photos_folder / "deep" / "er" / "DSC_1.jpg", 1)
    (photos_folder / "deep" / "er" / "DSC_1.DNG").write_bytes(dng())
    return photos_folder


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_copy_of_the_jpeg_goes_and_the_shot_stays_whole_though_the_raw_has_no_copy(
    imgsim: Imgsim, shot: Path
) -> None:
    shutil.copy2(shot / "deep" / "er" / "DSC_1.jpg", shot / "x.jpg")
    wish = f"not-in-folder:{shot / 'deep'}"
    assert imgsim("duplicates", shot, "--trash", "--yes", "--keep", wish).code == 0
    assert files(shot) == {"deep/er/DSC_1.DNG", "deep/er/DSC_1.jpg", "x.jpg"}
    assert imgsim("duplicates", shot, "--trash", "--yes").code == 0
    assert files(shot) == {"deep/er/DSC_1.DNG", "deep/er/DSC_1.jpg"}


def test_of_two_whole_shots_one_goes_as_one_unit_and_comes_back_by_one_undo(
    imgsim: Imgsim, shot: Path
) -> None:
    (shot / "a").mkdir()
    for name in ("DSC_1.jpg", "DSC_1.DNG"):
        shutil.copy2(shot / "deep" / "er" / name, shot / "a" / name)
    (shot / "deep" / "er" / "DSC_1.pp3").write_text("developed", "ascii")
    (shot / "a" / "DSC_1.pp3").write_text("developed", "ascii")
    before = files(shot)
    said = imgsim("duplicates", shot, "--trash", "--yes")
    assert "2 of 2 files moved to the trash" in said.err
    assert files(shot) == {"a/DSC_1.DNG", "a/DSC_1.jpg", "a/DSC_1.pp3"}
    said = imgsim("undo")
    assert said.code == 0
    assert files(shot) == before


def test_half_a_shot_that_is_gone_between_question_and_answer_is_no_reason_for_the_other_half(
    imgsim: Imgsim, shot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Changed in between: both stay, with a reason."""
    (shot / "a").mkdir()
    for name in ("DSC_1.jpg", "DSC_1.DNG"):
        shutil.copy2(shot / "deep" / "er" / name, shot / "a" / name)
    before = files(shot)
    from imgsim_desktop.cli import carry_out

    def answer(_question: str) -> bool:
        (shot / "deep" / "er" / "DSC_1.DNG").write_bytes(b"saved anew")
        return True

    monkeypatch.setattr(carry_out, "agrees", answer)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    said = imgsim("duplicates", shot, "--trash")
    assert said.code == 1
    assert "0 of 2 files moved to the trash" in said.err
    assert "has changed since it was marked" in said.err
    assert files(shot) == before

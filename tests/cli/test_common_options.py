"""Options that many commands take: --quiet, --verbose, --threads, --exclude."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgsim_desktop.cli import folders
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import find_home
from imgsim_desktop.scan import ScanSummary
from tests.cli.conftest import Imgsim
from tests.pictures import save_photos


@pytest.fixture
def album(photos_folder: Path) -> Path:
    save_photos(photos_folder, 2)
    save_photos(photos_folder / "private", 2)
    (photos_folder / "Aperture.aplibrary").mkdir()
    return photos_folder


def test_verbose_says_how_long_each_stage_took(imgsim: Imgsim, album: Path) -> None:
    said = imgsim("scan", album, "-v")
    assert said.code == 0
    assert "imgsim: Looking for photos: 4, " in said.err
    assert "imgsim: Reading photos: 4, " in said.err
    assert all(line.endswith(" s") for line in said.err.splitlines() if "Reading" in line)


def test_quiet_says_nothing_but_troubles(imgsim: Imgsim, album: Path, tmp_path: Path) -> None:
    loud, quiet = imgsim("scan", album), imgsim("-q", "scan", album)
    assert "belongs to Apple Aperture" in loud.err
    assert quiet.err == ""
    assert quiet.out.startswith("4 photos")
    trouble = imgsim("scan", tmp_path / "none", "--quiet")
    assert (trouble.code, trouble.out) == (1, "")
    assert "There is no folder" in trouble.err


def test_quiet_and_verbose_exclude_each_other(imgsim: Imgsim, album: Path) -> None:
    assert imgsim("scan", album, "-q", "-v").code == 2


def test_threads_are_handed_to_the_scan(
    imgsim: Imgsim, album: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    real = folders.scan

    def noted(*words: object, threads: int, **how: object) -> ScanSummary:
        asked.append(threads)
        return real(*words, threads=threads, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(folders, "scan", noted)
    imgsim("pairs", album, "--threads", 3)
    imgsim("scan", album)
    assert asked == [3, 0]
    assert imgsim("scan", album, "--threads", 0).code == 2


def test_what_is_excluded_stays_out_of_the_library(imgsim: Imgsim, album: Path) -> None:
    assert imgsim("scan", album, "--exclude", "private/*").out.startswith("2 photos")
    assert imgsim("scan", album).out.startswith("2 photos"), "it is kept"
    more = imgsim("duplicates", album, "--exclude", "*0001.jpg", "--json")
    assert more.code == 0
    (library,) = LibraryList(find_home()).all()
    assert library.excludes == ("private/*", "*0001.jpg")
    assert imgsim("scan", album, "--no-excludes").out.startswith("4 photos")
    (library,) = LibraryList(find_home()).all()
    assert library.excludes == ()


def test_an_empty_pattern_is_refused(imgsim: Imgsim, album: Path) -> None:
    said = imgsim("scan", album, "--exclude", "")
    assert said.code == 1
    assert "An empty pattern" in said.err


def test_excludes_without_a_scan_are_wrong_usage(imgsim: Imgsim) -> None:
    assert imgsim("find", "raw", "--exclude", "x").code == 2

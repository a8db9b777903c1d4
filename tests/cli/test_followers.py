"""Films, edits and words beside a copy that goes, by the command line and on the real disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Imgsim
from tests.pictures import save_photo

FILES = {
    "IMG_1.MOV": b"\0\0\0\x14ftypqt  the film",
    "IMG_1.AAE": b"<plist/>",
    "IMG_1.jpg.pp3": b"[Version]",
    "IMG_1.xmp": b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>",
    "IMG_1.jpg.supplemental-metadata.json": b"{}",
}
EDITS = b"<x xmlns:crs='http://ns.adobe.com/camera-raw-settings/1.0/'/>"


@pytest.fixture
def twins(photos_folder: Path) -> Path:
    """Equal bytes in two folders; the one in `phone` has all the files."""
    save_photo(photos_folder / "phone" / "2024" / "IMG_1.jpg", 1)
    (photos_folder / "a").mkdir()
    shutil.copy2(photos_folder / "phone" / "2024" / "IMG_1.jpg", photos_folder / "a" / "IMG_1.jpg")
    for name, content in FILES.items():
        (photos_folder / "phone" / "2024" / name).write_bytes(content)
    return photos_folder


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}


def test_the_photo_with_the_files_stays_by_itself(imgsim: Imgsim, twins: Path) -> None:
    assert imgsim("duplicates", twins, "--trash", "--yes").code == 0
    assert {Path(n).name for n in contents(twins)} == {"IMG_1.jpg", *FILES}
    assert not list((twins / "a").iterdir())


def test_if_the_other_one_is_to_stay_all_files_move_beside_it_and_one_undo_brings_them_back(
    imgsim: Imgsim, twins: Path
) -> None:
    before = contents(twins)
    wish = f"folder:{twins / 'a'}"
    said = imgsim("duplicates", twins, "--keep", wish, "--explain")
    assert "Moved beside IMG_1.jpg: its film, its edits." in said.out
    assert imgsim("duplicates", twins, "--keep", wish, "--trash", "--yes").code == 0
    assert contents(twins) == {f"a/{n}": before[f"phone/2024/{n}"] for n in ("IMG_1.jpg", *FILES)}
    assert imgsim("undo").code == 0
    assert contents(twins) == before


@pytest.mark.parametrize("name", ["IMG_1.MOV", "IMG_1.AAE"])
def test_where_another_film_or_edit_lies_there_the_copy_stays_and_it_is_said(
    imgsim: Imgsim, twins: Path, name: str
) -> None:
    (twins / "a" / name).write_bytes(b"another one")
    before = contents(twins)
    said = imgsim("duplicates", twins, "--keep", f"folder:{twins / 'a'}", "--trash", "--yes")
    assert said.code == 1
    assert "only beside it lies this film, sound or edit" in said.err.lower()
    assert name in said.err
    assert contents(twins) == before


def test_an_xmp_with_develop_settings_never_goes_beside_a_copy_of_other_bytes_that_has_none(
    imgsim: Imgsim, photos_folder: Path
) -> None:
    save_photo(photos_folder / "a.jpg", 1, quality=92)
    save_photo(photos_folder / "b.jpg", 1, quality=60)
    (photos_folder / "b.xmp").write_bytes(EDITS)
    said = imgsim("duplicates", photos_folder, "--trash", "--yes")
    assert said.code == 1
    assert "b.xmp" in said.err
    assert (photos_folder / "b.xmp").read_bytes() == EDITS
    (photos_folder / "b.xmp").write_bytes(FILES["IMG_1.xmp"])
    assert imgsim("duplicates", photos_folder, "--trash", "--yes").code == 0
    assert not (photos_folder / "b.jpg").exists()


def test_with_links_what_lies_beside_a_name_stays_there(imgsim: Imgsim, twins: Path) -> None:
    before = contents(twins)
    wish = f"folder:{twins / 'a'}"
    assert imgsim("duplicates", twins, "--keep", wish, "--action", "hardlink", "--yes").code == 0
    assert contents(twins) == before

"""Which files belong to a photo."""

from pathlib import Path

import pytest

from imgsim_desktop.choosing.units import belongings, sidecars, with_sidecars
from imgsim_desktop.companions import companions, owners
from imgsim_desktop.records import FileStamp, Removal
from tests.choosing.belongings import BELONGING, is_photo


@pytest.mark.parametrize(("photo", "file"), BELONGING)
def test_a_sidecar_goes_with_its_photo(photo: str, file: str) -> None:
    assert owners(file, [photo]) == [photo]
    assert sidecars([photo], [photo, file, "other.jpg"], is_photo) == {photo: (file,)}


@pytest.mark.parametrize(
    ("photo", "file"),
    [
        ("IMG_1.jpg", "IMG_10.xmp"),
        ("IMG_10.jpg", "IMG_1.xmp"),
        ("IMG_1.png", "IMG_1.mov"),
        ("IMG_1.jpg", "IMG_2.mov"),
        ("IMG_1.jpg", "metadata.json"),
        ("IMG_1.jpg", "IMG_1.jpg(2).json"),
        ("IMG_1(2).jpg", "IMG_1.jpg.json"),
        ("IMG_1.jpg", "IMG.json"),
        ("IMG_1.jpg", "IMG_1.txt"),
        ("IMG_1.jpg", "IMG_1.png"),
        ("IMG_1.jpg", ".json"),
    ],
)
def test_a_file_of_something_else_stays(photo: str, file: str) -> None:
    assert owners(file, [photo]) == []
    assert sidecars([photo], [photo, file], is_photo) == {photo: ()}


def test_a_shared_sidecar_goes_with_the_last_of_its_photos() -> None:
    names = ["IMG_1.CR2", "IMG_1.jpg", "IMG_1.xmp", "IMG_1.jpg.json"]
    assert sidecars(["IMG_1.jpg"], names, is_photo) == {"IMG_1.jpg": ("IMG_1.jpg.json",)}
    assert sidecars(["IMG_1.jpg", "IMG_1.CR2"], names, is_photo) == {
        "IMG_1.jpg": ("IMG_1.jpg.json",),
        "IMG_1.CR2": ("IMG_1.xmp",),
    }


def test_a_photo_is_never_a_sidecar() -> None:
    assert sidecars(["a.jpg"], ["a.jpg", "a.xmp", "a.cr2"], lambda name: True) == {"a.jpg": ()}


def test_a_folder_of_many_files_is_quick() -> None:
    names = [f"IMG_{i}{suffix}" for i in range(20_000) for suffix in (".jpg", ".xmp")]
    found = sidecars([f"IMG_{i}.jpg" for i in range(20_000)], names, is_photo)
    assert all(len(files) == 1 for files in found.values())


def test_removals_take_their_sidecars_along_folder_by_folder() -> None:
    folders = {Path("/a"): ["1.jpg", "1.xmp"], Path("/b"): ["1.jpg", "1.aae", "2.jpg"]}

    def removal(path: str) -> Removal:
        return Removal(FileStamp(Path(path), 1, 2, b"h"), None)

    found = with_sidecars(
        [removal("/b/1.jpg"), removal("/a/1.jpg"), removal("/b/2.jpg")],
        folders.__getitem__,
        is_photo,
    )
    assert [r.sidecars for r in found] == [(Path("/b/1.aae"),), (Path("/a/1.xmp"),), ()]


def test_a_sidecar_two_photos_share_names_the_other_one() -> None:
    names = ["1.CR2", "1.jpg", "1.xmp", "1.CR2.xmp"]
    stamps = [FileStamp(Path("/a") / name, 1, 2, b"h") for name in ("1.jpg", "1.CR2")]
    found = with_sidecars([Removal(s, None) for s in stamps], lambda _folder: names, is_photo)
    assert [r.sidecars for r in found] == [(), (Path("/a/1.CR2.xmp"), Path("/a/1.xmp"))]
    assert found[1].shared == ((Path("/a/1.xmp"), Path("/a/1.jpg")),)


def test_what_belongs_to_a_photo_is_found_beside_it_though_others_share_it() -> None:
    lies = {
        Path("/a"): ["IMG_1.CR2", "IMG_1.jpg", "IMG_1.xmp", "IMG_1.jpg.xmp", "IMG_10.xmp", "b.txt"],
        Path("/b"): ["IMG_1.jpg", "IMG_1.jpg.json"],
    }
    photos = [Path("/a/IMG_1.jpg"), Path("/a/IMG_1.CR2"), Path("/b/IMG_1.jpg")]
    assert belongings(photos, lies.__getitem__, is_photo) == {
        photos[0]: (Path("/a/IMG_1.jpg.xmp"), Path("/a/IMG_1.xmp")),
        photos[1]: (Path("/a/IMG_1.xmp"),),
        photos[2]: (Path("/b/IMG_1.jpg.json"),),
    }


def test_what_lies_beside_a_photo_is_told_by_kind() -> None:
    names = ["IMG_1.JPG", "IMG_1.MOV", "IMG_O1.AAE", "IMG_1.THM", "IMG_2.jpg", "IMG_2.jpg.xmp",
             "IMG_2.jpg.json", "film.mov", "DSC_3.CR2", "DSC_3.JPG", "DSC_3.pp3"]  # fmt: skip
    found = companions(names, is_photo)
    assert found == {
        "IMG_1.JPG": ("film", "edits"),
        "IMG_2.jpg": ("xmp", "json"),
        "DSC_3.CR2": ("edits",),
        "DSC_3.JPG": ("edits",),
    }

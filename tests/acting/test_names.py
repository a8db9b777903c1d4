"""Free names for a photo and what belongs to it."""

from pathlib import Path

from imgsim_desktop.acting.claims import numbered
from imgsim_desktop.acting.names import free_names


def test_names_of_a_photo_and_its_sidecars_stay_together(tmp_path: Path) -> None:
    names = [Path("IMG_1.jpg"), Path("IMG_1.jpg.xmp"), Path("IMG_1.aae")]
    assert list(free_names(tmp_path, names[0], names[1:]).values()) == [
        tmp_path / "IMG_1.jpg", tmp_path / "IMG_1.jpg.xmp", tmp_path / "IMG_1.aae",
    ]  # fmt: skip
    (tmp_path / "IMG_1.aae").write_bytes(b"")
    (tmp_path / "IMG_1 2.jpg").write_bytes(b"")
    assert [p.name for p in free_names(tmp_path, names[0], names[1:]).values()] == [
        "IMG_1 3.jpg", "IMG_1 3.jpg.xmp", "IMG_1 3.aae",
    ]  # fmt: skip


def test_names_that_bear_no_number_go_into_a_folder_of_their_own(tmp_path: Path) -> None:
    names = [Path("IMG_1(2).jpg"), Path("IMG_1.jpg(2).json")]
    (tmp_path / "IMG_1(2).jpg").write_bytes(b"")
    assert list(free_names(tmp_path, names[0], names[1:]).values()) == [
        tmp_path / "2" / "IMG_1(2).jpg", tmp_path / "2" / "IMG_1.jpg(2).json",
    ]  # fmt: skip


def test_a_number_goes_before_the_suffix_and_shortens_what_is_too_long() -> None:
    assert [numbered("a.b.jpg", number) for number in (1, 2)] == ["a.b.jpg", "a.b 2.jpg"]
    long = "\N{SNOWMAN}" * 83 + ".jpg"
    assert len(numbered(long, 1).encode()) == 253
    assert numbered(long, 12) == "\N{SNOWMAN}" * 82 + " 12.jpg"

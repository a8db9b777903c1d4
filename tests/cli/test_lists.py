"""Names from standard input, full paths, zero bytes, and whether a copy is there."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest
from PIL import Image

from imgsim_desktop.cli import similar
from imgsim_desktop.records import PairKind
from imgsim_desktop.scan.copies import FoundCopy
from tests.cli.conftest import Imgsim
from tests.pictures import save_photo, save_photos


@pytest.fixture
def album(photos_folder: Path) -> Path:
    """Six photos below `sub`; one of them has a copy, saved again, beside the folder."""
    first = save_photos(photos_folder / "sub", 6)[0]
    Image.open(first).save(photos_folder / "again.jpg", quality=60)
    return photos_folder


class Typed:
    """Standard input as another program writes it."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)

    def isatty(self) -> bool:
        return False


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    return lambda data: monkeypatch.setattr(sys, "stdin", Typed(data))


def test_paths_are_full_ones_if_asked_for(imgsim: Imgsim, album: Path) -> None:
    root = str(album)
    (pair,) = imgsim("pairs", album, "--absolute", "--json", "--min-confidence", 0.9).lines
    assert [pair["a"], pair["b"]] == [f"{root}/again.jpg", f"{root}/sub/0000.jpg"]
    (group,) = imgsim("duplicates", album, "--absolute", "--json").lines
    assert all(member["path"].startswith(root) for member in group["members"])
    themes = imgsim("themes", album, "--k", 1, "--absolute", "--json").lines
    assert all(path.startswith(root) for theme in themes for path in theme["members"])
    (album / "other").mkdir()
    lens = imgsim("lens", album / "sub", album / "other", "--in", album, "--absolute", "--json")
    assert all(line["path"].startswith(root) for line in lens.lines)
    similar = imgsim("similar", album / "again.jpg", "--in", album, "--absolute", "-n", 1)
    assert similar.out.endswith(f"{root}/sub/0000.jpg\n")


def test_similar_prints_names_alone_ended_by_zero_bytes(imgsim: Imgsim, album: Path) -> None:
    said = imgsim("similar", album / "again.jpg", "--in", album, "-n", 1, "-0")
    assert said.out == "sub/0000.jpg\0"


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\0"])
def test_pictures_are_named_on_standard_input(
    imgsim: Imgsim, album: Path, typed, separator: str
) -> None:  # type: ignore[no-untyped-def]
    names = [str(album / "again.jpg"), str(album / "sub" / "0000.jpg")]
    typed((separator.join(names) + separator).encode())
    lines = imgsim("similar", "-", "--in", album, "-n", 1, "--json").lines
    assert [(line["image"], line["path"]) for line in lines] == [
        (names[0], "sub/0000.jpg"),
        (names[1], "again.jpg"),
    ]


def test_of_several_pictures_those_that_are_there_are_answered(imgsim: Imgsim, album: Path) -> None:
    said = imgsim("similar", album / "none.jpg", album / "again.jpg", "--in", album, "-n", 1)
    assert said.code == 1
    assert "none.jpg" in said.err
    assert said.out.splitlines()[0] == f"{album / 'again.jpg'}:"
    assert said.out.splitlines()[1] == "Copies"
    assert said.out.splitlines()[2].endswith("sub/0000.jpg")


def test_an_empty_list_is_refused(imgsim: Imgsim, album: Path, typed) -> None:  # type: ignore[no-untyped-def]
    typed(b"\n\n")
    said = imgsim("scan", "-")
    assert (said.code, said.out) == (1, "")
    assert "Standard input holds no names" in said.err
    typed(f"{album}\n".encode())
    assert imgsim("scan", "-").out.startswith("7 photos")


# Copies ------------------------------------------------------------------------------------------


def test_a_photo_of_the_library_has_its_copies_and_not_itself(imgsim: Imgsim, album: Path) -> None:
    said = imgsim("similar", album / "again.jpg", "--in", album, "--mode", "copies", "--json")
    assert said.code == 0
    (line,) = said.lines
    assert list(line) == ["path", "confidence", "kind", "looked", "why"]
    assert (line["path"], line["kind"], line["looked"]) == ("sub/0000.jpg", "same-picture", True)
    alone = imgsim("similar", album / "sub" / "0003.jpg", "--in", album, "--mode", "copies")
    assert (alone.code, alone.out) == (3, "")


def test_a_copy_of_a_picture_from_elsewhere_is_found_in_full_size(
    imgsim: Imgsim, album: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.jpg"
    Image.open(album / "sub" / "0002.jpg").save(outside, quality=70)
    said = imgsim("similar", outside, "--in", album, "--mode", "copies", "--json")
    assert said.code == 0
    assert [line["path"] for line in said.lines] == ["sub/0002.jpg"]
    assert said.lines[0]["kind"] == "same-picture"
    twin = tmp_path / "twin.jpg"
    shutil.copyfile(album / "again.jpg", twin)
    lines = imgsim("similar", twin, "--in", album, "--mode", "copies", "--json").lines
    assert [(line["path"], line["kind"]) for line in lines] == [
        ("again.jpg", "identical"),
        ("sub/0000.jpg", "same-picture"),
    ]


def test_another_picture_has_no_copy(imgsim: Imgsim, album: Path, tmp_path: Path) -> None:
    other = save_photo(tmp_path / "other.jpg", 77)
    said = imgsim("similar", other, "--in", album, "--mode", "copies")
    assert (said.code, said.out) == (3, "")
    assert imgsim("status", "--json").lines[0]["photos"] == 7, "nothing of it is kept"


def test_what_was_not_compared_in_full_size_is_called_no_copy(
    imgsim: Imgsim, album: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unseen = [FoundCopy(1, PairKind.EDITED, 0.99, looked=False)]
    monkeypatch.setattr(similar, "copies_of", lambda *_, **__: unseen)
    said = imgsim("similar", album / "again.jpg", "--in", album, "--mode", "copies")
    assert (said.code, said.out) == (3, "")


def test_a_picture_that_cannot_be_read_is_a_known_error(
    imgsim: Imgsim, album: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff" + bytes(50))
    said = imgsim("similar", broken, "--in", album, "--mode", "copies")
    assert said.code == 1
    assert "cannot be read as a picture" in said.err


def test_in_an_empty_folder_nothing_has_a_copy(imgsim: Imgsim, album: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    said = imgsim("similar", album / "again.jpg", "--in", tmp_path / "empty", "--mode", "copies")
    assert (said.code, said.out) == (3, "")

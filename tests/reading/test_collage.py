from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from imgsim_desktop.errors import KnownError
from imgsim_desktop.reading.collage import CELL_PX, GAP_PX, write_collage


def jpeg(colour: str, width: int = 200, height: int = 100) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(written, "JPEG")
    return written.getvalue()


def test_pictures_stand_in_rows_and_what_is_missing_is_grey(tmp_path: Path) -> None:
    target = tmp_path / "rows.png"
    write_collage([[jpeg("red"), None], [jpeg("blue"), b"no picture"], []], target)
    with Image.open(target) as sheet:
        middle = [GAP_PX + CELL_PX // 2 + n * (CELL_PX + GAP_PX) for n in range(3)]
        at = [[sheet.getpixel((x, y)) for x in middle[:2]] for y in middle]
    assert at[0][0][0] > 200  # type: ignore[index]
    assert at[1][0][2] > 200  # type: ignore[index]
    assert at[0][1] == at[1][1] == (0xD5, 0xDA, 0xE1)
    assert at[2] == [(255, 255, 255)] * 2


def test_nothing_to_show_is_an_empty_sheet(tmp_path: Path) -> None:
    write_collage([], tmp_path / "none.png")
    with Image.open(tmp_path / "none.png") as sheet:
        assert sheet.getcolors() == [(sheet.width * sheet.height, (255, 255, 255))]


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    target = tmp_path / "photo.jpg"
    target.write_bytes(b"mine")
    with pytest.raises(KnownError, match="already"):
        write_collage([], target)
    assert target.read_bytes() == b"mine"

"""How often a JPEG may send its pixels: as often as any program does, and not for ever."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from imgsim_desktop.errors import KnownError
from imgsim_desktop.reading.decode import open_upright
from imgsim_desktop.reading.jpeg_scans import MAX_SCANS, count_scans
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.records import Failure, FoundFile, InputShape, Reading, Reason

SHAPE = InputShape(64)
START_OF_SCAN, END = b"\xff\xda", b"\xff\xd9"


def jpeg(*, progressive: bool) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((96, 64)).save(
        file, "JPEG", quality=60, progressive=progressive
    )
    return file.getvalue()


def with_scans(count: int) -> bytes:
    """A progressive JPEG that sends its last scan again until there are so many."""
    data = jpeg(progressive=True)
    last = data.rindex(START_OF_SCAN)
    more = count - count_scans(data, count)
    return data[:-2] + data[last:-2] * more + END


def read(path: Path) -> Reading | Failure:
    status = path.stat()
    file = FoundFile(path, path.parent, status.st_size, status.st_mtime_ns, 0, 0)
    return read_photo(file, SHAPE)


def test_a_jpeg_with_as_many_scans_as_any_program_writes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(with_scans(MAX_SCANS))
    assert count_scans(path.read_bytes(), 1_000) == MAX_SCANS == 100
    assert isinstance(read(path), Reading)


@pytest.mark.parametrize("more", [1, 400])
def test_a_jpeg_with_more_scans_is_listed_as_too_complex_and_never_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(with_scans(MAX_SCANS + more))

    def load(image: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", load)
    outcome = read(path)
    assert isinstance(outcome, Failure)
    assert outcome.reason is Reason.TOO_COMPLEX
    assert "more than 100 scans" in outcome.detail
    with pytest.raises(KnownError, match="more than 100 scans"):
        open_upright(path)


def test_bytes_that_look_like_scans_after_the_picture_are_not_counted(tmp_path: Path) -> None:
    baseline, progressive = jpeg(progressive=False), jpeg(progressive=True)
    tail = START_OF_SCAN * 1_000
    assert count_scans(baseline + tail, 1_000) == 1
    assert count_scans(progressive + tail, 1_000) == count_scans(progressive, 1_000) < 30
    for name, data in (("a.jpg", baseline + tail), ("b.jpg", progressive + tail)):
        (tmp_path / name).write_bytes(data)
        assert isinstance(read(tmp_path / name), Reading)


def test_counting_ends_at_any_cut() -> None:
    data = with_scans(20)
    for end in range(0, len(data), 97):
        assert 0 <= count_scans(data[:end], 1_000) <= 20
        assert count_scans(data[:end] + os.urandom(16), 1_000) >= 0

"""Pages, frames and films are decoded one by one, for looking at them and for comparing them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.reading import beside
from imgsim_desktop.reading import film as film_module
from imgsim_desktop.reading import pages as pages_module
from imgsim_desktop.reading.film import open_film_frame
from imgsim_desktop.reading.pages import hash_pages, open_page
from tests.pictures import scene
from tests.reading.carriers import (
    GAIN_MAP,
    OTHER,
    PLAIN,
    STILL,
    THIRD,
    box,
    film,
    heif,
    heif_meta,
    samsung,
    saved,
    with_pictures,
)
from tests.reading.pictures import as_jxl


def several(kind: str, *others: Image.Image, **options: object) -> bytes:
    copies = [other.copy() for other in others]
    return saved(kind, save_all=True, append_images=copies, **options)


def written(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def near(pixels: np.ndarray, image: Image.Image, levels: float = 12) -> bool:
    wanted = np.asarray(image.convert("RGB"), np.int16)
    assert pixels.shape == wanted.shape
    return float(np.abs(pixels.astype(np.int16) - wanted).mean()) < levels


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("GIF", "a.gif"),
        ("PNG", "a.png"),
        ("WEBP", "a.webp"),
        ("TIFF", "a.tif"),
        ("AVIF", "a.avif"),
        ("HEIF", "a.heic"),
        ("MPO", "a.jpg"),
    ],
)
def test_each_page_is_shown(tmp_path: Path, kind: str, name: str) -> None:
    path = written(tmp_path, name, several(kind, OTHER, THIRD))
    for number, image in enumerate((PLAIN, OTHER, THIRD)):
        assert near(open_page(path, number), image)
    assert max(open_page(path, 1, 80).shape) == 80
    with pytest.raises(KnownError, match=r"Page 4 of a\.\w+ could not be read"):
        open_page(path, 3)


def test_the_gain_map_of_a_jpeg_is_no_page_of_it(tmp_path: Path) -> None:
    pair = with_pictures(STILL, (0, GAIN_MAP), (0x020002, saved("JPEG", THIRD)))
    path = written(tmp_path, "a.jpg", pair)
    assert near(open_page(path, 1), THIRD)


def test_equal_pages_have_one_hash_whatever_the_format_that_loses_nothing(tmp_path: Path) -> None:
    files = {
        "a.png": several("PNG", OTHER, THIRD),
        "b.webp": several("WEBP", OTHER, THIRD, lossless=True),
        "c.tif": several("TIFF", OTHER, THIRD, compression="tiff_deflate"),
        "d.tif": several("TIFF", OTHER, THIRD, compression="tiff_lzw"),
    }
    hashes = {hash_pages(written(tmp_path, name, data), 3) for name, data in files.items()}
    assert len(hashes) == 1
    assert None not in hashes
    other = hash_pages(written(tmp_path, "e.png", several("PNG", THIRD, OTHER)), 3)
    assert other not in hashes


def test_pages_that_are_not_all_shown_have_no_hash(tmp_path: Path) -> None:
    path = written(tmp_path, "a.gif", several("GIF", OTHER, THIRD))
    assert hash_pages(path, 3) is not None
    assert hash_pages(path, 4) is None
    assert hash_pages(written(tmp_path, "b.jxl", as_jxl(PLAIN)), 0) is None
    assert hash_pages(written(tmp_path, "c.gif", path.read_bytes()[:-900]), 3) is None


def test_more_pages_than_anybody_waits_for_have_no_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "a.gif", several("GIF", OTHER, THIRD))
    monkeypatch.setattr(pages_module, "MOST_PIXELS", 160 * 120 * 2)
    assert hash_pages(path, 3) is None


def test_comparing_pages_stops_when_asked_to(tmp_path: Path) -> None:
    path = written(tmp_path, "a.gif", several("GIF", OTHER, THIRD))
    control = Control()
    control.stop()
    with pytest.raises(Cancelled):
        hash_pages(path, 3, control)


@pytest.mark.parametrize("kind", ["bare", "Samsung", "HEIC"])
def test_frames_of_the_film_in_a_motion_photo_are_shown(tmp_path: Path, kind: str) -> None:
    movie = film(8)
    data = {
        "bare": STILL + movie,
        "Samsung": samsung(STILL, (b"MotionPhoto_Data", movie)),
        "HEIC": heif(heif_meta(kinds=[b"hvc1"]), box(b"mpvd", movie)),
    }[kind]
    path = written(tmp_path, "a.heic" if kind == "HEIC" else "a.jpg", data)
    for number in (0, 5, 7):
        frame = open_film_frame(path, number)
        assert frame.count == 8
        assert near(frame.pixels, Image.fromarray(scene(number + 10, 160, 120)), levels=25)
    assert max(open_film_frame(path, 0, 80).pixels.shape) == 80
    assert (open_film_frame(path, 99).pixels == open_film_frame(path, 7).pixels).all()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (STILL, "there is no film"),
        (
            STILL + box(b"ftyp", b"mp42\0\0\0\0mp42isom") + bytes(range(256)) * 40,
            "index is missing",
        ),
    ],
)
def test_a_film_that_cannot_be_shown_is_told_in_a_sentence(
    tmp_path: Path, data: bytes, why: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(KnownError, match=r"film inside a\.jpg cannot be shown") as caught:
        open_film_frame(written(tmp_path, "a.jpg", data), 0)
    assert why in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_a_film_too_large_to_be_unpacked_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film_module, "MAX_FILM_BYTES", 100)
    with pytest.raises(KnownError, match="MB"):
        open_film_frame(written(tmp_path, "a.jpg", STILL + film(2)), 0)


def test_workers_show_pages_and_films_and_hash_them_as_this_process_does(tmp_path: Path) -> None:
    pages = written(tmp_path, "a.tif", several("TIFF", OTHER))
    assert (beside.open_page(pages, 1) == open_page(pages, 1)).all()
    assert beside.hash_pages(pages, 2) == hash_pages(pages, 2)
    moving = written(tmp_path, "b.jpg", STILL + film(8))
    shown = beside.open_film_frame(moving, 5)
    assert shown.count == 8
    assert (shown.pixels == open_film_frame(moving, 5).pixels).all()
    with pytest.raises(KnownError, match="fewer pages"):
        beside.open_page(pages, 7)

"""A date that was changed parts no copies, and shots from a tripod stay shots."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.paths import Home
from imgsim_desktop.matching.candidates import Content
from imgsim_desktop.reading.luma import luma_at
from imgsim_desktop.records import Library, PairKind
from imgsim_desktop.scan import scan
from imgsim_desktop.scan.exposures import Exposures
from tests.fakes import fake_network
from tests.matching.test_noise import coded, exposed, still_life
from tests.reading.exif import exif_of

Save = Callable[..., Path]


@pytest.fixture
def save(photos_folder: Path) -> Save:
    def write(name: str, picture: Image.Image, clock: str, quality: int = 92) -> Path:
        path = photos_folder / f"{name}.jpg"
        exif = exif_of({271: "Maker", 272: "One"}, {0x9003: f"2019:06:01 {clock}"})
        picture.save(path, quality=quality, exif=exif)
        return path

    return write


def kinds(home: Home, library: Library) -> dict[tuple[str, str], tuple[PairKind, bool]]:
    """File names of pairs -> their kind, and whether that is sure."""
    with closing(CacheReader(home, library)) as reader:
        names = {photo.content_id: photo.path.stem for photo in reader.photos()}
        table = reader.pairs("fake-1")
    found = {}
    for pair in map(table.pair, range(len(table))):
        a, b = sorted((names[pair.a], names[pair.b]))
        found[a, b] = pair.kind, pair.confidence >= 0.9
    return found


def test_a_corrected_clock_parts_no_copies_and_a_tripod_makes_none(
    home: Home, library: Library, save: Save
) -> None:
    shot = exposed(still_life(), 1)
    save("a", shot, "10:00:00")
    save("corrected", coded(shot, 92), "10:07:00", 85)
    save("next", exposed(still_life(), 2), "10:00:02")
    scan(library, home, fake_network())
    found = kinds(home, library)
    assert found["a", "corrected"] == (PairKind.SAME_PICTURE, True)
    assert found["a", "next"] == (PairKind.BURST, False)
    assert found["corrected", "next"][1] is False


def test_shots_from_a_tripod_an_hour_apart_are_two_and_a_copy_of_another_zone_is_none(
    home: Home, library: Library, save: Save
) -> None:
    shot = exposed(still_life(), 1)
    save("a", shot, "10:00:00")
    save("moved-on", coded(shot, 92), "11:00:00", 85)
    save("next", exposed(still_life(), 2), "12:00:00")
    scan(library, home, fake_network())
    found = kinds(home, library)
    assert found["a", "moved-on"] == (PairKind.SAME_PICTURE, True)
    assert found["a", "next"] == (PairKind.BURST, False)


def exposures(home: Home, library: Library, **options: Any) -> Exposures:
    with closing(CacheReader(home, library)) as reader:
        photos = reader.photos()
    contents = [
        Content(p.content_id, p.content_hash, bytes(16), bytes(32), p.facts) for p in photos
    ]
    return Exposures(contents, library, home, **options)


def ids_by_name(home: Home, library: Library) -> dict[str, int]:
    with closing(CacheReader(home, library)) as reader:
        return {photo.path.stem: photo.content_id for photo in reader.photos()}


def test_a_series_from_a_tripod_is_not_looked_at_each_with_each(
    home: Home, library: Library, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        save(f"{number}", exposed(still_life(), 10 + number), f"10:00:0{number}")
    scan(library, home, fake_network())
    number_of = ids_by_name(home, library)
    asked = exposures(home, library)
    fetched = []
    answer = Exposures._answer
    monkeypatch.setattr(
        Exposures, "_answer", lambda self, *e: fetched.append(e) or answer(self, *e)
    )
    pairs = [(number_of[a], number_of[b]) for a in "01" for b in "2345"]
    assert asked.share_noise(pairs) == [False] * 8
    assert len(fetched) == 8
    assert asked.share_noise([(number_of["0"], number_of["1"])]) == [False]
    assert len(fetched) == 8  # each had proved to be a shot beside four others


def test_of_what_cannot_be_read_nothing_is_known(home: Home, library: Library, save: Save) -> None:
    shot = exposed(still_life(), 1)
    save("a", shot, "10:00:00")
    gone = save("b", coded(shot, 92), "10:00:02", 85)
    save("wide", shot.crop((0, 0, 900, 300)), "10:00:03")
    save("small", shot.resize((810, 608)), "10:00:04")
    scan(library, home, fake_network())
    number_of = ids_by_name(home, library)
    asked = exposures(home, library)
    assert asked.share_noise([(number_of["a"], number_of["b"])]) == [True]
    assert asked._is_too_close(number_of["a"], number_of["small"])
    assert asked.share_noise([(number_of["a"], number_of["small"])]) == [None]
    gone.write_bytes(b"no picture any more")
    assert asked.share_noise([(number_of["a"], number_of["b"])]) == [None]
    gone.unlink()
    assert asked.share_noise([(number_of["a"], number_of["b"])]) == [None]
    assert asked.share_noise([(number_of["a"], number_of["wide"])]) == [None]
    assert asked.share_noise([]) == []


def test_stop_ends_it(home: Home, library: Library, save: Save) -> None:
    shot = exposed(still_life(), 1)
    save("a", shot, "10:00:00")
    save("b", coded(shot, 92), "10:00:02", 85)
    scan(library, home, fake_network())
    number_of = ids_by_name(home, library)
    control = Control()
    control.stop()
    with pytest.raises(Cancelled):
        exposures(home, library, control=control).share_noise([(number_of["a"], number_of["b"])])


def test_luma_is_the_middle_of_a_photo_in_the_size_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    pixels = np.zeros((300, 400, 3), np.uint8)
    pixels[100:200, 150:250] = 200
    Image.fromarray(pixels).save(path)
    assert luma_at(path, 400, 300, 9_999).shape == (300, 400)
    middle = luma_at(path, 400, 300, 100)
    assert middle.shape == (100, 100)
    begins = np.argwhere(luma_at(path, 400, 300, 9_999)[96:, 144:] == 200)[0]
    assert np.argwhere(middle == 200)[0].tolist() == begins.tolist()  # at a block of JPEG
    assert luma_at(path, 200, 150, 9_999).shape == (150, 200)
    assert luma_at(path, 800, 600, 9_999).size == 0  # never enlarged
    assert luma_at(tmp_path / "gone.png", 4, 3, 9).size == 0

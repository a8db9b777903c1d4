"""A scan finds out which copy was made from which, and the keeper is what others were made from."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgsim_desktop.choosing.additions import with_added
from imgsim_desktop.choosing.rules import suggest_keeper
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Derivation, Library, Look, Making, Region, RegionKind
from imgsim_desktop.scan import derive_beside, scan
from imgsim_desktop.scan.derive_beside import SeenOriginal, derivation_of
from tests.fakes import fake_network
from tests.matching.scenes import scene

WHOLE = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def photo(seed: int) -> Image.Image:
    return scene(seed, (640, 480))


def seen(path: Path) -> SeenOriginal:
    picture = np.asarray(Image.open(path).convert("RGB"))
    return SeenOriginal(path, (picture.shape[1], picture.shape[0]), picture)


def keeper_of(home: Home, library: Library) -> str:
    with closing(CacheReader(home, library)) as reader:
        photos = with_added(reader.photos(), reader.pairs("fake-1"))
    keeper = suggest_keeper(photos).keeper
    return next(p.path.name for p in photos if p.photo_id == keeper)


def test_the_first_jpeg_stays_beside_a_png_of_it_and_one_of_higher_quality(
    home: Home, library: Library, photos_folder: Path
) -> None:
    photos_folder.mkdir(parents=True, exist_ok=True)
    photo(1).save(photos_folder / "z.jpg", quality=80)
    with Image.open(photos_folder / "z.jpg") as first:
        first.save(photos_folder / "a.png")
        first.save(photos_folder / "b.jpg", quality=98)

    scan(library, home, fake_network())

    assert keeper_of(home, library) == "z.jpg"


def test_a_photo_stays_beside_an_enlargement_of_it(
    home: Home, library: Library, photos_folder: Path
) -> None:
    photos_folder.mkdir(parents=True, exist_ok=True)
    photo(2).save(photos_folder / "z.jpg", quality=88)
    with Image.open(photos_folder / "z.jpg") as first:
        first.resize((1280, 960)).save(photos_folder / "a.jpg", quality=95)

    scan(library, home, fake_network())

    assert keeper_of(home, library) == "z.jpg"


def test_what_was_seen_on_a_source_speaks_against_it_but_not_against_its_steps(
    tmp_path: Path,
) -> None:
    photo(3).save(tmp_path / "a.jpg", quality=80)
    with Image.open(tmp_path / "a.jpg") as first:
        first.save(tmp_path / "b.png")
    one, other = seen(tmp_path / "a.jpg"), seen(tmp_path / "b.png")
    box = (0.1, 0.1, 0.2, 0.2)

    assert derivation_of(one, other, WHOLE, Look()) == Derivation("b", Making.RESAVED)
    on_source = Look(regions=(Region(RegionKind.ADDED, box, 3.0, "a"),))
    assert derivation_of(one, other, WHOLE, on_source) == Derivation("b", Making.RESAVED)
    enlarged = tmp_path / "c.jpg"
    Image.fromarray(other.picture).resize((1280, 960)).save(enlarged, quality=95)
    assert derivation_of(one, seen(enlarged), WHOLE, Look()) == Derivation("b", Making.ENLARGED)
    assert derivation_of(one, seen(enlarged), WHOLE, on_source) is None
    on_copy = Look(regions=(Region(RegionKind.ADDED, box, 3.0, "b"),))
    assert derivation_of(one, other, WHOLE, on_copy) == Derivation("b", Making.RESAVED)
    assert derivation_of(one, other, WHOLE, Look(grey="a")) is None
    assert derivation_of(one, other, WHOLE, Look(grey="b")) == Derivation("b", Making.RESAVED)


def test_copies_that_are_cut_or_no_jpegs_of_one_size_are_not_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(derive_beside, "open_upright", opened.append)
    photo(4).save(tmp_path / "a.png")
    photo(4).save(tmp_path / "b.webp")
    one, other = seen(tmp_path / "a.png"), seen(tmp_path / "b.webp")
    assert derivation_of(one, other, (0.5, 0.0, 0.25, 0.0, 0.5, 0.25), Look()) is None
    assert derivation_of(one, other, WHOLE, Look()) is None
    assert not opened


def test_a_picture_that_cannot_be_decoded_whole_proves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_large(path: Path) -> None:
        raise KnownError("too large", "")

    monkeypatch.setattr(derive_beside, "open_upright", too_large)
    photo(5).save(tmp_path / "a.jpg")
    photo(5).resize((1280, 960)).save(tmp_path / "b.png")
    whole = seen(tmp_path / "b.png")
    shrunk = SeenOriginal(whole.path, whole.size, whole.picture[::2, ::2])
    assert derivation_of(seen(tmp_path / "a.jpg"), shrunk, WHOLE, Look()) is None

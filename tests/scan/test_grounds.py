"""A transparent picture and its copies laid over a plain ground: found, and the clear one stays."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter

from imgsim_desktop.choosing.additions import with_added
from imgsim_desktop.choosing.rules import suggest_keeper
from imgsim_desktop.control import NULL_CONTROL
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.thumbnails import ThumbnailStore, on_grounds
from imgsim_desktop.records import Library, PairKind
from imgsim_desktop.scan import grounds, scan
from imgsim_desktop.scan.thumbnails import prune_thumbnails
from tests.fakes import fake_network
from tests.matching.scenes import scene
from tests.pictures import save_photo

Readers = Callable[[], CacheReader]
SIZE = (420, 320)
COPIES = {PairKind.SAME_PICTURE, PairKind.EDITED, PairKind.SAME_PIXELS}


def cut_out(seed: int) -> Image.Image:
    picture, alpha = scene(seed, SIZE), Image.new("L", SIZE)
    ImageDraw.Draw(alpha).ellipse((90, 30, 330, 290), fill=255)
    picture.putalpha(alpha.filter(ImageFilter.GaussianBlur(1)))
    return picture


def with_shadow(seed: int) -> Image.Image:
    shade, picture = Image.new("L", SIZE), scene(seed, (300, 220))
    ImageDraw.Draw(shade).rectangle((70, 60, 380, 290), fill=150)
    black = [Image.new("L", SIZE)] * 3
    whole = Image.merge("RGBA", [*black, shade.filter(ImageFilter.GaussianBlur(14))])
    whole.paste(picture, (55, 45))
    return whole


def logo(seed: int) -> Image.Image:
    picture = Image.new("RGBA", SIZE)
    draw = ImageDraw.Draw(picture)
    for n in range(7):
        x, y = 30 + (seed * 53 + n * 97) % 300, 20 + (seed * 71 + n * 61) % 200
        colour = (20, 40, 90, 255) if n % 2 else (250, 230, 120, 255)
        draw.ellipse((x, y, x + 30 + n * 9, y + 70 - n * 5), fill=colour)
    return picture


def lay(picture: Image.Image, ground: tuple[int, int, int], path: Path) -> None:
    clear = picture.convert("RGBA")
    flat = Image.new("RGB", clear.size, ground)
    flat.paste(clear, mask=clear.getchannel("A"))
    flat.save(path, quality=90)


def kind_of(reader: CacheReader, one: str, other: str) -> PairKind | None:
    names = {photo.path.name: photo.content_id for photo in reader.photos()}
    ends = sorted((names[one], names[other]))
    table = reader.pairs("fake-1")
    for row in range(len(table)):
        pair = table.pair(row)
        if [pair.a, pair.b] == ends and pair.confidence >= 0.9 and pair.looked:
            return pair.kind
    return None


@pytest.mark.parametrize("ground", [(0, 0, 0), (120, 120, 120), (190, 40, 30)])
@pytest.mark.parametrize(
    ("made", "name"),
    [
        (cut_out, "a.png"),
        (with_shadow, "a.webp"),
        (logo, "a.gif"),
        (logo, "a.tif"),
    ],
)
def test_a_copy_on_a_plain_ground_is_found_and_the_transparent_one_stays(
    home: Home,
    library: Library,
    photos_folder: Path,
    reading_cache: Readers,
    ground: tuple[int, int, int],
    made: Callable[[int], Image.Image],
    name: str,
) -> None:
    made(3).save(photos_folder / name)
    with Image.open(photos_folder / name) as clear:
        lay(clear, ground, photos_folder / "0.jpg")
    made(4).save(photos_folder / f"b{name}")
    lay(made(8), ground, photos_folder / "1.jpg")
    scan(library, home, fake_network())
    reader = reading_cache()
    assert kind_of(reader, "0.jpg", name) in COPIES
    for stranger in (f"b{name}", "1.jpg"):
        assert kind_of(reader, name, stranger) not in COPIES
    names = (name, "0.jpg")
    both = [photo for photo in reader.photos() if photo.path.name in names]
    photos = with_added(both, reader.pairs("fake-1"))
    keeper = suggest_keeper(photos).keeper
    assert next(p.path.name for p in photos if p.photo_id == keeper) == name


def test_a_library_of_before_gets_its_transparent_pictures_looked_at_and_no_other(
    home: Home,
    library: Library,
    photos_folder: Path,
    reading_cache: Readers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cut_out(3).save(photos_folder / "a.png")
    lay(cut_out(3), (0, 0, 0), photos_folder / "0.jpg")
    save_photo(photos_folder / "b.jpg", 9)
    with monkeypatch.context() as before:
        before.setattr("imgsim_desktop.scan.pairs.find_grounds", lambda *_: {})
        scan(library, home, fake_network())
    assert kind_of(reading_cache(), "0.jpg", "a.png") is None

    opened: list[str] = []
    work = grounds.read_ahead

    def noting(photos: list, *rest: object, **more: object) -> object:
        opened.extend(photo.path.name for photo in photos)
        return work(photos, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(grounds, "read_ahead", noting)
    summary = scan(library, home, fake_network())
    assert summary.read == 0
    assert opened == ["a.png"]
    assert kind_of(reading_cache(), "0.jpg", "a.png") in COPIES
    scan(library, home, fake_network())
    assert opened == ["a.png"]


def test_a_flat_copy_that_comes_later_is_found(
    home: Home, library: Library, photos_folder: Path, reading_cache: Readers
) -> None:
    cut_out(3).save(photos_folder / "a.png")
    scan(library, home, fake_network())
    lay(cut_out(3), (40, 40, 40), photos_folder / "0.jpg")
    scan(library, home, fake_network())
    assert kind_of(reading_cache(), "0.jpg", "a.png") in COPIES


def test_a_transparent_picture_that_vanished_meanwhile_is_tried_again(
    home: Home, library: Library, photos_folder: Path
) -> None:
    cut_out(3).save(photos_folder / "a.png")
    with pytest.MonkeyPatch.context() as before:
        before.setattr("imgsim_desktop.scan.pairs.find_grounds", lambda *_: {})
        scan(library, home, fake_network())
    hidden = photos_folder / "a.png"
    data = hidden.read_bytes()
    hidden.write_bytes(b"no picture")
    thumbnails = ThumbnailStore(home.thumbnails)

    def found() -> dict[int, bytes]:
        with CacheWriter(home, library) as cache:
            return grounds.find_grounds(cache, library, home, thumbnails, 1, NULL_CONTROL)

    assert found() == {}
    hidden.write_bytes(data)
    assert [len(hashes) for hashes in found().values()] == [9 * 32]


def test_its_pictures_on_white_and_black_outlive_the_weekly_pruning(
    home: Home, library: Library, photos_folder: Path, reading_cache: Readers
) -> None:
    cut_out(3).save(photos_folder / "a.png")
    scan(library, home, fake_network())
    thumbnails = ThumbnailStore(home.thumbnails)
    (content_hash,) = reading_cache().hashes_in_use()
    for file in home.thumbnails.glob("??/*.jpg"):
        os.utime(file, ns=(1, 1))
    (home.thumbnails / ".pruned").unlink(missing_ok=True)
    assert prune_thumbnails(home, thumbnails) == 0
    assert all(map(thumbnails.has, on_grounds(content_hash)))

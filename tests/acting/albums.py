"""Copies photos of a house into an album, and looks at what lies there."""

from __future__ import annotations

from pathlib import Path

from imgsim_desktop.control import Control
from imgsim_desktop.records import Outcome
from tests.acting.fakes import House, stamp

KEPT = {"copy.jpg": b"the small one", "keep.jpg": b"the large one"}


def copied(house: House, *names: str, control: Control | None = None) -> list[Outcome]:
    (house.top / "albums").mkdir(exist_ok=True)
    photos = [stamp(house.photos / name) for name in names or tuple(KEPT)]
    _, outcomes = house.actor.copy_into(
        house.top / "albums", "Cats", photos, control or Control(), sidecars_of=words_beside
    )
    return outcomes


def words_beside(photo: Path) -> list[Path]:
    return sorted({*photo.parent.glob(f"{photo.stem}.xmp"), *photo.parent.glob(f"{photo.name}.*")})


def with_words(house: House) -> dict[str, bytes]:
    """Two sidecars of one photo; returns the photo with them as they lie in an album."""
    house.add("keep.jpg.xmp", b"words")
    house.add("keep.xmp", b"edits")
    return {"keep.jpg": b"the large one", "keep.jpg.xmp": b"words", "keep.xmp": b"edits"}


def album(house: House) -> dict[str, bytes] | None:
    folder = house.top / "albums" / "Cats"
    if not folder.exists():
        return None
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

"""Photos and thumbnails without files: the grid does not care where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage

from imgsim_desktop.records import Facts, Photo

ROOT = Path("/photos")


def photo(photo_id: int, *, is_online: bool = True) -> Photo:
    """A photo whose name, hash and size follow from its id."""
    return Photo(
        photo_id=photo_id,
        content_id=photo_id,
        path=ROOT / f"IMG_{photo_id:06d}.jpg",
        root=ROOT,
        size_bytes=1000 + photo_id,
        mtime_ns=1_700_000_000_000_000_000 + photo_id,
        content_hash=photo_id.to_bytes(16, "little"),
        facts=Facts(width_px=4000, height_px=3000, format="JPEG"),
        is_online=is_online,
    )


def photos(ids: Sequence[int]) -> dict[int, Photo]:
    return {photo_id: photo(photo_id) for photo_id in ids}


def jpeg(width: int = 320, height: int = 240, color: str = "#4a7") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "JPEG")
    return bytes(data.data())


class FakeStore:
    """Gives one picture for every hash but those in `missing`, and notes what was asked."""

    def __init__(self, missing: frozenset[bytes] = frozenset()) -> None:
        self._jpeg = jpeg()
        self.missing = missing
        self.asked: list[bytes] = []

    def get(self, content_hash: bytes) -> bytes | None:
        self.asked.append(content_hash)
        return None if content_hash in self.missing else self._jpeg

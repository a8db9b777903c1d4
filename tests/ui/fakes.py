"""Photos and thumbnails without files: the grid does not care where they come from."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from imgsim_desktop.embedding.registry import BACKENDS
from imgsim_desktop.library.settings import Settings
from imgsim_desktop.records import Facts, Photo
from imgsim_desktop.scan import Network
from imgsim_desktop.ui.main_window import MainWindow
from tests.fakes import FAKE_SPEC, FakeBackend, fake_network

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


def colour_network() -> Network:
    """Colour averages under the name and version of the network in the default settings."""
    default = BACKENDS[Settings().backend]
    spec = replace(FAKE_SPEC, id=default.id, preprocess_version=default.preprocess_version)
    return fake_network(lambda device: FakeBackend(device, spec), spec)


def draw(path: Path, color: str, width: int = 400, height: int = 300) -> Path:
    """A photo file: a coloured ground with a light disc."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    painter = QPainter(image)
    painter.setBrush(QColor("#eee"))
    painter.drawEllipse(width // 8, height // 8, width // 3, height // 3)
    painter.end()
    assert image.save(str(path))
    return path


END_S = 60.0
"""A busy machine takes its time to stop a page's job."""


def end_window(window: QWidget) -> None:
    """Close the window as a person does, and wait until it has let go of its threads."""
    assert isinstance(window, MainWindow)
    window.learning.close_down()
    window.scans.stop()
    window.scans.wait()
    window.close()  # a page that still works is stopped first, and the window closes after it
    ends = time.monotonic() + END_S
    while window.isVisible() and time.monotonic() < ends:
        QTest.qWait(10)
    assert not window.isVisible()

"""Whole photos for comparing, opened in a pool of their own: newest wish first, bounded memory."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Photo, Pixels
from imgsim_desktop.ui.errands import Errands

BUDGET_BYTES = 640 << 20
"""About nine photos of 12 megapixels with their smaller steps: a group and its neighbours."""
WAITING = 12
POOL_THREADS = 2
_SMALLEST_STEP_PX = 400

OpenPicture = Callable[[Path, Control], Pixels]
"""Opens a file upright and in sRGB; raises KnownError or OSError, Cancelled once it is stopped."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Picture:
    """One photo in falling sizes, each half of the one before: fast and smooth at any scale."""

    steps: tuple[QImage, ...]

    @property
    def size(self) -> QSize:
        return self.steps[0].size()

    @property
    def size_bytes(self) -> int:
        return sum(step.sizeInBytes() for step in self.steps)

    def step_for(self, scale: float) -> QImage:
        """The smallest step that still has a pixel for each pixel when drawn at `scale`."""
        needed = scale * self.size.width()
        return next(
            (step for step in reversed(self.steps) if step.width() >= needed), self.steps[0]
        )


def picture_of(pixels: Pixels) -> Picture:
    """Pixels as a Picture; copies, so the array may go. Any thread."""
    image = image_of(pixels)
    steps = [image]
    while max(steps[-1].width(), steps[-1].height()) > 2 * _SMALLEST_STEP_PX:
        half = steps[-1].size() / 2
        steps.append(
            steps[-1].scaled(
                half,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
    return Picture(tuple(steps))


def image_of(pixels: NDArray[np.uint8]) -> QImage:
    """RGB (h, w, 3) or grey (h, w) as a QImage of its own. Any thread."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    if pixels.ndim == 2:
        grey = QImage(pixels.data, width, height, width, QImage.Format.Format_Grayscale8)
        return grey.convertToFormat(QImage.Format.Format_RGB32)
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)


@dataclass(frozen=True, slots=True)
class _Errand:
    content_hash: bytes
    generation: int


def _opened(open_picture: OpenPicture, path: Path, control: Control) -> Picture | None:
    try:
        return picture_of(open_picture(path, control))
    except (KnownError, OSError) as error:
        log.info("%s cannot be shown: %s", path, error)
        return None


class PictureLoader(QObject):
    """Keeps the pictures asked for last. All methods: GUI thread."""

    loaded = Signal(object)
    """content hash (bytes) whose picture has come, or has turned out to be unreadable."""

    def __init__(
        self,
        open_picture: OpenPicture,
        parent: QObject | None = None,
        *,
        budget_bytes: int = BUDGET_BYTES,
    ) -> None:
        super().__init__(parent)
        self._open = open_picture
        self._budget_bytes = budget_bytes
        self._ready: OrderedDict[bytes, Picture] = OrderedDict()
        self._bytes = 0
        self._waiting: OrderedDict[bytes, Photo] = OrderedDict()
        self._running: set[bytes] = set()
        self._unreadable: set[bytes] = set()
        self._generation = 0
        self._errands = Errands("pictures", POOL_THREADS, self)

    def picture(self, photo: Photo) -> Picture | None:
        """The photo in full, or None; `loaded` follows."""
        found = self._ready.get(photo.content_hash)
        if found is not None:
            self._ready.move_to_end(photo.content_hash)
            return found
        self.prepare(photo)
        return None

    def prepare(self, photo: Photo) -> None:
        """Open it in the background: it will be wanted soon."""
        key = photo.content_hash
        known = key in self._ready or key in self._running or key in self._unreadable
        if known or not photo.is_online:
            return
        self._waiting.pop(key, None)
        self._waiting[key] = photo
        while len(self._waiting) > WAITING:
            self._waiting.popitem(last=False)
        self._start_some()

    def is_unreadable(self, photo: Photo) -> bool:
        return photo.content_hash in self._unreadable or not photo.is_online

    @property
    def is_busy(self) -> bool:
        """Whether a picture is being opened, or waits for it."""
        return bool(self._running or self._waiting)

    def clear(self) -> None:
        """Forget all: another library."""
        self._generation += 1
        self._errands.cancel()
        self._ready.clear()
        self._waiting.clear()
        self._unreadable.clear()
        self._bytes = 0

    def stop(self) -> None:
        """Wait for what is being opened; nothing comes afterwards."""
        self.clear()
        self._errands.stop()
        self._running.clear()

    def _start_some(self) -> None:
        while self._waiting and len(self._running) < POOL_THREADS:
            key, photo = self._waiting.popitem(last=True)
            self._running.add(key)
            errand = _Errand(key, self._generation)
            self._errands.fetch(
                partial(_opened, self._open, photo.path), partial(self._take, errand)
            )

    def _take(self, errand: _Errand, picture: Picture | None) -> None:
        self._running.discard(errand.content_hash)
        if errand.generation == self._generation:
            if picture is not None:
                self._keep(errand.content_hash, picture)
            else:
                self._unreadable.add(errand.content_hash)
            self.loaded.emit(errand.content_hash)
        self._start_some()

    def _keep(self, key: bytes, picture: Picture) -> None:
        self._ready[key] = picture
        self._bytes += picture.size_bytes
        while self._bytes > self._budget_bytes and len(self._ready) > 2:
            _, gone = self._ready.popitem(last=False)
            self._bytes -= gone.size_bytes

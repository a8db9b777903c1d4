"""What differs between two aligned pictures, as a picture; made in a pool."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QTransform

from imgsim_desktop.ui.errands import Errands
from imgsim_desktop.ui.models.scene import Scene
from imgsim_desktop.ui.picture_loader import Picture, image_of

SIDE_PX = 1600
"""Of the longer side: finer differences are noise of the resampling."""
_GAIN = 4.0
"""A difference of a quarter of the brightness is as bright as it gets."""
_DIM = 0.3

Key = tuple[bytes, bytes]


def difference_image(keeper: Picture, challenger: Picture, scene: Scene) -> QImage:
    """The keeper, dimmed, with what differs glowing; parts only one shows are hatched dark.

    Brightness of both is made equal first, so that a lighter copy does not glow everywhere.
    Any thread.
    """
    longer = max(keeper.size.width(), keeper.size.height())
    scale = min(1.0, SIDE_PX / longer)
    step = keeper.step_for(scale)
    base = step.scaled(
        keeper.size * scale,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(QImage.Format.Format_RGB32)
    laid = QImage(base.size(), QImage.Format.Format_ARGB32_Premultiplied)
    laid.fill(Qt.GlobalColor.transparent)
    over = scene.challenger_to_scene * QTransform.fromScale(
        base.width() / scene.keeper.width(), base.height() / scene.keeper.height()
    )
    source = challenger.step_for(abs(over.determinant()) ** 0.5)
    fit = QTransform.fromScale(
        scene.challenger.width() / source.width(), scene.challenger.height() / source.height()
    )
    painter = QPainter(laid)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setTransform(fit * over)
    painter.drawImage(0, 0, source)
    painter.end()
    return image_of(_glow(_array(base), _array(laid)))


def _array(image: QImage) -> NDArray[np.float32]:
    """(h, w, 4) in 0-255: blue, green, red, alpha."""
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return rows[:, : image.width()].astype(np.float32)


def _glow(base: NDArray[np.float32], laid: NDArray[np.float32]) -> NDArray[np.uint8]:
    shown = laid[..., 3] > 250
    there, here = laid[..., :3], base[..., :3]
    if shown.any():
        mean_here, mean_there = here[shown].mean(axis=0), there[shown].mean(axis=0)
        there = there + (mean_here - mean_there)
    strength = np.abs(here - there).max(axis=2) * (_GAIN / 255)
    strength = np.clip(strength - 0.15, 0, 1)
    strength[~shown] = 0
    grey = here.mean(axis=2) * _DIM
    grey[~shown] *= 0.5
    picture = np.empty((*grey.shape, 3), np.float32)
    heat = strength[..., None]
    hot = np.stack([np.full_like(grey, 255), 120 + 120 * strength, 60 + 100 * strength], axis=2)
    picture[:] = grey[..., None] * (1 - heat) + hot * heat
    return np.clip(picture, 0, 255).astype(np.uint8)


class DifferenceMaker(QObject):
    """Makes the difference of one pair at a time and keeps the last. GUI thread."""

    made = Signal(object)
    """Key of the pair that is ready."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: Key | None = None
        self._ready: tuple[Key, QImage] | None = None
        self._errands = Errands("difference", 1, self)

    def image(self, key: Key, pictures: tuple[Picture, Picture], scene: Scene) -> QImage | None:
        """The difference of a pair, or None; `made` follows."""
        if self._ready is not None and self._ready[0] == key:
            return self._ready[1]
        if self._wanted != key:
            self._wanted = key
            self._errands.fetch(
                lambda _control: difference_image(*pictures, scene), partial(self._take, key)
            )
        return None

    def stop(self) -> None:
        self._errands.stop()

    def _take(self, key: Key, image: QImage | None) -> None:
        if key == self._wanted:
            self._wanted = None
            self._ready = (key, QImage() if image is None else image)
            self.made.emit(key)

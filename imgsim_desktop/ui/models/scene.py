"""Two pictures in one scene: the keeper's pixels are its coordinates, the other is laid over it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPolygonF, QTransform

_SAME_AREA = 0.98


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the challenger lies on the keeper. Sizes are of the whole pictures in pixels."""

    keeper: QSizeF
    challenger: QSizeF
    challenger_to_scene: QTransform

    @classmethod
    def of(cls, keeper: QSizeF, challenger: QSizeF, relative: Sequence[float] = ()) -> Scene:
        """relative: affine map from relative coordinates of the challenger to the keeper's.

        Without a map the challenger is fitted into the keeper's frame, so that both are seen at
        the same scale although one has fewer pixels.
        """
        if len(relative) == 6:
            a, b, c, d, e, f = relative
            width, height = keeper.width(), keeper.height()
            wide, high = challenger.width(), challenger.height()
            laid = QTransform(
                width * a / wide, height * d / wide, width * b / high, height * e / high,
                width * c, height * f,
            )  # fmt: skip
            if laid.isInvertible():
                return cls(keeper, challenger, laid)
        scale = min(keeper.width() / challenger.width(), keeper.height() / challenger.height())
        left = (keeper.width() - scale * challenger.width()) / 2
        top = (keeper.height() - scale * challenger.height()) / 2
        return cls(keeper, challenger, QTransform(scale, 0, 0, scale, left, top))

    @property
    def keeper_frame(self) -> QPolygonF:
        return QPolygonF(QRectF(QPointF(), self.keeper))

    @property
    def challenger_frame(self) -> QPolygonF:
        return self.challenger_to_scene.map(QPolygonF(QRectF(QPointF(), self.challenger)))

    @property
    def bounds(self) -> QRectF:
        """All of both."""
        return self.keeper_frame.boundingRect().united(self.challenger_frame.boundingRect())

    @property
    def finest(self) -> float:
        """Pixels of the finer picture per unit of the scene: 1:1 on the one that shows more."""
        area = abs(self.challenger_to_scene.determinant())
        return max(1.0, 1.0 / math.sqrt(area))

    @property
    def frames_differ(self) -> bool:
        """True where one shows more of the motif than the other, so an outline tells something."""
        common = self.keeper_frame.intersected(self.challenger_frame)
        smaller = min(_area(self.keeper_frame), _area(self.challenger_frame))
        larger = max(_area(self.keeper_frame), _area(self.challenger_frame))
        return _area(common) < _SAME_AREA * larger or smaller < _SAME_AREA * larger


def inverse_map(relative: Sequence[float]) -> tuple[float, ...]:
    """The same map read the other way; empty if there is none."""
    if len(relative) != 6:
        return ()
    a, b, c, d, e, f = relative
    back, works = QTransform(a, d, b, e, c, f).inverted()
    if not works:
        return ()
    return (back.m11(), back.m21(), back.dx(), back.m12(), back.m22(), back.dy())


def _area(polygon: QPolygonF) -> float:
    points = [polygon.at(i) for i in range(polygon.size())]
    shifted = points[1:] + points[:1]
    return abs(sum(p.x() * q.y() - q.x() * p.y() for p, q in zip(points, shifted, strict=True))) / 2

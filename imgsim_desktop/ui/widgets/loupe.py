"""The same detail of all photos of a group, at 1:1: which shot is the sharp one?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter

from imgsim_desktop.records import Photo
from imgsim_desktop.ui.models.camera import Camera, Ground, Limits
from imgsim_desktop.ui.models.scene import Scene
from imgsim_desktop.ui.picture_loader import PictureLoader
from imgsim_desktop.ui.theme import colors
from imgsim_desktop.ui.widgets.stage_grid import StageGrid

MapOf = Callable[[int, int], Sequence[float]]
_STEP = 0.25
"""Share of what is seen that one key moves."""
_LIMITS = Limits(farthest_fits=0.0)
"""Any scale: a pixel is a pixel, of a small picture too."""
_FILLED = Limits(farthest_fits=0.0, fills_view=True)
_WHERE = QPointF(0.5, 0.42)
"""Faces are in the middle, a little above it."""


class Loupe:
    """Paints details into the cells of the grid; the keeper's pixels are the scene. GUI thread."""

    def __init__(self, grid: StageGrid, pictures: PictureLoader) -> None:
        self._grid = grid
        self._pictures = pictures
        self._keeper: Photo | None = None
        self._map_of: MapOf = lambda _keeper, _other: ()
        self._camera = Camera.over(Ground(0, 0, 0, 0), 1, 1, _LIMITS)
        """Over the keeper's pixels; its view is the cell of the grid that was painted last."""
        self.is_on = False
        grid.set_loupe(self._paint)

    def set_group(self, keeper: Photo | None, map_of: MapOf) -> None:
        """Another group, or another keeper."""
        self._keeper, self._map_of = keeper, map_of

    def set_on(self, *, on: bool) -> None:
        """Show what lies under the pointer, or near the middle, of each photo; or whole photos."""
        self.is_on = on and self._keeper is not None
        if self.is_on and self._keeper is not None:
            size = _size(self._keeper)
            centre = QPointF(_WHERE.x() * size.width(), _WHERE.y() * size.height())
            viewport = self._grid.viewport()
            point = viewport.mapFromGlobal(viewport.cursor().pos())
            found = self._grid.photo_at(point) if viewport.underMouse() else None
            if found is not None:
                photo, at = found
                pixels = QPointF(at.x() * _size(photo).width(), at.y() * _size(photo).height())
                centre = self._scene(photo).challenger_to_scene.map(pixels)
            ground = Ground(0, 0, size.width(), size.height())
            whole = Camera.over(ground, self._camera.width_px, self._camera.height_px, _LIMITS)
            self._camera = whole.over_place(centre.x(), centre.y())
        self._grid.viewport().update()

    def move_by(self, x: int, y: int) -> None:
        """See what lies beside it, to the right and below with positive numbers."""
        if self._keeper is not None:
            camera = self._camera
            wide, high = _STEP * camera.width_px, _STEP * camera.height_px
            self._camera = camera.moved(-x * wide, -y * high)
            self._grid.viewport().update()

    def _paint(self, painter: QPainter, photo: Photo, place: QRectF) -> bool:
        """Draw the detail of one photo; False where the whole photo is to be drawn."""
        if not self.is_on or self._keeper is None:
            return False
        picture = self._pictures.picture(photo)
        painter.save()
        painter.setClipRect(place)
        painter.fillRect(place, QColor(colors(self._grid).placeholder))
        if picture is not None:
            scene = self._scene(photo)
            scale = scene.finest / painter.device().devicePixelRatioF()
            wide, high = place.width(), place.height()
            camera = self._camera.resized(wide, high).at_scale(scale, wide / 2, high / 2)
            if photo.photo_id == self._keeper.photo_id:
                camera = self._kept_full(camera)
            self._camera = camera
            painter.translate(place.center())
            painter.scale(camera.scale, camera.scale)
            painter.translate(-camera.x, -camera.y)
            painter.setTransform(scene.challenger_to_scene, True)  # noqa: FBT003 - Qt
            painter.drawImage(QRectF(QPointF(), _size(photo)), picture.steps[0])
        painter.restore()
        return True

    def _kept_full(self, camera: Camera) -> Camera:
        """At an edge of the kept photo its cell is full of it, and all cells show that place."""
        held = replace(replace(camera, limits=_FILLED).held(), limits=_LIMITS)
        if (held.x, held.y) != (camera.x, camera.y):
            self._grid.viewport().update()  # those painted before it stand elsewhere
        return held

    def _scene(self, photo: Photo) -> Scene:
        assert self._keeper is not None
        if photo.photo_id == self._keeper.photo_id:
            return Scene.of(_size(photo), _size(photo))
        relative = self._map_of(self._keeper.photo_id, photo.photo_id)
        return Scene.of(_size(self._keeper), _size(photo), relative)


def _size(photo: Photo) -> QSizeF:
    return QSizeF(max(1, photo.facts.width_px), max(1, photo.facts.height_px))

"""Zoom and pan of one picture."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize, Qt
from pytestqt.qtbot import QtBot

from imgsim_desktop.ui.picture_loader import picture_of
from imgsim_desktop.ui.widgets.picture_canvas import MAX_ZOOM, PictureCanvas


@pytest.fixture
def canvas(qtbot: QtBot) -> PictureCanvas:
    """A picture of 2000 x 1000 in a window of 524 x 524."""
    made = PictureCanvas()
    qtbot.addWidget(made)
    made.resize(524, 524)
    made.show_thumbnail(None, QSize(2000, 1000))
    made.show_picture(picture_of(np.full((1000, 2000, 3), 90, np.uint8)))
    return made


def test_at_first_the_whole_picture_is_seen(canvas: PictureCanvas) -> None:
    assert canvas.is_fitted
    assert canvas.scale == pytest.approx(0.25)


def test_a_small_picture_is_not_blown_up(qtbot: QtBot) -> None:
    canvas = PictureCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(500, 500)
    canvas.show_thumbnail(None, QSize(40, 30))
    assert canvas.scale == 1.0


def test_it_zooms_by_steps_and_stops_at_the_ends(canvas: PictureCanvas) -> None:
    canvas.toggle_actual_size()
    assert canvas.scale == 1.0
    canvas.zoom_by(1)
    assert canvas.scale == 1.25
    canvas.toggle_actual_size()
    assert canvas.is_fitted
    canvas.zoom_by(-1)
    assert canvas.is_fitted
    canvas.set_zoom(1000)
    assert canvas.scale == MAX_ZOOM


def test_the_point_under_the_mouse_stays_while_zooming(canvas: PictureCanvas) -> None:
    canvas.set_zoom(1.0)
    at = QPointF(300, 200)
    before = canvas._camera.under(at.x(), at.y())
    canvas.zoom_by(2, at)
    assert canvas._camera.under(at.x(), at.y()) == pytest.approx(before, abs=1e-6)


def test_the_picture_cannot_be_dragged_out_of_sight(canvas: PictureCanvas) -> None:
    canvas.set_zoom(1.0)
    canvas.pan_by(99_999, 99_999)
    assert canvas._target().left() == pytest.approx(0)
    canvas.pan_by(-99_999, 0)
    assert canvas._target().right() == pytest.approx(canvas.width())


def test_the_picture_is_moved_by_pixels_of_the_screen(canvas: PictureCanvas) -> None:
    canvas.set_zoom(1.0)
    before = canvas._target().left()
    canvas.pan_by(-80, 0)
    assert canvas._target().left() == before - 80


def test_the_whole_picture_keeps_the_zoom_of_the_thumbnail(qtbot: QtBot) -> None:
    canvas = PictureCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(500, 500)
    canvas.show_thumbnail(None, QSize(2000, 1000))
    canvas.set_zoom(1.0)
    canvas.show_picture(picture_of(np.zeros((1000, 2000, 3), np.uint8)))
    assert canvas.scale == 1.0


def test_a_drag_shows_another_part(qtbot: QtBot, canvas: PictureCanvas) -> None:
    canvas.set_zoom(1.0)
    before = canvas._target().topLeft()
    start = canvas.rect().center()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(canvas, start - canvas.rect().topLeft() + type(start)(30, 10))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton)
    assert canvas._target().topLeft() == before + QPointF(30, 10)


def test_a_window_of_another_size_shows_all_again_or_the_same_place(
    qtbot: QtBot, canvas: PictureCanvas
) -> None:
    canvas.show()
    canvas.resize(1024, 524)
    assert canvas.scale == pytest.approx(0.5)
    canvas.set_zoom(2.0, QPointF(700, 200))
    middle = canvas._camera.x, canvas._camera.y
    canvas.resize(800, 600)
    assert canvas.scale == 2.0
    assert (canvas._camera.x, canvas._camera.y) == middle


def test_a_whole_picture_larger_than_was_said_shows_the_same_part(qtbot: QtBot) -> None:
    canvas = PictureCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(500, 500)
    canvas.show_thumbnail(None, QSize(2000, 1000))
    canvas.set_zoom(1.0)
    canvas.pan_by(-250, 0)
    share = canvas._camera.x / 2000
    assert share > 0.6
    canvas.show_picture(picture_of(np.zeros((2000, 4000, 3), np.uint8)))
    assert canvas.scale == 1.0
    assert canvas._camera.x / 4000 == pytest.approx(share)

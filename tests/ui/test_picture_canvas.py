"""Zoom and pan of one picture."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
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


def drag(canvas: PictureCanvas, start: QPoint, end: QPoint, *, shift: bool = False) -> None:
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, held, start)
    QTest.mouseMove(canvas, (start + end) / 2)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, held, end)


def test_a_box_is_drawn_with_shift_or_once_after_it_was_asked_for(canvas: PictureCanvas) -> None:
    boxes: list[QRectF] = []
    canvas.boxDrawn.connect(boxes.append)
    start, end = QPoint(137, 200), QPoint(387, 325)  # the picture: 12 to 512, 137 to 387
    drag(canvas, end, start, shift=True)
    assert [(b.x(), b.y(), b.width(), b.height()) for b in boxes] == [
        pytest.approx((0.25, 0.252, 0.5, 0.5), abs=0.01)
    ]
    drag(canvas, start, end)
    assert len(boxes) == 1, "without Shift the photo itself is dragged"
    canvas.set_box_mode(on=True)
    drag(canvas, start, start + QPoint(40, 5))
    assert (len(boxes), canvas.awaits_box) == (1, True), "a slip of the hand"
    drag(canvas, start, QPoint(520, 520))
    assert not canvas.awaits_box
    assert boxes[1].right() == pytest.approx(1, abs=0.01), "it ends where the picture does"
    drag(canvas, start, end)
    assert len(boxes) == 2


def test_the_part_in_a_box_is_cut_out_of_the_whole_picture(canvas: PictureCanvas) -> None:
    part = canvas.part(QRectF(0.25, 0.5, 0.1, 0.2))
    assert part is not None
    assert (part.width(), part.height()) == (200, 200)
    large = canvas.part(QRectF(0, 0, 1, 1))
    assert large is not None
    assert (large.width(), large.height()) == (1024, 512)
    canvas.show_thumbnail(QPixmap(320, 160), QSize(2000, 1000))
    small = canvas.part(QRectF(0.5, 0, 0.5, 1))
    assert small is not None
    assert (small.width(), small.height()) == (160, 160), "of a photo whose file is not there"
    canvas.show_thumbnail(None, QSize(2000, 1000))
    assert canvas.part(QRectF(0, 0, 1, 1)) is None

"""Zoom and pan of two pictures at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imgsim_desktop.ui.models.scene import Scene
from imgsim_desktop.ui.widgets.compare_view import CompareView, Layout, Shown

SIZE = QSizeF(2000, 1000)


@pytest.fixture
def view(qtbot: QtBot) -> CompareView:
    """Two pictures of 2000 x 1000 in panes of 500 x 400."""
    made = CompareView()
    qtbot.addWidget(made)
    made.resize(1006, 400)
    made.show()
    made.show_pair(Shown(SIZE, "a"), Shown(SIZE, "b"), Scene.of(SIZE, SIZE))
    return made


def seen_at(view: CompareView, pane: int, point: QPointF) -> QPointF:
    to_view = view._to_view(view.panes()[pane])
    return to_view.inverted()[0].map(point)


def test_the_wheel_zooms_where_the_mouse_is_in_either_pane(view: CompareView) -> None:
    at = QPointF(800, 150)
    before, scale = seen_at(view, 1, at), view.scale
    turn = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), QPoint(0, 480), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003
    )  # fmt: skip
    QApplication.sendEvent(view, turn)
    assert view.scale == pytest.approx(scale * 1.25**4)
    after = seen_at(view, 1, at)
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()), abs=0.5)
    shifted = seen_at(view, 0, at - QPointF(506, 0))
    assert (shifted.x(), shifted.y()) == pytest.approx((after.x(), after.y()))


def test_a_drag_moves_both(qtbot: QtBot, view: CompareView) -> None:
    view.toggle_actual_size(QPointF(250, 200))
    before = [seen_at(view, pane, QPointF(300, 200)) for pane in (0, 1)]
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    qtbot.mouseMove(view, QPoint(320, 190))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(320, 190))
    after = [seen_at(view, pane, QPointF(320, 190)) for pane in (0, 1)]
    assert after == before


def test_another_layout_keeps_the_place_and_a_fitted_pair_fits_again(view: CompareView) -> None:
    fitted = view.scale
    view.set_layout_mode(Layout.SLIDER)
    assert view.is_fitted
    assert view.scale > 1.5 * fitted
    view.toggle_actual_size(QPointF(100, 100))
    scale, camera = view.scale, view._camera
    view.set_layout_mode(Layout.SIDE_BY_SIDE)
    assert view.scale == scale
    assert (view._camera.x, view._camera.y) == (camera.x, camera.y)


def test_another_pair_is_fitted_and_one_that_lies_alike_keeps_the_place(view: CompareView) -> None:
    view.toggle_actual_size(QPointF(100, 100))
    before = view._camera
    view.show_pair(Shown(SIZE, "a"), Shown(SIZE, "c"), Scene.of(SIZE, SIZE))
    assert view._camera == before
    view.show_pair(Shown(SIZE, "a"), Shown(SIZE, "d"), Scene.of(SIZE, QSizeF(900, 900)))
    assert view.is_fitted

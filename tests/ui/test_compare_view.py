"""Zoom and pan of two pictures at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
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


THREE_TO_TWO = QSizeF(6000, 4000)


def share_covered(view: CompareView) -> float:
    """Of the whole place, by the two pictures, as far as they lie in their panes."""
    covered = 0.0
    for pane in view.panes():
        picture = view._to_view(pane).mapRect(QRectF(QPointF(), THREE_TO_TWO))
        seen = picture.intersected(QRectF(pane))
        covered += seen.width() * seen.height()
    return covered / (view.width() * view.height())


@pytest.mark.parametrize("size", [(1440, 900), (2560, 1440), (900, 1440)])
def test_two_pictures_stand_as_they_are_larger_and_cover_all_when_filled(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    view = CompareView()
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    shown = Shown(THREE_TO_TWO, "a"), Shown(THREE_TO_TWO, "b")
    view.show_pair(*shown, Scene.of(THREE_TO_TWO, THREE_TO_TWO))
    chosen = share_covered(view)
    view.turn()
    assert view.is_fitted
    assert share_covered(view) < chosen
    view.turn()
    assert share_covered(view) == pytest.approx(chosen)
    view.toggle_fill()
    assert share_covered(view) > 0.98
    view.toggle_fill()
    assert view.is_fitted
    assert share_covered(view) == pytest.approx(chosen)


def test_filled_holds_for_the_next_pair_and_another_size_until_one_zooms(
    view: CompareView,
) -> None:
    view.toggle_fill()
    other = QSizeF(3000, 2000)
    view.show_pair(Shown(other, "c"), Shown(other, "d"), Scene.of(other, other))
    view.resize(806, 500)
    pane = QRectF(view.panes()[0])
    covering = max(pane.width() / other.width(), pane.height() / other.height())
    assert view.scale == pytest.approx(covering)
    view.zoom_by(1.25)
    assert not view.fills
    assert view.scale == pytest.approx(covering * 1.25)

"""The map: where photos stand, what is seen, and what mouse and keys do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from imgsim_desktop.control import Control
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Library, Progress
from imgsim_desktop.scan import LibraryMap
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.models.map_scene import MapScene, map_camera
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.views.map import MapView
from imgsim_desktop.ui.widgets.density import DensityPainter
from imgsim_desktop.ui.widgets.map_canvas import MapCanvas
from imgsim_desktop.ui.widgets.map_painter import PICTURE_PX
from tests.ui.fakes import FakeStore, draw, photos

CORNERS = np.array([[-1, -1], [1, -1], [-1, 1], [1, 1], [0, 0]], np.float32)
"""Photos 1 to 4 in the corners of the map, 5 in the middle."""


def scene() -> MapScene:
    return MapScene(np.arange(1, 6), CORNERS)


@pytest.fixture
def canvas(qtbot: QtBot, light: QApplication) -> MapCanvas:
    thumbnails = ThumbnailLoader()
    thumbnails.set_source(FakeStore())
    made = MapCanvas(PhotoPages(photos), thumbnails)
    qtbot.addWidget(made, before_close_func=lambda _widget: thumbnails.stop())
    made.resize(480, 480)
    with qtbot.waitExposed(made):
        made.show()
    made.set_scene(scene())
    made.fit()
    return made


def spot(canvas: MapCanvas, photo_id: int) -> QPoint:
    x, y = canvas.camera.on_screen(CORNERS[photo_id - 1]).tolist()
    return QPoint(round(x), round(y))


def send(canvas: MapCanvas, kind: QEvent.Type, at: QPointF, **more: object) -> None:
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    held = more.get("modifiers", Qt.KeyboardModifier.NoModifier)
    assert isinstance(held, Qt.KeyboardModifier)
    whole = canvas.mapToGlobal(at)
    buttons = Qt.MouseButton.LeftButton
    QApplication.sendEvent(canvas, QMouseEvent(kind, at, whole, button, buttons, held))


def drag(canvas: MapCanvas, way: list[QPointF], **more: object) -> None:
    send(canvas, QEvent.Type.MouseButtonPress, way[0], **more)
    for at in way[1:]:
        send(canvas, QEvent.Type.MouseMove, at, **more)
    send(canvas, QEvent.Type.MouseButtonRelease, way[-1], **more)


# arithmetic


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0.5, 50), st.floats(0, 600), st.floats(0, 400))
def test_a_zoom_leaves_what_is_under_the_mouse_there(
    x: float, y: float, factor: float, at_x: float, at_y: float
) -> None:
    camera = map_camera(600, 400).zoomed(2, 300, 200).over_place(x, y)
    before = camera.under(at_x, at_y)
    assert camera.zoomed(factor, at_x, at_y).under(at_x, at_y) == pytest.approx(before, abs=1e-6)


def test_the_middle_never_leaves_the_map_and_zoom_has_ends() -> None:
    camera = map_camera(600, 400)
    for _ in range(100):
        camera = camera.moved(500, -300)
    assert (camera.x, camera.y) == (-1.0, 1.0)
    assert camera.zoomed(1e9, 0, 0).scale == camera.zoomed(1e6, 0, 0).scale
    assert camera.zoomed(1e-9, 0, 0).scale == map_camera(600, 400).scale * 0.5


def test_pictures_have_a_cell_each_and_keep_it_while_one_pans() -> None:
    places = np.random.default_rng(1).uniform(-1, 1, (4000, 2)).astype(np.float32)
    crowd = MapScene(np.arange(4000), places)
    camera = map_camera(800, 600)
    rows, screen = crowd.in_view(camera, 50)
    shown = crowd.pictured(rows, camera, 60)
    assert 0 < len(shown) < 400
    assert len(np.unique(np.round(screen[shown]), axis=0)) == len(shown)
    moved = camera.moved(7, 3)
    rows_2, _ = crowd.in_view(moved, 50)
    shown_2 = crowd.pictured(rows_2, moved, 60)
    both = np.intersect1d(rows, rows_2)
    kept = np.intersect1d(rows[shown], rows_2[shown_2])
    assert len(kept) >= 0.95 * len(np.intersect1d(rows[shown], both))


def test_the_nearest_photo_is_found_within_reach_only() -> None:
    camera, few = map_camera(480, 480), scene()
    row = few.nearest(camera, 242, 239, 20)
    assert row is not None
    assert few.photos[row] == 5
    assert few.nearest(camera, 300, 240, 20) is None
    assert few.photos[few.around(row, 3)[0]] == 5
    right = few.beside(row, 1, 0)
    assert few.photos[right] in {2, 4}
    assert few.beside(right, 1, 0) == right
    assert MapScene(np.zeros(0, np.int64), CORNERS[:0]).nearest(camera, 0, 0, 1e9) is None


def test_dots_are_darker_where_more_photos_stand() -> None:
    screen = np.array([[10, 10], *[[30, 20]] * 30, [-5, 3], [700, 3]], np.float32)
    image = DensityPainter().image(screen, 61, 40, QColor("white"), QColor("black"))
    assert (image.width(), image.height()) == (31, 20)
    few, many = (image.pixelColor(x, y).lightness() for x, y in ((5, 5), (15, 10)))
    assert many < few < 255
    assert image.pixelColor(6, 5) == QColor("white")
    assert image.pixelColor(0, 1) == QColor("white")


# mouse


def test_a_click_opens_the_photo_under_it_and_beside_them_nothing(
    qtbot: QtBot, canvas: MapCanvas
) -> None:
    with qtbot.waitSignal(canvas.opened) as opened:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=spot(canvas, 2) + QPoint(6, 4))
    assert opened.args == [2]
    with qtbot.assertNotEmitted(canvas.opened):
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(240, 120))


def test_a_drag_moves_the_map_and_opens_nothing(qtbot: QtBot, canvas: MapCanvas) -> None:
    before = canvas.camera.on_screen(CORNERS)
    start = QPointF(spot(canvas, 5))
    with qtbot.assertNotEmitted(canvas.opened):
        drag(canvas, [start, start + QPointF(30, 0), start + QPointF(60, -20)])
    assert canvas.camera.on_screen(CORNERS) == pytest.approx(before + np.array([60, -20]), abs=0.01)


def test_the_wheel_zooms_where_the_mouse_is(canvas: MapCanvas) -> None:
    at, scale = QPointF(spot(canvas, 2)), canvas.camera.scale
    for turned in (120, 120, 120):
        turn = QWheelEvent(
            at, canvas.mapToGlobal(at), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003
        )  # fmt: skip
        QApplication.sendEvent(canvas, turn)
    assert canvas.camera.scale > 1.7 * scale
    assert spot(canvas, 2) == at.toPoint()


@pytest.mark.parametrize("how", ["tool", "shift"])
def test_a_lasso_selects_what_is_inside(qtbot: QtBot, canvas: MapCanvas, how: str) -> None:
    canvas.is_lasso = how == "tool"
    held = Qt.KeyboardModifier.ShiftModifier if how == "shift" else Qt.KeyboardModifier.NoModifier
    half = [QPointF(x, y) for x, y in ((10, 10), (470, 10), (470, 200), (10, 200))]
    before = canvas.camera
    with qtbot.waitSignals([canvas.selectionChanged, canvas.lassoEnded]):
        drag(canvas, half, modifiers=held)
    assert sorted(canvas.selected_ids()) == [1, 2]
    assert canvas.camera == before
    below = [QPointF(x, y) for x, y in ((210, 210), (470, 210), (470, 470), (210, 470))]
    drag(canvas, below, modifiers=held | Qt.KeyboardModifier.ControlModifier)
    assert sorted(canvas.selected_ids()) == [1, 2, 4, 5]
    drag(canvas, below, modifiers=held)
    assert sorted(canvas.selected_ids()) == [4, 5]
    assert "2 selected" in canvas.accessibleDescription()


def test_ctrl_click_selects_one_more_and_a_click_beside_none(
    qtbot: QtBot, canvas: MapCanvas
) -> None:
    for photo_id in (1, 5):
        qtbot.mouseClick(
            canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier,
            spot(canvas, photo_id),
        )  # fmt: skip
    assert sorted(canvas.selected_ids()) == [1, 5]
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(240, 120))
    assert canvas.selected_ids().tolist() == []


# keys


def test_pictures_at_the_rim_of_the_whole_map_stand_clear_of_the_edge(
    qtbot: QtBot, canvas: MapCanvas
) -> None:
    for size in ((450, 380), (1220, 840)):
        canvas.resize(*size)
        canvas.fit()
        screen = canvas.camera.on_screen(canvas.scene.places)
        clear = PICTURE_PX / 2 + 16
        assert screen.min() >= clear
        assert (screen <= np.array(size) - clear).all()


def test_the_map_is_moved_by_keys_and_fitted_again(qtbot: QtBot, canvas: MapCanvas) -> None:
    whole = canvas.camera
    canvas.zoom_by(1)
    assert canvas.camera.scale > whole.scale
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.camera.x > 0
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.camera.y < 0
    canvas.fit()
    assert canvas.camera == whole


def test_space_takes_a_photo_and_arrows_walk_to_the_next(qtbot: QtBot, canvas: MapCanvas) -> None:
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert canvas.current_id() == 5
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.current_id() in {1, 2}
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert canvas.selected_ids().tolist() == [canvas.current_id()]
    with qtbot.waitSignal(canvas.opened) as opened:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert opened.args == [canvas.current_id()]
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.current_id() is None
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert len(canvas.selected_ids()) == 0


def test_the_selection_stays_by_photo_when_the_map_is_drawn_again(canvas: MapCanvas) -> None:
    canvas.select_ids(np.array([2, 3]))
    canvas.set_scene(MapScene(np.array([9, 3, 2]), CORNERS[:3]))
    assert sorted(canvas.selected_ids()) == [2, 3]


def test_pictures_are_painted_once_they_have_come(qtbot: QtBot, canvas: MapCanvas) -> None:
    def green(photo_id: int) -> bool:
        shade = canvas.grab().toImage().pixelColor(spot(canvas, photo_id))
        return shade.green() > shade.red() + 40

    qtbot.waitUntil(lambda: all(green(photo_id) for photo_id in range(1, 6)), timeout=20_000)


# the page


def test_the_page_draws_the_map_of_a_small_library_by_itself(
    qtbot: QtBot, scanned: MainWindow
) -> None:
    scanned.show_view("map")
    view = scanned.view
    assert isinstance(view, MapView)
    qtbot.waitUntil(lambda: not view.is_busy(), timeout=90_000)
    assert len(view.canvas.scene) == 3
    assert view.canvas.isVisible()
    assert view.count.text() == "3 photos"
    assert not view.draw.isVisible()
    view.canvas.select_ids(view.canvas.scene.photos[:2])
    assert view.count.text() == "2 of 3 photos selected"
    view.commands.by_name["select"].trigger()
    assert scanned.gallery is scanned.view
    assert len(scanned.gallery.grid.selected_ids()) == 2


def test_a_photo_opened_from_the_map_walks_to_its_neighbours_and_back(
    qtbot: QtBot, scanned: MainWindow
) -> None:
    scanned.show_view("map")
    view = scanned.view
    assert isinstance(view, MapView)
    qtbot.waitUntil(lambda: not view.is_busy(), timeout=90_000)
    first = int(view.canvas.scene.photos[0])
    view.canvas.opened.emit(first)
    assert scanned.browser.is_large
    assert scanned.browser.chosen_ids().tolist() == [first]
    scanned.photo_view.closed.emit(first)
    assert not scanned.browser.is_large
    assert view.canvas.current_id() == first


def test_new_photos_are_counted_and_drawn_when_asked(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path
) -> None:
    scanned.show_view("map")
    view = scanned.view
    assert isinstance(view, MapView)
    qtbot.waitUntil(lambda: not view.is_busy(), timeout=90_000)
    (photos_folder / "copy.jpg").write_bytes((photos_folder / "red.jpg").read_bytes() + b"\0")
    scanned.scan_now()
    qtbot.waitUntil(lambda: not scanned.scans.is_running, timeout=90_000)
    scanned.session.poll()
    view.refresh()
    assert "1 photo not on the map yet" in view.count.text()
    assert view.draw.isVisible()
    view.draw.click()
    qtbot.waitUntil(lambda: not view.is_busy(), timeout=90_000)
    assert len(view.canvas.scene) == 4
    assert not view.draw.isVisible()


def test_photos_chosen_on_the_map_become_a_tag_and_an_album(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    scanned.show_view("map")
    view = scanned.view
    assert isinstance(view, MapView)
    qtbot.waitUntil(lambda: not view.is_busy(), timeout=90_000)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_more: ("Sky", True))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    assert not view.commands.by_name["tag"].isEnabled()
    view.canvas.select_ids(view.canvas.scene.photos[:2])
    before = sorted(path.name for path in photos_folder.rglob("*"))
    for name, said in (("tag", "2 photos tagged"), ("album", "2 photos copied to")):
        with qtbot.waitSignal(view.noticeRequested, timeout=60_000) as told:
            view.commands.by_name[name].trigger()
        assert told.args[0].sentence.startswith(said)
        qtbot.waitUntil(lambda: not view.is_busy())
    assert len(list((tmp_path / "Sky").iterdir())) == 4, "photos and the words beside them"
    assert len(list(photos_folder.rglob("*.xmp"))) == 2
    for _ in range(2):
        with qtbot.waitSignal(view.noticeRequested, timeout=60_000):
            view.commands.by_name["undo"].trigger()
        qtbot.waitUntil(lambda: not view.is_busy())
    assert not (tmp_path / "Sky").exists()
    assert sorted(path.name for path in photos_folder.rglob("*")) == before


def test_one_photo_is_told_to_be_too_few_for_a_map(
    qtbot: QtBot, window: MainWindow, photos_folder: Path
) -> None:
    draw(photos_folder / "red.jpg", "#c33")
    window.library_actions.open_folders([photos_folder])
    qtbot.waitUntil(lambda: not window.scans.is_running)
    window.show_view("map")
    view = window.view
    assert isinstance(view, MapView)
    assert view.empty.accessibleName() == "One photo makes no map"


def test_a_new_map_is_seen_while_it_is_drawn_and_gone_when_stopped(
    qtbot: QtBot, scanned: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids, may_go_on = scanned.session.photo_ids(), threading.Event()

    def slow(
        _library: Library, _home: Home, _key: str, control: Control,
        show: Callable[[LibraryMap], None],
    ) -> LibraryMap:  # fmt: skip
        sketch = LibraryMap(ids[:2], CORNERS[:2], 0)
        show(sketch)
        control.report(Progress("map", 1, 9))
        while not may_go_on.wait(0.02):
            control.check()
        return sketch

    monkeypatch.setattr("imgsim_desktop.scan.map_library", slow)
    scanned.show_view("map")
    view = scanned.view
    assert isinstance(view, MapView)
    qtbot.waitUntil(lambda: len(view.canvas.scene) == 2, timeout=30_000)
    assert view.is_busy()
    assert view.canvas.isVisible()
    assert sorted(view.canvas.scene.photos) == sorted(ids[:2])
    view.stop()
    qtbot.waitUntil(lambda: not view.is_busy(), timeout=30_000)
    assert len(view.canvas.scene) == 0
    assert view.empty.isVisible()
    may_go_on.set()
    view.draw_map()
    qtbot.waitUntil(lambda: not view.is_busy(), timeout=30_000)
    assert len(view.canvas.scene) == 2


def test_a_map_that_grows_while_it_is_drawn_stays_wholly_in_view_until_it_is_moved(
    scanned: MainWindow,
) -> None:
    scanned.show_view("map")
    view = scanned.view
    assert isinstance(view, MapView)
    small = np.array([[-0.2, -1], [0.2, 1]], np.float32)
    view._show(LibraryMap(np.array([1, 2]), small, 0), fits=True)
    view._show(LibraryMap(np.arange(1, 6), CORNERS, 0), fits=False)
    assert view.canvas.is_whole
    view.canvas.zoom_by(1)
    camera = view.canvas.camera
    view._show(LibraryMap(np.array([1, 2]), small, 0), fits=False)
    assert view.canvas.camera == camera


def test_an_empty_library_says_why_there_is_no_map(window: MainWindow, photos_folder: Path) -> None:
    window.session.open_library(window.session.library_for([photos_folder]))
    window.show_view("map")
    view = window.view
    assert isinstance(view, MapView)
    assert view.empty.accessibleName() == "Too few photos for a map"
    assert not view.commands.by_name["lasso"].isEnabled()

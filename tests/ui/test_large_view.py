"""The large view: what stands around the photo, its neighbours, its facts, and a slide show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imgsim_desktop.records import Photo
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.picture_loader import PictureLoader
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.theme import SURROUND
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.view import OpenPhoto
from imgsim_desktop.ui.views import photo_view
from imgsim_desktop.ui.views.photo_view import PhotoView
from imgsim_desktop.ui.widgets.facts_panel import WIDE_PX, BrokenText, FactsPanel
from imgsim_desktop.ui.widgets.histogram import histogram_of
from imgsim_desktop.ui.widgets.properties_dialog import said_exposure
from tests.ui.fakes import FakeStore, photo

COUNT = 50


def with_facts(ids: object) -> dict[int, Photo]:
    found = {}
    for photo_id in list(ids):  # type: ignore[call-overload]
        one = photo(photo_id)
        facts = replace(one.facts, camera="Cam 7", exposure=(0.004, 2.8, 400.0, None))
        found[photo_id] = replace(one, facts=facts)
    return found


@pytest.fixture
def large(qtbot: QtBot, light: QApplication, session: LibrarySession) -> Iterator[PhotoView]:
    """The third of fifty photos, all of them grey."""
    thumbnails, pictures = ThumbnailLoader(), PictureLoader(lambda *_: grey())
    thumbnails.set_source(FakeStore())
    view = PhotoView(PhotoPages(with_facts), thumbnails, pictures)
    view.follow(session)
    qtbot.addWidget(view)
    view.resize(1000, 700)
    with qtbot.waitExposed(view):
        view.show()
    view.show_photo(OpenPhoto(np.arange(1, COUNT + 1), 2))
    qtbot.waitUntil(lambda: not pictures.is_busy)
    yield view
    view.stop()
    thumbnails.stop()
    pictures.stop()


def grey() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.full((30, 40, 3), 128, np.uint8)


def shown(view: PhotoView) -> int:
    assert view.photo is not None
    return view.photo.photo_id


def test_the_photo_stands_on_black_in_the_light_theme(large: PhotoView) -> None:
    image = large.canvas.grab().toImage()
    assert image.pixelColor(2, 2).name() == SURROUND.base
    assert large.film.grab().toImage().pixelColor(2, 2).name() == SURROUND.panel


def test_a_click_in_the_film_goes_to_that_photo(large: PhotoView, qtbot: QtBot) -> None:
    assert large.film.rows_shown[0] == 0
    middle = large.film.width() // 2
    assert large.film.row_at(middle) == 2
    right = large.film.row_at(large.film.width() - 60)
    assert right is not None
    assert right > 4
    place = QPoint(large.film.width() - 60, large.film.height() // 2)
    qtbot.mouseClick(large.film, Qt.MouseButton.LeftButton, pos=place)
    assert shown(large) == right + 1
    assert large.film.row_at(middle) == right


def test_the_film_fetches_only_what_it_shows(qtbot: QtBot, light: QApplication) -> None:
    fetched: list[int] = []

    def fetch(ids: object) -> dict[int, Photo]:
        fetched.extend(list(ids))  # type: ignore[call-overload]
        return with_facts(fetched)

    thumbnails, pictures = ThumbnailLoader(), PictureLoader(lambda *_: grey())
    view = PhotoView(PhotoPages(fetch), thumbnails, pictures)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.show_photo(OpenPhoto(np.arange(1, 1_000_001), 500_000))
    view.film.repaint()
    assert len(set(fetched)) < 100
    view.stop()
    thumbnails.stop()
    pictures.stop()


def test_facts_and_film_come_and_go_by_their_keys_and_are_remembered(
    large: PhotoView, session: LibrarySession, qtbot: QtBot
) -> None:
    assert large.facts.isHidden()
    assert not large.film.isHidden()
    large.commands.by_name["facts"].trigger()
    large.commands.by_name["film"].trigger()
    assert not large.facts.isHidden()
    assert large.film.isHidden()
    assert session.settings.large_facts
    assert not session.settings.large_film
    assert large.commands.by_name["facts"].isChecked()


def test_the_facts_are_those_of_the_photo_with_its_histogram(large: PhotoView) -> None:
    large.toggle_facts()
    lines = large.facts.lines
    assert "IMG_000003.jpg" in lines
    assert "Cam 7" in lines
    assert "1/250 s, f/2.8, ISO 400" in lines
    large.step(1)
    assert "IMG_000004.jpg" in large.facts.lines
    assert "IMG_000003.jpg" not in large.facts.lines
    shares = large.facts.histogram.shares
    assert shares is None or shares[:, 32].tolist() == [1.0, 1.0, 1.0]


def test_a_histogram_counts_each_colour_for_itself() -> None:
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(0xFF00FF)
    shares = histogram_of(image)
    assert shares.shape == (3, 64)
    assert shares[:, -1].tolist() == [1.0, 0.0, 1.0]
    assert shares[:, 0].tolist() == [0.0, 1.0, 0.0]


def test_a_low_or_narrow_window_has_the_photo_alone(large: PhotoView) -> None:
    large.toggle_facts()
    large.resize(590, 300)
    assert large.film.isHidden()
    assert large.facts.isHidden()
    large.resize(1000, 700)
    assert not large.film.isHidden()
    assert not large.facts.isHidden()


def test_a_slide_show_goes_on_from_the_last_photo_to_the_first_and_esc_ends_it(
    large: PhotoView, session: LibrarySession, qtbot: QtBot
) -> None:
    told: list[object] = []
    large.slideshowChanged.connect(told.append)
    session.change_settings(slideshow_s=1)
    large.show_photo(OpenPhoto(np.arange(1, COUNT + 1), COUNT - 1))
    large.commands.by_name["slideshow"].trigger()
    assert large.is_slideshow
    assert large.film.isHidden()
    qtbot.waitUntil(lambda: shown(large) == 1)
    closed: list[object] = []
    large.closed.connect(closed.append)
    large.close_view()
    assert told == [True, False]
    assert not large.film.isHidden()
    assert closed == []
    large.close_view()
    assert closed == [1]


def test_a_slide_show_ends_where_the_view_is_left(large: PhotoView) -> None:
    large.toggle_slideshow()
    large.hide()
    assert not large.is_slideshow
    assert not large._slides.isActive()


@pytest.mark.parametrize(
    ("exposure", "said"),
    [
        ((), ""),
        ((2.0, None, None, 0.7), "2 s, +0.7 EV"),
        ((0.001, 11.0, 100.0, 0.0), "1/1000 s, f/11, ISO 100"),
        ((0.0, 0.0, 0.0, None), ""),
    ],
)
def test_an_exposure_is_said_as_photographers_do(
    exposure: tuple[float | None, ...], said: str
) -> None:
    assert said_exposure(exposure) == said


def test_a_photo_seen_whole_is_dragged_out_and_a_larger_one_is_moved(
    large: PhotoView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[list[Path]] = []
    monkeypatch.setattr(
        photo_view, "carry", lambda _source, _ids, paths, _look: carried.append(list(paths))
    )

    def pull() -> None:
        canvas = large.canvas
        middle = canvas.rect().center()
        qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
        qtbot.mouseMove(canvas, middle + QPoint(30, 30))
        qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(30, 30))

    photo = large.photo
    assert photo is not None
    pull()
    assert carried == [[photo.path]]
    large.canvas.set_zoom(4.0)
    pull()
    assert len(carried) == 1


def test_a_name_without_blanks_is_broken_and_not_cut_in_the_panel_of_facts(
    qtbot: QtBot, light: QApplication
) -> None:
    panel = FactsPanel()
    qtbot.addWidget(panel)
    one = replace(photo(1), path=Path("/photos") / ("tests__images__RGBA_10__" * 4 + ".heif"))
    panel.resize(WIDE_PX, 500)
    panel.show_photo(one)
    panel.show()
    qtbot.waitExposed(panel)
    assert one.path.name in panel.lines
    (name,) = [label for label in panel._labels if label.text() == one.path.name]
    assert isinstance(name, BrokenText)
    inside = WIDE_PX - 32
    assert name.document().idealWidth() <= inside
    assert name.width() <= inside
    assert name.height() >= 2 * name.fontMetrics().lineSpacing()


def test_a_part_in_a_box_is_searched_with(large: PhotoView) -> None:
    asked: list[tuple[QImage, int]] = []
    large.partRequested.connect(asked.append)
    large.toggle_box()
    assert large.canvas.awaits_box
    assert "Draw a box" in large._info.text()
    large.close_view()
    assert not large.canvas.awaits_box, "Esc leaves the drawing before the photo"
    assert "IMG_000003.jpg" in large._info.text()
    large.canvas.boxDrawn.emit(QRectF(0, 0, 0.5, 0.5))
    assert [photo_id for _, photo_id in asked] == [3]
    assert asked[0][0].width() == round(large.canvas._full.width() / 2)

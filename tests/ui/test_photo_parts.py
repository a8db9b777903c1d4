"""In the large view one steps through pages, frames and the film of a photo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imgsim_desktop.errors import KnownError
from imgsim_desktop.reading.film import FilmFrame
from imgsim_desktop.records import Holdings, Photo, Pixels, Recording
from imgsim_desktop.ui.command_actions import ActionButton
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.part_loader import Part, PartLoader
from imgsim_desktop.ui.picture_loader import PictureLoader
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.view import OpenPhoto
from imgsim_desktop.ui.views.photo_view import PhotoView
from tests.ui.test_review_parts import photo

PAGES = Holdings(pages=3, pages_digest=b"p" * 16)
FRAMES = Holdings(pages=3, is_animated=True, pages_digest=b"p" * 16)
FILM = Holdings(film=Recording(b"f" * 16, 2.0))


def grey(level: int) -> Pixels:
    return np.full((30, 40, 3), level, np.uint8)


class Large:
    """The large view over made-up files: page n is 10 n grey, frame n of four 100 + n."""

    def __init__(self, qtbot: QtBot, *photos: Photo) -> None:
        self.qtbot = qtbot
        self.opened: list[tuple[str, int]] = []
        known = {p.photo_id: p for p in photos}
        self.pictures = PictureLoader(lambda _path, _control: grey(0))
        self.parts = PartLoader(open_page=self._page, open_film_frame=self._frame)
        self.thumbnails = ThumbnailLoader()
        self.view = PhotoView(
            PhotoPages(lambda ids: {i: known[i] for i in ids if i in known}),
            self.thumbnails,
            self.pictures,
            parts=self.parts,
        )
        qtbot.addWidget(self.view, before_close_func=lambda _view: self.end())
        self.view.resize(800, 600)
        self.view.show()
        self.view.show_photo(OpenPhoto(np.array(sorted(known)), 0))
        self.settle()

    def _page(self, path: Path, number: int) -> Pixels:
        self.opened.append(("page", number))
        if path.name == "broken.tif":
            raise KnownError("Page 2 of broken.tif could not be read: torn.")
        return grey(10 * number)

    def _frame(self, path: Path, number: int) -> FilmFrame:
        self.opened.append(("film", number))
        return FilmFrame(grey(100 + number), 4)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.pictures.is_busy and not self.parts.is_busy)

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.view, key)
        self.settle()

    @property
    def level(self) -> int:
        """Grey of the middle of the screen."""
        shot = self.view.canvas.grab().toImage()
        return shot.pixelColor(shot.width() // 2, shot.height() // 2).red()

    def end(self) -> None:
        self.view.stop()
        self.pictures.stop()
        self.thumbnails.stop()


@pytest.fixture
def large(qtbot: QtBot, light: QApplication) -> Callable[..., Large]:
    return lambda *photos: Large(qtbot, *photos)


def test_a_plain_photo_has_no_bar_to_step_with(large) -> None:
    shown = large(photo(1))
    assert not shown.view.part_bar.isVisible()
    shown.press(Qt.Key.Key_Period)
    assert shown.opened == []


def test_keys_go_through_the_pages_and_stay_at_the_ends(large) -> None:
    shown = large(photo(1, holdings=PAGES))
    assert shown.view.part_bar.isVisible()
    said, levels = [shown.view.part_bar.text], [shown.level]
    for _ in range(3):
        shown.press(Qt.Key.Key_Period)
        said.append(shown.view.part_bar.text)
        levels.append(shown.level)
    assert said == ["Page 1 of 3", "Page 2 of 3", "Page 3 of 3", "Page 3 of 3"]
    assert levels == [0, 10, 20, 20]
    for _ in range(3):
        shown.press(Qt.Key.Key_Comma)
    assert (shown.view.part_bar.text, shown.level) == ("Page 1 of 3", 0)
    assert shown.opened == [("page", 1), ("page", 2)], "what was opened once is kept"


def test_frames_are_called_frames(large) -> None:
    assert large(photo(1, holdings=FRAMES)).view.part_bar.text == "Frame 1 of 3"


def test_the_film_behind_a_photo_is_gone_through_with_its_time(large) -> None:
    shown = large(photo(1, holdings=FILM))
    assert shown.view.part_bar.text == "Photo, with a film behind it"
    shown.press(Qt.Key.Key_Period)
    assert (shown.view.part_bar.text, shown.level) == ("Film: 0.0 of 2.0 s", 100)
    for _ in range(5):
        shown.press(Qt.Key.Key_Period)
    assert (shown.view.part_bar.text, shown.level) == ("Film: 1.5 of 2.0 s", 103)


def test_the_buttons_step_too_and_are_off_at_the_ends(large) -> None:
    shown = large(photo(1, holdings=PAGES))
    before, after = shown.view.part_bar.findChildren(ActionButton)
    assert (before.isEnabled(), after.isEnabled()) == (False, True)
    assert before.accessibleName()
    assert after.accessibleName()
    shown.qtbot.mouseClick(after, Qt.MouseButton.LeftButton)
    shown.settle()
    shown.qtbot.mouseClick(after, Qt.MouseButton.LeftButton)
    shown.settle()
    assert (before.isEnabled(), after.isEnabled()) == (True, False)
    assert shown.level == 20


def test_the_next_photo_begins_with_itself(large) -> None:
    shown = large(photo(1, holdings=PAGES), photo(2))
    shown.press(Qt.Key.Key_Period)
    assert shown.level == 10
    shown.press(Qt.Key.Key_Right)
    assert shown.level == 0
    assert not shown.view.part_bar.isVisible()
    shown.press(Qt.Key.Key_Left)
    assert (shown.view.part_bar.text, shown.level) == ("Page 1 of 3", 0)


def test_a_page_that_cannot_be_read_is_told_and_the_others_are_still_shown(large) -> None:
    shown = large(photo(1, "broken.tif", holdings=PAGES))
    shown.press(Qt.Key.Key_Period)
    assert shown.view.canvas.message == "Page 2 of broken.tif could not be read: torn."
    shown.press(Qt.Key.Key_Comma)
    assert shown.view.canvas.message == ""


def test_of_quick_steps_only_the_last_is_opened(qtbot: QtBot, light: QApplication) -> None:
    opened: list[int] = []

    def open_page(_path: Path, number: int) -> Pixels:
        opened.append(number)
        return grey(number)

    loader = PartLoader(open_page=open_page)
    try:
        known = photo(1, holdings=Holdings(pages=40, pages_digest=b"p" * 16))
        for number in range(1, 40):
            loader.picture(known, Part(known.content_hash, "page", number))
        qtbot.waitUntil(lambda: not loader.is_busy)
        assert opened[0] == 1
        assert opened[-1] == 39
        assert len(opened) == 2
    finally:
        loader.stop()

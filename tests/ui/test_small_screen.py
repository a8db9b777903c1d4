"""What a small screen has no room for gives way: dialogs, pictures, long texts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPixmap
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

import imgsim_desktop.ui
from imgsim_desktop.choosing.lanes import Entry, Lane
from imgsim_desktop.records import Group, PairKind
from imgsim_desktop.review.chosen import ChosenPlan
from imgsim_desktop.ui.widgets.dialog_size import resize_on_screen
from imgsim_desktop.ui.widgets.elided_label import ElidedLabel
from imgsim_desktop.ui.widgets.queue_list import said_title
from imgsim_desktop.ui.widgets.trash_sheet import TrashSheet
from tests.ui.fakes import photo


class SmallScreen:
    def availableSize(self) -> QSize:
        return QSize(720, 450)


class DialogOnSmallScreen(QDialog):
    def screen(self) -> SmallScreen:  # type: ignore[override]
        return SmallScreen()


class Thumbnails(QObject):
    """None is there yet, until `come`."""

    loaded = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._has_come = False

    def pixmap(self, _content_hash: bytes, _most_px: int, _ratio: float = 1) -> QPixmap | None:
        return QPixmap(90, 60) if self._has_come else None

    def come(self, hashes: frozenset[bytes]) -> None:
        self._has_come = True
        self.loaded.emit(hashes)


def test_a_dialog_is_never_larger_than_the_screen(qtbot: QtBot) -> None:
    dialog = DialogOnSmallScreen()
    qtbot.addWidget(dialog)
    resize_on_screen(dialog, QSize(900, 680))
    assert (dialog.width(), dialog.height()) == (704, 410)
    resize_on_screen(dialog, QSize(300, 200))
    assert (dialog.width(), dialog.height()) == (300, 200)


def test_every_dialog_asks_how_much_room_the_screen_has() -> None:
    sources = Path(imgsim_desktop.ui.__file__).parent.rglob("*.py")
    fixed = [
        source.name
        for source in sources
        if re.search(r"class \w+\(QDialog\)", text := source.read_text("utf-8"))
        and re.search(r"self\.resize\(\d", text)
    ]
    assert fixed == []


@pytest.mark.parametrize(("width", "most"), [(640, 5), (1440, 8)])
def test_a_narrow_window_shows_fewer_of_the_photos_that_go(
    qtbot: QtBot, light: object, width: int, most: int
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(width, 480)
    sheet, thumbnails = sheet_for(window, 20)
    thumbnails.come(frozenset(photo(n).content_hash for n in range(1, 21)))
    assert len(pictures(sheet)) <= most
    assert sheet.minimumSizeHint().width() <= width
    assert f"+ {20 - len(pictures(sheet))}" in [label.text() for label in labels(sheet)]


def test_a_picture_that_comes_later_takes_the_place_of_the_name(
    qtbot: QtBot, light: object
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1440, 900)
    sheet, thumbnails = sheet_for(window, 2)
    assert not pictures(sheet)
    thumbnails.come(frozenset({photo(1).content_hash}))
    assert len(pictures(sheet)) == 1
    thumbnails.come(frozenset({photo(2).content_hash}))
    assert len(pictures(sheet)) == 2


def test_where_a_photo_stands_is_said_whole_however_long_its_name(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.setText("a very long name " * 20, "  ·  99,479 of 99,500")
    label.resize(400, 20)
    assert label.shown().startswith("a very")
    assert label.shown().endswith("·  99,479 of 99,500")
    label.resize(label.fontMetrics().horizontalAdvance("99,479 of 99,500") + 8, 20)
    assert label.shown() == "99,479 of 99,500"


def sheet_for(window: QWidget, count: int) -> tuple[TrashSheet, Thumbnails]:
    gone = tuple(photo(number) for number in range(1, count + 1))
    thumbnails = Thumbnails()
    thumbnails.setParent(window)
    sheet = TrashSheet(ChosenPlan(going=gone, last_copies=gone), thumbnails, window)  # type: ignore[arg-type]
    return sheet, thumbnails


def labels(sheet: TrashSheet) -> list[QLabel]:
    return sheet.findChildren(QLabel)


def pictures(sheet: TrashSheet) -> list[QLabel]:
    return [label for label in labels(sheet) if not label.pixmap().isNull()]


def test_a_narrow_queue_says_all_figures_of_a_group(light: object) -> None:
    group = Group(members=(1, 2, 3), keeper=1, kind=PairKind.EDITED, confidence=0.99)
    entry = Entry(group, Lane.EDITED, 937_800)
    metrics = QFontMetrics(QFont())
    title = "937.8 kB · 3 photos"
    assert said_title(entry, title, metrics, 1000) == title
    narrow = metrics.horizontalAdvance("937.8 kB · 3 ph")
    assert said_title(entry, title, metrics, narrow) == "937.8 kB · 3"

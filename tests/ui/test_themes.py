"""The Themes page: found by itself, opened, named, used; never in the way of the window."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit
from pytestqt.qtbot import QtBot

from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.reading.xmp import extended_xmp, read_xmp
from imgsim_desktop.records import Description, Library, Photo
from imgsim_desktop.review.themes import ThemeWords
from imgsim_desktop.scan import LibraryTheme, LibraryThemes, scan
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.view import OpenPhoto
from imgsim_desktop.ui.views.map import MapView
from imgsim_desktop.ui.views.themes import ThemesView
from imgsim_desktop.ui.widgets.problems_dialog import ProblemsDialog
from imgsim_desktop.ui.widgets.theme_list import picture_places
from tests.ui.fakes import colour_network, draw


def by_colour(
    library: Library, home: Home, _model_key: str, _control: Control, *, method: str,
    count: int | None, with_offline: bool,
) -> LibraryThemes:  # fmt: skip
    """The first word of a name is its theme; of three themes the third is half of the first."""
    if count is not None and count > 10:
        raise KnownError(f"{count} themes cannot be made of 10 different photos.")
    with closing(CacheReader(home, library)) as reader:
        photos = reader.photos()
    groups: dict[str, list[Photo]] = {}
    for number, photo in enumerate(photos):
        name = photo.path.name.split()[0]
        half = name == "red" and count == 3 and number % 2
        groups.setdefault(f"{name} too" if half else name, []).append(photo)
    themes = [
        LibraryTheme(
            np.array([photo.photo_id for photo in group]),
            tuple(photo.content_hash for photo in group),
        )
        for group in groups.values()
    ]
    themes.sort(key=lambda theme: -len(theme.photos))
    return LibraryThemes(tuple(themes), np.zeros(0, np.int64))


@pytest.fixture(scope="module")
def themes_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Six red and four blue photos, scanned once: comparing them takes a second and a half."""
    place = tmp_path_factory.mktemp("themes") / "now"
    folder = place / "photos"
    for number in range(6):
        draw(folder / f"red {number}.jpg", f"#c{number:x}{number:x}")
    for number in range(4):
        draw(folder / f"blue {number}.jpg", f"#{number:x}{number:x}d")
    home = Home(place / "home")
    scan(LibraryList(home).open_for([folder]), home, colour_network())
    template = place.with_name("template")
    shutil.copytree(place, template)
    return place, template


@pytest.fixture
def place(themes_template: tuple[Path, Path]) -> Path:
    """Photos and home as they were after that scan; always at one place, which the cache knows."""
    place, template = themes_template
    shutil.rmtree(place)
    shutil.copytree(template, place)
    return place


@pytest.fixture
def photos_folder(place: Path) -> Path:
    return place / "photos"


@pytest.fixture
def session(place: Path) -> Iterator[LibrarySession]:
    made = LibrarySession(Home(place / "home"))
    yield made
    made.close()


@pytest.fixture
def themes(
    qtbot: QtBot, window: MainWindow, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> ThemesView:
    """Themes of those photos."""
    monkeypatch.setattr("imgsim_desktop.scan.theme_library", by_colour)
    window.library_actions.open_folders([photos_folder])
    qtbot.waitUntil(lambda: not window.scans.is_running, timeout=90_000)
    window.session.poll()
    view = window.views["themes"]
    assert isinstance(view, ThemesView)
    window.show_view("themes")
    qtbot.waitUntil(lambda: not view.is_busy(), timeout=90_000)
    return view


def names_of(view: ThemesView, row: int) -> set[str]:
    theme = view.rows.row(row)
    assert theme is not None
    photos = view.session.fetch_photos(theme.photos.tolist())
    return {photo.path.name.split()[0] for photo in photos.values()}


def click(qtbot: QtBot, view: ThemesView, point: QPoint, *, twice: bool = False) -> None:
    press = qtbot.mouseDClick if twice else qtbot.mouseClick
    press(view.list.viewport(), Qt.MouseButton.LeftButton, pos=point)


def test_themes_are_found_when_the_page_is_opened(themes: ThemesView) -> None:
    assert themes.rows.rowCount() == 2
    assert [names_of(themes, row) for row in (0, 1)] == [{"red"}, {"blue"}]
    assert [themes.rows.index(row, 0).data() for row in (0, 1)] == ["Mostly red", "Mostly blue"]
    assert themes.bar.title.text() == "2 themes"
    assert themes.list.currentIndex().row() == 0


def test_a_name_is_typed_in_its_place_and_found_again(qtbot: QtBot, themes: ThemesView) -> None:
    themes.list.setFocus()
    qtbot.keyClick(themes.list, Qt.Key.Key_Down)
    themes.commands.by_name["rename"].trigger()
    editor = themes.list.findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, "Sky")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: themes.rows.index(1, 0).data() == "Sky")  # Qt commits a little later
    assert [name.name for name in themes.session.decisions.theme_names()] == ["Sky"]
    themes.bar.show_wish("kmeans", 3)
    themes.find_themes()
    qtbot.waitUntil(lambda: not themes.is_busy(), timeout=90_000)
    named = [row for row in range(3) if themes.rows.index(row, 0).data() == "Sky"]
    assert len(named) == 1
    assert names_of(themes, named[0]) == {"blue"}


def test_an_empty_name_takes_the_name_away(themes: ThemesView) -> None:
    index = themes.rows.index(0, 0)
    assert themes.rows.setData(index, "  Warm ")
    assert index.data() == "Warm"
    assert themes.rows.setData(index, " ")
    assert index.data() == "Mostly red"
    assert themes.session.decisions.theme_names() == []


def test_enter_opens_a_theme_and_escape_goes_back(qtbot: QtBot, themes: ThemesView) -> None:
    qtbot.keyClick(themes.list, Qt.Key.Key_Return)
    assert themes.grid.isVisible()
    assert len(themes.grid) == 6
    assert themes.bar.title.text() == "Mostly red  ·  6 photos"
    themes.commands.by_name["back"].trigger()
    assert themes.list.isVisible()
    assert themes.list.hasFocus()


def test_a_click_on_a_picture_shows_it_large_and_arrows_walk_the_theme(
    qtbot: QtBot, window: MainWindow, themes: ThemesView
) -> None:
    rect = themes.list.visualRect(themes.rows.index(1, 0))
    theme = themes.rows.row(1)
    assert theme is not None
    with qtbot.waitSignal(themes.photoOpened) as opened:
        click(qtbot, themes, picture_places(rect, 4)[1].center())
    shown = opened.args[0]
    assert isinstance(shown, OpenPhoto)
    assert np.array_equal(shown.photo_ids, theme.photos)
    assert shown.row == 1
    assert window.browser.is_large


def test_the_last_picture_that_fits_opens_the_theme(
    qtbot: QtBot, window: MainWindow, themes: ThemesView
) -> None:
    window.resize(640, 720)
    rect = themes.list.visualRect(themes.rows.index(0, 0))
    places = picture_places(rect, 6)
    assert len(places) < 6
    click(qtbot, themes, places[-1].center())
    assert themes.grid.isVisible()


def test_a_double_click_beside_the_pictures_opens_the_theme(
    qtbot: QtBot, themes: ThemesView
) -> None:
    rect = themes.list.visualRect(themes.rows.index(1, 0))
    point = QPoint(rect.right() - 30, rect.top() + 12)
    click(qtbot, themes, point)
    click(qtbot, themes, point, twice=True)
    assert len(themes.grid) == 4


def test_a_theme_becomes_a_selection_in_the_gallery(window: MainWindow, themes: ThemesView) -> None:
    window.tools.filter.setText("blue 1")
    themes.commands.by_name["select"].trigger()
    assert window.gallery is window.view
    theme = themes.rows.row(0)
    assert theme is not None
    assert window.tools.filter_text() == ""
    assert sorted(window.gallery.grid.selected_ids()) == sorted(theme.photos)


def test_a_theme_becomes_an_album_of_copies_and_undo_takes_it_away(
    qtbot: QtBot, themes: ThemesView, photos_folder: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    before = {path.name: path.read_bytes() for path in photos_folder.iterdir()}
    themes.rows.setData(themes.rows.index(1, 0), "Sky")
    theme = themes.rows.row(1)
    assert theme is not None
    (tmp_path / "albums").mkdir()
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "albums")
    )
    themes.list.setCurrentIndex(themes.rows.index(1, 0))
    with qtbot.waitSignal(themes.noticeRequested, timeout=60_000) as told:
        themes.commands.by_name["album"].trigger()
    assert told.args[0].sentence.startswith("4 photos copied to ")
    copied = {path.name: path.read_bytes() for path in (tmp_path / "albums" / "Sky").iterdir()}
    assert copied == {name: data for name, data in before.items() if name.startswith("blue")}
    qtbot.waitUntil(lambda: not themes.is_busy())
    with qtbot.waitSignal(themes.noticeRequested, timeout=60_000) as told:
        themes.commands.by_name["undo"].trigger()
    assert told.args[0].sentence == "Taken back for 4 photos."
    assert not (tmp_path / "albums" / "Sky").exists()
    assert {path.name: path.read_bytes() for path in photos_folder.iterdir()} == before
    qtbot.waitUntil(lambda: not themes.is_busy())
    with qtbot.waitSignal(themes.noticeRequested, timeout=60_000) as told:
        themes.commands.by_name["undo"].trigger()
    assert told.args[0].sentence == "There is no tag and no album to take back."
    qtbot.waitUntil(lambda: not themes.is_busy())


def sidecars_in(folder: Path) -> dict[str, tuple[str, ...]]:
    return {path.name: read_xmp(path.read_bytes()).keywords for path in folder.glob("*.xmp")}


def test_a_theme_becomes_a_tag_and_undo_takes_it_away(
    qtbot: QtBot, themes: ThemesView, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(_parent: object, _title: str, label: str, *, text: str) -> tuple[str, bool]:
        asked.extend((label, text))
        return "  Red\tthings ", True

    monkeypatch.setattr(QInputDialog, "getText", answer)
    themes.rows.setData(themes.rows.index(0, 0), "Warm")
    (photos_folder / "red 1.jpg.xmp").write_bytes(
        extended_xmp(None, Description(keywords=("mine", "Red things")))
    )
    (photos_folder / "red 2.jpg.xmp").write_bytes(b"a shopping list")
    with qtbot.waitSignal(themes.noticeRequested, timeout=60_000) as told:
        themes.commands.by_name["tag"].trigger()
    assert asked[0].startswith("A keyword for 6 photos.")
    assert asked[1] == "Warm"
    notice = told.args[0]
    assert notice.sentence == "4 photos tagged “Red things”."
    assert notice.hint == "1 photo had it already. Not tagged: 1 photo."
    assert notice.kind == "warning"
    (dialog,) = themes.findChildren(ProblemsDialog)
    dialog.close()
    (photos_folder / "red 2.jpg.xmp").unlink()
    assert sidecars_in(photos_folder) == {
        "red 1.jpg.xmp": ("Red things", "mine"),
        **{f"red {n}.jpg.xmp": ("Red things",) for n in (0, 3, 4, 5)},
    }
    qtbot.waitUntil(lambda: not themes.is_busy())
    with qtbot.waitSignal(themes.noticeRequested, timeout=60_000) as told:
        notice.action()
    assert told.args[0].sentence == "Taken back for 4 photos."
    assert sidecars_in(photos_folder) == {"red 1.jpg.xmp": ("Red things", "mine")}
    qtbot.waitUntil(lambda: not themes.is_busy())


def test_of_an_open_theme_the_selected_photos_are_tagged(
    qtbot: QtBot, themes: ThemesView, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_more: ("sea", True))
    themes.commands.by_name["open"].trigger()
    themes.grid.select_ids(themes.grid.ids[:2])
    with qtbot.waitSignal(themes.noticeRequested, timeout=60_000) as told:
        themes.commands.by_name["tag"].trigger()
    assert told.args[0].sentence == "2 photos tagged “sea”."
    assert len(sidecars_in(photos_folder)) == 2
    qtbot.waitUntil(lambda: not themes.is_busy())


@pytest.mark.parametrize("answer", [("", True), ("sea", False), (" \n", True)])
def test_no_word_no_tag(
    themes: ThemesView, photos_folder: Path, monkeypatch: pytest.MonkeyPatch,
    answer: tuple[str, bool],
) -> None:  # fmt: skip
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_more: answer)
    themes.commands.by_name["tag"].trigger()
    assert not themes.is_busy()
    assert sidecars_in(photos_folder) == {}


def test_changed_photos_are_told_not_grouped_behind_ones_back(
    qtbot: QtBot, window: MainWindow, themes: ThemesView, photos_folder: Path
) -> None:
    draw(photos_folder / "green.jpg", "#3c3")
    window.scan_now()
    qtbot.waitUntil(lambda: not window.scans.is_running, timeout=90_000)
    window.session.poll()
    assert themes.rows.rowCount() == 2
    assert "have changed since" in themes.bar.title.text()


def test_too_many_themes_for_the_photos_is_a_sentence(qtbot: QtBot, themes: ThemesView) -> None:
    themes.bar.show_wish("kmeans", 40)
    with qtbot.waitSignal(themes.noticeRequested, timeout=60_000) as told:
        themes.find_themes()
    assert told.args[0].sentence == "40 themes cannot be made of 10 different photos."
    assert themes.rows.rowCount() == 2
    qtbot.waitUntil(lambda: not themes.is_busy())


def test_a_library_without_photos_says_what_to_do(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    window.session.open_library(window.session.library_for([tmp_path / "none"]))
    window.show_view("themes")
    view = window.view
    assert isinstance(view, ThemesView)
    assert not view.is_busy()
    assert view.empty.isVisible()
    assert view.empty.accessibleName() == "Too few photos for themes"


def test_one_photo_is_told_that_themes_need_two(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one").mkdir()
    monkeypatch.setattr(window.session, "photo_ids", lambda *_, **__: np.array([1], np.int64))
    window.session.open_library(window.session.library_for([tmp_path / "one"]))
    window.show_view("themes")
    view = window.view
    assert isinstance(view, ThemesView)
    assert view.empty.accessibleName() == "One photo makes no theme"


def test_the_window_stays_alive_while_themes_are_found_and_stop_ends_it(
    qtbot: QtBot, themes: ThemesView, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = threading.Event()

    def slow(*_args: object, **_more: object) -> LibraryThemes:
        control = _args[3]
        assert isinstance(control, Control)
        began.set()
        while True:
            control.check()

    monkeypatch.setattr("imgsim_desktop.scan.theme_library", slow)
    themes.find_themes()
    assert themes.is_busy()
    assert began.wait(60)
    assert not themes.bar.find_button.isEnabled()
    qtbot.keyClick(themes.list, Qt.Key.Key_Down)
    assert themes.list.currentIndex().row() == 1
    themes.stop()
    qtbot.waitUntil(lambda: not themes.is_busy(), timeout=60_000)
    assert themes.rows.rowCount() == 2
    assert themes.bar.find_button.isEnabled()
    themes._found = None
    themes.refresh()
    assert not themes.is_busy(), "who stops it does not want it again unasked"


def test_photos_in_no_theme_come_last_and_take_no_name(themes: ThemesView) -> None:
    found = LibraryThemes(
        (LibraryTheme(np.array([1, 2]), (b"1" * 16, b"2" * 16)),), np.array([3, 4, 5])
    )
    themes.rows.set_themes(found, [])
    last = themes.rows.index(1, 0)
    assert last.data() == "In no theme"
    assert not last.flags() & Qt.ItemFlag.ItemIsEditable
    assert not themes.rows.setData(last, "Rest")


def test_themes_of_a_library_that_was_left_are_not_shown(
    qtbot: QtBot, themes: ThemesView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = threading.Event()

    def late(*args: object, **more: object) -> LibraryThemes:
        left.wait(60)
        return by_colour(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("imgsim_desktop.scan.theme_library", late)
    themes.find_themes()
    (tmp_path / "other").mkdir()
    themes.session.open_library(themes.session.library_for([tmp_path / "other"]))
    left.set()
    qtbot.waitUntil(lambda: not themes.is_busy(), timeout=60_000)
    assert themes.rows.rowCount() == 0


def test_a_theme_without_a_name_is_called_by_what_is_known_of_it(themes: ThemesView) -> None:
    found = themes._found
    assert found is not None

    def titles(*words: ThemeWords) -> list[str]:
        themes.rows.set_themes(found, [], words)
        return [themes.rows.index(row, 0).data() for row in range(2)]

    assert titles(ThemeWords("Alps"), ThemeWords()) == ["Alps", "Theme 2"]
    assert titles(ThemeWords("Alps", 2023, 6), ThemeWords("Alps", 2023, 6, number=2)) == [
        "Alps, June 2023",
        "Alps, June 2023 (2)",
    ]
    assert titles(ThemeWords("", 2023, 6, 12), ThemeWords("", 2022)) == ["12 June 2023", "2022"]
    index = themes.rows.index(0, 0)
    assert index.data(Qt.ItemDataRole.EditRole) == ""
    themes.rows.setData(index, "Mine")
    assert index.data() == "Mine"


def test_an_idle_window_finds_themes_and_map_before_their_pages_are_opened(
    qtbot: QtBot, window: MainWindow, photos_folder: Path
) -> None:
    window.library_actions.open_folders([photos_folder])
    qtbot.waitUntil(lambda: not window.scans.is_running)
    view, drawn = window.views["themes"], window.views["map"]
    assert isinstance(view, ThemesView)
    assert isinstance(drawn, MapView)
    while not (view._found is not None and len(drawn.canvas.scene)):
        window._prepare_pages()
        qtbot.waitUntil(lambda: not window._pages.busy())
    window._idle_timer.stop()
    found = view._found
    window.show_view("themes")
    assert view._found is found
    assert not view.is_busy()
    assert not view.prepare(), "who looks at a page is not shown something else"
    window.show_view("map")
    assert not drawn.is_busy()
    kept = window.session.home.themes(window.session.library.key, window.session.model_key)  # type: ignore[union-attr]
    assert kept.exists()


def test_themes_that_were_found_last_are_there_after_a_restart(
    qtbot: QtBot, themes: ThemesView, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = themes._found
    monkeypatch.setattr("imgsim_desktop.scan.load_themes", lambda *_args, **_more: found)
    monkeypatch.setattr("imgsim_desktop.scan.theme_library", None)
    themes._forget()
    themes.refresh()
    qtbot.waitUntil(lambda: not themes.is_busy())
    assert themes._found is found
    assert themes.rows.rowCount() == 2

"""The window as a whole: open a folder, look, search, filter, name, close."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QInputDialog,
    QLabel,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.settings import load_settings
from imgsim_desktop.resources import resource
from imgsim_desktop.ui import dialogs
from imgsim_desktop.ui.app import dress
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.pages import VIEWS
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.theme import apply_theme
from imgsim_desktop.ui.view import OpenPhoto
from imgsim_desktop.ui.views.duplicates.view import DuplicatesView
from imgsim_desktop.ui.views.welcome import Welcome
from imgsim_desktop.ui.window_layout import restore_layout
from tests.pictures import save_photo
from tests.ui.fakes import draw, end_window, photos
from tests.ui.shown import id_of, names


def test_without_a_library_the_window_invites(window: MainWindow) -> None:
    assert window.welcome.isVisible()
    assert window.welcome.choose.isVisible()
    assert not window.actions_by_name["scan"].isEnabled()
    assert window.actions_by_name["open"].isEnabled()


def test_the_first_page_offers_the_picture_folders_of_the_system(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Pictures").mkdir()
    found = [str(tmp_path / "Pictures"), str(tmp_path / "nowhere")]
    monkeypatch.setattr(QStandardPaths, "standardLocations", lambda _place: found)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    welcome = Welcome()
    qtbot.addWidget(welcome)
    (offer,) = welcome.offers
    with qtbot.waitSignal(welcome.folderOffered) as told:
        offer.click()
    assert told.args == [tmp_path / "Pictures"]


def test_the_first_menu_lists_the_libraries_with_the_one_that_is_open(
    scanned: MainWindow, tmp_path: Path
) -> None:
    other = scanned.session.libraries.open_for([tmp_path])
    menu = QMenu()
    scanned.library_actions.fill_libraries(menu)
    assert [(a.text(), a.isChecked()) for a in menu.actions()] == [
        (library.name, library.key != other.key) for library in scanned.session.all_libraries()
    ]
    menu.actions()[-1].trigger()
    now = scanned.session.library
    assert now is not None
    assert now.name == menu.actions()[-1].text()
    menu.deleteLater()


def test_a_folder_is_scanned_and_its_photos_are_shown(scanned: MainWindow) -> None:
    assert sorted(names(scanned)) == ["blue.jpg", "red too.jpg", "red.jpg"]
    assert not scanned.welcome.isVisible()
    assert scanned.windowTitle() == "photos – ImgSim Desktop"
    assert scanned.side_bar.libraries.count() == 1
    assert not scanned.scan_bar.isVisible()


def test_a_click_shows_similar_photos_best_first(qtbot: QtBot, scanned: MainWindow) -> None:
    gallery = scanned.gallery
    assert gallery is not None
    row = gallery.grid.row_of(id_of(scanned, "red.jpg"))
    assert row is not None
    with qtbot.waitSignal(scanned.search.answered, timeout=10_000):
        place = gallery.grid.visual_rect(row).center()
        qtbot.mouseClick(gallery.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    expected = [id_of(scanned, "red too.jpg"), id_of(scanned, "blue.jpg")]
    assert scanned.panel.grid.ids.tolist() == expected


def test_a_picture_from_outside_finds_its_like(
    qtbot: QtBot, scanned: MainWindow, tmp_path: Path
) -> None:
    outside = draw(tmp_path / "elsewhere.png", "#22d")
    with qtbot.waitSignal(scanned.search.answered, timeout=10_000):
        scanned.jumps.search_picture(outside)
    assert scanned.panel.grid.ids[0] == id_of(scanned, "blue.jpg")


def test_a_file_of_the_library_is_asked_for_as_its_photo(qtbot: QtBot, scanned: MainWindow) -> None:
    own = id_of(scanned, "blue.jpg")
    photo = scanned.session.fetch_photos([own])[own]
    with qtbot.waitSignal(scanned.search.answered, timeout=10_000):
        scanned.jumps.search_picture(photo.path)
    assert scanned.panel.question is not None
    assert scanned.panel.question.photo_id == own
    assert own not in scanned.panel.grid.ids


def test_a_pasted_picture_is_searched_for(qtbot: QtBot, scanned: MainWindow) -> None:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    QGuiApplication.clipboard().setImage(image)
    with qtbot.waitSignal(scanned.search.answered, timeout=10_000):
        scanned.photo_actions.paste()
    assert scanned.panel.grid.ids[0] == id_of(scanned, "blue.jpg")


def test_a_file_that_is_no_picture_is_refused_with_a_sentence(
    qtbot: QtBot, scanned: MainWindow, tmp_path: Path
) -> None:
    text = tmp_path / "notes.jpg"
    text.write_text("not a picture")
    with qtbot.waitSignal(scanned.search.answered, timeout=10_000) as heard:
        scanned.jumps.search_picture(text)
    assert isinstance(heard.args[0].error, KnownError)
    assert scanned.panel.empty.isVisible()
    assert "notes.jpg" in scanned.panel.empty.accessibleName()


def test_a_dropped_folder_becomes_a_library(
    qtbot: QtBot, window: MainWindow, photos_folder: Path
) -> None:
    draw(photos_folder / "one.jpg", "#393")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photos_folder))])
    assert window.photo_actions.take(data)
    qtbot.waitUntil(lambda: not window.scans.is_running, timeout=20_000)
    window.session.poll()
    assert names(window) == ["one.jpg"]


def test_the_name_filter_and_the_folder_tree_narrow_the_gallery(
    qtbot: QtBot, scanned: MainWindow
) -> None:
    scanned.tools.filter.setText("red")
    qtbot.waitUntil(lambda: sorted(names(scanned)) == ["red too.jpg", "red.jpg"])
    qtbot.keyClick(scanned.tools.filter, Qt.Key.Key_Escape)
    assert len(names(scanned)) == 3
    library = scanned.session.library
    assert library is not None
    scanned.side_bar.folderChosen.emit(library.folders[0] / "trip")
    assert names(scanned) == ["blue.jpg"]


def test_sorting_is_applied_and_remembered(qtbot: QtBot, scanned: MainWindow) -> None:
    gallery = scanned.gallery
    assert gallery is not None
    gallery.sort.setCurrentIndex(gallery.sort.findData("name"))
    falling = names(scanned)
    gallery.direction.click()
    assert names(scanned) == falling[::-1]
    scanned.session.save_settings()
    assert load_settings(scanned.session.home).sort_by == "name"


def test_the_large_view_opens_whole_steps_and_comes_back_to_the_same_place(
    qtbot: QtBot, scanned: MainWindow
) -> None:
    gallery, large = scanned.gallery, scanned.photo_view
    assert gallery is not None
    gallery.grid.set_current(int(gallery.grid.ids[0]))
    qtbot.keyClick(gallery.grid, Qt.Key.Key_Return)
    assert large.isVisible()
    qtbot.waitUntil(lambda: large.canvas.has_whole_picture, timeout=10_000)
    qtbot.keyClick(large.canvas, Qt.Key.Key_Right)
    assert large.photo is not None
    assert large.photo.photo_id == gallery.grid.ids[1]
    qtbot.keyClick(large.canvas, Qt.Key.Key_Escape)
    assert gallery.grid.isVisible()
    assert gallery.grid.current_id() == gallery.grid.ids[1]


def test_from_a_photo_one_goes_to_its_copies(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path
) -> None:
    shutil.copy2(photos_folder / "red.jpg", photos_folder / "trip" / "red again.jpg")
    save_photo(photos_folder / "alone.jpg", 4)
    scanned.scan_now()
    qtbot.waitUntil(lambda: not scanned.scans.is_running, timeout=20_000)
    scanned.show_view("photos")
    scanned.jumps.choose_photos(np.array([id_of(scanned, "alone.jpg")]))
    scanned.actions_by_name["copies"].trigger()
    assert scanned.notices.notice is not None
    assert scanned.notices.notice.sentence == "No copies of this photo are known."
    gallery = scanned.gallery
    assert gallery is not None
    assert scanned.view is gallery
    scanned.jumps.choose_photos(np.array([id_of(scanned, "red again.jpg")]))
    scanned.tools.filter.setText("red")
    qtbot.keyClick(gallery.grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(scanned.view, DuplicatesView)
    assert id_of(scanned, "red again.jpg") in scanned.view.model.photo_ids
    assert id_of(scanned, "red.jpg") in scanned.view.model.photo_ids


def test_a_folder_chosen_for_the_photos_is_said_among_duplicates_and_ended_there(
    qtbot: QtBot, scanned: MainWindow
) -> None:
    folders = scanned.side_bar.folders
    everything = folders.currentItem()
    trip = folders.topLevelItem(1).child(0)
    folders.setCurrentItem(trip)
    scanned.show_view("duplicates")
    assert isinstance(scanned.view, DuplicatesView)
    chip = scanned.view.page.filter_chip
    qtbot.waitUntil(chip.isVisible)
    assert "Only in “trip”" in chip.accessibleName()
    chip.click()
    assert folders.currentItem() is everything
    qtbot.waitUntil(chip.isHidden)


def test_taking_a_library_off_the_list_touches_no_photo(
    scanned: MainWindow, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanned.library_actions, "_confirm_removal", lambda _library: True)
    scanned.library_actions.remove()
    assert scanned.session.all_libraries() == []
    assert scanned.welcome.isVisible()
    assert len(list(photos_folder.rglob("*.jpg"))) == 3


def test_a_library_is_renamed(scanned: MainWindow) -> None:
    library = scanned.session.library
    assert library is not None
    scanned.session.rename_library(library, "Holidays")
    assert scanned.side_bar.libraries.item(0).text() == "Holidays"
    assert scanned.session.library is not None
    assert scanned.session.library.name == "Holidays"


def test_the_layout_is_remembered(scanned: MainWindow) -> None:
    scanned.browser.toggle_panel()
    scanned.browser.toggle_side_bar()
    scanned.close()
    saved = load_settings(scanned.session.home).window_layout
    assert '"panel": "hidden"' in saved
    assert '"side_bar": "hidden"' in saved


def test_a_damaged_layout_is_ignored(window: MainWindow) -> None:
    restore_layout(window, window.browser, '["no", "layout"')
    assert not window.panel.isHidden()


@pytest.mark.parametrize("count", [0, 3, 100_000])
@pytest.mark.parametrize("name", list(VIEWS))
def test_each_view_shows_none_three_and_very_many_photos(
    qtbot: QtBot, scanned: MainWindow, monkeypatch: pytest.MonkeyPatch, name: str, count: int
) -> None:
    ids = np.arange(1, count + 1)
    monkeypatch.setattr(scanned.session, "photo_ids", lambda *_, **__: ids)
    monkeypatch.setattr(scanned.session, "fetch_photos", photos)
    monkeypatch.setattr(scanned.gallery.pages, "_fetch", photos)
    scanned.show_view(name)
    scanned.resize(1000, 640)
    scanned.view.grab()
    assert scanned.view is scanned.views[name]
    assert scanned.gallery is not None
    scanned.gallery.refresh()
    assert len(scanned.gallery.grid) == count


def unnamed(root: QWidget) -> list[str]:
    """Widgets a person can meet without an accessible name; labels say their own text."""
    return [
        f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}"
        for widget in root.findChildren(QWidget)
        if _is_met(widget) and not widget.accessibleName()
    ]


def _is_met(widget: QWidget) -> bool:
    if isinstance(widget, QLabel):
        return not widget.pixmap().isNull()
    if widget.objectName().startswith("qt_"):  # parts of Qt's own widgets
        return False
    parent = widget.parent()
    in_combo = parent is not None and "QComboBox" in parent.metaObject().className()
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not in_combo


def test_every_widget_has_a_name_for_a_screen_reader(scanned: MainWindow) -> None:
    scanned.browser.open_photo(OpenPhoto(np.array([1]), 0))
    assert not unnamed(scanned), "\n".join(unnamed(scanned))


def test_every_action_is_in_a_menu_and_no_key_is_given_twice(scanned: MainWindow) -> None:
    keys = [
        key.toString() for action in scanned.actions_by_name.values() for key in action.shortcuts()
    ]
    assert len(keys) == len(set(keys))
    in_menus = {
        action.objectName()
        for menu in scanned.menuBar().actions()
        for action in menu.menu().actions()  # type: ignore[union-attr]
    }
    assert set(scanned.actions_by_name) <= in_menus


def test_another_theme_changes_colours_and_icons(scanned: MainWindow, light: QApplication) -> None:
    before = scanned.actions_by_name["scan"].icon().pixmap(16, 16).toImage()
    light_corner = scanned.grab().toImage().pixelColor(QPoint(3, 3))
    apply_theme(light, "dark")
    assert scanned.actions_by_name["scan"].icon().pixmap(16, 16).toImage() != before
    assert scanned.grab().toImage().pixelColor(QPoint(3, 3)).lightness() < light_corner.lightness()
    apply_theme(light, "light")


@pytest.mark.parametrize(
    "change",
    [{"confidence": 0.77}, {"thumbnail_px": 200}, {"sort_by": "name"}, {"shortcuts": {"scan": ""}}],
    ids=lambda change: next(iter(change)),
)
def test_a_setting_that_is_no_theme_dresses_no_widget_anew(
    window: MainWindow, light: QApplication, change: dict[str, object]
) -> None:
    undress = dress(light, window.session)
    window.session.change_settings(theme="light")
    told: list[QWidget] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            kinds = (QEvent.Type.StyleChange, QEvent.Type.PaletteChange)
            if event.type() in kinds and isinstance(watched, QWidget):
                told.append(watched)
            return False

    watch = Watch()
    light.installEventFilter(watch)
    window.session.change_settings(**change)
    light.processEvents()
    assert not told
    window.session.change_settings(theme="dark")
    assert told, "another theme is told to all"
    light.removeEventFilter(watch)
    window.session.change_settings(theme="light")
    undress()


def test_photos_selected_in_the_gallery_become_a_tag_and_an_album(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    gallery = scanned.gallery
    assert gallery is not None
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_more: ("Sky", True))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    gallery.grid.clear_selection()
    for action in gallery.photo_actions():
        action.trigger()
    assert not gallery.is_busy(), "nothing is selected"
    before = sorted(path.name for path in photos_folder.rglob("*"))
    gallery.grid.select_ids(gallery.grid.ids[:2])
    menus: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _point: menus.append(menu))
    gallery.grid.menuRequested.emit(QPoint(10, 10))
    (menu,) = menus
    tag, album = menu.actions()[-2:]
    assert [tag, album] == gallery.photo_actions()
    for action, said in ((tag, "2 photos tagged"), (album, "2 photos copied to")):
        with qtbot.waitSignal(gallery.noticeRequested, timeout=60_000) as told:
            action.trigger()
        assert told.args[0].sentence.startswith(said)
        qtbot.waitUntil(lambda: not gallery.is_busy())
    copied = sorted(path.suffix for path in (tmp_path / "Sky").iterdir())
    assert copied == [".jpg", ".jpg", ".xmp", ".xmp"], "the words go with their photos"
    for _ in range(2):
        with qtbot.waitSignal(gallery.noticeRequested, timeout=60_000):
            gallery.commands.by_name["undo"].trigger()
        qtbot.waitUntil(lambda: not gallery.is_busy())
    assert not (tmp_path / "Sky").exists()
    assert sorted(path.name for path in photos_folder.rglob("*")) == before


def test_a_name_that_is_no_utf8_is_shown(
    qtbot: QtBot, window: MainWindow, photos_folder: Path
) -> None:
    picture = draw(photos_folder / "plain.jpg", "#456")
    try:
        picture.rename(photos_folder / os.fsdecode(b"caf\xe9.jpg"))
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    window.library_actions.open_folders([photos_folder])
    qtbot.waitUntil(lambda: not window.scans.is_running, timeout=20_000)
    gallery = window.gallery
    assert gallery is not None
    gallery.grid.set_current(int(gallery.grid.ids[0]))
    window.grab()
    assert gallery.grid.accessibleDescription().startswith("caf\N{REPLACEMENT CHARACTER}.jpg, ")
    window.browser.open_chosen()
    qtbot.waitUntil(lambda: window.photo_view.canvas.has_whole_picture, timeout=10_000)


def test_a_key_changed_in_the_settings_is_used(
    qtbot: QtBot, light: QApplication, session: LibrarySession
) -> None:
    session.change_settings(shortcuts={"scan": "Ctrl+J", "stop": ""})
    window = MainWindow(session, Engine(session))
    qtbot.addWidget(window, before_close_func=end_window)
    assert window.actions_by_name["scan"].shortcut().toString() == "Ctrl+J"
    assert not window.actions_by_name["stop"].shortcuts()
    assert window.actions_by_name["find"].shortcut().toString() == "Ctrl+F"


def test_the_page_of_releases_is_opened_only_when_asked_for(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    told: list[str] = []
    monkeypatch.setattr(
        dialogs.QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True
    )
    monkeypatch.setattr(
        dialogs.QMessageBox, "information", lambda _parent, _title, text: told.append(text)
    )
    window.actions_by_name["releases"].trigger()
    assert opened == []
    assert "where you got it" in told.pop()  # nobody can own the address that stands there now
    monkeypatch.setattr(dialogs, "RELEASES", "https://photos.example/releases")
    window.actions_by_name["releases"].trigger()
    assert opened == [dialogs.RELEASES]
    assert told == []
    monkeypatch.setattr(dialogs.QDesktopServices, "openUrl", lambda _url: False)
    window.actions_by_name["releases"].trigger()
    assert dialogs.RELEASES in told[0]


def test_the_first_photos_of_a_new_library_take_the_keys(scanned: MainWindow) -> None:
    assert scanned.gallery is not None
    assert scanned.focusWidget() is scanned.gallery.grid


def test_the_button_of_the_page_shown_is_not_bold() -> None:
    """Qt measures it in letters of the usual weight: in bold ones the last figure was cut."""
    sheet = resource("style.qss").read_text("utf-8")
    rule = sheet.split("#viewSwitch QToolButton:checked {")[1].split("}")[0]
    assert "font" not in rule

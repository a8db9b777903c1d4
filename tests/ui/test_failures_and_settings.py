"""The list of unreadable files, and the settings."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from imgsim_desktop.embedding.registry import BACKENDS
from imgsim_desktop.library.cache import CacheWriter
from imgsim_desktop.library.settings import Settings, load_settings
from imgsim_desktop.records import Damage
from imgsim_desktop.scan import scan
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.texts import said_damage
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.translation import install_translator
from imgsim_desktop.ui.views.failures import FailuresView
from imgsim_desktop.ui.widgets.settings_dialog import SettingsDialog, devices_offered
from imgsim_desktop.ui.widgets.shortcut_sheet import (
    KeyLine,
    KeySection,
    ShortcutSheet,
    clean_text,
)
from tests.pictures import save_photo
from tests.reading.broken import cut
from tests.ui.fakes import colour_network


@pytest.fixture
def failures(
    qtbot: QtBot, light: QApplication, session: LibrarySession, photos_folder: Path
) -> FailuresView:
    save_photo(photos_folder / "good.jpg", 1)
    (photos_folder / "empty.jpg").write_bytes(b"")
    (photos_folder / "text.jpg").write_bytes(b"this is a letter, not a picture")
    library = session.libraries.open_for([photos_folder])
    scan(library, session.home, colour_network())
    view = FailuresView(session, ThumbnailLoader())
    qtbot.addWidget(view)
    session.open_library(library)
    view.refresh()
    return view


def rows(view: FailuresView) -> list[tuple[str, str]]:
    model = view.failures
    return [
        (str(model.index(row, 0).data()), str(model.index(row, 1).data()))
        for row in range(model.rowCount())
    ]


def test_each_unreadable_file_is_listed_with_its_reason(failures: FailuresView) -> None:
    assert rows(failures) == [("empty.jpg", "The file is empty"), ("text.jpg", "Not a picture")]
    assert failures.badge() == "2"


def test_details_stay_on_one_line_and_are_whole_in_the_tooltip(failures: FailuresView) -> None:
    failures.resize(500, 300)
    failures.table.setColumnWidth(2, 40)
    failures.table.resizeRowsToContents()
    index = failures.failures.index(1, 2)
    line = failures.table.fontMetrics().lineSpacing()
    assert failures.table.rowHeight(1) < 2 * line + 10
    assert "the content is no picture format we know" in str(
        index.data(Qt.ItemDataRole.ToolTipRole)
    )


def test_our_details_are_said_in_the_language_of_the_person(
    light: QApplication, failures: FailuresView
) -> None:
    install_translator(light, "zh_CN")
    try:
        assert failures.failures.index(1, 2).data() == "内容不是任何已知的图片格式"
    finally:
        install_translator(light, "en")


def test_failures_are_filtered_by_name_folder_and_reason(failures: FailuresView) -> None:
    failures.set_filter("EMP")
    assert [name for name, _ in rows(failures)] == ["empty.jpg"]
    failures.set_filter("")
    failures.reason.setCurrentIndex(failures.reason.findText("Not a picture (1)"))
    assert [name for name, _ in rows(failures)] == ["text.jpg"]
    failures.set_folder(Path("/elsewhere"))
    assert rows(failures) == []


def test_damaged_photos_are_listed_as_such(
    failures: FailuresView, session: LibrarySession, photos_folder: Path
) -> None:
    whole = (photos_folder / "good.jpg").read_bytes()
    (photos_folder / "torn.jpg").write_bytes(cut(whole, 0.1))
    assert session.library is not None
    scan(session.library, session.home, colour_network())
    failures.refresh()
    assert rows(failures)[2:] == [("torn.jpg", said_damage(Damage.CUT))]
    assert failures.badge() == "3"
    assert failures.count.text().endswith("; damaged photos: 1")
    found = failures.reason.findText(f"{said_damage(Damage.CUT)} (1)")
    failures.reason.setCurrentIndex(found)
    assert [name for name, _ in rows(failures)] == ["torn.jpg"]
    failures.reason.setCurrentIndex(0)
    (photos_folder / "torn.jpg").unlink()
    scan(session.library, session.home, colour_network())
    failures.refresh()
    assert failures.badge() == "2"


def test_the_list_can_be_copied(failures: FailuresView, qapp: QApplication) -> None:
    failures.table.clearSelection()
    failures.copy()
    assert "empty.jpg\tThe file is empty" in qapp.clipboard().text()


def test_a_library_without_failures_says_so_only_when_it_was_read_to_the_end(
    failures: FailuresView, session: LibrarySession, photos_folder: Path
) -> None:
    for name in ("empty.jpg", "text.jpg"):
        (photos_folder / name).unlink()
    library = session.library
    assert library is not None
    scan(library, session.home, colour_network())
    with CacheWriter(session.home, library) as writer:
        writer.set_unfinished(5)
    failures.refresh()
    assert failures.empty.accessibleName().endswith("the scan is not finished")
    scan(library, session.home, colour_network())
    failures.refresh()
    assert failures.empty.accessibleName() == "Everything could be read, and nothing is damaged"
    assert failures.badge() == "0"


def test_nothing_is_called_whole_before_anything_was_read(
    qtbot: QtBot, light: QApplication, session: LibrarySession
) -> None:
    view = FailuresView(session, ThumbnailLoader())
    qtbot.addWidget(view)
    view.refresh()
    assert view.empty.accessibleName() == "Nothing has been read yet"
    assert view.badge() == ""


@pytest.fixture
def dialog(qtbot: QtBot, light: QApplication, session: LibrarySession) -> SettingsDialog:
    made = SettingsDialog(session)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # noqa: FBT003 - Qt
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_a_choice_takes_effect_at_once_and_is_saved(
    dialog: SettingsDialog, session: LibrarySession
) -> None:
    dialog.theme.setCurrentIndex(dialog.theme.findData("dark"))
    dialog.device.setCurrentIndex(dialog.device.findData("cpu"))
    dialog.threads.setValue(3)
    dialog.thumbnails.setValue(200)
    wanted = dataclasses.replace(
        Settings(), theme="dark", device="cpu", threads=3, thumbnail_px=200
    )
    assert session.settings == wanted
    dialog.close()
    session.save_settings()
    assert load_settings(session.home) == wanted


def test_a_network_that_must_be_downloaded_is_not_used_before(
    dialog: SettingsDialog, session: LibrarySession
) -> None:
    wanted = next(spec for spec in BACKENDS.values() if spec.download is not None)
    dialog.backend.setCurrentIndex(dialog.backend.findData(wanted.id))
    assert session.settings.backend == Settings().backend
    assert not dialog.network.download.isHidden()
    assert wanted.licence in dialog.network.about.text()
    assert "must be downloaded" in dialog.network.about.text()


def test_a_network_that_is_there_is_used_and_asks_for_a_scan(
    dialog: SettingsDialog, session: LibrarySession, photos_folder: Path, qtbot: QtBot
) -> None:
    session.open_library(session.libraries.open_for([photos_folder]))
    wanted = next(spec for spec in BACKENDS.values() if spec.download is not None)
    assert wanted.download is not None
    session.home.weights.mkdir(parents=True)
    (session.home.weights / wanted.download.file_name).write_bytes(b"weights")
    dialog.backend.setCurrentIndex(dialog.backend.findData(wanted.id))
    assert session.settings.backend == wanted.id
    with qtbot.waitSignal(dialog.scanRequested):
        dialog.close()


def test_all_is_said_in_one_language_until_the_settings_are_closed(
    dialog: SettingsDialog, qapp: QApplication
) -> None:
    dialog.language.setCurrentIndex(dialog.language.findData("zh_CN"))
    qapp.processEvents()
    assert dialog.windowTitle() == "Settings"
    assert dialog.tr("Close") == "Close"
    assert not dialog._language_hint.isHidden()
    dialog.language.setCurrentIndex(dialog.language.findData(dialog._language_before))
    assert dialog._language_hint.isHidden()


def test_another_language_is_told_when_the_dialog_is_closed(
    dialog: SettingsDialog, qapp: QApplication, qtbot: QtBot
) -> None:
    dialog.language.setCurrentIndex(dialog.language.findData("zh_CN"))
    with qtbot.waitSignal(dialog.languageChanged):
        dialog.close()


def test_the_same_language_tells_nothing(dialog: SettingsDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.languageChanged):
        dialog.close()


def test_excludes_hold_for_the_library_and_for_new_ones(
    qtbot: QtBot, light: QApplication, session: LibrarySession, photos_folder: Path
) -> None:
    session.open_library(session.libraries.open_for([photos_folder]))
    dialog = SettingsDialog(session)
    qtbot.addWidget(dialog)
    dialog.excludes.setPlainText("*.tmp\n\n private/* \n*.tmp")
    dialog.hidden.setChecked(True)
    dialog.by_content.setChecked(True)
    dialog.close()
    assert session.library is not None
    assert session.library.excludes == ("*.tmp", "private/*")
    assert session.library.follow_hidden
    assert session.library.by_content
    assert session.settings.excludes == ("*.tmp", "private/*")


def test_every_field_of_the_settings_has_a_name(dialog: SettingsDialog) -> None:
    for widget in dialog.findChildren(QWidget):
        is_own = not widget.objectName().startswith("qt_")
        if is_own and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            named = widget.accessibleName() or widget.inherits("QTabBar")
            assert named or widget.inherits("QAbstractItemView"), widget
    assert devices_offered()[0] == "auto"


def test_the_sheet_shows_each_key_once(qtbot: QtBot, light: QApplication) -> None:
    lines = (KeyLine(("X", "Del"), "Trash"), KeyLine(("Space",), "Blink"))
    sheet = ShortcutSheet([KeySection("复审(R)", lines), KeySection("Empty", ())])
    qtbot.addWidget(sheet)
    caps = [cap.text() for cap in sheet.findChildren(QWidget, "keyCap")]  # type: ignore[attr-defined]
    assert caps == ["X", "Del", "Space"]


def test_many_keys_of_one_line_leave_room_for_what_they_do(
    qtbot: QtBot, light: QApplication
) -> None:
    arrows = tuple(f"Shift+{way}" for way in ("Left", "Right", "Up", "Down"))
    line = KeyLine(arrows, "Move the pictures, or in the grid choose more photos")
    sheet = ShortcutSheet([KeySection("Review", (line,)), KeySection("File", (line,))])
    qtbot.addWidget(sheet)
    sheet.show()
    text = next(label for label in sheet.findChildren(QLabel) if label.text() == line.text)
    assert text.width() > 180


def test_a_page_is_named_without_the_number_beside_it() -> None:
    assert clean_text("Duplicates  1,204") == "Duplicates"
    assert clean_text("不可读取  3") == "不可读取"
    assert clean_text("Keep the best 3, trash the rest…") == "Keep the best 3, trash the rest"

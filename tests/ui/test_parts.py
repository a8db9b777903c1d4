"""Small parts of the window: texts, tree of folders, notices, drops, the log, the start."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl, qWarning
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from imgsim_desktop.records import Progress, Reason
from imgsim_desktop.ui import icons, texts
from imgsim_desktop.ui.models.folder_counts import folder_tree
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.outside import Brought, brings_something, brought
from imgsim_desktop.ui.report import Troubles
from imgsim_desktop.ui.theme import DARK, LIGHT, Colors
from imgsim_desktop.ui.widgets import notice
from imgsim_desktop.ui.widgets.notice import NoticeBar
from imgsim_desktop.ui.widgets.side_bar import SideBar
from tests.ui.fakes import draw, photo

ROOT = Path("/a/Pictures")


LATER = ["torch", "onnxruntime", "cv2", "hnswlib", "PIL", "scipy", "sklearn", "ssl"]
"""Loaded when somebody scans, searches or looks: not before the window is open."""


def test_importing_the_window_imports_nothing_that_only_a_scan_needs() -> None:
    """Seconds of start are seconds too many."""
    code = (
        "import sys, imgsim_desktop.ui.app;"
        f"print([name for name in {LATER} if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert run.stdout.strip() == "[]"


def test_counts_of_a_folder_hold_those_below_it() -> None:
    counts = {ROOT / "b" / "c": 3, ROOT / "b": 1, ROOT: 2, Path("/elsewhere"): 9}
    (root,) = folder_tree((ROOT,), counts)
    assert (root.name, root.count) == ("Pictures", 6)
    (below,) = root.children
    assert (below.name, below.count, below.children[0].count) == ("b", 4, 3)


def test_folders_without_photos_of_their_own_are_still_on_the_way() -> None:
    (root,) = folder_tree((ROOT,), {ROOT / "2024" / "05" / "trip": 7})
    assert [root.count, root.children[0].name, root.children[0].children[0].name] == [
        7,
        "2024",
        "05",
    ]


def test_the_side_bar_keeps_what_was_chosen_when_counts_change(qtbot: QtBot) -> None:
    bar = SideBar()
    qtbot.addWidget(bar)
    bar.show_folders(folder_tree((ROOT,), {ROOT / "b": 1, ROOT / "c": 1}))
    chosen: list[object] = []
    bar.folderChosen.connect(chosen.append)
    root = bar.folders.topLevelItem(1)
    assert root is not None
    bar.folders.setCurrentItem(root.child(1))
    bar.show_folders(folder_tree((ROOT,), {ROOT / "b": 5, ROOT / "c": 8}))
    current = bar.folders.currentItem()
    assert current is not None
    assert (current.text(0), current.text(1)) == ("c", "8")
    bar.show_folders(folder_tree((ROOT,), {ROOT / "b": 5}))
    assert chosen == [ROOT / "c", None]


def test_progress_is_said_with_count_rate_and_time_left() -> None:
    said = texts.said_progress(
        Progress("reading", 1204, 9000, failed=2, rate_per_s=38.2, seconds_left=205, device="cpu")
    )
    assert said == "1,204 of 9,000 · 38 a second · 3 min left · 2 not readable · CPU"


@pytest.mark.parametrize(
    ("share", "said"), [(1.0, "100 %"), (0.9996, "99 %"), (0.934, "93 %"), (-0.2, "0 %")]
)
def test_only_the_same_is_a_hundred_percent(share: float, said: str) -> None:
    assert texts.said_percent(share) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "1 s"), (59, "59 s"), (61, "1 min"), (7500, "2 h 5 min")]
)
def test_durations_are_rough(seconds: float, said: str) -> None:
    assert texts.said_duration(seconds) == said


def test_every_reason_has_a_sentence_and_a_photo_has_one_line() -> None:
    assert len({texts.said_reason(reason) for reason in Reason}) == len(Reason)
    assert texts.said_photo(photo(3)).startswith("IMG_000003.jpg, 4000 × 3000, changed ")


def test_a_notice_calls_its_action_once_and_leaves(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    done: list[int] = []
    bar.show_notice(Notice("3 photos moved.", action_text="Undo", action=lambda: done.append(1)))
    button = next(each for each in bar.findChildren(QPushButton) if each.text() == "Undo")
    button.click()
    assert done == [1]
    assert bar.notice is None


def test_a_notice_leaves_by_itself_and_by_topic(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It stays while the person is in another program, or has the pointer on it.
    active = SimpleNamespace(applicationState=lambda: Qt.ApplicationState.ApplicationActive)
    monkeypatch.setattr(notice, "QGuiApplication", active)
    bar = NoticeBar()
    bar.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(bar)
    bar.show_notice(Notice("Soon gone.", seconds=0.05))
    qtbot.waitUntil(lambda: bar.notice is None, timeout=3000)
    bar.show_notice(Notice("Scan stopped.", topic="scan"))
    bar.clear_topic("library")
    assert bar.notice is not None
    bar.clear_topic("scan")
    assert bar.notice is None


def test_dropped_files_are_sorted_into_folders_and_a_picture(tmp_path: Path) -> None:
    picture = draw(tmp_path / "one.jpg", "#555")
    folder = tmp_path / "more"
    folder.mkdir()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (picture, folder, tmp_path / "gone")])
    assert brought(data, tmp_path) == Brought((folder,), picture)


def test_a_picture_file_from_the_clipboard_is_put_down_as_it_is_and_not_decoded(
    tmp_path: Path,
) -> None:
    data = QMimeData()
    data.setData("image/png", b"whatever another program sent")
    assert brings_something(data)
    put = brought(data, tmp_path).picture
    assert put is not None
    assert put.suffix == ".png"
    assert put.read_bytes() == b"whatever another program sent"


def test_a_path_as_text_and_a_picture_without_a_file_are_taken_too(tmp_path: Path) -> None:
    picture = draw(tmp_path / "one.jpg", "#555")
    data = QMimeData()
    data.setText(f"{picture}\n")
    assert brought(data, tmp_path).picture == picture
    data = QMimeData()
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    data.setImageData(image)
    put = brought(data, tmp_path).picture
    assert put is not None
    assert QImage(str(put)).pixelColor(0, 0) == QColor("#123456")
    data = QMimeData()
    data.setText("hello")
    assert brought(data, tmp_path) == Brought()


def test_what_nobody_caught_is_logged_and_told(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    troubles = Troubles(tmp_path / "logs" / "imgsim.log")
    troubles.install()
    try:
        with qtbot.waitSignal(troubles.happened, timeout=3000) as heard:
            error = ZeroDivisionError("in a slot")
            sys.excepthook(type(error), error, None)
        assert heard.args == ["ZeroDivisionError: in a slot"]
        with qtbot.waitSignal(troubles.happened, timeout=3000):
            thread = threading.Thread(target=lambda: int("x"), name="stray")
            thread.start()
            thread.join()
        qWarning("from Qt")
    finally:
        troubles.uninstall()
    report = troubles.report()
    for part in ("in a slot", "ValueError", "stray", "Qt: from Qt", "PySide6"):
        assert part in report
    assert "in a slot" in capsys.readouterr().err
    handlers = logging.getLogger("imgsim_desktop").handlers
    assert not [each for each in handlers if isinstance(each, logging.FileHandler)]


def contrast(a: str, b: str) -> float:
    """WCAG 2.1 contrast of two colours."""

    def luminance(name: str) -> float:
        parts = QColor(name).getRgbF()[:3]
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("shades", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_can_be_read_on_their_grounds(shades: Colors) -> None:
    grounds = (
        "window", "panel", "base", "raised", "hover", "selection", "info_ground", "warning_ground",
    )  # fmt: skip
    for text in ("text", "faint", "accent", "keep", "trash", "warning"):
        for ground in grounds:
            found = contrast(getattr(shades, text), getattr(shades, ground))
            assert found >= 4.5, f"{text} on {ground}: {found:.2f}"
    assert contrast(shades.on_accent, shades.accent) >= 4.5


def test_an_icon_takes_the_colour_it_is_given(qapp: QApplication) -> None:
    drawn = icons.pixmap("stop", 32, QColor("#ff0000")).toImage()
    colours = {drawn.pixelColor(x, 6 * 32 // 24).name() for x in range(32)}
    assert "#ff0000" in colours


def test_a_name_is_shown_on_one_line_and_cannot_turn_what_is_read() -> None:
    assert texts.said_name(Path("/a/two\nlines\t\u2028.jpg")) == "two\ufffdlines\ufffd\ufffd.jpg"
    assert texts.said_name(Path("/a/x\u202egpj.exe")) == "x\ufffdgpj.exe"
    assert texts.said_path(Path("/a\nb/שלום 写真.jpg")) == "/a\ufffdb/שלום 写真.jpg"


def test_a_name_is_no_html_in_messages_and_tool_tips(qtbot: QtBot) -> None:
    name = "<h1>all is well</h1><img src=x>.jpg"
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_notice(Notice(f"{name} could not be moved."))
    said = next(label for label in bar.findChildren(QLabel) if name in label.text())
    assert said.textFormat() is Qt.TextFormat.PlainText
    assert "<h1>" not in texts.as_tip(name)
    assert texts.as_tip("IMG & 1.jpg") == "IMG & 1.jpg"

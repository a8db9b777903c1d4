"""One window a person: a later start hands over what it was asked to open, and ends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from imgsim_desktop.library.paths import Home
from imgsim_desktop.ui import app
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.models.opening import Opening, opening_of
from imgsim_desktop.ui.one_window import OneWindow, socket_name
from tests.ui.fakes import draw

START = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from imgsim_desktop.library.paths import Home
from imgsim_desktop.ui.models.opening import opening_of
from imgsim_desktop.ui.one_window import OneWindow
app = QApplication([])
one = OneWindow(Home(Path(sys.argv[1])))
took = one.hands_over(opening_of(sys.argv[2:]))
print("handed over" if took else "is the window", flush=True)
os._exit(0)  # as a crash: nothing is closed
"""


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for sockets with a short name, as a session has one."""
    folder = Path(tempfile.mkdtemp(prefix="run-"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def first(qtbot: QtBot, home: Home) -> Iterator[OneWindow]:
    one = OneWindow(home)
    assert not one.hands_over(Opening())
    yield one
    one.close()
    one.deleteLater()


def start(qtbot: QtBot, home: Home, words: Sequence[object] = ()) -> str:
    """A later start in a process of its own; what came of it."""
    child = subprocess.Popen(
        [sys.executable, "-c", START, str(home.root), *map(str, words)],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    qtbot.waitUntil(lambda: child.poll() is not None)
    return child.communicate()[0].strip()


# what is asked for


def test_folders_and_a_picture_are_named_as_paths_or_as_a_desktop_does(tmp_path: Path) -> None:
    folder = tmp_path / "two words #1"
    folder.mkdir()
    picture = folder / "größe?.jpg"
    picture.write_bytes(b"x")
    assert opening_of([str(folder)]) == Opening((folder,))
    assert opening_of([folder.as_uri(), picture.as_uri()]) == Opening((folder,), picture)
    local = picture.as_uri().replace("file://", "file://localhost")
    assert opening_of([local, __file__], demo=True) == Opening((), picture, demo=True)


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux alone")
def test_a_name_that_is_no_text_is_found_by_its_address(tmp_path: Path) -> None:
    picture = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg"))
    picture.write_bytes(b"x")
    assert "%E9" in picture.as_uri()
    assert opening_of([picture.as_uri()]) == Opening((), picture)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nowhere"], "There is no folder or picture nowhere."),
        (["file:///no/where.jpg"], "There is no folder or picture file:///no/where.jpg."),
        (["file://server/share/a.jpg"], "lies on another computer"),
    ],
)
def test_what_is_neither_is_said_before_a_window_opens(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.run_app(words) == 1
    assert says in capsys.readouterr().err


# handing over


def test_a_later_start_hands_over_and_ends(
    qtbot: QtBot, home: Home, first: OneWindow, tmp_path: Path
) -> None:
    asked: list[Opening] = []
    first.asked.connect(asked.append)
    picture = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9 \xe6\x97\xa5.jpg"))
    picture.write_bytes(b"x")
    assert start(qtbot, home, [tmp_path, picture]) == "handed over"
    assert start(qtbot, home) == "handed over"
    assert asked == [Opening((tmp_path,), picture), Opening()]


def test_another_home_has_a_window_of_its_own(
    qtbot: QtBot, first: OneWindow, tmp_path: Path
) -> None:
    assert start(qtbot, Home(tmp_path / "other")) == "is the window"


def test_what_a_crash_left_behind_holds_nobody_up(qtbot: QtBot, home: Home, runtime: Path) -> None:
    assert start(qtbot, home) == "is the window"
    if sys.platform != "win32":
        assert Path(socket_name(home)).exists(), "the socket is still there"
    one = OneWindow(home)
    assert not one.hands_over(Opening())
    assert start(qtbot, home) == "handed over"
    one.close()
    assert start(qtbot, home) == "is the window", "the first one has been closed"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have other rights")
def test_only_its_user_may_speak_to_the_window(home: Home, first: OneWindow) -> None:
    assert Path(socket_name(home)).stat().st_mode & 0o077 == 0


def test_without_a_place_for_a_socket_each_start_has_its_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    deep = Home(tmp_path / ("deep" * 20) / ("deeper" * 10))
    one = OneWindow(deep)
    assert not one.hands_over(Opening())
    assert not OneWindow(deep).hands_over(Opening())
    one.close()


def test_without_a_library_of_the_system_the_window_opens_all_the_same(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "imgsim_desktop.ui.one_window", None)
    opened: list[tuple[Opening, object]] = []
    monkeypatch.setattr(
        app, "run_window", lambda what, home, one, crash: opened.append((what, one)) or 0
    )
    assert app.run_app(["--home", str(home.root)]) == 0
    assert opened == [(Opening(), None)]


def test_what_waits_for_an_answer_is_not_disturbed(
    qtbot: QtBot, home: Home, first: OneWindow, tmp_path: Path
) -> None:
    """A commit that is asked about belongs to the library that is open."""
    asked: list[Opening] = []
    first.asked.connect(asked.append)
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.setModal(True)
    dialog.show()
    assert start(qtbot, home, [tmp_path]) == "handed over"
    qtbot.wait(50)
    assert asked == []
    dialog.close()
    qtbot.waitUntil(lambda: asked == [Opening((tmp_path,))])


@pytest.mark.parametrize(
    "line",
    [b"no json\n", b"[]\n", b'{"folders": 3, "picture": null, "demo": false}\n', b"x" * 600_000],
    ids=["no json", "a list", "no folders", "too long"],
)
def test_nonsense_is_refused_and_the_window_goes_on(
    qtbot: QtBot, home: Home, first: OneWindow, line: bytes
) -> None:
    asked: list[Opening] = []
    first.asked.connect(asked.append)
    socket = QLocalSocket()
    socket.connectToServer(socket_name(home))
    socket.write(line)
    disconnected = QLocalSocket.LocalSocketState.UnconnectedState
    qtbot.waitUntil(lambda: socket.state() == disconnected)
    assert asked == []
    assert start(qtbot, home) == "handed over"
    assert asked == [Opening()]
    socket.deleteLater()


# in the window


def test_a_picture_opens_the_library_it_lies_in_and_its_similar_photos(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    draw(other / "green.jpg", "#3c3")
    draw(tmp_path / "alone.jpg", "#3c3")
    first = scanned.session.library
    scanned.open_asked(Opening((other,)))
    qtbot.waitUntil(lambda: not scanned.scans.is_running)
    second = scanned.session.library
    assert first is not None
    assert second is not None
    assert second.folders == (other,)
    scanned.open_asked(Opening(picture=tmp_path / "alone.jpg"))
    assert scanned.session.library == second, "it lies in none: the open one is searched"
    scanned.open_asked(Opening(picture=photos_folder / "red.jpg"))
    qtbot.waitUntil(lambda: not scanned.scans.is_running)
    assert scanned.session.library is not None
    assert scanned.session.library.key == first.key
    question = scanned.panel.question
    assert question is not None
    assert question.photo_id is not None
    asked = scanned.session.fetch_photos([question.photo_id])[question.photo_id]
    assert asked.path == photos_folder / "red.jpg"
    qtbot.waitUntil(lambda: len(scanned.panel.grid) > 0)


@pytest.mark.qt_log_ignore("does not support raise")
def test_who_asks_for_nothing_sees_the_window_and_what_it_shows(
    qtbot: QtBot, scanned: MainWindow
) -> None:
    library = scanned.session.library
    scanned.showMinimized()
    scanned.open_for_another_start(Opening())
    assert not scanned.isMinimized()
    assert scanned.session.library == library
    assert not scanned.scans.is_running


@pytest.mark.usefixtures("light")
@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("reopens", [False, True])
def test_a_window_that_is_closing_takes_nothing_more_unless_it_opens_again(
    qtbot: QtBot, home: Home, first: OneWindow, monkeypatch: pytest.MonkeyPatch, reopens: bool
) -> None:
    """Else what was handed over would go with it."""
    answers: list[str] = []

    def run(_app: object, window: MainWindow) -> int:
        window.wants_reopening = reopens and not answers
        window.close()
        answers.append(start(qtbot, home))
        return 0

    monkeypatch.setattr(app, "_run", run)
    assert app.run_window(home=home.root, one=first) == 0
    assert answers == (["handed over", "is the window"] if reopens else ["is the window"])

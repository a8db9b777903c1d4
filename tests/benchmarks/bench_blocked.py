"""How long the window keeps a person waiting, over a session from the first scan to the last undo.

    python -m tests.benchmarks.bench_blocked [PHOTOS]

A folder is scanned for the first time, every command of every page that opens nothing of the
system's is used, groups are accepted, sorted by other rules, moved to a trash and brought back, the
look and the language change. Meanwhile a thread asks a hundred times a second how much processor
time the GUI thread has taken since its event loop last went round: that is what a click would have
had to wait on a machine with nothing else to do. What took longer than 50 ms is printed with the
line of ours that ran at the time.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from imgsim_desktop.library.paths import Home
from imgsim_desktop.resources import resource
from imgsim_desktop.ui.app import dress
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.pages import VIEWS
from imgsim_desktop.ui.session import LibrarySession
from tests.pictures import save_photo
from tests.ui.driven import Driven

PHOTOS = 400
LIMIT_MS = 50.0
PULSE_MS = 5
PLACES = {"duplicates": "review"}
"""Pages whose commands have another name."""


@dataclass
class Watch:
    """Measures how long the event loop stands; started and read by the GUI thread."""

    clock: int = field(default_factory=lambda: time.pthread_getcpuclockid(threading.get_ident()))
    gui: int = field(default_factory=threading.get_ident)
    step: str = ""
    blocks: list[tuple[float, str, str]] = field(default_factory=list)
    """(ms of processor, step, line of ours that was met most)."""
    _beat: float = 0.0
    _ends: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        self._timer = QTimer()
        self._timer.timeout.connect(self.beat)
        self._timer.start(PULSE_MS)
        self.beat()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ends.set()
        self._timer.stop()
        self._thread.join()

    def take_step(self, step: str) -> None:
        self.step = step

    def beat(self) -> None:
        self._beat = time.clock_gettime(self.clock)

    def _look(self) -> None:
        began, seen, longest, step = self._beat, Counter[str](), 0.0, ""
        while not self._ends.wait(0.01):
            if self._beat != began:
                if longest > LIMIT_MS:
                    self.blocks.append((longest, step, seen.most_common(1)[0][0]))
                began, longest = self._beat, 0.0
                seen.clear()
            took = 1000 * (time.clock_gettime(self.clock) - began)
            if took > 10:
                longest, step = took, self.step
                seen[_line_of(sys._current_frames().get(self.gui))] += 1


def _line_of(frame: FrameType | None) -> str:
    """The innermost line of the program itself, or of what called it."""
    while frame is not None:
        name = frame.f_code.co_filename
        if "imgsim_desktop" in name:
            return f"{name.split('imgsim_desktop/')[-1]}:{frame.f_lineno} {frame.f_code.co_name}"
        frame = frame.f_back
    return "Qt itself"


def photos(folder: Path, count: int) -> Path:
    """The demo, three times over in other sizes, and scenes to fill the gallery."""
    for number in range(3):
        shutil.copytree(resource("demo"), folder / f"trip {number}")
    for number in range(count):
        save_photo(folder / "scenes" / f"{number:04}.jpg", number)
    return folder


def session_of(window: MainWindow, watch: Watch, folder: Path) -> Iterator[str]:
    """The steps of the session; each yields its heading."""
    user = Driven(window, watch.take_step)
    yield "first scan, with the gallery on show"
    user.do("open a folder", lambda: window.library_actions.open_folders([folder]))
    user.wait("first scan", lambda: not window.scans.is_running)
    user.do("after the scan", window.session.poll, ms=1500)
    for name in VIEWS:
        yield f"page {name}"
        user.do(f"show {name}", partial(window.show_view, name), ms=600)
        user.wait(f"{name} is ready", lambda: not window.view.is_busy())
        user.every_command(PLACES.get(name, name))
        user.wait(f"{name} is done", lambda: not window.view.is_busy())
    yield "commands of the window"
    window.show_view("photos")
    user.every_command("")
    yield "gallery: scroll, larger and smaller"
    window.show_view("photos")
    gallery = window.gallery
    assert gallery is not None
    bar = gallery.grid.verticalScrollBar()
    for place in range(0, bar.maximum(), max(1, bar.maximum() // 60)):
        user.do("scroll", partial(bar.setValue, place), ms=20)
    for name in ("photos.larger", "photos.smaller") * 4:
        user.command(name)
    yield "review: 60 groups"
    window.show_view("duplicates")
    for name in ["review.accept"] * 60 + ["review.looser"] * 6 + ["review.stricter"] * 6:
        user.command(name)
    yield "commit and undo"
    user.command("review.commit")
    user.do("accept what is shown", _accept, ms=500)
    user.wait("the commit", lambda: not window.view.is_busy())
    user.do("after the commit", lambda: None, ms=1500)
    user.command("review.undo-commit")
    user.wait("the undo", lambda: not window.view.is_busy())
    user.wait("the scan after it", lambda: not window.scans.is_running)
    yield "settings: dark, light, Chinese, English"
    change = window.session.change_settings
    user.do("dark", lambda: change(theme="dark"), ms=900)
    user.do("light", lambda: change(theme="light"), ms=900)
    user.do("Chinese", lambda: change(language="zh_CN"), ms=900)
    user.do("English", lambda: change(language="en"), ms=900)


def _accept() -> None:
    """Press the button of the sheet that carries out what it shows."""
    sheet = QApplication.activeModalWidget()
    if sheet is None:
        print("no sheet was shown")
        return
    for box in sheet.findChildren(QDialogButtonBox):
        for button in box.buttons():
            if box.buttonRole(button) == QDialogButtonBox.ButtonRole.AcceptRole:
                button.click()
                return
    print("the sheet has no button to accept it")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PHOTOS
    app = QApplication([])
    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_DATA_HOME"] = f"{place}/data"  # whose trash is used
        folder = photos(Path(place) / "photos", count)
        session = LibrarySession(Home(Path(place) / "home"))
        dress(app, session)
        window = MainWindow(session, Engine(session))
        window.resize(1440, 900)
        watch = Watch()
        watch.start()
        window.show()
        begun = time.monotonic()
        for heading in session_of(window, watch, folder):
            print(f"{time.monotonic() - begun:7.1f} s  {heading}", flush=True)
        took = time.clock_gettime(watch.clock)
        watch.stop()
        window.learning.close_down()
        window.close()
        QTest.qWait(500)
    print(f"GUI thread: {took:.1f} s of processor in {time.monotonic() - begun:.0f} s")
    print(f"longer than {LIMIT_MS:.0f} ms: {len(watch.blocks)}")
    for ms, step, line in sorted(watch.blocks, reverse=True):
        print(f"{ms:8.0f} ms  {step:32} {line}")


if __name__ == "__main__":
    main()

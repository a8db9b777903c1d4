"""A crash below Python leaves a trace, and the next start offers it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from imgsim_desktop.ui.crash_log import LAST, CrashLog
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.report import Troubles
from imgsim_desktop.ui.session import LibrarySession
from tests.ui.fakes import colour_network, end_window

RUN = """
import faulthandler, os, sys
from pathlib import Path
from imgsim_desktop.ui.crash_log import CrashLog
crashes = CrashLog(Path(sys.argv[1]))
crashes.begin()
if sys.argv[2] == "crash":
    faulthandler._sigsegv()
if sys.argv[2] == "killed":
    os._exit(9)
crashes.end()
"""


def run(folder: Path, how: str) -> None:
    environment = {key: os.environ[key] for key in os.environ if key != "PYTHONFAULTHANDLER"}
    subprocess.run([sys.executable, "-c", RUN, folder, how], env=environment, check=False)


def test_a_crash_is_told_once_with_the_place_it_happened_at(tmp_path: Path) -> None:
    run(tmp_path, "crash")
    told = CrashLog(tmp_path).earlier()
    assert "Segmentation fault" in told
    assert 'File "<string>"' in told
    assert CrashLog(tmp_path).earlier() == ""
    assert (tmp_path / LAST).read_text() == told


def test_a_run_that_ended_well_or_was_killed_is_no_crash(tmp_path: Path) -> None:
    run(tmp_path, "end")
    assert list(tmp_path.glob("crash*")) == []
    run(tmp_path, "killed")
    assert len(list(tmp_path.glob("crash*"))) == 1
    assert CrashLog(tmp_path).earlier() == ""
    assert list(tmp_path.glob("crash*")) == []


def test_the_file_of_a_window_that_runs_is_left_alone(tmp_path: Path) -> None:
    theirs = tmp_path / f"crash-{os.getppid()}.log"
    theirs.write_text("ImgSim Desktop\nWindows fatal exception: code 0x8001010d\n")
    assert CrashLog(tmp_path).earlier() == ""
    assert theirs.exists()


def test_the_window_offers_the_report_of_a_crash(
    qtbot: QtBot, session: LibrarySession, tmp_path: Path
) -> None:
    troubles = Troubles(tmp_path / "imgsim.log", crash="Fatal Python error: Segmentation fault")
    window = MainWindow(session, Engine(session, lambda *_: colour_network()), troubles)
    qtbot.addWidget(window, before_close_func=end_window)
    notice = window.notices.notice
    assert notice is not None
    assert "crash" in notice.sentence
    assert notice.action is not None
    assert "Segmentation fault" in troubles.report()

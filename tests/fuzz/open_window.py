"""The real window as a process, without a screen: `python -m tests.fuzz.open_window FOLDER`.

Opens the library of the folder, waits for its scan, marks what the rules suggest in all groups,
commits that, lets the scan after it end and closes. Says on stderr how many files were to go.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtTest import QTest

from imgsim_desktop.library.paths import find_home
from imgsim_desktop.ui.app import make_application
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.views.duplicates.view import DuplicatesView
from tests.ui.fakes import colour_network, end_window

LONGEST_S = 120.0


def main() -> int:
    app = make_application()
    session = LibrarySession(find_home())
    window = MainWindow(session, Engine(session, lambda *_: colour_network()))
    window.resize(1100, 720)
    window.show()
    window.library_actions.open_folders([Path(sys.argv[1])])
    wait_until(lambda: not window.scans.is_running)
    window.session.poll()
    window.show_view("duplicates")
    view = window.view
    assert isinstance(view, DuplicatesView)
    view.model.refresh_now()
    view.desk.review.accept(view.desk.review.groups)
    view.model.decided_many()
    marked = len(view.desk.marked())
    view.disk.commit()
    if view.disk.sheet is not None:
        view.disk.sheet.accept_button.click()
        wait_until(lambda: not view.model.committer.is_running)
    QTest.qWait(200)
    wait_until(lambda: not window.scans.is_running)
    end_window(window)
    app.processEvents()
    sys.stderr.write(f"{marked} files were to go\n")
    return 0


def wait_until(is_over: Callable[[], bool]) -> None:
    """While the window lives on. Raises TimeoutError."""
    ends = time.monotonic() + LONGEST_S
    while not is_over():
        if time.monotonic() > ends:
            raise TimeoutError("the window does not come to an end")
        QTest.qWait(20)


if __name__ == "__main__":
    sys.exit(main())

"""What each change of the settings costs the window: python -m tests.benchmarks.bench_settings

Processor time of the GUI thread for one change and all that follows it in one turn of the event
loop, over a library of a few photos that were really scanned. "dressed" counts the widgets that Qt
gave a new style or palette meanwhile.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from imgsim_desktop.library.paths import Home
from imgsim_desktop.ui.app import dress
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.session import LibrarySession
from tests.ui.fakes import colour_network, draw, end_window

TIMES = 7
LATER_MS = 120
"""The slider's groups are formed 60 ms after it stood still."""
CHANGES: dict[str, Callable[[int], dict[str, Any]]] = {
    "confidence": lambda n: {"confidence": 0.9 + 0.001 * n},
    "thumbnail_px": lambda n: {"thumbnail_px": 160 + 2 * n},
    "sort_by": lambda n: {"sort_by": ("date", "name")[n % 2]},
    "sort_descending": lambda n: {"sort_descending": n % 2 == 0},
    "keep_rules": lambda n: {"keep_rules": (("oldest",), ("newest",))[n % 2]},
    "raw_and_jpeg": lambda n: {"raw_and_jpeg": ("one", "two")[n % 2]},
    "carry_metadata": lambda n: {"carry_metadata": n % 2 == 0},
    "shortcuts": lambda n: {"shortcuts": {"scan": ("F5", "F7")[n % 2]}},
    "threads": lambda n: {"threads": 1 + n % 2},
    "device": lambda n: {"device": ("auto", "cpu")[n % 2]},
    "excludes": lambda n: {"excludes": (("*.tmp",), ("*.bak",))[n % 2]},
    "follow_hidden": lambda n: {"follow_hidden": n % 2 == 0},
    "window_layout": lambda n: {"window_layout": str(n)},
    "theme": lambda n: {"theme": ("dark", "light")[n % 2]},
}


class Counter(QObject):
    """Counts the widgets that are told of another style or palette."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[int] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange) and isinstance(
            watched, QWidget
        ):
            self.seen.add(id(watched))
        return False


def main() -> None:
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        photos = Path(folder) / "photos"
        for n in range(24):
            draw(photos / f"{n}.jpg", f"#c3{n % 12:x}")
        session = LibrarySession(Home(Path(folder) / "home"))
        session.change_settings(theme="light")
        undress = dress(app, session)
        window = MainWindow(session, Engine(session, lambda *_: colour_network()))
        window.resize(1100, 720)
        window.show()
        window.library_actions.open_folders([photos])
        while window.scans.is_running:
            QTest.qWait(50)
        session.poll()
        for page in ("photos", "duplicates"):
            window.show_view(page)
            QTest.qWait(500)
            print(f"page {page}, {len(app.allWidgets())} widgets")
            for name, change in CHANGES.items():
                worked, dressed = [], 0
                for n in range(TIMES):
                    counter = Counter()
                    app.installEventFilter(counter)
                    began = time.thread_time()
                    session.change_settings(**change(n))
                    app.processEvents()
                    worked.append((time.thread_time() - began) * 1e3)
                    app.removeEventFilter(counter)
                    dressed = max(dressed, len(counter.seen))
                    QTest.qWait(LATER_MS)
                print(
                    f"  {name:16} {np.median(worked):7.1f} ms, most {max(worked):7.1f}; "
                    f"{dressed} dressed"
                )
        end_window(window)
        undress()


if __name__ == "__main__":
    main()

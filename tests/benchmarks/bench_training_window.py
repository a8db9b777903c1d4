"""What a frame of the window costs while a training runs in its process, and while none does.

    python -m tests.benchmarks.bench_training_window FOLDER_OF_PICTURES [PHOTOS]

A gallery of PHOTOS rows is scrolled by 40 pixels, one frame a scroll; the dialog with its curve and
picture is open beside it. By the clock, and of the window's own thread: on a machine that does
other things at the same time only the second pair says something.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imgsim_desktop.library.paths import Home
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.models.lesson_form import LessonForm
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.theme import apply_theme
from tests.benchmarks.bench_window import SomeThumbnails, fill, timed_ms

FRAMES = 2000


def main() -> None:
    pictures = Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    app = QApplication([])
    apply_theme(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        library = fill(home, count)
        session = LibrarySession(home)
        session.thumbnail_store = SomeThumbnails(home.root / "some")
        window = MainWindow(session, Engine(session))
        window.resize(1600, 1000)
        window.show()
        session.open_library(library)
        assert window.gallery is not None
        grid = window.gallery.grid
        QTest.qWait(1500)

        def scroll() -> None:
            bar = grid.verticalScrollBar()
            bar.setValue(bar.value() + 40)
            app.processEvents()

        print("a frame, nothing learnt    ", timed_ms(scroll, FRAMES), flush=True)
        learning = window.learning
        learning.show_dialog()
        assert learning.dialog is not None
        learning.start(LessonForm("contrastive", (pictures,), "bench", 10.0))
        points = learning.dialog.progress.curve.points
        while not (points := learning.dialog.progress.curve.points) and learning.is_running:
            QTest.qWait(100)
        print("a frame while it learns    ", timed_ms(scroll, FRAMES), flush=True)
        curve, preview = learning.dialog.progress.curve, learning.dialog.progress.preview
        print("the curve, drawn once      ", timed_ms(curve.repaint, 50))
        print("the picture, drawn once    ", timed_ms(preview.repaint, 50))
        print(f"(still learning: {learning.is_running}; {len(points)} losses, last step "
              f"{max(line[-1][0] for line in curve.points.values())})")  # fmt: skip
        learning.stop()
        while learning.is_running:
            QTest.qWait(100)
        window.close()
        app.processEvents()


if __name__ == "__main__":
    main()

"""The pictures of README, drawn by the program itself from the demo photos, on any machine.

    python packaging/make_screenshots.py

Needs no screen. Writes `packaging/screenshots/*.png`, reduced to 256 colours to stay small.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from imgsim_desktop.choosing.lanes import Lane
from imgsim_desktop.control import NULL_CONTROL
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.resources import resource
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.models.lesson_form import LessonForm
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.theme import apply_theme
from imgsim_desktop.ui.views.duplicates.view import DuplicatesView
from imgsim_desktop.ui.widgets.audit_sheet import AuditSheet
from imgsim_desktop.ui.widgets.stage import Mode

OUT = Path(__file__).parent / "screenshots"
SIZE = (1360, 800)
COLOURS = 256
LEARNT_MINUTES = 1.5


def wait(ms: int) -> None:
    """Let pictures come and paint."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def save(widget: QWidget, name: str) -> None:
    wait(2500)
    path = OUT / f"{name}.png"
    widget.grab().save(str(path))
    with Image.open(path) as shot:
        small = shot.convert("RGB").quantize(COLOURS)
    small.save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size // 1000} kB")


def show(view: DuplicatesView, lane: Lane, row: int, mode: Mode = Mode.GRID) -> None:
    view.model.choose_lane(lane)
    view.model.choose_rows(row)
    view.show_now()
    view.stage.set_mode(mode)


def draw(app: QApplication, window: MainWindow, view: DuplicatesView) -> None:
    """One picture for each step of the five-minute path."""
    show(view, Lane.EDITED, 4)
    save(window, "duplicates")
    apply_theme(app, "dark")
    show(view, Lane.EDITED, 4, Mode.SLIDER)
    save(window, "compare-dark")
    show(view, Lane.BURST, 0)
    view.stage.toggle_loupe()
    save(window, "burst-dark")
    apply_theme(app, "light")
    show(view, Lane.EDITED, 0)
    view.acts.accept_lane()
    sheet = next(w for w in app.topLevelWidgets() if isinstance(w, AuditSheet))
    sheet.resize(900, 560)
    sheet.riskiest[1].click()
    save(sheet, "audit")
    sheet.reject()
    for name in ("themes", "map"):
        window.show_view(name)
        while window.view.is_busy():
            wait(100)
        save(window, name)
    learn(window)


def learn(window: MainWindow) -> None:
    """A training that really runs, to its end."""
    learning, library = window.learning, window.session.library
    assert library is not None
    learning.show_dialog()
    dialog = learning.dialog
    assert dialog is not None
    learning.start(LessonForm("contrastive", library.folders, "pictures", LEARNT_MINUTES))
    while learning.is_running:
        wait(500)
    save(dialog, "learn")


def main() -> int:
    app = QApplication(sys.argv[:1])
    apply_theme(app, "light")
    with tempfile.TemporaryDirectory() as place:
        photos = Path(place) / "Pictures"
        shutil.copytree(resource("demo"), photos)
        home = Home(Path(place) / "home")
        session = LibrarySession(home)
        engine = Engine(session)
        library = LibraryList(home).open_for([photos])
        engine.scan(library, NULL_CONTROL)
        window = MainWindow(session, engine)
        window.resize(*SIZE)
        window.show()
        session.open_library(library)
        window.show_view("duplicates")
        view = window.view
        assert isinstance(view, DuplicatesView)
        view.model.refresh_now()
        view.show_now()
        draw(app, window, view)
        window.close()
        wait(300)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

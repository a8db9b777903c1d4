"""How soon a window shows what happens in its folders: photos that come, change, move and go.

    python -m tests.benchmarks.bench_watching FOLDER [--pictures SHOTS]

Copies the folder, opens it in a window (offscreen, the built-in network), waits for its first scan
and then does one thing after another. Prints seconds by the clock from the act until the gallery
shows it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def main() -> None:
    from PySide6.QtWidgets import QApplication

    from imgsim_desktop.library.paths import Home
    from imgsim_desktop.records import Photo
    from imgsim_desktop.ui.engine import Engine
    from imgsim_desktop.ui.main_window import MainWindow
    from imgsim_desktop.ui.session import LibrarySession
    from imgsim_desktop.ui.theme import apply_theme
    from imgsim_desktop.ui.watching import watch_library

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=Path, help="a folder for pictures of the window")
    args = parser.parse_args()
    app = QApplication([])
    apply_theme(app, "light")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "photos")
        shutil.copytree(args.folder, folder)
        session = LibrarySession(Home(Path(place, "home")))
        window = MainWindow(session, Engine(session), watch=watch_library)
        window.resize(1340, 820)
        window.show()

        def wait(until: Callable[[], object]) -> None:
            while not until():
                app.processEvents()
                time.sleep(0.01)

        def picture(name: str) -> None:
            if args.pictures is not None:
                args.pictures.mkdir(parents=True, exist_ok=True)
                app.processEvents()
                window.grab().save(str(args.pictures / f"{name}.png"))

        def shown() -> dict[Path, Photo]:
            gallery = window.gallery
            assert gallery is not None
            found = session.fetch_shown(gallery.grid.ids.tolist())
            return {photo.path: photo for photo in found.values()}

        window.library_actions.open_folders([folder])
        wait(lambda: len(session.early) and not window.thumbnails.is_busy)
        picture("first look")
        wait(lambda: not window.scans.is_running)
        wait(lambda: window.watching is not None and window.watching._watch is not None)
        wait(lambda: window.watching._watch.hears_all)  # type: ignore[union-attr]
        picture("scanned")
        paths = sorted(shown())
        print(f"{len(paths)} photos")

        def act(name: str, do: Callable[[], object], until: Callable[[], object]) -> None:
            wait(lambda: not window.scans.is_running)
            wait(lambda: time.monotonic() > window.watching._not_before)  # type: ignore[union-attr]
            began = time.perf_counter()
            do()
            wait(until)
            took = time.perf_counter() - began
            print(f"{name}: {took:.1f} s; load {os.getloadavg()[0]:.0f}")

        first, second, third = paths[:3]
        copy, moved = folder / "a copy.jpg", folder / "a new folder" / second.name
        before = shown()[third].content_hash
        act("added", lambda: shutil.copy(first, copy), lambda: copy in shown())
        act(
            "changed",
            lambda: shutil.copy(first, third),
            lambda: third in shown() and shown()[third].content_hash != before,
        )

        def move() -> None:
            moved.parent.mkdir()
            second.rename(moved)

        act("moved", move, lambda: moved in shown())
        act("deleted", copy.unlink, lambda: copy not in shown())
        picture("after")
        window.scans.stop()
        window.scans.wait()
        window.close()


if __name__ == "__main__":
    main()

"""How soon a new folder shows something: from "scan these folders" to pictures and photos.

    python -m tests.benchmarks.bench_first_photo FOLDER [--rounds 3]

A window of its own process and home each round, offscreen, with the built-in network, which is
loaded meanwhile. Prints seconds by the clock, and of processor of program and workers, until the
first thumbnail, the first hundred of them (or all there are) and the first photo that was described
are there.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = """
import sys, threading, time
from pathlib import Path

def main():
    from PySide6.QtWidgets import QApplication
    from imgsim_desktop.library.paths import Home
    from imgsim_desktop.ui.engine import Engine
    from imgsim_desktop.ui.main_window import MainWindow
    from imgsim_desktop.ui.session import LibrarySession
    from tests.benchmarks.stages import processor_s
    app = QApplication([])
    session = LibrarySession(Home(Path(sys.argv[1])))
    window = MainWindow(session, Engine(session))
    window.resize(1100, 720)
    window.show()
    app.processEvents()
    began, worked = time.perf_counter(), processor_s()
    drawn = set()
    window.thumbnails.loaded.connect(drawn.update)
    scan, may_scan = window.scans._scan, threading.Event()
    if sys.argv[4] == "alone":
        window.scans._scan = lambda *asked: (may_scan.wait(), scan(*asked))[1]
    window.library_actions.open_folders([Path(sys.argv[2])])
    wanted = {"first": 1, "hundred": min(100, int(sys.argv[3])), "described": 0}
    while wanted:
        app.processEvents()
        for name, count in list(wanted.items()):
            if name == "described":
                is_there = window.session.cache is not None and window.session.cache.count()
            else:
                # As if the person scrolled: what is below the screen is asked for, too.
                grid = window.gallery.grid
                for photo in window.session.fetch_shown(grid.ids[:100].tolist()).values():
                    if photo.content_hash not in drawn:
                        window.thumbnails.pixmap(photo.content_hash, 160)
                is_there = len(drawn) >= count
            if is_there:
                print(name, time.perf_counter() - began, processor_s() - worked, flush=True)
                del wanted[name]
        if not wanted.keys() - {"described"}:
            may_scan.set()
        time.sleep(0.01)
    window.scans.stop()
    window.scans.wait()
    window.close()

if __name__ == "__main__":
    main()
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--alone",
        action="store_true",
        help="the scan begins after the hundred, so that the "
        "processor's time is that of the pictures alone",
    )
    args = parser.parse_args()
    root = str(Path(__file__).resolve().parents[2])
    photos = sum(1 for path in args.folder.rglob("*") if path.is_file())
    environment = {**os.environ, "PYTHONPATH": root, "QT_QPA_PLATFORM": "offscreen"}
    for number in range(args.rounds):
        with tempfile.TemporaryDirectory() as place:
            script = Path(place, "program.py")
            script.write_text(PROGRAM)
            done = subprocess.run(
                [sys.executable, script, Path(place, "home"), args.folder.absolute(),
                 str(photos), "alone" if args.alone else ""],
                capture_output=True, text=True, check=True, env=environment,
            )  # fmt: skip
        load = os.getloadavg()[0]
        told = [
            f"{name} {float(clock):.2f} s ({float(processor):.1f} s of processor)"
            for name, clock, processor in map(str.split, done.stdout.splitlines())
        ]
        print(f"round {number + 1}: {', '.join(told)}; load {load:.1f}")


if __name__ == "__main__":
    main()

"""How soon a first scan shows something: from "scan these folders" to the first photo.

    python -m tests.benchmarks.bench_first_photo FOLDER [--rounds 3]

A window of its own process and home each round, offscreen, with the built-in network, which is
loaded meanwhile. Prints seconds by the clock, and of processor of program and workers.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = """
import sys, time
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
    window.library_actions.open_folders([Path(sys.argv[2])])
    while window.gallery is None or not len(window.gallery.grid.ids):
        app.processEvents()
        time.sleep(0.01)
    print(time.perf_counter() - began, processor_s() - worked)
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
    args = parser.parse_args()
    root = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": root, "QT_QPA_PLATFORM": "offscreen"}
    for number in range(args.rounds):
        with tempfile.TemporaryDirectory() as place:
            script = Path(place, "program.py")
            script.write_text(PROGRAM)
            done = subprocess.run(
                [sys.executable, script, Path(place, "home"), args.folder.absolute()],
                capture_output=True, text=True, check=True, env=environment,
            )  # fmt: skip
        clock, processor = map(float, done.stdout.split())
        load = os.getloadavg()[0]
        print(
            f"round {number + 1}: first photo after {clock:.1f} s by the clock, {processor:.1f} s "
            f"of processor; load {load:.1f}"
        )


if __name__ == "__main__":
    main()

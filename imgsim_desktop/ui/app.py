"""Starts the window and ends it in order. Importing this does not import torch."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from imgsim_desktop import __version__
from imgsim_desktop.errors import DecisionsBroken, KnownError
from imgsim_desktop.library.paths import find_home
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.garbage import GarbageCollector
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.put_back import offer_backup
from imgsim_desktop.ui.report import Troubles
from imgsim_desktop.ui.sentences import said_whole
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.theme import apply_theme
from imgsim_desktop.ui.translation import install_translator

SIGNAL_MS = 200
"""Python sees Ctrl+C only while it runs: so often it does."""


def run_app(argv: Sequence[str]) -> int:
    """`imgsim-desktop [--demo] [--home FOLDER] [FOLDER...]`: returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="imgsim-desktop", description="See similar photos, find copies, tidy up safely."
    )
    parser.add_argument(
        "folders", nargs="*", type=Path, metavar="FOLDER", help="photo folders to open"
    )
    parser.add_argument("--demo", action="store_true", help="open the bundled demo photos")
    parser.add_argument("--home", type=Path, help="where the program keeps what it remembers")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    try:
        args = parser.parse_args(list(argv))
    except SystemExit as stop:  # argparse has said why, or printed the help
        return stop.code if isinstance(stop.code, int) else 2
    missing = [folder for folder in args.folders if not folder.is_dir()]
    if missing:
        sys.stderr.write(f"imgsim-desktop: {missing[0]} is not a folder.\n")
        return 1
    return run_window(args.folders, demo=args.demo, home=args.home)


def run_window(folders: Sequence[Path], *, demo: bool = False, home: Path | None = None) -> int:
    """Open the window and return when it has been closed."""
    app = make_application()
    while True:
        troubles = Troubles(find_home(home).logs / "imgsim.log")
        troubles.listen()
        try:
            session = LibrarySession(find_home(home))
        except DecisionsBroken as error:
            troubles.uninstall()
            if offer_backup(error, find_home(home)):
                continue
            return 1
        except KnownError as error:
            troubles.uninstall()
            QMessageBox.critical(None, "ImgSim Desktop", said_whole(error))
            return 1
        troubles.install()
        install_translator(app, session.settings.language)
        undress = dress(app, session)
        window = MainWindow(session, Engine(session), troubles)
        window.show()
        QTimer.singleShot(0, partial(_open_first, window, list(folders), demo=demo))
        code = _run(app, window)
        undress()
        troubles.uninstall()
        if not window.wants_reopening:
            return code
        folders, demo = (), False  # the library that was open last is the one they named
        window.deleteLater()


def make_application() -> QApplication:
    """The QApplication, named and with its high-density settings."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([sys.argv[0]])
    app.setApplicationName("imgsim-desktop")
    app.setApplicationDisplayName("ImgSim Desktop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("imgsim-desktop")
    return app


def dress(app: QApplication, session: LibrarySession) -> Callable[[], None]:
    """Light or dark as wished, now and whenever the wish or the system's scheme changes.

    returns  what ends it
    """

    def again(*_: object) -> None:
        apply_theme(app, session.settings.theme)

    again()
    app.styleHints().colorSchemeChanged.connect(again)
    session.settingsChanged.connect(again)

    def undress() -> None:
        app.styleHints().colorSchemeChanged.disconnect(again)
        session.settingsChanged.disconnect(again)

    return undress


def _open_first(window: MainWindow, folders: list[Path], *, demo: bool) -> None:
    """What the command line names, or else the library that was open last."""
    if demo:
        window.library_actions.open_demo()
    elif folders:
        window.library_actions.open_folders([folder.absolute() for folder in folders])
    else:
        window.library_actions.open_last()


def _run(app: QApplication, window: MainWindow) -> int:
    ticker = QTimer()
    ticker.timeout.connect(lambda: None)
    ticker.start(SIGNAL_MS)
    collector = GarbageCollector()
    collector.start()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, lambda *_: window.close())
    try:
        return app.exec()
    finally:
        ticker.stop()
        collector.stop()
        for number, handler in before.items():
            signal.signal(number, handler)

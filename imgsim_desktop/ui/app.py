"""Starts the window and ends it in order. Importing this does not import torch."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from imgsim_desktop import __version__
from imgsim_desktop.errors import DecisionsBroken, KnownError
from imgsim_desktop.library.paths import Home, find_home
from imgsim_desktop.ui.crash_log import CrashLog
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.garbage import GarbageCollector
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.models.opening import NOTHING, Opening, opening_of
from imgsim_desktop.ui.put_back import offer_backup
from imgsim_desktop.ui.report import Troubles
from imgsim_desktop.ui.sentences import said_whole
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.theme import apply_theme
from imgsim_desktop.ui.translation import install_translator
from imgsim_desktop.ui.watching import watch_library
from imgsim_desktop.ui.window_place import stand_in

if TYPE_CHECKING:
    from imgsim_desktop.ui.one_window import OneWindow

log = logging.getLogger(__name__)

SIGNAL_MS = 200
"""Python sees Ctrl+C only while it runs: so often it does."""


def run_app(argv: Sequence[str]) -> int:
    """`imgsim-desktop [--demo] [--home FOLDER] [FOLDER...] [PICTURE]`: returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="imgsim-desktop", description="See similar photos, find copies, tidy up safely."
    )
    parser.add_argument(
        "places",
        nargs="*",
        metavar="FOLDER|PICTURE",
        help="photo folders to open, or a picture whose similar photos are shown",
    )
    parser.add_argument("--demo", action="store_true", help="open the bundled demo photos")
    parser.add_argument("--home", type=Path, help="where the program keeps what it remembers")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    try:
        args = parser.parse_args(list(argv))
    except SystemExit as stop:  # argparse has said why, or printed the help
        return stop.code if isinstance(stop.code, int) else 2
    try:
        opening = opening_of(args.places, demo=args.demo)
    except ValueError as error:
        sys.stderr.write(f"imgsim-desktop: {error}\n")
        return 1
    make_application()
    one = _one_window(find_home(args.home))
    if one is not None and one.hands_over(opening):
        return 0
    crashes = CrashLog(find_home(args.home).logs)
    crash = crashes.earlier()
    crashes.begin()
    try:
        return run_window(opening, home=args.home, one=one, crash=crash)
    finally:
        crashes.end()
        if one is not None:
            one.close()


def _one_window(home: Home) -> OneWindow | None:
    """None where Qt's sockets lack a library of the system (libgssapi_krb5), which nothing else
    of the window needs: then each start has a window of its own.
    """
    try:
        from imgsim_desktop.ui.one_window import OneWindow
    except ImportError as error:
        log.warning("A second start will not find us: %s", error)
        return None
    return OneWindow(home)


def run_window(
    opening: Opening = NOTHING,
    *,
    home: Path | None = None,
    one: OneWindow | None = None,
    crash: str = "",
) -> int:
    """Open the window and return when it has been closed.

    one    through which other starts hand over what they were asked to open
    crash  what an earlier run left behind that crashed
    """
    app = make_application()
    before: MainWindow | None = None
    while True:
        troubles = Troubles(find_home(home).logs / "imgsim.log", crash=crash)
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
        window = MainWindow(session, Engine(session), troubles, watch_library, prepares=True)
        if before is None or before.place is None:
            window.show()
            QTimer.singleShot(0, partial(window.open_asked, opening))
        else:
            stand_in(window, before, before.place)
        if one is not None:
            one.asked.connect(window.open_for_another_start)
            window.closing.connect(one.close)
        code = _run(app, window)
        if one is not None:
            one.asked.disconnect(window.open_for_another_start)
        undress()
        troubles.uninstall()
        if not window.wants_reopening:
            return code
        crash = ""
        before = window


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


def _run(app: QApplication, window: MainWindow) -> int:
    ticker = QTimer()
    ticker.timeout.connect(lambda: None)
    ticker.start(SIGNAL_MS)
    collector = GarbageCollector()
    collector.start()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, lambda *_: window.close())
    window.ended.connect(app.exit)
    try:
        return app.exec()
    finally:
        ticker.stop()
        collector.stop()
        for number, handler in before.items():
            signal.signal(number, handler)

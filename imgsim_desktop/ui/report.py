"""Our own bugs: written to a log, told to the person once, with what is needed to report them."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import cast

import PySide6
from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)

from imgsim_desktop import __version__
from imgsim_desktop.errors import KnownError
from imgsim_desktop.private import for_owner, make_private

LOG_BYTES = 2_000_000
LOG_TAIL_CHARS = 20_000

log = logging.getLogger("imgsim_desktop")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class _PrivateLog(RotatingFileHandler):
    def _open(self) -> TextIOWrapper:
        log_file = open(self.baseFilename, self.mode, encoding=self.encoding, opener=for_owner)  # noqa: SIM115
        return cast(TextIOWrapper, log_file)


class Troubles(QObject):
    """Catches what nobody caught, in any thread, and tells the GUI thread."""

    happened = Signal(object)
    """str: the last line of the traceback."""
    told = Signal(object)
    """KnownError: what a room has mended by itself and logged for the person."""

    def __init__(self, log_file: Path, parent: QObject | None = None, *, crash: str = "") -> None:
        """crash: what `CrashLog.earlier` found of the run before; empty where that ended well."""
        super().__init__(parent)
        self.log_file = log_file
        self.crash = crash
        self._restore: list[Callable[[], object]] = []
        self._relay = _Relay()
        self._relay.sent.connect(self.happened, Qt.ConnectionType.QueuedConnection)
        self._telling = _Telling()
        self._telling.relay.sent.connect(self.told, Qt.ConnectionType.QueuedConnection)

    def listen(self) -> None:
        """Take in what rooms tell, before there is a folder for the log; `uninstall` ends it."""
        log.addHandler(self._telling)

    def install(self) -> None:
        """From now on; `uninstall` puts everything back."""
        self.listen()
        make_private(self.log_file.parent)
        handler = _PrivateLog(
            self.log_file, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", delay=True
        )
        handler.setFormatter(
            logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(message)s")
        )
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        old_hook, old_thread_hook = sys.excepthook, threading.excepthook
        sys.excepthook = self._take
        threading.excepthook = self._take_from_thread
        old_handler = qInstallMessageHandler(_take_qt_message)
        self._restore = [
            lambda: log.removeHandler(handler),
            handler.close,
            lambda: setattr(sys, "excepthook", old_hook),
            lambda: setattr(threading, "excepthook", old_thread_hook),
            lambda: qInstallMessageHandler(old_handler),
        ]

    def uninstall(self) -> None:
        for restore in self._restore:
            restore()
        self._restore = []
        log.removeHandler(self._telling)

    def report(self) -> str:
        """Versions and the end of the log: what a report of a problem needs, and no photo."""
        tail = ""
        if self.log_file.exists():
            tail = self.log_file.read_text("utf-8", errors="replace")[-LOG_TAIL_CHARS:]
        return "\n".join(
            (
                f"ImgSim Desktop {__version__}",
                f"Python {platform.python_version()}, PySide6 {PySide6.__version__}",
                f"{platform.platform()} {platform.machine()}",
                f"Log: {self.log_file}",
                *(("", "An earlier run ended here:", self.crash) if self.crash else ()),
                "",
                tail or "The log is empty.",
            )
        )

    def note(self, error: BaseException) -> None:
        """An unexpected error that a job has caught and logged: tell it like the others."""
        self._relay.sent.emit(f"{type(error).__name__}: {error}")

    def _take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("%s", "".join(traceback.format_exception(kind, error, trace)))
        sys.__excepthook__(kind, error, trace)
        self._relay.sent.emit(f"{kind.__name__}: {error}")

    def _take_from_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._take(args.exc_type, args.exc_value, args.exc_traceback)


class _Relay(QObject):
    """Carries a sentence from any thread to the GUI thread."""

    sent = Signal(object)


class _Telling(logging.Handler):
    """Passes on a KnownError that was logged as a warning."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.relay = _Relay()

    def emit(self, record: logging.LogRecord) -> None:
        for said in record.args if isinstance(record.args, tuple) else ():
            if isinstance(said, KnownError):
                self.relay.sent.emit(said)


def _take_qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", message)

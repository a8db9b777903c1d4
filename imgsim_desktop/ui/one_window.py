"""One window a person: a second start hands what it was asked to open to the first, and ends.

The first listens on a local socket that only its user may open, named after the folder where the
program keeps what it remembers: another `--home` has a window of its own. A socket that a crash has
left behind answers nobody, and `listen` takes its place. Where no socket can be made, each start
has a window of its own.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication

from imgsim_desktop.bounded_json import read_json
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.lock import briefly_alone
from imgsim_desktop.library.paths import Home
from imgsim_desktop.ui.models.opening import Opening

_CONNECT_MS: Final = 1_000
_ANSWER_MS: Final = 5_000
"""A window that draws or reads its library answers within a second; one that hangs never does."""
_MOST_BYTES: Final = 256 << 10
_MOST_NAME_BYTES: Final = 100
"""Of a socket's path: 104 on macOS, 108 on Linux."""
_LOOK_MS: Final = 200
_HEARD: Final = b"ok\n"

log = logging.getLogger(__name__)


def socket_name(home: Home) -> str:
    """Of the window of this home; empty where there can be none."""
    digest = hashlib.sha256(os.fsencode(home.root.resolve())).hexdigest()[:16]
    if sys.platform == "win32":
        return f"imgsim-desktop-{getpass.getuser()}-{digest}"
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    path = Path(runtime) / f"imgsim-{digest}" if runtime else home.window_socket
    return str(path) if len(os.fsencode(path)) <= _MOST_NAME_BYTES else ""


class OneWindow(QObject):
    """This start's part: either it hands over, or it listens. GUI thread."""

    asked = Signal(object)
    """Opening, when another start has handed it over and no dialog waits for an answer."""

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._name = socket_name(home)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)
        self._waiting: list[Opening] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._pass_on)

    def hands_over(self, opening: Opening) -> bool:
        """Whether another window has taken it; else we are the window, and listen from now on."""
        if not self._name:
            return False
        try:
            with briefly_alone(
                self._home.window_lock
            ):  # of two starts at once one must be the first
                if self._is_taken(opening):
                    return True
                if not self._server.listen(self._name):
                    log.warning("A second start will not find us: %s", self._server.errorString())
        except KnownError as error:
            log.warning("A second start will not find us: %s", error)
        return False

    def close(self) -> None:
        """We end: a later start has a window of its own. May be called again."""
        self._timer.stop()
        self._server.close()

    def _is_taken(self, opening: Opening) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_CONNECT_MS):
            return False
        socket.write(_as_line(opening))
        answer = b""
        while not answer.endswith(b"\n") and socket.waitForReadyRead(_ANSWER_MS):
            answer += bytes(socket.readAll().data())
        socket.close()
        if answer != _HEARD:
            log.warning("The window that is open does not answer")
        return answer == _HEARD

    # as the first

    def _welcome(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > _MOST_BYTES:
            socket.abort()
        elif socket.canReadLine():
            opening = _from_line(bytes(socket.readLine(_MOST_BYTES).data()))
            if opening is None:
                socket.abort()
                return
            socket.write(_HEARD)
            socket.flush()
            self._waiting.append(opening)
            self._pass_on()

    def _pass_on(self) -> None:
        """Not while a dialog waits for an answer: it is about the library that is open."""
        if QApplication.activeModalWidget() is not None:
            self._timer.start()
            return
        self._timer.stop()
        while self._waiting:
            self.asked.emit(self._waiting.pop(0))


def _as_line(opening: Opening) -> bytes:
    told = {
        "folders": [str(folder) for folder in opening.folders],
        "picture": None if opening.picture is None else str(opening.picture),
        "demo": opening.demo,
    }
    return json.dumps(told).encode("ascii") + b"\n"


def _from_line(line: bytes) -> Opening | None:
    try:
        told: dict[str, Any] = read_json(line)
        picture = told["picture"]
        return Opening(
            tuple(Path(str(folder)) for folder in told["folders"]),
            None if picture is None else Path(str(picture)),
            bool(told["demo"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        log.warning("Another start said what cannot be understood: %s", error)
        return None

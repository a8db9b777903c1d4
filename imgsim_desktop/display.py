"""Is there a screen? Asked before Qt is, because Qt's own answer is to abort the process."""

from __future__ import annotations

import ctypes
import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

CONNECT_S = 2.0
"""A display on another machine that does not answer within this time is as good as none."""

_WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
_X11 = {"libxcb-cursor.so.0": "libxcb-cursor0"}
"""Libraries Qt's plugins need and do not bring, and the packages of Debian that hold them."""

_INSTEAD = "Everything but the window works without one: see `imgsim --help`."


def display_trouble(environ: Mapping[str, str] = os.environ) -> str:
    """Why no window can be opened here, as a sentence; empty if one can."""
    if not sys.platform.startswith(("linux", "freebsd")) or environ.get("QT_QPA_PLATFORM"):
        return ""
    wayland, x11 = environ.get("WAYLAND_DISPLAY", ""), environ.get("DISPLAY", "")
    has_wayland = bool(wayland) and _answers(_wayland_socket(wayland, environ))
    lacks = _lacking(_WAYLAND) if has_wayland else ""
    if has_wayland and not lacks:
        return ""
    if not x11:  # where it is, Qt turns to it when Wayland fails
        if wayland:
            unreachable = f"The display WAYLAND_DISPLAY={wayland} cannot be reached. {_INSTEAD}"
            return lacks or unreachable
        return f"There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set. {_INSTEAD}"
    if not _x11_answers(x11):
        return lacks or f"The display {x11} cannot be reached. {_INSTEAD}"
    return _lacking(_X11)


def _lacking(packages: Mapping[str, str]) -> str:
    """A sentence about those of these libraries that cannot be loaded; empty if all can."""
    lacking = [name for name in packages if not _loads(name)]
    if not lacking:
        return ""
    names = ", ".join(name.partition(".")[0] for name in lacking)
    wanted = " ".join(packages[name] for name in lacking)
    return (
        f"Qt needs what is not installed here: {names}. "
        f"On Debian and Ubuntu: sudo apt install {wanted}"
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _wayland_socket(name: str, environ: Mapping[str, str]) -> str:
    return name if name.startswith("/") else f"{environ.get('XDG_RUNTIME_DIR', '')}/{name}"


def _x11_answers(display: str) -> bool:
    """DISPLAY is `host:number.screen`; without a host it is a socket of this machine."""
    match = re.fullmatch(r"(?:(?P<host>[^:]*|\[.*\])):(?P<number>\d+)(?:\.\d+)?", display)
    if match is None:
        return Path(display.partition(":")[0]).exists()  # a socket's path: let Qt judge
    host, number = match["host"].strip("[]"), int(match["number"])
    if host in {"", "unix"}:
        name = f"/tmp/.X11-unix/X{number}"  # noqa: S108  where X servers have always listened
        return _answers(name) or _answers(f"\0{name}")
    try:
        socket.create_connection((host, 6000 + number), CONNECT_S).close()
    except OSError:
        return False
    return True


def _answers(unix_socket: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(CONNECT_S)
        try:
            client.connect(unix_socket)
        except OSError:
            return False
    return True

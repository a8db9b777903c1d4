"""The operating system's trash without a window (the only home of send2trash)."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from imgsim_desktop.acting.bins import Bin, MacBin, Resting, WindowsBin, XdgBin


class NoTrash(OSError):
    """This volume has no trash that could be trusted; the file was not touched."""


class Trash(Protocol):
    """Takes files in and finds them again; whether it told the truth is the caller's question."""

    def take(self, path: Path) -> Resting | None:
        """Move a file into the trash; returns where it rests, None if it cannot be found there.

        Raises NoTrash or another OSError; then the file should still be at its place.
        """
        ...

    def find(self, original: Path) -> Iterator[Resting]:
        """What was thrown away from this path and still lies in the trash, newest first."""
        ...


class SystemTrash:
    """send2trash, and the bin of this system to see what it did."""

    def __init__(
        self, bin_: Bin | None = None, send: Callable[[str], object] | None = None
    ) -> None:
        """Defaults: this system's; others only for systems that are not here."""
        self._bin = bin_
        self._send = send

    def take(self, path: Path) -> Resting | None:
        bin_ = self._bin_for(path)
        if not bin_.can_be_read(path):
            raise NoTrash(f"no trash on the volume of {path}")
        send = self._send or _system_send()
        try:
            send(str(path))
        except BaseException:
            if isinstance(bin_, XdgBin):
                bin_.sweep(path)
            raise
        return next(bin_.find(path), None)

    def find(self, original: Path) -> Iterator[Resting]:
        return self._bin_for(original).find(original)

    def _bin_for(self, path: Path) -> Bin:
        return self._bin or system_bin(path, sys.platform)


def home_trash() -> Path:
    """Trash folder in the home of a freedesktop.org desktop."""
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(data).expanduser() / "Trash"


def system_bin(path: Path, platform: str) -> Bin:
    """The bin of a system, by its `sys.platform`."""
    if platform == "win32":
        return WindowsBin(is_fixed_drive=_is_fixed_drive(path))
    if platform == "darwin":
        return MacBin(Path.home(), os.getuid())
    return XdgBin(home_trash(), os.getuid())


def _is_fixed_drive(path: Path) -> bool:
    """Only fixed drives (type 3) have a recycle bin; elsewhere Windows deletes for good."""
    import ctypes

    windows = getattr(ctypes, "windll")  # noqa: B009  (exists on Windows only)
    return bool(windows.kernel32.GetDriveTypeW(path.anchor) == 3)


def _system_send() -> Callable[[str], object]:
    """send2trash, unless it would fill another trash than the one the environment names.

    Without GLib it reads XDG_DATA_HOME once, at its import; a file sent after a change would
    land where nobody looks for it.
    """
    send2trash = importlib.import_module("send2trash")
    frozen = sys.modules.get("send2trash.plat_other")
    if frozen is not None and Path(str(frozen.HOMETRASH)) != home_trash():
        raise NoTrash(f"send2trash was loaded for {frozen.HOMETRASH}, not {home_trash()}")
    send: Callable[[str], object] = send2trash.send2trash
    return send

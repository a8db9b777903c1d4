"""The operating system's trash without a window (the only home of send2trash)."""

from __future__ import annotations

import importlib
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from imgsim_desktop.acting.bins import MacBin, NoTrash, Resting, SystemBin, WindowsBin
from imgsim_desktop.acting.claims import Claim, claim_name, claimed, held
from imgsim_desktop.acting.folders import folder_of
from imgsim_desktop.acting.refusals import Refused
from imgsim_desktop.acting.xdg_trash import XdgTrash


class Trash(Protocol):
    """Takes files in and finds them again; whether it told the truth is the caller's question."""

    @property
    def takes_claims(self) -> bool:
        """Whether a claimed file rests under the name it had; else none may be renamed before."""
        ...

    def take(self, claim: Claim, entry_id: str, mark: bytes = b"") -> Resting | None:
        """Move a file into the trash; returns where it rests, None if it cannot be found there.

        mark  what `marked` shall tell of it again, where this trash can keep it

        Raises NoTrash, another OSError or Refused; then the file should still be where it was.
        """
        ...

    def find(self, original: Path) -> Iterator[Resting]:
        """What was thrown away from this path and still lies in the trash, newest first."""
        ...

    def marked(self, near: Path) -> Iterator[tuple[bytes, Resting]]:
        """Files with a mark in the trash of the volume of a path."""
        ...

    def sweep(self, original: Path, entry_id: str) -> None:
        """After a crash: remove what was begun for a file that did not get there."""
        ...


class SentTrash:
    """The trash of macOS and Windows, filled by send2trash, and the bin to see what it did.

    It knows a file by its path alone. So the file is not claimed, but what arrived is compared
    with what was meant to go.
    """

    takes_claims = False

    def __init__(
        self, bin_: SystemBin | None = None, send: Callable[[str], object] | None = None
    ) -> None:
        """Defaults: this system's; others only for systems that are not here."""
        self._bin = bin_ or system_bin(sys.platform)
        self._send = send

    def take(self, claim: Claim, entry_id: str, mark: bytes = b"") -> Resting | None:
        path = claim.original
        if not self._bin.can_be_read(path):
            raise NoTrash(f"no trash on the volume of {path}")
        send = self._send or system_call(sys.platform)
        send(str(path))
        return next(self._bin.find(path), None)

    def find(self, original: Path) -> Iterator[Resting]:
        return self._bin.find(original)

    def marked(self, near: Path) -> Iterator[tuple[bytes, Resting]]:
        """None: the notes of these systems take no words of ours."""
        return iter(())

    def sweep(self, original: Path, entry_id: str) -> None:
        """Nothing: the system tidies up behind itself."""


def home_trash() -> Path:
    """Trash folder in the home of a freedesktop.org desktop."""
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(data).expanduser() / "Trash"


def system_trash(platform: str = sys.platform) -> Trash:
    """The trash of a system, by its `sys.platform`."""
    if platform in ("win32", "darwin"):
        return SentTrash(system_bin(platform))
    return XdgTrash(home_trash(), os.getuid())


def system_call(platform: str) -> Callable[[str], object]:
    """The call of macOS or Windows that fills the trash, through send2trash.

    Raises NoTrash where only the old call of Windows could be reached: that one deletes for good,
    without a word, what the bin has no room for or does not take. The present one (IFileOperation,
    by way of pywin32) refuses it.
    """
    send: Callable[[str], object] = importlib.import_module("send2trash").send2trash
    if platform == "win32" and "legacy" in send.__module__:
        raise NoTrash("pywin32 is missing, without which Windows may delete for good")
    return send


def system_bin(platform: str) -> SystemBin:
    """The bin of macOS or Windows, by its `sys.platform`."""
    if platform == "win32":
        return WindowsBin(is_fixed_drive=_is_fixed_drive)
    return MacBin(Path.home(), os.getuid())


def throw_away(path: Path) -> None:
    """Move a file of the program itself, a model say, to the trash. Raises OSError."""
    trash = system_trash()
    entry_id = f"file-{secrets.token_hex(8)}"
    try:
        with folder_of(path) as folder:
            way = claimed(folder, path.name, claim_name(entry_id))
            with way if trash.takes_claims else held(folder, path.name) as claim:
                trash.take(claim, entry_id)
    except Refused as refused:
        raise OSError(refused.detail) from refused


def _is_fixed_drive(path: Path) -> bool:
    """Only fixed drives (type 3) have a recycle bin; elsewhere Windows deletes for good."""
    import ctypes

    windows = getattr(ctypes, "windll")  # noqa: B009  (exists on Windows only)
    return bool(windows.kernel32.GetDriveTypeW(path.anchor) == 3)

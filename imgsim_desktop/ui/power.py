"""Whether the machine has something better to do than to look for new photos."""

from __future__ import annotations

import sys
from pathlib import Path

_SUPPLIES = Path("/sys/class/power_supply")
_FULL_SCREEN = frozenset({2, 3, 4})
"""Of QUERY_USER_NOTIFICATION_STATE: a full-screen program, a game, a presentation."""


def is_spared() -> bool:
    """On battery, or a game or presentation fills the screen, as far as the system tells.

    Linux tells of the battery, Windows of both; others tell nothing, and it is False.
    """
    if sys.platform == "win32":
        return _windows_is_on_battery() or _windows_is_filled()
    return is_on_battery()


def is_on_battery(supplies: Path = _SUPPLIES) -> bool:
    """Linux: there is a plug and nothing comes from it, or a battery is emptied."""
    plugs, is_emptied = [], False
    try:
        for supply in supplies.iterdir():
            kind = _read(supply / "type")
            if kind in {"Mains", "USB"} and _read(supply / "online"):
                plugs.append(_read(supply / "online") == "1")
            elif kind == "Battery" and _read(supply / "scope") != "Device":  # no mouse or pen
                is_emptied |= _read(supply / "status") == "Discharging"
    except OSError:
        return False
    return is_emptied and not any(plugs)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace").strip()
    except OSError:
        return ""


def _windows_is_on_battery() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = [
            ("ac_line", ctypes.c_ubyte),
            ("battery_flag", ctypes.c_ubyte),
            ("percent", ctypes.c_ubyte),
            ("saver", ctypes.c_ubyte),
            ("life_s", ctypes.c_uint32),
            ("full_life_s", ctypes.c_uint32),
        ]

    status = Status()
    told = ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status))
    return bool(told) and status.ac_line == 0


def _windows_is_filled() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    state = ctypes.c_int(0)
    told = ctypes.windll.shell32.SHQueryUserNotificationState(ctypes.byref(state))
    return told == 0 and state.value in _FULL_SCREEN

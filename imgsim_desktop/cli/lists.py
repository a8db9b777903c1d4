"""`-` in place of names: a list of them from standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from imgsim_desktop.errors import KnownError


def names_or_list(names: Sequence[str]) -> list[str]:
    """The names; for `-` those that standard input holds, one a line or each ended by a zero byte.

    A list with a zero byte in it is one of the second kind: `find -print0`, `imgsim find -0`.
    Raises KnownError if it is empty.
    """
    found: list[str] = []
    for name in names:
        found += _from_input() if name == "-" else [name]
    return list(dict.fromkeys(found))


def _from_input() -> list[str]:
    """Names as the system gives them, whatever their bytes."""
    data = sys.stdin.buffer.read()
    separator = b"\0" if b"\0" in data else b"\n"
    lines = [os.fsdecode(line.removesuffix(b"\r")) for line in data.split(separator)]
    names = [line for line in lines if line]
    if not names:
        raise KnownError(
            "Standard input holds no names.", "Give them one a line, or without `-` in the command."
        )
    return names

"""Numbers and names as the window shows them, in the person's language."""

from __future__ import annotations

import os
import re
from pathlib import PurePath

from PySide6.QtCore import QLocale

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters, line breaks and what turns the direction of reading: "a\u202egpj.exe"."""


def locale() -> QLocale:
    """The person's; where the system names none, English with its separators."""
    default = QLocale()
    if default.language() == QLocale.Language.C:
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
    return default


def said_count(number: int) -> str:
    """12,345 with the separators of the locale."""
    return locale().toString(number)


def said_number(number: float, digits: int) -> str:
    """2.4 with so many digits behind the point, which is the locale's."""
    return locale().toString(number, "f", digits)


def shown(name: str | PurePath) -> str:
    """A name or path on one line; what cannot be shown becomes a sign of that."""
    return _UNSEEN.sub("\ufffd", os.fsencode(name).decode("utf-8", "replace"))

"""Sentences of the rooms, which know no window, in the language of the person."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from imgsim_desktop.errors import KnownError, Sentence

_CONTEXTS = ("errors", "training")


def said(told: object) -> str:
    """A Sentence, or one that came as JSON from `imgsim train --progress-json`, or a plain text.

    What we have no words for stays English.
    """
    if isinstance(told, Sentence):
        return _translated(told.pattern, told.values)
    if isinstance(told, Mapping):
        return _translated(str(told["pattern"]), told["values"])
    return _translated(str(told), {})


def said_error(error: KnownError) -> tuple[str, str]:
    """What happened, and what to do now; the hint may be empty."""
    return said(error.sentence), said(error.hint)


def said_whole(error: KnownError) -> str:
    """Both in one text, for a box."""
    return " ".join(said_error(error)).strip()


def _translated(pattern: str, values: Mapping[str, object]) -> str:
    found = (QCoreApplication.translate(context, pattern) for context in _CONTEXTS if pattern)
    text = next((text for text in found if text != pattern), pattern)
    if not values:
        return text
    plain = {
        name: said(value) if isinstance(value, (Sentence, Mapping, str)) else value
        for name, value in values.items()
    }
    return text.format(**plain)

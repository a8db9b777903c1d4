"""Sentences of the rooms, which know no window, in the language of the person."""

from __future__ import annotations

import string
from collections.abc import Mapping
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication

from imgsim_desktop.errors import Counted, KnownError, Sentence
from imgsim_desktop.ui.numbers import said_count, said_number, shown

_CONTEXT = "rooms"
"""Of all that `packaging/collect_sentences.py` finds."""


def said(told: object) -> str:
    """A Sentence or a plain text. What we have no words for stays English."""
    if isinstance(told, Counted):
        return _said_number_of(told)
    if isinstance(told, Sentence):
        return _translated(told.pattern, told.values)
    return _translated(str(told), {})


def said_error(error: KnownError) -> tuple[str, str]:
    """What happened, and what to do now; the hint may be empty."""
    return said(error.sentence), said(error.hint)


def said_whole(error: KnownError) -> str:
    """Both in one text, for a box."""
    return " ".join(said_error(error)).strip()


def _said_number_of(told: Counted) -> str:
    """By Qt's rules for the language, which has one to six forms; English from the source."""
    if QCoreApplication.translate(_CONTEXT, told.many) == told.many:
        return _filled(told.pattern, told.values)
    text = QCoreApplication.translate(_CONTEXT, told.many, "", told.n)
    return _filled(text, told.values)


def _translated(pattern: str, values: Mapping[str, object]) -> str:
    text = QCoreApplication.translate(_CONTEXT, pattern) if pattern else ""
    return _filled(text, values) if values else text


def _filled(text: str, values: Mapping[str, object]) -> str:
    """The names in a pattern replaced, each by what it stands for in the person's language."""
    return _InWords().format(text, **{name: _part(value) for name, value in values.items()})


def _part(value: object) -> object:
    if isinstance(value, str):
        return said(value)
    return shown(value) if isinstance(value, PurePath) else value


class _InWords(string.Formatter):
    """Numbers get the separators of the locale."""

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, int) and not format_spec:
            return said_count(value)
        if isinstance(value, (int, float)) and format_spec in (".1f", ".2f", ".3f"):
            return said_number(value, int(format_spec[1]))
        return str(super().format_field(value, format_spec))

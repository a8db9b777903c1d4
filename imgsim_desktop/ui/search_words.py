"""A search as its chips say it, in the language of the person."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from imgsim_desktop.library.finding import Key, Term
from imgsim_desktop.library.finding.dates import DAY_NS, OPEN_END, OPEN_START, span_of
from imgsim_desktop.library.finding.keys import KEY_WORDS, KINDS, Kind
from imgsim_desktop.ui.numbers import locale
from imgsim_desktop.ui.sentences import said

_SIGNS = (("<=", "≤ "), (">=", "≥ "), ("<", "< "), (">", "> "), ("..", " – "))


def said_term(term: Term) -> str:
    """ "Kind: RAW", "> 5 MB", "not beach"."""
    either = QCoreApplication.translate("search", " or ").join(
        _value(term.key, value) for value in term.values
    )
    text = either
    if term.key is Key.TEXT:
        text = f"“{either}”"
    elif term.key is not Key.KIND:
        text = f"{said(KEY_WORDS[term.key])}: {either}"
    if term.is_excluded:
        text = QCoreApplication.translate("search", "not {what}").format(what=text)
    return text


def said_span(term: Term, today: date) -> str:
    """The days a term means: "1 Jun 2026 – 31 Aug 2026"; empty for any other term."""
    spans = [span_of(value, today) for value in term.values] if term.key is Key.DATE else []
    return ", ".join(_days(*span) for span in spans if span is not None)


def _days(start: int, end: int) -> str:
    first = "" if start == OPEN_START else _day(start)
    last = "" if end == OPEN_END else _day(end - DAY_NS)
    return first if first == last else f"{first} – {last}"


def _day(ns: int) -> str:
    day = date(1970, 1, 1) + timedelta(days=ns // DAY_NS)
    return locale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)


def _value(key: Key, value: str) -> str:
    if key is Key.KIND:
        return said(KINDS[Kind(value)][0])
    if key is Key.FORMAT:
        return value if value.startswith(".") else value.upper()
    if key in (Key.SIZE, Key.PIXELS, Key.WIDTH, Key.HEIGHT, Key.RATING, Key.DATE):
        shown = value
        for sign, written in _SIGNS:
            if sign in shown:
                shown = shown.replace(sign, written, 1)
                break
        return shown.strip() if key is Key.DATE else _with_units(shown.strip())
    return value


def _with_units(text: str) -> str:
    """5mb as 5 MB."""
    units = {
        "kib": " KiB", "mib": " MiB", "gib": " GiB", "kb": " kB", "mb": " MB", "gb": " GB",
        "tb": " TB", "mp": " MP", "px": " px",
    }  # fmt: skip
    for unit, written in units.items():
        if text.endswith(unit):
            return text[: -len(unit)].rstrip() + written
    return text

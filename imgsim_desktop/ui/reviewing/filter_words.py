"""What narrows the list of groups, in a few words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QTimeZone

from imgsim_desktop.review.queue import QueueFilter
from imgsim_desktop.ui.texts import said_bytes, said_name

translate = QCoreApplication.translate

_UTC = QTimeZone(QTimeZone.Initialization.UTC)


def said_filters(*filters: QueueFilter) -> str:
    """ "Only in “Trip”, named “red”"; empty where nothing is narrowed."""
    said = [words for asked in filters for words in _said_parts(asked)]
    only = translate("FilterWords", "Only {parts}")
    return only.format(parts=", ".join(dict.fromkeys(said))) if said else ""


def _said_parts(asked: QueueFilter) -> list[str]:
    said = []
    if asked.folder is not None:
        said.append(translate("FilterWords", "in “{name}”").format(name=said_name(asked.folder)))
    if asked.name:
        said.append(translate("FilterWords", "named “{text}”").format(text=asked.name))
    if asked.since_ns is not None:
        said.append(translate("FilterWords", "from {day}").format(day=_said_day(asked.since_ns)))
    if asked.until_ns is not None:
        last = _said_day(asked.until_ns - 1)
        said.append(translate("FilterWords", "until {day}").format(day=last))
    if asked.min_gain_bytes:
        size = said_bytes(asked.min_gain_bytes)
        said.append(translate("FilterWords", "at least {size} to gain").format(size=size))
    return said


def _said_day(time_ns: int) -> str:
    """Cameras' clocks are kept as if they were UTC, so are these days."""
    day = QDateTime.fromMSecsSinceEpoch(time_ns // 1_000_000, _UTC).date()
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)

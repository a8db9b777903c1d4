"""How numbers, sizes and times are said, in the person's language."""

from __future__ import annotations

import html
import os
import re
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QTimeZone

from imgsim_desktop.records import Damage, Facts, Photo, Progress, Reason

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


def said_photos(number: int) -> str:
    if number == 1:
        return QCoreApplication.translate("texts", "1 photo")
    return QCoreApplication.translate("texts", "{n} photos").format(n=said_count(number))


def said_groups(number: int) -> str:
    if number == 1:
        return QCoreApplication.translate("texts", "1 group")
    return QCoreApplication.translate("texts", "{n} groups").format(n=said_count(number))


def said_bytes(size_bytes: int) -> str:
    """4.2 MB; powers of 1000, as file managers say it."""
    return locale().formattedDataSize(
        size_bytes, 1 if size_bytes >= 1000 else 0, QLocale.DataSizeFormat.DataSizeSIFormat
    )


def said_date(time_ns: int) -> str:
    """A photo's time as its camera's clock showed it: kept as if it were UTC."""
    moment = QDateTime.fromMSecsSinceEpoch(
        time_ns // 1_000_000, QTimeZone(QTimeZone.Initialization.UTC)
    )
    return locale().toString(moment, QLocale.FormatType.ShortFormat)


def said_moment(time_ns: int) -> str:
    """A photo's time on two lines, to the second: the next shot of a burst differs by no more."""
    moment = QDateTime.fromMSecsSinceEpoch(
        time_ns // 1_000_000, QTimeZone(QTimeZone.Initialization.UTC)
    )
    date = locale().toString(moment.date(), QLocale.FormatType.ShortFormat)
    return f"{date}\n{moment.toString('HH:mm:ss')}"


def said_dimensions(facts: Facts) -> str:
    return f"{facts.width_px} × {facts.height_px}"


def said_percent(share: float) -> str:
    """0.934 as 93 %; never 100 % for what is not exactly 1."""
    percent = min(99, round(share * 100)) if share < 1 - 1e-6 else 100
    return QCoreApplication.translate("texts", "{n} %").format(n=max(0, percent))


def said_duration(seconds: float) -> str:
    """Rough, as a time left is: "40 s", "12 min", "2 h 5 min"."""
    if seconds < 60:
        return QCoreApplication.translate("texts", "{n} s").format(n=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 60:
        return QCoreApplication.translate("texts", "{n} min").format(n=minutes)
    hours, minutes = divmod(minutes, 60)
    return QCoreApplication.translate("texts", "{h} h {m} min").format(h=hours, m=minutes)


def said_name(path: Path) -> str:
    """The name of a file or folder on one line; what cannot be shown becomes a sign of that."""
    return _shown(path.name)


def said_path(path: Path) -> str:
    """The whole path, as `said_name`."""
    return _shown(str(path))


def as_tip(text: str) -> str:
    """For tool tips, which would take names such as "a<br>b.jpg" for HTML."""
    return f"<pre>{html.escape(text)}</pre>" if "<" in text else text


def _shown(name: str) -> str:
    return _UNSEEN.sub("\ufffd", os.fsencode(name).decode("utf-8", "replace"))


def said_photo(photo: Photo) -> str:
    """One line about a photo: "IMG_1.jpg, 4000 × 3000, taken 3/4/26 10:12, 4.2 MB, Canon EOS"."""
    facts = photo.facts
    parts = [said_name(photo.path), said_dimensions(facts)]
    date = said_date(photo.sort_time_ns)
    if facts.taken_ns is None:
        parts.append(QCoreApplication.translate("texts", "changed {date}").format(date=date))
    else:
        parts.append(QCoreApplication.translate("texts", "taken {date}").format(date=date))
    parts.append(said_bytes(photo.size_bytes))
    if facts.camera:
        parts.append(facts.camera)
    if not photo.is_online:
        parts.append(QCoreApplication.translate("texts", "disk not connected"))
    return ", ".join(parts)


def said_stage(stage: str) -> str:
    """What a scan is doing now, from the code in Progress."""
    said = {
        "listing": QCoreApplication.translate("texts", "Looking for photos"),
        "reading": QCoreApplication.translate("texts", "Reading photos"),
        "index": QCoreApplication.translate("texts", "Making the search index"),
        "pairs": QCoreApplication.translate("texts", "Comparing photos"),
        "themes": QCoreApplication.translate("texts", "Looking for themes"),
        "map": QCoreApplication.translate("texts", "Drawing the map"),
        "album": QCoreApplication.translate("texts", "Copying photos"),
        "tagging": QCoreApplication.translate("texts", "Writing tags"),
        "taking-back": QCoreApplication.translate("texts", "Taking back"),
        "done": QCoreApplication.translate("texts", "Finished"),
    }
    return said.get(stage, stage)


def said_progress(progress: Progress) -> str:
    """ "1,204 of 9,000 · 38 a second · 3 min left · CPU"."""
    parts = []
    done = progress.done
    if progress.total:
        parts.append(
            QCoreApplication.translate("texts", "{done} of {total}").format(
                done=said_count(done), total=said_count(progress.total)
            )
        )
    elif done:
        parts.append(said_photos(done))
    if progress.rate_per_s > 0:
        rate = progress.rate_per_s
        number = locale().toString(rate, "f", 1) if rate < 10 else said_count(round(rate))
        parts.append(QCoreApplication.translate("texts", "{n} a second").format(n=number))
    if progress.seconds_left is not None and progress.total and done < progress.total:
        left = said_duration(progress.seconds_left)
        parts.append(QCoreApplication.translate("texts", "{time} left").format(time=left))
    if progress.failed:
        parts.append(
            QCoreApplication.translate("texts", "{n} not readable").format(
                n=said_count(progress.failed)
            )
        )
    if progress.device:
        parts.append(progress.device.upper())
    return " · ".join(parts)


def said_reason(reason: Reason) -> str:
    """Why a file could not be read."""
    said = {
        Reason.GONE: QCoreApplication.translate("texts", "The file is gone"),
        Reason.EMPTY: QCoreApplication.translate("texts", "The file is empty"),
        Reason.NOT_A_PICTURE: QCoreApplication.translate("texts", "Not a picture"),
        Reason.UNSUPPORTED: QCoreApplication.translate("texts", "A format that is not supported"),
        Reason.TRUNCATED: QCoreApplication.translate("texts", "The file breaks off early"),
        Reason.DAMAGED: QCoreApplication.translate("texts", "The file is damaged"),
        Reason.TOO_LARGE: QCoreApplication.translate("texts", "Too large to open safely"),
        Reason.NO_PERMISSION: QCoreApplication.translate("texts", "No permission to read it"),
        Reason.READ_ERROR: QCoreApplication.translate("texts", "The disk could not read it"),
        Reason.TIMEOUT: QCoreApplication.translate("texts", "Reading took too long"),
        Reason.TOO_COMPLEX: QCoreApplication.translate("texts", "Decoding it would take too long"),
        Reason.CRASHED: QCoreApplication.translate("texts", "It crashed the decoder"),
        Reason.NOT_STORABLE: QCoreApplication.translate(
            "texts", "It says something about itself that cannot be kept"
        ),
    }
    return said[reason]


def said_damage(damage: Damage) -> str:
    """How a photo that can be shown is not whole."""
    said = {
        Damage.CUT: QCoreApplication.translate("texts", "Damaged: its end is missing"),
        Damage.ZEROS: QCoreApplication.translate("texts", "Damaged: its end is empty"),
        Damage.BROKEN: QCoreApplication.translate("texts", "Damaged: bytes inside it are wrong"),
        Damage.GREY: QCoreApplication.translate("texts", "Damaged: its lower part is flat grey"),
    }
    return said[damage]


def said_zoom(scale: float) -> str:
    """0.25 as 25 %; 2 as 200 %."""
    return QCoreApplication.translate("texts", "{n} %").format(n=max(1, round(scale * 100)))

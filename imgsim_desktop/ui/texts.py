"""How numbers, sizes and times are said, in the person's language."""

from __future__ import annotations

import html
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTimeZone

from imgsim_desktop.errors import Counted
from imgsim_desktop.records import (
    DAMAGE_WORDS,
    REASON_WORDS,
    STAGE_WORDS,
    Damage,
    Facts,
    Photo,
    Progress,
    Reason,
)
from imgsim_desktop.ui.models.early_photos import is_early
from imgsim_desktop.ui.numbers import locale as locale  # noqa: PLC0414  offered here, too
from imgsim_desktop.ui.numbers import said_count as said_count  # noqa: PLC0414
from imgsim_desktop.ui.numbers import shown
from imgsim_desktop.ui.sentences import said


def said_photos(number: int) -> str:
    return said(Counted("%Ln photo", "%Ln photos", number))


def said_groups(number: int) -> str:
    return said(Counted("%Ln group", "%Ln groups", number))


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


def said_days(day: int) -> tuple[str, str]:
    """A day, counted from 1970: "Saturday, June 3, 2023", and shorter: "6/3/23"."""
    date = QDate(1970, 1, 1).addDays(day)
    long, short = QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat
    return locale().toString(date, long), locale().toString(date, short)


def said_month(day: int) -> str:
    """The month a day lies in: "June 2023"."""
    date = QDate(1970, 1, 1).addDays(day)
    form = QCoreApplication.translate(
        "texts", "MMMM yyyy", "a month as Qt writes dates, such as June 2023"
    )
    return locale().toString(date, form)


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
    return shown(path.name)


def said_path(path: Path) -> str:
    """The whole path, as `said_name`."""
    return shown(path)


def as_tip(text: str) -> str:
    """For tool tips, which would take names such as "a<br>b.jpg" for HTML."""
    return f"<pre>{html.escape(text)}</pre>" if "<" in text else text


def said_photo(photo: Photo) -> str:
    """One line about a photo: "IMG_1.jpg, 4000 × 3000, taken 3/4/26 10:12, 4.2 MB, Canon EOS"."""
    facts = photo.facts
    parts = [said_name(photo.path)]
    if is_early(photo.photo_id):
        parts.append(QCoreApplication.translate("texts", "not read yet"))
    else:
        parts.append(said_dimensions(facts))
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
    return said(STAGE_WORDS.get(stage, stage))


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
    return said(REASON_WORDS[reason])


def said_damage(damage: Damage) -> str:
    """How a photo that can be shown is not whole."""
    return said(DAMAGE_WORDS[damage])


def said_zoom(scale: float) -> str:
    """0.25 as 25 %; 2 as 200 %."""
    return QCoreApplication.translate("texts", "{n} %").format(n=max(1, round(scale * 100)))

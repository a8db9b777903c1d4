"""What differs between two photos, and which of them is better in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QLocale

from imgsim_desktop.records import Facts, Photo
from imgsim_desktop.review.explain import UNKNOWN, Held, beyond, held_by
from imgsim_desktop.ui.texts import (
    said_bytes,
    said_count,
    said_damage,
    said_dimensions,
    said_moment,
    said_name,
)

_NONE = "–"
_OF_PLAIN_PHOTOS = {"pages": "1", "bits": "8"}
"""What the one without anything more has, where that is a number."""
_SHARPER = 1.15
"""Below 15 % the variance of the Laplacian says nothing: scaling alone moves it so much."""


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One line of the table."""

    name: str
    left: str
    right: str
    better: Literal["left", "right", ""] = ""
    differs: bool = True


def differences(left: Photo, right: Photo) -> list[DifferenceLine]:
    """All lines, also those that are equal (`differs` is False), most telling first."""
    a, b = left.facts, right.facts
    t = QCoreApplication.translate
    sizes = (a.width_px * a.height_px, b.width_px * b.height_px)
    has_both = bool(a.jpeg_quality and b.jpeg_quality)
    lines = [
        _line(
            t("differences", "Damage"),
            "" if a.damage is None else said_damage(a.damage),
            "" if b.damage is None else said_damage(b.damage),
            _has(a.damage is None, b.damage is None),
        ),
        _line(t("differences", "Pixels"), _dimensions(a), _dimensions(b), _more(*sizes)),
        _line(
            t("differences", "File size"),
            said_bytes(left.size_bytes),
            said_bytes(right.size_bytes),
            _more(left.size_bytes, right.size_bytes),
        ),
        *_held_lines(left, right),
        _line(t("differences", "Format"), a.format, b.format),
        _line(
            t("differences", "JPEG quality"),
            _number(a.jpeg_quality),
            _number(b.jpeg_quality),
            _more(a.jpeg_quality or 0, b.jpeg_quality or 0) if has_both else "",
        ),
        _line(
            t("differences", "Sharpness"),
            said_count(round(a.sharpness)),
            said_count(round(b.sharpness)),
            _sharper(a.sharpness, b.sharpness),
        ),
        _line(
            t("differences", "Taken"),
            _time(a.taken_ns),
            _time(b.taken_ns),
            _has(a.taken_ns is not None, b.taken_ns is not None),
        ),
        _line(t("differences", "Changed"), said_moment(left.mtime_ns), said_moment(right.mtime_ns)),
        _line(t("differences", "Camera"), a.camera, b.camera, _has(bool(a.camera), bool(b.camera))),
        _line(
            t("differences", "Place"),
            _place(a.latitude, a.longitude),
            _place(b.latitude, b.longitude),
            _has(a.latitude is not None, b.latitude is not None),
        ),
        _line(
            t("differences", "Keywords"),
            ", ".join(a.keywords),
            ", ".join(b.keywords),
            _more(len(a.keywords), len(b.keywords)),
        ),
        _line(
            t("differences", "Rating"),
            _number(a.rating),
            _number(b.rating),
            _more(a.rating or 0, b.rating or 0),
        ),
        _line(t("differences", "Written by"), a.software, b.software),
        _line(t("differences", "Name"), said_name(left.path), said_name(right.path)),
        _line(t("differences", "Folder"), _folder(left), _folder(right)),
    ]
    return [line for line in lines if line.differs or line.left != _NONE]


def _held_lines(left: Photo, right: Photo) -> list[DifferenceLine]:
    """What else the two files hold: a line for each kind of thing that one of them has."""
    t = QCoreApplication.translate
    titles = {
        "film": t("differences", "Film"),
        "sound": t("differences", "Sound"),
        "pages": t("differences", "Pages"),
        "layers": t("differences", "Layers"),
        "gain": t("differences", "HDR gain map"),
        "depth": t("differences", "Depth map"),
        "thermal": t("differences", "Thermal picture"),
        "transparency": t("differences", "Transparency"),
        "bits": t("differences", "Bits a channel"),
        "gamut": t("differences", "Colours beyond sRGB"),
        "film-beside": t("differences", "Film beside it"),
        "edits-beside": t("differences", "Edits beside it"),
        "sound-beside": t("differences", "Sound beside it"),
        "shot-beside": t("differences", "Same shot beside it"),
        UNKNOWN: t("differences", "What else is in it"),
    }
    found = {name: ["", ""] for name in titles}
    for side, photo in enumerate((left, right)):
        for held in held_by(photo):
            found["pages" if held.name == "frames" else held.name][side] = _held(held)
    more = [
        {"pages" if h.name == "frames" else h.name for h in beyond(*pair)}
        for pair in ((left, right), (right, left))
    ]
    return [
        DifferenceLine(
            titles[name],
            texts[0] or _OF_PLAIN_PHOTOS.get(name, _NONE),
            texts[1] or _OF_PLAIN_PHOTOS.get(name, _NONE),
            _has(name in more[0], name in more[1]),
            differs=name in more[0] or name in more[1],
        )
        for name, texts in found.items()
        if any(texts)
    ]


def _held(held: Held) -> str:
    """A number where there is one."""
    t = QCoreApplication.translate
    if held.name == UNKNOWN:
        return t("differences", "not read yet")
    if held.amount is None:
        return t("differences", "yes")
    if held.name in ("film", "sound"):
        return t("differences", "{n} s").format(n=QLocale().toString(held.amount, "f", 1))
    return said_count(round(held.amount) + (held.name in ("pages", "frames")))


def _line(
    name: str,
    left: str | None,
    right: str | None,
    better: Literal["left", "right", ""] = "",
) -> DifferenceLine:
    return DifferenceLine(name, left or _NONE, right or _NONE, better, differs=left != right)


def _more(left: float, right: float) -> Literal["left", "right", ""]:
    if left == right:
        return ""
    return "left" if left > right else "right"


def _sharper(left: float, right: float) -> Literal["left", "right", ""]:
    if max(left, right) < _SHARPER * min(left, right):
        return ""
    return _more(left, right)


def _has(left: bool, right: bool) -> Literal["left", "right", ""]:
    return _more(int(left), int(right))


def _dimensions(facts: Facts) -> str:
    """Without spaces: the column is narrow, and a size on two lines is hard to compare."""
    return said_dimensions(facts).replace(" ", "")


def _number(value: int | None) -> str:
    return "" if value is None else said_count(value)


def _time(time_ns: int | None) -> str:
    return "" if time_ns is None else said_moment(time_ns)


def _place(latitude: float | None, longitude: float | None) -> str:
    if latitude is None or longitude is None:
        return ""
    locale = QLocale()
    return f"{locale.toString(latitude, 'f', 4)}, {locale.toString(longitude, 'f', 4)}"


def _folder(photo: Photo) -> str:
    """Below the library's folder; two roots are told apart by their own names."""
    parent = photo.path.parent
    if not parent.is_relative_to(photo.root):
        return str(parent)
    return str(Path(photo.root.name) / parent.relative_to(photo.root))

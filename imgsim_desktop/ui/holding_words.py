"""What a file holds beside its picture, in the language of the window: in words, and as a sign."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication

from imgsim_desktop.records import Photo
from imgsim_desktop.review import explain
from imgsim_desktop.review.explain import Held, held_by
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.texts import locale

SignRole = Literal["film", "pages", "layers", "raw"]
"""Names of icons."""

translate = QCoreApplication.translate


def said_held(held: Held, *, is_more: bool = False) -> str:
    """As `explain.said_held`."""
    return said(explain.said_held(held, is_more=is_more))


def said_holdings(photo: Photo) -> list[str]:
    """All it holds, each in a few words; for screen readers and tool tips."""
    return [said_held(held) for held in held_by(photo)]


def signs_of(photo: Photo) -> list[tuple[SignRole, str]]:
    """Small signs for its card: an icon and a word or two; most photos have none."""
    signs: list[tuple[SignRole, str]] = []
    if photo.facts.format == "RAW":
        signs.append(("raw", translate("holdings", "RAW")))
    for held in held_by(photo):
        if held.name == "film":
            if held.amount is None:
                signs.append(("film", translate("holdings", "Film")))
            else:
                length = locale().toString(held.amount, "f", 1)
                signs.append(("film", translate("holdings", "{n} s").format(n=length)))
        elif held.name == "frames":
            signs.append(("film", said_held(held)))
        elif held.name == "pages":
            signs.append(("pages", said_held(held)))
        elif held.name == "layers":
            signs.append(("layers", said_held(held)))
    return signs

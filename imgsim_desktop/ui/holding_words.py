"""What a file holds beside its picture, in the person's language: as a reason, and as a sign."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication

from imgsim_desktop.records import Photo
from imgsim_desktop.review.explain import UNKNOWN, Held, held_by
from imgsim_desktop.ui.texts import locale, said_count

SignRole = Literal["film", "pages", "layers", "raw"]
"""Names of icons."""

translate = QCoreApplication.translate


def said_held(held: Held, *, is_more: bool = False) -> str:
    """One thing: "a film of 2.4 s", "16 bits a channel", "4 layers".

    is_more  of two files: pages beyond those of the other one, "12 more pages"
    """
    if held.amount is None:
        return _said_plainly(held.name)
    number = said_count(round(held.amount))
    if held.name in ("film", "sound"):
        length = locale().toString(held.amount, "f", 1)
        said = {
            "film": translate("holdings", "a film of {n} s"),
            "sound": translate("holdings", "a sound of {n} s"),
        }
        return said[held.name].format(n=length)
    if held.name in ("pages", "frames"):
        return _said_pages(held, is_more=is_more)
    if held.name == "layers" and held.amount == 1:
        return translate("holdings", "1 layer")
    said = {
        "layers": translate("holdings", "{n} layers"),
        "bits": translate("holdings", "{n} bits a channel"),
    }
    return said[held.name].format(n=number)


def _said_pages(held: Held, *, is_more: bool) -> str:
    count = round(held.amount or 0)
    if not is_more:
        count += 1  # the first one is not counted among the further ones
        said = {
            "pages": translate("holdings", "{n} pages"),
            "frames": translate("holdings", "{n} frames"),
        }
    elif count == 1:
        said = {
            "pages": translate("holdings", "1 more page"),
            "frames": translate("holdings", "1 more frame"),
        }
    else:
        said = {
            "pages": translate("holdings", "{n} more pages"),
            "frames": translate("holdings", "{n} more frames"),
        }
    return said[held.name].format(n=said_count(count))


def _said_plainly(name: str) -> str:
    said = {
        "film": translate("holdings", "a film"),
        "sound": translate("holdings", "recorded sound"),
        "pages": translate("holdings", "other pages"),
        "frames": translate("holdings", "other frames"),
        "gain": translate("holdings", "an HDR gain map"),
        "depth": translate("holdings", "a depth map"),
        "thermal": translate("holdings", "a thermal picture"),
        "transparency": translate("holdings", "transparency"),
        "gamut": translate("holdings", "colours beyond sRGB"),
        "film-beside": translate("holdings", "a film beside it"),
        "edits-beside": translate("holdings", "edits beside it"),
        "sound-beside": translate("holdings", "a sound beside it"),
        "shot-beside": translate("holdings", "the RAW or JPEG of the same shot beside it"),
        "pixels": translate("holdings", "more pixels"),
        "colours": translate("holdings", "more than 256 colours"),
        "camera": translate("holdings", "the camera's own data"),
        UNKNOWN: translate("holdings", "what has not been read yet"),
    }
    return said[name]


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

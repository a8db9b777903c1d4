"""What a file holds beside its picture, as the command line says it."""

from __future__ import annotations

from imgsim_desktop.records import Photo
from imgsim_desktop.review.explain import UNKNOWN, Held, held_by

_PLAINLY = {
    "film": "film", "sound": "sound", "pages": "pages", "frames": "frames", "gain": "HDR gain map",
    "depth": "depth map", "thermal": "thermal picture", "transparency": "transparency",
    "gamut": "colours beyond sRGB",
    "film-beside": "film beside it", "edits-beside": "edits beside it",
    "sound-beside": "sound beside it", "shot-beside": "RAW or JPEG of the same shot beside it",
    UNKNOWN: "not known what else",
}  # fmt: skip


def holding_names(photo: Photo) -> list[str]:
    """For programs: names of what it holds."""
    return [held.name for held in held_by(photo)]


def said_holdings(photo: Photo) -> list[str]:
    """For people: "film of 2.4 s", "13 pages", "16 bits a channel"."""
    return [_said(held) for held in held_by(photo)]


def _said(held: Held) -> str:
    if held.amount is None:
        return _PLAINLY[held.name]
    if held.name in ("film", "sound"):
        return f"{held.name} of {held.amount:.1f} s"
    if held.name in ("pages", "frames"):
        return f"{held.amount + 1:.0f} {held.name}"
    if held.name == "bits":
        return f"{held.amount:.0f} bits a channel"
    return f"{held.amount:.0f} {held.name}"

"""What a file holds beside its picture: for programs and for people."""

from __future__ import annotations

from imgsim_desktop.records import Photo
from imgsim_desktop.review.explain import held_by, said_held


def holding_names(photo: Photo) -> list[str]:
    """For programs: names of what it holds."""
    return [held.name for held in held_by(photo)]


def said_holdings(photo: Photo) -> list[str]:
    """For people: "a film of 2.4 s", "13 pages", "16 bits a channel"."""
    return [said_held(held) for held in held_by(photo)]

"""Why a photo is shown among those that resemble another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from imgsim_desktop.errors import translatable
from imgsim_desktop.records.pairs import PairKind


class Why(StrEnum):
    """In the order in which they are told; a photo is told once, by the first that holds."""

    COPIES = "copies"
    """Both are copies of one original, by the pixels of both."""
    MOMENT = "moment"
    """Both were shot right after one another, by their clocks or as shots of one series."""
    PLACE = "place"
    """Both were shot at one place, or show one thing."""
    ALIKE = "alike"
    """They look alike to the network."""


WHY_WORDS: Mapping[Why, str] = {
    Why.COPIES: translatable("Copies"),
    Why.MOMENT: translatable("Same moment"),
    Why.PLACE: translatable("Same place or thing"),
    Why.ALIKE: translatable("Alike"),
}
"""The words above the photos of each."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What is known of two contents beside how alike they look."""

    why: Why
    kind: PairKind | None = None
    """Of their pair; None where only clocks or coordinates speak for it."""
    confidence: float | None = None
    """That they are copies, where that is why."""
    looked: bool = False
    """Whether they were compared in full size."""
    apart: float = 0.0
    """Seconds or metres where clocks or coordinates speak for it, else 0."""

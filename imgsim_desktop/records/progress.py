"""How far a job is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from imgsim_desktop.errors import translatable

STAGE_WORDS: Mapping[str, str] = {
    "listing": translatable("Looking for photos"),
    "reading": translatable("Reading photos"),
    "words": translatable("Looking for captions and lenses"),
    "sidecars": translatable("Reading what stands beside photos"),
    "relinking": translatable("Comparing files"),
    "index": translatable("Making the search index"),
    "pairs": translatable("Comparing photos"),
    "looking": translatable("Looking closely at copies"),
    "themes": translatable("Looking for themes"),
    "map": translatable("Drawing the map"),
    "album": translatable("Copying photos"),
    "tagging": translatable("Writing tags"),
    "taking-back": translatable("Taking back"),
    "vectors": translatable("Describing photos again"),
    "done": translatable("Finished"),
    "pictures": translatable("Reading the photos"),
    "copies": translatable("Making edited copies to measure with"),
    "features": translatable("Describing photos"),
    "views": translatable("Describing edited photos"),
    "measuring": translatable("Measuring"),
    "training": translatable("Learning"),
}
"""By stage: what a long job is doing now."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One sample of how far a job is."""

    stage: str = ""
    """Code, one of STAGE_WORDS or one that is never shown."""
    done: int = 0
    total: int = 0
    """0 while unknown."""
    failed: int = 0
    skipped: int = 0
    """Unchanged files that cost only a `stat`."""
    bytes_done: int = 0
    rate_per_s: float = 0.0
    seconds_left: float | None = None
    device: str = ""
    current: str = ""
    """Name of a photo just done."""

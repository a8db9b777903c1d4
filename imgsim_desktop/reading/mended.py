"""What a reader of broken files gives back: bytes that a decoder takes, and what they lack."""

from __future__ import annotations

from dataclasses import dataclass

from imgsim_desktop.records import Damage


@dataclass(frozen=True, slots=True)
class Mended:
    """A file that decodes, made of one that does not."""

    data: bytes
    damage: Damage | None
    """None: nothing that shows was lost."""
    loss: float = 0.0
    """Share of the rows that are missing."""
    icc_profile: bytes | None = None
    """Where the decoder would not take it from the file."""

"""How far a job is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One sample of how far a job is."""

    stage: str = ""
    """Code: "listing", "reading", "index", "pairs", "done"."""
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

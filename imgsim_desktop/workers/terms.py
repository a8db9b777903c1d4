"""What the foreman must know of a lane: how many may work for it, how, and with what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Setup = tuple[Callable[..., object], tuple[object, ...]]
"""A function and its arguments, called once in each worker of a lane; what it makes is the first
argument of every call of that lane there. May be large: it is sent once."""


@dataclass(frozen=True, slots=True)
class LaneTerms:
    """On what terms the errands of one lane are done."""

    number: int
    """Which lane; each has its own."""
    most: int
    """Workers that work for it at a time."""
    setup: Setup | None
    is_urgent: bool = False
    """Somebody waits for it: it goes before all others."""
    is_apart: bool = False
    """Its workers are started for it, serve nobody else, and are ended with it."""

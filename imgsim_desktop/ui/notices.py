"""What the window has to say: a sentence for the person, with or without a button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from imgsim_desktop.errors import KnownError
from imgsim_desktop.ui.sentences import said_error


@dataclass(frozen=True, slots=True)
class Notice:
    """One message; a new one with the same `topic` replaces the older one."""

    sentence: str
    hint: str = ""
    kind: Literal["info", "warning", "error"] = "info"
    topic: str = ""
    action_text: str = ""
    """Label of the button, "Undo" for instance; empty for none."""
    action: Callable[[], None] | None = None
    more_text: str = ""
    """Label of a second button; only beside the first one."""
    more: Callable[[], None] | None = None
    seconds: float = 0.0
    """Leaves by itself after so long; 0 stays until closed."""

    @classmethod
    def from_error(cls, error: KnownError, topic: str = "error") -> Notice:
        return cls(*said_error(error), kind="error", topic=topic)

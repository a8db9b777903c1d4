"""What an act in the review has changed, so that each part of a page shows anew only its own."""

from __future__ import annotations

from enum import Flag, auto


class Changed(Flag):
    """Acts return these, and the model tells them."""

    NOTHING = 0
    LIBRARY = auto()
    """Another library, or none, is open."""
    GROUPS = auto()
    """Groups were formed anew: of other pairs, or at another confidence."""
    CONFIDENCE = auto()
    """How sure copies must be; groups follow a moment later."""
    LANE = auto()
    """Another lane is listed."""
    FILTER = auto()
    """What narrows the list."""
    LISTED = auto()
    """Which groups are listed, and which of them are chosen."""
    ENTRY = auto()
    """Another group is on the stage, or none."""
    PHOTO = auto()
    """Which photos of the group are chosen."""
    MARKS = auto()
    """What is to become of photos."""
    NUMBERS = auto()
    """How many groups are in each lane, what is marked, what could be undone."""
    OFFER = auto()
    """What the last decision taught."""
    MOVING = auto()
    """Files begin to be moved, or are moved."""
    SCAN = auto()
    """A scan began, went on or ended."""

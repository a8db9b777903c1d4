"""Groups in the order in which they are worth deciding, as the doors see them."""

from imgsim_desktop.choosing.lanes import (
    BROWSE_ONLY,
    LANE_MEANINGS,
    LANE_OF,
    LANE_WORDS,
    TODO,
    Entry,
    Lane,
)
from imgsim_desktop.choosing.queue_filter import QueueFilter

__all__ = [
    "BROWSE_ONLY",
    "LANE_MEANINGS",
    "LANE_OF",
    "LANE_WORDS",
    "TODO",
    "Entry",
    "Lane",
    "QueueFilter",
]

"""Names of the lanes of the review, and what lies in them."""

from __future__ import annotations

from imgsim_desktop.review.queue import LANE_MEANINGS, LANE_WORDS, Lane
from imgsim_desktop.ui.sentences import said


def said_lane(lane: Lane) -> str:
    return said(LANE_WORDS[lane])


def explained_lane(lane: Lane) -> str:
    """What lies in a lane, in a sentence."""
    return said(LANE_MEANINGS[lane])

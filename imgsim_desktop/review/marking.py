"""Marks and what follows from them, as the doors see them; see `choosing`."""

from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.choosing.plan import Planned, stamp_of
from imgsim_desktop.choosing.shots import OneShot, one_shot_of

__all__ = ["Mark", "OneShot", "Planned", "Review", "one_shot_of", "stamp_of"]

"""What cameras wrote about the moment and the setting of two pictures: one exposure, or two?"""

from __future__ import annotations

from typing import Final

import numpy as np

from imgsim_desktop.records import Facts

_SECOND_NS: Final = 1_000_000_000
_MINUTE_NS: Final = 60 * _SECOND_NS
_QUARTER_HOUR_NS: Final = 15 * _MINUTE_NS
_FRAME_NS: Final = 10_000_000
"""Two pictures of one second whose times differ by less are one shot, its time rounded."""
_BIAS: Final = 3
_BIAS_EV: Final = 0.1
_STEP_EV: Final = 0.1
"""Cameras set thirds of a stop; some programs round what they copy."""


def clocks_differ_by(a: Facts, b: Facts) -> int | None:
    """How far the moments of two shots are apart, in ns; 0: not at all; None: nobody knows.

    Only the moment of the shot counts, where it is known to the second: others are of saving.
    A clock set to another zone differs by quarters of an hour, to either side of which a fraction
    of a second may have been lost; where both say their zone, they say the moment itself.
    """
    if a.taken_ns is None or b.taken_ns is None:
        return None
    if not (a.is_shot_time and b.is_shot_time) or max(a.taken_step_s, b.taken_step_s) > 1:
        return None
    apart = abs(a.taken_ns - b.taken_ns)
    if a.utc_offset_min is not None and b.utc_offset_min is not None:
        by_zones = (a.utc_offset_min - b.utc_offset_min) * _MINUTE_NS
        remainder = apart = abs(a.taken_ns - b.taken_ns - by_zones)
    else:
        remainder = apart % _QUARTER_HOUR_NS
        remainder = min(remainder, _QUARTER_HOUR_NS - remainder)
    has_fractions = a.taken_ns % _SECOND_NS and b.taken_ns % _SECOND_NS
    least = _FRAME_NS if has_fractions else _SECOND_NS
    return apart if remainder >= least else 0


def are_a_zone_apart(a: Facts, b: Facts) -> bool:
    """Whether the clocks differ as those of two time zones, which a series every hour does, too."""
    if a.taken_ns is None or b.taken_ns is None or clocks_differ_by(a, b) != 0:
        return False
    knows_zones = a.utc_offset_min is not None and b.utc_offset_min is not None
    return not knows_zones and abs(a.taken_ns - b.taken_ns) > _QUARTER_HOUR_NS // 2


def are_other_exposures(a: Facts, b: Facts) -> bool:
    """Whether another camera took the one, or the same with other settings.

    An edit keeps what the camera wrote, and a bracket or an HDR picture has its own.
    """
    if a.taken_ns is None or b.taken_ns is None:
        return False
    if a.camera_serial and b.camera_serial and a.camera_serial != b.camera_serial:
        return True
    return a.camera is not None and a.camera == b.camera and _settings_differ(a, b)


def _settings_differ(a: Facts, b: Facts) -> bool:
    """What only one of them says is no difference."""
    known = [
        (number, x, y)
        for number, (x, y) in enumerate(zip(a.exposure, b.exposure, strict=False))
        if x is not None and y is not None
    ]
    return any(
        abs(x - y) > _BIAS_EV
        if number == _BIAS
        else min(x, y) > 0 and abs(np.log2(x / y)) > _STEP_EV
        for number, x, y in known
    )

"""Places: a circle around coordinates."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

USUAL_KM = 10.0
_EARTH_KM = 6371.0
_KM_PER_DEGREE = 111.2
_LEAST_KM, _MOST_KM = 0.001, 20_037.0
"""A metre, and half around the world."""
_CIRCLE = re.compile(
    r"([+-]?\d{1,3}(?:\.\d{1,10})?),([+-]?\d{1,3}(?:\.\d{1,10})?)"
    r"(?:,(\d{1,6}(?:\.\d{1,6})?)(km|m|公里|千米|米)?)?"
)


@dataclass(frozen=True, slots=True)
class Circle:
    """All places so far around one."""

    latitude: float
    longitude: float
    radius_km: float = USUAL_KM

    @property
    def text(self) -> str:
        """As `circle_of` reads it."""
        places = (_plain(self.latitude), _plain(self.longitude), f"{_plain(self.radius_km)}km")
        return ",".join(places)

    def box(self) -> tuple[float, float, float, float]:
        """(south, north, west, east) around it; west lies beyond east across the date line."""
        height = self.radius_km / _KM_PER_DEGREE
        south, north = self.latitude - height, self.latitude + height
        if south <= -90 or north >= 90:
            return max(south, -90.0), min(north, 90.0), -180.0, 180.0
        narrow = math.cos(math.radians(max(abs(south), abs(north))))
        width = height / narrow
        if width >= 180:
            return south, north, -180.0, 180.0
        return south, north, _around(self.longitude - width), _around(self.longitude + width)

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a place lies in it; by the haversine formula."""
        a, b = math.radians(self.latitude), math.radians(latitude)
        across = math.radians(longitude - self.longitude)
        h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
        return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(h))) <= self.radius_km


def circle_of(text: str) -> Circle | None:
    """`52.5,13.4` or `52.5,13.4,30km`; None for anything else."""
    found = _CIRCLE.fullmatch(text.casefold())
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    radius_km = float(found[3]) if found[3] else USUAL_KM
    if found[4] in ("m", "米"):
        radius_km /= 1000
    if abs(latitude) > 90 or abs(longitude) > 180 or not _LEAST_KM <= radius_km <= _MOST_KM:
        return None
    return Circle(latitude + 0.0, longitude + 0.0, radius_km)


def _around(longitude: float) -> float:
    return (longitude + 180) % 360 - 180


def _plain(number: float) -> str:
    """To 10 cm, without an exponent."""
    written = f"{number:.6f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written

"""Where two photos differ: boxes to be drawn, and words for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QTransform

from imgsim_desktop.records import Box, Region, RegionKind

translate = QCoreApplication.translate

_SAID = 3
"""Regions that are named one by one; of the others the number is said."""
_LARGE = 0.5
"""Share of the picture from which a region lies nowhere in particular."""


def moved_regions(regions: Sequence[Region], relative: Sequence[float]) -> tuple[Region, ...]:
    """Regions in the relative coordinates of another picture; as they are without a map."""
    if len(relative) != 6:
        return tuple(regions)
    a, b, c, d, e, f = relative
    laid = QTransform(a, d, b, e, c, f)
    return tuple(replace(region, box=_moved(region.box, laid)) for region in regions)


def _moved(box: Box, laid: QTransform) -> Box:
    left, top, right, bottom = box
    found = laid.mapRect(QRectF(left, top, right - left, bottom - top))
    edges = (found.left(), found.top(), found.right(), found.bottom())
    low_x, low_y, high_x, high_y = (min(1.0, max(0.0, edge)) for edge in edges)
    return low_x, low_y, high_x, high_y


def said_regions(regions: Sequence[Region], *, is_damaged: bool = False) -> str:
    """The strongest one by one: "other content (lower right), something added (top)".

    is_damaged  one of the two lost a part, which its decoder fills with a grey: nothing was added
    """
    if is_damaged:
        broken = RegionKind.BROKEN
        regions = [replace(r, kind=broken) if r.kind is RegionKind.ADDED else r for r in regions]
    said = [
        translate("regions", "{what} ({where})").format(
            what=said_region(region.kind), where=said_place(region.box)
        )
        for region in regions[:_SAID]
    ]
    if len(regions) > _SAID:
        said.append(translate("regions", "{n} more").format(n=len(regions) - _SAID))
    return ", ".join(dict.fromkeys(said))


def said_region(kind: RegionKind) -> str:
    said = {
        RegionKind.CONTENT: translate("regions", "other content"),
        RegionKind.COLOUR: translate("regions", "another colour"),
        RegionKind.ADDED: translate("regions", "something added"),
        RegionKind.HIDDEN: translate("regions", "something hidden"),
        RegionKind.GONE: translate("regions", "something that one of them lacks"),
        RegionKind.BROKEN: translate("regions", "rows lost or shifted"),
    }
    return said[kind]


def said_place(box: Box) -> str:
    """Where in the picture, in words."""
    left, top, right, bottom = box
    if (right - left) * (bottom - top) > _LARGE:
        return translate("regions", "most of the picture")
    across, down = min(2, int(1.5 * (left + right))), min(2, int(1.5 * (top + bottom)))
    places = (
        (
            translate("regions", "upper left"),
            translate("regions", "top"),
            translate("regions", "upper right"),
        ),
        (
            translate("regions", "left"),
            translate("regions", "middle"),
            translate("regions", "right"),
        ),
        (
            translate("regions", "lower left"),
            translate("regions", "bottom"),
            translate("regions", "lower right"),
        ),
    )
    return places[down][across]

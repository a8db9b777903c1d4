"""Two copies compared in full size and colour, over all that both show."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from imgsim_desktop.matching.derivation.added_noise import find_noisy
from imgsim_desktop.matching.derivation.sharpness import Detail, compare_detail
from imgsim_desktop.matching.derivation.tones import find_clipped
from imgsim_desktop.matching.look.backdrop import is_photo_on_ground
from imgsim_desktop.matching.look.blocks import CELL_PX, Blocks, compare_blocks
from imgsim_desktop.matching.look.colours import Palette
from imgsim_desktop.matching.look.detail import Halves, Pictures, as_sharp, at_true_size, half
from imgsim_desktop.matching.look.faint import find_faint
from imgsim_desktop.matching.look.fills import Fill, find_fill
from imgsim_desktop.matching.look.frame import Framed, Registration, bring_together
from imgsim_desktop.matching.look.greying import find_grey
from imgsim_desktop.matching.look.regions import Found, find_regions
from imgsim_desktop.matching.look.shots import Signs, find_signs
from imgsim_desktop.matching.look.toning import find_toning
from imgsim_desktop.matching.planes import Floats, Matrix, apply, light_of
from imgsim_desktop.records import Box, Look, Pixels, Region, RegionKind

_SHOWN_REGIONS: Final = 20
_FOCUS: Final = 0.5
_OWN_NOISE: Final = (0.12, 0.8)
_RANGE: Final = 0.004
_MANY: Final = 40
"""Things in both from which it is known how they moved."""
_SWAYS: Final = 0.4
_MOVED_PX: Final = 0.17
_OWN_SWAY_PX: Final = 0.1
_OWN_SWAY_TONED_PX: Final = 0.045
"""Of 49 pairs of shots all move by 0.2 pixels and more in common, exposures of one scene by 0.05 to
0.3; of 110 copies of soft photos none by 0.1 with so large a share."""
_SAME_FRAMING: Final = 0.03
_OWN_SHADOWS: Final = 0.88
_OTHER_RATIO: Final = 2.5
"""Octaves; strong grain laid on a copy has 3.2 more."""
_OTHER_NOISE: Final = 0.5
"""Of 110 copies in another tone none shares less in calm places and in the shadows."""
_TOGETHER: Final = 0.5
_TOGETHER_PX: Final = 0.03
"""Copies in another tone move by 0.04 pixels at most, and not together."""
_BETWEEN_PX: Final = 0.15
"""Who makes a copy lighter does not shift it by a part of a pixel."""
_OTHER_SHADOWS: Final = 0.45
_APART: Final = 0.78
_APART_A_LITTLE: Final = 0.62
_SHARED: Final = 0.975
"""Copies in another tone differ by 0.2 to 0.6 levels in coarse detail of their shadows, few by
0.75, exposures of a tripod with noise of their own by 0.63 to 4. In doubt both stay."""
"""Copies that were saved again move by 0.02 pixels and share 0.94 of their noise and more."""
_ALIKE: Final = 4.0
_ROUGH: Final = 8.0
_TONED: Final = 1.5
_PHOTO: Final = 1.15
"""Other words on a photo passed the bounds by 1.18 and more; what a filter or a sharpening leaves
in its texture passes them by 1.1 now and then."""
_FILLED: Final = 10.0
"""Times the bound by which a part that is filled up differs: as much as anything can."""
_PALETTE: Final = 256
_GROUND: Final = 0.4
"""Share of one colour; four exposures that were taken for pages have 0.05 to 0.25 in one."""
_GLANCE: Final = 2_000
_DOTS: Final = 5
_DOTTED: Final = 2.0
"""By how much bounds rise where colours were mixed from dots."""
_EACH: Final = 5
_FEW_ROWS: Final = 64
_BLOCK_PX: Final = 32


def look_closely(a: Pixels, b: Pixels, transform: tuple[float, ...]) -> Look | None:
    """Compare two pictures that the pair check took for copies.

    a, b       upright, in sRGB, as large as they are or at least at the size of the smaller one
    transform  six numbers, relative coordinates of b to those of a, as in `records.Pair`
    returns    None where nothing of the one can be found in the other

    Both are registered in `framed`, as they were decoded; from `toning` on they have one tone, and
    after `as_sharp` one sharpness: what asks which of the two was made from the other looks before.
    """
    to_a: Matrix = np.vstack([np.reshape(transform, (2, 3)), [0.0, 0.0, 1.0]])
    if not np.isfinite(to_a).all() or abs(float(np.linalg.det(to_a))) < 1e-9:
        return None
    if a.shape == b.shape and _are_equal(a, b):
        return Look(compared_px=a.shape[0] * a.shape[1])
    halves = Halves()
    framed = bring_together(a, b, to_a, halves)
    if framed is None:
        return None
    fill = find_fill(framed.reference, framed.other, framed.mask)
    if fill is not None:
        framed = replace(framed, mask=np.where(fill.area > 0, np.uint8(0), framed.mask))
    compared_px = cv2.countNonZero(framed.mask)
    toning = find_toning(framed.reference, framed.other, framed.mask, halves)
    first, second, counts = toning(framed.reference, framed.other)
    is_drawn = _is_drawn(framed, toning.palettes)
    is_dithered = not is_drawn and (_is_dithered(a) or _is_dithered(b))
    if is_dithered:
        first, second = (np.asarray(cv2.blur(p, (_DOTS, _DOTS)), np.uint8) for p in (first, second))
    toned = Pictures(first, second, (light_of(first), light_of(second)), framed.mask)
    pictures = at_true_size(toned)
    if counts is not None:
        for _ in range(pictures.halvings):
            counts = half(counts)
    pictures = as_sharp(pictures)
    ease = 1.0 if is_drawn else _ease(pictures.apart, is_toned=toning.is_toned or toning.is_lit)
    blocks = compare_blocks(pictures, counts, ease * (_DOTTED if is_dithered else 1), halves)
    found = [*_filled_up(fill, pictures), *find_regions(pictures, blocks)]
    if is_drawn:
        found += find_faint(pictures)
    are_shots = (
        not is_dithered
        and not (is_drawn and _are_pages(toning.palettes))
        and _are_shots(
            find_signs(*toned.light, framed.mask, _changed(blocks, found, toned.light[0].shape)),
            framed.registration,
            is_toned=toning.is_toned or toning.is_lit,
            is_soft=bool(pictures.softer),
            is_same_framing=_is_same_framing(a, b, to_a),
        )
    )
    sides = ("b", "a") if framed.is_swapped else ("a", "b")
    detail, softer, sharper = _detail(toned, pictures, sides)
    return Look(
        regions=tuple(
            Region(
                region.kind,
                _box_in_a(region, pictures, framed, to_a),
                region.strength,
                sides[region.side - 1] if region.side else "",
            )
            for region in found[:_SHOWN_REGIONS]
        ),
        is_drawn=is_drawn,
        is_retoned=toning.is_toned or toning.is_lit,
        grey=find_grey(toning.palettes, sides, has_regions=bool(found)),
        softer=softer if detail is Detail.BLURRED else "",
        sharpened=sharper if detail is Detail.SHARPENED else "",
        clipped=_clipped(framed, sides) if toning.is_toned and not toning.is_lit else "",
        noisy=_noisy(toned, sides),
        are_shots=are_shots,
        compared_px=compared_px,
    )


def _are_equal(a: Pixels, b: Pixels) -> bool:
    """Few rows tell most pairs that are not."""
    return np.array_equal(a[::_FEW_ROWS], b[::_FEW_ROWS]) and np.array_equal(a, b)


def _is_drawn(framed: Framed, palettes: tuple[Palette, Palette] | None) -> bool:
    if palettes is None or not any(palette.is_drawn for palette in palettes):
        return False
    both = zip((framed.reference, framed.other), palettes, strict=True)
    return not any(is_photo_on_ground(picture, palette) for picture, palette in both)


def _are_pages(palettes: tuple[Palette, Palette] | None) -> bool:
    """Whether both look drawn, so that what coding left in them says nothing of exposures.

    One of two exposures alone may: what is burnt or black in it is a ground of one colour. Coding
    gives a page more colours, and leaves the ground.
    """
    return palettes is None or all(
        palette.is_drawn or float(palette.share.max()) > _GROUND for palette in palettes
    )


def _detail(toned: Pictures, pictures: Pictures, sides: tuple[str, str]) -> tuple[Detail, str, str]:
    """Why one has less detail; its side, and that of the other one."""
    if pictures.softer:
        soft, sharp = pictures.softer - 1, 2 - pictures.softer
        found = compare_detail(toned.light[soft], toned.light[sharp], toned.mask)
        return found, sides[soft], sides[sharp]
    return Detail.UNKNOWN, "", ""


def _clipped(framed: Framed, sides: tuple[str, str]) -> str:
    """The side that lost tones, by what both were decoded to."""
    found = find_clipped(framed.reference, framed.other, framed.mask)
    return sides["ab".index(found)] if found else ""


def _noisy(toned: Pictures, sides: tuple[str, str]) -> str:
    found = find_noisy(*toned.light, toned.mask)
    return sides[found - 1] if found else ""


def _filled_up(fill: Fill | None, pictures: Pictures) -> list[Found]:
    """What one of the two does not show, as a bar that was laid on it."""
    if fill is None:
        return []
    scale = 2**pictures.halvings
    left, top, right, bottom = (round(edge / scale) for edge in fill.box)
    cells = int(fill.area.sum()) // (CELL_PX * scale) ** 2
    return [Found(RegionKind.ADDED, left, top, right, bottom, _FILLED, max(1, cells), fill.side)]


def _is_dithered(picture: Pixels) -> bool:
    """Whether it has no more colours than a palette: what lies between them is mixed from dots."""
    some = picture[::_EACH, ::_EACH]
    few = some[:: some.shape[0] * some.shape[1] // _GLANCE + 1]  # they tell most photos
    return _has_few_colours(few) and _has_few_colours(some)


def _has_few_colours(picture: Pixels) -> bool:
    pixels = picture.reshape(-1, 3).astype(np.int32)
    colours = (pixels[:, 0] << 16) | (pixels[:, 1] << 8) | pixels[:, 2]
    return len(np.unique(colours)) <= _PALETTE


def _ease(apart: float, *, is_toned: bool) -> float:
    """By how much bounds rise for a photo whose texture was changed as a whole.

    What a filter, a sharpening or noise leaves is many times what coding leaves, and everywhere.
    """
    rough = 1 + min(1.0, max(0.0, apart - _ALIKE) / _ROUGH)
    return _PHOTO * rough * (_TONED if is_toned else 1)


def _box_in_a(region: Found, pictures: Pictures, framed: Framed, to_a: Matrix) -> Box:
    """From pixels of the compared pictures to relative coordinates of a."""
    scale = float(2**pictures.halvings)
    corners = np.array(
        [
            [x * scale - 0.5, y * scale - 0.5]
            for x in (region.left, region.right)
            for y in (region.top, region.bottom)
        ]
    )
    places = apply(framed.to_reference, corners)
    if framed.is_swapped:
        places = apply(to_a, places)
    low, high = np.clip(places.min(0), 0, 1).tolist(), np.clip(places.max(0), 0, 1).tolist()
    return low[0], low[1], high[0], high[1]


def _changed(blocks: Blocks, found: list[Found], shape: tuple[int, ...]) -> Floats:
    """Share of each block of 32 pixels that differs in content.

    What is only softer in one of them does not: of two shots of a focus stack, each has such parts.
    """
    hot = (np.maximum(blocks.light, blocks.colour) > 1).astype(np.float32)
    for one in found:
        if one.kind is RegionKind.HIDDEN:
            cells = (n // CELL_PX for n in (one.top, one.bottom, one.left, one.right))
            top, bottom, left, right = cells
            hot[top : bottom + 1, left : right + 1] = 0
    wide = cv2.dilate(hot, np.ones((5, 5), np.uint8))
    size = max(1, shape[1] // _BLOCK_PX), max(1, shape[0] // _BLOCK_PX)
    return np.asarray(cv2.resize(wide, size, interpolation=cv2.INTER_AREA), np.float32)


def _is_same_framing(a: Pixels, b: Pixels, to_a: Matrix) -> bool:
    """Whether two pictures of one size show the same, but for a hand that moved a little."""
    sizes = [np.array(p.shape[:2]) for p in (a, b)]
    is_same_size = bool((np.abs(sizes[0] - sizes[1]) <= 0.02 * sizes[0]).all())
    return is_same_size and float(np.abs(to_a - np.eye(3)).max()) < _SAME_FRAMING


def _are_shots(
    signs: Signs,
    registration: Registration,
    *,
    is_toned: bool,
    is_soft: bool,
    is_same_framing: bool,
) -> bool:
    sways = registration.points >= _MANY and registration.sway > _SWAYS
    moved = sways and registration.sway_px > _MOVED_PX
    own_noise = signs.noise < _OWN_NOISE[0] and abs(signs.noise_ratio) < _OWN_NOISE[1]
    exposed_anew = (
        is_same_framing
        and not is_soft
        and sways
        and registration.sway_px > (_OWN_SWAY_TONED_PX if is_toned else _OWN_SWAY_PX)
        and signs.shadows < _OWN_SHADOWS
        and (abs(signs.noise_ratio) < 1 or is_toned)
    )
    is_toned_alone = is_same_framing and is_toned
    bracketed = is_toned_alone and (
        _share_no_noise(signs, _OWN_NOISE[0] if is_soft else _OTHER_NOISE)
        or (registration.sway > _TOGETHER and registration.sway_px > _TOGETHER_PX)
        or registration.between_px > _BETWEEN_PX
        or (not is_soft and _differ_in_shadows(signs))
    )
    return (
        moved
        or signs.focus > _FOCUS
        or signs.range > _RANGE
        or own_noise
        or exposed_anew
        or bracketed
    )


def _share_no_noise(signs: Signs, most: float) -> bool:
    if signs.noise == 1:  # nothing is known of it
        return signs.shadows < _OTHER_SHADOWS
    return abs(signs.noise_ratio) < _OTHER_RATIO and max(signs.shadows, signs.noise) < most


def _differ_in_shadows(signs: Signs) -> bool:
    """Whether coarse detail in the shadows is not what a map of tones makes of it."""
    shared = min(signs.noise, signs.shadows)
    return signs.apart > _APART or (signs.apart > _APART_A_LITTLE and shared < _SHARED)

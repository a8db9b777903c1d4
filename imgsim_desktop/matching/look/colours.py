"""What a filter does to all colours of a picture, found from the picture and its copy.

A map is three rising curves, a matrix and three curves more: brightness, contrast, gamma, white
balance, saturation, grey and sepia are exact in it, and clipped values stay clipped. A red shirt
beside a blue one would be "explained" by such maps, too, where nothing else has a colour; so a map
may turn no hue, pictures of few hues may only fade or glow, and plain drawings keep their colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.planes import light_of
from imgsim_desktop.records import Pixels

LUMA: Final = np.array([0.299, 0.587, 0.114])
_ACROSS: Final = np.array([[1, -0.5, -0.5], [0, 1, -1]]) / np.sqrt([[1.5], [2.0]])
"""Two axes of colour at right angles to grey."""

_FLAT_LEVELS: Final = (8, 16, 32)
"""Pixels in whose surroundings the light varies by less are sure to be the same thing in both."""
_ENOUGH_FLAT: Final = 0.1
_AT_MOST: Final = 30_000
_SAMPLE: Final = 4_000
_BIN_SHARE: Final = 1e-4
_BIN_PIXELS: Final = 6
_HEAVY: Final = 0.02
"""No colour has more say than with this share of the picture."""
_LIGHT_WEIGHT: Final = 0.0005
_STEP: Final = 12
_CLIPPED: Final = (4, 251)
_RIDGE: Final = 0.02
_SCALE: Final = 60.0
_WORTH: Final = 0.6
_WORTH_SHARE: Final = 0.85
"""Grey levels that a map must gain, and share it may leave: noise fades colours a little, ..."""
_SIMPLER: Final = 0.9
"""... and share of the difference that a richer map may leave of what a simpler one leaves."""
_FADED: Final = 0.25
"""Strength of colours below which a picture is grey, or of the tint of old prints."""
_FEW_HUES: Final = 2
_PLAIN_BINS: Final = 24
"""Colours below which a picture is drawn: photos have 70 to 270, icons and flags 2 to 20."""
_RICH_BINS: Final = 60
_PLAIN_SHIFT: Final = 14.0
_TURN_DEG: Final = 40.0
_COLOURED: Final = 14.0
_TURNED_SHARE: Final = 0.01
_STRONG: Final = 24.0
_GREYISH: Final = 6.0
_FADES: Final = 0.35
_KEEPS: Final = 0.7
_GROUND: Final = 0.4
_GROUND_OF_PAGES: Final = 0.6
_STILL: Final = 4.0
_MOVES: Final = 20.0

Points = NDArray[np.float64]
Curves = tuple[Points, Points, Points]
"""Value at each of the levels 0 to 255, of red, green and blue."""


def across(colours: Points) -> Points:
    """(n, 2) how far colours lie from grey, along two axes."""
    return colours @ _ACROSS.T


@dataclass(frozen=True, slots=True, eq=False)
class ColourMap:
    """Curves, then a matrix with an offset, then curves; what is None does nothing."""

    before: Curves | None = None
    matrix: Points | None = None
    """(3, 4): three factors and an offset for each colour."""
    after: Curves | None = None

    def __call__(self, picture: Pixels) -> Pixels:
        if self.before is not None:
            picture = np.asarray(cv2.LUT(picture, _table(self.before)), np.uint8)
        if self.matrix is not None:
            mixed = cv2.transform(picture, self.matrix.astype(np.float32))
            picture = np.asarray(mixed, np.uint8)
        if self.after is not None:
            picture = np.asarray(cv2.LUT(picture, _table(self.after)), np.uint8)
        return picture

    def of_points(self, colours: Points) -> Points:
        """(n, 3) colours after the map."""
        if self.before is not None:
            colours = _through(self.before, colours)
        if self.matrix is not None:
            colours = np.clip(colours @ self.matrix[:, :3].T + self.matrix[:, 3], 0, 255)
        return colours if self.after is None else _through(self.after, colours)

    def steepness(self) -> NDArray[np.uint8]:
        """(256,) 64 / how steep the map is at each level of light, where it is steeper than 1.

        What it steepens are coding and noise, too.
        """
        grey = np.repeat(np.arange(256.0)[:, None], 3, axis=1)
        rise = np.gradient(self.of_points(grey) @ LUMA)
        wide = np.convolve(np.pad(rise, 4, mode="edge"), np.ones(9) / 9, "valid")
        return np.round(64 / np.maximum(wide, 1)).astype(np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """The colours of one picture, and what the other one shows there."""

    own: Points
    """(n, 3) means of bins of 16 levels."""
    other: Points
    """(n, 3) the middle of what the other picture has at the pixels of each bin."""
    share: Points
    """(n,)"""
    sample: tuple[Points, Points]
    """Pixels of both at the same places."""

    @property
    def weight(self) -> Points:
        return np.minimum(self.share, _HEAVY) + _LIGHT_WEIGHT

    @property
    def hues(self) -> int:
        """Sectors of 30 degrees that hold clear colours."""
        chroma = self.own @ _ACROSS.T
        strong = np.hypot(*chroma.T) > 12
        turn = (np.arctan2(chroma[:, 1], chroma[:, 0]) + np.pi) / (2 * np.pi) * 12
        held = np.bincount(
            turn[strong].astype(np.int64) % 12, weights=self.share[strong], minlength=12
        )
        return int((held > 0.004).sum())

    @property
    def is_plain(self) -> bool:
        """Whether nobody can tell a filter from things of other colours."""
        return len(self.share) < _PLAIN_BINS

    @property
    def is_drawn(self) -> bool:
        """A page, a form or an icon: plain colours, or a large ground of one colour."""
        return self.is_plain or float(self.share.max()) > _GROUND_OF_PAGES

    @property
    def colourfulness(self) -> float:
        """Distance from grey, in levels, of the most coloured twentieth."""
        return self._most(np.hypot(*(self.own @ _ACROSS.T).T))

    @property
    def variety(self) -> float:
        """The same from the usual colour of each light: near 0 in sepia and other tints."""
        light = np.clip((self.own @ LUMA) // 16, 0, 15).astype(np.int64)
        chroma = self.own @ _ACROSS.T
        share = np.bincount(light, weights=self.share, minlength=16)
        sums = [np.bincount(light, weights=self.share * c, minlength=16) for c in chroma.T]
        usual = np.stack(sums, axis=1) / np.maximum(share, 1e-9)[:, None]
        return self._most(np.hypot(*(chroma - usual[light]).T))

    def _most(self, strength: Points) -> float:
        """Of the most coloured twentieth."""
        order = np.argsort(strength)
        return float(
            np.interp(0.95, np.cumsum(self.share[order]) / self.share.sum(), strength[order])
        )

    @classmethod
    def of(cls, own: Pixels, other: Pixels, sample: tuple[Points, Points]) -> Palette | None:
        """Bins of calm pixels of both, (n, 3); None where these are few."""
        wide = own.astype(np.int32) >> 4
        key = (wide[:, 0] << 8) | (wide[:, 1] << 4) | wide[:, 2]
        light = other.astype(np.float32) @ LUMA.astype(np.float32)
        order = np.argsort((key << 16) | (light * 256).astype(np.int32))  # as lexsort, but faster
        key = key[order]
        starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
        counts = np.diff(np.r_[starts, len(key)])
        kept = counts >= max(_BIN_PIXELS, _BIN_SHARE * len(key))
        starts, counts = starts[kept], counts[kept]
        if not len(starts):
            return None
        low, high = (
            starts + counts * 3 // 10,
            starts + np.maximum(counts * 7 // 10, counts * 3 // 10 + 1),
        )
        return cls(
            _means(own[order], starts, starts + counts),
            _means(other[order], low, high),
            counts / len(key),
            sample,
        )


@dataclass(frozen=True, slots=True, eq=False)
class ColourMatch:
    """How the colours of two pictures were brought together."""

    maps_first: bool
    """Whether the first picture is the one to be changed."""
    map: ColourMap
    left: float
    """Root of the mean square that is left, in grey levels."""


def match_colours(
    first: Pixels, second: Pixels, mask: NDArray[np.bool_]
) -> tuple[ColourMatch | None, Palette | None, Palette | None]:
    """The map that brings one of two aligned pictures nearest to the other, and both palettes.

    first, second  softened, of one size, a megapixel at most; mask: where both show something

    None where no map gains anything, or none that does is what filters do.
    """
    one, two = _palettes(first, second, mask)
    if one is None or two is None or _differ_little(one, two):
        return None, one, two
    has_few_hues = max(one.hues, two.hues) <= _FEW_HUES
    is_tame = has_few_hues and min(len(one.share), len(two.share)) < _RICH_BINS
    found = []
    for is_first, palette, target in ((True, one, two), (False, two, one)):
        before = _rms(distance(*palette.sample))
        for tame in (True,) if is_tame or palette.is_plain else (False, True):
            best = _fit(palette, tame=tame)
            if _is_a_filter(best, palette):
                left = _rms(distance(best.of_points(palette.sample[0]), palette.sample[1]))
                if before - left >= _WORTH and left < _WORTH_SHARE * before:
                    found.append((left / _spread(target), is_first, best, left))
                break
    is_ground_fixed = _ground_stays(one) and (
        (has_few_hues and max(one.share.max(), two.share.max()) > _GROUND)
        or min(len(one.share), len(two.share)) < _PLAIN_BINS // 2
    )
    if not found or is_ground_fixed:
        return None, one, two
    _, is_first, best, left = min(found, key=lambda one: one[0])
    return ColourMatch(is_first, best, left), one, two


def _palettes(
    first: Pixels, second: Pixels, mask: NDArray[np.bool_]
) -> tuple[Palette | None, Palette | None]:
    """Of both, by the pixels that are calm in both, with a sample of all that are shown."""
    places = np.flatnonzero(flat_in_both(first, second, mask))
    if not len(places):
        return None, None
    places = places[:: len(places) // _AT_MOST + 1]
    everywhere = np.flatnonzero(mask)
    everywhere = everywhere[:: len(everywhere) // _SAMPLE + 1]
    flat = [p.reshape(-1, 3) for p in (first, second)]
    one, two = (p[places] for p in flat)
    seen, other = (p[everywhere].astype(np.float64) for p in flat)
    return Palette.of(one, two, (seen, other)), Palette.of(two, one, (other, seen))


def flat_in_both(first: Pixels, second: Pixels, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Pixels whose surroundings are even in both, so that a half pixel does not matter."""
    ranges = cv2.max(*(local_range(light_of(p), 3) for p in (first, second)))
    for most in _FLAT_LEVELS:
        calm: NDArray[np.bool_] = mask & (ranges <= most)
        if np.count_nonzero(calm) > _ENOUGH_FLAT * np.count_nonzero(mask):
            return calm
    return mask


def local_range(grey: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    near = np.ones((size, size), np.uint8)
    return np.asarray(cv2.subtract(cv2.dilate(grey, near), cv2.erode(grey, near)), np.uint8)


def distance(one: Points, other: Points) -> Points:
    """Difference of light, and half as much of what colours differ beside it."""
    apart = one - other
    light = apart @ LUMA
    colour = ((apart - light[..., None]) ** 2).sum(-1)
    return np.asarray(np.sqrt(light**2 + 0.5 * colour), np.float64)


def _differ_little(one: Palette, two: Palette) -> bool:
    """Saved again and nothing else: most pairs, and no map is looked for."""
    return all(_mean_error(p.own, p) < 1.2 and _rms(distance(*p.sample)) < 6 for p in (one, two))


def _fit(palette: Palette, *, tame: bool) -> ColourMap:
    """The simplest map that leaves little; a tame one changes light and saturation only."""
    a, b, weight = palette.own, palette.other, palette.weight
    starts: list[Curves | None] = [None, _three(a, b, weight)]
    if tame:
        by_light = _curve(a @ LUMA, b @ LUMA, weight)
        of_all = _curve(a.reshape(-1), b.reshape(-1), np.repeat(weight, 3))
        starts = [None, (by_light, by_light, by_light), (of_all, of_all, of_all)]
    maps = [ColourMap(curves) for curves in starts if curves is not None]
    for before in starts:
        seen = a if before is None else _through(before, a)
        matrix, strength = _saturation(seen, palette) if tame else (_matrix(seen, palette), 0.0)
        maps.append(ColourMap(before, matrix))
        if strength < _FADED:
            mixed = np.clip(seen @ matrix[:, :3].T + matrix[:, 3], 0, 255)
            maps.append(ColourMap(before, matrix, _three(mixed, b, weight)))
    best, least = maps[0], _mean_error(maps[0].of_points(a), palette)
    for other in maps[1:]:
        left = _mean_error(other.of_points(a), palette)
        if left < _SIMPLER * least - 0.1:
            best, least = other, left
    return best


def _matrix(seen: Points, palette: Palette) -> Points:
    """(3, 4) by least squares, robust against what differs, pulled to no change at all."""
    b = palette.other
    sure, weight = _unclipped(palette), palette.weight
    pull = weight * sure
    matrix = np.eye(3, 4)
    for _ in range(6):
        ridge = _RIDGE * _RIDGE * pull.sum() * _SCALE**2 * np.eye(3)
        mean_a, mean_b = (np.average(v, axis=0, weights=pull) for v in (seen, b))
        x, y = seen - mean_a, b - mean_b
        weighted = (x * pull[:, None]).T
        factors = np.linalg.solve(weighted @ x + ridge, weighted @ y + ridge).T
        matrix = np.column_stack([factors, mean_b - factors @ mean_a])
        pull = weight * sure * _trust(seen, matrix, palette)
    return matrix


def _saturation(seen: Points, palette: Palette) -> tuple[Points, float]:
    """(3, 4): colours nearer to or farther from grey, and a cast over all; with their strength."""
    b = palette.other
    sure, weight = _unclipped(palette), palette.weight
    pull = weight * sure
    grey = (seen @ LUMA)[:, None]
    colour, wanted = seen - grey, b - grey
    matrix, factor = np.eye(3, 4), 1.0
    for _ in range(6):
        ridge = 0.3 * _RIDGE * pull.sum() * _SCALE**2
        product = float((pull[:, None] * colour * wanted).sum()) + ridge
        square = float((pull[:, None] * colour * colour).sum()) + ridge
        factor = float(np.clip(product / square, 0, 2.2))
        cast = np.average(wanted - factor * colour, axis=0, weights=pull)
        linear = factor * np.eye(3) + (1 - factor) * np.outer(np.ones(3), LUMA)
        matrix = np.column_stack([linear, cast])
        pull = weight * sure * _trust(seen, matrix, palette)
    return matrix, factor


def _trust(seen: Points, matrix: Points, palette: Palette) -> Points:
    mapped = np.clip(seen @ matrix[:, :3].T + matrix[:, 3], 0, 255)
    off = distance(mapped, palette.other)
    usual = np.sqrt(np.average(np.minimum(off, 40) ** 2, weights=palette.weight))
    return np.asarray(1 / (1 + (off / max(4.0, float(usual))) ** 2) ** 2, np.float64)


def _unclipped(palette: Palette) -> Points:
    low, high = _CLIPPED
    is_clipped = ((palette.other < low) | (palette.other > high)).any(1)
    return np.where(is_clipped, 0.05, 1.0)


def _three(a: Points, b: Points, weight: Points) -> Curves:
    red, green, blue = (_curve(a[:, k], b[:, k], weight) for k in range(3))
    return red, green, blue


def _curve(x: Points, y: Points, weight: Points) -> Points:
    """A rising curve at 0 to 255 through weighted medians of stretches; straight on beyond."""
    stretch = (x / _STEP).astype(np.int64)
    levels, toned, heavy = [], [], []
    by_stretch = np.argsort(stretch, kind="stable")
    ends = np.flatnonzero(np.diff(stretch[by_stretch])) + 1
    for at in np.split(by_stretch, ends):
        there, heavies = y[at], weight[at]
        order = there.argsort()
        total = heavies[order].cumsum()
        levels.append(float((x[at] * heavies).sum() / heavies.sum()))
        toned.append(float(there[order[total.searchsorted(total[-1] / 2)]]))
        heavy.append(float(total[-1]))
    x, y, weight = np.array(levels), np.array(toned), np.array(heavy)
    slope, offset = _line(x, y, np.minimum(weight, _HEAVY))
    doubt = _LIGHT_WEIGHT / (weight + _LIGHT_WEIGHT)
    y = _rising((1 - doubt) * y + doubt * (slope * x + offset), weight)
    places: Points = np.arange(256.0)
    curve = np.interp(places, x, y)
    curve = np.where(places < x[0], y[0] - slope * (x[0] - places), curve)
    curve = np.where(places > x[-1], y[-1] + slope * (places - x[-1]), curve)
    return np.asarray(np.clip(curve, 0, 255), np.float64)


def _line(x: Points, y: Points, weight: Points) -> tuple[float, float]:
    slope = 1.0
    if len(x) > 1 and np.ptp(x) > 30:
        middle_x, middle_y = np.average(x, weights=weight), np.average(y, weights=weight)
        square = float((weight * (x - middle_x) ** 2).sum())
        slope = float((weight * (x - middle_x) * (y - middle_y)).sum()) / square
    slope = float(np.clip(slope, 0.2, 5))
    return slope, float(np.average(y - slope * x, weights=weight))


def _rising(values: Points, weight: Points) -> Points:
    """The nearest rising values: neighbours that fall are joined to their mean."""
    joined: list[list[float]] = []
    for value, heavy in zip(values.tolist(), weight.tolist(), strict=True):
        joined.append([value, heavy, 1])
        while len(joined) > 1 and joined[-2][0] > joined[-1][0]:
            above, below = joined.pop(), joined.pop()
            total = above[1] + below[1]
            mean = (above[0] * above[1] + below[0] * below[1]) / total
            joined.append([mean, total, above[2] + below[2]])
    return np.repeat([v for v, _, _ in joined], [int(n) for _, _, n in joined])


def _is_a_filter(found: ColourMap, palette: Palette) -> bool:
    """Whether a map leaves colours what they are, but for a cast over all and for their strength.

    Where a picture has few colours, nobody can tell a filter from a thing of another colour.
    """
    mapped = found.of_points(palette.own)
    own, now = palette.own @ _ACROSS.T, mapped @ _ACROSS.T
    if palette.is_plain:
        shift = np.hypot(*(now - own)[palette.share > 0.002].T)
        return bool(shift.max(initial=0.0) <= _PLAIN_SHIFT)
    grey = np.repeat((palette.own @ LUMA)[:, None], 3, axis=1)
    now = now - found.of_points(grey) @ _ACROSS.T
    is_coloured = (np.hypot(*own.T) > _COLOURED) & (np.hypot(*now.T) > _COLOURED)
    across = own[:, 0] * now[:, 1] - own[:, 1] * now[:, 0]
    turn = np.abs(np.degrees(np.arctan2(across, (own * now).sum(1))))
    is_odd = (is_coloured & (turn > _TURN_DEG)) | _fades_alone(palette, mapped, own, now)
    return bool(palette.share[is_odd].sum() <= _TURNED_SHARE * palette.share.sum())


def _fades_alone(palette: Palette, mapped: Points, own: Points, now: Points) -> NDArray[np.bool_]:
    """Colours that lose nearly all their strength where the others keep theirs, and greys that get
    one: a yellow thing beside a white one, and no filter."""
    low, high = _CLIPPED
    ends = np.concatenate([palette.own, mapped], axis=1)
    is_free = (ends.min(1) > low) & (ends.max(1) < high)
    before, after = np.hypot(*own.T), np.hypot(*now.T)
    is_strong = is_free & (before > _STRONG)
    usual = float(np.median(after[is_strong] / before[is_strong])) if is_strong.any() else 0.0
    faded = is_strong & (after < _FADES * before) & (usual > _KEEPS)
    dyed = is_free & (before < _GREYISH) & (after > _STRONG)
    return np.asarray(faded | dyed, np.bool_)


def _ground_stays(palette: Palette) -> bool:
    """Whether the largest colour keeps still while another one moves far: no filter does that."""
    moved = distance(palette.own, palette.other)
    farthest = float(moved[palette.share > 0.005].max(initial=0.0))
    return farthest > _MOVES and float(moved[palette.share.argmax()]) < _STILL


def _mean_error(mapped: Points, palette: Palette) -> float:
    off = np.minimum(distance(mapped, palette.other), 40)
    return float(np.average(off, weights=palette.weight))


def _rms(values: Points) -> float:
    return float(np.sqrt(np.mean(np.minimum(values, 50) ** 2)))


def _spread(palette: Palette) -> float:
    """Range of light that all but the darkest and lightest fiftieth has."""
    light = palette.own @ LUMA
    order = np.argsort(light)
    total = np.cumsum(palette.share[order]) / palette.share.sum()
    low, high = np.interp((0.02, 0.98), total, light[order]).tolist()
    return float(max(8.0, high - low))


def _means(values: Pixels, low: NDArray[np.int64], high: NDArray[np.int64]) -> Points:
    ends = np.stack([low, high], axis=1).reshape(-1)
    if len(values) == ends[-1]:
        ends = ends[:-1]
    sums = np.add.reduceat(values, ends, axis=0, dtype=np.int64)[::2]
    return np.asarray(sums / (high - low)[:, None], np.float64)


def _through(curves: Curves, colours: Points) -> Points:
    at = np.arange(256.0)
    return np.stack([np.interp(colours[:, k], at, curves[k]) for k in range(3)], axis=1)


def _table(curves: Curves) -> NDArray[np.uint8]:
    return np.round(np.stack(curves, axis=1)).astype(np.uint8).reshape(256, 1, 3)


def softened(picture: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(picture, (3, 3), 0.8), np.uint8)

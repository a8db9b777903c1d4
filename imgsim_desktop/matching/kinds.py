"""What a pair is, from what its pixels and its photos' facts say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from imgsim_desktop.matching.additions import NOTHING_ADDED, Additions
from imgsim_desktop.matching.clocks import are_a_zone_apart, are_other_exposures, clocks_differ_by
from imgsim_desktop.matching.confidence import probability
from imgsim_desktop.matching.overlap import changes_colour
from imgsim_desktop.matching.planes import apply
from imgsim_desktop.matching.verify import Evidence
from imgsim_desktop.records import (
    ADDED,
    ADDED_TO_A,
    ADDED_TO_B,
    EDITS,
    THUMBNAIL_PX,
    Derivation,
    Facts,
    Look,
    PairKind,
    Pixels,
    RegionKind,
    derivation_bits,
)  # fmt: skip

_SURE: Final = 0.5
"""Confidence from which a pair is called a copy at all."""
_REFUSED: Final = 0.02
"""Confidence at most, where something else than the pixels says that they are no copies."""
_WHOLE: Final = 0.97
"""Share of a picture from which it counts as shown whole: an alignment errs by a percent."""
_MIN_AGREE: Final = 0.9
_WEAK: Final = 0.7
"""Agreement of the weakest part, below which something lies on it: captions, logos, smileys and
watermarks have 0.2 to 0.7, a tenth of all JPEGs of quality 10 less than 0.72, all else about 1."""
_TURN_DEG: Final = 45.0
_TILT_DEG: Final = 1.0
_SKEW: Final = 0.03
_RECOLOURED: Final = 0.03
_PLAIN_EDGE: Final = 0.7
_BUSY: Final = 0.3
_BURST_INLIERS: Final = 12
_BURST_COVERAGE: Final = 0.4
_SURE_COPY: Final = 0.9
_ONE_FRAME_PX: Final = 1.0
_NO_MOVEMENT_PX: Final = 0.08
"""In a thumbnail: farthest a corner may be off, and how far things may drift. Of 144 copies of one
frame none is beyond; of shots from the hand 9 in 10 are."""
_ONE_SIDED: Final = frozenset({RegionKind.ADDED, RegionKind.HIDDEN})
"""What a copy of a photo may have and be a copy."""


@dataclass(frozen=True, slots=True)
class PairVerdict:
    """What was found out about one pair."""

    confidence: float
    kind: PairKind
    edits: tuple[str, ...] = ()
    transform: tuple[float, ...] = ()
    """Six numbers, relative coordinates of the second picture to those of the first."""
    coverage: float = 1.0
    added: Additions = NOTHING_ADDED
    derivation: Derivation | None = None
    if_one_exposure: PairVerdict | None = None
    """What the pair is if its clocks, which alone speak against it, are wrong or of two zones: to
    be told by its noise."""
    is_presumed: bool = False
    """Whether that is what it is, too, where its noise says nothing."""

    def decided(self, *, shares_noise: bool | None) -> PairVerdict:
        """After somebody looked for the noise of one exposure; None: nothing is known of it."""
        one = self.if_one_exposure
        if one is not None and (shares_noise or (shares_noise is None and self.is_presumed)):
            return one
        return replace(self, if_one_exposure=None, is_presumed=False)

    def edit_bits(self, *, swapped: bool) -> int:
        """Of `PairTable.edits`, or those for the pair the other way round."""
        to_a, to_b = self.added.to_a, self.added.to_b
        derivation = self.derivation
        if swapped:
            to_a, to_b = to_b, to_a
            derivation = derivation and derivation.other_way
        bits = sum(1 << EDITS.index(name) for name in self.edits)
        bits += derivation_bits(derivation)
        bits += sum(1 << ADDED_TO_A + ADDED.index(name) for name in to_a)
        return bits + sum(1 << ADDED_TO_B + ADDED.index(name) for name in to_b)

    def transform_of(self, *, swapped: bool) -> tuple[float, ...]:
        """The transform, or its inverse for the pair the other way round; NaN where none is."""
        if not self.transform:
            return (np.nan,) * 6
        if not swapped:
            return self.transform
        matrix = np.vstack([np.reshape(self.transform, (2, 3)), [0, 0, 1]])
        if abs(np.linalg.det(matrix)) < 1e-12:
            return (np.nan,) * 6
        return tuple(np.linalg.inv(matrix)[:2].reshape(-1).tolist())


def judge(
    evidence: Evidence,
    a: Facts,
    b: Facts,
    load_colours: Callable[[], tuple[Pixels, Pixels]] | None = None,
    find_added: Callable[[], Additions] = lambda: NOTHING_ADDED,
) -> PairVerdict:
    """Kind and confidence of one pair.

    load_colours  both thumbnails in colour, asked for only where colour decides
    find_added    what was added to either, asked for only where they are copies
    """
    confidence = probability(evidence)
    if have_other_pages(a, b):
        confidence = min(confidence, _REFUSED)
        return PairVerdict(confidence, PairKind.SIMILAR, (), evidence.transform, evidence.coverage)
    apart_ns, are_others = clocks_differ_by(a, b), are_other_exposures(a, b)
    is_other_zone = are_a_zone_apart(a, b)
    are_shots = bool(apart_ns) or are_others or (is_other_zone and confidence >= _SURE)
    is_scene = _is_same_scene(evidence, are_shots=are_shots)
    kind = PairKind.BURST if is_scene else PairKind.SIMILAR
    refused = min(confidence, _REFUSED)
    other = PairVerdict(refused, kind, (), evidence.transform, evidence.coverage)
    if are_others or (apart_ns and confidence < _SURE_COPY):
        return other
    if confidence < _SURE:
        return replace(other, confidence=confidence)
    is_doubtful = bool(apart_ns) or is_other_zone
    may_be_told = is_doubtful and is_one_frame(evidence)
    if apart_ns and not may_be_told:
        return other
    copy = _as_copy(confidence, evidence, a, b, load_colours, find_added)
    return replace(other, if_one_exposure=copy, is_presumed=is_other_zone) if may_be_told else copy


def _as_copy(
    confidence: float,
    evidence: Evidence,
    a: Facts,
    b: Facts,
    load_colours: Callable[[], tuple[Pixels, Pixels]] | None,
    find_added: Callable[[], Additions],
) -> PairVerdict:
    recoloured = load_colours is not None and changes_colour(*load_colours(), evidence.homography)
    edits = find_edits(evidence, a, b, recoloured=recoloured)
    kind = PairKind.EDITED if set(edits) - {"resized"} else PairKind.SAME_PICTURE
    return PairVerdict(confidence, kind, edits, evidence.transform, evidence.coverage, find_added())


def is_one_frame(evidence: Evidence) -> bool:
    """Whether both show the very same cut of the world, in which nothing moved.

    Copies do, and shots from a tripod: only their noise tells those apart.
    """
    if not evidence.homography or evidence.mirrored:
        return False
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float64)
    moved = apply(np.reshape(evidence.homography, (3, 3)), corners) - corners
    off_px = float(np.abs(moved).max()) * THUMBNAIL_PX
    return off_px <= _ONE_FRAME_PX and evidence.drift.everywhere <= _NO_MOVEMENT_PX


def have_other_pages(a: Facts, b: Facts) -> bool:
    """Both have several pages or frames, and it is not known that all of them are the same.

    Only the first ones were compared: contracts of one firm share their cover.
    """
    if a.holdings is None or b.holdings is None:
        return False
    has_more = a.holdings.has_more_pages and b.holdings.has_more_pages
    return has_more and not a.holdings.shows_same_pages(b.holdings)


def judge_closely(first: PairVerdict, look: Look | None) -> PairVerdict:
    """What a pair of copies is after it was looked at in full size.

    look  None: nothing of the one was found in the other after all
    """
    if look is None:
        return replace(first, kind=PairKind.VARIANT)
    if look.are_shots:
        return replace(first, kind=PairKind.BURST)
    kinds = {region.kind for region in look.regions}
    sides = {region.side for region in look.regions}
    if kinds - _ONE_SIDED or len(sides) > 1 or (kinds and look.is_drawn):
        return replace(first, kind=PairKind.VARIANT)
    edits = set(first.edits)
    added = first.added
    if kinds:
        edits.add("overlaid")
        added = added.with_one("covered", sides.pop())
    for name, side in (
        ("greyed", look.grey),
        ("blurred", look.softer),
        ("sharpened", look.sharpened),
    ):
        if side:
            added = added.with_one(name, side)
    for side in "ab":  # beside what was blurred a little any picture looks so in a thumbnail
        if side != look.sharpened:
            added = added.without_one("sharpened", side)
    if look.is_retoned or look.grey:
        edits.add("recoloured")
    kind = PairKind.EDITED if edits - {"resized"} else PairKind.SAME_PICTURE
    names = tuple(name for name in EDITS if name in edits)
    return replace(first, kind=kind, edits=names, added=added)


def _is_same_scene(evidence: Evidence, *, are_shots: bool) -> bool:
    """Much of both pictures shows one thing, though not in equal pixels: the next shot."""
    if evidence.coverage < _BURST_COVERAGE or evidence.mirrored:
        return False
    looks_alike = evidence.coarse.agree_both > 0.4 and evidence.coarse.smooth > 0.5
    return looks_alike and (evidence.inliers >= _BURST_INLIERS or are_shots)


def find_edits(
    evidence: Evidence, a: Facts, b: Facts, *, recoloured: bool = False
) -> tuple[str, ...]:
    """Names of EDITS that turn the one into the other, in the order of EDITS."""
    cut = evidence.coverage < _WHOLE
    framed = cut and evidence.around.plain_edge > _PLAIN_EDGE
    found = {
        "cropped": cut and not framed,
        "turned": abs(evidence.angle_deg) > _TURN_DEG,
        "mirrored": evidence.mirrored,
        "tilted": _is_tilted(evidence),
        "recoloured": recoloured or evidence.coarse.tone > _RECOLOURED,
        "overlaid": min(evidence.coarse.agree - _MIN_AGREE, evidence.coarse.weakest - _WEAK) < 0,
        "framed": framed and evidence.around.busy <= _BUSY,
        "collage": framed and evidence.around.busy > _BUSY,
        "resized": sorted((a.width_px, a.height_px)) != sorted((b.width_px, b.height_px)),
    }  # fmt: skip
    return tuple(name for name in EDITS if found[name])


def _is_tilted(evidence: Evidence) -> bool:
    off_square = abs((evidence.angle_deg + 45) % 90 - 45)
    return evidence.method != "aligned" and (off_square > _TILT_DEG or evidence.skew > _SKEW)

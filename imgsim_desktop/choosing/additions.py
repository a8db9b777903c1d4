"""What copies have that their originals have not, and what was made from them, as pairs tell it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from imgsim_desktop.choosing.criteria import camera_original
from imgsim_desktop.records import ADDED, ADDED_TO_A, PAIR_KINDS, REMOVABLE_KINDS, PairTable, Photo

_SURE = 0.9
"""Confidence of a pair from which it says something about its photos."""
_AS_LARGE = 0.9
"""Of the pixels of a picture, those its plain copy must have: nobody wants a small one instead."""
_FROM_CAMERA = 0.25
"""The same where only the plain one names a camera: a telephone shows small photos enlarged."""


def with_added(photos: Iterable[Photo], pairs: PairTable) -> list[Photo]:
    """The photos, each with what was added to it, judged by a plain copy of the same picture, and
    with how it was made from a copy.

    Something was made from a copy that can be reached, whatever its size; where only the one that
    was made names a camera, nothing is said. What was added is said beside a plain copy. The plain
    copy can be reached, and shows the picture as large, or a quarter of that where it
    comes straight from a camera and the other one does not. Where only the other one does, nothing
    is said.
    """
    photos = list(photos)
    kinds = [PAIR_KINDS.index(kind) for kind in REMOVABLE_KINDS]
    telling = (pairs.edits >> ADDED_TO_A > 0) & (pairs.confidence >= _SURE)
    rows = np.flatnonzero(telling & np.isin(pairs.kind, kinds)).tolist()
    if not rows:
        return photos
    best: dict[int, Photo] = {}
    for photo in photos:
        if photo.is_online:
            known = best.setdefault(photo.content_id, photo)
            if camera_original(photo, "") > camera_original(known, ""):
                best[photo.content_id] = photo
    found: dict[int, set[str]] = {}
    made_of: dict[int, str] = {}
    for pair in map(pairs.pair, rows):
        if pair.derivation is not None:
            made, source = (pair.a, pair.b) if pair.derivation.made == "a" else (pair.b, pair.a)
            if _lead(best.get(source), best.get(made)) >= 0:
                made_of.setdefault(made, pair.derivation.how)
        for dressed, plain, names in (
            (pair.a, pair.b, pair.added_to_a),
            (pair.b, pair.a, pair.added_to_b),
        ):
            if names and _is_as_good(best.get(plain), best.get(dressed), pair.coverage):
                found.setdefault(dressed, set()).update(names)
    return [
        replace(
            photo,
            added=tuple(name for name in ADDED if name in found.get(photo.content_id, ())),
            made=made_of.get(photo.content_id, ""),
        )
        if photo.content_id in found or photo.content_id in made_of
        else photo
        for photo in photos
    ]


def _lead(one: Photo | None, other: Photo | None) -> int:
    """By how much the one is rather the camera's own file; below 0 if either is out of reach."""
    if one is None or other is None:
        return -1
    return int(camera_original(one, "") - camera_original(other, ""))


def _is_as_good(plain: Photo | None, dressed: Photo | None, coverage: float) -> bool:
    """coverage: share of the dressed one that the plain one shows."""
    lead = _lead(plain, dressed)
    if plain is None or dressed is None or lead < 0:
        return False
    shown = dressed.facts.width_px * dressed.facts.height_px * coverage
    share = _FROM_CAMERA if lead > 0 else _AS_LARGE
    return plain.facts.width_px * plain.facts.height_px >= share * shown

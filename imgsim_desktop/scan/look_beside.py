"""One pair looked at in full size: what a worker does with two originals.

This is the one place where both are decoded in full. Whatever else is to be measured in the two of
them belongs in `_compared`, where `a` and `b` are at hand (at a common resolution: `_sides` says
which), or, of the two registered and before their tones were matched, in `look_closely`, where it
becomes a field of `Look`. To be stored it becomes a field of `LookAnswer` and `LookResult` and a
column of the table `looks`; a change of what is measured raises `LOOK_VERSION`.
"""

from __future__ import annotations

import logging
import os
from collections import OrderedDict
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np

from imgsim_desktop.errors import KnownError
from imgsim_desktop.matching.additions import Additions
from imgsim_desktop.matching.confidence import SUREST
from imgsim_desktop.matching.grounds import Clear, Ground, ground_of
from imgsim_desktop.matching.kinds import PairVerdict, judge_closely
from imgsim_desktop.matching.look.frame import MAX_PX
from imgsim_desktop.matching.look.second import look_closely
from imgsim_desktop.matching.planes import Matrix
from imgsim_desktop.matching.threads import stay_in_one_thread
from imgsim_desktop.reading.decode import open_clear, open_upright
from imgsim_desktop.records import REMOVABLE_KINDS, Pair, PairKind, Pixels, Region
from imgsim_desktop.scan.derive_beside import SeenOriginal, derivation_of
from imgsim_desktop.workers import ROOM

_SAME: Final = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
_WORK_BYTES: Final = 30
"""A pixel of what is compared: both pictures in one tone, their light, what differs."""
_LIGHT_BYTES: Final = 2
"""A pixel of an original in full: its light alone, as stored and turned."""
_CLEAR_BYTES: Final = 10
"""The same with its alpha, and that alone."""
_FINER: Final = 1.02
"""More pixels than the other one has, so that none is lost by rounding."""
_SINGULAR: Final = 1e-9
_KEPT_BYTES: Final = 64_000_000
"""Of pictures a worker keeps: the next pair often has one of the two again."""


_log = logging.getLogger(__name__)


class LookTrouble(StrEnum):
    """Why a pair was not looked at."""

    GONE = "gone"
    """An original cannot be opened where it was."""
    CHANGED = "changed"
    """An original is not as it was when it was compared."""
    OFFLINE = "offline"
    """An original lies on a disk that is not connected."""
    SLOW = "slow"
    """A disk did not answer in time, or the memory did not suffice just then."""
    UNREADABLE = "unreadable"
    """An original cannot be decoded in full; it will not be tried again."""


@dataclass(frozen=True, slots=True)
class Original:
    """One file of a pair, as it was when it was read."""

    path: Path
    size_bytes: int
    mtime_ns: int
    width_px: int
    height_px: int
    format: str = ""
    """As in `records.Facts`."""
    is_transparent: bool = False
    """Whether the ground shows through some of it."""


@dataclass(frozen=True, slots=True)
class LookTask:
    """A pair that is to be looked at."""

    pair: Pair
    """As it was first compared."""
    a: Original
    b: Original


@dataclass(frozen=True, slots=True)
class LookAnswer:
    """What came of it."""

    verdict: PairVerdict | None
    """None: trouble."""
    regions: tuple[Region, ...] = ()
    trouble: LookTrouble | None = None
    detail: str = ""


def look_at(task: LookTask) -> LookAnswer:
    """In a worker: decode both originals and compare them. Never raises for a bad file."""
    stay_in_one_thread()
    trouble = _trouble_of(task)
    if trouble is not None:
        return trouble
    is_same = task.pair.kind is PairKind.SAME_PIXELS
    transform = _SAME if is_same or len(task.pair.transform) != 6 else task.pair.transform
    sides = (None, None) if is_same else _sides(task.a, task.b, transform)
    with ROOM.taken(_needed_bytes(task, sides), more_follows=True):
        try:
            pictures = _pictures(task, sides, transform)
            answer = _compared(task, *pictures, transform)
            if task.a.is_transparent and task.b.is_transparent:
                answer = _with_alpha(answer, task, sides, transform)
        except KnownError as error:
            return LookAnswer(None, trouble=LookTrouble.UNREADABLE, detail=str(error.sentence))
        except Exception as error:  # noqa: BLE001 - one pair must never end a scan
            _log.exception("Looking at %s and %s failed", task.a.path.name, task.b.path.name)
            detail = f"{type(error).__name__}: {error}"
            return LookAnswer(None, trouble=LookTrouble.UNREADABLE, detail=detail)
    return _trouble_of(task) or answer  # what was decoded was written to meanwhile


def _trouble_of(task: LookTask) -> LookAnswer | None:
    """What keeps two originals from being looked at: they must be as they were first compared."""
    for original in (task.a, task.b):
        try:
            with original.path.open("rb") as file:
                status = os.fstat(file.fileno())
        except OSError as error:
            return LookAnswer(None, trouble=LookTrouble.GONE, detail=error.strerror or str(error))
        if (status.st_size, status.st_mtime_ns) != (original.size_bytes, original.mtime_ns):
            return LookAnswer(None, trouble=LookTrouble.CHANGED)
    return None


def _compared(
    task: LookTask,
    first_seen: tuple[Pixels, Ground | None],
    second_seen: tuple[Pixels, Ground | None],
    transform: tuple[float, ...],
) -> LookAnswer:
    pair = task.pair
    (a, ground_a), (b, ground_b) = first_seen, second_seen
    first = PairVerdict(
        pair.confidence, pair.kind, pair.edits, transform, pair.coverage,
        Additions(pair.added_to_a, pair.added_to_b),
    )  # fmt: skip
    seen = tuple(
        SeenOriginal(
            original.path,
            (original.width_px, original.height_px),
            picture,
            original.size_bytes,
            original.format,
            ground,
        )
        for original, picture, ground in ((task.a, a, ground_a), (task.b, b, ground_b))
    )
    if pair.kind is PairKind.SAME_PIXELS:
        if a.shape == b.shape == (task.a.height_px, task.a.width_px, 3) and np.array_equal(a, b):
            derivation = derivation_of(seen[0], seen[1], transform, None)
            return LookAnswer(replace(first, derivation=derivation))
        first = replace(first, kind=PairKind.SAME_PICTURE, confidence=SUREST)
    look = look_closely(a, b, transform)
    verdict = judge_closely(first, look)
    if look is None or verdict.kind not in REMOVABLE_KINDS:
        return LookAnswer(verdict, () if look is None else look.regions)
    derivation = derivation_of(seen[0], seen[1], transform, look)
    if derivation is not None:
        verdict = replace(verdict, added=verdict.added.without(derivation.source))
    return LookAnswer(replace(verdict, derivation=derivation), look.regions)


def _pictures(
    task: LookTask, sides: tuple[int | None, int | None], transform: tuple[float, ...]
) -> tuple[tuple[Pixels, Ground | None], tuple[Pixels, Ground | None]]:
    """Both decoded, a transparent one on the ground of a flat one. Raises KnownError."""
    a, b = task.a, task.b
    to_a = np.vstack([np.reshape(transform, (2, 3)), [0.0, 0.0, 1.0]])
    is_known = abs(float(np.linalg.det(to_a))) > _SINGULAR
    if a.is_transparent == b.is_transparent or task.pair.kind is PairKind.SAME_PIXELS:
        return (_PICTURES.get(a, sides[0]), None), (_PICTURES.get(b, sides[1]), None)
    if a.is_transparent:
        flat = _PICTURES.get(b, sides[1])
        return _laid_as(a, sides[0], flat, np.linalg.inv(to_a) if is_known else None), (flat, None)
    flat = _PICTURES.get(a, sides[0])
    return (flat, None), _laid_as(b, sides[1], flat, to_a if is_known else None)


def _laid_as(
    original: Original, side: int | None, flat: Pixels, to_flat: Matrix | None
) -> tuple[Pixels, Ground | None]:
    """A transparent picture on the ground of a flat one, or on its own where that has none."""
    clear = Clear.of_rgba(_PICTURES.get(original, side, is_clear=True))
    ground = ground_of(clear, flat, to_flat)
    return (_PICTURES.get(original, side) if ground is None else clear.over(ground)), ground


def _with_alpha(
    answer: LookAnswer,
    task: LookTask,
    sides: tuple[int | None, int | None],
    transform: tuple[float, ...],
) -> LookAnswer:
    """What two transparent pictures are going by what they let through, too.

    Over one ground they may be equal though the one has a hole where the other one is as white as
    that ground. Colours that nothing shows, where alpha is 0, count nowhere. Raises KnownError.
    """
    if answer.verdict is None or answer.verdict.kind not in REMOVABLE_KINDS:
        return answer
    a, b = (
        np.repeat(_PICTURES.get(original, side, is_clear=True)[..., 3:], 3, axis=2)
        for original, side in zip((task.a, task.b), sides, strict=True)
    )
    if a.shape == b.shape and np.array_equal(a, b):
        return answer
    look = look_closely(a, b, transform)
    if look is not None and not look.regions and not look.is_retoned:
        if answer.verdict.kind is not PairKind.SAME_PIXELS:
            return answer
        return replace(
            answer,
            verdict=replace(answer.verdict, kind=PairKind.SAME_PICTURE, confidence=SUREST),
        )
    verdict = replace(answer.verdict, kind=PairKind.VARIANT, derivation=None)
    return LookAnswer(verdict, () if look is None else look.regions)


def _sides(a: Original, b: Original, transform: tuple[float, ...]) -> tuple[int | None, int | None]:
    """Long sides at which both show what they share in the pixels of the coarser one."""
    across = np.linalg.svd(np.reshape(transform, (2, 3))[:, :2], compute_uv=False)
    shared = float(np.sqrt(across[0] * across[1]))  # of a's sides, so long are those of b
    sides = [max(o.width_px, o.height_px) for o in (a, b)]
    areas = [float(np.sqrt(o.width_px * o.height_px)) for o in (a, b)]
    density = [areas[0] * shared, areas[1]]  # pixels along what b shows whole
    coarser = min(*density, MAX_PX * max(shared, 1.0))
    wanted = [
        round(side * min(1.0, _FINER * coarser / d)) for side, d in zip(sides, density, strict=True)
    ]
    return max(1, wanted[0]), max(1, wanted[1])


def _needed_bytes(task: LookTask, sides: tuple[int | None, int | None]) -> int:
    total, smallest = 0, MAX_PX * MAX_PX
    for original, side in zip((task.a, task.b), sides, strict=True):
        pixels = original.width_px * original.height_px
        total += _LIGHT_BYTES * pixels
        if side is not None:
            pixels = round(pixels * (side / max(original.width_px, original.height_px)) ** 2)
        total += (3 + _CLEAR_BYTES * original.is_transparent) * pixels
        smallest = min(smallest, pixels)
    return total + _WORK_BYTES * smallest


class _Pictures:
    """Pictures decoded lately. Of one process; used by its one thread."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Original, int | None, bool], Pixels] = OrderedDict()

    def get(self, original: Original, side_px: int | None, *, is_clear: bool = False) -> Pixels:
        """is_clear: with its alpha. Raises KnownError."""
        key = original, side_px, is_clear
        picture = self._kept.pop(key, None)
        if picture is None:
            picture = (open_clear if is_clear else open_upright)(original.path, side_px)
        self._kept[key] = picture
        while sum(p.nbytes for p in self._kept.values()) > _KEPT_BYTES and len(self._kept) > 1:
            self._kept.popitem(last=False)
        return picture


_PICTURES: Final = _Pictures()

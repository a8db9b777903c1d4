"""How well networks recognise edited copies: own copies of own photos among many others."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.embedding.backend import Backend
from imgsim_desktop.embedding.learning import scores
from imgsim_desktop.embedding.learning.edits.edit import make_copy, save_jpeg
from imgsim_desktop.embedding.learning.edits.table import EDITS
from imgsim_desktop.embedding.learning.labels import kept_when_turned, label_metrics
from imgsim_desktop.records import InputShape, Pixels, Progress

Floats = NDArray[np.float32]
Load = Callable[[bytes, InputShape], Pixels]
"""A JPEG file as a network sees it; the reading room's own way is handed in."""

FALSE_PAIR_RATE = 1e-6
_KEPT = 10
"""Matches a query that are looked at for micro-AP and thresholds."""
_BATCH = 64
_TURNED = 200
"""Originals that are also turned and mirrored exactly, at most."""
_QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999)


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """Photos to measure with. Pixels at most about 640 on the long side."""

    originals: Sequence[Pixels]
    distractors: Iterable[Pixels]
    background: Iterable[Pixels] = ()
    """For score normalisation; no copies of the originals."""
    bursts: Sequence[Pixels] = ()
    """Photos of one place in the order they were taken: neighbours are alike, but no copies."""
    classes: Sequence[tuple[str, Pixels]] = ()
    """(class, photo) for class precision@5."""


@dataclass
class _Vectors:
    """Everything one network said."""

    backend: Backend
    gallery: list[NDArray[np.float32]] = field(default_factory=list)
    background: list[NDArray[np.float32]] = field(default_factory=list)
    bursts: list[NDArray[np.float32]] = field(default_factory=list)
    classes: list[NDArray[np.float32]] = field(default_factory=list)
    copies: dict[str, list[NDArray[np.float32]]] = field(default_factory=dict)
    turned: dict[str, list[NDArray[np.float32]]] = field(default_factory=dict)
    """Vectors (n, 8, dim) of all orientations of the copies that are turned or mirrored."""
    parts: dict[str, list[NDArray[np.float32]]] = field(default_factory=dict)
    """Vectors (n, parts, dim) of the copies of each kind; of the originals under ""."""


def evaluate(
    backends: Sequence[Backend],
    material: EvaluationSet,
    load: Load,
    seed: int = 1,
    control: Control = NULL_CONTROL,
) -> dict[str, Any]:
    """Measure several networks on the same copies; the result is ready for JSON.

    Every original gets every kind of edit once. Recall@k: its own original is among the k nearest
    of all originals and distractors. Photos that look the same for anybody (16x16 luma) count
    neither as true nor as false pairs.
    """
    books = [_Vectors(backend) for backend in backends]
    looks = [_look(photo) for photo in material.originals]
    _describe(books, material.originals, load, lambda book: book.gallery)
    for book in books:
        for part in _parts(material.originals):
            _describe_parts(book, "", [save_jpeg(photo) for photo in part], load)
    for done, name in enumerate(EDITS):
        control.check()
        control.report(Progress("copies", done, len(EDITS), current=name))
        _describe_copies(books, name, material.originals, load, seed)
    control.report(Progress("distractors"))
    for part in _parts(material.distractors):
        control.check()
        looks += [_look(photo) for photo in part]
        _describe(books, part, load, lambda book: book.gallery)
    for part in _parts(material.background):
        control.check()
        _describe(books, part, load, lambda book: book.background)
    _describe(books, material.bursts, load, lambda book: book.bursts)
    _describe(books, [photo for _, photo in material.classes], load, lambda book: book.classes)
    names = sorted({name for name, _ in material.classes})
    labels = np.array([names.index(name) for name, _ in material.classes], np.int64)
    look = np.stack(looks)
    same = scores.same_look(look[: len(material.originals)], look)
    results = {}
    for book in books:
        control.check()
        result = _judge(book, len(material.originals), same, labels)
        shape = book.backend.spec.input
        turned = [load(save_jpeg(photo), shape) for photo in material.originals[:_TURNED]]
        result["turned"] = kept_when_turned(book.backend, np.stack(turned))
        results[book.backend.spec.id] = result
    return {
        "originals": len(material.originals),
        "distractors": len(looks) - len(material.originals),
        "backends": results,
    }


def measure_rate(backend: Backend, seconds: float = 2.0) -> float:
    """Pictures a second of `embed_batch` alone, the best of several rounds."""
    side = backend.spec.input.size_px
    pixels = np.random.default_rng(0).integers(0, 256, (_BATCH, side, side, 3), np.uint8)
    backend.embed_batch(pixels)
    best, until = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < until or best == float("inf"):
        started = time.perf_counter()
        backend.embed_batch(pixels)
        best = min(best, time.perf_counter() - started)
    return _BATCH / best


def _parts(photos: Iterable[Pixels]) -> Iterable[list[Pixels]]:
    part: list[Pixels] = []
    for photo in photos:
        part.append(photo)
        if len(part) == _BATCH:
            yield part
            part = []
    if part:
        yield part


def _describe(
    books: list[_Vectors],
    photos: Sequence[Pixels],
    load: Load,
    into: Callable[[_Vectors], list[NDArray[np.float32]]],
) -> None:
    for start in range(0, len(photos), _BATCH):
        files = [save_jpeg(photo) for photo in photos[start : start + _BATCH]]
        for book in books:
            inputs = np.stack([load(file, book.backend.spec.input) for file in files])
            into(book).append(book.backend.embed_batch(inputs))


def _describe_copies(
    books: list[_Vectors], name: str, originals: Sequence[Pixels], load: Load, seed: int
) -> None:
    edit = EDITS[name]
    number = list(EDITS).index(name)
    files = []
    for row, photo in enumerate(originals):
        rng = np.random.default_rng((seed, number, row))
        files.append(make_copy(edit, photo, originals[(row + 1) % len(originals)], rng))
    for book in books:
        for start in range(0, len(files), _BATCH):
            some = files[start : start + _BATCH]
            inputs = np.stack([load(file, book.backend.spec.input) for file in some])
            _describe_parts(book, name, some, load)
            book.copies.setdefault(name, []).append(book.backend.embed_batch(inputs))
            if edit.family in ("turn", "mirror"):
                book.turned.setdefault(name, []).append(_all_ways(book.backend, inputs))


def _describe_parts(book: _Vectors, name: str, files: Sequence[bytes], load: Load) -> None:
    """Parts of some pictures as a scan describes them; nothing for networks that look at none."""
    shape = book.backend.spec.parts_input
    if shape is None:
        return
    inputs = np.stack([load(file, shape) for file in files])
    book.parts.setdefault(name, []).append(book.backend.embed_parts(inputs))


def _all_ways(backend: Backend, inputs: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(n, 8, dim): each picture turned by quarters, and mirrored."""
    ways = []
    for picture in (inputs, inputs[:, :, ::-1]):
        for quarters in range(4):
            turned = np.ascontiguousarray(np.rot90(picture, quarters, axes=(1, 2)))
            ways.append(backend.embed_batch(turned))
    return np.stack(ways, axis=1)


def _judge(
    book: _Vectors, originals: int, same: NDArray[np.bool_], labels: NDArray[np.int64]
) -> dict[str, Any]:
    gallery = np.concatenate(book.gallery)
    background = np.concatenate(book.background) if book.background else gallery[:0]
    owners = np.arange(originals)
    kinds: dict[str, dict[str, Any]] = {}
    pairs, own_by_family = _Pairs(), dict[str, list[NDArray[np.float32]]]()
    for name, parts in book.copies.items():
        queries = np.concatenate(parts)
        ranks = scores.ranks_of_own(queries, gallery, owners)
        kinds[name] = {"family": EDITS[name].family, **_recalls(ranks)}
        if name in book.turned:
            kinds[name]["asked 8 ways"] = _recalls(
                _ranks_of_best(np.concatenate(book.turned[name]), gallery, owners)
            )
        kinds[name]["as scanned"] = _recalls(
            _ranks_as_scanned(queries, gallery, book.parts.get("", ()), book.parts.get(name, ()))
        )
        own = (queries * gallery[owners]).sum(1)
        own_by_family.setdefault(EDITS[name].family, []).append(own)
        is_blend = EDITS[name].blend is not None
        pairs.add(queries, gallery, background, own, same, is_blend=is_blend)
    everything = np.concatenate([own for parts in own_by_family.values() for own in parts])
    is_stranger = np.flatnonzero(~np.asarray(same.any(0)))
    strangers = gallery[is_stranger[is_stranger >= originals]]
    nearest = scores.top_matches(gallery[:originals], strangers, 1)[1].ravel()
    bursts = np.concatenate(book.bursts) if book.bursts else gallery[:0]
    of_one_place = (bursts[1:] * bursts[:-1]).sum(1)
    result: dict[str, Any] = {
        "title": book.backend.spec.title,
        "model_key": book.backend.spec.model_key,
        "device": book.backend.device,
        "dim": book.backend.spec.dim,
        "images_per_s": round(measure_rate(book.backend), 1),
        "all": {
            key: round(float(np.mean([kind[key] for kind in kinds.values()])), 4)
            for key in ("recall@1", "recall@20", "recall@100")
        },
        "all as scanned": {
            key: round(float(np.mean([kind["as scanned"][key] for kind in kinds.values()])), 4)
            for key in ("recall@1", "recall@20", "recall@100")
        },
        **pairs.judge(everything),
        "kinds": kinds,
        "similarity": {
            **{
                f"copies: {family}": _spread(np.concatenate(parts))
                for family, parts in own_by_family.items()
            },
            "copies": _spread(everything),
            "nearest stranger": _spread(nearest),
            "bursts": _spread(of_one_place),
        },
    }
    if len(of_one_place):
        result |= _against_bursts(everything, of_one_place)
    if len(labels):
        vectors = np.concatenate(book.classes)
        result.update(label_metrics(vectors, labels))
    return result


@dataclass
class _Pairs:
    """The strongest pairs of all queries, for what needs one threshold for all."""

    values: list[NDArray[np.float32]] = field(default_factory=list)
    calm: list[NDArray[np.float32]] = field(default_factory=list)
    true: list[NDArray[np.bool_]] = field(default_factory=list)
    queries: int = 0
    false_pairs: int = 0

    def add(
        self,
        queries: NDArray[np.float32],
        gallery: NDArray[np.float32],
        background: NDArray[np.float32],
        own: NDArray[np.float32],
        same: NDArray[np.bool_],
        *,
        is_blend: bool,
    ) -> None:
        rows, values = scores.top_matches(queries, gallery, _KEPT + 1)
        owners = np.arange(len(queries))[:, None]
        is_own = rows == owners
        unclear = np.take_along_axis(same, rows, 1) & ~is_own
        if is_blend:  # the other half is a true match of another kind
            unclear |= rows == (owners + 1) % len(queries)
        # the own pair counts wherever it ranks
        values = np.concatenate((np.where(is_own | unclear, -2, values), own[:, None]), axis=1)
        true = np.zeros(values.shape, bool)
        true[:, -1] = True
        kept = values > -1.5
        calm = scores.normalised(values, queries, background)
        self.values.append(values[kept].astype(np.float32))
        self.calm.append(calm[kept].astype(np.float32))
        self.true.append(true[kept])
        self.queries += len(queries)
        self.false_pairs += len(queries) * (len(gallery) - 1)

    def judge(self, own: NDArray[np.float32]) -> dict[str, Any]:
        values, true = np.concatenate(self.values), np.concatenate(self.true)
        threshold = scores.threshold_at(values[~true], self.false_pairs, FALSE_PAIR_RATE)
        first_false = scores.threshold_at(values[~true], self.false_pairs, 0.0)
        return {
            "threshold_at_first_false": round(first_false, 4),
            "recall_before_first_false": round(float((own > first_false).mean()), 4),
            "threshold_at_1e-6": round(threshold, 4),
            "recall_at_1e-6": round(float((own > threshold).mean()), 4),
            "micro_ap": round(scores.micro_ap(values, true, self.queries), 4),
            "micro_ap_normalised": round(
                scores.micro_ap(np.concatenate(self.calm), true, self.queries), 4
            ),
        }


def _ranks_of_best(
    ways: NDArray[np.float32], gallery: NDArray[np.float32], owners: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Ranks when a picture is looked for in all orientations and the best one counts."""
    ranks = np.empty(len(ways), np.int64)
    for row, vectors in enumerate(ways):
        similarity = (vectors @ gallery.T).max(0)
        ranks[row] = (similarity > similarity[owners[row]] + 1e-6).sum()
    return ranks


def _ranks_as_scanned(
    queries: NDArray[np.float32],
    gallery: NDArray[np.float32],
    parts_of_originals: Sequence[NDArray[np.float32]],
    parts_of_copies: Sequence[NDArray[np.float32]],
) -> NDArray[np.int64]:
    """Best rank of all questions a scan asks: both photos, and the parts of both, ask for wholes.

    A pair is compared if any question of either finds the other.
    """
    owners = np.arange(len(queries))
    best = scores.ranks_of_own(queries, gallery, owners)
    for part in np.moveaxis(np.concatenate(parts_of_copies), 1, 0) if parts_of_copies else ():
        best = np.minimum(best, scores.ranks_of_own(part, gallery, owners))
    asked = [gallery[owners]]
    if parts_of_originals:
        asked += list(np.moveaxis(np.concatenate(parts_of_originals), 1, 0))
    for question in asked:
        similarity = question @ gallery.T
        similarity[owners, owners] = -2  # nobody asks for itself
        own = (question * queries).sum(1, keepdims=True)
        best = np.minimum(best, (similarity > own + 1e-6).sum(1))
    return best


def _against_bursts(copies: Floats, bursts: Floats) -> dict[str, float]:
    """How well one threshold tells copies from shots of one place, which are the hard strangers."""
    values = np.concatenate((copies, bursts)).astype(np.float32)
    is_copy = np.arange(len(values)) < len(copies)
    return {
        "micro_ap_bursts": round(scores.micro_ap(values, is_copy, len(copies)), 4),
        "copies_below_bursts": round(float((copies < bursts.max()).mean()), 4),
        "bursts_above_copies": round(float((bursts > np.quantile(copies, 0.05)).mean()), 4),
    }


def _recalls(ranks: NDArray[np.int64]) -> dict[str, float]:
    return {f"recall@{k}": round(float((ranks < k).mean()), 4) for k in (1, 20, 100)}


def _spread(values: NDArray[np.floating]) -> dict[str, float]:
    if not len(values):
        return {}
    found = np.quantile(values, _QUANTILES)
    return {f"{q:g}": round(float(v), 4) for q, v in zip(_QUANTILES, found, strict=True)}


def _look(photo: Pixels) -> NDArray[np.float32]:
    """16x16 luma, zero mean, length 1."""
    small = cv2.resize(photo, (16, 16), interpolation=cv2.INTER_AREA).astype(np.float32)
    luma = (small @ np.array([0.299, 0.587, 0.114], np.float32)).ravel()
    luma -= luma.mean()
    return np.asarray(luma / max(float(np.linalg.norm(luma)), 1e-6), np.float32)

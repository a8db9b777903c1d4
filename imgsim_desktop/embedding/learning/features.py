"""What the built-in network says about a library's photos, their edited views and their copies.

Described once and kept beside the training, so that one that was stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from imgsim_desktop.control import Control
from imgsim_desktop.embedding.backend import Backend
from imgsim_desktop.embedding.learning import scores
from imgsim_desktop.embedding.learning.augment import ViewMaker
from imgsim_desktop.embedding.learning.datasets import STORE_PX
from imgsim_desktop.embedding.learning.edits.edit import make_copy
from imgsim_desktop.embedding.learning.edits.table import EDITS
from imgsim_desktop.embedding.learning.files import replace_whole
from imgsim_desktop.embedding.learning.head import HeadData
from imgsim_desktop.embedding.learning.strengths import MEDIUM, STRONG, WEAK
from imgsim_desktop.embedding.learning.trial import Questions
from imgsim_desktop.records import InputShape, Pixels, Progress

Floats = NDArray[np.float32]
Load = Callable[[bytes, InputShape], Pixels]
"""A JPEG as a network sees it; the reading room's own way is handed in."""

NAME = "features.npz"
BURST_NS = 60 * 10**9
"""Shots of one minute are neighbours: alike, and no copies."""
HELD_SHARE, MOST_HELD = 0.2, 250
MOST_ROUNDS = 12
"""Views a photo: each further round costs as much as the first and teaches less."""
_ROUNDS = (STRONG, MEDIUM, STRONG, WEAK, MEDIUM, STRONG)
LEAST_ROUNDS = 2
MOST_COPIES = 24
"""Kinds of edit asked about each held-out photo."""
LEAST_COPIES = 4
KEPT_COPIES = 12
"""Copies whose pixels are kept, for the picture in the window."""
SAME_LOOK_PX = 16
_BATCH = 64
_SAVE_S = 20.0
COPY_SHARE, VIEW_SHARE = 0.25, 0.8
"""Of the time limit: until then copies are made, and then views."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One photo of the library."""

    name: str
    jpeg: bytes
    """Its thumbnail, long side 320 px."""
    taken_ns: int | None


@dataclass
class _Found:
    """Everything described so far; grows by rounds."""

    library: Floats | None = None
    copies: list[Floats] = field(default_factory=list)
    views: list[Floats] = field(default_factory=list)
    second: list[NDArray[np.int64]] = field(default_factory=list)
    seconds: float = 0.0


class FeatureMaker:
    """Describes samples within a time; see the module's docstring. Training thread."""

    def __init__(
        self, samples: Sequence[Sample], backend: Backend, load: Load,
        decode: Callable[[bytes], Pixels], folder: Path, seed: int, limit_s: float,
    ) -> None:  # fmt: skip
        self._samples, self._backend, self._load, self._decode = samples, backend, load, decode
        self._path, self._seed, self._limit_s = folder / NAME, seed, limit_s
        self.held, self.learnt = split(samples, seed)
        rng = np.random.default_rng(seed)
        self._kinds = np.stack([rng.permutation(len(EDITS)) for _ in self.held])
        self._key = _key_of(samples, backend.spec.model_key, seed)
        self._found = self._load_kept()
        self._began = time.monotonic() - self._found.seconds
        self._saved = time.monotonic()

    @property
    def is_fresh(self) -> bool:
        """Nothing was kept of these samples: what else lies in the folder is of others."""
        return self._found.library is None

    @property
    def seconds(self) -> float:
        """Spent on this training so far, all sessions together."""
        return time.monotonic() - self._began

    def describe(self, control: Control) -> HeadData:
        """All that is needed to learn a head. Raises Cancelled after what is done was kept."""
        try:
            if self._found.library is None:
                self._found.library = self._describe_library(control)
            self._describe_copies(control)
            self._describe_views(control)
        finally:
            self._save()
        library = self._found.library
        return HeadData(
            library=library,
            learnt=self.learnt,
            views=np.stack(self._found.views),
            second=np.stack(self._found.second),
            copies=np.concatenate(self._found.copies),
            questions=self._questions(),
        )

    def copies_shown(self) -> list[Pixels]:
        """The first questions as pictures."""
        return [
            self._decode(self._copy(place, 0)) for place in range(min(KEPT_COPIES, len(self.held)))
        ]

    def shown(self, row: int) -> Pixels:
        """A photo of the library as a small picture."""
        return self._decode(self._samples[row].jpeg)

    # -- parts

    def _describe_library(self, control: Control) -> Floats:
        found = []
        shape = self._backend.spec.input
        for start in range(0, len(self._samples), _BATCH):
            control.check()
            control.report(Progress("features", start, len(self._samples)))
            part = self._samples[start : start + _BATCH]
            found.append(
                self._backend.embed_batch(np.stack([self._load(s.jpeg, shape) for s in part]))
            )
        return np.concatenate(found)

    def _describe_copies(self, control: Control) -> None:
        shape = self._backend.spec.input
        while len(self._found.copies) < MOST_COPIES:
            number = len(self._found.copies)
            if number >= LEAST_COPIES and self.seconds > COPY_SHARE * self._limit_s:
                return
            found = []
            for start in range(0, len(self.held), _BATCH):
                control.check()
                done = number * len(self.held) + start
                control.report(Progress("copies", done, MOST_COPIES * len(self.held)))
                places = range(start, min(start + _BATCH, len(self.held)))
                inputs = [self._load(self._copy(place, number), shape) for place in places]
                found.append(self._backend.embed_batch(np.stack(inputs)))
            self._found.copies.append(np.concatenate(found))
            self._save_now_and_then()

    def _copy(self, place: int, number: int) -> bytes:
        """Edit `number` of the held-out photo at `place`."""
        kind = int(self._kinds[place, number])
        photo = self.shown(int(self.held[place]))
        other = self.shown(int(self.held[(place + 1) % len(self.held)]))
        rng = np.random.default_rng((self._seed, kind, place))
        return make_copy(list(EDITS.values())[kind], photo, other, rng)

    @torch.inference_mode()
    def _describe_views(self, control: Control) -> None:
        maker: ViewMaker | None = None
        while len(self._found.views) < MOST_ROUNDS:
            number = len(self._found.views)
            if number >= LEAST_ROUNDS and self.seconds > VIEW_SHARE * self._limit_s:
                return
            maker = maker or self._view_maker(control)
            strength = _ROUNDS[number % len(_ROUNDS)]
            found, second = [], []
            for start in range(0, len(self.learnt), _BATCH):
                control.check()
                done = number * len(self.learnt) + start
                control.report(Progress("views", done, MOST_ROUNDS * len(self.learnt)))
                rows = torch.arange(start, min(start + _BATCH, len(self.learnt)))
                views = maker.make(rows, strength)
                pixels = (views.pixels * 255).round().to(torch.uint8).permute(0, 2, 3, 1)
                found.append(self._backend.embed_batch(pixels.contiguous().cpu().numpy()))
                second.append(self.learnt[views.second.cpu().numpy()])
            self._found.views.append(np.concatenate(found))
            self._found.second.append(np.concatenate(second))
            self._save_now_and_then()

    def _view_maker(self, control: Control) -> ViewMaker:
        shape = InputShape(STORE_PX, "squash")
        squares, aspects = [], []
        for done, row in enumerate(self.learnt):
            control.check()
            control.report(Progress("pictures", done, len(self.learnt)))
            jpeg = self._samples[row].jpeg
            squares.append(self._load(jpeg, shape))
            height, width = self._decode(jpeg).shape[:2]
            aspects.append(width / height)
        random = torch.Generator().manual_seed(self._seed + len(self._found.views))
        return ViewMaker(
            torch.from_numpy(np.stack(squares)), torch.tensor(aspects, dtype=torch.float32),
            self._backend.spec.input.size_px, random, self._seed,
        )  # fmt: skip

    def _questions(self) -> Questions:
        """Photos that look the same to anybody count neither as right nor as wrong."""
        rounds = len(self._found.copies)
        owners = np.tile(self.held, rounds)
        looks = np.stack([_look(self._load(s.jpeg, InputShape(SAME_LOOK_PX))) for s in
                          self._samples])  # fmt: skip
        same = scores.same_look(looks[self.held], looks)
        unclear = np.tile(same, (rounds, 1))
        names = list(EDITS.values())
        for number in range(rounds):
            for place in range(len(self.held)):
                if names[int(self._kinds[place, number])].blend is not None:
                    other = self.held[(place + 1) % len(self.held)]
                    unclear[number * len(self.held) + place, other] = True
        unclear[np.arange(len(owners)), owners] = False
        pairs = burst_pairs(self._samples)
        alike = scores.same_look(looks, looks)[pairs[:, 0], pairs[:, 1]]
        return Questions(owners, unclear, pairs[~alike])

    # -- kept beside the training

    def _save_now_and_then(self) -> None:
        if time.monotonic() - self._saved > _SAVE_S:
            self._save()

    def _save(self) -> None:
        found = self._found
        if found.library is None:
            return
        self._saved = time.monotonic()
        data = io.BytesIO()
        np.savez(
            data,
            allow_pickle=False,
            key=np.array(self._key),
            seconds=np.array(self.seconds),
            library=found.library,
            copies=np.array(found.copies, np.float32),
            views=np.array(found.views, np.float32),
            second=np.array(found.second, np.int64),
        )
        replace_whole(self._path, data.getbuffer())

    def _load_kept(self) -> _Found:
        try:
            with np.load(self._path, allow_pickle=False) as kept:
                if str(kept["key"]) != self._key:
                    return _Found()
                return _Found(
                    kept["library"], list(kept["copies"]), list(kept["views"]),
                    list(kept["second"]), float(kept["seconds"]),
                )  # fmt: skip
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return _Found()


def split(samples: Sequence[Sample], seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(held out, learnt from): shots of one burst are never on both sides."""
    clusters = np.arange(len(samples))
    for first, last in burst_pairs(samples):
        clusters[clusters == clusters[last]] = clusters[first]
    names, place = np.unique(clusters, return_inverse=True)
    order = np.random.default_rng(seed).permutation(len(names))
    wanted = min(MOST_HELD, max(1, round(HELD_SHARE * len(samples))))
    chosen: list[int] = []
    for cluster in order:
        rows = np.flatnonzero(place == cluster)
        if len(chosen) + len(rows) <= wanted:
            chosen += rows.tolist()
    held = np.array(sorted(chosen), np.int64)
    return held, np.setdiff1d(np.arange(len(samples)), held)


def burst_pairs(samples: Sequence[Sample]) -> NDArray[np.int64]:
    """(b, 2) rows of photos taken one after the other within a minute."""
    timed = sorted((s.taken_ns, row) for row, s in enumerate(samples) if s.taken_ns is not None)
    pairs = [
        (row, after)
        for (time_ns, row), (later_ns, after) in itertools.pairwise(timed)
        if later_ns - time_ns <= BURST_NS
    ]
    return np.array(pairs, np.int64).reshape(-1, 2)


def _look(pixels: Pixels) -> Floats:
    """Luma of a 16 x 16 picture, zero mean, length 1."""
    luma = (pixels.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)).ravel()
    luma -= luma.mean()
    return np.asarray(luma / max(float(np.linalg.norm(luma)), 1e-6), np.float32)


def _key_of(samples: Sequence[Sample], model_key: str, seed: int) -> str:
    digest = hashlib.sha256(f"1 {model_key} {seed} {len(samples)}".encode())
    for sample in samples:
        digest.update(hashlib.blake2b(sample.jpeg, digest_size=8).digest())
    return digest.hexdigest()

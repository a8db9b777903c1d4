"""Copies of one picture, from a library or from anywhere: is it here already?

A picture of the library has its pairs. One from elsewhere is compared as a scan would compare it if
it lay in the library: by its vector and those of its parts, then thumbnail by thumbnail, and what
looks like a copy in full size. Nothing of that is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.cores import cores
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.cache_rows import CachedContent
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.thumbnails import ThumbnailStore
from imgsim_desktop.matching.candidates import Content, find_candidates
from imgsim_desktop.matching.index import Searcher
from imgsim_desktop.matching.judging import PixelLoaders
from imgsim_desktop.matching.pairs import match_contents
from imgsim_desktop.reading.beside import limit_s
from imgsim_desktop.reading.decode import decode_thumbnail, grey_small
from imgsim_desktop.records import (
    PAIR_KINDS,
    REMOVABLE_KINDS,
    Library,
    PairKind,
    PairTable,
    Pixels,
    Reading,
)
from imgsim_desktop.scan.describe import Network, read_outside
from imgsim_desktop.scan.look_beside import LookAnswer, LookTask, LookTrouble, Original, look_at
from imgsim_desktop.scan.looking import LEAST, original_of
from imgsim_desktop.scan.pool import ItemWork, read_ahead

_OUTSIDE: Final = 0
"""Id of the picture from elsewhere; contents of a library count from 1."""
_AT_ONCE: Final = 500
_REMOVABLE: Final = [PAIR_KINDS.index(kind) for kind in REMOVABLE_KINDS]


@dataclass(frozen=True, slots=True)
class FoundCopy:
    """A photo that is a copy of the picture that was asked for."""

    photo_id: int
    kind: PairKind
    """One of REMOVABLE_KINDS."""
    confidence: float
    looked: bool
    """Whether the two were compared in full size; equal bytes need not be."""
    similarity: float = 1.0
    """Cosine of their vectors."""


def copies_of(
    path: Path,
    library: Library,
    home: Home,
    network: Network,
    *,
    device: str = "auto",
    least: float = 0.9,
    threads: int = 0,
    control: Control = NULL_CONTROL,
) -> list[FoundCopy]:
    """The photos of a scanned library that are copies of a picture, surest first, not itself.

    device   opened only for a picture that is not in the library
    least    confidence from which a photo counts

    Raises KnownError if the picture cannot be read, Cancelled.
    """
    model_key = network.spec.model_key
    with closing(CacheReader(home, library)) as cache:
        photos_of = cache.photos_of_contents()
        own = cache.photo_at(path) or cache.photo_at(path.resolve())
        if own is not None:
            content, without, reading = own.content_id, own.photo_id, None
            table = cache.pairs(model_key)
        else:
            reading = read_outside(path, network.spec, control)
            without = -1
            keys, vectors = cache.vectors(model_key)
            known = [
                found
                for start in range(0, len(keys), _AT_ONCE)
                for found in cache.contents(keys[start : start + _AT_ONCE].tolist())
            ]
            twins = [c.content_id for c in known if c.content_hash == reading.content_hash]
            content = twins[0] if twins else _OUTSIDE
            table = cache.pairs(model_key)
            if not twins and len(keys):
                seen = _Seen(reading, known, keys, vectors, table)
                parts = cache.parts(model_key, vectors.shape[1])
                table = seen.compare(network, device, parts, home, threads or cores(), control)
                table = _looked_at(table, reading, cache, threads or cores(), control)
    found = [
        FoundCopy(photo, PairKind.IDENTICAL, 1.0, looked=True)
        for photo in photos_of.get(content, ())
        if photo != without
    ]
    is_sure = np.isin(table.kind, _REMOVABLE) & (table.confidence >= least)
    sure = table.where(is_sure & ((table.a == content) | (table.b == content)))
    for row in range(len(sure)):
        pair = sure.pair(row)
        other = pair.b if pair.a == content else pair.a
        found += [
            FoundCopy(photo, pair.kind, pair.confidence, pair.looked, pair.similarity)
            for photo in photos_of.get(other, ())
        ]
    return sorted(found, key=lambda copy: (-copy.confidence, copy.photo_id))


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A picture from elsewhere, as it was read, beside all contents of a library."""

    reading: Reading
    known: list[CachedContent]
    keys: NDArray[np.int64]
    vectors: NDArray[np.float32]
    pairs: PairTable

    def compare(
        self,
        network: Network,
        device: str,
        blocks: Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]],
        home: Home,
        threads: int,
        control: Control,
    ) -> PairTable:
        """The pairs it has by thumbnails."""
        backend = network.open(device)
        whole = backend.embed_batch(self.reading.pixels[None]).astype(np.float16)
        whole = whole.astype(np.float32)  # as it would come back from the cache
        whole /= np.maximum(np.linalg.norm(whole, axis=1, keepdims=True), 1e-12)
        own: Iterable[tuple[NDArray[np.int64], NDArray[np.float32]]] = ()
        if self.reading.part_pixels is not None:
            parts = backend.embed_parts(self.reading.part_pixels[None])
            own = [(np.array([_OUTSIDE]), parts)]
        at = sum(c.content_hash < self.reading.content_hash for c in self.known)
        contents = [_content_of(c) for c in self.known]
        contents.insert(at, self._content())
        keys = np.insert(self.keys, at, _OUTSIDE)
        vectors = np.insert(self.vectors, at, whole[0], axis=0)
        candidates = find_candidates(
            keys, vectors, Searcher(keys, vectors), control,
            only=np.array([_OUTSIDE]), parts=chain(blocks, own),
        )  # fmt: skip
        looks = _Thumbnails(
            ThumbnailStore(home.thumbnails),
            {c.content_id: c.content_hash for c in self.known},
            self.reading.thumbnail_jpeg,
        )
        return match_contents(
            contents, candidates, PixelLoaders(looks.grey, looks.colour),
            known=self.pairs, threads=threads, control=control,
        )  # fmt: skip

    def _content(self) -> Content:
        reading = self.reading
        return Content(
            _OUTSIDE, reading.content_hash, reading.pixel_hash, reading.perceptual_hash,
            reading.facts,
        )  # fmt: skip


class _Thumbnails:
    """Pixels for the pair check, by content id."""

    def __init__(self, store: ThumbnailStore, hashes: dict[int, bytes], own: bytes) -> None:
        self._store, self._hashes, self._own = store, hashes, own

    def grey(self, content_id: int) -> NDArray[np.uint8]:
        jpeg = self._jpeg(content_id)
        return np.zeros((32, 32), np.uint8) if jpeg is None else grey_small(jpeg)

    def colour(self, content_id: int) -> Pixels:
        jpeg = self._jpeg(content_id)
        return (
            np.zeros((32, 32, 3), np.uint8) if jpeg is None else np.asarray(decode_thumbnail(jpeg))
        )

    def _jpeg(self, content_id: int) -> bytes | None:
        return self._own if content_id == _OUTSIDE else self._store.get(self._hashes[content_id])


def _looked_at(
    table: PairTable, reading: Reading, cache: CacheReader, threads: int, control: Control
) -> PairTable:
    """The pairs of the picture from elsewhere after a look at both originals, all others left out.

    One that could not be looked at is no copy: nobody knows.
    """
    is_own = (table.a == _OUTSIDE) | (table.b == _OUTSIDE)
    table = table.where(is_own & np.isin(table.kind, _REMOVABLE) & (table.confidence >= LEAST))
    pairs = [table.pair(row) for row in range(len(table))]
    others = [pair.b if pair.a == _OUTSIDE else pair.a for pair in pairs]
    photos_of = cache.photos_of_contents()
    photos = cache.photos(photos_of[content][0] for content in others if content in photos_of)
    originals = {photo.content_id: original_of(photo) for photo in photos}
    originals[_OUTSIDE] = _original_of(reading)
    tasks = [
        LookTask(pair, originals[pair.a], originals[pair.b])
        for pair in pairs
        if pair.a in originals and pair.b in originals
    ]
    work: ItemWork[LookTask, LookAnswer] = ItemWork(
        look_at,
        lambda task: (task,),
        lambda task, lost: LookAnswer(None, trouble=LookTrouble.UNREADABLE, detail=lost.detail),
        lambda task: limit_s(task.a.size_bytes) + limit_s(task.b.size_bytes),
    )
    answers = read_ahead(tasks, work, threads=threads, window=threads, control=control)
    seen = [
        (task.pair, answer.verdict)
        for task, answer in zip(tasks, answers, strict=True)
        if answer.verdict is not None
    ]
    if not seen:
        return PairTable.empty()
    return PairTable.from_columns(
        np.array([pair.a for pair, _ in seen], np.int64),
        np.array([pair.b for pair, _ in seen], np.int64),
        similarity=np.array([pair.similarity for pair, _ in seen], np.float32),
        confidence=np.array([verdict.confidence for _, verdict in seen], np.float32),
        kind=np.array([PAIR_KINDS.index(verdict.kind) for _, verdict in seen], np.uint8),
        looked=np.ones(len(seen), np.bool_),
    )


def _content_of(c: CachedContent) -> Content:
    return Content(c.content_id, c.content_hash, c.pixel_hash, c.perceptual_hash, c.facts)


def _original_of(reading: Reading) -> Original:
    facts = reading.facts
    return Original(
        reading.file.path.absolute(), reading.file.size_bytes, reading.file.mtime_ns,
        facts.width_px, facts.height_px, facts.format,
        facts.holdings is not None and facts.holdings.is_transparent,
    )  # fmt: skip

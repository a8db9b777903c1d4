"""A labelled set of pictures, brought as far as the product brings a library before its pair check.

A set holds `img/` and `truth.json` ("items": {name: {"group", "also", "type", "family"}}), as
`make_edits.py` beside the project writes them; `add_strangers.py` adds to one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.embedding.registry import BACKENDS, open_backend
from imgsim_desktop.matching.candidates import Candidates, Content, find_candidates
from imgsim_desktop.matching.index import Searcher
from imgsim_desktop.reading.decode import decode_thumbnail, grey_small
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.records import FoundFile, Reading

Items = dict[str, dict[str, object]]
_AT_ONCE = 32
_NO_PIXELS = np.zeros((0, 0, 3), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class LabelledSet:
    """Readings and vectors of one set, one row a content, sorted by content hash."""

    items: Items
    names: list[list[str]]
    """Of each content: its byte-identical files."""
    readings: list[Reading]
    """Without the network's pixels."""
    vectors: NDArray[np.float32]
    parts: NDArray[np.float32] | None
    """Vectors of parts; None for a network that looks at none."""
    source_of: dict[str, str]
    """Group -> file name of the picture that it was made from."""

    @property
    def keys(self) -> NDArray[np.int64]:
        return np.arange(len(self.readings))

    @property
    def contents(self) -> list[Content]:
        return [
            Content(key, r.content_hash, r.pixel_hash, r.perceptual_hash, r.facts)
            for key, r in enumerate(self.readings)
        ]

    def candidates(self) -> Candidates:
        searcher = Searcher.build(self.keys, self.vectors)
        parts = () if self.parts is None else ((self.keys, self.parts),)
        return find_candidates(self.keys, self.vectors, searcher, parts=parts)

    def grey(self, key: int) -> NDArray[np.uint8]:
        return grey_small(self.readings[key].thumbnail_jpeg)

    def colour(self, key: int) -> NDArray[np.uint8]:
        return np.asarray(decode_thumbnail(self.readings[key].thumbnail_jpeg))

    def groups(self, key: int) -> set[str]:
        """Groups to which a content belongs; a collage belongs to both its sources."""
        return set().union(*(groups_of(self.items, name) for name in self.names[key]))

    def sources(self, key: int) -> set[str]:
        """File names of the pictures that a content was made from."""
        return {self.source_of[group] for group in self.groups(key)}


def groups_of(items: Items, name: str) -> set[str]:
    item = items[name]
    return {str(item["group"]), *(str(group) for group in item.get("also", ()))}  # type: ignore[attr-defined]


def read_set(folder: Path, backend_id: str, threads: int) -> LabelledSet:
    """Read and embed all pictures of a set."""
    items: Items = json.loads((folder / "truth.json").read_text())["items"]
    paths = {name: folder / "img" / name for name in sorted(items)}
    backend = open_backend(backend_id, device="cpu")
    names: dict[bytes, list[str]] = {}
    found: dict[bytes, tuple[Reading, NDArray[np.float32], NDArray[np.float32] | None]] = {}
    todo = list(paths.items())
    with ThreadPoolExecutor(threads) as pool:
        for start in range(0, len(todo), _AT_ONCE):
            part = todo[start : start + _AT_ONCE]
            outcomes = list(pool.map(lambda pair: _read(pair[1], backend_id), part))
            new = {}
            for (name, _), reading in zip(part, outcomes, strict=True):
                if reading is not None:
                    names.setdefault(reading.content_hash, []).append(name)
                    new[reading.content_hash] = reading
            new = {h: reading for h, reading in new.items() if h not in found}
            if new:
                vectors = backend.embed_batch(np.stack([r.pixels for r in new.values()]))
                parts: Sequence[NDArray[np.float32] | None] = [None] * len(new)
                if backend.spec.parts is not None:
                    larger = [r.part_pixels for r in new.values() if r.part_pixels is not None]
                    parts = list(backend.embed_parts(np.stack(larger)))
                for (h, reading), vector, part in zip(new.items(), vectors, parts, strict=True):
                    found[h] = replace(reading, pixels=_NO_PIXELS, part_pixels=None), vector, part
    hashes = sorted(found)
    return LabelledSet(
        items,
        [names[h] for h in hashes],
        [found[h][0] for h in hashes],
        np.array([found[h][1] for h in hashes]),
        None if backend.spec.parts is None else np.array([found[h][2] for h in hashes]),
        {
            str(item["group"]): str(item["params"]["src"])  # type: ignore[index]
            for item in items.values()
            if item["type"] in ("orig", "distractor")
        },
    )


def _read(path: Path, backend_id: str) -> Reading | None:
    stat = path.stat()
    file = FoundFile(path, path.parent, stat.st_size, stat.st_mtime_ns, stat.st_dev, stat.st_ino)
    spec = BACKENDS[backend_id]
    reading = read_photo(file, spec.input, spec.parts_input)
    return reading if isinstance(reading, Reading) else None

"""Nearest neighbours of unit vectors; the only home of hnswlib.

Below EXACT_BELOW vectors a blocked matrix product answers exactly; above it an HNSW graph does.
The graph is an expendable copy of the vectors: on any doubt about its file it is built anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.bounded_json import load_json
from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.private import for_owner, make_file, make_private

try:
    import hnswlib
except ImportError:  # no compiler on the user's machine: exact search at every size
    hnswlib = None

HAS_GRAPH: Final = hnswlib is not None
"""Whether large libraries are searched by a graph; without it every one exactly."""

Keys = NDArray[np.int64]
Vectors = NDArray[np.float32]

EXACT_BELOW: Final = 30_000
"""Vectors from which the graph pays; tests/benchmarks/bench_candidates.py measures it.

All neighbours of 25,000 x 256 and of five parts each cost 35 s of a core exactly, which grows with
the square; a question to a graph of 20,000 costs 0.1 ms, to one of 100,000 0.2 ms.
"""

_MAX_NOTE = 1 << 20
"""Bytes of the note beside an index file; it has 500."""

SAME_VECTOR_COSINE: Final = 0.9999
"""Above it two vectors share one node: equal vectors never prune each other's links and cut
other nodes off (qdrant PR 10239; METHODS.md 4.2)."""

_MAGIC: Final = "imgsim-index"
_VERSION: Final = 1
_LINKS: Final = 16
_EF_BUILD: Final = 100
"""With 200 the graph of 100,000 takes 56 s of a core instead of 33; of 10,000 real photos it finds
99.91 instead of 99.89 % of the first 20 neighbours."""
_EF_SEARCH: Final = 96
_EF_EACH: Final = 3
"""Of them for each neighbour asked for: parts ask for few, five times a photo. On 10,089 real
pictures 51 find 99.7 % of the first two and 99.4 % of the first eight neighbours of a part."""
_SEED: Final = 20
_ADD_BLOCK: Final = 2_000
_QUERY_BLOCK: Final = 512
_TILE: Final = 8_192
_FIRST_TILE: Final = 1_024
"""Sorted whole, so that later ones need not be."""
_MIN_SELF_RECALL: Final = 0.99
_SPARE: Final = 8
"""Neighbours asked beyond k, so that rounding decides no tie at the cut."""


@dataclass(frozen=True, slots=True, eq=False)
class Searcher:
    """Answers which vectors are nearest; never changed once built, so threads may share it.

    keys     (n,) the caller's ids, each once
    vectors  (n, d) L2 norm 1; kept as given (a memory map stays one), not copied
    """

    keys: Keys
    vectors: Vectors
    graph: Any = None
    """hnswlib.Index over `_leaders`, or None: exact."""
    _leaders: NDArray[np.int64] | None = None
    """Rows that stand for a node of the graph."""
    _members: NDArray[np.int64] | None = None
    """All rows, grouped by node."""
    _starts: NDArray[np.int64] | None = None
    """(nodes + 1,) where each node's rows begin in `_members`."""

    @property
    def is_exact(self) -> bool:
        return self.graph is None

    def __len__(self) -> int:
        return len(self.keys)

    @classmethod
    def build(
        cls,
        keys: Keys,
        vectors: Vectors,
        control: Control = NULL_CONTROL,
        *,
        exact_below: int = EXACT_BELOW,
    ) -> Searcher:
        """A searcher over (n,) keys and (n, d) unit vectors, in the order given.

        The graph depends on that order: callers sort by content hash, so that two scans agree.
        Raises ValueError on shapes that do not fit or keys that repeat.
        """
        keys, vectors = _checked(keys, vectors)
        if hnswlib is None or len(keys) < max(exact_below, 2):
            return cls(keys, vectors)
        nodes = _collapse(vectors)
        graph = _build_graph(vectors, nodes.leaders, control)
        searcher = cls(keys, vectors, graph, nodes.leaders, nodes.members, nodes.starts)
        return searcher if searcher._finds_itself() else cls(keys, vectors)

    @classmethod
    def load_or_build(
        cls,
        path: Path,
        keys: Keys,
        vectors: Vectors,
        model_key: str,
        control: Control = NULL_CONTROL,
        *,
        exact_below: int = EXACT_BELOW,
    ) -> Searcher:
        """As `build`, reusing the graph file at `path` if it belongs to exactly these vectors.

        A file that is absent, short, foreign or altered is replaced, never loaded: hnswlib reads
        whatever it is given and writes past its memory (hnswlib issue 673).
        Raises OSError if the new file cannot be written.
        """
        keys, vectors = _checked(keys, vectors)
        if hnswlib is None or len(keys) < max(exact_below, 2):
            return cls(keys, vectors)
        nodes = _collapse(vectors)
        claims = _claims(keys, vectors, nodes, model_key)
        graph = _load_graph(path, claims)
        if graph is not None:
            return cls(keys, vectors, graph, nodes.leaders, nodes.members, nodes.starts)
        searcher = cls.build(keys, vectors, control, exact_below=exact_below)
        _save_graph(path, searcher, claims)
        return searcher

    def query(self, vectors: Vectors, k: int) -> tuple[Keys, Vectors]:
        """The k nearest keys of each row and their cosines, best first, ties by key.

        vectors  (m, d) or (d,), L2 norm 1; k is clamped to the number of vectors
        returns  (m, k) keys and (m, k) similarities
        """
        asked = np.atleast_2d(np.asarray(vectors, np.float32))
        k = min(k, len(self.keys))
        if k <= 0 or len(asked) == 0:
            return np.empty((len(asked), 0), np.int64), np.empty((len(asked), 0), np.float32)
        if asked.shape[1] != self.vectors.shape[1]:
            raise ValueError(f"asked {asked.shape[1]} numbers of {self.vectors.shape[1]}")
        rows, similarities = self._nearest_rows(asked, k)
        return self.keys[rows], similarities

    def neighbours(
        self, k: int, rows: NDArray[np.int64] | None = None, control: Control = NULL_CONTROL
    ) -> tuple[Keys, Vectors]:
        """The k nearest other keys of each own row (all rows, or `rows`), best first.

        returns  (m, k) keys and similarities; k is clamped to n - 1
        """
        rows = np.arange(len(self.keys)) if rows is None else np.asarray(rows, np.int64)
        k = max(0, min(k, len(self.keys) - 1))
        keys = np.empty((len(rows), k), np.int64)
        similarities = np.empty((len(rows), k), np.float32)
        for start in range(0, len(rows), _QUERY_BLOCK):
            control.check()
            mine = rows[start : start + _QUERY_BLOCK]
            found, cosines = self.query(self.vectors[mine], k + 1)
            others = _drop_self(found != self.keys[mine][:, None])
            stop = start + len(mine)
            keys[start:stop] = found[others].reshape(len(mine), k)
            similarities[start:stop] = cosines[others].reshape(len(mine), k)
        return keys, similarities

    def _nearest_rows(self, asked: Vectors, k: int) -> tuple[NDArray[np.int64], Vectors]:
        parts = [
            self._nearest_in_graph(block, k) if self.graph else self._nearest_exact(block, k)
            for block in (
                asked[start : start + _QUERY_BLOCK] for start in range(0, len(asked), _QUERY_BLOCK)
            )
        ]
        return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])

    def _nearest_exact(self, asked: Vectors, k: int) -> tuple[NDArray[np.int64], Vectors]:
        wanted = min(k + _SPARE, len(self.keys))
        best, rows = _keep_best(asked @ self.vectors[:_FIRST_TILE].T, wanted)
        for start in range(_FIRST_TILE, len(self.keys), _TILE):
            cosines = asked @ self.vectors[start : start + _TILE].T
            # Few of a late tile beat the worst one kept: finding them costs a tenth of sorting.
            full = best.shape[1] == wanted
            at = np.flatnonzero(cosines > best[:, -1:]) if full else np.arange(cosines.size)
            asker, column = np.divmod(at, cosines.shape[1])
            best, rows = _merged(best, rows, asker, cosines.ravel()[at], start + column, wanted)
        return self._ranked(rows, best, k)

    def _nearest_in_graph(self, asked: Vectors, k: int) -> tuple[NDArray[np.int64], Vectors]:
        assert self._leaders is not None
        assert self._starts is not None
        wanted = min(k + _SPARE, len(self._leaders))
        self.graph.set_ef(min(_EF_SEARCH, _EF_EACH * wanted))  # hnswlib takes k where it is more
        try:
            nodes, _ = self.graph.knn_query(asked, k=wanted)  # all cores: answers do not depend
        except RuntimeError:  # "Cannot return the results in a contiguous 2D array": too few found
            return self._nearest_exact(asked, k)
        nodes = nodes.astype(np.int64)
        rows = self._leaders[nodes]
        cosines = np.einsum("md,mwd->mw", asked, self.vectors[rows])
        best, similarities = self._ranked(rows, cosines, min(k, wanted))
        if wanted < k:  # few nodes, each of many rows
            best, similarities = np.repeat(best[:, :1], k, 1), np.repeat(similarities[:, :1], k, 1)
        crowded = np.diff(self._starts)[nodes].max(1) > 1
        for at in np.flatnonzero(crowded | (wanted < k)).tolist():
            best[at], similarities[at] = self._expanded(asked[at], nodes[at], k)
        return best, similarities

    def _expanded(
        self, asked: Vectors, nodes: NDArray[np.int64], k: int
    ) -> tuple[NDArray[np.int64], Vectors]:
        """The k best rows behind some nodes; each node stands for all its near-equal rows."""
        assert self._members is not None
        assert self._starts is not None
        rows = np.concatenate([self._members[self._starts[n] : self._starts[n + 1]] for n in nodes])
        best, similarities = self._ranked(rows[None], (self.vectors[rows] @ asked)[None], k)
        return best[0], similarities[0]

    def _ranked(
        self, rows: NDArray[np.int64], cosines: Vectors, k: int
    ) -> tuple[NDArray[np.int64], Vectors]:
        # Six decimals: a matrix product differs in the seventh with the size of its blocks.
        rounded = np.round(np.clip(cosines, -1, 1), 6).astype(np.float32)
        order = np.lexsort((self.keys[rows], -rounded), axis=1)[:, :k]
        return np.take_along_axis(rows, order, 1), np.take_along_axis(rounded, order, 1)

    def _finds_itself(self) -> bool:
        """Whether nodes find themselves: a graph cut in pieces is not used."""
        assert self._leaders is not None
        step = max(1, len(self._leaders) // 2_000)
        asked = np.arange(0, len(self._leaders), step)
        found, _ = self.graph.knn_query(self.vectors[self._leaders[asked]], k=1, num_threads=1)
        return bool((found[:, 0].astype(np.int64) == asked).mean() >= _MIN_SELF_RECALL)


@dataclass(frozen=True, slots=True, eq=False)
class _Nodes:
    leaders: NDArray[np.int64]
    members: NDArray[np.int64]
    starts: NDArray[np.int64]


def _checked(keys: Keys, vectors: Vectors) -> tuple[Keys, Vectors]:
    keys = np.asarray(keys, np.int64)
    if vectors.dtype != np.float32:
        vectors = np.asarray(vectors, np.float32)
    if vectors.ndim != 2 or keys.shape != (len(vectors),):
        raise ValueError(f"keys {keys.shape} do not fit vectors {vectors.shape}")
    if len(np.unique(keys)) != len(keys):
        raise ValueError("a key occurs twice")
    return keys, vectors


def _drop_self(others: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mask with exactly one False in each row: the photo itself, or else the last neighbour."""
    found_self = ~others.all(1)
    others[~found_self, -1] = False
    return others


def _keep_best(cosines: Vectors, wanted: int) -> tuple[Vectors, NDArray[np.int64]]:
    """The best columns of each row, best first."""
    if cosines.shape[1] <= wanted:
        order = np.argsort(-cosines, axis=1, kind="stable")
    else:
        part = np.argpartition(-cosines, wanted - 1, axis=1)[:, :wanted]
        order = np.take_along_axis(
            part, np.argsort(-np.take_along_axis(cosines, part, 1), axis=1, kind="stable"), 1
        )
    return np.take_along_axis(cosines, order, 1), order


def _merged(
    best: Vectors,
    rows: NDArray[np.int64],
    asker: NDArray[np.int64],
    cosines: Vectors,
    found: NDArray[np.int64],
    wanted: int,
) -> tuple[Vectors, NDArray[np.int64]]:
    """The best of those kept (m, w) and of a few more, each with who asked for it."""
    m, kept = best.shape
    whose = np.concatenate([np.repeat(np.arange(m), kept), asker])
    values = np.concatenate([best.ravel(), cosines])
    rows = np.concatenate([rows.ravel(), found])
    order = np.lexsort((-values, whose))
    counts = np.bincount(whose, minlength=m)
    width = min(wanted, int(counts.min()))
    at = order[(np.cumsum(counts) - counts)[:, None] + np.arange(width)]
    return values[at], rows[at]


def _collapse(vectors: Vectors) -> _Nodes:
    """Join near-equal vectors: rows that fall in one cell of a random grid and agree there.

    Near-equal vectors differ by less than 0.015, so by about 0.001 along a random direction; three
    grids of width 0.02 over eight directions each bring 98 % of them into a common cell.
    """
    n, dim = vectors.shape
    leader = np.arange(n)
    alive = np.arange(n)
    rng = np.random.default_rng(_SEED)
    for _ in range(3):
        directions = rng.standard_normal((dim, 8)).astype(np.float32)
        directions /= np.linalg.norm(directions, axis=0)
        offsets = rng.random(8, np.float32)
        cells = np.floor(vectors[alive] @ directions / np.float32(0.02) + offsets).astype(np.int16)
        _, first, inverse = np.unique(cells, axis=0, return_index=True, return_inverse=True)
        heads = alive[first[inverse.reshape(-1)]]
        near = np.flatnonzero(heads != alive)
        cosines = np.einsum("nd,nd->n", vectors[alive[near]], vectors[heads[near]])
        near = near[cosines > SAME_VECTOR_COSINE]
        leader[alive[near]] = heads[near]
        alive = np.delete(alive, near)
    while not np.array_equal(leader[leader], leader):
        leader = leader[leader]
    leaders, node = np.unique(leader, return_inverse=True)
    members = np.argsort(node, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(node, minlength=len(leaders)))])
    return _Nodes(leaders, members, starts.astype(np.int64))


def _new_graph(dim: int) -> Any:
    return hnswlib.Index(space="ip", dim=dim)


def _build_graph(vectors: Vectors, leaders: NDArray[np.int64], control: Control) -> Any:
    graph = _new_graph(vectors.shape[1])
    graph.init_index(
        max_elements=len(leaders), M=_LINKS, ef_construction=_EF_BUILD, random_seed=_SEED
    )
    for start in range(0, len(leaders), _ADD_BLOCK):
        control.check()
        block = leaders[start : start + _ADD_BLOCK]
        labels = np.arange(start, start + len(block))
        graph.add_items(vectors[block], labels, num_threads=1)  # more threads: another graph
    graph.set_ef(_EF_SEARCH)
    return graph


def _claims(keys: Keys, vectors: Vectors, nodes: _Nodes, model_key: str) -> dict[str, object]:
    """What a graph file must say about itself to be loaded."""
    digest = hashlib.sha256(np.ascontiguousarray(keys).data)
    for start in range(0, len(vectors), _TILE):
        digest.update(np.ascontiguousarray(vectors[start : start + _TILE]).data)
    return {
        "magic": _MAGIC,
        "version": _VERSION,
        "hnswlib": getattr(hnswlib, "__version__", ""),
        "space": "ip",
        "dim": int(vectors.shape[1]),
        "links": _LINKS,
        "ef_build": _EF_BUILD,
        "model_key": model_key,
        "count": len(keys),
        "nodes": len(nodes.leaders),
        "vectors_sha256": digest.hexdigest(),
    }


def _sidecar(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def _load_graph(path: Path, claims: dict[str, object]) -> Any:
    """The graph in the file, or None if the file does not say and hold exactly what it must."""
    try:
        said = load_json(_sidecar(path), max_bytes=_MAX_NOTE)
        if not isinstance(said, dict) or said.pop("file_sha256", None) != _sha256(path):
            return None
    except (OSError, ValueError):
        return None
    nodes = int(str(claims["nodes"]))
    if said != claims or not _header_holds(path, nodes):
        return None
    graph = _new_graph(int(str(claims["dim"])))
    graph.load_index(str(path), max_elements=nodes)
    graph.set_ef(_EF_SEARCH)  # hnswlib does not save it and starts at 10
    return graph


def _header_holds(path: Path, nodes: int) -> bool:
    """Whether hnswlib's header (offset, capacity, count) names the right count.

    A capacity below the count makes hnswlib write past its memory (issue 673).
    """
    with path.open("rb") as handle:
        header = handle.read(24)
    if len(header) < 24:
        return False
    _, capacity, count = struct.unpack("<3Q", header)
    return bool(count == nodes and capacity >= count)


def _save_graph(path: Path, searcher: Searcher, claims: dict[str, object]) -> None:
    """Write aside, flush, then put graph and sidecar in place; the old sidecar goes first."""
    if searcher.is_exact:
        return
    make_private(path.parent)
    aside, note = path.with_name(path.name + ".new"), _sidecar(path)
    note_aside = note.with_name(note.name + ".new")
    try:
        make_file(aside)
        searcher.graph.save_index(str(aside))
        with open(note_aside, "w", encoding="utf-8", opener=for_owner) as text:
            json.dump(claims | {"file_sha256": _sha256(aside)}, text)
        for file in (aside, note_aside):
            with file.open("rb") as handle:
                os.fsync(handle.fileno())
        note.unlink(missing_ok=True)
        aside.replace(path)
        note_aside.replace(note)
    finally:
        aside.unlink(missing_ok=True)
        note_aside.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()

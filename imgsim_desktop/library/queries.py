"""What both sides of cache.db ask: vectors, pairs and contents as arrays and records."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.library import cache_rows as rows
from imgsim_desktop.records import PAIR_KINDS, REMOVABLE_KINDS, PairTable, Region

UNFINISHED = "unfinished-scan"
"""The note of a scan that has not come to its end: how many photos it had before it."""

VOLUME = "volume-of-"

T = TypeVar("T")

AT_ONCE = 500
"""Ids in one IN (...); SQLite's own limit is far higher."""


def volume_key(root: Path) -> str:
    """The note that names the disk of a folder: names need not be UTF-8."""
    return VOLUME + os.fsencode(root).hex()


def load_vectors(
    db: sqlite3.Connection, model_key: str
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Of contents that have a photo: (ids (n,), vectors (n, dim)), sorted by content hash.

    Rows are brought back to norm 1 after their way through float16; equal stays equal.
    """
    source = (
        "FROM contents c JOIN vectors v USING (content_id) WHERE model_key = ? AND EXISTS"
        " (SELECT 1 FROM photos p WHERE p.content_id = c.content_id)"
    )
    count, size = db.execute(
        f"SELECT count(*), coalesce(max(length(vector)), 0) {source}",
        (model_key,),
    ).fetchone()
    ids = np.empty(count, np.int64)
    vectors = np.empty((count, size // 2), np.float32)
    cursor = db.execute(
        f"SELECT content_id, vector {source} ORDER BY content_hash",
        (model_key,),
    )
    done = 0
    # In blocks: all rows at once took 2.7 kB a photo, this takes 1.1 kB. What a scan adds after
    # the count is seen by the next call.
    while done < count and (found := cursor.fetchmany(min(AT_ONCE, count - done))):
        block = slice(done, done + len(found))
        ids[block] = [row[0] for row in found]
        halves = np.frombuffer(b"".join(row[1] for row in found), np.float16)
        vectors[block] = halves.reshape(len(found), -1)
        norms = np.linalg.norm(vectors[block], axis=1, keepdims=True)
        vectors[block] /= np.maximum(norms, 1e-12)
        done += len(found)
    return ids[:done], vectors[:done]


def load_parts(
    db: sqlite3.Connection, model_key: str, dim: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """Of contents that have a photo: blocks of (ids (m,), vectors (m, parts, dim) of norm 1).

    Sorted by content hash; a block at a time is in memory. int8 keeps a cosine to about 0.002.
    """
    cursor = db.execute(
        "SELECT content_id, vectors FROM contents c JOIN parts v USING (content_id)"
        " WHERE model_key = ? AND EXISTS"
        " (SELECT 1 FROM photos p WHERE p.content_id = c.content_id) ORDER BY content_hash",
        (model_key,),
    )
    while found := cursor.fetchmany(AT_ONCE):
        ids = np.fromiter((row[0] for row in found), np.int64, len(found))
        yield ids, parts_of_rows([row[1] for row in found], dim)


def parts_of_rows(found: Sequence[bytes], dim: int) -> NDArray[np.float32]:
    """The inverse of `parts_row` for some rows: (rows, parts, dim) of norm 1."""
    numbers = np.frombuffer(b"".join(found), np.int8)
    vectors = numbers.reshape(len(found), -1, dim).astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=2, keepdims=True), 1e-12)
    return vectors


def parts_row(vectors: NDArray[np.float32]) -> bytes:
    """(parts, dim) as kept: the length of a vector says nothing, so each has a scale of its own."""
    largest = np.maximum(np.abs(vectors).max(1, keepdims=True), 1e-12)
    return bytes(np.round(vectors * (127 / largest)).astype(np.int8))


_PAIRS = (
    "SELECT a, b, similarity, confidence, kind, edits, transform, coverage, 0 FROM pairs"
    " WHERE model_key = ? ORDER BY a, b"
)
_LAST_REMOVABLE = max(PAIR_KINDS.index(kind) for kind in REMOVABLE_KINDS)
"""The removable kinds have the first codes."""
_PAIRS_AS_LOOKED = (
    "SELECT p.a, p.b, similarity, coalesce(l.confidence, p.confidence), coalesce(l.kind, p.kind),"
    " coalesce(l.edits, p.edits), transform, coverage, l.a IS NOT NULL"
    " FROM pairs p LEFT JOIN looks l ON l.a = p.a AND l.b = p.b AND l.trouble = ''"
    " AND p.kind <= ? WHERE model_key = ? ORDER BY p.a, p.b"
)
_IN_ORDER = " ORDER BY p.a, p.b"


def load_pairs(db: sqlite3.Connection, model_key: str, *, as_looked: bool) -> PairTable:
    """All pairs, sorted by (a, b).

    as_looked  as they are after the second look, where there was one; else as first compared
    """
    if as_looked:
        return _pair_table(db.execute(_PAIRS_AS_LOOKED, (_LAST_REMOVABLE, model_key)).fetchall())
    return _pair_table(db.execute(_PAIRS, (model_key,)).fetchall())


def load_pairs_of(db: sqlite3.Connection, model_key: str, content_ids: Sequence[int]) -> PairTable:
    """The pairs that one of some contents has with any other, as looked at, sorted by (a, b)."""
    found: set[tuple[Any, ...]] = set()
    for some in in_parts(content_ids):
        for end in ("a", "b"):
            sql = _PAIRS_AS_LOOKED.removesuffix(_IN_ORDER) + f" AND p.{end} IN ({marks(some)})"
            found.update(db.execute(sql, (_LAST_REMOVABLE, model_key, *some)))
    return _pair_table(sorted(found))


def _pair_table(found: Sequence[Sequence[Any]]) -> PairTable:
    if not found:
        return PairTable.empty()
    a, b, similarity, confidence, kind, edits, transform, coverage, looked = zip(
        *found, strict=True
    )
    return PairTable(
        a=np.array(a, np.int64),
        b=np.array(b, np.int64),
        similarity=np.array(similarity, np.float32),
        confidence=np.array(confidence, np.float32),
        kind=np.array(kind, np.uint8),
        edits=np.array(edits, np.uint32),
        transform=np.frombuffer(b"".join(transform), np.float32).reshape(-1, 6),
        coverage=np.array(coverage, np.float32),
        looked=np.array(looked, np.bool_),
    )


def load_moments_and_places(
    db: sqlite3.Connection,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Of contents whose moment is known to the second, or whose place is known.

    (ids (n,), (n, 4)): seconds since 1970 by the camera's own clock, minutes its zone lies east of
    Greenwich, latitude, longitude; NaN for what nobody wrote.
    """
    found = db.execute(
        "SELECT content_id, CASE WHEN is_shot_time AND taken_step_s <= 1 THEN taken_ns END,"
        " utc_offset_min, latitude, longitude FROM contents"
        " WHERE taken_ns IS NOT NULL OR latitude IS NOT NULL ORDER BY content_id"
    ).fetchall()
    ids = np.fromiter((row[0] for row in found), np.int64, len(found))
    facts = np.array([row[1:] for row in found], np.float64).reshape(-1, 4)
    facts[:, 0] /= 1e9
    return ids, facts


def load_regions(db: sqlite3.Connection, a: int, b: int) -> tuple[Region, ...]:
    """Where two contents differ, `a < b`; none where they were not looked at."""
    row = db.execute("SELECT regions FROM looks WHERE a = ? AND b = ?", (a, b)).fetchone()
    return () if row is None else rows.regions_of(row[0])


def looked_at(db: sqlite3.Connection) -> NDArray[np.int64]:
    """(n, 2) pairs of contents that were looked at in full size, or could not be, ascending."""
    found = db.execute("SELECT a, b FROM looks ORDER BY a, b").fetchall()
    return np.array(found, np.int64).reshape(-1, 2)


def matched_contents(db: sqlite3.Connection, model_key: str) -> NDArray[np.int64]:
    """Contents that have been compared with all others, ascending."""
    found = db.execute(
        "SELECT content_id FROM matched WHERE model_key = ? ORDER BY content_id", (model_key,)
    ).fetchall()
    return np.fromiter((row[0] for row in found), np.int64, len(found))


def load_transparent(db: sqlite3.Connection) -> list[tuple[int, bytes, bytes | None]]:
    """(content id, content hash, hashes on other grounds or None), by content hash."""
    return db.execute(
        "SELECT content_id, content_hash, hashes FROM contents c LEFT JOIN grounds USING"
        " (content_id) WHERE holdings LIKE '%\"is_transparent\": true%' AND EXISTS"
        " (SELECT 1 FROM photos p WHERE p.content_id = c.content_id) ORDER BY content_hash"
    ).fetchall()


def load_contents(db: sqlite3.Connection, content_ids: Iterable[int]) -> list[rows.CachedContent]:
    """Hashes and facts, in the order of the ids; ids that are not known are left out."""
    wanted = [int(content_id) for content_id in content_ids]
    found: dict[int, rows.CachedContent] = {}
    for part in in_parts(wanted):
        for row in db.execute(
            f"SELECT content_id, content_hash, pixel_hash, perceptual_hash, {rows.FACT_COLUMNS}"  # noqa: S608
            f" FROM contents WHERE content_id IN ({marks(part)})",
            part,
        ):
            found[row[0]] = rows.CachedContent(
                row[0], row[1], row[2], row[3], rows.facts_of(row[4:])
            )
    return [found[content_id] for content_id in wanted if content_id in found]


def in_parts(ids: Sequence[T]) -> Iterator[list[T]]:
    for start in range(0, len(ids), AT_ONCE):
        yield list(ids[start : start + AT_ONCE])


def marks(values: Sequence[object]) -> str:
    """One question mark a value."""
    return ", ".join("?" * len(values))

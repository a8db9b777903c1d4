"""What the scan writes into cache.db; each function inside a transaction of its caller."""

from __future__ import annotations

import sqlite3

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.library import cache_rows as rows
from imgsim_desktop.library.queries import parts_row
from imgsim_desktop.records import Failure, FoundFile, PairTable, Reading

_INSERT_CONTENT = f"""
INSERT INTO contents (content_hash, pixel_hash, perceptual_hash, {rows.FACT_COLUMNS})
VALUES (?, ?, ?{", ?" * rows.FACT_COUNT})
ON CONFLICT (content_hash) DO UPDATE SET {
    ", ".join(
        f"{column.strip()} = excluded.{column.strip()}"
        for column in f"pixel_hash, perceptual_hash, {rows.FACT_COLUMNS}".split(",")
    )
}
RETURNING content_id
"""  # noqa: S608  column names of our own

_UPSERT_PHOTO = """
INSERT INTO photos (path, folder, root, name, sort_name, size_bytes, mtime_ns, device, inode,
                    sort_time_ns, content_id, reason, detail, is_online)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
ON CONFLICT (path) DO UPDATE SET
    root = excluded.root, size_bytes = excluded.size_bytes, mtime_ns = excluded.mtime_ns,
    device = excluded.device, inode = excluded.inode, sort_time_ns = excluded.sort_time_ns,
    content_id = excluded.content_id, reason = excluded.reason, detail = excluded.detail,
    is_online = 1
RETURNING photo_id
"""

_INSERT_PAIR = "INSERT OR REPLACE INTO pairs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def insert_content(db: sqlite3.Connection, reading: Reading) -> int:
    """What was read of a file, by its hash; a known content is brought up to date. Returns its id.

    Its vectors are not touched.
    """
    values = (
        reading.content_hash,
        reading.pixel_hash,
        reading.perceptual_hash,
        *rows.facts_row(reading.facts),
    )
    return int(db.execute(_INSERT_CONTENT, values).fetchone()[0])


def upsert_photo(db: sqlite3.Connection, file: FoundFile, shown_ns: int, content_id: int) -> int:
    """A file that was read, by its path; returns the photo id. shown_ns: its place by time."""
    return _upsert_file(db, (*rows.file_row(file), shown_ns, content_id, None, None))


def upsert_failure(db: sqlite3.Connection, failure: Failure) -> int:
    """A file that could not be read, by its path, and why; returns the photo id."""
    file, detail = failure.file, rows.clean_text(failure.detail)
    values = (*rows.file_row(file), file.mtime_ns, None, failure.reason.value, detail)
    return _upsert_file(db, values)


def _upsert_file(db: sqlite3.Connection, values: tuple[object, ...]) -> int:
    return int(db.execute(_UPSERT_PHOTO, values).fetchone()[0])


def insert_vector(
    db: sqlite3.Connection, model_key: str, content_id: int, vector: NDArray[np.float32]
) -> None:
    """The vector (dim,) of a content, kept as float16."""
    db.execute(
        "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
        (model_key, content_id, np.asarray(vector, np.float16).tobytes()),
    )


def insert_parts(
    db: sqlite3.Connection, model_key: str, content_id: int, parts: NDArray[np.float32]
) -> None:
    """The vectors (parts, dim) of the parts of a content."""
    db.execute(
        "INSERT OR REPLACE INTO parts (model_key, content_id, vectors) VALUES (?, ?, ?)",
        (model_key, content_id, parts_row(parts)),
    )


def insert_pairs(db: sqlite3.Connection, model_key: str, pairs: PairTable) -> None:
    """All rows of the table; a pair that is known already is replaced."""
    transforms = np.ascontiguousarray(pairs.transform, np.float32)
    db.executemany(
        _INSERT_PAIR,
        (
            (model_key, a, b, similarity, confidence, kind, edits, transform.tobytes(), c)
            for a, b, similarity, confidence, kind, edits, transform, c in zip(
                pairs.a.tolist(),
                pairs.b.tolist(),
                pairs.similarity.tolist(),
                pairs.confidence.tolist(),
                pairs.kind.tolist(),
                pairs.edits.tolist(),
                transforms,
                pairs.coverage.tolist(),
                strict=True,
            )
        ),
    )

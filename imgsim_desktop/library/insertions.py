"""What the scan writes into cache.db; each function inside a transaction of its caller."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.bounded_json import read_json
from imgsim_desktop.library import cache_rows as rows
from imgsim_desktop.library.queries import parts_row
from imgsim_desktop.records import (
    PAIR_KINDS,
    Facts,
    Failure,
    FoundFile,
    LookResult,
    PairTable,
    Reading,
    Sidecar,
    Words,
)

_READ_COLUMNS = f"pixel_hash, perceptual_hash, {rows.FACT_COLUMNS}"

UNSTORABLE = (
    AttributeError, OverflowError, TypeError, ValueError, sqlite3.DataError, sqlite3.IntegrityError,
    sqlite3.InterfaceError, sqlite3.ProgrammingError,
)  # fmt: skip
"""What SQLite's module raises for a value that no column takes; a full disk or a damaged file are
`OperationalError` and plain `DatabaseError`, and end the scan with a sentence."""

_INSERT_CONTENT = f"""
INSERT INTO contents (content_hash, reader_version, {_READ_COLUMNS})
VALUES (?, ?, ?, ?{", ?" * rows.FACT_COUNT})
ON CONFLICT (content_hash) DO UPDATE SET {
    ", ".join(
        f"{column.strip()} = excluded.{column.strip()}"
        for column in f"reader_version, {_READ_COLUMNS}".split(",")
    )
}
RETURNING content_id
"""  # noqa: S608  column names of our own

_WHAT_WAS_READ = f"SELECT content_id, {_READ_COLUMNS} FROM contents WHERE content_hash = ?"  # noqa: S608

_HOLDINGS = [name.strip() for name in _READ_COLUMNS.split(",")].index("holdings")

_NO_EVIDENCE = frozenset(
    {
        "latitude",
        "longitude",
        "has_exif",
        "software",
        "keywords",
        "rating",
        "jpeg_quality",
        "damage",
    }
)
"""Columns that say nothing about what a photo is a copy of. All others may change a verdict, a
column that a later version adds as well."""

_UPSERT_PHOTO = """
INSERT INTO photos (path, folder, root, name, sort_name, size_bytes, mtime_ns, device, inode,
                    companions, sort_time_ns, content_id, reason, detail, reader_version,
                    is_online)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
ON CONFLICT (path) DO UPDATE SET
    root = excluded.root, size_bytes = excluded.size_bytes, mtime_ns = excluded.mtime_ns,
    device = excluded.device, inode = excluded.inode, companions = excluded.companions,
    sort_time_ns = excluded.sort_time_ns,
    content_id = excluded.content_id, reason = excluded.reason, detail = excluded.detail,
    reader_version = excluded.reader_version, is_online = 1
RETURNING photo_id
"""

WORDS_VERSION = 1
"""Of `reading.facts.words_of`; what an older one read is read again, out of headers alone. The
index `contents_without_words` names it."""

_INSERT_PAIR = "INSERT OR REPLACE INTO pairs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


@contextlib.contextmanager
def as_one(db: sqlite3.Connection) -> Iterator[None]:
    """All rows of one photo or none, inside the transaction of its batch."""
    db.execute("SAVEPOINT one_photo")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK TO one_photo")
        raise
    finally:
        if db.in_transaction:
            db.execute("RELEASE one_photo")


def insert_content(db: sqlite3.Connection, reading: Reading, reader_version: int) -> int:
    """What was read of a file, by its hash; a known content is brought up to date. Returns its id.

    Where this reading saw other pixels its vectors go; where it saw anything else that can change
    a verdict its pairs go, and it counts as not compared.
    """
    before = db.execute(_WHAT_WAS_READ, (reading.content_hash,)).fetchone()
    facts = reading.facts if before is None else _with_pages_hash(reading.facts, before[3:])
    seen = (reading.pixel_hash, reading.perceptual_hash, *rows.facts_row(facts))
    values = (reading.content_hash, reader_version, *seen)
    content_id = int(db.execute(_INSERT_CONTENT, values).fetchone()[0])
    set_words(db, content_id, facts.keywords, reading.words)
    if before is None:
        return content_id
    names = (name.strip() for name in _READ_COLUMNS.split(","))
    pairs = zip(names, before[1:], seen, strict=True)
    changed = {name for name, old, new in pairs if old != new}
    if before[1:][_HOLDINGS] is None and seen[_HOLDINGS] == "{}":
        changed.discard("holdings")  # was not known then, and is what had been taken for granted
    if "taken_ns" in changed:
        db.execute(
            "UPDATE photos SET sort_time_ns = coalesce(?, mtime_ns) WHERE content_id = ?",
            (reading.facts.taken_ns, content_id),
        )
    if "pixel_hash" in changed:
        _forget_vectors(db, content_id)
        db.execute("DELETE FROM grounds WHERE content_id = ?", (content_id,))
    if changed - _NO_EVIDENCE:
        _forget_comparisons(db, content_id)
    return content_id


def _with_pages_hash(facts: Facts, before: tuple[Any, ...]) -> Facts:
    """What was found out of the pages of these same bytes, which reading leaves out."""
    known, now = rows.facts_of(before).holdings, facts.holdings
    if known is None or now is None or replace(known, pages_hash=b"") != now:
        return facts
    return replace(facts, holdings=known)


def set_pages_hash(db: sqlite3.Connection, content_id: int, pages_hash: bytes) -> None:
    """Note the hash of the decoded pixels of all its pages."""
    row = db.execute("SELECT holdings FROM contents WHERE content_id = ?", (content_id,)).fetchone()
    if row is not None and row[0] is not None:
        holdings = replace(rows.holdings_of(row[0]), pages_hash=pages_hash)
        db.execute(
            "UPDATE contents SET holdings = ? WHERE content_id = ?",
            (rows.holdings_text(holdings), content_id),
        )


def set_words(
    db: sqlite3.Connection, content_id: int, keywords: Iterable[str], words: Words | None
) -> None:
    """Note what is written in a file, to be looked for. words: None if that is not known yet."""
    lines = rows.clean_text("\n".join(keywords)) or ""
    caption, lens = ("", "") if words is None else (words.caption, words.lens)
    now = (lines, rows.clean_text(caption) or "", rows.clean_text(lens) or "")
    before = db.execute(
        "SELECT keywords, caption, lens FROM words WHERE content_id = ?", (content_id,)
    ).fetchone()
    if before != now:  # a row is never changed in place: triggers keep the index of its letters
        db.execute("DELETE FROM words WHERE content_id = ?", (content_id,))
        if any(now):
            db.execute("INSERT INTO words VALUES (?, ?, ?, ?)", (content_id, *now))
    db.execute(
        "UPDATE contents SET words_version = ? WHERE content_id = ?",
        (0 if words is None else WORDS_VERSION, content_id),
    )


def add_words(db: sqlite3.Connection, content_id: int, words: Words) -> None:
    """Note caption and lens of a content that was read before they were looked for."""
    row = db.execute("SELECT keywords FROM contents WHERE content_id = ?", (content_id,)).fetchone()
    if row is not None:
        set_words(db, content_id, read_json(row[0]), words)


def set_sidecar(db: sqlite3.Connection, photo_id: int, stamp: str, sidecar: Sidecar) -> None:
    """Note what XMP beside a photo says."""
    lines = rows.clean_text("\n".join(sidecar.keywords)) or ""
    caption = rows.clean_text(sidecar.caption) or ""
    db.execute(
        "INSERT OR REPLACE INTO sidecars"
        " SELECT photo_id, ?, ?, ?, ?, ? FROM photos WHERE photo_id = ?",
        (stamp, sidecar.rating, sidecar.is_picked, lines, caption, photo_id),
    )


def set_grounds(db: sqlite3.Connection, content_id: int, hashes: bytes) -> None:
    """Note the hashes of a transparent picture on other grounds, and compare it by them."""
    before = db.execute("SELECT hashes FROM grounds WHERE content_id = ?", (content_id,)).fetchone()
    if before is None or before[0] != hashes:
        db.execute("INSERT OR REPLACE INTO grounds VALUES (?, ?)", (content_id, hashes))
        _forget_matches(db, content_id)


def _forget_vectors(db: sqlite3.Connection, content_id: int) -> None:
    """They were made of other pixels; the next scan with each network makes them anew."""
    for table in ("vectors", "parts"):
        for model_key in _model_keys(db, table):
            db.execute(
                f"DELETE FROM {table} WHERE model_key = ? AND content_id = ?",  # noqa: S608
                (model_key, content_id),
            )


def _forget_comparisons(db: sqlite3.Connection, content_id: int) -> None:
    """Its pairs go at once: the next comparison would take them over, and nobody shall trust them.

    A content that has been compared with none yet has nothing to lose.
    """
    forgotten = _forget_matches(db, content_id)
    for model_key in _model_keys(db, "pairs"):
        for end in ("a", "b"):
            forgotten += db.execute(
                f"DELETE FROM pairs WHERE model_key = ? AND {end} = ?",  # noqa: S608
                (model_key, content_id),
            ).rowcount
    for end in ("a", "b"):
        db.execute(f"DELETE FROM looks WHERE {end} = ?", (content_id,))  # noqa: S608
    if forgotten:
        db.execute("UPDATE meta SET value = value + 1 WHERE key = 'pairs_version'")


def _forget_matches(db: sqlite3.Connection, content_id: int) -> int:
    """It counts as not compared, by whichever network; returns by how many it was."""
    return sum(
        db.execute(
            "DELETE FROM matched WHERE model_key = ? AND content_id = ?", (model_key, content_id)
        ).rowcount
        for model_key in _model_keys(db, "matched")
    )


def _model_keys(db: sqlite3.Connection, table: str) -> list[str]:
    """Jumps from key to key in the table's index: DISTINCT would read a row of every content."""
    return [
        row[0]
        for row in db.execute(
            f"""
            WITH RECURSIVE keys (model_key) AS (
                SELECT min(model_key) FROM {table}
                UNION ALL
                SELECT (SELECT min(model_key) FROM {table} WHERE model_key > keys.model_key)
                FROM keys WHERE model_key IS NOT NULL
            )
            SELECT model_key FROM keys WHERE model_key IS NOT NULL
            """  # noqa: S608
        )
    ]


def upsert_photo(
    db: sqlite3.Connection, file: FoundFile, shown_ns: int, content_id: int, reader_version: int
) -> int:
    """A file that was read, by its path; returns the photo id. shown_ns: its place by time."""
    values = (*rows.file_row(file), shown_ns, content_id, None, None, reader_version)
    return _upsert_file(db, values)


def upsert_failure(db: sqlite3.Connection, failure: Failure, reader_version: int) -> int:
    """A file that could not be read, by its path, and why; returns the photo id."""
    file, detail = failure.file, rows.clean_text(failure.detail)
    why = (failure.reason.value, detail)
    values = (*rows.file_row(file), file.mtime_ns, None, *why, reader_version)
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


def insert_looks(db: sqlite3.Connection, results: Iterable[LookResult]) -> None:
    """What was seen of pairs; what is known already is replaced."""
    db.executemany(
        "INSERT OR REPLACE INTO looks VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                result.a,
                result.b,
                PAIR_KINDS.index(result.kind),
                result.confidence,
                result.edits,
                rows.regions_text(result.regions),
                rows.clean_text(result.trouble),
            )
            for result in results
        ),
    )

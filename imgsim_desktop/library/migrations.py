"""How both databases came to be: named steps, a transaction each, never edited once released."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from imgsim_desktop.bounded_json import read_json
from imgsim_desktop.errors import KnownError, Sentence

Migration = Callable[[sqlite3.Connection], None]


def m001_cache(db: sqlite3.Connection) -> None:
    """Contents, the photos that hold them, vectors and pairs."""
    _run(
        db,
        """
        CREATE TABLE contents (
            content_id INTEGER PRIMARY KEY,
            content_hash BLOB NOT NULL UNIQUE,
            pixel_hash BLOB NOT NULL,
            perceptual_hash BLOB NOT NULL,
            width_px INTEGER NOT NULL,
            height_px INTEGER NOT NULL,
            format TEXT NOT NULL,
            taken_ns INTEGER,
            camera TEXT,
            camera_serial TEXT,
            latitude REAL,
            longitude REAL,
            jpeg_quality INTEGER,
            sharpness REAL NOT NULL,
            is_blank INTEGER NOT NULL,
            has_exif INTEGER NOT NULL,
            software TEXT,
            keywords TEXT NOT NULL,      -- JSON list
            rating INTEGER
        );
        CREATE TABLE photos (
            photo_id INTEGER PRIMARY KEY,
            path BLOB NOT NULL UNIQUE,   -- os.fsencode: names need not be UTF-8
            folder BLOB NOT NULL,
            root BLOB NOT NULL,
            name TEXT NOT NULL,          -- for filters
            sort_name TEXT NOT NULL,     -- case folded, numbers padded: IMG_2 before IMG_10
            sort_time_ns INTEGER NOT NULL,
            size_bytes INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            device TEXT NOT NULL,        -- text: Windows has 64-bit unsigned numbers here
            inode TEXT NOT NULL,
            content_id INTEGER REFERENCES contents,  -- NULL: could not be read
            reason TEXT,
            detail TEXT,
            is_online INTEGER NOT NULL DEFAULT 1
        );
        CREATE INDEX photos_of_content ON photos (content_id);
        -- Covering, so that the order of 100,000 photos is read off without a sort.
        CREATE INDEX photos_by_time
            ON photos (sort_time_ns, sort_name, photo_id, content_id, is_online);
        CREATE INDEX photos_by_name ON photos (sort_name, photo_id, content_id, is_online);
        CREATE INDEX photos_by_size
            ON photos (size_bytes, sort_name, photo_id, content_id, is_online);
        CREATE INDEX photos_by_folder
            ON photos (folder, sort_name, photo_id, content_id, is_online);
        CREATE INDEX photos_by_path ON photos (path, content_id, photo_id, is_online);
        CREATE TABLE vectors (
            model_key TEXT NOT NULL,
            content_id INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE,
            vector BLOB NOT NULL,        -- float16
            PRIMARY KEY (model_key, content_id)
        ) WITHOUT ROWID;
        CREATE TABLE pairs (
            model_key TEXT NOT NULL,
            a INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE,
            b INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE,
            similarity REAL NOT NULL,
            confidence REAL NOT NULL,
            kind INTEGER NOT NULL,
            edits INTEGER NOT NULL,
            transform BLOB NOT NULL,     -- six float32, NaN for none
            coverage REAL NOT NULL,
            PRIMARY KEY (model_key, a, b)
        ) WITHOUT ROWID;
        CREATE INDEX pairs_by_b ON pairs (b);
        CREATE TABLE matched (
            model_key TEXT NOT NULL,
            content_id INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE,
            PRIMARY KEY (model_key, content_id)
        ) WITHOUT ROWID;
        CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
        INSERT INTO meta VALUES ('photos_version', 0), ('pairs_version', 0);
        """,
    )


def m002_exposure(db: sqlite3.Connection) -> None:
    """Exposure facts: JSON list; photos that were read before have none until they change."""
    db.execute("ALTER TABLE contents ADD COLUMN exposure TEXT NOT NULL DEFAULT '[]'")


def m003_palette(db: sqlite3.Connection) -> None:
    """Pictures of few colours are worth less than others; unknown for what was read before."""
    _run(db, "ALTER TABLE contents ADD COLUMN palette_bits INTEGER;")


def m004_parts(db: sqlite3.Connection) -> None:
    """Vectors of parts of pictures; what was read before gets them at the next scan.

    A table with row ids: rows of 1.3 kB would take a page of 4 kB each in one without.
    """
    _run(
        db,
        """
        CREATE TABLE parts (
            part_id INTEGER PRIMARY KEY,
            model_key TEXT NOT NULL,
            content_id INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE,
            vectors BLOB NOT NULL,       -- int8, one vector a part, the largest number is 127
            UNIQUE (model_key, content_id)
        );
        """,
    )


def m005_reader_version(db: sqlite3.Connection) -> None:
    """Which version of the reading each content, or failure, comes from: 0.1.0 was the first."""
    _run(
        db,
        """
        ALTER TABLE contents ADD COLUMN reader_version INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE photos ADD COLUMN reader_version INTEGER NOT NULL DEFAULT 1;
        """,
    )


def m006_holdings(db: sqlite3.Connection) -> None:
    """What else each file holds, as JSON; NULL: not known, until it is read again."""
    _run(db, "ALTER TABLE contents ADD COLUMN holdings TEXT;")


def m007_companions(db: sqlite3.Connection) -> None:
    """What lies beside a photo (film, edits ...): codes with commas; the next scan finds out."""
    _run(db, "ALTER TABLE photos ADD COLUMN companions TEXT NOT NULL DEFAULT '';")


def m008_moments(db: sqlite3.Connection) -> None:
    """What the time of a photo is worth: its zone, how exact it is, and whether it is the shot's.

    Unknown for what was read before, which is read again by the next scan.
    """
    for column in (
        "utc_offset_min INTEGER",
        "taken_step_s INTEGER NOT NULL DEFAULT 1",
        "is_shot_time INTEGER NOT NULL DEFAULT 1",
    ):
        db.execute(f"ALTER TABLE contents ADD COLUMN {column}")


def m009_damage(db: sqlite3.Connection) -> None:
    """Photos of which rows or blocks are lost; found out when they are read again."""
    _run(
        db,
        """
        ALTER TABLE contents ADD COLUMN damage TEXT;
        CREATE INDEX damaged_contents ON contents (content_id) WHERE damage IS NOT NULL;
        """,
    )


def m010_looks(db: sqlite3.Connection) -> None:
    """What was seen when two copies were compared in full size; the next scan looks.

    What was added to a copy has other bits from now on: found again by the next scan.
    """
    _run(
        db,
        """
        CREATE TABLE looks (
            a INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE,
            b INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE,
            kind INTEGER NOT NULL,
            confidence REAL NOT NULL,
            edits INTEGER NOT NULL,
            regions TEXT NOT NULL,       -- JSON: [[kind, side, strength, left, top, right, bottom]]
            trouble TEXT NOT NULL,       -- empty, or why it could not be looked at
            PRIMARY KEY (a, b)
        ) WITHOUT ROWID;
        CREATE INDEX looks_by_b ON looks (b);
        UPDATE pairs SET edits = edits & 511;
        """,
    )


def m011_grounds(db: sqlite3.Connection) -> None:
    """What transparent pictures look like on other grounds; the next scan looks at those alone."""
    _run(
        db,
        """
        CREATE TABLE grounds (
            content_id INTEGER PRIMARY KEY REFERENCES contents ON DELETE CASCADE,
            hashes BLOB NOT NULL         -- perceptual hashes, 32 bytes for each ground
        );
        """,
    )


def m012_words(db: sqlite3.Connection) -> None:
    """What is written about each content, as text to look through: keywords, caption and lens.

    Keywords were known before. Captions and lenses are read by the next scan out of the headers of
    the photos alone (`words_version` 0), not by decoding them again.
    """
    _run(
        db,
        """
        CREATE TABLE words (
            content_id INTEGER PRIMARY KEY REFERENCES contents ON DELETE CASCADE,
            keywords TEXT NOT NULL,      -- a line each
            caption TEXT NOT NULL,
            lens TEXT NOT NULL
        );
        ALTER TABLE contents ADD COLUMN words_version INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX words_by_lens ON words (lens) WHERE lens != '';
        CREATE INDEX contents_by_camera ON contents (camera) WHERE camera IS NOT NULL;
        CREATE INDEX contents_without_words ON contents (content_id) WHERE words_version < 1;
        """,
    )
    found = db.execute("SELECT content_id, keywords FROM contents WHERE keywords != '[]'")
    for content_id, keywords in found.fetchall():
        try:
            lines = "\n".join(str(word) for word in read_json(keywords))
        except (ValueError, TypeError):  # told as damage where photos are read, not here
            continue
        db.execute("INSERT INTO words VALUES (?, ?, '', '')", (content_id, lines))


def m013_word_index(db: sqlite3.Connection) -> None:
    """Names and words by pieces of three letters (FTS5), kept up by triggers.

    A Python whose SQLite has no FTS5 goes without: names are then looked through one by one.
    """
    try:
        db.execute("CREATE VIRTUAL TABLE temp.try_fts5 USING fts5(x, tokenize = 'trigram')")
        db.execute("DROP TABLE temp.try_fts5")
    except sqlite3.OperationalError:
        return
    _run(
        db,
        """
        CREATE VIRTUAL TABLE names_index USING
            fts5(name, content = 'photos', content_rowid = 'photo_id', tokenize = 'trigram');
        CREATE TRIGGER names_index_added AFTER INSERT ON photos BEGIN
            INSERT INTO names_index (rowid, name) VALUES (new.photo_id, new.name);
        END;
        CREATE TRIGGER names_index_removed AFTER DELETE ON photos BEGIN
            INSERT INTO names_index (names_index, rowid, name)
                VALUES ('delete', old.photo_id, old.name);
        END;
        CREATE TRIGGER names_index_changed AFTER UPDATE OF name ON photos
            WHEN old.name IS NOT new.name BEGIN
            INSERT INTO names_index (names_index, rowid, name)
                VALUES ('delete', old.photo_id, old.name);
            INSERT INTO names_index (rowid, name) VALUES (new.photo_id, new.name);
        END;
        CREATE VIRTUAL TABLE words_index USING
            fts5(keywords, caption, content = 'words', content_rowid = 'content_id',
                 tokenize = 'trigram');
        CREATE TRIGGER words_index_added AFTER INSERT ON words BEGIN
            INSERT INTO words_index (rowid, keywords, caption)
                VALUES (new.content_id, new.keywords, new.caption);
        END;
        CREATE TRIGGER words_index_removed AFTER DELETE ON words BEGIN
            INSERT INTO words_index (words_index, rowid, keywords, caption)
                VALUES ('delete', old.content_id, old.keywords, old.caption);
        END;
        INSERT INTO names_index (names_index) VALUES ('rebuild');
        INSERT INTO words_index (words_index) VALUES ('rebuild');
        """,
    )


def m014_sidecars(db: sqlite3.Connection) -> None:
    """What XMP beside photos says of them, to be looked for. The next scan reads it."""
    _run(
        db,
        """
        CREATE TABLE sidecars (
            photo_id INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,
            stamp TEXT NOT NULL,         -- another one whenever the file is another one
            rating INTEGER,              -- 0: it says that there are no stars
            is_picked INTEGER NOT NULL,
            keywords TEXT NOT NULL,      -- a line each
            caption TEXT NOT NULL
        );
        CREATE INDEX sidecars_by_rating ON sidecars (rating) WHERE rating IS NOT NULL;
        """,
    )


def m001_decisions(db: sqlite3.Connection) -> None:
    """What the person decided, by content wherever that is possible."""
    _run(
        db,
        """
        CREATE TABLE not_duplicates (
            first BLOB NOT NULL,         -- content hashes, first < second
            second BLOB NOT NULL,
            verdict TEXT NOT NULL,       -- 'different' or 'keep-both'
            decided_ns INTEGER NOT NULL,
            PRIMARY KEY (first, second)
        ) WITHOUT ROWID;
        CREATE TABLE marks (
            library_key TEXT NOT NULL,
            path BLOB NOT NULL,
            content_hash BLOB NOT NULL,
            mark TEXT NOT NULL,
            decided_ns INTEGER NOT NULL,
            PRIMARY KEY (library_key, path)
        ) WITHOUT ROWID;
        CREATE TABLE folders (
            path BLOB PRIMARY KEY,
            is_locked INTEGER NOT NULL DEFAULT 0,
            is_preferred INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID;
        CREATE TABLE documents (
            library_key TEXT NOT NULL,
            name TEXT NOT NULL,
            content TEXT NOT NULL,       -- JSON: the review's history, its place
            PRIMARY KEY (library_key, name)
        ) WITHOUT ROWID;
        """,
    )


def m002_theme_names(db: sqlite3.Connection) -> None:
    """What people call their themes, by content: no library, no grouping, no network."""
    _run(
        db,
        """
        CREATE TABLE theme_names (
            name_id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            contents BLOB NOT NULL,      -- content hashes, 16 bytes each, the face first
            named_ns INTEGER NOT NULL
        );
        """,
    )


def m003_review_steps(db: sqlite3.Connection) -> None:
    """One row a decision, in place of one document that was rewritten after every key.

    The old documents stay where they are for one version.
    """
    _run(
        db,
        """
        CREATE TABLE review_photos (
            photo_id INTEGER PRIMARY KEY,
            library_key TEXT NOT NULL,
            path BLOB NOT NULL,          -- os.fsencode
            content_hash BLOB NOT NULL,
            UNIQUE (library_key, path, content_hash)
        );
        CREATE TABLE review_steps (
            step_id INTEGER PRIMARY KEY, -- in the order in which they were made
            library_key TEXT NOT NULL,
            action TEXT NOT NULL,
            is_undone INTEGER NOT NULL DEFAULT 0
        );
        CREATE INDEX review_steps_of_library ON review_steps (library_key, step_id);
        CREATE TABLE review_decisions (
            step_id INTEGER NOT NULL REFERENCES review_steps ON DELETE CASCADE,
            place INTEGER NOT NULL,
            kind TEXT NOT NULL,          -- records.DecisionKind
            photos TEXT NOT NULL,        -- photo_id, or several with commas between
            before,                      -- a text or a photo_id, NULL for none
            after,
            PRIMARY KEY (step_id, place)
        ) WITHOUT ROWID;
        CREATE TABLE review_versions (
            library_key TEXT PRIMARY KEY,
            version INTEGER NOT NULL     -- grows with each change, whoever makes it
        ) WITHOUT ROWID;
        """,
    )
    found = db.execute("SELECT library_key, content FROM documents WHERE name = 'review'")
    for library_key, content in found.fetchall():
        _move_review(db, library_key, content)


_VALUE_IS_PHOTO = frozenset({"keeper", "linked", "stands-for"})


_MAX_DOCUMENT = 256 * 2**20
"""A review of 60,000 groups was 17 MB."""


def _move_review(db: sqlite3.Connection, library_key: str, content: str) -> None:
    """Rows of one review as 0.1.0 wrote it; what cannot be read of it is left out, line by line."""
    try:
        document = read_json(content, max_bytes=_MAX_DOCUMENT)
        photos = [(int(n), str(path), bytes.fromhex(h)) for n, path, h in document["photos"]]
        history = document["history"]
        steps = [(step, 0) for step in history["done"]]
        steps += [(step, 1) for step in reversed(history["undone"])]
    except (ValueError, TypeError, KeyError):
        return
    ids: dict[int, int] = {}
    for number, path, content_hash in photos:
        row = db.execute(
            "INSERT INTO review_photos (library_key, path, content_hash) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET path = excluded.path RETURNING photo_id",
            (library_key, os.fsencode(path), content_hash),
        ).fetchone()
        ids[number] = int(row[0])
    for step, is_undone in steps:
        rows = _review_rows(step, ids)
        if rows:
            step_id = db.execute(
                "INSERT INTO review_steps (library_key, action, is_undone) VALUES (?, ?, ?)",
                (library_key, str(step.get("action", "")), is_undone),
            ).lastrowid
            db.executemany(
                "INSERT INTO review_decisions VALUES (?, ?, ?, ?, ?, ?)",
                [(step_id, place, *row) for place, row in enumerate(rows)],
            )
    db.execute("INSERT OR REPLACE INTO review_versions VALUES (?, 1)", (library_key,))


def _review_rows(step: Any, ids: Mapping[int, int]) -> list[tuple[str, str, Any, Any]]:
    """kind, photos, before, after of each change of a step of 0.1.0; the last value of a cell."""
    rows: dict[tuple[str, str], tuple[str, str, Any, Any]] = {}
    try:
        changes = list(step["changes"])
    except (TypeError, KeyError):
        return []
    for change in changes:
        try:
            kind, key, before, after = change
            photos = ",".join(str(ids[int(number)]) for number in str(key).split(","))
            if kind in _VALUE_IS_PHOTO:
                before, after = (None if v is None else ids[int(v)] for v in (before, after))
        except (ValueError, TypeError, KeyError):
            continue
        first = rows.get((kind, photos))
        rows[kind, photos] = (kind, photos, before if first is None else first[2], after)
    return list(rows.values())


CACHE_MIGRATIONS: tuple[Migration, ...] = (
    m001_cache,
    m002_exposure,
    m003_palette,
    m004_parts,
    m005_reader_version,
    m006_holdings,
    m007_companions,
    m008_moments,
    m009_damage,
    m010_looks,
    m011_grounds,
    m012_words,
    m013_word_index,
    m014_sidecars,
)
DECISIONS_MIGRATIONS: tuple[Migration, ...] = (
    m001_decisions, m002_theme_names, m003_review_steps,
)  # fmt: skip


def version_of(db: sqlite3.Connection) -> int:
    """How many of the steps were taken; 0 for a file that was made this moment."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def is_outdated(db: sqlite3.Connection, migrations: Sequence[Migration]) -> bool:
    """Whether `migrate` has something to do."""
    return version_of(db) < len(migrations)


def refuse_newer(db: sqlite3.Connection, migrations: Sequence[Migration], path: Path) -> None:
    """Raise KnownError for a file of a newer version of the program, before it is written."""
    if version_of(db) > len(migrations):
        raise KnownError(
            Sentence("{path} was written by a newer version of ImgSim Desktop.", path=path),
            "Install that version again; this one leaves the file untouched.",
        )


def migrate(db: sqlite3.Connection, migrations: Sequence[Migration], path: Path) -> None:
    """Bring a database up to date; `user_version` counts the steps that were taken.

    Raises KnownError if it was written by a newer version of the program: it is left as it is.
    """
    refuse_newer(db, migrations, path)
    version = version_of(db)
    for number, step in enumerate(migrations[version:], version + 1):
        db.execute("BEGIN IMMEDIATE")
        try:
            step(db)
            db.execute(f"PRAGMA user_version = {number}")
        except BaseException:
            db.rollback()
            raise
        db.commit()


def _run(db: sqlite3.Connection, script: str) -> None:
    """Each statement by itself: `executescript` would commit the transaction around the step."""
    statement = ""
    for line in script.splitlines():
        statement += line.split("--")[0] + "\n"
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""

"""The scan's side of cache.db: one writer, one transaction a batch."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.errors import CacheBroken
from imgsim_desktop.library import cache_rows as rows
from imgsim_desktop.library.databases import connect, reading, speaking_of, transaction
from imgsim_desktop.library.insertions import (
    UNSTORABLE,
    add_words,
    as_one,
    insert_content,
    insert_looks,
    insert_pairs,
    insert_parts,
    insert_vector,
    set_grounds,
    set_pages_hash,
    set_sidecar,
    upsert_failure,
    upsert_photo,
)
from imgsim_desktop.library.lock import WriterLock
from imgsim_desktop.library.migrations import CACHE_MIGRATIONS, is_outdated, refuse_newer
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.queries import (
    UNFINISHED,
    load_contents,
    load_pairs,
    load_parts,
    load_transparent,
    load_vectors,
    looked_at,
    matched_contents,
    volume_key,
)
from imgsim_desktop.library.rebuilding import is_marked, mark_damaged, set_cache_aside
from imgsim_desktop.library.seal import Seal
from imgsim_desktop.library.upgrades import bring_up_to_date
from imgsim_desktop.records import (
    Failure,
    FoundFile,
    KnownFile,
    Library,
    LookResult,
    PairTable,
    Reading,
    Reason,
    Sidecar,
    Words,
)

_CHECKPOINT_MS = 500
"""So long the end of a scan waits for readers; else the cache stays without a seal."""

_log = logging.getLogger(__name__)


class CacheWriter:
    """Holds the library's lock; belongs to the thread that made it. A context manager.

    Raises LibraryInUse while another process or thread writes, KnownError for a cache of a newer
    version or a disk that takes nothing. A damaged cache is set aside and begun anew: `notices`.
    Every call raises CacheBroken for damage that is met later; then close it and open it again.
    """

    def __init__(self, home: Home, library: Library) -> None:
        self.path = home.cache_db(library.key)
        self.notices: list[str] = []
        self.not_stored = 0
        """Readings that became failures because they could not be stored."""
        self._seal = Seal(self.path)
        self._is_sealed = False
        """Nothing has been written yet since the seal was looked at."""
        self._lock = WriterLock(home.writer_lock(library.key), library.name)
        try:
            try:
                self._db = self._open()
            except CacheBroken as error:
                self.notices.append(set_cache_aside(self.path, error.why))
                self._db = self._open()
        except BaseException:
            self._lock.release()
            raise

    def _open(self) -> sqlite3.Connection:
        if self.path.exists() and not self.path.is_file():
            raise CacheBroken(self.path, "it is no file")
        if is_marked(self.path):
            raise CacheBroken(self.path, "that was noticed when it was read")
        with speaking_of(self.path):
            db = connect(self.path)
            try:
                self._is_sealed = self._check(db)
                refuse_newer(db, CACHE_MIGRATIONS, self.path)
                if is_outdated(db, CACHE_MIGRATIONS):
                    db.close()
                    folder = self.path.parent
                    bring_up_to_date(self.path, CACHE_MIGRATIONS, folder, keep_all=False)
                    self._is_sealed = False
                    db = connect(self.path)
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = NORMAL")
            except BaseException:
                db.close()
                raise
        return db

    def _check(self, db: sqlite3.Connection) -> bool:
        """Whether it is sealed. Only where it is not, SQLite looks: that takes 1 s per 100 MB."""
        if self._seal.check():
            return True
        answer = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if answer != "ok":
            raise CacheBroken(self.path, answer)
        return False

    def _lift_seal(self) -> None:
        if self._is_sealed:
            self._seal.lift()
            self._is_sealed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        is_broken = isinstance(error, CacheBroken)
        if is_broken:
            mark_damaged(self.path)
        self.close(is_whole=not is_broken)

    def close(self, *, is_whole: bool = True) -> None:
        """Close the file, seal it and let others write. is_whole: no damage was met."""
        try:
            if self._db.total_changes:
                self._lift_seal()
            if is_whole and not self._is_sealed:
                self._bring_into_one_file()
        finally:
            self._db.close()
            try:
                if is_whole and not self._is_sealed:
                    self._seal.put()
            finally:
                self._lock.release()

    def _bring_into_one_file(self) -> None:
        """What the write-ahead log holds goes into the file, unless a reader is busy in it."""
        try:
            self._db.execute(f"PRAGMA busy_timeout = {_CHECKPOINT_MS}")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.DatabaseError as error:
            _log.warning("%s stays without a seal: %s", self.path, error)

    # Files ---------------------------------------------------------------------------------------

    def known_files(self) -> dict[Path, KnownFile]:
        """What the last scan saw, failures included."""
        with reading(self.path):
            return {
                rows.path_of(path): KnownFile(
                    photo_id,
                    content,
                    size,
                    mtime,
                    int(device),
                    int(ino),
                    reader_version,
                    rows.companions_of(beside),
                )
                for path, photo_id, content, size, mtime, device, ino, reader_version, beside in (
                    self._db.execute(
                        "SELECT path, photo_id, content_id, size_bytes, mtime_ns, device, inode,"
                        " coalesce(c.reader_version, p.reader_version), companions"
                        " FROM photos p LEFT JOIN contents c USING (content_id)"
                    )
                )
            }

    def store_batch(
        self,
        readings: Sequence[Reading],
        vectors: NDArray[np.float32] | None,
        model_key: str,
        failures: Sequence[Failure] = (),
        *,
        parts: NDArray[np.float32] | None = None,
        reader_version: int = 0,
    ) -> list[int]:
        """Remember what was read, in one transaction; returns the photo id of each reading.

        vectors  (n, dim), row i belongs to readings[i]; None: they come later
        parts    (n, parts, dim) of their parts; None: the network looks at none
        reader_version  of the reading they come from; 0: the next scan reads them again

        A content that is known already keeps its vectors while its pixels are the same:
        `known_contents` tells in advance. Its pairs go where it is to be compared again.
        A reading that cannot be stored becomes a failure of that one file (NOT_STORABLE), its id is
        that of the failure, and the others are stored.
        """
        with self._writing("photos_version") as db:
            ids = []
            for i, reading in enumerate(readings):
                try:
                    with as_one(db):
                        content_id = insert_content(db, reading, reader_version)
                        if vectors is not None:
                            insert_vector(db, model_key, content_id, vectors[i])
                        if parts is not None:
                            insert_parts(db, model_key, content_id, parts[i])
                        taken = reading.facts.taken_ns
                        shown_ns = reading.file.mtime_ns if taken is None else taken
                        ids.append(
                            upsert_photo(db, reading.file, shown_ns, content_id, reader_version)
                        )
                except UNSTORABLE as error:
                    detail = f"{type(error).__name__}: {error}"
                    file = replace(reading.file)  # within its bounds again
                    failure = Failure(file, Reason.NOT_STORABLE, detail)
                    ids.append(upsert_failure(db, failure, reader_version))
                    self.not_stored += 1
            for failure in failures:
                upsert_failure(db, failure, reader_version)
        return ids

    def known_contents(self, readings: Collection[Reading], model_key: str) -> set[bytes]:
        """Content hashes of those that have a vector of this model, made of the same pixels."""
        with reading(self.path):
            return {
                row[0]
                for reading in readings
                for row in self._db.execute(
                    "SELECT content_hash FROM contents JOIN vectors USING (content_id)"
                    " WHERE content_hash = ? AND pixel_hash = ? AND model_key = ?",
                    (reading.content_hash, reading.pixel_hash, model_key),
                )
            }

    def set_online(self, photo_ids: Iterable[int]) -> int:
        """Photos that were met again after their folder had been offline; returns how many."""
        with self._writing("photos_version") as db:
            cursor = db.executemany(
                "UPDATE photos SET is_online = 1 WHERE photo_id = ? AND NOT is_online",
                [(photo_id,) for photo_id in photo_ids],
            )
            return cursor.rowcount

    def mask_root(self, root: Path) -> int:
        """The folder, or photo, cannot be reached: what it holds is masked, not forgotten."""
        with self._writing("photos_version") as db:
            below = os.fsencode(root)
            inside = below.rstrip(b"/\\") + os.fsencode(os.sep)
            return db.execute(
                "UPDATE photos SET is_online = 0 WHERE is_online"
                " AND (root = ? OR path = ? OR substr(path, 1, ?) = ?)",
                (below, below, len(inside), inside),
            ).rowcount

    def ids_at(self, paths: Iterable[Path]) -> dict[Path, int]:
        """The photo at each path; those that are not known are left out."""
        found: dict[Path, int] = {}
        with speaking_of(self.path):
            for path in paths:
                row = self._db.execute(
                    "SELECT photo_id FROM photos WHERE path = ?", (os.fsencode(path),)
                ).fetchone()
                if row is not None:
                    found[path] = int(row[0])
        return found

    def move_files(self, moved: Sequence[tuple[int, FoundFile]]) -> None:
        """Renamed or moved files keep their content, vector and pairs."""
        with self._writing("photos_version") as db:
            # Out of each other's way first: two files may have swapped their names. No path
            # begins with a NUL byte.
            db.executemany(
                "UPDATE photos SET path = ? WHERE photo_id = ?",
                [(b"\0%d" % photo_id, photo_id) for photo_id, _ in moved],
            )
            db.executemany(
                "DELETE FROM photos WHERE path = ?", [(os.fsencode(f.path),) for _, f in moved]
            )
            db.executemany(
                "UPDATE photos SET path = ?, folder = ?, root = ?, name = ?, sort_name = ?,"
                " size_bytes = ?, mtime_ns = ?, device = ?, inode = ?, companions = ?,"
                " is_online = 1"
                " WHERE photo_id = ?",
                [(*rows.file_row(file), photo_id) for photo_id, file in moved],
            )

    def set_companions(self, beside: Sequence[tuple[int, tuple[str, ...]]]) -> None:
        """What lies beside photos now that have not changed themselves."""
        with self._writing("photos_version") as db:
            db.executemany(
                "UPDATE photos SET companions = ? WHERE photo_id = ?",
                [(rows.companions_text(kinds), photo_id) for photo_id, kinds in beside],
            )

    def forget_photos(self, photo_ids: Sequence[int]) -> None:
        """Deleted files leave the list; their contents stay known should they come back."""
        with self._writing("photos_version") as db:
            db.executemany(
                "DELETE FROM photos WHERE photo_id = ?", [(photo_id,) for photo_id in photo_ids]
            )

    def set_pages_hash(self, content_id: int, pages_hash: bytes) -> None:
        """What the decoded pixels of all its pages are, where that had to be found out."""
        with self._writing("photos_version") as db:
            set_pages_hash(db, content_id, pages_hash)

    def transparent_contents(self) -> list[tuple[int, bytes, bytes | None]]:
        """(content id, content hash, hashes on other grounds if they are known) of transparent
        pictures that have a photo."""
        with reading(self.path):
            return load_transparent(self._db)

    def wordless_contents(self) -> list[int]:
        """Contents that have a photo, and whose caption and lens were never looked for."""
        with reading(self.path):
            found = self._db.execute(
                "SELECT content_id FROM contents c WHERE words_version < 1 AND EXISTS"
                " (SELECT 1 FROM photos p WHERE p.content_id = c.content_id) ORDER BY content_id"
            )
            return [row[0] for row in found]

    def store_words(self, found: Sequence[tuple[int, Words]]) -> None:
        """Captions and lenses of contents that were read before, in one transaction."""
        with self._writing("photos_version") as db:
            for content_id, words in found:
                add_words(db, content_id, words)

    def sidecar_stamps(self) -> dict[int, str]:
        """Of the XMP that was read beside photos, by photo."""
        with reading(self.path):
            return dict(self._db.execute("SELECT photo_id, stamp FROM sidecars"))

    def photos_with(self, kind: str) -> dict[int, Path]:
        """Photos that can be reached, beside which something of this kind lies."""
        with reading(self.path):
            found = self._db.execute(
                "SELECT photo_id, path FROM photos WHERE is_online"
                " AND (',' || companions || ',') LIKE ? ORDER BY photo_id",
                (f"%,{kind},%",),
            )
            return {photo_id: Path(os.fsdecode(path)) for photo_id, path in found}

    def online_among(self, photo_ids: Iterable[int]) -> list[int]:
        """Those that can be reached, as far as the last look at the folders tells."""
        with reading(self.path):
            asked = "SELECT photo_id FROM photos WHERE photo_id = ? AND is_online"
            rows_found = [self._db.execute(asked, (int(n),)).fetchone() for n in photo_ids]
            return [int(row[0]) for row in rows_found if row is not None]

    def store_sidecars(self, found: Sequence[tuple[int, str, Sidecar]]) -> None:
        """(photo id, stamp, what XMP beside it says); an empty stamp: there is none any more."""
        with self._writing("photos_version") as db:
            for photo_id, stamp, sidecar in found:
                if stamp:
                    set_sidecar(db, photo_id, stamp, sidecar)
                else:
                    db.execute("DELETE FROM sidecars WHERE photo_id = ?", (photo_id,))

    def store_grounds(self, found: Sequence[tuple[int, bytes]]) -> None:
        """Hashes of transparent pictures on other grounds: they are to be compared with all others
        by them."""
        with self._writing("photos_version") as db:
            for content_id, hashes in found:
                set_grounds(db, content_id, hashes)

    # Vectors -------------------------------------------------------------------------------------

    def vectors(self, model_key: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """(content ids, vectors (n, dim) of norm 1) sorted by content hash."""
        with reading(self.path):
            return load_vectors(self._db, model_key)

    def contents_without_vector(self, model_key: str) -> list[tuple[int, bytes]]:
        """(content id, content hash) of contents that have a photo but no vector of this model."""
        return self._contents_without("vectors", model_key)

    def contents_without_parts(self, model_key: str) -> list[tuple[int, bytes]]:
        """(content id, content hash) of contents that have a photo, but no parts of this model."""
        return self._contents_without("parts", model_key)

    def _contents_without(self, table: str, model_key: str) -> list[tuple[int, bytes]]:
        with reading(self.path):
            return self._db.execute(
                "SELECT content_id, content_hash FROM contents c WHERE EXISTS"  # noqa: S608
                " (SELECT 1 FROM photos p WHERE p.content_id = c.content_id) AND NOT EXISTS"
                f" (SELECT 1 FROM {table} v WHERE v.model_key = ? AND v.content_id = c.content_id)"
                " ORDER BY content_hash",
                (model_key,),
            ).fetchall()

    def parts(
        self, model_key: str, dim: int
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Blocks of (content ids (m,), vectors of parts (m, parts, dim)), by content hash."""
        with reading(self.path):
            yield from load_parts(self._db, model_key, dim)

    def store_vectors(
        self, model_key: str, content_ids: Sequence[int], vectors: NDArray[np.float32]
    ) -> None:
        """Vectors of contents that were read earlier, in one transaction."""
        with self._writing("photos_version") as db:
            for content_id, vector in zip(content_ids, vectors, strict=True):
                insert_vector(db, model_key, int(content_id), vector)

    def store_parts(
        self, model_key: str, content_ids: Sequence[int], parts: NDArray[np.float32]
    ) -> None:
        """Parts (n, parts, dim) of contents that were read earlier, in one transaction.

        They find copies that were not found without: such contents are to be compared again.
        """
        with self._writing("photos_version") as db:
            for content_id, vectors in zip(content_ids, parts, strict=True):
                insert_parts(db, model_key, int(content_id), vectors)
                db.execute(
                    "DELETE FROM matched WHERE model_key = ? AND content_id = ?",
                    (model_key, int(content_id)),
                )

    def models(self) -> list[str]:
        """The networks that have vectors here."""
        with reading(self.path):
            return [r[0] for r in self._db.execute("SELECT DISTINCT model_key FROM vectors")]

    # Pairs ---------------------------------------------------------------------------------------

    def contents(self, content_ids: Sequence[int]) -> list[rows.CachedContent]:
        """Hashes and facts, in the order of the ids."""
        with reading(self.path):
            return load_contents(self._db, content_ids)

    def pairs(self, model_key: str) -> PairTable:
        """All pairs of this model as they were first compared, sorted by (a, b)."""
        with reading(self.path):
            return load_pairs(self._db, model_key, as_looked=False)

    def looked_at(self) -> NDArray[np.int64]:
        """(n, 2) pairs of contents that were looked at in full size, or could not be."""
        with reading(self.path):
            return looked_at(self._db)

    def count_look_troubles(self) -> int:
        """Pairs that could not be looked at, and will not be tried again."""
        with reading(self.path):
            row = self._db.execute("SELECT count(*) FROM looks WHERE trouble != ''").fetchone()
        return int(row[0])

    def store_looks(self, results: Sequence[LookResult]) -> None:
        """What was seen of pairs in full size, in one transaction."""
        with self._writing("pairs_version") as db:
            insert_looks(db, results)

    def forget_looks(self) -> None:
        """Look at all pairs again: the way of looking has changed."""
        with self._writing("pairs_version") as db:
            db.execute("DELETE FROM looks")

    def matched(self, model_key: str) -> NDArray[np.int64]:
        """Contents among which all pairs are known already, ascending."""
        with reading(self.path):
            return matched_contents(self._db, model_key)

    def store_pairs(
        self, model_key: str, pairs: PairTable, matched: Sequence[int] | NDArray[np.int64]
    ) -> None:
        """Add pairs, and note that these contents have been compared with all others.

        With contents: their pairs are these, what an unfinished comparison wrote of them goes.
        Without: the comparison is not finished.

        Contents whose last photo is gone were not there to be compared: should one come back
        (Undo brings a photo back from the trash), it counts as new.
        """
        with self._writing("pairs_version") as db:
            db.execute(
                "DELETE FROM matched WHERE model_key = ? AND NOT EXISTS"
                " (SELECT 1 FROM photos p WHERE p.content_id = matched.content_id)",
                (model_key,),
            )
            for end in ("a", "b"):
                db.executemany(
                    f"DELETE FROM pairs WHERE model_key = ? AND {end} = ?",  # noqa: S608
                    ((model_key, int(content)) for content in matched),
                )
            insert_pairs(db, model_key, pairs)
            db.executemany(
                "INSERT OR IGNORE INTO matched VALUES (?, ?)",
                ((model_key, int(content)) for content in matched),
            )

    def forget_pairs(self, model_key: str) -> None:
        """Match everything again: the way of comparing has changed."""
        with self._writing("pairs_version") as db:
            db.execute("DELETE FROM pairs WHERE model_key = ?", (model_key,))
            db.execute("DELETE FROM matched WHERE model_key = ?", (model_key,))

    # Notes ---------------------------------------------------------------------------------------

    def note(self, key: str) -> str | None:
        """A fact the scan keeps about this cache, such as the version of the pair check."""
        with reading(self.path):
            row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_unfinished(self, photos: int) -> None:
        """A scan that has so many photos before it begins to write; 0: it came to its end."""
        if photos or self.note(UNFINISHED) not in (None, "0"):
            self.set_note(UNFINISHED, str(photos))

    def set_volume(self, root: Path, name: str) -> None:
        """The name of the disk a folder lies on, for the day when it is not there; "" for none."""
        key = volume_key(root)
        if (self.note(key) or "") != name:
            self.set_note(key, name)

    def set_note(self, key: str, value: str) -> None:
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @contextlib.contextmanager
    def _writing(self, version: str = "") -> Iterator[sqlite3.Connection]:
        """One transaction; counts up what readers compare."""
        with speaking_of(self.path):
            self._lift_seal()
            with transaction(self._db) as db:
                yield db
                if version:
                    db.execute("UPDATE meta SET value = value + 1 WHERE key = ?", (version,))

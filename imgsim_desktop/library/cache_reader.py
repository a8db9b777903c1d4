"""The readers' side of cache.db: read-only, each thread its own."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.errors import CacheBroken, KnownError, Sentence
from imgsim_desktop.library import cache_rows as rows
from imgsim_desktop.library.databases import connect, reading
from imgsim_desktop.library.finding import EVERYTHING, Query
from imgsim_desktop.library.finding.clauses import (
    KEPT_TABLE,
    NAMES_INDEX,
    Known,
    below_root,
    clauses_of,
    fold,
)
from imgsim_desktop.library.finding.near import circle_of
from imgsim_desktop.library.migrations import CACHE_MIGRATIONS, migrate
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.queries import (
    UNFINISHED,
    in_parts,
    load_contents,
    load_moments_and_places,
    load_pairs,
    load_pairs_of,
    load_parts,
    load_regions,
    load_vectors,
    marks,
    matched_contents,
    parts_of_rows,
    volume_key,
)
from imgsim_desktop.library.rebuilding import mark_damaged
from imgsim_desktop.library.seal import Seal
from imgsim_desktop.records import (
    Failure,
    FoundFile,
    Library,
    PairTable,
    Photo,
    Reason,
    Region,
)

SortKey = Literal["date", "name", "size", "folder"]

_ORDER = {
    "date": "sort_time_ns {0}, sort_name {0}, photo_id {0}",
    "name": "sort_name {0}, photo_id {0}",
    "size": "size_bytes {0}, sort_name {0}, photo_id {0}",
    "folder": "folder {0}, sort_name {0}, photo_id {0}",
}


_STEPS_BETWEEN_LOOKS = 20_000
"""Instructions of SQLite's machine, about a millisecond."""


def _is_in_circle(latitude: float, longitude: float, text: str) -> bool:
    circle = circle_of(text)
    return circle is not None and circle.holds(latitude, longitude)


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """Counts for the status line and `imgsim status`."""

    photos: int
    """That can be reached."""
    contents: int
    """Different files among them."""
    offline: int
    failures: int
    damaged: int
    """Of `photos`: those of which something is lost."""
    size_bytes: int
    vectors: dict[str, int]
    """Model key -> contents with a vector."""
    pairs: dict[str, int]


class CacheReader:
    """Belongs to the thread that made it. A library that was never scanned reads as empty.

    Each call sees all batches written until then. A cache that the scan set aside and began anew
    is noticed by `versions`.
    """

    def __init__(self, home: Home, library: Library) -> None:
        """Raises KnownError for a cache of a newer version, CacheBroken for a damaged one.

        So does every call. Damage is marked: the next scan builds the cache anew.
        """
        self.path = home.cache_db(library.key)
        self._roots = library.folders
        self._file: tuple[int, int] | None = None
        self.is_outdated = False
        """Whether an older version of the program wrote it, and no scan has been there since: it
        reads as empty until then."""
        self._db = self._connect()

    def close(self) -> None:
        self._db.close()

    def versions(self) -> tuple[int, int]:
        """Two numbers that change when photos or pairs were written; cheap enough to poll."""
        if self._identity() != self._file:
            before, self._db = self._db, self._connect()
            before.close()
        with self._reading():
            found = dict(self._db.execute("SELECT key, value FROM meta").fetchall())
            photos, pairs = int(found["photos_version"]), int(found["pairs_version"])
        stamp = 0 if self._file is None else hash(self._file) % 1_000_000_007
        return stamp + photos, stamp + pairs

    # Photos --------------------------------------------------------------------------------------

    def count(self) -> int:
        """Photos that can be reached."""
        return self._number(
            "SELECT count(*) FROM photos WHERE content_id IS NOT NULL AND is_online"
        )

    def unfinished(self) -> int | None:
        """How many photos the last scan had before it, if it was stopped or killed; else None."""
        with self._reading():
            row = self._db.execute("SELECT value FROM meta WHERE key = ?", (UNFINISHED,)).fetchone()
        return None if row is None or row[0] == "0" else int(row[0])

    def count_matched(self, model_key: str) -> int:
        """Photos that can be reached and were compared with all others."""
        with self._reading():
            (found,) = self._db.execute(
                "SELECT count(*) FROM photos JOIN matched USING (content_id)"
                " WHERE is_online AND model_key = ?",
                (model_key,),
            ).fetchone()
        return int(found)

    def photo_ids(
        self,
        sort: SortKey = "date",
        *,
        descending: bool = False,
        name_filter: str = "",
        folder: Path | None = None,
        with_offline: bool = False,
        query: Query = EVERYTHING,
        control: Control = NULL_CONTROL,
    ) -> NDArray[np.int64]:
        """Ids of the photos in order.

        name_filter  part of the name, any case; several words must all occur
        folder       only photos in it and below
        query        what else must hold; one that is not understood finds nothing
        control      stopped from another thread it ends the search within milliseconds: Cancelled
        """
        where = ["content_id IS NOT NULL"]
        values: list[object] = []
        if query:
            clauses = clauses_of(query, self._known(), date.today())  # noqa: DTZ011  local day
            where += clauses.conditions
            values += clauses.values
        if not with_offline:
            where.append("is_online")
        for word in name_filter.casefold().split():
            # SQLite's lower() knows ASCII alone, our function costs 40 ms more at 100,000 names.
            where.append(f"instr({'lower' if word.isascii() else 'casefold'}(name), ?)")
            values.append(word)
        if folder is not None:
            inside = os.fsencode(folder).rstrip(b"/\\") + os.fsencode(os.sep)
            where.append("substr(path, 1, ?) = ?")
            values += [len(inside), inside]
        order = _ORDER[sort].format("DESC" if descending else "ASC")
        # With a filter each row is looked at: in the table's order, not in that of an index.
        # A query's own conditions name ids, from which the table is entered.
        is_scan = len(where) > 1 + (not with_offline) and not query
        table = "photos NOT INDEXED" if is_scan else "photos"
        sql = f"SELECT photo_id FROM {table} WHERE {' AND '.join(where)} ORDER BY {order}"  # noqa: S608
        with self._reading(), self._stoppable(control):
            found = self._db.execute(sql, values).fetchall()
            return np.fromiter((row[0] for row in found), np.int64, len(found))

    def _known(self) -> Known:
        """What a search needs to know of this cache."""
        with self._reading():
            self._db.execute(KEPT_TABLE)
            self._db.execute("DELETE FROM temp.found_values")
        return Known(
            self._has_word_index, self._folder_texts, self._cameras, self._lenses, self._keep
        )

    def _has_word_index(self) -> bool:
        sql = "SELECT count(*) FROM sqlite_master WHERE name = ?"
        with self._reading():
            return bool(self._db.execute(sql, (NAMES_INDEX,)).fetchone()[0])

    def _folder_texts(self) -> list[tuple[str, bytes]]:
        """From one to the next in the index: reading the table takes a second for a million."""
        with self._reading():
            found = self._db.execute(
                "WITH RECURSIVE each (folder) AS (SELECT min(folder) FROM photos UNION ALL"
                " SELECT (SELECT min(folder) FROM photos WHERE folder > each.folder) FROM each"
                " WHERE folder IS NOT NULL) SELECT folder FROM each WHERE folder IS NOT NULL"
            ).fetchall()
        roots = sorted((str(root).rstrip("/\\") for root in self._roots), key=len, reverse=True)
        return [(below_root(os.fsdecode(folder), roots), folder) for (folder,) in found]

    def _keep(self, values: Sequence[bytes] | Sequence[str]) -> int:
        with self._reading():
            (number,) = self._db.execute(
                "SELECT coalesce(max(list), 0) + 1 FROM temp.found_values"
            ).fetchone()
            self._db.executemany(
                "INSERT INTO temp.found_values VALUES (?, ?)", [(number, value) for value in values]
            )
        return int(number)

    def _cameras(self) -> list[str]:
        return self.different("camera")

    def _lenses(self) -> list[str]:
        return self.different("lens")

    def different(self, what: Literal["camera", "lens", "format"]) -> list[str]:
        """The cameras, lenses or formats there are in this library, by name."""
        sql = {
            "camera": "SELECT DISTINCT camera FROM contents WHERE camera IS NOT NULL",
            "lens": "SELECT DISTINCT lens FROM words WHERE lens != ''",
            "format": "SELECT DISTINCT format FROM contents",
        }[what]
        with self._reading():
            return sorted(row[0] for row in self._db.execute(sql))

    @contextlib.contextmanager
    def _stoppable(self, control: Control) -> Iterator[None]:
        """A long question ends when the control is stopped."""
        self._db.set_progress_handler(lambda: control.is_stopped, _STEPS_BETWEEN_LOOKS)
        try:
            yield
        except sqlite3.OperationalError:
            control.check()
            raise
        finally:
            self._db.set_progress_handler(None, 0)

    def photos(self, photo_ids: Iterable[int] | None = None) -> list[Photo]:
        """The photos of these ids in their order; all of them, by path, without ids.

        Ids that are not known any more are left out.
        """
        sql = f"SELECT {rows.PHOTO_COLUMNS} FROM photos JOIN contents USING (content_id)"  # noqa: S608
        with self._reading():
            if photo_ids is None:
                return [rows.photo_of(row) for row in self._db.execute(sql + " ORDER BY path")]
            wanted = [int(photo_id) for photo_id in photo_ids]
            found: dict[int, Photo] = {}
            for part in in_parts(wanted):
                some = f"{sql} WHERE photo_id IN ({marks(part)})"
                for row in self._db.execute(some, part):
                    found[row[0]] = rows.photo_of(row)
        return [found[photo_id] for photo_id in wanted if photo_id in found]

    def shapes(self, photo_ids: Iterable[int] | None = None) -> NDArray[np.int64]:
        """Id, width and height in pixels and moment in ns of photos, (n, 4), in no order.

        photo_ids  None: of all; those that are not known any more are left out
        """
        sql = (
            "SELECT photo_id, width_px, height_px, sort_time_ns"
            " FROM photos JOIN contents USING (content_id)"
        )
        found: list[tuple[int, ...]] = []
        with self._reading():
            if photo_ids is None:
                found = self._db.execute(sql).fetchall()
            else:
                for part in in_parts([int(photo_id) for photo_id in photo_ids]):
                    some = f"{sql} WHERE photo_id IN ({marks(part)})"
                    found += self._db.execute(some, part).fetchall()
        return np.array(found, np.int64).reshape(-1, 4)

    def photo_at(self, path: Path) -> Photo | None:
        """The photo at this path, if it was read."""
        sql = (
            f"SELECT {rows.PHOTO_COLUMNS} FROM photos JOIN contents USING (content_id)"  # noqa: S608
            " WHERE path = ?"
        )
        with self._reading():
            row = self._db.execute(sql, (os.fsencode(path),)).fetchone()
            return None if row is None else rows.photo_of(row)

    def known_among(self, paths: Iterable[Path]) -> set[Path]:
        """Those of these files that a scan has seen, readable or not."""
        found: set[Path] = set()
        with self._reading():
            for part in in_parts([os.fsencode(path) for path in paths]):
                sql = f"SELECT path FROM photos WHERE path IN ({marks(part)})"  # noqa: S608
                found.update(rows.path_of(path) for (path,) in self._db.execute(sql, part))
        return found

    def volume(self, root: Path) -> str:
        """The name of the disk a folder lay on when it was there last; empty where nobody knows."""
        with self._reading():
            row = self._db.execute(
                "SELECT value FROM meta WHERE key = ?", (volume_key(root),)
            ).fetchone()
        return "" if row is None else str(row[0])

    def roots(self) -> list[Path]:
        """Folders of the library of which anything is known, by path."""
        with self._reading():
            found = self._db.execute("SELECT DISTINCT root FROM photos ORDER BY root").fetchall()
            return [rows.path_of(root) for (root,) in found]

    def hashes_in_use(self) -> set[bytes]:
        """Content hashes of all photos, those of unplugged disks too."""
        with self._reading():
            sql = "SELECT DISTINCT content_hash FROM contents JOIN photos USING (content_id)"
            return {row[0] for row in self._db.execute(sql)}

    def photos_of_contents(self, *, with_offline: bool = False) -> dict[int, list[int]]:
        """Content id -> its photo ids, by path; contents without a photo are left out."""
        online = "" if with_offline else " AND is_online"
        found: dict[int, list[int]] = {}
        with self._reading():
            for content_id, photo_id in self._db.execute(
                "SELECT content_id, photo_id FROM photos"  # noqa: S608
                f" WHERE content_id IS NOT NULL{online} ORDER BY path"
            ):
                found.setdefault(content_id, []).append(photo_id)
        return found

    def named_as(self, picture_format: str) -> list[list[int]]:
        """Photos that share their folder and name, but for its ending, with one of this format.

        picture_format  a key of `reading.formats.FORMATS`
        returns         ids of two photos and more, each in at most one list; offline ones, too
        """
        sql = (
            "SELECT photo_id, folder, name, format = :format"
            " FROM photos JOIN contents USING (content_id)"
            " WHERE folder IN (SELECT folder FROM photos JOIN contents USING (content_id)"
            "  WHERE format = :format) ORDER BY path"
        )
        # By the columns: 0.4 s for 50,000 RAW files with their JPEG, where paths took 1.3 s.
        found: dict[tuple[bytes, str], list[int]] = {}
        named: set[tuple[bytes, str]] = set()
        with self._reading():
            for photo_id, folder, name, is_one in self._db.execute(sql, {"format": picture_format}):
                key = (folder, os.path.splitext(name)[0].casefold())  # noqa: PTH122
                found.setdefault(key, []).append(photo_id)
                if is_one:
                    named.add(key)
        return [ids for key, ids in found.items() if key in named and len(ids) > 1]

    def folders(self, *, with_offline: bool = False) -> list[tuple[Path, Path, int]]:
        """(root, folder, photos directly in it), by path."""
        online = "" if with_offline else " AND is_online"
        with self._reading():
            found = self._db.execute(
                "SELECT root, folder, count(*) FROM photos"  # noqa: S608
                f" WHERE content_id IS NOT NULL{online} GROUP BY root, folder ORDER BY folder"
            ).fetchall()
            return [(rows.path_of(root), rows.path_of(folder), n) for root, folder, n in found]

    def offline_roots(self) -> list[Path]:
        """Folders of the library whose photos cannot be reached, by path."""
        with self._reading():
            found = self._db.execute(
                "SELECT DISTINCT root FROM photos WHERE NOT is_online ORDER BY root"
            ).fetchall()
            return [rows.path_of(root) for (root,) in found]

    def failures(self) -> list[Failure]:
        """Files that could not be read, by path."""
        with self._reading():
            found = self._db.execute(
                "SELECT path, root, size_bytes, mtime_ns, device, inode, reason, detail"
                " FROM photos WHERE content_id IS NULL AND is_online ORDER BY path"
            ).fetchall()
            return [
                Failure(
                    FoundFile(
                        rows.path_of(path), rows.path_of(root), size, mtime, int(dev), int(ino)
                    ),
                    Reason(reason),
                    detail or "",
                )
                for path, root, size, mtime, dev, ino, reason, detail in found
            ]

    def damaged(self) -> list[Photo]:
        """Photos that can be reached and shown, and of which something is lost, by path."""
        sql = (
            f"SELECT {rows.PHOTO_COLUMNS} FROM photos JOIN contents USING (content_id)"  # noqa: S608
            " WHERE damage IS NOT NULL AND is_online ORDER BY path"
        )
        with self._reading():
            return [rows.photo_of(row) for row in self._db.execute(sql)]

    # Contents ------------------------------------------------------------------------------------

    def contents(self, content_ids: Sequence[int]) -> list[rows.CachedContent]:
        """Hashes and facts, in the order of the ids."""
        with self._reading():
            return load_contents(self._db, content_ids)

    def vectors(self, model_key: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """(content ids (n,), vectors (n, dim) of norm 1), sorted by content hash."""
        with self._reading():
            return load_vectors(self._db, model_key)

    def parts_of(self, model_key: str, content_id: int, dim: int) -> NDArray[np.float32]:
        """Vectors (parts, dim) of norm 1 of one content's parts; none of them if it has none."""
        with self._reading():
            row = self._db.execute(
                "SELECT vectors FROM parts WHERE model_key = ? AND content_id = ?",
                (model_key, content_id),
            ).fetchone()
            found: NDArray[np.float32] = parts_of_rows([b"" if row is None else row[0]], dim)[0]
        return found

    def parts(
        self, model_key: str, dim: int
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Blocks of (content ids (m,), vectors of parts (m, parts, dim)), by content hash."""
        with self._reading():
            yield from load_parts(self._db, model_key, dim)

    def pairs(self, model_key: str) -> PairTable:
        """All pairs of contents found with this model, sorted by (a, b).

        As they are after the second look, where there was one.
        """
        with self._reading():
            return load_pairs(self._db, model_key, as_looked=True)

    def pairs_of(self, model_key: str, content_ids: Sequence[int]) -> PairTable:
        """Those of `pairs` that one of these contents has with any other."""
        with self._reading():
            return load_pairs_of(self._db, model_key, content_ids)

    def moments_and_places(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Content ids (n,) and (n, 4): seconds since 1970 by the camera's own clock, minutes its
        zone lies east of Greenwich, latitude, longitude; NaN for what nobody wrote.

        Of contents whose moment is known to the second, or whose place is known.
        """
        with self._reading():
            return load_moments_and_places(self._db)

    def regions(self, a: int, b: int) -> tuple[Region, ...]:
        """Where two contents differ, in relative coordinates of the first, `a < b`."""
        with self._reading():
            return load_regions(self._db, a, b)

    def matched(self, model_key: str) -> NDArray[np.int64]:
        """Contents that have been compared with all others, ascending."""
        with self._reading():
            return matched_contents(self._db, model_key)

    def status(self) -> LibraryStatus:
        with self._reading():
            photos, contents, size = self._db.execute(
                "SELECT count(*), count(DISTINCT content_id), total(size_bytes)"
                " FROM photos WHERE content_id IS NOT NULL AND is_online"
            ).fetchone()
            counts = {
                table: dict(
                    self._db.execute(
                        f"SELECT model_key, count(*) FROM {table} GROUP BY model_key"  # noqa: S608
                    ).fetchall()
                )
                for table in ("vectors", "pairs")
            }
        return LibraryStatus(
            photos=photos,
            contents=contents,
            offline=self._number("SELECT count(*) FROM photos WHERE NOT is_online"),
            failures=self._number(
                "SELECT count(*) FROM photos WHERE content_id IS NULL AND is_online"
            ),
            damaged=self._number(
                "SELECT count(*) FROM photos JOIN contents USING (content_id)"
                " WHERE damage IS NOT NULL AND is_online"
            ),
            size_bytes=int(size),  # `total` counts on where `sum` overflows
            vectors=counts["vectors"],
            pairs=counts["pairs"],
        )

    def _number(self, sql: str) -> int:
        with self._reading():
            return int(self._db.execute(sql).fetchone()[0])

    def _identity(self) -> tuple[int, int] | None:
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KnownError(
                Sentence(
                    "{path} cannot be read: {why}.", path=self.path, why=error.strerror or error
                ),
                "Plug in its disk, or set IMGSIM_HOME to another folder.",
            ) from error
        return status.st_dev, status.st_ino

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            with reading(self.path):
                yield
        except CacheBroken:
            mark_damaged(self.path)
            raise

    def _connect(self) -> sqlite3.Connection:
        db = self._open()
        db.create_function("casefold", 1, fold, deterministic=True)
        db.create_function("is_in_circle", 3, _is_in_circle, deterministic=True)
        return db

    def _open(self) -> sqlite3.Connection:
        self._file = self._identity()
        self.is_outdated = False
        with self._reading():
            if self._file is None:
                db = sqlite3.connect(":memory:", isolation_level=None)
                migrate(db, CACHE_MIGRATIONS, self.path)
                return db
            if not self.path.is_file():
                raise CacheBroken(self.path, "it is no file")
            db = connect(self.path, read_only=True)
            try:
                Seal(self.path).check()
                version = int(db.execute("PRAGMA user_version").fetchone()[0])
                if version > len(CACHE_MIGRATIONS):
                    migrate(db, CACHE_MIGRATIONS, self.path)
            except BaseException:
                db.close()
                raise
            if version < len(CACHE_MIGRATIONS):  # a scan is just about to create or migrate it
                db.close()
                self._file = None
                self.is_outdated = version > 0
                db = sqlite3.connect(":memory:", isolation_level=None)
                migrate(db, CACHE_MIGRATIONS, self.path)
        return db

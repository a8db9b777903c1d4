"""Steps of reviews in decisions.db: a row a decision, written as it is made."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from imgsim_desktop.library.cache_rows import path_of
from imgsim_desktop.library.databases import transaction
from imgsim_desktop.records import (
    NAMES_PHOTO,
    Cell,
    Change,
    DecisionKind,
    History,
    PhotoName,
    Step,
    StepChanges,
    Value,
)


@dataclass(frozen=True, slots=True)
class StoredReview:
    """A review as it was written last."""

    version: int
    """Grows with each change, by whichever program."""
    history: History
    """Its photos have the numbers of `photos`."""
    photos: dict[int, PhotoName]
    step_ids: dict[int, int]
    """The row of each step by its number in `history`."""


class ReviewStore:
    """Reviews of all libraries; belongs to the thread of `Decisions`, which opens it."""

    def __init__(
        self,
        db: sqlite3.Connection,
        reading: Callable[[], AbstractContextManager[None]],
        writing: Callable[[], AbstractContextManager[sqlite3.Connection]],
    ) -> None:
        """reading, writing: turn SQLite's errors into ours; the second is a transaction, too."""
        self._db = db
        self._reading = reading
        self._writing = writing

    def version(self, library_key: str) -> int:
        """0 for a review that nobody has begun."""
        with self._reading():
            return self._version(library_key)

    def load(self, library_key: str) -> StoredReview:
        """All steps of a library's review; rows that make no sense are passed over."""
        with self._reading(), transaction(self._db):
            version = self._version(library_key)
            photos = {
                number: PhotoName(path_of(path), content_hash)
                for number, path, content_hash in self._db.execute(
                    "SELECT photo_id, path, content_hash FROM review_photos WHERE library_key = ?",
                    (library_key,),
                )
            }
            changes: dict[int, list[Change]] = {}
            for step_id, kind, names, before, after in self._db.execute(
                "SELECT step_id, kind, photos, before, after FROM review_decisions"
                " JOIN review_steps USING (step_id) WHERE library_key = ?"
                " ORDER BY step_id, place",
                (library_key,),
            ):
                change = _change_of(kind, names, before, after, photos)
                if change is not None:
                    changes.setdefault(step_id, []).append(change)
            done: list[Step] = []
            undone: list[Step] = []
            step_ids: dict[int, int] = {}
            for step_id, action, is_undone in self._db.execute(
                "SELECT step_id, action, is_undone FROM review_steps WHERE library_key = ?"
                " ORDER BY step_id",
                (library_key,),
            ):
                if step_id in changes:
                    step = Step(action, tuple(changes[step_id]))
                    step_ids[step.number] = step_id
                    (undone if is_undone else done).append(step)
            undone.reverse()
        return StoredReview(version, History(tuple(done), tuple(undone)), photos, step_ids)

    def save(
        self,
        library_key: str,
        changes: StepChanges,
        name_of: Callable[[int], PhotoName],
        step_ids: Mapping[int, int],
    ) -> tuple[int, dict[int, int]]:
        """Write what has changed, in one transaction; costs by that.

        name_of   what the number of a photo stands for
        step_ids  the rows of the steps that are stored
        returns   the version now, and the rows of the steps that were added
        """
        rows: dict[int, int] = {}
        with self._writing() as db:
            ids = self._photo_ids(library_key, changes, name_of)
            gone = [(step_ids[number],) for number in changes.dropped if number in step_ids]
            db.executemany("DELETE FROM review_decisions WHERE step_id = ?", gone)
            db.executemany("DELETE FROM review_steps WHERE step_id = ?", gone)
            for step in changes.rewritten:
                row = step_ids[step.number]
                db.execute("DELETE FROM review_decisions WHERE step_id = ?", (row,))
                self._insert(row, step, ids)
            for step in changes.added:
                cursor = db.execute(
                    "INSERT INTO review_steps (library_key, action) VALUES (?, ?)",
                    (library_key, step.action),
                )
                assert cursor.lastrowid is not None
                rows[step.number] = cursor.lastrowid
                self._insert(cursor.lastrowid, step, ids)
            known = {**step_ids, **rows}
            for numbers, is_undone in ((changes.undone, 1), (changes.redone, 0)):
                db.executemany(
                    "UPDATE review_steps SET is_undone = ? WHERE step_id = ?",
                    [(is_undone, known[number]) for number in numbers if number in known],
                )
            db.execute(
                "INSERT INTO review_versions VALUES (?, 1)"
                " ON CONFLICT DO UPDATE SET version = version + 1",
                (library_key,),
            )
            version = self._version(library_key)
        return version, rows

    def follow(self, moved: Iterable[tuple[Path, Path, bytes]]) -> None:
        """Photos have other names: what was decided about them holds under these.

        moved  (path before, path now, content hash), of any library

        Where something was decided about the same content at the new path before, both stay as
        they are: then the photo is to be decided again.
        """
        with self._writing() as db:
            rows = [(os.fsencode(now), os.fsencode(old), known) for old, now, known in moved]
            for (key,) in db.execute("SELECT library_key FROM review_versions").fetchall():
                changed = db.executemany(
                    "UPDATE OR IGNORE review_photos SET path = ?"
                    " WHERE path = ? AND content_hash = ? AND library_key = ?",
                    [(*row, key) for row in rows],
                ).rowcount
                if changed:
                    db.execute(
                        "UPDATE review_versions SET version = version + 1 WHERE library_key = ?",
                        (key,),
                    )

    def _version(self, library_key: str) -> int:
        row = self._db.execute(
            "SELECT version FROM review_versions WHERE library_key = ?", (library_key,)
        ).fetchone()
        return 0 if row is None else int(row[0])

    def _photo_ids(
        self, library_key: str, changes: StepChanges, name_of: Callable[[int], PhotoName]
    ) -> dict[int, int]:
        """The row of each photo that is spoken of, made where there is none."""
        steps = (*changes.rewritten, *changes.added)
        numbers = {n for step in steps for change in step.changes for n in change.photos()}
        ids: dict[int, int] = {}
        for number in sorted(numbers):
            name = name_of(number)
            row = (library_key, os.fsencode(name.path), name.content_hash)
            self._db.execute(
                "INSERT OR IGNORE INTO review_photos (library_key, path, content_hash)"
                " VALUES (?, ?, ?)",
                row,
            )
            found = self._db.execute(
                "SELECT photo_id FROM review_photos"
                " WHERE library_key = ? AND path = ? AND content_hash = ?",
                row,
            ).fetchone()
            ids[number] = int(found[0])
        return ids

    def _insert(self, step_id: int, step: Step, ids: Mapping[int, int]) -> None:
        def told(kind: DecisionKind, value: Value | None) -> Value | None:
            return ids[int(value)] if kind in NAMES_PHOTO and value is not None else value

        self._db.executemany(
            "INSERT INTO review_decisions VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    step_id,
                    place,
                    change.cell.kind.value,
                    ",".join(str(ids[number]) for number in change.cell.photos),
                    told(change.cell.kind, change.before),
                    told(change.cell.kind, change.after),
                )
                for place, change in enumerate(step.changes)
            ],
        )


_KINDS: dict[str, DecisionKind] = {kind.value: kind for kind in DecisionKind}


def _change_of(
    kind: str, names: str, before: object, after: object, photos: Mapping[int, PhotoName]
) -> Change | None:
    """A row as a change; None if it makes no sense."""
    known = _KINDS.get(kind)
    try:
        numbers = tuple(map(int, names.split(",")))
    except (ValueError, AttributeError):
        return None
    values = before, after
    told = int if known in NAMES_PHOTO else str
    if known is None or any(value is not None and type(value) is not told for value in values):
        return None
    spoken_of = (*numbers, *(v for v in values if isinstance(v, int)))
    if not all(number in photos for number in spoken_of):
        return None
    return Change(Cell(known, numbers), before, after)  # type: ignore[arg-type]  # looked at above

"""What becomes of a damaged cache: it is set aside and built anew, once, and the person is told."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from imgsim_desktop.errors import CacheBroken, KnownError, Sentence
from imgsim_desktop.library.files import set_aside
from imgsim_desktop.library.seal import Seal

T = TypeVar("T")


def mark_damaged(cache_db: Path) -> None:
    """Whoever reads it has met damage: the next scan, which may see none, sets it aside.

    A home that takes no mark is one that no scan can write to either.
    """
    with contextlib.suppress(OSError):
        _mark(cache_db).touch()


def is_marked(cache_db: Path) -> bool:
    return _mark(cache_db).exists()


def set_cache_aside(cache_db: Path, why: str) -> Sentence:
    """Move a damaged cache aside, for whoever holds the library's lock; returns what to say."""
    aside = cache_db
    if cache_db.exists():
        aside = set_aside(cache_db)
    for path in (*_beside(cache_db), _mark(cache_db)):
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
    return Sentence(
        "What was remembered of this library was damaged and is built anew ({why}); "
        "the damaged file is kept as {name}. Your photos and decisions are not affected.",
        why=why,
        name=aside.name,
    )


def once_more_if_broken(work: Callable[[], T]) -> T:
    """`work`, and where it meets a damaged cache once more from its beginning.

    What it opened is closed by then, and the cache marked: a scan at its beginning builds it anew.
    Raises KnownError where that one is damaged, too.
    """
    with contextlib.suppress(CacheBroken):
        return work()
    try:
        return work()
    except CacheBroken as error:
        raise KnownError(
            Sentence(
                "What is remembered of this library is damaged again, just after it was built "
                "anew ({why}).",
                why=error.why,
            ),
            Sentence(
                "The disk or the memory of this computer may be failing. Save your photos, or let "
                "IMGSIM_HOME name a folder on another disk than {parent}.",
                parent=error.path.parent,
            ),
        ) from error


def _mark(cache_db: Path) -> Path:
    return cache_db.with_name(cache_db.name + ".damaged")


def _beside(cache_db: Path) -> list[Path]:
    seal = Seal(cache_db).path
    return [seal, *(cache_db.with_name(cache_db.name + end) for end in ("-wal", "-shm"))]

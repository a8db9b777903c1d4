"""Beside: reading in the program's workers, so that a bad file costs that file and nothing else.

The same functions as in `read.py`, `decode.py` and `descriptions.py`, called in a process that may
die, hang or eat its memory over what it opens. What became of it is a Failure or a sentence here.
Decoders are loaded when the first file is read: the window opens without them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import (
    THUMBNAIL_PX,
    Description,
    Failure,
    FoundFile,
    InputShape,
    Pixels,
    Reading,
    Reason,
)
from imgsim_desktop.workers import POOL, Errand, How, Lost, Pool
from imgsim_desktop.workers.pool import LIMIT_S

if TYPE_CHECKING:
    from imgsim_desktop.reading import film

T = TypeVar("T")

SLOWEST_DISK = 4_000_000
"""Bytes a second of the slowest disk we wait for: a camera's card behind USB 1, a tired NAS. A file
of 400 MB is given 100 s more than one of 4 MB."""

_REASONS = {
    How.CRASHED: (Reason.CRASHED, "it crashed the decoder: {detail}"),
    How.OVERDUE: (Reason.TIMEOUT, "not decoded in time: {detail}"),
    How.ENDLESS: (Reason.TOO_COMPLEX, "not decoded in time: {detail}"),
    How.MEMORY: (Reason.TOO_LARGE, "{detail}"),
}


def limit_s(size_bytes: int) -> float:
    """How long a worker may be at a file of this size; what it must decode adds to that."""
    return LIMIT_S + size_bytes / SLOWEST_DISK


def failure_of(file: FoundFile, lost: Lost) -> Failure:
    """Why nothing came back of this file."""
    reason, words = _REASONS[lost.how]
    return Failure(file, reason, words.format(detail=lost.detail))


def read_photo(
    file: FoundFile,
    shape: InputShape,
    parts_shape: InputShape | None = None,
    *,
    control: Control = NULL_CONTROL,
    pool: Pool = POOL,
) -> Reading | Failure:
    """`read.read_photo` of one file that somebody waits for. Raises Cancelled."""
    from imgsim_desktop.reading import read

    found = _run(pool, control, file.path, read.read_photo, shape, parts_shape, first=file)
    return failure_of(file, found) if isinstance(found, Lost) else found


def open_upright(
    path: Path,
    max_side_px: int | None = None,
    *,
    control: Control = NULL_CONTROL,
    pool: Pool = POOL,
) -> Pixels:
    """`decode.open_upright`: a photo to look at, or as a query.

    Raises KnownError with a sentence for the person, Cancelled.
    """
    from imgsim_desktop.reading import decode

    return _shown(path, _run(pool, control, path, decode.open_upright, max_side_px))


def open_page(path: Path, number: int, *, pool: Pool = POOL) -> Pixels:
    """`pages.open_page`: one page or frame to look at. Raises KnownError, Cancelled."""
    from imgsim_desktop.reading import pages

    return _shown(path, _run(pool, NULL_CONTROL, path, pages.open_page, number))


def open_film_frame(path: Path, number: int, *, pool: Pool = POOL) -> film.FilmFrame:
    """`film.open_film_frame`: a frame of the film in a photo. Raises KnownError, Cancelled.

    The film is cut out of the file in this process, because a worker can write no file.
    """
    from imgsim_desktop.reading import film

    def decode(cut: Path, number: int, max_side_px: int | None) -> film.FilmFrame:
        return _shown(path, _run(pool, NULL_CONTROL, cut, film.frame_of_film, number, max_side_px))

    return film.open_film_frame(path, number, decode=decode)


def hash_pages(
    path: Path, count: int, control: Control = NULL_CONTROL, *, pool: Pool = POOL
) -> bytes | None:
    """`pages.hash_pages`: of all decoded pages; None where that cannot be had. Raises Cancelled."""
    from imgsim_desktop.reading import pages

    found = _run(pool, control, path, pages.hash_pages, count)
    return None if isinstance(found, Lost) else found


def _shown(path: Path, found: T | Lost) -> T:
    """What is to be looked at. Raises KnownError where a file cost the worker that opened it."""
    if isinstance(found, Lost):
        raise KnownError(
            Sentence(
                "The picture {name} could not be read: {why}.",
                name=path.name,
                why=_REASONS[found.how][1].format(detail=found.detail),
            ),
            "Choose another picture.",
        )
    return found


def make_thumbnail(path: Path, *, control: Control = NULL_CONTROL, pool: Pool = POOL) -> bytes:
    """A photo's thumbnail, made anew. Raises KnownError if it cannot be read now, Cancelled."""
    from imgsim_desktop.reading import decode

    return decode.encode_jpeg(open_upright(path, THUMBNAIL_PX, control=control, pool=pool))


def get_ready(workers: int, *, pool: Pool = POOL) -> None:
    """Have so many processes start, and load their decoders: photos will be wanted soon.

    Returns at once.
    """
    from imgsim_desktop.reading import decode

    with pool.lane(workers) as lane:
        for _ in range(workers):
            lane.put(Errand(decode.is_loaded, [()], [LIMIT_S]))


def can_decode(path: Path, *, pool: Pool = POOL) -> bool:
    """`decode.can_decode`: whether the whole photo decodes now, before a copy of it is removed."""
    from imgsim_desktop.reading import decode

    return _run(pool, NULL_CONTROL, path, decode.can_decode) is True


def describe_file(photo: Path, sidecars: Iterable[Path] = (), *, pool: Pool = POOL) -> Description:
    """`descriptions.describe_file`: all that is known of a photo."""
    from imgsim_desktop.reading import descriptions

    others = [path.absolute() for path in sidecars]
    found = _run(pool, NULL_CONTROL, photo, descriptions.describe_file, others)
    return Description() if isinstance(found, Lost) else found


def words_to_write(photo: Path, word: str, *, pool: Pool = POOL) -> tuple[str, ...]:
    """`descriptions.words_to_write`: what its sidecar must say so that it has this keyword."""
    from imgsim_desktop.reading import descriptions

    found = _run(pool, NULL_CONTROL, photo, descriptions.words_to_write, word)
    return (word,) if isinstance(found, Lost) else found


def _run(
    pool: Pool,
    control: Control,
    path: Path,
    function: Callable[..., T],
    *more: object,
    first: object = None,
) -> T | Lost:
    """One call on a file; its absolute path is the first argument unless another is given."""
    path = path.absolute()  # workers know no current folder
    try:
        size_bytes = path.stat().st_size
    except OSError:
        size_bytes = 0  # the function says what is wrong with it
    return pool.run(
        function,
        path if first is None else first,
        *more,
        limit_s=limit_s(size_bytes),
        control=control,
    )

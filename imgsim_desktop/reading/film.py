"""Film: single frames of the film inside a motion photo, for looking at them.

OpenCV decodes it, from a temporary file: its FFmpeg is there already, for no further dependency,
and knows H.264 and H.265. Where it lacks it, or the film is broken, a sentence says so.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.reading.decode import MAX_BYTES_IN_MEMORY, shrink_to, size_of_file
from imgsim_desktop.reading.inside.boxes import read_film
from imgsim_desktop.reading.inside.heif import film_of_heif
from imgsim_desktop.reading.inside.jpeg import film_of_jpeg
from imgsim_desktop.reading.inside.stored import Stored
from imgsim_desktop.reading.trouble import Trouble, UnreadableError, attempt
from imgsim_desktop.records import Pixels, Reason

if TYPE_CHECKING:
    import cv2

MAX_FILM_BYTES = 256 * 2**20
"""A telephone's film of three seconds has 2 to 12 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class FilmFrame:
    """One frame, and how many there are."""

    pixels: Pixels
    count: int


def open_film_frame(
    path: Path,
    number: int,
    max_side_px: int | None = None,
    *,
    decode: Callable[[Path, int, int | None], FilmFrame] | None = None,
) -> FilmFrame:
    """Frame `number`, from 0, of the film inside a photo; the last one where there are fewer.

    decode  instead of `frame_of_film`; the film is cut out here, as a file of its own

    Raises KnownError with a sentence for the person.
    """

    def work() -> FilmFrame:
        with _film_of(path) as film:
            return (decode or frame_of_film)(film, number, max_side_px)

    frame = attempt(work)
    if isinstance(frame, Trouble):
        raise KnownError(
            Sentence(
                "The film inside {name} cannot be shown: {why}.", name=path.name, why=frame.detail
            ),
            "The film is still in the file; another program may show it.",
        )
    return frame


@contextmanager
def _film_of(path: Path) -> Iterator[Path]:
    """The film as a file of its own, for as long as it is needed."""
    is_large = size_of_file(path) > MAX_BYTES_IN_MEMORY
    with Stored(path if is_large else path.read_bytes(), b"") as file:
        is_jpeg = file.read(0, 2) == b"\xff\xd8"
        place = film_of_jpeg(file) if is_jpeg else film_of_heif(file)
        if place is None:
            raise UnreadableError(Reason.GONE, "there is no film in it")
        start, end = place
        if end - start > MAX_FILM_BYTES:
            raise UnreadableError(Reason.TOO_LARGE, f"it has {(end - start) >> 20} MB")
        if read_film(file, start, end).recording.seconds is None:
            raise UnreadableError(Reason.TRUNCATED, "its index is missing")
        data = file.read(start, end - start)
    with tempfile.TemporaryDirectory(prefix="imgsim-film-") as folder:
        film = Path(folder) / "film.mp4"
        film.write_bytes(data)
        yield film


def frame_of_film(film: Path, number: int, max_side_px: int | None = None) -> FilmFrame:
    """Frame `number` of a film that is a file of its own. Raises what a decoder raises."""
    import cv2

    # Both write to the terminal by themselves; FFmpeg asks for this once.
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    loudness = cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    capture = cv2.VideoCapture(str(film), cv2.CAP_FFMPEG)
    try:
        if not capture.isOpened():
            raise UnreadableError(Reason.UNSUPPORTED, "OpenCV cannot open it")
        count = _count_of(capture)
        if number > 0:
            capture.set(cv2.CAP_PROP_POS_FRAMES, min(number, count - 1))
        is_there, frame = capture.read()
        if not is_there:
            raise UnreadableError(Reason.DAMAGED, f"frame {number + 1} cannot be decoded")
        image = Image.fromarray(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))
        shown = image if max_side_px is None else shrink_to(image, max_side_px)
        return FilmFrame(np.asarray(shown), count)
    finally:
        capture.release()
        cv2.utils.logging.setLogLevel(loudness)


def _count_of(capture: cv2.VideoCapture) -> int:
    """As the index says; a film without one has at least the frame that is shown."""
    import cv2

    count = capture.get(cv2.CAP_PROP_FRAME_COUNT)
    return int(count) if 1 <= count < 10**6 else 1

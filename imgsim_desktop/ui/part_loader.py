"""Further pages, frames and moments of a film of one photo, opened in a thread of their own."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from imgsim_desktop.errors import KnownError
from imgsim_desktop.reading.beside import open_film_frame, open_page
from imgsim_desktop.records import Photo, Pixels
from imgsim_desktop.ui.errands import Errands
from imgsim_desktop.ui.picture_loader import Picture, picture_of
from imgsim_desktop.ui.sentences import said_error

if TYPE_CHECKING:
    from imgsim_desktop.reading.film import FilmFrame

KEPT = 12
"""Parts that are kept ready: some steps back cost nothing."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a photo beside the picture that is shown first."""

    content_hash: bytes
    kind: Literal["page", "film"]
    number: int
    """Page, or frame of the film, from 0."""


@dataclass(frozen=True, slots=True)
class _Opened:
    picture: Picture | None
    film_frames: int = 0
    error: KnownError | None = None


class PartLoader(QObject):
    """Keeps the parts asked for last, and opens the newest wish first. All methods: GUI thread."""

    loaded = Signal(object)
    """Part that has come, or has turned out to be unreadable."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        open_page: Callable[[Path, int], Pixels] = open_page,
        open_film_frame: Callable[[Path, int], FilmFrame] = open_film_frame,
    ) -> None:
        super().__init__(parent)
        self._open_page = open_page
        self._open_film_frame = open_film_frame
        self._ready: OrderedDict[Part, _Opened] = OrderedDict()
        self._film_frames: dict[bytes, int] = {}
        self._wish: tuple[Part, Path] | None = None
        self._running: Part | None = None
        self._errands = Errands("parts", 1, self)

    def picture(self, photo: Photo, part: Part) -> Picture | None:
        """The part in full, or None; `loaded` follows unless there is `trouble`."""
        found = self._ready.get(part)
        if found is not None:
            self._ready.move_to_end(part)
            return found.picture
        if photo.is_online and part != self._running:
            self._wish = part, photo.path
            self._start()
        return None

    def trouble(self, part: Part) -> str:
        """Why it cannot be shown, in the person's language; empty while it can."""
        found = self._ready.get(part)
        return "" if found is None or found.error is None else said_error(found.error)[0]

    def film_frames(self, photo: Photo) -> int:
        """How many frames its film has; 0 before the first one has come."""
        return self._film_frames.get(photo.content_hash, 0)

    @property
    def is_busy(self) -> bool:
        return self._running is not None or self._wish is not None

    def stop(self) -> None:
        """Wait for what is being opened; nothing comes afterwards."""
        self._wish = self._running = None
        self._errands.stop()

    def _start(self) -> None:
        if self._running is not None or self._wish is None:
            return
        (part, path), self._wish = self._wish, None
        self._running = part
        if part.kind == "page":
            run = partial(_opened_page, self._open_page, path, part.number)
        else:
            run = partial(_opened_frame, self._open_film_frame, path, part.number)
        self._errands.fetch(run, partial(self._take, part))

    def _take(self, part: Part, opened: _Opened | None) -> None:
        self._running = None
        if opened is not None:
            self._ready[part] = opened
            while len(self._ready) > KEPT:
                self._ready.popitem(last=False)
            if opened.film_frames:
                self._film_frames[part.content_hash] = opened.film_frames
            self.loaded.emit(part)
        self._start()


def _opened_page(
    open_page: Callable[[Path, int], Pixels], path: Path, number: int, _control: object
) -> _Opened:
    try:
        return _Opened(picture_of(open_page(path, number)))
    except KnownError as error:
        log.info("page %d of %s cannot be shown: %s", number, path, error)
        return _Opened(None, error=error)


def _opened_frame(
    open_film_frame: Callable[[Path, int], FilmFrame], path: Path, number: int, _control: object
) -> _Opened:
    try:
        frame = open_film_frame(path, number)
    except KnownError as error:
        log.info("the film in %s cannot be shown: %s", path, error)
        return _Opened(None, error=error)
    return _Opened(picture_of(frame.pixels), frame.count)

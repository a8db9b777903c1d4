"""Photos that a first look has listed and no scan has read yet: rows of the window alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.records import Facts, FoundFile, Photo

LISTED = "listed"
"""Their format, which no file has: nothing of it has been read."""


def is_early(photo_id: int) -> bool:
    """Whether this is a photo that was only listed: nothing can be done with it yet."""
    return photo_id < 0


def without_early(photo_ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those that the library knows: whatever is done, is done with them alone."""
    return photo_ids[photo_ids > 0]


class EarlyPhotos:
    """Listed files as photos with negative ids, until they are rows of the library.

    Nothing of them is written anywhere. GUI thread, but for `path_of`.
    """

    def __init__(self) -> None:
        self._photos: dict[int, Photo] = {}
        self._by_hash: dict[bytes, Path] = {}
        """Replaced whole, never changed: other threads read it."""
        self._next = -1

    def __len__(self) -> int:
        return len(self._photos)

    def add(self, files: Sequence[FoundFile]) -> None:
        """Take in what was listed, each file once."""
        known = {photo.path for photo in self._photos.values()}
        added: dict[bytes, Path] = {}
        for file in files:
            if file.path in known:
                continue
            sign = _sign_of(file)
            added[sign] = file.path
            self._photos[self._next] = Photo(
                photo_id=self._next,
                content_id=self._next,
                path=file.path,
                root=file.root,
                size_bytes=file.size_bytes,
                mtime_ns=file.mtime_ns,
                content_hash=sign,
                facts=Facts(0, 0, LISTED),
                companions=file.companions,
            )
            self._next -= 1
        self._by_hash = {**self._by_hash, **added}

    def paths(self) -> list[Path]:
        return [photo.path for photo in self._photos.values()]

    def drop(self, paths: Collection[Path]) -> bool:
        """Forget those at these paths; whether there were any."""
        gone = [number for number, photo in self._photos.items() if photo.path in paths]
        for number in gone:
            del self._photos[number]
        if gone:
            self._by_hash = {photo.content_hash: photo.path for photo in self._photos.values()}
        return bool(gone)

    def clear(self) -> None:
        self._photos, self._by_hash = {}, {}

    def ids(
        self, sort: str, *, descending: bool, folder: Path | None, name: str
    ) -> NDArray[np.int64]:
        """Ids in the order of the gallery, as far as a name, a place and a size tell."""
        words = name.casefold().split()
        found = [
            photo
            for photo in self._photos.values()
            if (folder is None or folder in photo.path.parents)
            and all(word in photo.path.name.casefold() for word in words)
        ]
        found.sort(key=_ORDER.get(sort, _by_date), reverse=descending)
        return np.fromiter((photo.photo_id for photo in found), np.int64, len(found))

    def photos(self, photo_ids: Iterable[int]) -> dict[int, Photo]:
        """Those of these ids that are still early."""
        return {number: self._photos[number] for number in photo_ids if number in self._photos}

    def path_of(self, content_hash: bytes) -> Path | None:
        """The file behind a sign that stands for a content; None for real contents. Any thread."""
        return self._by_hash.get(content_hash)


class _Kept(Protocol):
    def get(self, content_hash: bytes) -> bytes | None: ...


class _Made(Protocol):
    def get(self, path: Path) -> bytes | None: ...


class ThumbnailsOfBoth:
    """Thumbnails the scan has kept, and of listed files such as are made for the screen alone."""

    def __init__(self, kept: _Kept, early: EarlyPhotos, made: _Made) -> None:
        """made: thumbnails of files that nobody has read yet, or None where that fails."""
        self._kept, self._early, self._made = kept, early, made

    def get(self, content_hash: bytes) -> bytes | None:
        """Any thread."""
        path = self._early.path_of(content_hash)
        return self._kept.get(content_hash) if path is None else self._made.get(path)


def _sign_of(file: FoundFile) -> bytes:
    """Stands for a content nobody knows: longer than a content's hash, so never one."""
    said = f"{file.size_bytes} {file.mtime_ns} ".encode() + os.fsencode(file.path)
    return b"early" + blake2b(said, digest_size=16).digest()


def _by_name(photo: Photo) -> tuple[object, ...]:
    return (photo.path.name.casefold(), photo.path)


def _by_date(photo: Photo) -> tuple[object, ...]:
    return (photo.mtime_ns, *_by_name(photo))


def _by_size(photo: Photo) -> tuple[object, ...]:
    return (photo.size_bytes, *_by_name(photo))


def _by_folder(photo: Photo) -> tuple[object, ...]:
    return (photo.path.parent, *_by_name(photo))


_ORDER: dict[str, Callable[[Photo], tuple[object, ...]]] = {
    "date": _by_date,
    "name": _by_name,
    "size": _by_size,
    "folder": _by_folder,
}

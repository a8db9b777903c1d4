"""What comes from outside the window: dropped and pasted folders and pictures."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage


@dataclass(frozen=True, slots=True)
class Brought:
    """Folders become a library, the first picture becomes a question."""

    folders: tuple[Path, ...] = ()
    picture: Path | None = None


SHELF = "imgsim-"
"""Beginning of the name of a folder for what was pasted."""
_PASTED = "pasted-"
_PART = "part-"

_SUFFIX_OF = {
    "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "image/avif": ".avif",
    "image/heic": ".heic", "image/tiff": ".tif", "image/bmp": ".bmp", "image/gif": ".gif",
}  # fmt: skip
"""Picture files that a clipboard holds; what most programs offer, and what loses nothing, first."""


def is_pasted(path: Path) -> bool:
    """Whether a picture is one of the clipboard that was no file: its name says nothing."""
    return path.name.startswith(_PASTED) and path.parent.name.startswith(SHELF)


def put_part(image: QImage, shelf: Path) -> Path:
    """Keep a part of a photo as a file to search with; raises OSError where there is no room."""
    with tempfile.NamedTemporaryFile(dir=shelf, prefix=_PART, suffix=".png", delete=False) as file:
        path = Path(file.name)
    if not image.save(str(path)):
        raise OSError(f"{path} cannot be written")
    return path


def brings_something(data: QMimeData) -> bool:
    """Whether a drop would be taken; asked while the mouse hovers, so no file is looked at."""
    return (
        data.hasImage()
        or any(map(data.hasFormat, _SUFFIX_OF))
        or any(url.isLocalFile() for url in data.urls())
    )


def brought(data: QMimeData, shelf: Path) -> Brought:
    """What a drop or the clipboard holds.

    shelf  folder where a picture that is no file is put; the caller owns it
    """
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if not paths and data.hasText():
        named = data.text().strip().splitlines()[:1]
        paths = [Path(name) for name in named if 0 < len(name) < 4096 and Path(name).is_absolute()]
    folders, files = sort_paths(paths)
    if folders or files:
        return Brought(folders, files[0] if files else None)
    encoded = next((name for name in _SUFFIX_OF if data.hasFormat(name)), None)
    if encoded is not None:  # as it is: what another program sends is not decoded in the window
        with tempfile.NamedTemporaryFile(
            prefix=_PASTED, suffix=_SUFFIX_OF[encoded], dir=shelf, delete=False
        ) as file:
            file.write(bytes(data.data(encoded).data()))
        return Brought(picture=Path(file.name))
    if data.hasImage():  # pixels that the system has in memory
        image = QImage(data.imageData())
        if not image.isNull():
            with tempfile.NamedTemporaryFile(
                prefix=_PASTED, suffix=".png", dir=shelf, delete=False
            ) as file:
                name = file.name
            if image.save(name):
                return Brought(picture=Path(name))
    return Brought()


def sort_paths(paths: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """(folders, files) of those that exist."""
    folders = tuple(path for path in paths if path.is_dir())
    files = tuple(path for path in paths if path.is_file())
    return folders, files

"""What the window is asked to open: folders, a picture, the demo."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody wants to see; nothing in it: just the window."""

    folders: tuple[Path, ...] = ()
    picture: Path | None = None
    """Its similar photos are shown."""
    demo: bool = False


NOTHING: Final = Opening()


def opening_of(words: Sequence[str], *, demo: bool = False) -> Opening:
    """Folders and pictures as a shell or a desktop names them: paths or `file:` addresses.

    Of several pictures the first one is meant: a desktop hands over all that are selected.

    Raises ValueError with a sentence for what is neither.
    """
    folders: list[Path] = []
    pictures: list[Path] = []
    for word in words:
        path = Path(os.path.abspath(_path_of(word)))  # noqa: PTH100 - resolves no links
        if path.is_dir():
            folders.append(path)
        elif path.is_file():
            pictures.append(path)
        else:
            raise ValueError(f"There is no folder or picture {word}.")
    return Opening(tuple(folders), pictures[0] if pictures else None, demo)


def _path_of(word: str) -> str:
    if not word.casefold().startswith("file:"):
        return word
    address = urlsplit(word)
    if address.netloc not in ("", "localhost"):
        raise ValueError(f"{word} lies on another computer.")
    if os.name == "nt":  # /C:/Users and the like
        from urllib.request import url2pathname

        return url2pathname(address.path)
    return os.fsdecode(unquote_to_bytes(address.path))

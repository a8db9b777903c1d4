"""The themes that were found last, by content: a file that may be deleted at any time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.library.files import replace_file
from imgsim_desktop.library.places import HASH_BYTES, Hashes


@dataclass(frozen=True, slots=True, eq=False)
class KeptThemes:
    """Which content is in which theme."""

    hashes: Hashes
    """(n, 16), those of a theme in its own order."""
    themes: NDArray[np.int32]
    """(n,) number of the theme from 0; -1 for those that are in none."""
    asked: str
    """How they were asked for."""


def save_themes(path: Path, kept: KeptThemes) -> None:
    """Raises KnownError on a full disk."""
    written = io.BytesIO()
    asked = np.frombuffer(kept.asked.encode(), np.uint8)
    np.savez(written, hashes=kept.hashes, themes=kept.themes, asked=asked)
    replace_file(path, written.getvalue(), durable=False)


def load_themes(path: Path) -> KeptThemes | None:
    """What `save_themes` wrote; None if there is nothing, or nothing that can be used."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as found:
            hashes, themes, asked = found["hashes"], found["themes"], found["asked"]
            said = asked.tobytes().decode()
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    fits = hashes.dtype == np.uint8 and themes.dtype == np.int32
    if not fits or hashes.shape != (len(themes), HASH_BYTES) or themes.ndim != 1:
        return None
    return KeptThemes(hashes, themes, said)

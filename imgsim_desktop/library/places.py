"""Where photos stand on a map, by content: a file that may be deleted at any time."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.library.files import replace_file

HASH_BYTES = 16
Hashes = NDArray[np.uint8]
"""(n, 16): content hashes as rows."""


def save_places(path: Path, hashes: Hashes, places: NDArray[np.float32]) -> None:
    """Write (n, 2) places of n contents. Raises KnownError on a full disk."""
    written = io.BytesIO()
    np.savez(written, hashes=hashes, places=places)
    replace_file(path, written.getvalue(), durable=False)


def load_places(path: Path) -> tuple[Hashes, NDArray[np.float32]] | None:
    """What `save_places` wrote; None if there is nothing, or nothing that can be used."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as found:
            hashes, places = found["hashes"], found["places"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    fits = hashes.dtype == np.uint8 and places.dtype == np.float32
    if not fits or hashes.shape != (len(places), HASH_BYTES) or places.shape != (len(hashes), 2):
        return None
    return hashes, places

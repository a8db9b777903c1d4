"""Names that are free where files go, and still belong together there."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path


def free_names(folder: Path, photo: Path, others: Sequence[Path] = ()) -> dict[Path, Path]:
    """Where a photo and its sidecars go in a folder: all under their names or all with " 2", ...

    The number comes after the photo's stem, so that `IMG_1 2.xmp` still belongs to `IMG_1 2.jpg`.
    Where a sidecar begins otherwise (cut short by Google, `IMG_O1.AAE`) no new name would still
    belong to the photo: then all go under their names into a folder "2".
    """
    number = 1
    keeps_names = not all(path.name.startswith(photo.stem) for path in others)
    while True:
        count = "" if number == 1 else f" {number}"
        inside = folder if number == 1 or not keeps_names else folder / str(number)
        places = {
            path: inside / path.name
            if keeps_names
            else folder / (photo.stem + count + path.name.removeprefix(photo.stem))
            for path in (photo, *others)
        }
        if not any(map(os.path.lexists, places.values())):
            return places
        number += 1

"""What XMP beside photos says of them, read so that it can be looked for."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from imgsim_desktop.companions import XMP
from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.cache import CacheWriter
from imgsim_desktop.library.paths import Home
from imgsim_desktop.reading.descriptions import sidecar_beside, sidecar_stamp
from imgsim_desktop.records import Library, Sidecar
from imgsim_desktop.scan.progress import Meter

_AT_ONCE: Final = 500
"""Photos that are written in one transaction."""

_log = logging.getLogger(__name__)


def find_sidecars(cache: CacheWriter, meter: Meter, control: Control) -> None:
    """Read those that are new or have changed, and forget those that are gone.

    A sidecar is a few kB, and one that is hostile costs no more than `reading.xmp_reader` allows.
    Scan thread. Raises Cancelled.
    """
    known, beside = cache.sidecar_stamps(), cache.photos_with(XMP)
    gone = cache.online_among(known.keys() - beside.keys())
    if gone:
        cache.store_sidecars([(photo_id, "", Sidecar()) for photo_id in gone])
    meter.begin("sidecars", len(beside))
    _read(cache, beside, known, control, meter)


def read_sidecars_again(home: Home, library: Library, paths: Collection[Path]) -> bool:
    """Tell a library what stands beside some photos now, after the program wrote it.

    Returns False where a scan holds the library, or the disk refuses: the next scan finds out.
    """
    try:
        with CacheWriter(home, library) as cache:
            photos = {photo_id: path for path, photo_id in cache.ids_at(paths).items()}
            _read(cache, photos, cache.sidecar_stamps(), NULL_CONTROL)
    except (KnownError, OSError) as error:
        _log.info("What stands beside photos is read by the next scan: %s", error)
        return False
    return True


def _read(
    cache: CacheWriter,
    photos: Mapping[int, Path],
    known: Mapping[int, str],
    control: Control,
    meter: Meter | None = None,
) -> None:
    """Read where the stamp is not the known one; where there is no file both are empty."""
    found: list[tuple[int, str, Sidecar]] = []
    try:
        for photo_id, path in photos.items():
            control.check()
            stamp = sidecar_stamp(path)
            is_known = known.get(photo_id, "") == stamp
            if meter is not None:
                meter.advance(skipped=int(is_known))
            if is_known:
                continue
            found.append((photo_id, stamp, sidecar_beside(path) if stamp else Sidecar()))
            if len(found) == _AT_ONCE:
                cache.store_sidecars(found)
                found = []
    finally:
        if found:
            cache.store_sidecars(found)

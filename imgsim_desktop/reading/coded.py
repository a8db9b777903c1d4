"""Coded: what a JPEG itself says of its luma, before anything is turned or brought to sRGB."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Final

import numpy as np
from PIL.JpegImagePlugin import JpegImageFile

from imgsim_desktop.reading.decode import hold_source
from imgsim_desktop.reading.jpeg import decode_luma
from imgsim_desktop.reading.memory import DECODING
from imgsim_desktop.reading.openers import check_size, decode_bytes, open_header
from imgsim_desktop.reading.trouble import Trouble, attempt
from imgsim_desktop.records import Coded

_LUMA_FIRST: Final = frozenset({"L", "RGB"})
"""Pillow's modes of JPEGs whose first plane is luma, where Adobe's mark does not say otherwise."""


def open_coded(path: Path) -> Coded | None:
    """The luma of a JPEG in full size; None for any other file, and for one that is damaged."""

    def work() -> Coded | None:
        source = hold_source(path, held)
        if not isinstance(source, bytes):
            return None
        header = open_header(source, path.suffix)
        image = header.image
        if header.format.name != "JPEG" or not isinstance(image, JpegImageFile):
            return None
        if image.mode not in _LUMA_FIRST or image.info.get("adobe_transform", 1) != 1:
            return None
        check_size(header)
        table = image.quantization.get(image.layer[0][3])
        if table is None or len(table) != 64 or not all(table):
            return None
        with DECODING.taken(decode_bytes(header)):
            light = decode_luma(source)
        header.close()
        if light is None or light.shape != (header.height_px, header.width_px):
            return None
        return Coded(light, np.reshape(np.array(table, np.float32), (8, 8)), header.orientation)

    with ExitStack() as held:
        found = attempt(work)
    return None if isinstance(found, Trouble) else found

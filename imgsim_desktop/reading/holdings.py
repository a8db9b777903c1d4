"""Holdings: what else one file holds, read while it is open; nothing is decoded for it."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PIL import Image

from imgsim_desktop.reading.gamut import is_wide_profile
from imgsim_desktop.reading.inside.gif import look_into_gif
from imgsim_desktop.reading.inside.heif import look_into_heif
from imgsim_desktop.reading.inside.jp2 import look_into_jp2
from imgsim_desktop.reading.inside.jpeg import look_into_jpeg
from imgsim_desktop.reading.inside.png import look_into_png
from imgsim_desktop.reading.inside.psd import look_into_psd
from imgsim_desktop.reading.inside.stored import Stored, TooMuchError
from imgsim_desktop.reading.inside.tiff import look_into_tiff
from imgsim_desktop.reading.inside.webp import look_into_webp
from imgsim_desktop.reading.jxl_size import read_jxl_kind
from imgsim_desktop.reading.openers import METADATA_TROUBLE, Header, Source
from imgsim_desktop.records import NOTHING_MORE, Holdings

_INTEROP_IFD, _INTEROP_INDEX = 0xA005, 1
_ADOBE_RGB = "R03"
"""Cameras write no profile for Adobe RGB, but this name (DCF 2.0)."""

_CLEAR = 250
"""Alpha from which a pixel counts as opaque: some programs round it."""

_MODE_BITS = {"I;16": 16, "I;16B": 16, "I;16L": 16, "I": 32, "F": 32}

_WALKERS: dict[str, Callable[[Stored], Holdings]] = {
    "JPEG": look_into_jpeg,
    "PNG": look_into_png,
    "HEIF": look_into_heif,
    "AVIF": look_into_heif,
    "WEBP": look_into_webp,
    "GIF": look_into_gif,
    "TIFF": look_into_tiff,
    "JPEG2000": look_into_jp2,
    "PSD": look_into_psd,
}


def look_inside(source: Source, header: Header, content_hash: bytes) -> Holdings | None:
    """What the file holds beside the picture in `header`, which is decoded by now.

    returns  None where the file has more pieces than anybody should wait for, or is so broken
             that they cannot be told apart: it is not known what it holds
    """
    try:
        found = _walk(source, header, content_hash)
    except (*METADATA_TROUBLE, struct.error, TooMuchError):
        return None
    image = header.image
    profile = image.info.get("icc_profile")
    return replace(
        found,
        channel_bits=max(found.channel_bits, header.channel_bits, _bits_of(header)),
        is_transparent=lets_through(image),
        is_wide_gamut=is_wide_profile(profile)
        if isinstance(profile, bytes) and profile
        else found.is_wide_gamut or image.mode in {"CMYK", "LAB"} or _says_adobe_rgb(header),
    )


def _walk(source: Source, header: Header, content_hash: bytes) -> Holdings:
    walker = _WALKERS.get(header.format.name)
    if walker is not None:
        with Stored(source, content_hash) as file:
            return walker(file)
    if header.format.name == "JXL":
        data = source if isinstance(source, bytes) else source.read_bytes()
        bits, is_animated = read_jxl_kind(data)
        pages = 0 if is_animated else 1
        digest = content_hash if is_animated else b""
        return Holdings(pages, is_animated, digest, channel_bits=max(8, bits))
    if header.format.name in {"DCX", "FLI"}:
        count = int(getattr(header.image, "n_frames", 1))
        if count > 1:
            return Holdings(count, header.format.name == "FLI", content_hash)
    return NOTHING_MORE


def lets_through(image: Image.Image) -> bool:
    """Whether the ground shows through some pixels of a decoded picture.

    One that is clear everywhere was written by a program that does not know of alpha.
    """
    clear = image.info.get("transparency")
    if image.mode in {"RGBA", "LA", "PA", "RGBa", "La"}:
        alpha = np.asarray(image.getchannel(image.getbands()[-1]))
        return bool(alpha.min() < _CLEAR and alpha.max() > 0)
    if image.mode == "P" and clear is not None:
        counts = image.histogram()
        alphas = clear if isinstance(clear, bytes) else b""
        of_index = {clear} if isinstance(clear, int) else set()
        of_index |= {n for n, alpha in enumerate(alphas) if alpha < _CLEAR}
        return any(counts[index] for index in of_index if 0 <= index < 256)
    if clear is not None and image.mode in {"1", "L", "RGB"}:
        return bool(np.asarray(image.convert("RGBA").getchannel("A")).min() < _CLEAR)
    return False


def _bits_of(header: Header) -> int:
    """By Pillow's mode, where no walker knows: it keeps 16 bits of some formats in 32."""
    if header.format.name in _WALKERS and header.format.name != "TIFF":
        return 8
    if header.image.mode == "I" and header.format.name == "PPM":
        return 16
    return _MODE_BITS.get(header.image.mode, 8)


def _says_adobe_rgb(header: Header) -> bool:
    if header.exif is None:
        return False
    try:
        return bool(header.exif.get_ifd(_INTEROP_IFD).get(_INTEROP_INDEX) == _ADOBE_RGB)
    except (*METADATA_TROUBLE, struct.error):
        return False

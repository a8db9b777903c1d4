"""Read: one file, opened once -> everything we know about it, or why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from imgsim_desktop.errors import KnownError
from imgsim_desktop.reading.decode import (
    MAX_BYTES_IN_MEMORY,
    TOLERATED_LOSS,
    WORKING_SHORT_PX,
    decode,
    decode_thumbnail,
    encode_jpeg,
    needed_short_px,
    open_upright,
    shape_input,
    shrink_to,
    size_of_file,
)
from imgsim_desktop.reading.embedded import decode_embedded
from imgsim_desktop.reading.facts import gather_facts, luma, words_of
from imgsim_desktop.reading.fingerprints import hash_bytes, hash_file, hash_look, hash_pixels
from imgsim_desktop.reading.holdings import look_inside
from imgsim_desktop.reading.memory import DECODING
from imgsim_desktop.reading.metadata import read_metadata
from imgsim_desktop.reading.openers import Source, open_header
from imgsim_desktop.reading.trouble import Trouble, attempt
from imgsim_desktop.records import (
    THUMBNAIL_PX,
    Failure,
    FoundFile,
    InputShape,
    Pixels,
    Reading,
)

READER_VERSION = 9
"""Raised whenever this room finds out more, or other things, about the same file. What an older one
found out, or failed at, is read again by the next scan; 0.1.0 was version 1."""

_LOOK_PX = 64


def read_photo(
    file: FoundFile, shape: InputShape, parts_shape: InputShape | None = None
) -> Reading | Failure:
    """Hashes, facts, thumbnail and network input of one file; never raises for a bad file.

    parts_shape  of the input for parts, if the network looks at them

    Called from the threads of the reading pool; large pictures wait for one another.
    Cancelled and KeyboardInterrupt pass through.
    """
    reading = attempt(lambda: _read(file, shape, parts_shape))
    if isinstance(reading, Trouble):
        return Failure(file, reading.reason, reading.detail)
    return reading


@dataclass(frozen=True, slots=True)
class Square:
    """A picture as a training takes it."""

    pixels: Pixels
    aspect: float
    """Width by height, before it was squashed."""


def read_square(source: Path | Pixels | str, max_side_px: int, shape: InputShape) -> Square | str:
    """A file, or pixels that are there already, shaped for a training; or why it cannot be.

    source  text is the reason why there is nothing, and comes back as it is
    """
    if isinstance(source, str):
        return source
    try:
        pixels = open_upright(source, max_side_px) if isinstance(source, Path) else source
    except KnownError as error:
        return error.sentence
    return Square(shape_pixels(pixels, shape), pixels.shape[1] / pixels.shape[0])


def read_from_thumbnail(jpeg: bytes, shape: InputShape) -> Pixels:
    """Network input (size, size, 3) from a stored thumbnail, after a change of model.

    Enlarged where the network sees more than the thumbnail has.
    """
    return shape_input(Image.fromarray(decode_thumbnail(jpeg)), shape)


def shape_pixels(pixels: Pixels, shape: InputShape) -> Pixels:
    """Network input (size, size, 3) from a picture in memory, as a scan would make it."""
    return shape_input(Image.fromarray(pixels), shape)


def _read(file: FoundFile, shape: InputShape, parts_shape: InputShape | None) -> Reading:
    size_bytes = size_of_file(file.path)
    with DECODING.holding_file(min(size_bytes, MAX_BYTES_IN_MEMORY)):
        return _read_whole(file, size_bytes, shape, parts_shape)


def _read_whole(
    file: FoundFile, size_bytes: int, shape: InputShape, parts_shape: InputShape | None
) -> Reading:
    source: Source
    if size_bytes > MAX_BYTES_IN_MEMORY:
        source, content_hash = file.path, hash_file(file.path)
    else:
        source = file.path.read_bytes()
        content_hash = hash_bytes(source)
    suffix = file.path.suffix
    header = open_header(source, suffix)
    embedded = None
    if isinstance(source, bytes):
        shapes = (shape,) if parts_shape is None else (shape, parts_shape)
        embedded = decode_embedded(source, header, max(map(needed_short_px, shapes)))
    if embedded is None:
        working = decode(
            source, header, THUMBNAIL_PX, WORKING_SHORT_PX, tolerated_loss=TOLERATED_LOSS
        )
    else:
        working, header.damage = embedded.image, embedded.damage
    small = shrink_to(working, THUMBNAIL_PX)
    small_pixels = np.asarray(small)
    is_turned = header.orientation >= 5
    width = header.height_px if is_turned else header.width_px
    height = header.width_px if is_turned else header.height_px
    look = small.resize((_LOOK_PX, _LOOK_PX), Image.Resampling.BOX)
    found = read_metadata(header)
    facts = gather_facts(header, width, height, small_pixels, found)
    if embedded is not None:
        facts = replace(facts, sharpness=round(facts.sharpness * embedded.softness, 2))
    reading = Reading(
        file=file,
        content_hash=content_hash,
        pixel_hash=hash_pixels(width, height, small_pixels)
        if embedded is None
        else embedded.coded_hash,
        perceptual_hash=hash_look(luma(np.asarray(look))),
        facts=replace(facts, holdings=look_inside(source, header, content_hash)),
        thumbnail_jpeg=encode_jpeg(small_pixels),
        pixels=_network_input(source, suffix, small, working, shape),
        part_pixels=None
        if parts_shape is None
        else _network_input(source, suffix, small, working, parts_shape),
        words=words_of(found),
    )
    header.close()  # not before: `working` may be the same picture
    return reading


def _network_input(
    source: Source, suffix: str, small: Image.Image, working: Image.Image, shape: InputShape
) -> Pixels:
    """From the smallest picture at hand that need not be enlarged."""
    needed = needed_short_px(shape)
    if min(small.size) >= needed or small.size == working.size:
        return shape_input(small, shape)
    if min(working.size) < needed > WORKING_SHORT_PX:
        # a network that sees more than we keep: decoded again, so that hashes stay independent
        again = open_header(source, suffix)
        working = decode(source, again, THUMBNAIL_PX, needed, tolerated_loss=TOLERATED_LOSS)
        pixels = shape_input(working, shape)
        again.close()
        return pixels
    return shape_input(working, shape)

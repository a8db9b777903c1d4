"""Decode: a file's bytes -> an upright sRGB picture of the size somebody needs.

The decoder shrinks where it can (JPEG, to 1/8 at most); everything else is averaged down.
Measured on one core of a 2025 EPYC at 7.9-9.7 megapixels: shrunk 16-31 ms, full size 24-55 ms.
"""

from __future__ import annotations

import io
import math
import stat
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from imgsim_desktop.errors import KnownError, Sentence, translatable
from imgsim_desktop.reading.colour import drop_empty_alpha, to_plain, to_srgb
from imgsim_desktop.reading.grey_end import ends_grey, missing_rows
from imgsim_desktop.reading.jpeg import decode_jpeg, find_damage
from imgsim_desktop.reading.memory import DECODING, MAX_DECODE_BYTES
from imgsim_desktop.reading.openers import (
    Header,
    Source,
    check_size,
    decode_bytes,
    open_header,
)
from imgsim_desktop.reading.raster_step import has_raster_step
from imgsim_desktop.reading.trouble import Trouble, UnreadableError, attempt
from imgsim_desktop.records import THUMBNAIL_PX, Damage, InputShape, Pixels, Reason

WORKING_SHORT_PX = 256
"""Short side that is decoded at least, where the file has it: enough for the input of every
network we offer, and independent of the network, so that hashes do not change with it."""

MAX_BYTES_IN_MEMORY = 256 * 2**20
"""Larger files are decoded from disk."""

TOLERATED_LOSS = 0.4
"""Share of the rows that may be missing. What is left is shown, called damaged and never preferred
to a whole copy; of which less is left, that is listed as not readable."""

_UNUSED_ALPHA = frozenset({"TGA", "BMP", "DDS"})

THUMBNAIL_QUALITY = 85

_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def decode(
    source: Source,
    header: Header,
    long_px: int,
    short_px: int,
    *,
    tolerated_loss: float,
    keeps_alpha: bool = False,
) -> Image.Image:
    """Upright sRGB picture of at least long_px x short_px, or full size where it is smaller.

    Less than twice as large as asked for. `header` is used up; its `damage` is known afterwards.
    tolerated_loss  share of the rows that may be missing
    keeps_alpha     RGBA instead of laid over the ground that shows it

    Raises UnreadableError or what a decoder raises; call it inside `attempt`.
    """
    image = header.image
    wanted = _wanted(image.size, long_px, short_px)
    shrink = _shrink(image.size, wanted) if header.is_shrinkable else 1
    check_size(header, shrink=shrink)
    if header.loss > tolerated_loss:
        raise UnreadableError(Reason.TRUNCATED, f"{header.loss:.0%} of the picture is missing")
    with DECODING.taken(decode_bytes(header, shrink)):
        if header.is_shrinkable:
            image = _load_jpeg(source, header, wanted, shrink, tolerated_loss)
        else:
            header.load()
        icc_profile = header.image.info.get("icc_profile")
        plain = to_plain(image)
        if header.format.name in _UNUSED_ALPHA:
            plain = drop_empty_alpha(plain)
        if header.damage is None and ends_grey(plain):
            header.damage = Damage.GREY
        if min(plain.width / wanted[0], plain.height / wanted[1]) >= 2:
            # not `reduce`: it counts a cut last cell as whole, which shifts a 2000 px wide PNG by
            # 0.2 % against its JPEG (mean difference of the network input 3.6 levels, so 0.3)
            roomy = (round(1.5 * wanted[0]), round(1.5 * wanted[1]))
            plain = plain.resize(roomy, Image.Resampling.HAMMING, reducing_gap=1.5)
    profile = icc_profile if isinstance(icc_profile, bytes) else None
    upright = to_srgb(plain, profile, keeps_alpha=keeps_alpha)
    turn = _TRANSPOSE.get(header.orientation)
    return upright if turn is None else upright.transpose(turn)


def shrink_to(image: Image.Image, long_px: int) -> Image.Image:
    """At most long_px on the long side; never enlarged."""
    if max(image.size) <= long_px:
        return image
    scale = long_px / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.HAMMING, reducing_gap=2.0)


def shape_input(image: Image.Image, shape: InputShape) -> Pixels:
    """What the network sees: (size, size, 3), squashed or cut from the centre."""
    side = shape.size_px
    if shape.fit == "squash":
        return np.asarray(_resize(image, (side, side)))
    short = shape.resize_px or side
    scale = short / min(image.size)
    width, height = (max(short, round(edge * scale)) for edge in image.size)
    left, top = (width - side) / 2, (height - side) / 2
    box = (left / scale, top / scale, (left + side) / scale, (top + side) / scale)
    x0, y0 = max(0.0, box[0]), max(0.0, box[1])
    x1, y1 = min(float(image.width), box[2]), min(float(image.height), box[3])
    return np.asarray(_resize(image, (side, side), (x0, y0, x1, y1)))


def needed_short_px(shape: InputShape) -> int:
    """Short side a picture must have so that the network's input need not be enlarged."""
    return shape.size_px if shape.fit == "squash" else max(shape.resize_px, shape.size_px)


def open_upright(path: Path, max_side_px: int | None = None) -> Pixels:
    """Decode a photo for looking at it, or as a query; damaged ones as far as they go.

    max_side_px  at most this on the long side; None: full size, as far as memory allows
    Raises KnownError with a sentence for the person.
    """
    return _open(path, max_side_px, keeps_alpha=False)


def open_clear(path: Path, max_side_px: int | None = None) -> Pixels:
    """The same (h, w, 4) with its alpha, laid over no ground. Raises KnownError."""
    return _open(path, max_side_px, keeps_alpha=True)


def _open(path: Path, max_side_px: int | None, *, keeps_alpha: bool) -> Pixels:
    def work() -> Pixels:
        source = hold_source(path, held)
        header = open_header(source, path.suffix)
        long_px = max(header.image.size) if max_side_px is None else max_side_px
        if header.is_shrinkable and decode_bytes(header) > MAX_DECODE_BYTES // 2:
            long_px = min(long_px, max(header.image.size) // 2)
        image = decode(source, header, long_px, 1, tolerated_loss=1.0, keeps_alpha=keeps_alpha)
        pixels = np.asarray(image if max_side_px is None else shrink_to(image, max_side_px))
        header.close()
        return pixels

    with ExitStack() as held:
        pixels = attempt(work)
    if isinstance(pixels, Trouble):
        raise KnownError(
            Sentence(
                "The picture {name} could not be read: {why}.", name=path.name, why=pixels.detail
            ),
            "Choose another picture.",
        )
    return pixels


def can_decode(path: Path) -> bool:
    """Whether the whole photo decodes now; asked before a copy of it is removed.

    Stricter than reading: a damaged copy is no reason to remove a whole one.
    """

    def work() -> bool:
        source = hold_source(path, held)
        header = open_header(source, path.suffix)
        decode(source, header, THUMBNAIL_PX, 1, tolerated_loss=0.0)
        header.close()
        return header.damage is None

    with ExitStack() as held:
        return attempt(work) is True


def is_loaded() -> bool:
    """Yes, and with it all decoders: what a process is asked that will soon be needed."""
    return True


def grey_small(jpeg: bytes) -> NDArray[np.uint8]:
    """Luma (h, w) of a thumbnail, for the pair check."""
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as image:
        image.draft("L", None)
        return np.asarray(image.convert("L"))


def decode_thumbnail(jpeg: bytes) -> Pixels:
    """Pixels (h, w, 3) of a thumbnail of our own making."""
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as image:
        return np.asarray(image.convert("RGB"))


def encode_jpeg(pixels: Pixels, quality: int = THUMBNAIL_QUALITY) -> bytes:
    """Pixels (h, w, 3) as a JPEG file."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def size_of_file(path: Path) -> int:
    """In bytes; raises UnreadableError for a pipe or a device: opening one waits for ever."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError(Reason.NOT_A_PICTURE, translatable("no plain file"))
    return status.st_size


def hold_source(path: Path, held: ExitStack) -> Source:
    """The file; what it takes of the memory is held as long as `held`."""
    size_bytes = size_of_file(path)
    held.enter_context(DECODING.holding_file(min(size_bytes, MAX_BYTES_IN_MEMORY)))
    return path if size_bytes > MAX_BYTES_IN_MEMORY else path.read_bytes()


def _wanted(size: tuple[int, int], long_px: int, short_px: int) -> tuple[int, int]:
    """Size to decode to: both sides long enough, never beyond the picture's own."""
    scale = min(1.0, max(long_px / max(size), short_px / min(size)))
    return max(1, math.floor(size[0] * scale)), max(1, math.floor(size[1] * scale))


def _shrink(size: tuple[int, int], wanted: tuple[int, int]) -> int:
    """The step libjpeg will take for this size: 1, 2, 4 or 8."""
    room = min(size[0] // wanted[0], size[1] // wanted[1])
    return next(step for step in (8, 4, 2, 1) if room >= step)


def _load_jpeg(
    source: Source, header: Header, wanted: tuple[int, int], shrink: int, tolerated_loss: float
) -> Image.Image:
    image = header.image
    image.draft(None, wanted)
    if not isinstance(source, bytes) or header.format.name != "JPEG":
        image.load()  # from disk, or the preview of a RAW file
        return image
    whole = decode_jpeg(source, image, shrink, strict=True)
    if whole is not None:
        if has_raster_step(whole, _block(image, shrink)):
            header.damage = Damage.BROKEN
        return whole
    header.damage = find_damage(source)
    loose = decode_jpeg(source, image, shrink, strict=False)
    if loose is None:
        loose = _load_loosely(source, header, wanted)
    if header.damage is not None and (loss := missing_rows(loose)) > tolerated_loss:
        raise UnreadableError(Reason.TRUNCATED, f"the last {loss:.0%} of the rows are missing")
    return loose


def _block(image: Image.Image, shrink: int) -> tuple[int, int]:
    """Width and height, once decoded at 1/shrink, of what a JPEG codes together."""
    planes = getattr(image, "layer", [])
    wide = max((plane[1] for plane in planes), default=1) if len(planes) > 1 else 1
    high = max((plane[2] for plane in planes), default=1) if len(planes) > 1 else 1
    return max(1, 8 * wide // shrink), max(1, 8 * high // shrink)


def _load_loosely(data: bytes, header: Header, wanted: tuple[int, int]) -> Image.Image:
    """What Pillow makes of a JPEG that may lack its end: libjpeg fills the rest with flat grey.

    An end mark is put behind the data, instead of Pillow's LOAD_TRUNCATED_IMAGES, which would
    change what every other thread decodes.
    """
    try:
        header.image.load()
    except OSError as error:
        if error.errno is not None or "truncated" not in str(error):
            raise
        header.damage = header.damage or Damage.CUT
        image = JpegImageFile(io.BytesIO(data + b"\xff\xd9"))
        image.draft(None, wanted)
        image.load()
        return image
    return header.image


def _resize(
    image: Image.Image,
    size: tuple[int, int],
    box: tuple[float, float, float, float] | None = None,
) -> Image.Image:
    return image.resize(size, Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)

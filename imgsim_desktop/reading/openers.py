"""Openers: bytes -> a picture whose header is read and whose size is judged, not yet decoded.

Pillow's plugins are called directly, not through `Image.open`: its bomb check knows one global
limit for every format, and would refuse the 100-megapixel JPEG that decoding at 1/8 makes harmless.
"""

from __future__ import annotations

import importlib
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import AvifImagePlugin, Image, ImageFile
from PIL.JpegImagePlugin import JpegImageFile

from imgsim_desktop.errors import translatable
from imgsim_desktop.reading.cut_ends import mend_tiff, mend_webp
from imgsim_desktop.reading.formats import (
    FORMATS,
    HEAD_BYTES,
    Format,
    name_unsupported,
    sniff,
)
from imgsim_desktop.reading.jpeg_scans import check_scans
from imgsim_desktop.reading.jxl import decode_jxl, jpeg_inside, unpacked
from imgsim_desktop.reading.jxl_size import read_jxl_size
from imgsim_desktop.reading.memory import DECODING, MAX_DECODE_BYTES
from imgsim_desktop.reading.mended import Mended
from imgsim_desktop.reading.png import check_png
from imgsim_desktop.reading.trouble import UnreadableError
from imgsim_desktop.reading.wide_tiff import open_wide_tiff
from imgsim_desktop.records import THUMBNAIL_PX, Damage, Reason

Source = bytes | Path
"""A file's bytes, or where it lies if it is too large to be held twice."""

MAX_PIXELS = 500_000_000
"""Beyond this nothing is decoded, not even shrunk: 65,500 x 65,500 JPEG takes half a minute."""

PREVIEW_MIN_PX = THUMBNAIL_PX
"""Long side from which a RAW file's embedded preview is taken: it is the maker's own development;
a scanner's linear NEF, for one, is nearly white without it. Below it, half-size demosaicing."""

EXIF_ORIENTATION = 274
_PAGES_LOOKED_AT = 16
"""Of a TIFF, for the first one that is no preview."""
_PREVIEW_OR_MASK, _OLD_PREVIEW = 5, 2
"""Bits of the TIFF tag NewSubfileType, and a value of SubfileType, which it replaced."""
_RAW_EXIF_BYTES = 4 * 2**20
"""How far into a RAW file its EXIF is looked for: tags stand before the sensor's data."""

_MODE_BYTES_PX = {
    "1": 1, "L": 1, "P": 5, "PA": 9, "LA": 8, "RGBA": 8, "I;16": 6, "I;16B": 6, "I": 17, "F": 17,
}  # fmt: skip
"""Pillow's own bytes a pixel with the copy that `to_plain` and reducing need; 4 for the rest."""


@dataclass(slots=True)
class Header:
    """A picture after its header was read."""

    image: Image.Image
    """Pillow's picture; for RAW that of its preview."""
    format: Format
    width_px: int
    """Full size, before turning it upright."""
    height_px: int
    orientation: int
    """EXIF code 1-8, what is still to be done to stand upright."""
    exif: Image.Exif | None
    """Where the facts come from; None if it cannot be read, or not yet."""
    is_exif_behind: bool = False
    """PNG may carry its EXIF behind the pixels."""
    channel_bits: int = 8
    """Of one colour, where only the opener knows it: the sensor's of a RAW file."""
    damage: Damage | None = None
    """What is found out while opening and decoding; None before."""
    loss: float = 0.0
    """Share of the rows that are known to be missing when it was opened."""
    bytes_px: int = 0
    """Memory a pixel that decoding takes, where it takes more than others of its format."""

    @property
    def is_shrinkable(self) -> bool:
        """Whether the decoder itself can shrink: costs less time and memory."""
        return self.image.format == "JPEG"

    def load(self) -> None:
        """Decode; call `check_size` before."""
        self.image.load()
        if self.is_exif_behind:
            self.exif = read_exif(self.image)
            self.orientation = orientation_of(self.exif)

    def close(self) -> None:
        """Let go of the file and the decoded picture; metadata stays."""
        self.image.close()


def open_header(source: Source, suffix: str) -> Header:
    """Recognise the format by content and read the header.

    Raises UnreadableError with a reason, or whatever a decoder raises; call it inside `attempt`.
    """
    head = _head(source)
    if not head:
        raise UnreadableError(Reason.EMPTY, "0 bytes")
    format_ = sniff(head, suffix)
    if format_ is None:
        known = name_unsupported(head)
        if known:
            raise UnreadableError(Reason.UNSUPPORTED, f"{known}, not a photo")
        if not head.strip(b"\0"):
            raise UnreadableError(Reason.NOT_A_PICTURE, translatable("starts with zeros only"))
        words = translatable("the content is no picture format we know")
        raise UnreadableError(Reason.NOT_A_PICTURE, words)
    if not format_.is_available:
        sentence = f"{format_.name} needs the Python package {format_.needs[0]}"
        raise UnreadableError(Reason.UNSUPPORTED, sentence)
    if format_.opener == "raw":
        return _open_raw(source, format_)
    if format_.opener == "jxl":
        return _open_jxl(source, format_)
    return _open_pillow(source, format_)


def check_size(header: Header, *, shrink: int = 1) -> None:
    """Refuse what would take too much memory, before any of it is decoded."""
    pixels = header.image.width * header.image.height
    if max(pixels, header.width_px * header.height_px) > MAX_PIXELS:
        raise _too_large(header.width_px, header.height_px)
    if decode_bytes(header, shrink) > MAX_DECODE_BYTES:
        raise _too_large(header.width_px, header.height_px)


def decode_bytes(header: Header, shrink: int = 1) -> int:
    """Memory that decoding at 1/shrink will take, roughly."""
    image = header.image
    pixels = image.width * image.height
    total = pixels * _MODE_BYTES_PX.get(image.mode, 4) // shrink**2
    if image.info.get("progressive"):
        total += 6 * pixels  # libjpeg holds all coefficients, two bytes a channel
    if header.image.format != "JPEG":
        total += pixels * max(header.format.decoder_bytes_px, header.bytes_px)
    return total


def _head(source: Source, size: int = HEAD_BYTES) -> bytes:
    if isinstance(source, bytes):
        return source[:size]
    with source.open("rb") as file:
        return file.read(size)


def _stream(source: Source) -> io.BytesIO | io.BufferedReader:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _open_pillow(source: Source, format_: Format) -> Header:
    checked = _mended(source, format_) if isinstance(source, bytes) else None
    if checked is not None and format_.name == "TIFF":
        wide = open_wide_tiff(checked.data)
        if wide is not None:
            size = wide.image.size
            header = Header(wide.image, format_, *size, wide.orientation, wide.exif)
            header.bytes_px = wide.bytes_px
            header.damage, header.loss = checked.damage, checked.loss
            return header
    image = open_plugin(source if checked is None else checked.data, format_.name)
    if format_.name == "TIFF":
        show_main_page(image)
    header = _header_of(image, format_)
    if checked is not None:
        header.damage, header.loss = checked.damage, checked.loss
        if checked.icc_profile is not None:
            image.info["icc_profile"] = checked.icc_profile
    return header


def _mended(data: bytes, format_: Format) -> Mended | None:
    """The file, made whole where it was cut off; None for formats that nobody mends."""
    mend = {"PNG": check_png, "WEBP": mend_webp, "TIFF": mend_tiff}.get(format_.name)
    return None if mend is None else mend(data)


def show_main_page(image: Image.Image) -> None:
    """Go to the first page of a TIFF that is not marked as a small preview or a mask of another."""
    for page in range(_PAGES_LOOKED_AT):
        try:
            image.seek(page)
        except EOFError:
            break
        kind, old_kind = tags_of_page(image)
        if not kind & _PREVIEW_OR_MASK and old_kind != _OLD_PREVIEW:
            return
    image.seek(0)


def tags_of_page(image: Image.Image) -> tuple[int, int]:
    """NewSubfileType and SubfileType, 0 where they are missing or nonsense."""
    tags = getattr(image, "tag_v2", {})
    found = (tags.get(254, 0), tags.get(255, 0))
    kind, old_kind = (value if isinstance(value, int) else 0 for value in found)
    return kind, old_kind


def _header_of(image: ImageFile.ImageFile, format_: Format) -> Header:
    if format_.name == "PNG" and "exif" not in image.info:
        # asking for it now would decode the picture, before its size is judged
        return Header(image, format_, image.width, image.height, 1, None, is_exif_behind=True)
    exif = read_exif(image)
    # Pillow turns TIFF itself while loading, and declares the turned size
    orientation = 1 if format_.name == "TIFF" else orientation_of(exif)
    return Header(image, format_, image.width, image.height, orientation, exif)


def open_plugin(source: Source, plugin: str) -> ImageFile.ImageFile:
    """One Pillow plugin on one file: its header is read, nothing decoded.

    Raises UnreadableError for a JPEG that would be decoded for ever.
    """
    register_plugins()
    if plugin == "JPEG":
        check_scans(source)
    # not the factory for JPEG: of an MPO (two JPEGs in one file) the first picture is the photo
    factory = JpegImageFile if plugin == "JPEG" else Image.OPEN[plugin][0]
    stream = _stream(source)
    try:
        return factory(stream, "")
    except BaseException:
        stream.close()
        raise


@cache
def register_plugins() -> None:
    """Pillow's own plugins and that for HEIC; one thread a picture, the pool is the parallelism."""
    Image.init()
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    heif = FORMATS["HEIF"].package
    if heif is not None:
        importlib.import_module(heif).register_heif_opener(
            thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
        )


def _open_jxl(source: Source, format_: Format) -> Header:
    """JPEG XL: decoded on opening, so the size is read before, by us."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    size = read_jxl_size(data)
    if size is None:
        raise UnreadableError(Reason.DAMAGED, "no JPEG XL header")
    width, height = size
    needed_bytes = width * height * (format_.decoder_bytes_px + 4)
    if needed_bytes > MAX_DECODE_BYTES:
        raise _too_large(width, height)
    with DECODING.taken(needed_bytes):
        if format_.package == "pillow_jxl":
            image, is_jpeg = _by_pillow_jxl(data)
        else:
            jpeg = jpeg_inside(data := unpacked(data))
            is_jpeg = jpeg is not None
            image = decode_jxl(data) if jpeg is None else open_plugin(jpeg, "JPEG")
    exif = read_exif(image)
    # libjxl turns the picture itself, but of a JPEG inside JPEG XL we get the JPEG as it was
    orientation = orientation_of(exif) if is_jpeg else 1
    return Header(image, format_, image.width, image.height, orientation, exif)


def _by_pillow_jxl(data: bytes) -> tuple[Image.Image, bool]:
    """The picture, and whether it was a JPEG that was only packed tighter."""
    from pillow_jxl import JpegXLImagePlugin

    JpegXLImagePlugin.DECODE_THREADS = 0  # none of its own
    image = JpegXLImagePlugin.JXLImageFile(io.BytesIO(data), "")
    return image, bool(image.jpeg)


def _open_raw(source: Source, format_: Format) -> Header:
    """Camera RAW: the preview the camera made, or the sensor's data at half size."""
    import rawpy

    stream = _stream(source)
    try:
        raw = rawpy.imread(stream)
    except rawpy.LibRawError as error:
        stream.close()
        raise _raw_trouble(error) from error
    try:
        sizes = raw.sizes
        channel_bits = int(raw.white_level or 255).bit_length()
        width, height = sizes.width, sizes.height
        turn = {3: 3, 5: 8, 6: 6}.get(sizes.flip, 1)
        preview = _raw_preview(raw)
        if preview is None:
            needed_bytes = width * height * format_.decoder_bytes_px
            if needed_bytes > MAX_DECODE_BYTES:
                raise _too_large(width, height)
            with DECODING.taken(needed_bytes):
                # user_flip=0: turned by us like any other picture
                array = raw.postprocess(half_size=True, use_camera_wb=True, user_flip=0)
            preview = Image.fromarray(array)
    except rawpy.LibRawError as error:
        raise _raw_trouble(error) from error
    finally:
        raw.close()
        stream.close()
    preview_exif = read_exif(preview)
    if preview_exif is not None and EXIF_ORIENTATION in preview_exif:
        turn = orientation_of(preview_exif)
    exif = _raw_exif(source) or preview_exif
    return Header(preview, format_, width, height, turn, exif, channel_bits=channel_bits)


def _raw_preview(raw: object) -> Image.Image | None:
    import rawpy

    try:
        thumb = raw.extract_thumb()  # type: ignore[attr-defined]
    except (rawpy.LibRawNoThumbnailError, rawpy.LibRawUnsupportedThumbnailError):
        return None
    if thumb.format == rawpy.ThumbFormat.JPEG:
        try:
            preview: Image.Image = open_plugin(bytes(thumb.data), "JPEG")
        except SyntaxError:
            return None
    else:
        preview = Image.fromarray(thumb.data)
    return preview if max(preview.size) >= PREVIEW_MIN_PX else None


def _raw_exif(source: Source) -> Image.Exif | None:
    """Most RAW files are TIFF files outside; the others carry their EXIF in the preview."""
    head = _head(source, _RAW_EXIF_BYTES)
    if not head.startswith((b"II*\0", b"MM\0*")):
        return None
    exif = Image.Exif()
    try:
        exif.load_from_fp(io.BytesIO(head))
    except METADATA_TROUBLE:
        return None
    return exif


def _raw_trouble(error: Exception) -> UnreadableError:
    words = str(error) or type(error).__name__
    text = words.lower()
    if "unsupported" in text or "not raw" in text:
        return UnreadableError(Reason.UNSUPPORTED, words)
    reason = Reason.TRUNCATED if "input/output" in text else Reason.DAMAGED
    return UnreadableError(reason, words)


METADATA_TROUBLE = (
    AttributeError, EOFError, IndexError, KeyError, MemoryError, OSError, OverflowError,
    RuntimeError, SyntaxError, TypeError, ValueError, ZeroDivisionError,
)  # fmt: skip
"""What Pillow's readers of EXIF, IPTC and XMP raise on garbage (struct.error is a ValueError not
everywhere, so it is caught by name where bytes are unpacked)."""


def read_exif(image: Image.Image) -> Image.Exif | None:
    """The picture's EXIF; None where it is broken: that never fails a photo."""
    try:
        return image.getexif()
    except METADATA_TROUBLE:
        return None


def orientation_of(exif: Image.Exif | None) -> int:
    """EXIF orientation 1-8; 1 for whatever is missing or nonsense."""
    value = 1 if exif is None else exif.get(EXIF_ORIENTATION, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _too_large(width: int, height: int) -> UnreadableError:
    return UnreadableError(Reason.TOO_LARGE, f"{width} x {height} pixels")

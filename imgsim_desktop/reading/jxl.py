"""JPEG XL by pylibjxl: pixels, the JPEG a file may be made of, and what is packed beside them."""

from __future__ import annotations

import struct

from PIL import Image

_CONTAINER = b"\0\0\0\x0cJXL \r\n\x87\n"
_PACKED, _JPEG_RECIPE = b"brob", b"jbrd"
_KEPT = (b"Exif", b"xml ")
_TAKEN = ("icc_profile", "exif", "xmp")
"""By pylibjxl's names, which are Pillow's."""
_MAX_UNPACKED_BYTES = 16 * 2**20
"""Of one box. libjxl unpacks without a bound: 241 bytes took 800 MB of memory."""
_MAX_BOXES = 10_000


def decode_jxl(data: bytes) -> Image.Image:
    """The first frame, turned upright as the file says, 8 bits a channel, with ICC, EXIF and XMP.

    data  a whole file after `unpacked`

    Raises RuntimeError where libjxl cannot decode it.
    """
    import pylibjxl

    with pylibjxl.JXL(threads=1, pool_size=1) as decoder:  # the pool of readers is the parallelism
        pixels, beside = decoder.decode(data, metadata=True)
    image = Image.fromarray(pixels)
    image.format = "JXL"
    image.info.update({name: beside[name] for name in _TAKEN if name in beside})
    return image


def jpeg_inside(data: bytes) -> bytes | None:
    """The JPEG that this file was packed from without loss; None where it was not, or is damaged.

    data  a whole file after `unpacked`
    """
    import pylibjxl

    if not any(kind == _JPEG_RECIPE for kind, _, _ in _boxes_of(data)):
        return None
    try:
        return bytes(pylibjxl.jxl_to_jpeg(data))
    except RuntimeError:
        return None  # its pixels may still be read


def unpacked(data: bytes) -> bytes:
    """The same file with EXIF and XMP plain and nothing packed, whatever its size would be.

    What cannot be unpacked within bounds is left out.
    """
    boxes = _boxes_of(data)
    if len(boxes) < _MAX_BOXES and not any(kind == _PACKED for kind, _, _ in boxes):
        return data
    plain = []
    for kind, start, end in boxes:
        if kind != _PACKED:
            plain.append(data[start:end])
            continue
        inner, body = _unpack(data[start:end])
        if body is not None:
            plain.append(struct.pack(">I", 8 + len(body)) + inner + body)
    return b"".join(plain)


def _unpack(box: bytes) -> tuple[bytes, bytes | None]:
    """Kind and content of a packed box; None for the content where nobody needs or can have it."""
    import brotli

    head = 16 if box[:4] == b"\0\0\0\1" else 8
    kind = box[head : head + 4]
    if kind not in _KEPT:
        return kind, None
    unpacker = brotli.Decompressor()
    try:
        body = unpacker.process(box[head + 4 :], output_buffer_limit=_MAX_UNPACKED_BYTES)
    except brotli.error:
        return kind, None
    return kind, body if unpacker.is_finished() else None


def _boxes_of(data: bytes) -> list[tuple[bytes, int, int]]:
    """(kind, start, end) of the boxes side by side, heads included; none of a bare codestream."""
    if not data.startswith(_CONTAINER):
        return []
    boxes: list[tuple[bytes, int, int]] = []
    at = 0
    while at + 8 <= len(data) and len(boxes) < _MAX_BOXES:
        size, head = int.from_bytes(data[at : at + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        end = len(data) if size == 0 else min(at + size, len(data))
        if size and size < head:
            break
        boxes.append((data[at + 4 : at + 8], at, end))
        at = end
    return boxes

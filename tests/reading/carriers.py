"""Files that hold more than one picture, put together byte by byte as programs write them."""

from __future__ import annotations

import io
import struct
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageCms

from tests.pictures import let_pillow_write_heic, scene

PLAIN = Image.fromarray(scene(1, 160, 120))
OTHER = Image.fromarray(scene(2, 160, 120))
THIRD = Image.fromarray(scene(3, 160, 120))


def saved(kind: str, image: Image.Image = PLAIN, **options: object) -> bytes:
    """A copy is saved: Pillow keeps settings of one encoder for the next one."""
    buffer = io.BytesIO()
    image.copy().save(buffer, kind, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


STILL = saved("JPEG", quality=90)
let_pillow_write_heic()


# Films and sounds --------------------------------------------------------------------------------


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


def film(frames: int = 12, per_second: int = 10) -> bytes:
    """A real MP4 of some pictures, as a telephone would append it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"mp4v"), per_second, (160, 120))
        for n in range(frames):
            writer.write(cv2.cvtColor(scene(n + 10, 160, 120), cv2.COLOR_RGB2BGR))
        writer.release()
        return path.read_bytes()


def sound_track(seconds: float = 1.5) -> bytes:
    """An M4A without samples: its index says one sound track of that length."""
    head = box(b"mvhd", bytes(12), struct.pack(">II", 1000, int(seconds * 1000)), bytes(80))
    handler = box(b"hdlr", bytes(8), b"soun", bytes(12))
    index = box(b"moov", head, box(b"trak", box(b"mdia", handler)))
    return box(b"ftyp", b"M4A \0\0\0\0M4A ") + index + box(b"mdat", bytes(500))


def wave() -> bytes:
    samples = bytes(2000)
    body = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    body += b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(body)) + body


def samsung(picture: bytes, *parts: tuple[bytes, bytes]) -> bytes:
    """A JPEG with Samsung's trailer of named parts behind it."""
    blocks, directory = b"", b""
    placed = []
    for name, data in parts:
        start = len(blocks)
        blocks += struct.pack("<HHI", 0, 0x0A30, len(name)) + name + data
        placed.append((start, len(blocks) - start))
    for start, size in placed:
        directory += struct.pack("<HHII", 0, 0x0A30, len(blocks) - start, size)
    head = b"SEFH" + struct.pack("<II", 106, len(parts)) + directory
    return picture + blocks + head + struct.pack("<I", len(head)) + b"SEFT"


# JPEG --------------------------------------------------------------------------------------------


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def with_segments(jpeg: bytes, *segments: bytes) -> bytes:
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def xmp_segment(inside: str, attributes: str = "") -> bytes:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    packet = (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{rdf}">'
        f'<rdf:Description rdf:about="" {attributes}>{inside}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    )
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet.encode())


def more_xmp_segment(inside: str) -> bytes:
    head = b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32
    text = inside.encode()
    return segment(0xE1, head + struct.pack(">II", len(text), 0) + text)


def container(*items: tuple[str, int]) -> bytes:
    """XMP that lists what lies in the file: the primary picture, then (semantic, bytes)."""
    listed = "".join(
        f'<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="image/jpeg"'
        f' Item:Semantic="{semantic}" Item:Length="{size}"/></rdf:li>'
        for semantic, size in (("Primary", 0), *items)
    )
    return xmp_segment(
        f"<Container:Directory><rdf:Seq>{listed}</rdf:Seq></Container:Directory>",
        'xmlns:Container="http://ns.google.com/photos/1.0/container/"'
        ' xmlns:Item="http://ns.google.com/photos/1.0/container/item/"',
    )


def with_pictures(jpeg: bytes, *further: tuple[int, bytes], before: Sequence[bytes] = ()) -> bytes:
    """A JPEG with an index of further JPEGs (type of MPF, bytes) and those behind it."""
    entries = 1 + len(further)
    size = 4 + 8 + 2 + 3 * 12 + 4 + 16 * entries
    base = 2 + sum(map(len, before)) + 4 + 4  # of the index, behind "MPF\0"
    main_size = len(jpeg) + sum(map(len, before)) + 4 + size
    rows = struct.pack("<IIIHH", 0x030000, main_size, 0, 0, 0)
    at = main_size
    for kind, picture in further:
        rows += struct.pack("<IIIHH", kind, len(picture), at - base, 0, 0)
        at += len(picture)
    index = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 3)
    index += struct.pack("<HHI4s", 0xB000, 7, 4, b"0100")
    index += struct.pack("<HHII", 0xB001, 4, 1, entries)
    index += struct.pack("<HHII", 0xB002, 7, len(rows), 8 + 2 + 36 + 4)
    index += struct.pack("<I", 0) + rows
    assert len(index) == size - 4
    main = with_segments(jpeg, *before, segment(0xE2, b"MPF\0" + index))
    return main + b"".join(picture for _, picture in further)


GAIN_MAP = with_segments(
    saved("JPEG", OTHER.convert("L").resize((80, 60))),
    xmp_segment("", 'xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"'),
)
ISO_GAIN_MAP = with_segments(
    saved("JPEG", OTHER.convert("L").resize((80, 60))),
    segment(0xE2, b"urn:iso:std:iso:ts:21496:-1\0" + bytes(40)),
)
APPLE_GAIN_MAP = with_segments(
    saved("JPEG", OTHER.convert("L").resize((80, 60))),
    xmp_segment(
        "",
        'xmlns:HDRGainMap="http://ns.apple.com/HDRGainMap/1.0/" HDRGainMap:HDRGainMapVersion="1"',
    ),
)
APPLE_DEPTH = with_segments(
    saved("JPEG", OTHER.convert("L").resize((80, 60))),
    xmp_segment(
        "",
        'xmlns:apdi="http://ns.apple.com/pixeldatainfo/1.0/" apdi:AuxiliaryImageType="disparity"',
    ),
)


# Others ------------------------------------------------------------------------------------------


def wide_profile(red: tuple[float, float] = (0.68, 0.32)) -> bytes:
    """An ICC profile like that of Display P3, or with another red; computed by ImageCms' sRGB."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", profile[128:132])[0]
    xyz = {
        b"rXYZ": (red[0] / red[1] * 0.2292, 0.2292, (1 - sum(red)) / red[1] * 0.2292),
        b"gXYZ": (0.2920, 0.6922, 0.0419),
        b"bXYZ": (0.1571, 0.0666, 0.7841),
    }
    for n in range(count):
        name, start, _ = struct.unpack(">4sII", profile[132 + 12 * n : 144 + 12 * n])
        if name in xyz:
            values = b"".join(struct.pack(">i", round(65536 * v)) for v in xyz[name])
            profile[start + 8 : start + 20] = values
        if name == b"desc":  # not to be taken for sRGB by its name
            at = bytes(profile).find(b"s\0R\0G\0B" if b"\0s\0R" in profile else b"sRGB", start)
            if at >= 0:
                profile[at : at + 1] = b"x"
    return bytes(profile)


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_with(png: bytes, *chunks: bytes) -> bytes:
    """A PNG with these chunks behind its head."""
    return png[:33] + b"".join(chunks) + png[33:]


def deep_png(bits: int = 16) -> bytes:
    """RGB, 16 bits a channel, whose upper bytes are those of PLAIN."""
    wide = np.asarray(PLAIN, np.uint16) * 256 + 77
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in wide)
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 160, 120, bits, 2, 0, 0, 0))
    data = png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + data


def layers_of_psd(count: int, *, order: str = "big") -> bytes:
    """The section of layers of a PSD: only their number is true."""
    number = struct.pack(">h" if order == "big" else "<h", -count)
    return number + bytes(200)


def psd(layers: int, *, bits: int = 8, in_block: bool = False) -> bytes:
    """A flat PSD of PLAIN with a section of layers."""
    inside = layers_of_psd(layers) if layers else b""
    if in_block:  # as Photoshop writes 16 bits a channel
        block = b"8BIMLr16" + struct.pack(">I", len(inside)) + inside
        section = struct.pack(">I", 0) + struct.pack(">I", 0) + block
    else:
        section = struct.pack(">I", len(inside)) + inside + struct.pack(">I", 0)
    pixels = np.asarray(PLAIN).transpose(2, 0, 1).tobytes()
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 120, 160, bits, 3)
    return head + bytes(8) + struct.pack(">I", len(section)) + section + b"\0\0" + pixels


def heif_meta(
    *,
    kinds: Sequence[bytes],
    aux: Sequence[bytes] = (),
    colour: bytes = b"",
    bits: int = 8,
) -> bytes:
    """The box `meta` of a HEIC: items of these kinds, the first one primary.

    aux  auxiliary types of further items that belong to the first
    """
    items = [*kinds, *(b"hvc1" for _ in aux)]
    infos = b"".join(
        box(b"infe", b"\2\0\0\0", struct.pack(">HH", n, 0), kind, b"\0")
        for n, kind in enumerate(items, 1)
    )
    properties = [box(b"pixi", bytes(4), bytes([3, bits, bits, bits]))]
    if colour:
        properties.append(box(b"colr", colour))
    shared = len(properties)
    properties += [box(b"auxC", bytes(4), name + b"\0") for name in aux]
    owned = struct.pack(">HB", 1, shared) + bytes(range(1, shared + 1))
    refers = b"".join(
        box(b"auxl", struct.pack(">HHH", len(kinds) + n, 1, 1)) for n in range(1, len(aux) + 1)
    )
    places = struct.pack(">H", len(items))
    for n in range(1, len(items) + 1):
        places += struct.pack(">HHHII", n, 0, 1, 5000 + 10 * n, 10)
    return box(
        b"meta",
        bytes(4),
        box(b"pitm", bytes(4), struct.pack(">H", 1)),
        box(b"iinf", bytes(4), struct.pack(">H", len(items)), infos),
        box(b"iref", bytes(4), refers),
        box(
            b"iprp",
            box(b"ipco", *properties),
            box(b"ipma", bytes(4), struct.pack(">I", 1), owned),
        ),
        box(b"iloc", bytes(4), b"\x44\0", places),
    )


def heif(meta: bytes, *behind: bytes) -> bytes:
    """Boxes of a HEIC that no decoder could show."""
    return (
        box(b"ftyp", b"heic\0\0\0\0mif1heic") + meta + box(b"mdat", bytes(6000)) + b"".join(behind)
    )

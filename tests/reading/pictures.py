"""Pictures made for the tests, and one maker for every format we claim to read."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgsim_desktop.reading.formats import FORMATS
from imgsim_desktop.records import FoundFile, InputShape, Pixels

SHAPE = InputShape(64)


def found(path: Path) -> FoundFile:
    status = path.stat()
    return FoundFile(
        path, path.parent, status.st_size, status.st_mtime_ns, status.st_dev, status.st_ino
    )


def scene(width: int = 96, height: int = 64) -> Image.Image:
    """Red, green, blue and white quarters with a soft ramp: shows every turn and every swap."""
    pixels = np.zeros((height, width, 3), np.uint8)
    top, left = height // 2, width // 2
    pixels[:top, :left] = (200, 30, 30)
    pixels[:top, left:] = (30, 200, 30)
    pixels[top:, :left] = (30, 30, 200)
    pixels[top:, left:] = (230, 230, 230)
    ramp = np.linspace(0, 25, width, dtype=np.uint8)[None, :, None]
    return Image.fromarray(pixels + ramp)


def corners(pixels: Pixels) -> str:
    """Colours of the quarters as letters, row by row: "rgbw" for an upright scene."""
    height, width = pixels.shape[:2]
    letters = ""
    for y in (height // 4, 3 * height // 4):
        for x in (width // 4, 3 * width // 4):
            red, green, blue = map(int, pixels[y, x])
            if min(red, green, blue) > 150:
                letters += "w"
            else:
                letters += "rgb"[int(np.argmax([red, green, blue]))]
    return letters


def saved(name: str, image: Image.Image | None = None, **options: object) -> bytes:
    buffer = io.BytesIO()
    (image or scene()).save(buffer, name, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def as_jxl(image: Image.Image, **options: object) -> bytes:
    """Written by the package that reads JPEG XL here."""
    if FORMATS["JXL"].package == "pylibjxl":
        import pylibjxl

        pylibjxl.register_pillow()
    else:
        pytest.importorskip("pillow_jxl")
    return saved("JXL", image, **options)


def packed_jpeg(path: Path) -> bytes:
    """The JPEG XL that a JPEG is packed into without loss."""
    if FORMATS["JXL"].package == "pylibjxl":
        import pylibjxl

        return pylibjxl.jpeg_to_jxl(path.read_bytes())
    with Image.open(path) as source:
        return as_jxl(source, lossless_jpeg=True)


def tiff_file(pixels: bytes, tags: dict[int, tuple[int, tuple[int | float, ...] | bytes]]) -> bytes:
    """A little-endian TIFF of one strip. tags: number -> (type, values)."""
    sizes = {1: "B", 2: "c", 3: "H", 4: "I", 5: "II", 10: "ii"}
    header = 8
    entries, extra = [], b""
    extra_at = header + 2 + 12 * (len(tags) + 2) + 4
    all_tags = {**tags, 273: (4, (0,)), 279: (4, (len(pixels),))}
    for pass_ in (0, 1):
        entries, extra = [], b""
        for tag in sorted(all_tags):
            kind, values = all_tags[tag]
            if isinstance(values, bytes):
                raw, count = values, len(values)
            elif kind in (5, 10):
                raw = b"".join(
                    struct.pack("<" + sizes[kind], round(v * 10000), 10000) for v in values
                )
                count = len(values)
            else:
                raw = struct.pack("<" + sizes[kind] * len(values), *values)
                count = len(values)
            if len(raw) > 4:
                place = struct.pack("<I", extra_at + len(extra))
                extra += raw + b"\0" * (len(raw) % 2)
            else:
                place = raw.ljust(4, b"\0")
            entries.append(struct.pack("<HHI", tag, kind, count) + place)
        all_tags[273] = (4, (extra_at + len(extra),))
        assert pass_ in (0, 1)
    ifd = struct.pack("<H", len(entries)) + b"".join(entries) + b"\0\0\0\0"
    return b"II*\0" + struct.pack("<I", header) + ifd + extra + pixels


def dng(orientation: int = 1, more: dict[int, tuple[int, bytes]] | None = None) -> bytes:
    """A camera RAW file without preview: RGGB mosaic of a scene, 16 bits. more: tags of its own."""
    rgb = np.asarray(scene(192, 128)).astype(np.float64) / 255
    mosaic = np.empty(rgb.shape[:2])
    mosaic[0::2, 0::2] = rgb[0::2, 0::2, 0]
    mosaic[0::2, 1::2] = rgb[0::2, 1::2, 1]
    mosaic[1::2, 0::2] = rgb[1::2, 0::2, 1]
    mosaic[1::2, 1::2] = rgb[1::2, 1::2, 2]
    data = (mosaic**2.2 * 60000).astype("<u2").tobytes()
    matrix = (0.9, -0.2, -0.1, -0.4, 1.2, 0.2, -0.1, 0.2, 0.6)
    return tiff_file(
        data,
        {
            254: (4, (0,)),
            256: (4, (192,)),
            257: (4, (128,)),
            258: (3, (16,)),
            259: (3, (1,)),
            262: (3, (32803,)),
            271: (2, b"Maker\0"),
            272: (2, b"Model One\0"),
            274: (3, (orientation,)),
            277: (3, (1,)),
            278: (4, (128,)),
            33421: (3, (2, 2)),
            33422: (1, bytes([0, 1, 1, 2])),
            50706: (1, bytes([1, 4, 0, 0])),
            50708: (2, b"Maker Model One\0"),
            50717: (4, (60000,)),
            50721: (10, matrix),
            50728: (5, (1.0, 1.0, 1.0)),
            **(more or {}),
        },
    )


def _psd() -> bytes:
    pixels = np.asarray(scene())
    planes = b"".join(pixels[:, :, channel].tobytes() for channel in range(3))
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 64, 96, 8, 3)
    return head + struct.pack(">IIIH", 0, 0, 0, 0) + planes


def _sun() -> bytes:
    pixels = np.asarray(scene())[:, :, ::-1]
    return struct.pack(">8I", 0x59A66A95, 96, 64, 24, pixels.size, 1, 0, 0) + pixels.tobytes()


def _xpm() -> bytes:
    colours = {"r": "#C81E1E", "g": "#1EC81E", "b": "#1E1EC8", "w": "#E6E6E6"}
    rows = ["r" * 48 + "g" * 48] * 32 + ["b" * 48 + "w" * 48] * 32
    lines = ["96 64 4 1", *(f"{k} c {v}" for k, v in colours.items()), *rows]
    body = ",\n".join(f'"{line}"' for line in lines)
    return f"/* XPM */\nstatic char *scene[] = {{\n{body}\n}};\n".encode()


def _fli() -> bytes:
    palette = bytes([200, 30, 30, 30, 200, 30, 30, 30, 200, 230, 230, 230]).ljust(768, b"\0")
    colours = struct.pack("<IHHBB", 6 + 4 + 768, 4, 1, 0, 0) + palette
    rows = b"\0" * 48 + b"\1" * 48, b"\2" * 48 + b"\3" * 48
    pixels = rows[0] * 32 + rows[1] * 32
    copy = struct.pack("<IH", 6 + len(pixels), 16) + pixels
    frame = struct.pack("<IHH8x", 16 + len(colours) + len(copy), 0xF1FA, 2) + colours + copy
    head = struct.pack("<IHHHHHHI", 128 + len(frame), 0xAF12, 1, 96, 64, 8, 3, 0)
    return head.ljust(128, b"\0") + frame


def _fits() -> bytes:
    grey = np.asarray(scene().convert("L"))[::-1]
    cards = ["SIMPLE  =                    T", "BITPIX  =                    8",
             "NAXIS   =                    2", "NAXIS1  =                   96",
             "NAXIS2  =                   64", "END"]  # fmt: skip
    head = "".join(card.ljust(80) for card in cards).ljust(2880).encode()
    return head + grey.tobytes().ljust(8640, b"\0")


def _cur() -> bytes:
    icon = saved("ICO", scene(64, 64), sizes=[(64, 64)], bitmap_format="bmp")
    return icon[:2] + b"\2" + icon[3:]


def _dcx() -> bytes:
    page = saved("PCX")
    return struct.pack("<3I", 987654321, 12, 0) + page


def _heif() -> bytes:
    import pillow_heif

    buffer = io.BytesIO()
    pillow_heif.from_pillow(scene()).save(buffer, quality=90)
    return buffer.getvalue()


def _jxl() -> bytes:
    return as_jxl(scene(), lossless=True, effort=1)


def _blp() -> bytes:
    return saved("BLP", scene().quantize(64))


MAKERS: dict[str, Callable[[], bytes]] = {
    "JPEG": lambda: saved("JPEG", quality=90),
    "PNG": lambda: saved("PNG"),
    "HEIF": _heif,
    "AVIF": lambda: saved("AVIF", quality=90, speed=10),
    "WEBP": lambda: saved("WEBP", lossless=True),
    "GIF": lambda: saved("GIF"),
    "TIFF": lambda: saved("TIFF"),
    "JXL": _jxl,
    "RAW": dng,
    "BMP": lambda: saved("BMP"),
    "JPEG2000": lambda: saved("JPEG2000"),
    "PSD": _psd,
    "TGA": lambda: saved("TGA"),
    "PCX": lambda: saved("PCX"),
    "PPM": lambda: saved("PPM"),
    "QOI": lambda: saved("QOI"),
    "DDS": lambda: saved("DDS"),
    "SGI": lambda: saved("SGI"),
    "ICO": lambda: saved("ICO", scene(64, 64), sizes=[(64, 64)]),
    "CUR": _cur,
    "ICNS": lambda: saved("ICNS", scene(128, 128)),
    "SUN": _sun,
    "XBM": lambda: saved("XBM", scene().convert("1")),
    "XPM": _xpm,
    "FLI": _fli,
    "FITS": _fits,
    "BLP": _blp,
    "DCX": _dcx,
    "MSP": lambda: saved("MSP", scene().convert("1")),
}
"""How a test gets a file of each format."""

GREY_ONLY = {"XBM", "MSP", "FITS"}

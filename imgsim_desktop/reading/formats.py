"""Formats: which files are pictures, told by name while walking and by content while reading.

Left out on purpose: EPS and WMF (Pillow starts another program for them), SVG and PDF (drawings),
OpenEXR, Radiance HDR and video. Their content is recognised, so that the report says so.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of picture file; `name` is that of Pillow's plugin, except for RAW."""

    name: str
    suffixes: tuple[str, ...]
    """Lower case, the usual one first."""
    opener: Literal["pillow", "heif", "jxl", "raw"] = "pillow"
    magic: tuple[tuple[int, bytes], ...] = ()
    """(offset, bytes): any of them shows the format; none: told by the suffix alone."""
    needs: tuple[str, ...] = ()
    """Packages one of which must be importable, the usual one first; none for Pillow's own."""
    decoder_bytes_px: int = 0
    """Working memory of the decoder beside Pillow's own picture, bytes a pixel, rounded up."""

    @property
    def is_available(self) -> bool:
        return not self.needs or self.package is not None

    @property
    def package(self) -> str | None:
        """The one of `needs` that reads it here."""
        return next((name for name in self.needs if importlib.util.find_spec(name)), None)


_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs")
_AVIF_BRANDS = (b"avif", b"avis")

_FORMATS = (
    Format("JPEG", (".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"), magic=((0, b"\xff\xd8\xff"),)),
    Format("PNG", (".png", ".apng"), magic=((0, b"\x89PNG\r\n\x1a\n"),)),
    Format(
        "HEIF",
        (".heic", ".heif", ".hif", ".heics", ".heifs"),
        opener="heif",
        magic=tuple((4, b"ftyp" + brand) for brand in (*_HEIF_BRANDS, b"mif1", b"msf1")),
        needs=("pi_heif", "pillow_heif"),  # one interface; the second is GPL as a wheel (x265)
        decoder_bytes_px=8,
    ),
    Format(
        "AVIF",
        (".avif", ".avifs"),
        magic=tuple((4, b"ftyp" + brand) for brand in _AVIF_BRANDS),
        decoder_bytes_px=8,
    ),
    Format("WEBP", (".webp",), magic=((8, b"WEBP"),), decoder_bytes_px=12),
    Format("GIF", (".gif",), magic=((0, b"GIF87a"), (0, b"GIF89a")), decoder_bytes_px=4),
    Format(
        "TIFF",
        (".tif", ".tiff"),
        magic=((0, b"II*\0"), (0, b"MM\0*"), (0, b"II+\0"), (0, b"MM\0+")),
        decoder_bytes_px=4,
    ),
    Format(
        "JXL",
        (".jxl",),
        opener="jxl",
        magic=((0, b"\xff\x0a"), (0, b"\0\0\0\x0cJXL \r\n\x87\n")),
        needs=("pylibjxl", "pillow_jxl"),  # the second is GPL, and there for ARM and musl
        decoder_bytes_px=20,
    ),
    Format(
        "RAW",
        (
            ".dng", ".nef", ".nrw", ".cr2", ".cr3", ".crw", ".arw", ".srf", ".sr2", ".raf", ".orf",
            ".rw2", ".rwl", ".pef", ".srw", ".x3f", ".3fr", ".fff", ".iiq", ".mrw", ".dcr", ".kdc",
            ".erf", ".mef", ".mos",
        ),
        opener="raw",
        magic=(
            (4, b"ftypcrx "), (0, b"FUJIFILMCCD-RAW"), (0, b"IIRO"), (0, b"IIRS"), (0, b"MMOR"),
            (0, b"IIU\0"), (0, b"FOVb"), (0, b"\0MRM"), (0, b"II\x1a\0\0\0HEAPCCDR"),
        ),
        needs=("rawpy",),
        decoder_bytes_px=8,
    ),
    Format("BMP", (".bmp", ".dib"), magic=((0, b"BM"),)),
    Format(
        "JPEG2000",
        (".jp2", ".j2k", ".jpf", ".jpx", ".j2c", ".jpc"),
        magic=((0, b"\0\0\0\x0cjP  "), (0, b"\xff\x4f\xff\x51")),
        decoder_bytes_px=16,
    ),
    Format("PSD", (".psd",), magic=((0, b"8BPS"),)),
    Format("TGA", (".tga", ".icb", ".vda", ".vst")),
    Format("PCX", (".pcx",), magic=tuple((0, bytes([10, v, 1])) for v in (0, 2, 3, 4, 5))),
    Format(
        "PPM",
        (".ppm", ".pgm", ".pbm", ".pnm", ".pfm"),
        magic=tuple((0, b"P" + kind) for kind in (b"1", b"2", b"3", b"4", b"5", b"6", b"F", b"f")),
    ),
    Format("QOI", (".qoi",), magic=((0, b"qoif"),), decoder_bytes_px=4),
    Format("DDS", (".dds",), magic=((0, b"DDS "),), decoder_bytes_px=4),
    Format("SGI", (".sgi", ".rgb", ".rgba", ".bw"), magic=((0, b"\x01\xda"),)),
    Format("ICO", (".ico",), magic=((0, b"\0\0\1\0"),), decoder_bytes_px=4),
    Format("CUR", (".cur",), magic=((0, b"\0\0\2\0"),), decoder_bytes_px=4),
    Format("ICNS", (".icns",), magic=((0, b"icns"),), decoder_bytes_px=4),
    Format("SUN", (".ras",), magic=((0, b"\x59\xa6\x6a\x95"),)),
    Format("XBM", (".xbm",), magic=((0, b"#define"),)),
    Format("XPM", (".xpm",), magic=((0, b"/* XPM */"),)),
    Format("FLI", (".fli", ".flc"), magic=((4, b"\x11\xaf"), (4, b"\x12\xaf"))),
    Format("FITS", (".fits", ".fit"), magic=((0, b"SIMPLE  ="),), decoder_bytes_px=4),
    Format("BLP", (".blp",), magic=((0, b"BLP1"), (0, b"BLP2")), decoder_bytes_px=4),
    Format("DCX", (".dcx",), magic=((0, b"\xb1\x68\xde\x3a"),)),
    Format("MSP", (".msp",), magic=((0, b"DanM"), (0, b"LinS"))),
)  # fmt: skip

FORMATS: dict[str, Format] = {format_.name: format_ for format_ in _FORMATS}
"""Every format by its name, common ones first."""

FORMAT_WORDS: dict[str, str] = {
    **{
        suffix.removeprefix("."): suffix if format_.name == "RAW" else format_.name.lower()
        for format_ in _FORMATS
        for suffix in format_.suffixes
    },
    **{name.lower(): name.lower() for name in FORMATS},
    **{suffix: suffix for suffix in FORMATS["RAW"].suffixes},
}
"""Word in small letters -> the format it stands for, or the ending of a name of a camera's own.

What it stands for stands for itself."""

_BY_SUFFIX = {suffix: format_ for format_ in _FORMATS for suffix in format_.suffixes}
_MAGIC = tuple((offset, magic, format_) for format_ in _FORMATS for offset, magic in format_.magic)

_KNOWN_UNSUPPORTED = (
    (0, b"%PDF", "a PDF document"),
    (0, b"%!PS", "a PostScript drawing"),
    (0, b"\xc5\xd0\xd3\xc6", "a PostScript drawing"),
    (0, b"<svg", "an SVG drawing"),
    (0, b"\xd7\xcd\xc6\x9a", "a Windows metafile"),
    (0, b"v/1\x01", "an OpenEXR picture"),
    (0, b"#?RADIANCE", "a Radiance HDR picture"),
    (0, b"#?RGBE", "a Radiance HDR picture"),
    (4, b"ftypqt  ", "a video"),
    (4, b"ftypisom", "a video"),
    (4, b"ftypmp4", "a video"),
    (4, b"ftypM4V", "a video"),
    (0, b"\x1aE\xdf\xa3", "a video"),
    (8, b"AVI ", "a video"),
)

_DNG_MARKS = (b"\x12\xc6\x01\x00\x04\x00\x00\x00", b"\xc6\x12\x00\x01\x00\x00\x00\x04")
"""The tag DNGVersion as it stands in the folder of a TIFF file, either byte order."""

_MARK_BYTES = 64
_UNMISTAKABLE = frozenset(
    {"JPEG", "PNG", "HEIF", "AVIF", "WEBP", "GIF", "TIFF", "JXL", "RAW", "JPEG2000", "PSD"}
)
"""Formats whose first bytes nothing else begins with."""
_OTHER_WORDS = (
    "txt md log csv tsv ini cfg conf toml yaml yml xml html htm css js ts py pyc c h cpp java "
    "sh bat ps1 sql lock part crdownload download lnk url pdf doc docx xls xlsx ppt pptx odt "
    "ods odp rtf epub mobi svg svgz eps ps ai zip rar 7z tar gz bz2 xz zst iso dmg img exe "
    "dll so dylib msi apk jar deb mp3 m4a aac flac ogg opus wma aif aiff mid avi mkv webm wmv "
    "flv m4v mpg mpeg mts m2ts 3gp vob insv lrv glv db sqlite sqlite3 db-wal db-shm lrcat dat "
    "bin ttf otf woff woff2 icc icm cube lut onnx pt pth safetensors npy npz h5 xcf kra psb "
    "afphoto pxd blend exr hdr thumb pam "
)
_OTHERS = frozenset(f".{word}" for word in _OTHER_WORDS.split())
"""Suffixes that say what a file is, and that it is no photo: it is not opened."""

HEAD_BYTES = 4096
"""How much of a file `sniff` wants to see."""


def is_photo_name(path: PurePath) -> bool:
    """Whether the walk should list this file; by its suffix alone."""
    return path.suffix.lower() in _BY_SUFFIX


def is_picture_inside(path: Path) -> bool:
    """Whether a file whose name says something else is a picture by its first bytes; opens it.

    Asked of names that are none of a picture. Only formats that cannot be taken for anything else
    count, and files that other programs own by their suffix are not opened. False where the file
    cannot be read.
    """
    if path.suffix.lower() in _OTHERS:
        return False
    try:
        with path.open("rb") as file:
            head = file.read(_MARK_BYTES)
    except OSError:
        return False
    found = sniff(head, "")
    return found is not None and found.name in _UNMISTAKABLE


def sniff(head: bytes, suffix: str) -> Format | None:
    """The format of a file that starts with `head`, or None.

    Content wins over the name, except where content cannot tell: most camera RAW files are TIFF
    files by their first bytes, and TGA has no mark at all.
    """
    named = _BY_SUFFIX.get(suffix.lower())
    for offset, magic, format_ in _MAGIC:
        if head.startswith(magic, offset):
            if format_.name == "TIFF" and any(mark in head for mark in _DNG_MARKS):
                return FORMATS["RAW"]
            if format_.name == "TIFF" and named is not None and named.opener == "raw":
                return named
            if named is not None and not named.magic and magic.startswith(b"\0\0"):
                return named  # a TGA file begins like an icon
            if format_.name == "HEIF" and _says_avif(head):
                return FORMATS["AVIF"]
            return format_
    return named if named is not None and not named.magic else None


def name_unsupported(head: bytes) -> str | None:
    """What a file is that we recognise and do not open, for the report."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"<?xml") and b"svg" in text:
        return "an SVG drawing"
    for offset, magic, words in _KNOWN_UNSUPPORTED:
        if (text if offset == 0 else head).startswith(magic, offset):
            return words
    return None


def _says_avif(head: bytes) -> bool:
    """The general brand `mif1` stands before both; the list of compatible brands tells."""
    brands = head[16 : int.from_bytes(head[:4], "big")]
    return any(brand in brands for brand in _AVIF_BRANDS) and not any(
        brand in brands for brand in _HEIF_BRANDS
    )

"""Bytes that people's words are written in -> text, where there is no doubt; else None.

EXIF says ASCII and means anything, IPTC may declare a character set and mostly does not. What is
valid UTF-8 is UTF-8; the rest may be Western text, which `western.py` judges.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from imgsim_desktop.reading.western import western

_DECLARED: Final = {
    b"\x1b%G": "utf-8", b"\x1b%/G": "utf-8", b"\x1b%/H": "utf-8", b"\x1b%/I": "utf-8",
    **{
        b"\x1b" + at + final: name
        for at in (b"-", b".", b"/")
        for final, name in (
            (b"A", "cp1252"), (b"B", "iso8859-2"), (b"C", "iso8859-3"), (b"D", "iso8859-4"),
            (b"F", "iso8859-7"), (b"G", "iso8859-6"), (b"H", "iso8859-8"), (b"L", "iso8859-5"),
            (b"M", "iso8859-9"), (b"V", "iso8859-10"), (b"b", "iso8859-15"),
        )
    },
}  # fmt: skip
"""Escape sequences of IPTC 1:90, by ISO 2022 and its register; programs that declare Latin-1 write
what Windows makes of it."""

UNWRITABLE: Final = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufffe\\uffff]")
"""What no XML may hold, and controls that nobody sees. What joins letters and emoji stays."""


def one_line(text: str) -> str:
    """A keyword or a name as people see it: one line, nothing that cannot be written into XMP."""
    return " ".join(UNWRITABLE.sub(" ", text).split())


def many_lines(text: str) -> str:
    """A caption, with its line ends."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").split("\0")[0]
    return UNWRITABLE.sub("", whole).strip()


def decoded(raw: bytes, declared: str | None = None) -> str | None:
    """The text, up to the first NUL; None where its character set cannot be told for certain.

    declared  Python's name of the set that the file says it is in
    """
    raw = raw.split(b"\0")[0]
    if raw.isascii():
        return raw.decode("ascii")
    if declared is not None:
        text = _strict(raw, declared)
        if text is not None:
            return text
    text = _utf8(raw)
    return western(raw) if text is None else text


def declared_set(escape: bytes | None) -> str | None:
    """What IPTC 1:90 names, by Python's name; None for nothing and for what nobody knows."""
    return None if escape is None else _DECLARED.get(escape.strip(b"\0 "))


def decoded_utf16(raw: bytes, *, big: bool = False) -> str | None:
    """Windows' own tags and EXIF's UNICODE; some programs write plain ASCII there, or the other
    order of bytes.

    big  whether the greater byte should stand first
    """
    if not raw:
        return None
    for mark, order in ((b"\xff\xfe", False), (b"\xfe\xff", True)):
        if raw.startswith(mark):
            raw, big = raw[2:], order
    one_byte = raw.rstrip(b"\0")
    if len(one_byte) >= _SURELY_ASCII and one_byte.isascii() and is_text(one_byte):
        return one_byte.decode("ascii")
    raw = raw[: len(raw) // 2 * 2]
    orders = ("utf-16-be", "utf-16-le") if big else ("utf-16-le", "utf-16-be")
    texts = [text.split("\0")[0] for name in orders if (text := _strict(raw, name)) is not None]
    texts = [text for text in texts if text and not UNWRITABLE.search(text)]
    return max(texts, key=_usual_share, default=None)  # of equals the first


_SURELY_ASCII: Final = 8
"""Bytes from which a text without a zero byte is no UTF-16 of Chinese, but ASCII."""
_USUAL: Final = re.compile(
    "[\\s\u0020-\u06ff\u0900-\u0eff\u1e00-\u206f\u20a0-\u20bf\u2190-\u21ff\u2600-\u27bf\u3000-\u30ff"
    "\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef\U0001f300-\U0001faff]"
)


def _usual_share(text: str) -> float:
    """Of its characters, how many are of the scripts that captions are written in.

    With its bytes the wrong way round a text falls into all blocks alike.
    """
    return len(_USUAL.findall(text)) / len(text)


_CODES: Final = (b"UNICODE\0", b"JIS\0\0\0\0\0", b"ASCII\0\0\0")


def decoded_comment(raw: bytes, *, big: bool) -> str | None:
    """EXIF's UserComment: eight bytes that name the set, then the text. None for no text at all.

    Raises ValueError where there is a text whose set cannot be told.
    """
    code, rest = raw[:8], raw[8:]
    if not rest.strip(b"\0 \xff"):
        rest = b""
    if not rest and code in _CODES:
        return None
    if code == b"UNICODE\0":
        text = decoded_utf16(rest, big=big)
    elif code == b"JIS\0\0\0\0\0":
        text = _strict(rest.rstrip(b"\0 "), "iso2022_jp")
    elif code == b"ASCII\0\0\0":
        text = decoded(rest.lstrip(b"\0"))
        if text is None and not is_text(rest.strip(b"\0")):
            return None  # a maker's own bytes
    else:  # undefined: any bytes may stand there, a maker's own as well
        rest = rest if not code.strip(b"\0 ") else raw
        text = _utf8(rest.split(b"\0")[0])
        return text if text is not None and not UNWRITABLE.search(text) else None
    if text is None:
        raise ValueError("a comment in a character set that cannot be told")
    return text


def is_text(raw: bytes) -> bool:
    """Whether bytes look like words at all, in whatever set: no control characters."""
    return bool(raw) and not any(
        (byte < 32 and byte not in b"\t\r\n") or byte == 127 for byte in raw
    )


def _strict(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except UnicodeDecodeError:
        return None


def _utf8(raw: bytes) -> str | None:
    """UTF-8, perhaps cut off in the middle of its last character, as IPTC's 64 bytes do."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(raw.removeprefix(codecs.BOM_UTF8))
    except UnicodeDecodeError:
        return None
    is_whole = _strict(raw, "utf-8") is not None
    return text if is_whole or not text.isascii() else None

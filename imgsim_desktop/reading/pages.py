"""Pages: all frames of an animation, or pages of a document, decoded one after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import numpy as np
from PIL import Image

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.reading.colour import to_plain, to_srgb
from imgsim_desktop.reading.decode import MAX_BYTES_IN_MEMORY, shrink_to, size_of_file
from imgsim_desktop.reading.fingerprints import HASH_BYTES
from imgsim_desktop.reading.inside.jpeg import further_pictures_of_jpeg
from imgsim_desktop.reading.inside.stored import Stored
from imgsim_desktop.reading.memory import DECODING, MAX_DECODE_BYTES
from imgsim_desktop.reading.openers import Source, open_header, open_plugin
from imgsim_desktop.reading.trouble import Trouble, UnreadableError, attempt
from imgsim_desktop.records import Pixels, Reason

MOST_PAGES = 2_000
"""Frames that are decoded to be compared: over a minute of an animation."""
MOST_PIXELS = 500_000_000
"""Of all pages together: about ten seconds. Longer ones are not known to be equal."""

_BYTES_PX = 16
"""Room for one page while it is decoded and converted."""
_SUBFILE, _REDUCED, _MASK = 254, 1, 4
_SHOWN_ALIKE = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX"})
"""Modes that lose nothing in RGBA, so that one animation is equal in two formats."""


def hash_pages(path: Path, pages: int, control: Control = NULL_CONTROL) -> bytes | None:
    """Hash of the decoded pixels of all pages: equal in files that show exactly the same.

    pages    how many there must be
    returns  None where the decoder shows another number of them, or fails, or where there are more
             than anybody should wait for

    Raises Cancelled.
    """

    def work() -> bytes:
        state = hashlib.blake2b(digest_size=HASH_BYTES)
        pixels = met = 0
        for number, page in enumerate(_pages(path)):
            control.check()
            pixels += page.width * page.height
            met += 1
            if number >= MOST_PAGES or pixels > MOST_PIXELS:
                raise UnreadableError(Reason.TOO_LARGE, "too many pages to compare")
            shown = page.convert("RGBA") if page.mode in _SHOWN_ALIKE else page
            state.update(f"{shown.mode}{shown.size}".encode())
            state.update(shown.tobytes())
        if met != pages:
            raise UnreadableError(Reason.UNSUPPORTED, f"{met} of {pages} pages are shown")
        return state.digest()

    done = attempt(work)
    return None if isinstance(done, Trouble) else done


def open_page(path: Path, number: int, max_side_px: int | None = None) -> Pixels:
    """Page `number`, from 0, for looking at it: (height, width, 3), sRGB.

    Raises KnownError with a sentence for the person.
    """

    def work() -> Pixels:
        for page in _pages(path, number):
            profile = page.info.get("icc_profile")
            shown = to_srgb(to_plain(page), profile if isinstance(profile, bytes) else None)
            return np.asarray(shown if max_side_px is None else shrink_to(shown, max_side_px))
        raise UnreadableError(Reason.TRUNCATED, "the file has fewer pages")

    pixels = attempt(work)
    if isinstance(pixels, Trouble):
        raise KnownError(
            Sentence(
                "Page {n} of {name} could not be read: {why}.",
                n=number + 1,
                name=path.name,
                why=pixels.detail,
            ),
            "The other pages may still be fine.",
        )
    return pixels


def _pages(path: Path, first: int = 0) -> Iterator[Image.Image]:
    """Pages from `first` on, each decoded, and good until the next one is asked for."""
    is_large = size_of_file(path) > MAX_BYTES_IN_MEMORY
    source: Source = path if is_large else path.read_bytes()
    header = open_header(source, path.suffix)
    if header.format.name == "JPEG":
        header.close()
        yield from _pictures_of_jpeg(source, first)
        return
    with closing(header.image) as image:
        met = 0
        for number in count():
            try:
                image.seek(number)
            except EOFError:
                return
            if _is_no_page(image):
                continue
            met += 1
            if met <= first:
                continue
            _decode(image)
            yield image


def _pictures_of_jpeg(source: Source, first: int) -> Iterator[Image.Image]:
    """The first picture of a JPEG, then those behind it that are no maps of it."""
    with Stored(source, b"") as file:
        further = further_pictures_of_jpeg(file)
        for start, end in [(0, file.size), *further][first:]:
            with closing(open_plugin(file.read(start, end - start), "JPEG")) as image:
                _decode(image)
                yield image


def _decode(image: Image.Image) -> None:
    size_bytes = image.width * image.height * _BYTES_PX
    if size_bytes > MAX_DECODE_BYTES:
        raise UnreadableError(Reason.TOO_LARGE, f"{image.width} x {image.height} pixels")
    with DECODING.taken(size_bytes):
        image.load()


def _is_no_page(image: Image.Image) -> bool:
    """The small preview, or the mask, of a page of a TIFF."""
    tags = getattr(image, "tag_v2", {})
    return bool(int(tags.get(_SUBFILE, 0)) & (_REDUCED | _MASK))

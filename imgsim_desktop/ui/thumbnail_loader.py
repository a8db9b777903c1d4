"""Thumbnails for whatever is on the screen: visible first, bounded, newest first.

A view asks for a picture while it paints; it gets what is there and hears `loaded` when the rest
has come. Reading and decoding small JPEGs happens in a pool of its own, so scrolling never waits
for a scan; only the GUI thread touches QPixmap.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QObject,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QImage, QImageReader, QPainter, QPixmap

from imgsim_desktop.ui.errands import Errands

BUDGET_BYTES = 192 << 20
"""Pixmaps kept: about 1,900 at 160 px, 470 at 160 px on a screen of double density."""
WAITING = 600
"""Requests kept; the oldest fall out, and are asked for again if they are painted again."""
POOL_THREADS = 2
IN_FLIGHT = 6
"""Keeps the threads busy between two looks, and a jump is still served at once."""
SIZES = 3
"""Of one picture: gallery, panel and film strip each want their own, and with one of them kept
they would ask for theirs in turns for as long as they are seen."""
CORNER_PX = 5


class ThumbnailSource(Protocol):
    """Where the small JPEGs are: `library.ThumbnailStore`. Called from the pool."""

    def get(self, content_hash: bytes) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class _Wish:
    side_px: int
    """Of the screen's own pixels."""
    ratio: float
    """Of those to logical ones."""
    fill_px: tuple[int, int] | None = None
    """Width and height to be filled, larger ones, too; else the long side is at most `side_px`."""


@dataclass(frozen=True, slots=True)
class _Errand:
    content_hash: bytes
    wish: _Wish
    generation: int


def _load(
    source: ThumbnailSource, content_hash: bytes, wish: _Wish, _control: object
) -> QImage | None:
    jpeg = source.get(content_hash)
    return (
        None if jpeg is None else decode(jpeg, wish.side_px, CORNER_PX * wish.ratio, wish.fill_px)
    )


def decode(
    jpeg: bytes, side_px: int, corner_px: float, fill_px: tuple[int, int] | None = None
) -> QImage | None:
    """A small JPEG, scaled so that its long side is at most `side_px`, with round corners.

    fill_px  width and height it is scaled to instead
    """
    if not jpeg.startswith(b"\xff\xd8"):  # Qt would complain of it on the terminal
        return None
    data = QByteArray(jpeg)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"jpeg"))  # our own: no other plugin looks at it
    size = reader.size()
    if not size.isValid():
        return None
    if fill_px is not None:
        reader.setScaledSize(QSize(max(1, fill_px[0]), max(1, fill_px[1])))
    elif max(size.width(), size.height()) > side_px:
        fit = size.scaled(side_px, side_px, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(QSize(max(1, fit.width()), max(1, fit.height())))
    image = reader.read()
    if image.isNull():
        return None
    return round_corners(image, corner_px) if corner_px > 0 else image


def round_corners(image: QImage, corner_px: float) -> QImage:
    """Cut here and once, because clipping while painting costs a scrolling frame."""
    made = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(image))
    painter.drawRoundedRect(QRectF(made.rect()), corner_px, corner_px)
    painter.end()
    return made


class ThumbnailLoader(QObject):
    """One for the window. All methods: GUI thread."""

    loaded = Signal(object)
    """frozenset of content hashes whose picture has just come."""

    def __init__(self, parent: QObject | None = None, *, budget_bytes: int = BUDGET_BYTES) -> None:
        super().__init__(parent)
        self._source: ThumbnailSource | None = None
        self._budget_bytes = budget_bytes
        self._bytes = 0
        self._ready: OrderedDict[bytes, OrderedDict[_Wish, QPixmap]] = OrderedDict()
        self._waiting: OrderedDict[bytes, _Wish] = OrderedDict()
        self._running: set[bytes] = set()
        self._absent: set[bytes] = set()
        self._generation = 0
        self._errands = Errands("thumbnails", POOL_THREADS, self)

    def set_source(self, source: ThumbnailSource | None) -> None:
        """Another library: forget all pictures and requests."""
        self._generation += 1
        self._source = source
        self._ready.clear()
        self._waiting.clear()
        self._absent.clear()
        self._bytes = 0

    def pixmap(
        self,
        content_hash: bytes,
        side_px: int,
        ratio: float = 1.0,
        *,
        fill: tuple[int, int] | None = None,
    ) -> QPixmap | None:
        """The picture at most `side_px` (logical) long, or None; `loaded` follows if it comes.

        `ratio` is the screen's device pixel ratio. `fill` is a width and height (logical) it shall
        have exactly. After a zoom the old size is given until the new
        one has come; draw it into the rectangle you want.
        """
        exact = None if fill is None else (round(fill[0] * ratio), round(fill[1] * ratio))
        wish = _Wish(round(side_px * ratio), ratio, exact)
        sizes = self._ready.get(content_hash)
        if sizes is None or wish not in sizes:
            self._ask(content_hash, wish)
        if sizes is None:
            return None
        self._ready.move_to_end(content_hash)
        if wish in sizes:
            sizes.move_to_end(wish)
        return next(reversed(sizes.values()))

    def is_absent(self, content_hash: bytes) -> bool:
        """True if the store has no picture for it: nothing will come."""
        return content_hash in self._absent

    def retry_absent(self) -> None:
        """Ask again for what was missing: a scan has written new pictures."""
        self._absent.clear()

    def forget(self) -> None:
        """Drop all requests that have not begun, as after a jump."""
        self._waiting.clear()

    def stop(self) -> None:
        """Wait for the few in the pool; nothing comes afterwards."""
        self.set_source(None)
        self._errands.stop()
        self._running.clear()

    @property
    def is_busy(self) -> bool:
        """Whether pictures are still to come."""
        return bool(self._running or self._waiting)

    @property
    def bytes_kept(self) -> int:
        return self._bytes

    def _ask(self, content_hash: bytes, wish: _Wish) -> None:
        if self._source is None or content_hash in self._absent or content_hash in self._running:
            return
        self._waiting.pop(content_hash, None)
        self._waiting[content_hash] = wish
        while len(self._waiting) > WAITING:
            self._waiting.popitem(last=False)
        self._start_some()

    def _start_some(self) -> None:
        while self._waiting and self._source is not None and len(self._running) < IN_FLIGHT:
            content_hash, wish = self._waiting.popitem(last=True)
            self._running.add(content_hash)
            errand = _Errand(content_hash, wish, self._generation)
            run = partial(_load, self._source, content_hash, wish)
            self._errands.fetch(run, partial(self._take, errand))

    def _take(self, errand: _Errand, image: QImage | None) -> None:
        self._running.discard(errand.content_hash)
        if errand.generation == self._generation:
            if image is not None:
                self._keep(errand.content_hash, errand.wish, image)
            else:
                self._absent.add(errand.content_hash)
            self.loaded.emit(frozenset((errand.content_hash,)))
        self._start_some()

    def _keep(self, content_hash: bytes, wish: _Wish, image: QImage) -> None:
        sizes = self._ready.pop(content_hash, None) or OrderedDict()
        self._ready[content_hash] = sizes
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(wish.ratio)
        sizes[wish] = pixmap
        self._bytes += _bytes_of(pixmap)
        while len(sizes) > SIZES:
            self._bytes -= _bytes_of(sizes.popitem(last=False)[1])
        while self._bytes > self._budget_bytes and len(self._ready) > 1:
            for gone in self._ready.popitem(last=False)[1].values():
                self._bytes -= _bytes_of(gone)


def _bytes_of(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def fitted(pixmap: QPixmap, side_px: int, ratio: float) -> QPixmap:
    """A picture no longer than a side, in logical pixels, for a screen of that ratio."""
    side = round(side_px * ratio)
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    small = pixmap.scaled(side, side, keep, smooth)
    small.setDevicePixelRatio(ratio)
    return small

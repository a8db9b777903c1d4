"""One photo as large as it is: zoom, move, go to its neighbours, Esc back to the same place."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.records import THUMBNAIL_PX, Photo
from imgsim_desktop.ui import texts
from imgsim_desktop.ui.command_actions import ActionButton, CommandActions
from imgsim_desktop.ui.commands import Need, Place
from imgsim_desktop.ui.holding_words import said_holdings
from imgsim_desktop.ui.models.parts import Parts
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.part_loader import PartLoader
from imgsim_desktop.ui.picture_loader import PictureLoader
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.view import OpenPhoto
from imgsim_desktop.ui.widgets.elided_label import ElidedLabel
from imgsim_desktop.ui.widgets.part_bar import PartBar
from imgsim_desktop.ui.widgets.picture_canvas import MAX_ZOOM, PictureCanvas

_ICON_PX = 20


class PhotoView(QWidget):
    """Shows an OpenPhoto. The whole picture is opened in a pool; the thumbnail is there at once."""

    closed = Signal(object)
    """photo_id last shown, for the grid to go to."""
    similarRequested = Signal(object)
    """photo_id."""

    def __init__(
        self,
        pages: PhotoPages,
        thumbnails: ThumbnailLoader,
        pictures: PictureLoader,
        parent: QWidget | None = None,
        *,
        parts: PartLoader | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("photoView")
        self.setAccessibleName(self.tr("Large photo"))
        self._pages = pages
        self._thumbnails = thumbnails
        self._pictures = pictures
        self._open: OpenPhoto | None = None
        self._photo: Photo | None = None
        self._parts = parts or PartLoader(self)
        self._part = 0
        """Of the photo: 0 is the picture itself, see `models.parts`."""
        self.canvas = PictureCanvas()
        self.canvas.zoomChanged.connect(self._say_zoom)
        self.commands = CommandActions(self, Place.LARGE)
        self._info = ElidedLabel()
        self._info.setAccessibleName(self.tr("About this photo"))
        self._zoom = QLabel()
        self._zoom.setObjectName("faint")
        self._zoom.setAccessibleName(self.tr("Zoom"))
        self._zoom.setMinimumWidth(56)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar())
        layout.addWidget(self.canvas, 1)
        self.part_bar = PartBar(self.commands.bar("large-part"))
        layout.addWidget(self.part_bar)
        self._parts.loaded.connect(self._take_part)
        thumbnails.loaded.connect(self._take_thumbnail)
        pictures.loaded.connect(self._take_picture)

    def _bar(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("photoViewBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(4)

        def add(name: str) -> None:
            for button in self.commands.buttons(name, _ICON_PX):
                row.addWidget(_quiet(button))

        add("large-back")
        row.addSpacing(6)
        row.addWidget(self._info, 1)
        add("large-similar")
        row.addSpacing(6)
        add("large-smaller")
        row.addWidget(self._zoom)
        add("large-zoom")
        row.addSpacing(6)
        add("large-step")
        return bar

    @property
    def photo(self) -> Photo | None:
        return self._photo

    def show_photo(self, opened: OpenPhoto) -> None:
        """Show one photo; its neighbours are opened in the background."""
        self._open = opened
        photo_id = int(opened.photo_ids[opened.row])
        self._photo = self._pages.one(photo_id)
        self._part = 0
        self._say_part()
        self._enable()
        if self._photo is None:
            self._info.setText(self.tr("This photo is no longer in the library."))
            self.canvas.show_thumbnail(None, QSize())
            return
        facts = self._photo.facts
        thumb = self._thumbnails.pixmap(self._photo.content_hash, THUMBNAIL_PX)
        self.canvas.show_thumbnail(thumb, QSize(facts.width_px, facts.height_px))
        self._say_info()
        self._show_whole()
        self._prepare_neighbours(opened)
        self.canvas.setFocus()

    def leave_out(self, photo_ids: Collection[int]) -> None:
        """These were thrown away a moment ago: go on with the next one, or leave after the last."""
        if self._open is None or not photo_ids:
            return
        before = np.isin(self._open.photo_ids, list(photo_ids))
        if not before[self._open.row]:
            return
        left = self._open.photo_ids[~before]
        if not len(left):
            self.close_view()
            return
        row = self._open.row - int(before[: self._open.row].sum())
        self.show_photo(OpenPhoto(left, min(row, len(left) - 1)))

    def refresh(self) -> None:
        """The library has changed: of a file that was written anew the old picture goes."""
        if self._open is None or not self.isVisible():
            return
        now = self._pages.one(int(self._open.photo_ids[self._open.row]))
        if now != self._photo:
            self.show_photo(self._open)

    def step(self, by: int) -> None:
        """To a neighbour; stays at the ends."""
        if self._open is None:
            return
        row = self._open.row + by
        if 0 <= row < len(self._open.photo_ids):
            self.show_photo(OpenPhoto(self._open.photo_ids, row))

    def step_part(self, by: int) -> None:
        """To the next page, frame or moment of a film in this photo; stays at the ends."""
        parts = self._parts_here()
        if parts is None or not 0 <= self._part + by < len(parts):
            return
        self._part += by
        self._say_part()
        if self._part == 0:
            self._show_whole()
        else:
            self._show_part()

    def stop(self) -> None:
        """Wait for the thread that opens pages and films."""
        self._parts.stop()

    def _parts_here(self) -> Parts | None:
        """The parts of this photo; None where there is only the picture itself."""
        if self._photo is None:
            return None
        parts = Parts(self._photo, self._parts.film_frames(self._photo))
        return parts if len(parts) > 1 else None

    def _show_part(self) -> None:
        parts = self._parts_here()
        part = None if parts is None else parts.part(self._part)
        if part is None or self._photo is None:
            return
        picture = self._parts.picture(self._photo, part)
        if picture is not None:
            self.canvas.show_picture(picture)
        elif not self._photo.is_online:
            self.canvas.show_message(self.tr("The disk of this photo is not connected."))
        else:
            self.canvas.show_message(self._parts.trouble(part))

    def _take_part(self, part: object) -> None:
        parts = self._parts_here()
        if self.isVisible() and parts is not None and parts.part(self._part) == part:
            self._say_part()
            self._show_part()

    def _say_part(self) -> None:
        parts = self._parts_here()
        self._enable()
        if parts is None:
            self.part_bar.hide()
            return
        self.part_bar.show_place(parts.said(self._part))

    def close_view(self) -> None:
        if self._open is not None:
            self.closed.emit(int(self._open.photo_ids[self._open.row]))

    def ask_similar(self) -> None:
        if self._photo is not None:
            self.similarRequested.emit(self._photo.photo_id)

    def _prepare_neighbours(self, opened: OpenPhoto) -> None:
        for row in (opened.row - 1, opened.row + 1):
            if 0 <= row < len(opened.photo_ids):
                photo = self._pages.one(int(opened.photo_ids[row]))
                if photo is not None:
                    self._pictures.prepare(photo)

    def _show_whole(self) -> None:
        photo = self._photo
        if photo is None or self._part:
            return
        picture = self._pictures.picture(photo)
        if picture is not None:
            self.canvas.show_picture(picture)
        elif not photo.is_online:
            self.canvas.show_message(
                self.tr("The disk of this photo is not connected; this is its thumbnail.")
            )
        elif self._pictures.is_unreadable(photo):
            self.canvas.show_message(
                self.tr(
                    "The file cannot be opened now; this is its thumbnail. Scan again to see why."
                )
            )

    def _take_picture(self, content_hash: bytes) -> None:
        if (
            self.isVisible()
            and self._photo is not None
            and self._photo.content_hash == content_hash
        ):
            self._show_whole()

    def _take_thumbnail(self, hashes: frozenset[bytes]) -> None:
        photo = self._photo
        if photo is None or not self.isVisible() or photo.content_hash not in hashes:
            return
        if self._part == 0 and self._pictures.picture(photo) is None:
            thumb = self._thumbnails.pixmap(photo.content_hash, THUMBNAIL_PX)
            self.canvas.show_thumbnail(thumb, QSize(photo.facts.width_px, photo.facts.height_px))
            self._show_whole()

    def _say_info(self) -> None:
        assert self._photo is not None
        assert self._open is not None
        place = self.tr("{row} of {count}").format(
            row=texts.said_count(self._open.row + 1),
            count=texts.said_count(len(self._open.photo_ids)),
        )
        about = ", ".join([texts.said_photo(self._photo), *said_holdings(self._photo)])
        said = f"{about}  ·  {place}"
        self._info.setText(said)
        self._info.setToolTip(texts.as_tip(texts.said_path(self._photo.path)))
        self.canvas.setAccessibleDescription(said)

    def _say_zoom(self, scale: float) -> None:
        self._zoom.setText(texts.said_zoom(scale))
        self._enable()

    def step_to_first(self) -> None:
        if self._open is not None:
            self.step(-self._open.row)

    def step_to_last(self) -> None:
        if self._open is not None:
            self.step(len(self._open.photo_ids) - 1 - self._open.row)

    def _enable(self) -> None:
        """What is possible with the photo shown."""
        parts, canvas, facts = self._parts_here(), self.canvas, Need.NOTHING
        row, count = (0, 0) if self._open is None else (self._open.row, len(self._open.photo_ids))
        last_part = 0 if parts is None else len(parts) - 1
        for need, holds in (
            (Need.SELECTION, self._photo is not None),
            (Need.BEHIND, row > 0),
            (Need.AHEAD, row < count - 1),
            (Need.LARGER, self._photo is not None and canvas.scale < MAX_ZOOM),
            (Need.SMALLER, not canvas.is_fitted),
            (Need.PARTS_BEHIND, self._part > 0),
            (Need.PARTS_AHEAD, self._part < last_part),
        ):
            facts |= need if holds else Need.NOTHING
        self.commands.enable(facts)


def _quiet(button: ActionButton) -> ActionButton:
    """As narrow as its icon, and no click takes the keys from the photo."""
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return button

"""One photo as large as it is: zoom, move, go to its neighbours, Esc back to the same place."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.records import THUMBNAIL_PX, Photo
from imgsim_desktop.ui import icons, texts
from imgsim_desktop.ui.holding_words import said_holdings
from imgsim_desktop.ui.models.parts import Parts
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.part_loader import PartLoader
from imgsim_desktop.ui.picture_loader import PictureLoader
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.view import OpenPhoto
from imgsim_desktop.ui.widgets.elided_label import ElidedLabel
from imgsim_desktop.ui.widgets.part_bar import PartBar
from imgsim_desktop.ui.widgets.picture_canvas import PictureCanvas


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
        self.part_bar = PartBar()
        self.part_bar.stepRequested.connect(self.step_part)
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
        row.addWidget(self._button("back", self.tr("Back (Esc)"), self.close_view))
        row.addSpacing(6)
        row.addWidget(self._info, 1)
        self._similar = self._button("similar", self.tr("Similar photos (F)"), self._ask_similar)
        row.addWidget(self._similar)
        row.addSpacing(6)
        row.addWidget(
            self._button("zoom-out", self.tr("Smaller (-)"), lambda: self.canvas.zoom_by(-1))
        )
        row.addWidget(self._zoom)
        row.addWidget(
            self._button("zoom-in", self.tr("Larger (+)"), lambda: self.canvas.zoom_by(1))
        )
        row.addWidget(
            self._button("fit", self.tr("Whole photo (0)"), lambda: self.canvas.set_zoom(None))
        )
        actual = self._button("actual", self.tr("One pixel for each pixel (1)"), self._actual)
        row.addWidget(actual)
        row.addSpacing(6)
        self._previous = self._button(
            "previous", self.tr("Photo before (←)"), lambda: self.step(-1)
        )
        self._next = self._button("next", self.tr("Next photo (→)"), lambda: self.step(1))
        row.addWidget(self._previous)
        row.addWidget(self._next)
        return bar

    def _button(self, icon: str, text: str, act: object) -> QToolButton:
        button = icons.tool_button(icon, text, 20)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda *_: act())  # type: ignore[operator]
        return button

    @property
    def photo(self) -> Photo | None:
        return self._photo

    def show_photo(self, opened: OpenPhoto) -> None:
        """Show one photo; its neighbours are opened in the background."""
        self._open = opened
        photo_id = int(opened.photo_ids[opened.row])
        self._photo = self._pages.one(photo_id)
        self._previous.setEnabled(opened.row > 0)
        self._next.setEnabled(opened.row < len(opened.photo_ids) - 1)
        self._part = 0
        self._say_part()
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

    def step(self, by: int) -> None:
        """To a neighbour; stays at the ends."""
        if self._open is None:
            return
        row = self._open.row + by
        if 0 <= row < len(self._open.photo_ids):
            self.show_photo(OpenPhoto(self._open.photo_ids, row))

    def step_part(self, by: object) -> None:
        """To the next page, frame or moment of a film in this photo; stays at the ends."""
        parts = self._parts_here()
        if parts is None or not isinstance(by, int) or not 0 <= self._part + by < len(parts):
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
        if parts is None:
            self.part_bar.hide()
            return
        self.part_bar.show_place(
            parts.said(self._part),
            is_first=self._part == 0,
            is_last=self._part == len(parts) - 1,
        )

    def close_view(self) -> None:
        if self._open is not None:
            self.closed.emit(int(self._open.photo_ids[self._open.row]))

    def _actual(self) -> None:
        self.canvas.set_zoom(1.0)

    def _ask_similar(self) -> None:
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        if not plain:
            event.ignore()
        elif key in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace}:
            self.close_view()
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_PageUp}:
            self.step(-1)
        elif key in {Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Space}:
            self.step(1)
        elif key == Qt.Key.Key_Home and self._open is not None:
            self.step(-self._open.row)
        elif key == Qt.Key.Key_End and self._open is not None:
            self.step(len(self._open.photo_ids) - 1 - self._open.row)
        elif key in {Qt.Key.Key_Comma, Qt.Key.Key_Period}:
            self.step_part(-1 if key == Qt.Key.Key_Comma else 1)
        elif key == Qt.Key.Key_F:
            self._ask_similar()
        else:
            event.ignore()

"""One photo as large as it is: zoom, move, go to its neighbours, Esc back to the same place."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.library.settings import Settings
from imgsim_desktop.records import THUMBNAIL_PX, Photo
from imgsim_desktop.ui import icons, texts
from imgsim_desktop.ui.command_actions import ActionButton, CommandActions
from imgsim_desktop.ui.commands import Need, Place
from imgsim_desktop.ui.file_data import CARRIED_PX, carried_look, carry
from imgsim_desktop.ui.holding_words import said_holdings
from imgsim_desktop.ui.models.parts import Parts
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.part_loader import PartLoader
from imgsim_desktop.ui.picture_loader import PictureLoader
from imgsim_desktop.ui.ratings import Ratings, said_given
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.theme import wear_surround
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.view import OpenPhoto
from imgsim_desktop.ui.widgets.elided_label import ElidedLabel
from imgsim_desktop.ui.widgets.facts_panel import WIDE_PX, FactsPanel
from imgsim_desktop.ui.widgets.part_bar import PartBar
from imgsim_desktop.ui.widgets.photo_film import PhotoFilm
from imgsim_desktop.ui.widgets.picture_canvas import MAX_ZOOM, PictureCanvas

_ICON_PX = 20
_FILM_FROM_PX = 400
"""A window lower than that has no room for the photos before and after."""
_FACTS_FROM_PX = WIDE_PX + 360


class PhotoView(QWidget):
    """Shows an OpenPhoto. The whole picture is opened in a pool; the thumbnail is there at once."""

    closed = Signal(object)
    """photo_id last shown, for the grid to go to."""
    similarRequested = Signal(object)
    """photo_id."""
    partRequested = Signal(object)
    """(QImage, photo_id): a part of the photo, to be searched with."""
    slideshowChanged = Signal(object)
    """bool: photos follow each other by themselves, or no longer."""
    menuRequested = Signal(object)
    """(point on the screen, ids: that of the photo), as pages ask for the menu of photos."""
    undoRequested = Signal()
    """The last thing done to files is to be taken back."""

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
        self._is_slideshow = False
        self._part = 0
        """Of the photo: 0 is the picture itself, see `models.parts`."""
        self.canvas = PictureCanvas()
        self.canvas.zoomChanged.connect(self._say_zoom)
        self.canvas.draggedOut.connect(self._drag_out)
        self.canvas.boxDrawn.connect(self._ask_part)
        self.canvas.boxModeChanged.connect(lambda _is_on: self._say_zoom(self.canvas.scale))
        self.commands = CommandActions(self, Place.LARGE)
        self._info = ElidedLabel()
        self._info.setAccessibleName(self.tr("About this photo"))
        self._stars = QLabel()
        self._stars.setAccessibleName(self.tr("Rating"))
        self._zoom = QLabel()
        self._zoom.setObjectName("faint")
        self._zoom.setAccessibleName(self.tr("Zoom"))
        self._zoom.setMinimumWidth(56)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.facts = FactsPanel()
        self.film = PhotoFilm(pages, thumbnails)
        self.film.chosen.connect(self._go)
        self.film.stepped.connect(self.step)
        self._session: LibrarySession | None = None
        self._ratings: Ratings | None = None
        self._slides = QTimer(self)
        self._slides.timeout.connect(self._next_slide)
        self._slides.setSingleShot(True)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.canvas, 1)
        middle.addWidget(self.facts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._bar_shown = self._bar()
        layout.addWidget(self._bar_shown)
        layout.addLayout(middle, 1)
        self.part_bar = PartBar(self.commands.bar("large-part"))
        layout.addWidget(self.part_bar)
        layout.addWidget(self.film)
        wear_surround(self, on=True)
        icons.redraw_icons(self)
        self._place_parts()
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
        row.addWidget(self._stars)
        row.addSpacing(6)
        add("large-similar")
        add("large-look")
        row.addSpacing(6)
        add("large-smaller")
        row.addWidget(self._zoom)
        add("large-zoom")
        row.addSpacing(6)
        add("large-step")
        return bar

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._photo is not None:
            ids = np.array([self._photo.photo_id], np.int64)
            self.menuRequested.emit((event.globalPos(), ids))

    def _drag_out(self) -> None:
        """Let other programs have the photo."""
        photo = self._photo
        if photo is not None and photo.is_online:
            look = self._thumbnails.pixmap(photo.content_hash, CARRIED_PX)
            carry(self.canvas, [photo.photo_id], [photo.path], carried_look(look, 1))

    def show_ratings(self, ratings: Ratings) -> None:
        """Say the stars of the photo, as they are now."""
        self._ratings = ratings
        ratings.changed.connect(self._say_rating)

    def _say_rating(self) -> None:
        if self._photo is None or self._ratings is None:
            self._stars.clear()
            return
        self._stars.setText(said_given(self._ratings.of(self._photo, is_large=True)))

    # what stands around the photo

    def follow(self, session: LibrarySession) -> None:
        """Take the parts shown from the settings, and keep there what the person chooses."""
        self._session = session
        session.settingsChanged.connect(self._place_parts)
        self._place_parts()

    @property
    def is_slideshow(self) -> bool:
        """Photos follow each other by themselves."""
        return self._is_slideshow

    def _place_parts(self) -> None:
        """Film and facts where they are wanted and have room; a slide show has the photo alone."""
        settings = Settings() if self._session is None else self._session.settings
        has_room = self.height() >= _FILM_FROM_PX
        alone = self._is_slideshow
        self.film.setVisible(settings.large_film and has_room and not alone)
        fits = self.width() >= _FACTS_FROM_PX
        had = not self.facts.isHidden()
        self.facts.setVisible(settings.large_facts and fits and not alone)
        self._bar_shown.setVisible(not alone)
        for name, is_on in (
            ("film", settings.large_film),
            ("facts", settings.large_facts),
            ("slideshow", alone),
        ):
            self.commands.by_name[name].setChecked(is_on)
        if not had and not self.facts.isHidden():
            self._show_facts()

    def toggle_film(self) -> None:
        if self._session is not None:
            self._session.change_settings(large_film=not self._session.settings.large_film)

    def toggle_facts(self) -> None:
        if self._session is not None:
            self._session.change_settings(large_facts=not self._session.settings.large_facts)

    def toggle_slideshow(self) -> None:
        """Show one photo after the other, or stay at this one."""
        self._set_slideshow(on=not self._is_slideshow)

    def _set_slideshow(self, *, on: bool) -> None:
        if on != self._is_slideshow:
            self._is_slideshow = on
            self._place_parts()
            self._say_part()
            self._wait_for_slide()
            self.slideshowChanged.emit(on)

    def _wait_for_slide(self) -> None:
        """Each photo has its time from when it is shown, also one the person went to."""
        self._slides.stop()
        if self._is_slideshow:
            settings = Settings() if self._session is None else self._session.settings
            self._slides.start(1000 * max(1, settings.slideshow_s))

    def _next_slide(self) -> None:
        if self._open is None:
            return
        if not self.canvas.has_whole_picture and self._pictures.is_busy:
            self._slides.start(200)  # one that is not there yet is not passed by
            return
        self._go((self._open.row + 1) % len(self._open.photo_ids))

    def _go(self, row: int) -> None:
        if self._open is not None:
            self.show_photo(OpenPhoto(self._open.photo_ids, row))

    def _show_facts(self) -> None:
        if self.facts.isHidden():
            return
        self.facts.show_photo(self._photo)
        photo = self._photo
        picture = None if photo is None or self._part else self._pictures.picture(photo)
        self.facts.show_image(None if picture is None else picture.steps[-1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_parts()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._set_slideshow(on=False)
        self.canvas.set_box_mode(on=False)

    @property
    def photo(self) -> Photo | None:
        return self._photo

    @property
    def opened(self) -> OpenPhoto | None:
        """The photo shown, among those the arrow keys walk."""
        return self._open

    def show_photo(self, opened: OpenPhoto) -> None:
        """Show one photo; its neighbours are opened in the background."""
        self._open = opened
        photo_id = int(opened.photo_ids[opened.row])
        self._photo = self._pages.one(photo_id)
        self._part = 0
        self._say_part()
        self._enable()
        self.film.show_row(opened.photo_ids, opened.row)
        self._show_facts()
        self._say_rating()
        self._wait_for_slide()
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
        self._slides.stop()
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
        if parts is None or self._is_slideshow:
            self.part_bar.hide()
            return
        self.part_bar.show_place(parts.said(self._part))

    def close_view(self) -> None:
        """Back to the page; from a slide show or the drawing of a box, first to its photo."""
        if self.canvas.awaits_box:
            self.canvas.set_box_mode(on=False)
        elif self._is_slideshow:
            self._set_slideshow(on=False)
        elif self._open is not None:
            self.closed.emit(int(self._open.photo_ids[self._open.row]))

    def ask_similar(self) -> None:
        if self._photo is not None:
            self.similarRequested.emit(self._photo.photo_id)

    def toggle_box(self) -> None:
        """Let the next drag draw a box around what is searched for, or not."""
        self.canvas.set_box_mode(on=not self.canvas.awaits_box)

    def _ask_part(self, box: QRectF) -> None:
        part = self.canvas.part(box)
        if self._photo is not None and part is not None:
            self.partRequested.emit((part, self._photo.photo_id))

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
            if not self.facts.isHidden():
                self.facts.show_image(picture.steps[-1])
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
        self._info.setText(about, f"  ·  {place}")
        self._info.setToolTip(texts.as_tip(texts.said_path(self._photo.path)))
        self.canvas.setAccessibleDescription(self._info.text())

    def _say_zoom(self, scale: float) -> None:
        self._zoom.setText(texts.said_zoom(scale))
        if self.canvas.awaits_box:
            self._info.setText(self.tr("Draw a box; Esc: do not"))
        elif self._photo is not None and self._open is not None:
            self._say_info()
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

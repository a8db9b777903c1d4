"""The map page: the whole library as a picture, similar photos near each other."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.ui import texts
from imgsim_desktop.ui.adding import Adding
from imgsim_desktop.ui.commands import Need, Place
from imgsim_desktop.ui.models.map_scene import MapScene
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.sentences import said_error
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.view import OpenPhoto
from imgsim_desktop.ui.widgets.elided_label import ElidedLabel
from imgsim_desktop.ui.widgets.empty_page import EmptyPage
from imgsim_desktop.ui.widgets.map_canvas import MapCanvas
from imgsim_desktop.ui.work import Work
from imgsim_desktop.ui.working_view import WorkingView

if TYPE_CHECKING:
    from imgsim_desktop.scan import LibraryMap

MOST_PREPARED = 100_000
"""Of more photos the map is drawn only when somebody asks: it takes minutes."""
UNASKED_BELOW = 5_000
"""Photos whose map is drawn when the page is opened, within seconds; of more one asks."""
WALKED = 2_000
"""Photos the arrow keys of the large view walk, nearest to the opened one first."""


class MapView(WorkingView):
    """Loads the map that was drawn last; draws it anew in a thread of its own."""

    PLACE: ClassVar[Place] = Place.MAP

    def __init__(
        self, session: LibrarySession, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, thumbnails, parent)
        self._shown = ("", "")
        """Key of the library and of the network whose map is shown."""
        self._missing = 0
        self._is_fresh = False
        self._is_sketch = False
        """What is shown is still being drawn."""
        self.pages = PhotoPages(session.fetch_photos)
        self.canvas = MapCanvas(self.pages, thumbnails)
        self.empty = EmptyPage("map")
        self.adding = Adding(self)
        self.make_commands()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.count = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self.count.setAccessibleName(self.tr("What the map shows"))
        self.draw = QPushButton(self.tr("Draw again"))
        self.draw.setAccessibleName(self.tr("Draw the map again"))
        head = QHBoxLayout()
        head.setContentsMargins(20, 8, 16, 8)
        head.setSpacing(8)
        head.addWidget(self.count, 1)
        for tool in self.commands.buttons("map"):
            head.addWidget(tool)
        head.addSpacing(8)
        for tool in self.commands.buttons("map-zoom"):
            head.addWidget(tool)
        head.addSpacing(8)
        head.addWidget(self.draw)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(self._stack, 1)
        layout.addWidget(self.progress)

    def _connect(self) -> None:
        self.draw.clicked.connect(lambda *_: self.draw_map())
        self.empty.actionRequested.connect(self._act_on_empty)
        self.canvas.opened.connect(self._open)
        self.canvas.currentChanged.connect(self._follow)
        self.canvas.selectionChanged.connect(self._take_selection)
        self.canvas.zoomChanged.connect(self._enable)
        self.canvas.lassoEnded.connect(self._end_lasso)
        self.canvas.menuRequested.connect(
            lambda point: self.menuRequested.emit((point, self.canvas.selected_ids()))
        )
        self.session.libraryChanged.connect(self._forget)
        self.session.photosChanged.connect(self._grow_stale)

    # the map

    def refresh(self) -> None:
        self.pages.clear()
        self.thumbnails.retry_absent()
        library = self.session.library
        wanted = ("" if library is None else library.key, self.session.model_key)
        if wanted != self._shown or not self._is_fresh:
            self._load(wanted)
        self._say()
        self.canvas.update()

    def _load(self, wanted: tuple[str, str]) -> None:
        """Show the map there is; draw one if there is none and it takes only seconds."""
        library = self.session.library
        found = None
        if library is not None:
            try:
                from imgsim_desktop.scan import load_map

                found = load_map(library, self.session.home, wanted[1])
            except KnownError as error:
                self.session.readFailed.emit(error)
                return
        is_other = wanted != self._shown
        self._shown, self._is_fresh = wanted, True
        self._show(found, fits=is_other)
        count = len(self.session.photo_ids())
        is_unasked = found is None and not self._is_scanning and not self._was_stopped
        if is_unasked and 1 < count <= UNASKED_BELOW:
            self.draw_map()

    def prepare(self) -> bool:
        """Nobody looks at this page, and the machine is idle: draw what is new beforehand."""
        if self.isVisible() or self._was_stopped or self._is_scanning or self.runner.is_running:
            return False
        library = self.session.library
        if library is None or not 1 < len(self.session.photo_ids()) <= MOST_PREPARED:
            return False
        wanted = (library.key, self.session.model_key)
        if wanted == self._shown and self._is_fresh:
            return False
        self._load(wanted)
        if self._missing or not len(self.canvas.scene):
            self.draw_map()
        return self.runner.is_running

    def _show(self, found: LibraryMap | None, *, fits: bool) -> None:
        fits = fits or self.canvas.is_whole
        self._missing = 0 if found is None else found.missing
        none = np.zeros(0, np.int64), np.zeros((0, 2), np.float32)
        photos, places = none if found is None else (found.photos, found.places)
        self.canvas.set_scene(MapScene(photos, places))
        if fits:
            self.canvas.fit()

    def draw_map(self) -> None:
        """Place what is new, or everything where there is no map; in a thread of its own."""
        session, library = self.session, self.session.library
        if library is None or self.runner.is_running:
            return
        home, model_key = session.home, session.model_key
        self._trouble = None

        sketches: deque[LibraryMap] = deque(maxlen=1)  # the thread puts in, the timer takes out

        def run(control: Control) -> LibraryMap:
            from imgsim_desktop.scan import map_library

            return map_library(library, home, model_key, control, sketches.append)

        self.start_work(
            Work(
                "map",
                run,
                self._take,
                progress=lambda _progress: self._take_sketch(sketches),
                stopped=self._drop_sketch,
                failed=lambda _error: self._drop_sketch(),
            ),
            "map",
        )

    def _take_sketch(self, sketches: deque[LibraryMap]) -> None:
        """How a new map looks so far; it is shown while it is drawn."""
        if sketches and self._is_of_this_library():
            has_none = len(self.canvas.scene) == 0
            self._is_sketch = True
            self._show(sketches.pop(), fits=has_none)
            if has_none:
                self._say()

    def _drop_sketch(self) -> None:
        if self._is_sketch:
            self._is_sketch = False
            self._show(None, fits=True)

    def _take(self, found: LibraryMap) -> None:
        if not self._is_of_this_library():
            return
        self._is_sketch = False
        self._show(found, fits=len(self.canvas.scene) == 0)

    def _end(self) -> None:
        if not self._is_of_this_library():
            self._is_fresh = False
        super()._end()

    def _forget(self) -> None:
        self.stop()
        self._shown, self._is_fresh, self._trouble = ("", ""), False, None
        self._was_stopped = self._is_sketch = False
        self.pages.clear()
        self._show(None, fits=True)

    def _grow_stale(self) -> None:
        self._is_fresh = False

    # what is shown

    def _say(self) -> None:
        has_map = len(self.canvas.scene) > 0
        self._stack.setCurrentWidget(self.canvas if has_map else self.empty)
        self.setFocusProxy(self.canvas if has_map else self.empty)
        self.draw.setVisible(has_map and self._missing > 0)
        self.draw.setEnabled(not self.runner.is_running)
        self._take_selection()
        if not has_map:
            self._say_empty()

    def _say_count(self) -> None:
        chosen = len(self.canvas.selected_ids())
        said = texts.said_photos(len(self.canvas.scene)) if len(self.canvas.scene) else ""
        if chosen:
            said = self.tr("{chosen} of {photos} selected").format(
                chosen=texts.said_count(chosen), photos=said
            )
        elif self._missing:
            new = self.tr("{photos} not on the map yet")
            said += "  ·  " + new.format(photos=texts.said_photos(self._missing))
        self.count.setText(said)

    def _take_selection(self) -> None:
        self._say_count()
        self._enable()
        self.chosenChanged.emit()

    def _enable(self) -> None:
        facts = self._facts()
        for need, holds in (
            (Need.LISTED, len(self.canvas.scene) > 0),
            (Need.SELECTION, len(self.chosen_ids()) > 0),
            (Need.LARGER, self.canvas.can_come_closer),
            (Need.SMALLER, self.canvas.can_go_farther),
        ):
            facts |= need if holds else Need.NOTHING
        self.commands.enable(facts)

    def _say_empty(self) -> None:
        count = len(self.session.photo_ids())
        if self.runner.is_running:
            self.empty.say(
                self.tr("Drawing the map…"),
                self.tr("Similar photos move together; you can go on with something else."),
            )
        elif self._trouble is not None:
            self.empty.say(*said_error(self._trouble), self.tr("Draw the map"))
        elif count == 1:
            self.empty.say(
                self.tr("One photo makes no map"),
                self.tr("A map shows which photos are alike: it needs two of them."),
                "" if self._is_scanning else self.tr("Scan now"),
            )
        elif count < 2:
            self.empty.say(
                self.tr("Too few photos for a map"),
                self.tr("It is drawn when the folders of this library have been scanned."),
                "" if self._is_scanning else self.tr("Scan now"),
            )
        else:
            self.empty.say(
                self.tr("All photos at one glance"),
                self.tr("{photos}, similar ones near each other.").format(
                    photos=texts.said_photos(count)
                ),
                self.tr("Draw the map"),
            )

    def _act_on_empty(self) -> None:
        if len(self.session.photo_ids()) < 2:
            self.scanRequested.emit()
        else:
            self.draw_map()

    # what the person does

    def draw_lasso(self) -> None:
        """The next drag draws round photos, or no more."""
        self.canvas.is_lasso = self.commands.by_name["lasso"].isChecked()

    def _end_lasso(self) -> None:
        self.commands.by_name["lasso"].setChecked(False)
        self.canvas.is_lasso = False

    def _open(self, photo_id: int) -> None:
        """Large; the arrow keys walk from near to far."""
        row = int(np.flatnonzero(self.canvas.scene.photos == photo_id)[0])
        near = self.canvas.scene.around(row, WALKED)
        self.photoOpened.emit(OpenPhoto(self.canvas.scene.photos[near], 0))

    def _follow(self, photo_id: object) -> None:
        self._take_selection()
        if photo_id is not None:
            self.photoChosen.emit(photo_id)

    def chosen_ids(self) -> NDArray[np.int64]:
        """The selection, else the current photo."""
        chosen, current = self.canvas.selected_ids(), self.canvas.current_id()
        if len(chosen) or current is None:
            return chosen
        return np.array([current], np.int64)

    def opened(self, photo_ids: NDArray[np.int64]) -> OpenPhoto:
        return OpenPhoto(photo_ids, 0)

    def return_to(self, photo_id: int) -> None:
        self.canvas.show_photo(photo_id)

    def select(self) -> None:
        chosen = self.chosen_ids()
        if len(chosen):
            self.selectionRequested.emit(chosen)

    def tag(self) -> None:
        self.adding.ask_tag(self.chosen_ids())

    def copy_to_album(self) -> None:
        self.adding.ask_album(self.chosen_ids())

    def show_similar(self) -> None:
        chosen = self.chosen_ids()
        if len(chosen):
            self.similarRequested.emit(int(chosen[0]))

"""The middle of the review: a group as a grid, or two of its photos compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication, QRect, QSizeF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.records import Box, Photo
from imgsim_desktop.ui.difference_picture import DifferenceMaker
from imgsim_desktop.ui.models.scene import Scene
from imgsim_desktop.ui.models.stage import StageItem, StageModel, pair_of
from imgsim_desktop.ui.picture_loader import PictureLoader
from imgsim_desktop.ui.texts import said_name
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.widgets.compare_view import CompareView, Layout, Shown
from imgsim_desktop.ui.widgets.loupe import Loupe
from imgsim_desktop.ui.widgets.stage_grid import StageGrid

MapOf = Callable[[int, int], Sequence[float]]
"""(keeper id, other id) -> affine map from the other's relative coordinates to the keeper's."""

BoxesOf = Callable[[int, int], Sequence[Box]]
"""(keeper id, other id) -> boxes in the keeper's relative coordinates."""

_THUMB_PX = 320
_ZOOM_PX = 100
"""For the zoom and the margins."""


class Mode(Enum):
    """How the group is shown; Tab goes through them in this order."""

    GRID = "grid"
    SIDE_BY_SIDE = "side-by-side"
    SLIDER = "slider"
    DIFFERENCE = "difference"


_LAYOUTS = {
    Mode.SIDE_BY_SIDE: Layout.SIDE_BY_SIDE,
    Mode.SLIDER: Layout.SLIDER,
    Mode.DIFFERENCE: Layout.DIFFERENCE,
}


def said_mode(mode: Mode) -> str:
    translate = QCoreApplication.translate
    said = {
        Mode.GRID: translate("Stage", "Grid"),
        Mode.SIDE_BY_SIDE: translate("Stage", "Side by side"),
        Mode.SLIDER: translate("Stage", "Slider"),
        Mode.DIFFERENCE: translate("Stage", "Difference"),
    }
    return said[mode]


@dataclass(frozen=True, slots=True)
class Loaders:
    """Where pictures come from: small, as large as a cell, whole."""

    thumbnails: ThumbnailLoader
    previews: PictureLoader
    pictures: PictureLoader


class Stage(QWidget):
    """Shows one group; the current photo is what the keys act on, in every mode."""

    currentRowChanged = Signal(object)
    """int, -1 for none."""
    chosenChanged = Signal()
    """`current` or `chosen` may have another answer."""
    modeChanged = Signal(object)
    """Mode."""

    def __init__(self, loaders: Loaders, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self._loaders = loaders
        self._differences = DifferenceMaker(self)
        self._mode = Mode.GRID
        self._extra: QWidget | None = None
        self._is_alone = False
        """Pictures only, with nothing around them."""
        self._map_of: MapOf = lambda _keeper, _other: ()
        self.boxes_of: BoxesOf = lambda _keeper, _other: ()
        """Where two photos differ; drawn where they are compared."""
        self.items_model = StageModel()
        self.grid = StageGrid(self.items_model, loaders.thumbnails, loaders.previews)
        self.loupe = Loupe(self.grid, loaders.pictures)
        self.compare = CompareView()
        self.compare.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self.compare)
        self._zoom = QLabel()
        self._zoom.setObjectName("faint")
        self._buttons: dict[Mode, QToolButton] = {}
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.bar = self._make_bar()
        """The layouts and the zoom; lent to whoever shows the pictures alone."""
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
        self.grid.currentRowChanged.connect(self._current_changed)
        self.grid.chosenChanged.connect(self.chosenChanged)
        self.grid.opened.connect(self._open_row)
        self.compare.zoomChanged.connect(self._say_zoom)
        self._differences.made.connect(lambda _key: self._show_pair())
        loaders.thumbnails.loaded.connect(self._pictures_came)
        loaders.previews.loaded.connect(lambda _key: self.grid.viewport().update())
        loaders.pictures.loaded.connect(lambda _key: self._picture_came())
        self._name_parts()

    def add_to_bar(self, widget: QWidget) -> None:
        """One more at the end of the bar, while there is room for it."""
        self._bar_row.addWidget(widget)
        self._extra = widget
        self._make_room()

    @property
    def least_px(self) -> int:
        """Narrower than that the layouts cannot be named."""
        margins = self._bar_row.contentsMargins()
        return self._switch.sizeHint().width() + margins.left() + margins.right()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        if self._extra is not None:
            wanted = self._switch.sizeHint().width() + self._extra.sizeHint().width() + _ZOOM_PX
            self._extra.setVisible(not self._is_alone and self.width() >= wanted)

    # what is shown

    def show_group(self, items: Sequence[StageItem], map_of: MapOf, row: int) -> None:
        """Show a group, or with the same photos only what has become of them."""
        self._map_of = map_of
        keeper = next((item for item in items if item.is_keeper), None)
        if [item.photo for item in self.items] != [item.photo for item in items]:
            self.loupe.set_on(on=False)
        self.loupe.set_group(None if keeper is None else keeper.photo, map_of)
        self.items_model.set_items(items)
        if self.grid.currentIndex().row() != row or not items:
            self.grid.show_row(row if items else -1)
        self._show_pair()

    @property
    def items(self) -> tuple[StageItem, ...]:
        return self.items_model.items

    @property
    def current(self) -> StageItem | None:
        row = self.grid.currentIndex().row()
        return self.items[row] if 0 <= row < len(self.items) else None

    @property
    def chosen(self) -> tuple[StageItem, ...]:
        """What a decision is about: the current photo, or in the grid all that are chosen."""
        if self._mode is Mode.GRID:
            rows = self.grid.chosen_rows()
            return tuple(self.items[row] for row in rows if row < len(self.items))
        return () if self.current is None else (self.current,)

    def pan_by(self, x: int, y: int) -> None:
        """Move the pictures; in the grid the loupe, or without it choose one more photo."""
        if self._mode is not Mode.GRID:
            self.compare.pan_by(x, y)
        elif self.loupe.is_on:
            self.loupe.move_by(x, y)
        else:
            self.grid.extend(x + y * self.grid.columns())

    def toggle_loupe(self) -> None:
        """All photos of the group at 1:1, the same place of each; from any layout."""
        if self._mode is not Mode.GRID:
            self.set_mode(Mode.GRID)
            self.loupe.set_on(on=True)
        else:
            self.loupe.set_on(on=not self.loupe.is_on)

    def step(self, by: int) -> None:
        """The next or previous photo; in a comparison the next challenger."""
        count = len(self.items)
        row = self.grid.currentIndex().row()
        steps = range(1, count)
        rows = [(row + by * i) % count for i in steps] if count else []
        if self._mode is not Mode.GRID:
            rows = [r for r in rows if not self.items[r].is_keeper]
        elif not 0 <= row + by < count:
            return
        if rows:
            self.grid.show_row(rows[0])

    def lend_bar(self) -> QFrame:
        """The pictures have all the room: another shows the bar, until it is taken back."""
        self._is_alone = True
        self._column.removeWidget(self.bar)
        self.grid.set_bare(self._loaders.pictures)
        self._make_room()
        return self.bar

    def take_bar_back(self) -> None:
        self._is_alone = False
        self._column.insertWidget(0, self.bar)
        self.grid.set_bare(None)
        self._make_room()
        self.bar.show()

    # modes

    def say_layout_key(self, key: str) -> None:
        """The key that leads through the layouts, on the tool tips of their buttons."""
        for mode, button in self._buttons.items():
            button.setToolTip(f"{said_mode(mode)} ({key})" if key else said_mode(mode))

    @property
    def mode(self) -> Mode:
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        had_focus = self.focus_widget().hasFocus()
        self._mode = mode
        self._buttons[mode].setChecked(True)
        is_grid = mode is Mode.GRID
        self._stack.setCurrentWidget(self.grid if is_grid else self.compare)
        if not is_grid:
            self.compare.set_layout_mode(_LAYOUTS[mode])
        if had_focus:
            self.focus_widget().setFocus()
        self._zoom.setVisible(not is_grid)
        self._show_pair()
        self.modeChanged.emit(mode)

    def next_mode(self, by: int = 1) -> None:
        modes = list(Mode)
        self.set_mode(modes[(modes.index(self._mode) + by) % len(modes)])

    def panes(self) -> list[QRect]:
        """Where two photos are compared: two places, or one for both; the grid is one."""
        return [self.rect()] if self._mode is Mode.GRID else self.compare.panes()

    def set_blink(self, blinks: bool) -> None:
        """While True the keeper stands in the place of the current photo."""
        pair = self._pair()
        if self._mode is Mode.GRID:
            row = self.grid.currentIndex().row()
            photo = pair[0].photo if pair is not None and blinks else None
            self.grid.set_blink(row, photo)
        else:
            self.compare.set_blink(blinks)

    def stop(self) -> None:
        """Wait for the pool that makes differences."""
        self._differences.stop()

    def focus_widget(self) -> QWidget:
        """What gets the keyboard when the stage is meant."""
        return self.grid if self._mode is Mode.GRID else self.compare

    # inside

    def _make_bar(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("stageBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(10, 6, 10, 6)
        switch = self._switch = QFrame()
        switch.setObjectName("viewSwitch")
        inside = QHBoxLayout(switch)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        group = QButtonGroup(self)
        for mode in Mode:
            button = QToolButton()
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, mode=mode: self.set_mode(mode))
            group.addButton(button)
            inside.addWidget(button)
            self._buttons[mode] = button
        self._buttons[Mode.GRID].setChecked(True)
        row.addWidget(switch)
        row.addStretch(1)
        row.addWidget(self._zoom)
        self._bar_row = row
        return bar

    def _name_parts(self) -> None:
        for mode, button in self._buttons.items():
            button.setText(said_mode(mode))
            button.setAccessibleName(self.tr("Layout: {mode}").format(mode=said_mode(mode)))
        self.compare.setAccessibleName(self.tr("Comparison"))
        self.grid.setAccessibleName(self.tr("Photos of the group"))
        self._zoom.setAccessibleName(self.tr("Zoom"))

    def _current_changed(self, row: object) -> None:
        self._show_pair()
        self.currentRowChanged.emit(row)

    def _open_row(self, row: object) -> None:
        self.set_mode(Mode.SIDE_BY_SIDE)

    def _pair(self) -> tuple[StageItem, StageItem] | None:
        """Keeper and challenger: the current photo, or with the keeper in focus the next one."""
        return pair_of(self.items, self.current or next(iter(self.items), None))

    def _show_pair(self) -> None:
        if self._mode is Mode.GRID:
            return
        pair = self._pair()
        if pair is None:
            self.compare.clear()
            return
        keeper, challenger = pair
        relative = self._map_of(keeper.photo.photo_id, challenger.photo.photo_id)
        scene = Scene.of(_size(keeper.photo), _size(challenger.photo), relative)
        shown = (self._shown(keeper), self._shown(challenger))
        self.compare.show_pair(*shown, scene)
        self.compare.show_boxes(self.boxes_of(keeper.photo.photo_id, challenger.photo.photo_id))
        self.compare.setAccessibleDescription(f"{shown[0].title}, {shown[1].title}")
        if self._mode is Mode.DIFFERENCE:
            self._show_difference(keeper, challenger, scene)
        self._prepare_neighbours(challenger)
        self._say_zoom()

    def _shown(self, item: StageItem) -> Shown:
        photo = item.photo
        picture = self._loaders.pictures.picture(photo)
        trouble = ""
        if picture is None and self._loaders.pictures.is_unreadable(photo):
            trouble = self.tr("This file cannot be opened now")
        sign = self.tr("Trash") if item.is_trash else self.tr("Keep") if item.is_keeper else ""
        preview = None
        if picture is None:
            preview = self._loaders.thumbnails.pixmap(
                photo.content_hash, _THUMB_PX, self.devicePixelRatioF()
            )
        return Shown(
            _size(photo), said_name(photo.path), sign, item.is_trash, picture, preview, trouble
        )

    def _show_difference(self, keeper: StageItem, challenger: StageItem, scene: Scene) -> None:
        first = self._loaders.pictures.picture(keeper.photo)
        second = self._loaders.pictures.picture(challenger.photo)
        image = None
        if first is not None and second is not None:
            key = (keeper.photo.content_hash, challenger.photo.content_hash)
            image = self._differences.image(key, (first, second), scene)
        loader = self._loaders.pictures
        stuck = loader.is_unreadable(keeper.photo) or loader.is_unreadable(challenger.photo)
        waiting = (
            self.tr("One of the files cannot be opened now") if stuck else self.tr("Comparing …")
        )
        self.compare.set_difference(image, waiting)

    def _prepare_neighbours(self, challenger: StageItem) -> None:
        """The next two challengers are opened before they are asked for."""
        others = [item for item in self.items if not item.is_keeper]
        at = others.index(challenger)
        for item in others[at + 1 : at + 3]:
            self._loaders.pictures.prepare(item.photo)

    def _picture_came(self) -> None:
        if self.loupe.is_on or self._is_alone:
            self.grid.viewport().update()
        self._show_pair()

    def _pictures_came(self, _hashes: object) -> None:
        self.grid.viewport().update()
        if self._mode is not Mode.GRID:
            self._show_pair()

    def _say_zoom(self) -> None:
        percent = round(100 * self.compare.scale * self.devicePixelRatioF())
        compare = self.compare
        said = self.tr("Filled") if compare.fills else self.tr("Fitted")
        is_whole = compare.fills or compare.is_fitted
        self._zoom.setText(said if is_whole else f"{percent} %")


def _size(photo: Photo) -> QSizeF:
    return QSizeF(max(1, photo.facts.width_px), max(1, photo.facts.height_px))

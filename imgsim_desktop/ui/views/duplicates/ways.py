"""Going from group to group, from part to part, and from a photo to what shows more of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from imgsim_desktop.ui.photo_actions import copy_paths, open_files, reveal
from imgsim_desktop.ui.reviewing import moves
from imgsim_desktop.ui.reviewing.model import ReviewModel
from imgsim_desktop.ui.view import OpenPhoto
from imgsim_desktop.ui.widgets.stage import Mode, Stage


class Ways(QObject):
    """Moves on the page; nothing is decided. GUI thread."""

    photoOpened = Signal(object)
    """OpenPhoto."""
    similarRequested = Signal(object)
    """photo_id (int)."""

    def __init__(
        self, model: ReviewModel, stage: Stage, panes: Callable[[], Sequence[QWidget]]
    ) -> None:
        """panes: the parts of the page that the focus goes through."""
        super().__init__(stage)
        self._model, self._stage, self._panes = model, stage, panes

    def go(self, by: int) -> None:
        moves.go(self._model, by)

    def go_to_first(self) -> None:
        moves.go_to_first(self._model)

    def go_to_last(self) -> None:
        moves.go_to_last(self._model)

    def go_to_next_open(self) -> None:
        moves.go_to_next_open(self._model)

    def next_pane(self) -> None:
        """Focus goes round: lanes, queue, stage, table, slider, buttons."""
        shown = [pane for pane in self._panes() if pane.isVisible()]
        at = next((i for i, pane in enumerate(shown) if pane.hasFocus()), -1)
        if shown:
            shown[(at + 1) % len(shown)].setFocus()

    def toggle_difference(self) -> None:
        is_on = self._stage.mode is Mode.DIFFERENCE
        self._stage.set_mode(Mode.SIDE_BY_SIDE if is_on else Mode.DIFFERENCE)

    def actual_size(self) -> None:
        """In the grid there is nothing to zoom: compare first."""
        if self._stage.mode is Mode.GRID:
            self._stage.set_mode(Mode.SIDE_BY_SIDE)
        self._stage.compare.toggle_actual_size()

    def fill(self) -> None:
        """Pictures that cover their places, or all of them; the grid gives way to a pair."""
        if self._stage.mode is Mode.GRID:
            self._stage.set_mode(Mode.SIDE_BY_SIDE)
            if self._stage.compare.fills:
                return
        self._stage.compare.toggle_fill()

    def turn(self) -> None:
        """Two pictures side by side, or one above the other."""
        if self._stage.mode is Mode.SIDE_BY_SIDE:
            self._stage.compare.turn()
        else:
            self._stage.set_mode(Mode.SIDE_BY_SIDE)

    def paths(self) -> list[Path]:
        """Of the photos chosen."""
        return [item.photo.path for item in self._model.chosen]

    def reveal(self) -> None:
        """Open the folders of the chosen photos in the system's file manager."""
        reveal(self.paths())

    def open_externally(self) -> None:
        open_files(self.paths())

    def copy_path(self) -> None:
        copy_paths(self.paths())

    def show_similar(self) -> None:
        number = self._model.current_photo
        if number is not None:
            self.similarRequested.emit(self._model.desk.cache_id(number))

    def show_large(self) -> None:
        row = self._model.current_row
        if row >= 0:
            self.photoOpened.emit(OpenPhoto(np.array(self._model.photo_ids, np.int64), row))

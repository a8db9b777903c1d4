"""What a page of the main window is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from imgsim_desktop.ui.command_actions import CommandActions
from imgsim_desktop.ui.commands import COMMANDS, Menu, Place, said
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader


@dataclass(frozen=True, slots=True)
class OpenPhoto:
    """Show one photo large; `photo_ids` in the order the arrow keys walk."""

    photo_ids: NDArray[np.int64]
    row: int


class View(QWidget):
    """A page; registered by one line in `pages.VIEWS`.

    The window makes it once, with the session that lives as long as the window. A view connects to
    the session's signals itself, and does heavy work only in `refresh`, which the window calls when
    the page is shown, and while it is shown after libraryChanged, photosChanged and pairsChanged.
    """

    PLACE: ClassVar[Place]
    """Names the page: its commands, its icon, and the command `view-PLACE` that shows it."""

    commands: CommandActions
    """Made by the page, once it has what they act on."""

    noticeRequested = Signal(object)
    """Notice: floats over the page."""
    photoOpened = Signal(object)
    """OpenPhoto: shown large; Esc comes back here."""
    similarRequested = Signal(object)
    """photo_id (int): listed in the panel of similar pictures."""
    undoRequested = Signal()
    """The person wants the last thing done to files taken back, whatever it was."""
    scanRequested = Signal()
    """The person wants the folders to be looked at."""
    wholeRequested = Signal()
    """The person wants all photos again: what narrows the whole window is to go."""
    filesMoved = Signal()
    """The program itself moved files: the folders are looked at again, without a word about it."""
    photoChosen = Signal(object)
    """photo_id: clicked or reached by key."""
    menuRequested = Signal(object)
    """(QPoint global, photo ids)."""
    selectionRequested = Signal(object)
    """Photo ids (n,) to be selected in the gallery, which is shown."""
    aloneChanged = Signal(object)
    """bool: the page wants the window, and the screen, for its pictures alone, or no longer."""
    chosenChanged = Signal()
    """`chosen_ids()` has another answer."""
    badgeChanged = Signal()
    """`badge()` has another answer."""

    def __init__(
        self, session: LibrarySession, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.thumbnails = thumbnails

    @classmethod
    def title(cls) -> str:
        """Name in the switch and the menu, translated."""
        return said(COMMANDS[f"view-{cls.PLACE}"])

    def badge(self) -> str:
        """Short count beside the title, such as "12"; empty for none."""
        return ""

    def refresh(self) -> None:
        """Show what the cache says now. GUI thread."""

    def set_filter(self, text: str) -> None:
        """Show only photos whose name holds `text`; empty shows all."""

    def set_folder(self, folder: object) -> None:
        """Show only photos in this Path and below; None shows all."""

    def set_scanning(self, *, is_scanning: bool) -> None:
        """A scan has begun or ended; an empty page says so."""

    def scanned(self, *, is_whole: bool) -> None:
        """A scan is over, and `refresh` was called if the page is shown.

        is_whole  whether it came to the end of the library that is open
        """

    def around_px(self) -> int:
        """How much of the page's width is for what stands around its pictures."""
        return 0

    @property
    def is_alone(self) -> bool:
        """Nothing of the window is seen but the pictures of this page."""
        return False

    def set_alone(self, *, on: bool) -> bool:
        """Show the pictures alone, or the page around them; False where there is no such way."""
        return False

    def chosen_ids(self) -> NDArray[np.int64] | None:
        """Photos chosen on this page, for the Picture menu; None leaves that to the panel."""
        return None

    def opened(self, photo_ids: NDArray[np.int64]) -> OpenPhoto:
        """How the photos chosen here are shown large."""
        return OpenPhoto(photo_ids, 0)

    def go_out(self) -> bool:
        """Close what is open over the page, such as a theme; False if nothing is."""
        return False

    def return_to(self, photo_id: int) -> None:
        """The large view was left at this photo."""

    def photo_actions(self) -> Sequence[QAction]:
        """What can be done with the photos chosen here, beside what every page can: their menu."""
        return self.commands.menu(Menu.PHOTO)

    def make_commands(self, *places: Place, stage: Sequence[QWidget] = ()) -> None:
        """Make `commands`, of this page and of places within it."""
        self.commands = CommandActions(self, type(self).PLACE, *places, stage=stage)
        self.commands.follow(self.session)

    def prepare(self) -> bool:
        """The machine is idle: begin what this page will have to show; whether that runs now."""
        return False

    def is_busy(self) -> bool:
        """True while a job of this view runs that must end before the window closes."""
        return False

    def stop(self) -> None:
        """Ask this view's jobs to end; the window waits for `is_busy()` to be False."""

    def close_down(self) -> None:
        """The window closes and nothing is busy: save what is not saved, end pools and timers."""

"""The empty window: it invites to drop a folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from imgsim_desktop.resources import resource
from imgsim_desktop.ui import icons, texts

_CARD_WIDTH_PX = 560


class Welcome(QWidget):
    """Shown while there is no library; the window itself takes the drop."""

    folderRequested = Signal()
    demoRequested = Signal()
    folderOffered = Signal(object)
    """Path of one of the system's picture folders, which the person takes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Welcome"))
        self._card = QFrame()
        self._card.setObjectName("dropCard")
        self._card.setAccessibleName(self.tr("Drop a folder here"))
        self._card.setMaximumWidth(_CARD_WIDTH_PX)
        picture = QLabel()
        picture.setPixmap(QIcon(str(resource("icons/imgsim.svg"))).pixmap(QSize(72, 72)))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setAccessibleName(self.tr("Program icon"))
        title = QLabel(self.tr("Drop a photo folder here"))
        title.setObjectName("bigTitle")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        says = QLabel(
            self.tr(
                "See which photos resemble one another, find the copies among them, and tidy up "
                "safely. Everything stays on this computer; nothing is changed until you say so."
            )
        )
        says.setObjectName("faint")
        says.setWordWrap(True)
        says.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose = QPushButton(self.tr("Choose a folder…"))
        self.choose.setProperty("primary", True)  # noqa: FBT003 - a Qt property
        self.choose.setDefault(True)
        self.choose.setAccessibleName(self.tr("Choose a folder"))
        self.choose.clicked.connect(self.folderRequested)
        self.demo = QPushButton(self.tr("Try it with demo photos"))
        self.demo.setAccessibleName(self.tr("Try it with demo photos"))
        self.demo.clicked.connect(self.demoRequested)
        icons.set_icon(self.demo, "picture")
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch(1)
        buttons.addWidget(self.choose)
        buttons.addWidget(self.demo)
        buttons.addStretch(1)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(48, 44, 48, 44)
        inside.setSpacing(16)
        for widget in (picture, title, says):
            inside.addWidget(widget)
        inside.addSpacing(8)
        inside.addLayout(buttons)
        self.offers = [self._offer(folder) for folder in picture_folders()]
        for offer in self.offers:
            inside.addWidget(offer, 0, Qt.AlignmentFlag.AlignCenter)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._card, 100)
        middle.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.addStretch(2)
        layout.addLayout(middle)
        layout.addStretch(3)

    def _offer(self, folder: Path) -> QPushButton:
        """Where most people have their photos is one click away."""
        text = self.tr("Look at {folder}").format(folder=texts.said_path(folder))
        offer = QPushButton(text)
        offer.setAccessibleName(text)
        icons.set_icon(offer, "folder")
        offer.clicked.connect(lambda: self.folderOffered.emit(folder))
        return offer

    def set_has_demo(self, *, has_demo: bool) -> None:
        self.demo.setVisible(has_demo)

    def set_drop_over(self, *, is_over: bool) -> None:
        """A folder hovers over the window: light the card up."""
        self._card.setProperty("over", is_over)
        self._card.style().unpolish(self._card)
        self._card.style().polish(self._card)


def picture_folders() -> list[Path]:
    """The folders for pictures that the system names, as far as they are there; at most two.

    They lie in the home of the person, which answers at once.
    """
    named = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.PicturesLocation)
    found = [Path(name) for name in (*named, str(Path.home() / "Pictures"))]
    return [folder for folder in dict.fromkeys(found) if folder.is_dir()][:2]

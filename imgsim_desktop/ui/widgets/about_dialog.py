"""What this program is, under which licences, and where it keeps what it knows."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop import __version__
from imgsim_desktop.resources import resource
from imgsim_desktop.scan.networks import all_backends
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.texts import said_path
from imgsim_desktop.ui.widgets.dialog_size import resize_on_screen

BUILT_ON = (
    ("Qt, PySide6", "LGPL 3"), ("libheif, libde265", "LGPL 3"), ("LibRaw", "LGPL 2.1"),
    ("FFmpeg", "LGPL 2.1"), ("ONNX Runtime", "MIT"), ("Pillow", "MIT-CMU"), ("NumPy", "BSD"),
    ("scikit-learn", "BSD"), ("OpenCV", "Apache 2.0"), ("hnswlib", "Apache"),
)  # fmt: skip
"""The largest parts; THIRD_PARTY.md has all, and a test holds these against it."""
_WIDE_PX = 560


class AboutDialog(QDialog):
    """Texts that can be selected, and a button that copies them."""

    def __init__(self, session: LibrarySession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About ImgSim Desktop"))
        self.setAccessibleName(self.tr("About ImgSim Desktop"))
        self.setMinimumWidth(_WIDE_PX)
        picture = QLabel()
        picture.setPixmap(QIcon(str(resource("icons/imgsim.svg"))).pixmap(QSize(48, 48)))
        picture.setAccessibleName(self.tr("Program icon"))
        name = QLabel(f"ImgSim Desktop {__version__}")
        name.setObjectName("bigTitle")
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(picture)
        head.addWidget(name, 1)
        says = QLabel(
            self.tr(
                "Finds similar photos and copies on your own computer. No photo and no word about "
                "one ever leaves it."
            )
        )
        says.setWordWrap(True)
        library = session.library
        backend = session.settings.backend_of(library)
        specs = all_backends(session.home.weights)
        network = said(specs[backend].title) if backend in specs else backend
        parts = ", ".join(f"{part} ({licence})" for part, licence in BUILT_ON)
        built = self.tr("{parts}. All of them, with versions, are listed in THIRD_PARTY.md.")
        self.facts = (
            (self.tr("Photos are described by"), network),
            (self.tr("Its data lies in"), said_path(session.home.root)),
            (self.tr("Licence"), self.tr("MIT licence")),
            (self.tr("Built on"), built.format(parts=parts)),
            (self.tr("Home page"), self.tr("There is none yet.")),
        )
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        for title, text in self.facts:
            value = QLabel(text)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setWordWrap(True)
            value.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            value.setAccessibleName(f"{title}: {text}")
            form.addRow(title, value)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.copy_folder: QPushButton = buttons.addButton(self.tr("Copy the folder"), role)
        self.copy_folder.setAccessibleName(self.tr("Copy the path of the folder with its data"))
        root = str(session.home.root)
        self.copy_folder.clicked.connect(lambda: QGuiApplication.clipboard().setText(root))
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setAccessibleName(self.tr("Close"))
        close.setDefault(True)
        close.setFocus()
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(says)
        column.addLayout(form)
        column.addWidget(buttons)
        # Qt gives a dialog two thirds of the screen at most, and the texts did not fit in them.
        resize_on_screen(self, QSize(_WIDE_PX, column.totalHeightForWidth(_WIDE_PX)))

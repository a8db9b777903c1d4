""" "Learn from my photos": choose, watch, use. Closing it hides it; a training goes on."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from imgsim_desktop.ui.widgets.dialog_size import resize_on_screen
from imgsim_desktop.ui.widgets.learn_progress import LearnProgress
from imgsim_desktop.ui.widgets.learn_setup import LearnSetup


class LearnDialog(QDialog):
    """One for the window's life, beside it: photos can be looked at while it learns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("learnDialog")
        self.setWindowTitle(self.tr("Learn from my photos"))
        self.setAccessibleName(self.tr("Learn from my photos"))
        self.setup = LearnSetup()
        self.progress = LearnProgress()
        self._pages = QStackedWidget()
        self._pages.setAccessibleName(self.tr("Learn from my photos"))
        self._pages.addWidget(self.setup)
        self._pages.addWidget(self.progress)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        resize_on_screen(self, QSize(760, 560))

    def show_setup(self) -> None:
        self._pages.setCurrentWidget(self.setup)
        self.setup.recipe.setFocus()

    def show_progress(self) -> None:
        self._pages.setCurrentWidget(self.progress)

    @property
    def shows_progress(self) -> bool:
        return self._pages.currentWidget() is self.progress

    def closeEvent(self, event: QCloseEvent) -> None:
        self.hide()
        event.ignore()

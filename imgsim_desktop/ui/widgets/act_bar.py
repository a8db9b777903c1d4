"""How far the move to the trash is, with a button to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from imgsim_desktop.records import Progress
from imgsim_desktop.ui.texts import said_count


class ActBar(QFrame):
    """Takes no room while nothing is moved."""

    stopRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scanBar")
        self._text = QLabel()
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._stop = QPushButton()
        self._stop.clicked.connect(self.stopRequested)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.addWidget(self._text)
        row.addWidget(self._progress, 1)
        row.addWidget(self._stop)
        self._name_parts()
        self.hide()

    def begin(self, count: int) -> None:
        self._progress.setRange(0, count)
        self._progress.setValue(0)
        self._text.setText(self.tr("Moving files …"))
        self.show()

    def show_progress(self, progress: Progress) -> None:
        self._progress.setRange(0, max(1, progress.total))
        self._progress.setValue(progress.done)
        text = self.tr("{done} of {total}: {name}")
        self._text.setText(
            text.format(
                done=said_count(progress.done),
                total=said_count(progress.total),
                name=progress.current,
            )
        )

    def _name_parts(self) -> None:
        self.setAccessibleName(self.tr("Move to the trash"))
        self._stop.setText(self.tr("Stop"))
        self._stop.setAccessibleName(self.tr("Stop after the file at hand"))
        self._progress.setAccessibleName(self.tr("Photos handled"))
        self._text.setAccessibleName(self.tr("What is being moved"))

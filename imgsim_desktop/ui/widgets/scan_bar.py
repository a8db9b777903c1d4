"""How far the scan is: stage, count, rate, time left, and Stop."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.records import Progress
from imgsim_desktop.ui import icons, texts
from imgsim_desktop.ui.widgets.elided_label import ElidedLabel

_STEPS = 10_000
"""Of the bar: Qt counts in 32 bits, a library may hold more bytes than that."""


class ScanBar(QFrame):
    """Below the pages while a scan runs; takes no room otherwise."""

    stopRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scanBar")
        self.setAccessibleName(self.tr("Scan"))
        self._waits = False
        self._stage = QLabel()
        self._stage.setAccessibleName(self.tr("What the scan does now"))
        self._numbers = QLabel()
        self._numbers.setObjectName("faint")
        self._numbers.setMinimumWidth(1)  # of the window nothing is asked for them
        self._numbers.setAccessibleName(self.tr("How far the scan is"))
        self._current = ElidedLabel()
        self._current.setAccessibleName(self.tr("Photo just read"))
        self._current.setEnabled(False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of the scan"))
        self._stop = QPushButton(self.tr("Stop"))
        self._stop.setAccessibleName(self.tr("Stop the scan"))
        self._stop.setToolTip(self.tr("Stop; what has been done is kept"))
        icons.set_icon(self._stop, "stop")
        self._stop.clicked.connect(self._ask_stop)
        lines = QVBoxLayout()
        lines.setSpacing(5)
        texts_row = self._texts_row = QHBoxLayout()
        texts_row.setSpacing(12)
        texts_row.addWidget(self._stage)
        texts_row.addWidget(self._numbers)
        texts_row.addWidget(self._current, 1)
        lines.addLayout(texts_row)
        lines.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 9)
        row.setSpacing(16)
        row.addLayout(lines, 1)
        row.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def wait_for_work(self) -> None:
        """Of the next scan nobody has to know before it has something to do."""
        self._waits = True

    def begin(self, stage: str = "listing") -> None:
        self._stop.setEnabled(True)
        self._stop.setText(self.tr("Stop"))
        self.show_progress(Progress(stage=stage))
        self.setVisible(not self._waits)

    def show_progress(self, progress: Progress) -> None:
        stage = texts.said_stage(progress.stage or "listing")
        numbers = texts.said_progress(progress)
        self._stage.setText(stage)
        self._numbers.setText(numbers)
        self._current.setText(progress.current)
        self._fit()
        self._texts_row.activate()  # or the new numbers are seen cut until the next turn
        if self._waits and stage_works(progress):
            self._waits = False
            self.show()
        is_over = progress.stage == "done"
        self._stop.setVisible(not is_over)
        if is_over:
            self._bar.setRange(0, _STEPS)
            self._bar.setValue(_STEPS)
        elif progress.total:
            self._bar.setRange(0, _STEPS)
            self._bar.setValue(round(_STEPS * min(1.0, progress.done / progress.total)))
        else:
            self._bar.setRange(0, 0)
        self.setAccessibleDescription(f"{stage}: {numbers}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a narrow window the bar alone says how far it is."""
        needed = self._stage.sizeHint().width() + self._numbers.sizeHint().width()
        needed += 2 * self._texts_row.spacing() + self._current.minimumSizeHint().width()
        self._numbers.setVisible(needed <= self._bar.width())

    def end(self) -> None:
        self._bar.setRange(0, _STEPS)
        self._waits = False
        self.hide()

    def _ask_stop(self) -> None:
        self.show_stopping()
        self.stopRequested.emit()

    def show_stopping(self) -> None:
        """The person wants to stop; the batch in work is finished first."""
        self._stop.setEnabled(False)
        self._stop.setText(self.tr("Stopping…"))


def stage_works(progress: Progress) -> bool:
    """Whether a scan has found something to do: listing alone is nothing to tell of."""
    return progress.total > 0 and progress.stage not in {"listing", "done"}

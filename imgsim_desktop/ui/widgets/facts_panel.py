"""What is known of the photo shown large, beside it: histogram and facts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from imgsim_desktop.records import Photo
from imgsim_desktop.ui.widgets.histogram import Histogram
from imgsim_desktop.ui.widgets.properties_dialog import facts_of

WIDE_PX = 260


class FactsPanel(QScrollArea):
    """One fact below the other; the text of each can be selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("factsPanel")
        self.setAccessibleName(self.tr("Facts about this photo"))
        self.setFixedWidth(WIDE_PX)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.verticalScrollBar().setAccessibleName(self.tr("Scroll the facts"))
        self.histogram = Histogram()
        self._labels: list[QLabel] = []
        inner = QWidget()
        inner.setObjectName("factsPanel")
        self._layout = QVBoxLayout(inner)
        self._layout.setContentsMargins(16, 14, 16, 14)
        self._layout.setSpacing(1)
        self._layout.addWidget(self.histogram)
        self._layout.addSpacing(10)
        self._layout.addStretch(1)
        self.setWidget(inner)

    @property
    def lines(self) -> list[str]:
        """What is said, from the top: name and words by turns."""
        return [label.text() for label in self._labels]

    def show_photo(self, photo: Photo | None) -> None:
        for label in self._labels:
            label.hide()
            self._layout.removeWidget(label)
            label.deleteLater()
        facts = [] if photo is None else facts_of(photo)
        self._labels = [
            _label(text, is_name=is_name)
            for name, words in facts
            for text, is_name in ((name, True), (words, False))
        ]
        for label in self._labels:
            self._layout.insertWidget(self._layout.count() - 1, label)

    def show_image(self, image: QImage | None) -> None:
        """For the histogram; None: none yet."""
        self.histogram.show_image(image)


def _label(text: str, *, is_name: bool) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAccessibleName(text)
    if is_name:
        label.setObjectName("faint")
        label.setContentsMargins(0, 7, 0, 0)
    else:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label

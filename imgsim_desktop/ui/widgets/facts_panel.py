"""What is known of the photo shown large, beside it: histogram and facts."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QTextOption
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QTextEdit, QVBoxLayout, QWidget

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
        self._labels: list[QLabel | BrokenText] = []
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
        self._labels = []
        for name, words in facts:
            self._labels += [_name(name), self._words(words)]
        for label in self._labels:
            label.setAccessibleName(label.text())
            self._layout.insertWidget(self._layout.count() - 1, label)

    def _words(self, text: str) -> QLabel | BrokenText:
        margins = self._layout.contentsMargins()
        room_px = WIDE_PX - margins.left() - margins.right()
        metrics = self.fontMetrics()
        if any(metrics.horizontalAdvance(word) > room_px for word in text.split()):
            return BrokenText(text, room_px)
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def show_image(self, image: QImage | None) -> None:
        """For the histogram; None: none yet."""
        self.histogram.show_image(image)


def _name(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setObjectName("faint")
    label.setContentsMargins(0, 7, 0, 0)
    return label


class BrokenText(QTextEdit):
    """A text with a word too long for its line, which is broken anywhere: a label would cut it."""

    def __init__(self, text: str, wide_px: int) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("brokenText")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.viewport().setAutoFillBackground(False)
        document = self.document()
        document.setDocumentMargin(0)
        document.setDefaultFont(self.font())
        self.setPlainText(text)
        document.setTextWidth(wide_px)
        self.setFixedHeight(ceil(document.size().height()))

    def text(self) -> str:
        return self.toPlainText()

"""The bar below the large photo that steps through its pages, frames or film."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from imgsim_desktop.ui import icons


class PartBar(QFrame):
    """Hidden while a photo has only itself."""

    stepRequested = Signal(object)
    """int: -1 or 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("photoViewBar")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        self._before = icons.tool_button("previous", "", 20)
        self._next = icons.tool_button("next", "", 20)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setMinimumWidth(180)
        row.addStretch(1)
        row.addWidget(self._before)
        row.addWidget(self._text)
        row.addWidget(self._next)
        row.addStretch(1)
        for button, by in ((self._before, -1), (self._next, 1)):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda *_, by=by: self.stepRequested.emit(by))
        self._retranslate()
        self.hide()

    def show_place(self, text: str, *, is_first: bool, is_last: bool) -> None:
        """Where one is; a button that leads nowhere is switched off."""
        self._text.setText(text)
        self._before.setEnabled(not is_first)
        self._next.setEnabled(not is_last)
        self.show()

    @property
    def text(self) -> str:
        """What the bar says."""
        return self._text.text()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Pages, frames or film of this photo"))
        self._text.setAccessibleName(self.tr("Place in this photo"))
        for button, text in (
            (self._before, self.tr("Page, frame or moment before (,)")),
            (self._next, self.tr("Next page, frame or moment (.)")),
        ):
            button.setToolTip(text)
            button.setAccessibleName(text)

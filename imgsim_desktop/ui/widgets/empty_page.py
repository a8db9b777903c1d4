"""What a page says when there is nothing to show: why, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from imgsim_desktop.ui import icons
from imgsim_desktop.ui.theme import colors


class EmptyPage(QWidget):
    """An icon, a title, a hint and perhaps a button, in the middle."""

    actionRequested = Signal()

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = icon
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._icon.setAccessibleName(self.tr("Picture"))
        self._title = QLabel()
        self._title.setObjectName("pageTitle")
        self._hint = QLabel()
        self._hint.setObjectName("faint")
        for label in (self._title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        self._button = QPushButton()
        self._button.clicked.connect(self.actionRequested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(10)
        layout.addStretch(2)
        layout.addWidget(self._icon)
        layout.addWidget(self._title)
        layout.addWidget(self._hint)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(3)
        self.say("")

    def say(self, title: str, hint: str = "", button: str = "") -> None:
        self._draw_icon()
        self._title.setText(title)
        self._title.setAccessibleName(title or self.tr("Nothing to show"))
        self._hint.setText(hint)
        self._hint.setAccessibleName(hint or self.tr("Hint"))
        self._hint.setVisible(bool(hint))
        self._button.setText(button)
        self._button.setAccessibleName(button or self.tr("Next step"))
        self._button.setVisible(bool(button))
        self.setAccessibleName(title or self.tr("Nothing to show"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button where that has the keys."""
        enters = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in enters and self._button.hasFocus():
            self._button.click()
        else:
            super().keyPressEvent(event)

    def focus_button(self) -> bool:
        """Give the button the keys; False where there is none."""
        if self._button.isHidden():
            return False
        self._button.setFocus()
        return True

    def _draw_icon(self) -> None:
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(icons.pixmap(self._name, 40, QColor(colors(self).faint), ratio))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icon"):
            self._draw_icon()

"""One message: what happened, what now, and a button for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QEnterEvent, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from imgsim_desktop.ui import icons
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.theme import colors


class NoticeBar(QFrame):
    """Shows one Notice at a time, or nothing at all and then takes no room."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noticeBar")
        self.setAccessibleName(self.tr("Message"))
        self._notice: Notice | None = None
        self._icon = QLabel()
        self._icon.setAccessibleName(self.tr("Kind of message"))
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)  # names of files are no HTML
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button = QPushButton()
        self._button.setAccessibleName(self.tr("Message button"))
        self._button.clicked.connect(self._act)
        self._more = QPushButton()
        self._more.setAccessibleName(self.tr("Second message button"))
        self._more.clicked.connect(self._act_more)
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setAccessibleName(self.tr("Close message"))
        self._close.setToolTip(self.tr("Close message"))
        icons.set_icon(self._close, "close")
        self._close.clicked.connect(self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.setSpacing(10)
        for widget in (self._icon, self._text, self._button, self._more, self._close):
            layout.addWidget(widget)
        layout.setStretchFactor(self._text, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._leave)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        return self._notice

    def show_notice(self, notice: Notice) -> None:
        self._timer.stop()
        self._notice = notice
        self.setProperty("kind", notice.kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self._draw_icon()
        text = f"{notice.sentence} {notice.hint}".strip()
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self.setAccessibleDescription(text)
        self._button.setText(notice.action_text)
        self._button.setAccessibleName(notice.action_text or self.tr("Message button"))
        self._button.setVisible(bool(notice.action_text))
        self._more.setText(notice.more_text)
        self._more.setAccessibleName(notice.more_text or self.tr("Second message button"))
        self._more.setVisible(bool(notice.more_text))
        self.show()
        self._count_down()

    def height_for(self, width_px: int) -> int:
        """As high as it must be for its text at a width."""
        layout = self.layout()
        assert layout is not None
        return max(layout.heightForWidth(width_px), self.minimumSizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Somebody reads it, or is about to press its button."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._count_down()
        super().leaveEvent(event)

    def _count_down(self) -> None:
        if self._notice is not None and self._notice.seconds > 0:
            self._timer.start(round(self._notice.seconds * 1000))

    def _leave(self) -> None:
        """Its time is over; not while the person is in another program."""
        state = QGuiApplication.applicationState()
        if state in (
            Qt.ApplicationState.ApplicationInactive,
            Qt.ApplicationState.ApplicationHidden,
        ):
            self._count_down()
        else:
            self.clear()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody reads it now: it does not leave behind anybody's back."""
        self._timer.stop()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self._count_down()
        super().showEvent(event)

    def _draw_icon(self) -> None:
        if self._notice is not None:
            name = "info" if self._notice.kind == "info" else "warning"
            color = colors().accent if self._notice.kind == "info" else colors().warning
            ratio = self.devicePixelRatioF()
            self._icon.setPixmap(icons.pixmap(name, 20, QColor(color), ratio))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icon"):
            self._draw_icon()

    def clear_topic(self, topic: str) -> None:
        """Close the message if it is about `topic`."""
        if self._notice is not None and self._notice.topic == topic:
            self.clear()

    def clear(self) -> None:
        self._timer.stop()
        self._notice = None
        self.hide()
        self.closed.emit()

    def _act(self) -> None:
        notice = self._notice
        self.clear()
        if notice is not None and notice.action is not None:
            notice.action()

    def _act_more(self) -> None:
        notice = self._notice
        self.clear()
        if notice is not None and notice.more is not None:
            notice.more()

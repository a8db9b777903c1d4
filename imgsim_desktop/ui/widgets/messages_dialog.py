"""What the window has told since it was opened, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.ui import icons
from imgsim_desktop.ui.numbers import locale
from imgsim_desktop.ui.theme import colors
from imgsim_desktop.ui.widgets.dialog_size import resize_on_screen
from imgsim_desktop.ui.widgets.notice_stack import Told


class MessagesDialog(QDialog):
    """Each with its time, and its button where it had one."""

    def __init__(self, told: Sequence[Told], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("messagesDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Messages"))
        rows = QVBoxLayout()
        rows.setSpacing(2)
        for one in reversed(told):
            rows.addWidget(self._row(one))
        if not told:
            rows.addWidget(QLabel(self.tr("Nothing has been told since the window was opened.")))
        rows.addStretch(1)
        inside = QWidget()
        inside.setLayout(rows)
        area = QScrollArea()
        area.setAccessibleName(self.tr("Messages, newest first"))
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)
        resize_on_screen(self, QSize(640, 420))

    def _row(self, told: Told) -> QWidget:
        notice = told.notice
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(2, 6, 2, 6)
        line.setSpacing(10)
        is_news = notice.kind == "info"
        shade = QColor(colors().accent if is_news else colors().warning)
        sign = QLabel()
        sign.setAccessibleName(self.tr("News") if is_news else self.tr("Warning"))
        name = "info" if is_news else "warning"
        sign.setPixmap(icons.pixmap(name, 18, shade, self.devicePixelRatioF()))
        moment = QDateTime.fromMSecsSinceEpoch(round(told.at_s * 1000)).time()
        when = QLabel(locale().toString(moment, QLocale.FormatType.ShortFormat))
        when.setObjectName("faint")
        text = QLabel(f"{notice.sentence} {notice.hint}".strip())
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        text.setAccessibleName(text.text())
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(text, 1)
        if notice.action is not None and notice.action_text:
            button = QPushButton(notice.action_text)
            button.setAutoDefault(False)
            button.clicked.connect(self.accept)
            button.clicked.connect(partial(_act, notice.action))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row


def _act(action: object, *_clicked: object) -> None:
    assert callable(action)
    action()

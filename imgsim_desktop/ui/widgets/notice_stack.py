"""Messages that float over a page, which stays where it is, and all that were told before."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.widgets.notice import NoticeBar

MOST = 3
"""At once; of more the oldest leaves, mere news first."""
KEPT = 50
WIDTH_PX = 660
GAP_PX = 16
FREE_PX = 104
"""At the lower end: the keys of the review stand there, and why a photo stays."""
LEAST_S, LETTERS_A_SECOND = 4.0, 16
"""Mere news stays as long as somebody needs to notice it and read it."""

_PLACES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)


@dataclass(frozen=True, slots=True)
class Told:
    """A message as it was told."""

    at_s: float
    """Since 1970."""
    notice: Notice


class NoticeStack(QWidget):
    """Lies over its parent and takes no room from it; the newest message is the lowest."""

    changed = Signal()
    """There is another message in `history`."""

    def __init__(self, over: QWidget, below: QWidget) -> None:
        """over: what it lies on; below: a bar at the lower end of it that stays free."""
        super().__init__(over)
        self.setObjectName("noticeStack")
        self.setAccessibleName(self.tr("Messages"))
        self._below = below
        self.history: deque[Told] = deque(maxlen=KEPT)
        """Oldest first."""
        self._cards: list[NoticeBar] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._strips: tuple[QWidget, ...] = ()
        over.installEventFilter(self)
        below.installEventFilter(self)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        """The newest one that is shown."""
        return self._cards[-1].notice if self._cards else None

    @property
    def cards(self) -> tuple[NoticeBar, ...]:
        """Those shown, oldest first."""
        return tuple(self._cards)

    def show_notice(self, notice: Notice) -> None:
        """Show a message; it takes the place of one of the same topic."""
        self.history.append(Told(time.time(), notice))
        if notice.topic:
            self.clear_topic(notice.topic)
        while len(self._cards) >= MOST:
            news = (card for card in self._cards if card.notice and card.notice.seconds)
            next(news, self._cards[0]).clear()
        card = NoticeBar(self)
        card.setProperty("floating", True)  # noqa: FBT003 - Qt
        card.closed.connect(lambda: self._remove(card))
        self._cards.append(card)
        self._layout.addWidget(card)
        letters = len(notice.sentence) + len(notice.hint)
        long_enough = max(notice.seconds, LEAST_S + letters / LETTERS_A_SECOND)
        card.show_notice(replace(notice, seconds=long_enough if notice.seconds else 0.0))
        self.show()
        self.raise_()
        self._place()
        QAccessible.updateAccessibility(QAccessibleEvent(card, QAccessible.Event.Alert))
        self.changed.emit()

    def keep_free(self, *strips: QWidget) -> None:
        """Lie above these, too, while they are shown at the lower end."""
        self._strips = strips
        for strip in strips:
            strip.installEventFilter(self)

    def clear_topic(self, topic: str) -> None:
        """Close the message about `topic`, if it is shown."""
        for card in list(self._cards):
            card.clear_topic(topic)

    def clear(self) -> None:
        """Close all that are shown."""
        for card in list(self._cards):
            card.clear()

    def _remove(self, card: NoticeBar) -> None:
        if card in self._cards:
            self._cards.remove(card)
            self._layout.removeWidget(card)
            card.deleteLater()
            self.setVisible(bool(self._cards))
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _PLACES:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """In the middle, above the lower end, as wide as it can be read."""
        over = self.parentWidget()
        if over is None or not self._cards:
            return
        width = min(WIDTH_PX, over.width() - 2 * GAP_PX)
        height = sum(card.height_for(width) for card in self._cards)
        height += self._layout.spacing() * (len(self._cards) - 1)
        free = over.height() - (0 if self._below.isHidden() else self._below.height())
        foot = free - FREE_PX
        for strip in self._strips:
            if strip.isVisible():
                foot = min(foot, strip.mapTo(over, QPoint()).y() - GAP_PX)
        self.setGeometry((over.width() - width) // 2, max(0, foot - height), width, height)

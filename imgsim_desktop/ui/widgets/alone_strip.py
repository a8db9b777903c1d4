"""What lies over pictures that are seen alone: film strip, layouts, keys; it fades by itself."""

from __future__ import annotations

from PySide6.QtCore import QAbstractAnimation, QEvent, QObject, QPropertyAnimation, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.ui.widgets.elided_label import ElidedLabel
from imgsim_desktop.ui.widgets.film_strip import FilmStrip
from imgsim_desktop.ui.widgets.key_bar import KeyBar, KeyButton

STAYS_MS = 4000
"""Without a move of the mouse."""
_FADES_MS = 350
_PLACE_PX = 160
"""Left for the words about where one is."""
_LEAST_PLACE_PX = 60


class AloneStrip(QFrame):
    """At the foot of the pictures; a move of the mouse over them brings it back.

    It stays while the mouse is over it or one of its parts has the keys, and where it must.
    """

    def __init__(
        self, film: FilmStrip, commit: KeyButton, back: KeyButton, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("aloneStrip")
        self.setProperty("liesOver", True)  # noqa: FBT003 - Qt
        self.setAccessibleName(self.tr("Keys and photos of the group"))
        self.film, self.back = film, back
        self.place = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self.place.setAccessibleName(self.tr("Where you are"))
        self._must_stay = False
        self._is_on = False
        self._lent: tuple[QWidget, ...] = ()
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, 10, 0)
        self._row.setSpacing(8)
        self._commit = commit
        for widget in (self.place, commit, back):
            self._row.addWidget(widget)
        self._row.setStretch(0, 1)
        film_row = QHBoxLayout()
        film_row.setContentsMargins(10, 6, 10, 0)
        film.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        film_row.addStretch(1)
        film_row.addWidget(film, 10_000)
        film_row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(film_row)
        self._column.addLayout(self._row)
        self._shade = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(self._shade)
        self._fading = QPropertyAnimation(self._shade, b"opacity", self)
        self._fading.setDuration(_FADES_MS)
        self._fading.finished.connect(self._faded)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STAYS_MS)
        self._timer.timeout.connect(self.fade)
        self.hide()

    def begin(self, bar: QWidget, keys: KeyBar) -> None:
        """The pictures are alone: their bar and the keys stand here until `end`."""
        self._is_on = True
        self._lent = (bar, keys)
        self._row.insertWidget(0, bar)
        self._column.addWidget(keys)
        keys.set_slim(on=True)
        self._make_room()
        bar.show()
        self.wake()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self._is_on:
            self._make_room()
            self.lie_at_foot()
        return super().event(event)

    def lie_at_foot(self) -> None:
        """Of what it lies over, as high as its parts are now."""
        over = self.parentWidget()
        assert over is not None
        high = self.sizeHint().height()
        self.setGeometry(0, over.height() - high, over.width(), high)

    def _make_room(self) -> None:
        """In a narrow window the commit is done by its key."""
        parts = [*self._lent[:1], self._commit, self.back]
        wanted = sum(part.sizeHint().width() + self._row.spacing() for part in parts)
        self._commit.setVisible(wanted + _PLACE_PX <= self.width())
        wanted -= self._commit.sizeHint().width() + self._row.spacing()
        self.place.setVisible(wanted + _LEAST_PLACE_PX <= self.width())

    def stage_bar_shown(self, *, shown: bool) -> None:
        """The layouts are hidden where there is nothing to lay out."""
        for bar in self._lent:
            bar.setVisible(shown)
        self._row.setContentsMargins(0 if shown else 14, 0 if shown else 7, 10, 0 if shown else 7)

    def show_film(self, photos: int) -> None:
        """Only where there are more than the two that are seen anyway."""
        self.film.setVisible(photos > 2)
        self.film.setMaximumWidth(self.film.width_of(photos))

    @property
    def stays(self) -> bool:
        return self._must_stay

    def stay(self, *, must: bool) -> None:
        """Do not fade, or again."""
        self._must_stay = must
        self.wake()

    def wake(self) -> None:
        """Be seen, and fade after a while."""
        self._fading.stop()
        self._shade.setOpacity(1.0)
        self._shade.setEnabled(False)  # an effect costs a copy of the strip each time it is drawn
        self.show()
        self.raise_()
        self._timer.start()

    def fade(self) -> None:
        """Begin to vanish, unless it is in use."""
        has_focus = any(part.hasFocus() for part in self.findChildren(QWidget))
        if self._must_stay or has_focus or self.underMouse():
            self._timer.start()
            return
        self._shade.setEnabled(True)
        self._fading.setStartValue(1.0)
        self._fading.setEndValue(0.0)
        self._fading.start()

    def end(self) -> None:
        """The pictures are not alone any more; bar and keys are taken by whose they are."""
        self._is_on = False
        self._lent = ()
        self._timer.stop()
        self._fading.stop()
        self.hide()

    def _faded(self) -> None:
        if self._fading.state() is QAbstractAnimation.State.Stopped:
            self.hide()

    def wake_by(self, *widgets: QWidget) -> None:
        """A move of the mouse over one of these brings it back."""
        for widget in widgets:
            widget.setMouseTracking(True)
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moves = (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress)
        if event.type() in moves and self._is_on:
            self.wake()
        return super().eventFilter(watched, event)

"""What several acts changed is shown once, in the next turn of the event loop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from imgsim_desktop.ui.reviewing.changed import Changed


class Refresher(QObject):
    """One for a page that shows a model; GUI thread."""

    def __init__(self, show: Callable[[Changed], None], parent: QObject | None = None) -> None:
        """show: puts on the screen what has changed since it was called last."""
        super().__init__(parent)
        self._show = show
        self._waiting = Changed.NOTHING
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.now)

    def ask(self, what: Changed) -> None:
        """Show this in the next turn, with all else that is asked for until then."""
        self._waiting |= what
        self._timer.start()

    def now(self) -> None:
        """Show at once what waits for the next turn."""
        self._timer.stop()
        what, self._waiting = self._waiting, Changed.NOTHING
        if what:
            self._show(what)

    def stop(self) -> None:
        """Show nothing any more of what waits."""
        self._timer.stop()
        self._waiting = Changed.NOTHING

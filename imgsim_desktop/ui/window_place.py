"""One window takes the place of another, in another language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.models.place import WindowPlace
from imgsim_desktop.ui.search_worker import Question

PATIENCE_MS = 2000
"""A window that nobody sees, on another desktop or minimised, is never painted."""


def go_to_place(window: MainWindow, place: WindowPlace) -> None:
    """Show the same; the window must have its size, for where a list stands depends on it."""
    known = window.session.all_libraries()
    library = next((one for one in known if one.key == place.library), None)
    if library is None:
        return
    window.library_actions.open_library(library)
    window.side_bar.show_folder(place.folder)
    window.show_view(place.page)
    window.tools.set_words(*place.words)
    if window.gallery is not None and place.gallery is not None:
        window.gallery.go_to(place.gallery)
    if place.question is not None and not is_gone(place.question):
        window.panel.ask(place.question)
    if place.opened is not None:
        window.browser.open_photo(place.opened)
    if place.is_scanning:
        window.scan_now()


def is_gone(question: Question) -> bool:
    """A picture of the clipboard goes with the window it was pasted into."""
    return question.path is not None and not question.path.exists()


class TakesPlace(QObject):
    """Sends a window away once the one in its place has been painted: none is seen half done."""

    def __init__(self, before: QWidget, after: QWidget) -> None:
        super().__init__(after)
        self._before: QWidget | None = before
        self._after = after
        after.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.end)
        self._timer.start(PATIENCE_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._timer.start(0)
        elif event.type() == QEvent.Type.Hide:  # closed before anybody saw it
            self.end()
        return super().eventFilter(watched, event)

    def end(self) -> None:
        """Now, whatever has been painted."""
        self._timer.stop()
        before, self._before = self._before, None
        if before is not None:
            self._after.removeEventFilter(self)
            before.hide()
            before.deleteLater()


def stand_in(window: MainWindow, before: MainWindow, place: WindowPlace) -> None:
    """Show a window where another one is, and as that was; it goes when this one is painted."""
    if not before.isMaximized() and not before.isFullScreen():
        window.setGeometry(before.geometry())  # what is restored at a start keeps clear of the rim
    window.show()
    _lay_out(window)
    go_to_place(window, place)
    TakesPlace(before, window)


def _lay_out(window: QWidget) -> None:
    """Give all parts of a window that was shown a moment ago their places, before it is painted."""
    for part in (window, *window.findChildren(QWidget)):
        QCoreApplication.sendPostedEvents(part, QEvent.Type.LayoutRequest.value)

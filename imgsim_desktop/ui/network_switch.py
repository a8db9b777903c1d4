"""Another network for one library: its photos are described in the background, then it is used.

Until the last photo is described the network before answers all questions; its vectors stay in the
cache afterwards, so that going back costs nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from imgsim_desktop.errors import KnownError
from imgsim_desktop.scan.networks import spec_of
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.scan_control import ScanControl
from imgsim_desktop.ui.session import LibrarySession


class NetworkSwitch(QObject):
    """Listens to the scans; GUI thread."""

    noticed = Signal(object)
    """Notice."""
    switched = Signal()
    """A library is described by another network from now on."""

    def __init__(
        self, session: LibrarySession, engine: Engine, scans: ScanControl, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._engine = engine
        self._scans = scans
        scans.finished.connect(self._scan_finished)
        scans.stopped.connect(self._scan_gave_up)
        scans.failed.connect(self._scan_gave_up)

    def use(self, backend: str) -> None:
        """Describe the open library by this network, then use it."""
        library = self._session.library
        if library is None:
            return
        try:
            title = spec_of(backend, weights_dir=self._session.home.weights).title
        except KnownError as error:
            self.noticed.emit(Notice.from_error(error, "network"))
            return
        self._engine.prepare(library, backend)
        self._scans.start(library)
        self.noticed.emit(
            Notice(
                self.tr("The photos of this library are described by {title}.").format(title=title),
                self.tr("Until that is done the network before stays in use."),
                topic="network",
            )
        )

    def _scan_finished(self, _summary: object) -> None:
        library = self._scans.library
        if library is None:
            return
        backend = self._engine.prepared(library)
        if backend and self._engine.described_by(library) == backend:
            self._engine.forget_prepared(library)
            self._session.use_network(library, backend)
            text = self.tr("{name} is described by {network} now.")
            self.noticed.emit(
                Notice(text.format(name=library.name, network=backend), topic="network", seconds=10)
            )
            self.switched.emit()

    def _scan_gave_up(self, _error: object = None) -> None:
        library = self._scans.library
        if library is not None and self._engine.prepared(library):
            self._engine.forget_prepared(library)
            self.noticed.emit(
                Notice(
                    self.tr("The network before stays in use."),
                    self.tr("What was described is kept: choose the model again to go on."),
                    topic="network",
                )
            )

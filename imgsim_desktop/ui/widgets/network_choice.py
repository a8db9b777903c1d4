"""Which network describes the photos: chosen from a list, and downloaded where it is not here."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QWidget,
)

from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Progress
from imgsim_desktop.scan.networks import BackendSpec, all_backends, download_weights, is_ready
from imgsim_desktop.ui.sentences import said, said_whole
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.texts import said_bytes
from imgsim_desktop.ui.work import Work, WorkRunner


class NetworkChoice(QObject):
    """The list, what is said about the one chosen, and its download; for a page of settings."""

    def __init__(self, session: LibrarySession, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._runner = WorkRunner(self)
        self._runner.failed.connect(self._download_failed)
        self._runner.ended.connect(self._download_ended)
        self.is_other = False
        """Another network was chosen: photos must be described again."""
        self.backend = QComboBox()
        self._backends = all_backends(self._session.home.weights)
        for spec in self._backends.values():
            self.backend.addItem("", spec.id)
        self.backend.setCurrentIndex(max(0, self.backend.findData(self._session.backend)))
        self.backend.currentIndexChanged.connect(lambda _i: self._choose_backend())
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setObjectName("faint")
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.download = QPushButton()
        self.download.clicked.connect(self._ask_and_download)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.hide()

    def fetch_row(self) -> QHBoxLayout:
        """The button that downloads, and how far it is."""
        row = QHBoxLayout()
        row.addWidget(self.download)
        row.addWidget(self.progress, 1)
        row.addStretch(0)
        return row

    def end(self) -> None:
        """Stop a download and wait for it; what has arrived is kept."""
        self._runner.stop()
        self._runner.wait()

    def _spec(self) -> BackendSpec:
        return self._backends[self.backend.currentData()]

    def _is_ready(self, spec: BackendSpec) -> bool:
        return is_ready(spec.id, self._session.home.weights)

    def show_backend(self) -> None:
        """Title of each network, and all about the one chosen."""
        for index in range(self.backend.count()):
            spec = self._backends[self.backend.itemData(index)]
            text = title = said(spec.title)
            if spec.download is not None and not self._is_ready(spec):
                size = said_bytes(spec.download.size_bytes)
                text = self.tr("{title} (download of {size})").format(title=title, size=size)
            self.backend.setItemText(index, text)
        spec = self._spec()
        licence = self.tr("Licence: {text}").format(text=said(spec.licence))
        lines = [said(spec.summary), licence]
        if spec.id != self._session.backend:
            lines.append(self.tr("Not in use: its weights must be downloaded first."))
        elif self.is_other:
            lines.append(self.tr("The next scan describes all photos anew with this network."))
        self.about.setText("\n".join(lines))
        self.about.setAccessibleName("\n".join(lines))
        is_missing = spec.download is not None and not self._is_ready(spec)
        self.download.setVisible(is_missing or self._runner.is_running)
        running = self._runner.is_running
        text = self.tr("Stop") if running else self.tr("Download…")
        self.download.setText(text)
        self.download.setAccessibleName(text)
        self.backend.setEnabled(not running)
        self.progress.setAccessibleName(self.tr("Download"))

    def _choose_backend(self) -> None:
        """Use the network chosen, if it is there."""
        spec = self._spec()
        if self._is_ready(spec) and spec.id != self._session.backend:
            self._session.choose_network(spec.id)
            self.is_other = True
        self.show_backend()

    def _ask_and_download(self) -> None:
        if self._runner.is_running:
            self._runner.stop()
            return
        spec = self._spec()
        assert spec.download is not None
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Download"))
        box.setText(
            self.tr("Download {title}, {size}, from {host}?").format(
                title=said(spec.title),
                size=said_bytes(spec.download.size_bytes),
                host=spec.download.url.split("/")[2],
            )
        )
        box.setInformativeText(said(spec.licence))
        yes = box.addButton(self.tr("Download"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        yes.clicked.connect(lambda: self.start_download(spec))
        box.open()

    def start_download(self, spec: BackendSpec) -> None:
        """Fetch the weights in a thread; the person has agreed to licence and size."""
        folder = self._session.home.weights
        work = Work(
            "download",
            lambda control: download_weights(spec.id, folder, lambda _spec: True, control),
            lambda _path: self._choose_backend(),
            progress=self._show_progress,
        )
        self.progress.setRange(0, 0)
        self.progress.show()
        self._runner.start(work)
        self.show_backend()

    def _show_progress(self, progress: Progress) -> None:
        done = progress.bytes_done or progress.done
        total = progress.total
        self.progress.setRange(0, 1000 if total else 0)
        if total:
            self.progress.setValue(round(1000 * min(1.0, done / total)))

    def _download_failed(self, error: object) -> None:
        text = f"{type(error).__name__}: {error}"
        if isinstance(error, KnownError):
            text = said_whole(error)
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Download"), text, parent=self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _download_ended(self) -> None:
        self.progress.hide()
        self._choose_backend()

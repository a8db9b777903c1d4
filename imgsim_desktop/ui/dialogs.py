"""The window's dialogs: settings, keys, report, about."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from imgsim_desktop import __version__
from imgsim_desktop.ui.commands import Place
from imgsim_desktop.ui.keys import key_sections
from imgsim_desktop.ui.report import Troubles
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.widgets.action_palette import ActionPalette
from imgsim_desktop.ui.widgets.keys_dialog import KeysDialog
from imgsim_desktop.ui.widgets.report_dialog import ReportDialog
from imgsim_desktop.ui.widgets.settings_dialog import SettingsDialog
from imgsim_desktop.ui.widgets.shortcut_sheet import ShortcutSheet

RELEASES = "https://imgsim-desktop.invalid/releases"
"""Opened by the browser, and only when asked for: the program itself asks nobody anything.

Nobody can own a name that ends in ".invalid" (RFC 2606): whoever publishes puts the real one here.
"""


class Dialogs(QObject):
    """Opens them over the window; each is gone when it is closed."""

    scanRequested = Signal()
    learnRequested = Signal()
    modelsRequested = Signal()
    languageChanged = Signal()

    def __init__(
        self,
        window: QWidget,
        session: LibrarySession,
        troubles: Troubles | None,
        possible: Callable[[], Iterable[tuple[QAction, str]]],
        page: Callable[[], Place],
    ) -> None:
        """possible: what can be done now, with the name of its menu; page: the one shown."""
        super().__init__(window)
        self._window = window
        self._session = session
        self._troubles = troubles
        self._possible = possible
        self._page = page

    def show_settings(self) -> None:
        dialog = SettingsDialog(self._session, self._window)
        dialog.scanRequested.connect(self.scanRequested)
        dialog.learnRequested.connect(self.learnRequested)
        dialog.modelsRequested.connect(self.modelsRequested)
        dialog.languageChanged.connect(self.languageChanged)
        _open(dialog)

    def show_palette(self) -> None:
        """Everything that can be done now, to be done by its name."""
        _open(ActionPalette(self._possible(), self._window))

    def show_keys(self) -> None:
        sections = key_sections(self._session.settings.shortcuts, self._page())
        sheet = ShortcutSheet(sections, self._window)
        sheet.changeRequested.connect(self.change_keys)
        _open(sheet)

    def change_keys(self) -> None:
        """Other keys for commands; they hold at once and are kept in the settings."""
        session = self._session
        dialog = KeysDialog(
            lambda: session.settings.shortcuts,
            lambda shortcuts: session.change_settings(shortcuts=shortcuts),
            self._window,
        )
        _open(dialog)

    def show_report(self) -> None:
        report = self.tr("The log is kept only while the program runs by itself.")
        if self._troubles is not None:
            report = self._troubles.report()
        _open(ReportDialog(report, self._window))

    def show_releases(self) -> None:
        """The page of releases in the browser, or its address where there is none."""
        url = QUrl(RELEASES)
        if url.host().endswith(".invalid"):
            says = self.tr(
                "This is version {version}. It names no page of releases: look where you got it."
            )
        elif QDesktopServices.openUrl(url):
            return
        else:
            says = self.tr("This is version {version}. All versions are listed at\n{address}")
        title = self.tr("Is there a newer version?")
        text = says.format(version=__version__, address=RELEASES)
        QMessageBox.information(self._window, title, text)

    def show_about(self) -> None:
        from imgsim_desktop.ui.widgets.about_dialog import AboutDialog

        _open(AboutDialog(self._session, self._window))


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()

"""What the person may choose; everything takes effect at once, or says when it does."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.errors import KnownError
from imgsim_desktop.review.marking import OneShot, one_shot_of
from imgsim_desktop.ui.sentences import said_whole
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.widgets.dialog_size import resize_on_screen
from imgsim_desktop.ui.widgets.network_choice import NetworkChoice
from imgsim_desktop.ui.widgets.number_fields import inset
from imgsim_desktop.ui.widgets.photo_grid import MAX_THUMB_PX, MIN_THUMB_PX

LANGUAGES = (("", ""), ("en", "English"), ("zh_CN", "简体中文"))
"""Code and own name; a language is called what those who speak it call it."""
_MAX_THREADS = 64
_MAX_SLIDE_S = 600


class SettingsDialog(QDialog):
    """One for each time it is opened; deletes itself."""

    learnRequested = Signal()
    """Learn a network from the person's photos; the dialog has closed itself."""
    modelsRequested = Signal()
    """The list of those that were learnt; the dialog has closed itself."""
    scanRequested = Signal()
    """What was changed takes effect with a scan."""
    languageChanged = Signal()
    """Told when the dialog is closed: the window is built anew in the new language."""

    def __init__(self, session: LibrarySession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("settingsDialog")
        self._session = session
        self._needs_scan = False
        self._tabs = QTabWidget()
        self._tabs.addTab(self._look_page(), "")
        self._tabs.addTab(self._model_page(), "")
        self._tabs.addTab(self._library_page(), "")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.addWidget(self._tabs, 1)
        layout.addWidget(self._buttons)
        self._say_texts()
        self.network.show_backend()
        resize_on_screen(self, QSize(580, 440))

    # pages

    def _look_page(self) -> QWidget:
        settings = self._session.settings
        page, form = _form_page()
        self.theme = QComboBox()
        for key in ("system", "light", "dark"):
            self.theme.addItem("", key)
        self.theme.setCurrentIndex(max(0, self.theme.findData(settings.theme)))
        self.theme.currentIndexChanged.connect(
            lambda _i: self._session.change_settings(theme=self.theme.currentData())
        )
        self._language_before = settings.language
        self.language = QComboBox()
        for code, name in LANGUAGES:
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(settings.language)))
        self.language.currentIndexChanged.connect(lambda _i: self._change_language())
        self.thumbnails = QSlider(Qt.Orientation.Horizontal)
        self.thumbnails.setRange(MIN_THUMB_PX, MAX_THUMB_PX)
        self.thumbnails.setPageStep(32)
        self.thumbnails.setValue(settings.thumbnail_px)
        self.thumbnails.valueChanged.connect(
            lambda px: self._session.change_settings(thumbnail_px=px)
        )
        self.slideshow = inset(QSpinBox())
        self.slideshow.setRange(1, _MAX_SLIDE_S)
        self.slideshow.setValue(settings.slideshow_s)
        self.slideshow.valueChanged.connect(
            lambda seconds: self._session.change_settings(slideshow_s=seconds)
        )
        self._theme_label = self._row(form, self.theme)
        self._language_label = self._row(form, self.language)
        self._language_hint = QLabel()
        self._language_hint.setWordWrap(True)
        self._language_hint.setObjectName("faint")
        self._language_hint.hide()
        form.addRow("", self._language_hint)
        self._thumbnails_label = self._row(form, self.thumbnails)
        self._slideshow_label = self._row(form, self.slideshow)
        return page

    def _model_page(self) -> QWidget:
        settings = self._session.settings
        page, form = _form_page()
        self.network = NetworkChoice(self._session, self)
        self.backend = self.network.backend
        self.device = QComboBox()
        for device in devices_offered():
            self.device.addItem("", device)
        self.device.setCurrentIndex(max(0, self.device.findData(settings.device)))
        self.device.currentIndexChanged.connect(
            lambda _i: self._session.change_settings(device=self.device.currentData())
        )
        self.threads = inset(QSpinBox())
        self.threads.setRange(0, _MAX_THREADS)
        self.threads.setValue(settings.threads)
        self.threads.valueChanged.connect(lambda n: self._session.change_settings(threads=n))
        self._backend_label = self._row(form, self.backend)
        form.addRow("", self.network.about)
        form.addRow("", self.network.fetch_row())
        own = QHBoxLayout()
        self.learn, self.models = QPushButton(), QPushButton()
        self.learn.clicked.connect(lambda: self._leave_for(self.learnRequested))
        self.models.clicked.connect(lambda: self._leave_for(self.modelsRequested))
        own.addWidget(self.learn)
        own.addWidget(self.models)
        own.addStretch(1)
        form.addRow("", own)
        self._device_label = self._row(form, self.device)
        self._threads_label = self._row(form, self.threads)
        return page

    def _library_page(self) -> QWidget:
        library = self._session.library
        page, form = _form_page()
        self.excludes = QPlainTextEdit()
        self.excludes.setTabChangesFocus(True)
        self.excludes.setFixedHeight(110)
        patterns = self._session.settings.excludes if library is None else library.excludes
        self.excludes.setPlainText("\n".join(patterns))
        self._excludes_hint = QLabel()
        self._excludes_hint.setWordWrap(True)
        self._excludes_hint.setObjectName("faint")
        self.hidden = QCheckBox()
        self.hidden.setChecked(library is not None and library.follow_hidden)
        self.hidden.setEnabled(library is not None)
        self.by_content = QCheckBox()
        self.by_content.setChecked(library is not None and library.by_content)
        self.by_content.setEnabled(library is not None)
        self._excludes_label = self._row(form, self.excludes)
        form.addRow("", self._excludes_hint)
        form.addRow(self.hidden)  # over both columns: their texts are long
        form.addRow(self.by_content)
        self.watch = QCheckBox()
        self.watch.setChecked(self._session.settings.watch)
        self.watch.toggled.connect(lambda on: self._session.change_settings(watch=on))
        form.addRow(self.watch)
        self.one_shot = QComboBox()
        for code in OneShot:
            self.one_shot.addItem("", code.value)
        chosen = one_shot_of(self._session.settings.raw_and_jpeg)
        self.one_shot.setCurrentIndex(self.one_shot.findData(chosen.value))
        self.one_shot.currentIndexChanged.connect(
            lambda _i: self._session.change_settings(raw_and_jpeg=self.one_shot.currentData())
        )
        self._one_shot_label = self._row(form, self.one_shot)
        return page

    def _row(self, form: QFormLayout, widget: QWidget) -> QLabel:
        label = QLabel()
        label.setBuddy(widget)
        form.addRow(label, widget)
        return label

    # words

    def _say_texts(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        self.setAccessibleName(self.tr("Settings"))
        for index, text in enumerate(
            (self.tr("Appearance"), self.tr("Recognition"), self.tr("Library"))
        ):
            self._tabs.setTabText(index, text)
        self._tabs.setAccessibleName(self.tr("Settings"))
        for index, text in enumerate((self.tr("As the system"), self.tr("Light"), self.tr("Dark"))):
            self.theme.setItemText(index, text)
        self.language.setItemText(0, self.tr("As the system"))
        self._language_hint.setText(self.tr("The window follows when these settings are closed."))
        said = {
            OneShot.ONE: self.tr("One photo: they go or stay together"),
            OneShot.KEEP_RAW: self.tr("Two copies, keep the RAW"),
            OneShot.KEEP_JPEG: self.tr("Two copies, keep the JPEG"),
            OneShot.TWO: self.tr("Two photos like any others"),
        }
        for index, code in enumerate(OneShot):
            self.one_shot.setItemText(index, said[code])
        for index in range(self.device.count()):
            self.device.setItemText(index, said_device(self.device.itemData(index)))
        for label, widget, text in (
            (self._theme_label, self.theme, self.tr("Theme")),
            (self._language_label, self.language, self.tr("Language")),
            (self._thumbnails_label, self.thumbnails, self.tr("Size of thumbnails")),
            (self._slideshow_label, self.slideshow, self.tr("Seconds a photo in a slide show")),
            (self._backend_label, self.backend, self.tr("Network")),
            (self._device_label, self.device, self.tr("Runs on")),
            (self._threads_label, self.threads, self.tr("Threads that read photos")),
            (self._excludes_label, self.excludes, self.tr("Leave out")),
            (self._one_shot_label, self.one_shot, self.tr("RAW and JPEG of one shot")),
        ):
            label.setText(text)
            widget.setAccessibleName(text)
        self.threads.setSpecialValueText(self.tr("One for each core"))
        for own, text in (
            (self.learn, QCoreApplication.translate("menus", "Learn from my photos…")),
            (self.models, QCoreApplication.translate("menus", "Trained models…")),
        ):
            own.setText(text)
            own.setAccessibleName(text)
        self._excludes_hint.setText(
            self.tr(
                "One pattern a line, for a name or a path below the folder: *.tmp, private/*. "
                "For this library and for new ones, from the next scan on."
            )
        )
        self.hidden.setText(self.tr("Look into hidden folders, too (this library)"))
        self.hidden.setAccessibleName(self.hidden.text())
        self.by_content.setText(
            self.tr("Also read pictures whose file name does not say so (this library)")
        )
        self.by_content.setAccessibleName(self.by_content.text())
        self.watch.setText(self.tr("Look for new photos by itself while the window is open"))
        self.watch.setAccessibleName(self.watch.text())
        self.watch.setToolTip(
            self.tr(
                "Files that come, change or go are taken in at once, but not on battery or behind "
                "a game or a presentation, where the system tells."
            )
        )
        for button in self._buttons.buttons():
            button.setText(self.tr("Close"))
            button.setAccessibleName(button.text())

    # the rest

    def _leave_for(self, wish: SignalInstance) -> None:
        self.close()
        wish.emit()

    def _change_language(self) -> None:
        """All is said in one language until the window is built anew."""
        code = self.language.currentData()
        self._session.change_settings(language=code)
        self._language_hint.setVisible(code != self._language_before)

    def _patterns(self) -> tuple[str, ...]:
        lines = self.excludes.toPlainText().splitlines()
        return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))

    def _save_library(self) -> None:
        """Excludes hold for this library and for new ones. Raises KnownError."""
        session, patterns = self._session, self._patterns()
        library = session.library
        session.change_settings(excludes=patterns)
        if library is None:
            return
        hidden, by_content = self.hidden.isChecked(), self.by_content.isChecked()
        before = library.excludes, library.follow_hidden, library.by_content
        if (patterns, hidden, by_content) == before:
            return
        session.library = session.libraries.change_folders(
            library.key, library.folders, patterns, follow_hidden=hidden, by_content=by_content
        )
        session.librariesChanged.emit()
        self._needs_scan = True

    def closeEvent(self, event: QCloseEvent) -> None:
        self.network.end()
        try:
            self._save_library()
        except KnownError as error:
            QMessageBox.warning(self, self.tr("Settings"), said_whole(error))
        if (self._needs_scan or self.network.is_other) and self._session.library is not None:
            self.scanRequested.emit()
        if self._session.settings.language != self._language_before:
            self.languageChanged.emit()
        event.accept()  # QDialog's own would ask reject(), which closes: it would stay open

    def reject(self) -> None:
        """Esc closes like the button: what was chosen is in effect already."""
        self.close()


def devices_offered() -> Sequence[str]:
    """What can be asked for on this system; whether it is there is found out by the scan."""
    return ("auto", "cpu", "mps") if sys.platform == "darwin" else ("auto", "cpu", "cuda")


def said_device(device: str) -> str:
    said = {
        "auto": QCoreApplication.translate("SettingsDialog", "The fastest there is"),
        "cpu": QCoreApplication.translate("SettingsDialog", "Processor"),
        "cuda": QCoreApplication.translate("SettingsDialog", "Graphics card (CUDA)"),
        "mps": QCoreApplication.translate("SettingsDialog", "Graphics card (Metal)"),
    }
    return said.get(device, device)


def _form_page() -> tuple[QWidget, QFormLayout]:
    page = QWidget()
    form = QFormLayout(page)
    form.setContentsMargins(16, 16, 16, 12)
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(12)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return page, form

"""The window in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator

from imgsim_desktop.resources import resource

FOLDER = "translations"
_NAME = "imgsim-translator"


def install_translator(app: QCoreApplication, language: str) -> None:
    """Load our texts and Qt's own in `language` ("zh_CN"), or the system's if it is empty.

    English is the language of the source: without a file for a language, nothing is loaded. May be
    called again: the language before is taken away. No widget acts on LanguageChange: the window is
    built anew when the settings are closed, and takes the place of the one before once it is
    painted (window_place.py). Each says all in one language.
    """
    for old in app.findChildren(QTranslator, _NAME, Qt.FindChildOption.FindDirectChildrenOnly):
        app.removeTranslator(old)
        old.deleteLater()
    locale = QLocale(language) if language else QLocale.system()
    QLocale.setDefault(locale)
    try:
        ours = str(resource(FOLDER))
    except FileNotFoundError:
        return
    theirs = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (("imgsim", ours), ("qtbase", theirs)):
        translator = QTranslator(app)
        translator.setObjectName(_NAME)
        if translator.load(locale, name, "_", folder):
            app.installTranslator(translator)

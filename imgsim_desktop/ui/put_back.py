"""Decisions that cannot be read, at the start: the last good copy is offered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QDate, QLocale
from PySide6.QtWidgets import QMessageBox

from imgsim_desktop.errors import DecisionsBroken, KnownError
from imgsim_desktop.library.backups import day_of, good_backups, put_back
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.settings import load_settings
from imgsim_desktop.ui.sentences import said, said_whole
from imgsim_desktop.ui.texts import locale
from imgsim_desktop.ui.translation import install_translator


def offer_backup(
    error: DecisionsBroken, home: Home, ask: Callable[[QMessageBox], bool] | None = None
) -> bool:
    """Ask, and put the copy back; False: the person said no, there is none, or it did not work.

    ask  shows the box and returns whether the person wants it
    """
    app = QCoreApplication.instance()
    assert app is not None
    install_translator(app, load_settings(home).language)
    t = QCoreApplication.translate
    box = QMessageBox()
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("ImgSim Desktop")
    box.setText(said(error.sentence))
    backups = good_backups(home)
    if backups:
        made = day_of(backups[0])
        day = locale().toString(
            QDate(made.year, made.month, made.day), QLocale.FormatType.LongFormat
        )
        box.setInformativeText(
            t(
                "PutBack",
                "There is a good copy from the beginning of {day}. What was decided since is then "
                "not there; no photo is touched, and the damaged file is kept.",
            ).format(day=day)
        )
        box.addButton(t("PutBack", "Put the copy back"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(t("menus", "Quit"), QMessageBox.ButtonRole.RejectRole)
    else:
        box.setInformativeText(said(error.hint))
    wants = (ask or _ask)(box) and bool(backups)
    box.deleteLater()
    if not wants:
        return False
    try:
        put_back(home, backups[0])
    except KnownError as trouble:
        QMessageBox.critical(None, "ImgSim Desktop", said_whole(trouble))
        return False
    return True


def _ask(box: QMessageBox) -> bool:
    box.exec()
    clicked = box.clickedButton()
    return clicked is not None and box.buttonRole(clicked) == QMessageBox.ButtonRole.AcceptRole

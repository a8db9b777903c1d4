"""The menu bar of the window, filled from the table of commands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMainWindow

from imgsim_desktop.ui.command_actions import CommandActions
from imgsim_desktop.ui.commands import MENU_TITLES, Menu, said_text
from imgsim_desktop.ui.pages import Pages


def build_menus(window: QMainWindow, commands: Sequence[CommandActions], pages: Pages) -> None:
    """Fill the menu bar; the menu of the page shown comes before that for help."""
    bar = window.menuBar()
    bar.setAccessibleName(QCoreApplication.translate("menus", "Menus"))
    for menu, title in MENU_TITLES.items():
        if menu is Menu.HELP:
            pages.add_menus(bar)
        made = bar.addMenu(said_text(title))
        made.setToolTipsVisible(True)
        for actions in (some.menu(menu) for some in commands):
            if actions and made.actions():
                made.addSeparator()
            made.addActions(actions)
    group = QActionGroup(window)
    for action in (action for some in commands for action in some.bar("pages")):
        group.addAction(action)

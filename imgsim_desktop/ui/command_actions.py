"""The commands of a place as actions of its widget: keys, tool tips, menus, bars, enabling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from imgsim_desktop.ui import icons
from imgsim_desktop.ui.command_keys import keys_in_use, shown_keys
from imgsim_desktop.ui.commands import (
    CONTEXTS,
    FEWER_PHOTOS,
    LACKS,
    MENU_TITLES,
    PLACE_TITLES,
    SUBMENUS,
    Command,
    Menu,
    Need,
    Place,
    commands_of,
    said,
    said_short,
    said_text,
)
from imgsim_desktop.ui.session import LibrarySession


class CommandActions(QObject):
    """Made once by the widget whose functions the commands name; GUI thread."""

    def __init__(self, host: QWidget, *places: Place, stage: Sequence[QWidget] = ()) -> None:
        """stage: widgets that alone hear the keys of Place.STAGE, or in which those of Place.CHOSEN
        are heard."""
        super().__init__(host)
        self._host = host
        self._commands = commands_of(*places)
        self._shortcuts: Mapping[str, str] | None = None
        self._session: LibrarySession | None = None
        self._tips: dict[str, str] = {}
        self._lacks: dict[str, str] = {}
        """Why a command is not possible now, in English."""
        self.by_name: dict[str, QAction] = {}
        """By their names within the place."""
        for command in self._commands:
            self.by_name[command.local_name] = self._made(command, stage)
        self.take_keys({})

    def _made(self, command: Command, stage: Sequence[QWidget]) -> QAction:
        action = QAction(said(command), self._host)
        action.setObjectName(command.name)
        action.setCheckable(command.checkable)
        if command.short:
            action.setIconText(said_short(command))
        if command.icon:
            icons.set_icon(action, command.icon)
        action.triggered.connect(lambda *_: self._do(command))
        if command.place is Place.STAGE:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            for widget in stage:
                widget.addAction(action)
            return action
        if command.place is not Place.WINDOW:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for widget in stage if command.place is Place.CHOSEN else (self._host,):
            widget.addAction(action)
        return action

    def _do(self, command: Command) -> object:
        act: Any = reduce(getattr, command.do.split("."), self._host)
        return act(*command.given)

    # keys

    def follow(self, session: LibrarySession) -> None:
        """Take the keys of the settings now, and others as soon as they are chosen."""
        self._session = session
        self.take_keys(session.settings.shortcuts)
        session.settingsChanged.connect(self._take_settings)

    def _take_settings(self) -> None:
        if self._session is not None:
            self.take_keys(self._session.settings.shortcuts)

    def take_keys(self, shortcuts: Mapping[str, str]) -> None:
        if shortcuts is self._shortcuts:
            return
        self._shortcuts = shortcuts
        keys = keys_in_use(shortcuts)
        for command in self._commands:
            action = self.by_name[command.local_name]
            wanted = [QKeySequence(key) for key in keys[command.name]]
            if action.shortcuts() != wanted:
                action.setShortcuts(wanted)
            self._say_tip(command)

    def key_of(self, name: str) -> str:
        """The first key of a command as it is printed on keyboards; empty for none."""
        keys = tuple(key.toString() for key in self.by_name[name].shortcuts())
        return shown_keys(keys)[0] if keys else ""

    # texts

    def say(self, name: str, short: str, tip: str) -> None:
        """Other words on the button of a command, and about it: they name what it would do now."""
        command = next(c for c in self._commands if c.local_name == name)
        self._tips[command.name] = tip
        self.by_name[name].setIconText(short)
        self._say_tip(command)

    def _say_tip(self, command: Command) -> None:
        text = self._tips.get(command.name) or said(command)
        tip = self.with_key(text, command.local_name)
        lacks = self._lacks.get(command.name, "")
        self.by_name[command.local_name].setToolTip(f"{tip}\n{said_text(lacks)}" if lacks else tip)

    def with_key(self, text: str, name: str) -> str:
        """A text with the key of a command behind it, as tool tips have it."""
        key = self.key_of(name)
        return f"{text} ({key})" if key else text

    # what is possible

    def enable(self, facts: Need, photos: int = 0) -> None:
        """facts: what is the case now; photos: how many are on the stage."""
        for command in self._commands:
            lacks = self._lacks_of(command, facts, photos)
            self.by_name[command.local_name].setEnabled(not lacks)
            if self._lacks.get(command.name, "") != lacks:
                self._lacks[command.name] = lacks
                self._say_tip(command)

    @staticmethod
    def _lacks_of(command: Command, facts: Need, photos: int) -> str:
        """Why it is not possible; empty where it is."""
        if command.number > photos:
            return FEWER_PHOTOS
        missing = command.needs & ~facts
        return next((said for need, said in LACKS.items() if need in missing), "")

    def possible(self) -> Iterator[tuple[QAction, str]]:
        """What can be done now, and the name of its menu or place."""
        for command in self._commands:
            action = self.by_name[command.local_name]
            if action.isEnabled():
                menus = [MENU_TITLES[menu] for menu in command.menus if menu in MENU_TITLES]
                yield action, said_text(menus[0] if menus else PLACE_TITLES[command.place])

    # where they stand

    def menu(self, menu: Menu) -> list[QAction]:
        """The actions of a menu, with its lines."""
        found: list[QAction] = []
        for command in self._commands:
            if menu in command.menus:
                if command.gap and found:
                    line = QAction(self._host)
                    line.setSeparator(True)
                    found.append(line)
                found.append(self.by_name[command.local_name])
        return found

    def fill(self, menu: QMenu, which: Menu) -> None:
        """Fill a menu, with its submenus where the first of their actions would stand."""
        menu.setToolTipsVisible(True)
        inner: dict[str, QMenu] = {}
        for command in self._commands:
            if which not in command.menus:
                continue
            title = SUBMENUS.get(command.name, "")
            if not title:
                if command.gap and menu.actions():
                    menu.addSeparator()
                menu.addAction(self.by_name[command.local_name])
                continue
            if title not in inner:
                inner[title] = menu.addMenu(said_text(title))
                inner[title].setToolTipsVisible(True)
            inner[title].addAction(self.by_name[command.local_name])

    def context(self, name: str) -> list[list[QAction]]:
        """The actions of the menu of a thing, in its parts."""
        parts: list[list[QAction]] = [[]]
        for local_name in CONTEXTS[name]:
            if local_name:
                parts[-1].append(self.by_name[local_name])
            else:
                parts.append([])
        return parts

    def bar(self, *bars: str) -> list[QAction]:
        """The actions of one or several rows of buttons."""
        return [
            self.by_name[command.local_name]
            for command in self._commands
            if any(bar in command.bars for bar in bars)
        ]

    def in_bar(self, bar: str, photos: int) -> frozenset[str]:
        """Names of the commands whose buttons make sense in a bar beside so many photos."""
        return frozenset(
            command.name
            for command in self._commands
            if bar in command.bars and command.bar_photos <= photos
        )

    def buttons(self, bar: str, size_px: int = 18) -> list[ActionButton]:
        """A button for each action of a bar."""
        return [ActionButton(action, size_px) for action in self.bar(bar)]


class ActionButton(QToolButton):
    """The icon of an action; it follows the action in all it says, also to screen readers."""

    def __init__(self, action: QAction, size_px: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.setDefaultAction(action)
        self.setIconSize(QSize(size_px, size_px))
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setAccessibleName(self._action.toolTip())


def context_menu(window: QWidget, *parts: Iterable[QAction]) -> QMenu:
    """A menu of actions, with lines between the parts; gone once closed."""
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    for part in parts:
        actions = list(part)
        if actions and menu.actions():
            menu.addSeparator()
        menu.addActions(actions)
    return menu

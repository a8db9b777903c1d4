"""Every action of the window: its key, its menu, and when it can be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from imgsim_desktop.ui import icons
from imgsim_desktop.ui.action_keys import give_keys

if TYPE_CHECKING:
    from imgsim_desktop.ui.main_window import MainWindow


_NEED_LIBRARY = frozenset(
    {
        "add-folder", "picture", "scan", "rename", "remove", "large", "similar", "copies",
        "reveal", "external", "copy-path", "find", "side-bar", "panel",
    }
)  # fmt: skip
_OF_A_PHOTO = ("large", "similar", "copies", "reveal", "external", "copy-path")


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    text: str
    act: Callable[[], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False


def build_menus(window: MainWindow) -> dict[str, QAction]:
    """Fill the menu bar; returns the actions by name. Keys may be changed in the settings."""
    t = QCoreApplication.translate
    actions: dict[str, QAction] = {}
    bar = window.menuBar()
    bar.setAccessibleName(t("menus", "Menus"))
    for title, entries in (
        (t("menus", "&File"), _file_entries(window)),
        (t("menus", "&Library"), _library_entries(window)),
        (t("menus", "&Picture"), _picture_entries(window)),
    ):
        _fill(window, bar.addMenu(title), actions, entries)
    _view_menu(window, actions)
    window.page_menus(bar)
    _fill(window, bar.addMenu(t("menus", "&Help")), actions, _help_entries(window))
    return actions


def enable_actions(actions: Mapping[str, QAction], *, has_library: bool, is_scanning: bool) -> None:
    """Without a library what needs one is grey; there is something to stop during a scan only."""
    for name, action in actions.items():
        needs = name in _NEED_LIBRARY or name.startswith("view-")
        action.setEnabled(has_library or not needs)
    actions["stop"].setEnabled(is_scanning)


def photo_menu(window: QWidget, actions: Mapping[str, QAction], own: Sequence[QAction]) -> QMenu:
    """The menu of the photos chosen, with `own` actions of the page below; gone once closed."""
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addActions([actions[name] for name in _OF_A_PHOTO])
    if own:
        menu.addSeparator()
        menu.addActions(own)
    return menu


def _file_entries(window: MainWindow) -> list[_Entry | None]:
    t, libraries, photos = QCoreApplication.translate, window.library_actions, window.photo_actions
    more = t("menus", "Add a folder to this library…")
    search = t("menus", "Search with a picture…")
    paste = t("menus", "Search with the clipboard")
    settings = t("menus", "Settings…")
    return [
        _Entry(
            "open", t("menus", "Open a folder…"), libraries.choose_folder, ("Ctrl+O",), "folder"
        ),
        _Entry("add-folder", more, libraries.add_folder, (), "folder-add"),
        None,
        _Entry("picture", search, photos.choose_picture, ("Ctrl+Shift+O",), "similar"),
        _Entry("paste", paste, photos.paste, ("Ctrl+V",), "paste"),
        None,
        _Entry(
            "settings",
            settings,
            window.dialogs.show_settings,
            ("Ctrl+,",),
            "settings",
        ),
        None,
        _Entry("quit", t("menus", "Quit"), window.close, ("Ctrl+Q",)),
    ]


def _library_entries(window: MainWindow) -> list[_Entry | None]:
    t, libraries = QCoreApplication.translate, window.library_actions
    rename = t("menus", "Rename this library…")
    learn = t("menus", "Learn from my photos…")
    return [
        _Entry("scan", t("menus", "Scan for new photos"), window.scan_now, ("F5",), "scan"),
        _Entry("stop", t("menus", "Stop the scan"), window.stop_scan, ("Ctrl+.",), "stop"),
        None,
        _Entry("learn", learn, window.learning.show_dialog, ("Ctrl+L",)),
        _Entry("models", t("menus", "Trained models…"), window.learning.show_models),
        None,
        _Entry("rename", rename, libraries.rename, (), "rename"),
        _Entry("remove", t("menus", "Take this library off the list…"), libraries.remove),
    ]


def _picture_entries(window: MainWindow) -> list[_Entry | None]:
    t, photos, browser = QCoreApplication.translate, window.photo_actions, window.browser
    similar = t("menus", "Similar photos")
    copies = t("menus", "Its copies")
    reveal = t("menus", "Show in the file manager")
    other = t("menus", "Open with another program")
    copy = t("menus", "Copy the path")
    return [
        _Entry("large", t("menus", "Show large"), browser.open_chosen, (), "fit"),
        _Entry("similar", similar, browser.show_similar_of_chosen, ("Ctrl+Shift+F",), "similar"),
        _Entry("copies", copies, window.jumps.show_copies, ("Ctrl+D",), "duplicates"),
        None,
        _Entry("reveal", reveal, photos.reveal, ("Ctrl+E",), "folder"),
        _Entry("external", other, photos.open_externally, ("Ctrl+Shift+E",), "open"),
        _Entry("copy-path", copy, photos.copy_paths, ("Ctrl+Shift+C",), "copy"),
    ]


def _help_entries(window: MainWindow) -> list[_Entry | None]:
    t = QCoreApplication.translate
    by_name = t("menus", "Do something by its name…")
    return [
        _Entry("keys", t("menus", "Keys"), window.dialogs.show_keys, ("F1", "?"), "keyboard"),
        _Entry("palette", by_name, window.dialogs.show_palette, ("Ctrl+K",), "search"),
        _Entry("change-keys", t("menus", "Change keys…"), window.dialogs.change_keys),
        _Entry("report", t("menus", "Report a problem…"), window.dialogs.show_report, (), "info"),
        _Entry("about", t("menus", "About ImgSim Desktop"), window.dialogs.show_about),
    ]


def _view_menu(window: MainWindow, actions: dict[str, QAction]) -> None:
    t = QCoreApplication.translate
    menu = window.menuBar().addMenu(t("menus", "&View"))
    group = QActionGroup(window)
    for name, view in window.views.items():
        keys = (view.SHORTCUT,) if view.SHORTCUT else ()
        show = partial(window.show_view, name)
        entry = _Entry(f"view-{name}", view.title(), show, keys, view.ICON, checkable=True)
        group.addAction(_add(window, menu, actions, entry))
    menu.addSeparator()
    browser = window.browser
    side, panel = t("menus", "Side bar"), t("menus", "Panel of similar photos")
    full = t("menus", "Full screen")
    entries = [
        _Entry("find", t("menus", "Find by name"), partial(_find, window), ("Ctrl+F",), "search"),
        None,
        _Entry("side-bar", side, browser.toggle_side_bar, ("F9",), "side-bar", checkable=True),
        _Entry("panel", panel, browser.toggle_panel, ("F10",), "panel", checkable=True),
        _Entry("full-screen", full, window.toggle_full_screen, ("F11",), checkable=True),
    ]
    _fill(window, menu, actions, entries)


def _find(window: MainWindow) -> None:
    window.tools.focus_filter()


def _fill(
    window: MainWindow, menu: QMenu, actions: dict[str, QAction], entries: list[_Entry | None]
) -> None:
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        else:
            _add(window, menu, actions, entry)


def _add(window: MainWindow, menu: QMenu, actions: dict[str, QAction], entry: _Entry) -> QAction:
    action = QAction(entry.text, window)
    give_keys(action, entry.name, entry.keys, window.session.settings.shortcuts)
    action.setCheckable(entry.checkable)
    action.setObjectName(entry.name)
    if entry.icon:
        icons.set_icon(action, entry.icon)
    action.triggered.connect(lambda *_: entry.act())
    menu.addAction(action)
    actions[entry.name] = action
    return action

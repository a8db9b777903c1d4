"""Everything a person can do in the window: one literal a command, in the order of the menus.

From this table come menus, context menus, bars, the palette, the sheet and the dialog of keys, what
is enabled, which keys clash, tool tips, accessible names, and the table of keys in docs/guide.md.
A new command is one literal here and the function that `do` names.

After napari's actions (app-model), and the commands of qutebrowser and vimiv.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, StrEnum, auto

from PySide6.QtCore import QCoreApplication


class Place(StrEnum):
    """Where a command's keys apply."""

    WINDOW = "window"
    CHOSEN = "chosen"
    """Wherever photos are chosen as such: gallery, panel of similar photos, map and large view."""
    PHOTOS = "photos"
    DUPLICATES = "duplicates"
    STAGE = "stage"
    """Among the pictures and the groups of the duplicates, where arrows and Tab belong to them."""
    THEMES = "themes"
    MAP = "map"
    FAILURES = "failures"
    LARGE = "large"
    RULES = "rules"
    MODELS = "models"


_AROUND = {
    Place.CHOSEN: Place.WINDOW,
    Place.PHOTOS: Place.CHOSEN, Place.DUPLICATES: Place.WINDOW, Place.STAGE: Place.DUPLICATES,
    Place.THEMES: Place.WINDOW, Place.MAP: Place.CHOSEN, Place.FAILURES: Place.WINDOW,
    Place.LARGE: Place.CHOSEN,
}  # fmt: skip
"""The dialogs are not among them: while one is open, the keys of the window rest."""


def meet(one: Place, other: Place) -> bool:
    """Whether a key could mean both: the places are the same, or one lies within the other."""
    return other in _out_of(one) or one in _out_of(other)


def _out_of(place: Place) -> list[Place]:
    found = [place]
    while found[-1] in _AROUND:
        found.append(_AROUND[found[-1]])
    return found


class Need(Flag):
    """What must be the case for a command to be possible; each place tells what is."""

    NOTHING = 0
    LIBRARY = auto()
    """A library is open."""
    SCANNING = auto()
    """A scan runs."""
    IDLE = auto()
    """No work runs in this place that would be in the way."""
    PAGES = auto()
    """The pages are seen, no photo is shown large."""
    SELECTION = auto()
    """Something is chosen: photos, a theme, a line."""
    LISTED = auto()
    """There is something to choose from."""
    GROUP = auto()
    """A group is on the stage."""
    TODO = auto()
    """The lane shown holds groups that can be accepted."""
    MARKS = auto()
    """A photo is marked for the trash."""
    UNDO = auto()
    REDO = auto()
    AHEAD = auto()
    """Something comes after what is shown."""
    BEHIND = auto()
    LARGER = auto()
    """It can still be made larger, closer or less strict."""
    SMALLER = auto()
    ALONE = auto()
    """Nothing is seen but pictures."""
    DATED = auto()
    """Months are told apart in what is shown."""
    IN_ROWS = auto()
    """The photos are in rows, in the order of their dates."""
    COMPARED = auto()
    """Photos are compared, not seen as a grid."""
    NAMED = auto()
    """What is chosen has a name that can be changed."""
    SEVERAL = auto()
    """More than one photo is chosen."""
    FOUND = auto()
    """What is chosen are results of a search for similar photos."""
    OPENED = auto()
    """A theme is open."""
    CLOSED = auto()
    PARTS_AHEAD = auto()
    """The photo shown large has a page, a frame or a moment after this one."""
    PARTS_BEHIND = auto()


class Menu(StrEnum):
    """Where a command can be chosen."""

    FILE = "file"
    LIBRARY = "library"
    PICTURE = "picture"
    VIEW = "view"
    PAGE = "page"
    """The menu of the page shown."""
    HELP = "help"
    PHOTO = "photo"
    """The context menu of photos."""
    THEME = "theme"
    """The context menu of a theme."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do."""

    name: str
    """What a changed key is stored under, and the name of its action."""
    text: str
    """In English; "{n}" stands for `number`."""
    do: str
    """The function, as a path from the widget of the place: "acts.accept"."""
    keys: str = ""
    """Those it has where the person chose none, with spaces between them."""
    icon: str = ""
    place: Place = Place.WINDOW
    needs: Need = Need.NOTHING
    menus: tuple[Menu, ...] = ()
    gap: bool = False
    """A line stands above it in its menus."""
    bars: tuple[str, ...] = ()
    """Rows of buttons it stands in."""
    short: str = ""
    """The text of its button; empty: `text`."""
    given: tuple[object, ...] = ()
    """What the function is called with."""
    number: int = 0
    """One of several that differ in a number; so many photos there must be."""
    bar_photos: int = 0
    """In a bar of the duplicates only beside so many photos."""
    checkable: bool = False

    @property
    def own_keys(self) -> tuple[str, ...]:
        return tuple(self.keys.split())

    @property
    def local_name(self) -> str:
        """Its name within its place."""
        return self.name.rpartition(".")[2]

    @property
    def family(self) -> str:
        """The same for all that differ in the number only."""
        return f"{self.name.rpartition('-')[0]}-n" if self.number else self.name


@dataclass(frozen=True, slots=True)
class Fixed:
    """Keys that a widget itself uses and that cannot be changed."""

    keys: str
    text: str
    places: tuple[Place, ...]
    shown: tuple[str, ...] = ()
    """As the sheet says them; empty: the keys themselves."""

    @property
    def own_keys(self) -> tuple[str, ...]:
        return tuple(self.keys.split())


def t(_context: str, text: str) -> str:
    """Mark a text for translation; `said` and its like translate it when it is shown."""
    return text


def said_text(text: str) -> str:
    """A text of this module in the language of the window."""
    return QCoreApplication.translate("commands", text)


def said(command: Command) -> str:
    """What it does, in the language of the window."""
    return said_text(command.text).format(n=command.number)


def said_short(command: Command) -> str:
    """The text of its button."""
    return said_text(command.short or command.text).format(n=command.number)


def said_family(command: Command) -> str:
    """What all of a family do: with 1 … 9 for the number."""
    return said_text(command.text).format(n="1 … 9")


MENU_TITLES = {
    Menu.FILE: t("commands", "&File"), Menu.LIBRARY: t("commands", "&Library"),
    Menu.PICTURE: t("commands", "&Picture"), Menu.VIEW: t("commands", "&View"),
    Menu.HELP: t("commands", "&Help"),
}  # fmt: skip
"""Menus of the bar; that of the page comes before the last one and is called after it."""

PLACE_TITLES = {
    Place.WINDOW: t("commands", "Everywhere"), Place.CHOSEN: t("commands", "Photos chosen"),
    Place.PHOTOS: t("commands", "Photos"),
    Place.DUPLICATES: t("commands", "Duplicates"), Place.STAGE: t("commands", "Among duplicates"),
    Place.THEMES: t("commands", "Themes"), Place.MAP: t("commands", "Map"),
    Place.FAILURES: t("commands", "Problem files"), Place.LARGE: t("commands", "Large view"),
    Place.RULES: t("commands", "Rules"), Place.MODELS: t("commands", "Trained models"),
}  # fmt: skip

_N, _M = Need, Menu
_PAGE, _TAKEN = (Menu.PAGE,), (Menu.PICTURE, Menu.PHOTO)
_LIB = Need.LIBRARY
_ON_ALL, _ON_COPIES = ("copies", "burst", "variants"), ("copies",)
_REV, _STAGE, _THEMES, _MAP = Place.DUPLICATES, Place.STAGE, Place.THEMES, Place.MAP
_LARGE = Place.LARGE

_WINDOW: tuple[Command, ...] = (
    Command("open", t("commands", "Open a folder…"), "library_actions.choose_folder", "Ctrl+O", "folder",
            menus=(_M.FILE,)),
    Command("add-folder", t("commands", "Add a folder to this library…"), "library_actions.add_folder", icon="folder-add",
            needs=_LIB, menus=(_M.FILE,)),
    Command("picture", t("commands", "Search with a picture…"), "photo_actions.choose_picture", "Ctrl+Shift+O", "similar",
            needs=_LIB, menus=(_M.FILE,), gap=True),
    Command("paste", t("commands", "Paste: move here what was cut, or search with a picture"), "photo_actions.paste", "Ctrl+V", "paste", menus=(_M.FILE,)),
    Command("settings", t("commands", "Settings…"), "dialogs.show_settings", "Ctrl+,", "settings", menus=(_M.FILE,), gap=True),
    Command("quit", t("commands", "Quit"), "close", "Ctrl+Q", menus=(_M.FILE,), gap=True),
    Command("scan", t("commands", "Scan for new photos"), "scan_now", "F5", "scan", needs=_LIB, menus=(_M.LIBRARY,)),
    Command("stop", t("commands", "Stop the scan"), "stop_scan", "Ctrl+.", "stop", needs=_N.SCANNING, menus=(_M.LIBRARY,)),
    Command("learn", t("commands", "Learn from my photos…"), "learning.show_dialog", "Ctrl+L", menus=(_M.LIBRARY,), gap=True),
    Command("models", t("commands", "Trained models…"), "learning.show_models", menus=(_M.LIBRARY,)),
    Command("rename", t("commands", "Rename this library…"), "library_actions.rename", icon="rename",
            needs=_LIB, menus=(_M.LIBRARY,), gap=True),
    Command("remove", t("commands", "Take this library off the list…"), "library_actions.remove",
            needs=_LIB | _N.IDLE, menus=(_M.LIBRARY,)),
    Command("back", t("commands", "Back to the page before"), "go_back", "Alt+Left", "back", needs=_LIB, menus=(_M.VIEW,)),
    Command("forth", t("commands", "Forth to the page after"), "go_forth", "Alt+Right", "next", needs=_LIB, menus=(_M.VIEW,)),
    Command("large", t("commands", "Show large"), "browser.open_chosen", icon="fit",
            needs=_LIB | _N.SELECTION | _N.PAGES, menus=_TAKEN),
    Command("similar", t("commands", "Similar photos"), "browser.show_similar_of_chosen", "Ctrl+Shift+F", "similar",
            needs=_LIB | _N.SELECTION, menus=_TAKEN),
    Command("copies", t("commands", "Its copies"), "jumps.show_copies", "Ctrl+D", "duplicates",
            needs=_LIB | _N.SELECTION, menus=_TAKEN),
    Command("more-like", t("commands", "More like these"), "browser.show_more_like_chosen", "Ctrl+Shift+L", "similar",
            needs=_LIB | _N.SELECTION | _N.SEVERAL, menus=_TAKEN),
    Command("similar-part", t("commands", "Similar to a part: draw a box on the large photo"), "browser.ask_for_part", "Ctrl+B", "lasso",
            needs=_LIB | _N.SELECTION, menus=_TAKEN),
    Command("not-like", t("commands", "Not like this"), "browser.show_less_like_chosen", "Ctrl+Shift+N", "remove",
            needs=_LIB | _N.SELECTION | _N.FOUND, menus=_TAKEN),
    Command("reveal", t("commands", "Show in the file manager"), "photo_actions.reveal", "Ctrl+E", "folder",
            needs=_LIB | _N.SELECTION, menus=_TAKEN, gap=True),
    Command("external", t("commands", "Open with the default program"), "photo_actions.open_externally", "Ctrl+Shift+E", "open",
            needs=_LIB | _N.SELECTION, menus=_TAKEN),
    Command("copy-path", t("commands", "Copy the path"), "photo_actions.copy_paths", "Ctrl+Shift+C", "copy",
            needs=_LIB | _N.SELECTION, menus=_TAKEN),
    *(
        Command(f"view-{page}", text, "show_view", f"Alt+{key}", icon=page, needs=_LIB, menus=(_M.VIEW,), bars=("pages",),
                given=(page,), checkable=True)
        for page, text, key in (
            ("photos", t("commands", "Photos"), 1), ("duplicates", t("commands", "Duplicates"), 2),
            ("themes", t("commands", "Themes"), 3), ("map", t("commands", "Map"), 4),
            ("failures", t("commands", "Problem files"), 5),
        )
    ),
    Command("find", t("commands", "Find photos"), "tools.focus_filter", "Ctrl+F", "search",
            needs=_LIB | _N.PAGES, menus=(_M.VIEW,), gap=True),
    Command("side-bar", t("commands", "Side bar"), "browser.toggle_side_bar", "F9", "side-bar",
            needs=_LIB | _N.PAGES, menus=(_M.VIEW,), gap=True, checkable=True),
    Command("panel", t("commands", "Panel of similar photos"), "browser.toggle_panel", "F10", "panel",
            needs=_LIB | _N.PAGES, menus=(_M.VIEW,), checkable=True),
    Command("full-screen", t("commands", "Full screen"), "toggle_full_screen", "F11", menus=(_M.VIEW,), checkable=True),
    Command("messages", t("commands", "Messages so far"), "show_messages", "Ctrl+Shift+M", "bell", menus=(_M.HELP,)),
    Command("keys", t("commands", "Keys"), "dialogs.show_keys", "F1 ?", "keyboard", menus=(_M.HELP,)),
    Command("palette", t("commands", "Do something by its name…"), "dialogs.show_palette", "Ctrl+K", "search", menus=(_M.HELP,)),
    Command("change-keys", t("commands", "Change keys…"), "dialogs.change_keys", menus=(_M.HELP,)),
    Command("report", t("commands", "Report a problem…"), "dialogs.show_report", icon="info", menus=(_M.HELP,)),
    Command("releases", t("commands", "Is there a newer version?"), "dialogs.show_releases", menus=(_M.HELP,)),
    Command("about", t("commands", "About ImgSim Desktop"), "dialogs.show_about", menus=(_M.HELP,)),
)  # fmt: skip

_CHOSEN: tuple[Command, ...] = (
    Command("chosen.trash", t("commands", "Move to trash"), "photo_files.trash", "Del", "trash", Place.CHOSEN,
            _LIB | _N.SELECTION, _TAKEN, gap=True),
    Command("chosen.rename", t("commands", "Rename…"), "photo_files.ask_name", "F2", "rename", Place.CHOSEN,
            _LIB | _N.SELECTION, _TAKEN),
    Command("chosen.move", t("commands", "Move to another folder…"), "photo_files.move", "Ctrl+M", "folder", Place.CHOSEN,
            _LIB | _N.SELECTION, _TAKEN),
    Command("chosen.copy", t("commands", "Copy"), "photo_files.copy", "Ctrl+C", "copy", Place.CHOSEN,
            _LIB | _N.SELECTION, _TAKEN),
    Command("chosen.cut", t("commands", "Cut, to move them by pasting"), "photo_files.cut", "Ctrl+X", "", Place.CHOSEN,
            _LIB | _N.SELECTION, _TAKEN),
    *(
        Command(f"chosen.{name}", text, "ratings.give", key, "", Place.CHOSEN, _LIB | _N.SELECTION, _TAKEN,
                given=(code,))
        for name, text, key, code in (
            ("no-stars", t("commands", "No stars"), "Ctrl+0", "0"), ("one-star", t("commands", "One star"), "Ctrl+1", "1"),
            ("two-stars", t("commands", "Two stars"), "Ctrl+2", "2"),
            ("three-stars", t("commands", "Three stars"), "Ctrl+3", "3"),
            ("four-stars", t("commands", "Four stars"), "Ctrl+4", "4"),
            ("five-stars", t("commands", "Five stars"), "Ctrl+5", "5"),
            ("pick", t("commands", "Pick this photo"), "Alt+Up", "pick"), ("reject", t("commands", "Reject this photo"), "Alt+Down", "reject"),
            ("neither", t("commands", "Neither picked nor rejected"), "Alt+Backspace", "neither"),
        )
    ),
    Command("chosen.properties", t("commands", "Properties"), "photo_files.show_properties", "Alt+Return", "info", Place.CHOSEN,
            _LIB | _N.SELECTION, _TAKEN, gap=True),
)  # fmt: skip

_PHOTOS: tuple[Command, ...] = (
    Command("photos.all", t("commands", "Select all"), "grid.select_all", "Ctrl+A", place=Place.PHOTOS, needs=_N.LISTED, menus=_PAGE),
    Command("photos.none", t("commands", "Select none"), "grid.clear_selection", "Ctrl+Shift+A", place=Place.PHOTOS,
            needs=_N.SELECTION, menus=_PAGE),
    Command("photos.invert", t("commands", "Select the others"), "grid.invert_selection", "Ctrl+I", place=Place.PHOTOS,
            needs=_N.LISTED, menus=_PAGE),
    Command("photos.tag", t("commands", "Tag them…"), "tag", "Ctrl+T", "tag", Place.PHOTOS,
            _N.SELECTION | _N.IDLE, (_M.PAGE, _M.PHOTO), gap=True),
    Command("photos.album", t("commands", "Copy them into an album folder…"), "copy_to_album", "", "folder-add", Place.PHOTOS,
            _N.SELECTION | _N.IDLE, (_M.PAGE, _M.PHOTO)),
    Command("photos.undo", t("commands", "Undo the last thing done to files"), "undoRequested.emit", "Ctrl+Z", "undo", Place.PHOTOS,
            _LIB | _N.IDLE, _PAGE),
    Command("photos.larger", t("commands", "Larger thumbnails"), "grid.zoom_by", "Ctrl++", place=Place.PHOTOS,
            needs=_N.LARGER, menus=_PAGE, given=(1,), gap=True),
    Command("photos.smaller", t("commands", "Smaller thumbnails"), "grid.zoom_by", "Ctrl+-", place=Place.PHOTOS,
            needs=_N.SMALLER, menus=_PAGE, given=(-1,)),
    Command("photos.turn", t("commands", "Turn the order round"), "turn", "Ctrl+Shift+R", place=Place.PHOTOS, menus=_PAGE),
    Command("photos.previous-month", t("commands", "Up to the month before"), "date_bar.step", "Ctrl+PgUp", place=Place.PHOTOS,
            needs=_N.DATED, menus=_PAGE, given=(-1,), gap=True),
    Command("photos.next-month", t("commands", "Down to the next month"), "date_bar.step", "Ctrl+PgDown", place=Place.PHOTOS,
            needs=_N.DATED, menus=_PAGE, given=(1,)),
    Command("photos.squares", t("commands", "Square cells"), "toggle_squares", place=Place.PHOTOS, menus=_PAGE, gap=True,
            bars=("look",), checkable=True),
    Command("photos.days", t("commands", "Days above their photos"), "toggle_days", place=Place.PHOTOS, needs=_N.IN_ROWS,
            menus=_PAGE, bars=("look",), checkable=True),
    Command("photos.names", t("commands", "All names"), "toggle_names", place=Place.PHOTOS, menus=_PAGE, bars=("look",),
            checkable=True),
    Command("photos.stars", t("commands", "All stars"), "toggle_stars", place=Place.PHOTOS, menus=_PAGE, bars=("look",),
            checkable=True),
)  # fmt: skip

_DUPLICATES: tuple[Command, ...] = (
    Command("review.accept", t("commands", "Accept the marks and go on"), "acts.accept", "Return Enter", "", _REV,
            _N.GROUP, _PAGE, bars=_ON_ALL, short=t("commands", "Accept")),
    Command("review.toggle", t("commands", "Mark or unmark this photo for the trash"), "acts.toggle", "X Del", "", _REV,
            _N.GROUP, _PAGE, bars=_ON_ALL, short=t("commands", "Trash")),
    Command("review.keep-only", t("commands", "Keep only this photo"), "acts.keep_only", "K", "", _REV,
            _N.GROUP, _PAGE, bars=_ON_ALL, short=t("commands", "Keep only")),
    Command("review.keep-all", t("commands", "Keep all photos of the group"), "acts.keep_all", "A", "", _REV,
            _N.GROUP, _PAGE, bars=_ON_ALL, short=t("commands", "Keep all")),
    Command("review.keeper", t("commands", "Compare with this photo and keep it"), "acts.choose_keeper", "R", "", _REV,
            _N.GROUP, _PAGE, bars=_ON_COPIES, short=t("commands", "Keep this")),
    *(
        Command(f"review.best-{n}", t("commands", "Keep the best {n}, trash the rest"), "acts.keep_best", f"Ctrl+Alt+{n}", "", _REV,
                _N.GROUP, _PAGE if n < 4 else (), bars=("burst",) if n < 3 else (), short=t("commands", "Best {n}"),
                given=(n,), number=n, bar_photos=n + 1)
        for n in range(1, 10)
    ),
    Command("review.related", t("commands", "They belong together and all stay; remember it"), "acts.keep_related", "B", "", _REV,
            _N.GROUP, _PAGE, bars=("burst", "variants"), short=t("commands", "Related")),
    Command("review.not-duplicates", t("commands", "These are not duplicates; remember it"), "acts.not_duplicates", "N", "", _REV,
            _N.GROUP, _PAGE, bars=("copies", "variants"), short=t("commands", "Not duplicates")),
    Command("review.split", t("commands", "Only this photo does not belong here"), "acts.split", "Shift+N", "", _REV,
            _N.GROUP, _PAGE, bars=_ON_COPIES, short=t("commands", "Does not belong"), bar_photos=3),
    Command("review.skip", t("commands", "Leave the group for later"), "acts.skip", "S", "", _REV,
            _N.GROUP, _PAGE, bars=_ON_ALL, short=t("commands", "Later")),
    Command("review.accept-lane", t("commands", "Accept all groups listed, after a look at a sample…"), "acts.accept_lane",
            "Ctrl+Shift+Return Ctrl+Shift+Enter", "", _REV, _N.GROUP | _N.TODO, _PAGE, short=t("commands", "Accept all…")),
    Command("review.undo", t("commands", "Undo the last decision"), "acts.undo", "Ctrl+Z Backspace", "", _REV,
            _N.UNDO | _N.IDLE, _PAGE, gap=True, bars=_ON_ALL, short=t("commands", "Undo")),
    Command("review.redo", t("commands", "Redo"), "acts.redo", "Ctrl+Shift+Z Ctrl+Y", "", _REV, _N.REDO | _N.IDLE, _PAGE),
    Command("review.next-group", t("commands", "Next group"), "ways.go", "PgDown .", "", _REV, _N.AHEAD, _PAGE,
            gap=True, given=(1,)),
    Command("review.previous-group", t("commands", "Previous group"), "ways.go", "PgUp ,", "", _REV, _N.BEHIND, _PAGE, given=(-1,)),
    Command("review.next-open", t("commands", "Next group that was not left for later"), "ways.go_to_next_open", "Shift+PgDown",
            "", _REV, _N.LISTED, _PAGE),
    Command("review.first-group", t("commands", "First group"), "ways.go_to_first", "Home", "", _STAGE, _N.BEHIND, _PAGE),
    Command("review.last-group", t("commands", "Last group"), "ways.go_to_last", "End", "", _STAGE, _N.AHEAD, _PAGE),
    Command("review.filter", t("commands", "Filter the groups by name, folder, day and size"), "open_filter", "/", "", _REV,
            menus=_PAGE, gap=True),
    Command("review.next-photo", t("commands", "Next photo"), "stage.step", "Right", "", _STAGE, _N.GROUP, given=(1,)),
    Command("review.previous-photo", t("commands", "Previous photo"), "stage.step", "Left", "", _STAGE, _N.GROUP, given=(-1,)),
    Command("review.layout", t("commands", "Grid, side by side, slider, difference"), "stage.next_mode", "Tab", "", _STAGE,
            _N.GROUP, _PAGE),
    Command("review.layout-back", t("commands", "The layouts in reverse"), "stage.next_mode", "Shift+Tab", "", _STAGE,
            _N.GROUP, given=(-1,)),
    Command("review.difference", t("commands", "Show what differs, or go back"), "ways.toggle_difference", "V", "", _REV,
            _N.GROUP, _PAGE),
    Command("review.actual-size", t("commands", "Actual size at the pointer, or fitted"), "ways.actual_size", "Z", "", _REV,
            _N.GROUP, _PAGE),
    Command("review.fill", t("commands", "Pictures cut to fill their places, or all of them"), "ways.fill", "W", "", _REV,
            _N.GROUP, _PAGE),
    Command("review.turn", t("commands", "Side by side, or one above the other"), "ways.turn", "U", "", _REV, _N.GROUP, _PAGE),
    Command("review.zoom-in", t("commands", "Zoom in"), "stage.compare.zoom_by", "+ =", "", _REV, _N.COMPARED, given=(1.25,)),
    Command("review.zoom-out", t("commands", "Zoom out"), "stage.compare.zoom_by", "-", "", _REV, _N.COMPARED, given=(0.8,)),
    *(
        Command(f"review.pan-{side}", text, "stage.pan_by", f"Shift+{side.title()}", "", _STAGE, _N.GROUP, given=by)
        for side, text, by in (
            ("left", t("commands", "Move the pictures to the left, or in the grid choose more photos"), (-1, 0)),
            ("right", t("commands", "Move the pictures to the right, or in the grid choose more photos"), (1, 0)),
            ("up", t("commands", "Move the pictures up, or in the grid choose more photos"), (0, -1)),
            ("down", t("commands", "Move the pictures down, or in the grid choose more photos"), (0, 1)),
        )
    ),
    Command("review.loupe", t("commands", "The same detail of all photos at 1:1, or whole photos"), "stage.toggle_loupe", "G", "",
            _REV, _N.GROUP, _PAGE),
    Command("review.groups", t("commands", "The list of groups, or its room for the pictures"), "toggle_groups", "Q", "menu", _REV,
            menus=_PAGE, short=t("commands", "Groups")),
    Command("review.alone", t("commands", "Nothing but the pictures, or the whole page"), "alone.toggle", "", "fit", _REV,
            _N.GROUP, _PAGE, short=t("commands", "Pictures only")),
    Command("review.leave-alone", t("commands", "From the pictures alone back to the whole page"), "alone.leave", "Esc", "back", _REV,
            _N.ALONE, short=t("commands", "Back")),
    Command("review.all-facts", t("commands", "Only differences, or all facts; over pictures alone also none"), "alone.turn_facts",
            "I", "", _REV, menus=_PAGE),
    Command("review.similar", t("commands", "Similar photos in the whole library"), "ways.show_similar", "F", "", _REV,
            _N.GROUP, _PAGE),
    Command("review.large", t("commands", "Show this photo large"), "ways.show_large", "M", "", _REV, _N.GROUP, _PAGE),
    Command("review.reveal", t("commands", "Show this photo in the file manager"), "ways.reveal", "E", "", _REV, _N.GROUP, _PAGE),
    Command("review.external", t("commands", "Open this photo with the default program"), "ways.open_externally", "O", "", _REV,
            _N.GROUP, _PAGE),
    Command("review.copy-path", t("commands", "Copy the path of this photo"), "ways.copy_path", "C", "", _REV, _N.GROUP, _PAGE),
    Command("review.lock", t("commands", "Lock or unlock this photo's folder"), "folder_acts.toggle_lock", "L", "", _REV,
            _N.GROUP, _PAGE),
    Command("review.prefer", t("commands", "Prefer this photo's folder, or no more"), "folder_acts.toggle_prefer", "P", "", _REV,
            _N.GROUP, _PAGE),
    *(
        Command(f"review.toggle-{n}", t("commands", "Keep or trash photo {n}"), "acts.toggle_number", f"{n}", "", _REV, _N.GROUP,
                given=(n,), number=n)
        for n in range(1, 10)
    ),
    *(
        Command(f"review.keep-{n}", t("commands", "Keep only photo {n}"), "acts.keep_number", f"Shift+{n}", "", _REV, _N.GROUP,
                given=(n,), number=n)
        for n in range(1, 10)
    ),
    Command("review.looser", t("commands", "More groups, less sure"), "loosen", "[", "", _REV, _N.LARGER, _PAGE,
            gap=True, given=(-8,)),
    Command("review.stricter", t("commands", "Fewer groups, surer"), "loosen", "]", "", _REV, _N.SMALLER, _PAGE, given=(8,)),
    Command("review.rules", t("commands", "Rules for what is kept…"), "folder_acts.edit_rules", "Ctrl+R", "", _REV, menus=_PAGE,
            short=t("commands", "Rules…")),
    Command("review.commit", t("commands", "Move what is marked to the trash…"), "disk.commit", "Ctrl+Return Ctrl+Enter", "", _REV,
            _N.MARKS | _N.IDLE, _PAGE, gap=True, short=t("commands", "Move to trash")),
    Command("review.undo-commit", t("commands", "Undo the last move to the trash"), "disk.undo_commit", "Ctrl+Alt+Z", "", _REV,
            _LIB | _N.IDLE, _PAGE),
    Command("review.next-pane", t("commands", "Next part of the page"), "ways.next_pane", "F6", "", _REV),
    Command("review.export", t("commands", "Export the groups…"), "files.export", "", "", _REV, _LIB, _PAGE, gap=True),
    Command("review.load", t("commands", "Load a review…"), "files.load", "", "", _REV, _LIB, _PAGE),
    Command("review.receipt", t("commands", "Save the receipt of the last commit…"), "files.save_receipt", "", "", _REV, menus=_PAGE),
    Command("review.lens", t("commands", "Compare two folders…"), "lens.open", "", "", _REV, _LIB, _PAGE),
)  # fmt: skip

_OTHERS: tuple[Command, ...] = (
    Command("themes.find", t("commands", "Find themes"), "find_themes", "Ctrl+Shift+G", "", _THEMES, _LIB | _N.IDLE, _PAGE),
    Command("themes.open", t("commands", "Open the theme"), "open_current", "", "", _THEMES, _N.SELECTION | _N.CLOSED,
            (_M.PAGE, _M.THEME), gap=True),
    Command("themes.back", t("commands", "Back to all themes"), "close_theme", "Esc", "back", _THEMES, _N.OPENED, _PAGE),
    Command("themes.rename", t("commands", "Rename the theme…"), "rename", "F2", "rename", _THEMES, _N.SELECTION | _N.NAMED,
            (_M.PAGE, _M.THEME), bars=("themes",)),
    Command("themes.select", t("commands", "Select its photos in the gallery"), "select", "Ctrl+G", "photos", _THEMES,
            _N.SELECTION, (_M.PAGE, _M.THEME), bars=("themes",)),
    Command("themes.tag", t("commands", "Tag its photos…"), "tag", "Ctrl+T", "tag", _THEMES, _N.SELECTION | _N.IDLE,
            (_M.PAGE, _M.THEME), gap=True, bars=("themes",)),
    Command("themes.album", t("commands", "Copy its photos into an album folder…"), "copy_to_album", "", "folder-add", _THEMES,
            _N.SELECTION | _N.IDLE, (_M.PAGE, _M.THEME), bars=("themes",)),
    Command("themes.trash", t("commands", "Move to trash"), "trashRequested.emit", "Del", "", _THEMES,
            _N.SELECTION | _N.OPENED | _N.IDLE, _PAGE, gap=True),
    Command("themes.undo", t("commands", "Take back the last tag or album"), "adding.undo", "Ctrl+Z", "", _THEMES,
            _LIB | _N.IDLE, _PAGE),
    Command("map.lasso", t("commands", "Draw round photos to select them"), "draw_lasso", "D", "lasso", _MAP, _N.LISTED, _PAGE,
            bars=("map",), checkable=True),
    Command("map.select", t("commands", "Select them in the gallery"), "select", "Ctrl+G", "photos", _MAP, _N.SELECTION, _PAGE,
            bars=("map",)),
    Command("map.similar", t("commands", "Similar photos"), "show_similar", "F", "similar", _MAP, _N.SELECTION, _PAGE, bars=("map",)),
    Command("map.tag", t("commands", "Tag them…"), "tag", "Ctrl+T", "tag", _MAP, _N.SELECTION | _N.IDLE, (_M.PAGE, _M.PHOTO),
            gap=True, bars=("map",)),
    Command("map.album", t("commands", "Copy them into an album folder…"), "copy_to_album", "", "folder-add", _MAP,
            _N.SELECTION | _N.IDLE, (_M.PAGE, _M.PHOTO), bars=("map",)),
    Command("map.undo", t("commands", "Take back the last tag or album"), "adding.undo", "Ctrl+Z", "", _MAP, _LIB | _N.IDLE, _PAGE),
    Command("map.farther", t("commands", "Farther"), "canvas.zoom_by", "- Ctrl+-", "zoom-out", _MAP, _N.LISTED | _N.SMALLER,
            _PAGE, gap=True, bars=("map-zoom",), given=(-1,)),
    Command("map.closer", t("commands", "Closer"), "canvas.zoom_by", "+ = Ctrl++", "zoom-in", _MAP, _N.LISTED | _N.LARGER, _PAGE,
            bars=("map-zoom",), given=(1,)),
    Command("map.whole", t("commands", "The whole map"), "canvas.fit", "0 Home", "fit", _MAP, _N.LISTED, _PAGE,
            bars=("map-zoom",)),
    Command("map.draw", t("commands", "Draw the map again"), "draw_map", "", "", _MAP, _LIB | _N.IDLE, _PAGE, gap=True),
    Command("failures.reveal", t("commands", "Show in the file manager"), "reveal", "Return", "", Place.FAILURES, _N.SELECTION, _PAGE),
    Command("failures.copy", t("commands", "Copy the list"), "copy", "Ctrl+C", "", Place.FAILURES, _N.LISTED, _PAGE),
    Command("large.back", t("commands", "Back"), "close_view", "Esc Return Enter", "back", _LARGE, bars=("large-back",)),
    Command("large.similar", t("commands", "Similar photos"), "ask_similar", "F", "similar", _LARGE, _N.SELECTION,
            bars=("large-similar",)),
    Command("large.facts", t("commands", "Facts and histogram"), "toggle_facts", "I", "info", _LARGE, bars=("large-look",),
            checkable=True),
    Command("large.film", t("commands", "Photos before and after"), "toggle_film", "T", "film-strip", _LARGE, bars=("large-look",),
            checkable=True),
    Command("large.undo", t("commands", "Undo the last thing done to files"), "undoRequested.emit", "Ctrl+Z", "", _LARGE, _N.SELECTION),
    Command("large.slideshow", t("commands", "Slide show"), "toggle_slideshow", "Shift+S", "play", _LARGE, _N.SELECTION,
            bars=("large-look",), checkable=True),
    Command("large.zoom-out", t("commands", "Smaller"), "canvas.zoom_by", "-", "zoom-out", _LARGE, _N.SMALLER,
            bars=("large-smaller",), given=(-1,)),
    Command("large.zoom-in", t("commands", "Larger"), "canvas.zoom_by", "+ =", "zoom-in", _LARGE, _N.LARGER,
            bars=("large-zoom",), given=(1,)),
    Command("large.whole", t("commands", "Whole photo"), "canvas.set_zoom", "0", "fit", _LARGE, _N.SMALLER,
            bars=("large-zoom",), given=(None,)),
    Command("large.actual", t("commands", "One pixel for each pixel"), "canvas.set_zoom", "Shift+Z", "actual", _LARGE, _N.SELECTION,
            bars=("large-zoom",), given=(1.0,)),
    Command("large.turn-size", t("commands", "Whole photo or 1:1"), "canvas.toggle_actual_size", "Z", "", _LARGE, _N.SELECTION),
    Command("large.previous", t("commands", "Photo before"), "step", "Left PgUp", "previous", _LARGE, _N.BEHIND,
            bars=("large-step",), given=(-1,)),
    Command("large.next", t("commands", "Next photo"), "step", "Right PgDown Space", "next", _LARGE, _N.AHEAD,
            bars=("large-step",), given=(1,)),
    Command("large.first", t("commands", "First photo"), "step_to_first", "Home", "", _LARGE, _N.BEHIND),
    Command("large.last", t("commands", "Last photo"), "step_to_last", "End", "", _LARGE, _N.AHEAD),
    Command("large.previous-part", t("commands", "Page, frame or moment before"), "step_part", ",", "previous", _LARGE,
            _N.PARTS_BEHIND, bars=("large-part",), given=(-1,)),
    Command("large.next-part", t("commands", "Next page, frame or moment"), "step_part", ".", "next", _LARGE,
            _N.PARTS_AHEAD, bars=("large-part",), given=(1,)),
    *(
        Command(f"large.pan-{side}", text, "canvas.pan_by", keys, "", _LARGE, _N.SELECTION, given=by)
        for side, text, keys, by in (
            ("left", t("commands", "Move the photo to the left"), "Shift+Left", (80.0, 0.0)),
            ("right", t("commands", "Move the photo to the right"), "Shift+Right", (-80.0, 0.0)),
            ("up", t("commands", "Move the photo up"), "Shift+Up Up", (0.0, 80.0)),
            ("down", t("commands", "Move the photo down"), "Shift+Down Down", (0.0, -80.0)),
        )
    ),
    Command("rules.up", t("commands", "Up"), "move_rule", "Ctrl+Up", "ascending", Place.RULES, _N.BEHIND, bars=("rules",), given=(-1,)),
    Command("rules.down", t("commands", "Down"), "move_rule", "Ctrl+Down", "descending", Place.RULES, _N.AHEAD, bars=("rules",),
            given=(1,)),
    Command("models.rename", t("commands", "New name…"), "rename_chosen", "F2", "", Place.MODELS, _N.SELECTION | _N.NAMED),
    Command("models.remove", t("commands", "Remove…"), "remove_chosen", "Del", "", Place.MODELS, _N.SELECTION | _N.NAMED),
)  # fmt: skip

COMMANDS = {c.name: c for c in (*_WINDOW, *_CHOSEN, *_PHOTOS, *_DUPLICATES, *_OTHERS)}
"""By name, in the order in which they are listed everywhere."""

_KEEP, _APART = t("commands", "Keep"), t("commands", "Not duplicates, or related")
_GO, _SEE = t("commands", "Go to"), t("commands", "Look")
_ONE, _MORE = (
    t("commands", "This photo and its folder"),
    t("commands", "Confidence, rules and reviews"),
)
SUBMENUS: dict[str, str] = {
    **dict.fromkeys((c.name for c in COMMANDS.values() if c.do == "ratings.give"), t("commands", "Stars and picks")),
    **dict.fromkeys(("review.keep-only", "review.keep-all", "review.keeper", "review.best-1", "review.best-2",
                     "review.best-3"), _KEEP),
    **dict.fromkeys(("review.related", "review.not-duplicates", "review.split"), _APART),
    **dict.fromkeys(("review.next-group", "review.previous-group", "review.next-open", "review.first-group",
                     "review.last-group"), _GO),
    **dict.fromkeys(("review.layout", "review.difference", "review.actual-size", "review.fill", "review.turn", "review.loupe",
                     "review.all-facts"), _SEE),
    **dict.fromkeys(("review.similar", "review.large", "review.reveal", "review.external", "review.copy-path",
                     "review.lock", "review.prefer"), _ONE),
    **dict.fromkeys(("review.looser", "review.stricter", "review.rules", "review.export", "review.load", "review.receipt",
                     "review.lens"), _MORE),
}  # fmt: skip
"""By command: where it stands in the menu of its page, which would be higher than a screen."""

CONTEXTS: dict[str, tuple[str, ...]] = {
    "card": (
        "toggle", "keep-only", "keep-all", "keeper", "", "not-duplicates", "split", "related", "skip", "",
        "large", "similar", "", "reveal", "external", "copy-path", "", "lock", "prefer",
    ),
    "queue": ("accept", "keep-all", "not-duplicates", "related", "skip", "", "large", "similar", "", "undo"),
    "lane": ("accept-lane", "", "next-open", "filter", "rules", "", "export", "load"),
}  # fmt: skip
"""Menus of the things on the page of duplicates: local names of commands, empty for a line."""

LACKS: dict[Need, str] = {
    Need.LIBRARY: t("commands", "No library is open."),
    Need.SCANNING: t("commands", "No scan runs."),
    Need.IDLE: t("commands", "Something runs that must end first."),
    Need.PAGES: t("commands", "A photo is shown large: go back first."),
    Need.GROUP: t("commands", "There is no group on the stage."),
    Need.TODO: t("commands", "No group listed here can be accepted as a whole."),
    Need.MARKS: t("commands", "Nothing is marked for the trash."),
    Need.SELECTION: t("commands", "Nothing is chosen."),
    Need.SEVERAL: t("commands", "Choose two photos or more."),
    Need.FOUND: t("commands", "Choose a photo in the panel of similar photos."),
    Need.LISTED: t("commands", "There is nothing to choose from."),
    Need.UNDO: t("commands", "There is nothing to undo."),
    Need.REDO: t("commands", "There is nothing to do again."),
    Need.AHEAD: t("commands", "Nothing comes after this."),
    Need.BEHIND: t("commands", "Nothing comes before this."),
    Need.LARGER: t("commands", "It goes no further this way."),
    Need.SMALLER: t("commands", "It goes no further this way."),
    Need.COMPARED: t("commands", "Only where photos are seen beside one another."),
    Need.NAMED: t("commands", "What is chosen has no name to change."),
    Need.OPENED: t("commands", "No theme is open."),
    Need.CLOSED: t("commands", "A theme is open already."),
    Need.ALONE: t("commands", "Only where the pictures fill the window."),
    Need.DATED: t("commands", "Only where photos are sorted by date."),
    Need.IN_ROWS: t("commands", "Only where photos stand in rows."),
    Need.PARTS_AHEAD: t("commands", "No page, frame or moment comes after this."),
    Need.PARTS_BEHIND: t("commands", "No page, frame or moment comes before this."),
}
"""Why a command is not possible where one of its needs is not met; the first that fits is told."""
FEWER_PHOTOS = t("commands", "There are fewer photos in the group.")

HELD = t("commands", "Hold: show the kept photo in its place")
_GRIDS = (Place.PHOTOS, Place.THEMES)
FIXED: tuple[Fixed, ...] = (
    Fixed("Left Right Up Down", t("commands", "Go to the next photo"), _GRIDS, ("←", "→", "↑", "↓")),
    Fixed("Home End", t("commands", "First and last photo"), _GRIDS),
    Fixed("PgUp PgDown", t("commands", "A screen up or down"), _GRIDS, ("Page Up", "Page Down")),
    Fixed("Shift+Left Shift+Right Shift+Up Shift+Down Shift+Home Shift+End Shift+PgUp Shift+PgDown",
          t("commands", "With arrows or clicks: select several"), _GRIDS, ("Shift", "Ctrl")),
    Fixed("Return Enter", t("commands", "Show large"), (*_GRIDS, Place.MAP)),
    Fixed("Ctrl+Space", t("commands", "Select this photo too, or no more"), _GRIDS),
    Fixed("+ = -", t("commands", "Larger or smaller thumbnails"), _GRIDS, ("+", "-")),
    Fixed(" ".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
          t("commands", "Type the beginning of a name to go there"), (Place.PHOTOS,), ("A … Z",)),
    Fixed("Left Right Up Down", t("commands", "Move the map, or go from photo to photo after Space"), (Place.MAP,),
          ("←", "→", "↑", "↓")),
    Fixed("", t("commands", "Choose the photo in the middle; then select it"), (Place.MAP,), (t("commands", "Space"),)),
    Fixed("", t("commands", "Draw round photos, with Ctrl to add more"), (Place.MAP,), (t("commands", "Shift+drag"),)),
    Fixed("", HELD, (Place.STAGE,), (t("commands", "Space"),)),
    Fixed("Up Down", t("commands", "From row to row"), (Place.STAGE, Place.FAILURES), ("↑", "↓")),
)  # fmt: skip
"""Keys of grids, map and lists themselves."""

RESERVED = ("Space", "Esc")
"""Held and left with, in every part of the window: no command can be given them."""


def commands_of(*places: Place) -> list[Command]:
    """Those of some places, in order."""
    return [command for command in COMMANDS.values() if command.place in places]

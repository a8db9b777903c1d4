"""Themes: photos of one kind together, as rows of pictures one can open, name and use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from imgsim_desktop.control import Control
from imgsim_desktop.errors import Counted
from imgsim_desktop.records import Library, NamedTheme
from imgsim_desktop.review.themes import ThemeWords, tell_themes
from imgsim_desktop.ui import texts
from imgsim_desktop.ui.adding import Adding
from imgsim_desktop.ui.command_actions import context_menu
from imgsim_desktop.ui.commands import Menu, Need, Place
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.models.theme_rows import ThemeRow, ThemeRows
from imgsim_desktop.ui.sentences import said, said_error
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.view import OpenPhoto
from imgsim_desktop.ui.widgets.empty_page import EmptyPage
from imgsim_desktop.ui.widgets.photo_grid import PhotoGrid
from imgsim_desktop.ui.widgets.theme_bar import ThemeBar
from imgsim_desktop.ui.widgets.theme_list import ThemeList
from imgsim_desktop.ui.work import Work
from imgsim_desktop.ui.working_view import WorkingView

if TYPE_CHECKING:
    from imgsim_desktop.scan import LibraryThemes
    from imgsim_desktop.scan.themes import Method

UNASKED_BELOW = 20_000
"""Photos whose themes are found when the page is opened, in a few seconds; of more one asks."""
MOST_PREPARED = 100_000
"""Of more they are found only when somebody asks: it takes minutes."""
DOCUMENT = "themes"


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """Themes, and words for each."""

    themes: LibraryThemes
    words: Sequence[ThemeWords]


class ThemesView(WorkingView):
    """Finds themes in a thread of its own; names are kept with the decisions, by content."""

    PLACE: ClassVar[Place] = Place.THEMES

    trashRequested = Signal()
    """The photos chosen in the open theme are to go."""

    def __init__(
        self, session: LibrarySession, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, thumbnails, parent)
        self._found: LibraryThemes | None = None
        self._is_stale = True
        self._opened: ThemeRow | None = None
        self.pages = PhotoPages(session.fetch_photos)
        self.rows = ThemeRows(self)
        self.list = ThemeList(self.rows, self.pages, thumbnails)
        self.grid = PhotoGrid(self.pages, thumbnails, thumb_px=session.settings.thumbnail_px)
        self.make_commands()
        self.bar = ThemeBar(self.commands)
        self.empty = EmptyPage("themes")
        self.adding = Adding(self)
        self._stack = QStackedLayout()
        for part in (self.list, self.grid, self.empty):
            self._stack.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addLayout(self._stack, 1)
        layout.addWidget(self.progress)
        self._connect()

    def _connect(self) -> None:
        self.bar.findRequested.connect(self.find_themes)
        self.empty.actionRequested.connect(self._act_on_empty)
        self.rows.renamed.connect(self._store_name)
        self.list.themeOpened.connect(self.open_theme)
        self.list.pictureOpened.connect(self._open_picture)
        self.list.themeChosen.connect(lambda _theme: self._say())
        self.list.menuRequested.connect(self._show_menu)
        self.grid.activated.connect(self._open_photo)
        self.grid.clicked.connect(self.photoChosen)
        self.grid.selectionChanged.connect(self.chosenChanged)
        self.grid.menuRequested.connect(
            lambda point: self.menuRequested.emit((point, self.grid.selected_ids()))
        )
        self.session.libraryChanged.connect(self._forget)
        self.session.photosChanged.connect(self._grow_stale)
        self.session.settingsChanged.connect(self._take_settings)

    # finding

    def refresh(self) -> None:
        self.pages.clear()
        self.thumbnails.retry_absent()
        if self._found is None and self._trouble is None and not self.runner.is_running:
            self._show_wish()
            self._find_unasked(most=UNASKED_BELOW)
        self._say()
        self.list.viewport().update()

    def find_themes(self) -> None:
        """Find them anew, as the bar says; the old ones stay until the new ones are there."""
        library = self.session.library
        if library is None or self.runner.is_running:
            return
        wish = {"method": self.bar.wished_method, "count": self.bar.wished_count}
        self.session.decisions.set_document(library.key, DOCUMENT, wish)
        self._start(library, takes_kept=False, finds_anew=True)

    def _find_unasked(self, *, most: int) -> None:
        """Take those that were found last; where photos came since, find them anew."""
        session, library = self.session, self.session.library
        count = len(session.photo_ids())
        if library is None or count < 2 or self._is_scanning or self._was_stopped:
            return
        if count <= most or session.home.themes(library.key, session.model_key).exists():
            self._start(library, takes_kept=True, finds_anew=count <= most)

    def _start(self, library: Library, *, takes_kept: bool, finds_anew: bool) -> None:
        method, count = cast("Method", self.bar.wished_method), self.bar.wished_count
        home, model_key = self.session.home, self.session.model_key

        def run(control: Control) -> _Told | None:
            from imgsim_desktop.scan import load_themes, theme_library

            found = None
            if takes_kept:
                found = load_themes(library, home, model_key, method=method, count=count)
            if finds_anew and (found is None or found.missing or not found.themes):
                found = theme_library(
                    library, home, model_key, control, method=method, count=count, with_offline=True
                )
            if found is None:
                return None
            return _Told(found, tell_themes(library, home, [t.photos for t in found.themes]))

        self._trouble = None
        self.start_work(Work("themes", run, self._take), "themes")

    def prepare(self) -> bool:
        """Nobody looks at this page, and the machine is idle: find what is new beforehand."""
        if self.isVisible() or not self._is_stale or self.runner.is_running:
            return False
        self._show_wish()
        if self._trouble is None:
            self._find_unasked(most=MOST_PREPARED)
        return self.runner.is_running

    def _take(self, told: _Told | None) -> None:
        if told is None or not self._is_of_this_library():
            return
        self._found, self._is_stale = told.themes, told.themes.missing > 0
        self.close_theme()
        self.rows.set_themes(told.themes, self.session.decisions.theme_names(), told.words)
        if self.rows.rowCount():
            self.list.setCurrentIndex(self.rows.index(0, 0))

    def _says_trouble(self) -> bool:
        return self._found is None

    def _forget(self) -> None:
        self.stop()
        self._found, self._trouble, self._is_stale = None, None, True
        self._was_stopped = False
        self.pages.clear()
        self.close_theme()
        self.rows.set_themes(None, ())

    def _grow_stale(self) -> None:
        self._is_stale = True
        self._trouble = None
        self._say()

    def _take_settings(self) -> None:
        self.grid.set_thumb_px(self.session.settings.thumbnail_px)

    def _show_wish(self) -> None:
        library = self.session.library
        if library is None:
            return
        found: Any = self.session.decisions.document(library.key, DOCUMENT)
        wish = found if isinstance(found, dict) else {}
        count = wish.get("count")
        self.bar.show_wish(
            str(wish.get("method", "kmeans")), count if isinstance(count, int) else None
        )

    # what is shown

    def _say(self) -> None:
        self.bar.show_running(is_running=self.runner.is_running)
        theme = self.current_theme()
        is_open = self._opened is not None
        if theme is not None and is_open:
            count = texts.said_photos(len(theme.photos))
            title = f"{self.rows.title(theme)}  ·  {count}"
        elif self._found is not None:
            title = self._said_found(self._found)
        else:
            title = ""
        self.bar.show_place(title, is_open=is_open)
        facts = self._facts() | (Need.OPENED if is_open else Need.CLOSED)
        if theme is not None:
            facts |= Need.SELECTION
            facts |= Need.NAMED if theme.number > 0 else Need.NOTHING
        self.commands.enable(facts)
        self.chosenChanged.emit()
        if is_open:
            self._stack.setCurrentWidget(self.grid)
            self.setFocusProxy(self.grid)
        elif self._found is not None and self.rows.rowCount():
            self._stack.setCurrentWidget(self.list)
            self.setFocusProxy(self.list)
        else:
            self._stack.setCurrentWidget(self.empty)
            self.setFocusProxy(self.empty)
            self._say_empty()

    def _said_found(self, found: LibraryThemes) -> str:
        text = said(Counted("%Ln theme", "%Ln themes", len(found.themes)))
        if self._is_stale and not self._is_scanning:
            text += "  ·  " + self.tr("the photos have changed since; find them again")
        return text

    def _say_empty(self) -> None:
        count = len(self.session.photo_ids())
        if self.runner.is_running:
            self.empty.say(
                self.tr("Looking for themes…"),
                self.tr("Photos of one kind are put together; no photo is opened for that."),
            )
        elif self._trouble is not None:
            self.empty.say(*said_error(self._trouble), self.tr("Find themes"))
        elif self._found is not None:
            self.empty.say(
                self.tr("No theme was found"),
                self.tr("The photos resemble each other too little. Try “Every photo” above."),
            )
        elif count == 1:
            self.empty.say(
                self.tr("One photo makes no theme"),
                self.tr("A theme is photos of one kind: it needs two of them."),
                "" if self._is_scanning else self.tr("Scan now"),
            )
        elif count < 1:
            self.empty.say(
                self.tr("Too few photos for themes"),
                self.tr("They are found when the folders of this library have been scanned."),
                "" if self._is_scanning else self.tr("Scan now"),
            )
        else:
            self.empty.say(
                self.tr("Photos of one kind together"),
                self.tr("Beaches, receipts, cats: found in {photos} by what they show.").format(
                    photos=texts.said_photos(count)
                ),
                self.tr("Find themes"),
            )

    def _act_on_empty(self) -> None:
        if len(self.session.photo_ids()) < 2:
            self.scanRequested.emit()
        else:
            self.find_themes()

    def current_theme(self) -> ThemeRow | None:
        """The theme that is open, else the one the list stands on."""
        if self._opened is not None:
            return self._opened
        return self.list.current() if self._found is not None else None

    # what the person does

    def open_theme(self, theme: ThemeRow) -> None:
        """All its photos as a grid."""
        self._opened = theme
        self.grid.set_ids(theme.photos)
        self.grid.verticalScrollBar().setValue(0)
        self._say()
        self.grid.setFocus()

    def go_out(self) -> bool:
        was_open = self._opened is not None
        self.close_theme()
        return was_open

    def close_theme(self) -> None:
        if self._opened is not None:
            self._opened = None
            self.grid.set_ids(np.zeros(0, np.int64))
            self._say()
            self.list.setFocus()

    def open_current(self) -> None:
        theme = self.current_theme()
        if theme is not None and self._opened is None:
            self.open_theme(theme)

    def _open_picture(self, theme: ThemeRow, number: int) -> None:
        self.photoOpened.emit(OpenPhoto(theme.photos, number))

    def _open_photo(self, photo_id: int) -> None:
        row = self.grid.row_of(photo_id)
        if row is not None:
            self.photoOpened.emit(OpenPhoto(self.grid.ids, row))

    def rename(self) -> None:
        if self._opened is not None:
            self.close_theme()
        self.list.rename_current()

    def _store_name(self, new: NamedTheme | None, old: NamedTheme | None) -> None:
        self.session.decisions.name_theme(new, old)
        self._say()

    def select(self) -> None:
        theme = self.current_theme()
        if theme is not None:
            self.selectionRequested.emit(theme.photos)

    def _chosen_of(self, theme: ThemeRow) -> NDArray[np.int64]:
        """Its photos; where several are selected in the open theme, those."""
        chosen = self.grid.selected_ids() if self._opened is not None else theme.photos
        return chosen if len(chosen) > 1 else theme.photos

    def tag(self) -> None:
        theme = self.current_theme()
        if theme is not None:
            self.adding.ask_tag(self._chosen_of(theme), self._name_of(theme))

    def copy_to_album(self) -> None:
        theme = self.current_theme()
        if theme is not None:
            self.adding.ask_album(self._chosen_of(theme), self.rows.title(theme))

    def _name_of(self, theme: ThemeRow) -> str:
        """The name it was given; empty if it has none."""
        return "" if theme.named is None else theme.named.name

    def _show_menu(self, point: QPoint) -> None:
        context_menu(self, self.commands.menu(Menu.THEME)).popup(point)

    # for the window

    def chosen_ids(self) -> NDArray[np.int64] | None:
        if self._opened is not None:
            return self.grid.selected_ids()
        return None

    def opened(self, photo_ids: NDArray[np.int64]) -> OpenPhoto:
        row = self.grid.row_of(int(photo_ids[0]))
        return OpenPhoto(photo_ids, 0) if row is None else OpenPhoto(self.grid.ids, row)

    def return_to(self, photo_id: int) -> None:
        if self._opened is not None:
            self.grid.set_current(photo_id)

"""The review: groups of copies, what is to become of each photo, and the way to the trash."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QVBoxLayout, QWidget

from imgsim_desktop.reading.beside import open_upright
from imgsim_desktop.review.desk import ReviewDesk
from imgsim_desktop.review.queue import Entry, Lane, QueueFilter
from imgsim_desktop.ui.command_actions import context_menu
from imgsim_desktop.ui.command_keys import keys_in_use, shown_keys
from imgsim_desktop.ui.commands import HELD, Place, said_text
from imgsim_desktop.ui.open_with import OpenWith
from imgsim_desktop.ui.picture_loader import PictureLoader
from imgsim_desktop.ui.reviewing.changed import Changed
from imgsim_desktop.ui.reviewing.model import ReviewModel
from imgsim_desktop.ui.reviewing.refresher import Refresher
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.texts import said_count
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.view import View
from imgsim_desktop.ui.views.duplicates.acts import DuplicatesActs
from imgsim_desktop.ui.views.duplicates.alone import AlonePart
from imgsim_desktop.ui.views.duplicates.buttons import Buttons
from imgsim_desktop.ui.views.duplicates.disk import DiskActs
from imgsim_desktop.ui.views.duplicates.files import ReviewFiles
from imgsim_desktop.ui.views.duplicates.folders import FolderActs
from imgsim_desktop.ui.views.duplicates.head import HeadPart
from imgsim_desktop.ui.views.duplicates.lens import LensActs
from imgsim_desktop.ui.views.duplicates.offer import Teacher
from imgsim_desktop.ui.views.duplicates.queue import EmptyPart, QueuePart
from imgsim_desktop.ui.views.duplicates.stage import DetailsPart, StagePart
from imgsim_desktop.ui.views.duplicates.ways import Ways
from imgsim_desktop.ui.widgets.key_bar import KeyBar, KeyButton
from imgsim_desktop.ui.widgets.lane_list import LaneButton
from imgsim_desktop.ui.widgets.review_page import AROUND_PX, ReviewPage
from imgsim_desktop.ui.widgets.stage import Loaders

_PREVIEW_SIDE_PX = 1280
_PREVIEW_BUDGET_BYTES = 192 << 20


class DuplicatesView(View):
    """Marks now, the disk later: every key only marks, one step at the end moves files.

    It composes the page: each part knows the model and its own widgets, and no other part.
    """

    PLACE: ClassVar[Place] = Place.DUPLICATES

    def __init__(
        self, session: LibrarySession, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, thumbnails, parent)
        self.model = ReviewModel(session, self)
        self._make_page()
        self._make_acts()
        self._make_actions()
        self._make_parts()
        self._refresher = Refresher(self._show_changed, self)
        self._connect()
        self._name_parts()
        self._show_changed(~Changed.NOTHING)

    def around_px(self) -> int:
        return AROUND_PX

    def badge(self) -> str:
        groups = self.model.groups_to_do
        return said_count(groups) if groups else ""

    # building

    def _make_page(self) -> None:
        previews = PictureLoader(
            lambda path, control: open_upright(path, _PREVIEW_SIDE_PX, control=control),
            self,
            budget_bytes=_PREVIEW_BUDGET_BYTES,
        )
        pictures = PictureLoader(lambda path, control: open_upright(path, control=control), self)
        self.loaders = Loaders(self.thumbnails, previews, pictures)
        self.page = ReviewPage(self.loaders)
        self.slider, self.lanes, self.stage = self.page.slider, self.page.lanes, self.page.stage
        self.queue_list, self.table = self.page.queue_list, self.page.table
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)

    def _make_acts(self) -> None:
        """What the commands of the page do."""
        model = self.model
        self.acts = DuplicatesActs(model, self.thumbnails, self)
        self.folder_acts = FolderActs(model, self.thumbnails, self, self._key_of)
        self.disk = DiskActs(model, self.thumbnails, self, self._key_of)
        self.files, self.lens = ReviewFiles(model, self), LensActs(model, self.thumbnails, self)
        self.alone = AlonePart(model, self.page)
        self.ways = Ways(model, self.stage, self._panes)

    def _make_actions(self) -> None:
        stage_like = (self.stage.grid, self.stage.compare, self.queue_list)
        self.make_commands(Place.STAGE, stage=stage_like)
        actions = self.commands.by_name
        bar = self.commands.bar("copies", "burst", "variants")
        self.key_bar = KeyBar(bar, actions["accept"])
        self.commit_button = KeyButton(actions["commit"])
        accept_all = KeyButton(actions["accept-lane"])
        rules = KeyButton(actions["rules"])
        self.page.add_keys(self.key_bar, self.commit_button, accept_all, rules)
        self.alone_button = KeyButton(actions["alone"])
        self.page.add_strip(
            KeyButton(actions["commit"]), KeyButton(actions["leave-alone"]), self.alone_button
        )
        for widget in stage_like:
            widget.installEventFilter(self)
        self._offer_menus()

    def _offer_menus(self) -> None:
        """A right click, or the menu key, on pictures, on groups of the list and on lanes."""
        external = self.commands.by_name["external"]
        self._open_with = OpenWith(external, self.ways.paths, self)
        self._open_with.noticed.connect(self.noticeRequested)
        places: tuple[tuple[QWidget, str], ...] = (
            (self.stage.grid, "card"), (self.stage.compare, "card"), (self.queue_list, "queue"),
            *((self.lanes.button(lane), "lane") for lane in Lane),
        )  # fmt: skip
        for widget, name in places:
            widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            widget.customContextMenuRequested.connect(partial(self._show_menu, widget, name))

    def _show_menu(self, widget: QWidget, name: str, point: QPoint) -> None:
        """What the mouse is on is chosen first: the menu is about that."""
        if isinstance(widget, LaneButton):
            self.model.choose_lane(widget.lane)
        self.show_now()
        view = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
        menu = context_menu(self, *self.commands.context(name))
        self._open_with.join(menu)
        menu.popup(view.mapToGlobal(point))

    def _make_parts(self) -> None:
        """What shows the model, in the order in which it is shown."""
        model, page = self.model, self.page
        listing = QueuePart(
            model, page.lanes, page.filter_chip, page.filter_bar, page.queue_list, self.thumbnails
        )
        self.queue = listing.queue
        self._parts = (
            listing,
            HeadPart(model, page.slider, page.lanes, page),
            StagePart(model, page.stage, self.loaders),
            DetailsPart(model, page.table, page.reason),
            EmptyPart(model, page.empty),
            self.alone,
            Teacher(model, page.offer),
            Buttons(
                model,
                self.commands,
                self.key_bar,
                self.commit_button,
                page.stage,
                page.slider,
                lambda: self.alone.is_on,
            ),
        )

    def _connect(self) -> None:
        model, page, committer = self.model, self.page, self.model.committer
        model.changed.connect(self._refresher.ask)
        model.noticed.connect(self.noticeRequested)
        model.scanRequested.connect(self.scanRequested)
        model.wholeRequested.connect(self.wholeRequested)
        model.filesMoved.connect(self.filesMoved)
        self.session.settingsChanged.connect(self._say_keys)
        self.ways.photoOpened.connect(self.photoOpened)
        self.ways.similarRequested.connect(lambda _photo_id: self.alone.leave())
        self.ways.similarRequested.connect(self.similarRequested)
        page.stage.modeChanged.connect(lambda _mode: self._refresher.ask(Changed.PHOTO))
        page.queue_list.doubleClicked.connect(lambda _index: self.alone.enter())
        self.alone.changed.connect(self._take_alone)
        page.filter_bar.left.connect(self._focus_stage)
        page.act_bar.stopRequested.connect(committer.stop)
        committer.started.connect(page.act_bar.begin)
        committer.progressed.connect(page.act_bar.show_progress)
        committer.ended.connect(page.act_bar.hide)

    def _key_of(self, name: str) -> str:
        return self.commands.key_of(name)

    def _panes(self) -> list[QWidget]:
        return [
            self.lanes.button(self.lanes.lane), self.queue_list, self.stage.focus_widget(),
            self.table, self.slider, self.page.strip.film, self.key_bar.buttons[0],
            self.page.strip.back,
        ]  # fmt: skip

    # what is shown

    def _show_changed(self, what: Changed) -> None:
        """Each part shows of it what is its own."""
        if Changed.LIBRARY in what:
            self.loaders.previews.clear()
            self.loaders.pictures.clear()
        if self.model.entry is None:
            self.page.show_empty()
        else:
            self.page.show_stage()
        for part in self._parts:
            part.show_changed(what)
        if Changed.NUMBERS in what:
            self.badgeChanged.emit()

    def show_now(self) -> None:
        """Show what has changed without waiting for the next turn of the event loop."""
        self._refresher.now()

    @property
    def desk(self) -> ReviewDesk:
        """Groups and decisions of the open library; another one for each."""
        return self.model.desk

    @property
    def entry(self) -> Entry | None:
        """The group on the stage."""
        return self.model.entry

    # the pictures alone

    def go_out(self) -> bool:
        was_alone = self.alone.is_on
        self.alone.leave()
        return was_alone

    @property
    def is_alone(self) -> bool:
        return self.alone.is_on

    def set_alone(self, *, on: bool) -> bool:
        if on:
            self.alone.enter()
        else:
            self.alone.leave()
        return self.alone.is_on is on

    def _take_alone(self, is_alone: object) -> None:
        self._refresher.ask(Changed.PHOTO)
        self.show_now()
        self.aloneChanged.emit(is_alone)

    def open_filter(self) -> None:
        """The filter stands in the list, which is not there while the pictures are alone."""
        self.alone.leave()
        self.page.show_groups(shown=True)
        self.page.filter_bar.open()

    def toggle_groups(self) -> None:
        """Over pictures that are alone there is no list: the page comes back with it."""
        if self.alone.is_on:
            self.alone.leave()
            self.page.show_groups(shown=True)
        else:
            self.page.toggle_groups()
        if self.page.has_groups:
            self.queue_list.setFocus()
        else:
            self._focus_stage()

    # what the window asks of a page

    def refresh(self) -> None:
        """Load what the cache says now, if it says something new, and show it."""
        self.model.refresh()

    def set_filter(self, text: str) -> None:
        outside = self.model.listing.outside
        self.model.set_outside_filter(QueueFilter(name=text, folder=outside.folder))

    def set_folder(self, folder: object) -> None:
        outside = self.model.listing.outside
        place = folder if isinstance(folder, Path) else None
        self.model.set_outside_filter(QueueFilter(name=outside.name, folder=place))

    def set_scanning(self, *, is_scanning: bool) -> None:
        self.model.set_scanning(is_scanning=is_scanning)

    def scanned(self, *, is_whole: bool) -> None:
        self.model.scanned(is_whole=is_whole)

    def is_busy(self) -> bool:
        return self.model.is_moving

    def stop(self) -> None:
        self.model.committer.stop()

    def close_down(self) -> None:
        self.files.wait()
        self.model.close()
        self._refresher.stop()
        self.page.strip.end()
        self.loaders.previews.stop()
        self.loaders.pictures.stop()
        self.stage.stop()

    # keys

    def _say_keys(self) -> None:
        """On buttons that are no commands themselves: the key that does the same."""
        keys, bar, facts = self.commands, self.page.filter_bar, self.page.all_facts
        groups = self.page.groups
        groups.setToolTip(keys.with_key(groups.accessibleName(), "groups"))
        bar.button.setToolTip(keys.with_key(bar.button.accessibleName(), "filter"))
        facts.setToolTip(keys.with_key(facts.accessibleName(), "all-facts"))
        self.stage.say_layout_key(keys.key_of("layout"))
        window_keys = shown_keys(keys_in_use(self.session.settings.shortcuts)["full-screen"])
        self.alone_button.say_key(next(iter(window_keys), ""))

    def loosen(self, by: int) -> None:
        """Move the slider by some of its steps; to the left are more groups, less sure."""
        self.slider.setValue(self.slider.value() + by)

    def _name_parts(self) -> None:
        self.setAccessibleName(self.title())
        self._say_keys()
        self.stage.grid.setAccessibleDescription(said_text(HELD))

    def _focus_stage(self) -> None:
        self.stage.focus_widget().setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._focus_stage()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space held down: the kept photo stands in the place of the other."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
        if event.type() in kinds and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Space:
                if not event.isAutoRepeat():
                    self.stage.set_blink(event.type() == QEvent.Type.KeyPress)
                return True
        elif event.type() == QEvent.Type.FocusOut:
            self.stage.set_blink(False)
        return super().eventFilter(watched, event)

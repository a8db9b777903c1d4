"""The review: groups of copies, what is to become of each photo, and the way to the trash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imgsim_desktop.reading.beside import open_upright
from imgsim_desktop.records import Photo
from imgsim_desktop.review.commit import ActingPlace
from imgsim_desktop.review.desk import ReviewDesk
from imgsim_desktop.review.queue import TODO, Entry
from imgsim_desktop.ui.act_job import place_of
from imgsim_desktop.ui.commands import HELD, Place, said_text
from imgsim_desktop.ui.models.group_queue import GroupQueue
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.picture_loader import PictureLoader
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.texts import said_count, said_photos
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.view import View
from imgsim_desktop.ui.views.duplicates import words
from imgsim_desktop.ui.views.duplicates.acts import DuplicatesActs
from imgsim_desktop.ui.views.duplicates.disk import DiskActs
from imgsim_desktop.ui.views.duplicates.files import ReviewFiles
from imgsim_desktop.ui.views.duplicates.folders import FolderActs
from imgsim_desktop.ui.views.duplicates.lens import LensActs
from imgsim_desktop.ui.views.duplicates.library import ReviewLibrary
from imgsim_desktop.ui.views.duplicates.looking import LookFirst
from imgsim_desktop.ui.views.duplicates.once import Once
from imgsim_desktop.ui.views.duplicates.place import ReviewPlace
from imgsim_desktop.ui.views.duplicates.queue import QueueFiller
from imgsim_desktop.ui.views.duplicates.stage import StageFiller
from imgsim_desktop.ui.views.duplicates.teach import Teacher
from imgsim_desktop.ui.views.duplicates.ways import Ways
from imgsim_desktop.ui.widgets.key_bar import KeyBar, KeyButton
from imgsim_desktop.ui.widgets.queue_list import QueueDelegate
from imgsim_desktop.ui.widgets.review_page import ReviewPage
from imgsim_desktop.ui.widgets.stage import Loaders

_PREVIEW_SIDE_PX = 1280
_PREVIEW_BUDGET_BYTES = 192 << 20
_REGROUP_MS = 60
"""After the slider has stood still so long, groups are formed again."""
_SAVE_MS = 300


class DuplicatesView(View):
    """Marks now, the disk later: every key only marks, one step at the end moves files."""

    PLACE: ClassVar[Place] = Place.DUPLICATES

    def __init__(
        self, session: LibrarySession, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, thumbnails, parent)
        self.library = ReviewLibrary(session, self)
        self.filler, self.listing = StageFiller(self), QueueFiller(self)
        self.ways, self.folder_acts, self.teacher = Ways(self), FolderActs(self), Teacher(self)
        self.disk, self.acts = DiskActs(self), DuplicatesActs(self)
        self.files, self.lens, self._place = ReviewFiles(self), LensActs(self), ReviewPlace(self)
        self.looking = LookFirst(self, self.library, self.session)
        self.words = words.DuplicatesWords(lambda: self.desk)
        self.once = Once(self._show_numbers, self.filler.show_details_now, self.acts.enable_now)
        self._make_page()
        self._make_actions()
        self._regroup_timer = self._timer(_REGROUP_MS, self.regroup)
        self._save_timer = self._timer(_SAVE_MS, self.save)
        self._connect()
        self._name_parts()

    def badge(self) -> str:
        groups = sum(len(self.desk.lanes[lane]) for lane in TODO)
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
        self.pages = PhotoPages(self._photos)
        self.queue = GroupQueue(self.words.entry, self)
        self.page = ReviewPage(self.loaders)
        self.slider, self.lanes, self.stage = self.page.slider, self.page.lanes, self.page.stage
        self.queue_list, self.table = self.page.queue_list, self.page.table
        self.slider.set_confidence(self.session.settings.confidence)
        self.queue_list.setItemDelegate(
            QueueDelegate(self.pages, self.thumbnails, self.words.folders, self.queue_list)
        )
        self.queue_list.set_queue(self.queue)
        self.stage.boxes_of = self.filler.boxes_of
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)

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
        for widget in stage_like:
            widget.installEventFilter(self)

    def _timer(self, interval_ms: int, act: Callable[[], None]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(interval_ms)
        made.timeout.connect(act)
        return made

    def _connect(self) -> None:
        session, committer, page = self.session, self.disk.committer, self.page
        session.libraryChanged.connect(self._take_library)
        session.pairsChanged.connect(self.library.refresh_soon)
        session.reviewChanged.connect(self.library.look)
        self.looking.noticed.connect(self.noticeRequested)
        self.looking.scanRequested.connect(self.scanRequested)
        self.looking.withdrawn.connect(self.regroup)
        self.library.loaded.connect(self._take_loaded)
        self.library.saveFailed.connect(
            lambda error: self.noticeRequested.emit(Notice.from_error(error, "save"))
        )
        session.settingsChanged.connect(self._take_settings)
        self.slider.confidenceChanged.connect(self._slider_moved)
        self.lanes.laneChosen.connect(lambda _lane: self._take_lane())
        self.queue_list.entryChosen.connect(self.show_entry)
        self.queue_list.doubleClicked.connect(lambda _index: self.stage.focus_widget().setFocus())
        self.stage.currentRowChanged.connect(lambda _row: self.filler.show_details())
        self.stage.modeChanged.connect(lambda _mode: self._take_mode())
        self.thumbnails.loaded.connect(lambda _hashes: self.queue_list.viewport().update())
        page.empty.actionRequested.connect(self.listing.go_on)
        page.filter_bar.filterChanged.connect(self._filter_changed)
        page.filter_bar.left.connect(lambda: self.stage.focus_widget().setFocus())
        page.filter_bar.button.toggled.connect(self._name_folders)
        page.offer.closed.connect(self.teacher.refuse)
        page.act_bar.stopRequested.connect(committer.stop)
        committer.started.connect(page.act_bar.begin)
        committer.progressed.connect(page.act_bar.show_progress)
        committer.ended.connect(page.act_bar.hide)
        committer.started.connect(lambda _count: self.acts.enable())
        committer.ended.connect(self.acts.enable)

    # the library

    def _take_library(self) -> None:
        """Another library: save the review of the one before, and take up that of the new one."""
        self.disk.committer.stop()
        self.disk.committer.wait()
        self.save()
        self.loaders.previews.clear()
        self.loaders.pictures.clear()
        self.looking.begin()
        self._place.restore(self.library.take())
        self.filler.entry = None
        self.queue.set_entries([])
        if self.session.library is not None:
            self.disk.settle()
            self.library.refresh_soon()

    def acting_place(self) -> ActingPlace:
        """What the actor must know now."""
        return place_of(self.session)

    def refresh(self) -> None:
        """Load what the cache says now, if it says something new, and show it."""
        self.library.refresh()
        self.listing.say_nothing()

    def refresh_now(self) -> None:
        """Load without waiting for a turn."""
        self.library.refresh_now()
        self.listing.say_nothing()

    def _take_loaded(self) -> None:
        self.slider.set_confidences(self.desk.confidences)
        self.regroup()
        withdrawn = self.desk.review.withdraw()
        if withdrawn:
            self.regroup()
            self.save_soon()
            self.noticeRequested.emit(
                Notice(
                    self.tr(
                        "{photos} will not go after all: only they hold something more."
                    ).format(photos=said_photos(len(withdrawn))),
                    self.tr("A film, pages, layers or the like; their groups are open again."),
                    topic="withdrawn",
                )
            )
        self.looking.withdraw(is_over=False)
        self.folder_acts.tell_newer_rules()

    def scanned(self, *, is_whole: bool) -> None:
        self.looking.scanned(is_whole=is_whole)

    def regroup(self) -> None:
        """Form the groups at the slider's confidence and stay at the photo one was at."""
        photo = self._place.take_photo()
        self.desk.regroup(self.slider.confidence)
        self.pages.clear()
        self._place.open_first_lane()
        self.show_all(photo)

    def save(self) -> None:
        """Write all decisions; every step asks for it, a moment later."""
        self._save_timer.stop()
        self.library.save(self._place.as_json(), self.current_photo)

    def save_soon(self) -> None:
        self._save_timer.start()

    def is_busy(self) -> bool:
        return self.disk.committer.is_running

    def stop(self) -> None:
        self.disk.committer.stop()

    def close_down(self) -> None:
        self._regroup_timer.stop()
        self.files.wait()
        self.save()
        self.library.close()
        self.loaders.previews.stop()
        self.loaders.pictures.stop()
        self.stage.stop()

    def _photos(self, numbers: Sequence[int]) -> dict[int, Photo]:
        return self.desk.photos(numbers)

    # what is shown

    @property
    def desk(self) -> ReviewDesk:
        """Groups and decisions of the open library; another one for each."""
        return self.library.desk

    @property
    def entry(self) -> Entry | None:
        """The group on the stage."""
        return self.filler.entry

    @property
    def chosen_entries(self) -> list[Entry]:
        """The groups a decision is about: the one on the stage, or all chosen in the queue."""
        if self.entry is None:
            return []
        found = [self.queue.entry(row) for row in self.queue_list.chosen_rows()]
        return [entry for entry in found if entry is not None]

    @property
    def current_photo(self) -> int | None:
        """Number (on the desk) of the photo the keys act on."""
        item = self.stage.current
        return None if item is None else item.photo.photo_id

    @property
    def photo_ids(self) -> list[int]:
        """Ids (in the cache) of the photos on the stage."""
        return [self.desk.cache_id(item.photo.photo_id) for item in self.stage.items]

    def show_all(self, number: int | None = None) -> None:
        """Numbers of all lanes, the lane chosen, and in it the group of a photo if there is one."""
        with self.once.act():
            self.say_numbers()
            self.show_lane(number)
            self.acts.enable()
            self.badgeChanged.emit()

    def say_numbers(self) -> None:
        """Counts and bytes of lanes, the figures beside the slider, what is marked."""
        self.once.ask(self._show_numbers)

    def _show_numbers(self) -> None:
        for lane, entries in self.desk.lanes.items():
            gain = self.desk.reclaimable(lane) if lane in TODO else 0
            self.lanes.set_numbers(lane, len(entries), gain)
        self.page.say_figures(self.desk.figures())
        self.acts.say_totals()

    def _take_lane(self) -> None:
        self._place.choose_lane()
        self.show_lane()

    def show_lane(self, number: int | None = None) -> None:
        """Fill the queue with the lane chosen; go to the group of a photo, else to the first."""
        self.listing.show_lane(number)

    def set_filter(self, text: str) -> None:
        if self.listing.set_outside(name=text):
            self.show_lane(self.current_photo)

    def set_folder(self, folder: object) -> None:
        if self.listing.set_outside(folder=folder):
            self.show_lane(self.current_photo)

    def set_scanning(self, *, is_scanning: bool) -> None:
        self.listing.set_scanning(is_scanning=is_scanning)
        if is_scanning:
            self.looking.begin()

    def _filter_changed(self, _filter: object) -> None:
        self.show_lane(self.current_photo)
        self.save_soon()

    def _take_mode(self) -> None:
        self.filler.prepare_next()
        self.acts.enable()

    def _name_folders(self, shown: bool) -> None:
        """The folders to choose from are looked up when they are to be seen."""
        if shown:
            self.page.filter_bar.set_folders(self.desk.folders())

    def show_entry(self, entry: object) -> None:
        """Put a group on the stage; None takes it off."""
        with self.once.act():
            self.filler.entry = entry if isinstance(entry, Entry) else None
            self.session.on_stage = self.filler.contents()
            if self.entry is not None:
                self.page.show_stage()
            self.filler.show_marks(row=0)
            self.listing.say_nothing()
            self.acts.enable()
            self.filler.prepare_next()

    # slider, settings, language, keys held

    def _slider_moved(self, confidence: object) -> None:
        self.page.say_sureness()
        self.acts.enable()
        self._regroup_timer.start()
        self.session.change_settings(confidence=confidence)

    def _take_settings(self) -> None:
        if not self.slider.isSliderDown():
            self.slider.blockSignals(True)  # noqa: FBT003 - Qt
            self.slider.set_confidence(self.session.settings.confidence)
            self.slider.blockSignals(False)  # noqa: FBT003 - Qt
            self.slider.update()
        self.folder_acts.take_rules()
        self._say_keys()

    def _say_keys(self) -> None:
        """On buttons that are no commands themselves: the key that does the same."""
        keys, bar, facts = self.commands, self.page.filter_bar, self.page.all_facts
        bar.button.setToolTip(keys.with_key(bar.button.accessibleName(), "filter"))
        facts.setToolTip(keys.with_key(facts.accessibleName(), "all-facts"))
        self.stage.say_layout_key(keys.key_of("layout"))

    def loosen(self, by: int) -> None:
        """Move the slider by some of its steps; to the left are more groups, less sure."""
        self.slider.setValue(self.slider.value() + by)

    def _name_parts(self) -> None:
        self.setAccessibleName(self.title())
        self._say_keys()
        self.stage.grid.setAccessibleDescription(said_text(HELD))
        self.say_numbers()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.stage.focus_widget().setFocus()

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

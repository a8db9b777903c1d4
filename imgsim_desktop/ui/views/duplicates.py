"""The review: groups of copies, what is to become of each photo, and the way to the trash."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imgsim_desktop.choosing.lanes import BROWSE_ONLY, Entry, Lane
from imgsim_desktop.choosing.marks import Mark
from imgsim_desktop.errors import CacheBroken, KnownError
from imgsim_desktop.reading.decode import open_upright
from imgsim_desktop.records import Photo
from imgsim_desktop.ui.act_job import ActingPlace
from imgsim_desktop.ui.models.group_queue import GroupQueue
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.models.review_desk import ReviewDesk
from imgsim_desktop.ui.models.scene import inverse_map
from imgsim_desktop.ui.models.stage import StageItem
from imgsim_desktop.ui.picture_loader import PictureLoader
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.texts import said_count
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.view import View
from imgsim_desktop.ui.views import duplicates_words as words
from imgsim_desktop.ui.views.duplicates_acts import DuplicatesActs
from imgsim_desktop.ui.views.duplicates_keys import BAR, CommandActions, said_blink
from imgsim_desktop.ui.widgets.key_bar import KeyBar, KeyButton
from imgsim_desktop.ui.widgets.notice import Notice
from imgsim_desktop.ui.widgets.queue_list import QueueDelegate
from imgsim_desktop.ui.widgets.review_page import ReviewPage
from imgsim_desktop.ui.widgets.stage import Loaders

T = TypeVar("T")

_DOCUMENT = "review"
_PREVIEW_SIDE_PX = 1280
_PREVIEW_BUDGET_BYTES = 192 << 20
_REGROUP_MS = 60
"""After the slider has stood still so long, groups are formed again."""
_SAVE_MS = 300
_LOAD_MS = 1000
_LOAD_SHARE = 10
"""While a scan writes, loading takes at most a tenth of the window's time."""
_TODO = tuple(lane for lane in Lane if lane not in BROWSE_ONLY and lane is not Lane.SOLVED)


class DuplicatesView(View):
    """Marks now, the disk later: every key only marks, one step at the end moves files."""

    ICON: ClassVar[str] = "duplicates"
    SHORTCUT: ClassVar[str] = "Ctrl+2"

    def __init__(
        self, session: LibrarySession, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, thumbnails, parent)
        self.desk = ReviewDesk()
        self.acts = DuplicatesActs(self)
        self.words = words.DuplicatesWords(lambda: self.desk)
        self._entry: Entry | None = None
        self._name_filter = ""
        self._folder: Path | None = None
        self._is_scanning = False
        self._loaded: tuple[object, ...] = ()
        """Library, network and versions of what lies on the desk."""
        self._next_load = 0.0
        self._key: str | None = None
        """Library the desk belongs to."""
        self._has_lane = False
        """A lane was restored, or has shown groups: from then on only the person changes it."""
        self._wanted: int | None = None
        """Photo one was at when the library was closed; shown as soon as it is loaded."""
        self._goal: Lane | str = ""
        self._make_page()
        self._make_actions()
        self._regroup_timer = self._timer(_REGROUP_MS, self.regroup)
        self._save_timer = self._timer(_SAVE_MS, self.save)
        self._load_timer = self._timer(_LOAD_MS, self.refresh)
        self._connect()
        self._retranslate()

    @classmethod
    def title(cls) -> str:
        return QCoreApplication.translate("DuplicatesView", "Duplicates")

    def badge(self) -> str:
        groups = sum(len(self.desk.lanes[lane]) for lane in _TODO)
        return said_count(groups) if groups else ""

    # building

    def _make_page(self) -> None:
        previews = PictureLoader(
            lambda path: open_upright(path, _PREVIEW_SIDE_PX),
            self,
            budget_bytes=_PREVIEW_BUDGET_BYTES,
        )
        self.loaders = Loaders(self.thumbnails, previews, PictureLoader(open_upright, self))
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)

    def _make_actions(self) -> None:
        stage_like = (self.stage.grid, self.stage.compare, self.queue_list)
        shortcuts = self.session.settings.shortcuts
        self.commands = CommandActions(self, stage_like, self.acts.table(), shortcuts)
        actions = self.commands.by_name
        self.key_bar = KeyBar([actions[name] for name in BAR], actions["accept"])
        self.commit_button = KeyButton(actions["commit"])
        self.page.add_keys(self.key_bar, self.commit_button)
        for widget in stage_like:
            widget.installEventFilter(self)

    def _timer(self, interval_ms: int, act: Callable[[], None]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(interval_ms)
        made.timeout.connect(act)
        return made

    def _connect(self) -> None:
        session, committer, page = self.session, self.acts.committer, self.page
        session.libraryChanged.connect(self._take_library)
        session.pairsChanged.connect(self._load_timer.start)
        session.settingsChanged.connect(self._take_settings)
        self.slider.confidenceChanged.connect(self._slider_moved)
        self.lanes.laneChosen.connect(lambda _lane: self.show_lane())
        self.queue_list.entryChosen.connect(self._show_entry)
        self.queue_list.doubleClicked.connect(lambda _index: self.stage.focus_widget().setFocus())
        self.stage.currentRowChanged.connect(lambda _row: self._show_details())
        self.thumbnails.loaded.connect(lambda _hashes: self.queue_list.viewport().update())
        page.empty.actionRequested.connect(self._go_on)
        page.act_bar.stopRequested.connect(committer.stop)
        committer.started.connect(page.act_bar.begin)
        committer.progressed.connect(page.act_bar.show_progress)
        committer.ended.connect(page.act_bar.hide)
        committer.started.connect(lambda _count: self.acts.enable())
        committer.ended.connect(self.acts.enable)

    # the library

    def _take_library(self) -> None:
        """Another library: save the review of the one before, and take up that of the new one."""
        self.acts.committer.stop()
        self.acts.committer.wait()
        self.save()
        self.loaders.previews.clear()
        self.loaders.pictures.clear()
        self._loaded, self._next_load = (), 0.0
        library = self.session.library
        document = None
        if library is not None:
            document = self._reading(
                lambda: self.session.decisions.document(library.key, _DOCUMENT)
            )
        self.desk = ReviewDesk(rules=self.session.settings.keep_rules, document=document)
        self._key = None if library is None else library.key
        place = (document or {}).get("place", {})
        self._has_lane = place.get("lane") in {lane.value for lane in Lane}
        if self._has_lane:
            self.lanes.set_lane(Lane(place["lane"]))
        self._wanted = place.get("photo")
        self._entry = None
        self.queue.set_entries([])
        if library is not None:
            self.acts.settle()
            self._load_timer.start()

    def acting_place(self) -> ActingPlace:
        """What the actor must know now."""
        library, decisions = self.session.library, self.session.decisions
        roots = () if library is None else library.folders
        return ActingPlace(self.session.home.journal, roots, decisions.locked_folders())

    def set_scanning(self, *, is_scanning: bool) -> None:
        self._is_scanning = is_scanning
        self._say_nothing()

    def refresh(self) -> None:
        """Load what the cache says now, if it says something new, and show it."""
        library, cache = self.session.library, self.session.cache
        if library is None or cache is None:
            self._say_nothing()
        elif time.monotonic() < self._next_load:
            self._load_timer.start()
        else:
            state = self._reading(lambda: (library.key, self.session.model_key, *cache.versions()))
            if state is None or state == self._loaded:
                self._say_nothing()
                return
            began = time.monotonic()
            self._loaded = state
            self.reload()
            now = time.monotonic()
            self._next_load = now + _LOAD_SHARE * (now - began)

    def refresh_now(self) -> None:
        """Load without waiting for a turn."""
        self._next_load = 0.0
        self.refresh()

    def reload(self) -> None:
        """Take in pairs, photos, folders and "not duplicates" again."""
        if self._reading(self._load) is not None:
            self.slider.set_confidences(self.desk.confidences)
            self.regroup()

    def _load(self) -> bool:
        cache, decisions = self.session.cache, self.session.decisions
        assert cache is not None
        pairs = self.session.pairs()
        ends = {*pairs.a.tolist(), *pairs.b.tolist()}
        wanted = [
            photo
            for content, photos in cache.photos_of_contents(with_offline=True).items()
            if len(photos) > 1 or content in ends
            for photo in photos
        ]
        self.desk.load(
            pairs,
            cache.photos(wanted),
            locked=decisions.locked_folders(),
            preferred=decisions.preferred_folders(),
            apart=decisions.not_duplicates(),
        )
        return True

    def _reading(self, ask: Callable[[], T]) -> T | None:
        """The answer of a database, or None after a notice: what is shown stays."""
        try:
            return ask()
        except (KnownError, CacheBroken) as error:
            self.session.readFailed.emit(error)
            return None

    def _open_first_lane(self) -> None:
        """A new review begins where there is something to do, not in an empty lane."""
        filled = [lane for lane in _TODO if self.desk.lanes[lane]]
        if filled and not self._has_lane:
            self._has_lane = True
            self.lanes.set_lane(filled[0])

    def regroup(self) -> None:
        """Form the groups at the slider's confidence and stay at the photo one was at."""
        photo = self.current_photo if self._wanted is None else self._wanted
        self._wanted = None
        self.desk.regroup(self.slider.confidence)
        self.pages.clear()
        self._open_first_lane()
        self.show_all(photo)

    def save(self) -> None:
        """Write all decisions; every step asks for it, a moment later."""
        self._save_timer.stop()
        if self._key is None:
            return
        document = self.desk.document()
        document["place"] = {"lane": self.lanes.lane.value, "photo": self.current_photo}
        try:
            self.session.decisions.set_document(self._key, _DOCUMENT, document)
        except KnownError as error:
            self.noticeRequested.emit(Notice.from_error(error, "save"))

    def save_soon(self) -> None:
        self._save_timer.start()

    def is_busy(self) -> bool:
        return self.acts.committer.is_running

    def stop(self) -> None:
        self.acts.committer.stop()

    def close_down(self) -> None:
        for timer in (self._regroup_timer, self._load_timer):
            timer.stop()
        self.save()
        self._key = None
        self.loaders.previews.stop()
        self.loaders.pictures.stop()
        self.stage.stop()

    def _photos(self, numbers: Sequence[int]) -> dict[int, Photo]:
        return self.desk.photos(numbers)

    # what is shown

    @property
    def entry(self) -> Entry | None:
        """The group on the stage."""
        return self._entry

    @property
    def current_photo(self) -> int | None:
        """Number (on the desk) of the photo the keys act on."""
        item = self.stage.current
        return None if item is None else item.photo.photo_id

    @property
    def photo_ids(self) -> list[int]:
        """Ids (in the cache) of the photos on the stage."""
        return [self.desk.cache_id(item.photo.photo_id) for item in self.stage.items]

    def show_photo(self, photo_id: int) -> bool:
        """Go to the group of a photo, by its id in the cache; False if it is in none."""
        number = self.desk.number_of(photo_id)
        group = None if number is None else self.desk.review.group_of(number)
        if group is None:
            return False
        self.lanes.set_lane(self.desk.lane_of(group))
        self.show_lane(number)
        return True

    def show_all(self, number: int | None = None) -> None:
        """Numbers of all lanes, the lane chosen, and in it the group of a photo if there is one."""
        self.say_numbers()
        self.show_lane(number)
        self.badgeChanged.emit()

    def say_numbers(self) -> None:
        """Counts and bytes of lanes, the figures beside the slider, what is marked."""
        for lane, entries in self.desk.lanes.items():
            gain = self.desk.reclaimable(lane) if lane in _TODO else 0
            self.lanes.set_numbers(lane, len(entries), gain)
        self.page.say_figures(self.desk.figures())
        self.acts.say_totals()

    def show_lane(self, number: int | None = None) -> None:
        """Fill the queue with the lane chosen; go to the group of a photo, else to the first."""
        entries = self._filtered(self.desk.lanes[self.lanes.lane])
        self.queue.set_entries(entries)
        found = None if number is None else self.queue.row_of(number)
        self.queue_list.show_row((0 if entries else -1) if found is None else found)
        if not entries:
            self._show_entry(None)
        elif found is not None and number is not None:
            self.focus_photo(number)

    def focus_photo(self, number: int) -> None:
        """Put the focus of the stage on a photo of the group shown."""
        for row, item in enumerate(self.stage.items):
            if item.photo.photo_id == number:
                self.stage.grid.show_row(row)

    def _filtered(self, entries: Sequence[Entry]) -> list[Entry]:
        if not self._name_filter and self._folder is None:
            return list(entries)
        return [entry for entry in entries if self._passes(entry)]

    def _passes(self, entry: Entry) -> bool:
        photos = self.desk.photos(entry.group.members).values()
        return any(
            (not self._name_filter or self._name_filter in photo.path.name.casefold())
            and (self._folder is None or photo.path.is_relative_to(self._folder))
            for photo in photos
        )

    def set_filter(self, text: str) -> None:
        if text.casefold() != self._name_filter:
            self._name_filter = text.casefold()
            self.show_lane(self.current_photo)

    def set_folder(self, folder: object) -> None:
        if folder != self._folder:
            self._folder = folder if isinstance(folder, Path) else None
            self.show_lane(self.current_photo)

    def _show_entry(self, entry: object) -> None:
        self._entry = entry if isinstance(entry, Entry) else None
        if self._entry is not None:
            self.page.show_stage()
        self.show_marks(row=0)
        self._say_nothing()
        self.acts.enable()
        self._prepare_next()

    def show_marks(self, row: int | None = None) -> None:
        """Show the group with what is to become of its photos now; `row` None stays."""
        items = [] if self._entry is None else self._items(self._entry)
        if row is None:
            row = max(0, self.stage.grid.currentIndex().row())
        self.stage.show_group(items, self.map_of, min(row, len(items) - 1))
        self._show_details()

    def _items(self, entry: Entry) -> list[StageItem]:
        review, group = self.desk.review, entry.group
        photos = self.desk.photos(review.members(group))
        if not photos:
            return []
        keeper, shown = review.keeper(group), review.shown_marks(group)
        order = [number for number in review.suggestion(group).order if number in photos]
        return [
            StageItem(
                photo=photos[number],
                number=i + 1,
                is_keeper=number == keeper,
                is_trash=shown.get(number) is Mark.TRASH,
                is_locked=review.is_locked(number),
                note=self.words.note(keeper, number),
            )
            for i, number in enumerate(order)
        ]

    def map_of(self, keeper: int, other: int) -> Sequence[float]:
        """How the other lies on the keeper; nothing where that is not known."""
        pair = self.desk.pair(keeper, other)
        if pair is None or not pair.transform:
            return ()
        photos = self.desk.photos((keeper,))
        keeper_is_a = keeper in photos and photos[keeper].content_id == pair.a
        return pair.transform if keeper_is_a else inverse_map(pair.transform)

    def _show_details(self) -> None:
        items, current = self.stage.items, self.stage.current
        keeper = next((item for item in items if item.is_keeper), None)
        if current is None or keeper is None or self._entry is None:
            self.table.set_pair(None, None, ("", ""))
            self.page.say_reason("")
            return
        other = current
        if current.is_keeper and len(items) > 1:
            other = next(item for item in items if not item.is_keeper)
        titles = (self.tr("Kept"), self.tr("Number {n}").format(n=other.number))
        self.table.set_pair(keeper.photo, other.photo, titles)
        self.page.say_reason(self.words.reason(self._entry, current, keeper))
        self.acts.enable()

    def _prepare_next(self) -> None:
        """The pictures of the group after this one are opened in the background."""
        following = self.queue.entry(self.queue_list.currentIndex().row() + 1)
        if following is not None:
            for photo in self.desk.photos(following.group.members[:3]).values():
                self.loaders.previews.prepare(photo)

    def _say_nothing(self) -> None:
        """Say why nothing is on the stage, if nothing is."""
        if self._entry is None:
            nothing = self._nothing()
            self._goal = nothing.goal
            self.page.show_empty()
            self.page.empty.say(nothing.title, nothing.hint, nothing.button)

    def _nothing(self) -> words.Nothing:
        lanes, cache = self.desk.lanes, self.session.cache
        todo = [lane for lane in _TODO if self._filtered(lanes[lane])]
        if self._name_filter or self._folder is not None:
            return words.nothing_passes()
        if todo:
            return words.nothing_left(self.lanes.lane, todo[0])
        if self._is_scanning or not self._loaded or cache is None or not cache.count():
            return words.nothing_compared(is_scanning=self._is_scanning)
        if lanes[Lane.SOLVED]:
            return words.all_decided()
        return words.nothing_so_sure() if len(self.desk.confidences) else words.no_duplicates()

    def _go_on(self) -> None:
        """The button of the empty page."""
        if isinstance(self._goal, Lane):
            self.lanes.set_lane(self._goal)
            self.show_lane()
        elif self._goal == "looser":
            self.slider.set_confidence(float(self.desk.confidences.max(initial=0.5)))
        elif self._goal == "scan":
            self.scanRequested.emit()

    # slider, settings, language, keys held

    def _slider_moved(self, confidence: object) -> None:
        self.page.say_sureness()
        self._regroup_timer.start()
        self.session.change_settings(confidence=confidence)

    def _take_settings(self) -> None:
        if not self.slider.isSliderDown():
            self.slider.blockSignals(True)  # noqa: FBT003 - Qt
            self.slider.set_confidence(self.session.settings.confidence)
            self.slider.blockSignals(False)  # noqa: FBT003 - Qt
            self.slider.update()

    def menu_actions(self) -> Sequence[QAction]:
        return self.commands.menu(self)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.show_all(self.current_photo)
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.title())
        self.commands.retranslate()
        self.stage.grid.setAccessibleDescription(said_blink())
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

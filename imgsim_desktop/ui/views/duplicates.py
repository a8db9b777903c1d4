"""The review: groups of copies, what is to become of each photo, and the way to the trash."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from imgsim_desktop.choosing.lanes import BROWSE_ONLY, Entry, Lane
from imgsim_desktop.choosing.marks import Mark
from imgsim_desktop.reading.decode import open_upright
from imgsim_desktop.records import REMOVABLE_KINDS, PairKind, Photo, Progress
from imgsim_desktop.ui.act_job import ActingPlace
from imgsim_desktop.ui.models.group_queue import GroupQueue
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.models.reasons import said_edit, said_keeper, said_kind, said_verdict
from imgsim_desktop.ui.models.review_desk import ReviewDesk
from imgsim_desktop.ui.models.scene import inverse_map
from imgsim_desktop.ui.models.stage import StageItem
from imgsim_desktop.ui.picture_loader import PictureLoader
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.texts import said_bytes, said_count, said_percent, said_photos
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.view import View
from imgsim_desktop.ui.views.duplicates_acts import DuplicatesActs
from imgsim_desktop.ui.views.duplicates_keys import BAR, CommandActions, said_blink
from imgsim_desktop.ui.widgets.confidence_slider import ConfidenceSlider
from imgsim_desktop.ui.widgets.difference_table import DifferenceTable
from imgsim_desktop.ui.widgets.empty_page import EmptyPage
from imgsim_desktop.ui.widgets.key_bar import KeyBar, KeyButton
from imgsim_desktop.ui.widgets.lane_list import LaneList, explained_lane, said_lane
from imgsim_desktop.ui.widgets.queue_list import QueueDelegate, QueueList
from imgsim_desktop.ui.widgets.stage import Loaders, Stage

_DOCUMENT = "review"
_PREVIEW_SIDE_PX = 1280
_PREVIEW_BUDGET_BYTES = 192 << 20
_REGROUP_MS = 60
"""After the slider has stood still so long, groups are formed again."""
_SAVE_MS = 300
_NARROW_PX = 940
"""Below this width the table of differences makes room for the photos."""
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
        self._entry: Entry | None = None
        self._name_filter = ""
        self._folder: Path | None = None
        self._loaded: tuple[object, ...] = ()
        self._next_load = 0.0
        self._key: str | None = None
        """Library the desk belongs to."""
        self._wanted: int | None = None
        """Photo one was at when the library was closed; shown as soon as it is loaded."""
        previews = PictureLoader(
            lambda path: open_upright(path, _PREVIEW_SIDE_PX), self,
            budget_bytes=_PREVIEW_BUDGET_BYTES,
        )  # fmt: skip
        self.loaders = Loaders(thumbnails, previews, PictureLoader(open_upright, self))
        self.pages = PhotoPages(self._photos)
        self.queue = GroupQueue(self.said_entry, self)
        self._build()
        self._make_timers()
        self._make_actions()
        self._connect()
        self._retranslate()

    @classmethod
    def title(cls) -> str:
        return QCoreApplication.translate("DuplicatesView", "Duplicates")

    def badge(self) -> str:
        groups = sum(len(self.desk.lanes[lane]) for lane in _TODO)
        return said_count(groups) if groups else ""

    # building

    def _build(self) -> None:
        self.slider = ConfidenceSlider()
        self.slider.set_confidence(self.session.settings.confidence)
        self.stage = Stage(self.loaders)
        self.lanes = LaneList()
        self.queue_list = QueueList()
        self.queue_list.setItemDelegate(
            QueueDelegate(self.pages, self.thumbnails, self._detail, self.queue_list)
        )
        self.queue_list.set_queue(self.queue)
        self.table = DifferenceTable()
        self.empty = EmptyPage("duplicates")
        self.reason = QLabel()
        self.reason.setObjectName("reasonLine")
        self.reason.setWordWrap(True)
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.empty)
        self._middle.addWidget(self.stage)
        self._centre = QWidget()
        centre = QVBoxLayout(self._centre)
        centre.setContentsMargins(0, 0, 0, 0)
        centre.setSpacing(0)
        centre.addWidget(self._middle, 1)
        centre.addWidget(self.reason)
        left = QWidget()
        left.setObjectName("sideBar")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.lanes)
        line = QFrame()
        line.setFixedHeight(1)
        line.setObjectName("thinLine")
        column.addWidget(line)
        column.addWidget(self.queue_list, 1)
        self._details = self._build_details()
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        self._panes.setHandleWidth(1)
        self._panes.setChildrenCollapsible(False)
        for widget in (left, self._centre, self._details):
            self._panes.addWidget(widget)
        self._panes.setStretchFactor(1, 1)
        self._panes.setSizes([268, 700, 300])
        left.setMinimumWidth(244)
        self._details.setMinimumWidth(280)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._build_head())
        layout.addWidget(self._panes, 1)
        self._layout = layout

    def _build_head(self) -> QFrame:
        self._head = QFrame()
        self._head.setObjectName("reviewHead")
        row = QHBoxLayout(self._head)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(10)
        self._sure = QLabel()
        self._sure.setMinimumWidth(104)
        self.figures = QLabel()
        self.figures.setWordWrap(True)
        self.figures.setMinimumWidth(150)
        self.slider.setMaximumWidth(460)
        row.addWidget(self._sure)
        row.addWidget(self.slider, 3)
        row.addWidget(self.figures, 4)
        self._head_row = row
        return self._head

    def _build_details(self) -> QWidget:
        details = QWidget()
        column = QVBoxLayout(details)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 8, 6)
        self._table_title = QLabel()
        self._table_title.setObjectName("sectionTitle")
        self._all_facts = QToolButton()
        self._all_facts.setCheckable(True)
        self._all_facts.toggled.connect(self.table.set_shows_all)
        self._all_facts.toggled.connect(lambda _on: self._make_room())
        head.addWidget(self._table_title, 1)
        head.addWidget(self._all_facts)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        return details

    def _build_progress(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("scanBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(14, 6, 10, 6)
        self._act_text = QLabel()
        self._act_progress = QProgressBar()
        self._act_progress.setTextVisible(False)
        self._act_stop = QPushButton()
        self._act_stop.clicked.connect(self.acts.committer.stop)
        row.addWidget(self._act_text)
        row.addWidget(self._act_progress, 1)
        row.addWidget(self._act_stop)
        bar.hide()
        return bar

    def _make_timers(self) -> None:
        def timer(interval_ms: int, act: object) -> QTimer:
            made = QTimer(self)
            made.setSingleShot(True)
            made.setInterval(interval_ms)
            made.timeout.connect(act)
            return made

        self._regroup_timer = timer(_REGROUP_MS, self.regroup)
        self._save_timer = timer(_SAVE_MS, self.save)
        self._load_timer = timer(1000, self.refresh)

    def _make_actions(self) -> None:
        stage_like = (self.stage.grid, self.stage.compare, self.queue_list)
        shortcuts = self.session.settings.shortcuts
        self.commands = CommandActions(self, stage_like, self.acts.table(), shortcuts)
        actions = self.commands.by_name
        self.key_bar = KeyBar([actions[name] for name in BAR], actions["accept"])
        self.commit_button = KeyButton(actions["commit"])
        self._head_row.addWidget(self.commit_button)
        self._progress_bar = self._build_progress()
        self._layout.addWidget(self.key_bar)
        self._layout.addWidget(self._progress_bar)
        for widget in stage_like:
            widget.installEventFilter(self)

    def _connect(self) -> None:
        session, committer = self.session, self.acts.committer
        session.libraryChanged.connect(self._take_library)
        session.pairsChanged.connect(self._load_timer.start)
        session.settingsChanged.connect(self._take_settings)
        self.slider.confidenceChanged.connect(self._slider_moved)
        self.lanes.laneChosen.connect(lambda _lane: self.show_lane())
        self.queue_list.entryChosen.connect(self._show_entry)
        self.queue_list.doubleClicked.connect(lambda _index: self.stage.focus_widget().setFocus())
        self.stage.currentRowChanged.connect(lambda _row: self._show_details())
        self.thumbnails.loaded.connect(lambda _hashes: self.queue_list.viewport().update())
        self.empty.actionRequested.connect(self._empty_action)
        committer.started.connect(self._act_started)
        committer.progressed.connect(self._act_progressed)
        committer.ended.connect(self._act_ended)

    # the library

    def _take_library(self) -> None:
        """Another library: save the review of the one before, and take up that of the new one."""
        self.acts.committer.stop()
        self.acts.committer.wait()
        self.save()
        self.loaders.previews.clear()
        self.loaders.pictures.clear()
        self._loaded = ()
        self._next_load = 0.0
        library = self.session.library
        document = None
        if library is not None:
            document = self.session.decisions.document(library.key, _DOCUMENT)
        self.desk = ReviewDesk(rules=self.session.settings.keep_rules, document=document)
        self._key = None if library is None else library.key
        place = (document or {}).get("place", {})
        if place.get("lane") in {lane.value for lane in Lane}:
            self.lanes.set_lane(Lane(place["lane"]))
        self._entry = None
        self.queue.set_entries([])
        if library is not None:
            self.acts.settle()
            self._load_timer.start()
            self._wanted = place.get("photo")

    def acting_place(self) -> ActingPlace:
        """What the actor must know now."""
        library = self.session.library
        roots = () if library is None else library.folders
        return ActingPlace(
            self.session.home.journal, roots, self.session.decisions.locked_folders()
        )

    def refresh(self) -> None:
        """Load what the cache says now, if it says something new, and show it."""
        library, cache = self.session.library, self.session.cache
        if library is None or cache is None:
            self._say_empty()
            return
        if time.monotonic() < self._next_load:
            self._load_timer.start()
            return
        state = (library.key, self.session.model_key, *cache.versions())
        if state != self._loaded:
            began = time.monotonic()
            self.reload()
            self._loaded = state
            now = time.monotonic()
            self._next_load = now + _LOAD_SHARE * (now - began)
        else:
            self._say_empty()

    def refresh_now(self) -> None:
        """Load without waiting for a turn."""
        self._next_load = 0.0
        self.refresh()

    def reload(self) -> None:
        """Take in pairs, photos, folders and "not duplicates" again."""
        cache, decisions = self.session.cache, self.session.decisions
        assert cache is not None
        pairs = self.session.pairs()
        by_content = cache.photos_of_contents(with_offline=True)
        ends = {*pairs.a.tolist(), *pairs.b.tolist()}
        wanted = [
            photo
            for content, photos in by_content.items()
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
        self.slider.set_confidences(self.desk.confidences)
        self.regroup()

    def regroup(self) -> None:
        """Form the groups at the slider's confidence and stay at the photo one was at."""
        photo = self.current_photo
        if photo is None:
            photo = self._wanted
        self.desk.regroup(self.slider.confidence)
        self.pages.clear()
        self.show_all(photo)

    def save(self) -> None:
        """Write all decisions; every step asks for it, a moment later."""
        self._save_timer.stop()
        if self._key is None:
            return
        document = self.desk.document()
        document["place"] = {"lane": self.lanes.lane.value, "photo": self.current_photo}
        decisions = self.session.decisions
        decisions.set_document(self._key, _DOCUMENT, document)

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
        """Number of the photo the keys act on."""
        item = self.stage.current
        return None if item is None else item.photo.photo_id

    def show_all(self, photo: int | None = None) -> None:
        """Numbers of all lanes, the lane chosen, and in it the group of `photo` if there is one."""
        self.say_numbers()
        self.show_lane(photo)
        self.badgeChanged.emit()

    def say_numbers(self) -> None:
        """Counts and bytes of lanes, the figures beside the slider, what is marked."""
        for lane, entries in self.desk.lanes.items():
            counts_bytes = lane not in BROWSE_ONLY and lane is not Lane.SOLVED
            gain = self.desk.reclaimable(lane) if counts_bytes else 0
            self.lanes.set_numbers(lane, len(entries), gain)
        figures = self.desk.figures()
        wrong = QLocale().toString(figures.wrong_pairs, "f", 1 if figures.wrong_pairs < 10 else 0)
        text = self.tr("{groups} groups, {photos}, {size}; about {wrong} wrong pairs expected")
        self.figures.setText(
            text.format(
                groups=said_count(figures.groups),
                photos=said_photos(figures.photos),
                size=said_bytes(figures.reclaim_bytes),
                wrong=wrong,
            )
        )
        sure = QLocale().toString(100 * self.slider.confidence, "f", 1)
        self._sure.setText(self.tr("At least {n} % sure").format(n=sure))
        self.acts.say_totals()

    def show_lane(self, photo: int | None = None, row: int = 0) -> None:
        """Fill the queue with the lane chosen; go to the group of `photo`, else to `row`."""
        entries = self._filtered(self.desk.lanes[self.lanes.lane])
        self.queue.set_entries(entries)
        found = None if photo is None else self.queue.row_of(photo)
        row = min(row, len(entries) - 1) if found is None else found
        self.queue_list.show_row(row)
        if not entries:
            self._show_entry(None)
        elif found is not None and photo is not None:
            self.show_photo(photo)

    def show_photo(self, photo: int) -> None:
        """Put the focus of the stage on a photo of the group shown."""
        rows = [row for row, item in enumerate(self.stage.items) if item.photo.photo_id == photo]
        if rows:
            self.stage.grid.show_row(rows[0])

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
            self._middle.setCurrentWidget(self.stage)
        self.show_marks(row=0)
        self._say_empty()
        self.acts.enable()
        self._prepare_next()

    def show_marks(self, row: int | None = None) -> None:
        """Show the group with what is to become of its photos now; `row` None stays."""
        if self._entry is None:
            self.stage.show_group((), self.map_of, -1)
            self._show_details()
            return
        review, group = self.desk.review, self._entry.group
        members = review.members(group)
        photos = self.desk.photos(members)
        if not photos:
            self.stage.show_group((), self.map_of, -1)
            return
        keeper = review.keeper(group)
        shown = review.shown_marks(group)
        order = [n for n in review.suggestion(group).order if n in photos]
        items = [
            StageItem(
                photo=photos[number],
                number=i + 1,
                is_keeper=number == keeper,
                is_trash=shown.get(number) is Mark.TRASH,
                is_locked=review.is_locked(number),
                note=self._note(keeper, number),
            )
            for i, number in enumerate(order)
        ]
        if row is None:
            row = max(0, self.stage.grid.currentIndex().row())
        self.stage.show_group(items, self.map_of, min(row, len(items) - 1))
        self._show_details()

    def map_of(self, keeper: int, other: int) -> Sequence[float]:
        """How the other lies on the keeper; nothing where that is not known."""
        pair = self.desk.pair(keeper, other)
        if pair is None or not pair.transform:
            return ()
        photos = self.desk.photos((keeper,))
        keeper_is_a = keeper in photos and photos[keeper].content_id == pair.a
        return pair.transform if keeper_is_a else inverse_map(pair.transform)

    def _note(self, keeper: int, number: int) -> str:
        if number == keeper:
            return ""
        photos = self.desk.photos((keeper, number))
        if len({photo.content_id for photo in photos.values()}) == 1:
            return said_kind(PairKind.IDENTICAL)
        pair = self.desk.pair(keeper, number)
        if pair is None:
            return ""
        return ", ".join(map(said_edit, pair.edits)) or said_kind(pair.kind)

    def _show_details(self) -> None:
        items = self.stage.items
        current = self.stage.current
        keeper = next((item for item in items if item.is_keeper), None)
        if current is None or keeper is None or self._entry is None:
            self.table.set_pair(None, None, ("", ""))
            self.reason.setText("")
            self.reason.setVisible(False)
            return
        other = current
        if current.is_keeper and len(items) > 1:
            other = next(item for item in items if not item.is_keeper)
        titles = (self.tr("Kept"), self.tr("Number {n}").format(n=other.number))
        self.table.set_pair(keeper.photo, other.photo, titles)
        self.reason.setText(self._reason(current, keeper))
        self.reason.setVisible(True)
        self.reason.setAccessibleName(self.reason.text())
        self.acts.enable()

    def _reason(self, current: StageItem, keeper: StageItem) -> str:
        assert self._entry is not None
        if self._entry.lane in BROWSE_ONLY or self._entry.group.kind not in REMOVABLE_KINDS:
            return explained_lane(self._entry.lane)
        suggestion = self.desk.review.suggestion(self._entry.group)
        if current.is_keeper:
            if suggestion.keeper == current.photo.photo_id:
                return said_keeper(suggestion.verdicts)
            return self.tr("You chose this one to stay.")
        number = current.photo.photo_id
        verdict = next(v for v in suggestion.verdicts if v.photo_id == number)
        if suggestion.keeper != keeper.photo.photo_id:
            return self.tr("Compared with {name}.").format(name=keeper.photo.path.name)
        return said_verdict(verdict, keeper.photo.path.name)

    def _prepare_next(self) -> None:
        """The pictures of the group after this one are opened in the background."""
        row = self.queue_list.currentIndex().row()
        following = self.queue.entry(row + 1)
        if following is not None:
            for photo in self.desk.photos(following.group.members[:3]).values():
                self.loaders.previews.prepare(photo)

    # words

    def said_entry(self, entry: Entry) -> str:
        """A sentence about a group, for screen readers and as tool tip."""
        group = entry.group
        photos = self.desk.photos(group.members[:1])
        name = next((photo.path.name for photo in photos.values()), "")
        text = self.tr("{lane}: {name} and {n} more, {size} to gain, {sure} sure")
        return text.format(
            lane=said_lane(entry.lane),
            name=name,
            n=said_count(len(group.members) - 1),
            size=said_bytes(entry.reclaim_bytes),
            sure=said_percent(group.confidence),
        )

    def _detail(self, entry: Entry) -> str:
        """The faint line of a row: how sure, and which folders meet."""
        photos = self.desk.photos(entry.group.members)
        folders = list(dict.fromkeys(photo.path.parent.name for photo in photos.values()))
        where = " ↔ ".join(folders[:2]) + (" …" if len(folders) > 2 else "")
        if self.desk.review.is_skipped(entry.group):
            return " · ".join((self.tr("later"), where))
        return where

    def _say_empty(self) -> None:
        """Say why nothing is on the stage, if nothing is."""
        if self._entry is not None:
            return
        self._middle.setCurrentWidget(self.empty)
        lane = self.lanes.lane
        lanes = self.desk.lanes
        todo = [other for other in _TODO if self._filtered(lanes[other])]
        self._empty_goal: Lane | str = ""
        if self._name_filter or self._folder is not None:
            title, hint, button = (
                self.tr("No group here has a photo of that name or folder"),
                self.tr("Change the text above, or choose all photos at the left."),
                "",
            )
        elif not self._loaded or (self.session.cache is not None and not self._has_photos()):
            self._empty_goal = "scan"
            title, hint, button = (
                self.tr("Nothing has been compared yet"),
                self.tr("Groups of copies appear here while the folders are scanned."),
                self.tr("Scan now"),
            )
        elif todo:
            self._empty_goal = todo[0]
            title, hint, button = (
                self.tr("Nothing left in “{lane}”").format(lane=said_lane(lane)),
                explained_lane(lane),
                self.tr("Go on with “{lane}”").format(lane=said_lane(todo[0])),
            )
        elif any(lanes[Lane.SOLVED]):
            title, hint, button = (
                self.tr("All groups are decided"),
                self.tr("Move what you marked to the trash, or lower the slider to see more."),
                "",
            )
        elif len(self.desk.confidences):
            self._empty_goal = "looser"
            title, hint, button = (
                self.tr("No copies at this confidence"),
                self.tr("Lower the slider to see pairs that are less sure."),
                self.tr("Lower the slider"),
            )
        else:
            title, hint, button = (
                self.tr("No duplicates found"),
                self.tr("Every photo of this library is there once."),
                "",
            )
        self.empty.say(title, hint, button)

    def _has_photos(self) -> bool:
        cache = self.session.cache
        return cache is not None and cache.count() > 0

    def _empty_action(self) -> None:
        goal = getattr(self, "_empty_goal", "")
        if isinstance(goal, Lane):
            self.lanes.set_lane(goal)
            self.show_lane()
        elif goal == "looser":
            best = float(self.desk.confidences.max(initial=0.5))
            self.slider.set_confidence(best)
        elif goal == "scan":
            self.scanRequested.emit()

    # slider, settings, language

    def _slider_moved(self, confidence: object) -> None:
        sure = QLocale().toString(100 * self.slider.confidence, "f", 1)
        self._sure.setText(self.tr("At least {n} % sure").format(n=sure))
        self._regroup_timer.start()
        self.session.change_settings(confidence=confidence)

    def _take_settings(self) -> None:
        if not self.slider.isSliderDown():
            self.slider.blockSignals(True)  # noqa: FBT003 - Qt
            self.slider.set_confidence(self.session.settings.confidence)
            self.slider.blockSignals(False)  # noqa: FBT003 - Qt
            self.slider.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.show_all(self.current_photo)
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.title())
        self.commands.retranslate()
        self.queue_list.setAccessibleName(self.tr("Groups, most worth doing first"))
        self._panes.setAccessibleName(self.tr("Groups, photos and differences"))
        self._table_title.setText(self.tr("What differs"))
        self._all_facts.setText(self.tr("All"))
        self._all_facts.setAccessibleName(self.tr("Also what both have in common"))
        self._all_facts.setToolTip(f"{self._all_facts.accessibleName()} (I)")
        self._act_stop.setText(self.tr("Stop"))
        self._act_stop.setAccessibleName(self.tr("Stop after the file at hand"))
        self._act_progress.setAccessibleName(self.tr("Photos handled"))
        self.figures.setAccessibleName(self.tr("Groups at this confidence"))
        self._sure.setAccessibleName(self.tr("Confidence"))
        self.stage.grid.setAccessibleDescription(said_blink())
        self.say_numbers()

    # keys held, room, progress

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """In a narrow window the table of differences comes only when it is asked for."""
        wants = self.width() >= _NARROW_PX or self._all_facts.isChecked()
        self._details.setVisible(wants)

    def toggle_all_facts(self) -> None:
        self._all_facts.toggle()

    def menu_actions(self) -> Sequence[QAction]:
        return self.commands.menu(self)

    def focusInEvent(self, event: object) -> None:
        self.stage.focus_widget().setFocus()

    def _act_started(self, count: int) -> None:
        self._act_progress.setRange(0, count)
        self._act_progress.setValue(0)
        self._act_text.setText(self.tr("Moving to the trash …"))
        self._progress_bar.show()
        self.acts.enable()

    def _act_progressed(self, progress: Progress) -> None:
        self._act_progress.setRange(0, max(1, progress.total))
        self._act_progress.setValue(progress.done)
        text = self.tr("{done} of {total}: {name}")
        self._act_text.setText(
            text.format(
                done=said_count(progress.done),
                total=said_count(progress.total),
                name=progress.current,
            )
        )

    def _act_ended(self) -> None:
        self._progress_bar.hide()
        self.acts.enable()

"""The review of the open library as a page shows it: lane, filters, group, photo; no widget.

A page reads it, does what the person wants by the acts (`decide.py`, `moves.py`, `folders.py`), and
hears by one signal what they changed. Several pages may show the same review.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Group, Photo, Region
from imgsim_desktop.review.commit import Act, Returned
from imgsim_desktop.review.desk import ReviewDesk
from imgsim_desktop.review.journal import LINKS
from imgsim_desktop.review.marking import Planned, one_shot_of
from imgsim_desktop.review.queue import TODO, Entry, Lane, QueueFilter
from imgsim_desktop.ui.act_job import place_of
from imgsim_desktop.ui.commit import Committer
from imgsim_desktop.ui.models.stage import StageItem
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.reviewing.changed import Changed
from imgsim_desktop.ui.reviewing.lessons import Lessons
from imgsim_desktop.ui.reviewing.library import ReviewLibrary
from imgsim_desktop.ui.reviewing.listing import ListedGroups
from imgsim_desktop.ui.reviewing.looking import LookFirst
from imgsim_desktop.ui.reviewing.on_stage import contents_of, items_of, regions_between
from imgsim_desktop.ui.reviewing.words import DuplicatesWords
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.texts import said_photos

_REGROUP_MS = 60
"""After the confidence has stayed the same so long, groups are formed again."""
_SAVE_MS = 300
_MANY = 30
"""Groups from which sorting all anew is quicker than moving each."""
_STAGED = Changed.LISTED | Changed.ENTRY | Changed.PHOTO | Changed.MARKS
_ALL = _STAGED | Changed.NUMBERS | Changed.LANE | Changed.OFFER


class ReviewModel(QObject):
    """One for the window's life; GUI thread. Decisions are saved a moment after each act."""

    changed = Signal(object)
    """Changed: sent once an act, when all of it is done."""
    noticed = Signal(object)
    """Notice."""
    scanRequested = Signal()
    wholeRequested = Signal()
    """What narrows the whole window is to go: a name looked for, a folder chosen at its side."""
    filesMoved = Signal()
    """The program itself moved files: the folders are to be looked at again."""

    def __init__(self, session: LibrarySession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.library = ReviewLibrary(session, self)
        self.looking = LookFirst(self.library, session, self)
        self.committer = Committer(self)
        self.words = DuplicatesWords(lambda: self.desk)
        self.lessons = Lessons()
        self.listing = ListedGroups()
        self.confidence = session.settings.confidence
        self.is_scanning = False
        self.entry: Entry | None = None
        """The group on the stage."""
        self._photo: int | None = None
        """The photo chosen last; None for the first."""
        self._at = 0
        """Where it stood: that place is chosen when it is gone."""
        self._chosen: frozenset[int] = frozenset()
        self._items: tuple[StageItem, ...] | None = None
        self._has_lane = False
        """A lane was restored or chosen, or something was decided: only the person changes it."""
        self._place: Mapping[str, Any] | None = None
        """Where one was when the library was closed: its photo is shown as soon as it is loaded."""
        self._regroup_timer = self._timer(_REGROUP_MS, self.regroup)
        self._save_timer = self._timer(_SAVE_MS, self.save)
        self._connect()

    def _timer(self, interval_ms: int, act: Callable[[], object]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(interval_ms)
        made.timeout.connect(act)
        return made

    def _connect(self) -> None:
        session, committer = self.session, self.committer
        session.libraryChanged.connect(self._take_library)
        session.pairsChanged.connect(self.library.refresh_soon)
        session.reviewChanged.connect(self.library.look)
        session.settingsChanged.connect(self._take_settings)
        self.library.loaded.connect(self._take_loaded)
        self.library.saveFailed.connect(
            lambda error: self.noticed.emit(Notice.from_error(error, "save"))
        )
        self.looking.noticed.connect(self.noticed)
        self.looking.scanRequested.connect(self.scanRequested)
        self.looking.withdrawn.connect(self.regroup)
        for over in (committer.removed, committer.returned, committer.cutShort):
            over.connect(lambda _found: self._after_files_moved())
        committer.started.connect(lambda _count: self.announce(Changed.MOVING))
        committer.ended.connect(lambda: self.announce(Changed.MOVING))

    def announce(self, what: Changed) -> Changed:
        """Say what an act has changed; the act returns it, too."""
        if what & (Changed.ENTRY | Changed.MARKS | Changed.GROUPS):
            self._items = None
        if Changed.ENTRY in what:
            self.session.on_stage = contents_of(self.desk, self.entry)
        if what:
            self.changed.emit(what)
        return what

    # what is open

    @property
    def desk(self) -> ReviewDesk:
        """Groups and decisions of the open library; another one for each."""
        return self.library.desk

    def photos(self, numbers: Iterable[int]) -> dict[int, Photo]:
        """Photos of the open library by number; those that are gone from it are left out."""
        return self.desk.photos(numbers)

    @property
    def lane(self) -> Lane:
        return self.listing.lane

    @property
    def is_moving(self) -> bool:
        """Files are being moved: nothing else is done with files until that is over."""
        return self.committer.is_running

    @property
    def groups_to_do(self) -> int:
        """Of those that pass the filters."""
        return sum(len(self.listing.passing(self.desk, lane)) for lane in TODO)

    @property
    def chosen_entries(self) -> list[Entry]:
        """The groups a decision is about: the one on the stage, or all chosen in the list."""
        return [] if self.entry is None else self.listing.chosen

    @property
    def next_entry(self) -> Entry | None:
        """The group that comes up after the one on the stage."""
        row = self.listing.row + 1
        return self.listing.entries[row] if row < len(self.listing.entries) else None

    # the group on the stage

    @property
    def items(self) -> tuple[StageItem, ...]:
        """The photos of the group on the stage, as they are to be shown."""
        if self._items is None:
            entry = self.entry
            self._items = () if entry is None else items_of(self.desk, self.words, entry)
        return self._items

    @property
    def numbers(self) -> list[int]:
        """The photos of the group on the stage, by their numbers on the desk."""
        return [item.photo.photo_id for item in self.items]

    @property
    def photo_ids(self) -> list[int]:
        """The same photos by their ids in the cache."""
        return [self.desk.cache_id(number) for number in self.numbers]

    @property
    def current(self) -> StageItem | None:
        """The photo the keys act on."""
        row = self.current_row
        return None if row < 0 else self.items[row]

    @property
    def current_row(self) -> int:
        """Its place among `items`, -1 for none."""
        numbers = self.numbers
        if self._photo in numbers:
            return numbers.index(self._photo)
        return min(self._at, len(numbers) - 1)

    @property
    def current_photo(self) -> int | None:
        """Its number on the desk."""
        current = self.current
        return None if current is None else current.photo.photo_id

    @property
    def chosen(self) -> tuple[StageItem, ...]:
        """What a decision about photos is about: the current one, or all that are chosen."""
        current = self.current
        if current is None:
            return ()
        if current.photo.photo_id not in self._chosen:
            return (current,)
        return tuple(item for item in self.items if item.photo.photo_id in self._chosen)

    def choose_photos(self, current: int, chosen: Iterable[int] = ()) -> Changed:
        """The person goes to a photo of the group, and perhaps chooses others beside it."""
        if current not in self.numbers:
            return Changed.NOTHING
        before = (self.current_photo, self.chosen)
        self.stand_on(current, chosen)
        is_new = before != (self.current_photo, self.chosen)
        return self.announce(Changed.PHOTO if is_new else Changed.NOTHING)

    def stand_on(self, photo: int | None, chosen: Iterable[int] = ()) -> None:
        """Make a photo the current one, None the first; tells nobody."""
        self._photo, self._chosen = photo, frozenset(chosen)
        self._at = self.numbers.index(photo) if photo in self.numbers else 0

    def regions(self, keeper: int, other: int) -> Sequence[Region]:
        """Where two photos differ, in relative coordinates of the one to keep."""
        try:
            return regions_between(self.desk, self.session.cache, keeper, other)
        except KnownError as error:
            self.session.readFailed.emit(error)
            return ()

    # the list; each returns what it changed and leaves the telling to the act it is part of

    def fill_lane(self, photo: int | None = None) -> Changed:
        """List what passes of the lane; go to the group of a photo, else to the first."""
        self.listing.fill(self.listing.passing(self.desk, self.lane), photo)
        entry = self.listing.entry
        has_photo = entry is not None and photo in entry.group.members
        return Changed.LISTED | self._enter(photo if has_photo else None)

    def list_lane(self, lane: Lane, photo: int | None = None) -> Changed:
        """List another lane."""
        self.listing.lane = lane
        return Changed.LANE | self.fill_lane(photo)

    def go_to_row(self, row: int) -> Changed:
        """Choose one group of the list alone; nothing if there is no such row."""
        if not 0 <= row < len(self.listing.entries):
            return Changed.NOTHING
        self.listing.go_to(row)
        return Changed.LISTED | self._enter()

    def take_off(self, entries: Sequence[Entry]) -> Changed:
        """Groups were decided: the next one comes up."""
        self.listing.remove(entries)
        return Changed.LISTED | self._enter()

    def _enter(self, photo: int | None = None) -> Changed:
        """The group of the row is the one on the stage, at this photo or at the first."""
        before, self.entry = self.entry, self.listing.entry
        if before is self.entry and photo is None:
            return Changed.NOTHING
        is_same = (
            before is not None
            and self.entry is not None
            and before.group.members == self.entry.group.members
        )
        if not (is_same and photo is not None and photo == self._photo):
            self._photo, self._chosen, self._at = photo, frozenset(), 0
        return Changed.ENTRY | Changed.PHOTO

    # what the person asks for

    def choose_lane(self, lane: Lane) -> Changed:
        """The person wants this lane: it stays, even where it is empty."""
        self._has_lane = True
        return self.announce(self.list_lane(lane))

    def choose_rows(self, row: int, rows: Iterable[int] = ()) -> Changed:
        """The person goes to a group of the list, and perhaps chooses others beside it."""
        before = (self.listing.row, self.listing.rows)
        self.listing.choose(row, rows)
        if before == (self.listing.row, self.listing.rows):
            return Changed.NOTHING
        return self.announce(Changed.LISTED | self._enter())

    def set_filter(self, wanted: QueueFilter) -> Changed:
        """List what the person asks for on the page."""
        if wanted == self.listing.own:
            return Changed.NOTHING
        self._save_timer.start()
        return self._narrow(own=wanted)

    def set_outside_filter(self, wanted: QueueFilter) -> Changed:
        """List what the window asks for: a name, a folder."""
        if wanted == self.listing.outside:
            return Changed.NOTHING
        return self._narrow(outside=wanted)

    def clear_filters(self) -> Changed:
        """List all groups again, whatever narrowed them."""
        if not self.listing.is_filtered:
            return Changed.NOTHING
        is_outside = not self.listing.outside.is_empty
        self._save_timer.start()
        what = self._narrow(own=QueueFilter(), outside=QueueFilter())
        if is_outside:
            self.wholeRequested.emit()
        return what

    def _narrow(
        self, *, own: QueueFilter | None = None, outside: QueueFilter | None = None
    ) -> Changed:
        """List what passes now, and stay at the photo one was at."""
        photo = self.current_photo
        self.listing.narrow(own=own, outside=outside)
        return self.announce(Changed.FILTER | Changed.NUMBERS | self.fill_lane(photo))

    def set_confidence(self, confidence: float) -> Changed:
        """Copies are to be so sure; groups follow as soon as it stays the same."""
        if confidence == self.confidence:
            return Changed.NOTHING
        self.confidence = confidence
        self._regroup_timer.start()
        self.session.change_settings(confidence=confidence)
        return self.announce(Changed.CONFIDENCE)

    def set_scanning(self, *, is_scanning: bool) -> Changed:
        self.is_scanning = is_scanning
        if is_scanning:
            self.looking.forget()
        return self.announce(Changed.SCAN)

    def scanned(self, *, is_whole: bool) -> None:
        """A scan is over; `is_whole` if it came to its end."""
        self.looking.scanned(is_whole=is_whole)

    def refuse_offer(self) -> Changed:
        """The person closed the offer: not about these folders again, in this library."""
        if self.lessons.offered is None:
            return Changed.NOTHING
        self.lessons.refuse()
        self._save_timer.start()
        return self.announce(Changed.OFFER)

    # after a decision

    def stepped(self, what: Changed) -> Changed:
        """A step was done or undone: it is saved a moment later."""
        self._save_timer.start()
        return self.announce(what | Changed.MARKS | Changed.NUMBERS)

    def put_in_lanes(self, groups: Collection[Group]) -> None:
        """Put groups where they belong after decisions about them."""
        if len(groups) > _MANY:
            self.desk.sort()
            return
        for group in groups:
            self.desk.move(group)

    def decided_many(self) -> Changed:
        """Much was decided at once: save it, and list what is left."""
        photo = self.current_photo
        self.save()
        self.desk.sort()
        return self.announce(_ALL | self.fill_lane(photo))

    # the library

    def _take_library(self) -> None:
        """Another library: save the review of the one before, and take up that of the new one."""
        self.committer.stop()
        self.committer.wait()
        self.save()
        self.looking.forget()
        self._restore(self.library.open())
        self.listing.fill(())
        self._enter()
        self.announce(Changed.LIBRARY | Changed.GROUPS | Changed.FILTER | _ALL)
        if self.session.library is not None:
            self._settle()
            self.library.refresh_soon()

    def _restore(self, saved: Mapping[str, Any]) -> None:
        """Go to the lane and filter one was at; the photo is shown once groups are formed."""
        self._has_lane = saved.get("lane") in {lane.value for lane in Lane}
        if self._has_lane:
            self.listing.lane = Lane(saved["lane"])
        self._place = saved
        self.lessons.load(saved.get("refused"))
        self.listing.narrow(own=QueueFilter.from_json(saved.get("filter") or {}))

    def refresh(self) -> Changed:
        """Load what the cache says now, if it says something new."""
        self.library.refresh()
        return self.announce(Changed.SCAN)

    def refresh_now(self) -> Changed:
        """Load without waiting for a turn."""
        self.library.refresh_now()
        return self.announce(Changed.SCAN)

    def _take_loaded(self) -> None:
        self.regroup()
        withdrawn = self.desk.review.withdraw()
        if withdrawn:
            self.regroup()
            self._save_timer.start()
            self.noticed.emit(
                Notice(
                    self.tr(
                        "{photos} will not go after all: only they hold something more."
                    ).format(photos=said_photos(len(withdrawn))),
                    self.tr("A film, pages, layers or the like; their groups are open again."),
                    topic="withdrawn",
                )
            )
        self.looking.withdraw(is_over=False)

    def regroup(self) -> Changed:
        """Form the groups at the confidence, and stay at the photo one was at."""
        photo = self.current_photo
        if self._place is not None:
            photo = self.library.photo_of_place(self._place)
            self._place = None
        self.desk.regroup(self.confidence)
        self.listing.forget_groups()
        self._items = None
        self._open_first_lane()
        return self.announce(Changed.GROUPS | _ALL | self.fill_lane(photo))

    def _open_first_lane(self) -> None:
        """A new review begins where there is something to do, not in an empty lane."""
        filled = [lane for lane in TODO if self.desk.lanes[lane]]
        self._has_lane |= self.desk.review.next_undo is not None
        if filled and not self._has_lane and self.lane not in filled:
            self.listing.lane = filled[0]  # while a scan runs groups go from lane to lane

    def _take_settings(self) -> None:
        settings = self.session.settings
        self.set_confidence(settings.confidence)
        try:
            is_new = self.desk.set_one_shot(one_shot_of(settings.raw_and_jpeg), settings.keep_rules)
            is_new |= self.desk.set_rules(settings.keep_rules)
        except KnownError as error:
            self.noticed.emit(Notice.from_error(error, "review"))
            return
        if is_new and self.library.is_loaded:
            self.library.reload()

    def save(self) -> None:
        """Write all decisions, and the place one is at."""
        self._save_timer.stop()
        place = {
            "lane": self.lane.value,
            "filter": self.listing.own.as_json(),
            "refused": self.lessons.as_json(),
        }
        self.library.save(place, self.current_photo)

    def close(self) -> None:
        """Save, and load or save nothing any more."""
        self._regroup_timer.stop()
        self.save()
        self.library.close()

    # files

    def remove(self, planned: Sequence[Planned], act: Act) -> None:
        """Do with files what the person chose. Raises KnownError if it cannot begin."""
        self.save()
        if act.operation not in LINKS:
            self.session.change_settings(carry_metadata=act.carries)
        if self.library.book is not None:
            self.committer.remove(self.library.book, place_of(self.session), planned, act)

    def give_back(self, entries: Collection[str] | None) -> None:
        """Bring files back by these lines of the journal; None: those of the last commit."""
        if self.library.book is not None and not self.is_moving:
            self.save()
            self.committer.give_back(self.library.book, place_of(self.session), entries)

    def take_returned(self, found: Returned) -> None:
        """Files are back that somebody else than the review brought back."""
        if self.library.book is not None:
            self.library.book.take_back(found.entry_ids)
        self.committer.returned.emit(found)

    def _settle(self) -> None:
        """At the start of a library: end what a crash cut off."""
        if self.library.book is not None and not self.is_moving:
            self.committer.settle(self.library.book, place_of(self.session))

    def _after_files_moved(self) -> None:
        """Save at once, list what is left, and look at the folders again."""
        self.decided_many()
        self.session.decisionsChanged.emit()
        self.filesMoved.emit()

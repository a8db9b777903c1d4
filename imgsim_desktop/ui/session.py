"""What the window has open: one library, read while others write.

The GUI thread owns the CacheReader and the Decisions connection; a scan writes through a connection
of its own, which `poll` notices by the cache's versions, at most every 500 ms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from imgsim_desktop.errors import CacheBroken, KnownError
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.cache_reader import SortKey
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.settings import Settings, save_settings
from imgsim_desktop.library.thumbnails import ThumbnailStore
from imgsim_desktop.records import FoundFile, Library, PairTable, Photo
from imgsim_desktop.review.own_rules import settings_of
from imgsim_desktop.scan.networks import spec_of
from imgsim_desktop.ui.early_thumbnails import EarlyThumbnails
from imgsim_desktop.ui.models.early_photos import EarlyPhotos, ThumbnailsOfBoth

POLL_MS = 500
SAVE_MS = 800
"""A slider that is dragged changes the settings fifty times; they are written once."""
TYPED_MATCHES = 2000
"""Photos looked at for a name that begins as typed: 20 ms."""

T = TypeVar("T")


class LibrarySession(QObject):
    """One for the window's life; views connect to its signals and read from `cache`. GUI thread."""

    libraryChanged = Signal()
    """Another library, or none, is open: `library` and `cache` are new."""
    librariesChanged = Signal()
    """The list of libraries has changed: added, renamed, removed."""
    photosChanged = Signal()
    """Photos or failures were written since the last look."""
    earlyChanged = Signal()
    """Other photos are listed and not read yet: `shown_ids` has another answer."""
    pairsChanged = Signal()
    """Pairs were written since the last look."""
    reviewChanged = Signal()
    """Steps of the review were saved, by this program or another one."""
    settingsChanged = Signal()
    decisionsChanged = Signal()
    """Marks, "not duplicates" or locked folders changed; the view that changes them emits it."""
    readFailed = Signal(object)
    """KnownError: the cache could not be read just now; what is shown stays."""

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        """Raises DecisionsBroken, or KnownError if the home cannot be written, or its list of
        libraries cannot be read.
        """
        super().__init__(parent)
        self.home = home
        self.settings: Settings
        self.added_rules: tuple[str, ...]
        """What this version has added to the person's own order of rules, until it is told."""
        self.settings, self.added_rules = settings_of(home)
        self._saved = self.settings
        self.libraries = LibraryList(home)
        self.libraries.all()
        self.thumbnail_store = ThumbnailStore(home.thumbnails)
        self.early = EarlyPhotos()
        """Listed by a first look, and not read yet."""
        self.early_thumbnails = EarlyThumbnails()
        self.decisions = Decisions(home)
        self.library: Library | None = None
        self.cache: CacheReader | None = None
        """None only while no library is open; one never scanned reads as empty."""
        self.on_stage: frozenset[int] = frozenset()
        """Contents the person has before them in the review: the scan looks at those first. Read by
        the scan thread, and replaced whole."""
        self.looks_asked: frozenset[tuple[int, int]] = frozenset()
        """Pairs of contents that the scan is to compare in full size, whatever else it does. Read
        by the scan thread, and replaced whole."""
        self.away: frozenset[int] = frozenset()
        """Photos that the program itself threw away; the cache lists them until the next scan."""
        self._versions = (0, 0)
        self._review = 0
        self._pairs: tuple[int, str, PairTable] | None = None
        self._poll_timer = QTimer(self)
        self._poll_timer.setInterval(POLL_MS)
        self._poll_timer.timeout.connect(self.poll)
        self._save_timer = QTimer(self)
        self._save_timer.setInterval(SAVE_MS)
        self._save_timer.setSingleShot(True)
        self._save_timer.timeout.connect(self._save_or_say)

    @property
    def thumbnail_source(self) -> ThumbnailsOfBoth:
        """Pictures for the screen, also of what is only listed."""
        return ThumbnailsOfBoth(self.thumbnail_store, self.early, self.early_thumbnails)

    # settings

    def change_settings(self, **changes: Any) -> None:
        """Replace fields of the settings, tell everyone, and save them a moment later."""
        settings = replace(self.settings, **changes)
        if settings != self.settings:
            self.settings = settings
            self._save_timer.start()
            self.settingsChanged.emit()

    def save_settings(self) -> None:
        """Write them now if they have changed since. Raises KnownError on a full disk."""
        self._save_timer.stop()
        if self.settings != self._saved:
            before, self._saved = self._saved, self.settings
            save_settings(self.home, self.settings, before)

    def _save_or_say(self) -> None:
        try:
            self.save_settings()
        except KnownError as error:
            self.readFailed.emit(error)

    @property
    def backend(self) -> str:
        """The network that describes the library that is open."""
        return self.settings.backend_of(self.library)

    def choose_network(self, backend: str) -> None:
        """Let a network describe new libraries, and the one that is open."""
        own = dict(self.settings.library_backends)
        if self.library is not None:
            own.pop(self.library.key, None)
        self.change_settings(backend=backend, library_backends=own)

    def use_network(self, library: Library, backend: str) -> None:
        """Let a network describe this library from now on; its vectors must be there."""
        own = {**self.settings.library_backends, library.key: backend}
        if backend == self.settings.backend:
            del own[library.key]
        self.change_settings(library_backends=own)

    @property
    def model_key(self) -> str:
        """Names vectors and pairs of the network in use, or of the default if unknown."""
        try:
            return spec_of(self.backend, weights_dir=self.home.weights).model_key
        except KnownError:
            return spec_of(Settings().backend).model_key

    # libraries

    def open_library(self, library: Library | None) -> None:
        """Show another library; the one before is closed. Raises KnownError."""
        cache = None
        if library is not None:
            self.libraries.set_last(library.key)
            cache = self._open_cache(library)
        if self.cache is not None:
            self.cache.close()
        self.library, self.cache, self._pairs = library, cache, None
        self._clear_early()
        self.on_stage = frozenset()
        self.looks_asked = frozenset()
        self._versions = (0, 0) if cache is None else self._read(cache.versions, (0, 0))
        if cache is None:
            self._poll_timer.stop()
        else:
            self._poll_timer.start()
        self.libraryChanged.emit()

    def _open_cache(self, library: Library) -> CacheReader | None:
        try:
            return CacheReader(self.home, library)
        except CacheBroken as error:
            self.readFailed.emit(error)
            return None

    def all_libraries(self) -> list[Library]:
        return self.libraries.all()

    def recent_libraries(self) -> list[Library]:
        """The one opened last first."""
        return self.libraries.by_last_use()

    def last_library(self) -> Library | None:
        """The one that was open when the window was closed."""
        return self.libraries.last

    def library_for(self, folders: Sequence[Path]) -> Library:
        """The library of exactly these folders, made if there is none. Raises KnownError."""
        known = {library.key for library in self.libraries.all()}
        library = self.libraries.open_for(folders, self.settings.excludes)
        if library.key not in known:
            self.librariesChanged.emit()
        return library

    def add_folder(self, library: Library, folder: Path) -> Library:
        """One more folder; the next scan reads it. Raises KnownError."""
        return self._replaced(
            self.libraries.change_folders(library.key, (*library.folders, folder))
        )

    def change_library(
        self, library: Library, folders: Sequence[Path], excludes: Sequence[str]
    ) -> Library:
        """Other folders, or others left out; the next scan follows. Raises KnownError."""
        return self._replaced(self.libraries.change_folders(library.key, folders, excludes))

    def rename_library(self, library: Library, name: str) -> Library:
        return self._replaced(self.libraries.rename(library.key, name))

    def remove_library(self, library: Library) -> None:
        """Take it off the list; no photo is touched. Raises KnownError."""
        if self.library is not None and self.library.key == library.key:
            self.open_library(None)
        self.libraries.remove(library.key)
        self.librariesChanged.emit()
        if self.library is None and self.libraries.last is not None:
            self.open_library(self.libraries.last)

    def _replaced(self, library: Library) -> Library:
        if self.library is not None and self.library.key == library.key:
            self.library = library
        self.librariesChanged.emit()
        return library

    # reading

    @property
    def versions(self) -> tuple[int, int]:
        """Of photos and of pairs, as `poll` saw them last."""
        return self._versions

    def photo_ids(
        self,
        sort: str = "date",
        *,
        descending: bool = False,
        folder: Path | None = None,
        name: str = "",
    ) -> NDArray[np.int64]:
        """Ids in order, those of unplugged disks too; empty while nothing is open."""
        cache = self.cache
        none = np.zeros(0, np.int64)
        if cache is None:
            return none
        found = self._read(
            lambda: cache.photo_ids(
                cast(SortKey, sort), descending=descending, name_filter=name, folder=folder,
                with_offline=True,
            ),
            none,
        )  # fmt: skip
        return self.without_away(found)

    def without_away(self, photo_ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Ids without those of photos that are in the trash already."""
        return photo_ids[~np.isin(photo_ids, list(self.away))] if self.away else photo_ids

    def photo_at(self, path: Path) -> Photo | None:
        """The photo of the library that is this file, if it was read."""
        cache = self.cache
        return None if cache is None else self._read(lambda: cache.photo_at(path), None)

    def fetch_photos(self, photo_ids: Iterable[int]) -> dict[int, Photo]:
        """Photos by id; ids that are gone are left out."""
        cache = self.cache
        if cache is None:
            return {}
        none: list[Photo] = []
        found = self._read(lambda: cache.photos(photo_ids), none)
        return {photo.photo_id: photo for photo in found}

    def shown_ids(
        self,
        sort: str = "date",
        *,
        descending: bool = False,
        folder: Path | None = None,
        name: str = "",
    ) -> NDArray[np.int64]:
        """`photo_ids`, and behind them the photos that are only listed, with negative ids."""
        known = self.photo_ids(sort, descending=descending, folder=folder, name=name)
        if not len(self.early):
            return known
        early = self.early.ids(sort, descending=descending, folder=folder, name=name)
        return np.concatenate([known, early])

    def fetch_shown(self, photo_ids: Iterable[int]) -> dict[int, Photo]:
        """`fetch_photos`, and those that are only listed."""
        wanted = list(photo_ids)
        found = self.early.photos(wanted)
        known = [number for number in wanted if number > 0]
        return {**self.fetch_photos(known), **found} if found else self.fetch_photos(known)

    def roots_with_photos(self) -> frozenset[Path]:
        """The library's folders of which something is known, readable or not."""
        cache = self.cache
        none: list[Path] = []
        return frozenset() if cache is None else frozenset(self._read(cache.roots, none))

    def show_early(self, files: Sequence[FoundFile]) -> None:
        """Show files that were listed, as far as no scan has been quicker."""
        known = self._known_among([file.path for file in files])
        self.early.add([file for file in files if file.path not in known])
        self.earlyChanged.emit()

    def forget_early(self) -> None:
        """The scan is over: what it has not made a photo of is none, or a problem."""
        if len(self.early):
            self._clear_early()
            self.earlyChanged.emit()

    def _clear_early(self) -> None:
        self.early.clear()
        self.early_thumbnails.clear()

    def _known_among(self, paths: Sequence[Path]) -> frozenset[Path]:
        cache = self.cache
        none: set[Path] = set()
        if cache is None:
            return frozenset()
        return frozenset(self._read(lambda: cache.known_among(paths), none))

    def fetch_shapes(self, photo_ids: Sequence[int] | None = None) -> NDArray[np.int64]:
        """Id, width, height and moment in ns of photos, (n, 4), in no order; None: of all.

        Of those that are only listed nothing but the moment is known.
        """
        cache = self.cache
        none = np.zeros((0, 4), np.int64)
        early = none if photo_ids is None else self._early_shapes(photo_ids)
        known = none if cache is None else self._read(lambda: cache.shapes(photo_ids), none)
        return np.concatenate([known, early])

    def _early_shapes(self, photo_ids: Sequence[int]) -> NDArray[np.int64]:
        found = self.early.photos(photo_ids)
        rows = [(number, 0, 0, photo.sort_time_ns) for number, photo in found.items()]
        return np.array(rows, np.int64).reshape(-1, 4)

    def photos_named(self, start: str) -> NDArray[np.int64]:
        """Ids of photos whose name begins with `start`, any case; of very many only the first."""
        ids = self.photo_ids("name", name=start)[:TYPED_MATCHES]
        wanted = start.casefold()
        photos = self.fetch_photos(ids.tolist())
        found = [
            key for key, photo in photos.items() if photo.path.name.casefold().startswith(wanted)
        ]
        return np.array(found, np.int64)

    def folder_counts(self) -> dict[Path, int]:
        """Photos directly in each folder, those of unplugged disks too."""
        cache = self.cache
        if cache is None:
            return {}
        none: list[tuple[Path, Path, int]] = []
        found = self._read(lambda: cache.folders(with_offline=True), none)
        return {folder: count for _, folder, count in found}

    def offline_roots(self) -> frozenset[Path]:
        """The library's folders that hold photos but cannot be reached."""
        cache = self.cache
        none: list[Path] = []
        return frozenset() if cache is None else frozenset(self._read(cache.offline_roots, none))

    def disk_of(self, root: Path) -> str:
        """The name of the disk of a folder that is not there; empty where nobody knows it."""
        cache = self.cache
        return "" if cache is None else self._read(lambda: cache.volume(root), "")

    def take_relinked(self, library: Library) -> None:
        """One of its folders is another one now; what is known of its photos came along."""
        if self.library is not None and self.library.key == library.key:
            self.library = library
        self.librariesChanged.emit()
        self.poll()

    def pairs(self) -> PairTable:
        """All pairs of the network in the settings; read once for each version of them."""
        cache, model_key = self.cache, self.model_key
        if cache is None:
            return PairTable.empty()
        if self._pairs is None or self._pairs[:2] != (self._versions[1], model_key):
            table = self._read(lambda: cache.pairs(model_key), PairTable.empty())
            self._pairs = (self._versions[1], model_key, table)
        return self._pairs[2]

    def poll(self) -> None:
        """Notice what was written; emits photosChanged, pairsChanged, reviewChanged."""
        cache = self.cache
        if cache is None:
            return
        before = self._versions
        self._versions = self._read(cache.versions, before)
        if self._versions[0] != before[0]:
            if len(self.early):
                self.early.drop(self._known_among(self.early.paths()))
            self.photosChanged.emit()
        if self._versions[1] != before[1]:
            self.pairsChanged.emit()
        library = self.library
        if library is not None:
            review = self._read(lambda: self.decisions.reviews.version(library.key), self._review)
            if review != self._review:
                self._review = review
                self.reviewChanged.emit()

    def _read(self, ask: Callable[[], T], default: T) -> T:
        try:
            return ask()
        except KnownError as error:
            self._poll_timer.stop()
            self.readFailed.emit(error)
            return default

    def reopen(self) -> None:
        """After trouble: open the cache of the library again. Raises KnownError."""
        if self.library is not None:
            if self.cache is not None:
                self.cache.close()
            self.cache = self._open_cache(self.library)
            self._versions, self._pairs = (0, 0), None
            if self.cache is not None:
                self._poll_timer.start()
                self.poll()

    def close(self) -> None:
        """Save the settings, close all connections and stop polling."""
        self._poll_timer.stop()
        self._save_or_say()
        if self.cache is not None:
            self.cache.close()
            self.cache = None
        self.decisions.close()

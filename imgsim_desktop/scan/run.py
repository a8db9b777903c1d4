"""One scan: what is new on the disk is read, embedded and remembered, batch by batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.cores import cores
from imgsim_desktop.errors import Counted, NoRoomToScan, Sentence, translatable
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.rebuilding import once_more_if_broken
from imgsim_desktop.library.spare_room import SpareRoom
from imgsim_desktop.library.thumbnails import ThumbnailStore
from imgsim_desktop.library.trying import Trying
from imgsim_desktop.listing.changes import (
    Gone,
    Moved,
    RootOffline,
    ToRead,
    Unchanged,
    Unreachable,
    sort_changes,
)
from imgsim_desktop.listing.drives import volume_name
from imgsim_desktop.listing.patience import is_there
from imgsim_desktop.listing.walk import walk
from imgsim_desktop.reading.beside import failure_of, limit_s
from imgsim_desktop.reading.decode import decode_thumbnail
from imgsim_desktop.reading.formats import is_photo_name, is_picture_inside
from imgsim_desktop.reading.read import READER_VERSION, read_photo, shape_pixels
from imgsim_desktop.records import (
    Failure,
    FoundFile,
    KnownFile,
    Library,
    PassedBy,
    Reading,
    Reason,
    Unnamed,
)
from imgsim_desktop.scan.describe import BATCH_SIZE, Describer, Network
from imgsim_desktop.scan.looking import Needs, look_at_pairs
from imgsim_desktop.scan.pairs import compare_contents
from imgsim_desktop.scan.pool import ItemWork, read_ahead
from imgsim_desktop.scan.progress import Meter
from imgsim_desktop.scan.sidecars import find_sidecars
from imgsim_desktop.scan.thumbnails import prune_thumbnails, remake_thumbnails
from imgsim_desktop.scan.words import find_words

WINDOW = 3 * BATCH_SIZE
"""Photos read ahead of the network: about 200 kB each once read, so 20 MB."""

COMMIT_S = 0.7
"""A batch that took so long to read is written though it is not full: results appear while the
scan runs, also from a slow disk or a folder of RAW files."""

PASSING = frozenset(
    {Reason.NO_PERMISSION, Reason.READ_ERROR, Reason.TIMEOUT, Reason.GONE, Reason.IN_CLOUD}
)
"""Failures that may be over though neither size nor time of the file has changed: tried again."""

OUT_OF_REACH = frozenset({Reason.TIMEOUT, Reason.IN_CLOUD})
"""Failures of the listing that say nothing of what a known photo is: it is masked."""


@dataclass(frozen=True, slots=True)
class ScanSummary:
    """What one scan did; all counts are photos unless they say otherwise."""

    photos: int
    """In the library now and reachable."""
    unchanged: int
    """Cost a `stat` each."""
    read: int
    read_again: int
    """Of those: unchanged, but known from an older version of the reading only."""
    changed: int
    """Of those that were read: known under this name with other bytes."""
    failed: int
    """Of those that were tried in this scan."""
    damaged: int
    """Of those that were read in this scan: something of them is lost."""
    moved: int
    gone: int
    embedded: int
    """Contents; fewer than `read` where files are copies, more after a change of network."""
    pairs: int
    """Of contents, those that were refused included."""
    looked: int = 0
    """Pairs of copies that were compared in full size in this scan."""
    not_looked: Mapping[str, int] = field(default_factory=dict)
    """Pairs of copies of which nothing is suggested to go, by the code of why they were not."""
    offline: tuple[Path, ...] = ()
    """Folders that could not be reached; their photos are masked."""
    passed_by: tuple[PassedBy, ...] = ()
    """Folders of other programs that were not entered."""
    unnamed: int = 0
    """Pictures by their content alone, which were not read."""
    unnamed_paths: tuple[Path, ...] = ()
    """The first of those."""
    device: str = ""
    """Empty if nothing had to be embedded."""
    seconds: float = 0.0
    notices: tuple[str, ...] = field(default=())
    """What the person should know: a cache rebuilt, a graphics card that gave up."""


UNNAMED_TOLD = 20
"""Pictures with odd names that are named; the others are counted."""
_DIED_OVER = translatable("the program ended more than once while this file alone was open")


def ignore(notice: str) -> None:
    """Take a notice and say nothing; it stands in the summary too."""


def scan(
    library: Library,
    home: Home,
    network: Network,
    *,
    device: str = "auto",
    threads: int = 0,
    control: Control = NULL_CONTROL,
    notify: Callable[[str], None] = ignore,
    wanted: Callable[[], Collection[int]] = tuple,
    needs: Needs | None = None,
    growing: Callable[[], Collection[Path]] = tuple,
) -> ScanSummary:
    """Bring what we remember of a library up to date with its folders, then find its pairs.

    threads  that decode; 0: one a processor core
    notify   called in this thread with each notice as it happens
    wanted   contents somebody looks at: their pairs are compared in full size before all others;
             called in this thread, again and again
    needs    which pairs of copies are to be compared in full size, as `review.needed` knows; called
             in this thread. None: all of them
    growing  files that are being written: they stay as they are known, or unknown, until the next
             scan; called in this thread

    Each finished batch is written at once: readers see it, and it outlives Stop or kill -9.
    A cache that turns out to be damaged is set aside and built anew, once; a notice says so.
    Raises Cancelled after Stop, LibraryInUse if another process scans this library, NoRoomToScan
    where a library is known and its disk nearly full, KnownError for a full disk or a missing
    network. Runs in one thread, any; `torch` is loaded only if needed.
    """
    began = time.monotonic()
    notices: list[str] = []
    room = SpareRoom(home)
    if room.give() and home.cache_db(library.key).exists():
        raise NoRoomToScan(home.root)

    def tell(notice: str) -> None:
        notices.append(notice)
        notify(notice)

    def work() -> _Scan:
        with CacheWriter(home, library) as cache:
            for notice in cache.notices:
                tell(notice)
            run = _Scan(library, home, network, cache, device, threads or cores(), control, tell)
            files = run.look(growing)
            run.note_unfinished(len(files))
            run.read(files)
            run.look_for_words()
            run.read_sidecars()
            run.describe_again()
            run.compare()
            run.look_closely(wanted, needs)
            prune_thumbnails(home, ThumbnailStore(home.thumbnails))
            cache.set_unfinished(0)
        room.keep()
        return run

    return once_more_if_broken(work).summary(time.monotonic() - began, notices)


class _Scan:
    """The state of one scan: who writes, who embeds, how far it is. Lives in the scan thread."""

    def __init__(
        self,
        library: Library,
        home: Home,
        network: Network,
        cache: CacheWriter,
        device: str,
        threads: int,
        control: Control,
        tell: Callable[[str], None],
    ) -> None:
        self._library = library
        self._home = home
        self._network = network
        self._cache = cache
        self._threads = threads
        self._control = control
        self._tell = tell
        self._away: set[Path] = set()
        """Roots that went away while they were read."""
        self._thumbnails = ThumbnailStore(home.thumbnails)
        self._describer = Describer(network, device, tell)
        self._meter = Meter(control)
        self._offline: list[Path] = []
        self._passed_by: list[PassedBy] = []
        self._unnamed_paths: list[Path] = []
        self._unnamed = 0
        self._remembered: set[Path] = set()
        """Known photos that are read again because an older version of the reading saw less."""
        self._other_bytes: set[Path] = set()
        """Known photos whose file is another one now."""
        self._photos = self._unchanged = self._read = self._read_again = self._failed = 0
        self._changed = 0
        self._damaged = 0
        self._moved = self._gone = self._embedded = self._pairs = self._looked = 0
        self._not_looked: dict[str, int] = {}

    # What is there -------------------------------------------------------------------------------

    def look(self, growing: Callable[[], Collection[Path]] = tuple) -> list[FoundFile]:
        """Walk the folders, write down what needs no reading, and return what does, in order."""
        self._meter.begin("listing")
        known = self._cache.known_files()
        again = self._worth_another_try(known)
        outdated = _Outdated(known)
        unread = {file.photo_id for file in known.values() if file.content_id is None}
        to_read: list[FoundFile] = []
        met: list[int] = []
        unchanged: list[int] = []
        moved: list[tuple[int, FoundFile]] = []
        gone: list[int] = []
        unlisted: list[Failure] = []
        silent: list[Path] = []
        in_cloud: list[Path] = []
        beside: list[tuple[int, tuple[str, ...]]] = []
        met_there = walk(self._library, is_photo_name, self._control, is_picture=is_picture_inside)
        for change in sort_changes(met_there, known):
            match change:
                case Unchanged(photo_id, file):
                    met.append(photo_id)
                    if file.companions != known[file.path].companions:
                        beside.append((photo_id, file.companions))
                    is_outdated = outdated.wants(photo_id)
                    if is_outdated and photo_id not in unread:
                        self._remembered.add(file.path)
                    if is_outdated or photo_id in again:
                        to_read.append(file)
                        self._meter.advance()
                    else:
                        unchanged.append(photo_id)
                        self._meter.advance(skipped=1)
                case ToRead(file) if file.path in growing():
                    if file.path in known:
                        unchanged.append(known[file.path].photo_id)
                case ToRead(file):
                    to_read.append(file)
                    self._meter.advance()
                    if file.path in known and known[file.path].content_id is not None:
                        self._other_bytes.add(file.path)
                case Moved(photo_id, file):
                    moved.append((photo_id, file))
                    if outdated.wants(photo_id):
                        to_read.append(file)
                        if photo_id not in unread:
                            self._remembered.add(file.path)
                case Gone(photo_id):
                    gone.append(photo_id)
                case RootOffline(root, _):
                    self._offline.append(root)
                case Unreachable(failure):
                    path = failure.file.path
                    if failure.reason is Reason.TIMEOUT:
                        silent.append(path)
                    elif failure.reason is Reason.IN_CLOUD and path in known:
                        in_cloud.append(path)
                    if failure.reason not in OUT_OF_REACH or path not in known:
                        unlisted.append(failure)
                case PassedBy():
                    self._passed_by.append(change)
                case Unnamed(path):
                    self._unnamed += 1
                    if len(self._unnamed_paths) < UNNAMED_TOLD:
                        self._unnamed_paths.append(path)
        self._write_down(met, moved, gone, unlisted)
        for root in self._library.folders:
            if root not in self._offline:
                self._cache.set_volume(root, volume_name(root))
        self._mask_silent(silent)
        self._mask_in_cloud(in_cloud)
        if beside:
            self._cache.set_companions(beside)
        self._unchanged = len(unchanged)
        waiting = {file.path for file in to_read}
        settled = [photo_id for photo_id, file in moved if file.path not in waiting]
        self._photos = len({*unchanged, *settled} - unread)
        return to_read

    def note_unfinished(self, to_read: int) -> None:
        """Until the scan has come to its end the library is not wholly known, whatever ends it."""
        if to_read:
            self._cache.set_unfinished(self._photos + to_read)

    def _mask_silent(self, silent: Sequence[Path]) -> None:
        """What a disk that does not answer holds is left out for now, and that is told."""
        for path in silent:
            self._cache.mask_root(path)
        if len(silent) == 1:
            self._tell(
                Sentence(
                    "{path} does not answer; its photos are left out, not forgotten.",
                    path=silent[0],
                )
            )
        elif silent:
            self._tell(
                Sentence(
                    "{path} and {n} more do not answer; their photos are left out, not forgotten.",
                    path=silent[0],
                    n=len(silent) - 1,
                )
            )

    def _mask_in_cloud(self, paths: Sequence[Path]) -> None:
        """Of photos that were read once and are no longer on this computer nothing is forgotten."""
        for path in paths:
            self._cache.mask_root(path)
        if paths:
            self._tell(
                Counted(
                    "%Ln photo is in the cloud now, not on this computer: left out, not forgotten.",
                    "%Ln photos are in the cloud now, not on this computer: left out,"
                    " not forgotten.",
                    len(paths),
                )
            )

    def _worth_another_try(self, known: Mapping[Path, KnownFile]) -> set[int]:
        """Photo ids of files that are to be read though they have not changed."""
        reader = CacheReader(self._home, self._library)
        try:
            again = {
                known[failure.file.path].photo_id
                for failure in reader.failures()
                if failure.reason in PASSING and failure.file.path in known
            }
        finally:
            reader.close()
        if not self._thumbnails.folder.is_dir():  # somebody made room on the disk
            again |= {file.photo_id for file in known.values() if file.content_id is not None}
        return again

    def _write_down(
        self,
        met: Sequence[int],
        moved: Sequence[tuple[int, FoundFile]],
        gone: Sequence[int],
        unlisted: Sequence[Failure],
    ) -> None:
        if met:
            self._cache.set_online(met)
        if moved:
            self._cache.move_files(moved)
        if gone:
            self._cache.forget_photos(gone)
        for root in self._offline:
            self._cache.mask_root(root)
        if unlisted:
            self._cache.store_batch((), None, self._network.spec.model_key, unlisted)
        self._moved, self._gone, self._failed = len(moved), len(gone), len(unlisted)

    # What is new ---------------------------------------------------------------------------------

    def read(self, files: Sequence[FoundFile]) -> None:
        """Read, embed and store the files, batch by batch."""
        self._meter.begin("reading", len(files))
        with Trying(self._home.trying(self._library.key)) as trying:
            trying.forget_others(files)
            suspects = [file for file in files if trying.is_suspect(file)]
            for file in suspects:
                if trying.is_guilty(file):
                    trying.forget(file)
                    self._store([Failure(file, Reason.CRASHED, _DIED_OVER)])
                else:
                    self._read_some([file], trying, threads=1)
            unread = set(files).difference(suspects)
            self._read_some([f for f in files if f in unread], trying, threads=self._threads)
        self._mask_what_went_away(files)

    def _read_some(self, files: Sequence[FoundFile], trying: Trying, *, threads: int) -> None:
        spec = self._network.spec
        work: ItemWork[FoundFile, Reading | Failure] = ItemWork(
            read_photo,
            lambda file: (file, spec.input, spec.parts_input),
            failure_of,
            lambda file: limit_s(file.size_bytes),
            lambda file: file.size_bytes,
        )
        ahead = read_ahead(
            files, work, threads=threads, window=WINDOW, control=self._control, watch=trying
        )
        with closing(ahead) as outcomes:
            batch: list[Reading | Failure] = []
            began = time.monotonic()
            for outcome in outcomes:
                batch.append(outcome)
                if len(batch) == BATCH_SIZE or time.monotonic() - began > COMMIT_S:
                    self._store(batch)
                    batch, began = [], time.monotonic()
            self._store(batch)

    def _mask_what_went_away(self, files: Sequence[FoundFile]) -> None:
        """Disks that were unplugged while they were read."""
        for root in dict.fromkeys(file.root for file in files):
            if not self._is_there(root):
                self._offline.append(root)
                self._photos -= self._cache.mask_root(root)

    def _store(self, batch: Sequence[Reading | Failure]) -> None:
        """Embed what is new in a batch, and write all of it. Raises KnownError on a full disk."""
        readings = [outcome for outcome in batch if isinstance(outcome, Reading)]
        for reading in readings:
            # Before the row that speaks of it: a row without its picture would stay so.
            # Compared, because an older version of the reading may have made another one.
            if self._thumbnails.get(reading.content_hash) != reading.thumbnail_jpeg:
                self._thumbnails.put(reading.content_hash, reading.thumbnail_jpeg)
        failures = [outcome for outcome in batch if isinstance(outcome, Failure)]
        failures = [failure for failure in failures if not self._went_away(failure)]
        kept = [failure for failure in failures if self._stays_known(failure)]
        failures = [failure for failure in failures if not self._stays_known(failure)]
        model_key = self._network.spec.model_key
        described = self._cache.known_contents(readings, model_key)
        new: dict[bytes, Reading] = {}
        copies: list[Reading] = []
        for reading in readings:
            if reading.content_hash in described or reading.content_hash in new:
                copies.append(reading)
            else:
                new[reading.content_hash] = reading
        vectors = self._describer.describe([reading.pixels for reading in new.values()])
        parts = self._describer.describe_parts(
            [r.part_pixels for r in new.values() if r.part_pixels is not None]
        )
        if new or failures:
            self._cache.store_batch(
                list(new.values()),
                vectors,
                model_key,
                failures,
                parts=parts,
                reader_version=READER_VERSION,
            )
        if copies:
            self._cache.store_batch(copies, None, model_key, reader_version=READER_VERSION)
        self._read += len(readings)
        self._read_again += sum(reading.file.path in self._remembered for reading in readings)
        self._changed += sum(reading.file.path in self._other_bytes for reading in readings)
        self._unchanged += len(kept)
        self._photos += len(readings) + len(kept)
        self._failed += len(failures)
        self._damaged += sum(reading.facts.damage is not None for reading in readings)
        self._embedded += len(new)
        self._meter.use(self._describer.device)
        self._meter.advance(
            len(batch),
            failed=len(failures),
            size_bytes=sum(reading.file.size_bytes for reading in readings),
            current=readings[-1].file.path.name if readings else "",
        )

    def _went_away(self, failure: Failure) -> bool:
        """Deleted while the scan ran, or its disk unplugged: no failure of the photo.

        The next scan finds it gone or its folder offline; what is remembered stays until then.
        """
        return failure.reason is Reason.GONE or not self._is_there(failure.file.root)

    def _is_there(self, root: Path) -> bool:
        """A root that is away is asked once: one that does not answer costs its time each time."""
        if root not in self._away and not is_there(root):
            self._away.add(root)
        return root not in self._away

    def _stays_known(self, failure: Failure) -> bool:
        """Read well before, and not readable for the moment: what is known of it is kept.

        It stays outdated, so the next scan tries again.
        """
        return failure.reason in PASSING and failure.file.path in self._remembered

    def look_for_words(self) -> None:
        """Read captions and lenses of what was read before they were kept, out of headers."""
        find_words(
            self._cache, self._library, self._home, self._threads, self._meter, self._control
        )

    def read_sidecars(self) -> None:
        """Read what XMP beside photos says where it is new or has changed."""
        find_sidecars(self._cache, self._meter, self._control)

    # What another network knew -------------------------------------------------------------------

    def describe_again(self) -> None:
        """Embed, from their thumbnails, contents that only other networks have described.

        And make the parts of those that were described before there were parts.
        """
        spec = self._network.spec
        bare = dict(self._cache.contents_without_vector(spec.model_key))
        partless = {}
        if spec.parts is not None:
            partless = dict(self._cache.contents_without_parts(spec.model_key))
        rest = sorted((bare | partless).items(), key=lambda content: content[1])
        remake_thumbnails(rest, self._home, self._library, self._thumbnails, self._control)
        self._meter.begin("vectors", len(rest))
        for start in range(0, len(rest), BATCH_SIZE):
            self._control.check()
            some = rest[start : start + BATCH_SIZE]
            found = {content_id: self._thumbnails.get(tag) for content_id, tag in some}
            jpegs = {content_id: jpeg for content_id, jpeg in found.items() if jpeg is not None}
            self._describe_from(jpegs, bare, partless)
            self._meter.use(self._describer.device)
            self._meter.advance(len(some))

    def _describe_from(
        self, jpegs: Mapping[int, bytes], bare: Container[int], partless: Container[int]
    ) -> None:
        """Vectors of wholes and of parts where they are lacking; content id -> thumbnail."""
        spec = self._network.spec
        looks = {content_id: decode_thumbnail(jpeg) for content_id, jpeg in jpegs.items()}
        ids = [content_id for content_id in jpegs if content_id in bare]
        pictures = [shape_pixels(looks[content_id], spec.input) for content_id in ids]
        self._cache.store_vectors(spec.model_key, ids, self._describer.describe(pictures))
        self._embedded += len(ids)
        if spec.parts is None:
            return
        ids = [content_id for content_id in jpegs if content_id in partless]
        pictures = [shape_pixels(looks[content_id], spec.parts.input) for content_id in ids]
        parts = self._describer.describe_parts(pictures)
        if parts is not None:
            self._cache.store_parts(spec.model_key, ids, parts)

    # What belongs together -----------------------------------------------------------------------

    def compare(self) -> None:
        """Find the pairs of what has not been compared yet."""
        pairs = compare_contents(
            self._cache,
            self._library,
            self._home,
            self._network.spec.model_key,
            self._threads,
            self._meter,
            self._control,
        )
        self._pairs = len(pairs)

    def look_closely(
        self, wanted: Callable[[], Collection[int]], needs: Needs | None = None
    ) -> None:
        """Look at the copies in full size: nothing is suggested to go before."""
        looked = look_at_pairs(
            self._cache,
            self._library,
            self._home,
            self._network.spec.model_key,
            self._threads,
            self._meter,
            self._control,
            wanted,
            needs,
        )
        self._looked = looked.pairs
        self._not_looked = {trouble.value: n for trouble, n in looked.troubles.items()}

    def summary(self, seconds: float, notices: Sequence[str]) -> ScanSummary:
        self._meter.begin("done")
        return ScanSummary(
            photos=self._photos - self._cache.not_stored,
            unchanged=self._unchanged,
            read=self._read - self._cache.not_stored,
            read_again=self._read_again,
            changed=self._changed,
            failed=self._failed + self._cache.not_stored,
            damaged=self._damaged,
            moved=self._moved,
            gone=self._gone,
            embedded=self._embedded,
            pairs=self._pairs,
            looked=self._looked,
            not_looked=self._not_looked,
            offline=tuple(self._offline),
            passed_by=tuple(self._passed_by),
            unnamed=self._unnamed,
            unnamed_paths=tuple(self._unnamed_paths),
            device=self._describer.device,
            seconds=seconds,
            notices=tuple(notices),
        )


class _Outdated:
    """Files whose content, or failure, comes from an older version of the reading."""

    def __init__(self, known: Mapping[Path, KnownFile]) -> None:
        self._content_of = {
            file.photo_id: file.content_id
            for file in known.values()
            if file.reader_version < READER_VERSION
        }
        self._taken: set[int] = set()

    def wants(self, photo_id: int) -> bool:
        """Whether this file is to be read again: of byte-identical ones, the first asked for."""
        if photo_id not in self._content_of:
            return False
        content_id = self._content_of[photo_id]
        if content_id is None:
            return True
        is_first = content_id not in self._taken
        self._taken.add(content_id)
        return is_first

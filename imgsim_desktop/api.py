"""The program for Python: scan folders, list copies, find similar photos; docs/api.md.

    import imgsim_desktop as imgsim

    library = imgsim.scan("~/Pictures")
    library.pairs()  library.similar("photo.jpg")  library.find("raw last summer")

A door like the command line: the same engine and the same data folder, and nothing here changes a
photo. What is named in `imgsim_desktop.__all__` stays as it is within a version 0.x; all other
modules are the program's own and may change with every version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home, find_home
from imgsim_desktop.library.settings import load_settings
from imgsim_desktop.records import Library, Progress
from imgsim_desktop.scan import embed_picture, named_network, open_searcher
from imgsim_desktop.scan import scan as scan_library
from imgsim_desktop.scan.file_pairs import FilePair, file_pairs, surest_first
from imgsim_desktop.scan.finding import understand

AnyPath = str | PathLike[str]


@dataclass(frozen=True, slots=True)
class SimilarPhoto:
    """A photo that resembles what was asked for."""

    path: Path
    similarity: float
    """Cosine of the two descriptions, -1 to 1; 1 for equal bytes."""


@dataclass(frozen=True, slots=True)
class PhotoPair:
    """Two files that may be copies of one original, `a < b` by path."""

    a: Path
    b: Path
    confidence: float
    """How sure it is that they are copies of one original, 0 to 1."""
    similarity: float
    kind: str
    """identical, same-pixels, same-picture or edited; variant, burst and similar are no copies."""
    looked: bool
    """Whether the two originals were compared in full size; else nothing should go for this."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What one scan did, in photos."""

    photos: int
    """That can be reached now."""
    read: int
    unchanged: int
    failed: int
    gone: int
    notices: tuple[str, ...]
    """What a person should know, in English."""


class PhotoLibrary:
    """Some folders that are scanned and asked together. Of one thread."""

    def __init__(
        self,
        *folders: AnyPath,
        home: AnyPath | None = None,
        backend: str | None = None,
        device: str | None = None,
        threads: int = 0,
    ) -> None:
        """The library of exactly these folders; made, but not scanned, if there is none.

        home     the data folder; None: $IMGSIM_HOME or the user's own, shared with the window
        backend  network that describes photos; None: as set in the window
        device   auto, cpu, cuda or mps; None: as set in the window
        threads  processes that read photos; 0: as set in the window, or one a processor core

        Raises KnownError for a folder that is not there and a network that is not known.
        """
        paths = [Path(folder).expanduser().absolute() for folder in folders]
        for path in paths:
            if not path.is_dir():
                raise KnownError(
                    Sentence("There is no folder {path}.", path=path),
                    "Check the name, or plug in its disk.",
                )
        self._home = find_home() if home is None else Home(Path(home).expanduser().absolute())
        settings = load_settings(self._home)
        self._device = device or settings.device
        self._threads = threads or settings.threads
        named_network(backend or settings.backend, self._home)  # before a library is made
        self._library = LibraryList(self._home).open_for(paths)
        self._network = named_network(backend or settings.backend_of(self._library), self._home)

    @property
    def folders(self) -> tuple[Path, ...]:
        return self._library.folders

    @property
    def record(self) -> Library:
        """As the program's own modules know it; not part of the stable interface."""
        return self._library

    def scan(self, on_progress: Callable[[str, int, int], None] | None = None) -> Scanned:
        """Read what is new, and find the copies among it.

        on_progress  called with a stage, how much of it is done and its total (0: not known), now
                     and then; what it raises ends the scan, and what is finished is kept

        Raises KnownError: another program scans this library, or its disk is full.
        """
        control = Control() if on_progress is None else _ToldControl(on_progress)
        summary = scan_library(
            self._library,
            self._home,
            self._network,
            device=self._device,
            threads=self._threads,
            control=control,
        )
        return Scanned(
            summary.photos,
            summary.read,
            summary.unchanged,
            summary.failed,
            summary.gone,
            tuple(map(str, summary.notices)),
        )

    def photos(self) -> list[Path]:
        """All that can be reached, as the last scan saw them, by path."""
        with self._cache() as cache:
            return [photo.path for photo in cache.photos() if photo.is_online]

    def find(self, query: str) -> list[Path]:
        """The photos that fit a search in the words of the search field, the newest first.

        Raises KnownError for a query that is not understood; docs/find.md is the language.
        """
        asked = understand(query)
        if asked.problems:
            raise KnownError(asked.problems[0].sentence)
        with self._cache() as cache:
            ids = cache.photo_ids("date", descending=True, query=asked)
            return [photo.path for photo in cache.photos(ids.tolist())]

    def pairs(self, min_confidence: float = 0.5) -> list[PhotoPair]:
        """Pairs of files that are copies of one original, or resemble one, surest first."""
        with self._cache() as cache:
            table = cache.pairs(self._network.spec.model_key)
            names: dict[int, list[str]] = {}
            for photo in cache.photos():
                if photo.is_online:
                    names.setdefault(photo.content_id, []).append(str(photo.path))
        sure = table.where(table.confidence >= min_confidence)
        return [_photo_pair(pair) for pair in sorted(file_pairs(sure, names), key=surest_first)]

    def similar(self, picture: AnyPath, count: int = 20) -> list[SimilarPhoto]:
        """The photos most similar to a picture from anywhere, best first, itself left out.

        Raises KnownError for a picture that is not there or cannot be read.
        """
        path = Path(picture).expanduser().absolute()
        if not path.is_file():
            raise KnownError(
                Sentence("There is no file {image}.", image=path), "Check the name of the picture."
            )
        search = open_searcher(self._library, self._home, self._network.spec.model_key)
        with self._cache() as cache:
            own = cache.photo_at(path) or cache.photo_at(path.resolve())
            if own is not None:
                found = search.like_photo(own.photo_id, count)
            else:
                found = search.like_vector(
                    embed_picture(path, self._network.open(self._device)), count
                )
            photos = cache.photos(match.photo_id for match in found)
        path_of = {photo.photo_id: photo.path for photo in photos}
        return [
            SimilarPhoto(path_of[match.photo_id], match.similarity)
            for match in found
            if match.photo_id in path_of
        ]

    @contextmanager
    def _cache(self) -> Iterator[CacheReader]:
        with closing(CacheReader(self._home, self._library)) as cache:
            yield cache


def scan(
    *folders: AnyPath,
    home: AnyPath | None = None,
    backend: str | None = None,
    device: str | None = None,
    threads: int = 0,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> PhotoLibrary:
    """The library of these folders, brought up to date; see PhotoLibrary."""
    library = PhotoLibrary(*folders, home=home, backend=backend, device=device, threads=threads)
    library.scan(on_progress)
    return library


def pairs(*folders: AnyPath, min_confidence: float = 0.5) -> list[PhotoPair]:
    """Scan folders and list the pairs of copies in them; see PhotoLibrary.pairs."""
    return scan(*folders).pairs(min_confidence)


def similar(picture: AnyPath, *folders: AnyPath, count: int = 20) -> list[SimilarPhoto]:
    """Scan folders and find the photos in them most similar to a picture; see
    PhotoLibrary.similar."""
    return scan(*folders).similar(picture, count)


class _ToldControl(Control):
    """Passes on how far a scan is."""

    def __init__(self, told: Callable[[str, int, int], None]) -> None:
        super().__init__()
        self._told = told

    def report(self, progress: Progress) -> None:
        super().report(progress)
        self._told(progress.stage, progress.done, progress.total)


def _photo_pair(pair: FilePair) -> PhotoPair:
    return PhotoPair(
        Path(pair.a), Path(pair.b), pair.confidence, pair.similarity, pair.kind.value, pair.looked
    )

"""Tune the built-in network to one library: photos -> features -> a head -> a verdict.

The door for the command line; importing this imports neither torch nor Qt.
"""

from __future__ import annotations

import os
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.embedding.learning.watching import Watch, ignore
from imgsim_desktop.embedding.model_store import keep_model
from imgsim_desktop.embedding.models import ModelFacts, StoredModel, name_for
from imgsim_desktop.embedding.options import FEWEST_TO_TUNE, HeadOptions, as_values, make_options
from imgsim_desktop.embedding.registry import BACKENDS, import_torch, open_backend
from imgsim_desktop.errors import CacheBroken, KnownError, Sentence
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.files import replace_file
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.thumbnails import ThumbnailStore
from imgsim_desktop.reading.beside import failure_of, limit_s
from imgsim_desktop.reading.decode import decode_thumbnail
from imgsim_desktop.reading.formats import is_photo_name
from imgsim_desktop.reading.read import read_from_thumbnail, read_photo
from imgsim_desktop.records import Failure, FoundFile, Progress, Reading
from imgsim_desktop.scan.learn import VERDICT, Lesson, check_notes, write_notes
from imgsim_desktop.scan.pool import ItemWork, read_ahead

if TYPE_CHECKING:
    from imgsim_desktop.embedding.learning.features import Sample

RECIPE = "head"
MOST = 6000
PHOTOS_A_SECOND = 12
"""Of the time limit: so many can be described with their views on two cores."""
LONGEST_MIN = 10.0
_NAMED = 5
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tuned:
    """What came out: a model that is better, or the sentence that says why there is none."""

    model: StoredModel | None
    sentence: str


def tune(
    lesson: Lesson,
    home: Home,
    control: Control = NULL_CONTROL,
    watch: Watch = ignore,
    say: Callable[[str], None] = lambda _: None,
) -> Tuned:
    """Learn a head within the time limit, and keep it only if it is better; see learn().

    Raises KnownError for too few photos or a full disk; Cancelled after what is done was kept.
    """
    options = make_options(RECIPE, lesson.options)
    assert isinstance(options, HeadOptions)
    name = lesson.name or name_for(lesson.folder.name)
    if name in BACKENDS:
        raise KnownError(
            Sentence("{name} is the name of another network.", name=name), "Choose another --name."
        )
    known_as = check_notes(lesson, as_values(options), "none")
    minutes = min(lesson.minutes or LONGEST_MIN, LONGEST_MIN)
    import_torch(lesson.threads)
    from imgsim_desktop.embedding.learning.files import make_folder
    from imgsim_desktop.embedding.learning.tuner import Tuner

    most = max(FEWEST_TO_TUNE, round(60 * minutes * PHOTOS_A_SECOND))
    samples = gather_samples(lesson, home, most, control, say)
    make_folder(lesson.folder)
    write_notes(lesson, as_values(options), "none", known_as)
    tuner = Tuner(
        samples, open_backend("builtin", lesson.device), read_from_thumbnail, decode_thumbnail,
        lesson.folder, options, minutes, lesson.steps, lesson.seed,
    )  # fmt: skip
    about = ModelFacts(
        recipe=RECIPE,
        options=as_values(options),
        trained_on=time.strftime("%Y-%m-%d"),
        data=", ".join(Path(source).name for source in lesson.sources),
        pictures=len(samples),
        labels="none",
        steps=0,
        views=0,
        minutes=0.0,
        seed=lesson.seed,
    )
    verdict, made = tuner.run(about, control, watch, say)
    if made is None:
        replace_file(lesson.folder / VERDICT, f"{verdict.sentence}\n".encode())
        return Tuned(None, verdict.sentence)
    kept = keep_model(made, home.weights, name, replaces=known_as)
    write_notes(lesson, as_values(options), "none", kept.name)
    return Tuned(kept, verdict.sentence)


def gather_samples(
    lesson: Lesson, home: Home, limit: int, control: Control, say: Callable[[str], None]
) -> list[Sample]:
    """Thumbnails and times of photos: a library's own, else made from the files.

    Raises KnownError if there are fewer than FEWEST_TO_TUNE.
    """
    most = min(limit, MOST, lesson.limit or MOST)
    samples = list(_of_library(lesson.sources, home, most, lesson.seed))
    if len(samples) < FEWEST_TO_TUNE:
        samples = _of_files(lesson.sources, most, lesson.seed, control, say)
    if len(samples) < FEWEST_TO_TUNE:
        raise KnownError(
            Sentence(
                "{n} photos are too few to tune the network to; {needed} are needed.",
                n=len(samples),
                needed=FEWEST_TO_TUNE,
            ),
            Sentence("Add photos to the library, or use the network as it is."),
        )
    return samples


def _of_library(
    sources: Sequence[str | Path], home: Home, most: int, seed: int
) -> Iterator[Sample]:
    """One sample a content of the library of exactly these folders; nothing if there is none."""
    from imgsim_desktop.embedding.learning.features import Sample

    wanted = {Path(source).absolute() for source in sources}
    library = next((each for each in LibraryList(home).all() if set(each.folders) == wanted), None)
    if library is None:
        return
    thumbnails = ThumbnailStore(home.thumbnails)
    try:
        with closing(CacheReader(home, library)) as cache:
            photos = {photo.content_hash: photo for photo in cache.photos() if photo.is_online}
    except CacheBroken:  # the next scan builds it anew; the files are there
        return
    for photo in _some(list(photos.values()), most, seed):
        jpeg = thumbnails.get(photo.content_hash)
        if jpeg is not None and not photo.facts.is_blank:
            yield Sample(photo.path.name, jpeg, photo.facts.taken_ns)


def _of_files(
    sources: Sequence[str | Path], most: int, seed: int, control: Control,
    say: Callable[[str], None],
) -> list[Sample]:  # fmt: skip
    from imgsim_desktop.embedding.learning.features import Sample

    shape = BACKENDS["builtin"].input
    with ExitStack() as opened:
        files = [file for source in sources for file in _files(Path(source), opened)]
        files = _some(files, most, seed)
        threads = os.cpu_count() or 1
        found: dict[bytes, Sample] = {}
        bad = 0
        work: ItemWork[FoundFile, Reading | Failure] = ItemWork(
            read_photo, lambda file: (file, shape), failure_of,
            lambda file: limit_s(file.size_bytes), lambda file: file.size_bytes,
        )  # fmt: skip
        for done, reading in enumerate(
            read_ahead(
                files, work,
                threads=threads, window=4 * threads, control=control,
            )
        ):  # fmt: skip
            control.report(Progress("pictures", done, len(files), failed=bad))
            if isinstance(reading, Failure):
                bad += 1
                if bad <= _NAMED:
                    says = reading.file.path.name, reading.detail
                    say(Sentence("{name} is left out: {why}", name=says[0], why=says[1]))
            elif not reading.facts.is_blank:
                found[reading.content_hash] = Sample(
                    reading.file.path.name, reading.thumbnail_jpeg, reading.facts.taken_ns
                )
        if bad > _NAMED:
            say(Sentence("{n} pictures could not be read and are left out.", n=bad))
        return list(found.values())


def _files(source: Path, opened: ExitStack) -> Iterator[FoundFile]:
    if source.is_dir():
        paths = sorted(path for path in source.rglob("*") if path.is_file())
    elif zipfile.is_zipfile(source):
        paths = _unpacked(source, opened)
    elif source.is_file():
        paths = [source]
    else:
        raise KnownError(
            Sentence("There is no folder or zip file {source}.", source=source), "Check the path."
        )
    for path in paths:
        if is_photo_name(path):
            about = path.stat()
            yield FoundFile(
                path, source, about.st_size, about.st_mtime_ns, about.st_dev, about.st_ino
            )


def _unpacked(source: Path, opened: ExitStack) -> list[Path]:
    """The pictures of a zip as files that are gone afterwards; never under the members' paths."""
    folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
    paths = []
    with zipfile.ZipFile(source) as archive:
        for number, name in enumerate(sorted(archive.namelist())):
            if is_photo_name(Path(name)):
                path = folder / f"{number:06d}{Path(name).suffix}"
                path.write_bytes(archive.read(name))
                paths.append(path)
    return paths


def _some(items: list[T], most: int, seed: int) -> list[T]:
    """At most so many, drawn by the seed, in their order."""
    if len(items) <= most:
        return items
    rows = np.sort(np.random.default_rng(seed).permutation(len(items))[:most])
    return [items[row] for row in rows]

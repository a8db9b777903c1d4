"""Pictures to learn from: out of folders, zip files and known data sets, with their labels."""

from __future__ import annotations

import contextlib
import csv
import os
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import numpy as np

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.embedding.learning import known_sets
from imgsim_desktop.embedding.learning.datasets import PictureSet
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.reading.formats import is_photo_name
from imgsim_desktop.reading.read import Square, read_square
from imgsim_desktop.records import InputShape, Pixels, Progress
from imgsim_desktop.scan.pool import ItemWork, read_ahead
from imgsim_desktop.workers.pool import LIMIT_S

Say = Callable[[str], None]
"""Told what was left out, a sentence at a time."""
_NAMED = 5
"""Unreadable pictures that are named; the others are counted."""
_SPARE_PIXELS = 2
"""Pictures are decoded at this many times the side they are stored at."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A picture not yet decoded: a file, a member of an open zip, or pixels that are there."""

    name: str
    """`source/path/in/it`."""
    path: Path | None = None
    archive: zipfile.ZipFile | None = None
    member: str = ""
    pixels: Pixels | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    name: str
    square: Pixels | None
    aspect: float = 1.0
    trouble: str = ""


def gather_pictures(
    sources: Sequence[str | Path],
    side_px: int,
    *,
    labels: str = "none",
    datasets: Path | None = None,
    limit: int = 0,
    seed: int = 1,
    control: Control = NULL_CONTROL,
    say: Say = lambda _: None,
) -> PictureSet:
    """Decode pictures into squares of `side_px`, in a fixed order.

    sources   folders (searched recursively), zip files, single pictures; the words in KNOWN_SETS,
              which are looked for in `datasets`
    labels    "none", "folders" (the folder a picture lies in), or the path of a CSV file with the
              columns file and label; pictures it does not name are left out
    limit     at most so many, drawn by `seed`; 0: all

    Raises KnownError for a source that is not there, for labels that cannot be used, and if no
    picture can be read at all.
    """
    with contextlib.ExitStack() as open_files:
        items = [item for source in sources for item in _items(source, datasets, open_files)]
        book = None if labels in ("none", "folders") else _LabelBook(Path(labels))
        if book is not None:
            book.index([item.name for item in items])
            items = [item for item in items if book.label(item.name) is not None]
            book.report(say)
        if limit and len(items) > limit:
            rows = np.random.default_rng(seed).permutation(len(items))[:limit]
            items = [items[row] for row in sorted(rows)]
        found = _decode(items, side_px, control, say)
    pictures = PictureSet.collect((read.name, read.square, read.aspect) for read in found
                                  if read.square is not None)  # fmt: skip
    if not len(pictures):
        raise KnownError(
            Sentence("No picture could be read."),
            Sentence("Give folders or zip files with pictures in them."),
        )
    if labels == "folders":
        return replace(pictures, labels=tuple(folder_label(name) for name in pictures.names))
    if book is not None:
        return replace(pictures, labels=tuple(book.label(name) or "" for name in pictures.names))
    return pictures


def folder_label(name: str) -> str:
    """The folder of `source/path/to/picture`, below the source; the source's own name in its top.

    Folders of the same path in two sources are the same label: training and test parts agree.
    """
    parts = PurePosixPath(name).parts
    return "/".join(parts[1:-1]) or parts[0]


def left_out(name: str, why: str) -> Sentence:
    """One picture, by name."""
    return Sentence("{name} is left out: {why}", name=name, why=why)


def unread(count: int) -> Sentence:
    """All that could not be read, by number."""
    return Sentence("{n} pictures could not be read and are left out.", n=count)


def usable_labels(pictures: PictureSet, say: Say) -> PictureSet:
    """The pictures whose label at least one other picture has, too.

    Raises KnownError if fewer than two labels are left: there is nothing to tell apart then.
    """
    counts = Counter(pictures.labels)
    lonely = sorted(label for label, count in counts.items() if count == 1)
    if lonely:
        named = ", ".join(lonely[:_NAMED]) + (", ..." if len(lonely) > _NAMED else "")
        say(
            Sentence(
                "Labels with one picture teach nothing and are left out: {named}.", named=named
            )
        )
    kept = pictures.where(np.array([counts[label] > 1 for label in pictures.labels], bool))
    left = sorted(set(kept.labels))
    if len(left) == 1:
        raise KnownError(
            Sentence(
                "All {n} pictures have the label '{label}': there is nothing to tell apart.",
                n=len(kept),
                label=left[0],
            ),
            Sentence("Give pictures of at least two labels, or choose a recipe that needs none."),
        )
    if not left:
        raise KnownError(
            Sentence("No two pictures have the same label."),
            Sentence("Put pictures that belong together into one folder, at least two in each."),
        )
    return kept


def hold_back(pictures: PictureSet, seed: int) -> tuple[PictureSet, PictureSet | None]:
    """Some pictures to learn from and a few, at most 500, to measure with; None below 20."""
    count = len(pictures)
    if count < 20:
        return pictures, None
    held = min(500, count // 5 if count < 500 else count // 10)
    order = np.random.default_rng(seed).permutation(count)
    return pictures.where(np.sort(order[held:])), pictures.where(np.sort(order[:held]))


def _items(
    source: str | Path, datasets: Path | None, open_files: contextlib.ExitStack
) -> Iterator[_Item]:
    if str(source) in known_sets.KNOWN_SETS and not Path(source).exists():
        if datasets is None:
            raise KnownError(
                Sentence("There is no folder {source}.", source=source), "Check the path."
            )
        part, folder = known_sets.find_known_set(str(source), datasets)
        yield from _folder(folder, part, open_files)
        return
    path = Path(source)
    if path.is_dir():
        yield from _folder(path, "", open_files)
    elif zipfile.is_zipfile(path):
        yield from _members(path, open_files)
    elif path.is_file():
        yield _Item(f"{path.parent.name or 'pictures'}/{path.name}", path)
    else:
        raise KnownError(
            Sentence("There is no folder or zip file {source}.", source=source), "Check the path."
        )


def _folder(folder: Path, part: str, open_files: contextlib.ExitStack) -> Iterator[_Item]:
    """part  "train" or "test" of a known data set; empty for any folder"""
    name = folder.name
    if known_sets.is_mnist(folder):
        pictures = known_sets.read_mnist(folder, part or "train")
        yield from (_Item(f"{name}/{inner}", pixels=pixels) for inner, pixels in pictures)
    elif known_sets.is_cifar(folder):
        pictures = known_sets.read_cifar(folder, part or "train")
        yield from (_Item(f"{name}/{inner}", pixels=pixels) for inner, pixels in pictures)
    elif part:
        for path in sorted(folder.glob(f"*{part}*.zip")):
            yield from _members(path, open_files)
    else:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and is_photo_name(path):
                yield _Item(f"{name}/{path.relative_to(folder).as_posix()}", path)


def _members(path: Path, open_files: contextlib.ExitStack) -> Iterator[_Item]:
    archive = open_files.enter_context(zipfile.ZipFile(path))
    for name in sorted(archive.namelist()):
        if not name.endswith("/") and is_photo_name(Path(name)):
            yield _Item(f"{path.stem}/{name}", archive=archive, member=name)


def _unpack(item: _Item, place: Path) -> Path:
    """A member of a zip as a file, never under the member's own path. Raises KnownError."""
    assert item.archive is not None
    try:
        data = item.archive.read(item.member)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise KnownError(Sentence("it cannot be unpacked: {why}.", why=error)) from error
    handle, name = tempfile.mkstemp(Path(item.member).suffix, dir=place)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    return Path(name)


class _Opener:
    """Gives the workers what they can open, and takes the files away again that it made."""

    def __init__(self, place: Path, side_px: int) -> None:
        self._place = place
        self._side_px = side_px
        self._made: dict[int, Path] = {}

    def call(self, item: _Item) -> tuple[object, ...]:
        """The arguments of `read_square`."""
        source: Path | Pixels | str
        if item.archive is None:
            source = item.pixels if item.path is None else item.path.absolute()  # type: ignore[assignment]
        else:
            try:
                source = self._made[id(item)] = _unpack(item, self._place)
            except KnownError as error:
                source = error.sentence
        return source, _SPARE_PIXELS * self._side_px, InputShape(self._side_px, "squash")

    def read(self, item: _Item, found: Square | str) -> _Read:
        if id(item) in self._made:
            self._made.pop(id(item)).unlink()
        if isinstance(found, str):
            return _Read(item.name, None, trouble=found)
        return _Read(item.name, found.pixels, found.aspect)


def _decode(items: list[_Item], side_px: int, control: Control, say: Say) -> list[_Read]:
    with tempfile.TemporaryDirectory() as place:
        return _decode_at(Path(place), items, side_px, control, say)


def _decode_at(
    place: Path, items: list[_Item], side_px: int, control: Control, say: Say
) -> list[_Read]:
    found: list[_Read] = []
    threads = os.cpu_count() or 1
    opener = _Opener(place, side_px)
    work: ItemWork[_Item, Square | str] = ItemWork(
        read_square, opener.call, lambda _, lost: lost.detail, lambda _: LIMIT_S
    )
    crew = read_ahead(items, work, threads=threads, window=16 * threads, control=control)
    bad = 0
    for done, (item, squared) in enumerate(zip(items, crew, strict=True)):
        result = opener.read(item, squared)
        control.report(Progress("pictures", done, len(items), failed=bad))
        found.append(result)
        if result.square is None:
            bad += 1
            if bad <= _NAMED:
                say(left_out(result.name, result.trouble))
    if bad > _NAMED:
        say(unread(bad))
    return found


class _LabelBook:
    """A CSV file with a picture and its label in each line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._by_file: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._missing = 0
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                for number, row in enumerate(csv.reader(file), start=1):
                    self._add(number, row)
        except OSError as error:
            raise KnownError(
                Sentence(
                    "The labels {path} cannot be read: {why}.",
                    path=path,
                    why=error.strerror or error,
                ),
                Sentence("--labels takes folders, none, or a CSV file."),
            ) from error
        except (UnicodeDecodeError, csv.Error) as error:
            raise KnownError(
                Sentence(
                    "The labels {path} are no CSV file in UTF-8: {why}.", path=path, why=error
                ),
                Sentence("Save it as CSV, UTF-8."),
            ) from error
        if not self._by_file:
            raise KnownError(
                Sentence("The labels {path} are empty.", path=path),
                Sentence("A line is: file,label."),
            )

    def _add(self, number: int, row: list[str]) -> None:
        words = [word.strip() for word in row]
        if not any(words) or (number == 1 and words[:2] == ["file", "label"]):
            return
        if len(words) != 2 or not all(words):
            raise KnownError(
                Sentence(
                    "{path}, line {number}: not a file and a label, but '{row}'.",
                    path=self.path,
                    number=number,
                    row=",".join(row),
                ),
                Sentence("A line is: file,label."),
            )
        file, label = words[0].replace("\\", "/"), words[1]
        if self._by_file.setdefault(file, label) != label:
            raise KnownError(
                Sentence(
                    "{path}, line {number}: {file} has the labels '{one}' and '{other}'.",
                    path=self.path,
                    number=number,
                    file=file,
                    one=self._by_file[file],
                    other=label,
                ),
                Sentence("Give each picture one label."),
            )

    def index(self, names: Sequence[str]) -> None:
        """Find each line's picture: by its whole name, its path in the source, or its file name."""
        by_word: dict[str, list[str]] = {}
        for name in names:
            parts = PurePosixPath(name).parts
            for word in {name, "/".join(parts[1:]), parts[-1]}:
                by_word.setdefault(word, []).append(name)
        for file, label in self._by_file.items():
            word = str(PurePosixPath(file))
            hits = by_word.get(word, [])
            if len(hits) > 1 and name_count(word) == 1:
                raise KnownError(
                    Sentence(
                        "{path}: {file} is the name of {n} pictures.",
                        path=self.path,
                        file=file,
                        n=len(hits),
                    ),
                    Sentence("Write it with its folder."),
                )
            if not hits:
                self._missing += 1
            for name in hits:
                self._labels[name] = label
        if not self._labels:
            raise KnownError(
                Sentence(
                    "None of the {n} files in {path} is among the pictures.",
                    n=len(self._by_file),
                    path=self.path,
                ),
                Sentence("Write paths as they are below --images, such as holiday/1.jpg."),
            )

    def label(self, name: str) -> str | None:
        return self._labels.get(name)

    def report(self, say: Say) -> None:
        if self._missing:
            say(
                Sentence(
                    "{n} files in {name} are not among the pictures.",
                    n=self._missing,
                    name=self.path.name,
                )
            )


def name_count(word: str) -> int:
    """Parts of a path."""
    return len(PurePosixPath(word).parts)

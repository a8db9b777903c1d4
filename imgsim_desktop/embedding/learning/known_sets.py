"""MNIST and CIFAR-10 in the plain files their authors publish. No torch, and no pickle, here."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import Pixels

KNOWN_SETS = ("mnist", "mnist-test", "cifar10", "cifar10-test")
"""Words that stand for a part of a data set in the folder of data sets."""
_CIFAR_CLASSES = (
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
)  # fmt: skip
_CIFAR_RECORD = 1 + 3 * 32 * 32


def find_known_set(word: str, datasets: Path) -> tuple[str, Path]:
    """("train" or "test", where that data set lies). Raises KnownError saying what to put where."""
    name = word.removesuffix("-test")
    part = "test" if word.endswith("-test") else "train"
    folder = datasets / name
    if not folder.is_dir():
        files = {
            "mnist": "the four files *-ubyte.gz of MNIST",
            "cifar10": "the files *.bin of CIFAR-10 (binary version), or its zip files of pictures",
        }[name]
        raise KnownError(
            Sentence("{word} is not on this computer: nothing is downloaded.", word=word),
            Sentence(
                "Put {files} into {folder}, or give their folder or zip file with --images.",
                files=files,
                folder=folder,
            ),
        )
    return part, folder


def is_mnist(folder: Path) -> bool:
    """Whether the four files of MNIST (or of a set in their form) lie there."""
    return bool(_idx_file(folder, "train", "images") or _idx_file(folder, "test", "images"))


def is_cifar(folder: Path) -> bool:
    return any(folder.glob("*_batch*.bin"))


def read_mnist(folder: Path, part: str) -> Iterator[tuple[str, Pixels]]:
    """(`part/digit/number`, 28x28 RGB) in the file's order. Raises KnownError if damaged."""
    images, labels = (_idx_file(folder, part, what) for what in ("images", "labels"))
    if images is None or labels is None:
        raise KnownError(
            Sentence("{folder} holds no {part} part of MNIST.", folder=folder, part=part),
            "Four *-ubyte.gz are needed.",
        )
    pictures, digits = _read_idx(images), _read_idx(labels)
    if pictures.ndim != 3 or digits.ndim != 1 or len(pictures) != len(digits):
        raise KnownError(
            Sentence("{images} and {name} do not belong together.", images=images, name=labels.name)
        )
    for number, (picture, digit) in enumerate(zip(pictures, digits, strict=True)):
        yield f"{part}/{digit}/{number:05}", np.repeat(picture[:, :, None], 3, axis=2)


def read_cifar(folder: Path, part: str) -> Iterator[tuple[str, Pixels]]:
    """(`part/class/number`, 32x32 RGB) of the binary version. Raises KnownError if damaged."""
    pattern = "data_batch*.bin" if part == "train" else "test_batch*.bin"
    number = 0
    for path in sorted(folder.glob(pattern)):
        data = np.frombuffer(_bytes(path), np.uint8)
        if not len(data) or len(data) % _CIFAR_RECORD:
            raise KnownError(
                Sentence("{path} is damaged or no file of CIFAR-10.", path=path),
                "Download it again.",
            )
        for record in data.reshape(-1, _CIFAR_RECORD):
            label = _CIFAR_CLASSES[record[0]] if record[0] < len(_CIFAR_CLASSES) else "unknown"
            pixels = record[1:].reshape(3, 32, 32).transpose(1, 2, 0)
            yield f"{part}/{label}/{number:05}", np.ascontiguousarray(pixels)
            number += 1
    if not number:
        raise KnownError(
            Sentence("{folder} holds no {part} part of CIFAR-10.", folder=folder, part=part),
            Sentence("{names} are needed.", names=pattern),
        )


def _idx_file(folder: Path, part: str, what: str) -> Path | None:
    stem = ("t10k" if part == "test" else "train") + f"-{what}-idx{3 if what == 'images' else 1}"
    for name in (f"{stem}-ubyte.gz", f"{stem}-ubyte"):
        if (folder / name).is_file():
            return folder / name
    return None


def _read_idx(path: Path) -> NDArray[np.uint8]:
    """The array in an IDX file of bytes, as MNIST's."""
    data = _bytes(path)
    damaged = KnownError(
        Sentence("{path} is damaged or no IDX file of bytes.", path=path), "Download it again."
    )
    if len(data) < 4 or data[:3] != b"\x00\x00\x08":
        raise damaged
    count = data[3]
    start = 4 + 4 * count
    if len(data) < start:
        raise damaged
    shape = struct.unpack(f">{count}I", data[4:start])
    if int(np.prod(shape, dtype=np.int64)) != len(data) - start:
        raise damaged
    return np.frombuffer(data, np.uint8, offset=start).reshape(shape)


def _bytes(path: Path) -> bytes:
    try:
        if path.suffix == ".gz":
            with gzip.open(path) as file:
                return file.read()
        return path.read_bytes()
    except (OSError, EOFError) as error:
        raise KnownError(
            Sentence("{path} cannot be read: {why}.", path=path, why=error), "Download it again."
        ) from error

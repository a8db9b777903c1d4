"""Files of trained models: what is written in them, and the folder where they are kept.

A model is one safetensors file; the facts about it are JSON in its header. No torch here, and no
pickle anywhere.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from imgsim_desktop.bounded_json import read_json
from imgsim_desktop.embedding.backend import BUILTIN_PARTS, BackendSpec
from imgsim_desktop.embedding.options import OPTIONS, HeadOptions, Options, make_options
from imgsim_desktop.errors import KnownError, Sentence, WeightsMissing, translatable
from imgsim_desktop.records import InputShape

SUFFIX = ".safetensors"
FORMAT = 1
"""Raised when an older program could not use the file any more."""
_KEY = "imgsim-model"
_MAX_HEADER = 1 << 20
_LARGEST = 1e18
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,47}")
TITLES = {
    "autoencoder": "small autoencoder",
    "began": "BEGAN autoencoder",
    "contrastive": "contrastive network",
    "head": "built-in, tuned to a library",
    "triplet": "triplet network",
}


MEASURE_WORDS: Mapping[str, str] = {
    "copies@1": translatable("edited copies found first"),
    "precision@5": translatable("nearest five with the same label"),
    "micro-AP": translatable("average precision of copies"),
    "bursts": translatable("neighbouring shots confused with copies"),
}
"""What the numbers of a trained model mean."""


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What is known of a trained model without loading it."""

    recipe: str
    options: Mapping[str, Any]
    trained_on: str
    """Date, ISO."""
    data: str
    """What it learnt from, in words."""
    pictures: int
    labels: str
    """none, folders, or the name of a CSV file."""
    steps: int
    views: int
    minutes: float
    seed: int
    quality: Mapping[str, float] = field(default_factory=dict)
    """Measured on pictures it did not learn from: 0-1, or a loss. MEASURE_WORDS says what."""
    weights_sha256: str = ""
    """Of the tensors, so that damage is noticed."""

    @property
    def made_options(self) -> Options:
        return make_options(self.recipe, self.options)


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A file in the folder of models; `facts` is None if it cannot be used, `trouble` says why."""

    name: str
    path: Path
    size_bytes: int
    facts: ModelFacts | None
    trouble: str = ""


def header_of(facts: ModelFacts) -> dict[str, str]:
    """The metadata of a model's file."""
    return {_KEY: json.dumps({"format": FORMAT, **asdict(facts)}, ensure_ascii=False)}


def read_model(path: Path) -> ModelFacts:
    """The facts in a model's file; reads only its header.

    Raises WeightsMissing with a sentence for a file that is no model, is cut off, or was written
    by a newer version of the program.
    """
    header, start = _header(path)
    said = header.get("__metadata__", {})
    if not isinstance(said, dict) or _KEY not in said:
        raise WeightsMissing(
            Sentence("{path} holds weights, but no model that this program trained.", path=path),
            "Weights of torchvision's networks are given with --weights.",
        )
    try:
        facts = read_json(said[_KEY], max_bytes=_MAX_HEADER)
        written = int(facts.pop("format"))
        is_newer = written > FORMAT or facts["recipe"] not in OPTIONS
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(path, "its facts cannot be read") from error
    if is_newer:
        raise WeightsMissing(
            Sentence("{path} was written by a newer version of this program.", path=path),
            "Install that version.",
        )
    try:
        model = ModelFacts(**facts)
        _check_kinds(model)
        make_options(model.recipe, model.options)
        ends = [int(entry["data_offsets"][1]) for name, entry in header.items()
                if name != "__metadata__"]  # fmt: skip
    except (TypeError, KeyError, IndexError, ValueError, AttributeError, KnownError) as error:
        raise _damaged(path, "its facts cannot be read") from error
    if not ends or start + max(ends) != path.stat().st_size:
        raise _damaged(path, "it is cut off")
    return model


def check_model(path: Path) -> ModelFacts:
    """`read_model`, and the weights agree with their checksum. Raises WeightsMissing."""
    facts = read_model(path)
    with path.open("rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        file.seek(8 + length)
        digest = hashlib.sha256()
        while block := file.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != facts.weights_sha256:
        raise _damaged(path, "its weights have changed")
    return facts


def name_for(text: str) -> str:
    """A name for a model out of any text: small letters, digits, - and _."""
    plain = re.sub(r"[^a-z0-9_-]+", "-", text.lower()).strip("-_")[:48].strip("-_")
    return plain or "model"


def model_path(folder: Path, name: str) -> Path:
    """Where the model of that name lies. Raises KnownError if it can be no name."""
    if not _NAME.fullmatch(name):
        raise KnownError(
            Sentence("{name!r} can be no name of a model.", name=name),
            "Use small letters, digits, - and _, at most 48 of them.",
        )
    return folder / f"{name}{SUFFIX}"


def list_models(folder: Path | None) -> list[StoredModel]:
    """Every model in the folder by its name, also those that cannot be used."""
    if folder is None or not folder.is_dir():
        return []
    found = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        if not _NAME.fullmatch(path.stem):
            continue
        size = path.stat().st_size
        try:
            found.append(StoredModel(path.stem, path, size, read_model(path)))
        except WeightsMissing as error:
            found.append(StoredModel(path.stem, path, size, None, error.sentence))
    return found


def spec_of_model(name: str, facts: ModelFacts) -> BackendSpec:
    """The model as one of the networks that can describe pictures."""
    options = facts.made_options
    title = TITLES[facts.recipe]
    return BackendSpec(
        id=name,
        title=f"{name} ({title})",
        dim=options.dim,
        input=InputShape(options.side, "squash"),
        preprocess_version=f"{facts.recipe}-{facts.weights_sha256[:8]}",
        licence=translatable("Trained on your own pictures; theirs are the rights."),
        summary=f"{title[0].upper()}{title[1:]}, trained {facts.trained_on} on {facts.pictures} "
        f"pictures ({facts.data}).{_said_quality(facts.quality)}",
        parts=BUILTIN_PARTS if facts.recipe == HeadOptions.recipe else None,
        recipe=facts.recipe,
    )


def _said_quality(quality: Mapping[str, float]) -> str:
    if "precision@5" in quality:
        return f" Of the five nearest {100 * quality['precision@5']:.0f} % have the same label."
    if "copies@1" in quality:
        return f" Finds {100 * quality['copies@1']:.0f} % of edited copies first."
    return ""


def _header(path: Path) -> tuple[dict[str, Any], int]:
    """The header of a safetensors file, and where the tensors start."""
    try:
        size = path.stat().st_size
        if not path.is_file():  # a pipe or a device would be waited for
            raise ValueError("it is no ordinary file")
        with path.open("rb") as file:
            first = file.read(8)
            length = struct.unpack("<Q", first)[0] if len(first) == 8 else 0
            if not 2 <= length <= min(_MAX_HEADER, size - 8):
                raise WeightsMissing(
                    Sentence("{path} is no model of this program.", path=path),
                    Sentence("Models are {suffix} files.", suffix=SUFFIX),
                )
            header = read_json(file.read(length), max_bytes=_MAX_HEADER)
    except OSError as error:
        raise WeightsMissing(
            Sentence(
                "The model {path} cannot be read: {why}.", path=path, why=error.strerror or error
            ),
            "Check the path.",
        ) from error
    except ValueError as error:
        raise WeightsMissing(
            Sentence("{path} is no model of this program.", path=path),
            Sentence("Models are {suffix} files.", suffix=SUFFIX),
        ) from error
    if not isinstance(header, dict):
        raise WeightsMissing(
            Sentence("{path} is no model of this program.", path=path),
            Sentence("Models are {suffix} files.", suffix=SUFFIX),
        )
    return header, 8 + length


def _check_kinds(facts: ModelFacts) -> None:
    """Raises ValueError where a fact is not of its kind: the file may be anybody's."""
    texts = (facts.recipe, facts.trained_on, facts.data, facts.labels, facts.weights_sha256)
    maps = (facts.options, facts.quality)
    numbers = (facts.pictures, facts.steps, facts.views, facts.minutes, facts.seed)
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("a text is none")
    if not all(isinstance(each, dict) for each in maps):
        raise ValueError("a table is none")
    for number in (*numbers, *facts.quality.values()):
        if not isinstance(number, int | float) or abs(number) > _LARGEST:
            raise ValueError("a number is none, or too large")


def _damaged(path: Path, how: str) -> WeightsMissing:
    return WeightsMissing(
        Sentence("The model {path} is damaged: {how}.", path=path, how=how),
        "Export it again, or train it again.",
    )

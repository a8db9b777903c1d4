"""Learn a model from the person's photos: pictures -> training -> a network of one's own.

The door for the window and the command line; importing this imports neither torch nor Qt.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from imgsim_desktop.bounded_json import load_json
from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.embedding.learning.watching import Watch, ignore
from imgsim_desktop.embedding.model_store import keep_model
from imgsim_desktop.embedding.models import StoredModel, name_for
from imgsim_desktop.embedding.options import OPTIONS, HeadOptions, as_values, make_options
from imgsim_desktop.embedding.registry import BACKENDS, import_torch, list_devices
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.files import replace_file
from imgsim_desktop.library.paths import Home

VERDICT = "verdict.txt"
"""In the folder of a training that ended without a model: why."""
_NOTES = "lesson.json"
"""In the folder of a training: what it is, so that going on cannot mix two."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A training as the person asked for it; what is 0 or empty is as the recipe has it."""

    recipe: str
    """One of `options.OPTIONS`."""
    sources: tuple[str | Path, ...]
    """Folders, zip files, pictures, or known data sets; see `lessons.gather_pictures`."""
    folder: Path
    """Checkpoint, log, loss.png, preview.png, model; going on starts from a checkpoint there."""
    name: str = ""
    """Of the model, as one of the networks; made from the folder's name if empty."""
    labels: str = ""
    """"folders", "none" or a CSV file; empty: folders where the recipe needs labels."""
    validation: tuple[str | Path, ...] = ()
    """Pictures to measure with; empty: some of the others are held back."""
    minutes: float = 0.0
    steps: int = 0
    epochs: float = 0.0
    """With `minutes` as well, whichever comes first ends it."""
    batch: int = 0
    learning_rate: float = 0.0
    options: Mapping[str, object] = field(default_factory=dict)
    """Of `options.knobs_of(recipe)`."""
    device: str = "auto"
    threads: int | None = None
    seed: int = 1
    limit: int = 0


def learn(
    lesson: Lesson,
    home: Home,
    control: Control = NULL_CONTROL,
    watch: Watch = ignore,
    say: Callable[[str], None] = lambda _: None,
) -> StoredModel:
    """Train to the end and keep the model as a network of its name, ready to be chosen.

    Takes minutes; meant for a thread of its own. `control` stops it: Cancelled is raised after a
    checkpoint was written, and the same lesson goes on from there. `watch` is told of losses and
    previews in this thread; `say` gets a sentence about everything that was left out.

    Raises KnownError for pictures, labels or options that will not do, a full disk or a lost
    graphics card; the last checkpoint stays whole.
    """
    if lesson.recipe not in OPTIONS:
        raise KnownError(
            Sentence("There is no recipe {recipe!r}.", recipe=lesson.recipe),
            Sentence("There are: {names}.", names=", ".join(OPTIONS)),
        )
    if lesson.recipe == HeadOptions.recipe:
        raise ValueError("a head is learnt by scan.tune")
    options = make_options(lesson.recipe, lesson.options)
    name = lesson.name or name_for(lesson.folder.name)
    if name in BACKENDS:
        raise KnownError(
            Sentence("{name} is the name of another network.", name=name), "Choose another --name."
        )
    import_torch(lesson.threads)
    from imgsim_desktop.embedding.learning.jobs import TrainingJob
    from imgsim_desktop.embedding.learning.own_recipes import fit_plan, stored_side
    from imgsim_desktop.embedding.learning.recipes import RECIPES, train
    from imgsim_desktop.scan.lessons import gather_pictures, hold_back, usable_labels

    recipe = RECIPES[lesson.recipe]
    labels = lesson.labels or ("folders" if recipe.needs_labels else "none")
    if recipe.needs_labels and labels == "none":
        raise KnownError(
            Sentence("{recipe} learns from labels.", recipe=lesson.recipe),
            Sentence(
                "Use folders or a CSV file as labels, or another recipe: "
                "contrastive, autoencoder and began need none."
            ),
        )
    known_as = check_notes(lesson, as_values(options), labels)
    is_taught = labels != "none" and lesson.recipe in ("triplet", "contrastive")
    side = stored_side(options, labelled=is_taught)

    def gather(sources: tuple[str | Path, ...], limit: int) -> Any:
        return gather_pictures(
            sources, side, labels=labels, datasets=home.datasets, limit=limit, seed=lesson.seed,
            control=control, say=say,
        )  # fmt: skip

    pictures = gather(lesson.sources, lesson.limit)
    if lesson.validation:
        held = gather(lesson.validation, 0)
    else:
        pictures, held = hold_back(pictures, lesson.seed)
    if is_taught:
        pictures = usable_labels(pictures, say)
    say(
        Sentence(
            "{n} pictures to learn from, {held} to check with",
            n=len(pictures),
            held=0 if held is None else len(held),
        )
    )
    plan = _with_wishes(recipe.plan, lesson)
    plan = fit_plan(plan, options, pictures, own_batch=bool(lesson.batch))
    device = list_devices()[0] if lesson.device == "auto" else lesson.device
    job = TrainingJob(
        lesson.recipe, pictures, held, None, lesson.folder, plan, device, lesson.seed,
        options=options, watch=watch,
    )  # fmt: skip
    write_notes(lesson, as_values(options), labels, known_as)
    facts = {
        "trained_on": time.strftime("%Y-%m-%d"),
        "data": ", ".join(Path(source).name for source in lesson.sources),
        "pictures": len(pictures),
        "labels": labels if labels in ("none", "folders") else Path(labels).name,
    }
    made = train(job, facts, control)
    kept = keep_model(made, home.weights, name, replaces=known_as)
    write_notes(lesson, as_values(options), labels, kept.name)
    return kept


def read_lesson(folder: Path) -> Lesson | None:
    """The training that was begun in a folder, to go on with it; None if there is none to read."""
    notes = _read_notes(folder)
    if notes is None:
        return None
    try:
        return Lesson(
            recipe=str(notes["recipe"]),
            sources=tuple(str(source) for source in notes["sources"]),
            folder=folder,
            name=str(notes["name"]),
            labels=str(notes["labels"]),
            validation=tuple(str(source) for source in notes["validation"]),
            options=dict(notes["options"]),
            **{key: type(getattr(_EMPTY, key))(notes[key]) for key in _NUMBERS},
        )
    except (KeyError, TypeError, ValueError):
        return None


_EMPTY = Lesson("", (), Path())
_NUMBERS = ("minutes", "steps", "epochs", "batch", "learning_rate", "seed", "limit")


def _read_notes(folder: Path) -> dict[str, Any] | None:
    try:
        notes = load_json(folder / _NOTES)
    except (OSError, ValueError):
        return None
    return notes if isinstance(notes, dict) else None


def check_notes(lesson: Lesson, options: Mapping[str, Any], labels: str) -> str:
    """The name under which an earlier end of this training was kept, or nothing.

    Raises KnownError if the folder holds another training: its checkpoint would not fit.
    """
    notes = _read_notes(lesson.folder)
    if notes is None or not (lesson.folder / "checkpoint.pt").exists():
        return ""
    for what, ours in (("recipe", lesson.recipe), ("options", options), ("labels", labels)):
        if notes.get(what) != ours:
            raise KnownError(
                Sentence(
                    "{folder} holds a training with other {what}: {found}.",
                    folder=lesson.folder,
                    what=what,
                    found=notes.get(what),
                ),
                "Choose an empty folder to start anew.",
            )
    return str(notes.get("model", ""))


def write_notes(lesson: Lesson, options: Mapping[str, Any], labels: str, model: str) -> None:
    notes: dict[str, Any] = {key: getattr(lesson, key) for key in _NUMBERS}
    notes |= {
        "recipe": lesson.recipe,
        "sources": [_whole(source) for source in lesson.sources],
        "validation": [_whole(source) for source in lesson.validation],
        "name": lesson.name,
        "labels": labels,
        "options": options,
        "model": model,
    }
    replace_file(lesson.folder / _NOTES, json.dumps(notes, indent=1, default=str).encode())


def _whole(source: str | Path) -> str:
    """A path as it is from anywhere; the word of a known data set as it is."""
    return str(Path(source).absolute()) if Path(source).exists() else str(source)


def _with_wishes(plan: Any, lesson: Lesson) -> Any:
    """The recipe's plan as the person changed it."""
    if lesson.minutes or lesson.steps or lesson.epochs:
        plan = replace(
            plan, minutes=lesson.minutes, steps=lesson.steps,
            epochs=0.0 if lesson.steps else lesson.epochs,
        )  # fmt: skip
    return replace(
        plan,
        batch=lesson.batch or plan.batch,
        learning_rate=lesson.learning_rate or plan.learning_rate,
    )

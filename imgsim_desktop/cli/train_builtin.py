"""`imgsim train --recipe builtin`: its pictures, its teacher, its schedule."""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.cli.options import home_of
from imgsim_desktop.cli.output import CONTROL, print_line, tell
from imgsim_desktop.cli.pictures import each_picture
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.reading.decode import encode_jpeg
from imgsim_desktop.reading.read import read_from_thumbnail
from imgsim_desktop.records import InputShape, Pixels, Progress
from imgsim_desktop.scan.models import OPTIONS
from imgsim_desktop.scan.networks import import_torch, list_devices, open_backend, sha256_of

if TYPE_CHECKING:
    from imgsim_desktop.scan.training import PictureSet, Schedule


def train_builtin(args: argparse.Namespace) -> int:
    """Decode the pictures, ask the teacher, train to the end; prints the file of weights.

    What was decoded and what the teacher said is kept in `--out`: a training that goes on does
    neither again. Raises KnownError for options that belong to models of one's own.
    """
    if args.progress_json:
        raise KnownError("--progress-json is for models of your own.", "Leave it out.")
    import_torch(args.threads)
    from imgsim_desktop.scan.training import RECIPES, TrainingJob, train

    if args.recipe not in RECIPES:
        raise KnownError(
            Sentence("There is no recipe {recipe!r}.", recipe=args.recipe),
            Sentence("There are: {names}.", names=", ".join(sorted({*RECIPES, *OPTIONS}))),
        )
    if args.labels or args.option or args.name or args.epochs:
        raise KnownError(
            "builtin takes no --labels, --option, --name or --epochs.", "Choose another --recipe."
        )
    pictures = _pictures(args.images, args.out / "pictures.npz", args.limit)
    validation = None
    if args.validation:
        validation = _pictures(args.validation, args.out / "validation.npz", args.limit)
    checked = 0 if validation is None else len(validation)
    tell(f"{len(pictures)} pictures to learn from, {checked} to check with")
    device = list_devices()[0] if args.device in (None, "auto") else args.device
    teacher = _said_by_the_teacher(args, pictures, device) if args.teacher else None
    recipe = RECIPES[args.recipe]
    plan = recipe.plan if args.start is None else recipe.further
    if plan is None:
        raise KnownError(
            Sentence("The recipe {recipe} cannot go on from weights.", recipe=args.recipe),
            "Leave out --start.",
        )
    plan = _as_asked(plan, args)
    job = TrainingJob(
        args.recipe,
        pictures,
        validation,
        teacher,
        args.out,
        plan,
        device,
        args.seed,
        args.processes,
        start=args.start,
    )
    facts = {
        "trained_on": time.strftime("%Y-%m-%d"),
        "pictures": len(pictures),
        "teacher": args.teacher or "none",
        "recipe": args.recipe,
        "minutes_planned": plan.minutes,
        "started_from": sha256_of(args.start) if args.start else "nothing",
    }
    path = train(job, facts, CONTROL)
    CONTROL.clear_line()
    print_line(str(path))
    return 0


def _pictures(sources: Sequence[str], kept: Path, limit: int) -> PictureSet:
    """Squares of all pictures of folders and zip files; those in the file `kept`, if they are."""
    from imgsim_desktop.scan.training import STORE_PX, PictureSet

    key = _key(sources, limit, STORE_PX)
    known = PictureSet.kept(kept, key)
    if known is not None:
        return known
    shape = InputShape(STORE_PX, "squash")

    def squares() -> Iterator[tuple[str, Pixels, float]]:
        for done, (name, pixels) in enumerate(
            each_picture([Path(source) for source in sources], 2 * STORE_PX, CONTROL)
        ):
            CONTROL.report(Progress("pictures", done))
            square = read_from_thumbnail(encode_jpeg(pixels, 95), shape)
            yield name, square, pixels.shape[1] / pixels.shape[0]

    found = PictureSet.collect(squares(), limit)
    found.keep(kept, key)
    return found


def _said_by_the_teacher(
    args: argparse.Namespace, pictures: PictureSet, device: str
) -> NDArray[np.float32]:
    """(n, dim) the teacher's vectors of the clean pictures; asked once, then kept in a file."""
    from imgsim_desktop.scan.training import STORE_PX, ask_teacher, load_arrays, save_arrays

    backend = open_backend(
        args.teacher, device, args.teacher_weights, home_of(args).weights, args.threads
    )
    key = f"{_key(args.images, args.limit, STORE_PX)} {backend.spec.model_key}"
    kept = load_arrays(args.out / "teacher.npz", key)
    if kept is None:
        kept = {"vectors": ask_teacher(backend, pictures, control=CONTROL)}
        save_arrays(args.out / "teacher.npz", key=np.array(key), **kept)
    vectors: NDArray[np.float32] = kept["vectors"]
    return vectors


def _as_asked(plan: Schedule, args: argparse.Namespace) -> Schedule:
    """The recipe's plan with what the user set."""
    if args.steps:
        plan = replace(plan, steps=args.steps, minutes=0.0)
    elif args.minutes:
        plan = replace(plan, minutes=args.minutes)
    return replace(
        plan,
        batch=args.batch or plan.batch,
        learning_rate=args.learning_rate or plan.learning_rate,
    )


def _key(sources: Sequence[str], limit: int, side: int) -> str:
    """Changes when the pictures that were read would be others now."""
    digest = hashlib.sha256(f"2 {limit} {side}".encode())
    for source in map(Path, sources):
        files = sorted(source.rglob("*")) if source.is_dir() else [source]
        for path in files:
            if path.is_file():
                about = path.stat()
                digest.update(f"{path.name} {about.st_size} {about.st_mtime_ns}".encode())
    return digest.hexdigest()

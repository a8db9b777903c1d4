"""`imgsim train`: learn a network from your own photos, or train the built-in one anew."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from imgsim_desktop.cli.options import home_of
from imgsim_desktop.cli.output import CONTROL, note, print_line
from imgsim_desktop.cli.pictures import each_picture
from imgsim_desktop.control import Control
from imgsim_desktop.embedding.registry import import_torch, list_devices, open_backend
from imgsim_desktop.errors import KnownError
from imgsim_desktop.reading.decode import encode_jpeg
from imgsim_desktop.reading.read import read_from_thumbnail
from imgsim_desktop.records import InputShape, Pixels, Progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--recipe",
        default="builtin",
        metavar="NAME",
        help="what to learn: builtin (recognise edited copies); default builtin",
    )
    add(
        "--images",
        nargs="+",
        type=Path,
        required=True,
        metavar="PATH",
        help="folders or zip files of pictures to learn from",
    )
    add(
        "--validation",
        nargs="+",
        type=Path,
        default=[],
        metavar="PATH",
        help="pictures never learnt from, to watch the progress with",
    )
    add(
        "--out",
        type=Path,
        required=True,
        metavar="FOLDER",
        help="where checkpoints, log and results go; training goes on from a checkpoint there",
    )
    add(
        "--minutes",
        type=float,
        help="how long; the learning rate has decayed when the time is up (default 90)",
    )
    add("--steps", type=int, help="how many steps, instead of --minutes")
    add("--batch", type=int, help="views a step (default 128)")
    add("--learning-rate", type=float, help="peak of the schedule (default 0.0015)")
    add(
        "--teacher",
        metavar="NAME",
        help="network whose opinion of the clean pictures is learnt first, such as mobilenet_v2",
    )
    add("--teacher-weights", type=Path, metavar="FILE", help="its weights, from a file")
    add(
        "--processes",
        type=int,
        default=1,
        metavar="N",
        help="train in N processes on the processor, one a core (default 1)",
    )
    add("--threads", type=int, help="of torch, with one process (default: its own choice)")
    add("--limit", type=int, default=0, metavar="N", help="at most N pictures (default: all)")
    add("--seed", type=int, default=1, help="of all random choices (default 1)")  # fmt: skip


def run(args: argparse.Namespace) -> int:
    import_torch(args.threads)
    from imgsim_desktop.embedding.learning.datasets import STORE_PX, PictureSet
    from imgsim_desktop.embedding.learning.recipes import RECIPES, Job, ask_teacher, train

    if args.recipe not in RECIPES:
        raise KnownError(
            f"There is no recipe {args.recipe!r}.", f"There are: {', '.join(sorted(RECIPES))}."
        )

    def collect(sources: list[Path], control: Control) -> PictureSet:
        shape = InputShape(STORE_PX, "squash")

        def squares() -> Iterator[tuple[str, Pixels, float]]:
            for done, (name, pixels) in enumerate(each_picture(sources, 2 * STORE_PX, control)):
                control.report(Progress("pictures", done))
                square = read_from_thumbnail(encode_jpeg(pixels, 95), shape)
                yield name, square, pixels.shape[1] / pixels.shape[0]

        return PictureSet.collect(squares(), args.limit)

    pictures = collect(args.images, CONTROL)
    validation = collect(args.validation, CONTROL) if args.validation else None
    checked = 0 if validation is None else len(validation)
    note(f"{len(pictures)} pictures to learn from, {checked} to check with")
    device = list_devices()[0] if args.device in (None, "auto") else args.device
    teacher = None
    if args.teacher:
        backend = open_backend(
            args.teacher, device, args.teacher_weights, home_of(args).weights, args.threads
        )
        teacher = ask_teacher(backend, pictures, control=CONTROL)
    plan = RECIPES[args.recipe].plan
    if args.steps:
        plan = replace(plan, steps=args.steps, minutes=0.0)
    elif args.minutes:
        plan = replace(plan, minutes=args.minutes)
    plan = replace(
        plan,
        batch=args.batch or plan.batch,
        learning_rate=args.learning_rate or plan.learning_rate,
    )
    job = Job(
        args.recipe,
        pictures,
        validation,
        teacher,
        args.out,
        plan,
        device,
        args.seed,
        args.processes,
    )
    facts = {
        "trained_on": time.strftime("%Y-%m-%d"),
        "pictures": len(pictures),
        "teacher": args.teacher or "none",
    }
    path = train(job, facts, CONTROL)
    CONTROL.clear_line()
    print_line(str(path))
    return 0

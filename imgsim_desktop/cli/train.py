"""`imgsim train`: learn a model from your own photos, or train the built-in network anew."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from imgsim_desktop.cli.options import home_of
from imgsim_desktop.cli.output import CONTROL, note, print_line, tell
from imgsim_desktop.cli.train_builtin import train_builtin
from imgsim_desktop.cli.training_lines import TrainingLines
from imgsim_desktop.cli.words import above_nought, count
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.scan.learn import Lesson, learn
from imgsim_desktop.scan.models import OPTIONS, knobs_of
from imgsim_desktop.scan.tune import RECIPE as HEAD
from imgsim_desktop.scan.tune import tune


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--recipe",
        default="builtin",
        metavar="NAME",
        help="what to learn: builtin (recognise edited copies; the default), or a model of your "
        "own: began, autoencoder, triplet, contrastive, or head (tune the built-in network to a "
        "library, kept only if it is measurably better)",
    )
    add(
        "--images",
        nargs="+",
        required=True,
        metavar="PATH",
        help="folders or zip files of pictures to learn from; also mnist, mnist-test, cifar10 and "
        "cifar10-test, looked for in the folder datasets of our data",
    )
    add(
        "--validation",
        nargs="+",
        default=[],
        metavar="PATH",
        help="pictures never learnt from, to measure with (models of your own: default some of "
        "--images)",
    )
    add(
        "--out",
        type=Path,
        required=True,
        metavar="FOLDER",
        help="where checkpoints, log and results go; training goes on from a checkpoint there; "
        "builtin keeps the decoded pictures there too, 77 kB each",
    )
    add(
        "--start",
        type=Path,
        metavar="FILE",
        help="weights that the same recipe made, to go on from with a schedule for that",
    )
    add(
        "--minutes",
        type=above_nought,
        help="how long; builtin's learning rate has decayed when the time is up (default: as the "
        "recipe has it; builtin 90)",
    )
    add("--steps", type=count, default=0, help="how many steps, instead of --minutes")
    add(
        "--epochs",
        type=above_nought,
        default=0.0,
        help="how often each picture is seen, instead of --steps (models of your own)",
    )
    add("--batch", type=count, default=0, help="views a step (default: as the recipe has it)")
    add(
        "--learning-rate",
        type=above_nought,
        default=0.0,
        help="default: as the recipe has it",
    )
    add(
        "--labels",
        default="",
        metavar="WHAT",
        help="models of your own: folders (same folder = similar), none, or a CSV file of lines "
        "`file,label` (default: folders where the recipe needs labels, else none)",
    )
    add(
        "--option",
        nargs="+",
        default=[],
        metavar="NAME=VALUE",
        help="what else can be set on a recipe; see --recipes",
    )
    add(
        "--name",
        default="",
        help="models of your own: how --backend calls it (default: the name of --out)",
    )
    add("--recipes", action=_ListRecipes, help="list the recipes and their options, and exit")
    add(
        "--teacher",
        metavar="NAME",
        help="network whose opinion of the clean pictures is learnt first, such as mobilenet_v2",
    )
    add("--teacher-weights", type=Path, metavar="FILE", help="its weights, from a file")
    add(
        "--processes",
        type=count,
        default=1,
        metavar="N",
        help="train in N processes on the processor, one a core (default 1)",
    )
    add("--threads", type=count, help="of torch, with one process (default: its own choice)")
    add("--limit", type=count, default=0, metavar="N", help="at most N pictures (default: all)")
    add("--seed", type=int, default=1, help="of all random choices (default 1)")
    add(
        "--progress-json",
        action="store_true",
        help="for programs: print how far it is as one JSON object a line, give way to other "
        "programs, and stop when a line comes in on stdin or it ends",
    )


class _ListRecipes(argparse.Action):
    """Prints before --images and --out are asked for, as --help does."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:  # noqa: A002
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        for recipe in OPTIONS:
            print_line(f"{recipe}: {OPTIONS[recipe].title}")
            print_line(f"    {OPTIONS[recipe].use}")
            for knob in knobs_of(recipe):
                print_line(f"    --option {knob.name}={knob.default:<10} {knob.about}")
        parser.exit()


def run(args: argparse.Namespace) -> int:
    if args.recipe in OPTIONS:
        return _learn(args)
    return train_builtin(args)


def _learn(args: argparse.Namespace) -> int:
    if args.teacher or args.start or args.processes > 1:
        raise KnownError(
            Sentence(
                "{recipe} learns anew, in one process and without a teacher.", recipe=args.recipe
            ),
            "Leave out --teacher, --start and --processes.",
        )
    lesson = Lesson(
        recipe=args.recipe,
        sources=tuple(args.images),
        folder=args.out,
        name=args.name,
        labels=args.labels,
        validation=tuple(args.validation),
        minutes=args.minutes or 0.0,
        steps=args.steps,
        epochs=args.epochs,
        batch=args.batch,
        learning_rate=args.learning_rate,
        options=_options(args.option),
        device=args.device or "auto",
        threads=args.threads,
        seed=args.seed,
        limit=args.limit,
    )
    if args.progress_json:
        return _learn_for_a_program(lesson, args)
    if lesson.recipe == HEAD:
        tuned = tune(lesson, home_of(args), CONTROL, say=note)
        note(tuned.sentence)
        model = tuned.model
    else:
        model = learn(lesson, home_of(args), CONTROL, say=note)
    CONTROL.clear_line()
    if model is None or model.facts is None:
        return 0
    for name, value in model.facts.quality.items():
        tell(f"{name}: {value:g}")
    tell(f"kept as the network {model.name}: use it with --backend {model.name}")
    print_line(str(args.out / "model.safetensors"))
    return 0


def _learn_for_a_program(lesson: Lesson, args: argparse.Namespace) -> int:
    lines = TrainingLines()
    lines.start()
    try:
        if lesson.recipe == HEAD:
            tuned = tune(lesson, home_of(args), lines, lines.watch, lines.say)
            lines.end("" if tuned.model is None else tuned.model.name, tuned.sentence)
        else:
            model = learn(lesson, home_of(args), lines, lines.watch, lines.say)
            lines.end(model.name, "")
    except KnownError as error:
        lines.fail(error)
        raise
    return 0


def _options(words: Sequence[str]) -> dict[str, object]:
    options: dict[str, object] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise KnownError(
                Sentence("{word!r} is no NAME=VALUE.", word=word), "Such as code_size=64."
            )
        options[name] = value
    return options

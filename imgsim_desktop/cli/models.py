"""`imgsim models`: the models you trained or imported."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from imgsim_desktop.cli.options import backend_of, home_of
from imgsim_desktop.cli.output import amount, print_json, print_line
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.review.commit import throw_away
from imgsim_desktop.scan.models import (
    StoredModel,
    export_model,
    find_model,
    import_model,
    list_models,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--export", nargs=2, metavar=("NAME", "FILE"), help="copy a model to one file, or a folder"
    )
    what.add_argument(
        "--import", dest="take", type=Path, metavar="FILE", help="take in a model from a file"
    )
    what.add_argument("--remove", metavar="NAME", help="move a model to the trash")
    parser.add_argument(
        "--name", default="", metavar="NAME", help="with --import: how it is called here"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a model")


def run(args: argparse.Namespace) -> int:
    folder = home_of(args).weights
    if args.export:
        name, target = args.export
        print_line(str(export_model(folder, name, Path(target))))
    elif args.take:
        model = import_model(args.take, folder, args.name)
        print_line(model.name)
    elif args.remove:
        _remove(find_model(folder, args.remove))
        print_line(args.remove)
    else:
        chosen = backend_of(args)
        for model in list_models(folder):
            if args.json:
                print_json(_as_json(model, is_chosen=model.name == chosen))
            else:
                print_line(_as_text(model, is_chosen=model.name == chosen))
    return 0


def _remove(model: StoredModel) -> None:
    try:
        throw_away(model.path)
    except OSError as error:
        raise KnownError(
            Sentence("{path} could not be moved to the trash: {why}.", path=model.path, why=error),
            "Delete the file yourself if you are sure.",
        ) from error


def _as_json(model: StoredModel, *, is_chosen: bool) -> dict[str, object]:
    facts = {} if model.facts is None else asdict(model.facts)
    return {
        "name": model.name, "path": str(model.path), "bytes": model.size_bytes, "chosen": is_chosen,
        "trouble": model.trouble, **facts,
    }  # fmt: skip


def _as_text(model: StoredModel, *, is_chosen: bool) -> str:
    mark = "*" if is_chosen else " "
    facts = model.facts
    if facts is None:
        return f"{mark} {model.name:24} cannot be used\n    {model.trouble}"
    quality = ", ".join(f"{name} {value:g}" for name, value in facts.quality.items())
    return (
        f"{mark} {model.name:24} {facts.recipe:12} {facts.trained_on}  {amount(model.size_bytes)}\n"
        f"    {facts.pictures} pictures ({facts.data}), labels: {facts.labels}; "
        f"{facts.steps} steps in {facts.minutes:g} minutes; {quality or 'not measured'}"
    )

"""`imgsim backends`: the networks that can describe pictures."""

from __future__ import annotations

import argparse
import sys

from imgsim_desktop.cli.options import USAGE, backend_of, home_of
from imgsim_desktop.cli.output import CONTROL, agrees, amount, note, print_json, print_line
from imgsim_desktop.scan.networks import BackendSpec, all_backends, download_weights, is_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object a network")
    parser.add_argument(
        "--download",
        metavar="NAME",
        help="fetch the weights of a network, after showing the licence",
    )
    parser.add_argument("--yes", action="store_true", help="with --download: do not ask")


def run(args: argparse.Namespace) -> int:
    if args.download:
        return _download(args)
    weights, chosen = home_of(args).weights, backend_of(args)
    for name, spec in all_backends(weights).items():
        ready = is_ready(name, weights)
        if args.json:
            print_json(_as_json(spec, is_here=ready, is_chosen=name == chosen))
        else:
            print_line(_as_text(spec, is_here=ready, is_chosen=name == chosen))
    return 0


def _download(args: argparse.Namespace) -> int:
    if not args.yes and not sys.stdin.isatty():
        note("--download without a terminal to ask at needs --yes; nothing was fetched.")
        return USAGE

    def agree(spec: BackendSpec) -> bool:
        size = "" if spec.download is None else amount(spec.download.size_bytes)
        note(f"{spec.title}, {size}. {spec.licence}")
        return args.yes or agrees("Download it?")

    path = download_weights(args.download, home_of(args).weights, agree, CONTROL)
    print_line(str(path))
    return 0


def _as_json(spec: BackendSpec, *, is_here: bool, is_chosen: bool) -> dict[str, object]:
    return {
        "name": spec.id,
        "title": spec.title,
        "dim": spec.dim,
        "input_px": spec.input.size_px,
        "model_key": spec.model_key,
        "licence": spec.licence,
        "recipe": spec.recipe,
        "ready": is_here,
        "chosen": is_chosen,
    }


def _as_text(spec: BackendSpec, *, is_here: bool, is_chosen: bool) -> str:
    size = "" if spec.download is None else f" of {amount(spec.download.size_bytes)}"
    where = "ready" if is_here else f"needs a download{size}"
    mark = "*" if is_chosen else " "
    return (
        f"{mark} {spec.id:20} {spec.input.size_px} px -> {spec.dim:4}  {where}\n    {spec.summary}"
    )

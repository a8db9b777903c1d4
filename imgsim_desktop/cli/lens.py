"""`imgsim lens A B`: how much of folder A lies in folder B, by picture."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from imgsim_desktop.cli import carry_out
from imgsim_desktop.cli.folders import namer, open_review
from imgsim_desktop.cli.lists import names_or_list
from imgsim_desktop.cli.options import add_confidence, add_in, add_listing, add_scanning, home_of
from imgsim_desktop.cli.output import on_one_line, print_json, print_line, tell
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import Photo
from imgsim_desktop.review.lens import Lens, look, mark


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inside", metavar="A", type=Path, help="the folder that is asked about")
    parser.add_argument("other", metavar="B", type=Path, help="the folder its pictures may be in")
    add_in(
        parser,
        "the folder that holds both, scanned first; without it the two are found in the library "
        "that knows both, or are a library by themselves",
    )
    add_confidence(parser)
    add_listing(parser)
    carry_out.add_arguments(parser)
    add_scanning(parser)


def run(args: argparse.Namespace) -> int:
    named = names_or_list(args.folders or [str(args.inside), str(args.other)])
    wanted = carry_out.checked(args, named)
    if isinstance(wanted, int):
        return wanted
    roots = [Path(name).resolve() for name in named]
    inside, other = (_below(roots, folder.resolve()) for folder in (args.inside, args.other))
    home = home_of(args)
    with open_review(args, named, is_lens=True) as (book, places, photos):
        carry_out.refuse_inside(wanted.folder, places.library.folders)
        lens = look(book, photos, inside, other, args.confidence)
        _tell(lens, namer(args, places), as_json=args.json)
        if wanted.operation is None:
            return 0
        return carry_out.carry_out(home, book, mark(book, lens), wanted)


def _below(roots: Sequence[Path], folder: Path) -> Path:
    if not folder.is_dir():
        raise KnownError(
            Sentence("There is no folder {path}.", path=folder),
            "Check the name, or plug in its disk.",
        )
    if not any(folder.is_relative_to(root) for root in roots):
        raise KnownError(
            Sentence(
                "There is no folder {folder} in {root}.",
                folder=folder,
                root=", ".join(map(str, roots)),
            ),
            "Name two folders below the one of --in.",
        )
    return folder


def _tell(lens: Lens, name_of: Callable[[Photo], str], *, as_json: bool) -> None:
    if as_json:
        for held in lens.held:
            print_json(
                {
                    "path": name_of(held.photo),
                    "is_held": True,
                    "kind": held.kind.value,
                    "confidence": round(held.confidence, 6),
                    "copies": [name_of(copy) for copy in held.copies],
                }
            )
        for photo in lens.only:
            print_json({"path": name_of(photo), "is_held": False})
    else:
        for photo in lens.only:
            print_line(on_one_line(name_of(photo)))
    tell(
        f"{len(lens.held):,} of {lens.total:,} photos of {lens.inside} are in {lens.other}; "
        f"{len(lens.only):,} only copies."
    )

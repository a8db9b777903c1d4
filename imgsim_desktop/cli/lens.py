"""`imgsim lens A B --in FOLDER`: how much of folder A lies in folder B, by picture."""

from __future__ import annotations

import argparse
from pathlib import Path

from imgsim_desktop.cli import carry_out
from imgsim_desktop.cli.folders import open_review
from imgsim_desktop.cli.options import add_confidence, add_listing, add_scanning, home_of
from imgsim_desktop.cli.output import on_one_line, print_json, print_line, tell
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import Photo
from imgsim_desktop.review.lens import Lens, look, mark


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inside", metavar="A", type=Path, help="the folder that is asked about")
    parser.add_argument("other", metavar="B", type=Path, help="the folder its pictures may be in")
    parser.add_argument(
        "--in",
        dest="folder",
        required=True,
        metavar="FOLDER",
        help="the folder that holds both; scanned first",
    )
    add_confidence(parser)
    add_listing(parser)
    carry_out.add_arguments(parser)
    add_scanning(parser)


def run(args: argparse.Namespace) -> int:
    wanted = carry_out.checked(args)
    if isinstance(wanted, int):
        return wanted
    root = Path(args.folder).absolute()
    inside, other = (_below(root, folder.absolute()) for folder in (args.inside, args.other))
    home = home_of(args)
    with open_review(args, args.folder, is_lens=True) as (book, photos):
        lens = look(book, photos, inside, other, args.confidence)
        _tell(lens, None if args.absolute else root, as_json=args.json)
        if wanted.operation is None:
            return 0
        return carry_out.carry_out(home, book, mark(book, lens), wanted)


def _below(root: Path, folder: Path) -> Path:
    if not folder.is_dir() or not folder.is_relative_to(root):
        raise KnownError(
            Sentence("There is no folder {folder} in {root}.", folder=folder, root=root),
            "Name two folders below the one of --in.",
        )
    return folder


def _tell(lens: Lens, root: Path | None, *, as_json: bool) -> None:
    if as_json:
        for held in lens.held:
            print_json(
                {
                    "path": _name(held.photo, root),
                    "is_held": True,
                    "kind": held.kind.value,
                    "confidence": round(held.confidence, 6),
                    "copies": [_name(copy, root) for copy in held.copies],
                }
            )
        for photo in lens.only:
            print_json({"path": _name(photo, root), "is_held": False})
    else:
        for photo in lens.only:
            print_line(on_one_line(_name(photo, root)))
    tell(
        f"{len(lens.held):,} of {lens.total:,} photos of {lens.inside} are in {lens.other}; "
        f"{len(lens.only):,} only copies."
    )


def _name(photo: Photo, root: Path | None) -> str:
    """Below the folder, or in full without one."""
    if root is None:
        return str(photo.path)
    return photo.path.relative_to(root).as_posix()

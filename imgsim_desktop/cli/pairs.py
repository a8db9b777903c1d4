"""`imgsim pairs FOLDER...`: every two files that are copies of one original, surest first."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from imgsim_desktop.cli.folders import OpenLibrary, ask, looks_inside, namer
from imgsim_desktop.cli.lists import names_or_list
from imgsim_desktop.cli.options import add_listing, add_places, add_scanning
from imgsim_desktop.cli.output import on_one_line, print_json, print_line
from imgsim_desktop.cli.words import share
from imgsim_desktop.records import KIND_WORDS, PairTable, Photo
from imgsim_desktop.scan.file_pairs import file_pairs, surest_first


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    parser.add_argument(
        "--min-confidence",
        type=share,
        default=0.5,
        metavar="P",
        help="leave out pairs that are less sure than this, 0 to 1 (0.5)",
    )
    add_listing(parser)
    add_scanning(parser)


def run(args: argparse.Namespace) -> int:

    def take(asked: OpenLibrary) -> tuple[PairTable, dict[int, list[str]]]:
        return asked.cache.pairs(asked.network.spec.model_key), names_of_contents(
            asked.photos(), namer(args, asked.places)
        )

    table, names = ask(args, names_or_list(args.folders), take, looks_inside)
    sure = table.where(table.confidence >= args.min_confidence)
    for pair in sorted(file_pairs(sure, names), key=surest_first):
        if args.json:
            print_json(
                {
                    "a": pair.a,
                    "b": pair.b,
                    "confidence": round(pair.confidence, 6),
                    "similarity": round(pair.similarity, 6),
                    "kind": pair.kind.value,
                    "looked": pair.looked,
                }
            )
        else:
            names_said = f"{on_one_line(pair.a)}  {on_one_line(pair.b)}"
            said = "none" if pair.is_overruled else f"{pair.confidence:.3f}"
            print_line(f"{said:5}  {KIND_WORDS[pair.kind]:14}  {names_said}")
    return 0


def names_of_contents(
    photos: Sequence[Photo], name_of: Callable[[Photo], str]
) -> dict[int, list[str]]:
    """The files of each content; several where files are byte-identical."""
    names: dict[int, list[str]] = {}
    for photo in photos:
        names.setdefault(photo.content_id, []).append(name_of(photo))
    return names

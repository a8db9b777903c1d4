"""`imgsim duplicates FOLDER...`: groups of duplicates; with an action all but the best go."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from imgsim_desktop.cli import carry_out, exchange
from imgsim_desktop.cli.folders import namer, open_review, own_settings
from imgsim_desktop.cli.holding_words import holding_names, said_holdings
from imgsim_desktop.cli.lists import names_or_list
from imgsim_desktop.cli.options import (
    add_confidence,
    add_listing,
    add_places,
    add_scanning,
    home_of,
)
from imgsim_desktop.cli.output import amount, counted, on_one_line, percent, print_json, print_line
from imgsim_desktop.records import KIND_WORDS, REMOVABLE_KINDS, Group, Photo
from imgsim_desktop.review.explain import DEFAULT_RULES, RULES, parse_rules, reason_of
from imgsim_desktop.review.marking import Mark, Review


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    add_confidence(parser)
    parser.add_argument(
        "--keep",
        nargs="+",
        action="extend",
        metavar="RULE",
        help=f"which copy to keep, the first rule that tells decides: {', '.join(RULES)}; "
        "`RULE~10` ties within 10 percent, folder rules are written `folder:/path`",
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="say of each photo why it is to stay or may go, in the words of the window",
    )
    add_listing(parser)
    exchange.add_arguments(parser)
    carry_out.add_arguments(parser)
    add_scanning(parser)


def run(args: argparse.Namespace) -> int:
    names = names_or_list(args.folders)
    wanted = carry_out.checked(args, names)
    if isinstance(wanted, int):
        return wanted
    exchange.check(args)
    home = home_of(args)
    rules = tuple(args.keep or own_settings(home).keep_rules or DEFAULT_RULES)
    parse_rules(rules)
    with open_review(args, names, rules) as (book, places, _):
        carry_out.refuse_inside(wanted.folder, places.library.folders)
        review = book.desk.review
        groups = groups_of_copies(review)
        loaded = exchange.load(args, book)
        tell_groups(review, groups, namer(args, places), as_json=args.json, explains=args.explain)
        exchange.export(args, home, review)
        if wanted.operation is None:
            return 0
        if loaded is None:
            review.accept(group for group in groups if not review.is_solved(group))
        meant = {photo for group in groups for photo in group.members}
        return carry_out.carry_out(home, book, meant if loaded is None else loaded, wanted)


def groups_of_copies(review: Review) -> list[Group]:
    """Those in which something may go, without what was told apart or is gone."""
    return [
        group
        for group in review.groups
        if group.kind in REMOVABLE_KINDS and len(review.members(group)) > 1
    ]


def tell_groups(
    review: Review,
    groups: Sequence[Group],
    name_of: Callable[[Photo], str],
    *,
    as_json: bool,
    explains: bool = False,
) -> None:
    """One line a group for programs, a few lines for people; with a reason for each photo."""
    could_go = size_bytes = 0
    for number, group in enumerate(groups, 1):
        marks = review.shown_marks(group)
        going = [photo for photo, mark in marks.items() if mark is Mark.TRASH]
        could_go += len(going)
        size_bytes += sum(review.photo(photo).size_bytes for photo in going)
        if as_json:
            print_json(
                {
                    "group": number,
                    "kind": group.kind.value,
                    "confidence": round(group.confidence, 6),
                    "members": [
                        {
                            "path": name_of(review.photo(photo)),
                            "keep": mark is not Mark.TRASH,
                            "holds": holding_names(review.photo(photo)),
                            **({"why": reason_of(review, group, photo)} if explains else {}),
                        }
                        for photo, mark in marks.items()
                    ],
                }
            )
            continue
        print_line(f"{number}  {KIND_WORDS[group.kind]}  {percent(group.confidence)}")
        for number_of_photo, mark in marks.items():
            photo = review.photo(number_of_photo)
            does = "     " if mark is Mark.TRASH else "keep "
            print_line(f"   {does} {on_one_line(name_of(photo))}  {_facts(photo)}")
            if explains:
                print_line(f"         {on_one_line(reason_of(review, group, number_of_photo))}")
    if not as_json:
        said, files = counted(len(groups), "group"), counted(could_go, "file")
        print_line(f"{said}; {files} could go, {amount(size_bytes)}.")


def _facts(photo: Photo) -> str:
    size = f"{photo.facts.width_px} x {photo.facts.height_px}"
    return f"({', '.join([size, amount(photo.size_bytes), *said_holdings(photo)])})"

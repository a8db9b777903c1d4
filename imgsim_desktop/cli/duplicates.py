"""`imgsim duplicates FOLDER`: groups of duplicates; with an action all but the best of each go."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.choosing.additions import with_added
from imgsim_desktop.choosing.lens import partners_of
from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.choosing.photo_groups import photo_groups
from imgsim_desktop.choosing.rules import DEFAULT_RULES, RULES, parse_rules, worth_key
from imgsim_desktop.cli import carry_out, exchange
from imgsim_desktop.cli.folders import compare, relative
from imgsim_desktop.cli.options import add_confidence, add_weights, home_of
from imgsim_desktop.cli.output import amount, counted, on_one_line, print_json, print_line
from imgsim_desktop.library.settings import load_settings
from imgsim_desktop.matching.groups import group_pairs
from imgsim_desktop.records import Group, PairTable, Photo


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", help="where to look; scanned first")
    add_confidence(parser)
    parser.add_argument(
        "--keep",
        nargs="+",
        action="extend",
        metavar="RULE",
        help=f"which copy to keep, the first rule that tells decides: {', '.join(RULES)}; "
        "`RULE~10` ties within 10 percent, folder rules are written `folder:/path`",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    exchange.add_arguments(parser)
    carry_out.add_arguments(parser)
    add_weights(parser)


def run(args: argparse.Namespace) -> int:
    wanted = carry_out.begin(args)
    if isinstance(wanted, int):
        return wanted
    exchange.check(args)
    home = home_of(args)
    rules = tuple(args.keep or load_settings(home).keep_rules or DEFAULT_RULES)
    parse_rules(rules)
    known = compare(args, home, args.folder)
    locked, preferred = known.locked, known.preferred
    table = _still_together(known.pairs, known.photos, known.told_apart)
    photos = {photo.photo_id: photo for photo in with_added(known.photos, table)}
    worth = worth_key(rules, locked, preferred)
    groups = _find_groups(table, photos.values(), args.confidence, worth)
    partners = partners_of(table, args.confidence)
    review = Review(
        groups,
        photos.__getitem__,
        rules=rules,
        locked=locked,
        preferred=preferred,
        is_verified=lambda a, b: photos[b].content_id in partners.get(photos[a].content_id, ()),
    )
    exchange.load(args, review)
    tell_groups(review, photos, as_json=args.json)
    exchange.export(args, home, review)
    if wanted.operation is None:
        return 0
    if args.load is None:
        review.accept(review.groups)
    return carry_out.carry_out(home, review, locked, wanted)


def _find_groups(
    table: PairTable,
    photos: Iterable[Photo],
    confidence: float,
    worth: Callable[[Photo], tuple[object, ...]],
) -> list[Group]:
    """Groups of photos, the one to keep first."""
    photos_of_content: dict[int, list[int]] = {}
    for photo in sorted(photos, key=worth):
        photos_of_content.setdefault(photo.content_id, []).append(photo.photo_id)
    groups = group_pairs(table, confidence, list(photos_of_content))
    return photo_groups(groups, photos_of_content)


def _still_together(
    table: PairTable, photos: Iterable[Photo], told_apart: set[tuple[bytes, bytes]]
) -> PairTable:
    """Pairs of what can be reached; what the person told apart stays apart."""
    hashes = {photo.content_id: photo.content_hash for photo in photos}
    return table.where(_is_here(table, hashes) & ~_is_told_apart(table, hashes, told_apart))


def _is_here(table: PairTable, hashes: Mapping[int, bytes]) -> NDArray[np.bool_]:
    """Pairs of which both contents have a photo that can be reached."""
    here = np.fromiter(hashes, np.int64, len(hashes))
    return np.isin(table.a, here) & np.isin(table.b, here)


def _is_told_apart(
    table: PairTable, hashes: Mapping[int, bytes], told_apart: set[tuple[bytes, bytes]]
) -> NDArray[np.bool_]:
    pairs = zip(table.a.tolist(), table.b.tolist(), strict=True)
    ends = ((hashes.get(a, b""), hashes.get(b, b"")) for a, b in pairs)
    return np.fromiter(((min(e), max(e)) in told_apart for e in ends), np.bool_, len(table))


def tell_groups(review: Review, photos: Mapping[int, Photo], *, as_json: bool) -> None:
    """One line a group for programs, a few lines for people."""
    could_go = size_bytes = 0
    for number, group in enumerate(review.groups, 1):
        marks = review.shown_marks(group)
        going = [photo for photo, mark in marks.items() if mark is Mark.TRASH]
        could_go += len(going)
        size_bytes += sum(photos[photo].size_bytes for photo in going)
        if as_json:
            print_json(
                {
                    "group": number,
                    "kind": group.kind.value,
                    "confidence": round(group.confidence, 6),
                    "members": [
                        {"path": relative(photos[photo]), "keep": mark is not Mark.TRASH}
                        for photo, mark in marks.items()
                    ],
                }
            )
            continue
        print_line(f"{number}  {group.kind.value}  {group.confidence:.0%}")
        for photo, mark in marks.items():
            does = "     " if mark is Mark.TRASH else "keep "
            print_line(f"   {does} {on_one_line(relative(photos[photo]))}  {_facts(photos[photo])}")
    if not as_json:
        groups, files = counted(len(review.groups), "group"), counted(could_go, "file")
        print_line(f"{groups}; {files} could go, {amount(size_bytes)}.")


def _facts(photo: Photo) -> str:
    return f"({photo.facts.width_px} x {photo.facts.height_px}, {amount(photo.size_bytes)})"

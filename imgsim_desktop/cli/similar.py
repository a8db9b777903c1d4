"""`imgsim similar IMAGE... --in FOLDER`: copies of a picture, and what else resembles it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.cli.folders import OpenLibrary, all_looks, ask, namer, needed_by_settings
from imgsim_desktop.cli.lists import names_or_list
from imgsim_desktop.cli.options import (
    USAGE,
    add_in,
    add_listing,
    add_print0,
    add_scanning,
    device_of,
)
from imgsim_desktop.cli.output import CONTROL, note, on_one_line, print_json, print_line, print_path
from imgsim_desktop.cli.words import count, share
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import KIND_WORDS, WHY_WORDS, Photo, Why
from imgsim_desktop.scan import Match, embed_picture, open_searcher
from imgsim_desktop.scan.copies import copies_of
from imgsim_desktop.scan.search import turned_away

NO_COPY = 3
"""Exit code of `--mode copies`: none of the pictures has a copy there."""
IN_MOOD = "Only alike in mood"
"""Above those that are no more alike than two photos drawn at random."""


@dataclass(frozen=True, slots=True)
class _Told:
    """Photos by id, and how they are named."""

    photos: Mapping[int, Photo]
    name_of: Callable[[Photo], str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "images",
        nargs="+",
        metavar="IMAGE",
        help="a picture, from the folder or elsewhere; - reads their names from standard input, "
        "one a line or each ended by a zero byte",
    )
    add_in(parser, "where to look; scanned first", is_needed=True)
    parser.add_argument(
        "-n", dest="count", type=count, default=20, metavar="COUNT", help="how many (20)"
    )
    parser.add_argument(
        "--mode",
        choices=("both", "copies", "alike", "similar"),
        default="both",
        help="both: its copies, then what else resembles it; copies: only copies of it, compared "
        "in full size: ends with 0 if one is there, and with 3 if none is; alike: all but the "
        "copies; similar: the older name of both",
    )
    parser.add_argument(
        "--together",
        action="store_true",
        help="what resembles all the pictures at once, instead of one after the other",
    )
    parser.add_argument(
        "--not",
        dest="unlike",
        action="append",
        default=[],
        metavar="IMAGE",
        help="a picture that is not meant: what resembles it comes later; may be repeated",
    )
    parser.add_argument(
        "--confidence",
        type=share,
        default=0.9,
        metavar="P",
        help="how sure a copy must be, 0 to 1 (0.9)",
    )
    add_listing(parser)
    add_print0(parser)
    add_scanning(parser)


def run(args: argparse.Namespace) -> int:
    if "-" in args.images and "-" in args.folders:
        note("Only one list can be read from standard input: of IMAGE or of --in.")
        return USAGE
    images = [Path(name).absolute() for name in names_or_list(args.images)]
    unlike = [Path(name).absolute() for name in args.unlike]
    is_copies = args.mode == "copies"
    if is_copies and (args.together or unlike):
        raise KnownError(
            "A copy is a copy of one picture.", "Leave out --together and --not, or --mode copies."
        )
    asked_for = [images] if args.together else [[image] for image in images]
    is_single = len(asked_for) == 1
    for image in (*(images if is_single else ()), *unlike):
        if not image.is_file():
            raise KnownError(_no_file(image), "Check the name of the picture.")
    troubles: list[str] = []

    def take(asked: OpenLibrary) -> tuple[_Told, list[_Answer]]:
        photos = {photo.photo_id: photo for photo in asked.photos()}
        found: list[_Answer] = []
        search = None if is_copies else _Search(args, asked, photos, unlike)
        for some in asked_for:
            CONTROL.check()
            try:
                if not some[0].is_file():
                    raise KnownError(_no_file(some[0]))
                if search is None:
                    matches = _copies(args, asked, some[0], photos)
                else:
                    matches = search.matches(some)
                ends = -1.0 if search is None else search.likeness_ends
                found.append((None if is_single else some[0], matches, ends))
            except KnownError as error:
                if is_single:
                    raise
                troubles.append(f"{some[0]}: {error}")
        return _Told(photos, namer(args, asked.places)), found

    looks = all_looks if is_copies else needed_by_settings
    told, answers = ask(args, names_or_list(args.folders), take, looks)
    CONTROL.clear_line()
    for trouble in troubles:
        note(trouble)
    for answer in answers:
        _tell(args, told, answer)
    if troubles:
        return 1
    return NO_COPY if is_copies and not any(found for _, found, _ in answers) else 0


_Answer = tuple[Path | None, Sequence[Match], float]
"""The picture, named where several are asked for; what resembles it; where likeness ends."""


def _no_file(image: Path) -> Sentence:
    return Sentence("There is no file {image}.", image=image)


def _tell(args: argparse.Namespace, told: _Told, answer: _Answer) -> None:
    image, found, ends = answer
    is_read = not args.json and not args.print0
    if image is not None and is_read:
        print_line(f"{on_one_line(image)}:")

    def heading(each: Match) -> str:
        is_mood = each.why is Why.ALIKE and each.similarity < ends
        return IN_MOOD if is_mood else WHY_WORDS[each.why]

    for words, some in groupby(found, heading):
        if is_read and args.mode != "copies":
            print_line(words)
        for each in some:
            photo = told.photos[each.photo_id]
            path = told.name_of(photo)
            if args.print0:
                print_path(photo.path if args.absolute else path)
            elif args.json:
                of = {} if image is None else {"image": str(image)}
                print_json({**of, "path": path, **_facts(args, each)})
            elif each.why is Why.COPIES and each.kind is not None:
                said = KIND_WORDS[each.kind]
                print_line(f"{each.confidence:.3f}  {said:14}  {on_one_line(path)}")
            else:
                print_line(f"{each.similarity:.4f}  {on_one_line(path)}")


def _facts(args: argparse.Namespace, each: Match) -> dict[str, object]:
    facts: dict[str, object] = {}
    if args.mode != "copies":
        facts["similarity"] = round(each.similarity, 6)
    if each.confidence is not None:
        facts["confidence"] = round(each.confidence, 6)
    if each.kind is not None:
        facts |= {"kind": each.kind.value, "looked": each.looked}
    return {**facts, "why": each.why.value}


def _copies(
    args: argparse.Namespace, asked: OpenLibrary, image: Path, photos: Mapping[int, Photo]
) -> list[Match]:
    """Those that were compared in full size: what nobody looked at is not called a copy.

    photos  by id: to answer with
    """
    found = copies_of(
        image, asked.library, asked.home, asked.network,
        device=device_of(args), least=args.confidence, control=CONTROL,
    )  # fmt: skip
    return [
        Match(c.photo_id, c.similarity, Why.COPIES, c.kind, c.confidence, looked=True)
        for c in found
        if c.looked and c.photo_id in photos
    ][: args.count]


class _Search:
    """Similar photos of one picture after the other; the network is opened once, if at all."""

    def __init__(
        self,
        args: argparse.Namespace,
        asked: OpenLibrary,
        photos: Mapping[int, Photo],
        unlike: Sequence[Path],
    ) -> None:
        self._args, self._asked = args, asked
        self._search = open_searcher(
            asked.library, asked.home, asked.network.spec.model_key, CONTROL,
            least=args.confidence, among=photos.keys() if asked.places.is_part else None,
        )  # fmt: skip
        self._photos = photos
        known = asked.cache.photos() if asked.places.is_part else photos.values()
        self._own = {photo.path: photo.photo_id for photo in known if photo.is_online}
        self._unlike = unlike
        self.likeness_ends = self._search.likeness_ends

    def matches(self, images: Sequence[Path]) -> list[Match]:
        """Of one picture, or of several at once."""
        most, is_alike = self._args.count, self._args.mode == "alike"
        own = [self._own_id(image) for image in images]
        unlike = [self._own_id(image) for image in self._unlike]
        ids = [photo for photo in own if photo is not None]
        not_meant = [photo for photo in unlike if photo is not None]
        if len(ids) == len(images) and len(not_meant) == len(self._unlike):
            found = self._search.related(ids, most, not_meant, without_copies=is_alike)
        elif len(images) == 1 and not self._unlike:
            copies = _copies(self._args, self._asked, images[0], self._photos)
            others = self._search.like_vector(self._embedded(images[0]), most + len(copies))
            known = {copy.photo_id for copy in copies}
            found = [] if is_alike else copies
            found += [match for match in others if match.photo_id not in known]
        else:
            away = self._wholes(self._unlike) if self._unlike else None
            named = {*ids, *not_meant}
            vector = turned_away(self._wholes(images), away)
            others = self._search.like_vector(vector, most + len(named))
            found = [match for match in others if match.photo_id not in named]
        return found[:most]

    def _own_id(self, image: Path) -> int | None:
        return self._own.get(image, self._own.get(image.resolve()))

    def _embedded(self, image: Path) -> NDArray[np.float32]:
        return embed_picture(image, self._asked.network.open(device_of(self._args)))

    def _wholes(self, images: Sequence[Path]) -> NDArray[np.float32]:
        """By the stored vector where a picture is a photo of the library: no network then."""
        found = []
        for image in images:
            own = self._own_id(image)
            stored = None if own is None else self._search.vector_of(own)
            found.append(self._embedded(image)[0] if stored is None else stored)
        return np.stack(found)

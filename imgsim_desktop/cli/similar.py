"""`imgsim similar IMAGE... --in FOLDER`: the photos most similar to a picture, or its copies."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from imgsim_desktop.cli.folders import OpenLibrary, all_looks, ask, namer, needed_by_settings
from imgsim_desktop.cli.lists import names_or_list
from imgsim_desktop.cli.options import add_listing, add_print0, add_scanning, device_of
from imgsim_desktop.cli.output import CONTROL, note, on_one_line, print_json, print_line, print_path
from imgsim_desktop.cli.words import count, share
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import KIND_WORDS, Photo
from imgsim_desktop.scan import Match, embed_picture, open_searcher
from imgsim_desktop.scan.copies import FoundCopy, copies_of

NO_COPY = 3
"""Exit code of `--mode copies`: none of the pictures has a copy there."""
Found = Match | FoundCopy


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "images",
        nargs="+",
        metavar="IMAGE",
        help="a picture, from the folder or elsewhere; - reads their names from standard input, "
        "one a line or each ended by a zero byte",
    )
    parser.add_argument(
        "--in", dest="folder", required=True, metavar="FOLDER", help="where to look; scanned first"
    )
    parser.add_argument(
        "-n", dest="count", type=count, default=20, metavar="COUNT", help="how many (20)"
    )
    parser.add_argument(
        "--mode",
        choices=("similar", "copies"),
        default="similar",
        help="similar: what resembles it, best first; copies: only copies of it, compared in full "
        "size: ends with 0 if one is there, and with 3 if none is",
    )
    parser.add_argument(
        "--confidence",
        type=share,
        default=0.9,
        metavar="P",
        help="with --mode copies: how sure a copy must be, 0 to 1 (0.9)",
    )
    add_listing(parser)
    add_print0(parser)
    add_scanning(parser)


def run(args: argparse.Namespace) -> int:
    images = [Path(name).absolute() for name in names_or_list(args.images)]
    is_single = len(images) == 1
    if is_single and not images[0].is_file():
        raise KnownError(_no_file(images[0]), "Check the name of the picture.")
    is_copies = args.mode == "copies"
    troubles: list[str] = []

    def take(asked: OpenLibrary) -> tuple[dict[int, Photo], list[tuple[Path, Sequence[Found]]]]:
        photos = {photo.photo_id: photo for photo in asked.photos()}
        found: list[tuple[Path, Sequence[Found]]] = []
        search = None if is_copies else _Search(asked, photos, device_of(args))
        for image in images:
            CONTROL.check()
            try:
                if not image.is_file():
                    raise KnownError(_no_file(image))
                if search is not None:
                    found.append((image, search.matches(image, args.count)))
                else:
                    found.append((image, _copies(args, asked, image)))
            except KnownError as error:
                if is_single:
                    raise
                troubles.append(f"{image}: {error}")
        return photos, found

    looks = all_looks if is_copies else needed_by_settings
    photos, answers = ask(args, [args.folder], take, looks)
    CONTROL.clear_line()
    for trouble in troubles:
        note(trouble)
    for image, found in answers:
        _tell(args, photos, None if is_single else image, found)
    if troubles:
        return 1
    return NO_COPY if is_copies and not any(found for _, found in answers) else 0


def _no_file(image: Path) -> Sentence:
    return Sentence("There is no file {image}.", image=image)


def _tell(
    args: argparse.Namespace,
    photos: Mapping[int, Photo],
    image: Path | None,
    found: Sequence[Found],
) -> None:
    """image: named where several are asked for."""
    name_of = namer(args)
    if image is not None and not args.json and not args.print0:
        print_line(f"{on_one_line(image)}:")
    for each in found:
        photo = photos[each.photo_id]
        path = name_of(photo)
        if args.print0:
            print_path(photo.path if args.absolute else path)
        elif args.json:
            of = {} if image is None else {"image": str(image)}
            print_json({**of, "path": path, **_facts(each)})
        elif isinstance(each, FoundCopy):
            said = KIND_WORDS[each.kind]
            print_line(f"{each.confidence:.3f}  {said:14}  {on_one_line(path)}")
        else:
            print_line(f"{each.similarity:.4f}  {on_one_line(path)}")


def _facts(each: Found) -> dict[str, object]:
    if isinstance(each, Match):
        return {"similarity": round(each.similarity, 6)}
    return {
        "confidence": round(each.confidence, 6),
        "kind": each.kind.value,
        "looked": each.looked,
    }


def _copies(args: argparse.Namespace, asked: OpenLibrary, image: Path) -> list[FoundCopy]:
    """Those that were compared in full size: what nobody looked at is not called a copy."""
    found = copies_of(
        image, asked.library, asked.home, asked.network,
        device=device_of(args), least=args.confidence, control=CONTROL,
    )  # fmt: skip
    return [copy for copy in found if copy.looked][: args.count]


class _Search:
    """Similar photos of one picture after the other; the network is opened once, if at all."""

    def __init__(self, asked: OpenLibrary, photos: Mapping[int, Photo], device: str) -> None:
        self._asked, self._device = asked, device
        self._search = open_searcher(
            asked.library, asked.home, asked.network.spec.model_key, CONTROL
        )
        self._own = {photo.path: photo.photo_id for photo in photos.values()}

    def matches(self, image: Path, count: int) -> list[Match]:
        """By the stored vector where the picture is a photo of the library: no network then."""
        own = self._own.get(image, self._own.get(image.resolve()))
        if own is not None:
            return self._search.like_photo(own, count)
        backend = self._asked.network.open(self._device)
        return self._search.like_vector(embed_picture(image, backend), count)

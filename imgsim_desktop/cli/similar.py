"""`imgsim similar IMAGE --in FOLDER`: the photos most similar to a picture, best first."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from imgsim_desktop.cli.folders import OpenLibrary, ask, relative
from imgsim_desktop.cli.options import add_scanning, device_of
from imgsim_desktop.cli.output import CONTROL, on_one_line, print_json, print_line
from imgsim_desktop.cli.words import count
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import Photo
from imgsim_desktop.scan import Match, embed_picture, open_searcher


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("image", metavar="IMAGE", help="a picture, from the folder or elsewhere")
    parser.add_argument(
        "--in", dest="folder", required=True, metavar="FOLDER", help="where to look; scanned first"
    )
    parser.add_argument(
        "-n", dest="count", type=count, default=20, metavar="COUNT", help="how many (20)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    add_scanning(parser)


def run(args: argparse.Namespace) -> int:
    image = Path(args.image).absolute()
    if not image.is_file():
        raise KnownError(
            Sentence("There is no file {image}.", image=image), "Check the name of the picture."
        )

    def take(asked: OpenLibrary) -> tuple[list[Photo], list[Match]]:
        photos = asked.photos()
        return photos, _matches(asked, photos, image, args.count, device_of(args))

    photos, matches = ask(args, [args.folder], take)
    by_id = {photo.photo_id: photo for photo in photos}
    for match in matches:
        path = relative(by_id[match.photo_id])
        if args.json:
            print_json({"path": path, "similarity": round(match.similarity, 6)})
        else:
            print_line(f"{match.similarity:.4f}  {on_one_line(path)}")
    return 0


def _matches(
    asked: OpenLibrary, photos: Sequence[Photo], image: Path, count: int, device: str
) -> list[Match]:
    """By the stored vector where the picture is a photo of the library, which needs no network."""
    search = open_searcher(asked.library, asked.home, asked.network.spec.model_key, CONTROL)
    names = {image, image.resolve()}
    own = next((photo for photo in photos if photo.path in names), None)
    if own is not None:
        return search.like_photo(own.photo_id, count)
    return search.like_vector(embed_picture(image, asked.network.open(device)), count)

"""`imgsim rate WHAT PHOTO...`: stars, picks and rejects, written into XMP beside photos."""

from __future__ import annotations

import argparse
from contextlib import closing

from imgsim_desktop.cli import named_photos as named
from imgsim_desktop.cli.files import settle_crash, tell_outcomes
from imgsim_desktop.cli.options import home_of
from imgsim_desktop.cli.output import CONTROL
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.records import Photo, Rating
from imgsim_desktop.review.commit import acting_place, set_rating
from imgsim_desktop.review.marking import stamp_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "rating",
        choices=[rating.value for rating in Rating],
        metavar="WHAT",
        help="0 to 5 stars, pick, reject, or neither of the two",
    )
    named.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    home = home_of(args)
    settle_crash(home)
    photos: list[Photo] = []
    for some in named.named_photos(home, args.photos):
        with closing(CacheReader(home, some.library)) as cache:
            photos += cache.photos(some.photo_ids)
    place = acting_place(home, named.locked_folders(home))
    rated_inside = [photo.path for photo in photos if photo.facts.rating]
    stamps = [stamp_of(photo) for photo in photos]
    outcomes = set_rating(place, stamps, Rating(args.rating), rated_inside, CONTROL)
    named.tell_sidecars(home, [photo.path for photo in photos])
    return tell_outcomes(outcomes, "rated")

"""`imgsim themes FOLDER...`: photos of one kind of picture together, the largest theme first."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from imgsim_desktop.cli.files import tell_outcomes
from imgsim_desktop.cli.folders import OpenLibrary, ask, namer
from imgsim_desktop.cli.lists import names_or_list
from imgsim_desktop.cli.named_photos import tell_sidecars
from imgsim_desktop.cli.options import USAGE, add_listing, add_places, add_scanning
from imgsim_desktop.cli.output import (
    CONTROL,
    agrees,
    counted,
    note,
    on_one_line,
    print_json,
    print_line,
    tell,
)
from imgsim_desktop.cli.words import count
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.thumbnails import ThumbnailStore
from imgsim_desktop.reading.collage import write_collage
from imgsim_desktop.reading.xmp import as_keyword
from imgsim_desktop.records import OutcomeCode, Photo
from imgsim_desktop.review.commit import acting_place, add_tag
from imgsim_desktop.review.marking import stamp_of
from imgsim_desktop.review.themes import names_of_themes
from imgsim_desktop.scan import LibraryThemes, theme_library

COLLAGE_COLUMNS = 12


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    parser.add_argument(
        "--k",
        type=count,
        metavar="COUNT",
        help="how many themes k-means makes; without it a number is suggested",
    )
    parser.add_argument(
        "--method",
        choices=("kmeans", "density"),
        default="kmeans",
        help="kmeans puts every photo into a theme; density leaves out what resembles little",
    )
    add_listing(parser)
    parser.add_argument(
        "--collage",
        type=Path,
        metavar="FILE",
        help="also draw a line of pictures for each theme into this new PNG file",
    )
    parser.add_argument(
        "--tag",
        metavar="WORD",
        help="write this keyword into the XMP files beside the photos of one theme, see --theme; "
        "`imgsim undo` takes it back",
    )
    parser.add_argument(
        "--theme",
        type=count,
        metavar="NUMBER",
        help="with --tag: which theme, as numbered in the list",
    )
    parser.add_argument("--yes", action="store_true", help="with --tag: do not ask")
    add_scanning(parser)


def run(args: argparse.Namespace) -> int:
    if (args.tag is None) != (args.theme is None):
        note("--tag WORD and --theme NUMBER go together; nothing was written.")
        return USAGE
    if args.tag is not None and not args.yes and not sys.stdin.isatty():
        note("--tag without a terminal to ask at needs --yes; nothing was written.")
        return USAGE
    if args.method == "density" and args.k is not None:
        raise KnownError("--method density finds its own number of themes.", "Leave out --k.")
    if args.collage is not None and args.collage.exists():
        raise KnownError(
            Sentence("There is a file {target} already.", target=args.collage),
            "Choose another name.",
        )

    def take(asked: OpenLibrary) -> tuple[OpenLibrary, dict[int, Photo], LibraryThemes]:
        photos = {photo.photo_id: photo for photo in asked.photos()}
        found = theme_library(
            asked.library,
            asked.home,
            asked.network.spec.model_key,
            CONTROL,
            method=args.method,
            count=args.k,
            among=None if not asked.places.is_part else photos.keys(),
        )
        return asked, photos, found

    asked, photos, found = ask(args, names_or_list(args.folders), take)
    CONTROL.clear_line()
    names, name_of = _names(asked, found), namer(args, asked.places)
    for number, (theme, name) in enumerate(zip(found.themes, names, strict=True), 1):
        members = [name_of(photos[key]) for key in theme.photos.tolist()]
        if args.json:
            print_json(
                {
                    "theme": number,
                    "name": name,
                    "size": len(members),
                    "medoid": members[0],
                    "members": members,
                }
            )
        else:
            called = f"  “{name}”" if name else ""
            such = on_one_line(members[0])
            print_line(f"theme {number}{called}  {counted(len(members), 'photo')}  such as {such}")
    if len(found.unplaced):
        are = "photo is" if len(found.unplaced) == 1 else "photos are"
        note(f"{len(found.unplaced)} {are} in no theme.")
    if args.collage is not None:
        _draw(asked, found, photos, args.collage)
    if args.tag is not None:
        return _tag(asked, found, photos, args)
    return 0


def _tag(
    asked: OpenLibrary, found: LibraryThemes, photos: Mapping[int, Photo], args: argparse.Namespace
) -> int:
    """Write the keyword into the sidecars of one theme's photos. Returns the exit code."""
    word = as_keyword(args.tag)
    if not word:
        raise KnownError("A tag needs at least one letter.", "Nothing was written.")
    if args.theme > len(found.themes):
        raise KnownError(
            Sentence(
                "There is no theme {number}: {n} were found.",
                number=args.theme,
                n=len(found.themes),
            ),
            "Nothing was written.",
        )
    stamps = [stamp_of(photos[key]) for key in found.themes[args.theme - 1].photos.tolist()]
    question = f"Write “{word}” into the XMP files beside {counted(len(stamps), 'photo')}?"
    if not args.yes and not agrees(question):
        note("Nothing was written.")
        return 0
    with closing(Decisions(asked.home)) as decisions:
        locked = decisions.locked_folders()
    outcomes = add_tag(acting_place(asked.home, locked), stamps, word, CONTROL)
    tell_sidecars(asked.home, [outcome.path for outcome in outcomes])
    had = sum(o.code is OutcomeCode.DONE and not o.entry_id for o in outcomes)
    if had:
        note(f"{had} of them had it already.")
    return tell_outcomes(outcomes, f"tagged “{word}”")


def _names(asked: OpenLibrary, found: LibraryThemes) -> Sequence[str]:
    """What the user called the themes in the window; empty where they did not."""
    with closing(Decisions(asked.home)) as decisions:
        named = decisions.theme_names()
    names = names_of_themes([theme.hashes for theme in found.themes], named)
    return ["" if name is None else name.name for name in names]


def _draw(
    asked: OpenLibrary, found: LibraryThemes, photos: Mapping[int, Photo], target: Path
) -> None:
    store = ThumbnailStore(asked.home.thumbnails)
    write_collage(
        [
            [store.get(photos[key].content_hash) for key in theme.photos[:COLLAGE_COLUMNS].tolist()]
            for theme in found.themes
        ],
        target,
    )
    tell(f"The themes are drawn in {target}.")

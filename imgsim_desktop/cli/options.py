"""What every command takes: --home, --backend, --device; else the settings of the window."""

from __future__ import annotations

import argparse
from pathlib import Path

from imgsim_desktop.cli.words import count, share
from imgsim_desktop.library.paths import Home, find_home
from imgsim_desktop.library.settings import load_settings
from imgsim_desktop.records import Library
from imgsim_desktop.scan import Network, named_network

USAGE = 2
"""Exit code: the command was asked for in a wrong way."""


def add_weights(parser: argparse.ArgumentParser) -> None:
    """For the commands that may have to describe pictures; read by `network_of`."""
    parser.add_argument(
        "--weights",
        type=Path,
        metavar="FILE",
        help="weights of the network from a file, instead of the bundled or downloaded ones",
    )


def add_places(parser: argparse.ArgumentParser) -> None:
    """PLACE..., for the commands that look into any number of them; read by `places`."""
    parser.add_argument(
        "folders",
        nargs="+",
        metavar="FOLDER",
        help="where to look, scanned first: folders of one library, of which only what lies in "
        "them is listed, or else a library by themselves; also photos of one library; - reads "
        "names from standard input, one a line or each ended by a zero byte",
    )


def add_in(parser: argparse.ArgumentParser, what: str, *, is_needed: bool = False) -> None:
    """--in FOLDER, for the commands whose words are something else; several times for several."""
    parser.add_argument(
        "--in",
        dest="folders",
        action="append",
        required=is_needed,
        metavar="FOLDER",
        help=f"{what}; may be given several times, and - reads names from standard input",
    )


def add_scanning(parser: argparse.ArgumentParser) -> None:
    """For the commands that scan a folder first; read by `folders`."""
    parser.add_argument(
        "--threads",
        type=count,
        metavar="COUNT",
        help="how many processes read photos (one a processor core, or as set in the window)",
    )
    parser.add_argument(
        "--exclude",
        action="append",
        metavar="GLOB",
        help="leave out what fits: a name such as '*.tmp', or a path below the folder such as "
        "'private/*'; may be given several times and is kept for this library",
    )
    parser.add_argument(
        "--no-excludes",
        action="store_true",
        help="leave nothing out any more, but for what --exclude says now",
    )
    add_weights(parser)


def add_listing(parser: argparse.ArgumentParser) -> None:
    """For the commands that list photos of a folder; read by `folders.namer`."""
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument(
        "--absolute",
        action="store_true",
        help="print full paths, instead of those below the folder; several folders always have "
        "full ones",
    )


def add_print0(parser: argparse.ArgumentParser) -> None:
    """For the commands whose result is a list of files."""
    parser.add_argument(
        "-0",
        "--print0",
        action="store_true",
        help="print file names alone, each ended by a zero byte, for `xargs -0`",
    )


def add_confidence(parser: argparse.ArgumentParser) -> None:
    """For the commands that call photos copies."""
    parser.add_argument(
        "--confidence",
        type=share,
        default=0.9,
        metavar="P",
        help="how sure two photos must be copies of one original, 0 to 1 (0.9)",
    )


def home_of(args: argparse.Namespace) -> Home:
    """Where our data lies: --home, else $IMGSIM_HOME, else the user's data folder."""
    return find_home(None if args.home is None else Path(args.home).absolute())


def network_of(args: argparse.Namespace, library: Library | None = None) -> Network:
    """--backend and --weights, else the one chosen in the window, for this library if it has one.

    Raises KnownError for an unknown name.
    """
    return named_network(backend_of(args, library), home_of(args), args.weights)


def model_key_of(args: argparse.Namespace, library: Library) -> str:
    """Names vectors and pairs of that network, for commands that describe no picture."""
    return named_network(backend_of(args, library), home_of(args)).spec.model_key


def backend_of(args: argparse.Namespace, library: Library | None = None) -> str:
    """--backend, else the one chosen in the window; not checked."""
    backend: str = args.backend or load_settings(home_of(args)).backend_of(library)
    return backend


def device_of(args: argparse.Namespace) -> str:
    """--device, else the one chosen in the window."""
    device: str = args.device or load_settings(home_of(args)).device
    return device

"""The command line: one module a command, each with `add_arguments(parser)` and `run(args) -> int`.

Only the module of the command that is asked for is imported, so `imgsim --help` costs no network.
Exit codes: 0 done; 1 a known error, with a sentence; 2 usage; 70 our bug; 130 stopped.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Protocol, cast

from imgsim_desktop import __version__
from imgsim_desktop.cli.config_file import apply_config, load_config
from imgsim_desktop.cli.output import CONTROL, make_output_safe, note
from imgsim_desktop.cli.words import device
from imgsim_desktop.control import Cancelled
from imgsim_desktop.errors import KnownError, machine_trouble
from imgsim_desktop.library.paths import find_config

DONE, KNOWN_ERROR, USAGE, OUR_BUG, STOPPED = 0, 1, 2, 70, 130

COMMANDS: dict[str, str] = {
    "scan": "read what is new in folders and find its duplicates",
    "status": "list the libraries and what is known of them",
    "find": "find photos by name, date, camera, kind, size and more",
    "similar": "find the photos most similar to a picture",
    "pairs": "list pairs of photos that are copies of one original",
    "duplicates": "list groups of duplicates, and trash all but the best of each",
    "trash": "move photos to the trash, each named by its file",
    "move": "move photos to another folder of their library, with all that belongs to them",
    "rename": "rename a photo and all that belongs to it",
    "rate": "give photos stars, pick or reject them",
    "relink": "find a folder of a library again that was moved or renamed",
    "themes": "group photos by what they show, for browsing",
    "lens": "say how much of a folder lies in another, picture by picture",
    "journal": "list what was done to files",
    "undo": "bring files back",
    "restore": "list the daily copies of your decisions, and put one back",
    "backends": "list the networks that can describe pictures",
    "config": "show which options are in force, and where from",
    "doctor": "say what this installation can do and where it keeps its files",
    "train": "train a network on your own photos",
    "models": "list, export, import and remove the models you trained",
    "evaluate": "measure how well a network recognises edited photos",
}
"""What the program can be told, and in half a line what for. Module: `cli/<name>.py`."""


class _Command(Protocol):
    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


class _Said(logging.Handler):
    """What a room has mended by itself, or could not do, is told as all else: a line on stderr."""

    def emit(self, record: logging.LogRecord) -> None:
        note(record.getMessage())


def run(argv: Sequence[str]) -> int:
    """Do what the words say; returns the exit code and never raises."""
    make_output_safe()
    said = _Said(logging.INFO)
    rooms = logging.getLogger("imgsim_desktop")
    level = rooms.level
    rooms.addHandler(said)
    try:
        return _run(argv)
    finally:
        rooms.setLevel(level)
        rooms.removeHandler(said)


def _run(argv: Sequence[str]) -> int:
    try:
        args = _parsed(argv)
    except SystemExit as stop:  # argparse has said why, or printed the help
        return stop.code if isinstance(stop.code, int) else USAGE
    except KnownError as error:  # in the file of options
        note(str(error))
        return KNOWN_ERROR
    CONTROL.is_quiet, CONTROL.is_verbose = args.quiet, args.verbose and not args.quiet
    if args.verbose:
        logging.getLogger("imgsim_desktop").setLevel(logging.INFO)
    try:
        signal.signal(signal.SIGINT, _stop)
        code: int = args.run(args)
        sys.stdout.flush()
    except KnownError as error:
        note(str(error))
        return KNOWN_ERROR
    except (Cancelled, KeyboardInterrupt):
        note("Stopped. What was finished is kept.")
        return STOPPED
    except BrokenPipeError:  # `imgsim pairs ... | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return STOPPED
    except OSError as error:
        trouble = machine_trouble(error)
        if trouble is None:
            return _tell_bug()
        note(str(trouble))
        return KNOWN_ERROR
    except Exception:  # noqa: BLE001  the top of this thread: our bug is told as such
        return _tell_bug()
    return code


def _parsed(argv: Sequence[str]) -> argparse.Namespace:
    """The words of the command over those of config.toml. Raises SystemExit, KnownError."""
    parser = build_parser(argv)
    args, unknown = parser.parse_known_args(argv)
    if unknown:  # argparse itself would show the usage of the whole program
        args.refuse(f"unrecognized arguments: {' '.join(unknown)}")
    home = None if args.home is None else Path(args.home)
    config = load_config(find_config(home), COMMANDS)
    if not config.values:
        return args
    apply_config(config, parser, args.command, args.own_parser)
    return parser.parse_args(argv)


def _tell_bug() -> int:
    traceback.print_exc()
    note(f"This is a bug in imgsim {__version__}; please report the lines above.")
    return OUR_BUG


def build_parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of the whole program; of the commands only those named in `argv` are complete."""
    parser = argparse.ArgumentParser(
        prog="imgsim",
        description="Find similar photos and near-duplicates on your own computer.",
        epilog="Without a command, or with a folder, the window opens (imgsim-desktop).",
    )
    parser.add_argument("--version", action="version", version=f"imgsim {__version__}")
    _add_common(parser, None)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, summary in COMMANDS.items():
        command_parser = commands.add_parser(name, help=summary, description=_sentence(summary))
        if name in argv:
            command = cast(_Command, importlib.import_module(f"{__name__}.{name}"))
            command.add_arguments(command_parser)
            command_parser.set_defaults(run=command.run)
        command_parser.set_defaults(refuse=command_parser.error, own_parser=command_parser)
        _add_common(command_parser, argparse.SUPPRESS)
    return parser


def _add_common(parser: argparse.ArgumentParser, default: str | None) -> None:
    """What every command takes, before or after its name."""
    every = parser.add_argument_group("for every command")
    every.add_argument(
        "--backend",
        default=default,
        metavar="NAME",
        help="network that describes pictures; see `imgsim backends`",
    )
    every.add_argument(
        "--device",
        type=device,
        default=default,
        metavar="NAME",
        help="where it runs: auto, cpu, cuda or mps (auto takes the fastest there is)",
    )
    every.add_argument(
        "--home",
        default=default,
        metavar="FOLDER",
        help="where imgsim keeps its data, instead of the user's data folder or $IMGSIM_HOME",
    )
    loudness = every.add_mutually_exclusive_group()
    loudness.add_argument(
        "-q",
        "--quiet",
        action="store_true",
        default=default or False,
        help="no progress and no word about what went as it should; troubles are still told",
    )
    loudness.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        default=default or False,
        help="also say how long each stage took",
    )


def _sentence(summary: str) -> str:
    return f"{summary[0].upper()}{summary[1:]}."


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Ctrl+C asks the work to stop between two photos; a second one does not wait for that."""
    CONTROL.stop()
    signal.signal(signal.SIGINT, signal.default_int_handler)

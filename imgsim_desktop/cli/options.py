"""What every command takes: --home, --backend, --device; else the settings of the window."""

from __future__ import annotations

import argparse
from pathlib import Path

from imgsim_desktop.library.paths import Home, find_home
from imgsim_desktop.library.settings import load_settings
from imgsim_desktop.scan import Network, named_network


def home_of(args: argparse.Namespace) -> Home:
    """Where our data lies: --home, else $IMGSIM_HOME, else the user's data folder."""
    return find_home(None if args.home is None else Path(args.home).absolute())


def network_of(args: argparse.Namespace) -> Network:
    """--backend, else the one chosen in the window. Raises KnownError for an unknown name."""
    home = home_of(args)
    return named_network(args.backend or load_settings(home).backend, home)


def device_of(args: argparse.Namespace) -> str:
    """--device, else the one chosen in the window."""
    device: str = args.device or load_settings(home_of(args)).device
    return device


def share(word: str) -> float:
    """A number from 0 to 1, as an argument."""
    number = float(word)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{word} is not between 0 and 1")
    return number

"""`imgsim config`: which options are in force without being written, and where they come from."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from imgsim_desktop.cli.config_file import ConfigFile, load_config
from imgsim_desktop.cli.options import home_of
from imgsim_desktop.cli.output import JSON_VERSION, on_one_line, print_json, print_line
from imgsim_desktop.library.paths import HOME_VARIABLE, Home, find_config
from imgsim_desktop.library.settings import Settings, load_settings
from imgsim_desktop.review.explain import DEFAULT_RULES

FILE, WINDOW, BUILT_IN = "config.toml", "window", "built in"
Row = tuple[str, str, object, str]
"""Command or empty, option, value, where from."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object an option")


def run(args: argparse.Namespace) -> int:
    from imgsim_desktop.cli import COMMANDS

    home = home_of(args)
    path = find_config(None if args.home is None else Path(args.home))
    config = load_config(path, COMMANDS)
    for command, option, value, source in _rows(args, home, config):
        if args.json:
            print_json({"command": command, "option": option, "value": value, "from": source})
        else:
            name = f"{command}.{option}" if command else option
            shown = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
            print_line(f"{name:24} {on_one_line(shown)}  ({source})")
    return 0


def _rows(args: argparse.Namespace, home: Home, config: ConfigFile) -> Iterator[Row]:
    where = BUILT_IN
    if args.home is not None:
        where = "--home"
    elif os.environ.get(HOME_VARIABLE):
        where = f"${HOME_VARIABLE}"
    yield "", "data-folder", str(home.root), where
    there = "is there" if config.path.exists() else "is not there"
    yield "", "config-file", str(config.path), there
    yield "", "json-version", JSON_VERSION, BUILT_IN
    settings, usual = load_settings(home), Settings()
    for option, of_window, otherwise in (
        ("backend", settings.backend, usual.backend),
        ("device", settings.device, usual.device),
        ("threads", settings.threads, usual.threads),
        ("keep", list(settings.keep_rules) or list(DEFAULT_RULES), list(DEFAULT_RULES)),
        ("exclude", [], []),
        ("confidence", 0.9, 0.9),
        ("min-confidence", 0.5, 0.5),
        ("quiet", False, False),
        ("verbose", False, False),
    ):
        told = config.values.get(("", option))
        if told is not None:
            yield "", option, told, FILE
        else:
            yield "", option, of_window, BUILT_IN if of_window == otherwise else WINDOW
    for (command, option), value in config.values.items():
        if command:
            yield command, option, value, FILE

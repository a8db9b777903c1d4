"""config.toml: what the person always wants of the command line, without writing it each time.

    device = "cpu"                # for every command that takes --device
    exclude = ["*.tmp"]

    [pairs]                       # for one command
    min-confidence = 0.9

What is written in a command counts more than this, and this more than the settings of the window.
Nothing that touches files can stand here: an action, --yes and the like are said each time.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from imgsim_desktop.errors import KnownError, Sentence

ALLOWED = (
    "backend", "device", "threads", "exclude", "confidence", "min-confidence", "keep", "quiet",
    "verbose",
)  # fmt: skip
"""Options without their dashes."""
COMMON = frozenset({"backend", "device", "quiet", "verbose"})
"""Those of the whole program."""
_MAX_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """What stands in it."""

    path: Path
    values: Mapping[tuple[str, str], object] = field(default_factory=dict)
    """(command, or empty for all; option) -> value, as TOML gives it."""

    def value_for(self, command: str, option: str) -> object | None:
        """That of the command, or else that of all; None: not there."""
        return self.values.get((command, option), self.values.get(("", option)))


def load_config(path: Path, commands: Mapping[str, object]) -> ConfigFile:
    """Read it; one that is not there says nothing. Raises KnownError, naming what is wrong."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        return ConfigFile(path)
    except OSError as error:
        raise KnownError(
            Sentence("{path} cannot be read: {why}.", path=path, why=error.strerror or error)
        ) from error
    try:
        if len(data) > _MAX_BYTES:
            raise ValueError("it is larger than any such file")
        found = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # also TOMLDecodeError and bytes that are no text
        raise _wrong(path, str(error)) from error
    values: dict[tuple[str, str], object] = {}
    for name, value in found.items():
        if name not in ALLOWED and name in commands and isinstance(value, dict):
            for option, inner in value.items():
                values[name, _known(path, option)] = inner
        else:
            values["", _known(path, name)] = value
    return ConfigFile(path, values)


def apply_config(
    config: ConfigFile,
    program: argparse.ArgumentParser,
    command: str,
    command_parser: argparse.ArgumentParser,
) -> None:
    """Make what stands in the file the default of the parsers. Raises KnownError."""
    own = {action.dest.replace("_", "-"): action for action in command_parser._actions}  # noqa: SLF001
    for option in ALLOWED:
        value = config.value_for(command, option)
        action = own.get(option)
        if value is None or action is None:
            if (command, option) in config.values:
                raise _wrong(config.path, f"`imgsim {command}` has no --{option}")
            continue
        parser = program if option in COMMON else command_parser
        parser.set_defaults(**{action.dest: _fitting(config.path, option, action, value)})


def _fitting(path: Path, option: str, action: argparse.Action, value: object) -> object:
    """The value as the option's own reader makes it."""
    takes_several = action.nargs == "+" or isinstance(action, argparse._AppendAction)  # noqa: SLF001
    if takes_several:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise _wrong(path, f'{option} must be a list of texts, such as ["*.tmp"]')
        return _Given(value)
    if action.nargs == 0:
        if not isinstance(value, bool):
            raise _wrong(path, f"{option} must be true or false")
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise _wrong(path, f"{option} must be a text or a number")
    try:
        return action.type(str(value)) if callable(action.type) else str(value)
    except (argparse.ArgumentTypeError, ValueError) as error:
        raise _wrong(path, f"{option}: {error}") from error


class _Given(list[str]):
    """A list from the file: what a command itself names takes its place, and is not added to it."""

    def __copy__(self) -> list[str]:  # what argparse does before it appends
        return []


def _known(path: Path, option: str) -> str:
    if option not in ALLOWED:
        raise _wrong(path, f"there is no “{option}” here; there are {', '.join(ALLOWED)}")
    return option


def _wrong(path: Path, why: str) -> KnownError:
    return KnownError(
        Sentence("{path} is not understood: {why}.", path=path, why=why),
        "Mend the file, or move it away.",
    )

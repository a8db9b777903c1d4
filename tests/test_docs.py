"""README is true: what can be chosen is named there, and every command explains itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from imgsim_desktop.choosing.rules import RULES
from imgsim_desktop.cli import COMMANDS, build_parser
from imgsim_desktop.embedding.registry import BACKENDS
from imgsim_desktop.reading.formats import FORMATS

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_names_the_command(command: str, readme: str) -> None:
    assert f"imgsim {command}" in readme


@pytest.mark.parametrize("rule", sorted(RULES))
def test_readme_names_the_rule(rule: str, readme: str) -> None:
    assert f"`{rule}`" in readme


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_readme_names_the_format(name: str, readme: str) -> None:
    assert name in readme


@pytest.mark.parametrize("backend", sorted(BACKENDS))
def test_readme_names_the_backend(backend: str, readme: str) -> None:
    assert f"`{backend}`" in readme


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_the_command_has_help(command: str) -> None:
    parser = build_parser([command])
    sub = parser._subparsers._group_actions[0].choices[command]  # type: ignore[union-attr,index]
    for action in sub._actions:
        assert action.help, f"{command} {action.dest}"
    assert sub.description


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_uses_no_option_the_command_does_not_have(command: str, readme: str) -> None:
    parser = build_parser([command])
    sub = parser._subparsers._group_actions[0].choices[command]  # type: ignore[union-attr,index]
    known = {option for action in sub._actions for option in action.option_strings}
    used = {
        word.split("=")[0].strip("[]`,.)")
        for line in readme.splitlines()
        if f"imgsim {command}" in line
        for word in line.split(f"imgsim {command}", 1)[1].split("`")[0].split()
        if word.strip("[").startswith("-")
    }
    assert {word for word in used if word.startswith("-")} <= known


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_is_printed(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "imgsim_desktop", command, "--help"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert f"imgsim {command}" in done.stdout

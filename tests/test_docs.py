"""The documents are true: what can be chosen is named, and every command explains itself."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from imgsim_desktop.__main__ import main
from imgsim_desktop.choosing.rules import RULES
from imgsim_desktop.cli import COMMANDS, build_parser
from imgsim_desktop.embedding.registry import BACKENDS
from imgsim_desktop.reading.formats import FORMATS

ROOT = Path(__file__).parents[1]


DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def documents() -> str:
    """README and all that it leads to."""
    return "\n".join(path.read_text("utf-8") for path in DOCUMENTS)


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_names_the_command(command: str, readme: str) -> None:
    assert f"imgsim {command}" in readme


@pytest.mark.parametrize("rule", sorted(RULES))
def test_the_documents_name_the_rule(rule: str, documents: str) -> None:
    assert f"`{rule}`" in documents


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_documents_name_the_format(name: str, documents: str) -> None:
    assert name in documents


@pytest.mark.parametrize("backend", sorted(BACKENDS))
def test_the_documents_name_the_backend(backend: str, documents: str) -> None:
    assert f"`{backend}`" in documents


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_the_command_has_help(command: str) -> None:
    parser = build_parser([command])
    sub = parser._subparsers._group_actions[0].choices[command]  # type: ignore[union-attr,index]
    for action in sub._actions:
        assert action.help, f"{command} {action.dest}"
    assert sub.description


@pytest.mark.parametrize("command", COMMANDS)
def test_the_documents_use_no_option_the_command_does_not_have(
    command: str, documents: str
) -> None:
    parser = build_parser([command])
    sub = parser._subparsers._group_actions[0].choices[command]  # type: ignore[union-attr,index]
    known = {option for action in sub._actions for option in action.option_strings}
    used = {
        word.split("=")[0].strip("[]`,.)")
        for line in documents.splitlines()
        if f"imgsim {command}" in line
        for word in line.split(f"imgsim {command}", 1)[1].split("`")[0].split()
        if word.strip("[").startswith("-")
    }
    assert {word for word in used if word.startswith("-")} <= known


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_is_printed(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert f"imgsim {command}" in capsys.readouterr().out


def test_the_reference_of_the_command_line_is_made_from_its_parsers() -> None:
    made = runpy.run_path(str(ROOT / "packaging" / "make_command_reference.py"))
    written = (ROOT / "docs" / "command-line.md").read_text("utf-8")
    assert written.endswith(f"{made['MARK']}\n\n{made['reference']()}"), (
        "run python packaging/make_command_reference.py"
    )


def test_the_table_of_keys_is_made_from_the_commands_of_the_window() -> None:
    made = runpy.run_path(str(ROOT / "packaging" / "make_key_table.py"))
    written = (ROOT / "docs" / "guide.md").read_text("utf-8")
    assert made["with_table"](written) == written, "run python packaging/make_key_table.py"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_links_to_is_there(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), target


def test_readme_stays_a_first_page(readme: str) -> None:
    assert len(readme.split()) < 1100

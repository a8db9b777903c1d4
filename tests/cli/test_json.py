"""docs/cli-json.schema.json against what the commands print, and docs/cli-json.md against it."""

from __future__ import annotations

import json
import os
import runpy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from PIL import Image

from imgsim_desktop.cli import COMMANDS, build_parser
from imgsim_desktop.cli.output import JSON_VERSION
from tests.cli.conftest import Imgsim
from tests.pictures import save_photos

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "cli-json.schema.json").read_text("utf-8"))
DEFINITIONS: dict[str, Any] = SCHEMA["definitions"]


@pytest.fixture
def album(photos_folder: Path) -> Path:
    """Copies of both kinds, a file that cannot be read, one that is damaged, one with facts."""
    first = save_photos(photos_folder / "sub", 3)[0]
    shutil.copyfile(first, photos_folder / "copy.jpg")
    Image.open(first).save(photos_folder / "again.jpg", quality=50)
    (photos_folder / "broken.jpg").write_bytes(b"\xff\xd8\xff" + bytes(40))
    whole = (photos_folder / "sub" / "0001.jpg").read_bytes()
    (photos_folder / "cut.jpg").write_bytes(whole[: len(whole) * 4 // 5])
    exif = Image.Exif()
    exif[306] = "2023:06:12 10:00:00"
    exif[272] = "Bench 1"
    Image.new("RGB", (300, 200), "#258").save(photos_folder / "facts.jpg", exif=exif)
    return photos_folder


def fields(definition: dict[str, Any], line: dict[str, Any]) -> None:
    """Every field that is printed is described."""
    assert set(line) <= set(definition["properties"]), line
    for name, value in line.items():
        inner = definition["properties"][name].get("items", {})
        if "properties" in inner:
            for each in value:
                fields(inner, each)


@pytest.fixture
def holds(imgsim: Imgsim) -> Callable[..., list[dict[str, Any]]]:
    """Run a command with --json, and hold each line against its definition."""

    def check(name: str, *words: object) -> list[dict[str, Any]]:
        said = imgsim(*words, "--json")
        assert said.code in (0, 3), said.err
        assert said.out.isascii()
        valid = fastjsonschema.compile({**DEFINITIONS[name], "$schema": SCHEMA["$schema"]})
        for line in said.lines:
            valid(line)
            fields(DEFINITIONS[name], line)
        return said.lines

    return check


def test_what_the_commands_print_is_as_described(
    imgsim: Imgsim, holds: Callable[..., list[dict[str, Any]]], album: Path
) -> None:
    imgsim("scan", album)
    (status,) = holds("status", "status", "--failures")
    assert status["unreadable"]
    assert status["damaged_photos"]
    assert holds("status", "status")
    assert {line["taken"] for line in holds("find", "find", "format:jpeg")} >= {
        None,
        "2023-06-12T10:00:00",
    }
    assert holds("similar", "similar", album / "copy.jpg", "--in", album)
    assert holds("similar", "similar", album / "copy.jpg", album / "again.jpg", "--in", album)
    assert holds("copies", "similar", album / "copy.jpg", "--in", album, "--mode", "copies")
    assert holds("pairs", "pairs", album, "--min-confidence", 0)
    assert holds("duplicates", "duplicates", album, "--explain")
    assert holds("themes", "themes", album, "--k", 2)
    (album / "b").mkdir()
    shutil.copyfile(album / "copy.jpg", album / "b" / "copy.jpg")
    held = holds("lens", "lens", album / "sub", album / "b", "--in", album)
    assert {line["is_held"] for line in held} == {True, False}
    assert holds("backends", "backends")
    assert holds("config", "config")


def test_operations_and_moved_folders_are_as_described(
    imgsim: Imgsim, holds: Callable[..., list[dict[str, Any]]], album: Path, own_trash: Path
) -> None:
    assert imgsim("duplicates", album, "--trash", "--yes").code == 0
    assert holds("journal", "journal")
    moved = album.with_name("moved")
    os.rename(album, moved)  # noqa: PTH104
    assert holds("relink", "relink", album, moved)


def test_each_command_that_prints_json_is_described() -> None:
    described = {definition["title"].split()[1] for definition in DEFINITIONS.values()}
    printing = set()
    for command in COMMANDS:
        parser = build_parser([command])
        choices = parser._subparsers._group_actions[0].choices  # type: ignore[union-attr]
        options = {o for action in choices[command]._actions for o in action.option_strings}
        printing |= {command} if "--json" in options else set()
    assert described == printing


def test_the_schema_has_the_version_that_the_program_tells() -> None:
    assert SCHEMA["version"] == JSON_VERSION
    assert f"version {JSON_VERSION}" in (ROOT / "docs" / "cli-json.md").read_text("utf-8")


def test_the_page_is_made_from_the_schema() -> None:
    made = runpy.run_path(str(ROOT / "packaging" / "make_json_reference.py"))
    page = (ROOT / "docs" / "cli-json.md").read_text("utf-8")
    assert page.endswith(f"{made['MARK']}\n\n{made['reference']()}"), (
        "run python packaging/make_json_reference.py"
    )

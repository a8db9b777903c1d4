"""JSON from anywhere is read within limits, and what cannot be is a sentence, never a crash."""

from __future__ import annotations

import json
import os
import struct
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgsim_desktop.bounded_json import MAX_DEPTH, BadJson, load_json, read_json
from imgsim_desktop.choosing.loading import read_marks
from imgsim_desktop.embedding.models import read_model
from imgsim_desktop.errors import KnownError, WeightsMissing
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.settings import Settings, load_settings
from imgsim_desktop.reading.descriptions import describe_file
from imgsim_desktop.reading.takeout import read_takeout
from imgsim_desktop.records import Description
from imgsim_desktop.scan.learn import read_lesson

DEEP = "[" * 200_000
DEEP_OBJECTS = '{"a":' * 200_000
WIDE = "[" + "[]," * 9_000_000

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=30,
)  # fmt: skip


@given(VALUES)
def test_what_python_writes_is_read_as_it_was(value: object) -> None:
    assert read_json(json.dumps(value)) == value
    assert read_json(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")) == (
        value
    )


@given(st.text(alphabet='[]{}",:\\u01ae ', max_size=400))
def test_any_text_is_a_value_or_a_sentence(text: str) -> None:
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(BadJson):
            read_json(text)
    else:
        assert read_json(text) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (DEEP, "nested more than 64 levels"),
        (DEEP_OBJECTS, "nested more than 64 levels"),
        (DEEP.encode("utf-16"), "nested more than 64 levels"),
        ('"\\"' + DEEP + '", ' + DEEP, "nested more than 64 levels"),
        (WIDE, "more than 8,000,000 values"),
        ('["' + '\\"' * 3_000_000, "Unterminated string"),
        ("1" * 10_000, "number that is too long"),
        ("1e999", "number that is too large"),
        ("[NaN]", "NaN is no number"),
        (b"\xff\xfe\xff", "not UTF-8"),
        ("", "no JSON"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "bytes",
)
def test_what_is_too_much_is_said(text: str | bytes, says: str) -> None:
    with pytest.raises(BadJson, match=says):
        read_json(text)


def test_brackets_inside_a_text_are_no_depth() -> None:
    said = {"caption": "[" * 500 + '\\"' + "{" * 500, "more": ["]", '"', "\\"]}
    assert read_json(json.dumps(said)) == said


def test_the_deepest_value_that_is_allowed_is_read() -> None:
    assert read_json("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    with pytest.raises(BadJson, match="levels"):
        read_json("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


def test_a_file_that_is_too_large_is_refused_without_reading_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "endless.json"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(BadJson, match="larger than 1 MB"):
        load_json(path, max_bytes=1 << 20)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here: NOT tested")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    refused = threading.Event()

    def read() -> None:
        for ask in (load_json, read_marks, read_model):
            with pytest.raises((BadJson, KnownError)):
                ask(pipe)
        refused.set()

    threading.Thread(target=read, daemon=True).start()
    assert refused.wait(60)


# Each door through which JSON comes in --------------------------------------------------------


HOSTILE = pytest.mark.parametrize("text", [DEEP, DEEP_OBJECTS, WIDE], ids=["deep", "maps", "wide"])


@HOSTILE
def test_a_hostile_review_is_refused_with_a_sentence(text: str, tmp_path: Path) -> None:
    path = tmp_path / "review.json"
    path.write_text(text)
    with pytest.raises(KnownError, match=r"cannot be read as a review: it .* Choose a .json"):
        read_marks(path)


@HOSTILE
def test_a_hostile_model_is_refused_with_a_sentence(text: str, tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(struct.pack("<Q", len(text)) + text.encode() + bytes(8))
    with pytest.raises(WeightsMissing, match="no model of this program"):
        read_model(path)


GOOD = {
    "format": 1, "recipe": "triplet", "options": {}, "trained_on": "2026-01-01", "data": "x",
    "pictures": 1, "labels": "none", "steps": 1, "views": 1, "minutes": 1.0, "seed": 1,
    "quality": {}, "weights_sha256": "0" * 64,
}  # fmt: skip


def write_model(path: Path, facts: object, tensors: object = None) -> None:
    said = facts if isinstance(facts, str) else json.dumps(facts)
    header = json.dumps(
        {
            "__metadata__": {"imgsim-model": said},
            "w": tensors or {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]},
        }
    ).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(4))


def test_the_facts_of_a_model_are_read(tmp_path: Path) -> None:
    write_model(tmp_path / "m.safetensors", GOOD)
    assert read_model(tmp_path / "m.safetensors").recipe == "triplet"


@pytest.mark.parametrize(
    "facts",
    [
        "[" * 5000,
        {**GOOD, "recipe": []},
        {**GOOD, "recipe": None},
        {**GOOD, "options": [1]},
        {**GOOD, "options": {"side": [[[]]]}},
        {**GOOD, "quality": 5},
        {**GOOD, "quality": {"precision@5": "much"}},
        {**GOOD, "quality": {"precision@5": 10**400}},
        {**GOOD, "pictures": {}},
        {**GOOD, "weights_sha256": 7},
        {**GOOD, "format": {}},
        {**GOOD, "more": 1},
        [],
    ],
    ids=str,
)
def test_facts_of_a_model_that_are_none_are_said(facts: object, tmp_path: Path) -> None:
    write_model(tmp_path / "m.safetensors", facts)
    with pytest.raises(WeightsMissing):
        read_model(tmp_path / "m.safetensors")


@pytest.mark.parametrize("text", [DEEP, DEEP_OBJECTS], ids=["deep", "maps"])
def test_hostile_settings_stop_nobody(text: str, tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.settings_json.write_text(text)
    assert load_settings(home) == Settings()
    assert list(tmp_path.glob("settings.json.broken-*"))


@pytest.mark.parametrize("text", [DEEP, DEEP_OBJECTS], ids=["deep", "maps"])
def test_a_hostile_list_of_libraries_is_set_aside(text: str, tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.libraries_json.write_text(text)
    assert LibraryList(home).all() == []
    assert list(tmp_path.glob("libraries.json.broken-*"))


def test_a_hostile_document_of_the_review_is_a_sentence(tmp_path: Path) -> None:
    decisions = Decisions(Home(tmp_path))
    decisions.set_document("key", "review", {})
    decisions._db.execute("UPDATE documents SET content = ?", (DEEP,))
    with pytest.raises(KnownError, match=r"damaged: it is nested .* backup"):
        decisions.document("key", "review")
    decisions.close()


@pytest.mark.parametrize("text", [DEEP, DEEP_OBJECTS], ids=["deep", "maps"])
def test_a_hostile_takeout_file_says_nothing_and_stops_nobody(text: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nested"):
        read_takeout(text.encode())
    (tmp_path / "photo.jpg.json").write_text(text)
    assert describe_file(tmp_path / "photo.jpg") == Description()


def test_hostile_notes_of_a_training_are_no_training(tmp_path: Path) -> None:
    (tmp_path / "lesson.json").write_text(DEEP)
    assert read_lesson(tmp_path) is None

"""What the rooms say comes out in the language of the window, and no sentence is forgotten."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from imgsim_desktop.acting.receipts import write_receipt
from imgsim_desktop.cli.training_lines import TrainingLines
from imgsim_desktop.embedding.registry import BACKENDS
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.files import disk_error
from imgsim_desktop.resources import resource
from imgsim_desktop.ui import network_words, training_words, trouble_words
from imgsim_desktop.ui.sentences import said, said_error, said_whole
from imgsim_desktop.ui.widgets.notice import Notice

KNOWN = {"KnownError", "LibraryInUse", "DecisionsBroken", "WeightsMissing"}
COMMAND_LINE_ONLY = ("choosing/rules.py", "embedding/options.py", "learning/known_sets.py")
"""Rules, options and data sets are chosen from lists in the window."""


@pytest.fixture
def in_chinese(qapp: QApplication) -> Iterator[None]:
    chinese = QTranslator()
    assert chinese.load(str(resource("translations/imgsim_zh_CN.qm")))
    qapp.installTranslator(chinese)
    yield
    qapp.removeTranslator(chinese)


def full_disk() -> KnownError:
    return disk_error(OSError(28, "No space left on device"), Path("/photos/x.db"))


def test_trouble_is_told_in_the_language_of_the_window(in_chinese: None) -> None:
    sentence, hint = said_error(full_disk())
    assert sentence == "/photos 所在的磁盘已满。"
    assert hint.startswith("请释放一些空间")
    assert Notice.from_error(full_disk()).sentence == sentence
    assert said_whole(full_disk()) == f"{sentence} {hint}"
    with pytest.raises(KnownError) as caught:
        write_receipt(Path("/photos/{x}.txt"), [])
    assert said_error(caught.value) == (
        "回执是 .csv 或 .html 文件，不能是 {x}.txt。", "请选择其中一种文件名。"
    )  # fmt: skip


def test_without_a_translator_and_without_words_it_stays_english(qapp: QApplication) -> None:
    assert said_whole(full_disk()) == str(full_disk())
    assert said_error(KnownError("It is {odd}.")) == ("It is {odd}.", "")


def test_a_sentence_comes_out_in_the_language_of_the_window(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    reason = Sentence("fewer copies are found first")
    numbers = Sentence("{n} pictures to learn from, {held} to check with", n=1204, held=7)
    says = "Not better, so the built-in network stays: {reason}. {numbers}."
    sentence = Sentence(says, reason=reason, numbers=numbers)
    lines = TrainingLines()
    lines.say(sentence)
    lines.end("", "as it is")
    lines.fail(KnownError(Sentence("{path} cannot be written: {why}.", path=Path("/x"), why="no")))
    say, end, fail = map(json.loads, capsys.readouterr().out.splitlines())
    assert said(say["say"]) == sentence, "English without a translator"
    assert said(end["sentence"]) == "as it is"
    assert [said(part) for part in fail["trouble"]] == ["/x cannot be written: no.", ""]
    request.getfixturevalue("in_chinese")
    assert said(say["say"]).startswith("没有更好，因此保留内置网络：首先找到的副本变少。1204 张")


def test_each_sentence_of_the_rooms_can_be_translated() -> None:
    package = Path(__file__).parents[2] / "imgsim_desktop"
    made = {
        (source.relative_to(package).as_posix(), text)
        for source in package.rglob("*.py")
        if source.relative_to(package).parts[0] not in ("ui", "cli")
        and not source.as_posix().endswith(COMMAND_LINE_ONLY)
        for text in sentences_in(ast.parse(source.read_text("utf-8")))
    }
    patterns = [*training_words.PATTERNS, *trouble_words.PATTERNS]
    assert {text for _, text in made} == set(patterns)
    assert len(patterns) == len(set(patterns))


def sentences_in(tree: ast.AST) -> Iterator[str]:
    """What is given to a KnownError or a Sentence; lupdate reads literals only."""
    for node in ast.walk(tree):
        name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if not isinstance(node, ast.Call) or name not in KNOWN | {"Sentence"}:
            continue
        for given in node.args if name in KNOWN else node.args[:1]:
            assert not isinstance(given, ast.JoinedStr), f"line {given.lineno}: use a Sentence"
            if isinstance(given, ast.Constant):
                assert isinstance(given.value, str)
                yield given.value


def test_each_network_is_described_in_the_language_of_the_window(in_chinese: None) -> None:
    texts = {text for spec in BACKENDS.values() for text in (spec.summary, spec.licence)}
    assert texts <= set(network_words.WORDS)
    for text in network_words.WORDS:
        assert network_words.said_of_network(text) != text
    assert network_words.said_of_network("VGG19") == "VGG19"

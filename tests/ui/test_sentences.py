"""What the rooms say comes out in the language of the window, and no sentence is forgotten."""

from __future__ import annotations

import json
import pickle
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from imgsim_desktop.acting.receipts import write_receipt
from imgsim_desktop.cli.training_lines import TrainingLines
from imgsim_desktop.embedding.registry import BACKENDS
from imgsim_desktop.errors import Counted, KnownError, Sentence
from imgsim_desktop.library.files import disk_error
from imgsim_desktop.records import (
    DAMAGE_WORDS,
    EDIT_WORDS,
    EDITS,
    KIND_WORDS,
    OUTCOME_WORDS,
    REASON_WORDS,
    STAGE_WORDS,
)
from imgsim_desktop.resources import resource
from imgsim_desktop.review.explain import RULES
from imgsim_desktop.review.journal import OPERATION_WORDS
from imgsim_desktop.review.queue import LANE_MEANINGS, LANE_WORDS
from imgsim_desktop.scan.models import MEASURE_WORDS, OPTIONS, knobs_of
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.sentences import said, said_error, said_whole
from imgsim_desktop.ui.training_run import sentence_of

ROOT = Path(__file__).parents[2]


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
    ended = [sentence_of(part) for part in (end["sentence"], *fail["trouble"])]
    told = sentence_of(say["say"])
    assert said(told) == sentence.replace("1204", "1,204"), "English without a translator"
    assert [said(part) for part in ended] == ["as it is", "/x cannot be written: no.", ""]
    request.getfixturevalue("in_chinese")
    assert said(told).startswith("没有更好，因此保留内置网络：首先找到的副本变少。1,204 张")


def test_a_known_error_without_names_to_translate_is_refused(tmp_path: Path) -> None:
    script = runpy.run_path(str(ROOT / "packaging" / "collect_sentences.py"))
    source = tmp_path / "room.py"
    source.write_text('KnownError(f"{path} is gone.")')
    script["found_in"].__globals__["ROOT"] = tmp_path
    with pytest.raises(SystemExit, match=r"room\.py:1: KnownError needs a Sentence"):
        list(script["found_in"](source))


def test_each_network_is_described_in_the_language_of_the_window(in_chinese: None) -> None:
    for spec in BACKENDS.values():
        assert said(spec.summary) != spec.summary
        assert said(spec.licence) != spec.licence
    assert said("VGG19") == "VGG19"


def test_numbers_of_things_are_said_by_the_rules_of_the_language(
    qapp: QApplication, request: pytest.FixtureRequest
) -> None:
    counts = [Counted("%Ln photo", "%Ln photos", n) for n in (1, 2, 1204)]
    assert counts == ["1 photo", "2 photos", "1204 photos"], "as the command line says it"
    assert [said(count) for count in counts] == ["1 photo", "2 photos", "1,204 photos"]
    assert [said(pickle.loads(pickle.dumps(count))) for count in counts] == list(map(said, counts))
    request.getfixturevalue("in_chinese")
    assert [said(count) for count in counts[:2]] == ["1 张照片", "2 张照片"]


def test_the_name_of_a_file_is_never_translated(in_chinese: None) -> None:
    assert said("Done") != "Done"
    told = Sentence("Compared with {name}.", name=Path("Done"))
    assert "Done" in said(told)


WORDS = [OUTCOME_WORDS, REASON_WORDS, DAMAGE_WORDS, KIND_WORDS, LANE_WORDS, LANE_MEANINGS]


def test_every_recipe_and_operation_is_said_in_the_language_of_the_window(in_chinese: None) -> None:
    words = [word for options in OPTIONS.values() for word in (options.title, options.use)]
    words += [
        w for recipe in OPTIONS for knob in knobs_of(recipe) for w in (knob.title, knob.about)
    ]
    words += MEASURE_WORDS.values()
    for said_of in OPERATION_WORDS.values():
        words += [said_of.title, said_of.act, said_of.done, said_of.meaning]
    assert [word for word in words if word and said(word) == word] == []


def test_every_code_has_words_and_a_translation(in_chinese: None) -> None:
    for words in WORDS:
        (codes,) = {type(code) for code in words}
        assert set(words) == set(codes)
        assert len(set(words.values())) == len(codes)
        assert all(said(text) != text for text in words.values())
    assert set(EDIT_WORDS) == set(EDITS)
    assert all(said(text) != text for text in [*EDIT_WORDS.values(), *STAGE_WORDS.values()])
    for rule in RULES.values():
        texts = (rule.title, rule.better, rule.meaning)
        assert all(said(text) != text for text in texts)

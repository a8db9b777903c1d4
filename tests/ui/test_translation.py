"""Every text of the window has its Chinese, and the compiled file says the same."""

from __future__ import annotations

import ast
import re
import runpy
import xml.etree.ElementTree as ET
from pathlib import Path

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from imgsim_desktop.resources import resource
from imgsim_desktop.ui.translation import install_translator

UI = Path(__file__).resolve().parents[2] / "imgsim_desktop" / "ui"
CALLS = {"tr": 0, "translate": 1, "t": 1, "QT_TRANSLATE_NOOP": 1}
"""Name of the call -> which argument is the text."""

_NAMES = r"{[^}]+}|%L?n"


def texts_of_the_window() -> set[str]:
    texts = set()
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            at = CALLS.get(name)
            if at is not None and len(node.args) > at:
                text = node.args[at]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    texts.add(text.value)
    return texts


def translations() -> dict[str, dict[str, str]]:
    """Context -> source -> translation; an unfinished one is empty."""
    root = ET.parse(resource("translations/imgsim_zh_CN.ts")).getroot()
    found: dict[str, dict[str, str]] = {}
    for context in root.iter("context"):
        entries = found.setdefault(context.findtext("name", ""), {})
        for message in context.iter("message"):
            target = message.find("translation")
            is_done = target is not None and target.get("type") is None
            form = None if target is None else target.find("numerusform")
            shown = target if form is None else form
            text = (shown.text or "") if shown is not None and is_done else ""
            entries[message.findtext("source", "")] = text
    return found


def test_every_text_of_the_window_is_translated() -> None:
    done = {s for entries in translations().values() for s, text in entries.items() if text}
    assert texts_of_the_window() - done == set()


def test_each_sentence_of_the_rooms_is_collected_for_the_translators() -> None:
    script = runpy.run_path(str(UI.parents[1] / "packaging" / "collect_sentences.py"))
    assert script["TARGET"].read_text("utf-8") == script["collected"](), (
        "run python packaging/collect_sentences.py"
    )


def test_no_translation_forgets_a_placeholder() -> None:
    for entries in translations().values():
        for source, text in entries.items():
            assert sorted(re.findall(_NAMES, source)) == sorted(re.findall(_NAMES, text)), source


def test_the_compiled_file_is_made_from_the_source_file() -> None:
    translator = QTranslator()
    assert translator.load(str(resource("translations/imgsim_zh_CN.qm")))
    for context, entries in translations().items():
        for source, text in entries.items():
            n = 7 if "%Ln" in source else -1
            text = text.replace("%Ln", "7") if n == 7 else text
            said = translator.translate(context, source, "", n)
            assert said.replace("%Ln", "7") == text


def test_the_language_changes_at_once_and_back(qtbot: QtBot, qapp: QApplication) -> None:
    heard: list[str] = []

    class Listener(QLabel):
        def changeEvent(self, event: object) -> None:
            heard.append(qapp.translate("SettingsDialog", "Settings"))

    label = Listener()
    qtbot.addWidget(label)
    install_translator(qapp, "zh_CN")
    qapp.processEvents()
    assert qapp.translate("SettingsDialog", "Settings") == "设置"
    install_translator(qapp, "en")
    qapp.processEvents()
    assert qapp.translate("SettingsDialog", "Settings") == "Settings"
    assert {"设置", "Settings"} <= set(heard)

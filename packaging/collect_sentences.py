"""Collects every English sentence that can be translated, for Qt's lupdate.

    python packaging/collect_sentences.py

The rooms know no Qt: they say things by `Sentence`, `Counted`, `KnownError` and `translatable`.
lupdate finds none of these, so they are written once more into a file it can read. A test fails
while that file is not what this script would write.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "imgsim_desktop"
TARGET = PACKAGE / "ui" / "collected_sentences.py"

ERRORS = {"KnownError", "LibraryInUse", "DecisionsBroken", "WeightsMissing"}
"""Every argument is a sentence."""
MARKS = {"Sentence", "translatable"}
"""The first argument is."""

HEAD = '''"""Every sentence of the program that is not written in a call of Qt; for lupdate alone.

Written by packaging/collect_sentences.py: change nothing here.
"""

# ruff: noqa: E501
# fmt: off
from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

SENTENCES = (
'''
NUMBERED = '''

def numbered(n: int) -> tuple[str, ...]:
    """Sentences about n things."""
    translate = QCoreApplication.translate
    return (
'''


def found_in(source: Path) -> Iterator[tuple[str, bool]]:
    """Sentences of a file, and whether they are about a number; exits for one nobody can read."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if not isinstance(node, ast.Call):
            continue
        if name == "Counted":
            given, is_numbered = node.args[1:2], True
        elif name in MARKS:
            given, is_numbered = node.args[:1], False
        elif name in ERRORS:
            given, is_numbered = node.args, False
        else:
            continue
        for argument in given:
            if isinstance(argument, (ast.JoinedStr, ast.BinOp)):
                place = f"{source.relative_to(ROOT)}:{argument.lineno}"
                sys.exit(f"{place}: {name} needs a Sentence with names, or it cannot be translated")
            if isinstance(argument, ast.Constant) and argument.value:
                yield argument.value, is_numbered


def collected() -> str:
    """The file as it should be."""
    texts = {
        found
        for source in sorted(PACKAGE.rglob("*.py"))
        if source != TARGET
        for found in found_in(source)
    }
    plain = sorted(text for text, is_numbered in texts if not is_numbered)
    numbered = sorted(text for text, is_numbered in texts if is_numbered)
    lines = [HEAD]
    lines += [f'    QT_TRANSLATE_NOOP("rooms", {_quoted(text)}),\n' for text in plain]
    lines += [")\n", NUMBERED]
    lines += [f'        translate("rooms", {_quoted(text)}, "", n),\n' for text in numbered]
    lines += ["    )\n"]
    return "".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    TARGET.write_text(collected(), "utf-8")
    print(TARGET.relative_to(ROOT))

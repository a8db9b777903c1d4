"""Recipes and their measures in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from imgsim_desktop.errors import Counted
from imgsim_desktop.records import STAGE_WORDS, Progress
from imgsim_desktop.scan.models import MEASURE_WORDS, OPTIONS, ModelFacts
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.texts import said_count, said_percent

_MEASURES = ("copies@1", "precision@5", "micro-AP")
"""Of a model's quality, those that are said in the list, in this order."""


def recipe_title(recipe: str) -> str:
    """The name itself for one that is not ours any more."""
    return said(OPTIONS[recipe].title) if recipe in OPTIONS else recipe


def recipe_use(recipe: str) -> str:
    """What it is good for, in a sentence or two."""
    return said(OPTIONS[recipe].use) if recipe in OPTIONS else ""


def measure_title(name: str) -> str:
    return said(MEASURE_WORDS.get(name, name))


def said_quality(facts: ModelFacts) -> str:
    """The measures of a model in one line; a dash where nothing was measured."""
    parts = [
        f"{said_percent(facts.quality[name])} {measure_title(name)}"
        for name in _MEASURES
        if name in facts.quality
    ]
    return ", ".join(parts) or "–"


def said_source(facts: ModelFacts) -> str:
    """What a model learnt from: "Holiday, 1,204 photos"."""
    return said(Counted("{data}, %Ln photo", "{data}, %Ln photos", facts.pictures, data=facts.data))


def said_stage(progress: Progress) -> str:
    """What a training does when it is not learning."""
    t = QCoreApplication.translate
    stage = STAGE_WORDS.get(progress.stage)
    text = t("learning", "Preparing") if stage is None else said(stage)
    if not progress.total:
        return text
    says = t("learning", "{what}: {done} of {total}")
    return says.format(what=text, done=said_count(progress.done), total=said_count(progress.total))

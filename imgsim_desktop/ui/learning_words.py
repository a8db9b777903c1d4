"""Recipes, their options and their measures in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from imgsim_desktop.errors import Counted
from imgsim_desktop.records import STAGE_WORDS, Progress
from imgsim_desktop.scan.models import ModelFacts
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.texts import said_count, said_percent

_MEASURES = ("copies@1", "precision@5", "micro-AP")
"""Of a model's quality, those that are said in the list, in this order."""


def recipe_title(recipe: str) -> str:
    t = QCoreApplication.translate
    titles = {
        "head": t("learning", "Tune to this library"),
        "contrastive": t("learning", "Contrastive network"),
        "triplet": t("learning", "Triplet network"),
        "began": t("learning", "BEGAN autoencoder"),
        "autoencoder": t("learning", "Small autoencoder"),
    }
    return titles.get(recipe, recipe)


def recipe_use(recipe: str) -> str:
    """What it is good for, in a sentence or two."""
    t = QCoreApplication.translate
    uses = {
        "head": t(
            "learning",
            "Adjusts the built-in network to the photos of one library. It is kept only if it "
            "measurably finds edited copies better and confuses no neighbouring shots.",
        ),
        "contrastive": t(
            "learning",
            "Learns which photos belong together from your folders or labels; without labels it "
            "learns to find edited copies. Small and quick to train.",
        ),
        "triplet": t(
            "learning",
            "Learns from labels: photos with the same label come nearer than others. Good for "
            "sorting things you have already sorted once.",
        ),
        "began": t(
            "learning",
            "Learns to draw your photos anew, without labels; finds photos of the same colours "
            "and shapes. Takes the longest.",
        ),
        "autoencoder": t(
            "learning",
            "The smallest one: learns in a minute or two to draw tiny grey pictures anew. Good for "
            "digits, signs and scans, and to see how learning works.",
        ),
    }
    return uses.get(recipe, "")


def option_title(name: str) -> str:
    """One line for what can be set; the name itself where we have no better word."""
    t = QCoreApplication.translate
    titles = {
        "side": t("learning", "Side of the pictures, pixels"),
        "channels": t("learning", "Channels of the first stage"),
        "code_size": t("learning", "Numbers a photo is described by"),
        "gamma": t("learning", "Variety against sharpness, 0 to 1"),
        "lambda_k": t("learning", "How fast the balance is followed"),
        "lr_decay": t("learning", "Factor of the learning rate"),
        "lr_decay_every": t("learning", "Steps after which it is applied"),
        "colours": t("learning", "Colours: 1 grey, 3 colour"),
        "loss": t("learning", "Loss: mse or bce"),
        "filters": t("learning", "Filters of each convolution"),
        "margin": t("learning", "By how much others must be farther"),
        "temperature": t("learning", "Temperature of the similarities"),
        "vary": t("learning", "Moved and mirrored at random, 0 to 0.5"),
        "whitening": t("learning", "Strength of the whitening, 0 to 0.5"),
    }
    return titles.get(name, name)


def measure_title(name: str) -> str:
    t = QCoreApplication.translate
    titles = {
        "copies@1": t("learning", "edited copies found first"),
        "precision@5": t("learning", "nearest five with the same label"),
        "micro-AP": t("learning", "average precision of copies"),
        "bursts": t("learning", "neighbouring shots confused with copies"),
    }
    return titles.get(name, name)


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

"""What the networks say of themselves, for the translators; in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

WORDS = (
    QT_TRANSLATE_NOOP("networks", "Built-in"),
    QT_TRANSLATE_NOOP("networks", "MobileNetV2, GeM-pooled"),
    QT_TRANSLATE_NOOP(
        "networks", "Small and fast, needs no download; trained to recognise edited copies."
    ),
    QT_TRANSLATE_NOOP("networks", "Good at what a picture shows; slow."),
    QT_TRANSLATE_NOOP("networks", "A small classifier."),
    QT_TRANSLATE_NOOP("networks", "The yardstick the built-in network is measured against."),
    QT_TRANSLATE_NOOP("networks", "A small classifier, quick on processors."),
    QT_TRANSLATE_NOOP("networks", "The classic; slow without a graphics card."),
    QT_TRANSLATE_NOOP("networks", "An old, very large classifier."),
    QT_TRANSLATE_NOOP("networks", "A large transformer; wants a graphics card."),
    QT_TRANSLATE_NOOP(
        "networks",
        "MIT; trained by this project on freely licensed pictures, credited in README",
    ),
    QT_TRANSLATE_NOOP(
        "networks",
        "Weights: published by torchvision (BSD-3-Clause library), trained on ImageNet, whose "
        "pictures are for research; the weights themselves carry no licence.",
    ),
    QT_TRANSLATE_NOOP("networks", "Trained on your own pictures; theirs are the rights."),
)


def said_of_network(text: str) -> str:
    """A title, summary or licence of a network; names stay as they are."""
    return QCoreApplication.translate("networks", text)

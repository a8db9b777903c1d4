"""What a training says from its own process: the patterns, for the translators."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

PATTERNS = (
    QT_TRANSLATE_NOOP("training", "{path} cannot be written: {why}."),
    QT_TRANSLATE_NOOP("training", "Choose another folder for the training."),
    QT_TRANSLATE_NOOP("training", "The disk is full: {path} could not be written."),
    QT_TRANSLATE_NOOP(
        "training",
        "Free some space and start again: training goes on from the last checkpoint.",
    ),
    QT_TRANSLATE_NOOP(
        "training", "Training diverged at step {step}: the loss is no number any more."
    ),
    QT_TRANSLATE_NOOP("training", "Start again from the checkpoint with a lower --learning-rate."),
    QT_TRANSLATE_NOOP(
        "training",
        "{old:.1f} -> {new:.1f} % of {copies} edited copies found first, average "
        "precision {before:.3f} -> {after:.3f} (gain {low:+.3f} to {high:+.3f})",
    ),
    QT_TRANSLATE_NOOP(
        "training", "Not better, so the built-in network stays: {reason}. {numbers}."
    ),
    QT_TRANSLATE_NOOP("training", "neighbouring shots come nearer to copies"),
    QT_TRANSLATE_NOOP(
        "training",
        "{numbers}, neighbouring shots confused with copies {old:.2f} -> {new:.2f} %",
    ),
    QT_TRANSLATE_NOOP("training", "Better on held-out copies: {numbers}."),
    QT_TRANSLATE_NOOP("training", "fewer copies are found first"),
    QT_TRANSLATE_NOOP("training", "more strangers come before copies"),
    QT_TRANSLATE_NOOP("training", "the gain on held-out copies could be chance"),
    QT_TRANSLATE_NOOP("training", "{n} photos to learn from, {held} held out to measure with"),
    QT_TRANSLATE_NOOP(
        "training",
        "{n} edited views of each photo to learn from, {copies} edited copies to judge by",
    ),
    QT_TRANSLATE_NOOP("training", "{n} pictures to learn from, {held} to check with"),
    QT_TRANSLATE_NOOP("training", "{recipe} learns from labels."),
    QT_TRANSLATE_NOOP(
        "training",
        "Use folders or a CSV file as labels, or another recipe: contrastive, autoencoder"
        " and began need none.",
    ),
    QT_TRANSLATE_NOOP("training", "{name} is left out: {why}"),
    QT_TRANSLATE_NOOP("training", "{n} pictures could not be read and are left out."),
    QT_TRANSLATE_NOOP("training", "No picture could be read."),
    QT_TRANSLATE_NOOP("training", "Give folders or zip files with pictures in them."),
    QT_TRANSLATE_NOOP(
        "training", "Labels with one picture teach nothing and are left out: {named}."
    ),
    QT_TRANSLATE_NOOP(
        "training",
        "All {n} pictures have the label '{label}': there is nothing to tell apart.",
    ),
    QT_TRANSLATE_NOOP(
        "training",
        "Give pictures of at least two labels, or choose a recipe that needs none.",
    ),
    QT_TRANSLATE_NOOP("training", "No two pictures have the same label."),
    QT_TRANSLATE_NOOP(
        "training",
        "Put pictures that belong together into one folder, at least two in each.",
    ),
    QT_TRANSLATE_NOOP("training", "The labels {path} are empty."),
    QT_TRANSLATE_NOOP("training", "A line is: file,label."),
    QT_TRANSLATE_NOOP("training", "{path}, line {number}: not a file and a label, but '{row}'."),
    QT_TRANSLATE_NOOP(
        "training", "{path}, line {number}: {file} has the labels '{one}' and '{other}'."
    ),
    QT_TRANSLATE_NOOP("training", "Give each picture one label."),
    QT_TRANSLATE_NOOP("training", "None of the {n} files in {path} is among the pictures."),
    QT_TRANSLATE_NOOP("training", "Write paths as they are below --images, such as holiday/1.jpg."),
    QT_TRANSLATE_NOOP("training", "{n} files in {name} are not among the pictures."),
    QT_TRANSLATE_NOOP("training", "The labels {path} cannot be read: {why}."),
    QT_TRANSLATE_NOOP("training", "--labels takes folders, none, or a CSV file."),
    QT_TRANSLATE_NOOP("training", "The labels {path} are no CSV file in UTF-8: {why}."),
    QT_TRANSLATE_NOOP("training", "Save it as CSV, UTF-8."),
    QT_TRANSLATE_NOOP("training", "{path}: {file} is the name of {n} pictures."),
    QT_TRANSLATE_NOOP("training", "Write it with its folder."),
    QT_TRANSLATE_NOOP(
        "training", "{n} photos are too few to tune the network to; {needed} are needed."
    ),
    QT_TRANSLATE_NOOP("training", "Add photos to the library, or use the network as it is."),
)
"""With those of `trouble_words` every sentence of the rooms; a test holds that none is missing."""

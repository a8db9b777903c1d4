"""How well vectors know what a picture shows, and what they keep when it is turned."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.embedding.backend import Backend
from imgsim_desktop.embedding.learning.scores import class_precision, top_matches

Floats = NDArray[np.float32]
Classes = NDArray[np.int64]

PRECISION_AT = (1, 5, 10)
_SVM_FOLDS = 5
_SVM_MOST = 4_000
"""Pictures the SVM sees: a linear one learns no more from more of them, but takes minutes."""


def label_metrics(vectors: Floats, classes: Classes) -> dict[str, float]:
    """precision@k (share of the k nearest of the own class) and the accuracy of a linear SVM.

    vectors (n, d) of length 1, classes (n,); `chance` is what precision@k would be by drawing lots
    """
    found = {
        f"class precision@{k}": round(class_precision(vectors, classes, k), 4)
        for k in PRECISION_AT
        if k < len(vectors)
    }
    found["class chance"] = round(chance(classes), 4)
    svm = svm_accuracy(vectors, classes)
    return found if svm is None else {**found, "linear SVM": round(svm, 4)}


def chance(classes: Classes) -> float:
    """Probability that another picture, drawn by lot, is of the picture's class."""
    counts = np.bincount(classes)
    count = len(classes)
    return float((counts * (counts - 1)).sum() / max(count * (count - 1), 1))


def svm_accuracy(vectors: Floats, classes: Classes, seed: int = 1) -> float | None:
    """Accuracy of a linear SVM, mean of five folds; None with fewer than five of a class."""
    from sklearn.model_selection import StratifiedKFold, cross_val_score

    if len(np.unique(classes)) < 2 or np.bincount(classes)[np.unique(classes)].min() < _SVM_FOLDS:
        return None
    if len(vectors) > _SVM_MOST:
        rows = np.random.default_rng(seed).permutation(len(vectors))[:_SVM_MOST]
        vectors, classes = vectors[rows], classes[rows]
    folds = StratifiedKFold(_SVM_FOLDS, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # not converged: then it is as good as it got
        return float(cross_val_score(_svm(seed), vectors, classes, cv=folds).mean())


def svm_between(
    known: Floats, known_classes: Classes, asked: Floats, asked_classes: Classes, seed: int = 1
) -> float:
    """Accuracy on `asked` of a linear SVM that learnt from `known`."""
    model = _svm(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(known, known_classes)
    return float((model.predict(asked) == asked_classes).mean())


def kept_when_turned(backend: Backend, inputs: NDArray[np.uint8]) -> dict[str, float]:
    """Mean similarity of pictures to themselves turned by quarters and mirrored.

    inputs (n, side, side, 3) network inputs; turning them is exact. "another picture" is the mean
    similarity of two different ones, without which the others say nothing; "turned @1" is how often
    a turned or mirrored picture is nearer to its own upright one than to any other.
    """
    upright = backend.embed_batch(inputs)
    found, firsts = {}, []
    ways = {
        "turned 90": np.rot90(inputs, 1, axes=(1, 2)),
        "turned 180": np.rot90(inputs, 2, axes=(1, 2)),
        "turned 270": np.rot90(inputs, 3, axes=(1, 2)),
        "mirrored": inputs[:, :, ::-1],
    }
    for name, turned in ways.items():
        vectors = backend.embed_batch(np.ascontiguousarray(turned))
        found[name] = round(float((vectors * upright).sum(1).mean()), 4)
        nearest = top_matches(vectors, upright, 1)[0][:, 0]
        firsts.append((nearest == np.arange(len(upright))).mean())
    count = len(upright)
    if count > 1:
        total = float(upright.sum(0) @ upright.sum(0)) - count
        found["another picture"] = round(total / (count * (count - 1)), 4)
    found["turned @1"] = round(float(np.mean(firsts)), 4)
    return found


def _svm(seed: int):  # type: ignore[no-untyped-def]  # scikit-learn has no types
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import LinearSVC

    return make_pipeline(StandardScaler(), LinearSVC(C=0.01, random_state=seed, max_iter=2000))

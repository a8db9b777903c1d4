"""Whether new vectors are better than the old ones: same copies, same library, compared in pairs.

What decides is how sure the gain is, not how large: the photos are drawn again and again (paired
bootstrap), so that a handful of lucky photos does not change what a library is described with.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.errors import Sentence

Floats = NDArray[np.float32]

KEPT = 10
"""Strangers a question that can come before its own photo in the order of all pairs."""
DRAWS = 300
LEVEL = 0.95
SLACK = 0.002
"""Of recall and average precision: two copies of a thousand are no loss where the other one surely
gains."""
BURST_SLACK = 0.001
"""Share of (copy, burst) pairs that may change places: less is rounding, no loss."""
MAX_BURST_PAIRS = 500


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked: edited copies of some photos, searched for among all photos."""

    owners: NDArray[np.int64]
    """(q,) the photo each copy was made of, as a row of the library."""
    unclear: NDArray[np.bool_]
    """(q, n) photos that are neither right nor wrong: copies the library already has."""
    bursts: NDArray[np.int64]
    """(b, 2) rows of photos taken right after one another: alike, but no copies."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What one way to describe made of the questions; row i belongs to copy i."""

    own: Floats
    """(q,) similarity to the own photo."""
    strangers: Floats
    """(q, KEPT) the highest similarities to other photos, falling."""
    bursts: Floats
    """(b,) similarity within each pair of neighbours."""

    @property
    def first(self) -> NDArray[np.bool_]:
        """(q,) whether the own photo is the nearest one."""
        return np.asarray(self.own >= self.strangers[:, 0] - 1e-6)


@dataclass(frozen=True, slots=True)
class Gain:
    """Of one measure: old and new value, and where the difference surely lies."""

    old: float
    new: float
    low: float
    """LEVEL of all draws of photos lie between `low` and `high`."""
    high: float


@dataclass(frozen=True, slots=True)
class TrialResult:
    """Whether the new vectors may replace the old ones, and the numbers it rests on."""

    is_better: bool
    recall: Gain
    """Share of copies whose own photo is the nearest of the library."""
    precision: Gain
    """Micro-AP: one order of all pairs of all questions."""
    bursts: Gain | None
    """Share of (copy, neighbours) pairs in which the neighbours are the more alike; less is
    better. None: no neighbours are known."""
    copies: int
    photos: int
    """That were held out."""
    library: int

    @property
    def sentence(self) -> Sentence:
        """What came out, for the person."""
        gain, bursts = self.precision, self.bursts
        numbers = Sentence(
            "{old:.1f} -> {new:.1f} % of {copies} edited copies found first, average precision "
            "{before:.3f} -> {after:.3f} (gain {low:+.3f} to {high:+.3f})",
            old=100 * self.recall.old, new=100 * self.recall.new, copies=self.copies,
            before=gain.old, after=gain.new, low=gain.low, high=gain.high,
        )  # fmt: skip
        if bursts is not None:
            numbers = Sentence(
                "{numbers}, neighbouring shots confused with copies {old:.2f} -> {new:.2f} %",
                numbers=numbers, old=100 * bursts.old, new=100 * bursts.new,
            )  # fmt: skip
        if self.is_better:
            return Sentence("Better on held-out copies: {numbers}.", numbers=numbers)
        return Sentence(
            "Not better, so the built-in network stays: {reason}. {numbers}.",
            reason=self._reason,
            numbers=numbers,
        )

    @property
    def _reason(self) -> Sentence:
        if self.recall.new < self.recall.old - SLACK:
            return Sentence("fewer copies are found first")
        if self.precision.new < self.precision.old - SLACK:
            return Sentence("more strangers come before copies")
        if max(self.precision.low, self.recall.low) <= 0:
            return Sentence("the gain on held-out copies could be chance")
        return Sentence("neighbouring shots come nearer to copies")

    def as_facts(self) -> dict[str, float]:
        """For the facts in the file of a model."""
        facts = {
            "copies@1": self.recall.new,
            "copies@1 before": self.recall.old,
            "micro-AP": self.precision.new,
            "micro-AP before": self.precision.old,
        }
        if self.bursts is not None:
            facts |= {"bursts": self.bursts.new, "bursts before": self.bursts.old}
        return {name: round(value, 4) for name, value in facts.items()}


def answer(copies: Floats, library: Floats, questions: Questions) -> Answers:
    """Ask every question once.

    copies (q, d), library (n, d): vectors of length 1
    """
    own = np.empty(len(copies), np.float32)
    kept = min(KEPT, len(library) - 1)
    strangers = np.empty((len(copies), kept), np.float32)
    for start in range(0, len(copies), 512):
        part = slice(start, start + 512)
        similarity = copies[part] @ library.T
        rows = np.arange(len(similarity))
        own[part] = similarity[rows, questions.owners[part]]
        similarity[questions.unclear[part]] = -2
        similarity[rows, questions.owners[part]] = -2
        best = -np.partition(-similarity, kept - 1, axis=1)[:, :kept]
        strangers[part] = -np.sort(-best, axis=1)
    pairs = questions.bursts
    bursts = (library[pairs[:, 0]] * library[pairs[:, 1]]).sum(1)
    return Answers(own, strangers, np.asarray(bursts, np.float32))


def compare(old: Answers, new: Answers, questions: Questions, seed: int = 1) -> TrialResult:
    """Draw the held-out photos again DRAWS times and see whether the gain stays.

    Better: recall or average precision rises in nearly all draws, the other one does not fall by
    more than SLACK, and neighbouring shots do not come nearer to copies.
    """
    photos, place = np.unique(questions.owners, return_inverse=True)
    rng = np.random.default_rng(seed)
    orders = [_Order.of(answers) for answers in (old, new)]
    recalls, precisions = [], []
    for _ in range(DRAWS):
        drawn = np.bincount(rng.integers(0, len(photos), len(photos)), minlength=len(photos))
        weights = drawn[place].astype(np.float64)
        recalls.append(_difference([_share(a.first, weights) for a in (old, new)]))
        precisions.append(_difference([order.precision(weights) for order in orders]))
    every = np.ones(len(place))
    recall = _gain([_share(a.first, every) for a in (old, new)], recalls)
    precision = _gain([order.precision(every) for order in orders], precisions)
    bursts = _burst_gain(old, new, place, len(photos), rng) if len(old.bursts) else None
    is_better = (
        max(precision.low, recall.low) > 0
        and precision.new >= precision.old - SLACK
        and recall.new >= recall.old - SLACK
        and (bursts is None or bursts.new <= bursts.old + BURST_SLACK)
    )
    return TrialResult(
        is_better, recall, precision, bursts, len(place), len(photos), questions.unclear.shape[1]
    )


@dataclass(frozen=True, slots=True)
class _Order:
    """All pairs of all questions, the most similar first: sorted once, weighed often."""

    question: NDArray[np.int64]
    is_own: NDArray[np.bool_]

    @classmethod
    def of(cls, answers: Answers) -> _Order:
        values = np.concatenate((answers.own, answers.strangers.ravel()))
        count = len(answers.own)
        question = np.concatenate(
            (np.arange(count), np.repeat(np.arange(count), answers.strangers.shape[1]))
        )
        order = np.argsort(-values, kind="stable")
        return cls(question[order], order < count)

    def precision(self, weights: NDArray[np.float64]) -> float:
        """Micro-AP when question i counts weights[i] times."""
        each = weights[self.question]
        hits = np.cumsum(each * self.is_own)
        share = hits / np.maximum(np.cumsum(each), 1e-9)
        return float((share * each)[self.is_own].sum() / max(weights.sum(), 1e-9))


def _burst_gain(
    old: Answers, new: Answers, place: NDArray[np.int64], photos: int, rng: np.random.Generator
) -> Gain:
    confused = [_confused(answers) for answers in (old, new)]
    draws = []
    for _ in range(DRAWS):
        drawn = np.bincount(rng.integers(0, photos, photos), minlength=photos)[place]
        pairs = rng.integers(0, confused[0].shape[1], confused[0].shape[1])
        values = [(drawn @ table)[pairs].mean() / max(drawn.sum(), 1) for table in confused]
        draws.append(_difference(values))
    return _gain([float(table.mean()) for table in confused], draws)


def _confused(answers: Answers) -> Floats:
    """(q, b) 1 where the neighbours are more alike than copy and original; 0.5 where equal."""
    bursts = answers.bursts[: min(len(answers.bursts), MAX_BURST_PAIRS)]
    above = (bursts[None] > answers.own[:, None]).astype(np.float32)
    return np.asarray(above + 0.5 * (bursts[None] == answers.own[:, None]), np.float32)


def _share(chosen: NDArray[np.bool_], weights: NDArray[np.float64]) -> float:
    return float((chosen * weights).sum() / max(weights.sum(), 1e-9))


def _difference(values: list[float]) -> float:
    return values[1] - values[0]


def _gain(values: list[float], draws: list[float]) -> Gain:
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Gain(values[0], values[1], float(low), float(high))

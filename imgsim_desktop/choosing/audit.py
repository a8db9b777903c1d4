"""Before a whole lane is accepted: what would be marked, and the pairs a person should look at.

A random sample measures how often the suggestion is wrong; the riskiest pairs are looked at beside
it, because a sample of sixty hardly ever meets the one photo that matters.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import comb

from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.records import Group, Pair

SAMPLE = 60
RISKIEST = 20
SURENESS = 0.95
"""Of the bound on wrong suggestions."""

_PRECIOUS = frozenset({"has-gps", "has-keywords", "highest-rating", "has-date", "has-exif"})
"""Rules about what nobody can make again once the victim is gone."""
_FACT_RISK, _BETTER_RISK, _EDIT_RISK = 0.08, 0.04, 0.05
"""A fact only the victim has weighs as much as 8 % of doubt whether it is a copy at all."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One photo that would go, and the one that would stay for it."""

    group: Group
    keeper: int
    victim: int
    risk: float
    victim_better: tuple[str, ...] = ()
    """Rules by which the one that goes is the better one."""
    edits: tuple[str, ...] = ()
    confidence: float = 1.0
    keeper_better: tuple[str, ...] = ()
    """Rules to be named by which the one that stays is the better one."""


@dataclass(frozen=True, slots=True)
class Audit:
    """All that accepting these groups would mark."""

    groups: int
    photos: int
    size_bytes: int
    last_copies: int
    """Marked by hand before, without a verified copy that stays."""
    locked: int
    """Would go, but lie in locked folders: they stay."""
    riskiest: tuple[Pick, ...]
    """Riskiest first."""
    sample: tuple[Pick, ...]
    """Drawn at random from all others."""
    drawn_from: int
    """How many the sample was drawn from."""


def audit(
    review: Review,
    groups: Iterable[Group],
    pair_of: Callable[[int, int], Pair | None],
    *,
    seed: int = 0,
) -> Audit:
    """Look at what `Review.accept` would do with these groups; nothing is marked.

    pair_of  what was found out about two photos; None for equal files
    seed     the same seed draws the same sample
    """
    auditor = Auditor(review, pair_of)
    for group in groups:
        auditor.look_at(group)
    return auditor.audit(seed)


class Auditor:
    """The same, group by group, for a window that must not stand still: 10,000 take 1.8 s."""

    def __init__(self, review: Review, pair_of: Callable[[int, int], Pair | None]) -> None:
        self._review = review
        self._pair_of = pair_of
        self._picks: list[Pick] = []
        self._groups = self._size_bytes = self._last_copies = self._locked = 0

    def look_at(self, group: Group) -> None:
        """Look at one more; the review must not change until the last one was looked at."""
        review = self._review
        self._groups += 1
        if not review.members(group):
            return
        keeper, shown = review.keeper(group), review.shown_marks(group)
        goes_for = review.stays_for(group)
        verdicts = {verdict.photo_id: verdict for verdict in review.suggestion(group).verdicts}
        for photo, mark in shown.items():
            self._locked += review.is_locked(photo) and photo != keeper
            if mark is not Mark.TRASH:
                continue
            self._size_bytes += review.photo(photo).size_bytes
            kept = goes_for.get(photo, keeper)
            stays = shown.get(kept) is not Mark.TRASH and review.may_stand_for(kept, photo)
            self._last_copies += not stays
            better = verdicts[photo].keeper_worse
            pair = self._pair_of(kept, photo)
            self._picks.append(_pick(group, kept, photo, better, pair))

    def audit(self, seed: int = 0) -> Audit:
        """What was found; `seed` as in `audit`."""
        picks = sorted(self._picks, key=lambda pick: (-pick.risk, pick.victim))
        riskiest, others = picks[:RISKIEST], picks[RISKIEST:]
        sample = random.Random(seed).sample(others, min(SAMPLE, len(others)))
        return Audit(
            groups=self._groups,
            photos=len(picks),
            size_bytes=self._size_bytes,
            last_copies=self._last_copies,
            locked=self._locked,
            riskiest=tuple(riskiest),
            sample=tuple(sample),
            drawn_from=len(others),
        )


def most_wrong(drawn: int, wrong: int, of: int) -> float:
    """The share that is wrong at most, 95 % sure, if `wrong` of `drawn` random ones are.

    Clopper and Pearson, Biometrika 26 (1934): exact, and never too hopeful. Once all of them were
    looked at, it is what was seen.
    """
    if drawn >= of:
        return wrong / of if of else 0.0
    if wrong >= drawn:
        return 1.0
    low, high = wrong / drawn, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        if _chance_of_at_most(wrong, drawn, middle) > 1 - SURENESS:
            low = middle
        else:
            high = middle
    return high


def _chance_of_at_most(wrong: int, drawn: int, share: float) -> float:
    return sum(comb(drawn, k) * share**k * (1 - share) ** (drawn - k) for k in range(wrong + 1))


def _pick(
    group: Group, keeper: int, victim: int, better: tuple[str, ...], pair: Pair | None
) -> Pick:
    confidence = 1.0 if pair is None else pair.confidence
    edits = () if pair is None else pair.edits
    precious = len(_PRECIOUS.intersection(better))
    risk = (
        (1 - confidence)
        + _FACT_RISK * precious
        + _BETTER_RISK * (len(better) - precious)
        + _EDIT_RISK * len(edits)
    )
    return Pick(group, keeper, victim, risk, better, edits, confidence)

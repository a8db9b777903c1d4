"""Stars of copies that belong together although their keepers do not agree: average link.

The copy with the most pixels may be a screenshot that shows the photo small: then a frame or a deep
crop of the photo was verified against dozens of the others and not against that one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Ranks = NDArray[np.int64]

_LEAST_ACCEPTED: Final = 2
"""Accepted pairs between two stars: a single wrong one joins nothing, nor does a chain."""
_UNITS: Final = 1_000
"""Log-odds are summed as whole thousandths: no sum depends on the order of pairs."""


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """What was found out between pairs of photos or of stars, (m,) each; a < b."""

    a: Ranks
    b: Ranks
    odds: NDArray[np.int64]
    """Sum of the log-odds of the compared pairs, in thousandths."""
    compared: NDArray[np.int64]
    accepted: NDArray[np.int64]

    @classmethod
    def of_pairs(
        cls, a: Ranks, b: Ranks, log_odds: NDArray[np.float64], accepted: NDArray[np.bool_]
    ) -> Links:
        """Ends in any order, each pair once."""
        odds = np.rint(log_odds * _UNITS).astype(np.int64)
        low, high = np.minimum(a, b), np.maximum(a, b)
        return cls(low, high, odds, np.ones_like(odds), accepted.astype(np.int64))

    def where(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Links:
        return Links(*(column[rows] for column in self.columns))

    def agreeing(self) -> Links:
        return self.where((self.accepted >= _LEAST_ACCEPTED) & (self.odds > 0))

    def renamed(self, star_of: Ranks) -> Links:
        """Between stars instead of their members; what lies inside one is left out."""
        n = len(star_of)
        a, b = star_of[self.a], star_of[self.b]
        changed = (a != self.a) | (b != self.b)
        met = np.zeros(n, np.bool_)
        met[a[changed]] = met[b[changed]] = True
        again = met[a] | met[b]  # the others are sums already
        rest, rows = self.where(~again), np.flatnonzero(again & (a != b))
        if not len(rows):
            return rest
        ends = np.minimum(a, b)[rows] * n + np.maximum(a, b)[rows]
        order = np.argsort(ends)
        ends, rows = ends[order], rows[order]
        starts = np.flatnonzero(np.diff(ends, prepend=-1))
        sums = [np.add.reduceat(column[rows], starts) for column in self.columns[2:]]
        summed = (*np.divmod(ends[starts], n), *sums)
        return Links(*map(np.concatenate, zip(rest.columns, summed, strict=True)))

    @property
    def columns(self) -> tuple[NDArray[np.int64], ...]:
        return self.a, self.b, self.odds, self.compared, self.accepted


def join_stars(keeper_of: Ranks, links: Links) -> Ranks:
    """(n,) rank of the worthiest keeper of each photo's group, once stars that agree are one.

    keeper_of  (n,) rank of the keeper of each photo's star; itself for a keeper or a photo alone
    links      compared pairs of photos that speak for or against their stars being one

    Two stars agree if the mean log-odds of all pairs compared between them is above zero, and two
    of these pairs or more are accepted, by half of the smaller star and by as many photos of the
    other: one alone may be a collage. Those that agree best come first, each part of the graph at
    a time. A member that agrees better with another star than with its own counts as alone.
    """
    group = _without_those_drawn_away(keeper_of, links)
    pairs = links.where(links.accepted > 0)
    links = links.renamed(group)
    while True:
        size = np.bincount(group, minlength=len(group))
        agreeing = links.agreeing()
        agreeing = agreeing.where(np.maximum(size[agreeing.a], size[agreeing.b]) > 1)
        agreeing = agreeing.where(_are_many(agreeing, group, pairs, size))
        if not len(agreeing.a):
            return group
        target = _joined(agreeing, size)
        group = target[group]
        links = links.renamed(target)


def _without_those_drawn_away(keeper_of: Ranks, links: Links) -> Ranks:
    """Copies of two photos may have a collage for their keeper: each goes where its own kind is."""
    n = len(keeper_of)
    photos = np.concatenate([links.a, links.b])
    stars = keeper_of[np.concatenate([links.b, links.a])]
    accepted = np.tile(links.accepted, 2)
    outside = np.bincount(photos, accepted * (stars != keeper_of[photos]), n)
    asked = (outside >= _LEAST_ACCEPTED) & (keeper_of != np.arange(n))
    rows = np.flatnonzero(asked[photos])
    between = photos[rows] * n + stars[rows]
    order = np.argsort(between)
    between, rows = between[order], rows[order]
    starts = np.flatnonzero(np.diff(between, prepend=-1))
    if not len(starts):
        return keeper_of.copy()
    odds = np.add.reduceat(np.tile(links.odds, 2)[rows], starts)
    accepted = np.add.reduceat(accepted[rows], starts)
    photos, stars = np.divmod(between[starts], n)
    own = np.zeros(n, np.int64)
    is_own = stars == keeper_of[photos]
    own[photos[is_own]] = odds[is_own]
    away = ~is_own & (accepted >= _LEAST_ACCEPTED) & (odds > np.maximum(own[photos], 0))
    left = keeper_of.copy()
    left[photos[away]] = photos[away]
    return left


def _are_many(
    agreeing: Links, group: Ranks, pairs: Links, size: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether half of the smaller star, and as many of the larger, have accepted pairs."""
    n = len(group)
    stars = agreeing.a * n + agreeing.b
    order = np.argsort(stars)
    near = np.zeros(n, np.bool_)
    near[agreeing.a] = near[agreeing.b] = True
    inside = near[group[pairs.a]] & near[group[pairs.b]]
    photos = np.stack([pairs.a[inside], pairs.b[inside]])
    ends = group[photos]
    between = ends.min(0) * n + ends.max(0)
    at = np.searchsorted(stars, between, sorter=order)
    known = at < len(stars)
    known[known] = stars[order[at[known]]] == between[known]
    photos, ends, row = photos[:, known], ends[:, known], order[at[known]]
    many = np.ones(len(stars), np.bool_)
    half = (np.minimum(size[agreeing.a], size[agreeing.b]) + 1) // 2
    for star in (agreeing.a, agreeing.b):
        mine = np.where(ends[0] == star[row], photos[0], photos[1])
        rows = np.unique(row * n + mine) // n
        least = np.maximum(half, np.minimum(size[star], _LEAST_ACCEPTED))
        many &= np.bincount(rows, minlength=len(stars)) >= least
    return many


def _joined(agreeing: Links, size: NDArray[np.int64]) -> Ranks:
    """Rank of the star that each one is part of after this round: at least one pair joins."""
    n = len(size)
    mean = agreeing.odds / agreeing.compared
    stars = np.concatenate([agreeing.a, agreeing.b])
    partners = np.concatenate([agreeing.b, agreeing.a])
    order = np.lexsort((-partners, np.tile(mean, 2)))
    best = np.arange(n)
    best[stars[order]] = partners[order]  # the last one written stays
    target = np.arange(n)
    mutual = (best[agreeing.a] == agreeing.b) & (best[agreeing.b] == agreeing.a)
    target[agreeing.b[mutual]] = agreeing.a[mutual]
    # Photos alone need not queue up: each agrees with the star as it is. The worthier ones wait.
    alone = np.flatnonzero((size == 1) & (target == np.arange(n)) & (best < np.arange(n)))
    stays = (size[best[alone]] > 1) & (target[best[alone]] == best[alone])
    target[alone[stays]] = best[alone[stays]]
    return target

"""Photos that belong together: copies of one original, and themes with a name."""

from __future__ import annotations

from dataclasses import dataclass

from imgsim_desktop.records.pairs import PairKind


@dataclass(frozen=True, slots=True)
class Group:
    """Photos that are copies of one original, the one to keep first."""

    keeper: int
    members: tuple[int, ...]
    """Ids in falling order of worth; `members[0] == keeper`; each verified against the keeper, but
    those beside."""
    kind: PairKind
    """The loosest kind among the pairs with the keeper."""
    confidence: float
    """The lowest confidence among the pairs with the keeper."""
    beside: tuple[int, ...] = ()
    """Members that were verified against others of the group and not against the keeper: for its
    sake none of them may go."""


@dataclass(frozen=True, slots=True)
class NamedTheme:
    """A name a person gave to photos of one kind, and the contents it was given to."""

    name: str
    hashes: tuple[bytes, ...]
    """Content hashes, the theme's face first; none twice."""

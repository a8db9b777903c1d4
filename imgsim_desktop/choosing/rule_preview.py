"""What other rules would change, before they are taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from imgsim_desktop.choosing.marks import Review
from imgsim_desktop.choosing.rules import TIE, suggest_keeper
from imgsim_desktop.records import REMOVABLE_KINDS, Group


@dataclass(frozen=True, slots=True)
class KeeperChange:
    """One group in which another photo would be suggested to stay."""

    group: Group
    before: int
    after: int
    code: str
    """The rule that decides between the two now: a name in RULES, PREFERRED, TIE."""


def changed_keepers(
    review: Review,
    groups: Iterable[Group],
    rules: Sequence[str],
    locked: Sequence[Path] = (),
    preferred: Sequence[Path] = (),
) -> list[KeeperChange]:
    """Groups of copies still to be decided whose suggested keeper would be another one.

    Raises KnownError for a bad rule.
    """
    found = []
    for group in groups:
        members = review.members(group)
        if group.kind not in REMOVABLE_KINDS or len(members) < 2 or review.is_solved(group):
            continue
        before = review.suggestion(group).keeper
        wanted = suggest_keeper([review.photo(n) for n in members], rules, locked, preferred)
        if wanted.keeper != before:
            codes = {verdict.photo_id: verdict.code for verdict in wanted.verdicts}
            found.append(KeeperChange(group, before, wanted.keeper, codes.get(before, TIE)))
    return found

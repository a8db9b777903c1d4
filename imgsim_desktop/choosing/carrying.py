"""What would be lost with a copy: words, stars, date and place that the kept one does not have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from imgsim_desktop.choosing.followers import words_follow
from imgsim_desktop.choosing.marks import Review
from imgsim_desktop.choosing.plan import Planned
from imgsim_desktop.records import Description, Facts, Removal

PARTS = ("date", "place", "keywords", "rating", "caption")
"""What a description is made of; codes, translated by the doors."""

_SECOND_NS = 1_000_000_000

Describe = Callable[[Path, Sequence[Path]], Description]
"""All that is written about a photo: in it, in its own XMP, and in further files."""


def description_of(facts: Facts) -> Description:
    """As far as a scan has read it; captions are looked for at the commit."""
    is_shot = facts.is_shot_time
    return Description(
        taken_ns=facts.taken_ns if is_shot else None,
        latitude=facts.latitude,
        longitude=facts.longitude,
        keywords=facts.keywords,
        rating=facts.rating or None,
        utc_offset_min=facts.utc_offset_min if is_shot else None,
        taken_step_s=facts.taken_step_s if is_shot else 1,
    )


def only_in(loser: Description, keeper: Description) -> Description:
    """What the one knows and the other does not; nothing where both say something different."""
    has_place = keeper.latitude is not None
    tells_time = keeper.taken_ns is None or _tells_zone(loser, keeper)
    has_date = keeper.taken_ns is not None or keeper.made_ns is not None
    return Description(
        taken_ns=loser.taken_ns if tells_time else None,
        latitude=None if has_place else loser.latitude,
        longitude=None if has_place else loser.longitude,
        keywords=tuple(word for word in loser.keywords if word not in keeper.keywords),
        rating=loser.rating if keeper.rating is None else None,
        caption=loser.caption if keeper.caption is None else None,
        utc_offset_min=loser.utc_offset_min if tells_time else None,
        taken_step_s=loser.taken_step_s if tells_time else 1,
        made_ns=None if has_date or loser.taken_ns is not None else loser.made_ns,
        unread=tuple(
            said
            for said in loser.unread
            if said not in keeper.unread
            and not (keeper.caption is not None and said.startswith("caption:"))
        ),
    )


def _tells_zone(loser: Description, keeper: Description) -> bool:
    """Both say the same second, and only the one to go says by which clock."""
    if loser.taken_ns is None or keeper.taken_ns is None or keeper.utc_offset_min is not None:
        return False
    is_same = abs(loser.taken_ns - keeper.taken_ns) < _SECOND_NS
    return is_same and loser.utc_offset_min is not None and loser.taken_step_s == 1


def parts_of(description: Description) -> set[str]:
    """Codes of what it says something about."""
    dated = description.taken_ns if description.made_ns is None else description.made_ns
    unread = {said.partition(":")[0] for said in description.unread}
    values = (
        dated, description.latitude, description.keywords or ("keyword" in unread or None),
        description.rating, description.caption or ("caption" in unread or None),
    )  # fmt: skip
    return {part for part, value in zip(PARTS, values, strict=True) if value is not None}


def losses(review: Review, planned: Iterable[Planned]) -> Counter[str]:
    """How many photos to go know something of each part that their keeper does not, by the scan."""
    counts: Counter[str] = Counter()
    for plan in planned:
        if plan.keeper is not None:
            loser, keeper = (
                description_of(review.photo(number).facts) for number in (plan.victim, plan.keeper)
            )
            counts.update(parts_of(only_in(loser, keeper)))
    return counts


def with_carried(removals: Iterable[Removal], describe: Describe) -> list[Removal]:
    """The removals, each with what only its victim knows, read again from the files.

    describe  called with the victim and its sidecars, and with the keeper
    """
    known: dict[Path, Description] = {}
    result = []
    for removal in removals:
        carried = None
        if removal.keeper is not None and not words_follow(removal.follows):
            path = removal.keeper.path
            if path not in known:
                known[path] = describe(path, ())
            loser = describe(removal.victim.path, removal.sidecars)
            carried = only_in(loser, known[path]) or None
        result.append(replace(removal, carried=carried))
    return result

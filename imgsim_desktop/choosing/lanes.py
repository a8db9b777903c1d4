"""The queue of a review: groups sorted into lanes, most worth doing first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from imgsim_desktop.errors import translatable
from imgsim_desktop.records import Group, PairKind


class Lane(StrEnum):
    """What a group asks of the user, strictest first; codes; LANE_WORDS says them."""

    IDENTICAL = "identical"
    """Nothing is lost by removing one: equal bytes or equal pixels."""
    SAME_PICTURE = "same-picture"
    """Saved again or resized."""
    EDITED = "edited"
    """Cropped, turned, recoloured ...: somebody may have wanted it so."""
    VARIANT = "variant"
    """The same picture with other words, another face or another colour: to look at."""
    BURST = "burst"
    """Other shots of one moment: to look at; nothing is suggested for removal."""
    SIMILAR = "similar"
    """Look alike only; nothing is suggested for removal."""
    SOLVED = "solved"
    """Decided already."""


LANE_WORDS: Mapping[Lane, str] = {
    Lane.IDENTICAL: translatable("Identical"),
    Lane.SAME_PICTURE: translatable("Same picture"),
    Lane.EDITED: translatable("Edited"),
    Lane.VARIANT: translatable("Variants"),
    Lane.BURST: translatable("Bursts"),
    Lane.SIMILAR: translatable("Look alike"),
    Lane.SOLVED: translatable("Solved"),
}
"""Names of the lanes."""

LANE_MEANINGS: Mapping[Lane, str] = {
    Lane.IDENTICAL: translatable("The same file, or the same pixels, more than once."),
    Lane.SAME_PICTURE: translatable("The same picture saved again or in another size."),
    Lane.EDITED: translatable("Cropped, turned, recoloured, framed or written over."),
    Lane.VARIANT: translatable(
        "The same picture with other words, another face or another colour somewhere. To look at: "
        "nothing is marked for you."
    ),
    Lane.BURST: translatable(
        "Other shots of the same moment. To look at: nothing is marked for you."
    ),
    Lane.SIMILAR: translatable(
        "Different photos that look alike. To look at: nothing is marked for you."
    ),
    Lane.SOLVED: translatable("What you have decided. You can open it again."),
}
"""What lies in a lane, in a sentence."""

LANE_OF: dict[PairKind, Lane] = {
    PairKind.IDENTICAL: Lane.IDENTICAL,
    PairKind.SAME_PIXELS: Lane.IDENTICAL,
    PairKind.SAME_PICTURE: Lane.SAME_PICTURE,
    PairKind.EDITED: Lane.EDITED,
    PairKind.VARIANT: Lane.VARIANT,
    PairKind.BURST: Lane.BURST,
    PairKind.SIMILAR: Lane.SIMILAR,
}

BROWSE_ONLY = frozenset({Lane.VARIANT, Lane.BURST, Lane.SIMILAR})
"""Lanes in which the program never marks anything by itself."""

TODO = tuple(lane for lane in Lane if lane not in BROWSE_ONLY and lane is not Lane.SOLVED)
"""Lanes in which something waits to be decided, strictest first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One group in the queue."""

    group: Group
    lane: Lane
    reclaim_bytes: int
    """What all members but the keeper and those beside take up on the disk."""

    @property
    def worth(self) -> float:
        """Bytes to expect back: a sure small group may come before a doubtful big one."""
        return self.reclaim_bytes * self.group.confidence


def build_queue(
    groups: Iterable[Group],
    size_of: Callable[[int], int],
    is_solved: Callable[[Group], bool],
) -> dict[Lane, list[Entry]]:
    """Sort groups of photos into all lanes, each by falling worth, then by keeper.

    size_of    bytes of a photo
    is_solved  True where the user has decided about exactly these members
    """
    lanes: dict[Lane, list[Entry]] = {lane: [] for lane in Lane}
    for group in groups:
        lane = Lane.SOLVED if is_solved(group) else LANE_OF[group.kind]
        stay = (group.keeper, *group.beside)
        reclaim = sum(map(size_of, group.members)) - sum(map(size_of, stay))
        lanes[lane].append(Entry(group, lane, reclaim))
    for entries in lanes.values():
        entries.sort(key=queue_order)
    return lanes


def queue_order(entry: Entry) -> tuple[float, int]:
    """Sort key of a lane: most worth doing first, then by keeper."""
    return -entry.worth, entry.group.keeper

"""Which of the photos to go can be replaced by a link: those with the bytes of one that stays."""

from __future__ import annotations

from collections.abc import Sequence

from imgsim_desktop.choosing.marks import Review
from imgsim_desktop.choosing.plan import Planned


def linkable(review: Review, planned: Sequence[Planned]) -> list[Planned]:
    """The planned photos whose bytes a member of their group has that stays, with that keeper.

    Equal bytes are the strongest proof there is, so the keeper may be another than the one the
    plan names: of a large picture and two equal small ones that go, none is linked; of a large
    one and two equal small ones of which one stays, the other one is.
    """
    going = {plan.victim for plan in planned}
    found = []
    for plan in planned:
        group = review.group_of(plan.victim)
        members = () if group is None else review.members(group)
        content = review.photo(plan.victim).content_hash
        stays = (p for p in members if p not in going and review.photo(p).is_online)
        equal = [photo for photo in stays if review.photo(photo).content_hash == content]
        if plan.keeper in equal:
            found.append(plan)
        elif equal:
            found.append(Planned(plan.victim, equal[0]))
    return found

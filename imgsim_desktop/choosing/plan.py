"""What goes at the commit: each marked photo with a kept one that was verified against it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from imgsim_desktop.choosing.decisions import Wish
from imgsim_desktop.choosing.rules import Suggestion
from imgsim_desktop.records import Cell, Change, DecisionKind, FileStamp, Group, Photo, Removal


class Groups(Protocol):
    """What a plan asks of a review."""

    def group_of(self, photo: int, /) -> Group | None: ...
    def members(self, group: Group, /) -> tuple[int, ...]: ...
    def keeper(self, group: Group, /) -> int: ...
    def suggestion(self, group: Group, /) -> Suggestion: ...
    def photo(self, number: int, /) -> Photo: ...
    def may_go(self, photo: int, /) -> bool: ...
    def may_stand_for(self, keeper: int, victim: int, /) -> bool: ...
    def holds_all(self, kept: int, gone: int, /) -> bool: ...
    def shot_goes(self, photo: int, /) -> bool: ...
    def shot_of(self, photo: int, /) -> Collection[int]: ...


@dataclass(frozen=True, slots=True)
class Planned:
    """One photo to go at the commit."""

    victim: int
    keeper: int | None
    """A kept photo the victim was itself verified against; None: a last copy goes."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What the commit would do."""

    groups: int
    photos: int
    size_bytes: int
    last_copies: int
    """Photos marked to go without a verified copy that stays; they need a confirmation."""

    def changed(self, before: Totals, after: Totals) -> Totals:
        """The sums once a part of them is another one."""
        return Totals(
            self.groups + after.groups - before.groups,
            self.photos + after.photos - before.photos,
            self.size_bytes + after.size_bytes - before.size_bytes,
            self.last_copies + after.last_copies - before.last_copies,
        )


NOTHING = Totals(0, 0, 0, 0)


class Plans:
    """The plan of each group, worked out once and again only after a change about it."""

    def __init__(self, review: Groups) -> None:
        self._review = review
        self._plans: dict[Group, tuple[Planned, ...]] = {}
        self._counted: dict[Group, Totals] = {}
        self._sums = NOTHING
        """Over all in `_counted`; kept, because it is asked for after every key."""
        self._changed: dict[Group, None] = {}
        """Groups to be counted again."""
        self._is_counted = False
        self._trash: dict[int, None] = {}
        """Photos marked to go, in the order of their marks."""
        self._wards: dict[int, set[int]] = {}
        """Photos that went at earlier commits, by the photo they were kept for."""

    def clear(self) -> None:
        """Other groups or rules: every plan may be another one."""
        self._plans.clear()
        self._counted.clear()
        self._changed.clear()
        self._sums = NOTHING
        self._is_counted = False

    def forget(self, group: Group) -> None:
        """Something about this group has changed."""
        self._plans.pop(group, None)
        self._changed[group] = None

    def changed(self, change: Change) -> None:
        """A cell has another value: photos are marked, or others stand for what went."""
        photo = change.cell.photos[0]
        if change.cell.kind is DecisionKind.MARK:
            self._trash.pop(photo, None)
            if change.after == "trash":
                self._trash[photo] = None
        elif change.cell.kind is DecisionKind.STANDS_FOR:
            if change.before is not None:
                self._wards[int(change.before)].discard(photo)
            if change.after is not None:
                self._wards.setdefault(int(change.after), set()).add(photo)

    def wards_of(self, photo: int) -> list[int]:
        """What went at earlier commits because this one stayed."""
        return sorted(self._wards.get(photo, ()))

    def all(self) -> list[tuple[Planned, ...]]:
        """Plans of the groups in which something goes, in the order of the groups' first mark."""
        return [plan for plan in map(self._plan, self._groups()) if plan]

    def _groups(self) -> list[Group]:
        found = (self._review.group_of(photo) for photo in self._trash)
        return list(dict.fromkeys(group for group in found if group is not None))

    def totals(self) -> Totals:
        """Sums over all plans, last copies included; only what changed is counted again."""
        if not self._is_counted:
            self._changed.update(dict.fromkeys(self._groups()))
            self._is_counted = True
        for group in self._changed:
            now = self._totals_of(self._plan(group))
            self._sums = self._sums.changed(self._counted.pop(group, NOTHING), now)
            if now.photos:
                self._counted[group] = now
        self._changed.clear()
        return self._sums

    def _totals_of(self, plan: Sequence[Planned]) -> Totals:
        return Totals(
            groups=int(bool(plan)),
            photos=len(plan),
            size_bytes=sum(self._review.photo(planned.victim).size_bytes for planned in plan),
            last_copies=sum(planned.keeper is None for planned in plan),
        )

    def carried_out(
        self, done: Mapping[int, str], planned: Iterable[Planned], *, as_links: bool
    ) -> list[Wish]:
        """What a commit changes: who went, and who stays for them and for all they stayed for.

        done  entry of the journal by photo; what failed stays marked
        """
        wishes: list[Wish] = []
        for plan in planned:
            if plan.victim in done:
                own = (plan.victim,)
                wishes += [
                    (Cell(DecisionKind.GONE, own), done[plan.victim]),
                    (Cell(DecisionKind.MARK, own), None),
                ]
                if as_links:
                    wishes.append((Cell(DecisionKind.LINKED, own), plan.keeper))
                for ward in sorted({plan.victim, *self.wards_of(plan.victim)}):
                    wishes.append((Cell(DecisionKind.STANDS_FOR, (ward,)), plan.keeper))
        return wishes

    def _plan(self, group: Group) -> tuple[Planned, ...]:
        if group not in self._plans:
            review = self._review
            going = [p for p in review.members(group) if p in self._trash and review.may_go(p)]
            victims = [p for p in going if review.group_of(p) is group and review.shot_goes(p)]
            plan: list[Planned] = []
            if victims:
                order = (review.keeper(group), *review.suggestion(group).order)
                kept = [p for p in order if p not in going and review.photo(p).is_online]
                plan = [Planned(victim, self.keeper_for(victim, kept)) for victim in victims]
            self._plans[group] = tuple(planned for planned in plan if self.is_known(planned))
        return self._plans[group]

    def is_known(self, planned: Planned) -> bool:
        """What a file holds must have been read before it goes, unless equal bytes stay.

        Marks of an older version wait until the next scan has read the file again.
        """
        photo = self._review.photo(planned.victim)
        if photo.facts.holdings is not None:
            return True
        kept = None if planned.keeper is None else self._review.photo(planned.keeper)
        return kept is not None and kept.content_hash == photo.content_hash

    def keeper_for(self, victim: int, kept: Sequence[int]) -> int | None:
        """The first kept photo verified against the victim and all that it stands for.

        Of several, one whose file holds all that the victim's holds.
        """
        stands_for = [victim, *self.wards_of(victim)]
        found = [
            keeper
            for keeper in kept
            if all(self._review.may_stand_for(keeper, photo) for photo in stands_for)
        ]
        whole = (keeper for keeper in found if self._review.holds_all(keeper, victim))
        return next(whole, next(iter(found), None))


def whole_shots(review: Groups, planned: Iterable[Planned]) -> list[Planned]:
    """Without photos of whose exposure another file would be left."""
    planned = list(planned)
    going = {plan.victim for plan in planned}
    return [plan for plan in planned if going.issuperset(review.shot_of(plan.victim))]


def removals_of(review: Groups, planned: Iterable[Planned]) -> list[Removal]:
    """As records, to be checked against the disk; sidecars are added by `units`."""
    return [
        Removal(
            stamp_of(review.photo(plan.victim)),
            None if plan.keeper is None else stamp_of(review.photo(plan.keeper)),
            shot=tuple(review.photo(n).path for n in sorted(review.shot_of(plan.victim))),
            knows_loss=plan.keeper is not None and not review.holds_all(plan.keeper, plan.victim),
            why=_why(review, plan.victim),
        )
        for plan in planned
    ]


def _why(review: Groups, photo: int) -> str:
    """Kind, confidence and deciding rule, in codes: "edited 0.97 largest-picture"."""
    group = review.group_of(photo)
    if group is None or photo not in review.members(group):
        return ""  # groups changed since it was planned
    rules = {verdict.photo_id: verdict.code for verdict in review.suggestion(group).verdicts}
    return f"{group.kind.value} {group.confidence:.2f} {rules[photo]}"


def stamp_of(photo: Photo) -> FileStamp:
    """A file as it was when the decision was made."""
    return FileStamp(photo.path, photo.size_bytes, photo.mtime_ns, photo.content_hash)

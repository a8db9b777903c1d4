"""A review: what the user decided about groups; no file is touched, no Qt.

All that was decided is kept in cells (see `decisions.Kind`), so undo takes back whatever it was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from imgsim_desktop.choosing.advice import Advice
from imgsim_desktop.choosing.decisions import Standing, Steps, Wish, bond_all
from imgsim_desktop.choosing.holdings import lost_beside
from imgsim_desktop.choosing.plan import Planned, Plans, Totals, removals_of, whole_shots
from imgsim_desktop.choosing.rules import DEFAULT_RULES, Suggestion
from imgsim_desktop.records import (
    REMOVABLE_KINDS,
    Cell,
    Change,
    DecisionKind,
    Group,
    History,
    PairKind,
    Photo,
    Removal,
    Step,
    StepChanges,
    Value,
)

_SUGGESTED = frozenset({"accept", "accept-lane", "lens", "teach"})
"""Actions that set marks by what the program suggests."""
_AS_TO_WHO = frozenset({DecisionKind.GONE, DecisionKind.LINKED, DecisionKind.APART})
"""The only decisions by which photos leave a group, or come back to it."""


class Mark(StrEnum):
    """What is to become of a photo."""

    KEEP = "keep"
    TRASH = "trash"


class Review:
    """Decisions over groups of photos, each photo in at most one group of copies."""

    def __init__(
        self,
        groups: Iterable[Group],
        photo_of: Callable[[int], Photo],
        *,
        rules: Sequence[str] = DEFAULT_RULES,
        locked: Sequence[Path] = (),
        preferred: Sequence[Path] = (),
        is_verified: Callable[[int, int], bool] | None = None,
        history: History | None = None,
        shot_of: Callable[[int], Collection[int]] = lambda _photo: (),
        replaces: Callable[[int, int], bool] = lambda _kept, _gone: False,
    ) -> None:
        """photo_of     the photo of an id
        is_verified  whether two photos were compared and are copies; without it only what a
                     group says is known: each member not beside was verified against its keeper
        history      what `history` gave; photos that are in no group any more do no harm
        shot_of      the other files of a photo's exposure, with which it goes or stays
        replaces     whether the user said that the first stands for the second, whatever it holds
        """
        self._photo_of = photo_of
        self._compared = is_verified
        self._shot_of = shot_of
        self._replaces = replaces
        self._steps = Steps(self._changed)
        self._standing = Standing()
        self._members: dict[tuple[int, tuple[int, ...]], tuple[int, ...]] = {}
        self._advice = Advice(photo_of)
        self._plans = Plans(self)
        self.set_groups(groups)
        self.set_rules(rules, locked, preferred)
        if history is not None:
            self._steps.load(history)

    def set_groups(self, groups: Iterable[Group]) -> None:
        """Other groups of the same library (slider, new photos); all decisions stay.

        The kept one of a group of copies may be in a burst as well: copies come first, and what
        goes is planned in the first group of a photo, against what it was verified with.
        """
        self.groups = list(groups)
        self._groups_of: dict[int, list[Group]] = {}
        for group in self.groups:
            for photo in group.members:
                self._groups_of.setdefault(photo, []).append(group)
        self._advice.clear()
        self._plans.clear()
        self._members.clear()

    def set_rules(
        self, rules: Sequence[str], locked: Sequence[Path] = (), preferred: Sequence[Path] = ()
    ) -> None:
        """Suggest by other rules; decisions stay. Raises KnownError for a bad rule."""
        self._advice.set_rules(rules, locked, preferred)
        self._plans.clear()

    # What is

    def group_of(self, photo: int) -> Group | None:
        """The group a photo is in now; of several the one of copies."""
        return next(iter(self._groups_of.get(photo, ())), None)

    def groups_of(self, photo: int) -> Sequence[Group]:
        """All groups a photo is in now: copies, then bursts and look-alikes."""
        return self._groups_of.get(photo, ())

    def members(self, group: Group) -> tuple[int, ...]:
        """The photos still in question: not gone, and not told apart from the group's keeper."""
        return self._in_question(group)

    def _in_question(self, group: Group) -> tuple[int, ...]:
        """Asked for a dozen times after each key: worked out once, until `_AS_TO_WHO` changes."""
        who = (group.keeper, group.members)
        if who not in self._members:
            self._members[who] = self._still_in(group)
        return self._members[who]

    def _still_in(self, group: Group) -> tuple[int, ...]:
        return tuple(
            photo
            for photo in group.members
            if not self._is_gone(photo, group) and not self._standing.are_apart(photo, group.keeper)
        )

    def _is_gone(self, photo: int, group: Group) -> bool:
        """Removed; a name that became a link counts where the file it leads to is not listed:
        of several hard links a walk lists the first, whichever was kept."""
        linked_to = self._steps.photo(DecisionKind.LINKED, photo)
        is_here = linked_to is not None and linked_to not in group.members
        return self._steps.get(DecisionKind.GONE, photo) is not None and not is_here

    def mark_of(self, photo: int) -> Mark | None:
        """What the user said; None: nothing yet."""
        value = self._steps.text(DecisionKind.MARK, photo)
        return None if value is None else Mark(value)

    def is_locked(self, photo: int) -> bool:
        """Whether it lies in a locked folder and can never be marked to go."""
        return self._advice.is_locked(photo)

    def photo(self, number: int) -> Photo:
        """The photo of an id."""
        return self._photo_of(number)

    def may_go(self, photo: int) -> bool:
        """Whether it can be removed at all: reachable, and in no locked folder."""
        return self._photo_of(photo).is_online and not self.is_locked(photo)

    def is_verified(self, a: int, b: int) -> bool:
        """Whether two photos were themselves compared and are copies, and nobody says no."""
        if self._standing.are_apart(a, b):
            return False
        if self._photo_of(a).content_hash == self._photo_of(b).content_hash:
            return True
        if self._compared is not None:
            return self._compared(a, b)
        group = self.group_of(a)
        if group is None or group.kind not in REMOVABLE_KINDS:
            return False
        if group.keeper not in (a, b) or b not in group.members:
            return False
        return a not in group.beside and b not in group.beside

    def holds_all(self, kept: int, gone: int) -> bool:
        """Whether nothing that the file of `gone` holds would be lost while `kept` stays.

        Whatever the rules say, what holds more is not suggested to go; the user may mark it.
        """
        if self._replaces(kept, gone):
            return True
        is_fixed = self.is_locked(kept)
        return not lost_beside(self._photo_of(kept), self._photo_of(gone), is_fixed=is_fixed)

    def shot_goes(self, photo: int) -> bool:
        """Whether all other files of its exposure go with it, or are gone: it goes only then."""
        return all(
            self.mark_of(other) is Mark.TRASH and self.may_go(other)
            for other in self.shot_of(photo)
        )

    def shot_of(self, photo: int) -> list[int]:
        """The other files of its exposure that are still here."""
        others = self._shot_of(photo)
        return [n for n in others if self._steps.get(DecisionKind.GONE, n) is None]

    def may_stand_for(self, keeper: int, victim: int) -> bool:
        """Whether one can stay instead of the other: a verified copy of it, and not damaged.

        The commit refuses a damaged keeper, so none is suggested that it would refuse.
        """
        return self._photo_of(keeper).facts.damage is None and self.is_verified(victim, keeper)

    def is_solved(self, group: Group) -> bool:
        """Decided: nothing is left to choose from, or all members were in one decided group.

        A new member opens a group again.
        """
        members = self._in_question(group)
        return len(members) < 2 or self._standing.is_decided(members)

    def is_skipped(self, group: Group) -> bool:
        """Left for later."""
        return self._steps.get(DecisionKind.SKIPPED, *group.members) is not None

    def suggestion(self, group: Group) -> Suggestion:
        """Order and reasons by the rules, for the members in question; there must be one."""
        is_burst = group.kind is PairKind.BURST
        return self._advice.suggestion(self._in_question(group), is_burst=is_burst)

    def keeper(self, group: Group) -> int:
        """The one to keep: the user's choice, else the best one not marked to go."""
        order = self.suggestion(group).order
        chosen = self._steps.photo(DecisionKind.KEEPER, *group.members)
        if chosen is not None and chosen in order:
            order = (chosen, *order)
        kept = (photo for photo in order if self.mark_of(photo) is not Mark.TRASH)
        return next(kept, order[0])

    def shown_marks(self, group: Group) -> dict[int, Mark | None]:
        """The user's marks, and where there are none what is suggested; for `accept`.

        Suggested to go is only what was itself verified against the keeper, or against another one
        that stays because it was not, and whose file holds nothing the other's lacks; in groups of
        copies.
        """
        keeper, goes_for = self.keeper(group), self.stays_for(group)
        shown: dict[int, Mark | None] = {}
        for photo in self.suggestion(group).order:
            mark = self.mark_of(photo)
            if mark is None and photo == keeper:
                mark = Mark.KEEP
            elif mark is None and photo in goes_for:
                mark = Mark.TRASH
            shown[photo] = mark
        return shown

    def stays_for(self, group: Group) -> dict[int, int]:
        """What is suggested to go, each with the first that stays and was verified against it.

        Of a RAW and its JPEG neither is suggested unless both are.
        """
        found = self._may_go_for(group)
        return {photo: kept for photo, kept in found.items() if self._is_whole_shot(photo)}

    def _is_whole_shot(self, photo: int) -> bool:
        for other in self.shot_of(photo):
            group = self.group_of(other)
            is_suggested = group is not None and other in self._may_go_for(group)
            if not (is_suggested or self.mark_of(other) is Mark.TRASH):
                return False
        return True

    def _may_go_for(self, group: Group) -> dict[int, int]:
        """As `stays_for`, of each photo by itself."""
        keeper = self.keeper(group)
        if group.kind not in REMOVABLE_KINDS or self.mark_of(keeper) is Mark.TRASH:
            return {}
        goes_for: dict[int, int] = {}
        stays = [keeper]
        for photo in self.suggestion(group).order:
            if photo == keeper or self.mark_of(photo) is not None or not self.may_go(photo):
                continue
            copies = [other for other in stays if self.may_stand_for(other, photo)]
            kept = next((other for other in copies if self.holds_all(other, photo)), None)
            if kept is not None:
                goes_for[photo] = kept
            elif group.beside or copies:
                stays.append(photo)
        return goes_for

    # What the user does; each is one step

    def mark(self, photos: Iterable[int], mark: Mark | None) -> None:
        """Mark photos, or with None take marks back. Raises KnownError for a locked photo."""
        photos = list(photos)
        if mark is Mark.TRASH:
            self._advice.refuse_locked(photos)
        self._steps.do("mark", [(_mark(photo), mark) for photo in photos])

    def mark_each(self, marks: Mapping[int, Mark], action: str) -> None:
        """Many different marks as one step. Raises KnownError for a locked photo to go."""
        self._advice.refuse_locked([photo for photo, mark in marks.items() if mark is Mark.TRASH])
        self._steps.do(action, [(_mark(photo), mark) for photo, mark in marks.items()])

    def toggle(self, photo: int, group: Group | None = None) -> None:
        """Keep what would go, let go what would stay; from what is shown, in this group."""
        group = self.group_of(photo) if group is None else group
        shown = self.mark_of(photo)
        if group is not None and photo in self._in_question(group):
            shown = self.shown_marks(group).get(photo)
        self.mark([photo], Mark.KEEP if shown is Mark.TRASH else Mark.TRASH)

    def withdraw(self) -> tuple[int, ...]:
        """Take back marks to go that were suggested, and would lose what only that file holds.

        Such marks were set before this was asked, or before the files were read again; the user's
        own marks stay, and so do those of files not read yet. Their groups are open again. One
        step; returns the photos.
        """
        actions = self._steps.last_actions(DecisionKind.MARK)
        taken = tuple(
            plan.victim
            for plan in self.planned()
            if plan.keeper is not None
            and not self.holds_all(plan.keeper, plan.victim)
            and self._photo_of(plan.keeper).facts.holdings is not None
            and actions.get(_mark(plan.victim)) in _SUGGESTED
        )
        self._take_back(taken)
        return taken

    def withdraw_unseen(
        self, is_unseen: Callable[[int, int], bool], *, also_own: bool
    ) -> tuple[int, ...]:
        """Take back marks to go of photos that no photo which stays was verified against any more.

        is_unseen  whether two photos count as copies no longer since they were looked at in full
                   size, or have not been looked at
        also_own   the user's own marks, too: those that were set before anything was looked at

        A photo whose whole group is to go stays marked: a last copy was the user's own wish.
        Their groups are open again. One step; returns the photos.
        """
        actions = self._steps.last_actions(DecisionKind.MARK)
        taken = tuple(
            plan.victim
            for plan in self.planned(confirmed_last_copies=True)
            if plan.keeper is None
            and (also_own or actions.get(_mark(plan.victim)) in _SUGGESTED)
            and any(is_unseen(plan.victim, other) for other in self._staying_with(plan.victim))
        )
        self._take_back(taken)
        return taken

    def _staying_with(self, photo: int) -> set[int]:
        """Photos of its groups that are not marked to go."""
        members = {p for group in self.groups_of(photo) for p in self.members(group)}
        return {p for p in members - {photo} if self.mark_of(p) is not Mark.TRASH}

    def _take_back(self, taken: Collection[int]) -> None:
        """Unmark, and open the groups again, as one step."""
        solved = [
            cell
            for cell in self._steps.cells
            if cell.kind is DecisionKind.SOLVED and not set(taken).isdisjoint(cell.photos)
        ]
        self._steps.do(
            "withdraw", [*((_mark(p), None) for p in taken), *((cell, None) for cell in solved)]
        )

    def accept(self, groups: Iterable[Group], action: str = "accept") -> None:
        """Take the marks shown, of one group or of a whole lane, and call the groups solved."""
        wishes: list[Wish] = []
        for group in groups:
            if self._in_question(group):
                wishes += [(_mark(p), mark) for p, mark in self.shown_marks(group).items()]
            wishes += self._solve(group, "accepted")
        self._steps.do(action, wishes)

    def keep_only(self, group: Group, *photos: int) -> None:
        """Keep these, at least one, let all others go that may."""
        self._keep(group, set(photos), "keep-only")

    def keep_best(self, group: Group, count: int) -> None:
        """Keep the best `count` (at least one) of a burst, let the others go that may."""
        self._keep(group, set(self.suggestion(group).order[: max(count, 1)]), "keep-best")

    def keep_all(self, *groups: Group) -> None:
        """Keep every member, and do not ask again in this review."""
        wishes: list[Wish] = []
        for group in groups:
            wishes += [(_mark(photo), Mark.KEEP) for photo in self._in_question(group)]
            wishes += self._solve(group, "kept")
        self._steps.do("keep-all", wishes)

    def not_duplicates(self, *groups: Group) -> None:
        """None of these shows the same picture as another: remember it for each pair."""
        self._remember(DecisionKind.APART, "not-duplicates", groups)

    def keep_related(self, *groups: Group) -> None:
        """They belong together and all stay: remember it for each pair."""
        self._remember(DecisionKind.RELATED, "related", groups)

    def decide(self, marks: Iterable[tuple[Group, Mapping[int, Mark]]], action: str) -> None:
        """Mark photos of several groups and call the groups solved, in one step.

        Raises KnownError for a locked photo that is to go; nothing is changed then.
        """
        wishes: list[Wish] = []
        for group, wanted in marks:
            self._advice.refuse_locked(p for p, mark in wanted.items() if mark is Mark.TRASH)
            wishes += [(_mark(photo), mark) for photo, mark in wanted.items()]
            wishes += self._solve(group, "accepted")
        self._steps.do(action, wishes)

    def split(self, group: Group, photo: int) -> None:
        """This one does not belong to the others: remember it, and go on with the rest."""
        others = [other for other in group.members if other != photo]
        apart = [wish for other in others for wish in bond_all(DecisionKind.APART, (photo, other))]
        self._steps.do("split", [*apart, (_mark(photo), None)])

    def choose_keeper(self, group: Group, photo: int) -> None:
        """Make this one the photo to keep; what was not verified against it is not suggested."""
        chosen: Wish = (Cell(DecisionKind.KEEPER, group.members), photo)
        self._steps.do("keeper", [chosen, (_mark(photo), None)])

    def skip(self, *groups: Group) -> None:
        """Leave them for later."""
        self._steps.do("skip", [(Cell(DecisionKind.SKIPPED, g.members), "skipped") for g in groups])

    # What happens at the commit

    def planned(self, *, confirmed_last_copies: bool = False) -> list[Planned]:
        """What goes, group by group: by marks, not by suggestions.

        A file that has not been read by this version waits: what else it holds is not known.
        Each victim comes with a keeper that stays and was verified against it, and against
        everything the victim itself was kept for at an earlier commit. A victim without one is a
        last copy: left out, unless the user confirmed it. Locked photos and photos whose disk is
        away are never among them.
        """
        plans = [planned for plan in self._plans.all() for planned in plan]
        return self.whole_shots(p for p in plans if confirmed_last_copies or p.keeper is not None)

    def whole_shots(self, planned: Iterable[Planned]) -> list[Planned]:
        """Of what is planned what may go without leaving half an exposure."""
        return whole_shots(self, planned)

    def totals(self) -> Totals:
        """Sums over `planned`, last copies included."""
        return self._plans.totals()

    def planned_beside(self, victim: int, kept: Sequence[int]) -> Planned:
        """A photo to go that nobody marked, with the first of those kept that may stand for it.

        Where none is a verified copy that holds all that the victim's file holds, or what that
        holds is not known, it is a last copy.
        """
        plan = Planned(victim, self._plans.keeper_for(victim, kept))
        is_whole = plan.keeper is not None and self.holds_all(plan.keeper, victim)
        return plan if is_whole and self._plans.is_known(plan) else Planned(victim, None)

    def is_gone(self, photo: int) -> bool:
        """Removed at a commit, and not brought back."""
        return self._steps.get(DecisionKind.GONE, photo) is not None

    def removals(self, planned: Iterable[Planned]) -> list[Removal]:
        """As records, to be checked against the disk; sidecars are added by `units`."""
        return removals_of(self, planned)

    def record_commit(
        self, done: Mapping[int, str], planned: Iterable[Planned], *, as_links: bool = False
    ) -> None:
        """Remember what is really gone; a step whose undo is for the caller to do on the disk too.

        done      entry of the journal by photo; what failed stays marked
        planned   what was asked for
        as_links  the names are still there, and lead to the kept photos or to clones of them
        """
        self._steps.do("commit", self._plans.carried_out(done, planned, as_links=as_links))

    def record_return(self, entries: Collection[str]) -> int:
        """Photos are back: their groups are open again, and nothing in them is marked.

        They are as if nobody had ever decided about them: what was rescued goes only if it is
        decided again, and no step back or forth says otherwise.
        entries  lines of the journal; returns how many photos were known as gone by them
        """
        cells = self._steps.cells.items()
        back = {
            cell.photos[0]
            for cell, entry in cells
            if cell.kind is DecisionKind.GONE and entry in entries
        }
        own = {DecisionKind.MARK, DecisionKind.GONE, DecisionKind.LINKED, DecisionKind.STANDS_FOR}
        groups = {DecisionKind.SOLVED, DecisionKind.SKIPPED}
        beside = {
            photo
            for cell, _ in cells
            if cell.kind is DecisionKind.SOLVED and not back.isdisjoint(cell.photos)
            for photo in cell.photos
        }
        self._steps.take_out(
            lambda change: (
                (change.cell.kind in own and change.cell.photos[0] in back)
                or (change.cell.kind is DecisionKind.MARK and change.cell.photos[0] in beside)
                or (change.cell.kind in groups and not back.isdisjoint(change.cell.photos))
            )
        )
        return len(back)

    # Steps

    @property
    def next_undo(self) -> Step | None:
        """The step `undo` takes back; where it has `entries`, `record_return` does that instead."""
        return self._steps.next_undo

    @property
    def next_redo(self) -> Step | None:
        """The step `redo` does again."""
        return self._steps.next_redo

    def undo(self) -> Step | None:
        """Take the last step back; None if there is none."""
        return self._steps.undo()

    def redo(self) -> Step | None:
        """Do again what was taken back last; None if there is nothing."""
        return self._steps.redo()

    @property
    def history(self) -> History:
        """Everything done and undone."""
        return self._steps.history

    def unsaved(self) -> StepChanges:
        """What must be written so that a stored history is as this one; then call `saved`."""
        return self._steps.unsaved()

    def saved(self) -> None:
        """What `unsaved` said has been written."""
        self._steps.saved()

    @property
    def state(self) -> dict[Cell, Value]:
        """All cells that are not empty."""
        return self._steps.cells

    def remembered_pairs(self, kind: DecisionKind) -> list[tuple[int, int]]:
        """Photos told apart or related, smaller id first; kept by content by who remembers them."""
        return self._standing.pairs(kind)

    # Inside

    def _changed(self, change: Change) -> None:
        """Keep the shortcuts in step with the cells."""
        if change.cell.kind in _AS_TO_WHO:
            self._members.clear()
        for photo in change.cell.photos:
            for number in (photo, *self._shot_of(photo)):
                for group in self._groups_of.get(number, ()):
                    self._plans.forget(group)
        self._standing.changed(change)
        self._plans.changed(change)

    def _keep(self, group: Group, kept: set[int], action: str) -> None:
        marks = [
            (_mark(photo), Mark.KEEP if photo in kept or not self.may_go(photo) else Mark.TRASH)
            for photo in self._in_question(group)
        ]
        self._steps.do(action, [*marks, *self._solve(group, "accepted")])

    def _remember(self, kind: DecisionKind, how: str, groups: Iterable[Group]) -> None:
        wishes: list[Wish] = []
        for group in groups:
            wishes += bond_all(kind, group.members)
            wishes += [(_mark(photo), None) for photo in group.members]
            wishes += self._solve(group, how)
        self._steps.do(how, wishes)

    def _solve(self, group: Group, how: str) -> list[Wish]:
        return [
            (Cell(DecisionKind.SOLVED, group.members), how),
            (Cell(DecisionKind.SKIPPED, group.members), None),
        ]


def _mark(photo: int) -> Cell:
    return Cell(DecisionKind.MARK, (photo,))

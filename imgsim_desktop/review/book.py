"""The decisions about one library: the desk they are made on, and where they are kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imgsim_desktop.acting.journal import Journal, JournalEntry, State
from imgsim_desktop.acting.mover import LINKS
from imgsim_desktop.choosing.plan import Planned
from imgsim_desktop.choosing.rules import DEFAULT_RULES
from imgsim_desktop.choosing.shots import RAW, OneShot
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.decisions import Decisions, PairDecision
from imgsim_desktop.records import BONDS, DecisionKind, Outcome, PairTable, PhotoName
from imgsim_desktop.review.commit import Act, ActingPlace, Removed, record_removed
from imgsim_desktop.review.desk import HashPair, ReviewDesk

_PLACE = "review-place"
_COMMIT = "review-commit"
"""What a commit was about to move, from its begin to its end."""
_SEEN = "review-seen"
"""That copies were looked at in full size once, and marks set before were judged by that."""
_OLD_DOCUMENT = "review"
"""Where 0.1.0 kept steps and place together; only the place is still read from it."""

_VERDICTS: dict[DecisionKind, PairDecision] = {
    DecisionKind.APART: "different",
    DecisionKind.RELATED: "keep-both",
}


@dataclass(frozen=True, slots=True)
class CutShort:
    """A commit that a crash ended before all its photos were moved."""

    moved: int
    planned: int
    entry_ids: frozenset[str]
    """Lines of the journal of what was moved; undo takes them."""


class ReviewBook:
    """What was decided about a library, by whichever door. Lives in the thread of `decisions`."""

    def __init__(
        self,
        decisions: Decisions,
        library_key: str,
        rules: Sequence[str] = DEFAULT_RULES,
        one_shot: OneShot = OneShot.ONE,
    ) -> None:
        """Raises KnownError or CacheBroken if the decisions cannot be read."""
        self._decisions = decisions
        self._key = library_key
        self._version = 0
        self._step_ids: dict[int, int] = {}
        self.desk = ReviewDesk(rules=rules, one_shot=one_shot)
        self._recall()

    def _recall(self) -> None:
        """Take all steps from where they are kept; what was not saved is forgotten."""
        stored = self._decisions.reviews.load(self._key)
        self.desk.recall(stored.history, stored.photos)
        self._version, self._step_ids = stored.version, dict(stored.step_ids)
        self._remembered = {kind: self.desk.remembered_hashes(kind) for kind in BONDS}

    def fill(
        self,
        cache: CacheReader,
        pairs: PairTable,
        is_shown: Callable[[Path], bool] = lambda path: True,
    ) -> None:
        """Lay pairs, photos, folders and "not duplicates" on the desk; then group again.

        is_shown  which photos are laid there: what is decided of the others stays as it is

        Steps that another program has saved since are taken in first.
        """
        if self.is_behind():
            self.save()
            self._recall()
        ends = {*pairs.a.tolist(), *pairs.b.tolist()}
        wanted = dict.fromkeys(
            photo
            for content, photos in cache.photos_of_contents(with_offline=True).items()
            if len(photos) > 1 or content in ends
            for photo in photos
        )
        for shot in cache.named_as(RAW):  # the other file of an exposure may have no copy at all
            if not wanted.keys().isdisjoint(shot):
                wanted.update(dict.fromkeys(shot))
        self.desk.load(
            pairs,
            [photo for photo in cache.photos(wanted) if is_shown(photo.path)],
            locked=self._decisions.locked_folders(),
            preferred=self._decisions.preferred_folders(),
            apart=self._decisions.not_duplicates(),
        )

    def withdraw_unseen(self, *, is_over: bool) -> int:
        """Take back marks that wait for a commit and whose photos are no copies any more.

        They were set when copies were told by thumbnails alone. The first time also those that the
        person set by hand; later ones are made with what was seen in view. Group first. How many.

        is_over  whether all that can be looked at in full size now has been: then what was not is
                 unmarked, too. Until then it only waits.
        """
        document = self._decisions.document(self._key, _SEEN)
        taken = self.desk.withdraw_unseen(also_own=document is None, is_over=is_over)
        self.save()
        if document is None and is_over:
            self._decisions.set_document(self._key, _SEEN, {"since_ns": time.time_ns()})
        return len(taken)

    def is_behind(self) -> bool:
        """Whether another program has saved steps that are not on the desk."""
        return self._decisions.reviews.version(self._key) != self._version

    @property
    def version(self) -> int:
        """Of the steps as they are kept now: differs after every save, by whichever program."""
        return self._decisions.reviews.version(self._key)

    def save(self) -> None:
        """Write what was decided since the last time; costs by that.

        Raises KnownError for a full disk and the like: it may be called again.
        """
        changes = self.desk.review.unsaved()
        if changes:
            was_behind = self.is_behind()
            version, rows = self._decisions.reviews.save(
                self._key, changes, self.desk.name_of, self._step_ids
            )
            self.desk.review.saved()
            self._step_ids.update(rows)
            if not was_behind:
                self._version = version
            is_old = changes.dropped or changes.undone or changes.redone or changes.rewritten
            kinds = {c.cell.kind for step in changes.added for c in step.changes}
            if is_old or not kinds.isdisjoint(BONDS):
                self._remember()

    def _remember(self) -> None:
        """What is said of two contents for good holds for every library: kept by content."""
        for kind in BONDS:
            now, before = self.desk.remembered_hashes(kind), self._remembered[kind]
            if now - before:
                self._decisions.add_not_duplicates(now - before, _VERDICTS[kind])
            if before - now:
                self._decisions.remove_not_duplicates(before - now)
            self._remembered[kind] = now

    def told_apart(self) -> set[HashPair]:
        """Contents that are not to be taken for copies, in this library or another."""
        return self._decisions.not_duplicates() | self.desk.remembered_hashes(DecisionKind.APART)

    # commits

    def begin_commit(self, planned: Sequence[Planned], act: Act) -> None:
        """Save all decisions, and that a commit is about to move these photos."""
        self.save()
        names = [self.desk.name_of(plan.victim) for plan in planned]
        keepers = [None if p.keeper is None else self.desk.name_of(p.keeper) for p in planned]
        self._decisions.set_document(
            self._key,
            _COMMIT,
            {
                "began_ns": time.time_ns(),
                "as_links": act.operation in LINKS,
                "victims": [_as_json(name) for name in names],
                "keepers": [_as_json(name) for name in keepers],
            },
        )

    def end_commit(
        self, planned: Sequence[Planned], outcomes: Sequence[Outcome], act: Act
    ) -> Removed:
        """Tell the review what has really gone, and save it.

        planned, outcomes  in the same order
        """
        removed = record_removed(self.desk, planned, outcomes, act)
        self.save()
        self._decisions.set_document(self._key, _COMMIT, None)
        return removed

    def take_back(self, entry_ids: Collection[str]) -> int:
        """Photos are back at their places by these lines of the journal; returns how many."""
        count = self.desk.review.record_return(entry_ids)
        self.save()
        return count

    def settle(self, place: ActingPlace) -> CutShort | None:
        """After a start: take in what the disk and the journal say that the review does not.

        Photos that another program brought back are in question again. A commit that was cut off
        by a crash becomes a step of the review, so that undo takes back exactly what it moved.
        Call `commit.settle` first. Returns the commit that was cut off, if there is one.
        """
        entries = Journal(place.journal).entries()
        back = {e.entry_id for e in entries if e.state in (State.UNDONE, State.FAILED)}
        if back:
            self.take_back(back)
        return self._cut_short(entries)

    def _cut_short(self, entries: Sequence[JournalEntry]) -> CutShort | None:
        told = self._decisions.document(self._key, _COMMIT)
        try:
            began_ns, as_links = int(told["began_ns"]), bool(told["as_links"])
            victims = [_name_of(name) for name in told["victims"]]
            keepers = [None if name is None else _name_of(name) for name in told["keepers"]]
            planned = [
                Planned(
                    self.desk.number(victim),
                    None if keeper is None else self.desk.number(keeper),
                )
                for victim, keeper in zip(victims, keepers, strict=True)
            ]
        except (KeyError, TypeError, ValueError):
            return None
        moved = {
            PhotoName(e.stamp.path, e.stamp.content_hash): e.entry_id
            for e in entries
            if e.at_ns >= began_ns and e.state is State.DONE
        }
        known = {
            value
            for cell, value in self.desk.review.state.items()
            if cell.kind is DecisionKind.GONE
        }
        done = {
            plan.victim: moved[name]
            for plan, name in zip(planned, victims, strict=True)
            if name in moved and moved[name] not in known
        }
        if done:
            self.desk.review.record_commit(done, planned, as_links=as_links)
            self.save()
        self._decisions.set_document(self._key, _COMMIT, None)
        if len(done) in (0, len(planned)):
            return None
        return CutShort(len(done), len(planned), frozenset(done.values()))

    # the place one was at

    def place(self) -> Mapping[str, Any]:
        """What `save_place` was given last; empty for a review nobody has looked at."""
        found = self._decisions.document(self._key, _PLACE)
        if found is None:
            old = self._decisions.document(self._key, _OLD_DOCUMENT)
            found = old.get("place") if isinstance(old, dict) else None
            if isinstance(found, dict):
                found.pop("photo", None)  # a number of another numbering
        return found if isinstance(found, dict) else {}

    def save_place(self, place: Mapping[str, Any], photo: int | None) -> None:
        """Remember where somebody is in the review; `photo` by its number, if it is on the desk."""
        is_known = photo is not None and self.desk.knows(photo)
        name = self.desk.name_of(photo) if photo is not None and is_known else None
        self._decisions.set_document(self._key, _PLACE, {**place, "photo": _as_json(name)})

    def photo_of_place(self, place: Mapping[str, Any]) -> int | None:
        """The photo of a place by its number on the desk; None where it is not known."""
        try:
            name = _name_of(place["photo"])
        except (KeyError, TypeError, ValueError):
            return None
        return self.desk.number_of_name(name)


def _as_json(name: PhotoName | None) -> list[str] | None:
    return None if name is None else [str(name.path), name.content_hash.hex()]


def _name_of(told: Sequence[str]) -> PhotoName:
    path, content_hash = told
    return PhotoName(Path(path), bytes.fromhex(content_hash))

"""Everything the review screen knows: pairs, photos, groups at this confidence, what was decided.

Photos have numbers of their own here, never given twice: the cache may number a new file like one
that is gone, and a mark must not pass on to it. A number stands for one path with one content.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.choosing.additions import with_added
from imgsim_desktop.choosing.lanes import (
    BROWSE_ONLY,
    LANE_OF,
    TODO,
    Entry,
    Lane,
    build_queue,
    queue_order,
)
from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.choosing.photo_groups import photo_groups
from imgsim_desktop.choosing.plan import Planned
from imgsim_desktop.choosing.rule_preview import KeeperChange, changed_keepers
from imgsim_desktop.choosing.rules import DEFAULT_RULES, worth_key
from imgsim_desktop.choosing.shots import OneShot, shots_of, without_own_shots
from imgsim_desktop.matching.groups import expected_false_pairs, group_pairs
from imgsim_desktop.records import (
    BONDS,
    PAIR_KINDS,
    REMOVABLE_KINDS,
    DecisionKind,
    Group,
    History,
    Pair,
    PairTable,
    Photo,
    PhotoName,
)
from imgsim_desktop.review.browse import browse_groups

HashPair = tuple[bytes, bytes]
"""Two content hashes, the smaller first."""

ContentPair = tuple[int, int]
"""Two content ids, the smaller first."""

_PREVIEWED = 2000
"""Groups judged again while the user orders rules."""

_KIND_CODES = {kind: code for code, kind in enumerate(PAIR_KINDS)}


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands beside the slider."""

    groups: int
    photos: int
    reclaim_bytes: int
    wrong_pairs: float
    """How many of the pairs used are wrong, if the confidences mean what they say."""


class ReviewDesk:
    """Groups and decisions of one library. One thread; opens no file and no database."""

    def __init__(
        self,
        *,
        rules: Sequence[str] = DEFAULT_RULES,
        one_shot: OneShot = OneShot.ONE,
    ) -> None:
        """one_shot: what a RAW and a JPEG of one exposure are to be"""
        self.confidence = 0.9
        self.lanes: dict[Lane, list[Entry]] = {lane: [] for lane in Lane}
        self._sums = {lane: [0, 0] for lane in Lane}
        """Photos and bytes to gain of each lane, kept up to date as groups move."""
        self._wrong_pairs = 0.0
        self._one_shot = one_shot
        self._rules = self._all_rules(rules)
        self._shots: dict[int, frozenset[int]] = {}
        self._locked: tuple[Path, ...] = ()
        self._preferred: tuple[Path, ...] = ()
        self._names: dict[int, PhotoName] = {}
        self._numbers: dict[PhotoName, int] = {}
        self._photos: dict[int, Photo] = {}
        self._cache_ids: dict[int, int] = {}
        self._numbers_of_cache: dict[int, int] = {}
        self._pairs = PairTable.empty()
        self._unlooked: dict[int, set[int]] = {}
        self._known_apart: frozenset[HashPair] = frozenset()
        self._keys: NDArray[np.int64] = np.empty(0, np.int64)
        self._worth: NDArray[np.int64] = np.empty(0, np.int64)
        self._by_content: dict[int, list[int]] = {}
        self._gone: dict[int, Photo] = {}
        self.review = self._new_review()

    def _new_review(self, history: History | None = None) -> Review:
        return Review(
            (), self._photo, rules=self._rules, locked=self._locked, preferred=self._preferred,
            is_verified=self._is_verified, history=history, shot_of=self._shot_of,
            replaces=self._replaces,
        )  # fmt: skip

    def recall(self, history: History, names: Mapping[int, PhotoName]) -> None:
        """Take the steps of a review in the place of those there are; group again afterwards.

        names  what the numbers of `history` stand for; photos that are here keep their own numbers
        """
        numbers = {number: self.number(name) for number, name in names.items()}
        self.review = self._new_review(history.renumbered(numbers))

    # what is known

    def load(
        self,
        pairs: PairTable,
        photos: Iterable[Photo],
        *,
        locked: Sequence[Path] = (),
        preferred: Sequence[Path] = (),
        apart: Iterable[HashPair] = (),
    ) -> None:
        """Take in what a scan has written; decisions stay. Group again afterwards.

        photos  every photo of a content that is in a pair or lies on the disk twice
        apart   contents the user called different pictures, in this library or another
        """
        self._locked, self._preferred = tuple(locked), tuple(preferred)
        self.review.set_rules(self._rules, self._locked, self._preferred)
        self._gone.update(self._photos)
        self._cache_ids.clear()
        self._numbers_of_cache.clear()
        numbered = [self._numbered(photo) for photo in photos]
        self._shots = {} if self._one_shot is OneShot.TWO else shots_of(numbered)
        if self._one_shot is OneShot.ONE:
            numbered = [
                replace(photo, shots=len(self._shots.get(photo.photo_id, ()))) for photo in numbered
            ]
            pairs = without_own_shots(pairs, numbered, self._shots)
        self._know(numbered)
        self._known_apart = frozenset(apart)
        self._pairs = self._still_together(pairs)
        self._keys = _pair_keys(self._pairs.a, self._pairs.b)
        worth = worth_key(self._rules, self._locked, self._preferred)
        self._know(sorted(with_added(numbered, self._pairs), key=worth))

    def set_rules(self, rules: Sequence[str]) -> bool:
        """Suggest by other rules, empty for the program's own; load and group again afterwards.

        Returns whether they are others. Raises KnownError for a bad rule.
        """
        wanted = self._all_rules(rules)
        if wanted == self._rules:
            return False
        self.review.set_rules(wanted, self._locked, self._preferred)
        self._rules = wanted
        return True

    def set_one_shot(self, one_shot: OneShot, rules: Sequence[str]) -> bool:
        """Take a RAW and a JPEG of one exposure for something else; load and group again then.

        rules  as for `set_rules`

        Returns whether it is something else.
        """
        if one_shot is self._one_shot:
            return False
        self._one_shot = one_shot
        self.set_rules(rules)
        return True

    def changes_by(self, rules: Sequence[str]) -> tuple[list[KeeperChange], int]:
        """What other rules would change, and among how many groups still to be decided.

        Of very many groups those most worth doing are looked at: 2,000 take 0.4 s.
        """
        entries = [entry for lane in TODO for entry in self.lanes[lane]]
        if len(entries) > _PREVIEWED:
            entries = sorted(entries, key=queue_order)[:_PREVIEWED]
        groups = [entry.group for entry in entries]
        changes = changed_keepers(self.review, groups, rules, self._locked, self._preferred)
        return changes, len(groups)

    @property
    def locked(self) -> tuple[Path, ...]:
        """Folders in which nothing is removed."""
        return self._locked

    @property
    def pairs(self) -> PairTable:
        return self._pairs

    @property
    def confidences(self) -> NDArray[np.float32]:
        """Of the pairs the slider is about."""
        codes = [_KIND_CODES[kind] for kind in REMOVABLE_KINDS]
        return self._pairs.confidence[np.isin(self._pairs.kind, codes)]

    def photos(self, numbers: Iterable[int]) -> dict[int, Photo]:
        """Photos by number; those that are gone from the library are left out."""
        return {number: self._photos[number] for number in numbers if number in self._photos}

    def folders(self) -> set[Path]:
        """Folders the photos lie in."""
        return {photo.path.parent for photo in self._photos.values()}

    def cache_id(self, number: int) -> int:
        """The id by which the cache knows a photo."""
        return self._cache_ids[number]

    def numbers(self) -> dict[int, int]:
        """The number of each photo by the id the cache knows it by."""
        return dict(self._numbers_of_cache)

    def number_of(self, cache_id: int) -> int | None:
        """The number of a photo the cache knows by this id; None if it is not here."""
        return self._numbers_of_cache.get(cache_id)

    def take_in(self, photos: Iterable[Photo]) -> list[int]:
        """The numbers of photos of the library, also of those that have no copy in it."""
        numbered = [self._numbered(photo) for photo in photos]
        for photo in numbered:
            if photo.photo_id not in self._photos:
                self._gone[photo.photo_id] = photo
        if self._one_shot is not OneShot.TWO:
            self._shots.update(shots_of(numbered))
        return [photo.photo_id for photo in numbered]

    def plan_beside(self, number: int, going: Collection[int]) -> Planned:
        """One photo to go, with a copy of it that is none of `going`; see `planned_beside`."""
        kept = [other for other in self._copies_of(number) if other not in going]
        return self.review.planned_beside(number, kept)

    def has_unlooked_copy(self, number: int, going: Collection[int]) -> bool:
        """Whether it may have a copy that stays, which was not compared with it in full size."""
        content = self._photo(number).content_id
        others = {
            other
            for lesser, found in self._unlooked.items()
            for other in (found if lesser == content else {lesser} if content in found else ())
        }
        return any(
            copy not in going and not self.review.is_gone(copy)
            for other in others
            for copy in self._by_content.get(other, ())
        )

    def _copies_of(self, number: int) -> list[int]:
        """Photos that lie there now and count as copies of one: equal bytes first."""
        content, pairs = self._photo(number).content_id, self._pairs
        partners = {*pairs.b[pairs.a == content].tolist(), *pairs.a[pairs.b == content].tolist()}
        order = [content, *(int(other) for other in self._worth.tolist() if other in partners)]
        return [
            copy
            for other in order
            for copy in self._by_content.get(other, ())
            if copy != number and self._photos[copy].is_online and not self.review.is_gone(copy)
        ]

    def pair(self, keeper: int, other: int) -> Pair | None:
        """What is known about two photos; None for equal files and where they were not compared."""
        row = self._row(self._photo(keeper).content_id, self._photo(other).content_id)
        return None if row is None else self._pairs.pair(row)

    def withdraw_unseen(self, *, also_own: bool, is_over: bool) -> tuple[int, ...]:
        """Take back marks of photos whose pair proved to be none, or was not looked at: the photos.

        also_own, is_over  see `ReviewBook.withdraw_unseen`
        """

        def is_unseen(number: int, other: int) -> bool:
            """Whether a pair that was looked at is no copy, or one of copies was not looked at."""
            pair = self.pair(number, other)
            if pair is None or pair.looked == (pair.kind in REMOVABLE_KINDS):
                return False
            return pair.looked or is_over

        return self.review.withdraw_unseen(is_unseen, also_own=also_own)

    # groups

    def regroup(self, confidence: float) -> None:
        """Form groups and lanes at another confidence, from the stored pairs alone."""
        self.confidence = confidence
        self._wrong_pairs = expected_false_pairs(self._pairs, confidence)
        self._unlooked = self._find_unlooked()
        groups = group_pairs(self._pairs, confidence, self._worth)
        browsed = self._browse_groups(groups)
        self.review.set_groups([*photo_groups(groups, self._by_content), *browsed])
        self.sort()

    def _find_unlooked(self) -> dict[int, set[int]]:
        """Contents that count as copies and were not compared in full size, by the lesser one."""
        pairs = self._pairs
        codes = [_KIND_CODES[kind] for kind in REMOVABLE_KINDS]
        rows = np.isin(pairs.kind, codes) & ~pairs.looked & (pairs.confidence >= self.confidence)
        found: dict[int, set[int]] = {}
        for a, b in zip(pairs.a[rows].tolist(), pairs.b[rows].tolist(), strict=True):
            found.setdefault(a, set()).add(b)
        return found

    def unlooked_pairs(self) -> set[ContentPair]:
        """Pairs of contents that count as copies and were not compared in full size."""
        return {(a, b) for a, others in self._unlooked.items() for b in others}

    def waits_for_look(self, group: Group) -> bool:
        """Whether something of it has yet to be compared in full size before it can be done."""
        return bool(self._needed_looks(group))

    def needed_looks(self, groups: Iterable[Group] | None = None) -> set[ContentPair]:
        """Pairs of copies that are to be compared in full size before something of them can go.

        groups  None: all of them

        Each photo with the one that stays of its group: of n copies n - 1 pairs, not all. What they
        show may change which one that is: ask again then.
        """
        asked = self.review.groups if groups is None else groups
        return set().union(*(self._needed_looks(group) for group in asked))

    def _needed_looks(self, group: Group) -> set[ContentPair]:
        if not self._unlooked or group.kind not in REMOVABLE_KINDS:
            return set()
        content_of = {n: photo.content_id for n, photo in self.photos(group.members).items()}
        contents = set(content_of.values())
        if all(contents.isdisjoint(self._unlooked.get(content, ())) for content in contents):
            return set()
        keeper = self.review.keeper(group)
        found = self._unlooked_pairs(content_of.get(keeper), content_of.values())
        if found:
            return found
        # what stays beside that one, as it holds more or was never compared with it, others may
        # go for
        going = self.review.stays_for(group)
        left = [
            content
            for number, content in content_of.items()
            if number != keeper
            and number not in going
            and self.review.mark_of(number) is None
            and self.review.may_go(number)
        ]
        return set().union(*(self._unlooked_pairs(content, left) for content in left))

    def _unlooked_pairs(self, content: int | None, others: Iterable[int]) -> set[ContentPair]:
        if content is None:
            return set()
        pairs = ((min(content, other), max(content, other)) for other in others)
        return {(a, b) for a, b in pairs if b in self._unlooked.get(a, ())}

    def marked_groups(self) -> list[Group]:
        """Groups of copies in which something is marked to go."""
        found = (group for number in self.marked() for group in self.review.groups_of(number))
        return list(dict.fromkeys(found))

    def sort(self) -> None:
        """Put all groups into their lanes again, by what is decided now."""
        told = (DecisionKind.SOLVED, DecisionKind.GONE, DecisionKind.APART)
        decided = {n for cell in self.review.state if cell.kind in told for n in cell.photos}

        def is_solved(group: Group) -> bool:
            return not decided.isdisjoint(group.members) and self.review.is_solved(group)

        sizes = {number: photo.size_bytes for number, photo in self._photos.items()}
        self.lanes = build_queue(self.review.groups, sizes.__getitem__, is_solved)
        self._sums = {
            lane: [sum(len(e.group.members) for e in found), sum(e.reclaim_bytes for e in found)]
            for lane, found in self.lanes.items()
        }

    def move(self, group: Group) -> None:
        """Put one group where it belongs after a decision about it; the others stay."""
        target = self.lane_of(group)
        for lane, found in self.lanes.items():
            at = next((row for row, entry in enumerate(found) if entry.group is group), None)
            if at is not None and lane is not target:
                entry = found.pop(at)
                insort(self.lanes[target], replace(entry, lane=target), key=queue_order)
                for where, sign in ((lane, -1), (target, 1)):
                    self._sums[where][0] += sign * len(group.members)
                    self._sums[where][1] += sign * entry.reclaim_bytes
            if at is not None:
                return

    def reclaimable(self, lane: Lane) -> int:
        """Bytes that removing all but the keepers of a lane would free."""
        return self._sums[lane][1]

    def marked(self) -> dict[int, Photo]:
        """Photos that are marked to go, by number; those of no group now are left out."""
        numbers = [
            cell.photos[0]
            for cell, value in self.review.state.items()
            if cell.kind is DecisionKind.MARK and value == Mark.TRASH
        ]
        return self.photos(n for n in numbers if self.review.group_of(n))

    def lane_of(self, group: Group) -> Lane:
        """Where a group belongs by what is decided now."""
        return Lane.SOLVED if self.review.is_solved(group) else LANE_OF[group.kind]

    def figures(self) -> Figures:
        """Sums over the lanes in which something may be removed, solved ones not counted."""
        lanes = [lane for lane in Lane if lane not in BROWSE_ONLY and lane is not Lane.SOLVED]
        return Figures(
            groups=sum(len(self.lanes[lane]) for lane in lanes),
            photos=sum(self._sums[lane][0] for lane in lanes),
            reclaim_bytes=sum(self._sums[lane][1] for lane in lanes),
            wrong_pairs=self._wrong_pairs,
        )

    # what outlasts the program

    def name_of(self, number: int) -> PhotoName:
        """What the number of a photo stands for."""
        return self._names[number]

    def remembered_hashes(self, kind: DecisionKind) -> set[HashPair]:
        """Contents told apart or related in this review, to be remembered for every library."""
        found = set()
        for pair in self.review.remembered_pairs(kind):
            first, second = sorted(self._names[number].content_hash for number in pair)
            if first != second:
                found.add((first, second))
        return found

    def knows(self, number: int) -> bool:
        """Whether a number stands for a photo here."""
        return number in self._names

    def number_of_name(self, name: PhotoName) -> int | None:
        """The number of a photo; None if nothing is known of it here."""
        return self._numbers.get(name)

    def number(self, name: PhotoName) -> int:
        """The number of a photo, a new one if nothing is known of it here yet."""
        number = self._numbers.setdefault(name, len(self._numbers) + 1)
        self._names[number] = name
        return number

    # inside

    def _all_rules(self, rules: Sequence[str]) -> tuple[str, ...]:
        """The rules asked for, empty for the program's own, behind what is said of one shot."""
        first = {OneShot.KEEP_RAW: ("raw-first",), OneShot.KEEP_JPEG: ("jpeg-first",)}
        return (*first.get(self._one_shot, ()), *(tuple(rules) or DEFAULT_RULES))

    def _shot_of(self, number: int) -> frozenset[int]:
        """The files that go or stay with it."""
        is_one = self._one_shot is OneShot.ONE
        return self._shots.get(number, frozenset()) if is_one else frozenset()

    def _replaces(self, kept: int, gone: int) -> bool:
        """Whether a RAW may go for the JPEG of its shot, because somebody wants to keep that."""
        is_wanted = self._one_shot is OneShot.KEEP_JPEG
        return is_wanted and kept in self._shots.get(gone, ())

    def _numbered(self, photo: Photo) -> Photo:
        number = self.number(PhotoName(photo.path, photo.content_hash))
        self._cache_ids[number] = photo.photo_id
        self._numbers_of_cache[photo.photo_id] = number
        return replace(photo, photo_id=number)

    def _know(self, photos: Sequence[Photo]) -> None:
        """Photos with their numbers; where it matters the best to keep first."""
        self._photos = {photo.photo_id: photo for photo in photos}
        self._by_content = {}
        for photo in photos:
            self._by_content.setdefault(photo.content_id, []).append(photo.photo_id)
        self._worth = np.fromiter(self._by_content, np.int64, len(self._by_content))

    def _photo(self, number: int) -> Photo:
        found = self._photos.get(number)
        return self._gone[number] if found is None else found

    def _still_together(self, pairs: PairTable) -> PairTable:
        """Without pairs of contents that were told apart elsewhere, or that have no file now."""
        keep = np.isin(pairs.a, self._worth) & np.isin(pairs.b, self._worth)
        own = {pair for kind in BONDS for pair in self.remembered_hashes(kind)}
        elsewhere = self._known_apart - own
        if elsewhere:
            content_of = {
                self._photo(numbers[0]).content_hash: content
                for content, numbers in self._by_content.items()
            }
            gone = [
                sorted((content_of[a], content_of[b]))
                for a, b in elsewhere
                if a in content_of and b in content_of
            ]
            if gone:
                ends = np.array(gone, np.int64)
                keep &= ~np.isin(_pair_keys(pairs.a, pairs.b), _pair_keys(ends[:, 0], ends[:, 1]))
        return pairs.where(keep)

    def _browse_groups(self, copies: Sequence[Group]) -> list[Group]:
        """Groups of photos to look through; the kept one of each group of copies is in them."""
        taken_ns = {
            content: taken
            for content, numbers in self._by_content.items()
            if (taken := self._photos[numbers[0]].facts.taken_ns) is not None
        }
        found = browse_groups(self._pairs, self._worth, copies, taken_ns)
        return [
            replace(group, keeper=numbers[0], members=tuple(numbers))
            for group in found
            for numbers in [[self._by_content[content][0] for content in group.members]]
        ]

    def _row(self, content: int, other: int) -> int | None:
        low, high = min(content, other), max(content, other)
        key = _pair_keys(np.array([low], np.int64), np.array([high], np.int64))
        row = int(np.searchsorted(self._keys, key[0]))
        return row if row < len(self._keys) and self._keys[row] == key[0] else None

    def _is_verified(self, a: int, b: int) -> bool:
        """Whether two photos were compared in full size and are copies at the confidence in use."""
        row = self._row(self._photo(a).content_id, self._photo(b).content_id)
        if row is None:
            return False
        is_copy = PAIR_KINDS[int(self._pairs.kind[row])] in REMOVABLE_KINDS
        is_copy = is_copy and bool(self._pairs.looked[row])
        return is_copy and float(self._pairs.confidence[row]) >= self.confidence


def _pair_keys(a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
    """One number a pair, in the order of (a, b): ids of a library stay far below 2^31."""
    return (a << 32) | b

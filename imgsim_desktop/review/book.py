"""The decisions about one library: the desk they are made on, and where they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from imgsim_desktop.choosing.rules import DEFAULT_RULES
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.decisions import Decisions, Verdict
from imgsim_desktop.records import BONDS, DecisionKind, PairTable, PhotoName
from imgsim_desktop.review.desk import ReviewDesk

_PLACE = "review-place"
_OLD_DOCUMENT = "review"
"""Where 0.1.0 kept steps and place together; only the place is still read from it."""

_VERDICTS: dict[DecisionKind, Verdict] = {
    DecisionKind.APART: "different",
    DecisionKind.RELATED: "keep-both",
}


class ReviewBook:
    """What was decided about a library, by whichever door. Lives in the thread of `decisions`."""

    def __init__(
        self, decisions: Decisions, library_key: str, rules: Sequence[str] = DEFAULT_RULES
    ) -> None:
        """Raises KnownError or CacheBroken if the decisions cannot be read."""
        self._decisions = decisions
        self._key = library_key
        self._version = 0
        self._step_ids: dict[int, int] = {}
        self.desk = ReviewDesk(rules=rules)
        self._recall()

    def _recall(self) -> None:
        """Take all steps from where they are kept; what was not saved is forgotten."""
        stored = self._decisions.reviews.load(self._key)
        self.desk.recall(stored.history, stored.photos)
        self._version, self._step_ids = stored.version, dict(stored.step_ids)
        self._remembered = {kind: self.desk.remembered_hashes(kind) for kind in BONDS}

    def fill(self, cache: CacheReader, pairs: PairTable) -> None:
        """Lay pairs, photos, folders and "not duplicates" on the desk; then group again.

        Steps that another program has saved since are taken in first.
        """
        if self.is_behind():
            self.save()
            self._recall()
        ends = {*pairs.a.tolist(), *pairs.b.tolist()}
        wanted = [
            photo
            for content, photos in cache.photos_of_contents(with_offline=True).items()
            if len(photos) > 1 or content in ends
            for photo in photos
        ]
        self.desk.load(
            pairs,
            cache.photos(wanted),
            locked=self._decisions.locked_folders(),
            preferred=self._decisions.preferred_folders(),
            apart=self._decisions.not_duplicates(),
        )

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
        """Remember where somebody is in the review; `photo` by its number on the desk."""
        name = None if photo is None else self.desk.name_of(photo)
        known = None if name is None else [str(name.path), name.content_hash.hex()]
        self._decisions.set_document(self._key, _PLACE, {**place, "photo": known})

    def photo_of_place(self, place: Mapping[str, Any]) -> int | None:
        """The photo of a place by its number on the desk; None where it is not known."""
        try:
            path, content_hash = place["photo"]
            name = PhotoName(Path(path), bytes.fromhex(content_hash))
        except (KeyError, TypeError, ValueError):
            return None
        return self.desk.number_of_name(name)

"""What the rules and the locked and preferred folders say about photos."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from imgsim_desktop.choosing.rules import (
    BURST_RULES,
    Suggestion,
    is_in,
    parse_rules,
    suggest_keeper,
)
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import Photo


class Advice:
    """The suggestion for each group, worked out once and again only under other rules."""

    def __init__(self, photo_of: Callable[[int], Photo]) -> None:
        """photo_of: the photo of an id; `set_rules` comes before the first question."""
        self._photo_of = photo_of
        self._suggestions: dict[tuple[bool, tuple[int, ...]], Suggestion] = {}

    def set_rules(
        self, rules: Sequence[str], locked: Sequence[Path], preferred: Sequence[Path]
    ) -> None:
        """Raises KnownError for a bad rule; nothing is changed then."""
        parse_rules(rules)
        self._rules, self._locked, self._preferred = tuple(rules), tuple(locked), tuple(preferred)
        self.clear()

    def clear(self) -> None:
        """Other groups, or other photos in them."""
        self._suggestions.clear()

    def suggestion(self, photos: tuple[int, ...], *, is_burst: bool) -> Suggestion:
        """Order and reasons for these photos, at least one.

        Shots of a burst have the same pixels and camera: what tells them apart is how sharp they
        are, unless somebody gave them stars.
        """
        key = (is_burst, photos)
        if key not in self._suggestions:
            rules = (*BURST_RULES, *self._rules) if is_burst else self._rules
            known = [self._photo_of(photo) for photo in photos]
            self._suggestions[key] = suggest_keeper(
                known, rules, self._locked, self._preferred, are_copies=not is_burst
            )
        return self._suggestions[key]

    def is_locked(self, photo: int) -> bool:
        """Whether it lies in a locked folder."""
        return is_in(self._photo_of(photo).path, self._locked)

    def refuse_locked(self, photos: Iterable[int]) -> None:
        """Raises KnownError for the first of them that lies in a locked folder."""
        for photo in photos:
            if self.is_locked(photo):
                raise KnownError(
                    Sentence(
                        "{name} lies in a locked folder and stays.",
                        name=self._photo_of(photo).path.name,
                    ),
                    "Unlock the folder first.",
                )

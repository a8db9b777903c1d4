"""Which photos were decided together."""

from __future__ import annotations

from collections.abc import Iterable


class Solved:
    """All groups that were decided, kept in step with the cells: asked for after every key."""

    def __init__(self) -> None:
        self._groups_of: dict[int, set[frozenset[int]]] = {}

    def changed(self, photos: Iterable[int], *, is_solved: bool) -> None:
        """The group of just these photos was decided, or is open again."""
        group = frozenset(photos)
        for photo in group:
            groups = self._groups_of.setdefault(photo, set())
            if is_solved:
                groups.add(group)
            else:
                groups.discard(group)

    def covers(self, photos: Iterable[int]) -> bool:
        """Whether all of these, at least one, were in one decided group."""
        members = frozenset(photos)
        return any(members <= group for group in self._groups_of.get(min(members), ()))

"""Cells that change in steps, undone and redone; what it means is the review's business.

A cell is named by a kind and photos: one id, or several as "3,7,12". A step is a list of changes to
cells, so that one way of undoing serves everything a person can do. Steps hold lists, strings and
numbers only: what `history` gives can be written as JSON and given back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Key = int | str
Change = tuple[str, Key, str | None]
"""Kind, key and new value of a cell; None empties it."""
Step = dict[str, Any]
"""{"action": code, "changes": [[kind, key, before, after], ...]}, both values str or None."""


class Steps:
    """All decisions as they are now, and how they came about."""

    def __init__(self, changed: Callable[[str, list[int], str | None, str | None], None]) -> None:
        """`changed(kind, photos, before, after)` is called after each change of a cell."""
        self._changed = changed
        self._cells: dict[tuple[str, Key], str] = {}
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def get(self, kind: str, key: Key) -> str | None:
        return self._cells.get((kind, key))

    @property
    def cells(self) -> dict[tuple[str, Key], str]:
        """All cells that are not empty."""
        return dict(self._cells)

    def do(self, action: str, changes: Iterable[Change]) -> None:
        """One step; nothing at all if it would change nothing. What was undone is forgotten."""
        seen: dict[tuple[str, Key], str | None] = {}
        step: list[list[Any]] = []
        for kind, key, value in changes:
            after = None if value is None else str(value)
            before = seen.get((kind, key), self._cells.get((kind, key)))
            if before != after:
                step.append([kind, key, before, after])
                seen[kind, key] = after
        if step:
            self._apply((kind, key, after) for kind, key, _, after in step)
            self._done.append({"action": action, "changes": step})
            self._undone.clear()

    @property
    def next_undo(self) -> Step | None:
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Step | None:
        return self._undone[-1] if self._undone else None

    def undo(self) -> Step | None:
        """Take the last step back; None if there is none."""
        if not self._done:
            return None
        step = self._done.pop()
        self._apply((kind, key, before) for kind, key, before, _ in reversed(step["changes"]))
        self._undone.append(step)
        return step

    def redo(self) -> Step | None:
        """Do again what was taken back last; None if there is nothing."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._apply((kind, key, after) for kind, key, _, after in step["changes"])
        self._done.append(step)
        return step

    def take_out(self, action: str, is_meant: Callable[[str, Key], bool]) -> None:
        """Take changes back out of the steps of one action, as if they had never been in them."""
        for step in reversed(self._done):
            if step["action"] == action:
                out = [change for change in step["changes"] if is_meant(change[0], change[1])]
                self._apply((kind, key, before) for kind, key, before, _ in reversed(out))
                step["changes"] = [change for change in step["changes"] if change not in out]
        self._done = [step for step in self._done if step["changes"]]

    @property
    def history(self) -> dict[str, list[Step]]:
        """Everything done and undone."""
        return {"done": list(self._done), "undone": list(self._undone)}

    def load(self, history: Mapping[str, Sequence[Step]]) -> None:
        """Come to where `history` was taken; only before the first step."""
        assert not self._done
        for step in history["done"]:
            self._apply((kind, key, after) for kind, key, _, after in step["changes"])
        self._done, self._undone = list(history["done"]), list(history["undone"])

    def _apply(self, changes: Iterable[Change]) -> None:
        for kind, key, after in changes:
            before = self._cells.pop((kind, key), None)
            if after is not None:
                self._cells[kind, key] = after
            self._changed(kind, photos_of(key), before, after)


def key_of(photos: Iterable[int]) -> str:
    """Key of a cell about several photos."""
    return ",".join(map(str, photos))


def photos_of(key: Key) -> list[int]:
    """The photos a cell is about."""
    return [key] if isinstance(key, int) else list(map(int, key.split(",")))

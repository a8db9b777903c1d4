"""Searches that the person keeps, with the library they are for, among the decisions."""

from __future__ import annotations

from dataclasses import dataclass

from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.decisions import Decisions

_DOCUMENT = "searches"
MAX_NAME = 80
MAX_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A text of the search field under a name; "last summer" in it stays relative."""

    name: str
    text: str


class SavedSearches:
    """Those of one library, by name. Of the thread that owns the Decisions."""

    def __init__(self, decisions: Decisions, library_key: str) -> None:
        self._decisions, self._key = decisions, library_key

    def all(self) -> list[SavedSearch]:
        """By name. What was not written by this program is left out."""
        stored = self._decisions.document(self._key, _DOCUMENT)
        items = stored if isinstance(stored, list) else []
        found = [
            SavedSearch(item["name"], item["text"])
            for item in items
            if isinstance(item, dict)
            and isinstance(item.get("name"), str)
            and isinstance(item.get("text"), str)
        ]
        return sorted(found, key=lambda search: search.name.casefold())

    def named(self, name: str) -> SavedSearch:
        """In any case. Raises KnownError, with the names there are."""
        for search in self.all():
            if search.name.casefold() == name.casefold():
                return search
        names = ", ".join(f"“{search.name}”" for search in self.all())
        raise KnownError(
            Sentence("There is no saved search “{name}”.", name=name),
            Sentence("There are {names}.", names=names) if names else "There is none yet.",
        )

    def save(self, name: str, text: str) -> None:
        """Keep a text under a name; one of the same name is replaced. Raises KnownError."""
        name, text = name.strip()[:MAX_NAME], text.strip()[:MAX_TEXT]
        if not name or not text:
            raise KnownError("A saved search needs a name and something to look for.")
        self._put([*self._without(name), SavedSearch(name, text)])

    def rename(self, old: str, new: str) -> None:
        """Another name for it; nothing if there is none. Raises KnownError for a name that is
        taken."""
        found = self.named(old)
        new = new.strip()[:MAX_NAME]
        others = self._without(found.name)
        if not new or any(search.name.casefold() == new.casefold() for search in others):
            raise KnownError(
                Sentence("There is a saved search “{name}” already.", name=new)
                if new
                else "A saved search needs a name and something to look for.",
                "Choose another name.",
            )
        self._put([*others, SavedSearch(new, found.text)])

    def remove(self, name: str) -> None:
        """Forget it; no photo is touched."""
        self._put(self._without(name))

    def _without(self, name: str) -> list[SavedSearch]:
        return [search for search in self.all() if search.name.casefold() != name.casefold()]

    def _put(self, searches: list[SavedSearch]) -> None:
        self._decisions.set_document(
            self._key, _DOCUMENT, [{"name": s.name, "text": s.text} for s in searches]
        )

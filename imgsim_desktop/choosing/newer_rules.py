"""Orders of rules that a person saved under an older version, brought up to date.

What was saved names no rule that came later, and some of these keep what nothing brings back: the
film, the camera's own file, the colours. They are put where the program's own order has them; the
person's rules stay in their order.
"""

from __future__ import annotations

from collections.abc import Iterable

RULES_VERSION = 1
"""0 is what 0.1.0 knew. Raised when a rule is added that guards something."""

_GUARDS = ("holds-more", "made-from", "has-colour", "not-blurred")
"""Newer than 0.1.0, in their order: which copy has something that the other one has lost."""

_WISHES = frozenset({"raw-first", "jpeg-first", "folder", "not-in-folder", "highest-rating"})
"""What a person says of the place or the worth of a photo goes before; file numbers do not."""

_BY_DATE = frozenset({"oldest", "newest"})
_HAS_DATE = "has-date"
"""A date of factory settings is none since there is this rule: it is asked before the dates."""


def with_newer_rules(rules: Iterable[str]) -> tuple[str, ...]:
    """An order of rules as written in version 0, with those that are newer; empty stays empty."""
    rules = tuple(rules)
    if not rules:
        return ()
    known = {name_of(rule) for rule in rules}
    at = next((n for n, rule in enumerate(rules) if name_of(rule) not in _WISHES), len(rules))
    guards = tuple(name for name in _GUARDS if name not in known)
    grown = [*rules[:at], *guards, *rules[at:]]
    dated = next((n for n, rule in enumerate(grown) if name_of(rule) in _BY_DATE), None)
    if dated is not None and _HAS_DATE not in known:
        grown.insert(dated, _HAS_DATE)
    return tuple(grown)


def name_of(rule: str) -> str:
    """Of a rule as it is written: `largest-picture~10`, `folder:/home/me/Album`."""
    return rule.partition(":")[0].partition("~")[0]

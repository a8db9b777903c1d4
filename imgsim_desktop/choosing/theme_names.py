"""Names people give to themes: found again by content after a rescan or another grouping."""

from __future__ import annotations

from collections.abc import Sequence

from imgsim_desktop.records import NamedTheme


def names_of_themes(
    themes: Sequence[Sequence[bytes]], named: Sequence[NamedTheme]
) -> list[NamedTheme | None]:
    """The name of each theme, or None; a name goes to at most one theme.

    themes  content hashes of each theme, in any order
    named   in the order they were given

    A name belongs to the theme that holds most of its contents, and more than half of those that
    are still in any theme. Of two names for one theme the one that has more there wins, then the
    younger one.
    """
    theme_of = {content: number for number, hashes in enumerate(themes) for content in hashes}
    found: list[NamedTheme | None] = [None] * len(themes)
    best = [0] * len(themes)
    for name in named:
        votes = [theme_of[content] for content in name.hashes if content in theme_of]
        for theme in set(votes):
            count = votes.count(theme)
            if 2 * count > len(votes) and count >= best[theme]:
                found[theme], best[theme] = name, count
    return found

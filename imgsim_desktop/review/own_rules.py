"""The settings with the rules a person chose, brought up to date once; alike in both doors."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

from imgsim_desktop.choosing.newer_rules import RULES_VERSION, name_of, with_newer_rules
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.settings import Settings, load_settings, save_settings

__all__ = ["RULES_VERSION", "settings_of"]

_log = logging.getLogger(__name__)


def settings_of(home: Home) -> tuple[Settings, tuple[str, ...]]:
    """The saved settings, and names of rules that were added to the person's own just now.

    What is told once is saved at once. Where that fails, as on a full disk, the rules count all
    the same, and are added and told again the next time.
    """
    settings = load_settings(home)
    if settings.rules_version >= RULES_VERSION or not (settings.keep_rules or settings.rule_sets):
        return settings, ()
    newer = replace(
        settings,
        keep_rules=with_newer_rules(settings.keep_rules),
        rule_sets={
            name: "\n".join(with_newer_rules(text.splitlines()))
            for name, text in settings.rule_sets.items()
        },
        rules_version=RULES_VERSION,
    )
    try:
        save_settings(home, newer, settings)
    except KnownError as error:
        _log.warning("the newer rules were not saved: %s", error.sentence)
    before, after = _names(settings), _names(newer)
    return newer, tuple(name for name in after if name not in before)


def _names(settings: Settings) -> list[str]:
    """All rules chosen, each once, in the order of the settings."""
    texts: Iterable[str] = (
        *settings.keep_rules,
        *(rule for text in settings.rule_sets.values() for rule in text.splitlines()),
    )
    return list(dict.fromkeys(map(name_of, texts)))

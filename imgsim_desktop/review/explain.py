"""Why a photo is suggested to stay or to go: rules, verdicts, and what files hold."""

from imgsim_desktop.choosing.holdings import UNKNOWN, Held, beyond, held_by, lost_beside
from imgsim_desktop.choosing.rule_preview import KeeperChange
from imgsim_desktop.choosing.rules import (
    DEFAULT_RULES,
    HOLDS,
    LOCKED,
    OFFLINE,
    PREFERRED,
    RULES,
    TIE,
    Choice,
    Verdict,
    parse_rules,
)

__all__ = [
    "DEFAULT_RULES",
    "HOLDS",
    "LOCKED",
    "OFFLINE",
    "PREFERRED",
    "RULES",
    "TIE",
    "UNKNOWN",
    "Choice",
    "Held",
    "KeeperChange",
    "Verdict",
    "beyond",
    "held_by",
    "lost_beside",
    "parse_rules",
]

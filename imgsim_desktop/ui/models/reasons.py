"""Rules, kinds and edits in the language of the window."""

from __future__ import annotations

from imgsim_desktop.records import EDIT_WORDS, KIND_WORDS, PairKind
from imgsim_desktop.review.explain import RULES, said_better
from imgsim_desktop.ui.sentences import said


def said_rule(name: str) -> str:
    """What a photo has that wins by a rule."""
    return said(said_better(name))


def said_rule_title(name: str) -> str:
    """What a rule asks for, as it stands in a list of rules; {folder} stands for its argument."""
    return said(RULES[name].title)


def said_rule_meaning(name: str) -> str:
    """What a rule goes by, in a sentence."""
    return said(RULES[name].meaning)


def said_edit(edit: str) -> str:
    """What was done to one picture to get the other."""
    return said(EDIT_WORDS[edit])


def said_kind(kind: PairKind) -> str:
    return said(KIND_WORDS[kind])

"""Why a photo is suggested to stay or to go: rules and verdicts, and both as sentences.

Every sentence can be translated: the command line prints it as it is, the window in the language
of the user.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from imgsim_desktop.choosing.criteria import NOT_DAMAGED, RULES
from imgsim_desktop.choosing.holdings import (
    MOVED_WORDS,
    UNKNOWN,
    Held,
    beyond,
    held_by,
    lost_beside,
    moved_beside,
    said_held,
)
from imgsim_desktop.choosing.lanes import LANE_MEANINGS, LANE_OF
from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.choosing.rule_preview import KeeperChange
from imgsim_desktop.choosing.rules import (
    DEFAULT_RULES,
    HOLDS,
    LOCKED,
    OFFLINE,
    PREFERRED,
    TIE,
    Choice,
    Verdict,
    parse_rules,
)
from imgsim_desktop.errors import Sentence, listed, translatable
from imgsim_desktop.records import (
    MAKING_WORDS,
    REMOVABLE_KINDS,
    Group,
    Making,
    PairKind,
    Photo,
)

__all__ = [
    "DEFAULT_RULES",
    "RULES",
    "UNKNOWN",
    "Choice",
    "Held",
    "KeeperChange",
    "Verdict",
    "beyond",
    "held_by",
    "lost_beside",
    "parse_rules",
    "reason_of",
    "said_better",
    "said_held",
    "said_keeper",
    "said_only_here",
    "said_verdict",
]

_NAMED = 3
"""Reasons in a sentence; more are noise."""


def reason_of(review: Review, group: Group, photo: int) -> str:
    """Why a photo of a group, one of those in question, is to stay or may go."""
    if group.kind not in REMOVABLE_KINDS and group.kind is not PairKind.BURST:
        return LANE_MEANINGS[LANE_OF[group.kind]]
    if len(review.members(group)) == 1:
        return translatable("The others are not duplicates of it, or are gone.")
    suggestion, keeper = review.suggestion(group), review.keeper(group)
    if photo == keeper:
        if suggestion.keeper == photo:
            is_jpeg = review.photo(photo).facts.jpeg_quality is not None
            return said_keeper(suggestion.verdicts, keeps_jpeg=is_jpeg)
        return translatable("You chose this one to stay.")
    return _beside_keeper(review, group, photo, keeper)


def _beside_keeper(review: Review, group: Group, photo: int, keeper: int) -> str:
    """Of a photo that is not the one to keep."""
    stays = review.stays_for(group).get(photo, keeper)
    compared = Sentence("Compared with {name}.", name=_name(review.photo(stays)))
    if stays != keeper:
        return compared
    name = _name(review.photo(keeper))
    if group.kind in REMOVABLE_KINDS and review.may_go(photo):
        if not review.is_verified(photo, keeper):
            return Sentence(
                "A copy of others here, not verified against {name}: stays unless you say so.",
                name=name,
            )
        if not review.may_stand_for(keeper, photo):
            return Sentence("{name} is damaged as well: both stay unless you say so.", name=name)
        kept, gone = review.photo(keeper), review.photo(photo)
        lost = lost_beside(kept, gone, is_fixed=review.is_locked(keeper))
        if lost:
            more = beyond(kept, gone)
            goes = review.shown_marks(group).get(photo) is Mark.TRASH
            return said_only_here(lost, more, name, goes=goes)
    suggestion = review.suggestion(group)
    if suggestion.keeper != keeper:
        return compared
    verdict = next(v for v in suggestion.verdicts if v.photo_id == photo)
    is_jpeg = review.photo(keeper).facts.jpeg_quality is not None
    said = said_verdict(verdict, name, keeps_jpeg=is_jpeg)
    moved = moved_beside(review.photo(keeper), review.photo(photo))
    if not moved or verdict.keep:
        return said
    things = listed([MOVED_WORDS[held.name] for held in moved])
    return _both(said, Sentence("Moved beside {name}: {things}.", name=name, things=things))


def _name(photo: Photo) -> Path:
    """A path, so that nobody takes it for a text that could be translated."""
    return Path(photo.path.name)


def said_verdict(verdict: Verdict, keeper: Path, *, keeps_jpeg: bool = True) -> str:
    """About a photo beside the one to keep: why the other is better, and in what this one is.

    keeper  name of the one to keep
    """
    if verdict.code == LOCKED:
        return translatable("Stays: its folder is locked.")
    if verdict.code == OFFLINE:
        return translatable("Stays: its disk is not connected.")
    if verdict.code == HOLDS:
        return said_only_here(verdict.holds, verdict.keeper_holds, keeper)
    better = _said_all_better(verdict, keeps_jpeg=keeps_jpeg)
    if verdict.code == PREFERRED:
        better.insert(0, _IN_PREFERRED)
    if not better or verdict.code == TIE:
        text = Sentence("Nothing tells it from {name}; one of the two is enough.", name=keeper)
    else:
        if len(better) > 1:
            better[0] = Sentence("{reason} (this decides)", reason=better[0])
        text = Sentence("{name} is better: {reasons}.", name=keeper, reasons=listed(better))
    worse = [said_better(name) for name in verdict.keeper_worse[:_NAMED]]
    if not worse:
        return text
    return _both(text, Sentence("But this one: {reasons}.", reasons=listed(worse)))


def said_only_here(
    holds: Sequence[Held], keeper_holds: Sequence[Held], keeper: Path, *, goes: bool = False
) -> str:
    """Why one that is no keeper stays all the same; or what is lost if the user lets it go."""
    things = _said_things(holds)
    text = (
        Sentence("You let it go, and only this one has {things}.", things=things)
        if goes
        else Sentence("Stays: only this one has {things}.", things=things)
    )
    if not keeper_holds:
        return text
    things = _said_things(keeper_holds)
    return _both(text, Sentence("Only {name} has {things}.", name=keeper, things=things))


def said_keeper(verdicts: Sequence[Verdict], *, keeps_jpeg: bool = True) -> str:
    """About the one to keep: by what it was chosen among all."""
    names: list[str] = []
    holds: list[Held] = []
    for verdict in verdicts[1:]:
        if verdict.code not in (LOCKED, OFFLINE, HOLDS, TIE, *names):
            names.append(verdict.code)
        holds += [held for held in verdict.keeper_holds if held not in holds]
    if not names:
        return translatable("Suggested to stay; the others are just as good.")
    said: list[str] = []
    for name in names:
        said += _said_by(name, holds, keeps_jpeg=keeps_jpeg)
    return Sentence("Suggested to stay: {reasons}.", reasons=listed(said[:_NAMED]))


def said_better(rule: str, *, of_jpeg: bool = True) -> str:
    """What a photo has that wins by a rule; one that is no JPEG has no JPEG quality."""
    if rule == "best-quality" and not of_jpeg:
        return translatable("less lossy format")
    return (NOT_DAMAGED if rule == NOT_DAMAGED.name else RULES[rule]).better


_IN_PREFERRED = translatable("lies in a preferred folder")


def _said_all_better(verdict: Verdict, *, keeps_jpeg: bool) -> list[str]:
    said: list[str] = []
    for name in verdict.keeper_better:
        if name == "made-from" and verdict.made:
            said.append(MAKING_WORDS[Making(verdict.made)])
        else:
            said += _said_by(name, verdict.keeper_holds, keeps_jpeg=keeps_jpeg)
    return said[:_NAMED]


def _said_by(rule: str, holds: Sequence[Held], *, keeps_jpeg: bool) -> list[str]:
    """In what the kept one is better by a rule; what it holds is said by name."""
    if rule == PREFERRED:
        return [_IN_PREFERRED]
    if rule == "holds-more" and holds:
        return [Sentence("has {thing}", thing=said_held(held, is_more=True)) for held in holds]
    return [said_better(rule, of_jpeg=keeps_jpeg)]


def _said_things(holds: Sequence[Held]) -> str:
    return listed([said_held(held, is_more=True) for held in holds])


def _both(first: str, second: str) -> str:
    return Sentence("{first} {second}", first=first, second=second)

"""Which copy to keep: ordered rules, each a number a photo is better by.

The rules sort photos, they mark nothing: the best one of a group stays, whatever the rules are, so
no combination can mark all of it. Values within a rule's tolerance tie and the next rule decides.
Ties are steps on a scale (largest-picture: 2 % wide) and not distances between two photos, so that
"better" is one order for the whole library, and the group's keeper is the same photo in matching,
on the screen and in the commit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from imgsim_desktop.choosing.criteria import NOT_DAMAGED, RULES, Rule, not_damaged
from imgsim_desktop.choosing.holdings import Held, beyond, lost_beside
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import Photo

BEST = "best"
"""Code of the photo that is kept; beside the names of rules."""
LOCKED = "locked"
"""Code: lies in a locked folder, always kept."""
OFFLINE = "offline"
"""Code: its disk is away; neither removed nor relied upon."""
PREFERRED = "preferred"
"""Code: the better one lies in a preferred folder."""
HOLDS = "holds"
"""Code: holds what the better one lacks, so it stays; see `choosing.holdings`."""
TIE = "tie"
"""Code: no rule tells them apart; the path decides."""

_NO_STEP = -(10**9)
"""Below every step of a positive value; finite, so that two of them tie."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A rule as the user wrote it: `largest-picture~10`, `folder:/home/me/Album`."""

    rule: Rule
    argument: str = ""
    tolerance: float = 0.0

    def step(self, photo: Photo) -> float:
        """Its place on the scale of ties; equal steps tie, higher is better."""
        value = self.rule.worth(photo, self.argument)
        if self.tolerance == 0:
            return value
        if not self.rule.is_share:
            return math.floor(value / self.tolerance)
        if value <= 0:
            return _NO_STEP
        return math.floor(math.log(value) / math.log1p(self.tolerance))

    def __str__(self) -> str:
        text = self.rule.name + (f":{self.argument}" if self.argument else "")
        if self.tolerance != self.rule.tolerance:
            text += f"~{self.tolerance * (100 if self.rule.is_share else 1):g}"
        return text


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why one photo of a group is kept or may go."""

    photo_id: int
    keep: bool
    code: str
    """BEST, LOCKED, OFFLINE, HOLDS, or for what may go the rule that decided: a name, PREFERRED,
    TIE."""
    keeper_better: tuple[str, ...] = ()
    """Rules by which the kept one is better, for the sentence; in the order of the rules."""
    keeper_worse: tuple[str, ...] = ()
    keeper_holds: tuple[Held, ...] = ()
    """What the kept one holds and this one lacks."""
    holds: tuple[Held, ...] = ()
    """For HOLDS: what would be gone for good with this one."""
    made: str = ""
    """A Making: how this one was made from another one."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A group in falling order of worth, `order[0]` to be kept, with a reason for each photo."""

    order: tuple[int, ...]
    verdicts: tuple[Verdict, ...]
    """In the same order."""

    @property
    def keeper(self) -> int:
        return self.order[0]

    @property
    def kept(self) -> tuple[int, ...]:
        return tuple(verdict.photo_id for verdict in self.verdicts if verdict.keep)

    @property
    def removable(self) -> tuple[int, ...]:
        return tuple(verdict.photo_id for verdict in self.verdicts if not verdict.keep)


DEFAULT_RULES: tuple[str, ...] = (
    "raw-first", "holds-more", "made-from", "not-surrounded", "has-colour", "not-blurred",
    "largest-picture", "not-covered", "not-sharpened", "camera-original", "has-exif",
    "best-quality", "has-date", "has-gps", "has-keywords", "has-sidecar", "not-a-copy-name",
    "oldest", "largest-file", "shortest-path",
)  # fmt: skip
"""What cannot be made again comes first: sensor data, films and layers, pixels, the camera's own
file and facts.

A frame adds pixels that are none of the picture, so it is asked about before the pixels. What lies
on a copy is said only beside a plain one that is as near to the camera: it outweighs the facts.
"""

BURST_RULES: tuple[str, ...] = ("highest-rating", "raw-first", "largest-picture", "sharpest")
"""Asked before the user's rules among the shots of one moment."""


def parse_rules(texts: Iterable[str]) -> tuple[Choice, ...]:
    """Rules as written: `name`, `name~10` (ties within 10 %, or 10 units), `folder:/path`.

    Raises KnownError for a rule that does not exist, a missing path or a bad number.
    """
    return tuple(map(_parse_rule, texts))


@lru_cache(maxsize=256)
def _parse_rule(text: str) -> Choice:
    name, _, argument = text.partition(":")
    name, tilde, width = name.partition("~")
    rule = RULES.get(name)
    if rule is None:
        raise KnownError(
            Sentence("There is no rule “{name}”.", name=name),
            Sentence("Rules: {names}.", names=", ".join(RULES)),
        )
    if bool(argument) != bool(rule.argument):
        form = f"{name}:/path/to/{rule.argument}" if rule.argument else name
        raise KnownError(
            Sentence("“{text}” is not how this rule is written.", text=text),
            Sentence("Write {form}.", form=form),
        )
    if not tilde:
        return Choice(rule, argument, rule.tolerance)
    try:
        tolerance = float(width.removesuffix("%")) / (100 if rule.is_share else 1)
    except ValueError:
        tolerance = -1.0
    if not 0 <= tolerance < math.inf:
        raise KnownError(
            Sentence("“{width}” in “{text}” is not a tolerance.", width=width, text=text),
            Sentence("Write {form}.", form=f"{name}~10"),
        )
    return Choice(rule, argument, tolerance)


def worth_key(
    rules: Sequence[str] = DEFAULT_RULES,
    locked: Sequence[Path] = (),
    preferred: Sequence[Path] = (),
) -> Callable[[Photo], tuple[object, ...]]:
    """Sort key that puts the photo most worth keeping first; a total order of any library.

    locked, preferred  folders; the earlier a preferred folder, the better. A photo whose disk is
                       away comes last, as it cannot be checked before the others go; a damaged one
                       comes behind all whole ones.
    """
    choices = parse_rules(rules)

    def key(photo: Photo) -> tuple[object, ...]:
        return (
            not photo.is_online,
            -not_damaged(photo, ""),
            not is_in(photo.path, locked),
            _preference(photo.path, preferred),
            *(-choice.step(photo) for choice in choices),
            str(photo.path),
            photo.content_hash,
            photo.photo_id,
        )

    return key


def suggest_keeper(
    photos: Sequence[Photo],
    rules: Sequence[str] = DEFAULT_RULES,
    locked: Sequence[Path] = (),
    preferred: Sequence[Path] = (),
    *,
    are_copies: bool = True,
) -> Suggestion:
    """Order a group and give a reason for each photo; at least the first one is kept.

    photos      at least one, in any order: the answer does not depend on it
    are_copies  they show one picture, so what only one of them holds is a reason to keep it
    """
    choices = (Choice(NOT_DAMAGED), *parse_rules(rules))
    key = worth_key(rules, locked, preferred)
    keyed = sorted((key(photo), photo) for photo in photos)
    best_key, best = keyed[0]
    is_fixed = is_in(best.path, locked)
    verdicts = [Verdict(best.photo_id, keep=True, code=BEST)]
    for photo_key, photo in keyed[1:]:
        compared = [
            (choice.rule.name, choice.step(best) - choice.step(photo)) for choice in choices
        ]
        better = tuple(name for name, by in compared if by > 0)
        worse = tuple(name for name, by in compared if by < 0)
        lost: tuple[Held, ...] = ()
        if not photo.is_online:
            code = OFFLINE
        elif is_in(photo.path, locked):
            code = LOCKED
        elif are_copies and (lost := lost_beside(best, photo, is_fixed=is_fixed)):
            code = HOLDS
        elif photo_key[1] == best_key[1] and photo_key[3] != best_key[3]:
            code = PREFERRED
        else:
            code = next((name for name, by in compared if by), TIE)
        keep = code in (OFFLINE, LOCKED, HOLDS)
        more = beyond(best, photo)
        verdicts.append(Verdict(photo.photo_id, keep, code, better, worse, more, lost, photo.made))
    return Suggestion(tuple(photo.photo_id for _, photo in keyed), tuple(verdicts))


def is_in(path: Path, folders: Iterable[Path]) -> bool:
    """Whether a path lies in one of the folders or below."""
    return any(path.is_relative_to(folder) for folder in folders)


def _preference(path: Path, folders: Sequence[Path]) -> int:
    """Place of the first preferred folder it lies in; their number if in none."""
    return next(
        (i for i, folder in enumerate(folders) if path.is_relative_to(folder)), len(folders)
    )

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

from imgsim_desktop.choosing.cameras import camera_rank
from imgsim_desktop.choosing.copy_names import marks_of_copy
from imgsim_desktop.choosing.holdings import Held, amount_held, beyond, lost_beside
from imgsim_desktop.errors import KnownError
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

UNKNOWN_QUALITY = 92
"""JPEG quality assumed for other formats and unreadable tables: that of a usual camera JPEG."""

_PALETTE_QUALITY = 60
"""A GIF shows bands in the sky, as a JPEG of this quality shows blocks."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One criterion; its docstring is that of `worth`."""

    name: str
    title: str
    """In the person's words, English; translated by the doors."""
    worth: Callable[[Photo, str], float]
    """Higher is better. The text is the rule's argument."""
    tolerance: float = 0.0
    """Width of a tie: a share of the value (0.02 = 2 %), or with `is_share` False its own unit."""
    is_share: bool = True
    argument: str = ""
    """What follows the colon, such as "folder"; empty: nothing does."""

    @property
    def doc(self) -> str:
        return (self.worth.__doc__ or "").strip()


@dataclass(frozen=True, slots=True)
class Choice:
    """A rule as the person wrote it: `largest-picture~10`, `folder:/home/me/Album`."""

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


def not_damaged(photo: Photo, _: str) -> float:
    """Whole over damaged: nothing of it is lost, as far as its file can tell."""
    return photo.facts.damage is None


def largest_picture(photo: Photo, _: str) -> float:
    """The most pixels."""
    return photo.facts.width_px * photo.facts.height_px


def largest_file(photo: Photo, _: str) -> float:
    """The most bytes."""
    return photo.size_bytes


def smallest_file(photo: Photo, _: str) -> float:
    """The fewest bytes."""
    return 1 / max(photo.size_bytes, 1)


def holds_more(photo: Photo, _: str) -> float:
    """More in the file than one picture: a film, pages, layers, a gain map, 16 bits a channel."""
    return amount_held(photo)


def not_surrounded(photo: Photo, _: str) -> float:
    """The picture itself, where a copy shows it in a frame, on a screen or in a collage.

    Only if that copy shows it no larger.
    """
    return "surrounded" not in photo.added


def not_covered(photo: Photo, _: str) -> float:
    """The picture itself, where lettering, stickers or a watermark lie on a copy of it."""
    return "covered" not in photo.added


def not_sharpened(photo: Photo, _: str) -> float:
    """The picture itself, where the fine detail of a copy was raised."""
    return "sharpened" not in photo.added


def best_quality(photo: Photo, _: str) -> float:
    """The highest JPEG quality; other formats count as a usual camera JPEG, few colours as worse.

    A picture in black and white, or of 256 colours, was made from one that had them all.
    """
    quality, bits = photo.facts.jpeg_quality, photo.facts.palette_bits
    if bits is not None:
        return _PALETTE_QUALITY if bits > 1 else 0
    return UNKNOWN_QUALITY if quality is None else quality


def sharpest(photo: Photo, _: str) -> float:
    """The sharpest, compared at one common small size."""
    return photo.facts.sharpness


def oldest(photo: Photo, _: str) -> float:
    """Taken first, or if no date is known, changed first."""
    return -photo.sort_time_ns / 1e9


def newest(photo: Photo, _: str) -> float:
    """Taken last, or if no date is known, changed last."""
    return photo.sort_time_ns / 1e9


def has_exif(photo: Photo, _: str) -> float:
    """Still carries what the camera wrote into it."""
    return photo.facts.has_exif


def has_date(photo: Photo, _: str) -> float:
    """Knows when it was taken, and not only when it was scanned or saved."""
    return photo.facts.taken_ns is not None and photo.facts.is_shot_time


def has_gps(photo: Photo, _: str) -> float:
    """Knows where it was taken."""
    return photo.facts.latitude is not None and photo.facts.longitude is not None


def has_keywords(photo: Photo, _: str) -> float:
    """Somebody gave it keywords; more are better."""
    return len(photo.facts.keywords)


def highest_rating(photo: Photo, _: str) -> float:
    """The most stars."""
    return photo.facts.rating or 0


def raw_first(photo: Photo, _: str) -> float:
    """A RAW file over pictures made from it."""
    return photo.facts.format == "RAW"


def jpeg_first(photo: Photo, _: str) -> float:
    """A picture that every program shows over the RAW file it was made from."""
    return float(photo.facts.format != "RAW")


def camera_original(photo: Photo, _: str) -> float:
    """Straight from a camera over edited ones: names a camera and no editing program."""
    return camera_rank(photo)


def not_a_copy_name(photo: Photo, _: str) -> float:
    """Not named "copy", "(1)", "-edited", "Kopie", "副本" and the like, in any of 60 languages."""
    return -marks_of_copy(photo.path.stem)


def shortest_name(photo: Photo, _: str) -> float:
    """The shortest file name."""
    return -len(photo.path.name)


def shortest_path(photo: Photo, _: str) -> float:
    """The fewest folders above it."""
    return -len(photo.path.parts)


def folder(photo: Photo, argument: str) -> float:
    """In this folder or below."""
    return photo.path.is_relative_to(argument)


def not_in_folder(photo: Photo, argument: str) -> float:
    """Outside this folder."""
    return not photo.path.is_relative_to(argument)


RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("largest-picture", "Largest picture", largest_picture, 0.02),
        Rule("largest-file", "Largest file", largest_file, 0.02),
        Rule("smallest-file", "Smallest file", smallest_file, 0.02),
        Rule("holds-more", "Holds more: film, pages, layers, depth", holds_more),
        Rule("not-surrounded", "Not framed or pasted into another picture", not_surrounded),
        Rule("not-covered", "Nothing written or stuck over it", not_covered),
        Rule("not-sharpened", "Not sharpened afterwards", not_sharpened),
        Rule("best-quality", "Best JPEG quality", best_quality, 3, is_share=False),
        Rule("sharpest", "Sharpest", sharpest, 0.15),
        Rule("oldest", "Oldest", oldest, 2, is_share=False),  # FAT keeps times in steps of 2 s
        Rule("newest", "Newest", newest, 2, is_share=False),
        Rule("has-exif", "Has camera data", has_exif),
        Rule("has-date", "Has a date", has_date),
        Rule("has-gps", "Has a place", has_gps),
        Rule("has-keywords", "Has keywords", has_keywords),
        Rule("highest-rating", "Highest rating", highest_rating),
        Rule("raw-first", "RAW over JPEG", raw_first),
        Rule("jpeg-first", "JPEG over RAW", jpeg_first),
        Rule("camera-original", "Straight from the camera", camera_original),
        Rule("not-a-copy-name", "Not named as a copy", not_a_copy_name),
        Rule("shortest-name", "Shortest name", shortest_name),
        Rule("shortest-path", "Fewest folders", shortest_path),
        Rule("folder", "In a folder", folder, argument="folder"),
        Rule("not-in-folder", "Outside a folder", not_in_folder, argument="folder"),
    )
}

NOT_DAMAGED = Rule("not-damaged", "Not damaged", not_damaged)
"""Stands before all rules a person can choose, and before locked and preferred folders: a photo of
which something is lost never stays instead of a whole one. No option, so it is not in RULES."""

DEFAULT_RULES: tuple[str, ...] = (
    "raw-first", "holds-more", "not-surrounded", "largest-picture", "camera-original", "has-exif",
    "not-covered", "not-sharpened", "best-quality", "has-date", "has-gps", "has-keywords",
    "not-a-copy-name", "oldest", "largest-file", "shortest-path",
)  # fmt: skip
"""What cannot be made again comes first: sensor data, films and layers, pixels, the camera's own
file and facts.

A frame adds pixels that are none of the picture, so it is asked about before the pixels.
"""

BURST_RULES: tuple[str, ...] = ("highest-rating", "raw-first", "largest-picture", "sharpest")
"""Asked before the person's rules among the shots of one moment."""


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
        raise KnownError(f"There is no rule “{name}”.", f"Rules: {', '.join(RULES)}.")
    if bool(argument) != bool(rule.argument):
        form = f"{name}:/path/to/{rule.argument}" if rule.argument else name
        raise KnownError(f"“{text}” is not how this rule is written.", f"Write {form}.")
    if not tilde:
        return Choice(rule, argument, rule.tolerance)
    try:
        tolerance = float(width.removesuffix("%")) / (100 if rule.is_share else 1)
    except ValueError:
        tolerance = -1.0
    if not 0 <= tolerance < math.inf:
        raise KnownError(f"“{width}” in “{text}” is not a tolerance.", f"Write {name}~10.")
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
        elif are_copies and (lost := lost_beside(best, photo)):
            code = HOLDS
        elif photo_key[1] == best_key[1] and photo_key[3] != best_key[3]:
            code = PREFERRED
        else:
            code = next((name for name, by in compared if by), TIE)
        keep = code in (OFFLINE, LOCKED, HOLDS)
        more = beyond(best, photo)
        verdicts.append(Verdict(photo.photo_id, keep, code, better, worse, more, lost))
    return Suggestion(tuple(photo.photo_id for _, photo in keyed), tuple(verdicts))


def is_in(path: Path, folders: Iterable[Path]) -> bool:
    """Whether a path lies in one of the folders or below."""
    return any(path.is_relative_to(folder) for folder in folders)


def _preference(path: Path, folders: Sequence[Path]) -> int:
    """Place of the first preferred folder it lies in; their number if in none."""
    return next(
        (i for i, folder in enumerate(folders) if path.is_relative_to(folder)), len(folders)
    )

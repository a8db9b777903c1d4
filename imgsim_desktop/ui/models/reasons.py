"""Why this one is kept, and what was done to the other, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from imgsim_desktop.records import PairKind
from imgsim_desktop.review.explain import HOLDS, LOCKED, OFFLINE, PREFERRED, TIE, Held, Verdict
from imgsim_desktop.ui.holding_words import said_held

_NAMED = 3
"""Reasons in a sentence; more are noise."""

translate = QCoreApplication.translate


def said_verdict(verdict: Verdict, keeper_name: str, *, keeps_jpeg: bool = True) -> str:
    """About a photo beside the one to keep: why the other is better, and in what this one is."""
    if verdict.code == LOCKED:
        return translate("reasons", "Stays: its folder is locked.")
    if verdict.code == OFFLINE:
        return translate("reasons", "Stays: its disk is not connected.")
    if verdict.code == HOLDS:
        return said_only_here(verdict.holds, verdict.keeper_holds, keeper_name)
    better = _said_better(verdict, keeps_jpeg=keeps_jpeg)
    if verdict.code == PREFERRED:
        better.insert(0, translate("reasons", "lies in a preferred folder"))
    if not better or verdict.code == TIE:
        text = translate("reasons", "Nothing tells it from {name}; one of the two is enough.")
        text = text.format(name=keeper_name)
    else:
        if len(better) > 1:
            better[0] = translate("reasons", "{reason} (this decides)").format(reason=better[0])
        text = translate("reasons", "{name} is better: {reasons}.").format(
            name=keeper_name, reasons=_listed(better)
        )
    worse = [said_rule(name) for name in verdict.keeper_worse[:_NAMED]]
    if worse:
        text += " " + translate("reasons", "But this one: {reasons}.").format(
            reasons=_listed(worse)
        )
    return text


def said_only_here(
    holds: Sequence[Held], keeper_holds: Sequence[Held], keeper_name: str, *, goes: bool = False
) -> str:
    """Why one that is no keeper stays all the same; or what is lost if the person lets it go."""
    things = _listed([said_held(held, is_more=True) for held in holds])
    if goes:
        text = translate("reasons", "You let it go, and only this one has {things}.")
    else:
        text = translate("reasons", "Stays: only this one has {things}.")
    text = text.format(things=things)
    if keeper_holds:
        things = _listed([said_held(held, is_more=True) for held in keeper_holds])
        text += " " + translate("reasons", "Only {name} has {things}.").format(
            name=keeper_name, things=things
        )
    return text


def _said_better(verdict: Verdict, *, keeps_jpeg: bool) -> list[str]:
    """In what the kept one is better; what it holds is said by name."""
    said: list[str] = []
    for name in verdict.keeper_better:
        if name == "holds-more" and verdict.keeper_holds:
            said += [
                translate("reasons", "has {thing}").format(thing=said_held(held, is_more=True))
                for held in verdict.keeper_holds
            ]
        else:
            said.append(said_rule(name, of_jpeg=keeps_jpeg))
    return said[:_NAMED]


def said_keeper(verdicts: tuple[Verdict, ...], *, keeps_jpeg: bool = True) -> str:
    """About the one to keep: by what it was chosen among all."""
    names: list[str] = []
    holds: list[Held] = []
    for verdict in verdicts[1:]:
        first = verdict.code if verdict.code not in (LOCKED, OFFLINE, HOLDS, TIE) else ""
        if first and first not in names:
            names.append(first)
        for held in verdict.keeper_holds:
            if held not in holds:
                holds.append(held)
    if not names:
        return translate("reasons", "Suggested to stay; the others are just as good.")
    said: list[str] = []
    for name in names:
        if name == PREFERRED:
            said.append(translate("reasons", "lies in a preferred folder"))
        elif name == "holds-more" and holds:
            said += [
                translate("reasons", "has {thing}").format(thing=said_held(held, is_more=True))
                for held in holds
            ]
        else:
            said.append(said_rule(name, of_jpeg=keeps_jpeg))
    reasons = _listed(said[:_NAMED])
    return translate("reasons", "Suggested to stay: {reasons}.").format(reasons=reasons)


def said_rule(name: str, *, of_jpeg: bool = True) -> str:
    """What a photo has that wins by a rule; one that is no JPEG has no JPEG quality."""
    if name == "best-quality" and not of_jpeg:
        return translate("reasons", "less lossy format")
    said = {
        "not-damaged": translate("reasons", "whole, the other one is damaged"),
        "largest-picture": translate("reasons", "more pixels"),
        "largest-file": translate("reasons", "larger file"),
        "smallest-file": translate("reasons", "smaller file"),
        "holds-more": translate("reasons", "holds more than the picture"),
        "not-surrounded": translate("reasons", "the picture itself, not framed or pasted"),
        "not-covered": translate("reasons", "nothing written or stuck over it"),
        "not-sharpened": translate("reasons", "not sharpened afterwards"),
        "best-quality": translate("reasons", "better JPEG quality"),
        "sharpest": translate("reasons", "sharper"),
        "oldest": translate("reasons", "older"),
        "newest": translate("reasons", "newer"),
        "has-exif": translate("reasons", "has the camera's data"),
        "has-date": translate("reasons", "knows when it was taken"),
        "has-gps": translate("reasons", "knows where it was taken"),
        "has-keywords": translate("reasons", "has keywords"),
        "highest-rating": translate("reasons", "higher rating"),
        "raw-first": translate("reasons", "RAW file"),
        "jpeg-first": translate("reasons", "no RAW file"),
        "camera-original": translate("reasons", "straight from the camera"),
        "not-a-copy-name": translate("reasons", "not named as a copy"),
        "shortest-name": translate("reasons", "shorter name"),
        "shortest-path": translate("reasons", "fewer folders deep"),
        "folder": translate("reasons", "lies in the folder you named"),
        "not-in-folder": translate("reasons", "lies outside the folder you named"),
    }
    return said.get(name, name)


def said_rule_title(name: str) -> str:
    """What a rule asks for, as it stands in a list of rules."""
    said = {
        "largest-picture": translate("reasons", "Largest picture"),
        "largest-file": translate("reasons", "Largest file"),
        "smallest-file": translate("reasons", "Smallest file"),
        "holds-more": translate("reasons", "Holds more: film, pages, layers, depth"),
        "not-surrounded": translate("reasons", "Not framed or pasted into another picture"),
        "not-covered": translate("reasons", "Nothing written or stuck over it"),
        "not-sharpened": translate("reasons", "Not sharpened afterwards"),
        "best-quality": translate("reasons", "Best JPEG quality"),
        "sharpest": translate("reasons", "Sharpest"),
        "oldest": translate("reasons", "Oldest"),
        "newest": translate("reasons", "Newest"),
        "has-exif": translate("reasons", "Has camera data"),
        "has-date": translate("reasons", "Has a date"),
        "has-gps": translate("reasons", "Has a place"),
        "has-keywords": translate("reasons", "Has keywords"),
        "highest-rating": translate("reasons", "Highest rating"),
        "raw-first": translate("reasons", "RAW over JPEG"),
        "jpeg-first": translate("reasons", "JPEG over RAW"),
        "camera-original": translate("reasons", "Straight from the camera"),
        "not-a-copy-name": translate("reasons", "Not named as a copy"),
        "shortest-name": translate("reasons", "Shortest name"),
        "shortest-path": translate("reasons", "Fewest folders"),
        "folder": translate("reasons", "In the folder {folder}"),
        "not-in-folder": translate("reasons", "Not in the folder {folder}"),
    }
    return said.get(name, name)


def said_rule_meaning(name: str) -> str:
    """What a rule goes by, in a sentence."""
    said = {
        "largest-picture": translate("reasons", "The copy with the most pixels stays."),
        "largest-file": translate("reasons", "The copy with the most bytes stays."),
        "smallest-file": translate("reasons", "The copy with the fewest bytes stays."),
        "holds-more": translate(
            "reasons",
            "A copy stays whose file holds more than the picture: a film, sound, pages, layers, a "
            "gain or depth map, 16 bits a channel, transparency, wider colours. Whatever the rules "
            "say, what only one copy holds is not suggested to go.",
        ),
        "not-surrounded": translate(
            "reasons",
            "A copy in a frame, between bars, on a screen or in a collage goes, if another one "
            "shows the picture as large. Nothing is said where that is not plain to see.",
        ),
        "not-covered": translate(
            "reasons",
            "A copy with lettering, stickers or a watermark goes, if another one as large has "
            "none. Nothing is said where that is not plain to see.",
        ),
        "not-sharpened": translate(
            "reasons",
            "A copy whose fine detail was raised goes, if the other one is as large. It does not "
            "show in every photo.",
        ),
        "best-quality": translate(
            "reasons", "The least compressed JPEG stays; other formats count as a usual one."
        ),
        "sharpest": translate("reasons", "The sharpest stays, compared at one small size."),
        "oldest": translate(
            "reasons", "The one taken first stays, or changed first where no date is known."
        ),
        "newest": translate(
            "reasons", "The one taken last stays, or changed last where no date is known."
        ),
        "has-exif": translate("reasons", "A copy stays that still holds what the camera wrote."),
        "has-date": translate("reasons", "A copy stays that knows when it was taken."),
        "has-gps": translate("reasons", "A copy stays that knows where it was taken."),
        "has-keywords": translate("reasons", "The copy with the most keywords stays."),
        "highest-rating": translate("reasons", "The copy with the most stars stays."),
        "raw-first": translate("reasons", "A RAW file stays rather than pictures made from it."),
        "jpeg-first": translate(
            "reasons", "A picture stays rather than the RAW file it is made of."
        ),
        "camera-original": translate(
            "reasons", "A copy stays that names a camera, and no program it was edited with."
        ),
        "not-a-copy-name": translate(
            "reasons", "Files named “copy”, “(1)”, “-edited” and the like go."
        ),
        "shortest-name": translate("reasons", "The copy with the shortest file name stays."),
        "shortest-path": translate("reasons", "The copy with the fewest folders above it stays."),
        "folder": translate("reasons", "Copies in this folder stay."),
        "not-in-folder": translate("reasons", "Copies outside this folder stay."),
    }
    return said.get(name, "")


def said_edit(edit: str) -> str:
    """What was done to one picture to get the other."""
    said = {
        "cropped": translate("reasons", "cropped"),
        "turned": translate("reasons", "turned"),
        "mirrored": translate("reasons", "mirrored"),
        "tilted": translate("reasons", "tilted"),
        "recoloured": translate("reasons", "recoloured"),
        "overlaid": translate("reasons", "something laid over"),
        "framed": translate("reasons", "framed"),
        "collage": translate("reasons", "part of a collage"),
        "resized": translate("reasons", "resized"),
    }
    return said.get(edit, edit)


def said_kind(kind: PairKind) -> str:
    said = {
        PairKind.IDENTICAL: translate("reasons", "identical file"),
        PairKind.SAME_PIXELS: translate("reasons", "same pixels"),
        PairKind.SAME_PICTURE: translate("reasons", "same picture"),
        PairKind.EDITED: translate("reasons", "edited"),
        PairKind.BURST: translate("reasons", "another shot"),
        PairKind.SIMILAR: translate("reasons", "looks alike"),
        PairKind.VARIANT: translate("reasons", "variant"),
    }
    return said[kind]


def _listed(parts: list[str]) -> str:
    return translate("reasons", ", ").join(parts)

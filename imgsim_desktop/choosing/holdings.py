"""What a copy has that another one lacks, in its file or beside it: that is not suggested to go.

This is no rule a person could leave out. Rules say which copy is better; here is asked whether
something would be gone for good with the other one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from imgsim_desktop.choosing.cameras import camera_rank
from imgsim_desktop.companions import EDITS, FILM, SOUND
from imgsim_desktop.errors import Counted, Sentence, translatable
from imgsim_desktop.records import NOTHING_MORE, Holdings, Photo, Recording

UNKNOWN = "unknown"
"""Name of what a file may hold that has not been read by this version yet."""

HELD = (
    "film", "sound", "pages", "frames", "layers", "gain", "depth", "thermal", "transparency",
    "bits", "gamut", "film-beside", "edits-beside", "sound-beside", "shot-beside", UNKNOWN,
)  # fmt: skip
"""Names of what a file can hold, or what can lie beside it, in the order in which they are told."""

_BESIDE: dict[str, str] = {kind: f"{kind}-beside" for kind in (FILM, EDITS, SOUND)}
"""What lies beside a photo and goes along with it. Of XMP and JSON the words are carried over."""

MOVED_WORDS: Mapping[str, str] = {
    "film-beside": translatable("its film"),
    "edits-beside": translatable("its edits"),
    "sound-beside": translatable("its sound"),
}
"""By name: what can move beside a photo of the same bytes, said of the photo that goes."""

INSTEAD = ("pixels", "colours", "camera")
"""What a copy that holds less can have instead: more pixels, more colours than a palette, the
camera's own facts."""

HELD_WORDS: Mapping[str, str] = {
    "film": translatable("a film"),
    "sound": translatable("recorded sound"),
    "pages": translatable("other pages"),
    "frames": translatable("other frames"),
    "gain": translatable("an HDR gain map"),
    "depth": translatable("a depth map"),
    "thermal": translatable("a thermal picture"),
    "transparency": translatable("transparency"),
    "gamut": translatable("colours beyond sRGB"),
    "film-beside": translatable("a film beside it"),
    "edits-beside": translatable("edits beside it"),
    "sound-beside": translatable("a sound beside it"),
    "shot-beside": translatable("the RAW or JPEG of the same shot beside it"),
    "pixels": translatable("more pixels"),
    "colours": translatable("more than 256 colours"),
    "camera": translatable("the camera's own data"),
    UNKNOWN: translatable("what has not been read yet"),
}
"""By name: what is held, where there is no number to it."""

_LARGER = 1.02
"""Sizes that differ by less are those of one picture: a RAW file and its JPEG, say."""


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that a file holds and another one lacks."""

    name: str
    """One of HELD or INSTEAD."""
    amount: float | None = None
    """Seconds of a film or a sound, further pages or frames, layers, bits; None where there is no
    number to it, or it is not known."""


def said_held(held: Held, *, is_more: bool = False) -> str:
    """One thing in a few words: "a film of 2.4 s", "16 bits a channel", "4 layers".

    is_more  of two files: pages beyond those of the other one, "12 more pages"
    """
    if held.amount is None:
        return HELD_WORDS[held.name]
    amount, number = held.amount, round(held.amount)
    if held.name == "film":
        return Sentence("a film of {n:.1f} s", n=amount)
    if held.name == "sound":
        return Sentence("a sound of {n:.1f} s", n=amount)
    if held.name == "layers":
        return Counted("%Ln layer", "%Ln layers", number)
    if held.name == "bits":
        return Counted("%Ln bit a channel", "%Ln bits a channel", number)
    is_pages = held.name == "pages"
    if is_more and is_pages:
        return Counted("%Ln more page", "%Ln more pages", number)
    if is_more:
        return Counted("%Ln more frame", "%Ln more frames", number)
    number += 1  # the first one is not counted among the further ones
    return (
        Counted("%Ln page", "%Ln pages", number)
        if is_pages
        else Counted("%Ln frame", "%Ln frames", number)
    )


def held_by(photo: Photo) -> tuple[Held, ...]:
    """All its file holds beside the picture that is shown first."""
    holdings = photo.facts.holdings
    inside = (Held(UNKNOWN),) if holdings is None else tuple(_beyond(holdings, NOTHING_MORE))
    return (*inside, *_beside(photo))


def beyond(photo: Photo, other: Photo) -> tuple[Held, ...]:
    """What `photo` holds and `other` lacks, or holds otherwise; of equal bytes what lies beside."""
    theirs_beside = set(_beside(other))
    beside = tuple(held for held in _beside(photo) if held not in theirs_beside)
    return (*_beyond_inside(photo, other), *beside)


def _beyond_inside(photo: Photo, other: Photo) -> tuple[Held, ...]:
    if photo.content_hash == other.content_hash:
        return ()
    ours, theirs = photo.facts.holdings, other.facts.holdings
    if ours is None or theirs is None:
        is_plain = ours is not None and not any(_beyond(ours, NOTHING_MORE))
        return () if is_plain else (Held(UNKNOWN),)
    return tuple(_beyond(ours, theirs))


def moved_beside(kept: Photo, gone: Photo) -> tuple[Held, ...]:
    """What lies beside `gone` and moves over to `kept` at a commit, as the two are equal in bytes.

    Of one kind only where nothing of it lies beside `kept`; `followers` looks again on the disk.
    """
    if kept.content_hash != gone.content_hash:
        return ()
    return tuple(held for held in beyond(gone, kept) if held.name in MOVED_WORDS)


def lost_beside(kept: Photo, gone: Photo, *, is_fixed: bool = False) -> tuple[Held, ...]:
    """What would be gone for good if `gone` went and `kept` stayed; both show one picture.

    is_fixed  whether nothing may be put beside `kept`: its folder is locked

    Where the kept one holds more, it must also be as good in all else: an animation of 400 pixels
    does not stand for the photo it was made of, nor an export of 16 bits for the camera's file.
    Between files that hold the same the user's rules decide.
    """
    moved = () if is_fixed else moved_beside(kept, gone)
    lost = tuple(held for held in beyond(gone, kept) if held not in moved)
    if lost or not beyond(kept, gone):
        return lost
    return tuple(_instead(gone, kept))


def amount_held(photo: Photo) -> float:
    """A number that is higher for what holds more than another one; for putting them in order.

    Each thing counts 1, and among files that hold the same things the longer and deeper count.
    """
    things = held_by(photo) if photo.facts.holdings is not None else tuple(_beside(photo))
    fine = sum(min(held.amount or 0.0, 1e6) for held in things) / 1e8
    return len(things) + fine


def _beyond(ours: Holdings, theirs: Holdings) -> Iterator[Held]:
    if _is_other(ours.film, theirs.film):
        yield Held("film", None if ours.film is None else ours.film.seconds)
    if _is_other(ours.sound, theirs.sound):
        yield Held("sound", None if ours.sound is None else ours.sound.seconds)
    if ours.has_more_pages and not ours.shows_same_pages(theirs):
        more = ours.pages - max(1, theirs.pages)
        name = "frames" if ours.is_animated else "pages"
        yield Held(name, more if ours.pages and more > 0 else None)
    if ours.layers and ours.layers_digest != theirs.layers_digest:
        yield Held("layers", ours.layers)
    for name in ours.maps:
        if name not in theirs.maps:
            yield Held(name)
    if ours.is_transparent and not theirs.is_transparent:
        yield Held("transparency")
    if ours.channel_bits > theirs.channel_bits:
        yield Held("bits", ours.channel_bits)
    if ours.is_wide_gamut and not theirs.is_wide_gamut:
        yield Held("gamut")


def _beside(photo: Photo) -> Iterator[Held]:
    for kind, name in _BESIDE.items():
        if kind in photo.companions:
            yield Held(name)
    if photo.shots:
        yield Held("shot-beside")


def _is_other(ours: Recording | None, theirs: Recording | None) -> bool:
    return ours is not None and (theirs is None or ours.digest != theirs.digest)


def _instead(photo: Photo, other: Photo) -> Iterator[Held]:
    ours, theirs = photo.facts, other.facts
    if ours.width_px * ours.height_px > _LARGER * theirs.width_px * theirs.height_px:
        yield Held("pixels")
    if theirs.palette_bits is not None and ours.palette_bits is None:
        yield Held("colours")
    if camera_rank(photo) > camera_rank(other):
        yield Held("camera")

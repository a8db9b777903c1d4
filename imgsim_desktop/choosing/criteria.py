"""The rules there are: by what number each of them judges a photo, and how it is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from imgsim_desktop.choosing.cameras import camera_rank
from imgsim_desktop.choosing.copy_names import marks_of_copy
from imgsim_desktop.choosing.holdings import amount_held
from imgsim_desktop.companions import JSON, XMP
from imgsim_desktop.errors import translatable
from imgsim_desktop.records import Photo

UNKNOWN_QUALITY = 92
"""JPEG quality assumed for other formats and unreadable tables: that of a usual camera JPEG."""

_PALETTE_QUALITY = 60
"""A GIF shows bands in the sky, as a JPEG of this quality shows blocks."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One criterion."""

    name: str
    worth: Callable[[Photo, str], float]
    """Higher is better. The text is the rule's argument."""
    tolerance: float = 0.0
    """Width of a tie: a share of the value (0.02 = 2 %), or with `is_share` False its own unit."""
    is_share: bool = True
    argument: str = ""
    """What follows the colon, such as "folder"; empty: nothing does."""
    title: str = ""
    """What it asks for, as it stands in a list of rules; {folder} stands for its argument."""
    better: str = ""
    """What a photo has that wins by it."""
    meaning: str = ""
    """What it goes by, in a sentence."""


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


def has_colour(photo: Photo, _: str) -> float:
    """Its colours, where a copy as large is grey or of one tint."""
    return "greyed" not in photo.added


def not_blurred(photo: Photo, _: str) -> float:
    """Its detail, where a copy in the same size has lost it."""
    return "blurred" not in photo.added


def made_from(photo: Photo, _: str) -> float:
    """What another copy was made from: saved again, enlarged, or turned into a JPEG."""
    return not photo.made


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


def has_sidecar(photo: Photo, _: str) -> float:
    """Has files beside it that say something of it: XMP, the JSON of Google Takeout."""
    return len({XMP, JSON}.intersection(photo.companions))


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
        Rule(
            "largest-picture",
            largest_picture,
            0.02,
            title=translatable("Largest picture"),
            better=translatable("more pixels"),
            meaning=translatable("The copy with the most pixels stays."),
        ),
        Rule(
            "largest-file",
            largest_file,
            0.02,
            title=translatable("Largest file"),
            better=translatable("larger file"),
            meaning=translatable("The copy with the most bytes stays."),
        ),
        Rule(
            "smallest-file",
            smallest_file,
            0.02,
            title=translatable("Smallest file"),
            better=translatable("smaller file"),
            meaning=translatable("The copy with the fewest bytes stays."),
        ),
        Rule(
            "holds-more",
            holds_more,
            title=translatable("Holds more: film, pages, layers, depth"),
            better=translatable("holds more than the picture"),
            meaning=translatable(
                "A copy stays whose file holds more than the picture: a film, sound, pages, "
                "layers, a gain or depth map, 16 bits a channel, transparency, wider colours. "
                "Whatever the rules say, what only one copy holds is not suggested to go."
            ),
        ),
        Rule(
            "made-from",
            made_from,
            title=translatable("What other copies were made from"),
            better=translatable("other copies were made from it"),
            meaning=translatable(
                "A copy goes whose pixels prove that it was made from another one: saved again, "
                "enlarged, or a JPEG of a HEIC, AVIF or PNG; or that it keeps less of the picture, "
                "for strong noise was laid on it, say. Nothing is said where they do not."
            ),
        ),
        Rule(
            "not-surrounded",
            not_surrounded,
            title=translatable("Not framed or pasted into another picture"),
            better=translatable("the picture itself, not framed or pasted"),
            meaning=translatable(
                "A copy in a frame, between bars, on a screen or in a collage goes, if another one "
                "shows the picture as large. Nothing is said where that is not plain to see."
            ),
        ),
        Rule(
            "not-covered",
            not_covered,
            title=translatable("Nothing written or stuck over it"),
            better=translatable("nothing written or stuck over it"),
            meaning=translatable(
                "A copy with lettering, stickers or a watermark goes, if another one as large has "
                "none. Nothing is said where that is not plain to see."
            ),
        ),
        Rule(
            "not-sharpened",
            not_sharpened,
            title=translatable("Not sharpened afterwards"),
            better=translatable("not sharpened afterwards"),
            meaning=translatable(
                "A copy whose fine detail was raised goes, if the other one is as large. It does "
                "not show in every photo."
            ),
        ),
        Rule(
            "has-colour",
            has_colour,
            title=translatable("Still in colour"),
            better=translatable("has colours that the other one has lost"),
            meaning=translatable(
                "A copy in grey, or in one tint as sepia, goes if another one as large is in "
                "colour."
            ),
        ),
        Rule(
            "not-blurred",
            not_blurred,
            title=translatable("Not blurred"),
            better=translatable("has detail that the other one has lost"),
            meaning=translatable(
                "A copy that has lost its fine detail goes, if another one as large still has it."
            ),
        ),
        Rule(
            "best-quality",
            best_quality,
            3,
            is_share=False,
            title=translatable("Best JPEG quality"),
            better=translatable("better JPEG quality"),
            meaning=translatable(
                "The least compressed JPEG stays; other formats count as a usual one."
            ),
        ),
        Rule(
            "sharpest",
            sharpest,
            0.15,
            title=translatable("Sharpest"),
            better=translatable("sharper"),
            meaning=translatable("The sharpest stays, compared at one small size."),
        ),
        Rule(
            "oldest",
            oldest,
            2,
            is_share=False,  # FAT keeps times in steps of 2 s
            title=translatable("Oldest"),
            better=translatable("older"),
            meaning=translatable(
                "The one taken first stays, or changed first where no date is known."
            ),
        ),
        Rule(
            "newest",
            newest,
            2,
            is_share=False,
            title=translatable("Newest"),
            better=translatable("newer"),
            meaning=translatable(
                "The one taken last stays, or changed last where no date is known."
            ),
        ),
        Rule(
            "has-exif",
            has_exif,
            title=translatable("Has camera data"),
            better=translatable("has the camera's data"),
            meaning=translatable("A copy stays that still holds what the camera wrote."),
        ),
        Rule(
            "has-date",
            has_date,
            title=translatable("Has a date"),
            better=translatable("knows when it was taken"),
            meaning=translatable("A copy stays that knows when it was taken."),
        ),
        Rule(
            "has-gps",
            has_gps,
            title=translatable("Has a place"),
            better=translatable("knows where it was taken"),
            meaning=translatable("A copy stays that knows where it was taken."),
        ),
        Rule(
            "has-keywords",
            has_keywords,
            title=translatable("Has keywords"),
            better=translatable("has keywords"),
            meaning=translatable("The copy with the most keywords stays."),
        ),
        Rule(
            "has-sidecar",
            has_sidecar,
            title=translatable("Has XMP or JSON beside it"),
            better=translatable("has XMP or JSON beside it"),
            meaning=translatable(
                "A copy stays beside which an XMP file lies, or the JSON of Google Takeout."
            ),
        ),
        Rule(
            "highest-rating",
            highest_rating,
            title=translatable("Highest rating"),
            better=translatable("higher rating"),
            meaning=translatable("The copy with the most stars stays."),
        ),
        Rule(
            "raw-first",
            raw_first,
            title=translatable("RAW over JPEG"),
            better=translatable("RAW file"),
            meaning=translatable("A RAW file stays rather than pictures made from it."),
        ),
        Rule(
            "jpeg-first",
            jpeg_first,
            title=translatable("JPEG over RAW"),
            better=translatable("no RAW file"),
            meaning=translatable("A picture stays rather than the RAW file it is made of."),
        ),
        Rule(
            "camera-original",
            camera_original,
            title=translatable("Straight from the camera"),
            better=translatable("straight from the camera"),
            meaning=translatable(
                "A copy stays that names a camera, and no program it was edited with."
            ),
        ),
        Rule(
            "not-a-copy-name",
            not_a_copy_name,
            title=translatable("Not named as a copy"),
            better=translatable("not named as a copy"),
            meaning=translatable("Files named “copy”, “(1)”, “-edited” and the like go."),
        ),
        Rule(
            "shortest-name",
            shortest_name,
            title=translatable("Shortest name"),
            better=translatable("shorter name"),
            meaning=translatable("The copy with the shortest file name stays."),
        ),
        Rule(
            "shortest-path",
            shortest_path,
            title=translatable("Fewest folders"),
            better=translatable("fewer folders deep"),
            meaning=translatable("The copy with the fewest folders above it stays."),
        ),
        Rule(
            "folder",
            folder,
            argument="folder",
            title=translatable("In the folder {folder}"),
            better=translatable("lies in the folder you named"),
            meaning=translatable("Copies in this folder stay."),
        ),
        Rule(
            "not-in-folder",
            not_in_folder,
            argument="folder",
            title=translatable("Not in the folder {folder}"),
            better=translatable("lies outside the folder you named"),
            meaning=translatable("Copies outside this folder stay."),
        ),
    )
}

NOT_DAMAGED = Rule(
    "not-damaged",
    not_damaged,
    title=translatable("Not damaged"),
    better=translatable("whole, the other one is damaged"),
    meaning=translatable("A copy of which nothing is lost stays."),
)
"""Stands before all rules a person can choose, and before locked and preferred folders: a photo of
which something is lost never stays instead of a whole one. No option, so it is not in RULES."""

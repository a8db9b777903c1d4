"""Companions: which files of a folder belong to which photo, told by their names alone.

IMG_1.xmp  IMG_1.CR2.xmp  IMG_1.jpg.pp3      edits, keywords: Adobe, darktable, RawTherapee ...
IMG_1.AAE  IMG_O1.AAE                        edits of an iPhone
IMG_1.MOV  IMG_1.HEIC.MOV                    the moving part of a live photo
IMG_1.THM  IMG_1.WAV                         preview and voice note of a camera
IMG_1.jpg.json, .supplemental-metadata.json  Google Takeout, cut short, its numbers moved
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from pathlib import PurePath

SIDECARS = frozenset(
    {".xmp", ".aae", ".thm", ".wav", ".pp3", ".dop", ".on1", ".cos", ".nksc", ".vrd", ".arp"}
)
"""Lower-case suffixes of files that mean nothing without their photo."""

LIVE_VIDEOS = frozenset({".mov", ".mp4"})
"""Moving parts of live photos; a film of another name is a film."""

LIVE_PHOTOS = frozenset({".heic", ".heif", ".jpg", ".jpeg"})

TAKEOUT_CHARACTERS = 46
"""Google cuts the name of a metadata file, without `.json` and a number, to this length."""

_NUMBER = re.compile(r"\(\d+\)$")
_EDITED = re.compile(
    r"-(?:edited|bearbeitet|modifié|editado|modificato|已修改|編集済み)$", re.IGNORECASE
)


FILM, EDITS, SOUND, XMP, JSON = "film", "edits", "sound", "xmp", "json"
KINDS = (FILM, EDITS, SOUND, XMP, JSON)
"""Codes of what may lie beside a photo, the worst to lose first."""

KIND_OF: dict[str, str] = {
    **dict.fromkeys(LIVE_VIDEOS, FILM),
    **dict.fromkeys(SIDECARS - {".xmp", ".thm", ".wav"}, EDITS),
    ".wav": SOUND,
    ".xmp": XMP,
    ".json": JSON,
}
"""Lower-case suffix -> what such a file is. A preview (.thm) is nothing to lose."""


def is_companion_name(name: str) -> bool:
    """Whether files of this suffix lie beside photos, or are films: no pictures of their own."""
    return PurePath(name).suffix.lower() in {*SIDECARS, *LIVE_VIDEOS, ".json"}


def owners(name: str, photos: Collection[str]) -> list[str]:
    """The photos of the same folder a file is a sidecar of; none for any other file.

    photos   names of photos, no paths
    returns  in the order of `photos`
    """
    path = PurePath(name)
    suffix = path.suffix.lower()
    if suffix == ".json":
        return [photo for photo in photos if _is_takeout_of(path.stem, photo)]
    if suffix in SIDECARS:
        return [photo for photo in photos if _is_named_after(path.stem, photo)]
    if suffix in LIVE_VIDEOS:
        return [
            photo
            for photo in photos
            if PurePath(photo).suffix.lower() in LIVE_PHOTOS and _is_named_after(path.stem, photo)
        ]
    return []


def companions(names: Iterable[str], is_photo: Callable[[str], bool]) -> dict[str, tuple[str, ...]]:
    """What lies beside each photo of a folder and belongs to it, as kinds of KINDS, each once.

    names    of all files in the folder
    returns  of photos that have any; in the order of KINDS
    """
    names = list(names)
    others = [name for name in names if PurePath(name).suffix.lower() in KIND_OF]
    if not others:
        return {}
    near = by_start(name for name in names if is_photo(name))
    found: dict[str, set[str]] = {}
    for name in others:
        kind = KIND_OF[PurePath(name).suffix.lower()]
        for owner in owners(name, [p for p in near.get(start_of(name), ()) if p != name]):
            found.setdefault(owner, set()).add(kind)
    return {photo: tuple(kind for kind in KINDS if kind in own) for photo, own in found.items()}


def _is_named_after(stem: str, photo: str) -> bool:
    """`IMG_1` and `IMG_1.CR2` are named after IMG_1.CR2; `IMG_O1` after IMG_1 (iPhone)."""
    stem, photo = _alike(stem), _alike(photo)
    return stem in (photo, PurePath(photo).stem) or (
        stem.startswith("img_o") and "img_" + stem[5:] == PurePath(photo).stem
    )


def _is_takeout_of(stem: str, photo: str) -> bool:
    """Whether a Takeout metadata file without its `.json` is the one of this photo.

    IMG_1(2).jpg     IMG_1.jpg(2), IMG_1(2).jpg, IMG_1.jpg.supplemental-metadata(2)
    IMG_1-edited.jpg shares that of IMG_1.jpg
    """
    stem, photo = (unicodedata.normalize("NFC", name) for name in (stem, photo))
    path = PurePath(photo)
    number = _NUMBER.search(path.stem)
    photo_number = number.group() if number else ""
    plain_stem = path.stem.removesuffix(photo_number)
    plain = _EDITED.sub("", plain_stem) + path.suffix
    number = _NUMBER.search(stem)
    json_number = number.group() if number else ""
    cut = stem.removesuffix(json_number)
    if json_number != photo_number:
        plain, cut = photo, stem
    full = plain + ".supplemental-metadata"
    is_whole = len(cut) >= len(plain) or len(cut) == TAKEOUT_CHARACTERS
    return bool(cut) and full.startswith(cut) and is_whole


def _alike(name: str) -> str:
    """One for all ways of writing a name: macOS keeps umlauts in one or two characters."""
    return unicodedata.normalize("NFC", name).casefold()


def start_of(name: str) -> str:
    """The part of a name that a photo and its sidecars share whatever their kind."""
    start = _alike(name).split(".")[0].split("(")[0]
    if start.startswith("img_o"):
        start = "img_" + start[5:]
    return _EDITED.sub("", start)[:TAKEOUT_CHARACTERS]


def by_start(names: Iterable[str]) -> dict[str, list[str]]:
    """Files by what their name starts with: a folder of 10,000 stays quick."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(start_of(name), []).append(name)
    return found

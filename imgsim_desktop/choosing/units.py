"""Photo units: which files of a folder belong to which photo, told by their names alone.

    IMG_1.xmp  IMG_1.CR2.xmp  IMG_1.jpg.pp3      edits, keywords: Adobe, darktable, RawTherapee ...
    IMG_1.AAE  IMG_O1.AAE                        edits of an iPhone
    IMG_1.MOV  IMG_1.HEIC.MOV                    the moving part of a live photo
    IMG_1.THM  IMG_1.WAV                         preview and voice note of a camera
    IMG_1.jpg.json, .supplemental-metadata.json  Google Takeout, cut short, its numbers moved

A sidecar may belong to several photos (RAW+JPEG share one IMG_1.xmp): it goes with the last of
them, and stays if one of the others could not go. A RAW and its JPEG are two photos: each goes
only if itself verified against a kept one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path, PurePath

from imgsim_desktop.records import Removal

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


def sidecars(
    leaving: Collection[str], names: Iterable[str], is_photo: Callable[[str], bool]
) -> dict[str, tuple[str, ...]]:
    """What goes along when photos leave a folder: files that would have no photo left.

    leaving   names of the photos that go, in their order
    names     all names in the folder
    returns   for each photo that goes its sidecars, sorted; each sidecar once, with the last owner
    """
    goes_with: dict[str, list[str]] = {name: [] for name in leaving}
    for name, found in _orphans(leaving, names, is_photo).items():
        goes_with[found[-1]].append(name)
    return {photo: tuple(files) for photo, files in goes_with.items()}


def belongings(
    photos: Iterable[Path],
    list_names: Callable[[Path], Iterable[str]],
    is_photo: Callable[[str], bool],
) -> dict[Path, tuple[Path, ...]]:
    """What belongs to each photo and lies beside it, sorted; to others as well, maybe.

    list_names  names of the files in a folder
    """
    photos = list(photos)
    others: dict[Path, dict[str, list[str]]] = {}
    for folder in {photo.parent for photo in photos}:
        names = (name for name in sorted(list_names(folder)) if not is_photo(name))
        others[folder] = _by_start(names)
    return {
        photo: tuple(
            photo.with_name(name)
            for name in others[photo.parent].get(_start(photo.name), ())
            if owners(name, [photo.name])
        )
        for photo in photos
    }


def _orphans(
    leaving: Collection[str], names: Iterable[str], is_photo: Callable[[str], bool]
) -> dict[str, list[str]]:
    """Files that would have no photo left, sorted, with all their owners in their turn."""
    names = sorted(names)
    photos = [name for name in names if is_photo(name)]
    turn = {name: i for i, name in enumerate(leaving)}
    by_start = _by_start(photos)
    orphans = {}
    for name in names:
        near = by_start.get(_start(name), ())
        found = owners(name, [photo for photo in near if photo != name])
        if found and not is_photo(name) and all(owner in turn for owner in found):
            orphans[name] = sorted(found, key=turn.__getitem__)
    return orphans


def with_sidecars(
    removals: Iterable[Removal],
    list_names: Callable[[Path], Iterable[str]],
    is_photo: Callable[[str], bool],
) -> list[Removal]:
    """The removals, each with the sidecars that must go along.

    list_names  names of the files in a folder
    """
    removals = list(removals)
    leaving: dict[Path, list[str]] = {}
    for removal in removals:
        leaving.setdefault(removal.victim.path.parent, []).append(removal.victim.path.name)
    found = {
        folder: _orphans(names, list_names(folder), is_photo) for folder, names in leaving.items()
    }
    result = []
    for removal in removals:
        folder, photo = removal.victim.path.parent, removal.victim.path.name
        own = {name: of for name, of in found[folder].items() if of[-1] == photo}
        along = tuple(folder / name for name in own)
        shared = tuple((folder / n, folder / other) for n, of in own.items() for other in of[:-1])
        result.append(replace(removal, sidecars=along, shared=shared))
    return result


def _is_named_after(stem: str, photo: str) -> bool:
    """`IMG_1` and `IMG_1.CR2` are named after IMG_1.CR2; `IMG_O1` after IMG_1 (iPhone)."""
    stem, photo = stem.casefold(), photo.casefold()
    return stem in (photo, PurePath(photo).stem) or (
        stem.startswith("img_o") and "img_" + stem[5:] == PurePath(photo).stem
    )


def _is_takeout_of(stem: str, photo: str) -> bool:
    """Whether a Takeout metadata file without its `.json` is the one of this photo.

    IMG_1(2).jpg     IMG_1.jpg(2), IMG_1(2).jpg, IMG_1.jpg.supplemental-metadata(2)
    IMG_1-edited.jpg shares that of IMG_1.jpg
    """
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


def _start(name: str) -> str:
    """The part of a name that a photo and its sidecars share whatever their kind."""
    start = name.casefold().split(".")[0].split("(")[0]
    if start.startswith("img_o"):
        start = "img_" + start[5:]
    return _EDITED.sub("", start)[:TAKEOUT_CHARACTERS]


def _by_start(names: Iterable[str]) -> dict[str, list[str]]:
    """Files by what their name starts with: a folder of 10,000 stays quick."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(_start(name), []).append(name)
    return found

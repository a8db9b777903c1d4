"""Photo units: what goes along when photos leave a folder; names are told by `companions`.

A sidecar may belong to several photos (RAW+JPEG share one IMG_1.xmp): it goes with the last of
them, and stays if one of the others could not go.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path

from imgsim_desktop.companions import by_start, owners, start_of
from imgsim_desktop.records import Removal


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
        others[folder] = by_start(names)
    return {
        photo: tuple(
            photo.with_name(name)
            for name in others[photo.parent].get(start_of(photo.name), ())
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
    starts = by_start(photos)
    orphans = {}
    for name in names:
        near = starts.get(start_of(name), ())
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

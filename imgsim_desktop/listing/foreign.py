"""Folders that are never entered: of other programs, and of what is gone or can be made again.

What lies in the first kind is not ours to tidy up: removing a picture from an Apple Photos library
breaks it. What lies in the second is no photo to keep: a snapshot or a trash can vanishes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Foreign:
    """A kind of folder; any one of its signs is enough. All names are compared in lower case."""

    owner: str
    """Whose it is, for people: a program's name."""
    suffixes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    markers: tuple[str, ...] = field(default=())
    """Files inside that say so; their case counts."""
    is_told: bool = True
    """Whether the scan says that it was passed over: pictures that people know lie in there."""


FOREIGN: tuple[Foreign, ...] = (
    Foreign("Apple Photos", suffixes=(".photoslibrary", ".photolibrary", ".migratedphotolibrary")),
    Foreign("Apple Aperture", suffixes=(".aplibrary",)),
    # The catalogue's previews and its data; the photos themselves lie elsewhere.
    Foreign("Adobe Lightroom", suffixes=(".lrdata", ".lrlibrary")),
    # https://support.captureone.com: a catalogue or session database, and the folder of settings
    # and previews that Capture One puts beside the photos.
    Foreign("Capture One", suffixes=(".cocatalog", ".cosessiondb"), names=("captureone",)),
    # Immich puts an empty .immich into each folder it manages, and refuses to start without.
    Foreign("Immich", markers=(".immich",)),
    # PhotoPrism marks its storage folder (cache, sidecars, import) so that it is not indexed.
    Foreign("PhotoPrism", markers=(".ppstorage",)),
    Foreign("a snapshot", names=("#snapshot", "~snapshot", ".snapshot", ".snapshots", ".zfs")),
    Foreign(
        "a network drive",
        names=("@eadir", ".@__thumb", "@recycle", "#recycle", "@recently-snapshot"),
        is_told=False,
    ),
    Foreign(
        "the system",
        names=(
            ".trash", ".trashes", "$recycle.bin", "recycler", "system volume information",
            "lost+found", ".spotlight-v100", ".fseventsd", ".thumbnails",
        ),
        prefixes=(".trash-",),
        is_told=False,
    ),
    Foreign("ImgSim Desktop", names=(".imgsim-quarantine",), is_told=False),
    # https://bford.info/cachedir/: a folder that can be made again.
    Foreign("a cache", markers=("CACHEDIR.TAG",), is_told=False),
)  # fmt: skip


def foreign_by_name(name: str) -> Foreign | None:
    """Whose folder this is, by its name alone."""
    name = name.lower()
    for kind in FOREIGN:
        by_name = name in kind.names or name.startswith(kind.prefixes)
        if by_name or name.endswith(kind.suffixes):
            return kind
    return None


def foreign_by_content(names: Collection[str]) -> Foreign | None:
    """Whose folder this is, by the names of what lies in it."""
    for kind in FOREIGN:
        if any(marker in names for marker in kind.markers):
            return kind
    return None


def foreign_above(folder: PurePath) -> Foreign | None:
    """Whose folder this is or lies in, as far as names tell of a program's own folder."""
    for part in folder.parts:
        kind = foreign_by_name(part)
        if kind is not None and kind.suffixes:
            return kind
    return None

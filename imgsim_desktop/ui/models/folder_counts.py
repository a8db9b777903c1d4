"""Folders as a tree with the photos in and below each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from imgsim_desktop.ui.texts import said_name, said_path


@dataclass(frozen=True, slots=True)
class FolderNode:
    """One folder of the side bar."""

    path: Path
    name: str
    count: int
    """Photos in it and below it."""
    children: tuple[FolderNode, ...]
    is_online: bool = True
    disk: str = ""
    """Of a folder of the library that is not there: the name of its disk, if it is known."""


def folder_tree(
    roots: Sequence[Path],
    counts: Mapping[Path, int],
    offline: frozenset[Path] = frozenset(),
    disk_of: Callable[[Path], str] = lambda _root: "",
) -> tuple[FolderNode, ...]:
    """The library's folders with those below that hold photos, sorted by name.

    counts  photos directly in each folder
    """
    below: dict[Path, set[Path]] = {root: set() for root in roots}
    total: dict[Path, int] = dict.fromkeys(roots, 0)
    known = frozenset(roots)
    for folder, count in counts.items():
        step = folder
        chain = [folder]
        while step not in known and step.parent != step:
            step = step.parent
            chain.append(step)
        if step not in known:
            continue
        for child, parent in pairwise(chain):
            below.setdefault(parent, set()).add(child)
        for each in chain:
            total[each] = total.get(each, 0) + count

    def node(path: Path, name: str, *, is_online: bool) -> FolderNode:
        children = sorted(below.get(path, ()), key=lambda child: child.name.casefold())
        made = tuple(node(child, said_name(child), is_online=is_online) for child in children)
        disk = "" if is_online or path not in known else disk_of(path)
        return FolderNode(path, name, total.get(path, 0), made, is_online, disk)

    return tuple(
        node(root, said_name(root) or said_path(root), is_online=root not in offline)
        for root in roots
    )

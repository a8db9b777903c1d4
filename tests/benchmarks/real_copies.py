"""Pictures of the public training sets that are copies of one another, as a person saw them.

`real_copies.txt` has a pair of file names a line (as in the zips, "/" as "__"): crops, mirror
images, other sizes and re-saves that the makers of those sets left in. Each was looked at.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.benchmarks.labelled import LabelledSet


@cache
def _clusters() -> dict[str, str]:
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while parents.setdefault(name, name) != name:
            name = parents[name]
        return name

    for line in Path(__file__).with_suffix(".txt").read_text().splitlines():
        first, second = line.split()
        parents[root(first)] = root(second)
    return {name: root(name) for name in parents}


def cluster_of(source: str) -> str:
    """One name for all copies of a picture; its own where none are known."""
    return _clusters().get(source, source)


def are_copies(labelled: LabelledSet, i: int, j: int) -> bool:
    """Whether any two sources of two contents are known copies."""
    first, second = ({cluster_of(s) for s in labelled.sources(key)} for key in (i, j))
    return bool(first & second)

"""A filter shows the groups it is asked for, and survives a restart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from imgsim_desktop.choosing.lanes import Entry, Lane
from imgsim_desktop.choosing.queue_filter import QueueFilter
from imgsim_desktop.records import Group, PairKind
from tests.choosing.pictures import photo

DAY_NS = 86_400 * 10**9
PHOTOS = [
    photo(1, "/a/IMG_1.jpg", taken_ns=10 * DAY_NS),
    photo(2, "/b/two.jpg", mtime_ns=20 * DAY_NS),
]
ENTRY = Entry(Group(1, (1, 2), PairKind.SAME_PICTURE, 0.9), Lane.SAME_PICTURE, 5_000)


@pytest.mark.parametrize(
    ("asked", "passes"),
    [
        (QueueFilter(), True),
        (QueueFilter(name="img_"), True),
        (QueueFilter(name="three"), False),
        (QueueFilter(folder=Path("/b")), True),
        (QueueFilter(folder=Path("/c")), False),
        (QueueFilter(since_ns=10 * DAY_NS, until_ns=11 * DAY_NS), True),
        (QueueFilter(since_ns=11 * DAY_NS, until_ns=20 * DAY_NS), False),
        (QueueFilter(since_ns=20 * DAY_NS), True),
        (QueueFilter(min_gain_bytes=5_000), True),
        (QueueFilter(min_gain_bytes=5_001), False),
        # one photo must have all of it: the one in /b is not named so
        (QueueFilter(name="IMG", folder=Path("/b")), False),
    ],
)  # fmt: skip
def test_a_group_passes_if_one_of_its_photos_does(asked: QueueFilter, passes: bool) -> None:
    assert asked.passes(ENTRY, PHOTOS) is passes


def test_it_comes_back_from_json_as_it_was() -> None:
    asked = QueueFilter("IMG", Path("/b"), 5, 7, 1_000_000)
    assert QueueFilter.from_json(json.loads(json.dumps(asked.as_json()))) == asked
    assert QueueFilter().as_json() == {}
    assert QueueFilter.from_json({"since_ns": "yesterday", "folder": 3}).is_empty

"""Killed at some step, and again at some step of the recovery: all of a photo, or none of it.

A sample, the same each time; every step of every scene is `python -m tests.fuzz.kill_twice`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.kill_twice import SCENES, Scene, other_volume, sample

SAMPLE = 3


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Path]:
    folder = other_volume(tmp_path)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_second_kill_during_the_recovery_leaves_all_of_a_photo_or_none(
    tmp_path: Path, other: Path, scene: Scene
) -> None:
    runs = list(sample(scene, tmp_path / "top", other, SAMPLE))
    assert len(runs) == SAMPLE * len(scene.acts())
    assert not [run for run in runs if run[0].startswith("WRONG")]

"""Killed at some step, and again at some step of the recovery: all of a photo, or none of it.

A sample, the same each time; every step of every scene is `python -m tests.fuzz.kill_twice`.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.kill_twice import SCENES, Scene, kill, other_volume, steps_of

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
    dice = random.Random(scene.name)
    top = tmp_path / "top"
    for acts in range(len(scene.acts())):
        steps = steps_of(scene, top, other, acts)
        for first in dice.sample(range(1, steps + 1), SAMPLE):
            second = dice.randint(0, steps_of(scene, top, other, acts, first))
            end = kill(scene, top, other, acts, first, second)
            assert not end.startswith("WRONG"), f"{scene.name}, {acts}, {first}, {second}: {end}"

"""A short, seeded sample of each long run. A finding of one is told with its seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import flips, races
from tests.fuzz.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    folder = tmp_path / "world"
    folder.mkdir()
    return World(folder.resolve())


def test_a_damaged_data_folder_costs_nothing(world: World) -> None:
    with world.entered():
        world.make()
        baseline = world.must("pairs", world.photos, "--json").out
        for seed in range(7_000, 7_020):
            trial = flips.run_trial(world, seed, baseline)
            assert not trial.failures, trial


@pytest.mark.parametrize("meeting", [("commit", "commit"), ("commit", "window")], ids="-".join)
def test_programs_that_meet_on_one_library_lose_nothing(
    world: World, meeting: tuple[str, ...]
) -> None:
    with world.entered():
        world.make()
        baseline = world.must("pairs", world.photos, "--json").out
        race = races.run_trial(world, 5, baseline, meeting)
        assert not race.failures, race

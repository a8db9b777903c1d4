"""A short, seeded sample of each long run. A finding of one is told with its seed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests import faulty
from tests.fuzz import broken_pictures, flips, power, races
from tests.fuzz.world import World
from tests.pictures import scene


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # seconds each on a busy disk
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


@pytest.mark.parametrize(
    "meeting", [("commit", "commit"), ("commit", "window"), ("open window", "commit")], ids="-".join
)
def test_programs_that_meet_on_one_library_lose_nothing(
    world: World, meeting: tuple[str, ...]
) -> None:
    with world.entered():
        world.make()
        baseline = world.must("pairs", world.photos, "--json").out
        race = races.run_trial(world, 5, baseline, meeting)
        assert not race.failures, race


def test_calls_that_fail_in_the_middle_of_a_command_cost_nothing() -> None:
    """In a process of its own, because the library that lets them fail comes before all others."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.faults", "--trials", "8", "--seed", "3"],
        env={**os.environ, "LD_PRELOAD": str(faulty.library())},
        cwd=races.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "8 faults" in done.stdout


WEAK_AND_LOST_BEFORE = (4, 12, 41, 46, 52, 73)
"""Undo could not bring back what these had in their trash: the journal knew more than the disk."""


def test_a_power_cut_loses_nothing_on_any_file_system(world: World) -> None:
    faulty.library()
    with world.entered():
        world.make()
        baseline = world.must("pairs", world.photos, "--json").out
        recordings = power.record_all(world)
        assert all(len(recording.changes) > 30 for recording in recordings)
        for seed in (*WEAK_AND_LOST_BEFORE, *range(200, 204)):
            cut = power.run_trial(world, seed, recordings, baseline)
            assert not cut.failures, cut


@pytest.fixture
def seeds(tmp_path: Path) -> dict[str, list[Path]]:
    """A picture in some formats."""
    found = {}
    for number, suffix in enumerate((".jpg", ".png", ".webp", ".gif", ".tif", ".bmp")):
        path = tmp_path / f"seed{suffix}"
        Image.fromarray(scene(number, 96, 64)).save(path)
        found[suffix] = [path]
    return found


def test_broken_pictures_neither_end_a_scan_nor_go_unlisted(seeds: dict[str, list[Path]]) -> None:
    rng = random.Random(11)
    outcome = broken_pictures.try_folder(
        [broken_pictures.make_mutant(rng, seeds, n) for n in range(16)]
    )
    assert not outcome.failures, outcome
    assert outcome.photos - 4 + sum(outcome.unreadable.values()) == 16


def test_a_scan_that_does_not_end_is_a_finding(seeds: dict[str, list[Path]]) -> None:
    mutant = broken_pictures.Mutant("mutant 0.png", b"x", seeds[".png"][0])
    outcome = broken_pictures.try_folder([mutant], timeout_s=0.01)
    assert outcome.failures[0] == "scan did not end within 0 s"


def test_a_finding_is_made_as_like_its_seed_as_it_can_be(seeds: dict[str, list[Path]]) -> None:
    seed = seeds[".bmp"][0]
    data = bytearray(seed.read_bytes())
    for at in (60, 500, 900, 4000):
        data[at] ^= 0xFF
    mutant = broken_pictures.Mutant("m.bmp", bytes(data), seed)
    small = broken_pictures.minimised(mutant, lambda trial: trial.data[900] == data[900])
    differing = [
        at for at, (a, b) in enumerate(zip(small.data, seed.read_bytes(), strict=True)) if a != b
    ]
    assert differing == [900]

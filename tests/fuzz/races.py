"""Run two or three programs on one library at the same moment: nothing must be lost.

    python -m tests.fuzz.races --trials 40 --seed 1

Each trial begins with the same small library and starts real processes together, with a little
delay between them: commits, scans, undos and what the window does to the decisions. It fails if one
ends with a traceback or without a word, if a photo's bytes are lost, if a stranger, a locked photo
or the last copy goes, or if not every photo is back at its place after undo.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.world import (
    Said,
    World,
    lost,
    scanned_world,
    seeds,
    trial_options,
    wrongly_gone,
    wrongly_named,
)

ROOT = Path(__file__).parents[2]
TIMEOUT_S = 180.0


@dataclass(frozen=True)
class Race:
    """One trial and what came of it."""

    seed: int
    failures: tuple[str, ...]
    said: tuple[Said, ...]


def programs(world: World) -> dict[str, list[str]]:
    """Words after `python -m`, by name."""
    photos = str(world.photos)
    imgsim = "tests.cli.program"
    return {
        "commit": [imgsim, "duplicates", photos, "--trash", "--yes"],
        "move": [
            imgsim, "duplicates", photos, "--action", "move",
            "--to", str(world.folder / "moved"), "--yes",
        ],
        "scan": [imgsim, "scan", photos],
        "undo": [imgsim, "undo"],
        "window": ["tests.fuzz.second_door"],
        "open window": ["tests.fuzz.open_window", photos],
    }  # fmt: skip


MEETINGS = (
    ("commit", "commit"), ("commit", "move"), ("commit", "scan"), ("commit", "undo"),
    ("commit", "window"), ("undo", "undo"), ("undo", "scan"), ("scan", "scan"),
    ("window", "window"), ("commit", "scan", "window"), ("commit", "undo", "window"),
    ("open window", "open window"), ("open window", "commit"), ("open window", "undo"),
    ("open window", "scan"),
)  # fmt: skip


def run_trial(world: World, seed: int, baseline: str, meeting: tuple[str, ...] = ()) -> Race:
    rng = random.Random(seed)
    world.restore()
    before = world.files()
    (world.folder / "moved").mkdir()
    meeting = meeting or rng.choice(MEETINGS)
    if "undo" in meeting:
        world.must("duplicates", world.photos, "--trash", "--yes")
    known = programs(world)
    running = []
    for name in meeting:
        process = subprocess.Popen(
            [sys.executable, "-m", *known[name]],
            cwd=ROOT,
            env=dict(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="surrogateescape",
        )
        running.append((name, process))
        time.sleep(rng.choice((0.0, 0.0, 0.05, 0.2, 0.5)))
    failures: list[str] = []
    said: list[Said] = []
    for name, process in running:
        try:
            out, err = process.communicate(timeout=TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            failures.append(f"{name} did not end")
        said.append(Said((name,), process.returncode, out, err))
        if process.returncode not in (0, 1) or "Traceback" in err:
            failures.append(f"{name} ended with {process.returncode}")
        if process.returncode == 1 and not err.strip():
            failures.append(f"{name} failed without a word")
    failures += [f"wrongly gone: {name}" for name in wrongly_gone(before, world.files())]
    failures += [f"lost: {name}" for name in lost(before, world)]
    for _ in range(6):
        answer = world.run("undo")
        said.append(answer)
        if "nothing to undo" in answer.err:
            break
    now = world.files()
    failures += [f"wrongly named: {name}" for name in wrongly_named(before, now)]
    failures += [f"not back: {name}" for name in sorted(set(before) - set(now))]
    last = world.run("pairs", world.photos, "--json")
    said.append(last)
    if last.code != 0 or (now == before and last.out != baseline):
        failures.append(f"the library cannot be used: {last.code}")
    return Race(seed, tuple(failures), tuple(said))


def main() -> int:
    parser = trial_options(__doc__, trials=40)
    args = parser.parse_args()
    counts: Counter[int] = Counter()
    began = time.perf_counter()
    with scanned_world() as (world, baseline):
        for seed in seeds(args):
            race = run_trial(world, seed, baseline)
            counts[bool(race.failures)] += 1
            if race.failures or args.only is not None:
                print(f"SEED {race.seed}: {race.failures}")
                for answer in race.said:
                    print(f"   {answer.words} -> {answer.code}\n{answer.err[-2500:]}")
                sys.stdout.flush()
    seconds = time.perf_counter() - began
    print(f"{sum(counts.values())} races in {seconds:.0f} s, {counts[True]} findings")
    return 1 if counts[True] else 0


if __name__ == "__main__":
    sys.exit(main())

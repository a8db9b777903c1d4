"""Cut the power at any moment of a commit, an undo or a scan: nothing must be lost.

    python -m tests.fuzz.power --trials 1000 --seed 1

Each kind of work is done once by a real process whose changes to the disk are recorded (see
tests/faulty). Each trial takes the changes up to one moment, drops some that no sync has forced, as
an ordered or a weak file system may (tests/faulty/disk.py), lays the disk out so and starts the
program again. It fails if a photo's bytes are nowhere, if a command ends with a traceback, or if
not every photo is back at its place after recovery and undo. Linux, and gcc.

Not simulated: inodes (files get new numbers, so hard links are left out) and memory maps.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass

from tests import faulty
from tests.faulty.disk import Change, Disk, choose_dropped, read_log
from tests.fuzz.races import ROOT
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


@dataclass(frozen=True)
class Recording:
    """One piece of work: the disk before it, and what it changed."""

    name: str
    before: Disk
    changes: list[Change]
    photos: dict[str, str]
    """Name -> content, of all photos before any work."""


@dataclass(frozen=True)
class Cut:
    """One trial and what came of it."""

    seed: int
    work: str
    at: int
    dropped: int
    failures: tuple[str, ...]
    said: tuple[Said, ...]


def record_all(world: World) -> list[Recording]:
    photos = str(world.photos)
    moved = world.folder / "moved"
    trash = ("duplicates", photos, "--trash", "--yes")
    move = ("duplicates", photos, "--action", "move", "--to", str(moved), "--yes")
    return [
        _record(world, "trash", (), trash),
        _record(world, "undo of trash", (trash,), ("undo",)),
        _record(world, "move", (), move),
        _record(world, "undo of move", (move,), ("undo",)),
        _record(world, "scan", (), ("scan", photos), is_new=True),
    ]


def _record(
    world: World,
    name: str,
    first: tuple[tuple[str, ...], ...],
    words: tuple[str, ...],
    *,
    is_new: bool = False,
) -> Recording:
    world.restore()
    photos = world.files()
    if is_new:
        for path in world.home.root.glob("libraries/*/cache.db*"):
            path.unlink()
    for command in first:
        world.must(*command)
    before = Disk.of(world.folder)
    log = world.folder.with_name("log")
    log.unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.program", *words],
        cwd=ROOT,
        env={**os.environ, **faulty.recording(world.folder, log)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Recording(name, before, read_log(log), photos)


def run_trial(world: World, seed: int, recordings: list[Recording], baseline: str) -> Cut:
    rng = random.Random(seed)
    recording = rng.choice(recordings)
    is_weak = rng.random() < 0.4
    end = rng.randrange(len(recording.changes) + 1)
    changes = recording.changes[:end]
    dropped = choose_dropped(rng, changes, is_weak=is_weak)
    disk = recording.before.copy()
    for number, change in enumerate(changes):
        disk.apply(change, is_dropped=number in dropped)
    disk.write(world.folder)
    before = recording.photos
    failures = [f"lost: {name}" for name in lost(before, world)]
    failures += [f"wrongly gone: {name}" for name in wrongly_gone(before, world.files())]
    said: list[Said] = []

    def run(*words: object) -> Said:
        answer = world.run(*words)
        said.append(answer)
        if answer.code not in (0, 1) or "Traceback" in answer.err:
            failures.append(f"{words[0]} ended with {answer.code}")
        return answer

    run("journal")
    failures += [f"lost by recovery: {name}" for name in lost(before, world)]
    for _ in range(4):
        if "nothing to undo" in run("undo").err:
            break
    now = world.files()
    failures += [f"lost: {name}" for name in lost(before, world)]
    failures += [f"wrongly named: {name}" for name in wrongly_named(before, now)]
    failures += [f"not back: {name}" for name in sorted(set(before) - set(now))]
    last = run("pairs", world.photos, "--json")
    if last.code != 0 or (now == before and last.out != baseline):
        failures.append(f"the library cannot be used: {last.code} {last.err}")
    how = f"{recording.name}, {'weak' if is_weak else 'ordered'}"
    return Cut(seed, how, end, len(dropped), tuple(failures), tuple(said))


def main() -> int:
    parser = trial_options(__doc__, trials=1000)
    args = parser.parse_args()
    counts: Counter[str] = Counter()
    found = 0
    began = time.perf_counter()
    with scanned_world() as (world, baseline):
        recordings = record_all(world)
        for recording in recordings:
            print(f"{recording.name}: {len(recording.changes)} changes")
        for seed in seeds(args):
            cut = run_trial(world, seed, recordings, baseline)
            counts[cut.work] += 1
            if cut.failures or args.only is not None:
                found += bool(cut.failures)
                print(f"SEED {seed}: {cut.work} at {cut.at}, {cut.dropped} dropped")
                for failure in cut.failures:
                    print(f"   {failure}")
                for answer in cut.said:
                    print(f"      {answer.words[:1]} -> {answer.code}\n{answer.err[-1500:]}")
                sys.stdout.flush()
    seconds = time.perf_counter() - began
    print(f"{sum(counts.values())} power cuts in {seconds:.0f} s, {found} findings")
    for work, count in counts.most_common():
        print(f"   {count:5} {work}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""Damage one file of the data folder in one way, then use the program: nothing must be lost.

    python -m tests.fuzz.flips --trials 1000 --seed 1 --keep FOLDER

Each trial begins with the same small library, damages one file (bits flipped, cut off, emptied,
pages zeroed or swapped, garbage, a folder in its place) and runs the commands a person would. It
fails if a command ends with a traceback, if a photo's bytes are lost, if a stranger, a locked photo
or the last copy goes, if a name holds other bytes than before, if undo does not bring back what was
removed while the journal was whole, or if the library cannot be used afterwards. A finding is kept
as FOLDER/SEED with the damaged file; `--only SEED` runs it again.
"""

from __future__ import annotations

import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable
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

Damage = Callable[[random.Random, bytearray], None]
PAGE = 4096


def flip(rng: random.Random, data: bytearray) -> None:
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def cut(rng: random.Random, data: bytearray) -> None:
    del data[rng.randrange(len(data)) :]


def garbage(rng: random.Random, data: bytearray) -> None:
    start = rng.randrange(len(data))
    data[start : start + 64] = rng.randbytes(min(64, len(data) - start))


def zeros(rng: random.Random, data: bytearray) -> None:
    start = PAGE * rng.randrange((len(data) + PAGE - 1) // PAGE)
    data[start : start + PAGE] = bytes(min(PAGE, len(data) - start))


def swapped(rng: random.Random, data: bytearray) -> None:
    pages = [data[at : at + PAGE] for at in range(0, len(data), PAGE)]
    a, b = rng.randrange(len(pages)), rng.randrange(len(pages))
    pages[a], pages[b] = pages[b], pages[a]
    data[:] = b"".join(pages)


def longer(rng: random.Random, data: bytearray) -> None:
    data += rng.randbytes(rng.randrange(1, 2 * PAGE))


def empty(_rng: random.Random, data: bytearray) -> None:
    data.clear()


def other(rng: random.Random, data: bytearray) -> None:
    data[:] = rng.randbytes(len(data))


DAMAGES: dict[Damage, int] = {
    flip: 10, cut: 4, garbage: 2, zeros: 1, swapped: 1, longer: 1, empty: 1, other: 1
}  # fmt: skip
"""And how often each is tried."""

TARGETS: dict[str, tuple[str, int]] = {
    "cache": ("libraries/*/cache.db", 8),
    "its seal": ("libraries/*/cache.db.seal", 1),
    "decisions": ("decisions.db", 4),
    "their seal": ("decisions.db.seal", 1),
    "daily copy": ("decisions-backups/*.db", 1),
    "journal": ("journal*", 6),
    "settings": ("settings.json", 2),
    "libraries": ("libraries.json", 2),
    "index": ("libraries/*/index/*.hnsw", 2),
    "its note": ("libraries/*/index/*.json", 2),
    "thumbnails": ("thumbnails/*/*.jpg", 3),
    "map": ("libraries/*/map/*", 2),
    "anything": ("**/*", 2),
}
"""Files below the data folder, and how often they are damaged."""


@dataclass(frozen=True)
class Trial:
    """One damage and what came of it."""

    seed: int
    target: str
    damage: str
    file: str
    failures: tuple[str, ...]
    said: tuple[Said, ...]


def run_trial(world: World, seed: int, baseline: str) -> Trial:
    """baseline  what `pairs --json` says of the undamaged library"""
    rng = random.Random(seed)
    world.restore()
    target = rng.choices(list(TARGETS), [weight for _, weight in TARGETS.values()])[0]
    file = rng.choice(sorted(p for p in world.home.root.glob(TARGETS[target][0]) if p.is_file()))
    damage = rng.choices(list(DAMAGES), list(DAMAGES.values()))[0]
    data = bytearray(file.read_bytes())
    if data:
        damage(rng, data)
    file.write_bytes(data)
    is_folder = rng.random() < 0.01
    if is_folder:
        file.unlink()
        file.mkdir()
    name = file.relative_to(world.home.root).as_posix()
    failures, said = _use(world, baseline, is_journal=name.startswith("journal"))
    how = "a folder" if is_folder else damage.__name__
    return Trial(seed, target, how, name, tuple(failures), tuple(said))


def _use(world: World, baseline: str, *, is_journal: bool) -> tuple[list[str], list[Said]]:
    """Do what a person does; returns what went wrong, and all that was said."""
    photos, before = world.photos, world.files()
    failures: list[str] = []
    said: list[Said] = []

    def run(*words: object) -> Said:
        answer = world.run(*words)
        said.append(answer)
        if answer.code not in (0, 1) or "Traceback" in answer.err:
            failures.append(f"{words[0]} ended with {answer.code}")
        if answer.code == 1 and not answer.err.strip():
            failures.append(f"{words[0]} failed without a word")
        return answer

    run("status", "--failures")
    for words in (("pairs", photos, "--json"), ("similar", photos / "a.jpg", "--in", photos)):
        run(*words)
    world.show_map()
    run("journal")
    trashed = run("duplicates", photos, "--trash", "--yes")
    after = world.files()
    failures += [f"wrongly gone: {name}" for name in wrongly_gone(before, after)]
    failures += [f"lost: {name}" for name in lost(before, world)]
    gone = set(before) - set(after)
    undone = run("undo")
    now = world.files()
    failures += [f"wrongly named: {name}" for name in wrongly_named(before, now)]
    failures += [f"lost after undo: {name}" for name in lost(before, world)]
    if gone and not is_journal and now != before:
        failures.append(f"undo left {sorted(set(before) ^ set(now))}: {undone.err}")
    if trashed.code == 1 and "imgsim restore last" in trashed.err:
        run("restore", "last", "--yes")
    last = run("pairs", photos, "--json")
    if last.code != 0 or (now == before and last.out != baseline):
        failures.append(f"the library cannot be used: {last.code} {last.err}")
    return failures, said


def main() -> int:
    parser = trial_options(__doc__, trials=1000)
    parser.add_argument("--keep", type=Path, help="where findings are kept")
    args = parser.parse_args()
    counts: Counter[str] = Counter()
    found = 0
    began = time.perf_counter()
    with scanned_world() as (world, baseline):
        for seed in seeds(args):
            trial = run_trial(world, seed, baseline)
            counts[trial.target] += 1
            if trial.failures or args.only is not None:
                found += bool(trial.failures)
                _tell(trial, world, args.keep)
    total = sum(counts.values())
    print(f"{total} damages in {time.perf_counter() - began:.0f} s, {found} findings")
    for target, count in counts.most_common():
        print(f"   {count:5} {target}")
    return 1 if found else 0


def _tell(trial: Trial, world: World, keep: Path | None) -> None:
    print(f"SEED {trial.seed}: {trial.damage} in {trial.file} ({trial.target})")
    for failure in trial.failures:
        print(f"   {failure}")
    for answer in trial.said:
        print(f"      {' '.join(answer.words)} -> {answer.code}\n{answer.err[-3000:]}")
    sys.stdout.flush()
    if keep is not None:
        shutil.copytree(world.home.root, keep / str(trial.seed), dirs_exist_ok=True)


if __name__ == "__main__":
    sys.exit(main())

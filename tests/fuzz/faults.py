"""Let one call to the file system fail in the middle of a command: nothing must be lost.

    python -m tests.fuzz.faults --trials 500 --seed 1

Each trial begins with the same small library, lets one call (open, read, write, fsync, truncate,
rename, link, unlink, mkdir, stat, opendir ...) below one folder fail with EIO, ENOSPC, EINTR,
EACCES, EROFS or EDQUOT, the nth time or every time, while one command runs. Then the disk is whole
again and a person says undo until there is nothing left to undo. It fails if a command ends with a
traceback, if a photo's bytes are lost, if a stranger, a locked photo or the last copy goes, or if
not every photo is back at its place in the end. Linux, and gcc.
"""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass

from tests import faulty
from tests.faulty import Rule
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

CALLS = (
    "open", "read", "write", "write", "fsync", "fdatasync", "truncate", "rename", "rename", "link",
    "unlink", "rmdir", "mkdir", "stat", "opendir", "readdir", "*",
)  # fmt: skip
ERRORS = (errno.EIO, errno.EIO, errno.ENOSPC, errno.EINTR, errno.EACCES, errno.EROFS, errno.EDQUOT)
PLACES = ("photos", "photos/again", "home", "home/journal", "home/libraries", "xdg", "moved", "")


@dataclass(frozen=True)
class Fault:
    """One trial and what came of it."""

    seed: int
    words: tuple[str, ...]
    rule: Rule
    met: int
    failures: tuple[str, ...]
    said: tuple[Said, ...]


def run_trial(world: World, seed: int, baseline: str) -> Fault:
    rng = random.Random(seed)
    world.restore()
    photos, before = world.photos, world.files()
    (world.folder / "moved").mkdir()
    removing = ("duplicates", photos, "--trash", "--yes")
    words: tuple[object, ...] = rng.choice(
        (
            removing,
            removing,
            ("duplicates", photos, "--action", "move", "--to", world.folder / "moved", "--yes"),
            ("duplicates", photos, "--action", "hardlink", "--yes"),
            ("undo",),
            ("scan", photos),
        )
    )
    failures: list[str] = []
    said: list[Said] = []

    def run(*command: object) -> Said:
        answer = world.run(*command)
        said.append(answer)
        if answer.code not in (0, 1) or "Traceback" in answer.err:
            failures.append(f"{command[0]} ended with {answer.code}")
        if answer.code == 1 and not answer.err.strip():
            failures.append(f"{command[0]} failed without a word")
        return answer

    if words == ("undo",):
        run(*removing)
    error = rng.choice(ERRORS)
    is_once = error == errno.EINTR or rng.random() < 0.7
    rule = Rule(
        rng.choice(CALLS),
        world.folder / rng.choice(PLACES),
        error,
        nth=rng.choice((1, 2, 3, 5, 8, 13, 21, 34)) if is_once else 0,
    )
    faulty.change_rules([rule], world.folder.parent)
    try:
        run(*words)
    finally:
        met = faulty.met()
        faulty.change_rules([], world.folder.parent)
    failures += [f"wrongly gone: {name}" for name in wrongly_gone(before, world.files())]
    failures += [f"lost: {name}" for name in lost(before, world)]
    for _ in range(4):
        if "nothing to undo" in run("undo").err:
            break
    now = world.files()
    failures += [f"wrongly named: {name}" for name in wrongly_named(before, now)]
    failures += [f"not back: {name}" for name in set(before) - set(now)]
    last = run("pairs", photos, "--json")
    if last.code != 0 or (now == before and last.out != baseline):
        failures.append(f"the library cannot be used: {last.code} {last.err}")
    return Fault(seed, tuple(map(str, words)), rule, met, tuple(failures), tuple(said))


def main() -> int:
    parser = trial_options(__doc__, trials=500)
    args = parser.parse_args()
    if "faulty" not in os.environ.get("LD_PRELOAD", ""):
        words = [sys.executable, "-m", "tests.fuzz.faults", *sys.argv[1:]]
        loaded = {**os.environ, "LD_PRELOAD": str(faulty.library())}
        return subprocess.run(words, env=loaded, check=False).returncode
    counts: Counter[str] = Counter()
    found = 0
    began = time.perf_counter()
    with scanned_world() as (world, baseline):
        for seed in seeds(args):
            fault = run_trial(world, seed, baseline)
            counts["met" if fault.met else "not met"] += 1
            if fault.failures or args.only is not None:
                found += bool(fault.failures)
                _tell(fault, world)
    print(
        f"{sum(counts.values())} faults ({counts['not met']} of them never met) in "
        f"{time.perf_counter() - began:.0f} s, {found} findings"
    )
    return 1 if found else 0


def _tell(fault: Fault, world: World) -> None:
    rule = fault.rule
    name = errno.errorcode[rule.error]
    where = str(rule.prefix).removeprefix(str(world.folder)) or "/"
    print(f"SEED {fault.seed}: {name} of {rule.call} #{rule.nth} in {where}: {fault.words}")
    for failure in fault.failures:
        print(f"   {failure}")
    for answer in fault.said:
        print(f"      {' '.join(answer.words)} -> {answer.code}\n{answer.err[-2500:]}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

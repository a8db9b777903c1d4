"""Whole-program fuzz: folders of broken pictures through the real command line.

    python -m tests.fuzz.broken_pictures --minutes 10 --seed 1 --seeds ../shared/data --keep FOLDER

Each round writes a folder of mutants (bits, bytes and numbers changed, blocks cut out, doubled,
swapped between two files, ends cut off; in JPEG the lengths of segments, in PNG the content of
chunks with a right checksum) beside four good photos, of which two are copies, and scans it in a
process. It fails if the scan does not end in time, ends with a traceback or otherwise than 0, if a
candidate is neither a photo nor listed as unreadable, if the copies among the good photos are not
found, or if a mutant is in one group with a photo that it does not come from. The mutants of a
failed round are tried alone, the guilty one is made as like its seed as it can be and still fail,
and kept in FOLDER.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from imgsim_desktop.reading.formats import is_photo_name
from tests.pictures import save_photo

ROOT = Path(__file__).parents[2]
A_ROUND = 40
LARGEST_SEED = 3 << 20
"""Larger files are read for seconds each, and show nothing new."""
TIMEOUT_S = 600.0
ODD = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)

Mutator = Callable[[random.Random, bytearray, bytes], None]


def bits(rng: random.Random, data: bytearray, _other: bytes) -> None:
    for _ in range(rng.choice((1, 2, 8, 64))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def header_bits(rng: random.Random, data: bytearray, _other: bytes) -> None:
    for _ in range(rng.choice((1, 2, 4))):
        data[rng.randrange(min(len(data), 512))] ^= 1 << rng.randrange(8)


def numbers(rng: random.Random, data: bytearray, _other: bytes) -> None:
    """What lies at the edge of a count, a size or an offset, in either order of bytes."""
    for _ in range(rng.choice((1, 2, 3))):
        size = rng.choice((1, 2, 4))
        at = rng.randrange(min(len(data), rng.choice((256, 4096, len(data)))))
        value = rng.choice(ODD) & ((1 << (8 * size)) - 1)
        data[at : at + size] = value.to_bytes(size, rng.choice(("little", "big")))  # type: ignore[arg-type]


def cut_end(rng: random.Random, data: bytearray, _other: bytes) -> None:
    del data[rng.randrange(len(data)) :]


def cut_out(rng: random.Random, data: bytearray, _other: bytes) -> None:
    at = rng.randrange(len(data))
    del data[at : at + rng.randrange(1, 4096)]


def doubled(rng: random.Random, data: bytearray, _other: bytes) -> None:
    at = rng.randrange(len(data))
    block = bytes(data[at : at + rng.randrange(1, 4096)])
    data[at:at] = block * rng.choice((1, 2, 50))


def spliced(rng: random.Random, data: bytearray, other: bytes) -> None:
    at = rng.randrange(len(data))
    start = rng.randrange(len(other))
    data[at : at + rng.randrange(1, 8192)] = other[start : start + rng.randrange(1, 8192)]


def other_end(rng: random.Random, data: bytearray, other: bytes) -> None:
    data[rng.randrange(len(data)) :] = other[rng.randrange(len(other)) :]


def segments(rng: random.Random, data: bytearray, other: bytes) -> None:
    """The length of a JPEG's segment; other files as `numbers`."""
    places = [
        at + 2
        for at in range(2, min(len(data), 65536) - 4)
        if data[at] == 0xFF and 0xC0 <= data[at + 1] <= 0xFE
    ]
    if data[:2] != b"\xff\xd8" or not places:
        return numbers(rng, data, other)
    at = rng.choice(places)
    data[at : at + 2] = struct.pack(">H", rng.choice((0, 1, 2, 3, 8, 17, 0x7FFF, 0xFFFF)))
    return None


def chunks(rng: random.Random, data: bytearray, other: bytes) -> None:
    """The content of a PNG's chunk, with a checksum that fits; other files as `numbers`."""
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        return numbers(rng, data, other)
    places, at = [], 8
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if at + 12 + size > len(data):
            break
        places.append((at, size))
        at += 12 + size
    if not places:
        return numbers(rng, data, other)
    at, size = rng.choice(places[:6])
    for _ in range(rng.choice((1, 2, 4))):
        if size:
            data[at + 8 + rng.randrange(size)] = rng.randrange(256)
    said = bytes(data[at + 4 : at + 8 + size])
    data[at + 8 + size : at + 12 + size] = zlib.crc32(said).to_bytes(4, "big")
    return None


MUTATORS: tuple[Mutator, ...] = (
    bits, header_bits, header_bits, numbers, numbers, cut_end, cut_out, doubled, spliced,
    other_end, segments, chunks,
)  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    name: str
    data: bytes
    seed: Path


def seeds_below(folder: Path) -> dict[str, list[Path]]:
    """Files to begin with, by their suffix: rare formats are tried as often as common ones."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and is_photo_name(path) and 0 < path.stat().st_size <= LARGEST_SEED:
            found.setdefault(path.suffix.lower(), []).append(path)
    return found


def make_mutant(rng: random.Random, seeds: dict[str, list[Path]], number: int) -> Mutant:
    suffixes = sorted(seeds)
    seed = rng.choice(seeds[rng.choice(suffixes)])
    other = rng.choice(seeds[rng.choice(suffixes)]).read_bytes()
    data = bytearray(seed.read_bytes())
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        if data:
            rng.choice(MUTATORS)(rng, data, other)
    suffix = seed.suffix.lower() if rng.random() < 0.9 else rng.choice(suffixes)
    return Mutant(f"mutant {number:03}{suffix}", bytes(data), seed)


@dataclass(frozen=True)
class Outcome:
    """What came of a folder."""

    failures: tuple[str, ...]
    said: str
    photos: int
    unreadable: Counter[str]


def try_folder(mutants: Sequence[Mutant], timeout_s: float = TIMEOUT_S) -> Outcome:
    """Scan the mutants beside good photos in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder).resolve()
        photos = place / "photos"
        for mutant in mutants:
            photos.mkdir(exist_ok=True)
            (photos / mutant.name).write_bytes(mutant.data)
        for number in range(3):
            save_photo(photos / f"good {number}.jpg", 9000 + number)
        shutil.copyfile(photos / "good 0.jpg", photos / "good copy.jpg")
        return _try(place, photos, timeout_s)


def _try(place: Path, photos: Path, timeout_s: float) -> Outcome:
    environ = {
        **os.environ,
        "IMGSIM_HOME": str(place / "home"),
        "XDG_DATA_HOME": str(place / "xdg"),
        "OMP_NUM_THREADS": "1",
    }
    failures: list[str] = []
    said = ""

    def run(*words: str) -> str:
        nonlocal said
        try:
            done = subprocess.run(
                [sys.executable, "-m", "tests.cli.program", *words],
                cwd=ROOT, env=environ, capture_output=True, text=True, check=False,
                errors="surrogateescape", timeout=timeout_s,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            failures.append(f"{words[0]} did not end within {timeout_s:.0f} s")
            return ""
        said += done.stderr
        if done.returncode != 0 or "Traceback" in done.stderr:
            failures.append(f"{words[0]} ended with {done.returncode}")
        return done.stdout

    run("scan", str(photos))
    status = run("status", "--failures", "--json")
    groups = run("duplicates", str(photos), "--json")
    if failures:
        return Outcome(tuple(failures), said, 0, Counter())
    told = json.loads(status)
    unreadable = told["unreadable"]
    candidates = sum(is_photo_name(path) for path in photos.iterdir())
    if told["photos"] + len(unreadable) != candidates:
        failures.append(
            f"{candidates} candidates, {told['photos']} photos, {len(unreadable)} listed"
        )
    found = [
        {member["path"] for member in json.loads(line)["members"]} for line in groups.splitlines()
    ]
    if not any({"good 0.jpg", "good copy.jpg"} <= group for group in found):
        failures.append("the copies among the good photos were not found")
    failures += [
        f"in one group with a good photo: {sorted(group)}"
        for group in found
        if any(name.startswith("good") for name in group)
        and any(name.startswith("mutant") for name in group)
    ]
    reasons = Counter(str(each["reason"]) for each in unreadable)
    return Outcome(tuple(failures), said, told["photos"], reasons)


def minimised(mutant: Mutant, still_fails: Callable[[Mutant], bool]) -> Mutant:
    """As like its seed as it can be and still fail: differing blocks are put back, ever smaller."""
    seed = mutant.seed.read_bytes()
    if len(seed) != len(mutant.data):
        return mutant
    best = bytearray(mutant.data)
    block = len(best)
    while block >= 1:
        for at in range(0, len(best), block):
            trial = bytearray(best)
            trial[at : at + block] = seed[at : at + block]
            if trial != best and still_fails(Mutant(mutant.name, bytes(trial), mutant.seed)):
                best = trial
        differing = sum(a != b for a, b in zip(best, seed, strict=True))
        if differing <= 1:
            break
        block //= 8
    return Mutant(mutant.name, bytes(best), mutant.seed)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1, help="of the first round")
    parser.add_argument("--seeds", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--keep", type=Path, default=None, help="where findings are kept")
    args = parser.parse_args()
    seeds = seeds_below(args.seeds)
    if not seeds:
        print(f"There are no pictures below {args.seeds}: nothing was tried.")
        return 2
    count = sum(map(len, seeds.values()))
    print(f"{count} seeds of {len(seeds)} suffixes: {' '.join(sorted(seeds))}")
    end = time.monotonic() + 60 * args.minutes
    rounds = tried = read = found = 0
    reasons: Counter[str] = Counter()
    while time.monotonic() < end:
        rng = random.Random(args.seed + rounds)
        mutants = [make_mutant(rng, seeds, number) for number in range(A_ROUND)]
        outcome = try_folder(mutants)
        rounds, tried = rounds + 1, tried + len(mutants)
        read += max(0, outcome.photos - 4)
        reasons.update(outcome.unreadable)
        if outcome.failures:
            found += 1
            print(f"SEED {args.seed + rounds - 1}: {outcome.failures}\n{outcome.said[-3000:]}")
            _find_guilty(mutants, args.keep)
        sys.stdout.flush()
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{tried} mutants in {rounds} rounds: {read} read, {sum(reasons.values())} listed")
    print("   " + ", ".join(f"{n} {reason}" for reason, n in reasons.most_common()))
    print(f"   largest process {peak_mb} MB; {found} rounds with findings")
    return 1 if found else 0


def _find_guilty(mutants: Sequence[Mutant], keep: Path | None) -> None:
    for mutant in mutants:
        outcome = try_folder([mutant])
        if not outcome.failures:
            continue
        print(f"   {mutant.name} of {mutant.seed}: {outcome.failures}")
        small = minimised(mutant, lambda trial: bool(try_folder([trial]).failures))
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{zlib.crc32(small.data):08x}{Path(mutant.name).suffix}").write_bytes(
                small.data
            )


if __name__ == "__main__":
    sys.exit(main())

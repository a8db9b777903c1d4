"""Every single bit of a small journal, flipped: `python -m tests.fuzz.flip_journal`.

Four commits (trash with a sidecar, quarantine, move, words carried into a keeper's XMP) are undone
after one bit of their journal was flipped: in one copy, at the same place of both, or in a journal
as 0.1.0 wrote it, which has no checksums. What must hold is in `judge`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from imgsim_desktop.acting.copies import Copies
from imgsim_desktop.acting.journal import Operation
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Description, OutcomeCode
from tests.acting.fakes import House

WAYS = ("first", "second", "both", "old")
"""Which copies are damaged; "old": a journal of 0.1.0, which is the only copy."""

Disk = dict[Path, tuple[bytes, int]]


@dataclass(frozen=True)
class Scene:
    """A house after its commits, to be put back on the disk as often as needed."""

    top: Path
    start: dict[str, tuple[bytes, int]]
    """The photos before the commits."""
    disk: Disk

    def restored(self) -> House:
        shutil.rmtree(self.top)
        for path, (content, mtime_ns) in self.disk.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            os.utime(path, ns=(mtime_ns, mtime_ns))
        return House(self.top)

    def copies(self, way: str) -> list[Path]:
        copies = Copies(self.top / "home" / "journal.jsonl")
        return {"second": [copies.second], "both": [copies.first, copies.second]}.get(
            way, [copies.first]
        )

    def bits(self, way: str) -> int:
        return 8 * len(self.disk[self.copies(way)[0]][0])


def make_scene(top: Path, way: str) -> Scene:
    house = House(top)
    for name in ("keep", "copy", "second", "third", "fourth"):
        house.add(f"{name}.jpg", name.encode(), mtime_ns=10**18 + len(name))
    house.add("copy.xmp", b"edits")
    start = house.tree()
    house.actor.remove([house.removal("copy.jpg", "keep.jpg", "copy.xmp")])
    house.trash.mode = "none"
    house.actor.remove([house.removal("second.jpg")])
    house.trash.mode = "works"
    house.actor.remove(
        [house.removal("third.jpg")], operation=Operation.MOVE, folder=house.top / "sorted"
    )
    words = Description(keywords=("only the fourth",))
    house.actor.remove([replace(house.removal("fourth.jpg"), carried=words)])
    disk = {
        path: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in top.rglob("*")
        if path.is_file() and path.suffix not in (".csv", ".html")
    }
    if way == "old":
        copies = Copies(house.journal.path)
        disk[copies.first] = (as_0_1_0_wrote(copies.first.read_bytes()), 10**18)
        del disk[copies.second]
    return Scene(top, start, disk)


def as_0_1_0_wrote(journal: bytes) -> bytes:
    """The same story in lines without numbers and sums."""
    lines = [json.loads(line) for line in journal.splitlines()[1:]]
    return b"".join(json.dumps(old_line(line)).encode() + b"\n" for line in lines)


def old_line(line: dict[str, object]) -> dict[str, object]:
    new = {"n", "sum"}
    if line["line"] == "done":
        new |= {"at_ns", "operation", "victim", "unit", "kept"}
    return {**{k: v for k, v in line.items() if k not in new}, "v": 1}


def judge(scene: Scene, way: str, bits: Iterable[int]) -> str:
    """Flip these bits, undo all, and say how it ended. Raises AssertionError for what must not be.

    complete   every file is back; where a single copy was damaged it must be
    told       not all are back, or not for certain, and that was said
    """
    house = scene.restored()
    for path in scene.copies(way):
        data = bytearray(path.read_bytes())
        for bit in bits:
            data[bit // 8] ^= 1 << bit % 8
        path.write_bytes(data)
    outcomes = []
    try:
        for _ in range(6):
            some = house.actor.undo()
            outcomes += some
            if not any(outcome.code is OutcomeCode.DONE for outcome in some):
                break
    except KnownError as error:
        raise AssertionError("nothing can be undone any more") from error
    is_told = any(outcome.code is not OutcomeCode.DONE for outcome in outcomes)
    tree = house.tree()
    wrong = {name for name, file in tree.items() if scene.start.get(name) != file}
    harmless = {"keep.jpg.xmp"} if way in ("old", "both") else set()
    wrong -= harmless  # words that were added and stay
    assert not wrong, wrong
    names = [str(path.relative_to(scene.top)) for path in scene.top.rglob("*") if path.is_file()]
    everywhere = b"|".join((scene.top / name).read_bytes() for name in names if "home" not in name)
    for content, _ in scene.start.values():
        assert content in everywhere, f"{content!r} is nowhere"
    is_complete = {name: tree[name] for name in tree if name not in harmless} == scene.start
    assert is_complete or is_told, "incomplete in silence"
    assert is_complete or way not in ("first", "second"), "the other copy was whole"
    return "told" if is_told else "complete"


def sample(scene: Scene, way: str, count: int | None, seed: int) -> Iterator[int]:
    """Bits to flip: all of them, or some that are the same each time."""
    bits = scene.bits(way)
    yield from range(bits) if count is None else random.Random(seed).sample(range(bits), count)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, help="only so many bits a way")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    os.fsync = lambda _: None  # nothing here loses power
    wrong = 0
    for way in WAYS:
        with tempfile.TemporaryDirectory(prefix="imgsim-flips-") as folder:
            scene = make_scene(Path(folder) / "house", way)
            began = time.process_time()
            ends: Counter[str] = Counter()
            for bit in sample(scene, way, args.count, args.seed):
                try:
                    ends[judge(scene, way, [bit])] += 1
                except AssertionError as error:
                    ends["WRONG"] += 1
                    print(f"{way}: bit {bit}: {error}")
            wrong += ends["WRONG"]
            seconds = time.process_time() - began
            print(
                f"{way:7} {sum(ends.values())} flips: {dict(ends)}; {seconds:.0f} s of processor",
                flush=True,
            )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())

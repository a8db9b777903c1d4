"""A program killed at every step, and once more at every step of its recovery.

`python -m tests.fuzz.kill_twice` does it for each scene below: in the commit, its undo and its
redo, in tags and albums, with a trash, a quarantine, links, moves to another volume, and words
carried into a keeper's XMP. After the last recovery a photo and all that belongs to it are at their
places, or none of it is; an undo leads back to the start.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from imgsim_desktop.acting import mover
from imgsim_desktop.acting.journal import Operation
from imgsim_desktop.acting.xdg_trash import XdgTrash
from imgsim_desktop.reading.xmp import extended_xmp
from imgsim_desktop.records import Description, Removal
from tests.acting.albums import copied as copied_into_album
from tests.acting.fakes import Crash, House, copied, private_names, stamp, words_of
from tests.acting.steps import dying_at

Tree = dict[str, tuple[bytes, int]]
Act = Callable[["Stage"], object]


@dataclass
class Stage:
    """One house on which a scene is played."""

    house: House
    other: Path
    """A folder on another volume, where there is one."""
    start: Tree = field(default_factory=dict)
    entry_ids: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Scene:
    """What is done, and how one sees that it is done or is not; nothing in between may be left."""

    name: str
    prepare: Act
    do: Act
    is_done: Callable[[Stage], bool]
    is_redone: bool = True
    then: tuple[tuple[str, Act], ...] = ()
    """In place of the undo and the redo."""

    def acts(self) -> list[tuple[str, Act]]:
        if self.then:
            return [("do", self.do), *self.then]
        acts: list[tuple[str, Act]] = [("do", self.do), ("undo", lambda s: s.house.actor.undo())]
        if self.is_redone:
            acts.append(("redo", lambda s: s.house.actor.redo(s.entry_ids)))
        return acts


UNIT = ("copy.jpg", "copy.mov", "copy.xmp")
KEEPERS_XMP = "keep.jpg.xmp"
WORDS = Description(keywords=("only the copy",))


def with_unit(stage: Stage) -> None:
    for number, name in enumerate(UNIT):
        stage.house.add(name, f"content of {name}".encode(), mtime_ns=10**18 + number)


def with_equal(stage: Stage) -> None:
    stage.house.add("copy.jpg", b"keep", mtime_ns=10**18)


def with_trash(stage: Stage) -> None:
    with_unit(stage)
    stage.house.trash = XdgTrash(stage.house.top / "xdg" / "Trash", os.getuid())  # type: ignore[assignment]


def without_trash(stage: Stage) -> None:
    with_unit(stage)
    stage.house.trash.mode = "none"


def with_foreign_trash(stage: Stage) -> None:
    with_unit(stage)
    stage.house.trash.takes_claims = False


def with_words(stage: Stage) -> None:
    with_unit(stage)
    with_keepers_xmp(stage)


def with_two(stage: Stage) -> None:
    """Photos to be tagged: one has a sidecar, the other none."""
    stage.house.add("copy.jpg", b"copy", mtime_ns=10**18)
    with_keepers_xmp(stage)


def with_keepers_xmp(stage: Stage) -> None:
    xmp = extended_xmp(None, Description(keywords=("of the keeper",), caption="By hand"))
    stage.house.add(KEEPERS_XMP, xmp, mtime_ns=10**18 + 9)


def remove(
    operation: Operation = Operation.TRASH, carried: Description | None = None, *sidecars: str
) -> Act:
    def act(stage: Stage) -> None:
        house = stage.house
        removal = replace(house.removal("copy.jpg", "keep.jpg", *sidecars), carried=carried)
        folder = stage.other if operation is Operation.MOVE else None
        house.actor.remove([removal], operation=operation, folder=folder)

    return act


def is_away(stage: Stage) -> bool:
    """Whether the unit is away as a whole, with its words beside the keeper; or here as a whole."""
    tree, start = stage.house.tree(), stage.start
    here = [name for name in start if name.startswith("copy") and name in tree]
    if here:
        assert tree == start, sorted(set(tree.items()) ^ set(start.items()))
        return False
    tops = (stage.house.top, stage.other)
    files = [path for top in tops for path in top.rglob("*") if path.is_file()]
    resting = [path.read_bytes() for path in files if not path.is_relative_to(stage.house.photos)
               or ".imgsim-quarantine" in path.parts]  # fmt: skip
    for name in set(start) - {"keep.jpg", KEEPERS_XMP}:
        assert resting.count(start[name][0]) == 1, f"{name} rests {resting.count(start[name][0])} x"
    if stage.entry_ids and stage.house.journal.entries()[0].carried:
        assert "only the copy" in words_of(stage.house.photos / "keep.jpg"), "words are lost"
    else:
        assert tree.get(KEEPERS_XMP) == start.get(KEEPERS_XMP), "words nobody carried"
    return True


SHOT = ("copy.nef", "copy.jpg", "copy.mov", "copy.xmp")


def with_shot(stage: Stage) -> None:
    """A RAW and its JPEG, with a sidecar of both."""
    for number, name in enumerate(SHOT):
        stage.house.add(name, f"content of {name}".encode(), mtime_ns=10**18 + number)
    with_keepers_xmp(stage)
    stage.house.trash = XdgTrash(stage.house.top / "xdg" / "Trash", os.getuid())  # type: ignore[assignment]


def remove_shot(operation: Operation) -> Act:
    def act(stage: Stage) -> None:
        removals = shot_removals(stage.house, carried=WORDS)
        folder = stage.other if operation is Operation.MOVE else None
        stage.house.actor.remove(removals, operation=operation, folder=folder)

    return act


def shot_removals(house: House, carried: Description | None = None) -> list[Removal]:
    """Of SHOT; the film belongs to the JPEG, the XMP to both."""
    raw, jpeg, film, xmp = (house.photos / name for name in SHOT)
    return [
        replace(house.removal(raw.name), shot=(jpeg,), carried=carried),
        replace(
            house.removal(jpeg.name, "keep.jpg", film.name, xmp.name),
            shot=(raw,), shared=((xmp, raw),), carried=carried,
        ),
    ]  # fmt: skip


def with_followers(stage: Stage) -> None:
    """A copy with the bytes of the one that stays; only the copy has a film and a sidecar."""
    stage.house.add("copy.jpg", b"keep", mtime_ns=10**18)
    stage.house.add("copy.mov", b"the film", mtime_ns=10**18 + 1)
    stage.house.add("copy.xmp", b"the edits", mtime_ns=10**18 + 2)
    stage.house.trash = XdgTrash(stage.house.top / "xdg" / "Trash", os.getuid())  # type: ignore[assignment]


def remove_followed(stage: Stage) -> None:
    photos = stage.house.photos
    follows = tuple((photos / f"copy{end}", photos / f"keep{end}") for end in (".mov", ".xmp"))
    stage.house.actor.remove([replace(stage.house.removal("copy.jpg"), follows=follows)])


def has_followed(stage: Stage) -> bool:
    """Whether the copy is away and all that lay beside it lies beside the kept one; or nothing."""
    tree, start = stage.house.tree(), stage.start
    if "copy.jpg" in tree:
        assert tree == start, sorted(set(tree) ^ set(start))
        return False
    names = {"keep.jpg": "keep.jpg", "keep.mov": "copy.mov", "keep.xmp": "copy.xmp"}
    assert tree == {now: start[before] for now, before in names.items()}, sorted(tree)
    return True


def with_second(stage: Stage) -> None:
    stage.house.add("copy.jpg", b"copy", mtime_ns=10**18)
    stage.house.add("second.jpg", b"second", mtime_ns=10**18)
    with_keepers_xmp(stage)


def remove_two(stage: Stage) -> None:
    """In two commits, each with a word for the one keeper."""
    for name in ("copy.jpg", "second.jpg"):
        words = Description(keywords=(f"of {name}",))
        stage.house.actor.remove([replace(stage.house.removal(name), carried=words)])


def undo_first(stage: Stage) -> None:
    """Its word stays until the other is back, too: they may be one."""
    stage.house.actor.undo([e.entry_id for e in stage.house.journal.entries()][:2])


def is_one_away(stage: Stage) -> bool:
    tree = stage.house.tree()
    away = set(stage.start) - set(tree)
    words = words_of(stage.house.photos / "keep.jpg")
    assert all(f"of {name}" in words for name in away), f"{away}, {words}"
    assert away or tree == stage.start, words
    return bool(away)


def is_linked(stage: Stage) -> bool:
    """Whether a link lies in the place of the copy."""
    tree = stage.house.tree()
    assert set(tree) == set(stage.start), sorted(tree)
    return tree["copy.jpg"][1] != stage.start["copy.jpg"][1]


def tag(stage: Stage) -> None:
    photos = [stamp(stage.house.photos / "keep.jpg"), stamp(stage.house.photos / "copy.jpg")]
    stage.house.actor.tag(photos, lambda _: ("sea",))


def is_tagged(stage: Stage) -> bool:
    """Whether a word more stands beside the photos that were reached; all else is as it was."""
    tree = stage.house.tree()
    done = {e.stamp.path.name for e in stage.house.journal.entries() if e.can_undo}
    for name in ("keep.jpg", "copy.jpg"):
        xmp = f"{name}.xmp"
        assert ("sea" in words_of(stage.house.photos / name)) == (xmp in done), f"{xmp}: {done}"
    same = set(stage.start) - done
    assert {name: tree.get(name) for name in same} == {name: stage.start[name] for name in same}
    assert not set(tree) - set(stage.start) - done
    return bool(done)


def make_album(stage: Stage) -> None:
    copied_into_album(stage.house, "keep.jpg", "copy.jpg")


def is_copied(stage: Stage) -> bool:
    """Whether photos lie in the album, each with all that belongs to it."""
    tree = stage.house.tree()
    assert tree == stage.start, "a photo was touched"
    albums = stage.house.top / "albums"
    found = {path.name: path.read_bytes() for path in albums.rglob("*") if path.is_file()}
    for name, content in found.items():
        assert content == stage.start[name][0], name
    for stem in ("keep", "copy"):
        unit = {name for name in stage.start if name.startswith(stem)} - {"copy.mov"}
        assert unit <= set(found) or not unit & set(found), sorted(found)
    return bool(found)


def with_album(stage: Stage) -> None:
    with_unit(stage)
    stage.house.add("keep.xmp", b"edits of the keeper")
    stage.house.trash = XdgTrash(stage.house.top / "xdg" / "Trash", os.getuid())  # type: ignore[assignment]


SCENES = (
    Scene("trash", with_trash, remove(Operation.TRASH, None, *UNIT[1:]), is_away),
    Scene("quarantine", without_trash, remove(Operation.TRASH, None, *UNIT[1:]), is_away),
    Scene("other system", with_foreign_trash, remove(Operation.TRASH, None, *UNIT[1:]), is_away),
    Scene("move", with_unit, remove(Operation.MOVE, None, *UNIT[1:]), is_away),
    Scene("words", with_words, remove(Operation.TRASH, WORDS, *UNIT[1:]), is_away),
    Scene("raw and jpeg", with_shot, remove_shot(Operation.TRASH), is_away),
    Scene("shot moved", with_shot, remove_shot(Operation.MOVE), is_away),
    Scene("followers", with_followers, remove_followed, has_followed),
    Scene("new words", with_unit, remove(Operation.TRASH, WORDS, *UNIT[1:]), is_away),
    Scene(
        "words of two",
        with_second,
        remove_two,
        is_one_away,
        then=(("undo one", undo_first), ("undo other", lambda s: s.house.actor.undo())),
    ),
    Scene("hard link", with_equal, remove(Operation.HARD_LINK), is_linked),
    Scene("reflink", with_equal, remove(Operation.REFLINK), is_linked),
    Scene("tag", with_two, tag, is_tagged, is_redone=False),
    Scene("album", with_album, make_album, is_copied, is_redone=False),
)


@contextmanager
def played(scene: Scene, top: Path, other: Path, acts: int) -> Iterator[Stage]:
    """A fresh stage on which the first acts were played to their end."""
    for folder in (top, other):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    clone = mover.LINKS[Operation.REFLINK]
    mover.LINKS[Operation.REFLINK] = copied  # what it is on a file system that can
    try:
        stage = Stage(House(top / "house"), other / "goal")
        stage.house.add("keep.jpg", b"keep", mtime_ns=10**18 + 5)
        scene.prepare(stage)
        stage.start = stage.house.tree()
        stage.house.restart()
        for _, act in scene.acts()[:acts]:
            _play(stage, act)
        yield stage
    finally:
        mover.LINKS[Operation.REFLINK] = clone


def _play(stage: Stage, act: Act) -> None:
    act(stage)
    stage.entry_ids = [entry.entry_id for entry in stage.house.journal.entries()]
    stage.house.restart()


def killed(stage: Stage, act: Act, step: int) -> bool:
    """Whether the act was killed at that step; it is over otherwise."""
    try:
        with dying_at(step):
            _play(stage, act)
    except Crash:
        stage.house.restart()
        return True
    return False


def recover(stage: Stage) -> None:
    stage.house.actor.recover()


def judge(scene: Scene, stage: Stage) -> str:
    """After the last recovery. Raises AssertionError for what must not be."""
    recover(stage)
    stage.house.restart()
    assert stage.house.actor.recover() == [], "it is never settled"
    stage.entry_ids = [entry.entry_id for entry in stage.house.journal.entries()]
    end = "done" if scene.is_done(stage) else "not done"
    private = private_names(stage.house.top) + private_names(stage.other.parent)
    assert not private, private
    notes = {path.stem for path in stage.house.top.rglob("*.trashinfo")}
    files = {path.name for path in stage.house.top.rglob("xdg/Trash/files/*")}
    assert notes == files, f"notes {notes} of files {files}"
    for _ in range(4):
        stage.house.actor.undo()
    assert not scene.is_done(stage), "it cannot be undone"
    assert stage.house.tree() == stage.start, "undo does not lead back"
    return end


def kill(scene: Scene, top: Path, other: Path, acts: int, first: int, second: int) -> str:
    """Play, kill an act at a step and its recovery at another (0: not again); how it ended.

    "over": the act was at its end before the first step, or the recovery before the second.
    """
    with played(scene, top, other, acts) as stage:
        if not killed(stage, scene.acts()[acts][1], first):
            return "over"
        if second and not killed(stage, recover, second):
            return "over"
        try:
            return judge(scene, stage)
        except AssertionError as error:
            return f"WRONG: {error}"


def steps_of(scene: Scene, top: Path, other: Path, acts: int, first: int = 0) -> int:
    """How many steps an act has, or with a first step the recovery of the act killed there."""
    with played(scene, top, other, acts) as stage:
        act = scene.acts()[acts][1]
        if first:
            killed(stage, act, first)
            act = recover
        with dying_at(10**9) as fuse:
            act(stage)
        return fuse.steps


def other_volume(top: Path) -> Path:
    """A folder on another volume than `top`, or beside it where there is none."""
    shm = Path("/dev/shm")
    if shm.is_dir() and shm.stat().st_dev != top.stat().st_dev:
        return Path(tempfile.mkdtemp(prefix="imgsim-kills-", dir=shm))
    return top / "other"


def run(scene: Scene, top: Path, other: Path) -> Iterator[tuple[str, str, int, int]]:
    """(end or what is wrong, act, first step, second step) of every run there is."""
    for acts, (name, _) in enumerate(scene.acts()):
        for first in count(1):
            for second in count():
                end = kill(scene, top, other, acts, first, second)
                if end == "over":
                    break
                yield end, name, first, second
            if end == "over" and second == 0:
                break


def sample(scene: Scene, top: Path, other: Path, size: int) -> Iterator[tuple[str, str, int, int]]:
    """As `run`, of each act so many runs, the same each time."""
    dice = random.Random(scene.name)
    for acts, (name, _) in enumerate(scene.acts()):
        steps = steps_of(scene, top, other, acts)
        for _ in range(size):
            first = dice.randint(1, steps)
            second = dice.randint(0, steps_of(scene, top, other, acts, first))
            yield kill(scene, top, other, acts, first, second), name, first, second


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenes", nargs="*", help=", ".join(scene.name for scene in SCENES))
    parser.add_argument("--sample", type=int, default=0, help="only so many runs of each act")
    args = parser.parse_args()
    os.fsync = lambda _: None  # power loss is another script's
    chosen = [scene for scene in SCENES if not args.scenes or scene.name in args.scenes]
    total = wrong = 0
    with tempfile.TemporaryDirectory(prefix="imgsim-kills-") as folder:
        top, began = Path(folder) / "top", time.process_time()
        other = other_volume(Path(folder))
        for scene in chosen:
            ends: Counter[str] = Counter()
            runs = sample(scene, top, other, args.sample) if args.sample else run(scene, top, other)
            for end, act, first, second in runs:
                kind = end.partition(":")[0]
                ends[kind] += 1
                if kind == "WRONG":
                    wrong += 1
                    print(f"   {scene.name}, {act} at {first}, recovery at {second}: {end}")
            total += sum(ends.values())
            print(f"{scene.name:14} {sum(ends.values()):6} runs: {dict(ends)}", flush=True)
        shutil.rmtree(other, ignore_errors=True)
        print(f"{total} runs, {time.process_time() - began:.0f} s of processor")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())

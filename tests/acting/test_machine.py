"""Any sequence of removing, undoing, crashing and restarting, on real files."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from imgsim_desktop.acting import mover
from imgsim_desktop.acting.copies import Copies
from imgsim_desktop.acting.journal import Operation, State
from imgsim_desktop.reading.xmp import extended_xmp
from imgsim_desktop.records import Description, OutcomeCode, Removal
from tests.acting.fakes import Crash, House, copied, hash_file, stamp, words_of
from tests.acting.steps import dying_at

CONTENTS = (b"mountain", b"sea", b"cat")
COPIES = 3
NAMES = [f"{c.decode()}{i}.jpg" for c in CONTENTS for i in range(COPIES)]


def is_new_sidecar(path: Path) -> bool:
    """A sidecar that was written because a copy went, wherever it lies now."""
    if path.suffix == ".file":
        original = path.with_suffix(".info")
        name, _, _mark = original.read_bytes().partition(b"\0") if original.exists() else (b"",) * 3
        return name.endswith(b".jpg.xmp")
    return ".jpg" in path.stem


class Files(RuleBasedStateMachine):
    """Three pictures in three copies each, every other one with a sidecar, one in a locked folder.

    What must always hold: each content still lies in the library folder; no file is nowhere; the
    locked folder is as it was. What must hold at the end: undo restores the start.
    """

    def __init__(self) -> None:
        super().__init__()
        self.house = House(Path(tempfile.mkdtemp(prefix="imgsim-machine-")) / "house")
        for content in CONTENTS:
            for i in range(COPIES):
                self.house.add(f"{content.decode()}{i}.jpg", content, mtime_ns=10**18 + i)
        for name in NAMES[::2]:
            sidecar = extended_xmp(None, Description(caption=f"edits of {name}"))
            self.house.add(name.replace(".jpg", ".xmp"), sidecar)
        self.house.add("locked/sea.jpg", b"sea")
        self.house.locked = [self.house.photos / "locked"]
        self.house.restart()
        self.start = self.house.tree()
        self.stamps = {name: stamp(self.house.photos / name) for name in [*NAMES, "locked/sea.jpg"]}
        self.countdown = self.second_crash = 0
        self.put_clone = mover.LINKS[Operation.REFLINK]
        mover.LINKS[Operation.REFLINK] = copied

    def teardown(self) -> None:
        self.house.trash.mode = "works"
        self.house.trash.before = self.house.trash.after = lambda: None
        self.house.restart()
        for _ in range(100):
            if self.house.tree() == self.start:
                break
            self.house.actor.undo()
        end = self.house.tree()
        mover.LINKS[Operation.REFLINK] = self.put_clone
        shutil.rmtree(self.house.top.parent)
        assert end == self.start

    def removal(self, victim: str, keeper: str, *, takes_sidecar: bool = True) -> Removal:
        """As decided at the start, whatever lies on the disk now."""
        photo = self.house.photos / victim
        if not takes_sidecar:
            return Removal(self.stamps[victim], self.stamps[keeper])
        words = tuple(sorted({victim, *words_of(photo)}))
        sidecar = photo.with_suffix(".xmp")
        own = photo.with_name(f"{photo.name}.xmp")
        return Removal(
            self.stamps[victim],
            self.stamps[keeper],
            (sidecar, own),
            carried=Description(keywords=words),
        )

    @rule(
        pairs=st.lists(
            st.tuples(
                st.sampled_from(CONTENTS), st.integers(0, COPIES - 1), st.integers(0, COPIES - 1)
            ),
            max_size=6,
        ),
        operation=st.sampled_from(
            [
                Operation.TRASH,
                Operation.TRASH,
                Operation.MOVE,
                Operation.HARD_LINK,
                Operation.REFLINK,
            ]
        ),
    )
    def remove(self, pairs: list[tuple[bytes, int, int]], operation: Operation) -> None:
        removals = [
            self.removal(
                f"{content.decode()}{victim}.jpg",
                f"{content.decode()}{keeper}.jpg",
                takes_sidecar=operation not in mover.LINKS,
            )
            for content, victim, keeper in pairs
        ]
        folder = self.house.top / "sorted" if operation is Operation.MOVE else None
        self.attempt(lambda: self.house.actor.remove(removals, operation=operation, folder=folder))

    @rule(keeper=st.sampled_from(NAMES))
    def remove_from_the_locked_folder(self, keeper: str) -> None:
        removal = self.removal("locked/sea.jpg", keeper)
        outcomes = self.house.actor.remove([removal], confirmed_last_copies=True)
        assert outcomes[0].code is OutcomeCode.LOCKED

    @rule(name=st.sampled_from(NAMES))
    def remove_without_keeper(self, name: str) -> None:
        outcomes = self.house.actor.remove([Removal(self.stamps[name], None)])
        assert outcomes[0].code is OutcomeCode.LAST_COPY

    @rule()
    def undo_last(self) -> None:
        self.attempt(self.house.actor.undo)

    @rule(number=st.integers(0, 30))
    def undo_some(self, number: int) -> None:
        entries = self.house.journal.entries()
        if entries:
            chosen = entries[number % len(entries)].entry_id
            self.attempt(lambda: self.house.actor.undo([chosen]))

    @rule(number=st.integers(0, 30))
    def redo_some(self, number: int) -> None:
        entries = self.house.journal.entries()
        if entries:
            chosen = entries[number % len(entries)].unit_id
            self.attempt(lambda: self.house.actor.redo([chosen], look_again=self.as_it_is_now))

    def as_it_is_now(self, removal: Removal) -> Removal:
        assert removal.keeper is not None
        return self.removal(removal.victim.path.name, removal.keeper.path.name)

    @rule(mode=st.sampled_from(["works", "works", "none", "lies", "forgets", "moves, then fails"]))
    def trash_changes(self, mode: str) -> None:
        self.house.trash.mode = mode

    @rule(steps=st.integers(1, 5), moment=st.sampled_from(["before", "after"]))
    def prepare_a_crash(self, steps: int, moment: str) -> None:
        self.countdown = steps

        def burn() -> None:
            self.countdown -= 1
            if self.countdown == 0:
                raise Crash

        setattr(self.house.trash, moment, burn)

    @rule()
    def restart(self) -> None:
        self.house.restart()
        self.house.actor.recover()
        assert self.house.actor.recover() == []

    @precondition(lambda self: self.house.journal.entries())
    @rule()
    def tear_the_last_line(self) -> None:
        """A done line that never reached the disk: the file must be found again."""
        lines = self.house.journal.path.read_bytes().splitlines(keepends=True)
        if b'"line": "done"' in lines[-1]:
            copies = Copies(self.house.journal.path)
            for copy in (copies.first, copies.second):
                copy.write_bytes(b"".join(lines[:-1]) + lines[-1][:10])
            self.house.restart()
            self.house.actor.recover()

    @rule(step=st.integers(1, 40))
    def prepare_a_second_crash(self, step: int) -> None:
        """The recovery after the next crash dies at this step, if it has so many."""
        self.second_crash = step

    def attempt(self, act: object) -> None:
        try:
            act()  # type: ignore[operator]
        except Crash:
            self.house.restart()
            self.recover()

    def recover(self) -> None:
        if self.second_crash:
            step, self.second_crash = self.second_crash, 0
            with contextlib.suppress(Crash), dying_at(step):
                self.house.actor.recover()
            self.house.restart()
        self.house.actor.recover()
        assert self.house.actor.recover() == []

    @invariant()
    def every_content_is_still_there(self) -> None:
        present = {content for content, _ in self.house.tree().values()}
        assert set(CONTENTS) <= present

    @invariant()
    def the_locked_folder_is_as_it_was(self) -> None:
        assert self.house.tree()["locked/sea.jpg"] == self.start["locked/sea.jpg"]

    @invariant()
    def no_file_is_nowhere_and_none_is_there_twice(self) -> None:
        everywhere = sorted(
            hash_file(path)
            for path in self.house.top.rglob("*")
            if path.is_file()
            and path.suffix in (".jpg", ".xmp", ".file")
            and "home" not in path.parts
            and not is_new_sidecar(path)
        )
        links = [
            entry
            for entry in self.house.journal.entries()
            if entry.operation in mover.LINKS and entry.state is State.DONE
        ]
        assert len(everywhere) == len(self.start) + len(links)

    @invariant()
    def every_content_has_a_file_of_its_own_that_is_no_link(self) -> None:
        linked = {
            entry.stamp.path
            for entry in self.house.journal.entries()
            if entry.operation in mover.LINKS and entry.state is State.DONE
        }
        own = {p.read_bytes() for p in self.house.photos.rglob("*.jpg") if p not in linked}
        assert set(CONTENTS) <= own

    @invariant()
    def what_a_photo_that_is_gone_was_called_stands_beside_a_copy_that_is_not(self) -> None:
        for entry in self.house.journal.entries():
            if entry.state is State.DONE and entry.carried and not entry.is_sidecar:
                name = entry.stamp.path.name
                copies = self.house.photos.glob(f"{name[:-5]}?.jpg")
                assert any(name in words_of(copy) for copy in copies), name

    @invariant()
    def a_photo_and_its_sidecar_are_together(self) -> None:
        tree = self.house.tree()
        for name in NAMES[::2]:
            assert (name in tree) == (name.replace(".jpg", ".xmp") in tree)


Files.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=20,
    # Not made smaller: on real files that takes longer than a run may, and tells nothing if it is
    # ended. Who looks for the reason adds Phase.shrink for a while.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestFiles = Files.TestCase

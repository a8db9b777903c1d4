"""Another thread or process works on a file while it is copied to another disk.

Nothing of ours is patched: the hash function is the caller's, and where it is asked for the hash of
a copy that was just made, it waits until the other program has done its part.
"""

from __future__ import annotations

import mmap
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

import imgsim_desktop.acting.claims as claims
from imgsim_desktop.acting.journal import Operation, State
from imgsim_desktop.acting.leases import Lease
from imgsim_desktop.records import Outcome, OutcomeCode
from tests.acting.fakes import House, codes, hash_stream, private_names

OLD = b"the picture as it was decided about" * 1000
NEW = b"THE PICTURE AFTER SOMEBODY EDITED I" * 1000

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="leases are Linux's")


class Meeting:
    """Two programs, turn by turn: a copy is made, the other one acts, the move goes on."""

    def __init__(self, house: House, *acts: Callable[[], object]) -> None:
        self._turns = [(threading.Event(), threading.Event(), act) for act in acts]
        self._copies = iter(self._turns)
        self._trouble: list[BaseException] = []
        house.hash_stream = self._hash
        house.restart()

    def _hash(self, file: BinaryIO) -> bytes:
        if getattr(file, "mode", "") == "rb+":  # a copy that was just written
            turn = next(self._copies, None)
            if turn is not None:
                turn[0].set()
                assert turn[1].wait(60)
        return hash_stream(file)

    @contextmanager
    def other_program(self) -> Iterator[None]:
        thread = threading.Thread(target=self._run, name="other-program")
        thread.start()
        try:
            yield
        finally:
            thread.join()
        assert not self._trouble

    def _run(self) -> None:
        for copied, acted, act in self._turns:
            try:
                assert copied.wait(60)
                act()
            except BaseException as error:  # noqa: BLE001  (told to the test above)
                self._trouble.append(error)
            finally:
                acted.set()


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path / "house")
    house.add("keep.jpg", b"the large one", mtime_ns=10**18)
    house.add("copy.jpg", OLD, mtime_ns=10**18 + 1)
    return house


@pytest.fixture
def target(other_disk: Path) -> Path:
    return other_disk / "out"


def move(house: House, target: Path, *sidecars: str) -> Outcome:
    removal = house.removal("copy.jpg", "keep.jpg", *sidecars)
    return house.actor.remove([removal], operation=Operation.MOVE, folder=target)[0]


def save(path: Path, content: bytes = NEW) -> None:
    aside = path.with_name("editor.tmp")
    aside.write_bytes(content)
    aside.replace(path)


def without_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on other systems, and in many network folders."""
    monkeypatch.setattr(claims, "take_lease", lambda _: Lease.UNKNOWN)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_an_edit_saved_by_rename_during_the_copy_is_at_its_place_and_is_told(
    house: House, target: Path
) -> None:
    photo = house.photos / "copy.jpg"
    meeting = Meeting(house, lambda: save(photo))
    with meeting.other_program():
        outcome = move(house, target)
    assert photo.read_bytes() == NEW
    assert outcome.code is OutcomeCode.DONE
    assert outcome.is_saved_anew
    assert files(target) == {"copy.jpg": OLD}
    assert codes(house.actor.undo()) == [OutcomeCode.OCCUPIED]
    assert photo.read_bytes() == NEW
    photo.rename(photo.with_name("edited.jpg"))
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert photo.read_bytes() == OLD


@pytest.mark.parametrize("as_old", [False, True])
def test_what_a_program_writes_into_the_open_file_during_the_copy_is_not_lost(
    house: House, target: Path, monkeypatch: pytest.MonkeyPatch, *, as_old: bool
) -> None:
    without_leases(monkeypatch)
    photo = house.photos / "copy.jpg"
    before = photo.stat()
    with photo.open("r+b") as held:

        def write() -> None:
            held.write(NEW)
            held.flush()
            if as_old:
                times = (before.st_atime_ns, before.st_mtime_ns)
                claims.os.utime(held.fileno(), ns=times)

        with Meeting(house, write).other_program():
            outcome = move(house, target)
    assert outcome.code is OutcomeCode.CHANGED
    assert photo.read_bytes() == NEW
    assert files(target) == {}
    assert not private_names(house.photos)
    assert house.actor.undo() == []


def test_what_a_program_writes_through_memory_during_the_copy_is_not_lost(
    house: House, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages that are dirty already are written without a new time."""
    without_leases(monkeypatch)
    photo = house.photos / "copy.jpg"
    with photo.open("r+b") as held, mmap.mmap(held.fileno(), 0) as memory:
        memory[:1] = OLD[:1]

        def write() -> None:
            memory[:] = NEW

        removal = house.removal("copy.jpg")
        with Meeting(house, write).other_program():
            (outcome,) = house.actor.remove([removal], operation=Operation.MOVE, folder=target)
    assert outcome.code is OutcomeCode.CHANGED
    assert photo.read_bytes() == NEW
    assert files(target) == {}


def test_a_copy_that_did_not_come_out_right_is_none(house: House, target: Path) -> None:
    def misread(file: BinaryIO) -> bytes:
        return b"?" if getattr(file, "mode", "") == "rb+" else hash_stream(file)

    house.hash_stream = misread
    house.restart()
    before = house.tree()
    outcome = move(house, target)
    assert (outcome.code, "other bytes" in outcome.detail) == (OutcomeCode.FAILED, True)
    assert house.tree() == before
    assert files(target) == {}


WRITER = """
import sys
path, when = sys.argv[1:]
if when == "before":
    file = open(path, "r+b")
print("ready", flush=True)
sys.stdin.readline()
if when == "during":
    print("opening", flush=True)
    file = open(path, "r+b")
file.write(b"EDITED")
file.close()
"""


@contextmanager
def writer(path: Path, when: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), when],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.communicate("go\n")
    assert process.returncode == 0


@linux_only
@pytest.mark.parametrize("operation", [Operation.TRASH, Operation.MOVE])
def test_a_file_that_another_process_has_open_for_writing_stays_and_that_is_told(
    house: House, target: Path, operation: Operation
) -> None:
    photo = house.photos / "copy.jpg"
    folder = target if operation is Operation.MOVE else None
    with writer(photo, "before"):
        outcomes = house.actor.remove(
            [house.removal("copy.jpg")], operation=operation, folder=folder
        )
        assert codes(outcomes) == [OutcomeCode.IN_USE]
    assert photo.read_bytes() == b"EDITED" + OLD[6:]
    assert not private_names(house.photos)


@linux_only
def test_a_process_that_opens_the_file_for_writing_during_the_copy_gets_it_back(
    house: House, target: Path
) -> None:
    """Under a second name: the first one is private then. It waits until the move has ended."""
    photo, second = house.photos / "copy.jpg", house.photos / "second name.jpg"
    claims.os.link(photo, second)
    with writer(second, "during") as process:

        def let_it_open() -> None:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write("go\n")
            process.stdin.flush()
            assert process.stdout.readline() == "opening\n"
            wait_for_a_blocked_open(process.pid)

        with Meeting(house, let_it_open).other_program():
            outcome = move(house, target)
        process.wait(60)
    assert outcome.code is OutcomeCode.CHANGED
    assert photo.read_bytes() == b"EDITED" + OLD[6:]
    assert files(target) == {}


def wait_for_a_blocked_open(pid: int) -> None:
    """Until the kernel holds the process in its call: it sleeps there until we are done."""
    status = Path(f"/proc/{pid}/wchan")
    for _ in range(6000):
        if "break_lease" in status.read_text():
            return
        threading.Event().wait(0.01)
    pytest.fail("the other process never waited for the lease")


def test_an_undo_from_another_disk_leaves_what_was_saved_meanwhile(
    house: House, target: Path
) -> None:
    photo = house.photos / "copy.jpg"
    move(house, target)
    with Meeting(house, lambda: save(photo)).other_program():
        outcomes = house.actor.undo()
    assert codes(outcomes) == [OutcomeCode.OCCUPIED]
    assert photo.read_bytes() == NEW
    assert files(target) == {"copy.jpg": OLD}
    assert not private_names(house.photos)


def test_an_undo_from_another_disk_takes_nothing_that_is_written_to(
    house: House, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_leases(monkeypatch)
    move(house, target)
    with (target / "copy.jpg").open("r+b") as held:

        def write() -> None:
            held.write(NEW)
            held.flush()

        with Meeting(house, write).other_program():
            outcomes = house.actor.undo()
    assert codes(outcomes) == [OutcomeCode.CHANGED]
    assert not (house.photos / "copy.jpg").exists()
    assert files(target) == {"copy.jpg": NEW}


def test_a_roll_back_to_another_disk_leaves_what_was_saved_meanwhile(
    house: House, target: Path
) -> None:
    """The sidecar comes back, the photo cannot: the sidecar is on its way out again."""
    sidecar = house.add("copy.xmp", b"edits", mtime_ns=5)
    move(house, target, "copy.xmp")
    photo = house.photos / "copy.jpg"

    acts = [
        lambda: None,  # the sidecar is copied back
        lambda: save(photo, b"another photo"),  # and now the photo
        lambda: save(sidecar, b"newer edits"),  # the sidecar is copied away again
    ]
    with Meeting(house, *acts).other_program():
        outcomes = house.actor.undo()
    assert codes(outcomes) == [OutcomeCode.OCCUPIED]
    assert photo.read_bytes() == b"another photo"
    assert sidecar.read_bytes() == b"newer edits"
    assert files(target) == {"copy.jpg": OLD, "copy.xmp": b"edits"}
    assert {entry.state for entry in house.journal.entries()} == {State.DONE}

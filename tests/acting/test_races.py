"""Another program comes between two steps of ours, at every step there is: what it did stays."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

import imgsim_desktop.acting.claims as claims
import imgsim_desktop.acting.mover as mover
from imgsim_desktop.acting.journal import Operation
from imgsim_desktop.acting.leases import Lease
from imgsim_desktop.acting.xdg_trash import XdgTrash
from imgsim_desktop.records import Outcome, OutcomeCode
from tests.acting.fakes import House, copied, private_names
from tests.acting.steps import coming_between

EDITED = b"EDITED picture"
PICTURE = b"equal  picture"  # as long as the edited one


def save(path: Path) -> None:
    """As most programs save: beside it, then over it."""
    aside = path.with_name("editor.tmp")
    aside.write_bytes(EDITED)
    aside.replace(path)


def save_as_old(path: Path) -> None:
    """With the time it had, as programs do that only change metadata."""
    found = path.stat() if path.exists() else None
    save(path)
    if found is not None:
        os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def write_into(path: Path) -> None:
    """Without changing its length or, in the end, its time."""
    found = path.stat()
    with path.open("r+b") as file:
        file.write(EDITED)
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def delete(path: Path) -> None:
    path.unlink()


def link_to_keeper(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(path.with_name("keep.jpg"))


def name_keeper(path: Path) -> None:
    """A second name of the kept file."""
    path.unlink(missing_ok=True)
    os.link(path.with_name("keep.jpg"), path)


def make_folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir()


NO_LEASE = ", no lease"

DEEDS = (save, save_as_old, write_into, delete, link_to_keeper, name_keeper, make_folder)


def looks(path: Path) -> object:
    """What lies under a name: links and folders are told from files."""
    if path.is_symlink():
        return "link", os.readlink(path)  # noqa: PTH115
    if path.is_dir():
        return "folder"
    return (path.read_bytes(), path.stat().st_ino) if path.exists() else None


class Witness:
    """Does the deed, and knows what lay there right after; None where it was not possible."""

    def __init__(self, deed: Callable[[Path], None], path: Path) -> None:
        self._deed, self._path = deed, path
        self.has_done = False
        self.after: object = None

    def __call__(self) -> None:
        keeper = self._path.with_name("keep.jpg")
        if keeper != self._path and looks(keeper) == looks(self._path):
            return  # the link is there: who writes into it writes into the kept file
        try:
            self._deed(self._path)
        except (FileNotFoundError, FileExistsError):
            return
        self.has_done = True
        self.after = looks(self._path)


PAIRS = [
    *itertools.product(("trash", "trash of macOS", "xdg"), DEEDS),
    *itertools.product(
        (
            "xdg, no lease", "quarantine", "move", "other disk", "other disk, no lease",
            "hard-link", "reflink",
        ),
        (save_as_old, write_into, delete),
    ),
]  # fmt: skip


@pytest.fixture(params=PAIRS, ids=lambda pair: f"{pair[0]}-{pair[1].__name__}")
def pair(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, Callable[[Path], None]]:
    """How a photo goes, and what another program does to it."""
    way, deed = request.param
    if way.endswith(NO_LEASE):  # as on macOS, on Windows, and in many network folders
        monkeypatch.setattr(claims, "take_lease", lambda _: Lease.UNKNOWN)
    monkeypatch.setitem(mover.LINKS, Operation.REFLINK, copied)
    return way, deed


def make_house(top: Path, way: str, disk: Path) -> tuple[House, Operation, Path | None]:
    house = House(top)
    house.add("keep.jpg", PICTURE, mtime_ns=10**18)
    house.add("copy.jpg", PICTURE, mtime_ns=10**18 + 7)
    folder = None
    match way.removesuffix(NO_LEASE):
        case "trash of macOS":
            house.trash.takes_claims = False
        case "xdg":
            house.trash = XdgTrash(top / "xdg" / "Trash", os.getuid())  # type: ignore[assignment]
            house.restart()
        case "quarantine":
            house.trash.mode = "none"
        case "move":
            folder = top / "target"
        case "other disk":
            folder = disk / top.name
    operation = {
        "move": Operation.MOVE, "other disk": Operation.MOVE, "hard-link": Operation.HARD_LINK,
        "reflink": Operation.REFLINK,
    }.get(way.removesuffix(NO_LEASE), Operation.TRASH)  # fmt: skip
    return house, operation, folder


def elsewhere(house: House, folder: Path | None) -> list[bytes]:
    """Contents of all files outside of the photos' folder that are no notes of ours."""
    tops = [house.top / "trash", house.top / "xdg" / "Trash" / "files", house.top / "target"]
    tops += [house.photos / ".imgsim-quarantine"]
    tops += [] if folder is None or folder in tops else [folder]
    return [
        path.read_bytes()
        for top in tops
        for path in sorted(top.rglob("*"))
        if path.is_file() and path.suffix != ".info" and path.name != "manifest.jsonl"
    ]


def test_what_is_done_to_a_photo_while_it_goes_stays_done(
    tmp_path: Path, other_disk: Path, pair: tuple[str, Callable[[Path], None]]
) -> None:
    way, deed = pair
    told: list[bool] = []
    for step in count(1):
        house, operation, folder = make_house(other_disk / f"{step}", way, tmp_path)
        photo = house.photos / "copy.jpg"
        witness = Witness(deed, photo)
        removal = house.removal("copy.jpg")
        with coming_between(step, witness) as fuse:
            (outcome,) = house.actor.remove([removal], operation=operation, folder=folder)
        if fuse.steps < step:
            break
        note = f"step {step}: {outcome}"
        check_removed(house, outcome, witness, photo, elsewhere(house, folder), note)
        told.append(outcome.is_saved_anew)
    assert step > 5
    if deed in (save, save_as_old) and operation not in mover.LINKS:
        assert any(told)


def check_removed(
    house: House, outcome: Outcome, witness: Witness, photo: Path, away: list[bytes], note: str
) -> None:
    assert not private_names(house.photos), note
    assert (house.photos / "keep.jpg").read_bytes() == PICTURE, note
    assert EDITED not in away, note
    if witness.has_done:
        assert looks(photo) == witness.after, note
    if outcome.code is OutcomeCode.DONE:
        assert away == [PICTURE], note
        assert not house.journal.unfinished()
        if outcome.is_saved_anew:
            assert witness.has_done, note
            assert looks(photo) is not None, note
    else:
        assert not away, note
        assert not house.actor.undo(), note
        expected = {OutcomeCode.REPLACED, OutcomeCode.CHANGED, OutcomeCode.GONE}
        assert outcome.code in expected | {OutcomeCode.SAME_FILE}, note


@pytest.mark.parametrize("as_old", [False, True])
@pytest.mark.parametrize(
    "way", ["xdg, no lease", "quarantine, no lease", "move, no lease", "other disk, no lease"]
)
def test_what_a_program_writes_that_has_the_photo_open_is_never_lost(
    tmp_path: Path,
    other_disk: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    *,
    as_old: bool,
) -> None:
    """Written into a file that is gone from its old disk it is, as after any move.

    as_old  the program gives the file its old time again: then the last look, when the file has no
            name any more, does not see it
    """
    monkeypatch.setattr(claims, "take_lease", lambda _: Lease.UNKNOWN)
    was_over = False
    for step in count(1):
        house, operation, folder = make_house(other_disk / f"{step}", way, tmp_path)
        photo = house.photos / "copy.jpg"
        removal = house.removal("copy.jpg")
        with photo.open("r+b", buffering=0) as held:

            def write() -> None:
                nonlocal was_over
                found = os.fstat(held.fileno())
                is_arrived = (tmp_path / house.top.name / "copy.jpg").exists()  # noqa: B023
                was_over = found.st_nlink == 0 or (as_old and is_arrived)
                held.write(EDITED)
                if as_old:
                    os.utime(held.fileno(), ns=(found.st_atime_ns, found.st_mtime_ns))

            with coming_between(step, write) as fuse:
                (outcome,) = house.actor.remove([removal], operation=operation, folder=folder)
        if fuse.steps < step:
            break
        away = elsewhere(house, folder)
        note = f"step {step}: {outcome}"
        if outcome.code is OutcomeCode.DONE:
            assert away in ([PICTURE], [EDITED]), note  # written after all was done
        else:
            assert (photo.read_bytes(), away) == (EDITED, []), note
        assert not private_names(house.photos), note
        everything = [*away, *([photo.read_bytes()] if photo.exists() else [])]
        assert EDITED in everything or was_over, note
    assert step > 5


class Keeper:
    """Saves the kept file anew, and knows whether the other one was at its place still."""

    def __init__(self, house: House, deed: Callable[[Path], None]) -> None:
        self._house, self._deed = house, deed
        self.is_in_time = False

    def __call__(self) -> None:
        self.is_in_time = (self._house.photos / "copy.jpg").exists()
        self._deed(self._house.photos / "keep.jpg")


@pytest.mark.parametrize("deed", [save_as_old, delete])
@pytest.mark.parametrize("way", ["xdg", "trash of macOS", "move", "hard-link", "reflink"])
def test_no_photo_goes_whose_keeper_changed_after_it_was_announced(
    tmp_path: Path,
    other_disk: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    deed: Callable[[Path], None],
) -> None:
    monkeypatch.setitem(mover.LINKS, Operation.REFLINK, copied)
    announced = 0
    for step in count(1):
        house, operation, folder = make_house(other_disk / f"{step}", way, tmp_path)
        photo = house.photos / "copy.jpg"
        removal = house.removal("copy.jpg")
        keeper = Keeper(house, deed)
        with coming_between(step, keeper) as fuse:
            (outcome,) = house.actor.remove([removal], operation=operation, folder=folder)
        if fuse.steps < step:
            break
        note = f"step {step}: {outcome}"
        assert not private_names(house.photos), note
        assert PICTURE in [*elsewhere(house, folder), *map(read, house.photos.iterdir())], note
        if operation in mover.LINKS and photo.exists():
            assert photo.read_bytes() == PICTURE, note
        if outcome.code is not OutcomeCode.DONE:
            assert photo.read_bytes() == PICTURE, note
            announced += outcome.code is OutcomeCode.KEEPER_CHANGED and bool(
                house.journal.entries()
            )
    assert announced


def read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


@pytest.mark.parametrize("deed", [save_as_old, make_folder])
@pytest.mark.parametrize("way", ["xdg", "quarantine", "other disk", "hard-link", "reflink"])
def test_what_lies_in_its_place_when_a_photo_comes_back_stays(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    other_disk: Path,
    way: str,
    deed: Callable[[Path], None],
) -> None:
    monkeypatch.setitem(mover.LINKS, Operation.REFLINK, copied)
    for step in count(1):
        house, operation, folder = make_house(other_disk / f"{step}", way, tmp_path)
        photo = house.photos / "copy.jpg"
        house.actor.remove([house.removal("copy.jpg")], operation=operation, folder=folder)
        witness = Witness(deed, photo)
        with coming_between(step, witness) as fuse:
            (outcome,) = house.actor.undo()
        if fuse.steps < step:
            break
        note = f"step {step}: {outcome}"
        assert not private_names(house.photos), note
        assert (house.photos / "keep.jpg").read_bytes() == PICTURE, note
        if witness.has_done:
            assert looks(photo) == witness.after, note
        away = elsewhere(house, folder)
        if outcome.code is OutcomeCode.DONE:
            assert not away, note
        else:
            assert outcome.code is OutcomeCode.OCCUPIED, note
            assert away == [PICTURE], note
            assert len(house.actor.undo()) == 1, "it can be undone later"
    assert step > 5


@pytest.mark.parametrize("deed", [save_as_old, write_into, delete, make_folder])
def test_what_is_done_to_a_photo_in_the_trash_stays_done(
    tmp_path: Path, other_disk: Path, deed: Callable[[Path], None]
) -> None:
    for step in count(1):
        house, _, _ = make_house(other_disk / f"{step}", "xdg", tmp_path)
        photo = house.photos / "copy.jpg"
        (gone,) = house.actor.remove([house.removal("copy.jpg")])
        assert gone.moved_to is not None
        witness = Witness(deed, gone.moved_to)
        with coming_between(step, witness) as fuse:
            (outcome,) = house.actor.undo()
        if fuse.steps < step:
            break
        note = f"step {step}: {outcome}"
        if witness.has_done:
            assert looks(gone.moved_to) == witness.after, note
        is_back = outcome.code is OutcomeCode.DONE
        assert looks(photo) is None or photo.read_bytes() == PICTURE, note
        assert photo.exists() == is_back, note
        assert not private_names(house.top), note
    assert step > 5

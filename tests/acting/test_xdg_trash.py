"""The trash of Linux desktops, as its specification wants it; and a disk that is full or closed."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest

import imgsim_desktop.acting.bins as bins
import imgsim_desktop.acting.xdg_trash as xdg_trash
from imgsim_desktop.acting.bins import NoTrash, Resting
from imgsim_desktop.acting.claims import claimed
from imgsim_desktop.acting.folders import Folder
from imgsim_desktop.acting.refusals import Refused
from imgsim_desktop.acting.trash import system_trash
from imgsim_desktop.acting.xdg_trash import XdgTrash
from imgsim_desktop.records import OutcomeCode
from tests.acting.fakes import House, private_names
from tests.acting.steps import full_from

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the trash of Linux desktops")
USER = str(os.getuid())


@pytest.fixture
def trash(tmp_path: Path) -> Path:
    return tmp_path / "data" / "Trash"


def take(trash: Path, photo: Path, entry_id: str = "1") -> Resting:
    with Folder.open(photo.parent) as folder, claimed(folder, photo.name, "private") as claim:
        return XdgTrash(trash, os.getuid()).take(claim, entry_id)


def add(path: Path, content: bytes = b"photo") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def note_of(resting: Resting) -> list[bytes]:
    assert resting.info is not None
    return resting.info.read_bytes().splitlines()


@pytest.mark.parametrize("name", [b"a.jpg", b"a b%20=.tar.jpg", b"caf\xe9\n\xff.jpg", b"-r"])
def test_a_note_says_where_from_and_when(tmp_path: Path, trash: Path, name: bytes) -> None:
    photo = add(tmp_path / "photos" / os.fsdecode(name))
    resting = take(trash, photo)
    head, where, when = note_of(resting)
    assert head == b"[Trash Info]"
    assert unquote_to_bytes(where.removeprefix(b"Path=")) == os.fsencode(photo)
    assert re.fullmatch(rb"Path=[A-Za-z0-9/_.~%-]+", where)
    assert re.fullmatch(rb"DeletionDate=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", when)
    assert resting.file == trash / "files" / photo.name
    assert resting.info == trash / "info" / f"{photo.name}.trashinfo"
    assert resting.file.read_bytes() == b"photo"
    made = [trash, trash / "files", trash / "info"]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in made} == {0o700}
    assert stat.S_IMODE(resting.info.stat().st_mode) == 0o600


@pytest.mark.parametrize("taken", ["by its note", "by a file without note"])
def test_a_name_that_is_taken_in_the_trash_gets_a_number(
    tmp_path: Path, trash: Path, taken: str
) -> None:
    take(trash, add(tmp_path / "a.b.jpg", b"first"))
    if taken == "by a file without note":
        (trash / "info" / "a.b.jpg.trashinfo").unlink()
    second = take(trash, add(tmp_path / "a.b.jpg", b"second"))
    assert second.file.name == "a.b 1.jpg"
    assert (trash / "files" / "a.b.jpg").read_bytes() == b"first"
    found = list(XdgTrash(trash, os.getuid()).find(tmp_path / "a.b.jpg"))
    assert found[0] == second


def test_a_name_too_long_for_a_note_is_shortened_and_kept_whole_in_the_note(
    tmp_path: Path, trash: Path
) -> None:
    photo = add(tmp_path / ("ü" * 125 + ".jpg"))
    resting = take(trash, photo)
    assert resting.file.suffix == ".jpg"
    assert photo.name.startswith(resting.file.stem)
    assert unquote_to_bytes(note_of(resting)[1]).endswith(os.fsencode(photo.name))
    assert next(XdgTrash(trash, os.getuid()).find(photo)) == resting


@pytest.fixture
def card(other_disk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A volume of its own, seen from its top."""
    for module in (bins, xdg_trash):
        monkeypatch.setattr(module, "mount_point", lambda _: other_disk)
    return other_disk


def test_another_volume_has_a_trash_of_each_user_and_paths_from_its_top(
    card: Path, trash: Path
) -> None:
    resting = take(trash, add(card / "DCIM" / "a.jpg"))
    assert resting.file == card / f".Trash-{USER}" / "files" / "a.jpg"
    assert note_of(resting)[1] == b"Path=DCIM/a.jpg"
    assert next(XdgTrash(trash, os.getuid()).find(card / "DCIM" / "a.jpg")) == resting
    assert not trash.exists()


def shared(card: Path) -> None:
    (card / ".Trash").mkdir()
    (card / ".Trash").chmod(0o1777)


def without_sticky_bit(card: Path) -> None:
    (card / ".Trash").mkdir()
    (card / ".Trash").chmod(0o777)


def linked(card: Path) -> None:
    (card / "elsewhere").mkdir()
    (card / "elsewhere").chmod(0o1777)
    (card / ".Trash").symlink_to("elsewhere")


def no_folder(card: Path) -> None:
    (card / ".Trash").write_bytes(b"")


@pytest.mark.parametrize(
    ("prepare", "is_used"),
    [(shared, True), (without_sticky_bit, False), (linked, False), (no_folder, False)],
)
def test_the_trash_that_all_users_share_is_used_if_it_is_safe(
    card: Path, trash: Path, prepare: Callable[[Path], None], is_used: bool
) -> None:
    prepare(card)
    resting = take(trash, add(card / "a.jpg"))
    own = card / ".Trash" / USER if is_used else card / f".Trash-{USER}"
    assert resting.file == own / "files" / "a.jpg"
    assert stat.S_IMODE(own.stat().st_mode) == 0o700


def test_a_volume_whose_top_is_not_ours_to_write_has_no_trash(
    card: Path, trash: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = add(card / "sub" / "a.jpg")
    real = os.mkdir

    def mkdir(path: str, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        if str(path).startswith(".Trash"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        real(path, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "mkdir", mkdir)
    with pytest.raises(NoTrash):
        take(trash, photo)
    assert photo.exists()


def test_a_note_a_crash_left_without_its_file_is_swept_and_others_stay(
    tmp_path: Path, trash: Path
) -> None:
    photo = tmp_path / "a.jpg"
    kept = take(trash, add(photo))
    left = take(trash, add(photo))
    left.file.unlink()
    half = add(trash / "info" / ".imgsim-part-1", b"[Trash")
    XdgTrash(trash, os.getuid()).sweep(photo, "1")
    assert kept.info is not None
    assert left.info is not None
    assert (kept.info.exists(), left.info.exists(), half.exists()) == (True, False, False)


def test_the_trash_is_that_of_the_environment(tmp_path: Path, own_trash: Path) -> None:
    photo = add(tmp_path / "a.jpg")
    with Folder.open(tmp_path) as folder, claimed(folder, "a.jpg", "private") as claim:
        resting = system_trash().take(claim, "1")
    assert resting is not None
    assert resting.file == own_trash / "files" / "a.jpg"
    assert not photo.exists()


# Full, closed, forbidden --------------------------------------------------------------------------


def whole_tree(top: Path) -> list[str]:
    return sorted(
        str(path.relative_to(top))
        for path in top.rglob("*")
        if not path.is_relative_to(top / "home")
    )


@pytest.mark.parametrize("way", ["xdg", "quarantine"])
def test_a_disk_that_is_full_from_any_step_on_is_said_to_be_and_nothing_is_left(
    other_disk: Path, way: str
) -> None:
    seen = set()
    for step in count(1):
        house = House(other_disk / f"{step}")
        house.add("keep.jpg", b"the large one")
        house.add("sub/copy.jpg", b"the small one")
        if way == "xdg":
            house.trash = XdgTrash(house.top / "Trash", os.getuid())  # type: ignore[assignment]
            house.restart()
        else:
            house.trash.mode = "none"
        before = whole_tree(house.top)
        removal = house.removal("sub/copy.jpg")
        with full_from(step, house.top / "home") as fuse:
            (outcome,) = house.actor.remove([removal])
        if fuse.steps < step:
            break
        seen.add(outcome.code)
        assert outcome.code in (OutcomeCode.DISK_FULL, OutcomeCode.DONE), f"{step}: {outcome}"
        if outcome.code is not OutcomeCode.DONE:
            assert whole_tree(house.top) == before, f"{step}: {outcome}"
            assert house.actor.undo() == []
    assert OutcomeCode.DISK_FULL in seen
    assert step > 3


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EROFS, OutcomeCode.READ_ONLY),
        (errno.EACCES, OutcomeCode.NO_PERMISSION),
        (errno.EPERM, OutcomeCode.NO_PERMISSION),
        (errno.ENOSPC, OutcomeCode.DISK_FULL),
        (errno.EDQUOT, OutcomeCode.DISK_FULL),
        (errno.EIO, OutcomeCode.FAILED),
    ],
)
def test_trouble_of_the_photos_own_folder_is_called_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: OutcomeCode
) -> None:
    house = House(tmp_path / "house")
    house.add("keep.jpg", b"the large one")
    house.add("copy.jpg", b"the small one")
    before = whole_tree(house.top)

    def refuses(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("imgsim_desktop.acting.claims.rename_to_private", refuses)
    (outcome,) = house.actor.remove([house.removal("copy.jpg")])
    assert outcome.code is code
    assert os.strerror(number) in outcome.detail
    assert whole_tree(house.top) == before
    assert not house.journal.unfinished()


@pytest.fixture
def plain_user() -> Iterator[None]:
    """Not root, if we are: root may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_is_not_ours_to_change_is_no_lack_of_a_trash(
    other_disk: Path, plain_user: None, request: pytest.FixtureRequest
) -> None:
    if os.getuid() == 0:
        os.seteuid(0)
        other_disk.chmod(0o777)
        os.seteuid(65534)
    house = House(other_disk / "house")
    house.add("keep.jpg", b"the large one")
    house.add("closed/copy.jpg", b"the small one")
    removal = house.removal("closed/copy.jpg")
    (house.photos / "closed").chmod(0o555)
    try:
        (outcome,) = house.actor.remove([removal])
    finally:
        (house.photos / "closed").chmod(0o755)
    assert outcome.code is OutcomeCode.NO_PERMISSION
    assert (house.photos / "closed" / "copy.jpg").read_bytes() == b"the small one"
    assert not private_names(house.top)


def test_an_error_the_system_gives_no_number_has_a_code_all_the_same() -> None:
    from imgsim_desktop.acting.refusals import code_of, refusal_of

    busy = OSError(errno.EACCES, "used by another process")
    busy.winerror = 32  # type: ignore[attr-defined]
    assert code_of(busy) is OutcomeCode.IN_USE
    assert isinstance(refusal_of(OSError("?")), Refused)
    assert code_of(OSError("?")) is OutcomeCode.FAILED

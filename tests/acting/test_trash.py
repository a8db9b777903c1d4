"""Where three systems put what is thrown away; Linux for real, the others as made folders."""

import ctypes
import os
import struct
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

import imgsim_desktop.acting.bins as bins
from imgsim_desktop.acting.actor import Actor
from imgsim_desktop.acting.bins import MacBin, NoTrash, Resting, WindowsBin, XdgBin
from imgsim_desktop.acting.claims import Claim, claimed
from imgsim_desktop.acting.folders import Folder
from imgsim_desktop.acting.journal import Journal
from imgsim_desktop.acting.trash import (
    SentTrash,
    Trash,
    home_trash,
    system_bin,
    system_call,
    system_trash,
    throw_away,
)
from imgsim_desktop.acting.xdg_trash import XdgTrash
from imgsim_desktop.records import OutcomeCode, Removal
from tests.acting.fakes import Crash, can_decode, codes, hash_stream, stamp

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the trash of Linux desktops")


@pytest.fixture
def other_volume() -> Iterator[Path]:
    """A folder on another volume than the home, and its trash cleared away."""
    volume = Path("/dev/shm")
    if not volume.is_dir() or volume.stat().st_dev == Path.home().stat().st_dev:
        pytest.skip("there is no second volume here")
    trash = volume / f".Trash-{os.getuid()}"
    folder = volume / f"imgsim-test-{os.getpid()}"
    folder.mkdir()
    yield folder
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()
    with suppress(OSError):  # somebody uses it: a person, or another test process
        for name in ("files", "info", "."):
            (trash / name).rmdir()


def actor(tmp_path: Path, root: Path | None = None) -> Actor:
    return Actor(Journal(tmp_path / "journal.jsonl"), hash_stream, can_decode, lambda _: root)


def photo(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@linux_only
@pytest.mark.parametrize("name", [b"a.jpg", b"a b%20.tar.jpg", b"caf\xe9 \xff.jpg", b".hidden"])
def test_the_real_trash_gives_back_what_it_took(
    tmp_path: Path, own_trash: Path, name: bytes
) -> None:
    keeper = photo(tmp_path / "photos" / "keep.jpg", b"keep")
    victim = photo(tmp_path / "photos" / os.fsdecode(name), b"first")
    os.utime(victim, ns=(5, 10**18 + 3))
    door = actor(tmp_path)
    first = door.remove([Removal(stamp(victim), stamp(keeper))])[0]
    assert first.code is OutcomeCode.DONE
    assert first.moved_to is not None
    assert first.moved_to.parent == own_trash / "files"
    photo(victim, b"second of that name")
    second = door.remove([Removal(stamp(victim), stamp(keeper))])[0]
    assert second.moved_to is not None
    assert second.moved_to.read_bytes() == b"second of that name"
    assert codes(door.undo([first.entry_id])) == [OutcomeCode.DONE]
    assert (victim.read_bytes(), victim.stat().st_mtime_ns) == (b"first", 10**18 + 3)
    assert codes(door.undo([second.entry_id])) == [OutcomeCode.OCCUPIED]
    assert [p.name for p in (own_trash / "info").iterdir()] == [f"{second.moved_to.name}.trashinfo"]


@linux_only
def test_what_the_real_trash_took_before_a_crash_is_found_and_given_back(
    tmp_path: Path, own_trash: Path
) -> None:
    keeper = photo(tmp_path / "keep.jpg", b"keep")
    victim = photo(tmp_path / "copy.jpg", b"copy")

    class Struck(XdgTrash):
        def take(self, claim: Claim, entry_id: str, mark: bytes = b"") -> Resting:
            super().take(claim, entry_id, mark)
            raise Crash

    journal = Journal(tmp_path / "journal.jsonl")
    door = Actor(
        journal, hash_stream, can_decode, lambda _: None, trash=Struck(own_trash, os.getuid())
    )
    with pytest.raises(Crash):
        door.remove([Removal(stamp(victim), stamp(keeper))])
    assert not victim.exists()
    assert codes(door.recover()) == [OutcomeCode.DONE]
    assert codes(door.undo()) == [OutcomeCode.DONE]
    assert victim.read_bytes() == b"copy"
    assert list((own_trash / "info").iterdir()) == []


@linux_only
def test_other_volumes_have_a_trash_of_their_own(
    tmp_path: Path, own_trash: Path, other_volume: Path
) -> None:
    keeper = photo(tmp_path / "keep.jpg", b"keep")
    victim = photo(other_volume / "sub" / "copy.jpg", b"copy")
    door = actor(tmp_path)
    outcome = door.remove([Removal(stamp(victim), stamp(keeper))])[0]
    assert outcome.code is OutcomeCode.DONE
    assert outcome.moved_to is not None
    assert outcome.moved_to.is_relative_to(f"/dev/shm/.Trash-{os.getuid()}")
    assert codes(door.undo()) == [OutcomeCode.DONE]
    assert victim.read_bytes() == b"copy"
    assert not own_trash.exists()


def take(path: Path, trash: Trash | None = None) -> Resting | None:
    with Folder.open(path.parent) as folder, claimed(folder, path.name, "claim") as claim:
        return (trash or system_trash()).take(claim, "entry")


@linux_only
def test_a_failed_throw_leaves_no_note_in_the_trash(
    tmp_path: Path, own_trash: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = photo(tmp_path / "copy.jpg", b"copy")

    def refuses(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Claim, "rename_to", refuses)
    with pytest.raises(NoTrash, match="Permission denied"):
        take(victim)
    assert victim.exists()
    assert not own_trash.exists()


@linux_only
def test_a_home_trash_on_another_volume_is_not_filled_by_copying(
    tmp_path: Path, other_volume: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(other_volume / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(NoTrash, match="another volume"):
        take(photo(tmp_path / "copy.jpg", b"copy"))


@linux_only
def test_a_file_of_our_own_goes_to_the_trash_under_its_name(
    tmp_path: Path, own_trash: Path
) -> None:
    model = photo(tmp_path / "weights" / "mine.model", b"weights")
    throw_away(model)
    assert not list(model.parent.iterdir())
    assert (own_trash / "files" / "mine.model").read_bytes() == b"weights"
    with pytest.raises(OSError, match=r"mine\.model"):
        throw_away(model)


def test_the_home_trash_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert home_trash() == Path("/data/Trash")
    monkeypatch.delenv("XDG_DATA_HOME")
    assert home_trash() == Path.home() / ".local" / "share" / "Trash"


def xdg_note(trash: Path, name: str, path: str) -> None:
    photo(trash / "info" / f"{name}.trashinfo", f"[Trash Info]\nPath={path}\n".encode())
    photo(trash / "files" / name, b"x")


def test_notes_are_matched_by_path_and_newest_first(tmp_path: Path) -> None:
    trash = tmp_path / "Trash"
    original = tmp_path / "IMG_1.x.jpg"
    for number, name in enumerate(["IMG_1.x.jpg", "IMG_1.x 1.jpg", "IMG_1.2.x.jpg"]):
        xdg_note(trash, name, f"{tmp_path}/IMG%5F1.x.jpg")
        os.utime(trash / "info" / f"{name}.trashinfo", ns=(number, number))
    xdg_note(trash, "IMG_1.x 2.jpg", f"{tmp_path}/elsewhere/IMG_1.x.jpg")
    xdg_note(trash, "IMG_10.jpg", f"{tmp_path}/IMG_10.jpg")
    xdg_note(trash, "IMG_1 (3).jpg", f"{tmp_path}/IMG_1.x.jpg")  # another program's way
    photo(trash / "info" / "IMG_1.x 3.jpg.trashinfo", b"[Trash Info]\nno path\n")
    (trash / "info" / "IMG_1.x 4.jpg.trashinfo").mkdir()
    found = [resting.file.name for resting in XdgBin(trash, 1000).find(original)]
    assert found == ["IMG_1.2.x.jpg", "IMG_1.x 1.jpg", "IMG_1.x.jpg", "IMG_1 (3).jpg"]
    relative = tmp_path / "rel.jpg"
    xdg_note(trash, "rel.jpg", "rel.jpg")
    assert [r.file.name for r in XdgBin(trash, 1000).find(relative)] == ["rel.jpg"]


def test_macs_name_a_second_file_by_the_time(tmp_path: Path) -> None:
    home = tmp_path / "home"
    original = tmp_path / (unicodedata.normalize("NFC", "ü") + ".jpg")
    decomposed = unicodedata.normalize("NFD", "ü")
    photo(home / ".Trash" / f"{decomposed}.jpg", b"1")
    photo(home / ".Trash" / f"{decomposed} 12.30.11.jpg", b"2")
    photo(home / ".Trash" / "other.jpg", b"3")
    mac = MacBin(home, 501)
    assert [r.file.read_bytes() for r in mac.find(original)] == [b"2", b"1"]
    assert mac.can_be_read(original)


def test_macs_keep_a_trash_on_each_volume(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    volume = tmp_path / "Volumes" / "Card"
    photo(volume / ".Trashes" / "501" / "a.jpg", b"a")
    monkeypatch.setattr(
        bins, "mount_point", lambda path: volume if path.is_relative_to(volume) else tmp_path
    )
    mac = MacBin(tmp_path / "home", 501)
    assert [r.file.parent.name for r in mac.find(volume / "DCIM" / "a.jpg")] == ["501"]


def test_a_mac_trash_that_may_not_be_read_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home" / ".Trash").mkdir(parents=True)
    monkeypatch.setattr("os.access", lambda *_: False)
    sent: list[str] = []
    trash = SentTrash(MacBin(tmp_path / "home", 501), sent.append)
    with pytest.raises(NoTrash):
        take(photo(tmp_path / "a.jpg", b"a"), trash)
    assert not sent


def windows_note(version: int, path: str, filetime: int) -> bytes:
    head = struct.pack("<qqq", version, 5, filetime)
    text = (path + "\0").encode("utf-16-le")
    if version == 1:
        return head + text.ljust(520, b"\0")
    return head + struct.pack("<i", len(path) + 1) + text


def test_windows_pairs_notes_and_files_in_both_versions(tmp_path: Path) -> None:
    owner = tmp_path / "$Recycle.Bin" / "S-1-5-21"
    original = Path("/C/Photos/Ü.jpg")
    for name, version, filetime in (("AAAAAA", 1, 10), ("BBBBBB", 2, 30), ("CCCCCC", 2, 20)):
        photo(owner / f"$I{name}.jpg", windows_note(version, str(original).upper(), filetime))
        photo(owner / f"$R{name}.jpg", name.encode())
    photo(owner / "$IDDDDDD.jpg", windows_note(2, str(original), 40))  # its file was restored
    photo(owner / "$IEEEEEE.jpg", windows_note(2, "/C/other.jpg", 50))
    photo(owner / "$REEEEEE.jpg", b"other")
    photo(owner / "$IFFFFFF.jpg", b"short")
    photo(owner / "desktop.ini", b"")
    found = list(WindowsBin(tmp_path).find(original))
    assert [r.file.read_bytes() for r in found] == [b"BBBBBB", b"CCCCCC", b"AAAAAA"]
    assert found[0].info == owner / "$IBBBBBB.jpg"


def test_a_note_in_the_windows_bin_is_read_once_however_many_files_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = tmp_path / "$Recycle.Bin" / "S-1-5-21"
    read: list[str] = []
    real = bins._windows_note

    def note(info: Path) -> tuple[int, str] | None:
        read.append(info.name)
        return real(info)

    monkeypatch.setattr(bins, "_windows_note", note)
    windows = WindowsBin(tmp_path)
    for number in range(20):
        original = Path(f"/C/{number}.jpg")
        photo(owner / f"$I{number}.jpg", windows_note(2, str(original), number))
        photo(owner / f"$R{number}.jpg", b"%d" % number)
        assert [r.file.read_bytes() for r in windows.find(original)] == [b"%d" % number]
    assert len(read) == 20


def test_a_note_that_was_written_anew_is_read_anew(tmp_path: Path) -> None:
    owner = tmp_path / "$Recycle.Bin" / "S-1-5-21"
    windows = WindowsBin(tmp_path)
    photo(owner / "$R1.jpg", b"1")
    photo(owner / "$I1.jpg", windows_note(2, "/C/a.jpg", 1))
    assert len(list(windows.find(Path("/C/a.jpg")))) == 1
    photo(owner / "$I1.jpg", windows_note(2, "/C/other.jpg", 2))
    assert len(list(windows.find(Path("/C/other.jpg")))) == 1
    assert list(windows.find(Path("/C/a.jpg"))) == []


@pytest.mark.parametrize("module", ["send2trash.win.legacy", "send2trash.win.modern"])
def test_the_old_call_of_windows_that_may_delete_for_good_is_never_used(
    monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    def send2trash(path: str) -> None:
        """What send2trash found on this system."""

    send2trash.__module__ = module
    monkeypatch.setitem(sys.modules, "send2trash", SimpleNamespace(send2trash=send2trash))
    assert system_call("darwin") is send2trash
    with pytest.raises(NoTrash) if module.endswith("legacy") else nullcontext():
        assert system_call("win32") is send2trash


def test_windows_deletes_for_good_on_shares_and_sticks_so_they_have_no_trash() -> None:
    assert WindowsBin().can_be_read(Path("/C/a.jpg"))
    assert not WindowsBin(is_fixed_drive=lambda path: False).can_be_read(Path("/E/a.jpg"))
    assert not WindowsBin().can_be_read(Path("\\\\server\\share\\a.jpg"))
    assert list(WindowsBin().find(Path("/C/a.jpg"))) == []


def test_each_system_has_its_bin(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = SimpleNamespace(GetDriveTypeW=lambda anchor: 3 if anchor == "/" else 2)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert system_bin("win32").can_be_read(Path("/a.jpg"))
    assert not system_bin("win32").can_be_read(Path("a.jpg"))
    assert isinstance(system_bin("darwin"), MacBin)
    assert isinstance(system_trash("linux"), XdgTrash)
    assert isinstance(system_trash("darwin"), SentTrash)
    assert isinstance(system_trash("win32"), SentTrash)


def test_a_mac_or_windows_restore_is_a_move_and_one_note_less(tmp_path: Path) -> None:
    owner = tmp_path / "$Recycle.Bin" / "S-1"
    victim = photo(tmp_path / "photos" / "copy.jpg", b"copy")
    keeper = photo(tmp_path / "photos" / "keep.jpg", b"keep")

    def send(path: str) -> None:
        photo(owner / "$IQ.jpg", windows_note(2, path, 1))
        Path(path).rename(owner / "$RQ.jpg")

    trash = SentTrash(WindowsBin(tmp_path), send)
    journal = Journal(tmp_path / "journal.jsonl")
    door = Actor(journal, hash_stream, can_decode, lambda _: None, trash=trash)
    outcome = door.remove([Removal(stamp(victim), stamp(keeper))])[0]
    assert outcome.moved_to == owner / "$RQ.jpg"
    assert journal.entries()[0].resting == Resting(owner / "$RQ.jpg", owner / "$IQ.jpg")
    assert codes(door.undo()) == [OutcomeCode.DONE]
    assert list(owner.iterdir()) == []


def test_the_nearest_folder_above_is_found(tmp_path: Path) -> None:
    assert bins.nearest_folder(tmp_path / "not" / "there") == tmp_path
    assert bins.mount_point(tmp_path / "not" / "there").is_mount()

"""Whoever prepares a shared folder or a stick leads us nowhere: no link below ours is followed."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from imgsim_desktop.acting.resting import QUARANTINE, entrance_of, way_to
from imgsim_desktop.acting.xdg_trash import XdgTrash
from imgsim_desktop.records import OutcomeCode
from tests.acting.albums import copied
from tests.acting.fakes import House, codes, private_names
from tests.acting.steps import coming_between

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="owners and rights of POSIX")
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away"
)


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path / "house")
    house.add("keep.jpg", b"the large one")
    house.add("sub/$(touch PWNED).jpg", b"the small one")
    house.trash.mode = "none"
    return house


@pytest.fixture
def quarantine(house: House) -> Path:
    """Made before by the program, and tidy."""
    folder = house.photos / QUARANTINE
    folder.mkdir(0o700)
    return folder


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """What belongs to somebody, and is no business of ours."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / ".bashrc").write_text("alias ll='ls -l'\n")
    return folder


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def remove(house: House) -> tuple[OutcomeCode, str]:
    (outcome,) = house.actor.remove([house.removal("sub/$(touch PWNED).jpg")])
    return outcome.code, outcome.detail


def linked_manifest(quarantine: Path, outside: Path) -> None:
    (quarantine / "manifest.jsonl").symlink_to(outside / ".bashrc")


def named_twice(quarantine: Path, outside: Path) -> None:
    os.link(outside / ".bashrc", quarantine / "manifest.jsonl")


def pipe(quarantine: Path, outside: Path) -> None:
    os.mkfifo(quarantine / "manifest.jsonl")


def folder_for_manifest(quarantine: Path, outside: Path) -> None:
    (quarantine / "manifest.jsonl").mkdir()


def manifest_of_all(quarantine: Path, outside: Path) -> None:
    (quarantine / "manifest.jsonl").touch()
    (quarantine / "manifest.jsonl").chmod(0o666)


def quarantine_of_all(quarantine: Path, outside: Path) -> None:
    quarantine.chmod(0o777)


def linked_quarantine(quarantine: Path, outside: Path) -> None:
    quarantine.rmdir()
    quarantine.symlink_to(outside)


def linked_day(quarantine: Path, outside: Path) -> None:
    """Whatever the day is called, it is there before."""
    from datetime import UTC, datetime

    (quarantine / datetime.now(UTC).strftime("%Y-%m-%d")).symlink_to(outside)


def linked_folder_of_the_day(quarantine: Path, outside: Path) -> None:
    from datetime import UTC, datetime

    day = quarantine / datetime.now(UTC).strftime("%Y-%m-%d")
    day.mkdir(0o700)
    (day / "sub").symlink_to(outside)


TRAPS = (
    linked_manifest, named_twice, pipe, folder_for_manifest, manifest_of_all, quarantine_of_all,
    linked_quarantine, linked_day, linked_folder_of_the_day,
)  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_a_quarantine_that_leads_elsewhere_or_is_others_is_refused_with_a_sentence(
    house: House, quarantine: Path, outside: Path, trap: Callable[[Path, Path], None]
) -> None:
    before, mine = house.tree(), contents(outside)
    trap(quarantine, outside)
    code, sentence = remove(house)
    assert code is OutcomeCode.UNSAFE
    assert str(quarantine) in sentence
    assert sentence.count(" ") > 5
    assert contents(outside) == mine
    assert [path.name for path in outside.iterdir()] == [".bashrc"]
    assert house.tree() == before
    assert not private_names(house.top)


def test_a_pipe_that_somebody_reads_is_no_manifest(house: House, quarantine: Path) -> None:
    pipe(quarantine, quarantine)
    reader = os.open(quarantine / "manifest.jsonl", os.O_RDONLY | os.O_NONBLOCK)
    try:
        code, sentence = remove(house)
        assert (code, "no ordinary file" in sentence) == (OutcomeCode.UNSAFE, True)
        assert os.read(reader, 100) == b"", "nothing was written"
    finally:
        os.close(reader)


@as_root
@pytest.mark.parametrize("what", ["quarantine", "manifest"])
def test_what_another_user_owns_there_is_refused(house: House, quarantine: Path, what: str) -> None:
    theirs = quarantine if what == "quarantine" else quarantine / "manifest.jsonl"
    if what == "manifest":
        theirs.touch(0o600)
    os.chown(theirs, 12345, 12345)
    code, sentence = remove(house)
    assert (code, "another user" in sentence) == (OutcomeCode.UNSAFE, True)


@as_root
def test_where_files_have_no_owners_only_links_are_refused(
    house: House, quarantine: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on cards: everything there belongs to whoever mounted it, with the rights it says."""
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    quarantine.chmod(0o777)
    assert remove(house)[0] is OutcomeCode.DONE
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    linked_day(quarantine, outside)
    code, sentence = remove(house)
    assert (code, "is a link" in sentence) == (OutcomeCode.UNSAFE, True)
    assert [path.name for path in outside.iterdir()] == [".bashrc"]
    assert not list(house.photos.rglob(".imgsim-probe-*"))


def test_a_quarantine_of_an_older_version_becomes_its_owners_alone(
    house: House, quarantine: Path
) -> None:
    quarantine.chmod(0o755)
    (quarantine / "manifest.jsonl").touch()
    (quarantine / "manifest.jsonl").chmod(0o644)
    assert remove(house)[0] is OutcomeCode.DONE
    assert stat.S_IMODE(quarantine.stat().st_mode) == 0o700
    assert stat.S_IMODE((quarantine / "manifest.jsonl").stat().st_mode) == 0o600


def test_what_is_made_there_is_its_owners_alone(house: House) -> None:
    old = os.umask(0)
    try:
        assert remove(house)[0] is OutcomeCode.DONE
        copied(house, "keep.jpg")
    finally:
        os.umask(old)
    made = [house.photos / QUARANTINE, *(house.photos / QUARANTINE).rglob("*")]
    made += [house.top / "albums" / "Cats"]
    folders_made = [path for path in made if path.is_dir()]
    assert len(folders_made) == 4
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders_made} == {0o700}
    manifest = house.photos / QUARANTINE / "manifest.jsonl"
    assert stat.S_IMODE(manifest.stat().st_mode) == 0o600


def test_an_undo_goes_through_no_link_either(house: House, outside: Path) -> None:
    assert remove(house)[0] is OutcomeCode.DONE
    quarantine = house.photos / QUARANTINE
    quarantine.rename(house.top / "moved away")
    quarantine.symlink_to(house.top / "moved away")
    (outcome,) = house.actor.undo()
    assert (outcome.code, "is a link" in outcome.detail) == (OutcomeCode.UNSAFE, True)
    quarantine.unlink()
    (house.top / "moved away").rename(quarantine)
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]


def test_an_undo_whose_manifest_cannot_be_trusted_brings_the_file_back(
    house: House, outside: Path
) -> None:
    assert remove(house)[0] is OutcomeCode.DONE
    manifest = house.photos / QUARANTINE / "manifest.jsonl"
    manifest.unlink()
    manifest.symlink_to(outside / ".bashrc")
    mine = contents(outside)
    (outcome,) = house.actor.undo()
    assert (outcome.code, "manifest.jsonl" in outcome.detail) == (OutcomeCode.DONE, True)
    assert contents(outside) == mine
    assert not house.journal.unfinished()


@pytest.fixture
def trash(house: House) -> Path:
    trash = house.top / "xdg" / "Trash"
    house.trash = XdgTrash(trash, os.getuid())  # type: ignore[assignment]
    house.quarantine_root = None
    house.restart()
    return trash


@pytest.mark.parametrize("name", ["", "files", "info"])
@pytest.mark.parametrize("trap", ["link", "others may write"])
def test_a_trash_that_leads_elsewhere_or_is_others_is_refused(
    house: House, trash: Path, outside: Path, name: str, trap: str
) -> None:
    folder = trash / name
    if trap == "link":
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.symlink_to(outside)
    else:
        folder.mkdir(0o700, parents=True)
        folder.chmod(0o777)
    before = house.tree()
    code, sentence = remove(house)
    assert code is OutcomeCode.UNSAFE
    assert str(folder) in sentence
    assert [path.name for path in outside.iterdir()] == [".bashrc"]
    assert house.tree() == before


def test_a_note_that_was_swapped_for_a_link_takes_nothing_with_it(
    house: House, trash: Path, outside: Path
) -> None:
    assert remove(house)[0] is OutcomeCode.DONE
    info = trash / "info"
    (outside / f"{next(info.iterdir()).name}").write_text("mine")
    info.rename(trash / "old info")
    info.symlink_to(outside)
    mine = contents(outside)
    (outcome,) = house.actor.undo()
    assert outcome.code is OutcomeCode.DONE
    assert contents(outside) == mine


def test_an_album_that_is_swapped_for_a_link_gets_no_copy(other_disk: Path, tmp_path: Path) -> None:
    for step in count(1):
        house = House(other_disk / f"{step}")
        house.add("keep.jpg", b"the large one")
        elsewhere = tmp_path / f"{step}"
        elsewhere.mkdir()
        album = house.top / "albums" / "Cats"

        def swap() -> None:
            if album.exists():  # noqa: B023
                album.rename(album.with_name("old"))  # noqa: B023
                album.symlink_to(elsewhere)  # noqa: B023

        with coming_between(step, swap, counts_reads=True) as fuse:
            copied(house, "keep.jpg")
        if fuse.steps < step:
            break
        assert not list(elsewhere.iterdir()), step
    assert step > 5


def test_the_way_to_what_the_person_chose_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "way").symlink_to("real")
    with way_to(tmp_path / "way" / "a.jpg") as way:
        assert way.last.path == tmp_path / "way"


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("/h/.local/share/Trash/files/a.jpg", ("Trash", "files")),
        ("/h/Trash/a.jpg", ()),
        ("/v/.Trash-7/info/a.trashinfo", (".Trash-7", "info")),
        ("/v/.Trash/7/files/a.jpg", (".Trash", "7", "files")),
        ("/Users/h/.Trash/a.jpg", (".Trash",)),
        ("/lib/.imgsim-quarantine/2026-01-01/sub/a.jpg", (QUARANTINE, "2026-01-01", "sub")),
    ],
)
def test_a_trash_and_a_quarantine_are_entered_from_outside(
    file: str, names: tuple[str, ...]
) -> None:
    top, below = entrance_of(Path(file))
    assert below == names
    assert top.joinpath(*below) == Path(file).parent

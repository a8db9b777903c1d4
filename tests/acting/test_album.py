from __future__ import annotations

import os
from pathlib import Path

import pytest

from imgsim_desktop.acting import album as albums
from imgsim_desktop.acting.album import copy_photos, new_album
from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.reading.fingerprints import hash_file
from imgsim_desktop.records import FileStamp, OutcomeCode, Progress


def stamped(path: Path, content: bytes) -> FileStamp:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, ns=(10**18, 10**18))
    return FileStamp(path, len(content), 10**18, hash_file(path))


def files_below(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_photos_are_copied_with_their_times_and_stay_where_they_are(tmp_path: Path) -> None:
    photos = [
        stamped(tmp_path / folder / "one.jpg", content)
        for folder, content in (("a", b"first"), ("b", b"other"))
    ]
    album = new_album(tmp_path, "Cats")
    outcomes = copy_photos(album, photos, hash_file)
    assert [outcome.code for outcome in outcomes] == [OutcomeCode.DONE] * 2
    assert files_below(album) == {"one.jpg": b"first", "one 2.jpg": b"other"}
    assert [outcome.moved_to for outcome in outcomes] == [album / "one.jpg", album / "one 2.jpg"]
    assert all((album / name).stat().st_mtime_ns == 10**18 for name in files_below(album))
    assert [photo.path.read_bytes() for photo in photos] == [b"first", b"other"]


def test_a_file_in_the_album_is_never_replaced(tmp_path: Path) -> None:
    photo = stamped(tmp_path / "one.jpg", b"first")
    album = new_album(tmp_path, "Cats")
    (album / "one.jpg").write_bytes(b"mine")
    copy_photos(album, [photo], hash_file)
    assert files_below(album) == {"one.jpg": b"mine", "one 2.jpg": b"first"}


def test_a_photo_that_has_changed_or_is_gone_is_not_copied(tmp_path: Path) -> None:
    changed, gone = stamped(tmp_path / "a.jpg", b"1"), stamped(tmp_path / "b.jpg", b"2")
    changed.path.write_bytes(b"something else")
    gone.path.unlink()
    album = new_album(tmp_path, "Cats")
    outcomes = copy_photos(album, [changed, gone], hash_file)
    assert [outcome.code for outcome in outcomes] == [OutcomeCode.CHANGED, OutcomeCode.GONE]
    assert files_below(album) == {}


def test_a_full_disk_is_told_and_leaves_no_half_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(read: object, write: object, size: int) -> None:
        raise OSError(28, "No space left on device")

    photo = stamped(tmp_path / "a.jpg", b"1")
    album = new_album(tmp_path, "Cats")
    monkeypatch.setattr(albums.shutil, "copyfileobj", fail)
    (outcome,) = copy_photos(album, [photo], hash_file)
    assert (outcome.code, outcome.detail) == (OutcomeCode.FAILED, "No space left on device")
    assert files_below(album) == {}


def test_stop_ends_after_the_photo_at_hand(tmp_path: Path) -> None:
    class Impatient(Control):
        def report(self, progress: Progress) -> None:
            super().report(progress)
            if progress.done == 1:
                self.stop()

    photos = [stamped(tmp_path / f"{n}.jpg", b"%d" % n) for n in range(4)]
    outcomes = copy_photos(new_album(tmp_path, "Cats"), photos, hash_file, Impatient())
    assert [outcome.code for outcome in outcomes] == [
        OutcomeCode.DONE, OutcomeCode.DONE, OutcomeCode.STOPPED, OutcomeCode.STOPPED,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "folder"),
    [("Cats", "Cats"), ("a/b: c?", "a_b_ c_"), ("..", "Album"), ("", "Album"), ("海 ", "海")],
)
def test_an_album_is_called_after_the_theme_as_far_as_disks_allow(
    tmp_path: Path, name: str, folder: str
) -> None:
    assert new_album(tmp_path, name) == tmp_path / folder
    assert new_album(tmp_path, name) == tmp_path / f"{folder} 2"


def test_no_album_can_be_made_in_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="No folder can be made"):
        new_album(tmp_path / "gone", "Cats")

"""What the program remembers is its owner's alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from imgsim_desktop import private
from imgsim_desktop.library.paths import find_home
from imgsim_desktop.private import (
    for_owner,
    like_folder,
    make_file,
    make_like_parent,
    make_private,
    tighten,
)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")


@pytest.fixture(autouse=True)
def usual_rights() -> Iterator[None]:
    old = os.umask(0o022)
    yield
    os.umask(old)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folders_that_are_made_are_private_and_those_that_were_there_stay(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_private(tmp_path / "a" / "b")
    assert [rights(tmp_path / name) for name in ("", "a", "a/b")] == [0o755, 0o700, 0o700]
    make_private(tmp_path / "a" / "b")
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        make_private(tmp_path / "file" / "c")


def test_files_that_are_made_are_private_and_keep_what_they_hold(tmp_path: Path) -> None:
    with open(tmp_path / "a", "w", opener=for_owner) as file:
        file.write("content")
    make_file(tmp_path / "a")
    make_file(tmp_path / "b")
    assert (tmp_path / "a").read_text() == "content"
    assert {rights(tmp_path / name) for name in "ab"} == {0o600}


def test_a_file_is_as_private_as_its_folder(tmp_path: Path) -> None:
    for mode, expected in ((0o755, (0o755, 0o644)), (0o700, (0o700, 0o600))):
        top = tmp_path / oct(mode)
        top.mkdir()
        top.chmod(mode)
        make_like_parent(top / "a" / "b")
        with open(top / "a" / "b" / "c", "w", opener=like_folder):
            pass
        assert (rights(top / "a" / "b"), rights(top / "a" / "b" / "c")) == expected


@pytest.fixture
def old_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder as version 0.1.0 left it."""
    home = tmp_path / "old home"
    (home / "libraries" / "a").mkdir(parents=True)
    (home / "libraries" / "a" / "cache.db").touch()
    (home / "journal.jsonl").touch()
    (tmp_path / "elsewhere").touch()
    (home / "way").symlink_to(tmp_path / "elsewhere")
    monkeypatch.setenv("IMGSIM_HOME", str(home))
    return home


def test_a_data_folder_of_an_older_version_is_closed_to_others(old_home: Path) -> None:
    find_home()
    assert rights(old_home) == rights(old_home / "libraries" / "a") == 0o700
    assert rights(old_home / "journal.jsonl") == 0o600
    assert rights(old_home / "libraries" / "a" / "cache.db") == 0o600
    assert rights(old_home.parent / "elsewhere") == 0o644, "behind a link"


def test_a_closed_folder_is_not_looked_through_again(
    old_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find_home()
    monkeypatch.setattr(private, "_below", lambda _: pytest.fail("looked through"))
    find_home()


def test_a_file_system_without_rights_and_anothers_folder_are_left_alone(
    old_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as no_rights:
        no_rights.setattr(Path, "chmod", lambda *_: None)
        no_rights.setattr(private, "_below", lambda _: pytest.fail("looked through"))
        assert find_home().root == old_home

    def refuses(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refuses)
    assert find_home().root == old_home


def test_nothing_is_made_where_there_is_no_folder(tmp_path: Path) -> None:
    tighten(tmp_path / "none")
    assert not list(tmp_path.iterdir())

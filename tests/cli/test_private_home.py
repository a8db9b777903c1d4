"""Whatever a command writes into the data folder is its owner's alone."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from imgsim_desktop.library.paths import find_home
from tests.cli.conftest import Imgsim
from tests.pictures import save_photos


@pytest.fixture(autouse=True)
def usual_rights() -> Iterator[None]:
    old = os.umask(0o022)
    yield
    os.umask(old)


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_folders_are_0700_and_files_0600(
    imgsim: Imgsim, photos_folder: Path, own_trash: Path
) -> None:
    first = save_photos(photos_folder / "sub", 12)[0]
    shutil.copyfile(first, photos_folder / "copy.jpg")
    for command in (
        ["scan", photos_folder],
        ["duplicates", photos_folder, "--trash", "--yes", "--carry-metadata"],
        ["journal"],
        ["undo"],
        ["themes", photos_folder, "--k", "3", "--tag", "sea", "--theme", "1", "--yes"],
        ["status"],
    ):
        assert imgsim(*command).code == 0, command
    root = find_home().root
    made = [root, *root.rglob("*")]
    assert {path.name for path in made} >= {
        "cache.db", "decisions.db", "journal.jsonl", "receipts", "decisions-backups", "thumbnails",
    }  # fmt: skip
    wrong = {
        str(path.relative_to(root)): oct(stat.S_IMODE(path.stat().st_mode))
        for path in made
        if stat.S_IMODE(path.stat().st_mode) != (0o700 if path.is_dir() else 0o600)
    }
    assert not wrong

"""A person who may not read or write everything: root, as whom tests often run, may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Said
from tests.pictures import save_photos

NOBODY = 65534
WORDS = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that everybody may enter; pytest's are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="imgsim-rights-"))
    folder.chmod(0o755)
    yield folder
    subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=True)
    shutil.rmtree(folder)


@pytest.fixture
def as_nobody(place: Path) -> Callable[..., Said]:
    """Run a command as a user without rights. Skips, loudly, where that cannot be had."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("only root on Linux can become nobody: missing rights are NOT tested here")
    (place / "data").mkdir()
    os.chown(place / "data", NOBODY, NOBODY)
    environ = {
        **os.environ,
        "HOME": str(place / "data"),
        "IMGSIM_HOME": str(place / "data" / "home"),
        "XDG_DATA_HOME": str(place / "data" / "xdg"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def run(*words: object, **more: str) -> Said:
        done = subprocess.run(
            [*WORDS, sys.executable, "-m", "tests.cli.program", *map(str, words)],
            cwd=ROOT,
            env={**environ, **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    # Workers are started by the interpreter's own name: it must not lie in a folder of root's.
    again = "import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', '']))"
    starts = subprocess.run([*WORDS, sys.executable, "-c", again], check=False, capture_output=True)
    if run("--version").code != 0 or starts.returncode != 0:
        pytest.skip("nobody cannot run this checkout: missing rights are NOT tested here")
    return run


@pytest.fixture
def album(place: Path) -> Path:
    """Two copies and two strangers that everybody may read; nobody but root may change them."""
    photos = place / "photos"
    first = save_photos(photos, 2)[0]
    shutil.copyfile(first, photos / "copy.jpg")
    save_photos(photos / "closed", 1, first_seed=7)
    return photos


def owned(folder: Path) -> Path:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    return folder


def test_what_may_not_be_read_is_listed_and_the_rest_is_scanned(
    as_nobody: Callable[..., Said], album: Path
) -> None:
    (album / "closed").chmod(0o700)
    (album / "0001.jpg").chmod(0o600)
    said = as_nobody("scan", album)
    assert said.code == 0, said.err
    assert said.out.startswith("2 photos, 2 read, ")
    listed = as_nobody("status", "--failures").out
    assert f"{album / 'closed'}: No permission to read it" in listed
    assert f"{album / '0001.jpg'}: No permission to read it" in listed
    (album / "closed").chmod(0o755)
    (album / "0001.jpg").chmod(0o644)
    assert as_nobody("scan", album).out.startswith("4 photos, 2 read, 2 unchanged, ")


def test_a_photo_folder_that_may_not_be_changed_is_left_as_it_is_with_a_sentence(
    as_nobody: Callable[..., Said], album: Path
) -> None:
    before = {path: path.read_bytes() for path in album.rglob("*.jpg")}
    for words in (("--trash",), ("--action", "hardlink")):
        said = as_nobody("duplicates", album, *words, "--yes")
        assert said.code == 1
        assert "Traceback" not in said.err
        assert "copy.jpg" in said.err or "0000.jpg" in said.err
        assert {path: path.read_bytes() for path in album.rglob("*.jpg")} == before


def test_copies_in_folders_of_ones_own_go_and_come_back(
    as_nobody: Callable[..., Said], album: Path
) -> None:
    owned(album)
    before = {path: path.read_bytes() for path in album.rglob("*.jpg")}
    assert as_nobody("duplicates", album, "--trash", "--yes").code == 0
    assert len(list(album.rglob("*.jpg"))) == 3
    assert as_nobody("undo").code == 0
    assert {path: path.read_bytes() for path in album.rglob("*.jpg")} == before


@pytest.mark.parametrize("rights", [0o555, 0o000], ids=["read only", "closed"])
def test_a_data_folder_that_may_not_be_written_is_a_sentence(
    as_nobody: Callable[..., Said], album: Path, place: Path, rights: int
) -> None:
    owned(album)
    closed = place / "closed-home"
    closed.mkdir()
    closed.chmod(rights)
    for words in (("scan", album), ("duplicates", album, "--trash", "--yes"), ("undo",)):
        said = as_nobody(*words, IMGSIM_HOME=str(closed))
        assert said.code == 1 or (words == ("undo",) and said.code == 0)
        assert "Traceback" not in said.err
        assert said.err.strip()
    assert len(list(album.rglob("*.jpg"))) == 4

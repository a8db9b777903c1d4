"""A decoder that dies, hangs or eats memory over one photo costs that photo, once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.trying import ENOUGH_DEATHS, Trying
from imgsim_desktop.records import FoundFile, Library, Reason
from imgsim_desktop.scan import run as scan_run
from imgsim_desktop.scan import scan
from tests.fakes import fake_network
from tests.pictures import save_photo, save_photos
from tests.scan.stubs import BAD_NAME, read_with_a_bad_decoder
from tests.scan.test_scan import no_reading

Reading = Callable[[], CacheReader]
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are of Unix")


def make_bad(photos_folder: Path) -> Path:
    bad = save_photo(photos_folder / BAD_NAME, 99)
    bad.write_bytes(bad.read_bytes() + b"bad")
    return bad


@posix
@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("abort", Reason.CRASHED),
        ("segfault", Reason.CRASHED),
        ("sleep", Reason.TIMEOUT),
        ("compute", Reason.TOO_COMPLEX),
        ("eat", Reason.TOO_LARGE),
    ],
)
def test_of_61_photos_60_are_read_and_the_bad_one_is_listed(
    home: Home,
    library: Library,
    photos_folder: Path,
    reading_cache: Reading,
    monkeypatch: pytest.MonkeyPatch,
    bad: str,
    reason: Reason,
) -> None:
    save_photos(photos_folder, 60)
    make_bad(photos_folder)
    if reason in (Reason.TIMEOUT, Reason.TOO_COMPLEX):
        monkeypatch.setattr(scan_run, "limit_s", lambda _: 1.0)
    with monkeypatch.context() as patched:
        patched.setattr(scan_run, "read_photo", partial(read_with_a_bad_decoder, bad))
        summary = scan(library, home, fake_network(), threads=2)
    assert (summary.photos, summary.read, summary.failed) == (60, 60, 1)
    (failure,) = reading_cache().failures()
    assert (failure.file.path.name, failure.reason) == (BAD_NAME, reason)
    assert not home.trying(library.key).exists()


@posix
def test_a_photo_that_crashed_the_decoder_is_tried_again_only_when_it_has_changed(
    home: Home,
    library: Library,
    photos_folder: Path,
    reading_cache: Reading,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save_photos(photos_folder, 3)
    bad = make_bad(photos_folder)
    with monkeypatch.context() as patched:
        patched.setattr(scan_run, "read_photo", partial(read_with_a_bad_decoder, "segfault"))
        scan(library, home, fake_network())
    with monkeypatch.context() as patched:
        patched.setattr(scan_run, "read_photo", no_reading)
        summary = scan(library, home, fake_network())
        assert (summary.unchanged, summary.failed, summary.photos) == (4, 0, 3)
    save_photo(bad, 98)
    monkeypatch.setattr(scan_run, "read_photo", partial(read_with_a_bad_decoder, "segfault"))
    assert scan(library, home, fake_network()).photos == 4
    assert reading_cache().failures() == []


# When the whole program dies ---------------------------------------------------------------------


def found(path: Path) -> FoundFile:
    status = path.stat()
    return FoundFile(path, path.parent, status.st_size, status.st_mtime_ns, 0, 0)


def die_with(note: Path, files: list[FoundFile]) -> None:
    """As if the program had been ended while it read these."""
    trying = Trying(note)
    trying.begin(files)
    os.close(trying._handle)


def test_after_a_death_what_was_open_is_suspect_and_nothing_else(
    tmp_path: Path, photos_folder: Path
) -> None:
    a, b, c = (found(path) for path in save_photos(photos_folder, 3))
    die_with(tmp_path / "note", [a, b])
    with Trying(tmp_path / "note") as trying:
        assert [trying.is_suspect(file) for file in (a, b, c)] == [True, True, False]
        assert not trying.is_guilty(a)
        for file in (a, b):
            trying.begin([file])
            trying.end([file])
    assert not (tmp_path / "note").exists()


def test_a_file_is_guilty_when_the_program_died_over_it_alone_more_than_once(
    tmp_path: Path, photos_folder: Path
) -> None:
    a, b = (found(path) for path in save_photos(photos_folder, 2))
    die_with(tmp_path / "note", [a, b])
    for _ in range(ENOUGH_DEATHS):
        assert not Trying(tmp_path / "note").is_guilty(a)
        die_with(tmp_path / "note", [a])
    trying = Trying(tmp_path / "note")
    assert trying.is_guilty(a)
    assert trying.is_suspect(b)
    assert not trying.is_guilty(b)


@pytest.mark.parametrize("cut", range(0, 120, 7))
def test_half_a_note_is_no_reason_not_to_scan(
    tmp_path: Path, photos_folder: Path, cut: int
) -> None:
    a = found(save_photos(photos_folder, 1)[0])
    note = tmp_path / "note"
    die_with(note, [a])
    note.write_bytes(note.read_bytes()[:cut])
    with Trying(note) as trying:
        trying.begin([a])
        trying.end([a])


PROGRAM = """
import os, signal, sys
from pathlib import Path
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.trying import Trying
from imgsim_desktop.scan import scan
from tests.fakes import fake_network
from tests.scan.stubs import BAD_NAME

plain = Trying.begin

def begin(trying, files):
    plain(trying, files)
    if any(file.path.name == BAD_NAME for file in files):
        os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    Trying.begin = begin
    home = Home(Path(sys.argv[1]))
    library = LibraryList(home).open_for([Path(sys.argv[2])])
    print(scan(library, home, fake_network(), threads=2).photos)
"""


@posix
def test_a_photo_over_which_the_whole_program_dies_is_found_out_and_listed(
    tmp_path: Path, home: Home, photos_folder: Path
) -> None:
    save_photos(photos_folder, 20)
    make_bad(photos_folder)
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    root = str(Path(__file__).parents[2])

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(script), str(home.root), str(photos_folder)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": root},
        )

    ends = [run() for _ in range(1 + ENOUGH_DEATHS)]
    assert [end.returncode for end in ends] == [-9] * len(ends)
    last = run()
    assert (last.returncode, last.stdout) == (0, "20\n"), last.stderr
    library = LibraryList(home).open_for([photos_folder])
    reader = CacheReader(home, library)
    (failure,) = reader.failures()
    reader.close()
    assert (failure.file.path.name, failure.reason) == (BAD_NAME, Reason.CRASHED)

"""What 100,000 files in one folder cost: python -m tests.benchmarks.bench_big_folder [FILES]

A folder of photos, each in two copies, is scanned, scanned again, its copies are thrown away and
brought back: alone, and among so many other files with the names of sidecars, all in one folder,
with so many files in the trash, too. Each command is a process with a network that costs nothing;
prints its seconds by the processor and by the clock. Ends with 1 if a command fails or not every
photo is back.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.pictures import save_photo

ROOT = Path(__file__).parents[2]
PICTURES = 500


def main() -> int:
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder).resolve()
        pictures = place / "pictures"
        for number in range(PICTURES):
            save_photo(pictures / f"IMG_{number:06}.jpg", number)
        is_well = tried(place, pictures, 0) & tried(place, pictures, files)
    return 0 if is_well else 1


def tried(place: Path, pictures: Path, others: int) -> bool:
    """Whether all commands end well; in `place`, among so many other files."""
    photos, trash = place / "photos", place / "xdg" / "Trash"
    for old in (photos, place / "home", place / "xdg"):
        shutil.rmtree(old, ignore_errors=True)
    photos.mkdir()
    for path in pictures.iterdir():
        shutil.copyfile(path, photos / path.name)
        shutil.copyfile(path, photos / f"{path.stem} copy.jpg")
    for name in ("files", "info"):
        (trash / name).mkdir(parents=True, mode=0o700)
    for number in range(others):
        (photos / f"IMG_{number + PICTURES:06}.xmp").touch()
        (trash / "files" / f"IMG_{number:06}.txt").touch()
        note = f"[Trash Info]\nPath={place}/IMG_{number:06}.txt\nDeletionDate=2026-11-30T20:00:00\n"
        (trash / "info" / f"IMG_{number:06}.txt.trashinfo").write_text(note)
    before = {path.name for path in photos.iterdir()}
    print(f"{2 * PICTURES} photos among {others} other files in one folder and in the trash")
    commands = (
        ("scan", str(photos)),
        ("scan", str(photos)),
        ("duplicates", str(photos), "--trash", "--yes"),
        ("undo",),
    )
    codes = [timed(place, words) for words in commands]
    is_back = {path.name for path in photos.iterdir()} == before
    print(f"   all files back: {is_back}", flush=True)
    return is_back and not any(codes)


def timed(place: Path, words: tuple[str, ...]) -> int:
    environ = {
        **os.environ,
        "IMGSIM_HOME": str(place / "home"),
        "XDG_DATA_HOME": str(place / "xdg"),
        "OMP_NUM_THREADS": "1",
    }
    clock, before = time.perf_counter(), _spent_s()
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.program", *words],
        cwd=ROOT, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    seconds, spent = time.perf_counter() - clock, _spent_s() - before
    said = done.stderr.strip().rpartition("\n")[2] if done.returncode else ""
    print(f"   {words[0]:10} {spent:7.1f} s, by the clock {seconds:7.1f} s {said}", flush=True)
    return done.returncode


def _spent_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    sys.exit(main())

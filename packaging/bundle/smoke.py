"""Tries a packed program on any system: formats, the demo photos' copies and themes, trash, undo.

    python packaging/bundle/smoke.py PATH/imgsim[.exe]

Leaves through sys.exit with what went wrong.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

LEAST_GROUPS = 10
"""Of copies among the demo photos: they hold a dozen."""


def main() -> None:
    program = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as made:
        _try(program, Path(made))
    print("It works.")


def _try(program: Path, folder: Path) -> None:
    def run(*words: str) -> str:
        command = [str(program), *words, "--home", str(folder / "home")]
        done = subprocess.run(
            command, check=False, capture_output=True, encoding="utf-8", timeout=600
        )
        if done.returncode:
            sys.exit(f"{' '.join(words)} ended with {done.returncode}: {done.stdout}{done.stderr}")
        if "could not be compared" in done.stderr:
            sys.exit(f"copies were not looked at closely: {done.stderr}")
        return done.stdout

    doctor = run("doctor")
    print(doctor)
    if "NOT READ" in doctor:
        sys.exit("a format cannot be read")
    photos = folder / "照片 of mine"
    demo = next(program.parent.parent.rglob("_resources/demo"))
    shutil.copytree(demo, photos)
    before = _count(photos)
    told = [json.loads(line) for line in run("duplicates", str(photos), "--json").splitlines()]
    groups = {row["group"] for row in told if "group" in row}
    if len(groups) < LEAST_GROUPS:
        sys.exit(f"{len(groups)} groups, at least {LEAST_GROUPS} were expected")
    for method in ("kmeans", "density"):
        run("themes", str(photos), "--method", method)
    run("duplicates", str(photos), "--trash", "--yes")
    during = _count(photos)
    if during >= before:
        sys.exit("nothing was trashed")
    run("undo")
    if _count(photos) != before:
        sys.exit(f"undo brought back {_count(photos)} of {before}")
    print(f"{len(groups)} groups; {before} photos, {during} after the trash, {before} after undo")


def _count(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


if __name__ == "__main__":
    main()

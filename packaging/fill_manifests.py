"""Fills version and checksums into the manifests of winget and Homebrew.

    python packaging/fill_manifests.py FILES OUT

FILES is the folder with the installers of this version, OUT where the manifests are written.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

PACKAGING = Path(__file__).resolve().parent
MANIFESTS = {
    "windows/winget.yaml": (
        "ImgSimDesktop.ImgSimDesktop.yaml",
        "ImgSim-Desktop-{}-windows-x64.exe",
    ),
    "macos/imgsim-desktop.rb": ("imgsim-desktop.rb", "ImgSim-Desktop-{}-macos-arm64.dmg"),
}


def version() -> str:
    source = (PACKAGING.parent / "imgsim_desktop" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', source, re.MULTILINE)
    if found is None:
        sys.exit("imgsim_desktop/__init__.py names no version")
    return found[1]


def main() -> None:
    files, out = map(Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    for template, (name, installer) in MANIFESTS.items():
        place = files / installer.format(version())
        if not place.is_file():
            sys.exit(f"{place} is not there: {name} would name no file")
        text = (PACKAGING / template).read_text("utf-8").replace("@VERSION@", version())
        checksum = hashlib.sha256(place.read_bytes()).hexdigest()
        # the first line says of the template what is done here
        text = text.partition("\n")[2].replace("@SHA256@", checksum)
        (out / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()

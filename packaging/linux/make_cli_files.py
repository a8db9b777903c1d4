"""Writes the man page and the completions of the shells from the parsers themselves.

    python packaging/linux/make_cli_files.py SHARE

SHARE is the folder `usr/share` of a package. Needs shtab and argparse-manpage.
"""

from __future__ import annotations

import gzip
import shutil
import sys
from pathlib import Path

import shtab
from argparse_manpage.manpage import Manpage

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from imgsim_desktop import __version__  # noqa: E402
from imgsim_desktop.cli import COMMANDS, build_parser  # noqa: E402

COMPLETIONS = {
    "bash": "bash-completion/completions/imgsim",
    "zsh": "zsh/vendor-completions/_imgsim",
    "fish": "fish/vendor_completions.d/imgsim.fish",
}


def main() -> None:
    share = Path(sys.argv[1])
    parser = build_parser(list(COMMANDS))
    for shell, name in COMPLETIONS.items():
        place = share / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(shtab.complete(parser, shell) + "\n", "utf-8")
    parser.man_short_description = "find similar photos and near-duplicates"  # type: ignore[attr-defined]
    page = Manpage(
        parser,
        _data={
            "project_name": "imgsim-desktop",
            "prog": "imgsim",
            "version": __version__,
            "manual_title": "User Commands",
        },
    )
    manuals = share / "man" / "man1"
    manuals.mkdir(parents=True, exist_ok=True)
    _write(manuals / "imgsim.1.gz", str(page))
    window = ROOT / "packaging" / "linux" / "imgsim-desktop.1"
    _write(manuals / "imgsim-desktop.1.gz", window.read_text("utf-8"))
    shutil.copystat(window, manuals / "imgsim-desktop.1.gz")


def _write(place: Path, text: str) -> None:
    """Packed without a time, so that two builds are equal."""
    with place.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.encode())


if __name__ == "__main__":
    main()

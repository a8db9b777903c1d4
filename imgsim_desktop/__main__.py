"""The way in: a command goes to the command line, all else that is there to the window."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path

from imgsim_desktop import cli
from imgsim_desktop.cli.without_console import spoken
from imgsim_desktop.display import display_trouble

_WITHOUT_WINDOW = frozenset({"-h", "--help", "--version"})


def main(argv: Sequence[str] | None = None) -> int:
    """`imgsim` and `python -m imgsim_desktop`: returns the exit code."""
    words = sys.argv[1:] if argv is None else list(argv)
    return main_window(words) if _asks_for_window(words) else cli.run(words)


def main_window(argv: Sequence[str] | None = None) -> int:
    """`imgsim-desktop [--demo] [FOLDER...] [PICTURE]`: returns the exit code."""
    words = sys.argv[1:] if argv is None else list(argv)
    return spoken(lambda: _open_window(words), bug=cli.OUR_BUG)


def _open_window(words: list[str]) -> int:
    trouble = "" if _WITHOUT_WINDOW.intersection(words) else display_trouble()
    if trouble:
        return _refuse(trouble)
    try:
        from imgsim_desktop.ui.app import run_app
    except ImportError as error:  # such as libEGL.so.1 on a machine that never had a screen
        return _refuse(
            f"The window needs a library that is missing: {error}. Install the package that"
            " holds it; on Debian and Ubuntu: sudo apt install libgl1 libegl1"
        )
    return run_app(words)


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"imgsim-desktop: {sentence}\n")
    return cli.KNOWN_ERROR


def _asks_for_window(words: Sequence[str]) -> bool:
    if any(word in cli.COMMANDS for word in words):
        return False
    return not words or "--demo" in words or any(map(_can_be_opened, words))


def _can_be_opened(word: str) -> bool:
    return word.casefold().startswith("file:") or Path(word).exists()


if __name__ == "__main__":
    multiprocessing.freeze_support()  # a packed program that is started as somebody's child
    sys.exit(main())

"""Where a packed program begins: `imgsim-desktop` opens the window, `imgsim` is the command line."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

if __name__ == "__main__":
    multiprocessing.freeze_support()  # workers are this same program, started once more
    from imgsim_desktop import cli
    from imgsim_desktop.__main__ import main, main_window

    words = sys.argv[1:]
    is_window = Path(sys.executable).stem == "imgsim-desktop"
    # the window trains by starting itself with a command
    is_command = bool(words) and words[0] in cli.COMMANDS
    sys.exit(main_window(words) if is_window and not is_command else main(words))

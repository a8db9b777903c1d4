"""Child processes of this one, without those of the program's own pool, which stay warm."""

from __future__ import annotations

import multiprocessing
from multiprocessing.process import BaseProcess


def own_children() -> list[BaseProcess]:
    """Those that a test has started itself."""
    return [c for c in multiprocessing.active_children() if c.name != "imgsim-worker"]

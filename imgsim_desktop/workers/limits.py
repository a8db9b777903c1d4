"""Limits: what a worker may use, set by itself before it opens the first file.

Where the system has no such limit (Windows, some on macOS) the deadline of the pool is left.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from imgsim_desktop.workers.sandbox import shut_in

NICE: Final = 5
"""Other programs come first, and so does our own window."""
SPARE_BYTES: Final = 768 << 20
"""Address space for one call beyond what it asked for: decoders' own tables and copies, and the
reserves that libraries make as they are loaded (OpenCV 180 MB)."""
SPARE_FACTOR: Final = 1.5
"""How far what was asked for may be off: it is an estimate from the header."""
_PR_SET_PDEATHSIG: Final = 1


def confine(parent_pid: int) -> frozenset[str]:
    """In the worker, before anything else: polite, alone, without a voice, and never an orphan.

    returns  the sandbox's parts that hold, see `shut_in`
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C asks our parent, who ends us
    _end_with(parent_pid)
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):  # a library that prints must not write into somebody's JSON
        os.dup2(silence, stream)
    os.close(silence)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"  # for libraries that are loaded later: a worker is one of many
    if sys.platform != "win32":
        import resource

        os.nice(NICE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # its memory is somebody's photo
        # no file may grow: the rest of the sandbox where there is no Landlock
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    return shut_in()


def _end_with(parent_pid: int) -> None:
    """See to it that this process ends with its parent, even by kill -9 and while it is busy."""
    if sys.platform == "linux":
        # sent when the thread that started us ends: that is the pool's own
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent_pid:  # it was quicker
            signal.raise_signal(signal.SIGKILL)
        return
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        signal.raise_signal(signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


class CallLimits:
    """Address space and processor time of one call after the other."""

    def __init__(self) -> None:
        self._set_space, self._set_time = _setters()

    def allow_time(self, limit_s: float) -> None:
        """Before a call that may take so long by the wall: three times as much of the processor.

        The pool ends it long before; this is for when there is nobody left who would.
        """
        self._set_space(0)
        self._set_time(3 * limit_s)

    def allow(self, size_bytes: int) -> None:
        """So much memory was asked for and granted."""
        self._set_space(size_bytes)


def _setters() -> tuple[Callable[[int], None], Callable[[float], None]]:
    if sys.platform == "win32":
        return lambda _: None, lambda _: None
    import resource

    page = resource.getpagesize()
    statm = Path("/proc/self/statm")

    def limit(what: int, soft: int) -> None:
        """Never above the person's own limit (`ulimit -v`), which only root may raise."""
        most = resource.getrlimit(what)[1]
        wanted = soft if most == resource.RLIM_INFINITY else min(soft, most)
        resource.setrlimit(what, (wanted, most))

    def set_space(size_bytes: int) -> None:
        used = int(statm.read_bytes().split()[0]) * page
        limit(resource.RLIMIT_AS, used + SPARE_BYTES + int(SPARE_FACTOR * size_bytes))

    def set_time(seconds: float) -> None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 1)

    # macOS counts address space, but does not limit it
    return (set_space if sys.platform == "linux" else lambda _: None), set_time


def give_memory_back() -> None:
    """Return what was freed to the system: glibc keeps up to 64 MB of large pictures for itself."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)

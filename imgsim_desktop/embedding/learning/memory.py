"""How the C library keeps memory while a network learns."""

from __future__ import annotations

import contextlib
import ctypes
import sys


def keep_memory() -> None:
    """Make glibc keep freed blocks instead of returning them to the kernel at each operation.

    Batches of 128 pictures are blocks above its 32 MB limit: each is mapped, zeroed and unmapped
    again. Measured on 2 cores: training 148 -> 365 views/s, inference 496 -> 739 pictures/s.
    """
    if not sys.platform.startswith("linux"):
        return
    with contextlib.suppress(OSError, AttributeError):  # musl has no mallopt and needs none
        libc = ctypes.CDLL(None)
        trim, top_pad, mmap_limit, mmap_max = -1, -2, -3, -4
        libc.mallopt(mmap_max, 0)
        libc.mallopt(mmap_limit, 1 << 30)
        libc.mallopt(trim, 2**31 - 1)
        libc.mallopt(top_pad, 64 << 20)

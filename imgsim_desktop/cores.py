"""How much of the processor there is for this process, and what it can do."""

from __future__ import annotations

import os
import platform

import numpy as np


def cores() -> int:
    """Processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def has_avx2() -> bool | None:
    """Whether 256 bits are worked on at once, as on most PCs since 2013; None where the question
    makes no sense. Networks, comparison and index work without it, at half the speed or less.
    """
    if platform.machine().casefold() not in {"x86_64", "amd64"}:
        return None
    package = getattr(np, "_core", None) or np.core  # before numpy 2
    found = getattr(package._multiarray_umath, "__cpu_features__", {}).get("AVX2")  # noqa: SLF001
    return None if found is None else bool(found)

"""Where processor time goes, stage by stage, in the program and in its workers."""

from __future__ import annotations

import os
import resource
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from imgsim_desktop.reading import read as reading
from imgsim_desktop.records import Failure, FoundFile, InputShape, Reading
from imgsim_desktop.workers import POOL, Errand, Lost

READING: Final[dict[str, list[tuple[Any, str]]]] = {
    "decode": [(reading, "decode")],
    "hash": [(reading, "hash_bytes"), (reading, "hash_pixels"), (reading, "hash_look")],
    "facts": [(reading, "open_header"), (reading, "gather_facts")],
    "thumbnail": [(reading, "shrink_to"), (reading, "encode_jpeg")],
    "network input": [(reading, "_network_input")],
}
"""Functions of each stage that workers do."""


class StageClock:
    """Adds up the processor time of functions, in whichever threads of this process they run."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._lock = threading.Lock()
        """Threads of one process meet here."""

    def watch(
        self, stage: str, owner: Any, name: str, clock: Callable[[], float] = time.thread_time
    ) -> None:
        """Time `owner.name`; another clock where nothing else runs meanwhile."""
        function = getattr(owner, name)

        def timed(*args: Any, **named: Any) -> Any:
            began = clock()
            try:
                return function(*args, **named)
            finally:
                with self._lock:
                    self.seconds[stage] += clock() - began

        setattr(owner, name, timed)


# In a worker -------------------------------------------------------------------------------------

_CLOCKS: Final[list[StageClock]] = []
"""The one of this process."""


def read_timed(
    file: FoundFile, shape: InputShape, parts_shape: InputShape | None
) -> Reading | Failure:
    """`read_photo`, its stages timed; stands in its place in the scan."""
    if not _CLOCKS:
        _CLOCKS.append(StageClock())
        for stage, functions in READING.items():
            for owner, name in functions:
                _CLOCKS[0].watch(stage, owner, name)
        _CLOCKS[0].watch("read_photo", reading, "read_photo")
    return reading.read_photo(file, shape, parts_shape)


def own_seconds() -> dict[str, float]:
    return dict(_CLOCKS[0].seconds) if _CLOCKS else {}


# In the program ----------------------------------------------------------------------------------


def seconds_in_workers() -> Counter[str]:
    """What `read_timed` has counted in all workers that live now, by stage."""
    total: Counter[str] = Counter()
    count = len(POOL.foreman().hands)
    with POOL.lane(count) as lane:
        errands = [lane.put(Errand(own_seconds, [()], [60.0], seat=seat)) for seat in range(count)]
        for errand in errands:
            (found,) = errand.wait()
            assert not isinstance(found, Lost)
            total.update(found)
    return total


def processor_s() -> float:
    """Of this process, of its workers, and of those it started and waited for."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    total = sum(usage.ru_utime + usage.ru_stime for usage in used)
    for hand in list(POOL.foreman().hands):
        try:
            fields = Path(f"/proc/{hand.pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:  # it has just ended
            continue
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def most_memory_mb() -> tuple[float, list[float]]:
    """The most that this process, and each worker that lives, had at any time (resident)."""
    return _peak_mb("self"), [_peak_mb(str(hand.pid)) for hand in POOL.foreman().hands]


def _peak_mb(process: str) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))

"""How far a scan is, how fast it goes, and when it will be done."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from imgsim_desktop.control import Control
from imgsim_desktop.records import Progress

MEMORY_S = 20.0
"""The rate is that of the last 20 s: a slow disk or a folder of RAW files shows soon, one large
picture does not make the time left jump."""


class Meter:
    """Counts what a stage has done and reports it; used by the scan thread only."""

    def __init__(self, control: Control, now: Callable[[], float] = time.monotonic) -> None:
        self._control = control
        self._now = now
        self._progress = Progress()
        self._samples: deque[tuple[float, int]] = deque()

    @property
    def progress(self) -> Progress:
        return self._progress

    def begin(self, stage: str, total: int = 0) -> None:
        """A new stage: counts of the stage start at nothing, failures and skipped files stay."""
        self._samples = deque([(self._now(), 0)])
        self._put(
            replace(
                self._progress,
                stage=stage,
                done=0,
                total=total,
                rate_per_s=0.0,
                seconds_left=None,
                current="",
            )
        )

    def advance(
        self,
        count: int = 1,
        *,
        failed: int = 0,
        skipped: int = 0,
        size_bytes: int = 0,
        current: str = "",
    ) -> None:
        """`count` more are done, `failed` of them in vain."""
        now = self._now()
        done = self._progress.done + count
        self._samples.append((now, done))
        while self._samples[0][0] < now - MEMORY_S and len(self._samples) > 2:
            self._samples.popleft()
        rate = self._rate(now, done)
        left = self._progress.total - done
        self._put(
            replace(
                self._progress,
                done=done,
                failed=self._progress.failed + failed,
                skipped=self._progress.skipped + skipped,
                bytes_done=self._progress.bytes_done + size_bytes,
                rate_per_s=rate,
                seconds_left=left / rate if rate > 0 and left >= 0 else None,
                current=current or self._progress.current,
            )
        )

    def reach(self, done: int, total: int) -> None:
        """`done` of `total` are done, as a room below says; it may begin another round."""
        if done < self._progress.done:
            self.begin(self._progress.stage, total)
        self._progress = replace(self._progress, total=total)
        self.advance(done - self._progress.done)

    def use(self, device: str) -> None:
        """From now on this device embeds."""
        if device != self._progress.device:
            self._put(replace(self._progress, device=device))

    def _rate(self, now: float, done: int) -> float:
        then, done_then = self._samples[0]
        return (done - done_then) / (now - then) if now > then else 0.0

    def _put(self, progress: Progress) -> None:
        self._progress = progress
        self._control.report(progress)

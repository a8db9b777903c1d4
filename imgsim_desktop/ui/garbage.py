"""Python's garbage is collected in the GUI thread, and nowhere else.

Left alone, Python looks for unreachable cycles in whichever thread happens to allocate. A closed
dialog is such a cycle now and then, and Qt crashes when a widget with a timer is freed by the
thread of a scan (seen with PySide6 6.11).
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 1000
FREEZE_OVER_S = 0.05
"""What is alive after a full look that took longer is not looked at again: modules, most of it.
With torch there are 400,000 such objects, half a second a look."""


class GarbageCollector(QObject):
    """From `start` to `stop`. GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(collect_some)

    def start(self) -> None:
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        gc.enable()


def collect_some() -> None:
    """Collect the oldest generation that is due, by Python's own thresholds."""
    due = [
        generation
        for generation, (count, limit) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if count > limit
    ]
    if not due:
        return
    started = time.perf_counter()
    gc.collect(due[-1])
    if due[-1] == 2 and time.perf_counter() - started > FREEZE_OVER_S:
        gc.freeze()

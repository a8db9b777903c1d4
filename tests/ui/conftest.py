"""After each test of the window: no thread of ours, no running timer, no top-level widget."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from imgsim_desktop.ui.theme import apply_theme

OURS = frozenset({"scan", "search", "act"})


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """Runs after qtbot has closed its widgets."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qapp.processEvents()
    threads = [thread.name for thread in threading.enumerate() if thread.name in OURS]
    assert not threads, f"threads still run: {threads}"
    widgets = [widget for widget in qapp.topLevelWidgets() if widget.isVisible()]
    assert not widgets, f"top-level widgets are left: {widgets}"
    timers = [
        item
        for item in gc.get_objects()
        if isinstance(item, QTimer) and shiboken6.isValid(item) and item.isActive()
    ]
    assert not timers, f"timers still run: {[timer.parent() for timer in timers]}"


@pytest.fixture
def light(qapp: QApplication) -> Iterator[QApplication]:
    """The program's own look; put back afterwards."""
    apply_theme(qapp, "light")
    yield qapp
    qapp.setStyleSheet("")

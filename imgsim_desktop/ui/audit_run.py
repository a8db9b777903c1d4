"""An audit in short slices, so that the window lives while thousands of groups are looked at."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from imgsim_desktop.errors import Counted
from imgsim_desktop.records import Group, Pair
from imgsim_desktop.review.auditing import Auditor
from imgsim_desktop.review.marking import Review
from imgsim_desktop.ui.sentences import said

_SLICE_S = 0.008
"""Half a frame."""
AT_ONCE = 200
"""Groups that are looked at without a word: 40 ms."""


class AuditRun(QObject):
    """One audit. GUI thread; while it runs a dialog keeps the page, so that the review stays."""

    finished = Signal(object)
    """Audit; not sent if the person gave up."""

    def __init__(
        self,
        review: Review,
        groups: Iterable[Group],
        pair_of: Callable[[int, int], Pair | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._auditor = Auditor(review, pair_of)
        self._left = deque(groups)
        self._total = len(self._left)
        self._dialog: QProgressDialog | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._take_some)

    def start(self) -> None:
        """A few groups at once, many in slices."""
        if self._total <= AT_ONCE:
            while self._left:
                self._auditor.look_at(self._left.popleft())
            self._end()
            return
        says = Counted(
            "Looking at %Ln group before it is accepted…",
            "Looking at %Ln groups before they are accepted…",
            self._total,
        )
        parent = self.parent()
        assert isinstance(parent, QWidget)
        dialog = QProgressDialog(said(says), self.tr("Cancel"), 0, self._total, parent)
        dialog.setWindowTitle(self.tr("Accept the lane"))
        dialog.setAccessibleName(self.tr("Accept the lane"))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setAutoClose(False)
        dialog.setAutoReset(False)
        dialog.canceled.connect(self._give_up)
        self._dialog = dialog
        dialog.open()
        self._timer.start()

    def _take_some(self) -> None:
        until = time.monotonic() + _SLICE_S
        while self._left:
            self._auditor.look_at(self._left.popleft())
            if time.monotonic() >= until:
                break
        if not self._left:
            self._end()
        elif self._dialog is not None:
            self._dialog.setValue(self._total - len(self._left))

    def _give_up(self) -> None:
        self._left.clear()
        self._close()
        self.deleteLater()

    def _end(self) -> None:
        self._close()
        self.finished.emit(self._auditor.audit(seed=self._total))
        self.deleteLater()

    def _close(self) -> None:
        self._timer.stop()
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.canceled.disconnect(self._give_up)
            dialog.close()
            dialog.deleteLater()

"""An audit in short slices, so that the window lives while thousands of groups are looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from imgsim_desktop.errors import Counted
from imgsim_desktop.records import Group, Pair, Progress
from imgsim_desktop.review.auditing import Audit, Auditor
from imgsim_desktop.review.marking import Review
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.slices import Slices
from imgsim_desktop.ui.work import Work

AT_ONCE = 200
"""Groups that are looked at without a word: 40 ms."""


class AuditRun(QObject):
    """One audit. GUI thread; while it runs a dialog keeps the page, so that the review stays."""

    finished = Signal(object)
    """Audit; not sent if the person gave up."""

    def __init__(
        self,
        review: Review,
        groups: Sequence[Group],
        pair_of: Callable[[int, int], Pair | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._auditor = Auditor(review, pair_of)
        self._groups = groups
        self._dialog: QProgressDialog | None = None
        self._slices = Slices(self)

    def start(self) -> None:
        """A few groups at once, many in slices."""
        work = Work(
            "audit",
            lambda _control: self._auditor.audit(seed=len(self._groups)),
            self._end,
            progress=self._say,
            stopped=self._close,
        )
        steps = (partial(self._auditor.look_at, group) for group in self._groups)
        self._slices.start(work, steps, AT_ONCE)

    def _say(self, progress: Progress) -> None:
        if self._dialog is None:
            self._dialog = self._open_dialog()
        self._dialog.setValue(progress.done)

    def _open_dialog(self) -> QProgressDialog:
        total = len(self._groups)
        says = Counted(
            "Looking at %Ln group before it is accepted…",
            "Looking at %Ln groups before they are accepted…",
            total,
        )
        parent = self.parent()
        assert isinstance(parent, QWidget)
        dialog = QProgressDialog(said(says), self.tr("Cancel"), 0, total, parent)
        dialog.setWindowTitle(self.tr("Accept the lane"))
        dialog.setAccessibleName(self.tr("Accept the lane"))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setAutoClose(False)
        dialog.setAutoReset(False)
        dialog.canceled.connect(self._slices.stop)
        dialog.open()
        return dialog

    def _end(self, audit: Audit) -> None:
        self._close()
        self.finished.emit(audit)

    def _close(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.canceled.disconnect(self._slices.stop)
            dialog.close()
            dialog.deleteLater()
        self.deleteLater()

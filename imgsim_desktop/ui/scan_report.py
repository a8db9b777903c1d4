"""What a scan has to say when it is over, as notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from imgsim_desktop.errors import KnownError, LibraryInUse
from imgsim_desktop.records import PassedBy
from imgsim_desktop.ui import texts
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.scan_control import ScanControl
from imgsim_desktop.ui.sentences import said, said_error

if TYPE_CHECKING:
    from imgsim_desktop.scan import ScanSummary

TOPIC = "scan"
_NAMED = 3


class ScanReport(QObject):
    """Listens to a ScanControl; a scan that found nothing new says nothing."""

    noticed = Signal(object)
    """Notice."""
    bugMet = Signal(object)
    """The exception: our fault."""

    def __init__(self, scans: ScanControl, again: Callable[[], None], parent: QObject) -> None:
        """again: scans once more; behind the buttons."""
        super().__init__(parent)
        self._again = again
        self._is_quiet = False
        self._told: set[PassedBy] = set()
        """Folders of other programs that were spoken of already."""
        self._unnamed_told = 0
        """Files with odd names that were spoken of already."""
        scans.finished.connect(self._finished)
        scans.stopped.connect(self._stopped)
        scans.failed.connect(self._failed)

    def expect_nothing_new(self) -> None:
        """Of the next scan only trouble is told: the program itself moved the files it will see."""
        self._is_quiet = True

    def _finished(self, summary: ScanSummary) -> None:
        was_quiet, self._is_quiet = self._is_quiet, False
        if summary.notices:
            told = " ".join(map(said, summary.notices))
            self.noticed.emit(Notice(told, kind="warning", topic=TOPIC))
            return
        if summary.offline:
            names = ", ".join(str(root) for root in summary.offline)
            self.noticed.emit(
                Notice(
                    self.tr("Not connected: {folders}.").format(folders=names),
                    self.tr("Its photos stay in the library; plug the disk in and scan again."),
                    kind="warning",
                    topic=TOPIC,
                    action_text=self.tr("Scan"),
                    action=self._again,
                )
            )
            return
        new = [passed for passed in summary.passed_by if passed not in self._told]
        self._told.update(new)
        if new:
            names = ", ".join(f"{passed.path} ({passed.owner})" for passed in new)
            self.noticed.emit(
                Notice(
                    self.tr("Not looked into, they belong to other programs: {folders}.").format(
                        folders=names
                    ),
                    self.tr("What lies in there is not ours to tidy up."),
                    topic=TOPIC,
                    seconds=15,
                )
            )
            return
        if summary.unnamed and summary.unnamed != self._unnamed_told:
            self._unnamed_told = summary.unnamed
            self.noticed.emit(self._of_odd_names(summary))
            return
        if summary.photos == 0 and not summary.failed:
            self.noticed.emit(
                Notice(
                    self.tr("There are no photos in these folders."),
                    self.tr("Add another folder, or look whether this one is the right one."),
                    kind="warning",
                    topic=TOPIC,
                )
            )
            return
        if not was_quiet and (summary.read or summary.gone or summary.moved):
            from imgsim_desktop.scan import lacks_graph

            slow = self._of_slow_search() if lacks_graph(summary.photos) else ""
            self.noticed.emit(
                Notice(self._said(summary), slow, topic=TOPIC, seconds=30 if slow else 8)
            )

    def _of_slow_search(self) -> str:
        return self.tr(
            "The package hnswlib is missing. Nothing is overlooked, but finding copies among so "
            "many photos takes much longer: four times as long for twice as many."
        )

    def _of_odd_names(self, summary: ScanSummary) -> Notice:
        names = ", ".join(path.name for path in summary.unnamed_paths[:_NAMED])
        if summary.unnamed > _NAMED:
            names += "…"
        return Notice(
            self.tr("Pictures by their content and not by their name, not read: {n}").format(
                n=f"{texts.said_count(summary.unnamed)} ({names})"
            ),
            self.tr("A tick under Settings, Library, has such files read."),
            topic=TOPIC,
            seconds=15,
        )

    def _said(self, summary: ScanSummary) -> str:
        said = self.tr("Scan finished: {photos}, {new} read.").format(
            photos=texts.said_photos(summary.photos), new=texts.said_count(summary.read)
        )
        if summary.failed:
            failed = self.tr("{n} could not be read; the list says why.")
            said = f"{said} {failed.format(n=texts.said_count(summary.failed))}"
        return said

    def _stopped(self) -> None:
        self._is_quiet = False
        self.noticed.emit(
            Notice(
                self.tr("Scan stopped."),
                self.tr("What was read is kept; the next scan does only the rest."),
                topic=TOPIC,
                action_text=self.tr("Go on"),
                action=self._again,
                seconds=12,
            )
        )

    def _failed(self, error: BaseException) -> None:
        self._is_quiet = False
        if isinstance(error, LibraryInUse):
            self.noticed.emit(
                Notice(
                    *said_error(error),
                    kind="warning",
                    topic=TOPIC,
                    action_text=self.tr("Try again"),
                    action=self._again,
                )
            )
        elif isinstance(error, KnownError):
            self.noticed.emit(Notice.from_error(error, TOPIC))
        else:
            self.bugMet.emit(error)

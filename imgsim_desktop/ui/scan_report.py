"""What a scan has to say when it is over, as notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
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
_SEEN_S = 10.0
"""What a scan found that nobody asked for leaves by itself: it is told again and again."""


class _Told(Enum):
    """Of which scans what is told."""

    ALL = "somebody asked for it"
    LITTLE = "it began by itself: what it found"
    NEWS = "somebody asked for something that ends with it, and was told how that ended"
    TROUBLE = "the program itself moved the files it will see"


@dataclass(frozen=True, slots=True)
class ToDo:
    """What can be done after a scan, and where that is."""

    groups: int
    """Of copies, to be reviewed."""
    reclaim_bytes: int
    """What removing all but the kept ones of them frees."""
    review: Callable[[], None]
    list_unread: Callable[[], None]


class ScanReport(QObject):
    """Listens to a ScanControl; the window calls `tell` once it shows what the scan has found."""

    noticed = Signal(object)
    """Notice."""
    bugMet = Signal(object)
    """The exception: our fault."""

    def __init__(
        self,
        scans: ScanControl,
        again: Callable[[], None],
        parent: QObject,
        disk_of: Callable[[Path], str],
        locate: Callable[[Path], None],
    ) -> None:
        """
        again    scans once more; behind the buttons, as is
        locate   asks where a folder is now
        disk_of  the name of the disk of a folder that is not there, or nothing
        """
        super().__init__(parent)
        self._disk_of, self._locate = disk_of, locate
        self._again = again
        self._told_of = _Told.ALL
        self._summary: ScanSummary | None = None
        """Of the scan that has just come to its end."""
        self._offline_told: tuple[Path, ...] = ()
        self._told: set[PassedBy] = set()
        """Folders of other programs that were spoken of already."""
        self._unnamed_told = 0
        """Files with odd names that were spoken of already."""
        scans.finished.connect(self._finished)
        scans.stopped.connect(self._stopped)
        scans.failed.connect(self._failed)

    def expect_nothing_new(self) -> None:
        """Of the next scan only trouble is told: the program itself moved the files it will see."""
        self._told_of = _Told.TROUBLE

    def expect_news(self) -> None:
        """Of the next scan all is told but that nothing is new: what led to it was just told."""
        self._told_of = _Told.NEWS

    def expect_little(self) -> None:
        """The next scan begins by itself: told is only what it finds."""
        self._told_of = _Told.LITTLE

    @property
    def is_unasked(self) -> bool:
        """Whether the scan that runs began by itself."""
        return self._told_of is _Told.LITTLE

    def _finished(self, summary: ScanSummary) -> None:
        self._summary = summary

    def tell(self, to_do: ToDo) -> None:
        """What the scan that has ended found, if it came to its end."""
        summary, self._summary = self._summary, None
        told_of, self._told_of = self._told_of, _Told.ALL
        if summary is not None:
            self._tell(summary, told_of, to_do)

    def _tell(self, summary: ScanSummary, told_of: _Told, to_do: ToDo) -> None:
        offline, self._offline_told = self._offline_told, summary.offline
        if summary.notices:
            told = " ".join(map(said, summary.notices))
            self.noticed.emit(Notice(told, kind="warning", topic=TOPIC))
            return
        if summary.offline and told_of is _Told.LITTLE and summary.offline == offline:
            return
        if summary.offline:
            names = ", ".join(map(self._said_away, summary.offline))
            self.noticed.emit(
                Notice(
                    self.tr("Not connected: {folders}.").format(folders=names),
                    self.tr(
                        "Its photos stay in the library. Plug the disk in and scan again, or say "
                        "where the folder is now."
                    ),
                    kind="warning",
                    topic=TOPIC,
                    action_text=self.tr("Scan"),
                    action=self._again,
                    more_text=self.tr("Locate…"),
                    more=partial(self._locate, summary.offline[0]),
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
        if summary.photos == 0 and not summary.failed and told_of is not _Told.LITTLE:
            self.noticed.emit(
                Notice(
                    self.tr("There are no photos in these folders."),
                    self.tr("Add another folder, or look whether this one is the right one."),
                    kind="warning",
                    topic=TOPIC,
                )
            )
            return
        if told_of is _Told.TROUBLE:
            return
        found = self._found(summary)
        if found or told_of is _Told.ALL:
            seconds = _SEEN_S if told_of is _Told.LITTLE else 0
            self.noticed.emit(self._of_the_end(summary, found, to_do, seconds))

    def _of_the_end(
        self, summary: ScanSummary, found: str, to_do: ToDo, unasked_s: float
    ) -> Notice:
        """What there is now, and the ways to it."""
        from imgsim_desktop.scan import lacks_graph

        photos = texts.said_photos(summary.photos)
        if found:
            said = self.tr("{photos}, {found}.").format(photos=photos, found=found)
        else:
            said = self.tr("Nothing new: {photos}.").format(photos=photos)
        ways: list[tuple[str, Callable[[], None]]] = []
        if to_do.groups:
            told = self.tr("{groups} of copies, {size}.")
            size = texts.said_bytes(to_do.reclaim_bytes)
            said += " " + told.format(groups=texts.said_groups(to_do.groups), size=size)
            ways.append((self.tr("Review"), to_do.review))
        if summary.failed:
            ways.append((self.tr("Not readable"), to_do.list_unread))
        slow = self._of_slow_search() if found and lacks_graph(summary.photos) else ""
        first, second = (*ways, ("", None), ("", None))[:2]
        seconds = unasked_s or (0 if found and ways else 30 if slow else 8)
        return Notice(
            said, slow, topic=TOPIC, seconds=seconds, action_text=first[0], action=first[1],
            more_text=second[0], more=second[1],
        )  # fmt: skip

    def _said_away(self, root: Path) -> str:
        """A folder that is not there, and the name of its disk."""
        disk = self._disk_of(root)
        return f"{root} ({disk})" if disk else str(root)

    def _found(self, summary: ScanSummary) -> str:
        """What is other than before, in a few words; empty where nothing is."""
        new = max(0, summary.read - summary.read_again - summary.changed)
        return self.tr(", ").join(
            words.format(n=texts.said_count(number))
            for number, words in (
                (new, self.tr("{n} new")),
                (summary.changed, self.tr("{n} changed")),
                (summary.read_again, self.tr("{n} read again")),
                (summary.moved, self.tr("{n} moved")),
                (summary.gone, self.tr("{n} gone")),
                (summary.failed, self.tr("{n} not readable")),
            )
            if number
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

    def _stopped(self) -> None:
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
        if isinstance(error, KnownError) and self.is_unasked:
            return  # whoever asks for a scan is told; this one comes again
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

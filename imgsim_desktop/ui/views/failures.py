"""Files that could not be read or are damaged, each with its reason: nothing stays unsaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QUrl,
)
from PySide6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.records import Damage, Failure, Photo, Reason
from imgsim_desktop.ui.commands import Need, Place
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.texts import (
    as_tip,
    said_bytes,
    said_count,
    said_damage,
    said_name,
    said_path,
    said_reason,
)
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.view import View
from imgsim_desktop.ui.widgets.empty_page import EmptyPage

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of the list."""

    path: Path
    root: Path
    size_bytes: int
    why: Reason | Damage
    detail: str = ""
    """Our words or the decoder's; empty for a damaged photo, which is shown as far as it goes."""

    @property
    def said(self) -> str:
        if isinstance(self.why, Damage):
            return said_damage(self.why)
        return said_reason(self.why)

    @property
    def code(self) -> str:
        """Tells reasons and damages apart, some of which have one name."""
        return f"{type(self.why).__name__} {self.why}"


def listed(failures: Sequence[Failure], damaged: Sequence[Photo]) -> list[Listed]:
    """What could not be read, then what can be shown and is not whole."""
    found = [
        Listed(f.file.path, f.file.root, f.file.size_bytes, f.reason, f.detail) for f in failures
    ]
    return found + [
        Listed(photo.path, photo.root, photo.size_bytes, photo.facts.damage)
        for photo in damaged
        if photo.facts.damage is not None
    ]


class FailureTable(QAbstractTableModel):
    """Files as rows: name, reason, details, size, folder. GUI thread."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Listed] = ()

    def set_failures(self, failures: Sequence[Listed]) -> None:
        self.beginResetModel()
        self._rows = failures
        self.endResetModel()

    def failure(self, row: int) -> Listed | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else 5

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        titles = (
            self.tr("File"), self.tr("Why"), self.tr("Details"), self.tr("Size"), self.tr("Folder"),
        )  # fmt: skip
        return titles[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        failure = self.failure(index.row())
        if failure is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells(failure)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            cells = self._cells(failure)
            tip = cells[2] if index.column() == 2 else said_path(failure.path)
            return as_tip(tip)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{said_name(failure.path)}, {failure.said}"
        return None

    def _cells(self, file: Listed) -> tuple[str, ...]:
        parent = file.path.parent
        if parent.is_relative_to(file.root):
            parent = Path(file.root.name) / parent.relative_to(file.root)
        return (
            said_name(file.path),
            file.said,
            said(file.detail)
            if isinstance(file.why, Reason)
            else self.tr("Shown as far as it goes; a whole copy is kept instead"),
            said_bytes(file.size_bytes),
            said_path(parent),
        )


WIDTHS: Final = ((190, 0.22), (190, 0.18), (250, 0.26), (80, 0.08))
"""Of the columns but the last, which has the rest: least pixels, and share of the table."""


class FailuresView(View):
    """The honest end of a scan."""

    PLACE: ClassVar[Place] = Place.FAILURES

    def __init__(
        self, session: LibrarySession, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, thumbnails, parent)
        self._failures: list[Listed] = []
        self._name_filter = ""
        self._folder: Path | None = None
        self.failures = FailureTable()
        self.table = QTableView()
        self.table.setModel(self.failures)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)  # a tooltip has the whole of it
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.doubleClicked.connect(lambda _index: self.reveal())
        self.count = QLabel()
        self.count.setWordWrap(True)
        self.reason = QComboBox()
        self.reason.currentIndexChanged.connect(lambda _i: self._fill())
        self.empty = EmptyPage("check")
        head = QHBoxLayout()
        head.setContentsMargins(20, 8, 16, 8)
        head.addWidget(self.count, 1)
        head.addWidget(self.reason)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(self._stack, 1)
        self.make_commands()
        self.table.selectionModel().currentChanged.connect(lambda *_: self._enable())
        self._name_parts()
        self._fill()
        session.libraryChanged.connect(self._take_library)
        session.photosChanged.connect(self.badgeChanged)

    def badge(self) -> str:
        cache = self.session.cache
        if cache is None:
            return ""
        status = cache.status()
        return said_count(status.failures + status.damaged) or ""

    def refresh(self) -> None:
        cache = self.session.cache
        found = [] if cache is None else listed(cache.failures(), cache.damaged())
        if found != self._failures:
            self._failures = found
            self._fill_reasons()
        self._fill()
        self.badgeChanged.emit()

    def set_filter(self, text: str) -> None:
        if text.casefold() != self._name_filter:
            self._name_filter = text.casefold()
            self._fill()

    def set_folder(self, folder: object) -> None:
        if folder != self._folder:
            self._folder = folder if isinstance(folder, Path) else None
            self._fill()

    def reveal(self) -> None:
        """Open the folder of the current file in the file manager."""
        failure = self.failures.failure(self.table.currentIndex().row())
        if failure is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(failure.path.parent)))

    def copy(self) -> None:
        """The selected lines as text, or all of them: for a report."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        chosen = [self.failures.failure(row) for row in rows or range(self.failures.rowCount())]
        lines = [
            f"{failure.path}\t{failure.said}\t{failure.detail}"
            for failure in chosen
            if failure is not None
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def focusInEvent(self, event: object) -> None:
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, (least_px, share) in enumerate(WIDTHS):
            self.table.setColumnWidth(column, max(least_px, round(share * self.width())))

    def _take_library(self) -> None:
        self._failures = []
        self._folder = None
        self._fill_reasons()
        self._fill()

    def _name_parts(self) -> None:
        self.setAccessibleName(self.title())
        self.table.setAccessibleName(self.tr("Files that could not be read or are damaged"))
        self.count.setAccessibleName(self.tr("How many files"))
        self.reason.setAccessibleName(self.tr("Reason"))

    def _fill_reasons(self) -> None:
        chosen = self.reason.currentData()
        self.reason.blockSignals(True)  # noqa: FBT003 - Qt
        self.reason.clear()
        self.reason.addItem(self.tr("All reasons"), None)
        counts = Counter(failure.code for failure in self._failures)
        words = {failure.code: failure.said for failure in self._failures}
        for code, count in counts.most_common():
            self.reason.addItem(f"{words[code]} ({said_count(count)})", code)
        self.reason.setCurrentIndex(max(0, self.reason.findData(chosen)))
        self.reason.blockSignals(False)  # noqa: FBT003 - Qt

    def _fill(self) -> None:
        reason = self.reason.currentData()
        shown = [failure for failure in self._failures if self._passes(failure, reason)]
        self.failures.set_failures(shown)
        self.reason.setVisible(bool(self._failures))
        self.count.setText(self._counted(shown))
        self._stack.setCurrentWidget(self.table if shown else self.empty)
        self._enable()
        if shown:
            self.table.setCurrentIndex(self.failures.index(0, 0))
        elif self._failures:
            self.empty.say(self.tr("No such file of that name, folder or reason"))
        else:
            listed = self.tr("Files that cannot be opened, or lack a part, are listed here.")
            self.empty.say(self._said_good(), listed)

    def _said_good(self) -> str:
        """Nothing is listed: what that means depends on what a scan has seen."""
        cache = self.session.cache
        if cache is None or not cache.count():
            return self.tr("Nothing has been read yet")
        if cache.unfinished() is not None:
            return self.tr("What has been read so far is whole; the scan is not finished")
        return self.tr("Everything could be read, and nothing is damaged")

    def _counted(self, shown: Sequence[Listed]) -> str:
        damaged = sum(isinstance(file.why, Damage) for file in shown)
        unread = len(shown) - damaged
        texts = (
            (unread, self.tr("{n} files could not be read; the others are not affected")),
            (damaged, self.tr("damaged photos: {n}")),
        )
        return "; ".join(text.format(n=said_count(n)) for n, text in texts if n)

    def _enable(self) -> None:
        facts = Need.LISTED if self.failures.rowCount() else Need.NOTHING
        if self.table.currentIndex().isValid():
            facts |= Need.SELECTION
        self.commands.enable(facts)

    def _passes(self, failure: Listed, reason: str | None) -> bool:
        """reason: a code, as the combo box gives it back."""
        path = failure.path
        return (
            (reason is None or failure.code == reason)
            and (not self._name_filter or self._name_filter in path.name.casefold())
            and (self._folder is None or path.is_relative_to(self._folder))
        )

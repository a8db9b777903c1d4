"""The tree of folders; photos can be dropped on its lines."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
)
from PySide6.QtWidgets import QStyleOptionViewItem, QTreeWidget, QTreeWidgetItem, QWidget

from imgsim_desktop.ui.file_data import carried, is_carried
from imgsim_desktop.ui.theme import colors

PATH = Qt.ItemDataRole.UserRole
OPENS_MS = 700
"""A folder the mouse rests on with photos opens after so long."""


class FolderTree(QTreeWidget):
    """Takes photos of this window only; files from elsewhere are the window's to take."""

    photosDropped = Signal(object)
    """(ids of photos, Path of the folder they were dropped on)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._over: QTreeWidgetItem | None = None
        self._opening = QTimer(self)
        self._opening.setSingleShot(True)
        self._opening.setInterval(OPENS_MS)
        self._opening.timeout.connect(self._open_folder)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._take_move(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._take_move(event)

    def _take_move(self, event: QDragMoveEvent) -> None:
        if not is_carried(event.mimeData()):
            event.ignore()  # the window takes what comes from elsewhere
            return
        self._hover(self._folder_at(event.position().toPoint()))
        if self._over is None:
            event.ignore()
        else:
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hover(None)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        item = self._folder_at(event.position().toPoint())
        ids = carried(event.mimeData())
        self._hover(None)
        if item is None or not ids:
            event.ignore()
            return
        event.acceptProposedAction()
        path = item.data(0, PATH)
        # after the drag is over: who is asked something then must not hold the mouse
        QTimer.singleShot(0, self, lambda: self.photosDropped.emit((ids, path)))

    def _folder_at(self, point: QPoint) -> QTreeWidgetItem | None:
        item = self.itemAt(point)
        return item if item is not None and isinstance(item.data(0, PATH), Path) else None

    def _hover(self, item: QTreeWidgetItem | None) -> None:
        if item is not self._over:
            self._over = item
            self.viewport().update()
            if item is not None and item.childCount() and not item.isExpanded():
                self._opening.start()
            else:
                self._opening.stop()

    def _open_folder(self) -> None:
        if self._over is not None:
            self._over.setExpanded(True)

    def drawRow(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().drawRow(painter, option, index)
        if self._over is not None and self.itemFromIndex(index) is self._over:
            painter.save()
            painter.setPen(QColor(colors().accent))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
            painter.restore()

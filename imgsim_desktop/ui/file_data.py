"""Photos as other programs take them: files by their addresses, for clipboard and mouse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from imgsim_desktop.ui import texts
from imgsim_desktop.ui.theme import colors

CUT = "application/x-imgsim-cut"
"""In the clipboard: what was cut here, and is moved where it is pasted here."""
_CARRIED = "application/x-imgsim-photos"
"""Under the mouse: photos of this window, by their ids."""
CARRIED_PX = 96


def files(paths: Iterable[Path], image: QImage | None = None) -> QMimeData:
    """Files for another program, which copies them; with the picture where it is one."""
    paths = list(paths)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    data.setText("\n".join(map(str, paths)))
    if image is not None:
        data.setImageData(image)
    return data


def carry(source: QWidget, photo_ids: Sequence[int], paths: Iterable[Path], look: QPixmap) -> None:
    """Let the person drag photos out of a widget; comes back when they are dropped.

    Other programs may copy and never move: a file that goes without the journal could not come
    back. A folder of the library moves them by it.
    """
    data = files(paths)
    data.setData(_CARRIED, b" ".join(b"%d" % photo_id for photo_id in photo_ids))
    drag = QDrag(source)
    drag.setMimeData(data)
    if not look.isNull():
        drag.setPixmap(look)
        drag.setHotSpot(QPoint(-12, -12))
    drag.exec(Qt.DropAction.CopyAction)


def carried_look(thumbnail: QPixmap | None, count: int) -> QPixmap:
    """What is under the mouse: the first photo, and how many there are."""
    if thumbnail is None:
        return QPixmap()
    look = thumbnail.scaled(
        CARRIED_PX,
        CARRIED_PX,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    if count > 1:
        painter = QPainter(look)
        text = texts.said_count(count)
        box = painter.fontMetrics().boundingRect(text).adjusted(-8, -4, 8, 4)
        box.moveTopRight(look.rect().topRight())
        painter.fillRect(box, colors().accent)
        painter.setPen(colors().on_accent)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
    return look


def carried(data: QMimeData) -> list[int]:
    """Ids of the photos of this window under the mouse; empty for what comes from elsewhere."""
    try:
        return [int(word) for word in bytes(data.data(_CARRIED).data()).split()]
    except ValueError:
        return []


def is_carried(data: QMimeData) -> bool:
    """Whether photos of a window of this program are dragged."""
    return data.hasFormat(_CARRIED)

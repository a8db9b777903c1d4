"""A window of another program: says which files are dropped on it, and lets a file be dragged out.

    python -m tests.e2e.other_program X Y FILE

Prints `ready`, and the name of each file that is dropped.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

WIDTH_PX, HEIGHT_PX = 240, 200


class OtherProgram(QLabel):
    """Takes what is dropped; whoever drags from it drags a copy of one file."""

    def __init__(self, file: Path) -> None:
        super().__init__("drop here, drag from here")
        self.setAcceptDrops(True)
        self._file = file

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        for url in event.mimeData().urls():
            print(f"{event.dropAction().name} {Path(url.toLocalFile()).name}", flush=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            data = QMimeData()
            data.setUrls([QUrl.fromLocalFile(str(self._file))])
            drag = QDrag(self)
            drag.setMimeData(data)
            drag.exec(Qt.DropAction.CopyAction)


def main() -> None:
    app = QApplication(sys.argv[:1])
    window = OtherProgram(Path(sys.argv[3]))
    window.setGeometry(int(sys.argv[1]), int(sys.argv[2]), WIDTH_PX, HEIGHT_PX)
    window.show()
    print("ready", flush=True)
    app.exec()


if __name__ == "__main__":
    main()

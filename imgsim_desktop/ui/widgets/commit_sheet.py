"""The one step between marks and the disk: what will happen, in numbers, and what would be lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from imgsim_desktop.records import Photo
from imgsim_desktop.ui import icons
from imgsim_desktop.ui.texts import said_bytes, said_count, said_photos

_LISTED = 500
"""Names shown; a commit of thousands is judged by its numbers."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All marks as they would be carried out now."""

    going: tuple[Photo, ...]
    last_copies: tuple[Photo, ...] = ()
    """Of `going`: those of groups in which nothing would be left."""
    locked: int = 0
    """Marked, but in a locked folder: they stay."""
    offline: int = 0
    """Marked, but on a disk that is not connected: they stay marked."""

    @property
    def size_bytes(self) -> int:
        return sum(photo.size_bytes for photo in self.going)


class CommitSheet(QDialog):
    """Asks once; with last copies among the photos it asks for a tick as well."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("commitSheet")
        self.setWindowTitle(self.tr("Move to trash"))
        self._plan = plan
        self._confirm: QCheckBox | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(self._headline())
        layout.addWidget(self._details())
        if plan.last_copies:
            layout.addWidget(self._last_copy_warning(plan.last_copies))
        layout.addWidget(self._names(), 1)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = QPushButton(
            self.tr("Move {photos} to the trash").format(photos=said_photos(len(plan.going)))
        )
        self.accept_button.setProperty("primary", True)  # noqa: FBT003 - Qt
        self.accept_button.setEnabled(bool(plan.going) and not plan.last_copies)
        self._buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout.addWidget(self._buttons)
        self.accept_button.setDefault(True)
        first = self._confirm or self.accept_button
        first.setFocus()
        self.setMinimumWidth(460)
        self.resize(560, 460)

    @property
    def confirmed_last_copies(self) -> bool:
        return self._confirm is not None and self._confirm.isChecked()

    @property
    def last_copy_box(self) -> QCheckBox | None:
        """The tick asked for when a picture would be lost; None when nothing would."""
        return self._confirm

    def _headline(self) -> QLabel:
        plan = self._plan
        text = self.tr("Move {photos} to the trash, {size}").format(
            photos=said_photos(len(plan.going)), size=said_bytes(plan.size_bytes)
        )
        label = QLabel(text)
        label.setWordWrap(True)
        font = QFont(label.font())
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setWeight(QFont.Weight.DemiBold)
        label.setFont(font)
        return label

    def _details(self) -> QLabel:
        plan = self._plan
        lines = [
            self.tr("No last copies: of every picture at least one file stays.")
            if not plan.last_copies
            else "",
            self.tr("Left where it is, because the folder is locked: {photos}.").format(
                photos=said_photos(plan.locked)
            )
            if plan.locked
            else "",
            self.tr("Left for later, because the disk is not connected: {photos}.").format(
                photos=said_photos(plan.offline)
            )
            if plan.offline
            else "",
            self.tr(
                "Right before it goes, each file and the copy that stays are checked once more. "
                "Undo brings everything back."
            ),
        ]
        label = QLabel("\n".join(line for line in lines if line))
        label.setWordWrap(True)
        label.setObjectName("faint")
        return label

    def _last_copy_warning(self, photos: Sequence[Photo]) -> QFrame:
        frame = QFrame()
        frame.setObjectName("warningBox")
        box = QVBoxLayout(frame)
        box.setContentsMargins(12, 10, 12, 10)
        names = ", ".join(photo.path.name for photo in photos[:3])
        if len(photos) > 3:
            names = self.tr("{names} and {n} more").format(
                names=names, n=said_count(len(photos) - 3)
            )
        text = QLabel(
            self.tr("No copy would be left of {photos}: {names}").format(
                photos=said_photos(len(photos)), names=names
            )
        )
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        box.addWidget(text)
        self._confirm = QCheckBox(self.tr("I do not want to keep any copy of them"))
        self._confirm.toggled.connect(self._allow)
        box.addWidget(self._confirm)
        return frame

    def _names(self) -> QListWidget:
        names = QListWidget()
        names.setAccessibleName(self.tr("Photos to go"))
        last = {photo.photo_id for photo in self._plan.last_copies}
        for photo in self._plan.going[:_LISTED]:
            item = QListWidgetItem(f"{photo.path.name}   {photo.path.parent}")
            item.setToolTip(str(photo.path))
            name = "warning" if photo.photo_id in last else "trash"
            item.setIcon(icons.icon(name))
            names.addItem(item)
        if len(self._plan.going) > _LISTED:
            rest = said_count(len(self._plan.going) - _LISTED)
            names.addItem(self.tr("and {n} more").format(n=rest))
        return names

    def _allow(self, confirmed: bool) -> None:
        self.accept_button.setEnabled(confirmed)

"""Before photos go to the trash from where they were seen: which of them have no copy left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.records import Photo
from imgsim_desktop.review.chosen import ChosenPlan
from imgsim_desktop.ui import texts
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader, fitted

_SHOWN = 8
_THUMB_PX = 96


class TrashSheet(QDialog):
    """Asks once; `accepted` is the answer yes, which nobody gives by mistake with Enter."""

    def __init__(self, plan: ChosenPlan, thumbnails: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("trashSheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Move to trash"))
        self._thumbnails = thumbnails
        photos = texts.said_photos(len(plan.going))
        title = QLabel(self.tr("Move {photos} to the trash?").format(photos=photos))
        title.setObjectName("pageTitle")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 16)
        layout.setSpacing(12)
        layout.addWidget(title)
        layout.addLayout(self._pictures(plan.last_copies))
        layout.addWidget(self._warning(plan))
        for line in self._also(plan):
            label = QLabel(line)
            label.setWordWrap(True)
            layout.addWidget(label)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.yes = buttons.addButton(
            self.tr("Move to trash"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.yes.setProperty("danger", True)  # noqa: FBT003 - Qt
        self.yes.setAutoDefault(False)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        cancel.setFocus()

    def _pictures(self, photos: tuple[Photo, ...]) -> QHBoxLayout:
        """The last copies themselves: a name says less."""
        row = QHBoxLayout()
        row.setSpacing(8)
        ratio = self.devicePixelRatioF()
        for photo in photos[:_SHOWN]:
            picture = QLabel()
            picture.setAccessibleName(texts.said_photo(photo))
            picture.setToolTip(texts.as_tip(texts.said_photo(photo)))
            pixmap = self._thumbnails.pixmap(photo.content_hash, _THUMB_PX, ratio)
            if pixmap is None:
                picture.setText(texts.said_name(photo.path))
                picture.setMaximumWidth(_THUMB_PX)
            else:
                picture.setPixmap(fitted(pixmap, _THUMB_PX, ratio))
            row.addWidget(picture)
        if len(photos) > _SHOWN:
            row.addWidget(QLabel(f"+ {texts.said_count(len(photos) - _SHOWN)}"))
        row.addStretch(1)
        return row

    def _warning(self, plan: ChosenPlan) -> QFrame:
        box = QFrame()
        box.setObjectName("warningBox")
        last, unlooked = len(plan.last_copies), len(plan.unlooked)
        lines = []
        if last > unlooked:
            said = self.tr("Of {photos} no copy is known that stays and holds all that they hold.")
            lines.append(said.format(photos=texts.said_photos(last - unlooked)))
        if unlooked:
            said = self.tr(
                "Of {photos} a copy may be there, but nobody has compared the two in full size."
            )
            lines.append(said.format(photos=texts.said_photos(unlooked)))
        label = QLabel("\n".join(lines))
        label.setWordWrap(True)
        inside = QVBoxLayout(box)
        inside.setContentsMargins(12, 10, 12, 10)
        inside.addWidget(label)
        return box

    def _also(self, plan: ChosenPlan) -> list[str]:
        lines = [self.tr("They go to the trash of the system, and Undo brings them back.")]
        if plan.along:
            said = self.tr("{photos} of the same shots go along: a RAW and its JPEG are one photo.")
            lines.append(said.format(photos=texts.said_photos(plan.along)))
        if plan.locked:
            said = self.tr("{photos} in locked folders stay.")
            lines.append(said.format(photos=texts.said_photos(plan.locked)))
        if plan.offline:
            said = self.tr("{photos} on disks that are not connected stay.")
            lines.append(said.format(photos=texts.said_photos(plan.offline)))
        return lines

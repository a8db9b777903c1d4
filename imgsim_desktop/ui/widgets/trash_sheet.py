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

_SHOWN = (4, 8)
"""Pictures: in the narrowest window, and where there is room for them."""
_THUMB_PX, _GAP_PX = 96, 8
_AROUND_PX = 160
"""What else stands in their line: margins, the number of the others, the frame."""


class TrashSheet(QDialog):
    """Asks once; `accepted` is the answer yes, which nobody gives by mistake with Enter."""

    def __init__(self, plan: ChosenPlan, thumbnails: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("trashSheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Move to trash"))
        self._thumbnails = thumbnails
        self._waiting: list[tuple[QLabel, Photo]] = []
        """Places of pictures whose thumbnails have not come yet."""
        thumbnails.loaded.connect(self._take_thumbnails)
        photos = texts.said_photos(len(plan.going))
        title = QLabel(self.tr("Move {photos} to the trash?").format(photos=photos))
        title.setObjectName("pageTitle")
        title.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 16)
        layout.setSpacing(12)
        layout.addWidget(title)
        room = (parent.window().width() - _AROUND_PX) // (_THUMB_PX + _GAP_PX)
        shown = plan.last_copies[: max(_SHOWN[0], min(_SHOWN[1], room))]
        layout.addLayout(self._pictures(shown, len(plan.last_copies) - len(shown)))
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

    def _pictures(self, photos: tuple[Photo, ...], others: int) -> QHBoxLayout:
        """The last copies themselves: a name says less."""
        row = QHBoxLayout()
        row.setSpacing(_GAP_PX)
        for photo in photos:
            picture = QLabel()
            picture.setAccessibleName(texts.said_photo(photo))
            picture.setToolTip(texts.as_tip(texts.said_photo(photo)))
            if not self._show_picture(picture, photo):
                self._waiting.append((picture, photo))
            row.addWidget(picture)
        if others:
            row.addWidget(QLabel(f"+ {texts.said_count(others)}"))
        row.addStretch(1)
        return row

    def _show_picture(self, place: QLabel, photo: Photo) -> bool:
        """Its thumbnail, or its name until that is there."""
        ratio = self.devicePixelRatioF()
        pixmap = self._thumbnails.pixmap(photo.content_hash, _THUMB_PX, ratio)
        if pixmap is None:
            name = texts.said_name(photo.path)
            mode = Qt.TextElideMode.ElideMiddle
            place.setText(place.fontMetrics().elidedText(name, mode, _THUMB_PX))
            return False
        place.setPixmap(fitted(pixmap, _THUMB_PX, ratio))
        return True

    def _take_thumbnails(self, hashes: frozenset[bytes]) -> None:
        self._waiting = [
            (place, photo)
            for place, photo in self._waiting
            if photo.content_hash not in hashes or not self._show_picture(place, photo)
        ]

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

"""Two folders side by side: how much of the one is in the other, and its only copies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from imgsim_desktop.errors import KnownError
from imgsim_desktop.review.lens import Lens
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.texts import (
    as_tip,
    said_bytes,
    said_count,
    said_name,
    said_path,
    said_photos,
)
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.widgets.dialog_size import resize_on_screen

_LISTED = 500
_ICON = QSize(104, 78)
_CELL = QSize(132, 116)


class LensDialog(QDialog):
    """Asks for two folders, shows what they share, and offers one decision about all of it."""

    def __init__(
        self,
        folders: Sequence[tuple[Path, str, int]],
        look: Callable[[Path, Path], Lens],
        mark: Callable[[Lens], None],
        thumbnails: ThumbnailLoader,
        inside: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """folders  path, name below the library and photos of each folder that may be chosen
        look     compares two of them; raises KnownError
        mark     the decision; the dialog is closed then
        inside   the folder that is asked about at first
        """
        super().__init__(parent)
        self.setObjectName("lensDialog")
        self.setWindowTitle(self.tr("Compare two folders"))
        self._folders = [path for path, _, _ in folders]
        self._look, self._mark, self._thumbnails = look, mark, thumbnails
        self.lens: Lens | None = None
        self.inside = self._combo(folders, self.tr("Folder that may be superfluous"))
        self.other = self._combo(folders, self.tr("Folder its pictures may be in"))
        if inside in self._folders:
            self.inside.setCurrentIndex(self._folders.index(inside))
        self.other.setCurrentIndex(self._first_other())
        self.head = QLabel()
        self.head.setTextFormat(Qt.TextFormat.PlainText)
        self.head.setWordWrap(True)
        font = QFont(self.head.font())
        font.setPointSizeF(font.pointSizeF() * 1.2)
        font.setWeight(QFont.Weight.DemiBold)
        self.head.setFont(font)
        self.share = QProgressBar()
        self.share.setTextVisible(False)
        self.share.setFixedHeight(8)
        self.share.setAccessibleName(self.tr("Share of the first folder that is in the second"))
        self.detail = QLabel()
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setWordWrap(True)
        self.detail.setObjectName("faint")
        self.only = QListWidget()
        self.only.setAccessibleName(self.tr("Only copies"))
        self.only.setViewMode(QListWidget.ViewMode.IconMode)
        self.only.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.only.setMovement(QListWidget.Movement.Static)
        self.only.setUniformItemSizes(True)
        self.only.setIconSize(_ICON)
        self.only.setGridSize(_CELL)
        self.only.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.mark_button = QPushButton()
        self.mark_button.setProperty("primary", True)  # noqa: FBT003 - Qt
        self.mark_button.clicked.connect(self._decide)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.mark_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(self.tr("How much of"), self.inside)
        form.addRow(self.tr("is in"), self.other)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        layout.addLayout(form)
        for widget in (self.head, self.share, self.detail):
            layout.addWidget(widget)
        layout.addWidget(self.only, 1)
        layout.addWidget(buttons)
        for combo in (self.inside, self.other):
            combo.currentIndexChanged.connect(self.compare)
        thumbnails.loaded.connect(self._fill_icons)
        resize_on_screen(self, QSize(680, 560))
        self.compare()

    def _combo(self, folders: Sequence[tuple[Path, str, int]], name: str) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(name)
        combo.setMaxVisibleItems(20)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(24)
        for row, (path, text, count) in enumerate(folders):
            combo.addItem(f"{text}   ({said_count(count)})")
            combo.setItemData(row, as_tip(said_path(path)), Qt.ItemDataRole.ToolTipRole)
        return combo

    def _first_other(self) -> int:
        """A folder that is not the first one, and neither holds it nor lies in it if possible."""
        own = self._folders[self.inside.currentIndex()] if self._folders else None
        rows = [row for row, path in enumerate(self._folders) if path != own]
        apart = [
            row
            for row in rows
            if own is not None
            and not self._folders[row].is_relative_to(own)
            and not own.is_relative_to(self._folders[row])
        ]
        return next(iter(apart or rows), 0)

    def compare(self) -> None:
        """Look at the two folders chosen, and show it."""
        self.lens = None
        if not self._folders:
            self.head.setText(self.tr("There are no folders with photos yet."))
            self._show(None)
            return
        chosen = [self._folders[combo.currentIndex()] for combo in (self.inside, self.other)]
        try:
            self.lens = self._look(chosen[0], chosen[1])
        except KnownError as error:
            self.head.setText(said(error.hint or error.sentence))
        self._show(self.lens)

    def _show(self, lens: Lens | None) -> None:
        for widget in (self.share, self.detail, self.only):
            widget.setVisible(lens is not None)
        self.mark_button.setEnabled(lens is not None and bool(lens.held))
        self.only.clear()
        held = 0 if lens is None else len(lens.held)
        self.mark_button.setText(
            self.tr("Mark {photos} for the trash").format(photos=said_photos(held))
        )
        if lens is None:
            return
        sentence = self.tr("{held} of {total} photos of “{inside}” are in “{other}”.")
        self.head.setText(
            sentence.format(
                held=said_count(held),
                total=said_count(lens.total),
                inside=lens.inside.name,
                other=lens.other.name,
            )
        )
        self.share.setRange(0, max(lens.total, 1))
        self.share.setValue(held)
        self.detail.setText(self._said_only(lens))
        for photo in lens.only[:_LISTED]:
            item = QListWidgetItem(said_name(photo.path))
            item.setToolTip(as_tip(said_path(photo.path)))
            item.setData(Qt.ItemDataRole.UserRole, photo.content_hash)
            item.setSizeHint(_CELL)
            self.only.addItem(item)
        self._fill_icons()

    def _said_only(self, lens: Lens) -> str:
        if not lens.total:
            return self.tr("This folder holds no photos that can be reached.")
        size = sum(held.photo.size_bytes for held in lens.held)
        gain = self.tr("{size} could go.").format(size=said_bytes(size)) if lens.held else ""
        if not lens.only:
            rest = self.tr("Nothing is only here.")
        elif len(lens.only) > _LISTED:
            rest = self.tr("Only here: {photos}; these are the first {n}.").format(
                photos=said_photos(len(lens.only)), n=said_count(_LISTED)
            )
        else:
            rest = self.tr("Only here: {photos}.").format(photos=said_photos(len(lens.only)))
        return f"{gain} {rest}".strip()

    def _fill_icons(self, _hashes: object = None) -> None:
        """Thumbnails that have come; the others are asked for and come later."""
        ratio = self.devicePixelRatioF()
        for row in range(self.only.count()):
            item = self.only.item(row)
            if item.icon().isNull():
                content = item.data(Qt.ItemDataRole.UserRole)
                pixmap = self._thumbnails.pixmap(content, _ICON.width(), ratio)
                if pixmap is not None:
                    item.setIcon(QIcon(pixmap))

    def _decide(self) -> None:
        if self.lens is not None:
            self._mark(self.lens)
            self.accept()

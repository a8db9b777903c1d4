"""The one step between marks and the disk: what will happen, in numbers and in pictures."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from imgsim_desktop.records import Photo
from imgsim_desktop.review.commit import Act, CommitPlan
from imgsim_desktop.review.journal import LINKS, OPERATION_WORDS, Operation
from imgsim_desktop.ui.models.going import GoingModel
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.texts import said_bytes, said_count, said_name, said_photos
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.widgets.action_choice import ActionChoice
from imgsim_desktop.ui.widgets.going_list import GoingList


class CommitSheet(QDialog):
    """Asks once; with last copies among the photos it asks for a tick as well."""

    takenOut = Signal(object)
    """(victim, stays): the person keeps a photo after all, or lets it go again."""

    def __init__(
        self,
        plan: CommitPlan,
        parent: QWidget | None = None,
        *,
        goings: GoingModel | None = None,
        thumbnails: ThumbnailLoader | None = None,
        carries: bool = True,
    ) -> None:
        """goings: what goes, as it is listed.
        carries: whether the tick about words that would be lost is set at first.
        """
        super().__init__(parent)
        self.setObjectName("commitSheet")
        self.setWindowTitle(self.tr("Carry out the marks"))
        self._plan = plan
        self._confirm: QCheckBox | None = None
        self._warning: QFrame | None = None
        self.choice = ActionChoice(plan.roots)
        self._head = self._headline()
        self._details = QLabel()
        self._details.setTextFormat(Qt.TextFormat.PlainText)
        self._details.setWordWrap(True)
        self._details.setObjectName("faint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(self._head)
        layout.addWidget(self._details)
        if plan.last_copies:
            self._warning = self._last_copy_warning()
            layout.addWidget(self._warning)
        layout.addWidget(self.choice)
        self.carry_box = QCheckBox(
            self.tr("Write what only they know into an XMP file beside the copy that stays")
        )
        self.carry_box.setChecked(carries)
        self._known = QLabel(self._said_losses())
        self._known.setObjectName("faint")
        self._known.setWordWrap(True)
        self._known.setIndent(26)
        layout.addWidget(self.carry_box)
        layout.addWidget(self._known)
        layout.setSpacing(10)
        self._goings = GoingModel(()) if goings is None else goings
        self.list = GoingList(self._goings, thumbnails)
        self.list.takenOut.connect(self.takenOut)
        hint = QLabel(self.tr("Least sure first. Space, or a click on “Keep it”, takes one out."))
        hint.setObjectName("faint")
        hint.setWordWrap(True)
        layout.addWidget(hint)
        layout.addWidget(self.list, 1)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = QPushButton()
        self.accept_button.setProperty("primary", True)  # noqa: FBT003 - Qt
        self._buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout.addWidget(self._buttons)
        self.accept_button.setDefault(True)
        self.choice.changed.connect(self._say)
        self._say()
        first = self._confirm or self.accept_button
        first.setFocus()
        self.setMinimumWidth(460)
        room = QSize(900, 760) if parent is None else parent.window().size() - QSize(40, 40)
        self.resize(QSize(820, 720).boundedTo(room))

    @property
    def plan(self) -> CommitPlan:
        """What would be done, without what was taken out."""
        return self._plan

    def show_plan(self, plan: CommitPlan) -> None:
        """Something was taken out, or in again."""
        self._plan = plan
        self._goings.show_plan([planned.victim for planned in plan.planned])
        self._known.setText(self._said_losses())
        if self._warning is not None:
            self._last_copies.setText(self._said_last_copies())
        self._say()

    @property
    def act(self) -> Act:
        """What the person chose."""
        operation = self.choice.operation
        folder = self.choice.folder if operation is Operation.MOVE else None
        carries = self.carry_box.isChecked() and operation not in LINKS
        return Act(operation, folder, self.confirmed_last_copies, carries)

    @property
    def confirmed_last_copies(self) -> bool:
        return self._confirm is not None and self._confirm.isChecked()

    @property
    def last_copy_box(self) -> QCheckBox | None:
        """The tick asked for when a picture would be lost; None when nothing would."""
        return self._confirm

    @property
    def _photos(self) -> tuple[Photo, ...]:
        """What would be touched as it is chosen now."""
        return self._plan.identical if self.choice.operation in LINKS else self._plan.going

    def _headline(self) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        font = QFont(label.font())
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setWeight(QFont.Weight.DemiBold)
        label.setFont(font)
        return label

    def _say(self) -> None:
        """Show what would happen with the action chosen."""
        photos, operation = self._photos, self.choice.operation
        size = sum(photo.size_bytes for photo in photos)
        text = said_act(operation).format(photos=said_photos(len(photos)))
        self._head.setText(self.tr("{action}, {size}").format(action=text, size=said_bytes(size)))
        self._details.setText("\n".join(line for line in self._lines() if line))
        self.accept_button.setText(text)
        for widget in (self.carry_box, self._known):
            widget.setVisible(operation not in LINKS)
        if self._warning is not None:
            self._warning.setVisible(operation not in LINKS and bool(self._plan.last_copies))
        linked = self._plan.linkable
        is_link = operation in LINKS
        self._goings.show_only([plan.victim for plan in linked] if is_link else None)
        self._allow()

    def _lines(self) -> list[str]:
        plan, is_link = self._plan, self.choice.operation in LINKS
        others = len(plan.going) - len(plan.identical)
        return [
            self.tr("No last copies: of every picture at least one file stays.")
            if is_link or not plan.last_copies
            else "",
            self.tr("Not byte-identical to a copy that stays, left marked: {photos}.").format(
                photos=said_photos(others)
            )
            if is_link and others
            else "",
            self.tr("Left where it is, because the folder is locked: {photos}.").format(
                photos=said_photos(plan.locked)
            )
            if plan.locked
            else "",
            self.tr(
                "Left where it is, because the RAW or JPEG of its shot stays: {photos}."
            ).format(photos=said_photos(plan.apart))
            if plan.apart
            else "",
            self.tr("RAW and JPEG of one shot, which go together or not at all: {photos}.").format(
                photos=said_photos(plan.shots)
            )
            if plan.shots and not is_link
            else "",
            self.tr("Film, edits or sound move beside the copy that stays, of: {photos}.").format(
                photos=said_photos(plan.followed)
            )
            if plan.followed and not is_link
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

    def _said_losses(self) -> str:
        """What is known to be lost otherwise, part by part."""
        names = {
            "date": self.tr("date"),
            "place": self.tr("place"),
            "keywords": self.tr("keywords"),
            "rating": self.tr("rating"),
        }
        parts = [
            f"{name}: {said_photos(self._plan.losses[part])}"
            for part, name in names.items()
            if self._plan.losses.get(part)
        ]
        if not parts:
            return self.tr(
                "As far as is known nothing would be lost; "
                "captions and what Google Takeout wrote are looked for."
            )
        return " · ".join(parts)

    def _said_last_copies(self) -> str:
        photos = self._plan.last_copies
        names = ", ".join(said_name(photo.path) for photo in photos[:3])
        if len(photos) > 3:
            names = self.tr("{names} and {n} more").format(
                names=names, n=said_count(len(photos) - 3)
            )
        return self.tr("No copy would be left of {photos}: {names}").format(
            photos=said_photos(len(photos)), names=names
        )

    def _last_copy_warning(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("warningBox")
        box = QVBoxLayout(frame)
        box.setContentsMargins(12, 10, 12, 10)
        text = self._last_copies = QLabel(self._said_last_copies())
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        box.addWidget(text)
        self._confirm = QCheckBox(self.tr("I do not want to keep any copy of them"))
        self._confirm.toggled.connect(self._allow)
        box.addWidget(self._confirm)
        return frame

    def _allow(self) -> None:
        asks = bool(self._plan.last_copies) and self.choice.operation not in LINKS
        is_confirmed = not asks or self.confirmed_last_copies
        self.accept_button.setEnabled(
            bool(self._photos) and is_confirmed and not self.choice.trouble
        )


def said_act(operation: Operation) -> str:
    """What would be done, with {photos} in it."""
    folder = QCoreApplication.translate("CommitSheet", "a folder")
    return said(OPERATION_WORDS[operation].act).replace("{folder}", folder)


def said_done(operation: Operation) -> str:
    """What was done, with {photos} and {size} in it."""
    t = QCoreApplication.translate
    done = said(OPERATION_WORDS[operation].done)
    done = done.replace("{folder}", t("CommitSheet", "the folder"))
    return t("CommitSheet", "{photos} {done}, {size}.").replace("{done}", done)

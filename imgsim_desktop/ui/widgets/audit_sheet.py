"""A whole lane at once, after a look at its riskiest pairs and at some drawn at random."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from imgsim_desktop.records import Photo
from imgsim_desktop.review.auditing import Audit, Pick, most_wrong
from imgsim_desktop.ui import icons
from imgsim_desktop.ui.models.reasons import said_edit, said_rule
from imgsim_desktop.ui.texts import (
    as_tip,
    locale,
    said_bytes,
    said_count,
    said_groups,
    said_name,
    said_path,
    said_percent,
    said_photos,
)
from imgsim_desktop.ui.theme import Colors, colors
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.widgets.dialog_size import resize_on_screen
from imgsim_desktop.ui.widgets.key_bar import FlowLayout

_CARD = QSize(268, 178)
_THUMB_PX = 124
_SURE = 0.97
"""Below it the card says how sure the pair is."""


class AuditCard(QAbstractButton):
    """One pair, the kept photo before the one that would go; checked: this suggestion is wrong."""

    def __init__(
        self, pick: Pick, photos: Mapping[int, Photo], thumbnails: ThumbnailLoader
    ) -> None:
        super().__init__()
        self.pick = pick
        self._photos = (photos[pick.keeper], photos[pick.victim])
        self._thumbnails = thumbnails
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        names = [said_name(photo.path) for photo in self._photos]
        said = self.tr("Keep {keeper}, trash {victim}. {why}")
        self._why = _said_why(pick)
        self.setAccessibleName(said.format(keeper=names[0], victim=names[1], why=self._why))
        self.setAccessibleDescription(self.tr("Space: this one is wrong, leave its group alone"))
        self.setToolTip(as_tip("\n".join(said_path(photo.path) for photo in self._photos)))

    def sizeHint(self) -> QSize:
        return _CARD

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        wrong = self.isChecked()
        edge = chosen.accent if self.hasFocus() else chosen.trash if wrong else chosen.edge
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() or wrong else 1))
        painter.setBrush(QColor(chosen.hover if self.underMouse() else chosen.raised))
        painter.drawRoundedRect(box, 8, 8)
        left = QRectF(box.left() + 7, box.top() + 7, _THUMB_PX, _THUMB_PX - 14)
        right = left.translated(_THUMB_PX + 6, 0)
        signs = ((left, "check", chosen.keep), (right, "trash", chosen.trash))
        for photo, (place, icon, color) in zip(self._photos, signs, strict=True):
            self._paint_photo(painter, photo, place)
            self._paint_sign(painter, icon, color, place, chosen)
        self._paint_texts(painter, box, chosen)
        if wrong:
            self._paint_wrong(painter, box, chosen)

    def _paint_photo(self, painter: QPainter, photo: Photo, place: QRectF) -> None:
        pixmap = self._thumbnails.pixmap(photo.content_hash, 160, self.devicePixelRatioF())
        if pixmap is None:
            painter.fillRect(place, QColor(colors().placeholder))
            return
        size = QSize(pixmap.width(), pixmap.height())
        size.scale(place.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        frame = QRect(0, 0, size.width(), size.height())
        frame.moveCenter(place.center().toPoint())
        painter.drawPixmap(frame, pixmap)

    def _paint_sign(
        self, painter: QPainter, icon: str, color: str, place: QRectF, chosen: Colors
    ) -> None:
        sign = QRectF(place.left() + 2, place.top() + 2, 22, 22)
        painter.setPen(QPen(QColor(color), 1.2))
        painter.setBrush(QColor(chosen.raised))
        painter.drawEllipse(sign)
        drawn = icons.pixmap(icon, 14, QColor(color), self.devicePixelRatioF())
        painter.drawPixmap(round(sign.left() + 4), round(sign.top() + 4), drawn)

    def _paint_texts(self, painter: QPainter, box: QRectF, chosen: Colors) -> None:
        painter.setPen(QColor(chosen.text))
        metrics = painter.fontMetrics()
        line = QRectF(box.left() + 9, box.top() + _THUMB_PX + 2, box.width() - 18, 18)
        victim = self._photos[1].path
        name = f"{said_name(victim.parent)}/{said_name(victim)}"
        painter.drawText(
            line,
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, int(line.width())),
        )
        painter.setPen(QColor(chosen.faint))
        why = metrics.elidedText(self._why, Qt.TextElideMode.ElideRight, int(line.width()))
        painter.drawText(line.translated(0, 20), Qt.AlignmentFlag.AlignVCenter, why)

    def _paint_wrong(self, painter: QPainter, box: QRectF, chosen: Colors) -> None:
        veil = QColor(chosen.raised)
        veil.setAlphaF(0.7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(veil)
        painter.drawRoundedRect(box, 8, 8)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(chosen.trash))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.tr("Wrong: left alone"))


class AuditSheet(QDialog):
    """Asks before a lane is accepted; what is called wrong is left out with its group."""

    groupsAccepted = Signal(object)
    """Keepers of the groups to leave out: all others are accepted."""

    def __init__(
        self,
        audit: Audit,
        lane: str,
        photos: Mapping[int, Photo],
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("auditSheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._audit = audit
        self._lane = lane
        self.riskiest = [AuditCard(pick, photos, thumbnails) for pick in audit.riskiest]
        self.sample = [AuditCard(pick, photos, thumbnails) for pick in audit.sample]
        self.setWindowTitle(self.tr("Accept all of “{lane}”").format(lane=lane))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 16)
        layout.setSpacing(10)
        layout.addWidget(self._headline())
        layout.addWidget(self._numbers())
        layout.addWidget(self._pictures(), 1)
        self._bound = QLabel()
        self._bound.setWordWrap(True)
        layout.addWidget(self._bound)
        buttons = QDialogButtonBox()
        self.accept_button = QPushButton()
        self.accept_button.setProperty("primary", True)  # noqa: FBT003 - Qt
        self.accept_button.setDefault(True)
        cancel = QPushButton(self.tr("Cancel"))
        buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._accepted)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        for card in (*self.riskiest, *self.sample):
            card.toggled.connect(self._say)
        thumbnails.loaded.connect(self._redraw)
        self._say()
        resize_on_screen(self, QSize(900, 680))
        first = next(iter((*self.riskiest, *self.sample)), self.accept_button)
        first.setFocus()

    @property
    def left_out(self) -> list[int]:
        """Keepers of the groups called wrong."""
        cards = (*self.riskiest, *self.sample)
        return [card.pick.group.keeper for card in cards if card.isChecked()]

    def _redraw(self, _hashes: object) -> None:
        for card in (*self.riskiest, *self.sample):
            card.update()

    def _headline(self) -> QLabel:
        audit = self._audit
        text = self.tr("Mark {photos} in {groups} of “{lane}” for the trash, {size}")
        label = QLabel(
            text.format(
                photos=said_photos(audit.photos),
                groups=said_groups(audit.groups),
                lane=self._lane,
                size=said_bytes(audit.size_bytes),
            )
        )
        label.setWordWrap(True)
        font = QFont(label.font())
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setWeight(QFont.Weight.DemiBold)
        label.setFont(font)
        return label

    def _numbers(self) -> QLabel:
        audit = self._audit
        lines = [
            self.tr("Last copies among them: {n}.").format(n=said_count(audit.last_copies)),
            self.tr("Left where it is, because the folder is locked: {photos}.").format(
                photos=said_photos(audit.locked)
            ),
            self.tr("Only marks are set; one undo takes all of them back."),
        ]
        label = QLabel("  ".join(lines))
        label.setWordWrap(True)
        label.setObjectName("faint")
        return label

    def _pictures(self) -> QScrollArea:
        inside = QWidget()
        inside.setObjectName("auditPairs")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        for title, cards in (
            (self.tr("Riskiest: look at each of them"), self.riskiest),
            (self.tr("Drawn at random"), self.sample),
        ):
            if cards:
                column.addWidget(_section(title, cards))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName(self.tr("Pairs to look at"))
        area.setWidget(inside)
        return area

    def _say(self) -> None:
        """What the pairs that were called wrong tell about all others."""
        audit = self._audit
        wrong = sum(card.isChecked() for card in self.sample)
        out = len(set(self.left_out))
        hint = self.tr("Click a pair, or press Space on it, if the suggestion is wrong.")
        if audit.sample:
            share = 100 * most_wrong(len(audit.sample), wrong, audit.drawn_from)
            text = self.tr(
                "{wrong} of {drawn} drawn at random are wrong: of all the others at most {share} % "
                "are, 95 % sure."
            )
            hint += " " + text.format(
                wrong=said_count(wrong),
                drawn=said_count(len(audit.sample)),
                share=locale().toString(share, "f", 1),
            )
        self._bound.setText(hint)
        accepted = self.tr("Accept {groups}").format(groups=said_groups(audit.groups - out))
        self.accept_button.setText(accepted)
        self.accept_button.setEnabled(audit.groups > out)

    def _accepted(self) -> None:
        self.groupsAccepted.emit(self.left_out)
        self.accept()


def _section(title: str, cards: Sequence[AuditCard]) -> QWidget:
    section = QWidget()
    column = QVBoxLayout(section)
    column.setContentsMargins(0, 4, 0, 4)
    label = QLabel(title)
    label.setObjectName("sectionTitle")
    column.addWidget(label)
    flow = QWidget()
    layout = FlowLayout(flow, gap_px=8)
    for card in cards:
        layout.addWidget(card)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    flow.setSizePolicy(policy)
    column.addWidget(flow)
    return section


def _said_why(pick: Pick) -> str:
    """What makes a pair worth a look: what was done to it, and what only the victim has."""
    parts = [", ".join(map(said_edit, pick.edits))] if pick.edits else []
    if pick.keeper_better:
        parts.append(", ".join(map(said_rule, pick.keeper_better)))
    if pick.victim_better:
        better = QCoreApplication.translate("AuditSheet", "but: {reasons}")
        parts.append(better.format(reasons=", ".join(map(said_rule, pick.victim_better))))
    if pick.confidence < _SURE:
        parts.append(said_percent(pick.confidence))
    return " · ".join(parts)

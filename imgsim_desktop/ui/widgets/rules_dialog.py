"""Which copy is kept: rules in their order, saved sets of them, and what they would change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from imgsim_desktop.records import Photo
from imgsim_desktop.review.auditing import Pick
from imgsim_desktop.review.explain import DEFAULT_RULES, RULES, Choice, KeeperChange, parse_rules
from imgsim_desktop.ui import icons
from imgsim_desktop.ui.command_actions import CommandActions
from imgsim_desktop.ui.commands import Need, Place
from imgsim_desktop.ui.models.reasons import said_rule_meaning, said_rule_title
from imgsim_desktop.ui.texts import said_count
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.widgets.audit_sheet import AuditCard
from imgsim_desktop.ui.widgets.dialog_size import resize_on_screen
from imgsim_desktop.ui.widgets.number_fields import inset

_PREVIEW_MS = 150
"""After the last change; ten thousand groups are judged anew in half a second."""
_SHOWN = 8
_OWN = "own"
_UNSAVED = "unsaved"

Preview = Callable[[Sequence[str]], tuple[list[KeeperChange], int]]
"""What rules would change, and among how many groups."""


class RulesDialog(QDialog):
    """Nothing changes before it is accepted; then `chosen` holds the rules and the saved sets."""

    chosen = Signal(object, object)
    """tuple of rules as written, dict of saved sets."""

    def __init__(
        self,
        rules: Sequence[str],
        sets: Mapping[str, str],
        preview: Preview,
        photos_of: Callable[[Sequence[int]], Mapping[int, Photo]],
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.commands = CommandActions(self, Place.RULES)
        self.setObjectName("rulesDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._sets = dict(sets)
        self._preview = preview
        self._photos_of = photos_of
        self._thumbnails = thumbnails
        self._cards: list[AuditCard] = []
        self.setWindowTitle(self.tr("Which copy is kept"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 14)
        layout.setSpacing(10)
        layout.addLayout(self._build_sets())
        layout.addLayout(self._build_rules(), 3)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        layout.addWidget(self.summary)
        self.pictures = self._build_pictures()
        layout.addWidget(self.pictures, 2)
        layout.addWidget(self._build_buttons())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PREVIEW_MS)
        self._timer.timeout.connect(self.show_preview)
        thumbnails.loaded.connect(self._redraw)
        self._fill(tuple(rules) or DEFAULT_RULES)
        self._fill_sets()
        self.show_preview()
        self.list.setFocus()
        resize_on_screen(self, QSize(760, 720))

    # what is chosen

    @property
    def rules(self) -> tuple[str, ...]:
        """The ticked rules in their order, as `parse_rules` reads them."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(
            str(_choice(item)) for item in items if item.checkState() is Qt.CheckState.Checked
        )

    def move_rule(self, by: int) -> None:
        """Move the current rule up or down."""
        row = self.list.currentRow()
        if 0 <= row + by < self.list.count():
            item = self.list.takeItem(row)
            self.list.insertItem(row + by, item)
            self.list.setCurrentRow(row + by)
            self._changed()

    def set_tolerance(self, value: float) -> None:
        """How much of a difference counts as none, for the current rule."""
        item = self.list.currentItem()
        if item is None:
            return
        choice = _choice(item)
        width = value / 100 if choice.rule.is_share else value
        if choice.tolerance != width:
            item.setData(Qt.ItemDataRole.UserRole, replace(choice, tolerance=width))
            self._changed()

    def add_folder(self, folder: Path, *, inside: bool) -> None:
        """One more rule: prefer what lies in a folder, or what does not."""
        name = "folder" if inside else "not-in-folder"
        self._add(parse_rules([f"{name}:{folder}"])[0], is_on=True, row=0)
        self.list.setCurrentRow(0)
        self._changed()

    def save_set(self, name: str) -> None:
        """Keep the rules as they are under a name; one of that name is replaced."""
        if name.strip():
            self._sets[name.strip()] = "\n".join(self.rules)
            self._fill_sets()

    # building

    def _build_sets(self) -> QHBoxLayout:
        self.sets = QComboBox()
        self.sets.setAccessibleName(self.tr("Saved sets of rules"))
        self.sets.activated.connect(lambda _row: self._take_set())
        save, self._remove = QPushButton(self.tr("Save as…")), QPushButton(self.tr("Remove"))
        save.clicked.connect(self._ask_name)
        self._remove.clicked.connect(self._remove_set)
        label = QLabel(self.tr("Set of rules"))
        label.setBuddy(self.sets)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.sets, 1)
        row.addWidget(save)
        row.addWidget(self._remove)
        for button in (save, self._remove):
            button.setAutoDefault(False)
        return row

    def _build_rules(self) -> QGridLayout:
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Rules, the first one decides first"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.itemChanged.connect(lambda _item: self._changed())
        self.list.currentRowChanged.connect(lambda _row: self._show_details())
        self.list.model().rowsMoved.connect(lambda *_: self._changed())
        inside = QPushButton(self.tr("Prefer a folder…"))
        outside = QPushButton(self.tr("Avoid a folder…"))
        inside.clicked.connect(lambda: self._ask_folder(inside=True))
        outside.clicked.connect(lambda: self._ask_folder(inside=False))
        self._explanation = QLabel()
        self._explanation.setWordWrap(True)
        self._explanation.setObjectName("faint")
        self._tolerance_label = QLabel()
        self._tolerance_label.setWordWrap(True)
        self.tolerance = inset(QDoubleSpinBox())
        self.tolerance.setDecimals(1)
        self.tolerance.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.tolerance.setAccessibleName(self.tr("Differences that count as none"))
        self._tolerance_label.setBuddy(self.tolerance)
        self.tolerance.valueChanged.connect(self.set_tolerance)
        side = QVBoxLayout()
        side.setSpacing(8)
        arrows = QHBoxLayout()
        for arrow in self.commands.buttons("rules"):
            arrow.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            arrows.addWidget(arrow)
        arrows.addStretch(1)
        side.addLayout(arrows)
        side.addWidget(self._explanation)
        side.addWidget(self._tolerance_label)
        side.addWidget(self.tolerance)
        side.addStretch(1)
        for button in (inside, outside):
            button.setAutoDefault(False)
            side.addWidget(button)
        grid = QGridLayout()
        grid.addWidget(self.list, 0, 0)
        grid.addLayout(side, 0, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(1, 200)
        return grid

    def _build_pictures(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName(self.tr("Groups that would keep another photo"))
        inside = QWidget()
        self._row = QHBoxLayout(inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addStretch(1)
        area.setWidget(inside)
        area.setMinimumHeight(120)
        return area

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.accept_button = QPushButton(self.tr("Use these rules"))
        self.accept_button.setProperty("primary", True)  # noqa: FBT003 - Qt
        buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(
            QPushButton(QCoreApplication.translate("AuditSheet", "Cancel")),
            QDialogButtonBox.ButtonRole.RejectRole,
        )
        buttons.accepted.connect(self._accepted)
        buttons.rejected.connect(self.reject)
        return buttons

    # filling

    def _fill(self, rules: Sequence[str]) -> None:
        """The rules in use, ticked, then all others."""
        self.list.blockSignals(True)  # noqa: FBT003 - Qt
        self.list.clear()
        choices = parse_rules(rules)
        for choice in choices:
            self._add(choice, is_on=True)
        used = {choice.rule.name for choice in choices}
        for name, rule in RULES.items():
            if name not in used and not rule.argument:
                self._add(Choice(rule, "", rule.tolerance), is_on=False)
        self.list.blockSignals(False)  # noqa: FBT003 - Qt
        self.list.setCurrentRow(0)
        self._show_details()

    def _add(self, choice: Choice, *, is_on: bool, row: int | None = None) -> None:
        title = said_rule_title(choice.rule.name).format(folder=Path(choice.argument).name)
        item = QListWidgetItem(title)
        item.setToolTip(choice.argument or title)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
        item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        item.setData(Qt.ItemDataRole.UserRole, choice)
        self.list.insertItem(self.list.count() if row is None else row, item)

    def _fill_sets(self) -> None:
        self.sets.clear()
        self.sets.addItem(self.tr("The program's own order"), _OWN)
        for name in sorted(self._sets):
            self.sets.addItem(name, name)
        self._say_set()

    def _say_set(self) -> None:
        """Which saved set the rules are, if any."""
        mine = "\n".join(self.rules)
        saved = {_OWN: "\n".join(map(str, parse_rules(DEFAULT_RULES))), **self._sets}
        found = next((key for key, rules in saved.items() if rules == mine), _UNSAVED)
        row = self.sets.findData(_UNSAVED)
        if found == _UNSAVED and row < 0:
            self.sets.addItem(self.tr("Not saved"), _UNSAVED)
        elif found != _UNSAVED and row >= 0:
            self.sets.removeItem(row)
        self.sets.setCurrentIndex(self.sets.findData(found))
        self._remove.setEnabled(found in self._sets)

    def _enable(self) -> None:
        row, facts = self.list.currentRow(), Need.NOTHING
        if row > 0:
            facts |= Need.BEHIND
        if 0 <= row < self.list.count() - 1:
            facts |= Need.AHEAD
        self.commands.enable(facts)

    def _show_details(self) -> None:
        self._enable()
        item = self.list.currentItem()
        choice = None if item is None else _choice(item)
        has_width = choice is not None and choice.rule.tolerance > 0
        self.tolerance.setVisible(has_width)
        self._tolerance_label.setVisible(has_width)
        self._explanation.setText("" if choice is None else said_rule_meaning(choice.rule.name))
        if choice is None or not has_width:
            return
        is_share = choice.rule.is_share
        self._tolerance_label.setText(
            self.tr("“{rule}”: a difference of less than this counts as none").format(
                rule=said_rule_title(choice.rule.name)
            )
        )
        self.tolerance.blockSignals(True)  # noqa: FBT003 - Qt
        self.tolerance.setRange(0, 1000)
        self.tolerance.setSuffix(" %" if is_share else "")
        self.tolerance.setValue(choice.tolerance * (100 if is_share else 1))
        self.tolerance.blockSignals(False)  # noqa: FBT003 - Qt

    def _changed(self) -> None:
        self._say_set()
        self._timer.start()

    # what it would change

    def show_preview(self) -> None:
        """Say and show in which groups another photo would be kept."""
        self._timer.stop()
        rules = self.rules
        self.accept_button.setEnabled(bool(rules))
        if not rules:
            self.summary.setText(self.tr("Tick at least one rule."))
            self._show_cards([])
            return
        changes, of = self._preview(rules)
        if not of:
            text = self.tr("No group is open to try the rules on.")
        elif of == 1 and changes:
            text = self.tr("In the only open group another photo would be suggested to stay:")
        elif of == 1:
            text = self.tr("In the only open group the same photo would be suggested to stay.")
        elif changes:
            text = self.tr("In {n} of {all} open groups another photo would be suggested to stay:")
        else:
            text = self.tr("In all {all} open groups the same photo would be suggested to stay.")
        self.summary.setText(text.format(n=said_count(len(changes)), all=said_count(of)))
        self._show_cards(changes[:_SHOWN])

    def _show_cards(self, changes: Sequence[KeeperChange]) -> None:
        for card in self._cards:
            self._row.removeWidget(card)
            card.deleteLater()
        photos = self._photos_of([n for c in changes for n in (c.before, c.after)])
        self._cards = []
        for change in changes:
            if change.before in photos and change.after in photos:
                better = (change.code,) if change.code in RULES else ()
                pick = Pick(change.group, change.after, change.before, 0.0, keeper_better=better)
                card = AuditCard(pick, photos, self._thumbnails)
                card.setCheckable(False)
                card.setAccessibleDescription("")
                self._row.insertWidget(len(self._cards), card)
                self._cards.append(card)
        self.pictures.setVisible(bool(self._cards))  # else the rules have all the room

    def _redraw(self, _hashes: object) -> None:
        for card in self._cards:
            card.update()

    # sets and folders

    def _take_set(self) -> None:
        key = self.sets.currentData()
        if key == _OWN:
            self._fill(DEFAULT_RULES)
        elif key in self._sets:
            self._fill(self._sets[key].splitlines())
        self._changed()

    def _remove_set(self) -> None:
        self._sets.pop(self.sets.currentData(), None)
        self._fill_sets()

    def _ask_name(self) -> None:
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Save these rules"))
        dialog.setLabelText(self.tr("Name of the set"))
        dialog.textValueSelected.connect(self.save_set)
        dialog.open()

    def _ask_folder(self, *, inside: bool) -> None:
        title = self.tr("Prefer a folder…") if inside else self.tr("Avoid a folder…")
        name = QFileDialog.getExistingDirectory(self, title.rstrip("…"))
        if name:
            self.add_folder(Path(name), inside=inside)

    def _accepted(self) -> None:
        own = tuple(map(str, parse_rules(DEFAULT_RULES)))
        self.chosen.emit(() if self.rules == own else self.rules, dict(self._sets))
        self.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            icons.redraw_icons(self)


def _choice(item: QListWidgetItem) -> Choice:
    found = item.data(Qt.ItemDataRole.UserRole)
    assert isinstance(found, Choice)
    return found

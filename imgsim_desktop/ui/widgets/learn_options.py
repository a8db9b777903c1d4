"""Everything that can be set on a recipe beside its time: the part under "More settings"."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QDoubleSpinBox, QFormLayout, QLabel, QLineEdit, QSpinBox, QWidget

from imgsim_desktop.scan.models import Knob, knobs_of
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.widgets.number_fields import inset

_MOST = 1_000_000
_NO_BATCH = frozenset({"head"})
"""Recipes that choose their batches themselves."""


class LearnOptions(QWidget):
    """A field for each knob of the recipe, filled with what the recipe takes by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("More settings"))
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(16)
        self._recipe = ""
        self._knobs: tuple[Knob, ...] = ()
        self.fields: dict[str, QSpinBox | QDoubleSpinBox | QLineEdit] = {}

    def show_recipe(self, recipe: str) -> None:
        """The fields of another recipe; what was set on the one before is forgotten."""
        if recipe == self._recipe:
            return
        self._recipe, self._knobs, self.fields = recipe, knobs_of(recipe), {}
        while self._form.rowCount():
            self._form.removeRow(0)
        for knob in self._knobs:
            self._add(knob.name, said(knob.title), _field(knob), said(knob.about))
        if recipe not in _NO_BATCH:
            self._add("batch", self.tr("Photos a step"), _whole(), "")
            self._add("learning_rate", self.tr("Learning rate"), _rate(), "")
        self._add("limit", self.tr("At most so many photos"), _whole(), "")
        seed = inset(QSpinBox())
        seed.setRange(0, _MOST)
        seed.setValue(1)
        self._add("seed", self.tr("Seed of all random choices"), seed, "")
        as_is = self.tr("as the recipe has it")
        for name in ("batch", "learning_rate"):
            field = self.fields.get(name)
            if isinstance(field, QSpinBox | QDoubleSpinBox):
                field.setSpecialValueText(as_is)
        limit = self.fields["limit"]
        assert isinstance(limit, QSpinBox)
        limit.setSpecialValueText(self.tr("all"))

    def changed(self) -> dict[str, str]:
        """The knobs that are not as the recipe has them."""
        found = {}
        for knob in self._knobs:
            field = self.fields[knob.name]
            text = field.text() if isinstance(field, QLineEdit) else f"{field.value():g}"
            default = knob.default if isinstance(knob.default, str) else f"{knob.default:g}"
            if text.strip() and text.strip() != default:
                found[knob.name] = text.strip()
        return found

    def batch(self) -> int:
        return int(self._number("batch"))

    def learning_rate(self) -> float:
        return float(self._number("learning_rate"))

    def limit(self) -> int:
        return int(self._number("limit"))

    def seed(self) -> int:
        return int(self._number("seed"))

    def _number(self, name: str) -> float:
        field = self.fields.get(name)
        return float(field.value()) if isinstance(field, QSpinBox | QDoubleSpinBox) else 0.0

    def _add(
        self, name: str, title: str, field: QSpinBox | QDoubleSpinBox | QLineEdit, about: str
    ) -> None:
        label = QLabel(title)
        label.setBuddy(field)
        field.setAccessibleName(title)
        field.setToolTip(about)
        self._form.addRow(label, field)
        self.fields[name] = field


def _field(knob: Knob) -> QSpinBox | QDoubleSpinBox | QLineEdit:
    if isinstance(knob.default, str):
        return QLineEdit(knob.default)
    high = knob.high if math.isfinite(knob.high) else _MOST
    if isinstance(knob.default, int):
        whole = inset(QSpinBox())
        whole.setRange(int(knob.low), int(high))
        whole.setValue(knob.default)
        return whole
    number = inset(QDoubleSpinBox())
    number.setDecimals(4)
    number.setRange(knob.low, high)
    number.setSingleStep(max(knob.default / 10 or (high - knob.low) / 20, 0.001))
    number.setValue(knob.default)
    return number


def _whole() -> QSpinBox:
    field = inset(QSpinBox())
    field.setRange(0, _MOST)
    return field


def _rate() -> QDoubleSpinBox:
    field = inset(QDoubleSpinBox())
    field.setDecimals(6)
    field.setRange(0.0, 1.0)
    field.setSingleStep(0.0001)
    return field

"""Fields with little arrows, their text away from the edge."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QAbstractSpinBox

_TEXT_PX = 8
"""As far from the edge as in the other fields. Qt takes no padding of a style sheet here."""

Field = TypeVar("Field", bound=QAbstractSpinBox)


def inset(field: Field) -> Field:
    """The field itself."""
    field.lineEdit().setTextMargins(_TEXT_PX, 0, 0, 0)
    return field

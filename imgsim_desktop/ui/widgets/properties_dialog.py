"""All that is known of one photo, to be read and copied."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from imgsim_desktop.records import Photo
from imgsim_desktop.ui import texts
from imgsim_desktop.ui.holding_words import said_holdings


class PropertiesDialog(QDialog):
    """One line a fact; the text of each can be selected."""

    def __init__(self, photo: Photo, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("propertiesDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Properties"))
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(6)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        for name, value in facts_of(photo):
            label = QLabel(value)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            label.setWordWrap(True)
            label.setMinimumWidth(360)
            label.setAccessibleName(f"{name}: {value}")
            form.addRow(name, label)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 14)
        layout.addLayout(form)
        layout.addWidget(buttons)


def facts_of(photo: Photo) -> list[tuple[str, str]]:
    """Name and words of each fact that is known."""
    facts = photo.facts

    def t(context: str, text: str) -> str:
        return QCoreApplication.translate(context, text)

    found = [
        (t("properties", "Name"), texts.said_name(photo.path)),
        (t("properties", "Folder"), texts.said_path(photo.path.parent)),
        (t("properties", "Format"), facts.format),
        (t("properties", "Picture"), texts.said_dimensions(facts)),
        (t("properties", "File"), texts.said_bytes(photo.size_bytes)),
        (t("properties", "Changed"), texts.said_date(photo.mtime_ns)),
    ]
    if facts.taken_ns is not None:
        found.append((t("properties", "Taken"), texts.said_date(facts.taken_ns)))
    if facts.camera:
        found.append((t("properties", "Camera"), facts.camera))
    if facts.latitude is not None and facts.longitude is not None:
        found.append((t("properties", "Place"), f"{facts.latitude:.5f}, {facts.longitude:.5f}"))
    if facts.keywords:
        found.append((t("properties", "Keywords"), ", ".join(facts.keywords)))
    if facts.rating is not None and facts.rating > 0:
        found.append((t("properties", "Rating"), "★" * facts.rating))
    if facts.software:
        found.append((t("properties", "Program"), facts.software))
    holds = said_holdings(photo)
    if holds:
        found.append((t("properties", "Holds"), ", ".join(holds)))
    return found

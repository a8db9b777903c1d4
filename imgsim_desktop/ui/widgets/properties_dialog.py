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


def said_exposure(exposure: tuple[float | None, ...]) -> str:
    """ "1/250 s, f/2.8, ISO 400, +0.7 EV"; what the camera did not write is left out."""
    seconds, aperture, iso, bias = (*exposure, None, None, None, None)[:4]
    said = []
    if seconds is not None and seconds > 0:
        fast = seconds < 0.4
        said.append(f"1/{round(1 / seconds)} s" if fast else f"{seconds:g} s")
    if aperture is not None and aperture > 0:
        said.append(f"f/{aperture:.3g}")
    if iso is not None and iso > 0:
        said.append(f"ISO {iso:.0f}")
    if bias:
        said.append(f"{bias:+.2g} EV")
    return ", ".join(said)


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
    exposure = said_exposure(facts.exposure)
    if exposure:
        found.append((t("properties", "Exposure"), exposure))
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

"""What a search was understood as: a chip a term, each taken out by a click."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from imgsim_desktop.library.finding import Problem, Query, Term
from imgsim_desktop.ui import icons
from imgsim_desktop.ui.search_words import said_span, said_term
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.texts import as_tip
from imgsim_desktop.ui.widgets.key_bar import FlowLayout

_WIDEST_PX = 320


class SearchChips(QWidget):
    """Hidden while nothing is looked for."""

    textWanted = Signal(str)
    """The text without the term that was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What is looked for"))
        self._layout = FlowLayout(self)
        self._layout.setContentsMargins(20, 0, 16, 8)
        self.chips: list[QToolButton] = []
        self._text = ""
        self.hide()

    def show_query(self, text: str, query: Query) -> None:
        """Chips for a text and what it was understood as."""
        self._text = text
        for chip in self.chips:
            self._layout.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        today = date.today()  # noqa: DTZ011  the person's own day
        parts: list[Term | Problem] = [*query.terms]
        parts += [problem for problem in query.problems if not problem.is_unfinished]
        for part in sorted(parts, key=lambda part: part.start):
            place = (part.start, part.end)
            if isinstance(part, Term):
                self._add(said_term(part), said_span(part, today), place)
            else:
                self._add(part.text, said(part.sentence), place, is_wrong=True)
        self.setVisible(bool(self.chips))

    def _add(self, text: str, tip: str, place: tuple[int, int], *, is_wrong: bool = False) -> None:
        chip = QToolButton()
        chip.setObjectName("wrongChip" if is_wrong else "filterChip")
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setIconSize(QSize(14, 14))
        icons.set_icon(chip, "close")
        shown = text.replace("&", "&&").replace("\n", " ")
        chip.setText(chip.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideMiddle, _WIDEST_PX))
        said_what = self.tr("{what}: take it out of the search").format(what=text)
        chip.setAccessibleName(f"{said_what}. {tip}" if tip else said_what)
        chip.setToolTip(as_tip(f"{tip}\n{said_what}" if tip else said_what))
        chip.clicked.connect(lambda: self.textWanted.emit(self._without(place)))
        self._layout.addWidget(chip)
        self.chips.append(chip)

    def _without(self, place: tuple[int, int]) -> str:
        start, end = place
        return f"{self._text[:start].rstrip()} {self._text[end:].lstrip()}".strip()

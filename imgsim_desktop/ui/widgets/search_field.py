"""The field of the tool bar: finds photos by words, and suggests what a word may become."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QWidget

from imgsim_desktop.library.finding.suggestions import (
    NOTHING,
    Completion,
    Vocabulary,
    suggestions,
)
from imgsim_desktop.ui.widgets.filter_edit import FilterEdit


class SearchField(FilterEdit):
    """Down goes into the suggestions, Enter or Tab takes one, Esc closes them, then the search."""

    wordsNeeded = Signal()
    """The field has the keys: what can be suggested should be known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.does_suggest = True
        """Off on pages whose field filters by name alone."""
        self._vocabulary = NOTHING
        self._offered: list[Completion] = []
        self._model = QStringListModel(self)
        self._list = QCompleter(self._model, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setWidget(self)
        popup = self._list.popup()
        assert popup is not None
        self._popup = popup
        popup.setObjectName("suggestions")
        popup.setAccessibleName(self.tr("Suggestions"))
        self._list.activated.connect(self._take)
        self.textEdited.connect(self._suggest)

    def set_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Names of the library that may be suggested."""
        self._vocabulary = vocabulary

    @property
    def offered(self) -> list[str]:
        """The suggestions on the screen."""
        return [each.text for each in self._offered] if self._popup.isVisible() else []

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.wordsNeeded.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._popup.isVisible():
            if event.key() == Qt.Key.Key_Escape:
                self._popup.hide()
                return
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                if self._popup.currentIndex().isValid():
                    event.ignore()  # the list takes its line then
                    return
                self._popup.hide()
        super().keyPressEvent(event)

    def _suggest(self, text: str) -> None:
        found = suggestions(text, self.cursorPosition(), self._vocabulary)
        self._offered = found if self.does_suggest else []
        self._model.setStringList([each.text for each in self._offered])
        if self._offered:
            self._list.complete()
        else:
            self._popup.hide()

    def _take(self, text: str) -> None:
        for each in self._offered:
            if each.text == text:
                filled, cursor = each.put_into(self.text())
                self.setText(filled)
                self.setCursorPosition(cursor)
                break

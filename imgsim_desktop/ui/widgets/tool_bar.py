"""The bar at the top: pages, filter by name, scan or stop, what is shown beside the page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from imgsim_desktop.ui import icons
from imgsim_desktop.ui.command_actions import CommandActions
from imgsim_desktop.ui.widgets.search_field import SearchField

_WIDE_PX, _NARROW_PX = (190, 420), (110, 110)
"""The field to search with: at least, at most."""
FILTER_MS = 150
"""A pause in typing before the photos are filtered."""


class ToolBar(QToolBar):
    """Made of the window's commands; says what the person types and presses."""

    filterChanged = Signal(object)
    """str, after a pause in typing."""
    filterLeft = Signal()
    """The person wants the photos to have the keys again."""
    scanPressed = Signal()

    def __init__(self, commands: CommandActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self.setWindowTitle(self.tr("Tools"))
        self.setObjectName("tools")
        self.setAccessibleName(self.tr("Tools"))
        self.setMovable(False)
        self.setIconSize(QSize(20, 20))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FILTER_MS)
        self._timer.timeout.connect(self.emit_filter)
        self._other_text = ""
        """Of the pages that are not shown: those that filter by name, or Photos."""
        self.filter = SearchField()
        self.filter.setClearButtonEnabled(True)
        self.saved = QToolButton()
        self.saved.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.saved.setMenu(QMenu(self.saved))
        self.saved.setAccessibleName(self.tr("Saved searches"))
        self.saved.setToolTip(self.tr("Saved searches"))
        icons.set_icon(self.saved, "star")
        self.filter.textChanged.connect(lambda _text: self._timer.start())
        self.filter.left.connect(self._leave_filter)
        self._scan = QToolButton()
        self._scan.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._scan.clicked.connect(self.scanPressed)
        self._page_buttons: list[QToolButton] = []
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addAction(commands.by_name["side-bar"])
        self.addWidget(self._switch(commands.bar("pages")))
        self.addWidget(gap)
        self.addWidget(self.filter)
        self._saved_action = self.addWidget(self.saved)
        self.addSeparator()
        self.addWidget(self._scan)
        self.addAction(commands.by_name["messages"])
        self.addAction(commands.by_name["panel"])
        for action in self.actions():
            widget = self.widgetForAction(action)
            if widget is not None and not widget.accessibleName():
                widget.setAccessibleName(action.text())
        self.say_scanning(is_scanning=False)
        self.say_page(is_search=True)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """In a narrow window words give way to icons: of the scan, of all pages but one, of all."""
        layout = self.layout()
        assert layout is not None
        for level in range(4):
            for button in self._page_buttons:
                _show_word(button, shown=level < 2 or (level == 2 and button.isChecked()))
            _show_word(self._scan, shown=level == 0)
            least, most = _WIDE_PX if level == 0 else _NARROW_PX
            self.filter.setMinimumWidth(least)
            self.filter.setMaximumWidth(most)
            # what Qt has put into the overflow no longer tells the bar that it became narrower
            layout.invalidate()
            if self.sizeHint().width() <= self.width():
                break
        layout.update()

    def _switch(self, pages: Sequence[QAction]) -> QWidget:
        """One button a page."""
        switch = QWidget()
        switch.setObjectName("viewSwitch")
        switch.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        switch.setAccessibleName(self.tr("Pages"))
        row = QHBoxLayout(switch)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for page in pages:
            button = QToolButton()
            page.changed.connect(self._make_room)
            self._page_buttons.append(button)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIconSize(QSize(18, 18))
            button.setDefaultAction(page)
            button.setAccessibleName(page.text())
            row.addWidget(button)
        return switch

    def say_scanning(self, *, is_scanning: bool) -> None:
        """The button stops what runs, or else starts it."""
        icons.set_icon(self._scan, "stop" if is_scanning else "scan")
        text = self.tr("Stop") if is_scanning else self.tr("Scan")
        self._scan.setText(text)
        self._scan.setAccessibleName(text)
        self._scan.setToolTip(self._commands.by_name["stop" if is_scanning else "scan"].toolTip())

    def focus_filter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def say_page(self, *, is_search: bool) -> None:
        """On Photos one looks for anything, on the other pages for names: each has its text."""
        if is_search != self.filter.does_suggest:
            self._other_text, text = self.filter.text(), self._other_text
            self.filter.setText(text)
            self._timer.stop()  # the page that is shown now takes its text by itself
        says = self.tr("Find photos") if is_search else self.tr("Find by name")
        self.filter.setPlaceholderText(says)
        self.filter.setAccessibleName(says)
        self.filter.does_suggest = is_search
        self._saved_action.setVisible(is_search)
        self._make_room()

    def forget_filters(self) -> None:
        """Nothing is looked for on any page."""
        self._other_text = ""
        self.filter.clear()

    @property
    def words(self) -> tuple[str, str]:
        """What is looked for on this page, and on pages of the other kind."""
        return self.filter.text(), self._other_text

    def set_words(self, text: str, other_text: str) -> None:
        """Look for the same as `words` said on such a page; taken at once."""
        self._other_text = other_text
        self.set_filter_text(text)

    def set_filter_text(self, text: str) -> None:
        """Another text, taken at once."""
        self.filter.setText(text)
        self.emit_filter()

    def filter_text(self) -> str:
        return self.filter.text().strip()

    def emit_filter(self) -> None:
        """Without waiting for the pause."""
        self._timer.stop()
        self.filterChanged.emit(self.filter_text())

    def _leave_filter(self) -> None:
        self.emit_filter()
        self.filterLeft.emit()


def _show_word(button: QToolButton, *, shown: bool) -> None:
    style = Qt.ToolButtonStyle
    button.setToolButtonStyle(style.ToolButtonTextBesideIcon if shown else style.ToolButtonIconOnly)

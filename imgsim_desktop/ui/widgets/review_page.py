"""The parts of the review and where they stand: head, lanes and queue, stage, differences, keys."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QPoint, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.review.desk import Figures
from imgsim_desktop.ui import icons
from imgsim_desktop.ui.texts import said_bytes, said_groups, said_photos
from imgsim_desktop.ui.theme import wear_surround
from imgsim_desktop.ui.widgets.act_bar import ActBar
from imgsim_desktop.ui.widgets.alone_strip import AloneStrip
from imgsim_desktop.ui.widgets.confidence_slider import ConfidenceSlider
from imgsim_desktop.ui.widgets.difference_table import DifferenceTable
from imgsim_desktop.ui.widgets.empty_page import EmptyPage
from imgsim_desktop.ui.widgets.fact_chips import FactChips
from imgsim_desktop.ui.widgets.film_strip import FilmStrip
from imgsim_desktop.ui.widgets.filter_bar import FilterBar
from imgsim_desktop.ui.widgets.filter_chip import FilterChip
from imgsim_desktop.ui.widgets.key_bar import KeyBar, KeyButton
from imgsim_desktop.ui.widgets.lane_list import LaneList
from imgsim_desktop.ui.widgets.notice import NoticeBar
from imgsim_desktop.ui.widgets.queue_list import QueueList
from imgsim_desktop.ui.widgets.reason_line import ReasonLine
from imgsim_desktop.ui.widgets.stage import Loaders, Stage

_QUEUE_PX, _TABLE_PX = 244, 288
AROUND_PX = _QUEUE_PX + _TABLE_PX + 4
"""Of the page beside the pictures, with all that can stand there."""
_STAGE_PX = 480
"""So wide are pictures at least before the table stands beside them unasked."""
_LEAST_PAGE_PX = (360, 300)
_LOW_PX = 540
"""Below this height of the page, keys, lanes and reason take as little of it as they can."""
_FILTER_PX = 720
"""Below it the fields of the filter take the place of the lanes."""
_HEAD_MARGIN_PX, _LEAST_SLIDER_PX, _ICON_PX = 14, 90, 34
_LEAST_FIGURES_PX = 190
_OVER_PX = 10
"""Between the edge of a picture's place and what lies over it."""
_BELOW_NAME_PX = 44
_AT_THE_END = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class ReviewPage(QWidget):
    """Widgets only; who decides what they show is the view."""

    def __init__(self, loaders: Loaders, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = ConfidenceSlider()
        self.lanes = LaneList()
        self.filter_chip = FilterChip()
        self.filter_bar = FilterBar()
        self.queue_list = QueueList()
        self.stage = Stage(loaders)
        self.table = DifferenceTable()
        self.empty = EmptyPage("duplicates")
        self.offer = NoticeBar()
        self.act_bar = ActBar()
        self.chips = (FactChips(self.tr("Facts of the kept photo")),
                      FactChips(self.tr("Facts of the other photo")))  # fmt: skip
        for chips in self.chips:
            chips.setParent(self)
            chips.hide()
        self._thumbnails = loaders.thumbnails
        self._is_alone = False
        self.figures = QLabel()
        self.reason = ReasonLine()
        self.groups = QToolButton()
        self._wants_groups: bool | None = None
        """The list of groups, whatever the width says; None: as that says."""
        self._widths = (_QUEUE_PX, _TABLE_PX)
        """Of list and table, as the person drew them."""
        self._asked_for_table = False
        """The table was asked for last, and not the list."""
        self._sure = QLabel()
        self._table_title = QLabel()
        self.all_facts = QToolButton()
        self._head_row = QHBoxLayout()
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        self._panes.setHandleWidth(1)
        self._panes.setChildrenCollapsible(False)
        self._details = self._build_details()
        self._left = self._build_left()
        self._centre = self._build_centre()
        for widget in (self._left, self._centre, self._details):
            self._panes.addWidget(widget)
        self._panes.setStretchFactor(1, 1)
        self._panes.splitterMoved.connect(lambda *_: self._remember_widths())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._head = self._build_head()
        self._column.addWidget(self._head)
        self._column.addWidget(self._panes, 1)
        self.setMinimumSize(*_LEAST_PAGE_PX)  # its parts give way, see `_make_room`
        self._name_parts()

    def add_keys(
        self, key_bar: KeyBar, commit: KeyButton, accept_all: KeyButton, rules: KeyButton
    ) -> None:
        """Buttons made of actions; they come last because the actions need the widgets."""
        self._key_bar, self._accept_all, self._rules = key_bar, accept_all, rules
        self._commit = commit
        self._reason_row.addWidget(rules, 0, _AT_THE_END)
        below = QHBoxLayout()
        below.setContentsMargins(10, 6, 10, 8)
        below.addWidget(accept_all)
        below.addStretch(1)
        self._left_column.addLayout(below)
        self._head_row.addWidget(commit)
        self._column.addWidget(key_bar)
        self._column.addWidget(self.act_bar)

    def add_strip(self, commit: KeyButton, back: KeyButton, alone: KeyButton) -> None:
        """What lies over the pictures while they are alone, and the button that makes them so."""
        film = FilmStrip(self.stage.items_model, self.stage.grid, self._thumbnails)
        self.strip = AloneStrip(film, commit, back, self)
        self.strip.wake_by(self.stage.compare, self.stage.grid.viewport(), self.empty)
        self.stage.add_to_bar(alone)
        self._make_room()

    # the pictures alone

    @property
    def is_alone(self) -> bool:
        """Only the pictures are seen, on dark; all else lies over them or is put away."""
        return self._is_alone

    def key_bar_is_home(self) -> bool:
        """The keys stand at the foot of the page, and not over pictures."""
        return self._column.indexOf(self._key_bar) >= 0

    def set_alone(self, *, on: bool) -> None:
        self._is_alone = on
        for part in (self._head, self._reason_bar, self._offer_place):
            part.setHidden(on)
        for part in (self._middle, self.strip, *self.chips):
            wear_surround(part, on=on)
        if on:
            self._column.removeWidget(self._key_bar)
            self.strip.begin(self.stage.lend_bar(), self._key_bar)
        else:
            self.strip.end()
            self.stage.take_bar_back()
            self._column.insertWidget(self._column.indexOf(self.act_bar), self._key_bar)
            self._key_bar.show()
        self._make_room()

    def show_chips(self, *, shown: bool) -> None:
        for chips in self.chips:
            chips.setVisible(shown)
        self._lay_over()

    def _lay_over(self) -> None:
        """The strip at the foot, the chips in the upper corners below the names."""
        if not self._is_alone:
            return
        self.strip.lie_at_foot()
        high = self.strip.height()
        area = QRect(self._middle.mapTo(self, QPoint()), self._middle.size())
        panes = [pane.translated(area.topLeft()) for pane in self.stage.panes()]
        is_one = len(panes) == 1
        for chips, pane in zip(self.chips, (panes[0], panes[-1]), strict=True):
            wide = pane.width() // 2 - _OVER_PX if is_one else pane.width() - 2 * _OVER_PX
            place = QRect(0, 0, wide, pane.height() - _BELOW_NAME_PX - _OVER_PX)
            place.moveTopLeft(pane.topLeft() + QPoint(_OVER_PX, _BELOW_NAME_PX))
            at_the_right = is_one and chips is self.chips[1]
            if at_the_right:
                place.moveRight(pane.right() - _OVER_PX)
            place.setBottom(min(place.bottom(), self.height() - high - _OVER_PX))
            chips.lay_in(place, at_the_right=at_the_right)
            chips.raise_()
        self.strip.raise_()

    def show_stage(self) -> None:
        self._show(self.stage)

    def show_empty(self) -> None:
        """Without a group nothing differs: the table gives way as well."""
        self._show(self.empty)

    def _show(self, part: QWidget) -> None:
        if self._middle.currentWidget() is not part:
            self._middle.setCurrentWidget(part)
            self._make_room()

    def say_figures(self, figures: Figures, *, is_whole: bool) -> None:
        """ "142 groups, 310 photos, 1.2 GB; about 0.3 wrong pairs expected"; nothing of none.

        is_whole  of all groups: the expected wrong pairs are known of those only
        """
        if not figures.groups:
            self.figures.clear()
            return
        is_next_to_none = figures.wrong_pairs < 0.05
        shown = 0.1 if is_next_to_none else figures.wrong_pairs
        wrong = QLocale().toString(shown, "f", 1 if shown < 10 else 0)
        text = self.tr("{groups}, {photos}, {size}; about {wrong} wrong pairs expected")
        if is_next_to_none:
            text = self.tr("{groups}, {photos}, {size}; fewer than {wrong} wrong pairs expected")
        if not is_whole:
            text = self.tr("{groups}, {photos}, {size}")
        self.figures.setText(
            text.format(
                groups=said_groups(figures.groups),
                photos=said_photos(figures.photos),
                size=said_bytes(figures.reclaim_bytes),
                wrong=wrong,
            )
        )

    def say_sureness(self, confidence: float) -> None:
        """How sure copies must be, as a number."""
        sure = QLocale().toString(100 * confidence, "f", 1)
        self._sure.setText(self.tr("At least {n} % sure").format(n=sure))
        widest = self.tr("At least {n} % sure").format(n=QLocale().toString(99.9, "f", 1))
        self._sure.setMinimumWidth(self._sure.fontMetrics().horizontalAdvance(widest) + 2)

    # inside

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._wants_groups = None
        self._make_room()

    def _make_room(self) -> None:
        """The pictures have half of the window: the list of groups gives way, then the table.

        What is asked for all the same takes the place of the other, or in a page too narrow for
        anything else that of the pictures.
        """
        if self._is_alone:
            self._left.hide()
            self._details.hide()
            self._centre.show()
            self._lay_over()
            return
        wide, half = self.width(), self.window().width() // 2
        has_table = wide - _TABLE_PX >= max(half, _STAGE_PX) or self.all_facts.isChecked()
        has_table = has_table and self._middle.currentWidget() is not self.empty
        fits = wide - _TABLE_PX - _QUEUE_PX >= half
        has_queue = fits if self._wants_groups is None else self._wants_groups
        if has_queue and has_table and wide - _TABLE_PX - _QUEUE_PX < min(half, _STAGE_PX):
            has_queue, has_table = not self._asked_for_table, self._asked_for_table
        queue_px, table_px = self._widths
        if wide - queue_px - table_px < half:
            queue_px, table_px = _QUEUE_PX, _TABLE_PX
        queue_px, table_px = queue_px * has_queue, table_px * has_table
        taken = queue_px + table_px
        self._left.setVisible(has_queue)
        self._details.setVisible(has_table)
        self._centre.setVisible(wide - taken >= self.stage.least_px)
        self.groups.setVisible(not (fits and has_queue))
        self.groups.setChecked(has_queue)
        self._panes.setSizes([queue_px, wide - taken, table_px])
        self._make_low(is_low=self.height() < _LOW_PX)
        self._fit_head(wide)

    def _fit_head(self, wide: int) -> None:
        """The slider and the commit are always there; figures, sureness and a word give way."""
        style, gap_px = Qt.ToolButtonStyle, self._head_row.spacing()
        left = wide - 2 * _HEAD_MARGIN_PX - _LEAST_SLIDER_PX - gap_px
        left -= self._commit.sizeHint().width() + gap_px
        word = self.fontMetrics().horizontalAdvance(self.groups.text()) + gap_px
        if not self.groups.isHidden():
            left -= _ICON_PX + gap_px + word
        self.groups.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if left >= 0 else style.ToolButtonIconOnly
        )
        left -= self._sure.minimumWidth() + gap_px
        self._sure.setVisible(left >= 0)
        self.figures.setVisible(left >= _LEAST_FIGURES_PX)

    def _make_low(self, *, is_low: bool) -> None:
        """In a low window one line each is enough for the keys and the reason."""
        self._key_bar.set_slim(on=is_low)
        self.reason.set_one_line(on=is_low)
        self.lanes.set_low(on=is_low)
        self.lanes.setHidden(self.height() < _FILTER_PX and self.filter_bar.button.isChecked())
        for button in (self._accept_all, self._rules):
            button.setHidden(is_low)

    def _remember_widths(self) -> None:
        """The person drew list or table wider: it stays so while the pictures have their half."""
        queue_px, _, table_px = self._panes.sizes()
        before = self._widths
        self._widths = (queue_px or before[0], table_px or before[1])

    @property
    def has_groups(self) -> bool:
        """The list of groups is seen."""
        return not self._left.isHidden()

    def toggle_groups(self) -> None:
        """The list of groups, or its room for the pictures."""
        self.show_groups(shown=not self.has_groups)

    def show_groups(self, *, shown: bool) -> None:
        """As the person wants it, until the page gets another width."""
        self._wants_groups, self._asked_for_table = shown, False
        self._make_room()

    def _ask_for_table(self, is_asked: object) -> None:
        self._asked_for_table = bool(is_asked)
        self._make_room()

    def _build_head(self) -> QFrame:
        head = QFrame()
        head.setObjectName("reviewHead")
        row = self._head_row
        head.setLayout(row)
        row.setContentsMargins(_HEAD_MARGIN_PX, 6, _HEAD_MARGIN_PX, 6)
        row.setSpacing(10)
        self.figures.setWordWrap(True)
        self.figures.setMinimumWidth(150)
        self.slider.setMinimumWidth(_LEAST_SLIDER_PX)
        self.slider.setMaximumWidth(460)
        self.groups.setCheckable(True)
        self.groups.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        icons.set_icon(self.groups, "menu")
        self.groups.clicked.connect(lambda _on: self.toggle_groups())
        row.addWidget(self.groups)
        row.addWidget(self._sure)
        row.addWidget(self.slider, 3)
        row.addWidget(self.figures, 4)
        return head

    def _build_left(self) -> QWidget:
        left = QWidget()
        left.setObjectName("sideBar")
        left.setMinimumWidth(_QUEUE_PX)
        self.filter_bar.button.toggled.connect(lambda _on: self._make_room())
        line = QFrame()
        line.setFixedHeight(1)
        line.setObjectName("thinLine")
        column = self._left_column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.lanes)
        column.addWidget(line)
        chip = QHBoxLayout()
        chip.setContentsMargins(8, 4, 8, 0)
        chip.addWidget(self.filter_chip)
        column.addLayout(chip)
        column.addWidget(self.filter_bar)
        column.addWidget(self.queue_list, 1)
        return left

    def _build_centre(self) -> QWidget:
        self._middle = QStackedWidget()
        self._middle.addWidget(self.empty)
        self._middle.addWidget(self.stage)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._offer_place = QWidget()
        offer = QVBoxLayout(self._offer_place)
        offer.setContentsMargins(0, 0, 0, 0)
        offer.addWidget(self.offer)
        column.addWidget(self._offer_place)
        column.addWidget(self._middle, 1)
        line = self._reason_bar = QFrame()
        line.setObjectName("reasonBar")
        self._reason_row = QHBoxLayout(line)
        self._reason_row.setContentsMargins(0, 0, 10, 0)
        self._reason_row.addWidget(self.reason, 1)
        column.addWidget(line)
        return centre

    def _build_details(self) -> QWidget:
        details = QWidget()
        details.setMinimumWidth(_TABLE_PX)
        self._table_title.setObjectName("sectionTitle")
        self.all_facts.setCheckable(True)
        self.all_facts.toggled.connect(self.table.set_shows_all)
        self.all_facts.toggled.connect(self._ask_for_table)
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 8, 6)
        head.addWidget(self._table_title, 1)
        head.addWidget(self.all_facts)
        column = QVBoxLayout(details)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        return details

    def _name_parts(self) -> None:
        self.queue_list.setAccessibleName(self.tr("Groups, most worth doing first"))
        self._panes.setAccessibleName(self.tr("Groups, photos and differences"))
        self._table_title.setText(self.tr("What differs"))
        self.all_facts.setText(self.tr("All"))
        self.all_facts.setAccessibleName(self.tr("Also what both have in common"))
        self.groups.setText(self.tr("Groups"))
        self.groups.setAccessibleName(self.tr("List of groups"))
        self.figures.setAccessibleName(self.tr("Groups at this confidence"))
        self._sure.setAccessibleName(self.tr("Confidence"))

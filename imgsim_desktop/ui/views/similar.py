"""The panel beside the pages: copies of the photo chosen, then what else is like it, and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import KIND_WORDS, WHY_WORDS, Photo, Why
from imgsim_desktop.ui import icons, texts
from imgsim_desktop.ui.models.grid_layout import MARGIN_PX
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.models.section_layout import Section
from imgsim_desktop.ui.outside import is_pasted
from imgsim_desktop.ui.picture_loader import image_of
from imgsim_desktop.ui.search_worker import Answer, Question, SearchWorker
from imgsim_desktop.ui.sentences import said, said_error
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader, fitted
from imgsim_desktop.ui.view import OpenPhoto
from imgsim_desktop.ui.widgets.elided_label import ElidedLabel
from imgsim_desktop.ui.widgets.empty_page import EmptyPage
from imgsim_desktop.ui.widgets.grid_painter import PAD_PX
from imgsim_desktop.ui.widgets.photo_grid import PhotoGrid

if TYPE_CHECKING:
    from imgsim_desktop.scan import Match

QUERY_PX = 72
THUMB_PX = 120
LEAST_THUMB_PX = 104
"""Of the results: with less than that for each there is one column fewer."""
WAIT_MS = 150
"""Before "Searching…" is shown: most answers are faster, and a flicker is worse than a wait."""
HISTORY = 50


class SimilarPanel(QWidget):
    """Ask it with `show_photo` or `show_file`; it hears the answers of its SearchWorker."""

    photoOpened = Signal(object)
    """OpenPhoto: among the results."""
    photoChosen = Signal(object)
    """photo_id: the person wants to see it in the gallery."""
    pictureRequested = Signal()
    """The person wants to choose a picture from outside."""
    closeRequested = Signal()
    menuRequested = Signal(object)
    """(QPoint global, photo ids)."""

    def __init__(
        self,
        pages: PhotoPages,
        thumbnails: ThumbnailLoader,
        worker: SearchWorker,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("similarPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Similar photos"))
        self._pages = pages
        self._thumbnails = thumbnails
        self._worker = worker
        self._question: Question | None = None
        self._history: list[Question] = []
        self._matches: dict[int, Match] = {}
        self._away: frozenset[int] = frozenset()
        self._likeness_ends = -1.0
        self._shows_mood = False
        """Whether those are shown, too, that have only their mood in common."""
        self._query_photo: Photo | None = None
        self.grid = PhotoGrid(pages, thumbnails, thumb_px=THUMB_PX)
        self.grid.setAccessibleName(self.tr("Similar photos, copies first"))
        self.grid.set_caption(self._caption)
        self.grid.activated.connect(self._open)
        self.grid.menuRequested.connect(self._ask_menu)
        self.empty = EmptyPage("similar")
        self.empty.actionRequested.connect(self.pictureRequested)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(WAIT_MS)
        self._waiting.timeout.connect(self._say_searching)
        self._build()
        worker.answered.connect(self._take_answer)
        worker.pictured.connect(self._take_picture)
        thumbnails.loaded.connect(self._take_thumbnails)
        self.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as fit, and their pictures as large as they can be."""
        super().resizeEvent(event)
        bar_px = self.grid.verticalScrollBar().sizeHint().width()
        room_px = self.width() - bar_px - 2 * MARGIN_PX
        columns = max(1, room_px // (LEAST_THUMB_PX + 2 * PAD_PX))
        self.grid.set_thumb_px(room_px // columns - 2 * PAD_PX)

    def _build(self) -> None:
        title = ElidedLabel(self.tr("Similar photos"), mode=Qt.TextElideMode.ElideRight)
        title.setObjectName("pageTitle")
        self._back = self._button("back", self.tr("Back to the search before"), self.go_back)
        choose = self._button(
            "search", self.tr("Search with a picture from elsewhere…"), self._choose
        )
        close = self._button("close", self.tr("Close the panel of similar photos"), self._close)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(title, 1)
        for button in (self._back, choose, close):
            head.addWidget(button)
        self._query_picture = QLabel()
        self._query_picture.setFixedSize(QUERY_PX, QUERY_PX)
        self._query_picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._query_picture.setAccessibleName(self.tr("Picture searched for"))
        self._query_name = ElidedLabel()
        self._query_name.setAccessibleName(self.tr("Name of the picture searched for"))
        self._query_says = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self._query_says.setObjectName("faint")
        self._query_says.setAccessibleName(self.tr("Result of the search"))
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addStretch(1)
        names.addWidget(self._query_name)
        names.addWidget(self._query_says)
        names.addStretch(1)
        self._query = QWidget()
        query = QHBoxLayout(self._query)
        query.setContentsMargins(0, 0, 0, 4)
        query.setSpacing(12)
        query.addWidget(self._query_picture)
        query.addLayout(names, 1)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 10, 6)
        top.setSpacing(8)
        top.addLayout(head)
        top.addWidget(self._query)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.grid)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.fold = QPushButton()
        self.fold.setObjectName("moodLine")
        self.fold.setFlat(True)
        self.fold.setAccessibleName(self.tr("Photos that are alike only in mood"))
        self.fold.clicked.connect(self._turn_fold)
        layout.addLayout(top)
        layout.addLayout(self._stack, 1)
        layout.addWidget(self.fold)

    def _button(self, icon: str, text: str, act: object) -> QToolButton:
        button = icons.tool_button(icon, text)
        button.clicked.connect(lambda *_: act())  # type: ignore[operator]
        return button

    # asking

    def show_photo(self, photo_id: int) -> None:
        """Photos similar to one of the library."""
        self.ask(Question(photo_id=photo_id))

    def show_photos(self, photo_ids: Sequence[int]) -> None:
        """Photos similar to all of these at once."""
        first, *others = photo_ids
        self.ask(Question(photo_id=first, others=tuple(others)))

    def turn_away(self, photo_ids: Sequence[int]) -> None:
        """The same question, and not what resembles these; `go_back` asks as before."""
        question = self._question
        if question is not None and photo_ids:
            unlike = tuple(dict.fromkeys((*question.unlike, *photo_ids)))
            self.ask(replace(question, unlike=unlike))

    def show_part(self, path: Path, photo_id: int) -> None:
        """Photos similar to a part of one, cut out into a file."""
        self.ask(Question(path=path, part_of=photo_id))

    def show_file(self, path: Path) -> None:
        """Photos similar to a picture from anywhere."""
        self.ask(Question(path=path))

    def ask_again(self) -> None:
        """The library has changed: the same question anew, without hiding the present answer."""
        if self._question is not None and self.isVisible():
            self._worker.ask(self._question)

    def leave_out(self, photo_ids: Collection[int]) -> None:
        """These were thrown away a moment ago; all others stay where they are."""
        self._away = frozenset(photo_ids)
        if self._matches:
            self._show_matches()

    def refresh(self) -> None:
        """The library has changed: no picture of before is left, above the results or in them."""
        question, before = self._question, self._query_photo
        if question is not None and question.photo_id is not None:
            self._query_photo = self._pages.one(question.photo_id)
            if self._query_photo is not None and self._query_photo != before:
                self._say_name(self._name_of(question))
                self._show_query_picture()
        self.grid.refresh_cells()

    def go_back(self) -> None:
        """To the question before this one."""
        if self._history:
            self._show_question(self._history.pop())

    def clear(self) -> None:
        """Another library: nothing is asked."""
        self._waiting.stop()
        self._question = None
        self._history.clear()
        self._matches = {}
        self.fold.hide()
        self._query_photo = None
        self._query.hide()
        self._back.hide()
        self.grid.set_ids(np.zeros(0, np.int64))
        self._stack.setCurrentWidget(self.empty)
        self.empty.say(
            self.tr("Choose a photo"),
            self.tr(
                "Click a photo to see what resembles it, or search with a picture from elsewhere: "
                "drop it here, paste it or open it."
            ),
            self.tr("Open a picture…"),
        )

    @property
    def question(self) -> Question | None:
        return self._question

    def ask(self, question: Question) -> None:
        if self._question is not None and self._question != question:
            self._history = [*self._history[-HISTORY:], self._question]
        self._show_question(question)

    def _show_question(self, question: Question) -> None:
        self._question = question
        self._back.setVisible(bool(self._history))
        self._query.show()
        self._query_photo = None
        if question.photo_id is not None:
            self._query_photo = self._pages.one(question.photo_id)
        self._say_name(self._name_of(question))
        self._query_says.setText("")
        self._show_query_picture()
        self._waiting.start()
        self._worker.ask(question)

    def _name_of(self, question: Question) -> str:
        """Of what is asked for: a name, or how many photos."""
        if question.others:
            return texts.said_photos(1 + len(question.others))
        if question.photo_id is not None:
            return "" if self._query_photo is None else texts.said_name(self._query_photo.path)
        if question.path is None:
            return ""
        if question.part_of is not None:
            whole = self._pages.one(question.part_of)
            name = "" if whole is None else texts.said_name(whole.path)
            return self.tr("Part of {name}").format(name=name)
        if is_pasted(question.path):
            return self.tr("From the clipboard")
        return texts.said_name(question.path)

    def _say_name(self, name: str) -> None:
        self._query_name.setText(name)
        self._query_name.setToolTip(texts.as_tip(name))

    def _show_query_picture(self) -> None:
        self._query_picture.clear()
        if self._query_photo is not None:
            ratio = self.devicePixelRatioF()
            pixmap = self._thumbnails.pixmap(self._query_photo.content_hash, THUMB_PX, ratio)
            if pixmap is not None:
                self._set_query_picture(pixmap)

    def _set_query_picture(self, pixmap: QPixmap) -> None:
        self._query_picture.setPixmap(fitted(pixmap, QUERY_PX, self.devicePixelRatioF()))

    # answers

    def _take_answer(self, answer: Answer) -> None:
        if answer.question != self._question:
            return
        self._waiting.stop()
        if answer.picture is not None:
            self._set_query_picture(QPixmap.fromImage(image_of(answer.picture)))
        if answer.error is not None:
            self._say_error(answer.error)
            return
        matches = {match.photo_id: match for match in answer.matches}
        is_new = matches.keys() != self._matches.keys()
        self._matches = matches
        if not matches:
            self._say_nothing()
            return
        self._likeness_ends = answer.likeness_ends
        if is_new:
            self._shows_mood = False
        self._show_matches()
        if is_new:
            self.grid.verticalScrollBar().setValue(0)

    def _show_matches(self) -> None:
        """Those that are related or alike; the others where the person wants them, too."""
        found = [match for key, match in self._matches.items() if key not in self._away]
        alike = [match for match in found if not self._is_mood(match)]
        mood = len(found) - len(alike)
        shown = found if self._shows_mood else alike
        ids = np.array([match.photo_id for match in shown], np.int64)
        self.grid.set_ids(ids, sections=self._sections(shown), are_wide=self._are_wide(ids))
        said_found = self._said_found(len(alike))
        self._query_says.setText(said_found)
        self._query_says.setToolTip(texts.as_tip(said_found))
        self.fold.setVisible(bool(mood))
        more = self.tr("Only alike in mood: {n} more").format(n=mood)
        less = self.tr("Hide the {n} that are alike only in mood").format(n=mood)
        self.fold.setText(less if self._shows_mood else more)
        self.fold.setAccessibleName(self.fold.text())
        icons.set_icon(self.fold, "chevron-up" if self._shows_mood else "chevron-down")
        if shown:
            self._stack.setCurrentWidget(self.grid)
        else:
            self.empty.say(
                self.tr("Nothing is really similar"),
                self.tr("The other photos are no more alike to this one than chance makes them."),
            )
            self._stack.setCurrentWidget(self.empty)

    def _said_found(self, number: int) -> str:
        """How many there are, and of how many photos the answer was turned away."""
        found = self.tr("{n} most similar").format(n=number)
        found = found if number else self.tr("Nothing is really similar")
        unlike = () if self._question is None else self._question.unlike
        if not unlike:
            return found
        photos = texts.said_photos(len(unlike))
        return self.tr("{found}, less like {photos}").format(found=found, photos=photos)

    def _is_mood(self, match: Match) -> bool:
        """Nothing but the network speaks for it, and that not much."""
        return match.why is Why.ALIKE and match.similarity < self._likeness_ends

    def _sections(self, shown: Sequence[Match]) -> list[Section]:
        """Words above photos of one why; none where all of them are alike, and that is all."""

        def words(match: Match) -> str:
            return (
                self.tr("Only alike in mood")
                if self._is_mood(match)
                else said(WHY_WORDS[match.why])
            )

        found = [Section(above, len(list(some))) for above, some in groupby(shown, words)]
        is_plain = len(found) == 1 and shown[0].why is Why.ALIKE
        return [] if is_plain else found

    def _are_wide(self, ids: NDArray[np.int64]) -> bool:
        """Whether most photos are wider than high, so that squares would be half empty."""
        facts = [photo.facts for photo in self._pages.get(ids.tolist()).values()]
        return 2 * sum(each.width_px > each.height_px for each in facts) > len(facts)

    def _turn_fold(self) -> None:
        self._shows_mood = not self._shows_mood
        self._show_matches()

    def _take_picture(self, answer: Answer) -> None:
        if answer.question == self._question and answer.picture is not None:
            self._set_query_picture(QPixmap.fromImage(image_of(answer.picture)))

    def _take_thumbnails(self, hashes: frozenset[bytes]) -> None:
        if self._query_photo is not None and self._query_photo.content_hash in hashes:
            self._show_query_picture()

    def _say_searching(self) -> None:
        self._query_says.setText(self.tr("Searching…"))
        if not len(self.grid):
            self.empty.say(self.tr("Searching…"))
            self._stack.setCurrentWidget(self.empty)

    def _say_nothing(self) -> None:
        self.fold.hide()
        self.grid.set_ids(np.zeros(0, np.int64))
        self._query_says.setText(self.tr("Nothing found"))
        self.empty.say(
            self.tr("Nothing similar yet"),
            self.tr(
                "There is no other photo to compare with, or this one has not been read. "
                "Results appear while a scan goes on."
            ),
        )
        self._stack.setCurrentWidget(self.empty)

    def _say_error(self, error: Exception) -> None:
        self.fold.hide()
        self.grid.set_ids(np.zeros(0, np.int64))
        self._matches = {}
        self._query_says.setText(self.tr("Not searched"))
        if isinstance(error, KnownError):
            self.empty.say(*said_error(error))
        elif isinstance(error, OSError):
            self.empty.say(self.tr("This picture cannot be opened."), str(error))
        else:
            self.empty.say(
                self.tr("The search failed."),
                self.tr("This is a fault of the program; Help > Report a problem has the details."),
            )
        self._stack.setCurrentWidget(self.empty)

    # the rest

    def _caption(self, photo: Photo) -> str:
        """How sure a copy is one, and what kind of copy; else how alike they are."""
        match = self._matches.get(photo.photo_id)
        if match is None:
            return ""
        if match.why is not Why.COPIES or match.kind is None:
            return texts.said_percent(match.similarity)
        sure = texts.said_percent(match.confidence or 0.0)
        return self.tr("{kind}, {sure}").format(kind=said(KIND_WORDS[match.kind]), sure=sure)

    def _open(self, photo_id: int) -> None:
        row = self.grid.row_of(photo_id)
        if row is not None:
            self.photoOpened.emit(OpenPhoto(self.grid.ids, row))

    def _ask_menu(self, point: object) -> None:
        self.menuRequested.emit((point, self.grid.selected_ids()))

    def _choose(self) -> None:
        self.pictureRequested.emit()

    def _close(self) -> None:
        self.closeRequested.emit()

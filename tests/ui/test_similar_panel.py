"""The panel of similar photos says why each is there, and ends where likeness ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from imgsim_desktop.records import PairKind, Photo, Why
from imgsim_desktop.scan import Match
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.outside import SHELF
from imgsim_desktop.ui.search_worker import Answer, Question, SearchWorker
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.views.similar import SimilarPanel
from tests.ui.fakes import FakeStore, photos


@pytest.fixture
def panel(qtbot: QtBot) -> SimilarPanel:
    thumbnails = ThumbnailLoader()
    thumbnails.set_source(FakeStore())  # type: ignore[arg-type]
    worker = SearchWorker()
    made = SimilarPanel(PhotoPages(photos), thumbnails, worker)

    def close(_widget: object) -> None:
        worker.stop()
        thumbnails.stop()

    qtbot.addWidget(made, before_close_func=close)
    return made


def answer(panel: SimilarPanel, *similarities: float) -> None:
    question = Question(photo_id=99)
    panel._show_question(question)
    found = tuple(Match(number, value) for number, value in enumerate(similarities, 1))
    panel._take_answer(Answer(question, found, likeness_ends=0.3))


def test_what_is_alike_only_in_mood_is_folded_below_a_line(panel: SimilarPanel) -> None:
    answer(panel, 0.9, 0.5, 0.29, 0.1)
    assert panel.grid.ids.tolist() == [1, 2]
    assert panel.fold.text() == "Only alike in mood: 2 more"
    panel.fold.click()
    assert panel.grid.ids.tolist() == [1, 2, 3, 4]
    panel.fold.click()
    assert panel.grid.ids.tolist() == [1, 2]


def test_where_nothing_is_alike_it_says_so(panel: SimilarPanel) -> None:
    answer(panel, 0.2, 0.1)
    assert len(panel.grid) == 0
    assert panel._query_says.text() == "Nothing is really similar"
    answer(panel, 0.9, 0.8)
    assert panel.fold.isHidden()


def test_a_picture_of_the_clipboard_is_called_so(panel: SimilarPanel, tmp_path: Path) -> None:
    shelf = tmp_path / f"{SHELF}x"
    panel._show_question(Question(path=shelf / "pasted-v6icyvwh.png"))
    assert panel._query_name.text() == "From the clipboard"
    panel._show_question(Question(path=tmp_path / "pasted-by-me.png"))
    assert panel._query_name.text() == "pasted-by-me.png"


def test_sections_say_why_and_each_photo_is_once(panel: SimilarPanel) -> None:
    question = Question(photo_id=99)
    panel._show_question(question)
    found = (
        Match(1, 0.6, Why.COPIES, PairKind.EDITED, 0.97, looked=True),
        Match(2, 0.1, Why.MOMENT), Match(3, 0.9, Why.ALIKE), Match(4, 0.2, Why.ALIKE),
    )  # fmt: skip
    panel._take_answer(Answer(question, found, likeness_ends=0.3))
    assert panel.grid.ids.tolist() == [1, 2, 3], "only the network's word ends with likeness"
    assert [(s.words, s.count) for s in panel.grid._sections] == [
        ("Copies", 1), ("Same moment", 1), ("Alike", 1),
    ]  # fmt: skip
    captions = [panel._caption(photos([n])[n]) for n in (1, 2)]
    assert captions == ["edited, 97 %", "10 %"]
    panel.fold.click()
    assert panel.grid._sections[-1].words == "Only alike in mood"
    panel.leave_out([1])
    assert panel.grid._sections[0].words == "Same moment"


def test_rows_are_as_low_as_most_of_their_pictures(panel: SimilarPanel) -> None:
    def high(sides: tuple[int, int]) -> int:
        def turned(ids: Sequence[int]) -> dict[int, Photo]:
            width_px, height_px = sides
            return {
                key: replace(one, facts=replace(one.facts, width_px=width_px, height_px=height_px))
                for key, one in photos(ids).items()
            }

        panel._pages = PhotoPages(turned)
        answer(panel, 0.9, 0.8, 0.7)
        return panel.grid.visual_rect(0).height()

    assert (
        high((3000, 4000)) - high((4000, 3000))
        == panel.grid.thumb_px - panel.grid.thumb_px * 3 // 4
    )


def test_where_all_are_alike_no_words_are_needed(panel: SimilarPanel) -> None:
    answer(panel, 0.9, 0.8)
    assert panel.grid._sections == ()


def test_keys_and_clicks_go_through_sections(panel: SimilarPanel, qtbot: QtBot) -> None:
    question = Question(photo_id=99)
    panel._show_question(question)
    found = [Match(n, 0.9, Why.COPIES if n < 2 else Why.ALIKE) for n in range(1, 7)]
    panel.resize(330, 700)
    panel.show()
    panel._take_answer(Answer(question, tuple(found)))
    grid = panel.grid
    grid.choose_row(0)
    for expected in (2, 4, 6):
        QTest.keyClick(grid, Qt.Key.Key_Down)
        assert grid.current_id() == expected
    assert "Alike" in grid.accessibleDescription()
    words = grid._layout.headings_between(0, 2000)[1].rect  # type: ignore[union-attr]
    at = words.center() - QPoint(0, grid.verticalScrollBar().value())
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert grid.selected_ids().tolist() == [2, 3, 4, 5, 6]


def test_several_photos_are_asked_for_and_results_that_are_not_meant(panel: SimilarPanel) -> None:
    panel.show_photos([7, 8, 9])
    asked = panel.question
    assert asked == Question(photo_id=7, others=(8, 9))
    assert panel._query_name.text() == "3 photos"
    panel.turn_away([4])
    panel.turn_away([4, 5])
    assert panel.question == Question(photo_id=7, others=(8, 9), unlike=(4, 5))
    panel._take_answer(Answer(panel.question, (Match(1, 0.9),)))
    assert panel._query_says.text() == "1 most similar, less like 2 photos"
    panel.go_back()
    panel.go_back()
    assert panel.question == asked

"""The panel of similar photos ends where likeness ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

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
    assert panel.fold.text() == "Only in mood from here: 2 more"
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

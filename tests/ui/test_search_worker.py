"""The search thread answers the newest question and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Pixels
from imgsim_desktop.scan import Match
from imgsim_desktop.ui.search_worker import Answer, Question, SearchTools, SearchWorker


class FakeSearch:
    """Answers with the photo's neighbours by id; waits where it is told to."""

    def __init__(self) -> None:
        self.opened = 0
        self.asked: list[int] = []
        self.together: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.threads: set[str] = set()

    def tools(self) -> SearchTools:
        return SearchTools(self._open, self._embed, self._picture)

    def _open(self, _control: Control) -> FakeSearch:
        self.opened += 1
        return self

    likeness_ends = 0.3

    def related(
        self, photo_ids: Sequence[int], count: int = 20, unlike: Sequence[int] = ()
    ) -> list[Match]:
        photo_id = photo_ids[0]
        self.together.append((tuple(photo_ids), tuple(unlike)))
        self.threads.add(threading.current_thread().name)
        self.asked.append(photo_id)
        self.gate.wait(60)
        return [Match(photo_id + 1, 0.9)][:count]

    def like_vector(
        self, vector: NDArray[np.float32], count: int = 20, unlike: Sequence[int] = ()
    ) -> list[Match]:
        self.together.append(((int(vector[0]),), tuple(unlike)))
        return [Match(int(vector[0]), 0.5)][:count]

    def like_part(
        self, vector: NDArray[np.float32], of: int, count: int = 20, unlike: Sequence[int] = ()
    ) -> list[Match]:
        self.together.append(((int(vector[0]), of), tuple(unlike)))
        return [Match(3, 0.5)][:count]

    def _embed(self, path: Path, _control: Control) -> NDArray[np.float32]:
        if path.name == "broken.jpg":
            raise KnownError("It cannot be read.")
        return np.array([77], np.float32)

    def _picture(self, _path: Path, _control: Control) -> Pixels:
        return np.zeros((2, 3, 3), np.uint8)


@pytest.fixture
def search() -> FakeSearch:
    return FakeSearch()


@pytest.fixture
def worker(search: FakeSearch) -> Iterator[SearchWorker]:
    made = SearchWorker()
    made.set_tools(search.tools())
    yield made
    search.gate.set()
    made.stop()


def ask(qtbot: QtBot, worker: SearchWorker, question: Question) -> Answer:
    with qtbot.waitSignal(worker.answered, timeout=5000) as heard:
        worker.ask(question)
    answer = heard.args[0]
    assert isinstance(answer, Answer)
    return answer


def test_a_photo_is_answered_by_the_search_thread(
    qtbot: QtBot, worker: SearchWorker, search: FakeSearch
) -> None:
    answer = ask(qtbot, worker, Question(photo_id=5))
    assert answer.matches == (Match(6, 0.9),)
    assert search.threads == {"search_0"}


def test_the_index_is_opened_once_and_again_after_a_change(
    qtbot: QtBot, worker: SearchWorker, search: FakeSearch
) -> None:
    for photo_id in (1, 2, 3):
        ask(qtbot, worker, Question(photo_id=photo_id))
    assert search.opened == 1
    worker.mark_stale()
    ask(qtbot, worker, Question(photo_id=1))
    assert search.opened == 2


def test_of_questions_that_wait_only_the_newest_is_answered(
    qtbot: QtBot, worker: SearchWorker, search: FakeSearch
) -> None:
    heard: list[Answer] = []
    worker.answered.connect(heard.append)
    search.gate.clear()
    worker.ask(Question(photo_id=1))
    qtbot.waitUntil(lambda: search.asked == [1], timeout=5000)
    for photo_id in (2, 3, 4):
        worker.ask(Question(photo_id=photo_id))
    search.gate.set()
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=5000)
    assert search.asked == [1, 4]


def test_answers_of_a_library_that_was_closed_are_dropped(
    qtbot: QtBot, worker: SearchWorker, search: FakeSearch
) -> None:
    heard: list[Answer] = []
    worker.answered.connect(heard.append)
    search.gate.clear()
    worker.ask(Question(photo_id=1))
    qtbot.waitUntil(lambda: search.asked == [1], timeout=5000)
    worker.set_tools(FakeSearch().tools())
    search.gate.set()
    assert ask(qtbot, worker, Question(photo_id=9)).question.photo_id == 9
    assert [answer.question.photo_id for answer in heard] == [9]


def test_a_picture_from_outside_is_shown_before_it_is_searched(
    qtbot: QtBot, worker: SearchWorker
) -> None:
    order: list[str] = []
    worker.pictured.connect(lambda _answer: order.append("picture"))
    worker.answered.connect(lambda _answer: order.append("answer"))
    answer = ask(qtbot, worker, Question(path=Path("/anywhere/a.jpg")))
    assert answer.matches == (Match(77, 0.5),)
    assert order == ["picture", "answer"]


def test_a_picture_that_cannot_be_read_is_an_answer_too(qtbot: QtBot, worker: SearchWorker) -> None:
    answer = ask(qtbot, worker, Question(path=Path("/anywhere/broken.jpg")))
    assert isinstance(answer.error, KnownError)
    assert ask(qtbot, worker, Question(photo_id=1)).error is None


def test_several_photos_are_asked_together_and_turned_away_from_others(
    qtbot: QtBot, worker: SearchWorker, search: FakeSearch, tmp_path: Path
) -> None:
    ask(qtbot, worker, Question(photo_id=5, others=(6, 7), unlike=(8,)))
    assert search.together == [((5, 6, 7), (8,))]
    ask(qtbot, worker, Question(path=tmp_path / "x.jpg", unlike=(9,)))
    assert search.together[1:] == [((77,), (9,))]
    ask(qtbot, worker, Question(path=tmp_path / "x.jpg", part_of=4))
    assert search.together[2:] == [((77, 4), ())]

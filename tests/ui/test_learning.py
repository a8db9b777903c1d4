"""Learn from my photos: the form, the process it starts, what is shown, and what becomes of it."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from signal import SIGKILL

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from imgsim_desktop.embedding.learning.watching import TrainingReport
from imgsim_desktop.embedding.models import list_models
from imgsim_desktop.embedding.options import OPTIONS, knobs_of
from imgsim_desktop.records import Library, Progress
from imgsim_desktop.ui import training_run
from imgsim_desktop.ui.learning import Learning, free_folder
from imgsim_desktop.ui.learning_words import measure_title, recipe_title, recipe_use
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.models.lesson_form import RECIPES, TAKES_LABELS, LessonForm, free_name
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.sentences import said_whole
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.training_run import Trained, train_beside
from imgsim_desktop.ui.widgets.learn_dialog import LearnDialog
from imgsim_desktop.ui.widgets.learn_options import LearnOptions
from imgsim_desktop.ui.widgets.learn_setup import LearnSetup, Unfinished
from imgsim_desktop.ui.widgets.loss_curve import MOST_POINTS, LossCurve
from imgsim_desktop.ui.work import Work, WorkRunner
from tests.pictures import save_photos

REPORT = {
    "step": 5, "share": 0.5, "seconds": 2.0, "seconds_left": 2.0, "views_per_s": 40.0,
    "losses": {"pixels": 0.25}, "checks": {"copies@1": 0.75}, "preview": None, "preview_step": 0,
}  # fmt: skip
SLOW_MS = 300_000
"""A real training gives way to everything else that runs."""
STAGE = {"stage": "pictures", "done": 3, "total": 9}


def trainer(tmp_path: Path, *lines: dict[str, object], then: str = "") -> list[str]:
    """A program that prints these lines, then does `then`."""
    script = tmp_path / "trainer.py"
    said = "\n".join(f"print({json.dumps(line)!r}, flush=True)" for line in lines)
    script.write_text(f"import sys, time\n{said}\n{then}\n", "utf-8")
    return [sys.executable, str(script)]


UNTIL_STOPPED = "sys.stdin.readline(); sys.stderr.write('imgsim: Stopped.\\n'); sys.exit(130)"
GIVES_UP = "sys.stderr.write('imgsim: 3 photos are too few. Add more.\\n'); sys.exit(1)"


class Told:
    """A training in its process, as a work, and all that follows from it."""

    def __init__(self, program: list[str]) -> None:
        self._owner = QObject()
        self.runner = WorkRunner(self._owner)
        self.heard: list[object] = []
        self.done: list[Trained] = []
        self.stopped: list[bool] = []
        self.failed: list[str] = []
        self._program = program

    def start(self) -> None:
        self.runner.start(
            Work(
                "training",
                partial(train_beside, self._program, []),
                self.done.append,
                heard=self.heard.append,
                stopped=lambda: self.stopped.append(True),
                failed=lambda error: self.failed.append(said_whole(error)),  # type: ignore[arg-type]
            )
        )

    def until_the_end(self) -> Told:
        self.start()
        self.runner.wait()
        return self


# the process


def test_lines_of_the_process_become_signals(qtbot: QtBot, tmp_path: Path) -> None:
    end = {"model": "mine", "sentence": "Better."}
    program = trainer(tmp_path, {"stage": STAGE}, {"say": "1 left out"}, {"report": REPORT}, end)
    told = Told(program).until_the_end()
    stage, says, report = told.heard
    assert stage == Progress("pictures", 3, 9)
    assert says == "1 left out"
    assert isinstance(report, TrainingReport)
    assert report.losses == {"pixels": 0.25}
    assert told.done == [Trained("mine", "Better.")]
    assert not told.runner.is_running


def test_a_known_error_is_said_in_its_words(qtbot: QtBot, tmp_path: Path) -> None:
    told = Told(trainer(tmp_path, then=GIVES_UP)).until_the_end()
    assert told.failed == ["3 photos are too few. Add more."]


def test_a_crash_is_said_and_noise_is_no_message(qtbot: QtBot, tmp_path: Path) -> None:
    program = trainer(tmp_path, then="print('no json'); print('[]'); sys.exit(70)")
    told = Told(program).until_the_end()
    assert len(told.failed) == 1
    assert "ended unexpectedly" in str(told.failed[0])


def test_a_program_that_is_not_there_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    told = Told([str(tmp_path / "nowhere")]).until_the_end()
    assert "could not be started" in str(told.failed[0])


def test_stop_asks_the_process_to_end(qtbot: QtBot, tmp_path: Path) -> None:
    told = Told(trainer(tmp_path, {"stage": STAGE}, then=UNTIL_STOPPED))
    told.start()
    qtbot.waitUntil(lambda: bool(told.heard), timeout=20_000)
    told.runner.stop()
    told.runner.wait()
    assert told.stopped == [True]


def test_one_that_does_not_stop_is_ended(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_run, "_STOPS_IN_S", 0.2)
    told = Told(trainer(tmp_path, {"stage": STAGE}, then="time.sleep(600)"))
    told.start()
    qtbot.waitUntil(lambda: bool(told.heard), timeout=20_000)
    told.runner.stop()
    told.runner.wait()
    assert "ended unexpectedly" in told.failed[0]


@pytest.mark.skipif(sys.platform == "win32", reason="it has no fork")
def test_a_process_it_leaves_behind_does_not_hold_up_its_end(qtbot: QtBot, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    leaves = (
        "import os, pathlib\nchild = os.fork()\nif not child: time.sleep(60)\n"
        f"pathlib.Path({str(pid)!r}).write_text(str(child))\nsys.exit(70)"
    )
    told = Told(trainer(tmp_path, then=leaves)).until_the_end()
    assert "ended unexpectedly" in told.failed[0]
    os.kill(int(pid.read_text()), SIGKILL)  # raises if it has ended before
    for reader in threading.enumerate():
        if reader.name.startswith("training-"):
            reader.join(5)


# the form


@pytest.fixture
def setup(qtbot: QtBot, light: QApplication) -> LearnSetup:
    made = LearnSetup()
    qtbot.addWidget(made)
    made.set_library(Library("k", "Holiday", (Path("/photos"),)), 1200)
    with qtbot.waitExposed(made):
        made.show()
    return made


def choose(setup: LearnSetup, recipe: str) -> None:
    setup.recipe.setCurrentIndex(setup.recipe.findData(recipe))


def test_every_recipe_option_and_measure_has_words(setup: LearnSetup) -> None:
    assert set(RECIPES) == set(OPTIONS)
    for recipe in RECIPES:
        assert recipe_title(recipe) != recipe
        assert len(recipe_use(recipe)) > 40
        choose(setup, recipe)
        assert setup.use.text() == recipe_use(recipe)
        for knob in knobs_of(recipe):
            assert knob.name in setup.options.fields
    assert measure_title("copies@1") != "copies@1"


def test_a_step_of_an_option_that_is_off_can_be_felt(qtbot: QtBot) -> None:
    options = LearnOptions()
    qtbot.addWidget(options)
    options.show_recipe("contrastive")
    vary = options.fields["vary"]
    assert isinstance(vary, QDoubleSpinBox)
    vary.stepUp()
    assert options.changed() == {"vary": "0.025"}


def test_the_form_becomes_the_words_of_the_command_line(setup: LearnSetup, tmp_path: Path) -> None:
    choose(setup, "contrastive")
    setup.labels.setCurrentIndex(setup.labels.findData("folders"))
    setup.minutes.setValue(7)
    setup.name.setText("My Model")
    setup.more.click()
    QTest.keyClicks(setup.options.fields["limit"], "5")
    temperature = setup.options.fields["temperature"]
    temperature.setValue(0.1)  # type: ignore[union-attr,arg-type]
    form = setup.form()
    assert form == LessonForm(
        "contrastive", (Path("/photos"),), "my-model", 7.0, "folders",
        limit=form.limit, options={"temperature": "0.1"},
    )  # fmt: skip
    words = form.words(tmp_path / "out", tmp_path, "cpu")
    assert words[:2] == ["train", "--progress-json"]
    assert words[-2:] == ["--images", "/photos"]
    assert words[words.index("--option") + 1] == "temperature=0.1"
    assert words[words.index("--labels") + 1] == "folders"
    assert "--batch" not in words


def test_too_few_photos_to_tune_a_network_to_are_told_before_anything_starts(
    setup: LearnSetup,
) -> None:
    library = Library("k", "Holiday", (Path("/photos"),))
    setup.set_library(library, 63)
    assert setup.trouble.text() == "64 photos are needed to tune the network; here are 63."
    assert not setup.start.isEnabled()
    choose(setup, "contrastive")
    assert setup.start.isEnabled()
    choose(setup, "head")
    setup.set_library(library, 64)
    assert setup.trouble.text() == ""
    assert setup.start.isEnabled()


def test_what_is_missing_is_said_and_nothing_starts(setup: LearnSetup, tmp_path: Path) -> None:
    assert setup.start.isEnabled()
    setup.set_library(None, 0)
    assert not setup.start.isEnabled()
    assert setup.trouble.text() == "Choose photos first."
    setup.choose_folder(tmp_path)
    assert setup.start.isEnabled()
    choose(setup, "triplet")
    assert setup.labels.currentData() == "folders"
    setup.labels.setCurrentIndex(setup.labels.findData("none"))
    assert "learns from labels" in setup.trouble.text()
    setup.labels.setCurrentIndex(setup.labels.findData("csv"))
    assert setup.trouble.text() == "Choose the CSV file first."
    assert not setup.choose_csv.isHidden()
    setup.choose_labels(tmp_path / "labels.csv")
    assert setup.form().labels == str(tmp_path / "labels.csv")
    assert setup.start.isEnabled()


def test_labels_are_only_asked_for_where_they_are_learnt_from(setup: LearnSetup) -> None:
    for recipe in RECIPES:
        choose(setup, recipe)
        assert setup.labels.isVisible() == (recipe in TAKES_LABELS)


def test_a_name_that_is_taken_gets_a_number(setup: LearnSetup) -> None:
    assert setup.name.text() == "holiday-head"
    setup.set_taken(["holiday-head"])
    assert setup.name.text() == "holiday-head-2"
    assert free_name("builtin", ()) == "builtin-2"


def test_every_field_of_the_form_has_a_name_and_can_be_reached(setup: LearnSetup) -> None:
    setup.more.click()
    for widget in setup.findChildren(QWidget):
        is_own = not widget.objectName().startswith("qt_")
        if is_own and widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            named = widget.accessibleName() or widget.inherits("QAbstractItemView")
            assert named, widget


# the curve


def test_a_day_of_training_costs_as_much_to_draw_as_a_minute(qtbot: QtBot) -> None:
    curve = LossCurve()
    qtbot.addWidget(curve)
    for step in range(5000):
        curve.add(step, {"loss": 5000.0 - step, "broken": float("nan")})
    line = curve.points["loss"]
    assert len(line) <= MOST_POINTS
    assert line[0] == (0, 5000.0)
    assert line[-1][0] > 4500
    assert "broken" not in curve.points
    curve.resize(400, 200)
    assert not curve.grab().isNull()


def test_the_curve_falls_where_the_loss_falls(qtbot: QtBot, light: QApplication) -> None:
    curve = LossCurve()
    qtbot.addWidget(curve)
    curve.resize(400, 200)
    for step in range(50):
        curve.add(step, {"loss": 50.0 - step})
    image = curve.grab().toImage()
    blue = [
        (x, y) for x in range(50, 390) for y in range(10, 170)
        if image.pixelColor(x, y).name() == "#2563c9"
    ]  # fmt: skip
    first, last = min(blue), max(blue)
    assert first[1] < 60 < 120 < last[1]


# the dialog with a training in it


@pytest.fixture
def learning(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> Iterator[Callable[[list[str]], Learning]]:
    def make(program: list[str]) -> Learning:
        window.learning._program = program
        return window.learning

    yield make
    window.learning.close_down()


def started(qtbot: QtBot, learning: Learning, folder: Path) -> LearnDialog:
    """The dialog after the person chose a folder and pressed Start."""
    learning.show_dialog()
    dialog = learning.dialog
    assert dialog is not None
    dialog.setup.choose_folder(folder)
    choose(dialog.setup, "autoencoder")
    qtbot.mouseClick(dialog.setup.start, Qt.MouseButton.LeftButton)
    assert dialog.shows_progress
    return dialog


def test_a_training_is_watched_and_stopped_in_the_dialog(
    qtbot: QtBot, learning: Callable[[list[str]], Learning], tmp_path: Path
) -> None:
    preview = tmp_path / "preview.png"
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(preview))
    report = {**REPORT, "preview": str(preview), "preview_step": 4}
    program = trainer(
        tmp_path, {"stage": STAGE}, {"report": report}, {"report": {**report, "step": 9}},
        {"say": "2 pictures are left out."}, then=UNTIL_STOPPED,
    )  # fmt: skip
    made = learning(program)
    dialog = started(qtbot, made, tmp_path)
    progress = dialog.progress
    qtbot.waitUntil(lambda: "left out" in progress.lines.toPlainText(), timeout=20_000)
    assert "50 % learnt" in progress.state.text()
    assert "edited copies found first: 75 %" in progress.state.text()
    assert [step for step, _ in progress.curve.points["pixels"]] == [5, 9]
    assert progress.preview.image.size() == image.size()
    assert progress.use.isHidden()
    qtbot.mouseClick(progress.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not made.is_running, timeout=20_000)
    assert "Stopped." in progress.state.text()
    assert progress.go_on.isVisible()
    qtbot.mouseClick(progress.go_on, Qt.MouseButton.LeftButton)
    assert made.is_running
    made.stop()
    qtbot.waitUntil(lambda: not made.is_running, timeout=20_000)


def test_a_failure_is_said_where_the_person_looks(
    qtbot: QtBot, learning: Callable[[list[str]], Learning], tmp_path: Path, window: MainWindow
) -> None:
    made = learning(trainer(tmp_path, then=GIVES_UP))
    dialog = started(qtbot, made, tmp_path)
    qtbot.waitUntil(lambda: not made.is_running, timeout=20_000)
    assert dialog.progress.state.text() == "3 photos are too few. Add more."
    assert dialog.progress.back.isVisible()
    notices: list[Notice] = []
    made.noticed.connect(notices.append)
    dialog.progress.goOnRequested.emit()
    dialog.close()
    qtbot.waitUntil(lambda: not made.is_running, timeout=20_000)
    assert [notice.hint for notice in notices] == ["3 photos are too few. Add more."]


def test_why_a_training_ended_comes_with_its_pattern(qtbot: QtBot, tmp_path: Path) -> None:
    why = {"pattern": "The labels {path} are empty.", "values": {"path": "a.csv"}}
    program = trainer(tmp_path, {"trouble": [why, ""]}, then="sys.exit(1)")
    told = Told(program).until_the_end()
    assert told.failed == ["The labels a.csv are empty."]


def test_a_head_that_is_no_better_offers_nothing_to_use(
    qtbot: QtBot, learning: Callable[[list[str]], Learning], tmp_path: Path
) -> None:
    end = {"model": "", "sentence": "Not better, so the built-in network stays: chance."}
    made = learning(trainer(tmp_path, end))
    dialog = started(qtbot, made, tmp_path)
    qtbot.waitUntil(lambda: not made.is_running, timeout=20_000)
    assert "nothing was gained" in dialog.progress.state.text()
    assert "Not better" in dialog.progress.lines.toPlainText()
    assert not dialog.progress.use.isVisible()


def press(button_text: str) -> None:
    """Press a button of the message box that will be open by then."""
    for box in QApplication.topLevelWidgets():
        if isinstance(box, QMessageBox) and box.isVisible():
            for button in box.findChildren(QPushButton):
                if button.text() == button_text:
                    button.click()
                    return


@pytest.mark.parametrize("answer", ["Keep learning", "Stop and close"])
def test_closing_the_window_asks_while_it_learns(
    answer: str,
    qtbot: QtBot,
    learning: Callable[[list[str]], Learning],
    tmp_path: Path,
    window: MainWindow,
) -> None:
    done = tmp_path / "checkpoint written"
    then = f"sys.stdin.readline(); open({str(done)!r}, 'w').close(); sys.exit(130)"
    made = learning(trainer(tmp_path, {"stage": STAGE}, then=then))
    started(qtbot, made, tmp_path)
    QTimer.singleShot(300, lambda: press(answer))
    window.close()
    assert window.isVisible() == (answer == "Keep learning")
    assert made.is_running == (answer == "Keep learning")
    assert done.exists() == (answer == "Stop and close")
    if made.is_running:
        made.stop()
        qtbot.waitUntil(lambda: not made.is_running, timeout=20_000)


def test_closing_the_dialog_lets_it_learn_on_and_tells_the_end(
    qtbot: QtBot, learning: Callable[[list[str]], Learning], tmp_path: Path, window: MainWindow
) -> None:
    end = {"model": "mine", "sentence": "Better."}
    made = learning(trainer(tmp_path, {"stage": STAGE}, end, then="sys.stdin.readline()"))
    notices: list[Notice] = []
    made.noticed.connect(notices.append)
    dialog = started(qtbot, made, tmp_path)
    dialog.close()
    assert made.is_running
    made.stop()
    qtbot.waitUntil(lambda: not made.is_running, timeout=20_000)
    assert notices[0].sentence == "The model “mine” is ready."
    assert notices[0].action is not None
    notices[0].action()
    assert dialog.isVisible()
    assert dialog.shows_progress


def test_a_training_that_was_stopped_can_go_on_or_be_thrown_away(
    setup: LearnSetup, qtbot: QtBot
) -> None:
    training = Unfinished(Path("/x"), "cats", "began")
    setup.set_unfinished([training])
    for text, signal in (
        ("Go on learning", setup.resumeRequested),
        ("Throw away", setup.discardRequested),
    ):
        button = next(b for b in setup.findChildren(QPushButton) if b.text() == text)
        with qtbot.waitSignal(signal) as heard:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
        assert heard.args == [training]
    setup.set_unfinished([])
    assert "Go on learning" not in [button.text() for button in setup.findChildren(QPushButton)]


def test_a_training_is_unfinished_until_it_has_a_model_or_a_verdict(
    window: MainWindow, session: LibrarySession
) -> None:
    notes = {
        "recipe": "head", "sources": ["/photos"], "name": "mine", "labels": "none",
        "validation": [], "options": {}, "minutes": 5.0, "steps": 0, "epochs": 0.0, "batch": 0,
        "learning_rate": 0.0, "seed": 1, "limit": 0,
    }  # fmt: skip
    folder = session.home.trainings / "mine"
    folder.mkdir(parents=True)
    (folder / "lesson.json").write_text(json.dumps(notes), "utf-8")
    assert window.learning.unfinished() == []
    (folder / "features.npz").write_bytes(b"some")
    assert window.learning.unfinished() == [Unfinished(folder, "mine", "head")]
    (folder / "verdict.txt").write_text("Not better.", "utf-8")
    assert window.learning.unfinished() == []


def test_a_new_training_never_goes_on_where_an_old_one_ended(tmp_path: Path) -> None:
    assert free_folder(tmp_path, "mine") == tmp_path / "mine"
    (tmp_path / "mine").mkdir()
    assert free_folder(tmp_path, "mine") == tmp_path / "mine-2"


# all of it, once


def test_a_small_model_is_learnt_in_its_own_process_and_listed(
    qtbot: QtBot, window: MainWindow, session: LibrarySession, tmp_path: Path
) -> None:
    photos = tmp_path / "pictures"
    photos.mkdir()
    save_photos(photos, 24)
    learning = window.learning
    learning.show_dialog()
    dialog = learning.dialog
    assert dialog is not None
    learning.start(LessonForm("autoencoder", (photos,), "short", 0.02))
    assert dialog.progress.title.text() == "short: Small autoencoder"
    qtbot.waitUntil(lambda: not learning.is_running, timeout=SLOW_MS)
    said = dialog.progress.lines.toPlainText()
    assert "The model is kept as “short”" in dialog.progress.state.text(), said
    assert dialog.progress.curve.points
    assert not dialog.progress.preview.image.isNull()
    assert learning.unfinished() == []
    models = {model.name: model for model in list_models(session.home.weights)}
    assert models["short"].facts is not None
    learning.show_models()
    assert learning.models_dialog is not None
    first = learning.models_dialog.table.item(0, 0)
    assert first is not None
    assert first.text() == "short"
    learning.close_down()

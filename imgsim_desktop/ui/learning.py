""" "Learn from my photos": dialogs, the training in its process, and what becomes of the model."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from imgsim_desktop.errors import KnownError
from imgsim_desktop.review.commit import throw_away
from imgsim_desktop.scan.learn import VERDICT, Lesson, read_lesson
from imgsim_desktop.scan.models import (
    SUFFIX,
    StoredModel,
    export_model,
    import_model,
    list_models,
    model_path,
    name_for,
    rename_model,
)
from imgsim_desktop.ui.models.lesson_form import LessonForm
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.sentences import said, said_whole
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.training_run import Trained, own_program, train_beside
from imgsim_desktop.ui.widgets.learn_dialog import LearnDialog
from imgsim_desktop.ui.widgets.learn_setup import Unfinished
from imgsim_desktop.ui.widgets.models_dialog import ModelsDialog
from imgsim_desktop.ui.work import Work, WorkRunner

_BEGUN = ("checkpoint.pt", "features.npz")
_ENDED = (f"model{SUFFIX}", VERDICT)

log = logging.getLogger(__name__)


class Learning(QObject):
    """One training at a time. GUI thread; the training has a process of its own."""

    noticed = Signal(object)
    """Notice."""
    useRequested = Signal(str)
    """Name of a model that shall describe the library that is open."""
    ended = Signal()
    """No training runs any more."""

    def __init__(
        self, window: QWidget, session: LibrarySession, program: Sequence[str] | None = None
    ) -> None:
        """program  what trains; None: ourselves, see training_run.py"""
        super().__init__(window)
        self._window = window
        self._session = session
        self._program = program
        self._training = WorkRunner(self)
        self._training.ended.connect(self.ended)
        self._again: list[str] = []
        self._folder = Path()
        self._runner = WorkRunner(self)
        self._runner.failed.connect(self._tell)
        self._runner.ended.connect(self.refresh_models)
        self.dialog: LearnDialog | None = None
        self.models_dialog: ModelsDialog | None = None
        self._made = ""

    @property
    def is_running(self) -> bool:
        return self._training.is_running

    # dialogs

    def show_dialog(self) -> None:
        """Open "Learn from my photos", or bring it back while it learns."""
        dialog = self.dialog
        if dialog is None:
            dialog = self.dialog = self._make_dialog()
        if not dialog.shows_progress:  # what came out of the last one stays until it is left
            self._fill_setup()
        dialog.show()
        dialog.activateWindow()

    def _make_dialog(self) -> LearnDialog:
        dialog = LearnDialog(self._window)
        setup, progress = dialog.setup, dialog.progress
        setup.startRequested.connect(self.start)
        setup.resumeRequested.connect(self._resume)
        setup.discardRequested.connect(self._discard)
        setup.modelsRequested.connect(self.show_models)
        progress.stopRequested.connect(self.stop)
        progress.goOnRequested.connect(self._go_on)
        progress.backRequested.connect(self._fill_setup)
        progress.useRequested.connect(lambda: self.useRequested.emit(self._made))
        return dialog

    def _fill_setup(self) -> None:
        assert self.dialog is not None
        setup, session = self.dialog.setup, self._session
        setup.set_library(session.library, sum(session.folder_counts().values()))
        setup.set_taken([model.name for model in self._models()])
        setup.set_unfinished(self.unfinished())
        self.dialog.show_setup()

    def show_models(self) -> None:
        """The list of trained models."""
        if self.models_dialog is None:
            dialog = ModelsDialog(self._window)
            dialog.commands.follow(self._session)
            dialog.destroyed.connect(self._forget_models)
            dialog.useRequested.connect(self.useRequested)
            dialog.renameRequested.connect(self._ask_name)
            dialog.exportRequested.connect(self._ask_target)
            dialog.importRequested.connect(self._ask_source)
            dialog.removeRequested.connect(self._ask_removal)
            self.models_dialog = dialog
        self.refresh_models()
        self.models_dialog.show()

    def _forget_models(self) -> None:
        self.models_dialog = None

    def refresh_models(self) -> None:
        """After a model or the network in use has changed."""
        if self.models_dialog is not None:
            session = self._session
            has_library = session.library is not None
            self.models_dialog.show_models(
                self._models(),
                session.backend if has_library else "",
                session.settings.networks_in_use,
                can_use=has_library,
            )

    def _models(self) -> list[StoredModel]:
        return list_models(self._session.home.weights)

    # a training

    def start(self, form: LessonForm) -> None:
        """Begin what was filled in."""
        home = self._session.home
        self._folder = free_folder(home.trainings, form.name)
        words = form.words(self._folder, home.root, self._session.settings.device)
        self._launch(form.name, form.recipe, words)

    def _resume(self, unfinished: Unfinished) -> None:
        lesson = read_lesson(unfinished.folder)
        if lesson is None:
            self._tell(KnownError(self.tr("This training cannot be read any more.")))
            return
        home = self._session.home
        self._folder = unfinished.folder
        form = form_of(lesson, unfinished.name)
        words = form.words(self._folder, home.root, self._session.settings.device)
        self._launch(form.name, form.recipe, words)

    def _go_on(self) -> None:
        if self._again and self.dialog is not None:
            name = self._again[self._again.index("--name") + 1]
            self._launch(name, self._again[self._again.index("--recipe") + 1], self._again)

    def _launch(self, name: str, recipe: str, words: list[str]) -> None:
        if self.is_running:
            return
        assert self.dialog is not None
        self._again, self._made = words, ""
        progress = self.dialog.progress
        program = own_program() if self._program is None else self._program
        progress.show_begun(name, recipe)
        self.dialog.show_progress()
        self._training.start(
            Work(
                "training",
                partial(train_beside, program, words),
                self._finished,
                heard=progress.hear,
                stopped=progress.show_stopped,
                failed=self._failed,
            )
        )

    def stop(self) -> None:
        """Ask the training to write its checkpoint and end."""
        if self.is_running:
            if self.dialog is not None:
                self.dialog.progress.show_stopping()
            self._training.stop()

    def _finished(self, trained: Trained) -> None:
        assert self.dialog is not None
        self._made = trained.model
        has_library = self._session.library is not None
        says = said(trained.sentence)
        self.dialog.progress.show_finished(trained.model, says, can_use=has_library)
        self.refresh_models()
        if not self.dialog.isVisible():
            text = self.tr("The training has ended.")
            if trained.model:
                text = self.tr("The model “{name}” is ready.").format(name=trained.model)
            self.noticed.emit(
                Notice(text, says, topic="learning",
                       action_text=self.tr("Show"), action=self.show_dialog)
            )  # fmt: skip

    def _failed(self, error: Exception) -> None:
        assert self.dialog is not None
        text = said_whole(error) if isinstance(error, KnownError) else str(error)
        self.dialog.progress.show_failed(text)
        if not self.dialog.isVisible():
            title = self.tr("The training has stopped.")
            self.noticed.emit(Notice(title, text, kind="warning", topic="learning"))

    def unfinished(self) -> list[Unfinished]:
        """Trainings with a checkpoint that have not made their model yet."""
        folder = self._session.home.trainings
        if not folder.is_dir():
            return []
        found = []
        for place in sorted(folder.iterdir()):
            has_begun = any((place / name).is_file() for name in _BEGUN)
            has_ended = any((place / name).exists() for name in _ENDED)
            lesson = read_lesson(place) if has_begun and not has_ended else None
            if lesson is not None:
                found.append(Unfinished(place, lesson.name or place.name, lesson.recipe))
        return found

    def _discard(self, unfinished: Unfinished) -> None:
        """The person does not want it any more: to the trash with it."""
        if self._trash(unfinished.folder) and self.dialog is not None:
            self.dialog.setup.set_unfinished(self.unfinished())

    # closing

    def confirm_close(self) -> bool:
        """Whether the window may close now; asks while a training runs."""
        if not self.is_running:
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("A training is running"))
        box.setText(self.tr("Stop the training and close?"))
        box.setInformativeText(self.tr("What has been learnt is kept; it can go on the next time."))
        yes = box.addButton(self.tr("Stop and close"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("Keep learning"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        is_sure = box.clickedButton() is yes
        box.deleteLater()
        return is_sure

    def close_down(self) -> None:
        """Stop what runs, and wait until its checkpoint is written."""
        self._training.stop()
        self._training.wait()
        self._runner.wait()
        if self.dialog is not None:
            self.dialog.hide()
            self.dialog.deleteLater()
            self.dialog = None
        if self.models_dialog is not None:
            self.models_dialog.close()

    # models

    def _ask_name(self, name: str) -> None:
        wish, ok = QInputDialog.getText(
            self._window, self.tr("Rename model"), self.tr("New name of the model:"), text=name
        )
        if ok and wish.strip():
            self.rename(name, name_for(wish))

    def rename(self, name: str, wish: str) -> None:
        try:
            rename_model(self._session.home.weights, name, wish)
        except KnownError as error:
            self._tell(error)
        self.refresh_models()

    def _ask_target(self, name: str) -> None:
        title = self.tr("Export model")
        start = f"{name}{SUFFIX}"
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, start, self._filter())
        if chosen:
            work = partial(export_model, self._session.home.weights, name, Path(chosen))
            self._in_thread(work, self.tr("The model was exported."))

    def _ask_source(self) -> None:
        title = self.tr("Import model")
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, "", self._filter())
        if chosen:
            self.import_file(Path(chosen))

    def import_file(self, path: Path) -> None:
        """Take in a model from a file; looked through first, in a thread."""
        work = partial(import_model, path, self._session.home.weights)
        self._in_thread(work, self.tr("The model was imported."))

    def _ask_removal(self, name: str) -> None:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Remove model"))
        box.setText(self.tr("Move the model “{name}” to the trash?").format(name=name))
        yes = box.addButton(self.tr("Remove it"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        is_sure = box.clickedButton() is yes
        box.deleteLater()
        if is_sure:
            self.remove(name)

    def remove(self, name: str) -> None:
        """To the trash, where it can be taken back from."""
        self._trash(model_path(self._session.home.weights, name))
        self.refresh_models()

    def _filter(self) -> str:
        return self.tr("Models (*{suffix})").format(suffix=SUFFIX)

    def _in_thread(self, work: Callable[[], object], done: str) -> None:
        """Copying and checking a file takes a moment, and torch seconds."""
        if self._runner.is_running:
            return

        def tell(_result: object) -> None:
            self.noticed.emit(Notice(done, "", topic="models", seconds=8))

        self._runner.start(Work("models", lambda _control: work(), tell))

    def _trash(self, path: Path) -> bool:
        try:
            throw_away(path)
        except OSError as error:
            says = self.tr("{path} could not be moved to the trash: {reason}")
            self._tell(KnownError(says.format(path=path, reason=error)))
            return False
        return True

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            self.noticed.emit(Notice.from_error(error, "models"))
        else:
            log.error("A model could not be handled: %r", error)
            self.noticed.emit(Notice(str(error), "", kind="error", topic="models"))


def free_folder(parent: Path, name: str) -> Path:
    """A folder of that name, with a number if one is there: a new training never goes on by chance
    where an old one ended.
    """
    folder, number = parent / name, 2
    while folder.exists():
        folder = parent / f"{name}-{number}"
        number += 1
    return folder


def form_of(lesson: Lesson, name: str) -> LessonForm:
    """A training that was begun, to go on with exactly as it was."""
    return LessonForm(
        recipe=lesson.recipe,
        sources=tuple(Path(source) for source in lesson.sources),
        name=name,
        minutes=lesson.minutes,
        labels=lesson.labels or "none",
        batch=lesson.batch,
        learning_rate=lesson.learning_rate,
        limit=lesson.limit,
        seed=lesson.seed,
        options={key: str(value) for key, value in lesson.options.items()},
    )

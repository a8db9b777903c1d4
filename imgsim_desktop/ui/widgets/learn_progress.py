"""A training while it runs and when it has ended: curve, picture, words, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.records import Progress
from imgsim_desktop.scan.models import TrainingReport
from imgsim_desktop.ui.learning_words import measure_title, recipe_title, said_stage
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.texts import locale, said_count, said_duration, said_percent
from imgsim_desktop.ui.widgets.loss_curve import LossCurve
from imgsim_desktop.ui.widgets.preview_picture import PreviewPicture

_MOST_LINES = 200


class LearnProgress(QWidget):
    """Shows what it is told; starts and stops nothing itself."""

    stopRequested = Signal()
    goOnRequested = Signal()
    useRequested = Signal()
    backRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview_step = -1
        self.title = QLabel()
        self.title.setObjectName("pageTitle")
        self.state = QLabel()
        self.state.setObjectName("faint")
        self.state.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(self.tr("How far the training is"))
        self.curve = LossCurve()
        self.preview = PreviewPicture()
        pictures = QHBoxLayout()
        pictures.setSpacing(16)
        pictures.addWidget(self.curve, 1)
        pictures.addWidget(self.preview, 1)
        self.lines = QPlainTextEdit()
        self.lines.setReadOnly(True)
        self.lines.setMaximumBlockCount(_MOST_LINES)
        self.lines.setFixedHeight(76)
        self.lines.setAccessibleName(self.tr("What the training says"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.title)
        layout.addWidget(self.state)
        layout.addWidget(self.bar)
        layout.addLayout(pictures, 1)
        layout.addWidget(self.lines)
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.back = _button(self.tr("Another training"))
        self.stop = _button(self.tr("Stop learning"))
        self.go_on = _button(self.tr("Go on learning"))
        self.use = _button(self.tr("Use for this library"))
        self.use.setProperty("primary", True)  # noqa: FBT003 - Qt
        self.back.clicked.connect(self.backRequested)
        self.stop.clicked.connect(self.stopRequested)
        self.go_on.clicked.connect(self.goOnRequested)
        self.use.clicked.connect(self.useRequested)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        for button in (self.stop, self.go_on, self.use):
            row.addWidget(button)
        return row

    # what is told

    def show_begun(self, name: str, recipe: str) -> None:
        """A training starts, or goes on."""
        says = self.tr("{name}: {recipe}")
        self.title.setText(says.format(name=name, recipe=recipe_title(recipe)))
        self.curve.clear()
        self.preview.clear()
        self.lines.clear()
        self._preview_step = -1
        self.bar.setRange(0, 0)
        self._say(self.tr("Starting …"))
        self._offer(self.stop)
        self.stop.setEnabled(True)

    def hear(self, message: Progress | TrainingReport | str) -> None:
        """What the training says while it goes on."""
        if isinstance(message, Progress):
            self.show_stage(message)
        elif isinstance(message, str):
            self.add_line(said(message))
        else:
            self.show_report(message)

    def show_stage(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        self._say(said_stage(progress))

    def show_report(self, report: TrainingReport) -> None:
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(1000 * report.share))
        parts = [
            self.tr("{share} learnt").format(share=said_percent(report.share)),
            self.tr("step {n}").format(n=said_count(report.step)),
        ]
        if report.views_per_s > 0:
            rate = locale().toString(report.views_per_s, "f", 0)
            parts.append(self.tr("{n} pictures a second").format(n=rate))
        if report.share < 1:
            left = said_duration(report.seconds_left)
            parts.append(self.tr("{time} to go").format(time=left))
        parts += [
            f"{measure_title(name)}: {said_percent(value)}"
            for name, value in report.checks.items()
            if 0 <= value <= 1
        ]
        self._say(" · ".join(parts))
        self.curve.add(report.step, report.losses)
        if report.preview is not None and report.preview_step != self._preview_step:
            self._preview_step = report.preview_step
            self.preview.show_file(report.preview)

    def add_line(self, text: str) -> None:
        self.lines.appendPlainText(text)

    def show_stopping(self) -> None:
        self._say(self.tr("Stopping: what has been learnt is written …"))
        self.stop.setEnabled(False)

    def show_stopped(self) -> None:
        self._rest()
        self._say(self.tr("Stopped. What has been learnt is kept; it can go on at any time."))
        self._offer(self.go_on, self.back)

    def show_failed(self, text: str) -> None:
        self._rest()
        self._say(text)
        self.add_line(text)
        self._offer(self.go_on, self.back)

    def show_finished(self, model: str, sentence: str, *, can_use: bool) -> None:
        """model  empty: nothing was kept, because it would have been worse"""
        self._rest()
        self.bar.setValue(self.bar.maximum())
        if sentence:
            self.add_line(sentence)
        if model:
            says = self.tr("Finished. The model is kept as “{name}”.")
            self._say(says.format(name=model))
            self.use.setEnabled(can_use)
            self._offer(self.back, self.use)
        else:
            self._say(
                self.tr("Finished, but nothing was gained: the network in use stays as it is.")
            )
            self._offer(self.back)

    def _rest(self) -> None:
        self.bar.setRange(0, 1000)

    def _say(self, text: str) -> None:
        self.state.setText(text)
        self.state.setAccessibleName(text)

    def _offer(self, *buttons: QPushButton) -> None:
        for button in (self.back, self.stop, self.go_on, self.use):
            button.setVisible(button in buttons)


def _button(text: str) -> QPushButton:
    made = QPushButton(text)
    made.setAccessibleName(text)
    return made

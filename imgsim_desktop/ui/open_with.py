"""The menu of programs that open the photos chosen, besides the one the system would take."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, QMimeDatabase, QProcess, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from imgsim_desktop.ui.desktop_entries import Desk, Program, programs_for
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.photo_actions import MAX_OPENED

_APPLICATIONS = "/Applications"
_LIBRARIES = "LD_LIBRARY_PATH"
Start = Callable[[list[str]], bool]
"""Starts a command with its arguments, beside this program; whether it could."""


def start(line: list[str]) -> bool:
    """Start a program that goes on when this one ends. Never through a shell."""
    command = [*_outside(os.environ, is_bundle=getattr(sys, "frozen", False)), *line]
    return bool(QProcess.startDetached(command[0], command[1:])[0])


def _outside(env: Mapping[str, str], *, is_bundle: bool) -> list[str]:
    """What a command begins with so that it does not find the libraries of a bundle of ours."""
    if not is_bundle or sys.platform == "win32":
        return []
    before = env.get(f"{_LIBRARIES}_ORIG")  # as PyInstaller keeps it
    return ["/usr/bin/env", *([f"{_LIBRARIES}={before}"] if before else ["-u", _LIBRARIES])]


def types_of(path: Path) -> list[str]:
    """MIME types of a file by its name, the narrowest first; no file is opened."""
    kind = QMimeDatabase().mimeTypeForFile(str(path), QMimeDatabase.MatchMode.MatchExtension)
    return [kind.name(), *kind.allAncestors()]


def is_opened_by_all(kind: str) -> bool:
    """Whether a type says nothing: editors that open any bytes are not offered for photos."""
    return kind in {"application/octet-stream", "text/plain"}


class OpenWith(QMenu):
    """Filled each time it is opened, and empty in between: entries come and go."""

    noticed = Signal(object)
    """Notice."""

    def __init__(
        self,
        action: QAction,
        paths: Callable[[], Sequence[Path]],
        parent: QWidget,
        *,
        start: Start = start,
        platform: str = sys.platform,
    ) -> None:
        """
        action  what opens photos with the system's own program: this is possible whenever it is
        paths   the photos chosen, when it is asked for
        """
        super().__init__(parent)
        self._action = action
        self._paths = paths
        self._start = start
        self._platform = platform
        self.setTitle(self.tr("Open with"))
        self.menuAction().setEnabled(action.isEnabled())
        action.enabledChanged.connect(self.menuAction().setEnabled)
        self.aboutToShow.connect(self.fill)

    def join(self, menu: QMenu) -> None:
        """Stand behind the action in a menu that has it."""
        actions = menu.actions()
        if self._action in actions:
            behind = actions[actions.index(self._action) + 1 :]
            if behind:
                menu.insertMenu(behind[0], self)
            else:
                menu.addMenu(self)

    def fill(self) -> None:
        self.clear()
        paths = [path for path in self._paths() if path.is_absolute()][:MAX_OPENED]
        if not paths:
            return
        if self._platform == "win32":
            self.addAction(self.tr("Choose a program…"), partial(self._ask_windows, paths))
        elif self._platform == "darwin":
            self.addAction(self.tr("Choose a program…"), partial(self._ask_mac, paths))
        else:
            self._offer(programs_of(paths), paths)

    def _offer(self, programs: Sequence[Program], paths: Sequence[Path]) -> None:
        for program in programs:
            action = self.addAction(program.name.replace("&", "&&"))
            action.setIcon(icon_of(program))
            action.triggered.connect(partial(self._run, program.name, program, paths))
        if not programs:
            self.addAction(self.tr("No program is known for them")).setEnabled(False)

    def _run(self, name: str, program: Program, paths: Sequence[Path], _on: object = None) -> None:
        for line in program.command_lines(paths):
            if not self._start(line):
                self._say_failed(name)
                return

    def _ask_windows(self, paths: Sequence[Path]) -> None:
        """The chooser of Windows, which also says what opens such files from now on."""
        for path in paths:
            os.startfile(path, "openas")  # type: ignore[attr-defined, unused-ignore]  # noqa: S606 - asks the person

    def _ask_mac(self, paths: Sequence[Path]) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self.parentWidget(), self.tr("Choose a program"), _APPLICATIONS, "*.app"
        )
        if name and not self._start(["/usr/bin/open", "-a", name, *map(str, paths)]):
            self._say_failed(Path(name).stem)

    def _say_failed(self, name: str) -> None:
        said = self.tr("{name} could not be started.").format(name=name)
        self.noticed.emit(Notice(said, kind="warning", topic="open-with"))


def programs_of(paths: Iterable[Path]) -> list[Program]:
    """Those that open all of these files, the default one of the first first."""
    desk = Desk.of(os.environ, Path.home(), QLocale().name())
    each = []
    for types in dict.fromkeys(tuple(types_of(path)) for path in paths):
        known = [kind for kind in types if not is_opened_by_all(kind)]
        each.append(programs_for(known, desk))
    if not each:
        return []
    shared = set.intersection(*({one.entry_id for one in some} for some in each))
    return [program for program in each[0] if program.entry_id in shared]


def icon_of(program: Program) -> QIcon:
    if Path(program.icon).is_absolute():
        return QIcon(program.icon)
    return QIcon.fromTheme(program.icon)

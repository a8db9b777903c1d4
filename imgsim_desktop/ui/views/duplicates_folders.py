"""Folders that are never touched, and folders whose copies are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from imgsim_desktop.errors import KnownError
from imgsim_desktop.ui.widgets.notice import Notice
from imgsim_desktop.ui.widgets.rules_dialog import RulesDialog

if TYPE_CHECKING:
    from imgsim_desktop.ui.views.duplicates import DuplicatesView

_TOPIC = "review"


class FolderActs(QObject):
    """Locks and prefers the folder of the current photo; GUI thread."""

    def __init__(self, view: DuplicatesView) -> None:
        super().__init__(view)
        self._view = view

    def toggle_lock(self) -> None:
        """Nothing in the folder of the current photo is ever removed, or may be again."""
        item = self._view.stage.current
        if item is None:
            return
        decisions, folder = self._view.session.decisions, item.photo.path.parent
        is_locked = folder in decisions.locked_folders()
        decisions.set_folder(folder, locked=not is_locked)
        text = (
            self.tr("The folder “{name}” is no longer locked.")
            if is_locked
            else self.tr("The folder “{name}” is locked: nothing in it is ever removed.")
        )
        self._folders_changed(text.format(name=folder.name))

    def toggle_prefer(self) -> None:
        """Of copies the one in the folder of the current photo is kept, or no more."""
        item = self._view.stage.current
        if item is None:
            return
        decisions, folder = self._view.session.decisions, item.photo.path.parent
        is_preferred = folder in decisions.preferred_folders()
        decisions.set_folder(folder, preferred=not is_preferred)
        text = (
            self.tr("The folder “{name}” is no longer preferred.")
            if is_preferred
            else self.tr("The folder “{name}” is preferred: of copies, the one in it is kept.")
        )
        self._folders_changed(text.format(name=folder.name))

    def edit_rules(self) -> None:
        """Show the rules for what is kept, and take those the person chooses."""
        view = self._view
        settings = view.session.settings
        dialog = RulesDialog(
            settings.keep_rules, settings.rule_sets, view.desk.changes_by, view.desk.photos,
            view.thumbnails, view,
        )  # fmt: skip
        dialog.chosen.connect(
            lambda rules, sets: view.session.change_settings(keep_rules=rules, rule_sets=sets)
        )
        dialog.open()

    def take_rules(self) -> None:
        """Suggest by the rules in the settings, if they are others than before."""
        try:
            is_new = self._view.desk.set_rules(self._view.session.settings.keep_rules)
        except KnownError as error:
            self._view.noticeRequested.emit(Notice.from_error(error, _TOPIC))
            return
        if is_new and self._view.library.is_loaded:
            self._view.library.reload()

    def _folders_changed(self, sentence: str) -> None:
        self._view.library.reload()
        self._view.session.decisionsChanged.emit()
        self._view.noticeRequested.emit(Notice(sentence, topic=_TOPIC, seconds=6))

"""Folders that are never touched, and folders whose copies are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from imgsim_desktop.errors import KnownError
from imgsim_desktop.review.marking import one_shot_of
from imgsim_desktop.review.own_rules import RULES_VERSION
from imgsim_desktop.ui.models.reasons import said_rule_title
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.widgets.rules_dialog import RulesDialog

if TYPE_CHECKING:
    from imgsim_desktop.ui.views.duplicates.view import DuplicatesView

_TOPIC = "review"


class FolderActs(QObject):
    """Locks and prefers the folder of the current photo; GUI thread."""

    def __init__(self, view: DuplicatesView) -> None:
        super().__init__(view)
        self._view = view

    def toggle_lock(self) -> None:
        """Nothing in the folder of the current photo is ever removed, or may be again."""
        decisions = self._view.session.decisions
        self._toggle(
            decisions.locked_folders,
            lambda folder, wanted: decisions.set_folder(folder, locked=wanted),
            self.tr("The folder “{name}” is locked: nothing in it is ever removed."),
            self.tr("The folder “{name}” is no longer locked."),
        )

    def toggle_prefer(self) -> None:
        """Of copies the one in the folder of the current photo is kept, or no more."""
        decisions = self._view.session.decisions
        self._toggle(
            decisions.preferred_folders,
            lambda folder, wanted: decisions.set_folder(folder, preferred=wanted),
            self.tr("The folder “{name}” is preferred: of copies, the one in it is kept."),
            self.tr("The folder “{name}” is no longer preferred."),
        )

    def _toggle(
        self,
        folders: Callable[[], Collection[Path]],
        put: Callable[[Path, bool], None],
        says_on: str,
        says_off: str,
    ) -> None:
        """Say something of the folder of the current photo, or take it back."""
        view = self._view
        if view.stage.current is None:
            return
        folder = view.stage.current.photo.path.parent
        wanted = folder not in folders()
        put(folder, wanted)
        view.library.reload()
        view.session.decisionsChanged.emit()
        sentence = (says_on if wanted else says_off).format(name=folder.name)
        view.noticeRequested.emit(Notice(sentence, topic=_TOPIC, seconds=6))

    def edit_rules(self) -> None:
        """Show the rules for what is kept, and take those the person chooses."""
        view = self._view
        settings = view.session.settings
        dialog = RulesDialog(
            settings.keep_rules, settings.rule_sets, view.desk.changes_by, view.desk.photos,
            view.thumbnails, view,
        )  # fmt: skip
        dialog.commands.follow(view.session)
        dialog.chosen.connect(
            lambda rules, sets: view.session.change_settings(
                keep_rules=rules, rule_sets=sets, rules_version=RULES_VERSION
            )
        )
        dialog.open()

    def tell_newer_rules(self) -> None:
        """Say once which rules this version has added to the person's own order."""
        view = self._view
        added, view.session.added_rules = view.session.added_rules, ()
        if not added:
            return
        view.noticeRequested.emit(
            Notice(
                self.tr("Your own order of rules was saved by an older version."),
                self.tr(
                    "Added to it, so that nothing goes that only one copy has: {rules}. "
                    "{key} shows the order."
                ).format(
                    rules="; ".join(map(said_rule_title, added)),
                    key=view.commands.key_of("rules") or self.tr("“Rules for what is kept”"),
                ),
                topic="newer-rules",
            )
        )

    def take_rules(self) -> None:
        """Suggest by the rules in the settings, if they are others than before."""
        desk, settings = self._view.desk, self._view.session.settings
        try:
            is_new = desk.set_one_shot(one_shot_of(settings.raw_and_jpeg), settings.keep_rules)
            is_new |= desk.set_rules(settings.keep_rules)
        except KnownError as error:
            self._view.noticeRequested.emit(Notice.from_error(error, _TOPIC))
            return
        if is_new and self._view.library.is_loaded:
            self._view.library.reload()

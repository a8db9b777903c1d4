"""Folders that are never touched, folders whose copies are kept, and the rules for the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from imgsim_desktop.review.own_rules import RULES_VERSION
from imgsim_desktop.ui.models.reasons import said_rule_title
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.reviewing import folders
from imgsim_desktop.ui.reviewing.folders import FolderTurn
from imgsim_desktop.ui.reviewing.model import ReviewModel
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.views.duplicates.telling import TOPIC
from imgsim_desktop.ui.widgets.rules_dialog import RulesDialog


class FolderActs(QObject):
    """Locks and prefers the folder of the current photo; GUI thread."""

    def __init__(
        self,
        model: ReviewModel,
        thumbnails: ThumbnailLoader,
        page: QWidget,
        key_of: Callable[[str], str],
    ) -> None:
        """page: above which dialogs open; key_of: the key of a command of it, as it is printed."""
        super().__init__(page)
        self._model, self._thumbnails = model, thumbnails
        self._page, self._key_of = page, key_of
        model.library.loaded.connect(self.tell_newer_rules)

    def toggle_lock(self, folder: Path | None = None) -> None:
        """Of this folder; None: of that of the current photo."""
        self._tell(
            folders.toggle_lock(self._model, folder),
            self.tr("The folder “{name}” is locked: nothing in it is ever removed."),
            self.tr("The folder “{name}” is no longer locked."),
        )

    def toggle_prefer(self, folder: Path | None = None) -> None:
        """Of this folder; None: of that of the current photo."""
        self._tell(
            folders.toggle_prefer(self._model, folder),
            self.tr("The folder “{name}” is preferred: of copies, the one in it is kept."),
            self.tr("The folder “{name}” is no longer preferred."),
        )

    def _tell(self, turn: FolderTurn | None, says_on: str, says_off: str) -> None:
        if turn is not None:
            sentence = (says_on if turn.is_on else says_off).format(name=turn.folder.name)
            self._model.noticed.emit(Notice(sentence, topic=TOPIC, seconds=6))

    def edit_rules(self) -> None:
        """Show the rules for what is kept, and take those the person chooses."""
        desk, session = self._model.desk, self._model.session
        dialog = RulesDialog(
            session.settings.keep_rules, session.settings.rule_sets, desk.changes_by, desk.photos,
            self._thumbnails, self._page,
        )  # fmt: skip
        dialog.commands.follow(session)
        dialog.chosen.connect(
            lambda rules, sets: session.change_settings(
                keep_rules=rules, rule_sets=sets, rules_version=RULES_VERSION
            )
        )
        dialog.open()

    def tell_newer_rules(self) -> None:
        """Say once which rules this version has added to the person's own order."""
        session = self._model.session
        added, session.added_rules = session.added_rules, ()
        if not added:
            return
        self._model.noticed.emit(
            Notice(
                self.tr("Your own order of rules was saved by an older version."),
                self.tr(
                    "Added to it, so that nothing goes that only one copy has: {rules}. "
                    "{key} shows the order."
                ).format(
                    rules="; ".join(map(said_rule_title, added)),
                    key=self._key_of("rules") or self.tr("“Rules for what is kept”"),
                ),
                topic="newer-rules",
            )
        )

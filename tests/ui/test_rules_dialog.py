"""Rules are ordered, saved and previewed before they are taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from imgsim_desktop.choosing.lanes import Lane
from imgsim_desktop.choosing.rules import DEFAULT_RULES, RULES, parse_rules
from imgsim_desktop.library.settings import load_settings
from imgsim_desktop.ui.models.reasons import said_rule_title
from imgsim_desktop.ui.widgets.rules_dialog import RulesDialog
from tests.ui.review import Review

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def dialog(review: Review) -> RulesDialog:
    review.show_lane(Lane.SAME_PICTURE)
    review.press((Qt.Key.Key_R, CTRL))
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, RulesDialog))


def row_of(dialog: RulesDialog, name: str) -> int:
    title = said_rule_title(name)
    return next(r for r in range(dialog.list.count()) if dialog.list.item(r).text() == title)


def only(dialog: RulesDialog, *names: str) -> None:
    """Tick these and no others, in this order."""
    for row in range(dialog.list.count()):
        dialog.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    for place, name in enumerate(names):
        row = row_of(dialog, name)
        dialog.list.item(row).setCheckState(Qt.CheckState.Checked)
        item = dialog.list.takeItem(row_of(dialog, name))
        dialog.list.insertItem(place, item)


def test_it_opens_with_the_rules_in_use(dialog: RulesDialog) -> None:
    assert dialog.rules == tuple(map(str, parse_rules(DEFAULT_RULES)))
    assert dialog.sets.currentText() == "The program's own order"
    assert "In all 3 open groups" in dialog.summary.text()
    dialog.reject()


def test_without_a_group_there_is_nothing_to_try_the_rules_on(
    dialog: RulesDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialog, "_preview", lambda _rules: ([], 0))
    dialog.show_preview()
    assert dialog.summary.text() == "No group is open to try the rules on."
    monkeypatch.setattr(dialog, "_preview", lambda _rules: ([], 1))
    dialog.show_preview()
    assert dialog.summary.text().startswith("In the only open group the same photo")
    dialog.reject()


def test_the_rules_have_the_room_of_pictures_that_are_not_there(
    dialog: RulesDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialog, "_preview", lambda _rules: ([], 14))
    dialog.show_preview()
    QApplication.processEvents()
    assert dialog.list.height() > dialog.height() // 2


def test_the_rule_one_looks_at_is_explained(dialog: RulesDialog) -> None:
    dialog.list.setCurrentRow(row_of(dialog, "not-surrounded"))
    assert "in a collage goes" in dialog._explanation.text()
    dialog.list.setCurrentRow(row_of(dialog, "oldest"))
    assert "taken first" in dialog._explanation.text()
    dialog.reject()


def test_the_preview_counts_and_the_review_follows(dialog: RulesDialog, review: Review) -> None:
    names = review.names
    only(dialog, "smallest-file")
    dialog.show_preview()
    assert dialog.summary.text().startswith("In 2 of 3 open groups")
    assert dialog.sets.currentText() == "Not saved"
    dialog.accept_button.click()
    assert review.session.settings.keep_rules == ("smallest-file",)
    assert review.names[0] != names[0]
    assert set(review.names) == set(names)
    assert "smaller file" in review.view.page.reason.text()


def test_the_order_is_changed_by_keys_and_folders_come_first(
    dialog: RulesDialog, review_folder: Path
) -> None:
    dialog.list.setCurrentRow(1)
    review_rules = dialog.rules
    dialog.move_rule(-1)
    assert dialog.rules[:2] == (review_rules[1], review_rules[0])
    dialog.add_folder(review_folder / "phone", inside=True)
    assert dialog.rules[0] == f"folder:{review_folder / 'phone'}"
    dialog.show_preview()
    assert dialog.summary.text().startswith("In 3 of 3 open groups")
    dialog.add_folder(review_folder / "phone", inside=False)
    dialog.show_preview()
    assert "In all 3 open groups" in dialog.summary.text()
    dialog.reject()


def test_a_tolerance_is_part_of_the_rule(dialog: RulesDialog) -> None:
    dialog.list.setCurrentRow(row_of(dialog, "largest-picture"))
    assert dialog.tolerance.value() == 2.0
    dialog.tolerance.setValue(50)
    assert "largest-picture~50" in dialog.rules
    dialog.list.setCurrentRow(row_of(dialog, "has-gps"))
    assert dialog.tolerance.isHidden()
    dialog.reject()


def test_sets_are_saved_by_name_and_survive(dialog: RulesDialog, review: Review) -> None:
    only(dialog, "newest")
    dialog.save_set("Phone")
    assert dialog.sets.currentText() == "Phone"
    dialog.sets.setCurrentIndex(0)
    dialog.sets.activated.emit(0)
    assert dialog.rules == tuple(map(str, parse_rules(DEFAULT_RULES)))
    dialog.accept_button.click()
    review.session.save_settings()
    saved = load_settings(review.session.home)
    assert saved.keep_rules == ()
    assert saved.rule_sets == {"Phone": "newest"}


def test_without_any_rule_there_is_nothing_to_use(dialog: RulesDialog) -> None:
    only(dialog)
    dialog.show_preview()
    assert not dialog.accept_button.isEnabled()
    dialog.reject()


def test_every_rule_has_a_title_in_the_window() -> None:
    assert all(said_rule_title(name) != name for name in RULES)

"""The decisions of the key map, on real files."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication, QProgressDialog, QPushButton

from imgsim_desktop.choosing.lanes import Lane
from imgsim_desktop.records import PAIR_KINDS, PairKind, PairTable
from imgsim_desktop.ui import audit_run, slices
from imgsim_desktop.ui.widgets.audit_sheet import AuditSheet
from imgsim_desktop.ui.widgets.stage import Mode
from tests.ui.review import Review

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


@pytest.fixture
def burst(review: Review, monkeypatch: pytest.MonkeyPatch) -> Review:
    """The two groups of copies are shots of two moments instead."""
    table = review.session.pairs()
    kind = np.full(len(table), PAIR_KINDS.index(PairKind.BURST), np.uint8)
    shots = PairTable(
        table.a, table.b, table.similarity, np.full(len(table), 0.02, np.float32), kind,
        table.edits, table.transform, table.coverage, table.looked,
    )  # fmt: skip
    monkeypatch.setattr(review.session, "pairs", lambda: shots)
    review.view.model.library.reload()
    review.show_lane(Lane.BURST)
    return review


def shown_buttons(review: Review) -> set[str]:
    return {
        button.name.removeprefix("review.")
        for button in review.view.key_bar.buttons
        if not button.isHidden()
    }


def test_the_buttons_are_those_of_the_lane(burst: Review) -> None:
    assert len(burst.names) == 3
    assert {"best-1", "best-2", "related"} <= shown_buttons(burst)
    assert "not-duplicates" not in shown_buttons(burst)
    burst.show_lane(Lane.IDENTICAL)
    assert {"keeper", "not-duplicates"} <= shown_buttons(burst)
    assert not {"best-1", "split"} & shown_buttons(burst)


def test_alt_and_a_number_keeps_the_best_of_a_burst(burst: Review) -> None:
    names = burst.names
    assert not burst.going
    burst.press((Qt.Key.Key_2, CONTROL | ALT))
    assert burst.marked == {names[2]}
    assert burst.counts()[Lane.SOLVED] == 1
    burst.press((ENTER, CTRL))
    sheet = burst.view.disk.sheet
    assert sheet is not None
    assert sheet.last_copy_box is not None, "a shot is no copy of another"
    sheet.reject()


def test_enter_takes_the_marks_of_a_burst_as_they_are_shown(burst: Review) -> None:
    names = burst.names
    burst.press(Qt.Key.Key_3, ENTER)
    assert burst.marked == {names[2]}
    burst.press(ENTER)
    assert burst.marked == {names[2]}
    assert burst.counts()[Lane.SOLVED] == 2


def test_related_photos_are_remembered_and_asked_about_no_more(burst: Review) -> None:
    hashes = {item.photo.content_hash for item in burst.view.stage.items}
    burst.press(Qt.Key.Key_B)
    burst.view.model.save()
    pairs = burst.session.decisions.not_duplicates()
    assert {hash_ for pair in pairs for hash_ in pair} == hashes
    assert not burst.marked
    assert burst.counts()[Lane.SOLVED] == 1
    burst.press((Qt.Key.Key_Z, CTRL))
    burst.view.model.save()
    assert not burst.session.decisions.not_duplicates()


def test_several_photos_are_chosen_with_shift_and_decided_together(review: Review) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    names = review.names
    assert len(names) == 3
    review.press(Qt.Key.Key_Right, (Qt.Key.Key_Right, SHIFT))
    assert [item.photo.path.name for item in review.view.stage.chosen] == names[1:]
    review.press(Qt.Key.Key_X)
    assert review.going == set()
    review.press(Qt.Key.Key_Left, (Qt.Key.Key_Right, SHIFT), Qt.Key.Key_K)
    assert review.marked == {names[0]}


def test_several_groups_are_chosen_in_the_queue_and_decided_together(review: Review) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    queue = review.view.queue_list
    rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    queue.selectionModel().select(queue.model().index(1, 0), rows)
    review.press(ENTER)
    assert review.counts() == {Lane.IDENTICAL: 1, Lane.SOLVED: 2}
    assert review.marked == {"two again.jpg", "two small.jpg", "three small.jpg"}
    review.press((Qt.Key.Key_Z, CTRL))
    assert not review.marked
    assert review.counts() == {Lane.IDENTICAL: 1, Lane.SAME_PICTURE: 2}


def audit_sheet() -> AuditSheet:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, AuditSheet)]
    return found[-1]


def test_a_lane_is_accepted_after_a_look_at_its_pairs_in_one_step(review: Review) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    review.press((ENTER, CTRL | SHIFT))
    sheet = audit_sheet()
    assert len(sheet.riskiest) == 3
    assert not review.marked, "the sheet only asks"
    assert {card.accessibleName().split(",")[0] for card in sheet.riskiest} == {
        "Keep two.jpg",
        "Keep three.jpg",
    }
    sheet.accept_button.click()
    assert review.marked == {"two again.jpg", "two small.jpg", "three small.jpg"}
    assert review.counts() == {Lane.IDENTICAL: 1, Lane.SOLVED: 2}
    review.press((Qt.Key.Key_Z, CTRL))
    assert not review.marked
    assert review.counts() == {Lane.IDENTICAL: 1, Lane.SAME_PICTURE: 2}


def test_what_is_called_wrong_is_left_alone_with_its_group(review: Review) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    review.press((ENTER, CTRL | SHIFT))
    sheet = audit_sheet()
    card = next(c for c in sheet.riskiest if "three small" in c.accessibleName())
    review.qtbot.keyClick(card, Qt.Key.Key_Space)
    assert sheet.accept_button.text() == "Accept 1 group"
    sheet.accept_button.click()
    assert review.marked == {"two again.jpg", "two small.jpg"}
    assert review.names == ["three.jpg", "three small.jpg"]


def progress_dialog() -> QProgressDialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, QProgressDialog))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Two groups are many, and none is looked at before the gate is open."""
    monkeypatch.setattr(audit_run, "AT_ONCE", 1)
    monkeypatch.setattr(slices, "_SLICE_S", 0.0)
    gate, real = threading.Event(), slices.Slices._take_some

    def _take_some(run: slices.Slices) -> None:  # PySide finds a slot by its own name
        if gate.is_set():
            real(run)

    monkeypatch.setattr(slices.Slices, "_take_some", _take_some)
    return gate


def test_a_large_lane_is_looked_through_in_slices_and_the_window_lives(
    review: Review, gate: threading.Event
) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    review.press((ENTER, CTRL | SHIFT))
    assert progress_dialog().isModal(), "the review must not change meanwhile"
    assert not review.view.findChildren(AuditSheet)
    gate.set()
    review.qtbot.waitUntil(lambda: bool(review.view.findChildren(AuditSheet)))
    assert len(audit_sheet().riskiest) == 3
    review.qtbot.waitUntil(lambda: not review.view.findChildren(QProgressDialog))
    audit_sheet().reject()


def test_who_gives_up_a_long_look_sees_no_sheet(review: Review, gate: threading.Event) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    review.press((ENTER, CTRL | SHIFT))
    button = progress_dialog().findChild(QPushButton)
    assert button is not None
    button.click()
    gate.set()
    review.qtbot.waitUntil(lambda: not review.view.findChildren(QProgressDialog))
    review.qtbot.waitUntil(lambda: not review.view.findChildren(audit_run.AuditRun))
    assert not review.view.findChildren(AuditSheet)
    assert not review.marked


def test_no_lane_to_look_through_can_be_accepted_as_a_whole(burst: Review) -> None:
    assert not burst.view.commands.by_name["accept-lane"].isEnabled()
    burst.view.acts.accept_lane()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, AuditSheet)]


def test_the_loupe_shows_a_detail_and_moves(review: Review) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    stage = review.view.stage
    pictures = review.view.loaders.pictures
    whole = stage.grid.grab().toImage()
    review.press(Qt.Key.Key_G)
    assert stage.loupe.is_on
    review.qtbot.waitUntil(
        lambda: all(pictures.picture(item.photo) for item in stage.items), timeout=10_000
    )
    detail = stage.grid.grab().toImage()
    assert detail != whole
    review.press((Qt.Key.Key_Right, SHIFT))
    assert stage.grid.grab().toImage() != detail
    review.press(Qt.Key.Key_G)
    assert not stage.loupe.is_on
    stage.set_mode(Mode.SLIDER)
    review.press(Qt.Key.Key_G)
    assert stage.mode is Mode.GRID
    assert stage.loupe.is_on
    review.press(Qt.Key.Key_PageDown)
    assert not stage.loupe.is_on


def test_the_loupe_at_a_corner_of_the_kept_photo_is_full_of_it(review: Review) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    stage, pictures = review.view.stage, review.view.loaders.pictures
    review.press(Qt.Key.Key_G)
    review.qtbot.waitUntil(lambda: all(pictures.picture(item.photo) for item in stage.items))
    kept = stage.items[0].photo.facts
    for way in (-1, 1):
        stage.loupe.move_by(50 * way, 50 * way)
        stage.grid.grab()
        camera = stage.loupe._camera
        (left, top), (right, bottom) = (
            camera.under(0, 0),
            camera.under(camera.width_px, camera.height_px),
        )
        for first, last, side in ((left, right, kept.width_px), (top, bottom, kept.height_px)):
            if last - first < side:
                assert first >= -0.01
                assert last <= side + 0.01
            else:
                assert first + last == pytest.approx(side), "all of it is seen, in the middle"


def test_c_copies_the_path(review: Review) -> None:
    review.press(Qt.Key.Key_C)
    assert QApplication.clipboard().text() == str(review.view.stage.items[0].photo.path)


def test_shift_and_page_down_and_enter_decide_one_group(review: Review) -> None:
    """What Shift would add to the choice would be accepted by Enter without a look at it."""
    review.show_lane(Lane.SAME_PICTURE)
    assert review.view.queue.rowCount() == 2
    review.press((Qt.Key.Key_PageDown, SHIFT))
    assert review.view.queue_list.chosen_rows() == [1]
    review.press(Qt.Key.Key_Return)
    assert review.counts()[Lane.SAME_PICTURE] == 1


def test_going_to_another_group_with_ctrl_held_chooses_that_one_alone(review: Review) -> None:
    """As when a person gave "next group" a key with Ctrl, which in a list adds to the choice."""
    review.show_lane(Lane.SAME_PICTURE)
    review.press((Qt.Key.Key_F24, Qt.KeyboardModifier.ControlModifier))
    review.view.ways.go(1)
    review.turn()
    assert [entry.group for entry in review.view.model.chosen_entries] == [
        review.view.model.listing.entries[1].group
    ]
    assert review.view.queue_list.chosen_rows() == [1]
    review.view.stage.grid.show_row(1)
    assert review.view.stage.grid.chosen_rows() == [1]

"""The review by keys, on real files."""

from __future__ import annotations

import math
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from imgsim_desktop.acting.copies import Copies
from imgsim_desktop.choosing.lanes import Lane
from imgsim_desktop.choosing.queue_filter import QueueFilter
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.records import PairTable
from imgsim_desktop.review.book import ReviewBook
from imgsim_desktop.review.commit import Act, plan_of, remove
from imgsim_desktop.ui.act_job import place_of
from imgsim_desktop.ui.reviewing import moves
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.widgets.stage import Mode
from tests.acting.steps import saving_anew
from tests.ui.review import Review, make_library, store_pairs

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ENTER = Qt.Key.Key_Return


def again(review: Review) -> Review:
    """The program is closed and started again."""
    review.end()
    review.view.close()
    session = LibrarySession(review.session.home)
    return Review(review.qtbot, session, review.library, owns_session=True)


def test_each_kind_of_copy_is_in_its_lane(review: Review) -> None:
    assert review.counts() == {Lane.IDENTICAL: 1, Lane.SAME_PICTURE: 2}
    assert "3 groups, 7 photos" in review.view.page.figures.text()


def test_the_page_follows_to_where_there_is_something_to_do_until_a_lane_is_chosen(
    review: Review,
) -> None:
    view, model = review.view, review.view.model
    model.listing.lane = Lane.EDITED  # while a scan runs groups go from lane to lane
    model.regroup()
    review.turn()
    assert view.lanes.lane is Lane.IDENTICAL
    view.lanes.button(Lane.EDITED).click()
    model.regroup()
    review.turn()
    assert view.lanes.lane is Lane.EDITED


def test_the_page_stays_in_a_lane_that_was_emptied_by_decisions(review: Review) -> None:
    review.press(ENTER)
    review.view.model.list_lane(Lane.IDENTICAL)
    review.view.model.regroup()
    review.turn()
    assert review.view.lanes.lane is Lane.IDENTICAL


def test_the_better_photo_is_suggested_to_stay_and_nothing_is_marked_yet(review: Review) -> None:
    assert review.names == ["one.jpg", "one copy.jpg"]
    assert review.going == {"one copy.jpg"}
    assert not review.marked
    assert "not named as a copy" in review.view.page.reason.text()


def test_three_times_enter_solves_three_groups_and_touches_no_file(
    review: Review, review_folder: Path
) -> None:
    before = sorted(review_folder.rglob("*.*"))
    review.press(ENTER, ENTER, ENTER)
    assert review.counts() == {Lane.SOLVED: 3}
    assert review.marked == {"one copy.jpg", "two again.jpg", "two small.jpg", "three small.jpg"}
    assert sorted(review_folder.rglob("*.*")) == before
    assert "All groups are decided" in review.view.page.empty.accessibleName()


def test_number_keys_change_single_photos(review: Review) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    assert review.going == set(review.names[1:])
    review.press(Qt.Key.Key_2)
    assert review.going == set(review.names[2:])
    review.press(Qt.Key.Key_2)
    assert review.going == set(review.names[1:])


def test_keep_only_takes_all_others(review: Review) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    names = review.names
    review.press(Qt.Key.Key_Right, Qt.Key.Key_K)
    assert review.marked == {names[0], *names[2:]}


def test_keep_all_solves_without_marking(review: Review) -> None:
    review.press(Qt.Key.Key_A)
    assert not review.marked
    assert review.counts()[Lane.SOLVED] == 1


def test_undo_and_redo_go_back_to_where_the_step_was(review: Review) -> None:
    names = review.names
    review.press(ENTER)
    assert review.names != names
    review.press(Qt.Key.Key_Backspace)
    assert (review.names, review.marked) == (names, set())
    assert review.counts() == {Lane.IDENTICAL: 1, Lane.SAME_PICTURE: 2}
    review.press((Qt.Key.Key_Z, CTRL | SHIFT))
    assert review.marked == {"one copy.jpg"}
    assert review.view.lanes.lane is Lane.SOLVED


def test_a_group_left_for_later_comes_again(review: Review) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    first = review.names
    review.press(Qt.Key.Key_S)
    assert review.names != first
    review.press(Qt.Key.Key_PageUp)
    assert review.names == first


def test_not_duplicates_is_remembered_for_every_library(review: Review) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    names = set(review.names)
    hashes = {item.photo.content_hash for item in review.view.stage.items}
    review.press(Qt.Key.Key_N)
    review.view.model.save()
    pairs = review.session.decisions.not_duplicates()
    review.show_lane(Lane.SOLVED)
    reason = review.view.page.reason.text()
    assert reason == "The others are not duplicates of it, or are gone."
    assert {hash_ for pair in pairs for hash_ in pair} == hashes
    assert set(review.names) != names
    review.press((Qt.Key.Key_Z, CTRL))
    review.view.model.save()
    assert not review.session.decisions.not_duplicates()
    assert set(review.names) == names


def test_another_photo_can_be_made_the_kept_one(review: Review) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    second = review.names[1]
    review.press(Qt.Key.Key_Right, Qt.Key.Key_R)
    kept = [item.photo.path.name for item in review.view.stage.items if item.is_keeper]
    assert kept == [second]
    assert second not in review.going


def test_marks_and_place_survive_a_restart(review: Review) -> None:
    review.press(ENTER)
    review.press(Qt.Key.Key_2)
    going, names, marked = review.going, review.names, review.marked
    fresh = again(review)
    assert (fresh.names, fresh.going, fresh.marked) == (names, going, marked)
    fresh.press((Qt.Key.Key_Z, CTRL), (Qt.Key.Key_Z, CTRL))
    assert not fresh.marked


def test_the_commit_moves_what_is_marked_and_undo_brings_it_back(
    review: Review, review_folder: Path, own_trash: Path
) -> None:
    review.press(ENTER)
    review.commit()
    victim = review_folder / "phone" / "one copy.jpg"
    assert not victim.exists()
    assert [path.name for path in (own_trash / "files").iterdir()] == ["one copy.jpg"]
    assert "1 photo moved to the trash" in review.notices[-1].sentence
    assert review.scans == 1
    notice = review.notices[-1]
    assert notice.action is not None
    notice.action()
    review.settle()
    assert victim.read_bytes() == (review_folder / "album" / "one.jpg").read_bytes()
    assert not list((own_trash / "files").iterdir())
    assert not review.marked, "what was rescued goes only if it is decided again"
    assert "decided again" in review.notices[-1].hint


def test_a_file_saved_in_the_place_of_a_photo_that_goes_stays_and_is_told(
    review: Review, review_folder: Path, own_trash: Path
) -> None:
    victim = review_folder / "phone" / "one copy.jpg"
    old = victim.read_bytes()
    review.press(ENTER)
    with saving_anew(victim, b"edited meanwhile"):
        review.commit()
    assert victim.read_bytes() == b"edited meanwhile"
    assert (own_trash / "files" / "one copy.jpg").read_bytes() == old
    assert "1 photo moved to the trash" in review.notices[-1].sentence
    assert review.notices[-1].hint == (
        "Another program saved a new file in the place of 1 photo: it stays."
    )


def test_an_undo_tells_that_part_of_the_journal_cannot_be_read(
    review: Review, review_folder: Path
) -> None:
    review.press(ENTER)
    review.commit()
    copies = Copies(review.session.home.journal)
    for copy in (copies.first, copies.second):
        copy.write_bytes(copy.read_bytes().replace(b'"intent"', b'"intend"', 1))
    notice = review.notices[-1]
    assert notice.action is not None
    notice.action()
    review.settle()
    assert (review_folder / "phone" / "one copy.jpg").exists()
    assert review.notices[-1].sentence == "1 photo back at their places."
    assert review.notices[-1].hint.startswith("Part of the journal cannot be read any more.")
    assert review.notices[-1].hint.endswith("they wait to be decided again.")
    for widget in QApplication.topLevelWidgets():
        if widget.objectName() == "problemsDialog":
            widget.close()


def test_ctrl_z_undoes_a_commit_after_a_restart(review: Review, review_folder: Path) -> None:
    victim = review_folder / "phone" / "one copy.jpg"
    review.press(ENTER)
    review.commit()
    review.rescan()
    fresh = again(review)
    assert not victim.exists()
    fresh.press((Qt.Key.Key_Z, CTRL))
    fresh.settle()
    assert victim.exists()
    fresh.rescan()
    assert not fresh.marked
    fresh.show_lane(Lane.IDENTICAL)
    assert set(fresh.names) == {"one.jpg", "one copy.jpg"}


def test_a_move_that_a_crash_cut_short_is_told_and_brought_back_by_itself(
    review: Review, review_folder: Path
) -> None:
    review.press(ENTER, ENTER)
    book, act = review.view.model.library.book, Act()
    assert book is not None
    plan = plan_of(book.desk)
    assert len(plan.planned) > 1
    book.begin_commit(plan.planned, act)
    place = place_of(review.session)
    remove(place, book.desk.review.removals(plan.planned[:1]), act)  # here it is killed
    victim = plan.going[0].path
    assert not victim.exists()
    fresh = again(review)
    box = fresh.view.findChild(QMessageBox, "cutShort")
    assert box is not None
    assert box.text().startswith(f"1 of {len(plan.planned)} photos")
    back = next(button for button in box.buttons() if button.text() == "Bring them back")
    back.click()
    fresh.settle()
    assert victim.exists()


def test_the_menu_undoes_the_last_move_whatever_was_decided_since(
    review: Review, review_folder: Path
) -> None:
    review.press(ENTER)
    review.commit()
    review.rescan()
    review.show_lane(Lane.SAME_PICTURE)
    review.press(ENTER)
    marked = review.marked
    review.view.commands.by_name["undo-commit"].trigger()
    review.settle()
    assert (review_folder / "phone" / "one copy.jpg").exists()
    review.rescan()
    assert review.marked == marked


def test_a_photo_that_changed_after_it_was_marked_stays_and_is_listed(
    review: Review, review_folder: Path, qtbot: QtBot
) -> None:
    review.press(ENTER)
    victim = review_folder / "phone" / "one copy.jpg"
    victim.write_bytes(victim.read_bytes() + b"more")
    review.commit()
    assert victim.exists()
    assert "Nothing was moved" in review.notices[-1].sentence
    assert review.marked == {"one copy.jpg"}
    for widget in QApplication.topLevelWidgets():
        if widget.objectName() == "problemsDialog":
            widget.close()


def test_the_last_copy_needs_a_tick_of_its_own(review: Review, review_folder: Path) -> None:
    review.press(Qt.Key.Key_1, Qt.Key.Key_2)
    assert review.going == {"one.jpg", "one copy.jpg"}
    review.press((ENTER, CTRL))
    sheet = review.view.disk.sheet
    assert sheet is not None
    assert not sheet.accept_button.isEnabled()
    assert sheet.last_copy_box is not None
    sheet.reject()
    assert (review_folder / "album" / "one.jpg").exists()
    review.commit(tick=True)
    assert not (review_folder / "album" / "one.jpg").exists()
    assert not (review_folder / "phone" / "one copy.jpg").exists()


def test_nothing_in_a_locked_folder_can_be_marked(review: Review) -> None:
    review.press(Qt.Key.Key_Right, Qt.Key.Key_L)
    assert review.session.decisions.locked_folders()
    locked = [item.photo.path.name for item in review.view.stage.items if item.is_locked]
    assert locked == ["one copy.jpg"]
    assert "one copy.jpg" not in review.going
    review.view.model.choose_photos(
        next(i.photo.photo_id for i in review.view.stage.items if i.is_locked)
    )
    review.press(Qt.Key.Key_X)
    assert "locked folder" in review.notices[-1].sentence
    assert "one copy.jpg" not in review.marked


def test_the_slider_forms_groups_again(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    table = review.session.pairs()
    doubtful = PairTable(
        table.a, table.b, table.similarity, np.full(len(table), 0.8, np.float32), table.kind,
        table.edits, table.transform, table.coverage, table.looked,
    )  # fmt: skip
    monkeypatch.setattr(review.session, "pairs", lambda: doubtful)
    review.view.model.library.reload()
    assert review.counts() == {Lane.IDENTICAL: 1}
    review.show_lane(Lane.SAME_PICTURE)
    review.view.slider.set_confidence(0.7)
    review.qtbot.waitUntil(lambda: review.counts().get(Lane.SAME_PICTURE) == 2)
    assert "about 0." in review.view.page.figures.text()
    labels = [label.text() for label in review.view.page.findChildren(QLabel)]
    assert any(text.startswith("At least 7") or "69." in text for text in labels)
    assert review.session.settings.confidence == pytest.approx(0.7, abs=0.01)


def test_space_held_shows_the_kept_photo_in_the_place_of_the_other(review: Review) -> None:
    for mode in (Mode.GRID, Mode.SIDE_BY_SIDE):
        review.view.stage.set_mode(mode)
        target = review.view.stage.focus_widget()

        def blinks() -> bool:
            stage = review.view.stage
            delegate = stage.grid.itemDelegate()
            return stage.compare.blinks or delegate.blinking is not None  # type: ignore[attr-defined]

        for kind, expected in ((QEvent.Type.KeyPress, True), (QEvent.Type.KeyRelease, False)):
            event = QKeyEvent(kind, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(target, event)
            assert blinks() is expected


def test_tab_goes_through_the_layouts_and_pictures_come(review: Review) -> None:
    stage = review.view.stage
    modes = []
    for _ in range(4):
        review.press(Qt.Key.Key_Tab)
        modes.append(stage.mode)
    assert modes == [Mode.SIDE_BY_SIDE, Mode.SLIDER, Mode.DIFFERENCE, Mode.GRID]
    stage.set_mode(Mode.SIDE_BY_SIDE)
    review.view.resize(820, 420)  # the photos are small: they do not fit at 1:1 here
    photo = stage.items[0].photo
    pictures = review.view.loaders.pictures
    review.qtbot.waitUntil(lambda: pictures.picture(photo) is not None, timeout=10_000)
    review.press(Qt.Key.Key_Z)
    assert not stage.compare.is_fitted
    review.press(Qt.Key.Key_Z)
    assert stage.compare.is_fitted


def test_a_filter_by_name_or_folder_narrows_the_queue(review: Review, review_folder: Path) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    review.view.set_filter("three")
    review.turn()
    assert review.view.queue.rowCount() == 1
    review.view.set_filter("")
    review.view.set_folder(review_folder / "nowhere")
    review.turn()
    assert review.view.queue.rowCount() == 0
    review.view.set_folder(None)
    review.turn()
    assert review.view.queue.rowCount() == 2


def test_the_filter_asks_for_days_and_gain_and_survives_a_restart(review: Review) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    bar = review.view.page.filter_bar
    review.press(Qt.Key.Key_Slash)
    assert bar.name.hasFocus()
    review.qtbot.keyClicks(bar.name, "three")
    review.turn()
    assert review.names == ["three.jpg", "three small.jpg"]
    assert bar.shown.text() == "1 of 2 groups"
    fresh = again(review)
    bar = fresh.view.page.filter_bar
    assert bar.filter.name == bar.name.text() == "three"
    assert fresh.names == ["three.jpg", "three small.jpg"]
    bar.since.setDate(QDate(2090, 1, 1))
    fresh.turn()
    assert fresh.view.page.empty.accessibleName() == "No group here is as the filter asks"
    fresh.view.page.empty.actionRequested.emit()
    fresh.turn()
    assert bar.filter.is_empty
    assert fresh.view.queue.rowCount() == 2
    bar.gain.setCurrentIndex(bar.gain.count() - 1)
    fresh.turn()
    assert fresh.view.queue.rowCount() == 0
    fresh.view.page.filter_chip.click()
    fresh.turn()
    assert fresh.view.queue.rowCount() == 2


def test_a_chip_says_what_narrows_the_page_and_one_click_ends_it(
    review: Review, review_folder: Path
) -> None:
    view, chip, whole = review.view, review.view.page.filter_chip, list[bool]()
    view.wholeRequested.connect(lambda: whole.append(True))
    assert chip.isHidden()
    view.set_folder(review_folder / "phone")
    view.set_filter("three")
    review.turn()
    assert "Only in “phone”, named “three”" in chip.accessibleName()
    assert chip.isVisible()
    assert view.badge() == "1"
    assert view.page.figures.text().startswith("1 group, 2 photos")
    assert "expected" not in view.page.figures.text()
    assert "0 groups" in view.lanes.button(Lane.IDENTICAL).accessibleName()
    assert "1 group" in view.lanes.button(Lane.SAME_PICTURE).accessibleName()
    chip.click()
    review.turn()
    assert chip.isHidden()
    assert whole == [True]
    assert view.badge() == "3"
    assert "3 groups, 7 photos" in view.page.figures.text()


def test_a_filtered_review_ends_where_nothing_passes_any_more(review: Review) -> None:
    review.view.model.set_filter(QueueFilter(name="one"))
    review.turn()
    review.press(ENTER)
    assert review.view.page.empty.accessibleName() == "No group here is as the filter asks"
    assert review.counts()[Lane.SAME_PICTURE] == 2


def test_a_new_copy_found_by_a_scan_appears(review: Review, review_folder: Path) -> None:
    alone = review_folder / "album" / "alone.jpg"
    (review_folder / "phone" / "not alone.jpg").write_bytes(alone.read_bytes())
    review.rescan()
    assert review.counts()[Lane.IDENTICAL] == 2


def test_every_button_shows_its_key_and_everything_has_a_name(review: Review) -> None:
    view = review.view
    assert [button.accessibleName() for button in view.key_bar.buttons if "," not in
            button.accessibleName()] == []  # fmt: skip
    assert len(view.key_bar.buttons) == len(view.commands.bar("copies", "burst", "variants"))
    for widget in view.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            own = widget.objectName().startswith("qt_") or widget.parent() is None
            assert own or widget.accessibleName() or widget.inherits("QHeaderView"), widget


def test_an_empty_library_invites_to_scan(
    qtbot: QtBot, light: QApplication, session: LibrarySession, tmp_path: Path
) -> None:
    library = session.libraries.open_for([tmp_path])
    page = Review(qtbot, session, library)
    assert page.view.page.empty.accessibleName() == "Nothing has been compared yet"
    page.view.page.empty.actionRequested.emit()
    assert page.scans == 1


def test_another_library_begins_with_its_own_review(review: Review, tmp_path: Path) -> None:
    review.press(ENTER)
    other = tmp_path / "other"
    other.mkdir()
    review.session.open_library(make_library(review.session.home, other))
    review.settle()
    review.view.model.refresh_now()
    review.turn()
    assert not review.marked
    assert review.counts() == {Lane.IDENTICAL: 1, Lane.SAME_PICTURE: 2}
    review.session.open_library(review.library)
    review.settle()
    review.view.model.refresh_now()
    review.turn()
    assert review.marked == {"one copy.jpg"}


def test_while_a_scan_runs_the_empty_page_says_so(
    qtbot: QtBot, light: QApplication, session: LibrarySession, tmp_path: Path
) -> None:
    page = Review(qtbot, session, session.libraries.open_for([tmp_path]))
    page.view.set_scanning(is_scanning=True)
    page.turn()
    assert page.view.page.empty.accessibleName() == "The scan is going on"


def test_a_photo_is_shown_by_the_id_the_window_knows_it_by(
    review: Review, review_folder: Path
) -> None:
    cache = review.session.cache
    assert cache is not None
    photo = cache.photo_at(review_folder / "phone" / "three small.jpg")
    assert photo is not None
    assert moves.show_photo(review.view.model, photo.photo_id)
    assert review.names == ["three.jpg", "three small.jpg"]
    assert photo.photo_id in review.view.model.photo_ids
    alone = cache.photo_at(review_folder / "album" / "alone.jpg")
    assert alone is not None
    assert not moves.show_photo(review.view.model, alone.photo_id)


def test_a_photo_is_shown_among_copies_found_a_moment_ago_and_filtered_away(
    review: Review, review_folder: Path
) -> None:
    cache, view = review.session.cache, review.view
    assert cache is not None
    alone = cache.photo_at(review_folder / "album" / "alone.jpg")
    assert alone is not None
    view.model.library._next_load = math.inf  # what was found is taken in only now and then
    view.page.filter_bar.name.setText("nothing is called so")
    store_pairs(review.session.home, review.library, ("alone", "three"))
    review.session.poll()
    view.refresh()
    assert not view.model.photo_ids
    assert moves.group_of(view.model, alone.photo_id)
    assert moves.show_photo(view.model, alone.photo_id)
    assert alone.photo_id in view.model.photo_ids


def test_what_the_command_line_decides_meanwhile_is_taken_in(review: Review) -> None:
    before = review.counts()
    home, key = review.session.home, review.library.key
    with closing(Decisions(home)) as decisions, closing(CacheReader(home, review.library)) as cache:
        book = ReviewBook(decisions, key)
        book.fill(cache, cache.pairs(review.session.model_key))
        book.desk.regroup(0.9)
        book.desk.review.keep_all(book.desk.review.groups[0])
        book.save()
    review.session.poll()
    review.view.model.refresh_now()
    review.turn()
    assert review.counts().get(Lane.SOLVED, 0) == before.get(Lane.SOLVED, 0) + 1

"""The pictures alone: the same review with nothing around them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from imgsim_desktop.choosing.lanes import Lane
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.theme import SURROUND, colors
from imgsim_desktop.ui.views.duplicates.alone import FactsShown
from imgsim_desktop.ui.views.duplicates.view import DuplicatesView
from imgsim_desktop.ui.widgets.stage import Mode
from tests.ui.fakes import colour_network, end_window
from tests.ui.review import Review

SIZES = ((640, 480), (960, 540), (1440, 900))


@pytest.fixture
def alone(review: Review) -> Review:
    """The review at its first group, the pictures alone."""
    assert review.view.set_alone(on=True)
    review.turn()
    return review


@pytest.fixture
def reviewing(qtbot: QtBot, light: QApplication, review_home: Home) -> MainWindow:
    """The whole window, at the review."""
    session = LibrarySession(review_home)
    made = MainWindow(session, Engine(session, lambda *_: colour_network()))
    qtbot.addWidget(made, before_close_func=end_window)
    made.resize(1100, 720)
    with qtbot.waitExposed(made):
        made.show()
    session.open_library(LibraryList(review_home).all()[0])
    made.show_view("duplicates")
    page = made.view
    assert isinstance(page, DuplicatesView)
    page.model.refresh_now()
    page.show_now()
    return made


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("mode", Mode)
def test_the_pictures_have_all_of_the_page(
    alone: Review, mode: Mode, size: tuple[int, int]
) -> None:
    page, stage = alone.view.page, alone.view.stage
    alone.view.resize(*size)
    stage.set_mode(mode)
    alone.turn()
    shown: QWidget = stage.grid if mode is Mode.GRID else stage.compare
    assert shown.mapTo(page, QPoint()) == QPoint()
    assert shown.size() == page.size()
    for part in (page.lanes, page.queue_list, page.table, page.slider, page.reason):
        assert not part.isVisible()


def test_a_pair_lies_as_the_window_makes_it_largest(alone: Review) -> None:
    compare = alone.view.stage.compare
    alone.view.stage.set_mode(Mode.SIDE_BY_SIDE)
    for size, stands in (((1440, 600), False), ((640, 900), True)):
        alone.view.resize(*size)
        alone.turn()
        first, second = compare.panes()
        assert (first.left() == second.left()) is stands
        assert not first.intersects(second)
        assert compare.is_fitted


def test_esc_leads_back_to_the_same_group_and_photo(alone: Review) -> None:
    alone.press(Qt.Key.Key_PageDown, Qt.Key.Key_Right)
    entry, current = alone.view.entry, alone.view.model.current
    alone.press(Qt.Key.Key_Escape)
    assert not alone.view.is_alone
    assert (alone.view.entry, alone.view.model.current) == (entry, current)
    page = alone.view.page
    assert page.lanes.isVisible()
    assert page.key_bar_is_home()
    assert not page.strip.isVisible()
    assert alone.view.stage.focus_widget().hasFocus()


def test_every_key_of_the_review_means_the_same(alone: Review) -> None:
    alone.show_lane(Lane.SAME_PICTURE)
    assert alone.going == {"two small.jpg", "two again.jpg"}
    alone.press(Qt.Key.Key_Right, Qt.Key.Key_X)
    assert len(alone.going) == 1
    alone.press(Qt.Key.Key_Tab)
    assert alone.view.stage.mode is Mode.SIDE_BY_SIDE
    alone.press(Qt.Key.Key_V)
    assert alone.view.stage.mode is Mode.DIFFERENCE
    alone.press(Qt.Key.Key_G)
    assert alone.view.stage.mode is Mode.GRID
    assert alone.view.stage.loupe.is_on
    entry = alone.view.entry
    alone.press(Qt.Key.Key_Return)
    assert alone.view.entry is not entry
    assert len(alone.marked) == 1
    alone.press(Qt.Key.Key_Backspace)
    assert not alone.marked


def test_facts_are_called_and_dismissed_by_one_key(alone: Review) -> None:
    alone.show_lane(Lane.SAME_PICTURE)
    left, right = alone.view.page.chips
    assert not left.isVisible()
    alone.press(Qt.Key.Key_I)
    assert left.isVisible()
    assert right.isVisible()
    differing = [chip.name for chip in left.chips]
    assert "File size" in differing
    assert any(chip.is_better for chip in left.chips)
    assert "File size: " in left.accessibleDescription()
    alone.press(Qt.Key.Key_I)
    assert alone.view.alone.facts is FactsShown.ALL
    assert len(left.chips) > len(differing)
    alone.press(Qt.Key.Key_I)
    assert not left.isVisible()
    assert not right.isVisible()


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("size", SIZES)
def test_no_chip_lies_on_another_or_beside_the_page(
    alone: Review, mode: Mode, size: tuple[int, int]
) -> None:
    alone.view.resize(*size)
    alone.view.stage.set_mode(mode)
    alone.press(Qt.Key.Key_I, Qt.Key.Key_I)
    page = alone.view.page
    left, right = (chips.geometry() for chips in page.chips)
    assert not left.intersects(right)
    for place in (left, right):
        assert page.rect().contains(place)
        assert not place.intersects(page.strip.geometry())


def test_the_strip_fades_and_a_move_of_the_mouse_brings_it_back(
    qtbot: QtBot, alone: Review
) -> None:
    strip, compare = alone.view.page.strip, alone.view.stage.compare
    alone.view.stage.set_mode(Mode.SLIDER)
    assert strip.isVisible()
    strip.fade()
    qtbot.waitUntil(lambda: not strip.isVisible())
    qtbot.mouseMove(compare, QPoint(60, 60))
    qtbot.mouseMove(compare, QPoint(90, 70))
    qtbot.waitUntil(strip.isVisible)


def test_the_strip_stays_while_it_has_the_keys(alone: Review) -> None:
    strip = alone.view.page.strip
    strip.back.setFocus()
    strip.fade()
    assert strip.graphicsEffect().isEnabled() is False


def test_the_film_of_a_group_leads_to_its_photos(alone: Review) -> None:
    film = alone.view.page.strip.film
    assert not film.isVisible(), "two photos are seen anyway"
    alone.show_lane(Lane.SAME_PICTURE)
    assert film.isVisible()
    alone.view.stage.set_mode(Mode.SIDE_BY_SIDE)
    alone.qtbot.mouseClick(
        film.viewport(),
        Qt.MouseButton.LeftButton,
        pos=film.visualRect(film.model().index(2, 0)).center(),
    )
    alone.turn()
    assert alone.view.model.current_row == 2


def test_after_the_last_group_it_says_so_and_leads_back(alone: Review) -> None:
    while alone.view.entry is not None:
        alone.press(Qt.Key.Key_Return)
        if alone.view.entry is None and alone.view.model.groups_to_do:
            alone.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)  # go on with …
            alone.turn()
    page = alone.view.page
    assert page.empty.isVisible()
    assert page.empty.accessibleName() == "All groups are decided"
    assert page.strip.isVisible()
    assert page.strip.stays
    alone.qtbot.waitUntil(page.strip.back.hasFocus)
    page.strip.back.click()
    alone.turn()
    assert not alone.view.is_alone
    assert page.lanes.isVisible()


def test_without_a_group_there_is_nothing_to_show_alone(review: Review) -> None:
    review.show_lane(Lane.SOLVED)
    assert review.view.entry is None
    assert not review.view.set_alone(on=True)
    assert review.view.page.lanes.isVisible()


def test_a_double_click_on_a_group_shows_its_pictures_alone(review: Review) -> None:
    queue = review.view.queue_list
    place = queue.visualRect(queue.model().index(0, 0)).center()
    review.qtbot.mouseClick(queue.viewport(), Qt.MouseButton.LeftButton, pos=place)
    review.qtbot.mouseDClick(queue.viewport(), Qt.MouseButton.LeftButton, pos=place)
    review.turn()
    assert review.view.is_alone


def test_what_needs_the_page_leads_back_to_it(alone: Review) -> None:
    alone.press(Qt.Key.Key_Slash)
    assert not alone.view.is_alone
    assert alone.view.page.filter_bar.name.isVisible()
    alone.view.set_alone(on=True)
    alone.press(Qt.Key.Key_F)
    assert not alone.view.is_alone, "similar photos are listed beside the page"


def test_pictures_alone_lie_in_the_dark_whatever_the_theme(alone: Review) -> None:
    stage = alone.view.stage
    assert colors(stage.compare) == SURROUND
    stage.set_mode(Mode.SIDE_BY_SIDE)
    alone.turn()
    corner = stage.compare.grab().toImage().pixelColor(1, stage.compare.height() - 2)
    assert corner.lightness() < 32
    alone.press(Qt.Key.Key_Escape)
    assert colors(stage.compare) != SURROUND
    assert not stage.styleSheet()


def test_f6_goes_round_what_lies_over_the_pictures(alone: Review) -> None:
    alone.show_lane(Lane.SAME_PICTURE)
    seen: list[QWidget] = []
    for _ in range(8):
        alone.view.commands.by_name["next-pane"].trigger()
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in seen:
            break
        assert focus.accessibleName()
        seen.append(focus)
    page = alone.view.page
    assert {alone.view.stage.focus_widget(), page.strip.film, page.strip.back} <= set(seen)


def test_what_lies_over_the_pictures_has_names(alone: Review) -> None:
    strip = alone.view.page.strip
    for part in (strip, strip.film, strip.place, strip.back, *alone.view.page.chips):
        assert part.accessibleName()
    assert strip.place.text() == "Identical · 1 of 1"


# in the window


def test_f11_gives_the_pictures_the_screen_and_esc_gives_it_back(
    qtbot: QtBot, reviewing: MainWindow
) -> None:
    page = reviewing.view
    assert isinstance(page, DuplicatesView)
    reviewing.actions_by_name["full-screen"].trigger()
    assert page.is_alone
    assert reviewing.isFullScreen()
    for part in (reviewing.menuBar(), reviewing.tools, reviewing.side_bar, reviewing.panel):
        assert not part.isVisible()
    assert not reviewing.actions_by_name["side-bar"].isEnabled()
    QApplication.processEvents()
    stage = page.stage
    assert stage.width() * stage.height() >= 0.8 * reviewing.width() * reviewing.height()
    page.commands.by_name["leave-alone"].trigger()
    assert not reviewing.isFullScreen()
    for shown in (reviewing.menuBar(), reviewing.tools, page.page.table):
        assert shown.isVisible()
    assert reviewing.browser.has_side_bar


def test_f11_where_there_are_no_pictures_alone_is_the_full_screen(reviewing: MainWindow) -> None:
    reviewing.show_view("photos")
    for is_full in (True, False):
        reviewing.actions_by_name["full-screen"].trigger()
        assert reviewing.isFullScreen() is is_full
        assert reviewing.menuBar().isVisible()


def test_a_window_that_was_full_screen_stays_so(reviewing: MainWindow) -> None:
    reviewing.show_view("photos")
    reviewing.actions_by_name["full-screen"].trigger()
    reviewing.show_view("duplicates")
    for _ in range(2):
        reviewing.actions_by_name["full-screen"].trigger()
        assert reviewing.isFullScreen()


def test_another_page_and_the_large_view_know_the_pictures_alone(
    qtbot: QtBot, reviewing: MainWindow
) -> None:
    page = reviewing.view
    assert isinstance(page, DuplicatesView)
    page.set_alone(on=True)
    page.ways.show_large()
    assert reviewing.browser.is_large
    reviewing.photo_view.close_view()
    assert page.is_alone, "back where one was"
    assert not reviewing.tools.isVisible()
    reviewing.show_view("photos")
    assert not page.is_alone
    assert reviewing.tools.isVisible()


def test_a_window_closed_over_pictures_alone_opens_whole(
    reviewing: MainWindow, session: LibrarySession
) -> None:
    page = reviewing.view
    page.set_alone(on=True)
    end_window(reviewing)
    assert '"side_bar": "shown"' in reviewing.session.settings.window_layout
    assert not reviewing.isFullScreen()

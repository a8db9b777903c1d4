"""Messages float over the page, stay until they are read, and can be read again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.views.duplicates.view import DuplicatesView
from imgsim_desktop.ui.widgets.messages_dialog import MessagesDialog


def test_a_message_moves_nothing_on_the_page_and_lies_within_the_window(
    window: MainWindow,
) -> None:
    before = window.browser.geometry()
    window.notices.show_notice(Notice("A long sentence. " * 12, kind="warning"))
    QApplication.processEvents()
    assert window.browser.geometry() == before
    over = window.notices.parentWidget()
    assert over is not None
    for size in ((1100, 720), (640, 440)):
        window.resize(*size)
        QApplication.processEvents()
        assert over.rect().contains(window.notices.geometry())
        (card,) = window.notices.cards
        assert card.height() >= card.height_for(card.width()), "no line is cut off"


def test_news_hide_no_message_that_waits_to_be_read(window: MainWindow) -> None:
    window.notices.clear()
    window.notices.show_notice(Notice("The disk is full.", kind="error", topic="disk"))
    for number in range(5):
        window.notices.show_notice(Notice(f"News {number}", topic=str(number), seconds=4))
    said = [card.notice.sentence for card in window.notices.cards if card.notice]
    assert said == ["The disk is full.", "News 3", "News 4"]
    window.notices.show_notice(Notice("The disk is full again.", kind="error", topic="disk"))
    said = [card.notice.sentence for card in window.notices.cards if card.notice]
    assert said == ["News 3", "News 4", "The disk is full again."]


def test_long_news_stay_longer_than_short_ones_and_what_is_no_news_stays(
    window: MainWindow,
) -> None:
    window.notices.clear()
    for notice in (
        Notice("Short.", topic="a", seconds=4),
        Notice("Long. " * 40, topic="b", seconds=4),
        Notice("Trouble.", topic="c"),
    ):
        window.notices.show_notice(notice)
    short, long, trouble = (card.notice for card in window.notices.cards)
    assert short is not None
    assert long is not None
    assert trouble is not None
    assert 4 <= short.seconds < long.seconds
    assert trouble.seconds == 0


def test_a_message_under_the_mouse_does_not_leave(window: MainWindow) -> None:
    window.notices.clear()
    window.notices.show_notice(Notice("News.", seconds=4))
    (card,) = window.notices.cards
    assert card._timer.isActive()
    inside = QPointF(5, 5)
    QApplication.sendEvent(card, QEnterEvent(inside, inside, inside))
    assert not card._timer.isActive()
    QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))
    assert card._timer.isActive()


def test_what_was_told_can_be_read_again_and_its_button_still_works(window: MainWindow) -> None:
    window.notices.clear()
    pressed: list[str] = []
    window.notices.show_notice(
        Notice("15 photos moved.", action_text="Undo", action=lambda: pressed.append("undo"))
    )
    window.notices.clear()
    QTest.keyClick(
        window, Qt.Key.Key_M,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )  # fmt: skip
    (dialog,) = window.findChildren(MessagesDialog)
    assert "15 photos moved." in [label.text() for label in dialog.findChildren(QLabel)]
    (undo,) = [b for b in dialog.findChildren(QPushButton) if b.text() == "Undo"]
    undo.click()
    assert pressed == ["undo"]
    assert not dialog.isVisible()


def test_a_message_lies_on_no_strip_of_the_review_seen_alone(scanned: MainWindow) -> None:
    window = scanned
    window.show_view("duplicates")
    page = window.views["duplicates"]
    assert isinstance(page, DuplicatesView)
    page.set_alone(on=True)
    window.notices.show_notice(Notice("News.", kind="warning"))
    QApplication.processEvents()
    top = page.page.strip.mapTo(window.notices.parentWidget(), QPoint()).y()
    assert page.page.strip.isVisible()
    assert window.notices.geometry().bottom() < top
    page.set_alone(on=False)


def test_a_message_lies_on_no_strip_at_the_foot_of_the_large_view(
    window: MainWindow,
) -> None:
    over = window.notices.parentWidget()
    assert over is not None
    strip = QWidget(over)
    strip.setGeometry(0, over.height() - 200, over.width(), 200)
    window.notices.keep_free(strip)
    window.notices.show_notice(Notice("News.", kind="warning"))
    strip.show()
    QApplication.processEvents()
    assert window.notices.geometry().bottom() < strip.geometry().top()
    strip.hide()
    QApplication.processEvents()
    assert window.notices.geometry().bottom() > strip.geometry().top()

"""The search field on Photos: chips, suggestions, saved searches, and a thread that gives way."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from imgsim_desktop.control import Control
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.finding.suggestions import Vocabulary, suggestions
from imgsim_desktop.library.saved_searches import SavedSearches
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.views.gallery import GalleryView
from tests.ui.shown import names


@pytest.fixture
def gallery(scanned: MainWindow) -> GalleryView:
    assert scanned.gallery is not None
    return scanned.gallery


def look_for(window: MainWindow, qtbot: QtBot, text: str) -> list[str]:
    gallery = window.gallery
    assert gallery is not None
    window.tools.set_filter_text(text)
    qtbot.waitUntil(lambda: not gallery.finder.is_looking)
    return sorted(names(window))


def test_each_part_that_is_understood_becomes_a_chip_and_goes_by_a_click(
    qtbot: QtBot, scanned: MainWindow, gallery: GalleryView
) -> None:
    assert not gallery.chips.isVisible()
    assert look_for(scanned, qtbot, "red format:jpg width:>=10") == ["red too.jpg", "red.jpg"]
    assert [chip.text() for chip in gallery.chips.chips] == ["“red”", "Format: JPEG", "Width: ≥ 10"]
    assert all(chip.accessibleName() for chip in gallery.chips.chips)
    gallery.chips.chips[0].click()
    assert scanned.tools.filter.text() == "format:jpg width:>=10"
    qtbot.waitUntil(lambda: len(names(scanned)) == 3)
    scanned.tools.filter.setFocus()
    qtbot.keyClick(scanned.tools.filter, Qt.Key.Key_Escape)
    assert not gallery.chips.isVisible()


def test_what_is_not_understood_is_said_and_nothing_is_shown(
    qtbot: QtBot, scanned: MainWindow, gallery: GalleryView
) -> None:
    assert look_for(scanned, qtbot, "red kin:raw") == []
    assert "Is “kind:” meant?" in gallery.empty.accessibleName()
    assert [chip.objectName() for chip in gallery.chips.chips] == ["filterChip", "wrongChip"]
    assert look_for(scanned, qtbot, "red kind:") == ["red too.jpg", "red.jpg"]
    assert look_for(scanned, qtbot, "no such photo") == []
    assert gallery.empty.accessibleName() == "Nothing found"


def test_a_folder_and_a_search_narrow_together(qtbot: QtBot, scanned: MainWindow) -> None:
    library = scanned.session.library
    assert library is not None
    scanned.side_bar.folderChosen.emit(library.folders[0] / "trip")
    assert look_for(scanned, qtbot, "format:jpeg") == ["blue.jpg"]
    assert look_for(scanned, qtbot, "red") == []


def test_a_search_that_is_not_wanted_any_more_is_stopped_and_the_newest_is_answered(
    qtbot: QtBot, scanned: MainWindow, gallery: GalleryView, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, stopped = threading.Event(), threading.Event()
    real = CacheReader.photo_ids

    def slow(self: CacheReader, *words: object, control: Control, **how: object):  # type: ignore[no-untyped-def]
        if not begun.is_set():
            begun.set()
            while not control.is_stopped:
                stopped.wait(0.001)
            stopped.set()
            control.check()
        return real(self, *words, control=control, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(CacheReader, "photo_ids", slow)
    scanned.tools.set_filter_text("red")
    assert begun.wait(20)
    assert gallery.finder.is_looking
    assert len(gallery.grid) == 3, "what was shown stays until there is an answer"
    assert look_for(scanned, qtbot, "blue") == ["blue.jpg"]
    assert stopped.is_set()


def test_esc_shows_all_photos_though_a_search_is_still_at_work(
    qtbot: QtBot, scanned: MainWindow, gallery: GalleryView
) -> None:
    scanned.tools.set_filter_text("red")
    scanned.tools.set_filter_text("")
    assert len(names(scanned)) == 3
    qtbot.wait(50)
    assert len(names(scanned)) == 3


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
def test_words_are_suggested_and_taken(
    qtbot: QtBot, scanned: MainWindow, gallery: GalleryView
) -> None:
    field = scanned.tools.filter
    with qtbot.waitSignal(gallery.finder.learned):
        field.setFocus()
        gallery.finder.learn()
    qtbot.keyClicks(field, "tri")
    assert field.offered == ["folder:trip"]
    qtbot.keyClick(field._popup, Qt.Key.Key_Down)
    qtbot.keyClick(field._popup, Qt.Key.Key_Return)
    assert field.text() == "folder:trip "
    qtbot.waitUntil(lambda: names(scanned) == ["blue.jpg"])
    qtbot.keyClicks(field, "scr")
    assert field.offered[0] == "screenshot"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.offered == []
    assert field.text() == "folder:trip scr"


def test_other_pages_filter_by_name_and_suggest_nothing(qtbot: QtBot, scanned: MainWindow) -> None:
    scanned.show_view("failures")
    field = scanned.tools.filter
    assert field.placeholderText() == "Find by name"
    qtbot.waitUntil(lambda: not scanned.tools.saved.isVisible())
    qtbot.keyClicks(field, "tri")
    assert field.offered == []
    scanned.show_view("photos")
    assert field.placeholderText() == "Find photos"


def test_what_is_looked_for_on_photos_filters_no_other_page(
    qtbot: QtBot, scanned: MainWindow, gallery: GalleryView
) -> None:
    assert look_for(scanned, qtbot, "format:jpeg red") == ["red too.jpg", "red.jpg"]
    scanned.show_view("failures")
    assert scanned.tools.filter.text() == ""
    qtbot.keyClicks(scanned.tools.filter, "broken")
    scanned.show_view("photos")
    assert scanned.tools.filter.text() == "format:jpeg red"
    assert sorted(names(scanned)) == ["red too.jpg", "red.jpg"]
    scanned.show_view("duplicates")
    assert scanned.tools.filter.text() == "broken"
    scanned._end_narrowing()
    scanned.show_view("photos")
    assert len(names(scanned)) == 3


def test_a_search_is_kept_opened_renamed_and_forgotten(
    qtbot: QtBot, scanned: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = scanned.session.library
    assert library is not None
    kept = SavedSearches(scanned.session.decisions, library.key)
    answers = iter(["Reds", "Red ones"])
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: (next(answers), True))
    menu = scanned.tools.saved.menu()
    look_for(scanned, qtbot, "red")

    def entries() -> dict[str, object]:
        scanned._searches.fill()
        return {action.text(): action for action in menu.actions()}

    entries()["Save this search…"].trigger()  # type: ignore[attr-defined]
    assert [(s.name, s.text) for s in kept.all()] == [("Reds", "red")]
    scanned.tools.set_filter_text("")
    assert not entries()["Save this search…"].isEnabled()  # type: ignore[attr-defined]
    entries()["Reds"].trigger()  # type: ignore[attr-defined]
    assert scanned.tools.filter.text() == "red"
    scanned._searches.rename("Reds")
    assert [s.name for s in kept.all()] == ["Red ones"]
    scanned._searches.remove("Red ones")
    assert kept.all() == []
    assert "Red ones" not in entries()


# What is suggested -------------------------------------------------------------------------------

WORDS = Vocabulary(("Canon EOS 5D", "NIKON Z 6"), ("EF 50mm",), ("JPEG", "RAW"), ("2023-06 Alps",))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("kin", "kind:"),
        ("kind:", "kind:raw"),
        ("-kind:sc", "-kind:screenshot"),
        ("kind:raw,pan", "kind:raw,panorama"),
        ("截", "截图"),
        ("dama", "kind:damaged"),
        ("camera:nik", 'camera:"NIKON Z 6"'),
        ("canon", 'camera:"Canon EOS 5D"'),
        ("alps", 'folder:"2023-06 Alps"'),
        ("format:", "format:jpeg"),
        ("sea last su", "last summer"),
        ("last", "last week"),
        ("去年", "去年夏天"),
        ("rating:>", "rating:>=1"),
        ("beach ", None),
        ("", None),
        ('"canon', None),
        ("zzz", None),
    ],
)
def test_what_a_word_may_become(text: str, first: str | None) -> None:
    found = [each.text for each in suggestions(text, len(text), WORDS)]
    assert (found[0] if found else None) == first


def test_a_suggestion_takes_the_place_of_the_word_before_the_cursor() -> None:
    text = "sea kin 2023"
    (first, *_) = suggestions(text, 7, WORDS)
    assert first.put_into(text) == ("sea kind: 2023", 9)

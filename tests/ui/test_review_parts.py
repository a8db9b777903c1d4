"""The parts of the review by themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imgsim_desktop.choosing.lanes import Entry, Lane
from imgsim_desktop.choosing.rules import LOCKED, TIE, Verdict
from imgsim_desktop.control import Control
from imgsim_desktop.records import (
    ADDED_TO_B,
    PAIR_KINDS,
    Facts,
    PairKind,
    PairTable,
    Photo,
)
from imgsim_desktop.review.commit import ActingPlace
from imgsim_desktop.review.desk import ReviewDesk
from imgsim_desktop.review.explain import said_keeper, said_verdict  # fmt: skip
from imgsim_desktop.ui.difference_picture import difference_image
from imgsim_desktop.ui.models.differences import differences
from imgsim_desktop.ui.models.scene import Scene, inverse_map
from imgsim_desktop.ui.models.stage import StageItem
from imgsim_desktop.ui.picture_loader import PictureLoader, picture_of
from imgsim_desktop.ui.reviewing.words import DuplicatesWords
from imgsim_desktop.ui.widgets.compare_view import CompareView, Shown
from imgsim_desktop.ui.widgets.confidence_slider import (
    BINS,
    STEPS,
    ConfidenceSlider,
    confidence_at,
    histogram,
    step_of,
)
from imgsim_desktop.ui.widgets.stage_grid import cell_size, share_line

ROOT = Path("/photos")


def photo(number: int, name: str = "", **facts: object) -> Photo:
    values = {"width_px": 400, "height_px": 300, "format": "JPEG", **facts}
    path = ROOT / (name or f"{number}.jpg")
    made = Facts(**values)  # type: ignore[arg-type]
    return Photo(number, number, path, ROOT, 1000 + number, 1, number.to_bytes(16, "big"), made)


def table(*pairs: tuple[int, int, float, PairKind]) -> PairTable:
    a, b, confidence, kinds = zip(*sorted(pairs), strict=True)
    return PairTable.from_columns(
        np.array(a, np.int64),
        np.array(b, np.int64),
        confidence=np.array(confidence, np.float32),
        kind=np.array([PAIR_KINDS.index(kind) for kind in kinds], np.uint8),
    )


# the scene


def test_without_a_map_the_smaller_photo_is_shown_as_large_as_the_kept_one() -> None:
    scene = Scene.of(QSizeF(400, 300), QSizeF(200, 150))
    assert scene.challenger_frame.boundingRect() == scene.keeper_frame.boundingRect()
    assert not scene.frames_differ
    assert scene.finest == 1.0


def test_a_crop_lies_where_it_was_cut_out() -> None:
    scene = Scene.of(QSizeF(400, 200), QSizeF(400, 200), (0.5, 0, 0.25, 0, 0.5, 0.25))
    box = scene.challenger_frame.boundingRect()
    assert (box.x(), box.y(), box.width(), box.height()) == (100, 50, 200, 100)
    assert scene.frames_differ
    assert scene.finest == pytest.approx(2.0)


def test_a_map_read_both_ways_comes_back() -> None:
    there = (0.0, -0.5, 0.9, 0.5, 0.0, 0.1)
    assert inverse_map(inverse_map(there)) == pytest.approx(there)
    assert inverse_map((0, 0, 0, 0, 0, 0)) == ()


def test_the_difference_glows_only_where_something_was_changed() -> None:
    plain = np.full((120, 160, 3), 120, np.uint8)
    changed = plain.copy()
    changed[20:60, 20:60] = 250
    scene = Scene.of(QSizeF(160, 120), QSizeF(160, 120))
    image = difference_image(picture_of(plain), picture_of(changed), scene)
    assert QColor(image.pixel(40, 40)).lightness() > 100
    assert QColor(image.pixel(140, 100)).lightness() < 60


def test_both_panes_show_the_same_spot_at_the_same_scale(qtbot: QtBot, light: QApplication) -> None:
    view = CompareView()
    qtbot.addWidget(view)
    view.resize(806, 400)
    sizes = QSizeF(400, 300), QSizeF(200, 150)
    pictures = [
        picture_of(np.full((int(s.height()), int(s.width()), 3), 90, np.uint8)) for s in sizes
    ]
    left, right = (Shown(s, "x", picture=p) for s, p in zip(sizes, pictures, strict=True))
    view.show_pair(left, right, Scene.of(*sizes))
    with qtbot.waitExposed(view):
        view.show()
    view.toggle_actual_size(QPointF(100, 100))
    assert view.scale == pytest.approx(1.0 / view.devicePixelRatioF())
    view.pan_by(1, 0)
    view.zoom_by(0.0001)
    assert view.is_fitted
    assert isinstance(view.grab().toImage(), QImage)


# the slider


def test_the_scale_of_the_slider_reads_both_ways() -> None:
    assert (confidence_at(0), confidence_at(STEPS)) == (0.5, 0.999)
    for step in range(0, STEPS, 7):
        assert abs(step_of(confidence_at(step)) - step) <= 4
    assert step_of(0.2) == 0
    assert step_of(1.0) == STEPS


def test_every_pair_of_the_scale_is_in_the_histogram() -> None:
    counts = histogram(np.array([0.2, 0.5, 0.9, 0.9999, 1.0], np.float32))
    assert len(counts) == BINS
    assert counts.sum() == 4
    assert counts[-1] == 2


def test_the_slider_tells_its_confidence(qtbot: QtBot, light: QApplication) -> None:
    slider = ConfidenceSlider()
    qtbot.addWidget(slider)
    slider.set_confidences(np.array([0.6, 0.99], np.float32))
    with qtbot.waitSignal(slider.confidenceChanged) as heard:
        slider.set_confidence(0.9)
    assert heard.args == [pytest.approx(0.9, abs=0.005)]
    with qtbot.waitExposed(slider):
        slider.show()
    assert not slider.grab().isNull()


# the stage


@pytest.mark.parametrize("count", [1, 2, 3, 4, 9])
def test_up_to_nine_photos_fit_without_scrolling(count: int) -> None:
    cell = cell_size(count, 1200, 800)
    columns = 1200 // cell.width()
    assert -(-count // columns) * cell.height() <= 800


def test_a_large_group_scrolls_instead_of_shrinking() -> None:
    cell = cell_size(300, 900, 600)
    assert cell.width() >= 190


# the desk


def test_lanes_follow_the_kinds_and_the_slider() -> None:
    desk = ReviewDesk()
    pairs = table(
        (1, 2, 0.95, PairKind.SAME_PICTURE),
        (3, 4, 0.7, PairKind.EDITED),
        (5, 6, 0.001, PairKind.BURST),
        (2, 7, 0.9, PairKind.SIMILAR),
    )
    desk.load(pairs, [photo(i) for i in range(1, 8)])
    desk.regroup(0.9)
    assert {lane: len(found) for lane, found in desk.lanes.items() if found} == {
        Lane.SAME_PICTURE: 1,
        Lane.BURST: 1,
        Lane.SIMILAR: 1,
    }
    alike = desk.lanes[Lane.SIMILAR][0].group
    copies = desk.lanes[Lane.SAME_PICTURE][0].group
    assert copies.keeper in alike.members
    desk.regroup(0.6)
    assert len(desk.lanes[Lane.EDITED]) == 1
    figures = desk.figures()
    assert (figures.groups, figures.photos) == (2, 4)
    assert figures.wrong_pairs == pytest.approx(0.35, abs=0.01)


def test_a_mark_does_not_pass_on_to_another_file_with_the_same_id() -> None:
    desk = ReviewDesk()
    pairs = table((1, 2, 0.99, PairKind.SAME_PICTURE))
    desk.load(pairs, [photo(1), photo(2)])
    desk.regroup(0.9)
    desk.review.accept(desk.review.groups)
    assert len(desk.marked()) == 1
    other = replace(photo(2), path=ROOT / "new.jpg", content_hash=b"another file....")
    desk.load(pairs, [photo(1), other])
    desk.regroup(0.9)
    assert not desk.marked()


def test_recalled_decisions_hold_though_the_cache_counts_anew() -> None:
    desk = ReviewDesk()
    desk.load(table((1, 2, 0.99, PairKind.SAME_PICTURE)), [photo(1), photo(2)])
    desk.regroup(0.9)
    desk.review.accept(desk.review.groups)
    names = {each.path for each in desk.marked().values()}
    again = ReviewDesk()
    again.recall(desk.review.history, {n: desk.name_of(n) for n in (1, 2)})
    moved = [replace(photo(i), photo_id=i + 70, content_id=i + 70) for i in (1, 2)]
    again.load(table((71, 72, 0.99, PairKind.SAME_PICTURE)), moved)
    again.regroup(0.9)
    assert {each.path for each in again.marked().values()} == names


def test_what_another_library_calls_different_is_no_pair_here() -> None:
    desk = ReviewDesk()
    photos = [photo(1), photo(2)]
    hashes = (photos[0].content_hash, photos[1].content_hash)
    desk.load(table((1, 2, 0.99, PairKind.SAME_PICTURE)), photos, apart=[hashes])
    desk.regroup(0.9)
    assert not desk.review.groups


def test_moving_one_group_says_the_same_as_sorting_all() -> None:
    desk = ReviewDesk()
    pairs = [(i, i + 1, 0.99, PairKind.SAME_PICTURE) for i in range(1, 40, 2)]
    desk.load(table(*pairs), [photo(i) for i in range(1, 41)])
    desk.regroup(0.9)
    for group in desk.review.groups[::3]:
        desk.review.accept([group])
        desk.move(group)
    moved, figures = {lane: list(found) for lane, found in desk.lanes.items()}, desk.figures()
    desk.sort()
    assert (desk.lanes, desk.figures()) == (moved, figures)


# words


def test_only_differences_are_called_so_and_the_better_side_is_named() -> None:
    left = photo(1, jpeg_quality=95, taken_ns=1, camera="Canon")
    right = photo(2, width_px=200, jpeg_quality=60)
    better = {line.name: line.better for line in differences(left, right)}
    assert better["Pixels"] == better["JPEG quality"] == better["Camera"] == "left"
    assert better["File size"] == "right"
    equal = [line.name for line in differences(left, right) if not line.differs]
    assert {"Format", "Folder"} <= set(equal)


def test_reasons_are_sentences() -> None:
    worse = Verdict(2, keep=False, code="largest-picture", keeper_better=("largest-picture",),
                    keeper_worse=("has-gps",))  # fmt: skip
    said = said_verdict(worse, "a.jpg")
    assert said == "a.jpg is better: more pixels. But this one: knows where it was taken."
    assert "locked" in said_verdict(Verdict(2, keep=True, code=LOCKED), "a.jpg")
    assert "enough" in said_verdict(Verdict(2, keep=False, code=TIE), "a.jpg")
    best = Verdict(1, keep=True, code="best")
    assert said_keeper((best, worse)) == "Suggested to stay: more pixels."


def test_a_png_is_not_said_to_have_a_better_jpeg_quality() -> None:
    rule = "best-quality"
    best, worse = (
        Verdict(1, keep=True, code="best"),
        Verdict(2, keep=False, code=rule, keeper_better=(rule,)),
    )
    assert "better JPEG quality" in said_keeper((best, worse))
    assert said_keeper((best, worse), keeps_jpeg=False) == "Suggested to stay: less lossy format."
    assert "JPEG" not in said_verdict(worse, "a.png", keeps_jpeg=False)


def test_a_member_that_was_not_verified_against_the_kept_one_stays_and_is_told_so() -> None:
    copies = [(a, b, 0.99, PairKind.EDITED) for a, b in ((1, 2), (1, 3), (2, 3), (2, 4), (3, 4))]
    desk = ReviewDesk()
    photos = [photo(n, width_px=500 - 100 * n) for n in (1, 2, 3, 4)]
    desk.load(table(*copies, (1, 4, 0.01, PairKind.SIMILAR)), photos)
    desk.regroup(0.9)
    (group,) = (g for g in desk.review.groups if g.kind is PairKind.EDITED)
    assert len(group.members) == 4
    entry, words = Entry(group, Lane.EDITED, 0), DuplicatesWords(lambda: desk)
    marks = desk.review.shown_marks(group)
    assert [mark and mark.value for mark in marks.values()] == ["keep", "trash", "trash", None]
    items = [
        StageItem(desk.photos([n])[n], i, i == 0, is_trash=False, is_locked=False)
        for i, n in enumerate(marks)
    ]
    said = [words.reason(entry, item) for item in items]
    assert "not verified against 1.jpg" in said[3]
    assert all("not verified" not in text for text in said[:3])


def test_a_framed_copy_goes_though_it_is_larger_and_the_sentence_says_why() -> None:
    pairs = table((1, 2, 0.99, PairKind.EDITED))
    framed = replace(pairs, edits=pairs.edits | np.uint32(1 << ADDED_TO_B))
    photos = [photo(1, width_px=400), photo(2, width_px=440)]
    for known, stays in ((pairs, 2), (framed, 1)):
        desk = ReviewDesk()
        desk.load(known, photos)
        desk.regroup(0.9)
        (group,) = desk.review.groups
        assert desk.cache_id(group.keeper) == desk.cache_id(desk.review.keeper(group)) == stays
    suggestion = desk.review.suggestion(group)
    said = said_verdict(suggestion.verdicts[1], "1.jpg")
    assert said.startswith("1.jpg is better: the picture itself, not framed or pasted")
    assert "But this one: more pixels." in said
    desk.load(framed, photos, apart=[tuple(sorted(p.content_hash for p in photos))])
    assert not any(p.added for p in desk.photos(desk.numbers().values()).values())


def test_the_innermost_library_folder_holds_a_photo() -> None:
    place = ActingPlace(Path("/j"), (Path("/a"), Path("/a/b")))
    assert place.root_of(Path("/a/b/c.jpg")) == Path("/a/b")
    assert place.root_of(Path("/x.jpg")) is None


# pictures


def test_a_picture_that_cannot_be_opened_is_said_to_be_so(qtbot: QtBot, tmp_path: Path) -> None:
    def fail(path: Path, control: Control) -> np.ndarray:
        raise OSError(f"{path} is gone")

    loader = PictureLoader(fail)
    with qtbot.waitSignal(loader.loaded, timeout=5000):
        assert loader.picture(photo(1)) is None
    assert loader.is_unreadable(photo(1))
    loader.stop()


def test_the_smallest_sharp_enough_step_is_drawn() -> None:
    picture = picture_of(np.zeros((1600, 3200, 3), np.uint8))
    widths = [step.width() for step in picture.steps]
    assert widths == [3200, 1600, 800]
    assert picture.step_for(0.3).width() == 1600
    assert picture.step_for(2.0).width() == 3200


@pytest.mark.parametrize("folder", ["1", "Phone 2019", "a folder with a long name indeed, 2019"])
@pytest.mark.parametrize("name", ["IMG_1.jpg", "holiday by the sea " * 9 + "0042.jpg"])
def test_a_caption_shows_the_folder_however_long_the_name_is(
    qapp: QApplication, name: str, folder: str
) -> None:
    metrics = QFontMetrics(QGuiApplication.font())
    shown, where = share_line(name, folder, metrics, 180)
    assert metrics.horizontalAdvance(shown) + metrics.horizontalAdvance(where) <= 180
    assert where[:1] == folder[:1]
    assert where[-1:] == folder[-1:]
    assert shown.endswith(".jpg")
    assert len(shown) > 6

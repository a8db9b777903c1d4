"""What was not compared in full size is looked at first; where two photos differ is shown."""

from __future__ import annotations

from contextlib import closing

import numpy as np
from PySide6.QtCore import Qt

from imgsim_desktop.choosing.lanes import Lane
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.records import EDITS, LookResult, PairKind, Region, RegionKind
from imgsim_desktop.ui.models.regions import moved_regions, said_place, said_regions
from imgsim_desktop.ui.widgets.stage import Mode
from tests.ui.fakes import colour_network
from tests.ui.review import Review

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return
CORNER = Region(RegionKind.CONTENT, (0.8, 0.8, 0.9, 0.9), 3.0)


def forget_looks(review: Review) -> None:
    """As before the first scan of a version that looks in another way."""
    with CacheWriter(review.session.home, review.library) as cache:
        cache.forget_looks()
    review.session.poll()
    review.view.model.refresh_now()
    review.turn()


def look(
    review: Review, kind: PairKind = PairKind.SAME_PICTURE, *regions: Region, edits: int = 0
) -> None:
    """What a scan would find out of all pairs."""
    with closing(CacheReader(review.session.home, review.library)) as reader:
        pairs = reader.pairs(colour_network().spec.model_key)
    ends = zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)
    with CacheWriter(review.session.home, review.library) as cache:
        cache.store_looks([LookResult(a, b, kind, 0.99, edits, regions) for a, b in ends])
    review.session.poll()
    review.view.scanned(is_whole=True)


def test_what_is_marked_and_was_not_looked_at_is_looked_at_before_the_commit_asks(
    review: Review,
) -> None:
    review.press(ENTER, ENTER, ENTER)
    forget_looks(review)
    marked = review.marked

    review.press((ENTER, CTRL))

    assert review.view.disk.sheet is None
    assert review.scans == 1
    assert review.marked == marked, "nothing is taken back while it waits"
    look(review)
    assert review.view.disk.sheet is not None
    assert review.marked == marked


def test_what_proves_to_be_no_copy_is_unmarked_and_told_before_the_commit_asks(
    review: Review,
) -> None:
    review.press(ENTER, ENTER, ENTER)
    forget_looks(review)
    review.press((ENTER, CTRL))

    look(review, PairKind.VARIANT)

    assert review.marked == {"one copy.jpg"}
    assert any("3 photos" in notice.sentence for notice in review.notices)


def test_a_scan_that_is_stopped_leaves_the_commit_undone(review: Review) -> None:
    review.press(ENTER, ENTER, ENTER)
    forget_looks(review)
    review.press((ENTER, CTRL))

    review.view.scanned(is_whole=False)

    assert review.view.disk.sheet is None
    review.press((ENTER, CTRL))
    assert review.scans == 2


def test_a_whole_lane_is_looked_at_before_the_audit_shows_it(review: Review) -> None:
    forget_looks(review)
    review.show_lane(Lane.SAME_PICTURE)

    review.view.commands.by_name["accept-lane"].trigger()

    assert review.scans == 1
    assert review.counts() == {Lane.IDENTICAL: 1, Lane.SAME_PICTURE: 2}
    assert not review.marked


def test_a_group_that_was_not_looked_at_is_not_solved_by_enter(review: Review) -> None:
    forget_looks(review)
    review.show_lane(Lane.SAME_PICTURE)

    review.press(ENTER)

    assert review.counts() == {Lane.IDENTICAL: 1, Lane.SAME_PICTURE: 2}
    assert review.scans == 1
    look(review)
    review.press(ENTER)
    assert review.counts()[Lane.SOLVED] == 1


def test_what_a_whole_scan_could_not_look_at_is_not_waited_for(review: Review) -> None:
    forget_looks(review)
    review.view.scanned(is_whole=True)
    review.show_lane(Lane.SAME_PICTURE)

    review.press(ENTER)

    assert review.counts()[Lane.SOLVED] == 1
    assert not review.marked


def test_a_pair_that_becomes_needed_after_a_whole_scan_is_asked_for(review: Review) -> None:
    review.view.scanned(is_whole=True)
    looking = review.view.model.looking

    assert not looking.ask_for(())
    assert looking.ask_for({(1, 2)})
    assert (review.scans, review.session.looks_asked) == (1, {(1, 2)})
    review.view.scanned(is_whole=True)
    assert not looking.ask_for({(1, 2)}), "a scan could make no more of it"


def test_the_queue_says_what_was_not_looked_at_yet(review: Review) -> None:
    def said() -> list[bool]:
        entries = review.view.desk.lanes[Lane.SAME_PICTURE]
        return ["full size" in review.view.model.words.folders(entry) for entry in entries]

    assert said() == [False, False]
    forget_looks(review)
    assert said() == [True, True]


def test_equal_bytes_need_no_look(review: Review) -> None:
    forget_looks(review)
    review.show_lane(Lane.IDENTICAL)

    review.press(ENTER)

    assert review.marked == {"one copy.jpg"}


def test_the_contents_on_the_stage_are_known_to_the_scan(review: Review) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    photos = {item.photo.content_id for item in review.view.stage.items}

    assert review.session.on_stage == photos
    assert len(photos) > 1


def test_where_variants_differ_is_drawn_on_both_and_said(review: Review) -> None:
    look(review, PairKind.VARIANT, CORNER)
    review.show_lane(Lane.VARIANT)
    view = review.view
    view.stage.set_mode(Mode.SIDE_BY_SIDE)
    view.stage.step(1)

    assert view.stage.compare.boxes == (CORNER.box,)
    assert "They differ: other content (lower right)." in view.page.reason.text()
    plain = view.stage.compare.grab().toImage()
    view.stage.compare.show_boxes(())
    assert view.stage.compare.grab().toImage() != plain


def test_a_variant_is_called_that_and_not_the_edit_its_thumbnail_was_taken_for(
    review: Review,
) -> None:
    look(review, PairKind.VARIANT, CORNER, edits=1 << EDITS.index("recoloured"))
    review.show_lane(Lane.VARIANT)

    notes = [item.note for item in review.view.stage.items]

    assert len(notes) > 1
    assert set(notes) == {"", "variant"}


def test_regions_are_laid_on_the_other_picture_by_their_alignment() -> None:
    half = (0.5, 0.0, 0.25, 0.0, 0.5, 0.25)  # it shows the middle of the other one, twice as large
    (moved,) = moved_regions([CORNER], (2.0, 0.0, -0.5, 0.0, 2.0, -0.5))
    (back,) = moved_regions([Region(RegionKind.CONTENT, (0.4, 0.4, 0.5, 0.5), 1.0)], half)

    np.testing.assert_allclose(moved.box, (1.0, 1.0, 1.0, 1.0))
    np.testing.assert_allclose(back.box, (0.45, 0.45, 0.5, 0.5))


def test_many_regions_are_named_once_each_and_counted() -> None:
    places = [(0.0, 0.0, 0.1, 0.1), (0.05, 0.0, 0.1, 0.1), (0.4, 0.4, 0.6, 0.6), (0, 0, 1, 1)]
    regions = [Region(RegionKind.COLOUR, box, 2.0) for box in places]

    assert said_regions(regions) == "another colour (upper left), another colour (middle), 1 more"
    assert said_place(places[3]) == "most of the picture"


def test_what_a_damaged_photo_lost_is_nothing_that_somebody_added() -> None:
    grey = [Region(RegionKind.ADDED, (0, 0.7, 1, 1), 10.0, "b")]

    assert said_regions(grey) == "something added (bottom)"
    assert said_regions(grey, is_damaged=True) == "rows lost or shifted (bottom)"

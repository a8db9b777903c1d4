"""What only a copy to go knows is told apart from what the kept one knows, too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from imgsim_desktop.choosing.carrying import losses, only_in, parts_of, with_carried
from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.records import Description, FileStamp, Group, PairKind, Photo, Removal
from tests.choosing.pictures import photo

FULL = Description(1, 2.0, 3.0, ("a", "b"), 4, "words")


def test_everything_is_carried_to_a_keeper_that_knows_nothing() -> None:
    assert only_in(FULL, Description()) == FULL
    assert parts_of(FULL) == {"date", "place", "keywords", "rating", "caption"}


def test_nothing_is_carried_where_the_keeper_says_something_itself() -> None:
    keeper = Description(9, 9.0, 9.0, ("b", "c"), -1, "others")
    assert only_in(FULL, keeper) == Description(keywords=("a",))
    assert not only_in(Description(), keeper)


def test_photos_that_would_lose_something_are_counted_by_part() -> None:
    photos: dict[int, Photo] = {
        1: photo(1, keywords=("a",)),
        2: photo(2, width_px=9, keywords=("a", "b"), rating=0, latitude=1.0, longitude=0.0),
        3: photo(3, width_px=8, taken_ns=5),
        4: photo(4, width_px=7, keywords=("z",)),
    }
    group = Group(1, (1, 2, 3), PairKind.EDITED, 0.9)
    review = Review([group], photos.__getitem__)
    review.mark([2, 3], Mark.TRASH)
    assert losses(review, review.planned()) == {"keywords": 1, "place": 1, "date": 1}
    review.mark([1], Mark.TRASH)
    assert losses(review, review.planned(confirmed_last_copies=True)) == {}


def test_the_files_are_asked_each_keeper_once() -> None:
    asked: list[str] = []
    known = {
        "keep.jpg": Description(rating=2),
        "a.jpg": Description(rating=5, keywords=("a",)),
        "b.jpg": Description(rating=1),
    }

    def describe(path: Path, sidecars: Sequence[Path]) -> Description:
        asked.append(path.name)
        assert [s.name for s in sidecars] == (["a.xmp"] if path.name == "a.jpg" else [])
        return known[path.name]

    def stamp(name: str) -> FileStamp:
        return FileStamp(Path(name), 1, 1, b"1")

    removals = [
        Removal(stamp("a.jpg"), stamp("keep.jpg"), (Path("a.xmp"),)),
        Removal(stamp("b.jpg"), stamp("keep.jpg")),
        Removal(stamp("last.jpg"), None),
    ]
    carried = [removal.carried for removal in with_carried(removals, describe)]
    assert carried == [Description(keywords=("a",)), None, None]
    assert asked == ["keep.jpg", "a.jpg", "b.jpg"]

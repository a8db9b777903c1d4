"""Groups go to a file; a review comes back from one, where it still fits."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from imgsim_desktop.choosing.export import COLUMNS, as_document, snapshot, write_groups
from imgsim_desktop.choosing.loading import Misfit, fit_marks, read_marks
from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Group, PairKind, Photo
from tests.choosing.pictures import photo

PHOTOS: dict[int, Photo] = {
    1: photo(1),
    2: photo(2, width_px=2000),
    3: photo(3, "/photos/caf\udce9 <b>.jpg", width_px=1000),
    4: photo(4, "/locked/4.jpg"),
    5: photo(5),
    6: photo(6, content_hash=b"twin"),
    7: photo(7, content_hash=b"twin"),
}
GROUPS = [
    Group(1, (1, 2, 3), PairKind.EDITED, 0.97),
    Group(4, (4, 5), PairKind.IDENTICAL, 1.0),
    Group(6, (6, 7), PairKind.IDENTICAL, 1.0),
]


def make_review(photos: dict[int, Photo] | None = None) -> Review:
    found = PHOTOS if photos is None else photos
    groups = [g for g in GROUPS if all(member in found for member in g.members)]
    return Review(groups, found.__getitem__, locked=[Path("/locked")])


def marked() -> Review:
    review = make_review()
    review.mark([2, 3, 6], Mark.TRASH)
    review.mark([1], Mark.KEEP)
    return review


def test_a_review_that_is_written_and_loaded_again_has_the_same_marks(tmp_path: Path) -> None:
    write_groups(tmp_path / "review.json", snapshot(marked()))
    fresh = make_review()
    loaded = fit_marks(read_marks(tmp_path / "review.json"), fresh)
    assert loaded.marks == {1: Mark.KEEP, 2: Mark.TRASH, 3: Mark.TRASH, 6: Mark.TRASH}
    assert not loaded.misfits
    fresh.mark_each(loaded.marks, "load")
    assert {plan.victim for plan in fresh.planned()} == {2, 3, 6}
    fresh.undo()
    assert not fresh.planned()


def test_a_spreadsheet_has_a_line_a_photo(tmp_path: Path) -> None:
    write_groups(tmp_path / "groups.csv", snapshot(marked()))
    with (tmp_path / "groups.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert tuple(lines[0]) == COLUMNS
    assert [(line["group"], line["mark"], line["suggested"]) for line in lines[:3]] == [
        ("1", "keep", "keep"), ("1", "trash", "trash"), ("1", "trash", "trash"),
    ]  # fmt: skip
    assert lines[1]["why"] == "largest-picture"
    assert len(lines) == 7


def test_the_page_shows_pictures_and_runs_nothing_of_a_file_name(tmp_path: Path) -> None:
    asked: list[bytes] = []

    def thumbnail(content: bytes) -> bytes | None:
        asked.append(content)
        return b"jpeg" if content == PHOTOS[1].content_hash else None

    write_groups(tmp_path / "groups.html", snapshot(marked()), thumbnail)
    page = (tmp_path / "groups.html").read_text("utf-8")
    assert page.count("<img") == 1
    assert "data:image/jpeg;base64,anBlZw==" in page
    assert "&lt;b&gt;" in page
    assert len(asked) == 7


def test_groups_with_nothing_left_to_choose_are_left_out() -> None:
    review = make_review()
    review.record_commit({5: "entry"}, [])
    review.mark([5], Mark.TRASH)
    review.record_commit({5: "entry"}, review.planned())
    numbers = [[m.photo.photo_id for m in sheet.members] for sheet in snapshot(review)]
    assert numbers == [[1, 2, 3], [6, 7]]


@pytest.mark.parametrize("name", ["groups.txt", "groups"])
def test_another_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(KnownError, match="exported as"):
        write_groups(tmp_path / name, [])
    assert not list(tmp_path.iterdir())


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="cannot be written"):
        write_groups(tmp_path / "none" / "groups.csv", [])


def test_what_does_not_fit_any_more_is_counted_and_left_alone() -> None:
    members = [m for g in as_document(snapshot(marked()))["groups"] for m in g["members"]]
    members += [
        {"path": "/locked/4.jpg", "content_hash": "0004", "mark": "trash"},
        {"path": "/elsewhere.jpg", "content_hash": "ffff", "mark": "trash"},
        {"path": "/elsewhere.jpg", "content_hash": "no hex", "mark": "trash"},
        {"path": "/photos/5.jpg", "content_hash": "0005", "mark": "burn"},
        {},
    ]
    changed = {**PHOTOS, 2: replace(PHOTOS[2], content_hash=b"new")}
    loaded = fit_marks(members, make_review(changed))
    assert loaded.marks == {1: Mark.KEEP, 3: Mark.TRASH, 6: Mark.TRASH}
    assert loaded.misfits == {
        Misfit.CHANGED: 1, Misfit.LOCKED: 1, Misfit.NOT_HERE: 1, Misfit.UNREADABLE: 3,
    }  # fmt: skip


def test_a_photo_that_moved_is_known_by_its_content() -> None:
    members = [m for g in as_document(snapshot(marked()))["groups"] for m in g["members"]]
    moved = {**PHOTOS, 2: replace(PHOTOS[2], path=Path("/new/2.jpg"))}
    assert fit_marks(members, make_review(moved)).marks[2] is Mark.TRASH


def test_of_two_equal_files_that_both_moved_none_is_guessed() -> None:
    members = [m for g in as_document(snapshot(marked()))["groups"] for m in g["members"]]
    moved = {
        **PHOTOS,
        6: replace(PHOTOS[6], path=Path("/new/6.jpg")),
        7: replace(PHOTOS[7], path=Path("/new/7.jpg")),
    }
    loaded = fit_marks(members, make_review(moved))
    assert {6, 7}.isdisjoint(loaded.marks)
    assert loaded.misfits == {Misfit.NOT_HERE: 1}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"no json", "cannot be read"),
        (b"[]", "is no exported review"),
        (b'{"format": "other"}', "is no exported review"),
        (b'{"format": "imgsim-review", "version": 99}', "newer"),
    ],
)
def test_a_file_that_is_no_review_is_told(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(KnownError, match=sentence):
        read_marks(tmp_path / "a.json")


@pytest.mark.parametrize("groups", [None, 3, [None], [{"members": 3}], [{"members": [3]}]])
def test_a_review_full_of_nonsense_marks_nothing(tmp_path: Path, groups: object) -> None:
    document = {"format": "imgsim-review", "version": 1, "groups": groups}
    (tmp_path / "a.json").write_text(json.dumps(document))
    assert not fit_marks(read_marks(tmp_path / "a.json"), make_review()).marks


def test_a_locked_photo_is_never_marked_to_go_by_a_file() -> None:
    with pytest.raises(KnownError):
        make_review().mark_each({4: Mark.TRASH}, "load")


def test_names_that_are_no_text_come_back(tmp_path: Path) -> None:
    write_groups(tmp_path / "r.json", snapshot(marked()))
    paths = {member["path"] for member in read_marks(tmp_path / "r.json")}
    assert os.fsdecode(b"/photos/caf\xe9 <b>.jpg") in paths

"""Copies are looked at once more in full size before anything is suggested to go."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import (
    PAIR_KINDS,
    Library,
    Look,
    PairKind,
    PairTable,
    Progress,
    RegionKind,
)
from imgsim_desktop.scan import look_beside, scan
from imgsim_desktop.scan import looking as looking_module
from imgsim_desktop.scan.look_beside import LookAnswer, LookTask, LookTrouble, Original, look_at
from imgsim_desktop.scan.looking import _in_order, _wanted_first
from imgsim_desktop.scan.pool import ItemWork
from imgsim_desktop.workers import How, Lost
from tests.fakes import fake_network
from tests.matching.scenes import scene
from tests.pictures import save_photos, save_ticket


def resave(photo: Path, name: str) -> Path:
    with Image.open(photo) as image:
        image.save(photo.with_name(name), quality=70)
    return photo.with_name(name)


def pairs_of(home: Home, library: Library) -> PairTable:
    with closing(CacheReader(home, library)) as reader:
        table = reader.pairs("fake-1")
    return table.where(table.confidence >= 0.5)


def kinds_of(home: Home, library: Library) -> list[tuple[PairKind, bool]]:
    table = pairs_of(home, library)
    return [(table.pair(row).kind, table.pair(row).looked) for row in range(len(table))]


class Told(Control):
    """Does something once a stage has got so far."""

    def __init__(self, stage: str, done: int, act: Callable[[Control], None]) -> None:
        super().__init__()
        self._stage, self._done, self._act = stage, done, act
        self.stages: list[str] = []

    def report(self, progress: Progress) -> None:
        super().report(progress)
        self.stages.append(progress.stage)
        if progress.stage == self._stage and progress.done == self._done:
            act, self._act = self._act, lambda _: None
            act(self)


def test_a_copy_is_a_copy_after_it_was_looked_at(
    home: Home, library: Library, photos_folder: Path
) -> None:
    resave(save_photos(photos_folder, 3)[1], "again.jpg")

    summary = scan(library, home, fake_network())

    assert kinds_of(home, library) == [(PairKind.SAME_PICTURE, True)]
    assert summary.looked == 1
    assert summary.not_looked == {}


def test_tickets_with_other_seats_are_variants_and_it_is_known_where(
    home: Home, library: Library, photos_folder: Path
) -> None:
    save_ticket(photos_folder / "a.jpg", "Row 12 Seat 34")
    save_ticket(photos_folder / "b.jpg", "Row 12 Seat 35")

    scan(library, home, fake_network())

    assert kinds_of(home, library) == [(PairKind.VARIANT, True)]
    table = pairs_of(home, library)
    with closing(CacheReader(home, library)) as reader:
        (region,) = reader.regions(int(table.a[0]), int(table.b[0]))
    assert region.kind is RegionKind.CONTENT
    assert region.box[0] > 580 / 900


def test_what_was_looked_at_is_not_looked_at_again(
    home: Home, library: Library, photos_folder: Path
) -> None:
    resave(save_photos(photos_folder, 3)[1], "again.jpg")
    scan(library, home, fake_network())
    resave(photos_folder / "0002.jpg", "more.jpg")

    assert scan(library, home, fake_network()).looked == 1
    assert scan(library, home, fake_network()).looked == 0


def test_another_way_of_looking_looks_at_all_again(
    home: Home, library: Library, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resave(save_photos(photos_folder, 3)[1], "again.jpg")
    scan(library, home, fake_network())
    monkeypatch.setattr(looking_module, "LOOK_VERSION", "next")

    assert scan(library, home, fake_network()).looked == 1


def test_stop_keeps_what_was_looked_at_and_the_next_scan_goes_on(
    home: Home, library: Library, photos_folder: Path
) -> None:
    for number, photo in enumerate(save_photos(photos_folder, 6)):
        resave(photo, f"again{number}.jpg")
    control = Told("looking", 2, Control.stop)
    with pytest.raises(Cancelled):
        scan(library, home, fake_network(), threads=1, control=control)
    before = sum(looked for _, looked in kinds_of(home, library))

    summary = scan(library, home, fake_network())

    assert 2 <= before < 6
    assert summary.looked == 6 - before
    assert all(looked for _, looked in kinds_of(home, library))


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (lambda path: path.unlink(), "gone"),
        (lambda path: os.utime(path, ns=(1, 1)), "changed"),
        (lambda path: path.write_bytes(path.read_bytes() + b"\0"), "changed"),
    ],
    ids=["gone", "other time", "other size"],
)
def test_an_original_that_is_not_what_it_was_leaves_the_pair_unlooked(
    home: Home,
    library: Library,
    photos_folder: Path,
    harm: Callable[[Path], None],
    why: str,
) -> None:
    again = resave(save_photos(photos_folder, 3)[1], "again.jpg")

    summary = scan(library, home, fake_network(), control=Told("looking", 0, lambda _: harm(again)))

    assert summary.not_looked == {why: 1}
    assert kinds_of(home, library) == [(PairKind.SAME_PICTURE, False)]


def test_a_pair_on_a_disk_that_is_away_is_not_looked_at_and_told(
    home: Home, library: Library, photos_folder: Path
) -> None:
    resave(save_photos(photos_folder, 3)[1], "again.jpg")
    scan(library, home, fake_network())
    with CacheWriter(home, library) as cache:
        cache.forget_looks()
    photos_folder.rename(photos_folder.with_name("elsewhere"))

    assert scan(library, home, fake_network()).not_looked == {"offline": 1}


def test_equal_pixels_are_called_so_only_where_the_full_pictures_are_equal(
    home: Home, library: Library, photos_folder: Path
) -> None:
    pixels = np.asarray(scene(8, (1600, 1200))).copy()
    photos_folder.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(photos_folder / "a.png")
    Image.fromarray(pixels).save(photos_folder / "b.tif")
    pixels[700, 900] ^= 16
    Image.fromarray(pixels).save(photos_folder / "c.png")

    scan(library, home, fake_network())

    with closing(CacheReader(home, library)) as reader:
        names = {photo.content_id: photo.path.name[0] for photo in reader.photos()}
    table = pairs_of(home, library)
    kinds = {
        "".join(sorted((names[pair.a], names[pair.b]))): pair.kind
        for pair in map(table.pair, range(len(table)))
    }
    assert kinds.pop("ab") is PairKind.SAME_PIXELS
    assert set(kinds.values()) == {PairKind.SAME_PICTURE}


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        ("Seat 34", PairKind.SAME_PIXELS),
        ("Seat 34.", PairKind.VARIANT),
        ("Seat 35", PairKind.VARIANT),
    ],
)
def test_pixels_that_are_equal_in_a_small_size_may_be_others_in_full_size(
    tmp_path: Path, other: str, kind: PairKind
) -> None:
    a, b = (
        save_ticket(tmp_path / name, seat)
        for name, seat in (("a.png", "Seat 34"), ("b.png", other))
    )
    answer = look_at(task_of(a, b, PairKind.SAME_PIXELS))

    assert answer.verdict is not None
    assert answer.verdict.kind is kind


def test_one_level_in_one_pixel_is_no_equal_picture(tmp_path: Path) -> None:
    pixels = np.asarray(scene(8, (900, 600))).copy()
    Image.fromarray(pixels).save(tmp_path / "a.png")
    pixels[300, 400, 1] ^= 1
    Image.fromarray(pixels).save(tmp_path / "b.png")

    answer = look_at(task_of(tmp_path / "a.png", tmp_path / "b.png", PairKind.SAME_PIXELS))

    assert answer.verdict is not None
    assert answer.verdict.kind is PairKind.SAME_PICTURE
    assert answer.verdict.confidence < 1


def test_the_group_that_gains_most_is_looked_at_first() -> None:
    a, b = np.array([1, 2, 5, 8]), np.array([3, 4, 6, 9])
    sizes = {1: 10, 3: 10, 2: 900, 4: 900, 5: 50, 6: 60, 8: 5000, 9: 1}

    order = list(_in_order(PairTable.from_columns(a, b), sizes))

    assert order == [1, 2, 0, 3]


def test_what_somebody_has_on_the_stage_is_looked_at_next(tmp_path: Path) -> None:
    original = Original(tmp_path, 1, 1, 10, 10)
    table = PairTable.from_columns(np.array([1, 2, 3, 3]), np.array([4, 5, 6, 7]))
    todo = [LookTask(table.pair(row), original, original) for row in range(4)]
    wanted: list[set[int]] = [set(), {3, 7, 8}, {3, 7, 8}, {1, 2}]

    order = [task.pair.b for task in _wanted_first(todo, lambda: wanted.pop(0))]

    assert order == [4, 7, 5, 6]


def test_a_scan_looks_first_at_what_is_wanted_and_writes_it_at_once(
    home: Home, library: Library, photos_folder: Path
) -> None:
    for number, photo in enumerate(save_photos(photos_folder, 12)):
        resave(photo, f"again{number}.jpg")
    scan(library, home, fake_network())
    table = pairs_of(home, library)
    ends = {int(table.a[-1]), int(table.b[-1])}
    with CacheWriter(home, library) as cache:
        cache.forget_looks()
    seen: list[bool] = []

    def note(_: Control) -> None:
        found = pairs_of(home, library)
        seen.append(bool(found.looked[(found.a == min(ends)) & (found.b == max(ends))][0]))

    scan(
        library, home, fake_network(), threads=1, wanted=lambda: ends,
        control=Told("looking", 2, note),
    )  # fmt: skip

    assert seen == [True]


def test_pairs_of_one_group_are_looked_at_together() -> None:
    a, b = np.array([1, 1, 2, 7]), np.array([2, 3, 3, 8])

    order = list(_in_order(PairTable.from_columns(a, b), dict.fromkeys(range(9), 10)))

    assert order == [0, 1, 2, 3]


def cut_out(path: Path, *, has_hole: bool, hidden: int = 0) -> Path:
    """A picture on clear ground, white in the middle, where a second one may have a hole."""
    pixels = np.asarray(scene(8, (600, 400))).copy()
    pixels[150:250, 250:350] = 255
    alpha = np.full(pixels.shape[:2], 255, np.uint8)
    alpha[:40] = 0
    pixels[:40] = hidden
    if has_hole:
        alpha[170:230, 270:330] = 0
    Image.fromarray(np.dstack([pixels, alpha])).save(path)
    return path


@pytest.mark.parametrize("kind", [PairKind.SAME_PIXELS, PairKind.SAME_PICTURE])
def test_pictures_that_are_equal_on_white_and_let_other_parts_through_are_variants(
    tmp_path: Path, kind: PairKind
) -> None:
    a = cut_out(tmp_path / "a.png", has_hole=False)
    b = cut_out(tmp_path / "b.png", has_hole=True)

    answer = look_at(task_of(a, b, kind, is_transparent=True))

    assert answer.verdict is not None
    assert answer.verdict.kind is PairKind.VARIANT
    assert answer.regions


def test_colours_that_nobody_sees_make_no_difference(tmp_path: Path) -> None:
    a = cut_out(tmp_path / "a.png", has_hole=True)
    b = cut_out(tmp_path / "b.png", has_hole=True, hidden=200)

    answer = look_at(task_of(a, b, PairKind.SAME_PIXELS, is_transparent=True))

    assert answer.verdict is not None
    assert answer.verdict.kind is PairKind.SAME_PIXELS


def test_the_scan_knows_which_pictures_are_transparent(
    home: Home, library: Library, photos_folder: Path
) -> None:
    photos_folder.mkdir(parents=True, exist_ok=True)
    cut_out(photos_folder / "a.png", has_hole=False)
    cut_out(photos_folder / "b.png", has_hole=True)

    scan(library, home, fake_network())

    assert kinds_of(home, library) == [(PairKind.VARIANT, True)]


def task_of(
    a: Path, b: Path, kind: PairKind = PairKind.SAME_PICTURE, *, is_transparent: bool = False
) -> LookTask:
    table = PairTable.from_columns(
        np.array([1]),
        np.array([2]),
        kind=PAIR_KINDS.index(kind),
        transform=np.eye(2, 3).reshape(1, 6),
    )
    originals = []
    for path in (a, b):
        stat = path.stat()
        with Image.open(path) as image:
            originals.append(
                Original(
                    path, stat.st_size, stat.st_mtime_ns, *image.size,
                    is_transparent=is_transparent,
                )
            )  # fmt: skip
    return LookTask(table.pair(0), *originals)


def test_a_comparison_that_fails_costs_its_pair_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("never seen before")

    monkeypatch.setattr(look_beside, "look_closely", fail)
    answer = look_at(
        task_of(save_ticket(tmp_path / "a.jpg", "1"), save_ticket(tmp_path / "b.jpg", "2"))
    )

    assert (answer.verdict, answer.trouble) == (None, LookTrouble.UNREADABLE)
    assert answer.detail == "ValueError: never seen before"


def test_what_is_written_to_while_it_is_looked_at_was_not_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = save_ticket(tmp_path / "a.jpg", "1"), save_ticket(tmp_path / "b.jpg", "1")
    task = task_of(a, b)

    def write_meanwhile(*_: object) -> Look:
        os.utime(b, ns=(1, 1))
        return Look()

    monkeypatch.setattr(look_beside, "look_closely", write_meanwhile)

    assert look_at(task).trouble is LookTrouble.CHANGED


@pytest.mark.parametrize(("how", "tried_again"), [(How.OVERDUE, 1), (How.CRASHED, 0)])
def test_a_pair_that_took_its_worker_along_is_tried_again_where_that_may_help(
    home: Home,
    library: Library,
    photos_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    how: How,
    tried_again: int,
) -> None:
    resave(save_photos(photos_folder, 3)[1], "again.jpg")

    def lose(
        todo: list[LookTask], work: ItemWork[LookTask, LookAnswer], **_: object
    ) -> Iterator[LookAnswer]:
        for task in todo:
            yield work.lost(task, Lost(how, "a signal"))

    with monkeypatch.context() as patch:
        patch.setattr(looking_module, "read_ahead", lose)
        assert scan(library, home, fake_network()).not_looked != {}
    assert kinds_of(home, library) == [(PairKind.SAME_PICTURE, False)]

    assert scan(library, home, fake_network()).looked == tried_again


def test_a_file_that_cannot_be_decoded_is_an_answer_and_no_error(tmp_path: Path) -> None:
    good = save_ticket(tmp_path / "a.jpg", "Seat 1")
    task = task_of(good, save_ticket(tmp_path / "b.jpg", "Seat 1"))
    whole = task.b.path.read_bytes()
    task.b.path.write_bytes(bytes(len(whole)))
    os.utime(task.b.path, ns=(task.b.mtime_ns, task.b.mtime_ns))

    answer = look_at(task)

    assert answer.trouble is LookTrouble.UNREADABLE
    assert "b.jpg" in answer.detail

import hashlib
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageOps

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.matching import candidates as candidates_module
from imgsim_desktop.matching.candidates import Content, find_candidates
from imgsim_desktop.matching.groups import group_pairs
from imgsim_desktop.matching.index import Searcher
from imgsim_desktop.matching.judging import PixelLoaders
from imgsim_desktop.matching.pairs import match_contents
from imgsim_desktop.reading.fingerprints import hash_look
from imgsim_desktop.records import Facts, PairKind
from tests.matching.scenes import captioned, grey, next_shot, phone_screenshot, scene


class Room:
    """A small library: pictures by name, with colour averages for vectors."""

    def __init__(self, pictures, ids=None):
        names = sorted(pictures)
        self.ids = dict(zip(names, ids or range(10, 10 + len(names)), strict=True))
        self.pictures = {self.ids[name]: pictures[name] for name in names}
        self.contents = [self._content(self.ids[name]) for name in names]
        self.loaded = []

    def _content(self, key):
        picture = self.pictures[key]
        file = BytesIO()
        picture.save(file, "png")
        small = np.asarray(picture.convert("L").resize((64, 64), Image.Resampling.BOX))
        return Content(
            content_id=key,
            content_hash=key.to_bytes(16, "big"),
            pixel_hash=hashlib.blake2b(picture.tobytes(), digest_size=16).digest(),
            perceptual_hash=hash_look(small),
            facts=Facts(*picture.size, "PNG", is_blank=bool(small.std() < 2)),
        )

    def vectors(self):
        rows = [
            np.asarray(p.resize((6, 6), Image.Resampling.BOX), np.float32).reshape(-1)
            for p in self.pictures.values()
        ]
        rows = np.array(rows) - np.mean(rows, axis=0)
        norms = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
        return (rows / norms).astype(np.float32)

    def load(self, key):
        self.loaded.append(key)
        return grey(self.pictures[key])

    def candidates(self, only=None):
        keys = np.array(list(self.pictures), np.int64)
        searcher = Searcher.build(keys, self.vectors())
        return find_candidates(keys, self.vectors(), searcher, k=20, only=only)

    def match(self, only=None, **options):
        return match_contents(
            self.contents, self.candidates(only), PixelLoaders(self.load), **options
        )

    def found(self, table):
        name = {key: name for name, key in self.ids.items()}
        return {
            (name[pair.a], name[pair.b]): pair
            for pair in map(table.pair, range(len(table)))
            if pair.confidence >= 0.5
        }


@pytest.fixture(autouse=True)
def all_neighbours_are_looked_at(monkeypatch):
    """Colour averages of drawn scenes are no network: let the pixels decide."""
    monkeypatch.setattr(candidates_module, "_FIRST_LIFT", -99.0)
    monkeypatch.setattr(candidates_module, "_FIRST_WAVE", 20)


@pytest.fixture(scope="module")
def album():
    pictures = {f"stranger {n}": scene(n) for n in range(20, 26)}
    pictures |= {
        "photo": scene(1),
        "photo mirrored": ImageOps.mirror(scene(1)),
        "photo small": scene(1).resize((160, 120)),
        "photo captioned": captioned(scene(1)),
        "shot": scene(3),
        "shot next": next_shot(scene(3), 5),
        "screen 1": phone_screenshot(scene(21)),
        "screen 2": phone_screenshot(scene(31)),
    }
    return Room(pictures)


@pytest.fixture(scope="module")
def whole(album):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates_module, "_FIRST_LIFT", -99.0)
        patch.setattr(candidates_module, "_FIRST_WAVE", 20)
        return album.match()


def test_copies_are_found_and_neither_strangers_nor_the_next_shot(album, whole):
    found = album.found(whole)
    copies = [name for name in album.ids if name.startswith("photo")]
    expected = {(a, b) for a in copies for b in copies if a < b} | {("screen 1", "stranger 21")}
    assert set(found) == expected
    assert found["photo", "photo mirrored"].edits == ("mirrored",)
    assert found["photo", "photo small"].kind is PairKind.SAME_PICTURE
    assert found["photo", "photo captioned"].kind is PairKind.EDITED


def test_pairs_are_sorted_and_each_is_there_once(whole):
    ends = list(zip(whole.a.tolist(), whole.b.tolist(), strict=True))
    assert ends == sorted(set(ends))
    assert (whole.a < whole.b).all()


def test_similarity_is_the_cosine_of_the_vectors(album, whole):
    vectors = dict(zip(album.pictures, album.vectors(), strict=True))
    for pair in map(whole.pair, range(len(whole))):
        assert pair.similarity == pytest.approx(float(vectors[pair.a] @ vectors[pair.b]), abs=1e-5)


def test_the_number_of_threads_changes_nothing(album, whole):
    again = album.match(threads=3)
    for name in whole.__dataclass_fields__:
        assert np.array_equal(getattr(again, name), getattr(whole, name), equal_nan=True)


def test_other_ids_give_the_same_pairs_the_other_way_round(album, whole):
    names = sorted(album.ids)
    turned = Room(
        {name: album.pictures[album.ids[name]] for name in names},
        ids=range(100, 100 - len(names), -1),
    )
    found = {frozenset(ends): pair for ends, pair in turned.found(turned.match()).items()}
    assert set(found) == {frozenset(ends) for ends in album.found(whole)}
    pair = found[frozenset(("photo", "photo mirrored"))]
    assert pair.transform == pytest.approx((-1, 0, 1, 0, 1, 0), abs=0.01)


def test_new_photos_are_compared_without_looking_at_the_old_pairs_again(album, whole):
    new = [album.ids["photo mirrored"], album.ids["shot"]]
    old = whole.where(~np.isin(whole.a, new) & ~np.isin(whole.b, new))
    album.loaded.clear()
    table = album.match(only=np.array(new), known=old)
    assert set(album.found(table)) == set(album.found(whole))
    ends = set(zip(table.a.tolist(), table.b.tolist(), strict=True))
    assert ends >= set(zip(old.a.tolist(), old.b.tolist(), strict=True))


def test_known_pairs_of_photos_that_are_gone_are_dropped(album, whole):
    rest = [c for c in album.contents if c.content_id != album.ids["photo"]]
    keys = np.array([c.content_id for c in rest])
    vectors = album.vectors()[np.isin(list(album.pictures), keys)]
    nobody = find_candidates(keys, vectors, Searcher.build(keys, vectors), only=keys[:0])
    table = match_contents(rest, nobody, PixelLoaders(album.load), known=whole)
    assert album.ids["photo"] not in {*table.a.tolist(), *table.b.tolist()}
    assert len(table) > 0


def test_groups_of_the_album_are_what_a_person_would_say(album, whole):
    groups = group_pairs(whole, 0.9, [album.ids["photo"], album.ids["stranger 21"]])
    name = {key: name for name, key in album.ids.items()}
    assert [{name[m] for m in group.members} for group in groups] == [
        {"photo", "photo mirrored", "photo small", "photo captioned"},
        {"stranger 21", "screen 1"},
    ]


def test_equal_pixels_are_copies_without_a_look_and_blank_ones_are_not():
    blank = Image.new("RGB", (64, 48), (3, 3, 3))
    room = Room({"a": scene(1), "b": scene(1), "c": blank, "d": blank})
    found = room.found(room.match())
    assert {ends: pair.kind for ends, pair in found.items()} == {("a", "b"): PairKind.SAME_PIXELS}
    assert found["a", "b"].confidence == 1


def test_every_copy_is_compared_with_the_largest_even_if_it_was_no_neighbour():
    photo = scene(2, (480, 360))
    copies = {f"{n:02}": photo.resize((300 + 4 * n, 225 + 3 * n)) for n in range(15)}
    room = Room(copies | {"whole": photo})
    table = room.match()
    largest = room.ids["whole"]
    with_largest = {
        pair.a
        for pair in map(table.pair, range(len(table)))
        if pair.b == largest and pair.confidence > 0.9
    }
    assert with_largest == set(room.ids.values()) - {largest}


def test_one_photo_alone_has_no_pairs():
    room = Room({"a": scene(1)})
    assert len(room.match()) == 0


def test_the_background_of_a_photo_with_many_copies_is_that_of_strangers():
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((100, 64)).astype(np.float32)
    vectors[:20] = vectors[0] + 0.1 * vectors[:20]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    keys = np.arange(100)
    candidates = find_candidates(keys, vectors, Searcher.build(keys, vectors))
    assert abs(candidates.background[:20]).max() < 0.15
    assert candidates.spread[:20].max() < 0.3


def test_stop_ends_the_comparing(album):
    candidates = album.candidates()
    control = Control()
    control.stop()
    with pytest.raises(Cancelled):
        match_contents(album.contents, candidates, PixelLoaders(album.load), control=control)
    with pytest.raises(Cancelled):
        match_contents(
            album.contents, candidates, PixelLoaders(album.load), threads=2, control=control
        )


def test_progress_is_reported(album):
    control = Control()
    album.match(control=control)
    assert control.progress.stage == "pairs"
    assert control.progress.done == control.progress.total

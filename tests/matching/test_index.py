import json
import struct

import numpy as np
import pytest

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.matching import index
from imgsim_desktop.matching.index import Searcher

DIM = 16


def unit(rows):
    rows = np.asarray(rows, np.float32)
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def some(n, seed=0, dim=DIM):
    return unit(np.random.default_rng(seed).standard_normal((n, dim)))


def by_hand(keys, vectors, asked, k):
    cosines = np.round(asked @ vectors.T, 6)
    return np.stack([keys[np.lexsort((keys, -row))[:k]] for row in cosines])


@pytest.fixture(params=["exact", "graph"])
def exact_below(request):
    if request.param == "graph":
        pytest.importorskip("hnswlib")
        return 0
    return 10**9


def test_the_nearest_come_first(exact_below):
    keys, vectors = np.arange(100, 400), some(300)
    searcher = Searcher.build(keys, vectors, exact_below=exact_below)
    assert searcher.is_exact == (exact_below > 0)
    found, similarities = searcher.query(some(20, seed=1), 5)
    assert (found == by_hand(keys, vectors, some(20, seed=1), 5)).mean() > 0.98
    assert (np.diff(similarities, axis=1) <= 0).all()


def test_one_vector_may_be_asked_for_alone(exact_below):
    searcher = Searcher.build(np.arange(50), some(50), exact_below=exact_below)
    found, similarities = searcher.query(some(50)[7], 1)
    assert found.tolist() == [[7]]
    assert similarities[0, 0] == pytest.approx(1, abs=1e-5)


def test_more_than_there_are_gives_all_there_are(exact_below):
    searcher = Searcher.build(np.arange(5), some(5), exact_below=exact_below)
    assert searcher.query(some(2, seed=3), 9)[0].shape == (2, 5)
    assert searcher.neighbours(9)[0].shape == (5, 4)


def test_an_empty_library_answers_nothing(exact_below):
    searcher = Searcher.build(
        np.empty(0, np.int64), np.empty((0, DIM), np.float32), exact_below=exact_below
    )
    assert len(searcher) == 0
    assert searcher.query(some(1), 3)[0].shape == (1, 0)
    assert searcher.neighbours(3)[0].shape == (0, 0)


def test_equal_vectors_are_all_answered_in_order_of_keys(exact_below):
    vectors = np.concatenate([some(40), np.repeat(some(1, seed=9), 30, axis=0)])
    keys = np.random.default_rng(2).permutation(70)
    searcher = Searcher.build(keys, vectors, exact_below=exact_below)
    found, similarities = searcher.query(some(1, seed=9), 30)
    assert found[0].tolist() == sorted(keys[40:].tolist())
    assert similarities[0] == pytest.approx(1, abs=1e-5)


def test_a_thousand_copies_hide_nobody_else(exact_below):
    vectors = np.concatenate([some(400), np.repeat(some(1, seed=9), 1000, axis=0)])
    searcher = Searcher.build(np.arange(1400), vectors, exact_below=exact_below)
    found, _ = searcher.query(vectors[:400], 1)
    assert (found[:, 0] == np.arange(400)).mean() > 0.99


def test_copies_in_a_block_change_no_answer_of_the_others():
    vectors = some(300)
    vectors[40:60] = vectors[40]
    keys = np.arange(300)
    found = Searcher.build(keys, vectors, exact_below=0).query(vectors, 10)
    exact = Searcher.build(keys, vectors).query(vectors, 10)
    assert np.array_equal(found[0][40:60], exact[0][40:60])
    assert (found[0] == exact[0]).mean() > 0.98  # a graph is not exact
    assert np.abs(found[1] - exact[1]).max() < 0.1


def test_nearly_equal_vectors_share_a_node():
    base = some(200)
    vectors = unit(np.concatenate([base, base + 1e-4 * some(200, seed=5)]))
    nodes = index._collapse(vectors)
    assert len(nodes.leaders) < 210
    assert sorted(nodes.members.tolist()) == list(range(400))


def test_different_vectors_keep_their_own_nodes():
    assert len(index._collapse(some(500)).leaders) == 500


def test_neighbours_leave_the_photo_itself_out(exact_below):
    vectors = np.concatenate([some(60), some(60)[:20]])
    keys = np.arange(80) + 7
    searcher = Searcher.build(keys, vectors, exact_below=exact_below)
    found, _ = searcher.neighbours(3)
    assert (found != keys[:, None]).all()
    assert found[:20, 0].tolist() == (keys[60:80]).tolist()
    some_rows, _ = searcher.neighbours(3, np.array([5, 70]))
    assert np.array_equal(some_rows, found[[5, 70]])


def test_the_order_of_the_vectors_decides_nothing_in_exact_answers():
    keys, vectors = np.arange(300), some(300)
    shuffled = np.random.default_rng(4).permutation(300)
    one = Searcher.build(keys, vectors).query(some(30, seed=1), 7)
    other = Searcher.build(keys[shuffled], vectors[shuffled]).query(some(30, seed=1), 7)
    assert np.array_equal(one[0], other[0])
    assert one[1] == pytest.approx(other[1], abs=2e-6)


@pytest.mark.parametrize("first", [4, 50])
def test_many_vectors_are_searched_in_tiles(monkeypatch, first):
    monkeypatch.setattr(index, "_FIRST_TILE", first)
    monkeypatch.setattr(index, "_TILE", 64)
    keys, vectors = np.arange(1000), some(1000)
    found, _ = Searcher.build(keys, vectors).query(vectors[:50], 10)
    assert np.array_equal(found, by_hand(keys, vectors, vectors[:50], 10))


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="do not fit"):
        Searcher.build(np.arange(3), some(4))
    with pytest.raises(ValueError, match="twice"):
        Searcher.build(np.array([1, 1]), some(2))
    with pytest.raises(ValueError, match="asked 8 numbers of 16"):
        Searcher.build(np.arange(4), some(4)).query(some(1, dim=8), 1)


def test_the_vectors_are_not_copied():
    vectors = some(10)
    assert Searcher.build(np.arange(10), vectors).vectors is vectors


def test_stop_ends_the_search_of_all_neighbours():
    control = Control()
    control.stop()
    searcher = Searcher.build(np.arange(10), some(10))
    with pytest.raises(Cancelled):
        searcher.neighbours(2, control=control)


def test_without_hnswlib_every_size_is_exact(monkeypatch, tmp_path):
    monkeypatch.setattr(index, "hnswlib", None)
    path = tmp_path / "index"
    assert Searcher.build(np.arange(10), some(10), exact_below=0).is_exact
    assert Searcher.load_or_build(path, np.arange(10), some(10), "m", exact_below=0).is_exact
    assert not path.exists()


class TestFile:
    """The graph file: loaded only if it is certainly the right one."""

    @pytest.fixture(autouse=True)
    def _needs_hnswlib(self):
        pytest.importorskip("hnswlib")

    @pytest.fixture
    def built(self, monkeypatch):
        """How often a graph was built."""
        calls = []
        real = index._build_graph
        monkeypatch.setattr(index, "_build_graph", lambda *args: (calls.append(1), real(*args))[1])
        return calls

    keys = np.arange(300)

    def load(self, path, vectors=None, model="m-1"):
        vectors = some(300) if vectors is None else vectors
        return Searcher.load_or_build(path, np.arange(len(vectors)), vectors, model, exact_below=0)

    def test_a_saved_graph_is_used_again_and_answers_the_same(self, tmp_path, built):
        path = tmp_path / "new folder" / "index"
        first = self.load(path).query(some(9, seed=1), 5)
        again = self.load(path)
        assert len(built) == 1
        assert not again.is_exact
        assert np.array_equal(again.query(some(9, seed=1), 5)[0], first[0])
        assert sorted(p.name for p in path.parent.iterdir()) == ["index", "index.json"]

    def test_two_builds_write_the_same_bytes(self, tmp_path):
        self.load(tmp_path / "one")
        self.load(tmp_path / "two")
        assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()

    def test_a_short_file_is_built_anew(self, tmp_path, built):
        path = tmp_path / "index"
        self.load(path)
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])
        assert self.load(path).query(some(300)[3], 1)[0][0, 0] == 3
        assert len(built) == 2
        assert path.read_bytes() == data

    def test_a_flipped_byte_is_noticed(self, tmp_path, built):
        path = tmp_path / "index"
        self.load(path)
        data = bytearray(path.read_bytes())
        data[len(data) // 3] ^= 1
        path.write_bytes(data)
        self.load(path)
        assert len(built) == 2

    def test_a_foreign_file_is_replaced(self, tmp_path, built):
        path = tmp_path / "index"
        self.load(path)
        path.write_bytes(b"not an index" * 1000)
        self.load(path)
        assert len(built) == 2

    def test_a_graph_of_other_vectors_is_not_used(self, tmp_path, built):
        path = tmp_path / "index"
        self.load(path)
        self.load(path, some(300, seed=8))
        self.load(path, some(301, seed=8))
        assert len(built) == 3

    def test_a_graph_of_another_width_is_not_used(self, tmp_path, built):
        path = tmp_path / "index"
        self.load(path)
        wide = self.load(path, some(300, dim=32))
        assert wide.query(some(300, dim=32)[4], 1)[0][0, 0] == 4
        assert len(built) == 2

    def test_a_graph_of_another_network_is_not_used(self, tmp_path, built):
        path = tmp_path / "index"
        self.load(path)
        self.load(path, model="m-2")
        assert len(built) == 2

    def test_a_header_that_lies_about_its_size_is_not_loaded(self, tmp_path, built):
        """hnswlib would write past its memory (issue 673): a matching hash is not enough."""
        path = tmp_path / "index"
        self.load(path)
        data = bytearray(path.read_bytes())
        struct.pack_into("<Q", data, 8, 1)  # max_elements
        path.write_bytes(data)
        note = tmp_path / "index.json"
        said = json.loads(note.read_text())
        said["file_sha256"] = index._sha256(path)
        note.write_text(json.dumps(said))
        self.load(path)
        assert len(built) == 2

    @pytest.mark.parametrize("note", ["", "[]", "null", '{"magic": 1}'])
    def test_a_broken_note_beside_it_means_a_new_graph(self, tmp_path, built, note):
        path = tmp_path / "index"
        self.load(path)
        (tmp_path / "index.json").write_text(note)
        self.load(path)
        assert len(built) == 2

    def test_a_graph_in_pieces_is_not_used(self, tmp_path, monkeypatch):
        monkeypatch.setattr(index, "_MIN_SELF_RECALL", 1.1)
        assert self.load(tmp_path / "index").is_exact
        assert list(tmp_path.iterdir()) == []

    def test_a_search_that_finds_too_few_is_answered_exactly(self):
        class Stingy:
            def set_ef(self, ef):
                assert ef >= 9

            def knn_query(self, *args, **kwargs):
                raise RuntimeError("Cannot return the results in a contiguous 2D array.")

        nodes = index._collapse(some(50))
        searcher = Searcher(
            np.arange(50), some(50), Stingy(), nodes.leaders, nodes.members, nodes.starts
        )
        assert searcher.query(some(50)[3], 1)[0].tolist() == [[3]]

    def test_stop_ends_the_building(self):
        control = Control()
        control.stop()
        with pytest.raises(Cancelled):
            Searcher.build(np.arange(10), some(10), control, exact_below=0)

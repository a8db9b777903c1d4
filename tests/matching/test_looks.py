import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageEnhance, ImageOps

from imgsim_desktop.matching import looks
from imgsim_desktop.reading.fingerprints import hash_look
from tests.matching.scenes import scene

T = Image.Transpose
TURNS = [T.ROTATE_90, T.ROTATE_180, T.ROTATE_270, T.FLIP_LEFT_RIGHT, T.FLIP_TOP_BOTTOM, T.TRANSPOSE]


def look(picture):
    small = picture.convert("L").resize((64, 64), Image.Resampling.BOX)
    return hash_look(np.asarray(small))


def stacked(*pictures):
    return looks.stack([look(p) for p in pictures])


def distances(a, b):
    """Bits in which row i of a differs from row i of b in the best orientation of b."""
    bits = [np.bitwise_count(a ^ view).sum(1, dtype=np.int64) for view in looks.turned(b)]
    return np.min(bits, axis=0)


@pytest.mark.parametrize("turn", TURNS)
def test_a_turned_copy_is_near_in_one_of_eight_orientations(turn):
    original, turned = stacked(scene(1)), stacked(scene(1).transpose(turn))
    assert distances(original, turned)[0] <= 12
    assert distances(turned, original)[0] <= 12


def test_strangers_are_far_in_all_orientations():
    a = stacked(*map(scene, range(8)))
    b = stacked(*map(scene, range(8, 16)))
    assert distances(a, b).min() > looks.NEAR_BITS + 30


def test_near_pairs_are_found_among_many_without_comparing_all():
    hashes = stacked(
        *map(scene, range(20)),
        ImageOps.mirror(scene(3)),
        ImageEnhance.Brightness(scene(5)).enhance(0.7),
    )
    everyone = np.ones(22, np.bool_)
    assert looks.near_pairs(hashes, everyone).tolist() == [[3, 20], [5, 21]]


def test_only_pairs_with_a_photo_that_was_asked_for_are_found():
    hashes = stacked(scene(0), scene(0), scene(1), scene(1))
    asked = np.array([False, False, False, True])
    assert looks.near_pairs(hashes, asked).tolist() == [[2, 3]]
    assert looks.near_pairs(hashes, np.zeros(4, np.bool_)).tolist() == []


@pytest.mark.parametrize("count", [30, 300])
def test_equal_looks_in_a_crowd_hang_together_without_being_paired_all_with_all(count):
    rng = np.random.default_rng(5)
    one = rng.integers(0, 256, 32, np.uint8)
    hashes = np.concatenate([np.tile(one, (count, 1)), rng.integers(0, 256, (50, 32), np.uint8)])
    pairs = looks.near_pairs(hashes, np.ones(len(hashes), np.bool_))
    assert (pairs[:, 0] < pairs[:, 1]).all()
    assert pairs.max() < count
    assert len(pairs) <= 3 * count
    reached = {0}
    for i, j in sorted(pairs.tolist()):
        if i in reached or j in reached:
            reached |= {i, j}
    assert len(reached) == count


def by_comparing_all(hashes):
    """What equal chunks find, without any sorting: each with each, in each orientation."""
    found = set()
    for view in looks.turned(hashes):
        for i in range(len(hashes)):
            is_near = np.bitwise_count(hashes[i] ^ view).sum(1, dtype=np.int64) <= looks.NEAR_BITS
            shares = (hashes[i].view(np.uint16) == view.view(np.uint16)).any(1)
            found |= {(min(i, j), max(i, j)) for j in np.flatnonzero(is_near & shares) if i != j}
    return found


@st.composite
def libraries(draw):
    """A few pictures and copies of them, a few bits off, turned or crowded together."""
    rng = np.random.default_rng(draw(st.integers(0, 1 << 32)))
    sources = rng.integers(0, 256, (draw(st.integers(1, 4)), 32), np.uint8)
    rows = draw(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 60)), max_size=40))
    hashes = np.zeros((len(rows), 32), np.uint8)
    for row, (turn, bits) in enumerate(rows):
        source = sources[row % len(sources)][None]
        flipped = np.zeros(looks.BITS, np.bool_)
        flipped[rng.choice(looks.BITS, bits, replace=False)] = True
        hashes[row] = looks.turned(source)[turn][0] ^ np.packbits(flipped)
    asked = np.array(
        draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))), np.bool_
    )
    return hashes, asked


@settings(max_examples=50)
@given(libraries())
def test_whoever_asks_finds_the_pairs_that_all_together_find(library):
    hashes, asked = library
    together = looks.near_pairs(hashes, np.ones(len(hashes), np.bool_))
    alone = looks.near_pairs(hashes, asked)
    assert np.array_equal(alone, together[asked[together].any(1)])
    expected = by_comparing_all(hashes)
    assert {tuple(pair) for pair in together.tolist()} <= expected
    if len(hashes) <= looks._CROWDED:
        assert len(together) == len(expected)


@settings(max_examples=50)
@given(libraries(), st.integers(0, 40))
def test_of_two_sets_as_much_is_found_whoever_asks(library, cut):
    hashes, asked = library
    left, right = hashes[:cut], hashes[cut:]
    everyone = np.ones(len(hashes), np.bool_)
    together = looks.near_between(left, right, everyone[:cut], everyone[cut:])
    alone = looks.near_between(left, right, asked[:cut], asked[cut:])
    assert np.array_equal(
        alone, together[asked[:cut][together[:, 0]] | asked[cut:][together[:, 1]]]
    )


def test_only_chunks_of_who_asks_are_compared(monkeypatch):
    """The cost of one photo more must not be that of all pairs of the library."""
    compared = []
    real = looks._alike_in_a_chunk

    def counted(*args):
        for i, j in real(*args):
            compared.append(len(i))
            yield i, j

    monkeypatch.setattr(looks, "_alike_in_a_chunk", counted)
    hashes = np.random.default_rng(3).integers(0, 256, (20_000, 32), np.uint8)
    asked = np.zeros(len(hashes), np.bool_)
    looks.near_pairs(hashes, ~asked)
    all_pairs, compared[:] = sum(compared), []
    asked[7] = True
    looks.near_pairs(hashes, asked)
    assert 0 < sum(compared) < all_pairs / 1_000


def test_strangers_that_crowd_a_chunk_hide_no_copy():
    """As in a million photos: hundreds share each chunk by chance, and say nothing by it."""
    rng = np.random.default_rng(8)
    hashes = rng.integers(0, 256, (1_400, 32), np.uint8)
    bits = np.unpackbits(hashes, axis=1).reshape(-1, 16, 16)
    bits[:, :, 2:] = bits[rng.integers(0, 8, (1_400, 16)), np.arange(16)][..., 2:]
    hashes = np.packbits(bits.reshape(-1, 256), axis=1)
    copies = np.unpackbits(hashes[:200], axis=1)
    copies[np.arange(200)[:, None], rng.integers(0, 256, (200, 20))] ^= 1
    hashes = np.concatenate([hashes, np.packbits(copies, axis=1)])
    asked = np.arange(len(hashes)) >= 1_400
    found = {tuple(pair) for pair in looks.near_pairs(hashes, asked).tolist()}
    chunks = hashes.view(np.uint16)[:1_400]
    assert all(np.median(np.bincount(c)[c]) > looks._CROWDED for c in chunks.T)
    assert sum((row, 1_400 + row) in found for row in range(200)) >= 190

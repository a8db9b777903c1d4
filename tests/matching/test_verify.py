from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps

from imgsim_desktop.matching import sketch as sketch_module
from imgsim_desktop.matching.confidence import probability
from imgsim_desktop.matching.difference import difference_picture
from imgsim_desktop.matching.kinds import judge
from imgsim_desktop.matching.sketch import Sketch
from imgsim_desktop.matching.verify import Evidence, compare, verify
from imgsim_desktop.records import Facts, PairKind
from tests.matching.scenes import captioned, grey, next_shot, phone_screenshot, scene

ORIGINAL = scene(1)
SIZE = ORIGINAL.size


def rotated(picture, degrees):
    w, h = picture.size
    turned = picture.rotate(degrees, Image.Resampling.BICUBIC)
    return turned.crop((w // 6, h // 6, w - w // 6, h - h // 6))


def framed(picture):
    return ImageOps.expand(picture, 40, (245, 243, 238))


def collage(picture):
    out = Image.new("RGB", (480, 180), "white")
    out.paste(picture.resize((230, 172)), (4, 4))
    out.paste(scene(77).resize((230, 172)), (240, 4))
    return out


def recompressed(picture):
    small = picture.resize((200, 150), Image.Resampling.LANCZOS)
    return small.resize(SIZE, Image.Resampling.BICUBIC)


EDITED = {
    "recompressed": (recompressed(ORIGINAL), ()),
    "cropped": (ORIGINAL.crop((80, 40, 260, 200)), ("cropped", "resized")),
    "turned": (ORIGINAL.transpose(Image.Transpose.ROTATE_90), ("turned",)),
    "mirrored": (ImageOps.mirror(ORIGINAL), ("mirrored",)),
    "tilted": (rotated(ORIGINAL, 6), ("cropped", "tilted", "resized")),
    "brighter": (ImageEnhance.Brightness(ORIGINAL).enhance(1.3), ("recoloured",)),
    "captioned": (captioned(ORIGINAL), ("overlaid",)),
    "framed": (framed(ORIGINAL), ("framed", "resized")),
    "on a phone": (phone_screenshot(ORIGINAL), ("framed", "resized")),
    "collage": (collage(ORIGINAL), ("collage", "resized")),
}


def facts(picture, taken_ns=None, serial=None):
    return Facts(*picture.size, "JPEG", taken_ns=taken_ns, camera_serial=serial)


@pytest.mark.parametrize("name", EDITED)
def test_an_edited_copy_is_recognised_with_its_edits(name):
    edited, edits = EDITED[name]
    evidence = verify(grey(ORIGINAL), grey(edited))
    verdict = judge(evidence, facts(ORIGINAL), facts(edited))
    assert verdict.confidence > 0.9
    assert verdict.edits == edits
    only_resized = not set(edits) - {"resized"}
    assert verdict.kind is (PairKind.SAME_PICTURE if only_resized else PairKind.EDITED)


@pytest.mark.parametrize("name", EDITED)
def test_which_picture_is_given_first_decides_nothing(name):
    edited, _ = EDITED[name]
    one = probability(verify(grey(ORIGINAL), grey(edited)))
    other = probability(verify(grey(edited), grey(ORIGINAL)))
    assert one > 0.9
    assert other > 0.9


@pytest.mark.parametrize("height", [24, 40])
def test_a_panorama_and_its_smaller_copy_are_found(height):
    wide = scene(5, (1600, 5 * height))
    small, smaller = wide.resize((320, height)), wide.resize((200, height * 200 // 320))
    verdict = judge(verify(grey(small), grey(smaller)), facts(wide), facts(smaller))
    assert verdict.confidence > 0.9
    assert verdict.kind is PairKind.SAME_PICTURE
    other = scene(6, (1600, 5 * height)).resize((320, height))
    assert judge(verify(grey(small), grey(other)), facts(wide), facts(other)).confidence < 0.05


def test_a_crop_says_where_it_was_cut():
    evidence = verify(grey(ORIGINAL), grey(ORIGINAL.crop((80, 40, 260, 200))))
    matrix = np.reshape(evidence.transform, (2, 3))
    corners = matrix @ np.array([[0, 1], [0, 1], [1, 1]])
    assert corners[0] == pytest.approx([80 / 320, 260 / 320], abs=0.01)
    assert corners[1] == pytest.approx([40 / 240, 200 / 240], abs=0.01)
    assert evidence.coverage == pytest.approx(180 * 160 / (320 * 240), abs=0.02)
    assert evidence.sticks_out < 0.02


def test_a_mirrored_and_turned_copy_says_so():
    edited = ImageOps.mirror(ORIGINAL).transpose(Image.Transpose.ROTATE_180)
    evidence = verify(grey(ORIGINAL), grey(edited))
    assert evidence.mirrored
    assert abs(evidence.angle_deg) == pytest.approx(180, abs=1)


@pytest.mark.parametrize("seed", range(2, 12))
def test_strangers_are_no_copies(seed):
    verdict = judge(verify(grey(ORIGINAL), grey(scene(seed))), facts(ORIGINAL), facts(ORIGINAL))
    assert verdict.confidence < 0.05
    assert verdict.kind is PairKind.SIMILAR


@pytest.mark.parametrize("dress", [phone_screenshot, captioned, framed])
@pytest.mark.parametrize("seed", range(2, 6))
def test_photos_in_one_frame_or_under_one_caption_are_no_copies(dress, seed):
    evidence = verify(grey(dress(ORIGINAL)), grey(dress(scene(seed))))
    assert probability(evidence) < 0.5


@pytest.mark.parametrize("seed", range(6))
def test_the_next_shot_is_no_copy(seed):
    shot = scene(seed, (480, 360))
    evidence = verify(grey(shot), grey(next_shot(shot, seed + 100)))
    assert probability(evidence) < 0.5


@pytest.mark.parametrize("seed", range(4))
def test_overlapping_shots_are_no_copies(seed):
    wide = scene(seed, (480, 240))
    left = wide.crop((0, 0, 300, 240))
    right = next_shot(wide, seed + 50).crop((120, 0, 420, 240))
    assert probability(verify(grey(left), grey(right))) < 0.5


@pytest.mark.parametrize("level", [0, 12, 128, 255])
def test_blank_pictures_are_no_copies(level):
    rng = np.random.default_rng(level)
    a, b = (np.clip(level + rng.normal(0, 1, (240, 320)), 0, 255).astype(np.uint8) for _ in "ab")
    assert probability(verify(a, b)) < 0.1
    assert probability(verify(a, grey(ORIGINAL))) < 0.1


def test_skies_are_no_copies():
    ramp = np.linspace(90, 220, 240)[:, None]
    rng = np.random.default_rng(0)
    skies = [
        np.clip(ramp * k + rng.normal(0, 1.5, (240, 320)), 0, 255).astype(np.uint8)
        for k in (0.9, 1.0, 1.1)
    ]
    assert probability(verify(skies[0], skies[1])) < 0.5
    assert probability(verify(skies[1], skies[2])) < 0.5


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (320, 2), (9, 9)])
def test_tiny_pictures_are_compared_without_trouble(size):
    tiny = np.random.default_rng(0).integers(0, 255, size, np.uint8)
    assert 0 <= probability(verify(tiny, grey(ORIGINAL))) < 0.5
    assert 0 <= probability(verify(grey(ORIGINAL), tiny)) < 0.5


@pytest.mark.parametrize("shape", [(1, 320), (320, 1), (2, 4000)])
def test_a_mere_line_is_compared_without_trouble(shape):
    line = np.linspace(0, 255, shape[0] * shape[1]).astype(np.uint8).reshape(shape)
    assert probability(verify(line, grey(ORIGINAL))) < 0.5
    assert probability(verify(grey(ORIGINAL), line)) < 0.5


def test_larger_pictures_than_thumbnails_are_shrunk():
    assert Sketch(np.zeros((900, 1200), np.uint8)).size == (320, 240)


def test_without_an_alignment_there_is_no_transform():
    assert Evidence().transform == ()
    assert probability(Evidence()) == 0


HOUR_NS = 3600 * 10**9


@pytest.mark.parametrize(
    ("apart_ns", "kind"),
    [
        (0, PairKind.SAME_PICTURE),
        (HOUR_NS, PairKind.SAME_PICTURE),
        (2 * 10**9, PairKind.BURST),
    ],
)
def test_the_clock_tells_another_shot_from_a_copy(apart_ns, kind):
    evidence = verify(grey(ORIGINAL), grey(recompressed(ORIGINAL)))
    verdict = judge(evidence, facts(ORIGINAL, HOUR_NS), facts(ORIGINAL, HOUR_NS + apart_ns))
    verdict = verdict.decided(shares_noise=None)
    assert verdict.kind is kind
    assert (verdict.confidence > 0.9) == (kind is PairKind.SAME_PICTURE)


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ((0.025, 2.2, 32.0, 1.33), (0.025, 2.2, 32.0, 0.0), PairKind.BURST),
        ((0.025, 2.2, 32.0, 0.0), (0.1, 2.2, 32.0, 0.0), PairKind.BURST),
        ((0.025, 2.2, 32.0, 0.0), (0.0251, 2.2, 32.0, 0.01), PairKind.SAME_PICTURE),
        ((0.025, 2.2, 32.0, 0.0), (None, 2.2, None, None), PairKind.SAME_PICTURE),
        ((0.025, 2.2, 32.0, 0.0), (), PairKind.SAME_PICTURE),
    ],
)
def test_shots_of_a_bracket_taken_in_one_second_are_no_copies(first, second, kind):
    evidence = verify(grey(ORIGINAL), grey(recompressed(ORIGINAL)))
    a, b = (
        replace(facts(ORIGINAL, HOUR_NS), camera="Apple iPhone 6", exposure=exposure)
        for exposure in (first, second)
    )
    assert judge(evidence, a, b).kind is kind


def test_fractions_of_a_second_tell_shots_apart_where_both_have_them():
    evidence = verify(grey(ORIGINAL), grey(recompressed(ORIGINAL)))

    def kind(first_ns, second_ns):
        times = (facts(ORIGINAL, HOUR_NS + ns) for ns in (first_ns, second_ns))
        return judge(evidence, *times).kind

    assert kind(16_000_000, 550_000_000) is PairKind.BURST
    assert kind(16_000_000, 16_400_000) is PairKind.SAME_PICTURE
    assert kind(0, 550_000_000) is PairKind.SAME_PICTURE


def test_another_camera_took_another_photo():
    evidence = verify(grey(ORIGINAL), grey(ORIGINAL))
    verdict = judge(evidence, facts(ORIGINAL, 5, "A1"), facts(ORIGINAL, 5, "B2"))
    assert verdict.kind is PairKind.BURST


def test_colour_is_looked_at_for_copies_only():
    black_and_white = ImageOps.grayscale(ORIGINAL).convert("RGB")
    evidence = verify(grey(ORIGINAL), grey(black_and_white))
    colours = (np.asarray(ORIGINAL), np.asarray(black_and_white))
    both = facts(ORIGINAL), facts(ORIGINAL)
    assert judge(evidence, *both, lambda: colours).edits == ("recoloured",)
    assert judge(evidence, *both, lambda: (colours[0], colours[0])).edits == ()
    stranger = verify(grey(ORIGINAL), grey(scene(2)))
    judge(stranger, *both, lambda: pytest.fail("colour of a stranger was loaded"))


def test_a_transform_can_be_turned_round():
    evidence = verify(grey(ORIGINAL), grey(ORIGINAL.crop((80, 40, 260, 200))))
    verdict = judge(evidence, facts(ORIGINAL), Facts(180, 160, "JPEG"))
    there = np.vstack([np.reshape(verdict.transform_of(swapped=False), (2, 3)), [0, 0, 1]])
    back = np.vstack([np.reshape(verdict.transform_of(swapped=True), (2, 3)), [0, 0, 1]])
    assert there @ back == pytest.approx(np.eye(3), abs=1e-6)


def test_the_difference_picture_shows_what_changed_and_nothing_else():
    edited = captioned(ORIGINAL).crop((40, 30, 320, 240))
    evidence = verify(grey(ORIGINAL), grey(edited))
    shown = difference_picture(np.asarray(ORIGINAL), np.asarray(edited), evidence.transform)
    assert shown.left.shape == shown.right.shape == (*shown.heat.shape, 3)
    h, w = shown.heat.shape
    assert shown.heat[h - 32 : h - 8, w // 3 : w - w // 3].mean() > 3 * shown.heat[: h // 2].mean()
    assert shown.outline == pytest.approx(
        np.array([[40, 30], [320, 30], [320, 240], [40, 240]]) / SIZE, abs=0.01
    )


def test_there_is_no_difference_picture_without_a_shared_part():
    pixels = np.asarray(ORIGINAL)
    assert difference_picture(pixels, pixels, ()) is None
    assert difference_picture(pixels, pixels, (0.1, 0, 5, 0, 0.1, 5)) is None


def test_a_change_of_tone_alone_leaves_the_difference_picture_dark():
    darker = ORIGINAL.point([round(255 * (n / 255) ** 1.7) for n in range(256)] * 3)
    burnt = ImageEnhance.Brightness(ORIGINAL).enhance(1.6)
    for edited in (darker, burnt):
        whole = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
        for a, b in ((ORIGINAL, edited), (edited, ORIGINAL)):
            shown = difference_picture(np.asarray(a), np.asarray(b), whole)
            assert shown.heat.mean() < 0.12
    plain = np.full((60, 80, 3), 40, np.uint8)
    assert difference_picture(plain, plain + 60, whole).heat.max() < 0.05


def lettered(ground, words):
    """Two equal lines and one of one's own, on paper or on cloth."""
    page = Image.fromarray(ground)
    draw = ImageDraw.Draw(page)
    for row, line in enumerate(("TAX OFFICE 1040", "name and street", words)):
        draw.text((20, 20 + 60 * row), line, 30, ImageFont.load_default(24))
    return np.asarray(page)


def test_other_words_count_on_drawn_pages_and_not_on_dull_photos():
    paper = np.full((220, 300), 240, np.uint8)
    threads = Image.fromarray(np.random.default_rng(1).normal(200, 6, (55, 75)).astype(np.float32))
    cloth = np.asarray(threads.resize((300, 220), Image.Resampling.BICUBIC)).astype(np.uint8)
    for ground, is_drawn in ((paper, True), (cloth, False)):
        evidence = verify(lettered(ground, "Zimmermann 77"), lettered(ground, "Abercrombie 3"))
        assert evidence.coarse.agree_both > 0.3
        assert (evidence.fine.conflict > 1) == is_drawn


def test_features_are_made_once_a_picture_and_not_for_copies_that_agree_as_they_are(monkeypatch):
    made = []
    plain = sketch_module.find_features
    monkeypatch.setattr(
        sketch_module, "find_features", lambda grey, side: made.append(side) or plain(grey, side)
    )
    assert probability(compare(Sketch(grey(ORIGINAL)), Sketch(grey(recompressed(ORIGINAL))))) > 0.9
    assert made == []
    strangers = [Sketch(grey(scene(n))) for n in range(40, 46)]
    for n, a in enumerate(strangers):
        for b in strangers[:n]:
            compare(a, b)
    assert len(made) == len(strangers)


def test_a_picture_of_few_features_is_looked_at_in_a_larger_size(monkeypatch):
    sides = []
    plain = sketch_module.find_features
    monkeypatch.setattr(
        sketch_module, "find_features", lambda grey, side: sides.append(side) or plain(grey, side)
    )
    cut = grey(ORIGINAL.crop((100, 80, 220, 170)))
    assert len(Sketch(cut).features.xy) == len(plain(cut, 224).xy)
    assert sides == [160, 224]
    assert len(Sketch(cut[:40, :70]).features.xy) == len(plain(cut[:40, :70], 160).xy)
    assert sides == [160, 224, 160]


def test_a_sketch_that_forgot_its_pixels_keeps_its_features_and_loads_it_again():
    loaded = []
    sketch = Sketch(lambda: loaded.append(1) or grey(ORIGINAL))
    before = sketch.features
    sketch.forget_pixels()
    assert sketch.features is before
    assert loaded == [1]
    assert sketch.grey.shape == grey(ORIGINAL).shape
    assert loaded == [1, 1]


def test_boards_are_no_copies_of_each_other_however_well_they_can_be_laid_together():
    y, x = np.mgrid[0:240, 0:320]

    def board(cells, turn):
        u, v = (x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn))
        return (40 + 180 * ((u * cells // 320 + v * cells // 320) % 2)).astype(np.uint8)

    first = board(10, 0.1)
    assert probability(verify(first, board(7, 0.05))) < 0.1
    assert probability(verify(first, first[20:, 30:])) < 0.1
    assert probability(verify(first, again := np.ascontiguousarray(first[::2, ::2]))) > 0.9
    assert again.shape == (120, 160)

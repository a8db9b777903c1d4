"""The second look: what differs between two copies in full size, and what does not."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

from imgsim_desktop.matching.kinds import PairVerdict, judge_closely
from imgsim_desktop.matching.look.blocks import compare_blocks
from imgsim_desktop.matching.look.detail import Pictures
from imgsim_desktop.matching.look.frame import Registration, _sway, bring_together
from imgsim_desktop.matching.look.regions import Found
from imgsim_desktop.matching.look.second import _are_shots, _changed, look_closely
from imgsim_desktop.matching.look.shots import Signs, find_signs
from imgsim_desktop.records import Look, PairKind, Region, RegionKind
from tests.matching.scenes import scene
from tests.pictures import scene as rectangles

SAME = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
SIZE = (900, 680)


def saved(picture: Image.Image, quality: int = 85) -> np.ndarray:
    """As a JPEG file gives it back."""
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer).convert("RGB"))


def looked(a: Image.Image, b: Image.Image, transform=SAME, quality=(90, 75)) -> Look:
    look = look_closely(saved(a, quality[0]), saved(b, quality[1]), transform)
    assert look is not None
    return look


def kind_of(look: Look | None) -> PairKind:
    return judge_closely(PairVerdict(0.99, PairKind.SAME_PICTURE), look).kind


def photo(seed: int = 3) -> Image.Image:
    """A photo: soft things of many colours, texture in several sizes, and grain."""
    draw = np.random.default_rng(seed)
    values = np.asarray(scene(seed, SIZE).filter(ImageFilter.GaussianBlur(0.7)), np.float32)
    for cells in (20, 60, 180):
        rough = Image.fromarray(draw.uniform(-20, 20, (cells, cells)).astype(np.float32))
        values = values + np.asarray(rough.resize(SIZE, Image.Resampling.BICUBIC))[..., None]
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def ticket(seat: str, *, ground: int = 5, size_px: int = 28) -> Image.Image:
    picture = photo(ground)
    draw = ImageDraw.Draw(picture)
    draw.rectangle([520, 440, 880, 660], fill="white")
    draw.text((540, 460), seat, font=ImageFont.load_default(size_px), fill=0)
    draw.text((540, 520), "SUMMER CONCERT", font=ImageFont.load_default(30), fill=0)
    return picture


def page(words: str) -> Image.Image:
    sheet = Image.new("RGB", (800, 600), (252, 252, 248))
    draw = ImageDraw.Draw(sheet)
    for line in range(12):
        text = words if line == 7 else f"{line + 1}. amount of the year, in full: {line * 371}"
        draw.text((40, 40 + line * 44), text, font=ImageFont.load_default(26), fill=(20, 20, 40))
    return sheet


def gamma(picture: Image.Image, power: float) -> Image.Image:
    return picture.point([round(255 * (v / 255) ** power) for v in range(256)] * 3)


def vignetted(picture: Image.Image) -> Image.Image:
    w, h = picture.size
    y, x = np.mgrid[0:h, 0:w]
    far = ((x / w - 0.5) ** 2 + (y / h - 0.5) ** 2) / 0.5
    return Image.fromarray((np.asarray(picture) * (1 - 0.6 * far[..., None])).astype(np.uint8))


def noisy(picture: Image.Image, levels: float) -> Image.Image:
    grain = np.random.default_rng(4).normal(0, levels, (picture.height, picture.width, 3))
    return Image.fromarray((np.asarray(picture) + grain).clip(0, 255).astype(np.uint8))


EDITS = {
    "saved again, strongly": lambda p: p,
    "brighter": lambda p: ImageEnhance.Brightness(p).enhance(1.3),
    "contrast": lambda p: ImageEnhance.Contrast(p).enhance(0.6),
    "gamma": lambda p: gamma(p, 0.7),
    "grey": lambda p: ImageOps.grayscale(p).convert("RGB"),
    "vivid": lambda p: ImageEnhance.Color(p).enhance(1.6),
    "pale": lambda p: ImageEnhance.Color(p).enhance(0.4),
    "warm": lambda p: Image.fromarray(
        (np.asarray(p) * np.array([1.15, 1.0, 0.8])).clip(0, 255).astype(np.uint8)
    ),
    "blurred": lambda p: p.filter(ImageFilter.GaussianBlur(2)),
    "very blurred": lambda p: p.filter(ImageFilter.GaussianBlur(7)),
    "sharpened": lambda p: p.filter(ImageFilter.UnsharpMask(2, 120, 2)),
    "noisy": lambda p: noisy(p, 9),
    "vignette": vignetted,
    "half size": lambda p: p.resize((450, 340), Image.Resampling.LANCZOS),
    "enlarged": lambda p: p.resize((1350, 1020), Image.Resampling.BICUBIC),
    "half a pixel": lambda p: p.transform(
        p.size, Image.Transform.AFFINE, (1, 0, 0.5, 0, 1, 0.5), Image.Resampling.BICUBIC
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_copy_that_was_changed_as_a_whole_differs_nowhere(edit):
    picture = photo()

    look = looked(picture, EDITS[edit](picture), quality=(92, 40 if "strongly" in edit else 80))

    assert look.regions == ()
    assert not look.are_shots
    assert kind_of(look) in (PairKind.SAME_PICTURE, PairKind.EDITED)


def test_a_crop_is_compared_where_both_show_something():
    picture = photo()
    part = picture.crop((90, 68, 810, 612))

    look = looked(picture, part, (0.8, 0, 0.1, 0, 0.8, 0.1))

    assert look.regions == ()
    assert look.compared_px == pytest.approx(720 * 544, rel=0.05)


@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.FLIP_LEFT_RIGHT])
def test_turned_and_mirrored_copies_differ_nowhere(turn):
    picture = photo()
    transforms = {
        Image.Transpose.ROTATE_90: (0, -1, 1, 1, 0, 0),
        Image.Transpose.FLIP_LEFT_RIGHT: (-1, 0, 1, 0, 1, 0),
    }

    look = looked(picture, picture.transpose(turn), transforms[turn])

    assert look.regions == ()


@pytest.mark.parametrize("quality", [95, 75, 60])
@pytest.mark.parametrize("other", ["Seat 35", "Seat 44", "Seat 3", "Row 34"])
def test_another_digit_makes_a_variant(other, quality):
    look = looked(ticket("Seat 34"), ticket(other), quality=(90, quality))

    assert kind_of(look) is PairKind.VARIANT


def test_a_variant_says_where_it_differs():
    look = looked(ticket("Seat 34"), ticket("Seat 35"))

    left, top, right, bottom = look.regions[0].box
    assert 540 / 900 < left < right < 680 / 900
    assert 440 / 680 < top < bottom < 510 / 680


def test_one_digit_of_twenty_pixels_is_seen_in_a_large_picture():
    big = photo().resize((2700, 2040), Image.Resampling.BICUBIC)
    one, other = big.copy(), big.copy()
    for picture, number in ((one, "No 1234"), (other, "No 8234")):
        ImageDraw.Draw(picture).text(
            (1200, 900), number, font=ImageFont.load_default(28), fill="white", stroke_width=1,
            stroke_fill="black",
        )  # fmt: skip

    look = looked(one, other, quality=(85, 75))

    assert kind_of(look) is PairKind.VARIANT
    assert len(look.regions) == 1


def test_another_answer_in_a_form_makes_a_variant():
    look = looked(page("8. paid: yes"), page("8. paid: no"))

    assert look.is_drawn
    assert kind_of(look) is PairKind.VARIANT


def test_an_answer_in_one_form_alone_makes_a_variant_for_the_empty_form_holds_less():
    look = looked(page("8. paid:"), page("8. paid: no"))

    assert kind_of(look) is PairKind.VARIANT


def test_a_form_saved_again_is_no_variant():
    look = looked(page("8. paid: yes"), page("8. paid: yes"), quality=(95, 50))

    assert look.regions == ()


def shirt(colour: tuple[int, int, int]) -> Image.Image:
    picture = Image.new("RGB", (700, 700), (246, 246, 246))
    draw = ImageDraw.Draw(picture)
    draw.polygon(
        [200, 120, 500, 120, 620, 260, 500, 300, 500, 600, 200, 600, 200, 300, 80, 260], colour
    )
    return noisy(picture, 3)


@pytest.mark.parametrize("other", [(30, 60, 170), (40, 130, 60), (90, 90, 95), (240, 150, 40)])
def test_a_shirt_of_another_colour_is_a_variant(other):
    assert kind_of(looked(shirt((190, 30, 40)), shirt(other))) is PairKind.VARIANT


def test_a_thing_of_another_colour_in_a_photo_is_a_variant():
    one, other = photo(), photo()
    for picture, colour in ((one, (200, 40, 40)), (other, (40, 60, 200))):
        ImageDraw.Draw(picture).ellipse([400, 300, 520, 420], fill=colour)

    look = looked(one, other)

    assert kind_of(look) is PairKind.VARIANT


def test_a_ball_of_another_colour_is_a_variant_even_where_one_is_as_light_as_its_ground():
    """The red one has no edge in light: only colours tell that it was not laid on later."""

    def with_ball(colour: tuple[int, int, int]) -> Image.Image:
        ground = noisy(Image.new("RGB", SIZE, (90, 85, 80)), 9)
        ground.paste(photo().crop((0, 0, 500, 700)), (0, 0))
        ImageDraw.Draw(ground).ellipse([620, 260, 740, 380], fill=colour)
        return ground

    look = looked(with_ball((185, 50, 42)), with_ball((225, 190, 40)))

    assert kind_of(look) is PairKind.VARIANT


def marked(picture: Image.Image, how: str) -> Image.Image:
    picture = picture.copy()
    draw = ImageDraw.Draw(picture)
    if how == "caption":
        draw.text(
            (450, 580), "WHAT A DAY", font=ImageFont.load_default(60), fill="white", anchor="ma",
            stroke_width=4, stroke_fill="black",
        )  # fmt: skip
    elif how == "mark":
        draw.text(
            (680, 640),
            "(c) somebody",
            font=ImageFont.load_default(24),
            fill="white",
            stroke_width=2,
            stroke_fill="black",
        )
    elif how == "bar":
        draw.rectangle([300, 200, 520, 250], fill="black")
    elif how == "sticker":
        draw.ellipse([100, 100, 220, 220], fill=(255, 204, 51))
    elif how == "stickers":
        for left, top in ((60, 80), (700, 40), (420, 300), (150, 500), (640, 480)):
            draw.ellipse([left, top, left + 110, top + 110], fill=(255, 204, 51))
            for eye in (30, 65):
                draw.ellipse([left + eye, top + 30, left + eye + 14, top + 50], fill=(80, 50, 20))
    elif how.startswith("date"):
        words = how.removeprefix("date").strip() or "14.07.2019"
        draw.text((600, 600), words, font=ImageFont.load_default(40), fill=(255, 140, 30))
    elif how == "large mosaic":
        part = picture.crop((300, 200, 600, 500)).resize((6, 6), Image.Resampling.BOX)
        picture.paste(part.resize((300, 300), Image.Resampling.NEAREST), (300, 200))
    else:
        part = picture.crop((300, 200, 500, 400)).resize((10, 10), Image.Resampling.BOX)
        picture.paste(part.resize((200, 200), Image.Resampling.NEAREST), (300, 200))
    return picture


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize(
    "how",
    ["caption", "mark", "bar", "sticker", "stickers", "date", "mosaic", "large mosaic"],
)
def test_what_was_laid_on_one_copy_leaves_it_a_copy_and_is_said_of_it(how, is_first):
    plain = photo()
    dressed = marked(plain, how)

    look = looked(dressed, plain) if is_first else looked(plain, dressed)
    verdict = judge_closely(PairVerdict(0.99, PairKind.SAME_PICTURE), look)

    assert verdict.kind is PairKind.EDITED
    assert (verdict.added.to_a, verdict.added.to_b) == (
        (("covered",), ()) if is_first else ((), ("covered",))
    )


def test_other_words_over_leaves_make_a_variant_though_coding_took_much_of_the_leaves():
    grain = np.random.default_rng(5).normal(0, 60, (SIZE[1], SIZE[0])).astype(np.float32)
    leaves = (
        np.asarray(photo(9), np.float32) * 0.5
        + 40
        + cv2.GaussianBlur(grain, (0, 0), 0.6)[..., None]
    )

    def subtitled(words: str) -> Image.Image:
        picture = Image.fromarray(leaves.clip(0, 255).astype(np.uint8))
        ImageDraw.Draw(picture).text(
            (450, 600), words, font=ImageFont.load_default(30), fill="white", anchor="ma",
            stroke_width=2, stroke_fill="black",
        )  # fmt: skip
        return picture

    one, other = subtitled("meadow table window carpet"), subtitled("meadow river yellow mountain")

    assert kind_of(looked(one, other, quality=(95, 60))) is PairKind.VARIANT
    assert kind_of(looked(one, one, quality=(95, 60))) is PairKind.SAME_PICTURE


def test_other_words_on_both_copies_make_a_variant():
    look = looked(marked(photo(), "caption"), marked(photo(), "bar"))

    assert kind_of(look) is PairKind.VARIANT


@pytest.mark.parametrize("other", ["date 14.07.2018", "date 14.01.2019", "date 14.07.2013"])
def test_another_digit_in_a_coloured_date_makes_a_variant(other):
    """Strokes of one digit that the other one lacks are no addition: both have that ink."""
    look = looked(marked(photo(), "date 14.07.2019"), marked(photo(), other))

    assert kind_of(look) is PairKind.VARIANT


def test_letters_over_an_even_ground_hide_nothing_as_a_mosaic_does():
    def sign(words: str) -> Image.Image:
        picture = photo()
        draw = ImageDraw.Draw(picture)
        for column in range(6):
            shade = 120 + 20 * column
            draw.rectangle([100 + 110 * column, 260, 208 + 110 * column, 360], fill=(shade,) * 3)
        draw.text((110, 280), words, font=ImageFont.load_default(60), fill=(20, 20, 20))
        return picture

    assert kind_of(looked(sign("number candle"), sign("yellow summer"))) is PairKind.VARIANT


def test_what_lies_within_a_pixel_of_what_the_other_one_has_is_seen_where_all_else_is_exact():
    """Fine lines, of which those of one small place lie a pixel beside where they were."""
    lines = np.full((400, 600), 250, np.uint8)
    lines[:, ::4] = lines[:, 1::4] = 30
    other = lines.copy()
    other[200:216, 300:316] = np.roll(lines[200:216], 2, axis=1)[:, 300:316]
    mask = np.ones(lines.shape, np.uint8)

    def differs(a: np.ndarray, b: np.ndarray) -> float:
        colours = [np.repeat(p[..., None], 3, axis=2) for p in (a, b)]
        return float(compare_blocks(Pictures(*colours, (a, b), mask)).light.max())

    assert differs(lines, lines) == 0
    assert differs(lines, other) > 1


def exposed(picture: Image.Image, stops: float, seed: int, noise: float = 0.01) -> Image.Image:
    """As a camera with a noise of its own sees it, brighter or darker by so many stops."""
    draw = np.random.default_rng(seed)
    light = (np.asarray(picture, np.float32) / 255) ** 2.2 * 2.0**stops
    seen = np.clip(light + draw.normal(0, noise, light.shape), 0, 1)
    return Image.fromarray((255 * seen ** (1 / 2.2)).astype(np.uint8))


@pytest.mark.parametrize(("stops", "noise"), [(0.8, 0.01), (0.8, 0.02), (1.2, 0.02)])
def test_two_exposures_of_one_scene_that_share_no_noise_are_a_burst(stops, noise):
    smooth = photo().filter(ImageFilter.GaussianBlur(2))
    shots = exposed(smooth, stops, 1, noise), exposed(smooth, -stops, 2, noise)

    look = looked(*shots, quality=(94, 94))

    assert kind_of(look) is PairKind.BURST


@pytest.mark.parametrize(("small_px", "large_px"), [(18, 45), (22, 40)])
def test_a_larger_sign_in_the_place_of_a_smaller_one_is_no_addition(small_px, large_px):
    def card(points: list[tuple[int, int]], ink: tuple[int, int, int]) -> Image.Image:
        picture = photo()
        draw = ImageDraw.Draw(picture)
        draw.rectangle([360, 240, 540, 480], fill=(252, 252, 252))
        draw.polygon([(450 + x, 360 + y) for x, y in points], fill=ink)
        return picture

    s, wide, t = small_px, int(small_px * 0.7), large_px
    diamond = [(0, -s), (wide, 0), (0, s), (-wide, 0)]
    spade = [
        (0, -t),
        (t, 0),
        (t // 2, t // 2),
        (t // 4, t),
        (-t // 4, t),
        (-t // 2, t // 2),
        (-t, 0),
    ]

    look = looked(card(diamond, (190, 20, 30)), card(spade, (15, 15, 15)))

    assert kind_of(look) is PairKind.VARIANT


@pytest.mark.parametrize(("stops", "noise"), [(0.35, 0.004), (0.5, 0.006), (1.0, 0.004)])
def test_exposures_of_a_tripod_are_a_burst_though_much_detail_of_the_scene_is_in_both(stops, noise):
    shots = exposed(photo(), stops, 1, noise), exposed(photo(), -stops, 2, noise)

    look = looked(*shots, quality=(95, 95))

    assert kind_of(look) is PairKind.BURST


@pytest.mark.parametrize(("shift", "between"), [((0, 0), 0), ((3, 2), 0), ((0.5, 0.3), 0.5)])
def test_a_shift_of_a_part_of_a_pixel_is_told_from_whole_ones(shift, between):
    picture = photo()
    beside = picture.transform(
        SIZE, Image.Transform.AFFINE, (1, 0, shift[0], 0, 1, shift[1]), Image.Resampling.BICUBIC
    )

    framed = bring_together(saved(picture, 90), saved(gamma(beside, 0.7), 85), np.eye(3))

    assert framed is not None
    assert framed.registration.between_px == pytest.approx(between, abs=0.1)


@pytest.mark.parametrize(
    ("is_toned", "signs", "between_px", "are_shots"),
    [
        (True, Signs(), 0.4, True),
        (True, Signs(), 0.0, False),
        (False, Signs(), 0.4, False),
        (True, Signs(shadows=0.4), 0.0, True),
        (True, Signs(shadows=0.55), 0.0, False),
        (False, Signs(shadows=0.4), 0.0, False),
    ],
)
def test_what_makes_a_picture_in_another_tone_another_exposure(
    is_toned, signs, between_px, are_shots
):
    found = _are_shots(
        signs,
        Registration(between_px=between_px),
        is_toned=is_toned,
        is_soft=False,
        is_same_framing=True,
    )

    assert found is are_shots


@pytest.mark.parametrize(
    ("sway", "sway_px", "changed", "are_shots"),
    [
        # in another tone, two pictures that moved together a little are no copies ...
        (0.6, 0.04, {}, True),
        (0.45, 0.04, {}, False),
        (0.6, 0.02, {}, False),
        (0.6, 0.04, {"is_toned": False}, False),
        # ... but a cut, or a smaller picture, is registered anew, and moves a little
        (0.6, 0.04, {"is_same_framing": False}, False),
        # in one tone it takes more, and shadows that do not agree
        (0.45, 0.12, {"is_toned": False, "shadows": 0.8}, True),
        (0.45, 0.12, {"is_toned": False, "shadows": 0.9}, False),
        (0.45, 0.08, {"is_toned": False, "shadows": 0.8}, False),
        (0.45, 0.12, {"is_toned": False, "shadows": 0.8, "is_soft": True}, False),
        (0.45, 0.12, {"is_toned": False, "shadows": 0.8, "noise_ratio": 1.2}, False),
        (0.45, 0.12, {"shadows": 0.8, "noise_ratio": 1.2}, True),
        # whatever the tone and the frame, much of it moved as a hand does
        (0.45, 0.2, {"is_toned": False, "is_same_framing": False}, True),
        (0.35, 0.2, {"is_toned": False, "is_same_framing": False}, False),
        (0.45, 0.2, {"is_toned": False, "is_same_framing": False, "points": 39}, False),
    ],
)
def test_two_pictures_that_moved_together_are_two_shots(sway, sway_px, changed, are_shots):
    known = {"is_toned": True, "is_same_framing": True, "is_soft": False, "points": 60, **changed}
    signs = Signs(**{k: known.pop(k) for k in ("shadows", "noise_ratio") if k in known})
    moved = Registration(known.pop("points"), 1.0, sway_px=sway_px, sway=sway)

    assert _are_shots(signs, moved, **known) is are_shots


@pytest.mark.parametrize(
    ("signs", "are_shots"),
    [
        # calm places hold no noise that tells: the shadows alone do, below a narrower bound
        (Signs(noise=1, shadows=0.44), True),
        (Signs(noise=1, shadows=0.46), False),
        (Signs(noise=0.4, shadows=0.46), True),
        (Signs(noise=0.4, shadows=0.55), False),
        (Signs(noise=0.55, shadows=0.3), False),
        # grain that was laid on a copy
        (Signs(noise=0.4, shadows=0.3, noise_ratio=3), False),
        # coarse detail of the shadows that no map of tones explains
        (Signs(apart=0.8), True),
        (Signs(apart=0.7), False),
        (Signs(apart=0.7, shadows=0.97), True),
        (Signs(apart=0.7, noise=0.97), True),
        (Signs(apart=0.6, shadows=0.9), False),
    ],
)
def test_in_another_tone_the_shadows_alone_tell_two_exposures(signs, are_shots):
    known = {"is_soft": False, "is_same_framing": True}

    assert _are_shots(signs, Registration(), is_toned=True, **known) is are_shots
    assert not _are_shots(signs, Registration(), is_toned=False, **known)


@pytest.mark.parametrize(
    ("signs", "are_shots"),
    [
        (Signs(focus=0.51), True),
        (Signs(focus=0.49), False),
        (Signs(range=0.005), True),
        (Signs(range=0.003), False),
        (Signs(noise=0.11), True),
        (Signs(noise=0.13), False),
        (Signs(noise=0.11, noise_ratio=0.9), False),
    ],
)
def test_focus_range_and_noise_of_their_own_tell_two_shots_in_one_tone(signs, are_shots):
    known = {"is_toned": False, "is_soft": False, "is_same_framing": False}

    assert _are_shots(signs, Registration(), **known) is are_shots


def region(kind: RegionKind, side: str = "") -> Region:
    return Region(kind, (0.4, 0.4, 0.6, 0.6), 3.0, side)


@pytest.mark.parametrize(
    ("look", "kind"),
    [
        (None, PairKind.VARIANT),
        (Look(), PairKind.SAME_PICTURE),
        (Look(are_shots=True), PairKind.BURST),
        (Look(are_shots=True, is_drawn=True), PairKind.BURST),
        (Look((region(RegionKind.ADDED, "b"),)), PairKind.EDITED),
        (Look((region(RegionKind.HIDDEN, "a"),)), PairKind.EDITED),
        # what is on a page belongs to it: the one without it holds less
        (Look((region(RegionKind.ADDED, "b"),), is_drawn=True), PairKind.VARIANT),
        (Look((region(RegionKind.HIDDEN, "a"),), is_drawn=True), PairKind.VARIANT),
        # each has something that the other one has not
        (Look((region(RegionKind.ADDED, "a"), region(RegionKind.ADDED, "b"))), PairKind.VARIANT),
        (Look((region(RegionKind.ADDED, "b"), region(RegionKind.CONTENT))), PairKind.VARIANT),
        (Look((region(RegionKind.CONTENT),)), PairKind.VARIANT),
        (Look((region(RegionKind.COLOUR),)), PairKind.VARIANT),
        (Look((region(RegionKind.BROKEN),)), PairKind.VARIANT),
        (Look((region(RegionKind.GONE, "a"),)), PairKind.VARIANT),
    ],
)
def test_what_the_regions_of_a_look_make_of_a_pair(look, kind):
    assert kind_of(look) is kind


@pytest.mark.parametrize(("power", "quality"), [(0.6, 95), (1.6, 95), (1.6, 85)])
def test_a_gamma_on_a_noisy_photo_is_no_other_exposure(power, quality):
    picture = exposed(photo(), -0.3, 1, 0.006)

    look = looked(picture, gamma(picture, power), quality=(94, quality))

    assert kind_of(look) is PairKind.EDITED


def on_white(picture: Image.Image) -> Image.Image:
    """A photo cut out along a slope, a third of the whole."""
    shape = Image.new("L", picture.size, 0)
    ImageDraw.Draw(shape).polygon([(300, 680), (480, 120), (900, 260), (900, 680)], fill=255)
    return Image.composite(picture, Image.new("RGB", picture.size, "white"), shape)


def test_a_caption_on_a_photo_that_lies_on_white_leaves_it_a_copy():
    picture = on_white(photo())
    dressed = picture.copy()
    font = ImageFont.load_default(40)
    ImageDraw.Draw(dressed).text((420, 520), "Summer 2019", font=font, fill=(255, 230, 40))

    look = looked(picture, dressed)

    assert not look.is_drawn
    assert kind_of(look) is PairKind.EDITED


def test_two_exposures_of_a_thing_on_white_are_a_burst():
    shots = (exposed(on_white(photo()), stops, seed, 0.01) for stops, seed in ((0.8, 1), (-0.8, 2)))

    assert kind_of(looked(*shots, quality=(94, 94))) is PairKind.BURST


def test_an_exposure_that_is_mostly_burnt_is_no_page():
    light = np.asarray(photo(), np.float32)
    sky = np.linspace(120, 60, SIZE[1], dtype=np.float32)[:, None, None]
    rows = np.arange(SIZE[1])[:, None, None] < 0.7 * SIZE[1]
    view = Image.fromarray(np.where(rows, 130 + sky + 0.1 * light, light).astype(np.uint8))

    look = looked(exposed(view, 1.5, 1), exposed(view, -1, 2), quality=(94, 94))

    assert look.is_drawn
    assert kind_of(look) is PairKind.BURST


def test_a_page_with_noise_of_its_own_is_no_other_exposure():
    draw = np.random.default_rng(6)
    sheet = np.asarray(page("one of twelve").point([v * 9 // 10 for v in range(256)] * 3), float)
    scans = [
        Image.fromarray((sheet + draw.normal(0, 4, sheet.shape)).clip(0, 255).astype(np.uint8))
        for _ in range(2)
    ]

    look = looked(*scans, quality=(95, 95))

    assert look.is_drawn
    assert not look.are_shots
    assert kind_of(look) is PairKind.SAME_PICTURE


def test_a_page_with_a_photo_on_it_is_still_a_page():
    def leaflet(words: str) -> Image.Image:
        sheet = page(words).resize((900, 680))
        sheet.paste(photo().resize((240, 180)), (600, 440))
        return sheet

    look = looked(leaflet("the eighth line of it"), leaflet(""))

    assert look.is_drawn
    assert kind_of(look) is PairKind.VARIANT


@pytest.mark.parametrize("share", [0.6, 1.5])
def test_a_copy_that_was_made_darker_or_lighter_is_no_other_exposure(share):
    picture = exposed(photo(), 0, 1)

    look = looked(picture, ImageEnhance.Brightness(picture).enhance(share), quality=(94, 90))

    assert kind_of(look) is PairKind.EDITED


@pytest.mark.parametrize(("noisy_rows", "is_known"), [(3, False), (13, True)])
def test_a_few_coded_blocks_in_still_shadows_say_nothing_of_an_exposure(noisy_rows, is_known):
    """Drawings have no noise of their own; what their coding makes is another one in each copy."""
    draw = np.random.default_rng(8)
    ground = np.tile(np.interp(np.arange(640), (224, 400), (50, 160)), (640, 1))  # dark: 7 of 20
    some, other = (ground + draw.normal(0, 0.3, ground.shape) for _ in "ab")
    for picture in (some, other):
        picture[: 32 * noisy_rows, :224] += draw.normal(0, 1.5, (32 * noisy_rows, 224))

    shots = [p.round().astype(np.uint8) for p in (some, other)]
    signs = find_signs(*shots, np.ones((640, 640), np.uint8), np.zeros((20, 20), np.float32))

    assert signs.shadows < 0.2 if is_known else signs.shadows == 1


def test_a_person_who_is_in_one_of_the_two_only_makes_a_variant():
    one, other = photo(), photo()
    person = scene(99, (160, 220)).filter(ImageFilter.GaussianBlur(1.5))
    shape = Image.new("L", person.size, 0)
    ImageDraw.Draw(shape).ellipse([10, 10, 150, 210], fill=255)
    one.paste(person, (380, 250), shape.filter(ImageFilter.GaussianBlur(1)))

    look = looked(one, other)

    assert kind_of(look) is PairKind.VARIANT


def test_two_shots_of_a_focus_stack_are_a_burst():
    sharp = np.asarray(photo(), np.float32)
    soft = np.asarray(photo().filter(ImageFilter.GaussianBlur(4)), np.float32)
    near = np.clip(np.linspace(-2, 3, SIZE[1]), 0, 1)[:, None, None]
    draw = np.random.default_rng(1)

    def shot(values: np.ndarray) -> Image.Image:
        return Image.fromarray(
            (values + draw.normal(0, 2, values.shape)).clip(0, 255).astype(np.uint8)
        )

    look = looked(
        shot(near * sharp + (1 - near) * soft),
        shot(near * soft + (1 - near) * sharp),
        quality=(92, 92),
    )

    assert look.are_shots
    assert kind_of(look) is PairKind.BURST


@pytest.mark.parametrize(
    ("kind", "share"),
    [(RegionKind.CONTENT, 1.0), (RegionKind.ADDED, 1.0), (RegionKind.HIDDEN, 0.0)],
)
def test_what_is_softer_in_one_of_two_still_tells_whether_each_has_such_parts(kind, share):
    blocks = compare_blocks(
        Pictures(*(np.zeros((256, 256, 3), np.uint8),) * 2, (np.zeros((256, 256), np.uint8),) * 2,
                 np.ones((256, 256), np.uint8))
    )  # fmt: skip
    blocks.light[8:24, 8:24] = 2
    cells = 256 // blocks.light.shape[0]
    found = [Found(kind, 8 * cells, 8 * cells, 24 * cells, 24 * cells, 2.0, 256, 1)]

    changed = _changed(blocks, found, (256, 256))

    assert changed[2, 2] == share


def test_two_shots_that_share_no_noise_are_a_burst():
    still = photo().filter(ImageFilter.GaussianBlur(4))
    draw = np.random.default_rng(2)
    shots = [
        Image.fromarray(
            (np.asarray(still) + draw.normal(0, 5, (*SIZE[::-1], 3))).clip(0, 255).astype(np.uint8)
        )
        for _ in range(2)
    ]

    assert kind_of(looked(*shots, quality=(94, 94))) is PairKind.BURST


def soft(blur_px: float = 4) -> Image.Image:
    """Drawn without grain and out of focus: nothing in it can be followed to half a pixel."""
    return photo(8).filter(ImageFilter.GaussianBlur(blur_px))


def swayed(picture: Image.Image, reach_px: float, seed: int = 5) -> Image.Image:
    """As seen from a place a little beside: what is near moves, farther things less."""
    draw = np.random.default_rng(seed)
    high, wide = picture.height, picture.width
    down, right = np.mgrid[0:high, 0:wide].astype(np.float32)
    fields = [
        cv2.resize(
            draw.normal(0, reach_px, (4, 4)).astype(np.float32),
            (wide, high),
            interpolation=cv2.INTER_CUBIC,
        )
        for _ in range(2)
    ]
    values = cv2.remap(
        np.asarray(picture), right + fields[0], down + fields[1], cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT_101,
    )  # fmt: skip
    return Image.fromarray(values)


def smaller(picture: Image.Image, share: float) -> Image.Image:
    size = round(picture.width * share), round(picture.height * share)
    return picture.resize(size, Image.Resampling.LANCZOS)


@pytest.mark.parametrize("blur_px", [2, 4, 6])
@pytest.mark.parametrize(("share", "quality"), [(0.6, 55), (0.75, 45), (1.0, 40)])
def test_a_soft_picture_that_a_messenger_made_small_is_a_copy(blur_px, share, quality):
    picture = soft(blur_px)
    look = looked(picture, smaller(picture, share), quality=(92, quality))
    assert kind_of(look) is PairKind.SAME_PICTURE


@pytest.mark.parametrize("reach_px", [0.8, 1.5, 4])
@pytest.mark.parametrize(("share", "quality"), [(0.6, 60), (1.0, 75)])
def test_the_next_shot_is_a_burst_though_a_messenger_made_it_small(reach_px, share, quality):
    other = smaller(swayed(photo(8), reach_px), share)
    assert kind_of(looked(photo(8), other, quality=(92, quality))) is PairKind.BURST


def test_what_strays_by_itself_is_told_from_what_moves_as_a_whole():
    draw = np.random.default_rng(1)
    places = draw.uniform(0, 800, (200, 2)).astype(np.float32)
    alone = draw.normal(0, 0.5, (200, 2))
    together = np.stack([np.sin(places[:, 0] / 200), np.cos(places[:, 1] / 200)], axis=1) * 0.5

    px, share = _sway(places, alone)
    assert px < 0.25
    assert share < 0.2
    px, share = _sway(places, together + 0.1 * alone)
    assert 0.4 < px < 0.6
    assert share > 0.9


def test_a_grey_copy_is_known_as_the_one_without_colours():
    grey = ImageOps.grayscale(photo()).convert("RGB")

    assert looked(photo(), grey).grey == "b"
    assert looked(grey, photo()).grey == "a"


def test_a_sepia_copy_is_known_as_the_one_without_colours_and_a_pale_one_is_not():
    sepia = ImageOps.colorize(ImageOps.grayscale(photo()), "#201000", "#ffeecc")
    pale = ImageEnhance.Color(photo()).enhance(0.5)

    assert looked(photo(), sepia).grey == "b"
    assert looked(sepia, photo()).grey == "a"
    assert looked(photo(), pale).grey == ""


def test_a_blurred_copy_is_known_as_the_softer_one():
    soft = photo().filter(ImageFilter.GaussianBlur(3))

    assert looked(photo(), soft).softer == "b"
    assert looked(soft, photo()).softer == "a"


def test_a_file_whose_lower_part_is_broken_is_no_copy_that_anything_may_go_for():
    whole = saved(photo())
    broken = whole.copy()
    broken[560:] = np.roll(broken[560:], 64, axis=1)

    look = look_closely(whole, broken, SAME)

    assert look is not None
    assert look.regions[0].kind is RegionKind.BROKEN
    assert kind_of(look) is PairKind.VARIANT


def test_equal_pictures_differ_nowhere_whatever_their_size():
    tiny = np.asarray(scene(1).resize((30, 20)))

    look = look_closely(tiny, tiny.copy(), SAME)

    assert look is not None
    assert look.compared_px == 600
    assert look.regions == ()


@pytest.mark.parametrize("transform", [(1, 0, 2, 0, 1, 0), (0, 0, 0, 0, 0, 0), (float("nan"),) * 6])
def test_pictures_that_share_nothing_are_no_copies(transform):
    picture = saved(photo())

    assert look_closely(picture, saved(photo(8)), transform) is None
    assert kind_of(None) is PairKind.VARIANT


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_two_pictures_changes_nothing(seed: int) -> None:
    whole = saved(Image.fromarray(rectangles(seed)), 90)
    fine, coarse = (saved(Image.fromarray(whole), quality) for quality in (55, 30))
    one, other = look_closely(fine, coarse, SAME), look_closely(coarse, fine, SAME)
    assert one is not None
    assert other is not None
    assert one.are_shots == other.are_shots
    assert [(r.kind, r.box, r.strength) for r in one.regions] == [
        (r.kind, r.box, r.strength) for r in other.regions
    ]

"""What else a file holds is found, whoever wrote it, and what it does not hold is not invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from imgsim_desktop.reading.holdings import look_inside
from imgsim_desktop.reading.inside import stored
from imgsim_desktop.reading.inside.heif import look_into_heif
from imgsim_desktop.reading.inside.stored import Stored
from imgsim_desktop.reading.openers import open_header
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.records import NOTHING_MORE, Holdings, Reading
from tests.reading.carriers import (
    APPLE_DEPTH,
    APPLE_GAIN_MAP,
    GAIN_MAP,
    ISO_GAIN_MAP,
    OTHER,
    PLAIN,
    STILL,
    THIRD,
    box,
    container,
    deep_png,
    film,
    heif,
    heif_meta,
    more_xmp_segment,
    png_chunk,
    png_with,
    psd,
    samsung,
    saved,
    segment,
    sound_track,
    wave,
    wide_profile,
    with_pictures,
    with_segments,
    xmp_segment,
)
from tests.reading.exif import exif_of
from tests.reading.pictures import SHAPE, as_jxl, found, tiff_file


def inside(data: bytes, suffix: str = ".jpg") -> Holdings:
    header = open_header(data, suffix)
    if header.format.name != "JPEG":  # of which nothing is asked that needs its pixels
        header.load()
    holdings = look_inside(data, header, b"h" * 16)
    assert holdings is not None
    return holdings


def inside_heif(data: bytes) -> Holdings:
    with Stored(data, b"h" * 16) as file:
        return look_into_heif(file)


FILM = film()
FILM_S = pytest.approx(1.2, abs=0.11)


# Plain photos ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (STILL, ".jpg"),
        (saved("JPEG", exif=exif_of({271: "Canon"}, {0x9003: "2020:01:01 00:00:00"})), ".jpg"),
        (saved("JPEG", progressive=True), ".jpg"),
        (STILL + bytes(700), ".jpg"),
        (STILL[:-300], ".jpg"),
        (saved("PNG"), ".png"),
        (saved("PNG", PLAIN.convert("RGBA")), ".png"),
        (saved("PNG", PLAIN.quantize(16)), ".png"),
        (saved("WEBP"), ".webp"),
        (saved("WEBP", PLAIN.convert("RGBA"), lossless=True), ".webp"),
        (saved("GIF"), ".gif"),
        (saved("TIFF"), ".tif"),
        (saved("TIFF", PLAIN.convert("1"), compression="group4"), ".tif"),
        (saved("HEIF"), ".heic"),
        (saved("AVIF"), ".avif"),
        (saved("JPEG2000"), ".jp2"),
        (as_jxl(PLAIN), ".jxl"),
        (psd(0), ".psd"),
        (saved("BMP"), ".bmp"),
        (saved("PPM"), ".ppm"),
    ],
)
def test_a_plain_photo_holds_nothing_more(data: bytes, suffix: str) -> None:
    assert inside(data, suffix) == NOTHING_MORE


def test_a_still_that_lost_its_film_and_still_tells_of_it_has_none() -> None:
    said = xmp_segment("", 'xmlns:GCamera="g" GCamera:MotionPhoto="1" GCamera:MicroVideo="1"')
    listed = container(("GainMap", 900), ("MotionPhoto", 5000))
    assert inside(with_segments(STILL, said, listed)) == NOTHING_MORE


# Films and sounds --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        STILL + FILM,
        with_segments(STILL, xmp_segment("", 'xmlns:G="g" G:MicroVideo="1"')) + FILM,
        with_segments(STILL, container(("MotionPhoto", len(FILM)))) + FILM,
        samsung(STILL, (b"MotionPhoto_Data", FILM)),
        STILL + FILM + b"v2_f31_9      LIVE_4512345",
        saved("JPEG", progressive=True) + bytes(33) + FILM,
    ],
    ids=["bare", "MicroVideo", "container", "Samsung", "Huawei", "progressive"],
)
def test_a_film_behind_a_jpeg_is_found_with_its_length(data: bytes) -> None:
    holdings = inside(data)
    assert holdings.film is not None
    assert holdings.film.seconds == FILM_S
    assert holdings.pages == 1
    assert holdings.maps == ()


def test_a_film_in_a_heic_is_found_with_its_length() -> None:
    meta = heif_meta(kinds=[b"hvc1"])
    for data in (heif(meta, box(b"mpvd", FILM)), heif(meta, FILM)):
        film_inside = inside_heif(data).film
        assert film_inside is not None
        assert film_inside.seconds == FILM_S


def test_one_film_is_equal_in_two_photos_and_differs_from_another() -> None:
    one, same, other = (inside(STILL + f).film for f in (FILM, FILM + bytes(9), film(8)))
    assert one is not None
    assert same is not None
    assert other is not None
    assert one.digest == same.digest != other.digest


def test_a_film_without_an_index_is_a_film_of_unknown_length() -> None:
    holdings = inside(STILL + box(b"ftyp", b"mp42\0\0\0\0mp42isom") + bytes(range(256)) * 40)
    assert holdings.film is not None
    assert holdings.film.seconds is None


@pytest.mark.parametrize(
    "data",
    [
        samsung(STILL, (b"SoundShot_000", sound_track())),
        STILL + sound_track(),
        STILL + wave(),
        with_segments(STILL, segment(0xE2, b"FPXR\0\1\0" + wave())),
        with_segments(STILL, more_xmp_segment('GAudio:Mime="audio/mp4" GAudio:Data="AAAA"')),
    ],
    ids=["Samsung", "appended", "WAVE", "FlashPix", "panorama"],
)
def test_recorded_sound_is_found(data: bytes) -> None:
    holdings = inside(data)
    assert holdings.sound is not None
    assert holdings.film is None


def test_the_length_of_an_appended_sound_is_told() -> None:
    sound = inside(STILL + sound_track(1.5)).sound
    assert sound is not None
    assert sound.seconds == 1.5


# Maps and further pictures -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "maps"),
    [
        (with_pictures(STILL, (0, GAIN_MAP)), ("gain",)),
        (with_pictures(STILL, (0, ISO_GAIN_MAP)), ("gain",)),
        (with_pictures(STILL, (0, APPLE_GAIN_MAP)), ("gain",)),
        (with_pictures(STILL, (0, APPLE_DEPTH), (0, APPLE_GAIN_MAP)), ("gain", "depth")),
        (with_segments(STILL, container(("GainMap", len(GAIN_MAP)))) + GAIN_MAP, ("gain",)),
        (
            with_segments(STILL, container(("Depth", len(saved("JPEG", OTHER)))))
            + saved("JPEG", OTHER),
            ("depth",),
        ),
        (with_segments(STILL, more_xmp_segment('GDepth:Data="AAAA"')), ("depth",)),
        (samsung(STILL, (b"DualShot_DepthMap_1", bytes(4000))), ("depth",)),
        (with_segments(STILL, segment(0xE1, b"FLIR\0\1\0\0" + bytes(90))), ("thermal",)),
    ],
    ids=["UltraHDR", "ISO", "Apple", "two", "container", "dynamic", "GDepth", "Samsung", "FLIR"],
)
def test_maps_of_a_jpeg_are_found_and_are_no_pages(data: bytes, maps: tuple[str, ...]) -> None:
    holdings = inside(data)
    assert holdings.maps == maps
    assert holdings.pages == 1


def test_a_motion_photo_may_have_a_gain_map_as_well() -> None:
    listed = container(("GainMap", len(GAIN_MAP)), ("MotionPhoto", len(FILM)))
    holdings = inside(with_pictures(STILL, (0, GAIN_MAP), before=[listed]) + FILM)
    assert holdings.maps == ("gain",)
    assert holdings.film is not None
    assert holdings.film.seconds == FILM_S
    assert holdings.pages == 1


@pytest.mark.parametrize(
    ("aux", "maps"),
    [
        (b"urn:com:apple:photo:2020:aux:hdrgainmap", ("gain",)),
        (b"urn:mpeg:hevc:2015:auxid:2", ("depth",)),
        (b"urn:com:apple:photo:2018:aux:portraiteffectsmatte", ("depth",)),
        (b"urn:mpeg:mpegB:cicp:systems:auxiliary:depth", ("depth",)),
        (b"urn:mpeg:hevc:2015:auxid:1", ()),
    ],
)
def test_maps_of_a_heic_are_found_and_are_no_pages(aux: bytes, maps: tuple[str, ...]) -> None:
    holdings = inside_heif(heif(heif_meta(kinds=[b"hvc1"], aux=[aux])))
    assert holdings.maps == maps
    assert holdings.pages == 1


def test_the_gain_map_of_iso_21496_in_a_heic_is_found() -> None:
    assert inside_heif(heif(heif_meta(kinds=[b"hvc1", b"tmap"]))).maps == ("gain",)


def test_the_preview_a_camera_adds_is_no_page_and_the_other_picture_of_a_pair_is() -> None:
    preview, pair = saved("JPEG", PLAIN.resize((80, 60))), saved("JPEG", OTHER)
    assert inside(with_pictures(STILL, (0x010001, preview))) == NOTHING_MORE
    assert inside(with_pictures(STILL, (0x020002, pair))).pages == 2
    assert inside(saved("MPO", save_all=True, append_images=[OTHER, THIRD])).pages == 3


# Frames and pages --------------------------------------------------------------------------------


def several(kind: str, *others: Image.Image, **options: object) -> bytes:
    return saved(kind, save_all=True, append_images=[other.copy() for other in others], **options)


MANY = {
    "GIF": (".gif", True),
    "WEBP": (".webp", True),
    "PNG": (".png", True),
    "AVIF": (".avif", True),
    "TIFF": (".tif", False),
    "HEIF": (".heic", False),
    "MPO": (".jpg", False),
}


@pytest.mark.parametrize("kind", sorted(MANY))
def test_frames_and_pages_are_counted_and_told_apart(kind: str) -> None:
    suffix, is_animated = MANY[kind]
    one = inside(several(kind, OTHER, THIRD), suffix)
    assert one.pages == 3
    assert one.is_animated == is_animated
    other = inside(several(kind, THIRD, OTHER), suffix)
    assert one.shows_same_pages(inside(several(kind, OTHER, THIRD), suffix))
    assert not one.shows_same_pages(other)
    assert not one.shows_same_pages(inside(several(kind, OTHER), suffix))
    assert not one.shows_same_pages(NOTHING_MORE)


def test_how_long_frames_are_seen_does_not_make_them_others() -> None:
    for kind, suffix in (("GIF", ".gif"), ("WEBP", ".webp"), ("PNG", ".png")):
        slow, fast = (inside(several(kind, OTHER, duration=ms), suffix) for ms in (400, 40))
        assert slow.shows_same_pages(fast), kind


def test_words_written_into_a_document_do_not_make_its_pages_others() -> None:
    plain, described = (
        inside(several("TIFF", OTHER, tiffinfo=tags), ".tif")
        for tags in ({}, {270: "The contract of 1998, as scanned", 315: "Ada"})
    )
    assert plain.shows_same_pages(described)


def test_the_small_preview_and_the_mask_of_a_tiff_are_no_pages() -> None:
    for kind in (1, 4):
        data = bytearray(several("TIFF", OTHER, tiffinfo={254: 0}))
        data = bytearray(_with_subfile(bytes(data), kind))
        assert inside(bytes(data), ".tif").pages == 1


def _with_subfile(tiff: bytes, kind: int) -> bytes:
    """The second page of a TIFF that Pillow wrote with tag 254 is marked so."""
    data = bytearray(tiff)
    at = int.from_bytes(data[4:8], "little")
    for page in range(2):
        count = int.from_bytes(data[at : at + 2], "little")
        for n in range(count):
            entry = at + 2 + 12 * n
            if page == 1 and data[entry : entry + 2] == b"\xfe\0":
                data[entry + 8 : entry + 12] = kind.to_bytes(4, "little")
        at = int.from_bytes(data[at + 2 + 12 * count : at + 6 + 12 * count], "little")
    return bytes(data)


def test_a_gif_that_breaks_off_tells_the_frames_it_has() -> None:
    data = several("GIF", OTHER, THIRD)
    assert inside(data[: len(data) - 400], ".gif").pages == 3


# Layers, bits, colours, transparency -------------------------------------------------------------


@pytest.mark.parametrize("in_block", [False, True])
def test_layers_of_a_psd_are_counted(in_block: bool) -> None:
    holdings = inside(psd(4, in_block=in_block), ".psd")
    assert holdings.layers == 4
    assert holdings.layers_digest


@pytest.mark.parametrize("order", ["big", "little"])
def test_layers_of_a_tiff_are_counted(order: str) -> None:
    sign, key, width = (b"8BIM", b"Layr", ">I") if order == "big" else (b"MIB8", b"ryaL", "<I")
    import struct

    layers = struct.pack(">h" if order == "big" else "<h", 3) + bytes(150)
    block = b"Adobe Photoshop Document Data Block\0" + sign + key
    block += struct.pack(width, len(layers)) + layers
    pixels = np.asarray(PLAIN).tobytes()
    tags = {
        256: (4, (160,)), 257: (4, (120,)), 258: (3, (8, 8, 8)), 259: (3, (1,)), 262: (3, (2,)),
        277: (3, (3,)), 278: (4, (120,)), 37724: (1, block),
    }  # fmt: skip
    assert inside(tiff_file(pixels, tags), ".tif").layers == 3  # type: ignore[arg-type]


def test_layers_of_fireworks_are_found_in_a_png() -> None:
    data = png_with(saved("PNG"), png_chunk(b"mkBF", bytes(72)), png_chunk(b"mkBS", bytes(900)))
    assert inside(data, ".png").layers == 1


@pytest.mark.parametrize(
    ("data", "suffix", "bits"),
    [
        (deep_png(), ".png", 16),
        (
            saved("PNG", Image.fromarray(np.arange(9600, dtype=np.uint16).reshape(80, 120))),
            ".png",
            16,
        ),
        (saved("TIFF", Image.fromarray(np.ones((80, 120), np.uint16) * 900)), ".tif", 16),
        (saved("TIFF", Image.fromarray(np.ones((80, 120), np.float32))), ".tif", 32),
        (psd(0, bits=8), ".psd", 8),
        (saved("PPM", Image.fromarray(np.ones((80, 120), np.uint16) * 900)), ".pgm", 16),
    ],
)
def test_bits_a_channel_are_told(data: bytes, suffix: str, bits: int) -> None:
    assert inside(data, suffix).channel_bits == bits


def test_bits_and_primaries_of_a_heic_are_told() -> None:
    deep = inside_heif(
        heif(heif_meta(kinds=[b"hvc1"], bits=10, colour=b"nclx\0\x09\0\x10\0\x09\0"))
    )
    assert (deep.channel_bits, deep.is_wide_gamut) == (10, True)
    plain = inside_heif(heif(heif_meta(kinds=[b"hvc1"], colour=b"nclx\0\x01\0\x0d\0\x06\0")))
    assert plain == NOTHING_MORE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "HEIF", "AVIF"])
def test_a_profile_wider_than_srgb_is_told(kind: str) -> None:
    suffix = {"JPEG": ".jpg", "HEIF": ".heic"}.get(kind, "." + kind.lower())
    assert inside(saved(kind, icc_profile=wide_profile()), suffix).is_wide_gamut
    narrow = wide_profile((0.60, 0.34))
    assert not inside(saved(kind, icc_profile=narrow), suffix).is_wide_gamut


def test_wide_colours_without_a_profile_are_told() -> None:
    adobe = Image.Exif()
    adobe.get_ifd(0x8769)[0xA005] = {1: "R03"}
    assert inside(saved("JPEG", exif=adobe.tobytes())).is_wide_gamut
    coded = png_with(saved("PNG"), png_chunk(b"cICP", bytes([12, 13, 0, 1])))
    assert inside(coded, ".png").is_wide_gamut
    assert inside(saved("JPEG", PLAIN.convert("CMYK"))).is_wide_gamut


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_only_transparency_that_is_used_counts(kind: str) -> None:
    suffix = {"HEIF": ".heic"}.get(kind, "." + kind.lower())
    cut_out = PLAIN.convert("RGBA")
    assert not inside(saved(kind, cut_out), suffix).is_transparent
    cut_out.paste((0, 0, 0, 0), (20, 20, 90, 90))
    assert inside(saved(kind, cut_out), suffix).is_transparent


def test_clear_colours_of_palettes_and_of_one_colour_count_where_they_are_used() -> None:
    palette = PLAIN.quantize(16)
    used = palette.getpixel((5, 5))
    assert inside(saved("GIF", palette, transparency=used), ".gif").is_transparent
    assert not inside(saved("PNG", palette, transparency=200), ".png").is_transparent
    grey = PLAIN.convert("L")
    assert inside(saved("PNG", grey, transparency=grey.getpixel((5, 5))), ".png").is_transparent


def test_alpha_that_is_zero_everywhere_is_none() -> None:
    hidden = PLAIN.convert("RGBA")
    hidden.putalpha(0)
    assert not inside(saved("TGA", hidden), ".tga").is_transparent


# Bounds ------------------------------------------------------------------------------------------


def test_a_file_of_too_many_pieces_is_not_known_rather_than_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stored, "MAX_READS", 50)
    data = several("GIF", *[Image.fromarray(np.asarray(PLAIN) // n) for n in range(1, 60)])
    header = open_header(data, ".gif")
    assert look_inside(data, header, b"h" * 16) is None


def test_pages_of_too_many_bytes_count_as_equal_in_equal_files_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stored, "MAX_HASHED_BYTES", 1000)
    assert inside(several("TIFF", OTHER), ".tif").pages_digest == b"h" * 16


def test_a_large_file_is_looked_into_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from imgsim_desktop.reading import read

    wanted: dict[str, tuple[bytes, Callable[[Holdings], object]]] = {
        "a.tif": (several("TIFF", OTHER, THIRD), lambda h: h.pages == 3),
        "b.jpg": (STILL + FILM, lambda h: h.film and h.film.seconds),
        "c.gif": (several("GIF", OTHER), lambda h: h.pages == 2),
    }
    for name, (data, holds) in wanted.items():
        path = tmp_path / name
        path.write_bytes(data)
        in_memory = read_photo(found(path), SHAPE)
        with monkeypatch.context() as patched:
            patched.setattr(read, "MAX_BYTES_IN_MEMORY", 10)
            on_disk = read_photo(found(path), SHAPE)
        assert isinstance(in_memory, Reading)
        assert isinstance(on_disk, Reading)
        assert on_disk.facts.holdings == in_memory.facts.holdings
        assert on_disk.facts.holdings is not None
        assert holds(on_disk.facts.holdings)


CARRIERS = [
    ("a.jpg", samsung(with_pictures(STILL, (0, GAIN_MAP)), (b"MotionPhoto_Data", FILM))),
    ("a.jpg", with_segments(STILL, container(("GainMap", len(GAIN_MAP)))) + GAIN_MAP + FILM),
    ("a.gif", several("GIF", OTHER, THIRD)),
    ("a.png", several("PNG", OTHER, THIRD)),
    ("a.webp", several("WEBP", OTHER, THIRD)),
    ("a.tif", several("TIFF", OTHER, THIRD)),
    ("a.heic", several("HEIF", OTHER)),
    ("a.avif", several("AVIF", OTHER)),
    ("a.psd", psd(3)),
    ("a.jp2", saved("JPEG2000")),
    ("a.jxl", as_jxl(PLAIN)),
]


@given(
    st.sampled_from(CARRIERS),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12),
    st.floats(0.2, 1),
)
def test_whatever_happened_to_a_file_looking_into_it_ends_and_does_not_raise(
    carrier: tuple[str, bytes], hits: list[tuple[float, int]], kept: float
) -> None:
    name, data = carrier
    broken = bytearray(data)
    for place, value in hits:
        broken[int(place * (len(broken) - 1))] = value
    broken = broken[: max(64, int(kept * len(broken)))]
    whole = open_header(data, Path(name).suffix)
    result = look_inside(bytes(broken), whole, b"h" * 16)
    assert result is None or result.channel_bits >= 8

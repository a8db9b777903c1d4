"""The search field's language: what is understood, what is refused, and what is found."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.library import migrations
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.finding import Key, Query, Term, parse
from imgsim_desktop.library.finding.dates import days_of, span_of
from imgsim_desktop.library.finding.keys import ALIASES, KIND_OF, KINDS
from imgsim_desktop.library.finding.near import circle_of
from imgsim_desktop.library.paths import Home
from imgsim_desktop.reading.formats import FORMAT_WORDS
from imgsim_desktop.records import Facts, FoundFile, Holdings, Library, Reading, Sidecar, Words

TODAY = date(2026, 12, 1)
DOC = Path(__file__).parents[2] / "docs" / "find.md"

PIECES = st.sampled_from(
    ["raw", "kind:", "kind:raw", "size", ">", "<=", "5MB", "12MP", '"', ",", "-", "2023", "-06",
     "..", "last ", "summer", "near:", "52.5,13.4", " ", "  ", "name:", "a", "é", "截图",
     "文件夹：",
     "“", "”", "C:\\", "rating", "★", "since:", "not:", "\0", "\ud800", "text:", "format:.nef"]
)  # fmt: skip
ANYTHING = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join))


def asked(text: str) -> Query:
    return parse(text, TODAY, FORMAT_WORDS)


@given(ANYTHING)
def test_no_text_makes_the_parser_raise_and_each_term_is_understood_again(text: str) -> None:
    found = asked(text)
    assert asked(found.text).terms[: len(found.terms)] == found.terms
    again = Query(found.terms)
    assert asked(again.text) == again
    for part in (*found.terms, *found.problems):
        assert 0 <= part.start < part.end <= len(text)


@given(ANYTHING)
def test_taking_a_term_out_of_the_text_leaves_the_others(text: str) -> None:
    found = asked(text)
    for i, term in enumerate(found.terms):
        rest = Query(found.terms[:i] + found.terms[i + 1 :])
        assert asked(rest.text).terms == rest.terms
        assert text[term.start : term.end].strip()


@given(st.text(max_size=30), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_no_text_makes_the_reader_of_days_raise(text: str, today: date) -> None:
    span = span_of(text, today)
    assert span is None or span[0] < span[1]


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0.01, 20_000))
def test_a_circle_is_read_as_it_is_written(latitude: float, longitude: float, km: float) -> None:
    circle = circle_of(f"{latitude:.5f},{longitude:.5f},{km:.3f}km")
    assert circle is not None
    again = circle_of(circle.text)
    assert again is not None
    assert again.text == circle.text
    assert circle.holds(circle.latitude, circle.longitude)
    south, north, west, east = circle.box()
    assert south <= circle.latitude <= north
    is_across = west > east
    assert is_across or west <= circle.longitude <= east or east - west >= 359


@pytest.mark.parametrize(
    ("text", "first", "behind"),
    [
        ("2023", "2023-01-01", "2024-01-01"),
        ("2023-06", "2023-06-01", "2023-07-01"),
        ("2023/6/12", "2023-06-12", "2023-06-13"),
        ("2022..2023-02", "2022-01-01", "2023-03-01"),
        ("2020-2022", "2020-01-01", "2023-01-01"),
        ("today", "2026-12-01", "2026-12-02"),
        ("yesterday", "2026-11-30", "2026-12-01"),
        ("last week", "2026-11-23", "2026-11-30"),
        ("this week", "2026-11-30", "2026-12-07"),
        ("last month", "2026-11-01", "2026-12-01"),
        ("last year", "2025-01-01", "2026-01-01"),
        ("last 3 months", "2026-09-01", "2026-12-02"),
        ("last summer", "2026-06-01", "2026-09-01"),
        ("last winter", "2025-12-01", "2026-03-01"),
        ("last june", "2026-06-01", "2026-07-01"),
        ("last december", "2025-12-01", "2026-01-01"),
        ("Summer 2023", "2023-06-01", "2023-09-01"),
        ("winter 2023", "2023-12-01", "2024-03-01"),
        ("june 2023", "2023-06-01", "2023-07-01"),
        ("2023 june", "2023-06-01", "2023-07-01"),
        ("去年夏天", "2025-06-01", "2025-09-01"),
        ("上个月", "2026-11-01", "2026-12-01"),
        ("2023年6月", "2023-06-01", "2023-07-01"),
        ("2023年6月12日", "2023-06-12", "2023-06-13"),
        ("2023年夏天", "2023-06-01", "2023-09-01"),
        ("最近3个月", "2026-09-01", "2026-12-02"),
    ],
)
def test_days_mean_what_people_mean_by_them(text: str, first: str, behind: str) -> None:
    days = span_of(text, TODAY)
    assert days is not None
    named = [datetime.fromtimestamp(ns / 1e9, UTC).date().isoformat() for ns in days]
    assert named == [first, behind]


@pytest.mark.parametrize("text", ["2023-13", "2023-02-30", "0001", "9999", "2023..2022", "..", ""])
def test_what_is_no_day_is_none(text: str) -> None:
    assert span_of(text, TODAY) is None


def test_last_summer_is_the_one_that_is_over() -> None:
    assert days_of("last summer", date(2026, 7, 1)) == (date(2025, 6, 1), date(2025, 9, 1))


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("raw", Key.KIND, "raw"),
        ("Screenshots", Key.KIND, "screenshot"),
        ("截图", Key.KIND, "screenshot"),
        ("全景", Key.KIND, "panorama"),
        ("film", Key.KIND, "film"),
        ("2023", Key.DATE, "2023"),
        ("2023-06", Key.DATE, "2023-06"),
        ("last summer", Key.DATE, "last summer"),
        (">5MB", Key.SIZE, ">5mb"),
        ("＞5MB", Key.SIZE, ">5mb"),
        (">12MP", Key.PIXELS, ">12mp"),
        ("★★★★", Key.RATING, "4"),
        ("4 stars", Key.RATING, "4"),
        ("52.5,13.4", Key.NEAR, "52.5,13.4,10km"),
        ("size>5MB", Key.SIZE, ">5mb"),
        ("since:2023", Key.DATE, ">=2023"),
        ("before:2023-06", Key.DATE, "<2023-06"),
        ("文件夹：海边", Key.FOLDER, "海边"),
        ("format:HEIC", Key.FORMAT, "heif"),
        ("format:.jpg", Key.FORMAT, "jpeg"),
        ("format:nef", Key.FORMAT, ".nef"),
        ("1234", Key.TEXT, "1234"),
        ("20230612", Key.TEXT, "20230612"),
        ('"2023"', Key.TEXT, "2023"),
        ("C:\\photos", Key.TEXT, "C:\\photos"),
        ('"kind:raw"', Key.TEXT, "kind:raw"),
        ("a,b", Key.TEXT, "a,b"),
    ],
)
def test_a_word_becomes_what_is_meant(text: str, key: Key, value: str) -> None:
    found = asked(text)
    assert found.terms == (Term(key, (value,)),)
    assert found.problems == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kin:raw", "Is “kind:” meant?"),
        ("zzzz:raw", "there are text, name, folder"),
        ("kind:rwa", "Is “raw” meant?"),
        ("kind:heic", "Is “format:heic” meant?"),
        ("kind:qqqqq", "there are animated"),
        ("date:2023-13", "is no date"),
        ("size:large", "is no number here: write something like >5MB"),
        ("rating:many", "write something like >=4"),
        ("format:wxyz", "There is no format “wxyz”"),
        ("near:Berlin", "Names of places are not known"),
        ("near:95,13", "is no place"),
        ("kind:", "Write after “kind:”"),
    ],
)
def test_what_is_not_understood_is_said_in_a_sentence(text: str, said: str) -> None:
    (problem,) = asked(text).problems
    assert said in problem.sentence
    assert problem.text == text


def test_no_word_stands_for_two_things() -> None:
    words = [word for _, others in KINDS.values() for word in others]
    assert len(words) == len(set(words))
    assert not set(words) & {kind.value for kind in KINDS}
    assert all(word == word.casefold() for word in KIND_OF)
    assert not set(ALIASES) & set(Key)


# What is found -----------------------------------------------------------------------------------

ROOT = Path("/photos").absolute()


def day(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 10**9


def reading_of(
    name: str, words: Words | None = None, size_bytes: int = 1_000_000, **facts: object
) -> Reading:
    plain: dict[str, object] = {"width_px": 4000, "height_px": 3000, "format": "JPEG"}
    beside = facts.pop("companions", ())
    file = FoundFile(
        ROOT / name, ROOT, size_bytes, day("2020-01-01"), 1, abs(hash(name)), beside,  # type: ignore[arg-type]
    )  # fmt: skip
    return Reading(
        file=file,
        content_hash=name.encode("utf-8", "surrogateescape")[-16:].ljust(16, b"\0"),
        pixel_hash=bytes(16),
        perceptual_hash=bytes(32),
        facts=Facts(**{**plain, **facts}),  # type: ignore[arg-type]
        thumbnail_jpeg=b"",
        pixels=np.zeros((1, 1, 3), np.uint8),
        words=words,
    )


PHOTOS = [
    reading_of("Alps/IMG_0001.jpg", Words("On the Matterhorn", "EF 50mm f/1.8"),
               taken_ns=day("2023-06-12"), camera="Canon EOS 5D", keywords=("mountain", "été"),
               rating=4, latitude=45.97, longitude=7.65),
    reading_of("Alps/IMG_0002.nef", Words("", "NIKKOR Z 24-70mm"), format="RAW", camera="Nikon Z 6",
               taken_ns=day("2023-06-13"), size_bytes=25_000_000, width_px=6048, height_px=4024),
    reading_of("Screenshots/a.png", Words(), format="PNG", width_px=1080, height_px=2340),
    reading_of("Bildschirmfoto 2024.png", Words(), format="PNG"),
    reading_of("Straße/PANO.jpg", Words("海边日落"), width_px=9000, height_px=2000, rating=-1),
    reading_of("Straße/x.jpg", Words(), companions=("film",), latitude=52.52, longitude=13.41),
    reading_of("Straße/motion.jpg", Words(),
               holdings=Holdings(maps=("gain",), is_animated=True, pages=4)),
    reading_of("caf\u0065\u0301.jpg", Words(), keywords=("海",), width_px=100, height_px=100,
               size_bytes=900, taken_ns=day("2026-07-01")),
]  # fmt: skip


@pytest.fixture(params=["fts5", "without"])
def cache(home: Home, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    if request.param == "without":
        monkeypatch.setattr("imgsim_desktop.library.cache_reader.NAMES_INDEX", "no such table")
    library = Library("abc", "Photos", (ROOT,))
    with CacheWriter(home, library) as writer:
        writer.store_batch(PHOTOS, None, "net-1")
        ids = writer.ids_at(ROOT / "Straße" / name for name in ("x.jpg", "PANO.jpg", "motion.jpg"))
        x, panorama, motion = ids.values()
        writer.store_sidecars(
            [
                (x, "1", Sidecar(2, is_picked=True, keywords=("harbour",), caption="Häfen")),
                (panorama, "2", Sidecar(0)),
                (motion, "3", Sidecar(keywords=("harbour", "evening"))),
            ]
        )
    with closing(CacheReader(home, library)) as reader:
        yield reader


def names(cache: CacheReader, text: str) -> set[str]:
    query = asked(text)
    assert not query.problems
    return {photo.path.name for photo in cache.photos(cache.photo_ids(query=query).tolist())}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("img_000", {"IMG_0001.jpg", "IMG_0002.nef"}),
        ("g_0", {"IMG_0001.jpg", "IMG_0002.nef"}),
        ("00", {"IMG_0001.jpg", "IMG_0002.nef"}),
        ("alps 0001", {"IMG_0001.jpg"}),
        ("alps -0001", {"IMG_0002.nef"}),
        ("matterhorn", {"IMG_0001.jpg"}),
        ("caption:matterhorn", {"IMG_0001.jpg"}),
        ("name:matterhorn", set()),
        ("海边", {"PANO.jpg"}),
        ("海边日落", {"PANO.jpg"}),
        ("海", {"PANO.jpg", "café.jpg"}),
        ("keyword:海", {"café.jpg"}),
        ("keyword:ÉTÉ", {"IMG_0001.jpg"}),
        ("tag:mountain,海", {"IMG_0001.jpg", "café.jpg"}),
        ("caf\u00e9", {"café.jpg"}),
        ("CAFÉ", {"café.jpg"}),
        ("camera:canon", {"IMG_0001.jpg"}),
        ("nikon", {"IMG_0002.nef"}),
        ("lens:50mm", {"IMG_0001.jpg"}),
        ("nikkor", {"IMG_0002.nef"}),
        ("folder:strasse", {"PANO.jpg", "x.jpg", "motion.jpg"}),
        ("folder:photos/alps", {"IMG_0001.jpg", "IMG_0002.nef"}),
        ('"%"', set()),
        ('text:"mm f/1"', {"IMG_0001.jpg"}),
        ("2023", {"IMG_0001.jpg", "IMG_0002.nef"}),
        ("2023-06-12", {"IMG_0001.jpg"}),
        ("date:>2023", {"café.jpg"}),
        ("last summer", {"café.jpg"}),
        ("before:2021", {p.file.path.name for p in PHOTOS if p.facts.taken_ns is None}),
        (">5MB", {"IMG_0002.nef"}),
        ("size:<1kB", {"café.jpg"}),
        ("size:25MB", {"IMG_0002.nef"}),
        (">20MP", {"IMG_0002.nef"}),
        ("pixels:24MP", {"IMG_0002.nef"}),
        ("width:9000", {"PANO.jpg"}),
        ("height:>4000", {"IMG_0002.nef"}),
        ("★★★★", {"IMG_0001.jpg"}),
        ("rating:>=1", {"IMG_0001.jpg", "x.jpg"}),
        ("rating:4+", {"IMG_0001.jpg"}),
        ("raw", {"IMG_0002.nef"}),
        ("format:nef", {"IMG_0002.nef"}),
        ("format:png", {"a.png", "Bildschirmfoto 2024.png"}),
        ("format:jpg,raw year:2023", {"IMG_0001.jpg", "IMG_0002.nef"}),
        ("screenshots", {"a.png", "Bildschirmfoto 2024.png"}),
        ("-screenshots format:png", set()),
        ("panorama", {"PANO.jpg"}),
        ("film", {"x.jpg"}),
        ("animated", {"motion.jpg"}),
        ("hdr", {"motion.jpg"}),
        ("kind:pages", set()),
        ("kind:square", {"café.jpg"}),
        ("kind:portrait", {"a.png"}),
        ("kind:geotagged", {"IMG_0001.jpg", "x.jpg"}),
        ("kind:tagged", {"IMG_0001.jpg", "café.jpg", "x.jpg", "motion.jpg"}),
        ("kind:captioned", {"IMG_0001.jpg", "PANO.jpg", "x.jpg"}),
        ("kind:rejected", set()),  # one is in its file; XMP beside it says there are no stars
        ("kind:rated", {"IMG_0001.jpg", "x.jpg"}),
        ("rating:2", {"x.jpg"}),
        ("kind:picked", {"x.jpg"}),
        ("harbour -evening", {"x.jpg"}),
        ("keyword:HARBOUR", {"x.jpg", "motion.jpg"}),
        ("caption:häf", {"x.jpg"}),
        ("kind:camera", {"IMG_0001.jpg", "IMG_0002.nef"}),
        ("near:52.5,13.4", {"x.jpg"}),
        ("near:52.5,13.4,1km", set()),
        ("near:46,7.7,5km", set()),
        ("near:46,7.7,6km", {"IMG_0001.jpg"}),
    ],
)
def test_each_term_finds_its_photos(cache: CacheReader, text: str, found: set[str]) -> None:
    assert {name.replace("e\u0301", "é") for name in names(cache, text)} == found


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_be_asked_for_and_be_excluded(cache: CacheReader, kind: str) -> None:
    found, others = names(cache, f"kind:{kind}"), names(cache, f"-kind:{kind}")
    assert found | others == {reading.file.path.name for reading in PHOTOS}
    assert not found & others


@pytest.mark.parametrize("index", ["names_index", "no such table"])
def test_screenshots_are_known_by_names_of_two_letters_and_by_their_folder(
    home: Home, monkeypatch: pytest.MonkeyPatch, index: str
) -> None:
    monkeypatch.setattr("imgsim_desktop.library.cache_reader.NAMES_INDEX", index)
    library = Library("abc", "Photos", (ROOT,))
    shots = ["截图1.png", "屏幕截图 2.png", "截屏/3.png", "Screen Shot 4.png", "SCREENSHOT_5.png"]
    others = ["my screenshots.png", "Screenshots of 2023/6.png", "100%.png"]
    camera = reading_of("Screenshot by a camera.png", Words(), camera="Canon")
    with CacheWriter(home, library) as writer:
        known = [reading_of(name, Words()) for name in (*shots, *others)]
        writer.store_batch([*known, camera], None, "net-1")
    with closing(CacheReader(home, library)) as reader:
        assert names(reader, "screenshots") == {Path(name).name for name in shots}


def test_a_query_that_is_not_understood_finds_nothing(cache: CacheReader) -> None:
    assert len(cache.photo_ids(query=asked("alps kin:raw"))) == 0
    assert len(cache.photo_ids(query=asked("alps kind:"))) == 2  # still being typed


def test_a_stopped_control_ends_the_search(cache: CacheReader) -> None:
    control = Control()
    control.stop()
    hard = "SELECT count(*) FROM photos a, photos b, photos c, photos d, photos e, photos f"
    with pytest.raises(Cancelled), cache._stoppable(control):
        cache._db.execute(hard).fetchone()
    assert len(cache.photo_ids()) == len(PHOTOS)


def test_the_index_follows_renamed_and_forgotten_photos(home: Home) -> None:
    library = Library("abc", "Photos", (ROOT,))
    with CacheWriter(home, library) as writer:
        ids = writer.store_batch(PHOTOS, None, "net-1")
        old = PHOTOS[0].file
        moved = FoundFile(ROOT / "renamed.jpg", ROOT, old.size_bytes, old.mtime_ns, 1, old.inode)
        writer.move_files([(ids[0], moved)])
        writer.forget_photos([ids[1]])
    with closing(CacheReader(home, library)) as reader:
        assert names(reader, "renamed") == {"renamed.jpg"}
        assert names(reader, "name:img_000") == set()
        assert names(reader, "nikon") == set()


def test_words_that_a_later_reading_finds_take_the_place_of_the_old_ones(home: Home) -> None:
    library = Library("abc", "Photos", (ROOT,))
    unknown, known = (reading_of("a.jpg", w, keywords=("sea",)) for w in (None, Words("A dune")))
    with CacheWriter(home, library) as writer:
        writer.store_batch([unknown], None, "net-1")
        (content,) = writer.wordless_contents()
        writer.store_words([(content, Words("A hill", "50mm"))])
        assert writer.wordless_contents() == []
    with closing(CacheReader(home, library)) as reader:
        assert names(reader, "hill keyword:sea lens:50mm") == {"a.jpg"}
    with CacheWriter(home, library) as writer:
        writer.store_batch([known], None, "net-1")
    with closing(CacheReader(home, library)) as reader:
        assert names(reader, "dune") == {"a.jpg"}
        assert names(reader, "hill") == set()


def test_a_sqlite_without_fts5_still_has_every_other_table(monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    class Without(sqlite3.Connection):
        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:  # type: ignore[override]
            if "USING fts5" in sql:
                raise sqlite3.OperationalError("no such module: fts5")
            return super().execute(sql, *values)  # type: ignore[arg-type]

    with closing(sqlite3.connect(":memory:", isolation_level=None, factory=Without)) as db:
        migrations.migrate(db, migrations.CACHE_MIGRATIONS, Path("x"))
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
        assert "words" in tables
        assert "names_index" not in tables
        db.execute("INSERT INTO words VALUES (1, '', '', '')")


# The page that describes it ----------------------------------------------------------------------


def examples() -> list[str]:
    """What stands in the first column of the tables of docs/find.md."""
    rows = re.findall(r"^\| ((?:`[^`|]+`(?:, )?)+) \|", DOC.read_text("utf-8"), re.MULTILINE)
    return [example for row in rows for example in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize("example", examples())
def test_every_example_of_the_page_is_understood(example: str) -> None:
    found = asked(example)
    assert found.terms
    assert not found.problems


def test_the_page_names_every_key_and_every_kind() -> None:
    page = DOC.read_text("utf-8")
    assert len(examples()) > 40
    for key in Key:
        assert f"{key}:" in page
    for word in KIND_OF:
        assert f"`{word}`" in page
    for word in ALIASES:
        assert f"`{word}:`" in page

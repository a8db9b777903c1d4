"""A theme nobody has named is called by what its photos have in common."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from imgsim_desktop.choosing.theme_words import ThemeWords, words_of_themes
from imgsim_desktop.records import Facts, Photo

ROOT = Path("/photos")


def photo(folder: str = "", *words: str, taken: str = "") -> Photo:
    """A photo in a folder below that of the library, with keywords and a day."""
    taken_ns = None
    if taken:
        moment = datetime.fromisoformat(taken).replace(hour=12, tzinfo=UTC)
        taken_ns = int(moment.timestamp()) * 10**9
    facts = Facts(4, 3, "JPEG", keywords=words, taken_ns=taken_ns)
    return Photo(1, 1, ROOT / folder / "a.jpg", ROOT, 1, 1, bytes(16), facts)


def test_a_keyword_goes_before_a_folder_and_that_before_a_date() -> None:
    cats = [photo("2023 mixed", "cat", "home", taken="2023-06-12")] * 3 + [photo("other")]
    trip = [photo("Alps", taken="2023-07-01")] * 3
    day = [photo("", taken="2022-05-09")] * 3
    assert words_of_themes([cats, trip, day]) == [
        ThemeWords("cat"),
        ThemeWords("Alps"),
        ThemeWords("", 2022, 5, 9),
    ]


def test_what_the_whole_library_has_says_nothing_of_a_theme() -> None:
    first = [photo("", "mine", taken="2023-06-01"), photo("", "mine", taken="2023-06-20")]
    second = [photo("", "mine", taken="2023-07-01"), photo("", "mine", taken="2023-07-20")]
    others = [photo("", taken="2023-08-01"), photo("", taken="2023-09-20")]
    assert words_of_themes([first, second, others]) == [
        ThemeWords("", 2023, 6),
        ThemeWords("", 2023, 7),
        ThemeWords(),
    ]


def test_a_year_is_told_only_where_there_are_others() -> None:
    def year(number: int) -> list[Photo]:
        return [photo("", taken=f"{number}-{month:02}-03") for month in (1, 4, 8)]

    assert words_of_themes([year(2021)]) == [ThemeWords()]
    assert words_of_themes([year(2021), year(2022)]) == [
        ThemeWords("", 2021),
        ThemeWords("", 2022),
    ]


def test_names_that_cameras_give_to_folders_are_passed_over() -> None:
    trip = [photo("Alps/DCIM/100CANON")] * 2
    camera = [photo("DCIM/Camera")] * 2
    assert words_of_themes([trip, camera]) == [ThemeWords("Alps"), ThemeWords()]


def test_themes_with_the_same_words_are_told_apart_by_date_and_number() -> None:
    june = [photo("Alps", taken="2023-06-12")] * 2
    rest = [photo("Town")] * 20
    assert words_of_themes([june, [photo("Alps", taken="2023-07-01")] * 2, rest])[:2] == [
        ThemeWords("Alps", 2023, 6, 12),
        ThemeWords("Alps", 2023, 7, 1),
    ]
    assert words_of_themes([[photo("Alps")] * 2, [photo("Alps")] * 2, rest])[:2] == [
        ThemeWords("Alps"),
        ThemeWords("Alps", number=2),
    ]


def test_nothing_is_said_of_nothing() -> None:
    assert words_of_themes([]) == []
    assert words_of_themes([[photo()]]) == [ThemeWords()]
    assert not ThemeWords()


@given(
    st.lists(
        st.lists(
            st.builds(
                lambda folder, words, day: photo(
                    folder, *words, taken=f"202{day}-01-0{day + 1}" if day < 5 else ""
                ),
                st.sampled_from(["", "a", "b", "DCIM"]),
                st.lists(st.sampled_from("xy"), unique=True, max_size=2),
                st.integers(0, 5),
            ),
            min_size=1,
            max_size=4,
        ),
        max_size=5,
    )
)
def test_no_two_themes_are_called_the_same(themes: list[list[Photo]]) -> None:
    said = [words for words in words_of_themes(themes) if words]
    assert len(set(said)) == len(said)

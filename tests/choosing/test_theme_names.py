from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imgsim_desktop.choosing.theme_names import names_of_themes
from imgsim_desktop.records import NamedTheme


def contents(*numbers: int) -> tuple[bytes, ...]:
    return tuple(number.to_bytes(16, "big") for number in numbers)


CATS = NamedTheme("Cats", contents(1, 2, 3))


def test_a_name_is_found_again_where_most_of_its_photos_are() -> None:
    grouped_anew = [contents(9, 8, 3), contents(2, 7, 1)]
    assert names_of_themes(grouped_anew, [CATS]) == [None, CATS]


def test_photos_that_are_gone_do_not_count_against_a_name() -> None:
    assert names_of_themes([contents(3, 8)], [CATS]) == [CATS]
    assert names_of_themes([contents(8)], [CATS]) == [None]


def test_a_name_whose_photos_are_scattered_names_nothing() -> None:
    halves = NamedTheme("Halves", contents(1, 2, 3, 4))
    assert names_of_themes([contents(1, 2), contents(3, 4)], [halves]) == [None, None]


def test_of_two_names_the_one_with_more_photos_wins_then_the_younger() -> None:
    few, many, again = (
        NamedTheme("few", contents(1)),
        NamedTheme("many", contents(1, 2)),
        NamedTheme("again", contents(2, 3)),
    )
    theme = [contents(1, 2, 3)]
    assert names_of_themes(theme, [many, few]) == [many]
    assert names_of_themes(theme, [many, again]) == [again]


@given(
    st.lists(st.integers(0, 5), min_size=12, max_size=12),
    st.lists(st.sets(st.integers(0, 15), min_size=1), max_size=6),
)
def test_no_name_is_given_twice_and_each_has_most_of_its_photos(
    theme_of: list[int], named: list[set[int]]
) -> None:
    themes = [contents(*(n for n, t in enumerate(theme_of) if t == theme)) for theme in range(6)]
    names = [NamedTheme(str(number), contents(*ids)) for number, ids in enumerate(named)]
    found = names_of_themes(themes, names)
    given_names = [name for name in found if name is not None]
    assert len({name.name for name in given_names}) == len(given_names)
    for theme, name in zip(themes, found, strict=True):
        if name is not None:
            known = [h for h in name.hashes if any(h in other for other in themes)]
            assert 2 * len(set(known) & set(theme)) > len(known)

"""What a theme is called of which only the looks are known."""

from __future__ import annotations

import numpy as np
import pytest

from imgsim_desktop.choosing.theme_colours import colour_of, colour_of_theme
from imgsim_desktop.choosing.theme_words import ThemeWords, words_of_themes
from tests.choosing.test_theme_words import photo


def plain(red: int, green: int, blue: int) -> np.ndarray:
    return np.full((40, 60, 3), (red, green, blue), np.uint8)


@pytest.mark.parametrize(
    ("rgb", "word"),
    [
        ((128, 128, 128), "grey"),
        ((250, 248, 246), "bright"),
        ((10, 12, 30), "dark"),
        ((200, 30, 30), "red"),
        ((200, 30, 60), "red"),
        ((190, 120, 60), "brown"),
        ((220, 210, 60), "yellow"),
        ((60, 150, 50), "green"),
        ((60, 120, 210), "blue"),
        ((130, 60, 200), "purple"),
        ((230, 90, 170), "pink"),
    ],
)
def test_a_plain_colour_has_its_name(rgb: tuple[int, int, int], word: str) -> None:
    assert colour_of(plain(*rgb)) == word


def test_grey_around_a_colour_does_not_count() -> None:
    picture = plain(150, 150, 150)
    picture[:24] = (40, 140, 60)
    assert colour_of(picture) == "green"


def test_a_theme_has_a_colour_only_if_most_of_its_photos_have_it() -> None:
    green, blue = plain(60, 150, 50), plain(60, 120, 210)
    assert colour_of_theme([green, green, blue]) == "green"
    assert colour_of_theme([green, blue]) == ""
    assert colour_of_theme([]) == ""


def test_a_colour_is_asked_for_where_no_other_word_is_known_and_numbered() -> None:
    themes = [[photo("Alps")], [photo()], [photo()]]
    found = words_of_themes(themes, lambda _photos: "green")
    assert found == [
        ThemeWords("Alps"),
        ThemeWords(colour="green"),
        ThemeWords(colour="green", number=2),
    ]

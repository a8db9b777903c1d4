"""Copies are known by the names that systems give them, and nothing else is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgsim_desktop.choosing.copy_names import COPY_WORDS, EDIT_WORDS, marks_of_copy
from imgsim_desktop.choosing.rules import DEFAULT_RULES, suggest_keeper
from tests.choosing.pictures import photo

ENDINGS = (
    "{} - {}", "{} – {}", "{} — {}", "{} {}", "{}_{}", "{} ({})", "{} {} 2", "{} - {} (2)",
    "{} (3. {})", "{}（{}）",
)  # fmt: skip


@pytest.mark.parametrize("language", sorted(COPY_WORDS))
def test_each_languages_word_at_the_end_of_a_name_marks_a_copy(language: str) -> None:
    for word in COPY_WORDS[language]:
        for form in ENDINGS:
            for said in (word, word.capitalize(), unicodedata.normalize("NFD", word)):
                assert marks_of_copy(form.format("IMG_1234", said)) >= 1, form.format("IMG", said)


def test_the_table_knows_the_words_of_many_languages() -> None:
    assert len(COPY_WORDS) >= 25
    for table in (COPY_WORDS, EDIT_WORDS):
        for word in (word for words in table.values() for word in words):
            assert word == unicodedata.normalize("NFC", word).casefold()


@pytest.mark.parametrize("word", sorted({w for words in EDIT_WORDS.values() for w in words}))
def test_what_google_puts_behind_an_edited_copy_marks_it(word: str) -> None:
    assert marks_of_copy(f"IMG_1234-{word}") == 1


@pytest.mark.parametrize(
    "name",
    [
        "Copy of IMG_1", "Copy (2) of IMG_1", "Kopie von IMG_1", "Copie de IMG_1",
        "Copia de IMG_1", "Copia di IMG_1", "Cópia de IMG_1", "Kopia av IMG_1", "Kopia IMG_1",
        "Копия IMG_1", "Αντίγραφο από IMG_1", "コピー ～ IMG_1", "复件 IMG_1", "複製 -IMG_1",
        "IMG_1のコピー", "IMG_1 のコピー 2", "IMG_1 的副本", "IMG_1 (another copy)",
        "IMG_1 (3rd copy)", "IMG_1 (第 3 個副本)", "IMG_1 (prva kopija)", "IMG_1 (1)", "IMG_1~2",
        "IMG_1.copy", "copy a", "copy 2", "copy", "IMG_1-effects",
    ],
)  # fmt: skip
def test_other_forms_mark_one_copy(name: str) -> None:
    assert marks_of_copy(name) == 1


@pytest.mark.parametrize(
    "name",
    [
        "IMG_1", "Edit Piaf", "Edith", "Edition", "Xerox copy shop", "Copy shop", "copyright",
        "photocopy", "credited", "Cornucopia", "P(2)x", "コピー機", "Copenhagen 2019", "Kopietz 3",
        "mix tape", "my copybook", "copy editor", "Smile", "remix", "Copia perfecta", "Копиянка",
        "2019-06-01 10.00.00", "Bewerkte foto's", "IMG-mixed",
    ],
)  # fmt: skip
def test_other_words_mark_none(name: str) -> None:
    assert marks_of_copy(name) == 0


def test_a_copy_of_a_copy_bears_more_marks() -> None:
    assert marks_of_copy("IMG_1 copy copy") == 2
    assert marks_of_copy("Copy of IMG_1 (2)") == 2
    assert marks_of_copy("IMG_1 - Kopie - Kopie (3)") == 3
    assert marks_of_copy("copy of " * 50 + "IMG_1") > 3


@given(st.text(st.characters()))
def test_any_name_has_a_number_of_marks(name: str) -> None:
    assert marks_of_copy(name) >= 0


@pytest.mark.parametrize("word", ["копия", "Kopya", "másolat", "نسخة", "bản sao", "复制"])
def test_of_equal_files_the_plain_name_stays(word: str) -> None:
    plain = photo(1, "/p/IMG_0001.jpg", mtime_ns=9 * 10**18)
    copy = photo(2, f"/p/IMG_0001 - {word}.jpg", mtime_ns=10**18)  # looks older, as restored
    assert suggest_keeper([copy, plain], DEFAULT_RULES).keeper == 1


def test_a_true_date_is_worth_more_than_none_and_than_that_of_saving() -> None:
    true = photo(1, "/p/a.jpg", taken_ns=2 * 10**18)
    none = photo(2, "/p/b.jpg", mtime_ns=10**18)  # a reset clock, its file restored long ago
    saved = photo(3, "/p/c.jpg", taken_ns=10**18, is_shot_time=False)
    suggestion = suggest_keeper([none, saved, true], DEFAULT_RULES)
    assert suggestion.keeper == 1
    assert {verdict.code for verdict in suggestion.verdicts[1:]} == {"has-date"}

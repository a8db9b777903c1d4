"""Texts are read in their own character set, or not at all: nothing garbled comes of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgsim_desktop.reading.charsets import (
    UNWRITABLE,
    declared_set,
    decoded,
    decoded_comment,
    decoded_utf16,
    many_lines,
    one_line,
)

WESTERN = (
    "Zürich", "Fête", "Straße bei Nürnberg", "été à Genève", "España, niño", "São Paulo",
    "Põe na mesa", "København smørrebrød", "Malmø", "Malmö", "être ou ne pas être",
    "L’été dernier", "don’t", "“quoted” – yes", "„so“", "«voilà»", "¿Qué tal?", "Größe 20°",
    "père et mère", "città", "perché", "più", "Müller & Söhne", "Ñuñoa", "garçon", "maïs", "Noël",
    "Citroën", "août", "Århus", "Første sæson", "però", "Côte d’Azur", "Pâques", "forêt",
    "château", "crêpes", "même", "bibliothèque", "Ça va", "ÉTÉ 2003", "Où", "hôtel", "José & María",
    "Île de Ré", "Köln © Müller", "Håkon", "Règlement", "120 m²", "5 € each",
)  # fmt: skip
OTHERS = {
    "cp1251": "Москва и на даче в Киеве Красная площадь Ёлка Я",
    "koi8_r": "Москва весна",
    "cp1250": "Łódź Gdańsk Poznań Dvořák Plzeň Špilberk Őrség Erdős gyűrű się ręka Česko pračka "
    "dům Petrović tři piętro teď Žižkov mięta běh ćma Řeka Jiří Sněžka ľad kôň vŕba Ďumbier "
    "šťastný Hradčany Bačka Đakovo",
    "iso8859-2": "Łódź Gdańsk Žižkov Šumava casă fată są był",
    "cp1254": "Eskişehir Beşiktaş dağlar kıyısı İstanbul Ağrı kız Şile",
    "cp1257": "žąsis Rīga Šiauliai ėjo Kūčios Kārlis māja Ķegums Rēzekne vējš",
    "mac_roman": "Zürich Fête Straße Martínez città España Österreich Äpfel São Größe København "
    "français Málaga Noël hôtel lunedì Ávila don’t “quoted” aquí comió è",
    "cp437": "Zürich Straße Fête España château größer",
    "cp850": "Zürich Straße São Füße",
    "shift_jis": "東京タワー 京都 富士山 さくら 横浜の夜景 カメラ",
    "euc_jp": "東京 京都",
    "gbk": "北京 上海外滩 长城 我的照片",
    "big5": "台北 臺灣 高雄 日月潭 阿里山",
    "euc_kr": "서울 부산",
    "cp1253": "Αθήνα Κρήτη θάλασσα",
    "cp1255": "ירושלים",
    "cp1256": "القاهرة",
    "tis_620": "กรุงเทพ",
}


@pytest.mark.parametrize("text", WESTERN)
def test_a_western_text_without_a_declared_set_is_read(text: str) -> None:
    assert decoded(text.encode("cp1252")) == text


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_a_text_of_another_set_is_read_rightly_or_not_at_all(name: str) -> None:
    for word in OTHERS[name].split():
        assert decoded(word.encode(name)) in (None, word), word
    assert decoded(OTHERS[name].encode(name)) in (None, OTHERS[name])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff")))
def test_utf_8_is_read_for_what_it_is(text: str) -> None:
    assert decoded(text.encode()) == text


@pytest.mark.parametrize("text", ["Straße bei Zürich, 東京", "naïve Zoë"])
def test_utf_8_that_was_cut_off_in_a_letter_is_read_as_far_as_it_goes(text: str) -> None:
    assert decoded(text.encode()[:-1]) == text[:-1]
    assert decoded("Café".encode("latin-1")) == "Café"  # no UTF-8 that was cut off


@pytest.mark.parametrize(
    ("escape", "name", "text"),
    [
        (b"\x1b%G", "utf-8", "Łódź 東京"), (b"\x1b-A", "latin-1", "Zürich"),
        (b"\x1b.B", "iso8859-2", "Łódź Dvořák"), (b"\x1b-L", "iso8859-5", "Москва"),
        (b"\x1b-F", "iso8859-7", "Αθήνα"),
    ],
)  # fmt: skip
def test_a_declared_set_is_believed(escape: bytes, name: str, text: str) -> None:
    assert decoded(text.encode(name), declared_set(escape)) == text


def test_a_set_that_nobody_knows_is_as_good_as_none() -> None:
    assert declared_set(None) is None
    assert declared_set(b"\x1b(Q") is None


@pytest.mark.parametrize(
    "text", ["Hello", "Häuser", "Москва", "東京タワー", "中文", "กรุงเทพ", "😀 ok", "café\nzwei"]
)
def test_windows_own_texts_are_read_in_either_order_of_bytes(text: str) -> None:
    assert decoded_utf16(text.encode("utf-16-le") + b"\0\0") == text
    assert decoded_utf16(text.encode("utf-16-be"), big=True) == text
    assert decoded_utf16(text.encode("utf-16")) == text  # with a mark of its order


@pytest.mark.parametrize("text", ["Hello there", "Häuser", "Москва", "กรุงเทพ", "東京タワー"])
def test_the_wrong_order_of_bytes_is_noticed(text: str) -> None:
    assert decoded_utf16(text.encode("utf-16-be")) == text


def test_ascii_in_the_place_of_utf_16_is_no_chinese() -> None:
    assert decoded_utf16(b"a plain comment\0") == "a plain comment"


@pytest.mark.parametrize(
    ("raw", "big", "text"),
    [
        (b"ASCII\0\0\0plain", False, "plain"),
        (b"ASCII\0\0\0" + "Straße, 東京".encode(), False, "Straße, 東京"),
        (b"ASCII\0\0\0" + "Straße".encode("latin-1") + b"\0\0", False, "Straße"),
        (b"UNICODE\0" + "Straße".encode("utf-16-be"), True, "Straße"),
        (b"UNICODE\0" + "Straße".encode("utf-16-le"), False, "Straße"),
        (b"UNICODE\0" + "Straße".encode("utf-16-le"), True, "Straße"),
        (b"JIS\0\0\0\0\0" + "東京".encode("iso2022_jp"), False, "東京"),
        (bytes(8) + "Zürich".encode(), False, "Zürich"),
        (b"no code at all", False, "no code at all"),
        (bytes(8) + b"\x01\x02\xff\xfe", False, None),
        (b"ASCII\0\0\0" + bytes(200), False, None),
        (b"UNICODE\0" + b"\0" * 64, False, None),
        (b"ASCII\0\0\0\x01\x02\x80\x90\xff", False, None),
        (b"", False, None),
    ],
)
def test_a_comment_is_read_in_the_set_it_names(raw: bytes, big: bool, text: str | None) -> None:
    found = decoded_comment(raw, big=big)
    assert (found or "").strip("\0 ") == (text or "")


def test_a_comment_whose_set_cannot_be_told_is_an_error() -> None:
    with pytest.raises(ValueError, match="character set"):
        decoded_comment(b"ASCII\0\0\0" + "Москва".encode("cp1251"), big=False)


@given(st.binary(max_size=40))
def test_any_bytes_give_a_text_or_none(raw: bytes) -> None:
    for text in (decoded(raw), decoded(raw, "utf-8"), decoded_utf16(raw)):
        assert text is None or isinstance(text, str)


@given(st.text(st.characters()))
def test_what_is_written_holds_nothing_that_xml_cannot(text: str) -> None:
    for clean in (one_line(text), many_lines(text)):
        assert UNWRITABLE.search(clean) is None
        clean.encode()
    assert "\n" not in one_line(text)


def test_what_joins_letters_and_emoji_stays() -> None:
    assert one_line("👨‍👩‍👧 می‌خواهم") == "👨‍👩‍👧 می‌خواهم"
    assert many_lines("a\r\nb\rc\0d") == "a\nb\nc"

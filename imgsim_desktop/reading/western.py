"""Text without a declared character set: is it Windows' Western one, of which Latin-1 is a part?

Only where each accented letter and sign stands as the languages written in that set put it. Words
of Prague, Riga, Istanbul, Moscow or Tokyo, or of an old Macintosh or DOS, would else come out
garbled, and be written into somebody's files: better no word than a wrong one.
"""

from __future__ import annotations

import re
from typing import Final

_HARD: Final = "[bcdfghjklmnprstv]"

_CLEAR: Final = frozenset("äéóôöúüß")
"""The same byte is the same letter in the Western, Central European, Turkish and Baltic sets, or
one that hardly occurs."""

_LETTERS: Final = {
    letter: re.compile(pattern)
    for letter, pattern in (
        ("á", r"(?<!a)(?<!\W)á|(?<!\w)á(?=\w)"),  # not Straße of DOS
        ("â", r"â(?:[tmgl]|ch|pr|qu|cl|pl|nc)"),  # château; not Kārlis
        ("à", r"(?<!\w)à(?!\w)|\wà(?!\w)"),  # là, città
        ("å", r"å"),
        ("ã", r"ã(?=[eo])"),  # São; not casă
        ("æ", rf"(?<={_HARD})æ(?={_HARD}|k)"),  # være; not Petrović
        ("ç", r"ç(?=[aeiouáâãéêíóôõúü])"),  # garçon; not Rēzekne
        (
            "è",
            r"è(?:[bcdfglmnpqrtvxz]|[bcdfgptv][lr]|ch|gn|qu|gu|tt|ll|ss)e|ès(?!\w)|(?<!\w)è(?!\w)",
        ),
        ("ê", r"ê(?:[tmvlnpgr]|t[rt]|ch|qu|pr)[eé]|êts?(?!\w)|ês(?!\w)"),  # fête; not się
        ("ë", r"(?<=[aeiou])ë"),  # Noël; not vėjas
        ("í", r"í(?![ei])|(?<=\w)í"),  # not Ķegums
        ("ì", r"(?:(?<!\w)(?:cos|s|l)|(?:lune|marte|mercole|giove|vener)d)ì(?!\w)"),  # not běh
        ("î", r"î(?:t|tr|n|l|m)e|ît(?!\w)"),  # île, connaît; not Rīga
        ("ï", r"[aeou]ï(?=[a-z])"),  # naïf; not teď
        ("ñ", r"ñ(?=[aeiouáéíóú])"),  # España; not Gdańsk
        ("ò", r"(?:(?<!\w)(?:per|pu|ci|perci)|[ai]r)ò(?!\w)"),  # però; not Plzeň
        ("õ", r"õe"),  # põe; not Erdős
        ("ø", rf"(?:(?<!\w)|(?<={_HARD}))ø(?={_HARD}|(?!\w))"),  # smør; not tři
        ("ù", r"(?:(?<!\w)(?:o|pi|gi|virt|ges)|(?<!\w)giovent)ù(?!\w)"),  # où, più; not dům
        ("û", r"oû(?=[tl])|(?<!\w)sûre?(?!\w)|(?<!\w)dû(?!\w)|brûl|flûte"),  # goût; not gyűrű
    )
}
"""How the other letters stand in Western words. The same bytes are letters of the words named
behind `not`, which stand otherwise."""

_APOSTROPHE: Final = re.compile(
    r"(?:(?<!\w)(?:[cdjlmnost]|qu|jusqu|lorsqu|puisqu|aujourd|dell|all|nell|sull|dall|un)’(?=\w)"
    r"|(?<=\w)’(?:s|t|re|ve|ll|d|m|n)(?!\w))",
    re.IGNORECASE,
)
_PAIRS: Final = (("“", "”"), ("„", "“”"), ("‘", "’"), ("«", "»"), ("¿", "?"), ("¡", "!"))
_ALONE: Final = "–—•€§÷×·½¼¾±µ£©´\xa0"
"""Signs that touch no letter; in other sets they are letters and do."""
_BEHIND: Final = "…™®°²³ªº"
"""Signs that may follow one."""
_LETTER: Final = r"[A-Za-zÀ-ÖØ-öø-ÿŠšŽžŒœŸƒ]"
_MISPLACED: Final = re.compile(
    rf"{_LETTER}[–—•€§÷×·½¼¾±µ£©´„‘«¿¡]|[–—•€§÷×·½¼¾±µ£©´…™®°²³ªº”’»]{_LETTER}"
    r"|[^mM][²³]|[^\dnN][ªº]|^[²³ªº]"
)
_CAPITAL_INSIDE: Final = re.compile("[a-zß-öø-ÿ][À-ÖØ-ÞŠŽŒŸ]")
_MANY_IN_A_ROW: Final = re.compile("[À-ÖØ-öø-ÿ]{3}")
_ACCENTED_WORD: Final = re.compile(r"\w*[ß-öø-ÿšžœ]\w*")
_SINGLE: Final = frozenset("àéóöåæøúäü")
"""Words, or names of places, of one letter."""


def western(raw: bytes) -> str | None:
    """Bytes of a text -> what they say in Windows-1252; None where that is not certain."""
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return None
    if not re.search("[A-Za-z]", text) or not all(
        c.isprintable() or c in "\t\r\n\xa0" for c in text
    ):
        return None
    bare = _APOSTROPHE.sub("'", text)
    stands_well = (
        _are_paired(bare)
        and not _MISPLACED.search(bare)
        and not _CAPITAL_INSIDE.search(bare)
        and not _MANY_IN_A_ROW.search(bare)
        and all(map(_is_word, _ACCENTED_WORD.findall(bare.lower())))
    )
    return text if stands_well and _letters_fit(bare.lower()) else None


def _are_paired(text: str) -> bool:
    """Quotation marks open and close; „German“ closes with what else opens."""
    for first, last in _PAIRS:
        opened, closed = text.count(first), sum(map(text.count, last))
        if first == "“":
            opened = max(0, opened - text.count("„"))
            closed = max(0, closed - max(0, text.count("„") - text.count("“")))
        if opened > closed or (closed > opened and last in "”’»"):
            return False
    return not re.search(rf"{_LETTER}“", text) or "„" in text


def _is_word(word: str) -> bool:
    return bool(re.search("[a-z]", word)) or word in _SINGLE


def _letters_fit(text: str) -> bool:
    signs = {*_ALONE, *_BEHIND, *"“”„‘’«»¿¡"}
    for number, letter in enumerate(text):
        if letter.isascii() or letter in _CLEAR or letter in signs:
            continue
        pattern = _LETTERS.get(letter)
        if pattern is None or not any(
            found.start() <= number < found.end() for found in pattern.finditer(text)
        ):
            return False
    return True

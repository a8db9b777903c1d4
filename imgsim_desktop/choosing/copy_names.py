"""Names that systems give to copies: "IMG_1 - Kopie (2)", "Copy of IMG_1", "IMG_1-edited".

The words for "copy" are those of file managers, from the translations of GNOME Files and Caja
(https://github.com/GNOME/nautilus, https://github.com/mate-desktop/caja, folder `po`: " (copy)",
"Copy %zu"), and those that users of Windows and macOS report (jdupes#122, sdmaid#3655);
the Finder puts Hungarian and Turkish into the possessive. The words
for "edited" are what Google Photos puts behind an edited copy, as google-photos-takeout-helper
lists them (https://github.com/TheLastGimbus/GooglePhotosTakeoutHelper, lib/extras.dart).

A word counts where a system puts it, whole: at the end, or at the beginning before "of". So "Edit
Piaf", "Xerox copy shop" and "copyright" are no copies.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

COPY_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "af": ("kopie",),
    "ar": ("نسخة",),
    "az": ("nüsxə",),
    "be": ("копія",),
    "bg": ("копие",),
    "bn": ("অনুলিপি",),
    "bs": ("kopija",),
    "ca": ("còpia",),
    "cs": ("kopie",),
    "cy": ("copi",),
    "da": ("kopi",),
    "de": ("kopie",),
    "el": ("αντίγραφο", "αντιγραφή"),
    "en": ("copy",),
    "eo": ("kopio",),
    "es": ("copia",),
    "et": ("koopia",),
    "eu": ("kopia",),
    "fa": ("رونوشت", "نسخه"),
    "fi": ("kopio",),
    "fr": ("copie",),
    "ga": ("cóip",),
    "gl": ("copia",),
    "gu": ("નકલ",),
    "he": ("עותק", "העתק"),
    "hi": ("कॉपी",),
    "hr": ("kopija",),
    "hu": ("másolat", "másolata"),
    "hy": ("պատճեն", "պատճենում"),
    "id": ("salinan", "salin"),
    "is": ("afrit", "afrita"),
    "it": ("copia",),
    "ja": ("コピー", "複製"),
    "ka": ("ასლი",),
    "kk": ("көшірме",),
    "ko": ("사본", "복사본"),
    "lt": ("kopija",),
    "lv": ("kopija",),
    "mk": ("копија",),
    "mr": ("प्रत",),
    "ms": ("salinan",),
    "nb": ("kopi",),
    "nl": ("kopie",),
    "nn": ("kopi",),
    "oc": ("còpia",),
    "pa": ("ਕਾਪੀ",),
    "pl": ("kopia",),
    "pt": ("cópia",),
    "ro": ("copie", "copia", "copiere"),
    "ru": ("копия",),
    "sk": ("kópia",),
    "sl": ("kopija",),
    "sq": ("kopje", "kopja"),
    "sr": ("копија", "умножак", "umnožak"),
    "sv": ("kopia",),
    "ta": ("நகல்",),
    "te": ("నకలు",),
    "th": ("สำเนา",),
    "tr": ("kopya", "kopyası"),
    "uk": ("копія",),
    "ur": ("کاپی",),
    "uz": ("nusxa",),
    "vi": ("bản sao", "sao chép"),
    "zh": ("副本", "复件", "拷贝", "拷貝", "复制", "複製", "複本"),
}
"""By language (ISO 639-1), composed and in lower case."""

EDIT_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "ar": ("تم التعديل",),
    "ca": ("editat",),
    "de": ("bearbeitet",),
    "en": ("edited", "edit"),
    "es": ("editado", "ha editado"),
    "fr": ("modifié",),
    "hi": ("संपादित",),
    "id": ("diedit",),
    "it": ("modificato",),
    "ja": ("編集済み",),
    "ko": ("편집됨",),
    "nl": ("bewerkt",),
    "pl": ("edytowane",),
    "pt": ("editado",),
    "ru": ("отредактировано",),
    "th": ("แก้ไขแล้ว",),
    "tr": ("düzenlendi",),
    "vi": ("đã chỉnh sửa",),
    "zh": ("已编辑", "已修改", "已編輯"),
}

_UNSPACED: Final = frozenset({"ja", "ko", "th", "zh"})
"""Languages whose words need no blank before them."""
_OF: Final = "of|de|di|do|da|du|von|van|av|af|z|souboru|από|от|из|с"
_MOST_MARKS: Final = 6


def _any_of(words: dict[str, tuple[str, ...]], *, unspaced: bool) -> str:
    found = {
        word
        for language, said in words.items()
        if (language in _UNSPACED) is unspaced
        for word in said
    }
    return "|".join(map(re.escape, sorted(found, key=lambda word: (-len(word), word))))


_GAP: Final = r"[\s_.\-–—]"
_SPACED, _FREE = (_any_of(COPY_WORDS, unspaced=flag) for flag in (False, True))
_EDITS, _FREE_EDITS = (_any_of(EDIT_WORDS, unspaced=flag) for flag in (False, True))
_ENDINGS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"\s*[(（]\d{1,3}[)）]$",
        r"~\d{1,3}$",
        # (copy), (3rd copy), (another copy), (copy 2)
        rf"{_GAP}*[(（](?:[^()（）]{{1,20}}[\s.ªº])?(?:{_SPACED}|{_EDITS})(?:[\s#]?\d{{1,3}})?[)）]$",
        rf"{_GAP}*[(（][^()（）]{{0,12}}(?:{_FREE})(?:[\s#]?\d{{1,3}})?[)）]$",
        rf"(?:{_GAP}+|^)(?:{_SPACED}|{_EDITS})(?:[\s_]?\d{{1,3}})?$",
        rf"(?:{_GAP}|の|的)*(?:{_FREE}|{_FREE_EDITS})(?:[\s_]?\d{{1,3}})?$",
        r"-(?:effects|smile|mix|collage)$",
    )
)
_BEGINNINGS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^(?:{_SPACED})(?:\s?\(?\d{{1,3}}\)?)?\s+(?:{_OF})\s+(?=\S)",
        rf"^(?:{_SPACED})[\s_]?(?:\d{{1,3}}|[a-z])$",
        # Windows XP in languages that need no "of": "Kopia IMG_1", "コピー ～ IMG_1"
        rf"^(?!copy|copia|copi\b)(?:{_SPACED})\s+(?:[\-–—~～]\s*)?(?=\S*\d)",
        rf"^(?:{_FREE})(?:\s*[(（]\d{{1,3}}[)）])?\s*[\s\-–—~～]\s*(?=\S)",
    )
)


_PERHAPS: Final = re.compile(rf"[)）]$|~\d|-[esmc]|{_SPACED}|{_FREE}|{_EDITS}|{_FREE_EDITS}")
"""Without one of these a name bears no mark: asked of each photo of a library."""


def marks_of_copy(stem: str) -> int:
    """How many marks of copying or editing a file name bears, without its suffix.

    Every one counts: "IMG_1 copy (2)" is a copy of the copy.
    """
    name = unicodedata.normalize("NFC", stem).casefold().strip()
    if not _PERHAPS.search(name):
        return 0
    for marks in range(_MOST_MARKS):
        shorter = _without_one(name)
        if shorter is None:
            return marks
        name = shorter
    return _MOST_MARKS


def _without_one(name: str) -> str | None:
    for ending in _ENDINGS:
        match = ending.search(name)
        if match is not None:
            return name[: match.start()]
    for beginning in _BEGINNINGS:
        match = beginning.search(name)
        if match is not None:
            return name[match.end() :]
    return None

"""A query as conditions on the rows of photos in cache.db.

Each term is "photo_id, or content_id, is one of these": so that none is ever NULL, a term can be
excluded, and SQLite begins with whichever finds the fewest. Letters are looked for in an index of
three-letter pieces (FTS5, trigram) where there is one and the word has three letters; else name by
name.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from imgsim_desktop.library.finding import numbers
from imgsim_desktop.library.finding.dates import span_of
from imgsim_desktop.library.finding.grammar import Query, Term
from imgsim_desktop.library.finding.keys import Key, Kind
from imgsim_desktop.library.finding.near import circle_of

NAMES_INDEX, WORDS_INDEX = "names_index", "words_index"
KEPT_TABLE = "CREATE TEMP TABLE IF NOT EXISTS found_values (list INTEGER, value)"
KEPT = "SELECT value FROM temp.found_values WHERE list = ?"

_SCREENSHOT_NAMES = (
    "screenshot", "screen shot", "screen_shot", "bildschirmfoto", "capture d",
    "captura de pantalla", "captura de ecr", "captura da tela", "schermata", "schermafbeelding",
    "skjermbilde", "skärmavbild", "zrzut ekranu", "снимок экрана", "скриншот", "屏幕截图",
    "屏幕快照", "截图", "截屏", "スクリーンショット", "스크린샷", "snipaste", "scrnli",
)  # fmt: skip
"""How systems and phones begin the names of screenshots."""
_SCREENSHOT_FOLDERS = ("screenshots", "截图", "截屏", "屏幕截图", "bildschirmfotos")
_CAMERALESS = "SELECT content_id FROM contents WHERE camera IS NULL"


_SAID = "SELECT content_id FROM contents WHERE"
_HOLDS = _SAID + " holdings LIKE '%\"{0}%'"
_IS_ANIMATED = 'is_animated": true'

_CONTENT_KINDS: Mapping[Kind, str] = {
    Kind.RAW: f"{_SAID} format = 'RAW'",
    Kind.PANORAMA: f"{_SAID} width_px >= 2 * height_px AND height_px >= 500",
    Kind.ANIMATED: _HOLDS.format(_IS_ANIMATED),
    Kind.HDR: _HOLDS.format('gain"'),
    Kind.DEPTH: _HOLDS.format('depth"'),
    Kind.PAGES: (f"{_SAID} holdings LIKE '%\"pages\":%' AND holdings NOT LIKE '%{_IS_ANIMATED}%'"),
    Kind.LAYERS: _HOLDS.format('layers":'),
    Kind.TRANSPARENT: _HOLDS.format('is_transparent": true'),
    Kind.PORTRAIT: f"{_SAID} width_px < height_px",
    Kind.LANDSCAPE: f"{_SAID} width_px > height_px",
    Kind.SQUARE: f"{_SAID} width_px = height_px",
    Kind.PLACE: f"{_SAID} latitude IS NOT NULL AND longitude IS NOT NULL",
    Kind.DATED: f"{_SAID} taken_ns IS NOT NULL AND is_shot_time",
    Kind.CAMERA: f"{_SAID} camera IS NOT NULL",
    Kind.DAMAGED: f"{_SAID} damage IS NOT NULL",
    Kind.BLANK: f"{_SAID} is_blank",
    Kind.COPY: (
        "SELECT content_id FROM photos WHERE content_id IS NOT NULL AND is_online"
        " GROUP BY content_id HAVING count(*) > 1"
    ),
}
_BESIDE = "(',' || companions || ',') LIKE '%,{0},%'"
_RATED = (
    "SELECT photo_id FROM sidecars WHERE rating IS NOT NULL AND {0} UNION ALL"
    " SELECT photo_id FROM photos WHERE content_id IN (SELECT content_id FROM contents WHERE {0})"
    " AND photo_id NOT IN (SELECT photo_id FROM sidecars WHERE rating IS NOT NULL)"
)
"""Photos of a rating: what XMP beside a photo says of it holds, and else what is in its file."""
_PHOTO_KINDS: Mapping[Kind, str] = {
    Kind.FILM: (
        f"SELECT photo_id FROM photos WHERE {_BESIDE.format('film')}"
        " OR content_id IN (SELECT content_id FROM contents WHERE holdings LIKE '%\"film\":%')"
    ),
    Kind.EDITED: f"SELECT photo_id FROM photos WHERE {_BESIDE.format('edits')}",
    Kind.PICKED: "SELECT photo_id FROM sidecars WHERE is_picked",
    Kind.TAGGED: (
        "SELECT photo_id FROM sidecars WHERE keywords != '' UNION ALL SELECT photo_id FROM photos"
        f" WHERE content_id IN ({_SAID} keywords != '[]')"
    ),
    Kind.CAPTIONED: (
        "SELECT photo_id FROM sidecars WHERE caption != '' UNION ALL SELECT photo_id FROM photos"
        " WHERE content_id IN (SELECT content_id FROM words WHERE caption != '')"
    ),
    Kind.RATED: _RATED.format("rating >= 1"),
    Kind.REJECTED: _RATED.format("rating = -1"),
}


@dataclass(frozen=True, slots=True)
class Clauses:
    """Conditions that must all hold, on a row of `photos`, and their values in order."""

    conditions: tuple[str, ...]
    values: tuple[object, ...]


class Known:
    """What the conditions need to know of the cache; each asked for at most once a query."""

    def __init__(
        self,
        has_index: Callable[[], bool],
        folders: Callable[[], Sequence[tuple[str, bytes]]],
        cameras: Callable[[], Sequence[str]],
        lenses: Callable[[], Sequence[str]],
        keep: Callable[[Sequence[bytes] | Sequence[str]], int],
    ) -> None:
        """folders  (path from the name of its root on, with `/`; path as stored) of each folder
        keep     puts values into the table KEPT, and returns the number of their list: there may be
                 more of them than one statement takes
        """
        self.has_index, self.keep = has_index, keep
        self._ask = (folders, cameras, lenses)
        self._folders: Sequence[tuple[str, bytes]] | None = None
        self._cameras: Sequence[str] | None = None
        self._lenses: Sequence[str] | None = None

    def folders_with(self, letters: str) -> list[bytes]:
        if self._folders is None:
            self._folders = [(fold(text), blob) for text, blob in self._ask[0]()]
        wanted = fold(letters)
        return [blob for text, blob in self._folders if wanted in text]

    def folders_called(self, names: Sequence[str]) -> list[bytes]:
        """Whose own name is one of these, small letters."""
        self.folders_with("")
        return [blob for text, blob in self._folders or () if text.rpartition("/")[2] in names]

    def cameras_with(self, letters: str) -> list[str]:
        if self._cameras is None:
            self._cameras = self._ask[1]()
        return [name for name in self._cameras if fold(letters) in fold(name)]

    def lenses_with(self, letters: str) -> list[str]:
        if self._lenses is None:
            self._lenses = self._ask[2]()
        return [name for name in self._lenses if fold(letters) in fold(name)]


def clauses_of(query: Query, known: Known, today: date) -> Clauses:
    """The query as SQL. One that nobody understands finds nothing."""
    if query.trouble is not None:
        return Clauses(("0",), ())
    conditions: list[str] = []
    values: list[object] = []
    for term in query.terms:
        either: list[str] = []
        for value in term.values:
            condition, more = _condition(term, value, known, today)
            either.append(condition)
            values += more
        joined = " OR ".join(either)
        conditions.append(f"NOT ({joined})" if term.is_excluded else f"({joined})")
    return Clauses(tuple(conditions), tuple(values))


def fold(text: str) -> str:
    """As letters are compared: in any case, however accents are composed."""
    return unicodedata.normalize("NFC", text).casefold()


_Condition = tuple[str, Sequence[object]]


def _condition(term: Term, value: str, known: Known, today: date) -> _Condition:
    match term.key:
        case Key.DATE:
            span = span_of(value, today)
            return ("0", ()) if span is None else ("sort_time_ns >= ? AND sort_time_ns < ?", span)
        case Key.SIZE:
            return _range("size_bytes", value, numbers.BYTES, is_whole=False)
        case Key.PIXELS:
            units = numbers.MEGAPIXELS
            return _of_content(*_range("width_px * height_px", value, units, is_whole=False))
        case Key.WIDTH | Key.HEIGHT:
            column = f"{term.key}_px"
            return _of_content(*_range(column, value, numbers.PLAIN, is_whole=True))
        case Key.RATING:
            condition, ends = _range("coalesce(rating, 0)", value, numbers.STARS, is_whole=True)
            return f"photo_id IN ({_RATED.format(condition)})", (*ends, *ends)
        case Key.FORMAT:
            return _format(value)
        case Key.KIND:
            return _kind(Kind(value), known)
        case Key.NEAR:
            return _near(value)
        case _:
            return _letters(term.key, value, known)


def _of_content(condition: str, values: Sequence[object]) -> _Condition:
    return f"content_id IN (SELECT content_id FROM contents WHERE {condition})", values


def _range(column: str, value: str, units: Mapping[str, float], *, is_whole: bool) -> _Condition:
    asked = numbers.between(value, units, is_whole=is_whole)
    if asked is None:
        return "0", ()
    ends = [
        (sign, end) for sign, end in ((">=", asked.least), ("<=", asked.most)) if math.isfinite(end)
    ]
    return " AND ".join(f"{column} {sign} ?" for sign, _ in ends), [end for _, end in ends]


def _format(value: str) -> _Condition:
    """A format by its name, or the ending of a name, which begins with a dot."""
    if value.startswith("."):
        return "lower(name) LIKE ? ESCAPE '\\'", (f"%{_like(value)}",)
    return _of_content("format = ?", (value.upper(),))


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _kind(kind: Kind, known: Known) -> _Condition:
    if kind in _CONTENT_KINDS:
        return f"content_id IN ({_CONTENT_KINDS[kind]})", ()
    if kind in _PHOTO_KINDS:
        return f"photo_id IN ({_PHOTO_KINDS[kind]})", ()
    return _screenshots(known)


def _screenshots(known: Known) -> _Condition:
    """By name or by folder, and from no camera; the index first tells which names to look at."""
    values: list[object] = []
    begin = " OR ".join(["lower(name) LIKE ? ESCAPE '\\'"] * len(_SCREENSHOT_NAMES))
    likes = [f"{_like(name)}%" for name in _SCREENSHOT_NAMES]
    if known.has_index():
        phrases = " OR ".join(_phrase(name) for name in _SCREENSHOT_NAMES if _is_indexed(name))
        short = [f"{name}%" for name in _SCREENSHOT_NAMES if not _is_indexed(name)]
        few = " OR ".join(["name LIKE ?"] * len(short))
        told = f"SELECT rowid FROM {NAMES_INDEX} WHERE {NAMES_INDEX} MATCH ?"
        named = f"SELECT photo_id FROM photos WHERE photo_id IN ({told}) AND ({begin})"
        named += f" UNION ALL SELECT photo_id FROM photos WHERE {few}"
        values += [phrases, *likes, *short]
    else:
        named = f"SELECT photo_id FROM photos WHERE {begin}"
        values += likes
    folders = known.folders_called(_SCREENSHOT_FOLDERS)
    if folders:
        named += f" UNION ALL SELECT photo_id FROM photos WHERE folder IN ({KEPT})"
        values.append(known.keep(folders))
    return f"content_id IN ({_CAMERALESS}) AND photo_id IN ({named})", values


def _near(value: str) -> _Condition:
    circle = circle_of(value)
    if circle is None:
        return "0", ()
    south, north, west, east = circle.box()
    across = "OR" if west > east else "AND"
    box = f"latitude BETWEEN ? AND ? AND (longitude >= ? {across} longitude <= ?)"
    exact = "is_in_circle(latitude, longitude, ?)"
    return _of_content(f"{box} AND {exact}", (south, north, west, east, circle.text))


# Letters -----------------------------------------------------------------------------------------


def _letters(key: Key, value: str, known: Known) -> _Condition:
    """photo_id is one of those that hold the letters where the key says."""
    sources: list[str] = []
    values: list[object] = []

    def add(source: str, more: Sequence[object]) -> None:
        sources.append(source)
        values.extend(more)

    is_any = key is Key.TEXT
    forms = list(dict.fromkeys(unicodedata.normalize(form, value) for form in ("NFC", "NFD")))
    if is_any or key is Key.NAME:
        for form in forms:
            add(*_in_names(form, known))
    if is_any or key is Key.FOLDER:
        folders = known.folders_with(value)
        if folders:
            add(f"SELECT photo_id FROM photos WHERE folder IN ({KEPT})", (known.keep(folders),))
    contents: list[str] = []
    about: list[object] = []
    for wanted, column in ((Key.KEYWORD, "keywords"), (Key.CAPTION, "caption")):
        if is_any or key is wanted:
            for form in forms:
                add(*_beside(column, form))
                source, more = _in_words(column, form, known)
                contents.append(source)
                about += more
    for wanted, table, column, names in (
        (Key.CAMERA, "contents", "camera", known.cameras_with),
        (Key.LENS, "words", "lens", known.lenses_with),
    ):
        if is_any or key is wanted:
            found = names(value)
            if found:
                contents.append(f"SELECT content_id FROM {table} WHERE {column} IN ({KEPT})")
                about.append(known.keep(found))
    if contents:
        add(
            f"SELECT photo_id FROM photos WHERE content_id IN ({' UNION ALL '.join(contents)})",
            about,
        )
    if not sources:
        return "0", ()
    return f"photo_id IN ({' UNION ALL '.join(sources)})", values


def _in_names(letters: str, known: Known) -> _Condition:
    if _is_indexed(letters) and known.has_index():
        return f"SELECT rowid FROM {NAMES_INDEX} WHERE {NAMES_INDEX} MATCH ?", (_phrase(letters),)
    return _rows_with("SELECT photo_id FROM photos", "name", letters)


def _in_words(column: str, letters: str, known: Known) -> _Condition:
    if _is_indexed(letters) and known.has_index():
        asked = f"{column} : {_phrase(letters)}"
        return f"SELECT rowid FROM {WORDS_INDEX} WHERE {WORDS_INDEX} MATCH ?", (asked,)
    return _rows_with("SELECT content_id FROM words", column, letters)


def _beside(column: str, letters: str) -> _Condition:
    """In XMP beside photos; there is no index of it: few photos have any."""
    return _rows_with("SELECT photo_id FROM sidecars", column, letters)


def _rows_with(rows: str, column: str, letters: str) -> _Condition:
    """Those whose column holds the letters, row by row."""
    # SQLite's lower() knows ASCII alone, our function costs 40 ms more at 100,000 names.
    small = "lower" if letters.isascii() else "casefold"
    return f"{rows} WHERE instr({small}({column}), ?)", (letters.casefold(),)


def _is_indexed(letters: str) -> bool:
    """Whether the index finds just what a look at each name would: it folds letter by letter."""
    small = letters.casefold()
    return len(letters) >= 3 and small == letters.lower() and len(small) == len(letters)


def _phrase(letters: str) -> str:
    return '"' + letters.replace('"', '""') + '"'


def below_root(folder: str, roots: Sequence[str]) -> str:
    """How a folder is looked for: from the name of its root on, with `/` between.

    Letters alone: a million photos may have a hundred thousand folders, and a Path costs 20 us.
    """
    for root in roots:
        if folder.startswith(root) and folder[len(root) :][:1] in ("", "/", "\\"):
            name_at = max(root.rfind("/"), root.rfind("\\")) + 1
            return folder[name_at:].replace("\\", "/")
    return folder.replace("\\", "/")

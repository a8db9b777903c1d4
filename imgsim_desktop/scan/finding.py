"""What a person looks for, understood: the language of the library with the formats of reading."""

from __future__ import annotations

from datetime import date

from imgsim_desktop.library.finding import Query, parse
from imgsim_desktop.reading.formats import FORMAT_WORDS


def understand(text: str, today: date | None = None) -> Query:
    """What is asked for; never raises. today: for "last summer", if it is another day."""
    return parse(text, today, FORMAT_WORDS)

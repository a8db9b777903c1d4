"""What the person chose: one frozen value, one JSON file."""

from __future__ import annotations

import functools
import logging
from dataclasses import dataclass, field, fields
from typing import Any

from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.files import disk_error
from imgsim_desktop.library.kept_json import KeptJson
from imgsim_desktop.library.lock import briefly_alone
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Library

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their defaults; a new field needs nothing else."""

    backend: str = "builtin"
    """Of every library that has none of its own."""
    library_backends: dict[str, str] = field(default_factory=dict)
    """Key of a library -> the network that describes it, where that is another one."""
    device: str = "auto"
    """auto, cpu, cuda, mps."""
    threads: int = 0
    """Threads that decode; 0: one a processor core."""
    theme: str = "system"
    """system, light, dark."""
    language: str = ""
    """A code such as "en" or "zh_CN"; empty follows the system."""
    thumbnail_px: int = 168
    """Side of a cell's picture in the gallery; in rows, the width of one of five by three."""
    gallery_cells: str = "rows"
    """rows: lines of one width, each photo at its own shape; squares: cells of one size."""
    gallery_days: bool = True
    """Whether a gallery in rows and sorted by date has the days above its photos."""
    gallery_names: bool = False
    """Whether the gallery says all names, or only that of the photo under the pointer."""
    gallery_stars: bool = False
    """Whether the gallery shows all stars, or only with the name."""
    large_film: bool = True
    """Whether the large view has the photos before and after below it."""
    large_facts: bool = False
    """Whether it has the facts about the photo beside it."""
    slideshow_s: int = 4
    """Seconds for which a slide show shows a photo."""
    sort_by: str = "date"
    """date, name, size, folder."""
    sort_descending: bool = True
    confidence: float = 0.9
    """From which pairs are grouped."""
    keep_rules: tuple[str, ...] = ()
    """Names in choosing.RULES, first one first; empty: the program's own order."""
    carry_metadata: bool = True
    """Whether the commit sheet's tick about words that would be lost is set at first."""
    raw_and_jpeg: str = "one"
    """What a RAW and a JPEG of one shot are: one, keep-raw, keep-jpeg, two (choosing.OneShot)."""
    rule_sets: dict[str, str] = field(default_factory=dict)
    """Orders of rules saved by name, one rule a line."""
    rules_version: int = 0
    """Among which rules keep_rules and rule_sets were chosen (choosing.newer_rules)."""
    excludes: tuple[str, ...] = ()
    """Patterns given to new libraries."""
    follow_hidden: bool = False
    """Whether new libraries look into hidden folders."""
    watch: bool = True
    """Whether the window looks for new photos by itself."""
    window_layout: str = ""
    """Qt's geometry and state, base64."""
    shortcuts: dict[str, str] = field(default_factory=dict)
    """Action name -> key, where the person changed it."""

    def backend_of(self, library: Library | None) -> str:
        """The network that describes a library; without one, that of new libraries."""
        own = None if library is None else self.library_backends.get(library.key)
        return own or self.backend

    @property
    def networks_in_use(self) -> frozenset[str]:
        """Names of all networks that describe a library."""
        return frozenset({self.backend, *self.library_backends.values()})


def load_settings(home: Home) -> Settings:
    """The saved settings; what is missing or of the wrong type has its default.

    A damaged file is set aside, one of a newer version is left as it is; both are told, and the
    defaults are used: settings never stop the program.
    """
    path = home.settings_json
    try:
        data = KeptJson(path).load() or {}
    except OSError as error:
        _log.warning("%s cannot be read (%s); defaults used", path, error)
        return Settings()
    except KnownError as error:
        _tell_once(error.sentence, error.hint)
        return Settings()
    values: dict[str, Any] = {}
    for item in fields(Settings):
        if item.name in data:
            value = _fitting(data[item.name], getattr(Settings(), item.name))
            if value is None:
                _log.warning("%s: %s has the wrong type; default used", path, item.name)
            else:
                values[item.name] = value
    return Settings(**values)


def save_settings(home: Home, settings: Settings, before: Settings | None = None) -> None:
    """Write them; keys of a newer version that we do not know are kept.

    Raises KnownError if the disk refuses, or a newer version wrote a file of another form.

    before  what they were when they were read or written last: only what has changed since is
            written, so that two windows do not take back each other's changes
    """
    kept = KeptJson(home.settings_json)
    with briefly_alone(home.lock):
        try:
            data = kept.load() or {}
        except OSError as error:
            raise disk_error(error, kept.path) from error
        for item in fields(settings):
            value = getattr(settings, item.name)
            if before is None or value != getattr(before, item.name) or item.name not in data:
                data[item.name] = value
        kept.save(dict(sorted(data.items())))


@functools.cache
def _tell_once(sentence: str, hint: str) -> None:
    """Settings are loaded many times; the doors show a KnownError that is logged to the person."""
    _log.warning("%s", KnownError(sentence, hint))


def _fitting(value: Any, default: Any) -> Any:
    """The value in the type of the default, or None if it does not fit."""
    if isinstance(default, tuple):
        is_texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return tuple(value) if is_texts else None
    if isinstance(default, dict):
        is_texts = isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
        return value if is_texts else None
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value if type(value) is type(default) else None

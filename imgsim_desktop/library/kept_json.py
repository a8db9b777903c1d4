"""Small JSON files of the person's choices: with a checksum, so that a changed bit is noticed.

`{"...": ..., "checksum": "1a2b3c4d"}`: CRC-32 of the rest. Without that line a file is taken as it
is: so do versions before there was one, and so may whoever edits it by hand. What is damaged is set
aside, and a second copy, where there is one, takes its place; both are told by a warning.

`"version": 2` stands in a file that this version would misunderstand; there is none yet, and files
of today do without that line. Keys that are only more are kept as they are, and need no version.
"""

from __future__ import annotations

import json
import logging
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imgsim_desktop.bounded_json import BadJson, load_json
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.files import replace_file, set_aside

CHECKSUM = "checksum"
VERSION = "version"
KNOWN_VERSION = 1
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptJson:
    """One file that holds one JSON object."""

    path: Path
    has_copy: bool = False
    """Whether a second file holds the same: for what could not be set up again in a minute."""

    @property
    def copy(self) -> Path:
        return self.path.with_name(self.path.name + ".copy")

    def load(self) -> dict[str, Any] | None:
        """What it says; None if there is none, or none that is whole.

        Raises OSError if it cannot be read, KnownError if a newer version of the program wrote it.
        """
        try:
            return self._known(_read(self.path))
        except FileNotFoundError:
            return None
        except ValueError as error:
            return self._mended(error)

    def save(self, data: dict[str, Any]) -> None:
        """Replace it. Raises KnownError if the disk refuses; then it is as it was."""
        said = {key: value for key, value in data.items() if key != CHECKSUM}
        text = json.dumps({**said, CHECKSUM: _checksum(said)}, indent=1).encode()
        replace_file(self.path, text)
        if self.has_copy:
            replace_file(self.copy, text)

    def _known(self, data: dict[str, Any]) -> dict[str, Any]:
        version = data.get(VERSION, KNOWN_VERSION)
        if isinstance(version, int) and version > KNOWN_VERSION:
            raise KnownError(
                Sentence(
                    "{path} was written by a newer version of ImgSim Desktop.", path=self.path
                ),
                "Install that version again; this one leaves the file untouched.",
            )
        return data

    def set_aside(self, why: object) -> None:
        """It is whole, but makes no sense: keep it beside, and tell."""
        _tell(self.path, why, Sentence("It starts empty."))

    def _mended(self, error: ValueError) -> dict[str, Any] | None:
        found = None
        if self.has_copy:
            try:
                found = self._known(_read(self.copy))
            except (OSError, ValueError) as trouble:
                _log.info("%s is no copy to put back: %s", self.copy, trouble)
        if found is None:
            _tell(self.path, error, Sentence("What is usual is used instead."))
            return None
        if _tell(self.path, error, Sentence("Its copy has taken its place.")):
            self.save(found)
        return found


def _tell(path: Path, why: object, now: Sentence) -> bool:
    """Set a file aside and warn: the doors show a KnownError that is logged to the person."""
    try:
        kept = set_aside(path).name
    except OSError as error:
        _log.warning("%s is damaged and cannot be set aside: %s", path, error)
        return False
    said = Sentence(
        "{path} was damaged or changed by hand ({why}); it is kept as {name}.",
        path=path,
        why=why,
        name=kept,
    )
    _log.warning("%s", KnownError(said, now))
    return True


def _read(path: Path) -> dict[str, Any]:
    data = load_json(path)
    if not isinstance(data, dict):
        raise BadJson("it holds no object")
    said = {key: value for key, value in data.items() if key != CHECKSUM}
    if CHECKSUM in data and data[CHECKSUM] != _checksum(said):
        raise BadJson(f'its checksum does not fit; take the line "{CHECKSUM}" out to keep a change')
    return said


def _checksum(data: dict[str, Any]) -> str:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return f"{zlib.crc32(text.encode()):08x}"

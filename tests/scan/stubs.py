"""Readers that a test puts in the place of the real one. Imported by name in the workers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.records import Failure, FoundFile, InputShape, Reading, Reason
from tests.workers.stubs import BAD

BAD_NAME = "bad.jpg"


def fail_all(reason: Reason, file: FoundFile, *_: object) -> Failure:
    """For `functools.partial`: nothing can be read."""
    return Failure(file, reason, "busy")


def see_another(
    name: str, other: Path, file: FoundFile, shape: InputShape, parts_shape: InputShape | None
) -> Reading | Failure:
    """Takes the file of that name for another picture."""
    outcome = read_photo(file, shape, parts_shape)
    seen = read_photo(replace(file, path=other), shape, parts_shape)
    assert isinstance(outcome, Reading)
    assert isinstance(seen, Reading)
    if file.path.name != name:
        return outcome
    return replace(seen, file=file, content_hash=outcome.content_hash)


def read_with_a_bad_decoder(
    bad: str, file: FoundFile, shape: InputShape, parts_shape: InputShape | None
) -> Reading | Failure:
    """Goes wrong over one file as `bad` says, as long as it has its first content."""
    if file.path.name == BAD_NAME and file.path.read_bytes().endswith(b"bad"):
        BAD[bad](0)
    return read_photo(file, shape, parts_shape)

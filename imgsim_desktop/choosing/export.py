"""Groups on paper: a review as JSON that can be loaded again, as CSV, as a page with pictures.

A snapshot of plain records is taken first, so that writing needs no review and no GUI thread.
"""

from __future__ import annotations

import base64
import csv
import html
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imgsim_desktop.choosing.marks import Review
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import Photo

FORMAT = "imgsim-review"
VERSION = 1
SUFFIXES = (".csv", ".json", ".html")
COLUMNS = (
    "group", "kind", "confidence", "file", "mark", "suggested", "why", "size_bytes", "width_px",
    "height_px", "format", "content_hash",
)  # fmt: skip

_STYLE = """
body { font: 15px/1.4 system-ui, sans-serif; margin: 2em; color-scheme: light dark }
section { border-top: 1px solid #8886; padding: .8em 0 } ul { display: flex; flex-wrap: wrap;
gap: 1em; list-style: none; padding: 0; margin: 0 } li { width: 200px; overflow-wrap: anywhere }
img { max-width: 200px; max-height: 160px; display: block } h2 { font-size: 1em }
.trash { opacity: .6 } small { display: block }
"""


@dataclass(frozen=True, slots=True)
class Member:
    """One photo of a group, and what is to become of it."""

    photo: Photo
    mark: str
    """The user's: "keep", "trash", or empty."""
    suggested: str
    """What is shown: the user's mark, or what the program suggests in its place."""
    why: str
    """Code of the rule that decided."""


@dataclass(frozen=True, slots=True)
class GroupSheet:
    """One group, the photo to keep first."""

    number: int
    kind: str
    confidence: float
    members: tuple[Member, ...]


Thumbnail = Callable[[bytes], bytes | None]
"""Small JPEG of a content, if there is one."""


def snapshot(review: Review) -> list[GroupSheet]:
    """All groups that have something to choose from, as they are now."""
    sheets: list[GroupSheet] = []
    for group in review.groups:
        if len(review.members(group)) < 2:
            continue
        rules = {v.photo_id: v.code for v in review.suggestion(group).verdicts}
        shown = review.shown_marks(group)
        members = tuple(
            Member(review.photo(n), review.mark_of(n) or "", mark or "", rules[n])
            for n, mark in shown.items()
        )
        number = len(sheets) + 1
        sheets.append(GroupSheet(number, group.kind.value, group.confidence, members))
    return sheets


def check_name(path: Path) -> None:
    """Raises KnownError for a name that says no format we write."""
    if path.suffix.lower() not in SUFFIXES:
        raise KnownError(
            Sentence("Groups are exported as .csv, .json or .html, not as {name}.", name=path.name),
            "Choose one of these names.",
        )


def write_groups(
    path: Path, sheets: Sequence[GroupSheet], thumbnail: Thumbnail = lambda _hash: None
) -> None:
    """CSV, JSON or HTML, by the name. Raises KnownError for another name and for a full disk."""
    check_name(path)
    suffix = path.suffix.lower()
    parts = {
        ".csv": lambda: _csv_parts(sheets),
        ".json": lambda: iter([json.dumps(as_document(sheets), indent=1)]),
        ".html": lambda: _html_parts(sheets, thumbnail),
    }[suffix]()
    aside = path.with_name(f".{path.name}.part")
    try:
        with aside.open("w", encoding="utf-8-sig" if suffix == ".csv" else "utf-8") as file:
            for part in parts:
                file.write(part)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise KnownError(
            Sentence("{path} cannot be written: {why}.", path=path, why=error.strerror or error),
            "Choose another place.",
        ) from error


def as_document(sheets: Iterable[GroupSheet]) -> dict[str, Any]:
    """Fit for JSON and for `marks_of`; a name that is no UTF-8 keeps its bytes."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "groups": [
            {
                "group": sheet.number,
                "kind": sheet.kind,
                "confidence": round(sheet.confidence, 6),
                "members": [
                    {
                        "path": str(member.photo.path),
                        "content_hash": member.photo.content_hash.hex(),
                        "size_bytes": member.photo.size_bytes,
                        "mark": member.mark,
                        "suggested": member.suggested,
                        "why": member.why,
                    }
                    for member in sheet.members
                ],
            }
            for sheet in sheets
        ],
    }


def _csv_parts(sheets: Iterable[GroupSheet]) -> Iterator[str]:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for sheet in sheets:
        for member in sheet.members:
            photo, facts = member.photo, member.photo.facts
            writer.writerow(
                [
                    sheet.number, sheet.kind, f"{sheet.confidence:.4f}", _said(photo.path),
                    member.mark, member.suggested, member.why, photo.size_bytes, facts.width_px,
                    facts.height_px, facts.format, photo.content_hash.hex(),
                ]
            )  # fmt: skip
        yield text.getvalue()
        text.seek(0)
        text.truncate()
    yield text.getvalue()


def _html_parts(sheets: Sequence[GroupSheet], thumbnail: Thumbnail) -> Iterator[str]:
    """A page that needs nothing else: pictures are inside, a browser loads them as it scrolls."""
    yield (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>ImgSim groups</title>'
        f"<style>{_STYLE}</style><h1>{len(sheets)} groups</h1>\n"
    )
    for sheet in sheets:
        yield f"<section><h2>{sheet.number} · {sheet.kind} · {sheet.confidence:.0%}</h2><ul>\n"
        for member in sheet.members:
            photo = member.photo
            jpeg = thumbnail(photo.content_hash)
            picture = ""
            if jpeg is not None:
                data = base64.b64encode(jpeg).decode()
                picture = f'<img loading="lazy" alt="" src="data:image/jpeg;base64,{data}">'
            mark = html.escape(member.suggested or "-")
            yield (
                (
                    f'<li class="{mark}">{picture}<b>{mark}</b> {html.escape(photo.path.name)}'
                    f"<small>{html.escape(_said(photo.path.parent))}</small>"
                    f"<small>{photo.facts.width_px} × {photo.facts.height_px}, "
                    f"{photo.size_bytes:,} bytes, {html.escape(member.why)}</small></li>\n"
                )
                .encode("utf-8", "replace")
                .decode()
            )
        yield "</ul></section>\n"
    yield "</html>\n"


def _said(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "replace")

"""Receipts: what a commit did, for people and for spreadsheets, made of the journal alone."""

from __future__ import annotations

import csv
import html
import io
import logging
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from imgsim_desktop.acting.journal import JournalEntry
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.private import like_folder, make_private

COLUMNS = (
    "time", "operation", "state", "file", "size_bytes", "went_to", "kept", "why", "entry", "undo",
)  # fmt: skip

SUFFIXES = (".csv", ".html")

_log = logging.getLogger(__name__)

_STYLE = """
body { font: 15px/1.4 system-ui, sans-serif; margin: 2em; color-scheme: light dark }
table { border-collapse: collapse; width: 100% } caption { text-align: start; margin: 0 0 1em }
th, td { text-align: start; padding: .3em .6em; border-bottom: 1px solid #8884;
  vertical-align: top; overflow-wrap: anywhere } code { font-size: .9em }
"""


def rows(entries: Iterable[JournalEntry]) -> list[dict[str, str]]:
    """One row an operation, by COLUMNS; the photo of a unit after what went along with it."""
    return [
        {
            "time": _time(entry),
            "operation": entry.operation.value,
            "state": entry.state.value + (f" ({entry.code})" if entry.code else ""),
            "file": _said(entry.stamp.path),
            "size_bytes": str(entry.stamp.size_bytes),
            "went_to": "" if entry.resting is None else _said(entry.resting.file),
            "kept": "" if entry.keeper is None else _said(entry.keeper.path),
            "why": entry.why,
            "entry": entry.entry_id,
            "undo": f"imgsim undo {entry.unit_id}",
        }
        for entry in entries
    ]


def csv_receipt(entries: Iterable[JournalEntry]) -> bytes:
    """For a spreadsheet: UTF-8 with the mark that makes Excel read it as such."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows(entries))
    return text.getvalue().encode("utf-8-sig")


def html_receipt(entries: Sequence[JournalEntry]) -> bytes:
    """For people: one page without scripts that needs nothing else."""
    done = [entry for entry in entries if entry.can_undo and not entry.is_sidecar]
    size = sum(entry.stamp.size_bytes for entry in done)
    batches = list(dict.fromkeys(entry.batch_id for entry in entries))
    undo = "; ".join(f"<code>imgsim undo {html.escape(batch)}</code>" for batch in batches)
    head = "".join(f"<th scope=col>{name.replace('_', ' ')}</th>" for name in COLUMNS)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{html.escape(row[name])}</td>" for name in COLUMNS) + "</tr>"
        for row in rows(entries)
    )
    page = f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>ImgSim receipt</title><style>{_STYLE}</style>
<h1>ImgSim receipt</h1>
<table><caption>{len(done)} photos, {size:,} bytes. To undo all of it: {undo}</caption>
<thead><tr>{head}</tr></thead><tbody>
{body}
</tbody></table></html>
"""
    return page.encode()


def write_receipt(path: Path, entries: Sequence[JournalEntry]) -> None:
    """CSV or HTML, by the name. Raises KnownError for another name and for a full disk."""
    if path.suffix.lower() not in SUFFIXES:
        raise KnownError(
            Sentence("A receipt is a .csv or .html file, not {name}.", name=path.name),
            "Choose one of these names.",
        )
    is_csv = path.suffix.lower() == ".csv"
    try:
        with open(path, "wb", opener=like_folder) as file:
            file.write(csv_receipt(entries) if is_csv else html_receipt(entries))
    except OSError as error:
        raise KnownError(
            Sentence("{path} cannot be written: {why}.", path=path, why=error.strerror or error),
            "The journal still holds everything; choose another place.",
        ) from error


def keep_receipts(folder: Path, batch_id: str, entries: Sequence[JournalEntry]) -> None:
    """Both forms of one commit in the folder of receipts.

    The journal is what counts: a disk without room for a receipt is no reason to stop.
    """
    try:
        make_private(folder)
        for suffix in SUFFIXES:
            write_receipt(folder / f"{batch_id}{suffix}", entries)
    except (OSError, KnownError) as error:
        _log.warning("no receipt of %s was written: %s", batch_id, error)


def _time(entry: JournalEntry) -> str:
    return datetime.fromtimestamp(entry.at_ns / 1e9, UTC).isoformat(timespec="seconds")


def _said(path: Path) -> str:
    """A path as text; bytes that are no UTF-8 become the replacement character."""
    return os.fsencode(path).decode("utf-8", "replace")

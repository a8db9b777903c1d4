"""`imgsim journal`: what was done to files, newest last."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from imgsim_desktop.cli.files import settle_crash, tell_damage
from imgsim_desktop.cli.options import home_of
from imgsim_desktop.cli.output import counted, note, on_one_line, print_json, print_line, tell
from imgsim_desktop.cli.words import count
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.review.journal import Journal, JournalEntry, write_receipt


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument(
        "-n", type=count, default=0, metavar="COUNT", help="only the newest COUNT operations"
    )
    parser.add_argument("--batch", metavar="BATCH", help="only the operations of one commit")
    parser.add_argument(
        "--receipt",
        type=Path,
        metavar="FILE",
        help="write them as a receipt instead: FILE.csv for spreadsheets, FILE.html to look at",
    )


def run(args: argparse.Namespace) -> int:
    home = home_of(args)
    settle_crash(home)
    journal = Journal(home.journal)
    entries = journal.entries()
    if args.batch is not None:
        entries = [entry for entry in entries if entry.batch_id == args.batch]
        if not entries:
            raise KnownError(
                Sentence("The journal has no batch {batch}.", batch=args.batch),
                "See `imgsim journal`.",
            )
    chosen = entries[-args.n :] if args.n > 0 else entries
    if args.receipt is not None:
        write_receipt(args.receipt, chosen)
        tell(f"Receipt of {counted(len(chosen), 'operation')} written to {args.receipt}.")
        return 0
    for entry in chosen:
        if args.json:
            print_json(_as_json(entry))
        else:
            print_line(_as_text(entry))
    if not entries:
        note("Nothing was ever done to a file.")
    tell_damage(journal)
    return 0


def _as_json(entry: JournalEntry) -> dict[str, object]:
    return {
        "entry": entry.entry_id,
        "batch": entry.batch_id,
        "time": _time(entry),
        "operation": entry.operation.value,
        "state": entry.state.value,
        "path": str(entry.stamp.path),
        "keeper": None if entry.keeper is None else str(entry.keeper.path),
        "moved_to": None if entry.resting is None else str(entry.resting.file),
        "can_undo": entry.can_undo,
        "code": entry.code,
        "detail": entry.detail,
    }


def _as_text(entry: JournalEntry) -> str:
    kept = "" if entry.keeper is None else f"  (kept: {on_one_line(entry.keeper.path)})"
    why = f"  {entry.code} {entry.detail}".rstrip()
    what = f"{entry.operation} {entry.state}"
    path = on_one_line(entry.stamp.path)
    return f"{entry.entry_id}  {_time(entry)}  {what}  {path}{kept}{why}"


def _time(entry: JournalEntry) -> str:
    return datetime.fromtimestamp(entry.at_ns / 1e9, UTC).isoformat(timespec="seconds")

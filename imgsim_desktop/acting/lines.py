"""Lines of the journal: JSON, each with its number and a checksum, so that damage is seen.

    {"v": 2, "n": 17, "line": "done", "entry": ..., "sum": "5f0c8d2e9b7a4413"}

v    which fields the line has: 1 as 0.1.0 wrote them, 2 today's
n    counts the lines from 0, the head; a number that is nowhere is a line that was lost
sum  BLAKE2b with 8 bytes over all before `, "sum"`: other bytes with the same sum are not met by
     chance, and a single flipped bit never has it

Lines of 0.1.0 had no number and no sum: "old" lines. Paths may hold bytes that are no UTF-8; JSON
keeps them as lone surrogates.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from imgsim_desktop.acting.bins import Resting
from imgsim_desktop.acting.entries import ADDITIONS, JournalEntry, Operation, State, batch_of
from imgsim_desktop.bounded_json import read_json
from imgsim_desktop.records import Description, FileStamp

VERSION = 2
OLD_VERSION = 1
HEAD = 0
"""Number of the first line, which says what version the journal has."""

_BEGIN = re.compile(rb'\{"v": (\d{1,9}), "n": (\d{1,18}), ')
_SEAL = re.compile(rb', "sum": "([0-9a-f]{16})"\}\Z')
_NAME = re.compile(r"[A-Za-z0-9-]{1,80}")
_OWN_CONTENT = ADDITIONS | {Operation.SIDECAR}

Fields = Mapping[str, Any]


def seal(number: int, fields: Fields) -> bytes:
    """The line as it is written, with its end. `fields` may say an older "v"."""
    body = json.dumps({"v": VERSION, "n": number, **fields}).encode("ascii")[:-1]
    return body + b', "sum": "' + _sum(body) + b'"}\n'


def number_of(text: bytes) -> int | None:
    """Number of a sealed line, given without its end; None if it is none or was damaged."""
    begin, found = _BEGIN.match(text), _SEAL.search(text)
    if begin is None or found is None or _sum(text[: found.start()]) != found[1]:
        return None
    return int(begin[2])


def needs(sealed: bytes) -> int:
    """The version whose fields a sealed line has: a later one than VERSION cannot be understood."""
    begin = _BEGIN.match(sealed)
    return VERSION if begin is None else int(begin[1])


def parse(text: bytes) -> dict[str, Any]:
    """The fields of a line. Raises ValueError if it is no JSON object with a version."""
    fields = read_json(text, nan_is_a_number=True)
    if not isinstance(fields, dict) or type(fields.get("v")) is not int:
        raise ValueError("no line of a journal")
    return fields


def is_old(text: bytes) -> bool:
    """Whether it is a line of 0.1.0."""
    try:
        fields = parse(text)
    except ValueError:
        return False
    return fields["v"] == OLD_VERSION and "line" in fields and not {"n", "sum"} & fields.keys()


def is_torn(text: bytes) -> bool:
    """Whether an old line was cut off by a crash: what it would have said did not happen yet."""
    return text.startswith(b'{"v"') and not text.rstrip().endswith(b"}")


def torn_line(text: bytes) -> Fields:
    """Holds a place: what was cut off is kept, and says nothing."""
    return {"v": OLD_VERSION, "line": "torn", "text": text.decode("latin-1")}


def _sum(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=8).hexdigest().encode("ascii")


# what the lines say --------------------------------------------------------------------------


def intent_line(entry: JournalEntry) -> Fields:
    line = {
        "line": "intent",
        "entry": entry.entry_id,
        "batch": entry.batch_id,
        "unit": entry.unit_id,
        "at_ns": entry.at_ns,
        "operation": entry.operation.value,
        "victim": _stamp_line(entry.stamp),
        "inode": entry.inode,
        "keeper": None if entry.keeper is None else _stamp_line(entry.keeper),
        "planned": None if entry.planned is None else str(entry.planned),
        "why": entry.why,
        "carried": None if entry.carried is None else asdict(entry.carried),
        "after": entry.after.hex(),
    }
    if entry.is_shot:
        line["shot"] = True
    if entry.is_found_again:
        line |= {"again": True, "number": entry.number}
    return line


def done_line(entry: JournalEntry, resting: Resting | None, code: str, detail: str) -> Fields:
    """With enough of the first line to undo it if that is lost."""
    line: dict[str, Any] = {
        "line": "done",
        "entry": entry.entry_id,
        **place_line(resting),
        "code": code,
        "detail": detail,
    }
    if entry.operation not in _OWN_CONTENT:
        line |= {"at_ns": entry.at_ns, "operation": entry.operation.value}
        line["victim"] = _stamp_line(entry.stamp)
        if entry.entry_id != entry.unit_id:
            line["unit"] = entry.unit_id
        if entry.is_shot:
            line["shot"] = True
        if entry.operation in (Operation.HARD_LINK, Operation.REFLINK) and entry.keeper:
            line["kept"] = _stamp_line(entry.keeper)
    return line


def place_line(resting: Resting | None) -> Fields:
    """Where a file rests."""
    info = None if resting is None else resting.info
    return {
        "moved_to": None if resting is None else str(resting.file),
        "info": None if info is None else str(info),
    }


def mark_of(entry: JournalEntry, identity: str) -> bytes:
    """What is written beside a file that goes: enough to undo it if all its lines are lost.

    identity  of the journal
    """
    line = {"journal": identity, **done_line(entry, None, "", "")}
    return json.dumps(line).encode("ascii")


def told_by_mark(mark: bytes, resting: Resting) -> tuple[Fields, JournalEntry]:
    """The line that ended it, and what that tells.

    Raises ValueError, TypeError or KeyError for no mark of ours.
    """
    line = {**read_json(mark), **place_line(resting), "v": VERSION}
    return line, advanced(None, HEAD, line)


def advanced(entry: JournalEntry | None, number: int, fields: Fields) -> JournalEntry:
    """An entry as it is after this line; None: it was not heard of before.

    Raises ValueError, TypeError or KeyError for a line that makes no sense.
    """
    event = fields["line"]
    if event == "intent":
        new = _announced(fields, number)
        return new if entry is None else replace(new, number=entry.number)
    if entry is None:
        if event != "done" or fields["v"] == OLD_VERSION:
            raise KeyError(fields["entry"])
        entry = _pieced(fields, number)
    code, detail = _text(fields.get("code", "")), _text(fields.get("detail", ""))
    match event:
        case "done":
            resting = _resting(fields)
            return replace(entry, state=State.DONE, resting=resting, code=code, detail=detail)
        case "undoing":
            resting = _resting(fields) if "moved_to" in fields else entry.resting
            return replace(entry, state=State.UNDOING, resting=resting, code=code, detail=detail)
        case "stayed":
            return replace(entry, state=State.DONE, code=code, detail=detail)
        case _:
            return replace(entry, state=State(event), code=code, detail=detail)


def _resting(line: Fields) -> Resting | None:
    if line["moved_to"] is None:
        return None
    info = line["info"]
    return Resting(_path(line["moved_to"]), None if info is None else _path(info))


def _announced(line: Fields, number: int) -> JournalEntry:
    keeper, planned = line["keeper"], line["planned"]
    return JournalEntry(
        entry_id=_name(line["entry"]),
        batch_id=_name(line["batch"]),
        unit_id=_name(line["unit"]),
        at_ns=_number(line["at_ns"]),
        operation=Operation(line["operation"]),
        stamp=_stamp(line["victim"]),
        inode=_number(line["inode"], bits=128),
        keeper=None if keeper is None else _stamp(keeper),
        planned=None if planned is None else _path(planned),
        why=_text(line.get("why", "")),
        carried=_carried(line.get("carried")),
        after=bytes.fromhex(line.get("after", "")),
        number=_number(line.get("number", number)),
        is_checked=line["v"] != OLD_VERSION,
        is_found_again=bool(line.get("again")),
        is_shot=bool(line.get("shot")),
    )


def _pieced(done: Fields, number: int) -> JournalEntry:
    """Out of the line that ended it, for one whose first line is lost."""
    entry_id = _name(done["entry"])
    kept = done.get("kept")
    return JournalEntry(
        entry_id=entry_id,
        batch_id=batch_of(entry_id),
        unit_id=_name(done.get("unit", entry_id)),
        at_ns=_number(done["at_ns"]),
        operation=Operation(done["operation"]),
        stamp=_stamp(done["victim"]),
        inode=0,
        keeper=None if kept is None else _stamp(kept),
        planned=None,
        number=_number(done.get("number", number)),
        is_found_again=True,
        is_shot=bool(done.get("shot")),
    )


def _carried(line: Any) -> Description | None:
    if line is None:
        return None
    lists = {name: tuple(value) for name, value in line.items() if isinstance(value, list)}
    found = Description(**{**line, **lists})
    for value in (*found.keywords, found.caption or ""):
        _text(value)
    return found


def _stamp_line(stamp: FileStamp) -> dict[str, Any]:
    return {
        "path": str(stamp.path),
        "size_bytes": stamp.size_bytes,
        "mtime_ns": stamp.mtime_ns,
        "content_hash": stamp.content_hash.hex(),
    }


def _stamp(line: Any) -> FileStamp:
    return FileStamp(
        _path(line["path"]),
        _number(line["size_bytes"]),
        _number(line["mtime_ns"]),
        bytes.fromhex(line["content_hash"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _name(value: Any) -> str:
    """Of an entry, a unit or a batch: it becomes part of file names."""
    if not _NAME.fullmatch(_text(value)):
        raise ValueError(f"{value!r} is no name of ours")
    return str(value)


def _number(value: Any, bits: int = 63) -> int:
    if type(value) is not int or abs(value) >= 1 << bits:
        raise ValueError(f"{value!r} is no number of {bits} bits")
    return value


def _path(value: Any) -> Path:
    """Whole paths only: a damaged one must not be looked for below the current folder."""
    path = Path(_text(value))
    if b"\0" in os.fsencode(path) or not path.is_absolute():
        raise ValueError(f"{value!r} is no path")
    return path

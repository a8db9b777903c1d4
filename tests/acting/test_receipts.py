"""Each commit leaves a receipt; it can be written again at any time."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from imgsim_desktop.acting.receipts import COLUMNS, write_receipt
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import OutcomeCode
from tests.acting.fakes import House, codes


def receipts(house: House) -> list[Path]:
    return sorted((house.journal.path.parent / "receipts").iterdir())


def test_a_commit_leaves_a_spreadsheet_and_a_page(house: House) -> None:
    house.add("copy.xmp", b"edits")
    removal = replace(house.removal("copy.jpg", "keep.jpg", "copy.xmp"), why="edited 0.97 <b>")
    house.actor.remove([removal])
    table, page = receipts(house)
    assert (table.suffix, page.suffix) == (".csv", ".html")
    with table.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert tuple(lines[0]) == COLUMNS
    entries = house.journal.entries()
    assert [line["entry"] for line in lines] == [entry.entry_id for entry in entries]
    assert lines[1]["file"] == str(house.photos / "copy.jpg")
    assert lines[1]["kept"] == str(house.photos / "keep.jpg")
    assert lines[1]["went_to"] == str(entries[1].resting.file)  # type: ignore[union-attr]
    assert {line["undo"] for line in lines} == {f"imgsim undo {entries[1].entry_id}"}
    text = page.read_text("utf-8")
    assert f"imgsim undo {entries[0].batch_id}" in text
    assert "edited 0.97 &lt;b&gt;" in text
    assert "1 photos, 13 bytes" in text


def test_a_commit_that_touched_nothing_leaves_no_receipt(house: House) -> None:
    house.actor.remove([house.removal("copy.jpg", None)])
    assert not (house.journal.path.parent / "receipts").exists()


def test_a_disk_without_room_for_a_receipt_stops_nothing(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    (house.journal.path.parent).mkdir(parents=True, exist_ok=True)
    (house.journal.path.parent / "receipts").write_text("in the way")
    assert codes(house.actor.remove([house.removal("copy.jpg")])) == [OutcomeCode.DONE]
    assert "no receipt of" in caplog.text


def test_names_that_are_no_text_are_in_the_receipt(house: House) -> None:
    house.add("caf\udce9.jpg", b"third")
    house.actor.remove([house.removal("caf\udce9.jpg")])
    for file in receipts(house):
        assert "caf\ufffd.jpg" in file.read_text("utf-8-sig")


def test_what_was_undone_is_said_in_a_receipt_written_later(house: House, tmp_path: Path) -> None:
    house.actor.remove([house.removal("copy.jpg")])
    house.actor.undo()
    write_receipt(tmp_path / "r.CSV", house.journal.entries())
    assert "undone" in (tmp_path / "r.CSV").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("name", "sentence"), [("r.pdf", "csv or .html"), ("none/r.csv", "cannot be written")]
)
def test_a_receipt_that_cannot_be_written_is_told(
    house: House, tmp_path: Path, name: str, sentence: str
) -> None:
    with pytest.raises(KnownError, match=sentence):
        write_receipt(tmp_path / name, house.journal.entries())

"""Marks of 0.1.0 that wait for a commit: what is no copy any more is unmarked, and told.

The home is the stored one of 0.1.0; the photos are compared in full size for the first time here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from imgsim_desktop.__main__ import main
from imgsim_desktop.scan import looking
from imgsim_desktop.scan.look_beside import LookAnswer, LookTask, LookTrouble
from tests.homes import OldHome, mark_as_0_1_0_did, old
from tests.pictures import save_ticket

__all__ = ["old"]


def vanished(task: LookTask) -> LookAnswer:
    return LookAnswer(None, trouble=LookTrouble.GONE)


def tickets(old: OldHome) -> list[Path]:
    return [
        save_ticket(old.photos / "tickets" / f"{seat}.jpg", f"Seat {seat}") for seat in (34, 35)
    ]


def going(old: OldHome, capsys: pytest.CaptureFixture[str]) -> tuple[set[str], str]:
    """Names of what a commit by the command line takes away, and what it says."""
    before = set(old.photos.rglob("*.jpg"))
    capsys.readouterr()
    main(["duplicates", str(old.photos), "--trash", "--yes"])
    return {path.name for path in before if not path.exists()}, capsys.readouterr().err


@pytest.mark.parametrize("action", ["mark", "accept"])
def test_a_mark_whose_photo_is_a_variant_now_is_taken_back_and_told_once(
    old: OldHome, capsys: pytest.CaptureFixture[str], action: str
) -> None:
    kept, other = tickets(old)
    mark_as_0_1_0_did(old, other, kept, action)
    gone, said = going(old, capsys)
    assert other.exists()
    assert kept.exists()
    assert "1 photo marked to go will stay after all" in said
    assert {"P1010001 copy.jpg", "IMG_3377 (1).jpg"} <= gone, "those it marked are copies still"
    assert "stay after all" not in going(old, capsys)[1]


def test_a_mark_whose_photo_could_not_be_looked_at_is_taken_back_and_told(
    old: OldHome, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = save_ticket(old.photos / "tickets" / "34.jpg", "Seat 34")
    other = save_ticket(old.photos / "tickets" / "small.jpg", "Seat 34", quality=60)
    mark_as_0_1_0_did(old, other, kept, "mark")

    monkeypatch.setattr(looking, "look_at", vanished)
    _, said = going(old, capsys)
    assert other.exists()
    assert kept.exists()
    assert "stay after all" in said


def test_a_mark_whose_photo_proves_to_be_a_copy_stays(
    old: OldHome, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = save_ticket(old.photos / "tickets" / "34.jpg", "Seat 34")
    other = save_ticket(old.photos / "tickets" / "again.jpg", "Seat 34", quality=60)
    mark_as_0_1_0_did(old, other, kept, "mark")
    gone, said = going(old, capsys)
    assert "again.jpg" in gone
    assert "stay after all" not in said

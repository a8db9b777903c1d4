"""Two pictures that differ in a few words are told as that, and neither is taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgsim_desktop.scan import looking
from imgsim_desktop.scan.look_beside import LookAnswer, LookTask, LookTrouble
from tests.cli.conftest import Imgsim
from tests.pictures import save_photos, save_ticket


@pytest.mark.usefixtures("own_trash")
def test_of_two_tickets_neither_goes_and_a_copy_of_one_does(
    imgsim: Imgsim, photos_folder: Path
) -> None:
    save_photos(photos_folder, 2)
    for name, seat in {"a.jpg": "Seat 34", "b.jpg": "Seat 35"}.items():
        save_ticket(photos_folder / name, seat)
    save_ticket(photos_folder / "copy of b.jpg", "Seat 35", quality=70)

    lines = imgsim("pairs", photos_folder, "--json").lines
    kinds = {(line["a"], line["b"]): (line["kind"], line["looked"]) for line in lines}
    told = imgsim("pairs", photos_folder).out
    done = imgsim("duplicates", photos_folder, "--trash", "--yes")

    assert kinds == {
        ("a.jpg", "b.jpg"): ("variant", True),
        ("a.jpg", "copy of b.jpg"): ("variant", True),
        ("b.jpg", "copy of b.jpg"): ("same-picture", True),
    }
    assert "none   variant         a.jpg  b.jpg\n" in told, "0.999 of copies it is not"
    assert done.code == 0
    assert {path.name for path in photos_folder.glob("*.jpg")} == {
        "0000.jpg",
        "0001.jpg",
        "a.jpg",
        "b.jpg",
    }


def vanished(task: LookTask) -> LookAnswer:
    return LookAnswer(None, trouble=LookTrouble.GONE)


@pytest.mark.usefixtures("own_trash")
def test_a_copy_that_could_not_be_compared_in_full_size_stays_and_it_is_said(
    imgsim: Imgsim, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_ticket(photos_folder / "a.jpg", "Seat 34")
    save_ticket(photos_folder / "b.jpg", "Seat 34", quality=70)
    monkeypatch.setattr(looking, "look_at", vanished)

    done = imgsim("duplicates", photos_folder, "--trash", "--yes")

    assert done.code == 0
    assert len(list(photos_folder.glob("*.jpg"))) == 2
    assert "1 pair" in done.err

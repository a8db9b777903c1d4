"""What 0.1.0 left on somebody's disk works with this version; no decision is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from imgsim_desktop.__main__ import main
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.settings import load_settings
from tests.homes import OldHome, restore_old_home


@pytest.fixture
def old(own_trash: Path, monkeypatch: pytest.MonkeyPatch) -> OldHome:
    """The trash of `own_trash` is the one the old photos lie in."""
    restored = restore_old_home(own_trash.parents[1])
    monkeypatch.setenv("IMGSIM_HOME", str(restored.home.root))
    return restored


def test_decisions_and_settings_are_as_they_were(old: OldHome) -> None:
    (library,) = LibraryList(old.home).all()
    decisions = Decisions(old.home)
    try:
        assert decisions.locked_folders() == (old.photos / "2023-06 Alps",)
        assert decisions.preferred_folders() == (old.photos / "2024-05 Garden",)
        assert [theme.name for theme in decisions.theme_names()] == ["Mountains"]
        review = decisions.document(library.key, "review")
    finally:
        decisions.close()
    steps = [step["action"] for step in review["history"]["done"]]
    assert steps == ["accept", "not-duplicates", "accept", "skip"]
    settings = load_settings(old.home)
    assert settings.confidence == 0.8
    assert settings.keep_rules == ("oldest", "largest-picture")


def test_a_scan_keeps_every_photo_and_finds_the_same_copies(
    old: OldHome, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scan", str(old.photos)]) == 0
    (library,) = LibraryList(old.home).all()
    reader = CacheReader(old.home, library)
    try:
        assert reader.count() == 37
        assert reader.failures() == []
    finally:
        reader.close()
    capsys.readouterr()
    assert main(["duplicates", str(old.photos), "--json"]) == 0
    groups = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    names = [{Path(member["path"]).name for member in group["members"]} for group in groups]
    assert {"P1010001.jpg", "P1010001 copy.jpg"} in names
    assert {"IMG_3377.jpg", "IMG_3377 (1).jpg"} in names


def test_undo_brings_back_what_0_1_0_trashed(old: OldHome) -> None:
    assert main(["undo"]) == 0
    assert old.taken_from.exists()
    assert not old.trashed.exists()
    assert not old.sidecar.exists()

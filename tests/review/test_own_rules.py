"""Rules of a person who comes from 0.1.0: brought up to date once, and told once, in both doors."""

from __future__ import annotations

import json

import pytest

from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.settings import Settings, load_settings, save_settings
from imgsim_desktop.review import own_rules
from imgsim_desktop.review.own_rules import RULES_VERSION, settings_of
from tests.cli.conftest import Imgsim, imgsim, own_control
from tests.homes import OldHome, old

__all__ = ["imgsim", "old", "own_control"]

NOW = (
    "holds-more", "made-from", "has-colour", "not-blurred", "has-date", "oldest", "largest-picture",
)  # fmt: skip


def test_the_rules_of_a_home_of_0_1_0_are_brought_up_to_date_once(old: OldHome) -> None:
    settings, added = settings_of(old.home)
    assert settings.keep_rules == NOW
    assert added == NOW[:5]
    assert load_settings(old.home) == settings
    assert settings_of(old.home) == (settings, ())


def test_what_a_person_takes_out_afterwards_stays_out(old: OldHome) -> None:
    settings, _ = settings_of(old.home)
    chosen = Settings(keep_rules=("oldest",), rules_version=settings.rules_version)
    save_settings(old.home, chosen)
    assert settings_of(old.home)[0].keep_rules == ("oldest",)


def test_sets_saved_by_name_are_brought_up_to_date_too(old: OldHome) -> None:
    told = json.loads(old.home.settings_json.read_text("utf-8"))
    told["rule_sets"] = {"Phone": "folder:/phone\nsharpest", "Nothing": ""}
    told["keep_rules"] = []
    old.home.settings_json.write_text(json.dumps(told), "utf-8")
    settings, added = settings_of(old.home)
    assert settings.rule_sets == {
        "Phone": "folder:/phone\nholds-more\nmade-from\nhas-colour\nnot-blurred\nsharpest",
        "Nothing": "",
    }
    assert settings.keep_rules == ()
    assert added == NOW[:4]


def test_who_never_chose_rules_is_told_nothing(old: OldHome) -> None:
    save_settings(old.home, Settings())
    before = old.home.settings_json.read_bytes()
    assert settings_of(old.home) == (Settings(), ())
    assert old.home.settings_json.read_bytes() == before


def test_on_a_full_disk_the_rules_count_all_the_same(
    old: OldHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise KnownError("The disk is full.", "Make room.")

    monkeypatch.setattr(own_rules, "save_settings", full)
    assert settings_of(old.home)[0].keep_rules == NOW
    assert load_settings(old.home).rules_version < RULES_VERSION


def test_the_command_line_says_so_once(old: OldHome, imgsim: Imgsim) -> None:
    said = imgsim("duplicates", old.photos)
    assert said.err.count("saved by an older version") == 1
    assert "holds-more, made-from" in said.err
    assert "older version" not in imgsim("duplicates", old.photos).err

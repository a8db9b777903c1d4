"""Settings and the list of libraries: damage is noticed and told, two programs do not undo each
other's changes."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imgsim_desktop.errors import KnownError
from imgsim_desktop.library import lock
from imgsim_desktop.library.kept_json import KeptJson
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.lock import briefly_alone
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.settings import Settings, load_settings, save_settings
from tests.library.test_seal import flip

CHECKOUT = Path(__file__).parents[2]


@settings(max_examples=150, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(byte=st.integers(0, 2**16), bit=st.integers(0, 7))
def test_a_flipped_bit_in_the_settings_never_becomes_another_wish(
    byte: int, bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """0.9 and 0.1 are one bit apart: at 0.1 strangers would be suggested for removal."""
    home = Home(tmp_path_factory.mktemp("home"))
    wishes = Settings(confidence=0.95, keep_rules=("largest", "oldest"), theme="dark")
    save_settings(home, wishes)
    flip(home.settings_json, byte, bit)
    # The letters of the word "checksum" itself: then the rest is as it was.
    assert load_settings(home) in (wishes, Settings())


def test_a_setting_changed_by_hand_needs_the_checksum_taken_out_and_that_is_said(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    save_settings(home, Settings(theme="dark"))
    data = json.loads(home.settings_json.read_bytes())
    home.settings_json.write_text(json.dumps({**data, "theme": "light"}))
    assert load_settings(home).theme == "system"
    assert 'take the line "checksum" out' in caplog.text
    assert isinstance(caplog.records[0].args, tuple)
    assert isinstance(caplog.records[0].args[0], KnownError), "what the window shows"
    [kept] = home.root.glob("settings.json.broken-*")
    data = json.loads(kept.read_bytes())
    del data["checksum"]
    home.settings_json.write_text(json.dumps(data))
    assert load_settings(home).theme == "light"


@settings(max_examples=100, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(byte=st.integers(0, 2**16), bit=st.integers(0, 7))
def test_a_damaged_list_of_libraries_is_taken_from_its_copy(
    byte: int, bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = Home(tmp_path_factory.mktemp("home"))
    made = [LibraryList(home).open_for([Path(f"/photos/{n}")], ("*.tmp",)) for n in range(3)]
    flip(home.libraries_json, byte, bit)
    assert LibraryList(home).all() == made
    assert LibraryList(home).all() == made, "and stays so"


def test_a_list_that_is_cut_off_with_its_copy_starts_empty_and_says_so(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    LibraryList(home).open_for([Path("/photos")])
    kept = KeptJson(home.libraries_json, has_copy=True)
    for path in (kept.path, kept.copy):
        path.write_bytes(path.read_bytes()[:30])
    caplog.set_level(logging.WARNING)
    assert LibraryList(home).all() == []
    assert "libraries.json was damaged" in caplog.text
    assert LibraryList(home).open_for([Path("/photos")])


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "../../photos"},
        {"key": ""},
        {"folders": ["photos"]},
        {"folders": ["/a\0b"]},
        {"folders": ["/\ud800"]},
        {"folders": [5]},
        {"folders": 5},
    ],
    ids=str,
)
def test_a_library_that_no_version_wrote_is_refused(
    wrong: dict[str, object], home: Home, tmp_path: Path
) -> None:
    """Its key names a folder that `remove` deletes."""
    (tmp_path / "photos").mkdir()
    home.root.mkdir()
    library = {"key": "abc", "name": "Photos", "folders": ["/photos"], **wrong}
    home.libraries_json.write_text(json.dumps({"libraries": [library]}))
    libraries = LibraryList(home)
    libraries.remove(str(library["key"]))
    assert libraries.all() == []
    assert (tmp_path / "photos").is_dir()


ADDS = """
import sys
from pathlib import Path
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
libraries = LibraryList(Home(Path(sys.argv[1])))
sys.stdin.readline()
for number in range(20):
    libraries.open_for([Path("/both") / str(number)])
    libraries.open_for([Path(sys.argv[2]) / str(number)])
"""


def test_two_processes_that_add_libraries_at_once_lose_none_and_double_none(home: Home) -> None:
    adding = [
        subprocess.Popen(
            [sys.executable, "-c", ADDS, str(home.root), name], stdin=subprocess.PIPE, cwd=CHECKOUT
        )
        for name in ("/one", "/two")
    ]
    for process in adding:
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.close()
    assert [process.wait(120) for process in adding] == [0, 0]
    folders = [library.folders[0] for library in LibraryList(home).all()]
    expected = {
        Path(root) / str(number) for root in ("/one", "/two", "/both") for number in range(20)
    }
    assert len(folders) == len(set(folders))
    assert set(folders) == expected


def test_two_windows_do_not_take_back_each_others_settings(home: Home) -> None:
    first = second = load_settings(home)
    save_settings(home, replace(first, theme="dark"), first)
    save_settings(home, replace(second, confidence=0.97), second)
    assert load_settings(home) == Settings(theme="dark", confidence=0.97)


def test_a_lock_that_stays_taken_is_a_sentence(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT_S", 0.0)
    with (
        briefly_alone(home.lock),
        pytest.raises(KnownError, match="busy in another program"),
    ):
        save_settings(home, Settings())

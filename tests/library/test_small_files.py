from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from imgsim_desktop.errors import KnownError, LibraryInUse
from imgsim_desktop.library import thumbnails
from imgsim_desktop.library.cache import CacheWriter
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home, find_home
from imgsim_desktop.library.settings import Settings, load_settings, save_settings
from imgsim_desktop.library.thumbnails import ThumbnailStore
from imgsim_desktop.records import Library


def test_home_is_the_argument_then_the_variable_then_the_users_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("IMGSIM_HOME", str(tmp_path))
    assert find_home(Path("/x")).root == Path("/x")
    assert find_home().root == tmp_path
    monkeypatch.delenv("IMGSIM_HOME")
    assert find_home().root.name == "imgsim-desktop"


def test_index_files_of_odd_model_names_stay_in_their_folder(home: Home) -> None:
    assert home.index("k", "../../x").parent == home.library("k") / "index"


def test_settings_survive_a_restart_and_keep_what_a_newer_version_wrote(home: Home) -> None:
    save_settings(home, Settings(theme="dark", confidence=0.7, shortcuts={"undo": "U"}))
    data = json.loads(home.settings_json.read_bytes())
    del data["checksum"]
    home.settings_json.write_text(json.dumps({**data, "of_tomorrow": 1}))
    settings = load_settings(home)
    assert settings == Settings(theme="dark", confidence=0.7, shortcuts={"undo": "U"})
    save_settings(home, replace(settings, theme="light"))
    assert json.loads(home.settings_json.read_bytes())["of_tomorrow"] == 1


def test_settings_of_a_wrong_type_have_their_default(home: Home) -> None:
    home.root.mkdir()
    wrong = {"theme": 3, "threads": True, "confidence": 1, "excludes": "x", "shortcuts": {"a": 1}}
    home.settings_json.write_text(json.dumps(wrong))
    assert load_settings(home) == Settings(confidence=1.0)


def test_broken_settings_are_set_aside(home: Home) -> None:
    home.root.mkdir()
    home.settings_json.write_text("{")
    assert load_settings(home) == Settings()
    assert len(list(home.root.glob("settings.json.broken-*"))) == 1


def test_the_same_folders_are_the_same_library(home: Home, tmp_path: Path) -> None:
    libraries = LibraryList(home)
    one = libraries.open_for([tmp_path / "a"])
    assert LibraryList(home).open_for([tmp_path / "x" / ".." / "a"]) == one
    other = libraries.open_for([tmp_path / "b" / "a"])
    assert other.key != one.key
    assert other.name == "a 2"
    libraries.set_last(other.key)
    assert LibraryList(home).last == other
    libraries.remove(other.key)
    assert libraries.last == one


def test_libraries_are_listed_by_their_last_use(home: Home, tmp_path: Path) -> None:
    libraries = LibraryList(home)
    one, two, three = (libraries.open_for([tmp_path / name]) for name in "abc")
    assert libraries.by_last_use() == [one, two, three]
    libraries.set_last(two.key)
    libraries.set_last(three.key)
    assert LibraryList(home).by_last_use() == [three, two, one]
    libraries.remove(three.key)
    assert libraries.by_last_use() == [two, one]
    assert LibraryList(home).all() == [one, two]


def test_libraries_can_be_renamed_and_given_other_folders(home: Home, tmp_path: Path) -> None:
    libraries = LibraryList(home)
    key = libraries.add("One", [tmp_path], ["*.tmp"]).key
    assert libraries.rename(key, "Two").name == "Two"
    changed = libraries.change_folders(key, [tmp_path / "x"], ["*.bak"], follow_hidden=True)
    assert libraries.get(key) == changed
    assert (changed.excludes, changed.follow_hidden) == (("*.bak",), True)
    moved = libraries.change_folders(key, [tmp_path / "y"])
    assert (moved.excludes, moved.follow_hidden) == (("*.bak",), True)
    assert not moved.by_content
    assert libraries.change_folders(key, [tmp_path / "y"], by_content=True).by_content
    assert libraries.get(key).by_content
    libraries.remove(key)
    with pytest.raises(KnownError, match="no longer"):
        libraries.rename(key, "Three")
    with pytest.raises(KnownError, match="needs a folder"):
        libraries.add("None", [])


def test_folder_names_that_are_no_utf8_survive(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    library = LibraryList(home).open_for([folder])
    assert LibraryList(home).all() == [library]
    assert library.name == "caf\ufffd"


def test_a_broken_list_of_libraries_is_set_aside(home: Home) -> None:
    home.root.mkdir()
    home.libraries_json.write_text('{"libraries": [1]}')
    assert LibraryList(home).all() == []
    assert len(list(home.root.glob("libraries.json.broken-*"))) == 1


@pytest.mark.parametrize("is_listed", [False, True])
def test_which_thumbnails_are_lacking_is_known_by_a_list_as_by_asking_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_listed: bool
) -> None:
    monkeypatch.setattr(thumbnails, "LISTED_FROM", 0 if is_listed else 1_000)
    store = ThumbnailStore(tmp_path / "thumbs")
    hashes = [bytes([number % 5, number]) * 8 for number in range(40)]
    for content_hash in hashes[::3]:
        store.put(content_hash, b"jpeg")
    shutil.rmtree(store.folder / "04")
    (store.folder / "04").write_bytes(b"")
    shutil.rmtree(store.folder / "03")
    gone = {content_hash for content_hash in hashes[::3] if content_hash[0] in (3, 4)}
    there = set(hashes[::3]) - gone
    assert store.lacking(hashes) == set(hashes) - there


def test_thumbnails_are_kept_by_content(tmp_path: Path) -> None:
    store = ThumbnailStore(tmp_path / "thumbs")
    store.put(b"a" * 16, b"one")
    store.put(b"b" * 16, b"two")
    assert store.get(b"a" * 16) == b"one"
    assert store.get(b"c" * 16) is None
    assert store.pruned_ns == 0
    assert store.prune({b"a" * 16}, older_than_ns=0) == 0
    assert store.prune({b"a" * 16}, older_than_ns=2**62) == 1
    assert not store.has(b"b" * 16)
    assert store.has(b"a" * 16)
    assert store.pruned_ns > 0


def test_backup_programs_pass_the_thumbnails_by(tmp_path: Path) -> None:
    store = ThumbnailStore(tmp_path / "thumbs")
    store.put(b"a" * 16, b"one")
    tag = (store.folder / "CACHEDIR.TAG").read_bytes()
    assert tag.startswith(b"Signature: 8a477f597d28d172789f06886806bc55")
    assert store.usage() == (1, 3)


def test_an_unwritable_home_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, not a folder")
    with pytest.raises(KnownError, match="cannot be written"):
        save_settings(Home(tmp_path / "home"), Settings())


def test_a_list_that_cannot_be_read_is_left_where_it_is(home: Home) -> None:
    home.libraries_json.mkdir(parents=True)
    with pytest.raises(KnownError, match="cannot be read"):
        LibraryList(home).all()
    assert home.libraries_json.is_dir()


def test_a_library_that_is_being_scanned_stays_in_the_list(home: Home, tmp_path: Path) -> None:
    libraries = LibraryList(home)
    library = libraries.add("One", [tmp_path])
    with CacheWriter(home, library), pytest.raises(LibraryInUse):
        libraries.remove(library.key)
    assert libraries.all() == [library]
    libraries.remove(library.key)
    assert libraries.all() == []
    assert not home.library(library.key).exists()


def test_to_forget_a_library_touches_neither_photos_nor_decisions(
    home: Home, tmp_path: Path
) -> None:
    photo = tmp_path / "photos" / "a.jpg"
    photo.parent.mkdir()
    photo.write_bytes(b"x")
    decisions = Decisions(home)
    libraries = LibraryList(home)
    library = libraries.add("One", [photo.parent])
    decisions.set_document(library.key, "review", {"done": [1]})
    CacheWriter(home, library).close()
    libraries.remove(library.key)
    assert photo.read_bytes() == b"x"
    assert decisions.document(library.key, "review") == {"done": [1]}
    decisions.close()


def test_thumbnails_are_counted(tmp_path: Path) -> None:
    store = ThumbnailStore(tmp_path / "thumbs")
    assert store.usage() == (0, 0)
    store.put(b"a" * 16, b"one")
    store.put(b"b" * 16, b"three")
    assert store.usage() == (2, 8)


def test_a_library_is_described_by_its_own_network_or_by_that_of_new_ones(tmp_path: Path) -> None:
    one, two = (Library(key, key, (tmp_path,)) for key in ("one", "two"))
    settings = Settings(backend="builtin", library_backends={"one": "vgg19"})
    found = [settings.backend_of(library) for library in (one, two, None)]
    assert found == ["vgg19", "builtin", "builtin"]


def test_settings_that_cannot_be_read_stop_nobody(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    home.settings_json.mkdir(parents=True)
    assert load_settings(home) == Settings()
    assert "cannot be read" in caplog.text

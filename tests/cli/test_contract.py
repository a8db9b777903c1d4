"""The forms other people's scripts depend on."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from imgsim_desktop.cli import options
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.paths import find_home
from imgsim_desktop.reading.fingerprints import hash_file
from imgsim_desktop.reading.xmp import extended_xmp, read_xmp
from imgsim_desktop.records import Description
from tests.acting.steps import saving_anew
from tests.cli.conftest import Imgsim
from tests.fakes import FAKE_SPEC, fake_network
from tests.pictures import save_photo, save_photos


@pytest.fixture
def album(photos_folder: Path) -> Path:
    """Ten photos; two of them byte-identical to `sub/0000.jpg`, one saved again."""
    first = save_photos(photos_folder / "sub", 10)[0]
    shutil.copyfile(first, photos_folder / "copy a.jpg")
    shutil.copyfile(first, photos_folder / "copy b.jpg")
    Image.open(first).save(photos_folder / "again.jpg", quality=50)
    return photos_folder


def test_scan_says_what_it_did(imgsim: Imgsim, album: Path) -> None:
    said = imgsim("scan", album)
    assert said.code == 0
    assert said.out.startswith("13 photos, 13 read, 0 unchanged, ")
    assert imgsim("scan", album).out.startswith("13 photos, 0 read, 13 unchanged, ")


def test_pairs_are_json_lines_each_two_files_once_surest_first(imgsim: Imgsim, album: Path) -> None:
    said = imgsim("pairs", album, "--json")
    assert said.code == 0
    assert "imgsim:" not in said.err, "nothing but how far it is, on a busy machine"
    assert all(
        list(line) == ["a", "b", "confidence", "similarity", "kind", "looked"]
        for line in said.lines
    )
    assert all(line["a"] < line["b"] for line in said.lines)
    identical = {"copy a.jpg", "copy b.jpg", "sub/0000.jpg"}
    found = {(line["a"], line["b"]): line["kind"] for line in said.lines}
    assert len(found) == len(said.lines) == 6
    assert {pair for pair, kind in found.items() if kind == "identical"} == {
        (a, b) for a in identical for b in identical if a < b
    }
    assert {pair for pair, kind in found.items() if kind == "same-picture"} == {
        ("again.jpg", name) for name in identical
    }
    assert said.lines[0]["confidence"] == said.lines[0]["similarity"] == 1
    confidences = [line["confidence"] for line in said.lines]
    assert confidences == sorted(confidences, reverse=True)


def test_pairs_below_the_asked_confidence_are_left_out(imgsim: Imgsim, album: Path) -> None:
    everything = imgsim("pairs", album, "--min-confidence", "0", "--json").lines
    certain = imgsim("pairs", album, "--min-confidence", "1", "--json").lines
    assert [line["kind"] for line in certain] == ["identical"] * 3
    assert certain == [line for line in everything if line["confidence"] == 1]
    assert len(everything) > len(certain)
    assert all(line["confidence"] >= 0.5 for line in imgsim("pairs", album, "--json").lines)


def test_similar_is_json_lines_copies_first_without_the_picture_itself(
    imgsim: Imgsim, album: Path
) -> None:
    said = imgsim("similar", album / "sub" / "0000.jpg", "--in", album, "-n", 4, "--json")
    told = ["path", "similarity", "confidence", "kind", "looked", "why"]
    assert [list(line) for line in said.lines] == [told] * 3 + [["path", "similarity", "why"]]
    assert [line["why"] for line in said.lines] == ["copies"] * 3 + ["alike"]
    assert [line["path"] for line in said.lines][:3] == ["copy a.jpg", "copy b.jpg", "again.jpg"]
    assert [line["similarity"] for line in said.lines][:2] == [1.0, 1.0]


def test_similar_takes_a_picture_from_outside_the_folder(
    imgsim: Imgsim, album: Path, tmp_path: Path
) -> None:
    outside = shutil.copyfile(album / "sub" / "0007.jpg", tmp_path / "outside.jpg")
    said = imgsim("similar", outside, "--in", album, "--json")
    assert said.lines[0] == {
        "path": "sub/0007.jpg", "similarity": 1.0, "confidence": 1, "kind": "identical",
        "looked": True, "why": "copies",
    }  # fmt: skip
    assert len(said.lines) == 13


def test_duplicates_are_json_lines_of_groups_with_one_member_to_keep(
    imgsim: Imgsim, album: Path
) -> None:
    said = imgsim("duplicates", album, "--json")
    assert [list(line) for line in said.lines] == [["group", "kind", "confidence", "members"]]
    group = said.lines[0]
    assert group["group"] == 1
    assert group["kind"] == "same-picture"
    assert 0.9 <= group["confidence"] <= 1
    kept = [member["path"] for member in group["members"] if member["keep"]]
    assert kept == ["sub/0000.jpg"] or len(kept) == 1
    assert sorted(m["path"] for m in group["members"]) == [
        "again.jpg", "copy a.jpg", "copy b.jpg", "sub/0000.jpg",
    ]  # fmt: skip


def test_what_was_told_apart_stays_so_after_renaming_and_with_another_network(
    imgsim: Imgsim, album: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("copy a.jpg", "copy b.jpg"):
        (album / name).unlink()
    (pair,) = imgsim("pairs", album, "--json").lines
    hashes = [hash_file(album / pair[end]) for end in ("a", "b")]
    with closing(Decisions(find_home())) as decisions:
        decisions.add_not_duplicates([(min(hashes), max(hashes))], "different")
    (album / "again.jpg").rename(album / "another name.jpg")
    assert imgsim("duplicates", album, "--json").lines == []
    other = replace(FAKE_SPEC, preprocess_version="2")
    monkeypatch.setattr(options, "named_network", lambda *_: fake_network(spec=other))
    assert imgsim("duplicates", album, "--json").lines == []
    Image.open(album / "sub" / "0000.jpg").save(album / "new.jpg", quality=70)
    (group,) = imgsim("duplicates", album, "--json").lines
    assert "new.jpg" in {member["path"] for member in group["members"]}
    assert len(group["members"]) == 2


def test_the_rules_given_decide_which_copy_is_kept(imgsim: Imgsim, album: Path) -> None:
    def kept(*rules: object) -> str:
        group = imgsim("duplicates", album, "--json", "--keep", *rules).lines[0]
        return next(member["path"] for member in group["members"] if member["keep"])

    assert kept("smallest-file") == "again.jpg"
    assert kept(f"folder:{album / 'sub'}") == "sub/0000.jpg"
    assert kept("shortest-path", "smallest-file") == "again.jpg"


@pytest.mark.parametrize("rule", ["smallest-file", "newest", "shortest-name"])
def test_no_rule_lets_the_film_of_a_motion_photo_go(
    imgsim: Imgsim, tmp_path: Path, rule: str
) -> None:
    folder = tmp_path / "phone"
    still = save_photo(folder / "a.jpg", 1)
    film = folder / "a motion photo with a long name.jpg"
    head = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
    film.write_bytes(still.read_bytes() + head + bytes(range(256)) * 9)
    os.utime(film, (1e9, 1e9))
    (group,) = imgsim("duplicates", folder, "--json", "--keep", rule).lines
    holds = {member["path"]: member["holds"] for member in group["members"]}
    assert holds == {film.name: ["film"], "a.jpg": []}
    said = imgsim("duplicates", folder, "--keep", rule, "--trash", "--yes")
    assert said.code == 0
    assert film.exists()
    assert still.exists(), "by this rule the still is the better one, and the film stays as well"
    assert imgsim("duplicates", folder, "--trash", "--yes").code == 0
    assert [path.name for path in folder.iterdir()] == [film.name]


def test_an_unknown_rule_is_told_before_anything_is_scanned(imgsim: Imgsim, album: Path) -> None:
    said = imgsim("duplicates", album, "--keep", "prettiest")
    assert said.code == 1
    assert "There is no rule “prettiest”" in said.err


def test_trash_without_a_terminal_needs_yes(imgsim: Imgsim, album: Path, monkeypatch) -> None:
    said = imgsim("duplicates", album, "--trash")
    assert said.code == 2
    assert "--yes" in said.err
    assert len(list(album.rglob("*.jpg"))) == 13


def test_a_file_saved_in_the_place_of_one_that_goes_stays_and_is_told(
    imgsim: Imgsim, album: Path
) -> None:
    with saving_anew(album / "copy a.jpg", b"edited meanwhile"):
        said = imgsim("duplicates", album, "--trash", "--yes")
    assert said.code == 0
    assert "copy a.jpg: moved to the trash; another program has saved a new file" in said.err
    assert (album / "copy a.jpg").read_bytes() == b"edited meanwhile"


def test_duplicates_go_to_the_trash_and_come_back(imgsim: Imgsim, album: Path) -> None:
    before = {path: path.read_bytes() for path in album.rglob("*.jpg")}
    said = imgsim("duplicates", album, "--trash", "--yes", "--json")
    assert (said.code, said.err) == (0, "imgsim: 3 of 3 files moved to the trash.\n")
    group = said.lines[0]
    left = {path.relative_to(album).as_posix() for path in album.rglob("*.jpg")}
    assert {m["path"] for m in group["members"] if m["keep"]} <= left
    assert not {m["path"] for m in group["members"] if not m["keep"]} & left

    journal = imgsim("journal", "--json").lines
    assert {entry["state"] for entry in journal} == {"done"}
    assert len(journal) == 3
    assert imgsim("duplicates", album, "--json").lines == []

    undone = imgsim("undo")
    assert (undone.code, undone.err) == (0, "imgsim: 3 of 3 files brought back.\n")
    assert {path: path.read_bytes() for path in album.rglob("*.jpg")} == before
    assert imgsim("undo").err == "imgsim: There is nothing to undo.\n"


def test_equal_files_are_replaced_by_hard_links_and_come_back(imgsim: Imgsim, album: Path) -> None:
    before = {path: path.read_bytes() for path in album.rglob("*.jpg")}
    said = imgsim("duplicates", album, "--action", "hardlink", "--yes")
    assert (said.code, said.err) == (0, "imgsim: 2 of 2 files replaced by hard links.\n")
    assert (album / "copy a.jpg").samefile(album / "sub" / "0000.jpg")
    assert not (album / "again.jpg").samefile(album / "sub" / "0000.jpg")
    assert imgsim("undo").code == 0
    assert {path: path.read_bytes() for path in album.rglob("*.jpg")} == before
    assert not (album / "copy a.jpg").samefile(album / "sub" / "0000.jpg")


def test_a_reflink_is_made_once_or_refused_with_a_sentence(imgsim: Imgsim, album: Path) -> None:
    before = {path: path.read_bytes() for path in album.rglob("*.jpg")}
    said = imgsim("duplicates", album, "--action", "reflink", "--yes")
    assert {path: path.read_bytes() for path in album.rglob("*.jpg")} == before
    if said.code:
        assert "this file system knows no such links" in said.err
        assert "0 of 2 files replaced" in said.err
    else:
        again = imgsim("duplicates", album, "--action", "reflink", "--yes")
        assert again.err == "imgsim: There is nothing to do.\n"


def test_duplicates_move_to_a_folder_with_their_sidecars(
    imgsim: Imgsim, album: Path, tmp_path: Path
) -> None:
    (album / "again.xmp").write_text("edits")
    said = imgsim(
        "duplicates", album, "--action", "move", "--to", tmp_path / "out", "--yes", "--keep",
        f"folder:{album / 'sub'}",
    )  # fmt: skip
    assert (said.code, said.err) == (0, f"imgsim: 3 of 3 files moved to {tmp_path / 'out'}.\n")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "again.jpg", "again.xmp", "copy a.jpg", "copy b.jpg",
    ]  # fmt: skip
    imgsim("undo")
    assert (album / "again.xmp").exists()
    assert not list((tmp_path / "out").iterdir())


def sidecars_in(album: Path) -> list[Path]:
    return [path for path in album.rglob("*.xmp") if ".imgsim-quarantine" not in path.parts]


def test_words_of_a_copy_that_goes_are_carried_over_unless_it_is_turned_off(
    imgsim: Imgsim, album: Path
) -> None:
    (album / "again.xmp").write_bytes(extended_xmp(None, Description(keywords=("sea",))))
    takeout = {"photoTakenTime": {"timestamp": "1"}, "people": [{"name": "Ada"}]}
    (album / "again.jpg.supplemental-meta.json").write_text(json.dumps(takeout))
    words = ("duplicates", album, "--trash", "--yes", "--keep", f"folder:{album / 'sub'}")
    imgsim(*words, "--no-carry-metadata")
    assert not sidecars_in(album)
    imgsim("undo")
    imgsim(*words)
    (sidecar,) = sidecars_in(album)
    assert sidecar == album / "sub" / "0000.jpg.xmp"
    assert read_xmp(sidecar.read_bytes()).keywords == ("Ada", "sea")
    imgsim("undo")
    assert sidecars_in(album) == [album / "again.xmp"]


def test_groups_are_exported_and_their_marks_loaded_again(
    imgsim: Imgsim, album: Path, tmp_path: Path
) -> None:
    for suffix in ("csv", "html", "json"):
        said = imgsim("duplicates", album, "--json", "--export", tmp_path / f"groups.{suffix}")
        assert said.code == 0
        assert said.err == f"imgsim: 1 group written to {tmp_path / f'groups.{suffix}'}.\n"
        assert len(said.lines) == 1
    assert "<img" in (tmp_path / "groups.html").read_text()
    document = json.loads((tmp_path / "groups.json").read_text())
    members = document["groups"][0]["members"]
    for member in members:
        member["mark"] = "trash" if member["path"].endswith("copy a.jpg") else ""
    members.append({"path": "/gone.jpg", "content_hash": "00", "mark": "trash"})
    (tmp_path / "groups.json").write_text(json.dumps(document))
    said = imgsim("duplicates", album, "--load", tmp_path / "groups.json", "--trash", "--yes")
    assert "1 mark taken" in said.err
    assert "Not taken: 1 in no group here." in said.err
    assert "1 of 1 file moved to the trash" in said.err
    assert not (album / "copy a.jpg").exists()
    assert (album / "copy b.jpg").exists()


def test_an_export_of_another_name_is_refused_before_the_scan(imgsim: Imgsim, album: Path) -> None:
    said = imgsim("duplicates", album, "--export", "groups.pdf")
    assert (said.code, said.out) == (1, "")
    assert ".csv, .json or .html" in said.err


def test_the_journal_writes_receipts(imgsim: Imgsim, album: Path, tmp_path: Path) -> None:
    imgsim("duplicates", album, "--trash", "--yes")
    batch = imgsim("journal", "--json").lines[0]["batch"]
    said = imgsim("journal", "--batch", batch, "--receipt", tmp_path / "receipt.html")
    assert (said.code, said.out) == (0, "")
    assert f"imgsim undo {batch}" in (tmp_path / "receipt.html").read_text()
    imgsim("journal", "-n", 1, "--receipt", tmp_path / "receipt.csv")
    assert len((tmp_path / "receipt.csv").read_text().splitlines()) == 2
    assert imgsim("journal", "--batch", "nonsense").code == 1
    assert imgsim("journal", "--receipt", tmp_path / "receipt.txt").code == 1


def test_the_lens_says_how_much_of_a_folder_is_in_another(imgsim: Imgsim, album: Path) -> None:
    phone = album / "phone"
    phone.mkdir()
    for name in ("again.jpg", "copy a.jpg"):
        (album / name).rename(phone / name)
    save_photo(phone / "alone.jpg", 77)
    said = imgsim("lens", phone, album / "sub", "--in", album, "--json")
    assert said.code == 0
    assert said.err == f"imgsim: 2 of 3 photos of {phone} are in {album / 'sub'}; 1 only copies.\n"
    assert [(line["path"], line["is_held"]) for line in said.lines] == [
        ("phone/again.jpg", True), ("phone/copy a.jpg", True), ("phone/alone.jpg", False),
    ]  # fmt: skip
    assert said.lines[0]["copies"] == said.lines[1]["copies"] == ["sub/0000.jpg"]
    assert imgsim("lens", phone, album / "sub", "--in", album).out == "phone/alone.jpg\n"
    said = imgsim("lens", phone, album / "sub", "--in", album, "--action", "trash", "--yes")
    assert "2 of 2 files moved to the trash" in said.err
    assert [path.name for path in phone.glob("*.jpg")] == ["alone.jpg"]
    assert (album / "sub" / "0000.jpg").exists()
    imgsim("undo")
    assert len(list(phone.glob("*.jpg"))) == 3


def test_the_lens_needs_two_folders_of_the_library(imgsim: Imgsim, album: Path) -> None:
    assert "in " in imgsim("lens", album / "sub", "/nowhere", "--in", album).err
    assert imgsim("lens", album / "sub", album / "sub", "--in", album).code == 1


def test_a_goal_inside_the_folder_is_refused(imgsim: Imgsim, album: Path) -> None:
    said = imgsim("duplicates", album, "--action", "move", "--to", album / "sub", "--yes")
    assert said.code == 1
    assert "would be duplicates again" in said.err


@pytest.mark.parametrize(
    "words", [("--action", "move"), ("--to", "/out"), ("--trash", "--action", "hardlink")]
)
def test_words_that_make_no_sense_together_are_wrong_usage(
    imgsim: Imgsim, album: Path, words: tuple[str, ...]
) -> None:
    said = imgsim("duplicates", album, *words, "--yes")
    assert said.code == 2
    assert "nothing was touched" in said.err


def test_one_entry_can_be_undone_by_its_name(imgsim: Imgsim, album: Path) -> None:
    imgsim("duplicates", album, "--trash", "--yes")
    entry = imgsim("journal", "--json").lines[1]
    assert imgsim("undo", entry["entry"]).out == entry["path"] + "\n"
    states = [line["state"] for line in imgsim("journal", "--json").lines]
    assert states == ["done", "undone", "done"]
    assert "no entry nonsense" in imgsim("undo", "nonsense").err


def test_without_json_people_can_read_it(imgsim: Imgsim, album: Path) -> None:
    assert "1.000  identical file  copy a.jpg  copy b.jpg" in imgsim("pairs", album).out
    similar = imgsim("similar", album / "again.jpg", "--in", album, "-n", 4).out.splitlines()
    assert similar[0] == "Copies"
    assert "identical file" not in similar[1]
    assert similar[4] == "Alike"
    assert "1 group; 3 files could go" in imgsim("duplicates", album).out
    assert imgsim("status").out.startswith(f"{album.name}: 13 photos")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("scan", "/nowhere"), "There is no folder /nowhere."),
        (("similar", "/nowhere.jpg", "--in", "."), "There is no file /nowhere.jpg."),
    ],
)
def test_what_is_not_there_is_told(imgsim: Imgsim, words: tuple[str, ...], sentence: str) -> None:
    said = imgsim(*words)
    assert said.code == 1
    assert sentence in said.err


def test_an_empty_name_is_not_taken_for_the_folder_one_stands_in(
    imgsim: Imgsim, album: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(album)
    before = sorted(album.iterdir())
    for words in (("scan", ""), ("duplicates", "", "--trash", "--yes"), ("pairs", "")):
        said = imgsim(*words)
        assert said.code == 1
        assert "An empty name is no folder." in said.err
    assert sorted(album.iterdir()) == before


def test_a_file_instead_of_a_folder_is_told(imgsim: Imgsim, album: Path) -> None:
    said = imgsim("pairs", album / "again.jpg")
    assert said.code == 1
    assert "is a file, not a folder" in said.err


@pytest.mark.parametrize("number", ["1.5", "-0.1", "much"])
def test_a_confidence_is_between_0_and_1(imgsim: Imgsim, number: str) -> None:
    assert imgsim("pairs", ".", f"--min-confidence={number}").code == 2
    assert imgsim("duplicates", ".", f"--confidence={number}").code == 2


def test_an_empty_folder_has_no_pairs(imgsim: Imgsim, photos_folder: Path) -> None:
    said = imgsim("pairs", photos_folder, "--json")
    assert (said.code, said.out) == (0, "")


def test_names_that_are_no_utf8_come_out_as_json_that_can_be_read(
    imgsim: Imgsim, photos_folder: Path
) -> None:
    photo = save_photo(photos_folder / "a.jpg", 1)
    shutil.copyfile(photo, os.fsencode(photos_folder) + b"/caf\xe9.jpg")
    line = json.loads(imgsim("pairs", photos_folder, "--json").out)
    assert os.fsencode(line["b"]) == b"caf\xe9.jpg"


def test_several_folders_make_one_library_told_by_status(
    imgsim: Imgsim, album: Path, tmp_path: Path
) -> None:
    save_photos(tmp_path / "more", 2, first_seed=90)
    assert imgsim("scan", album, tmp_path / "more").out.startswith("15 photos")
    (line,) = imgsim("status", "--json").lines
    assert (line["photos"], line["contents"], line["failures"]) == (15, 13, 0)
    assert line["folders"] == [str(album), str(tmp_path / "more")]


def test_status_lists_what_could_not_be_read_and_why(imgsim: Imgsim, album: Path) -> None:
    (album / "broken.jpg").write_text("no picture")
    imgsim("scan", album)
    (line,) = imgsim("status", "--json", "--failures").lines
    assert line["unreadable"][0]["path"] == str(album / "broken.jpg")
    assert line["unreadable"][0]["reason"] == "not-a-picture"
    assert "broken.jpg: Not a picture" in imgsim("status", "--failures").out


def test_a_damaged_photo_is_told_listed_and_goes_in_favour_of_the_whole_one(
    imgsim: Imgsim, album: Path
) -> None:
    whole = album / "some" / "deeper" / "whole.jpg"
    whole.parent.mkdir(parents=True)
    save_photo(whole, 1234)
    data = whole.read_bytes()
    broken = album / "a.jpg"
    broken.write_bytes(data[: len(data) * 98 // 100])
    assert "1 damaged (see `imgsim status --failures`)" in imgsim("scan", album).out
    (line,) = imgsim("status", "--json", "--failures").lines
    assert (line["damaged"], line["failures"]) == (1, 0)
    assert line["damaged_photos"] == [{"path": str(broken), "damage": "cut"}]
    assert "a.jpg: Damaged: its end is missing" in imgsim("status", "--failures").out
    away = album.parent / "away"
    rules = ["--keep", "shortest-path", "--action", "move", "--to", away, "--yes"]
    assert imgsim("duplicates", album, *rules).code == 0
    assert not broken.exists()
    assert whole.read_bytes() == data


def test_home_says_where_everything_is_kept(imgsim: Imgsim, album: Path, tmp_path: Path) -> None:
    other = tmp_path / "other home"
    imgsim("scan", album, "--home", other)
    assert (other / "libraries.json").exists()
    assert imgsim("status", "--json").lines == []
    assert len(imgsim("status", "--home", other, "--json").lines) == 1


def test_damaged_decisions_stop_duplicates_with_a_sentence(
    imgsim: Imgsim, album: Path, tmp_path: Path
) -> None:
    imgsim("duplicates", album)
    decisions = tmp_path / "imgsim-home" / "decisions.db"
    damaged = b"garbage" * 2000
    decisions.write_bytes(damaged)
    said = imgsim("duplicates", album, "--trash", "--yes")
    assert said.code == 1
    assert "decisions" in said.err
    assert decisions.read_bytes() == damaged
    assert len(list(album.rglob("*.jpg"))) == 13


def test_a_damaged_cache_is_built_anew_and_said(
    imgsim: Imgsim, album: Path, tmp_path: Path
) -> None:
    before = imgsim("pairs", album, "--json").out
    (cache,) = (tmp_path / "imgsim-home").rglob("cache.db")
    cache.write_bytes(b"garbage" * 2000)
    said = imgsim("pairs", album, "--json")
    assert (said.code, said.out) == (0, before)
    assert "built anew" in said.err


def test_the_reason_of_each_photo_is_said_in_the_words_of_the_window(
    imgsim: Imgsim, album: Path
) -> None:
    said = imgsim("duplicates", album, "--explain").out
    plain = imgsim("duplicates", album).out
    assert "Suggested to stay: " in said
    assert " is better: " in said
    assert "Suggested to stay" not in plain
    (group,) = imgsim("duplicates", album, "--explain", "--json").lines
    kept = [member["why"] for member in group["members"] if member["keep"]]
    assert [why.partition(":")[0] for why in kept] == ["Suggested to stay"]
    assert all(member["why"] in said for member in group["members"])

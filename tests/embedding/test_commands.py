"""`imgsim train` and `imgsim evaluate` from the command line, on pictures made here."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from imgsim_desktop import cli
from tests.pictures import save_photos


def test_training_from_a_folder_and_a_zip_leaves_weights(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_photos(tmp_path / "photos", 50)
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        for number, path in enumerate(save_photos(tmp_path / "zipped", 14, first_seed=50)):
            archive.write(path, f"deep/{number}.jpg")
    (tmp_path / "photos" / "broken.jpg").write_bytes(b"\xff\xd8 no picture")
    out = tmp_path / "out"
    code = cli.run(
        ["train", "--images", str(tmp_path / "photos"), str(tmp_path / "more.zip"), "--steps", "2",
         "--batch", "8", "--out", str(out), "--device", "cpu"]
    )  # fmt: skip
    said = capsys.readouterr()
    assert code == 0, said.err
    assert "64 pictures to learn from" in said.err
    assert "broken.jpg is left out" in said.err
    assert said.out.strip() == str(out / "builtin.safetensors")
    assert {path.name for path in out.iterdir()} == {
        "builtin.safetensors", "builtin.json", "builtin-golden.npz", "checkpoint.pt", "log.jsonl",
        "pictures.npz",
        "loss.png",
    }  # fmt: skip


def test_an_unknown_recipe_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["train", "--recipe", "soup", "--images", str(tmp_path), "--out", str(tmp_path / "o")]
    assert cli.run(argv) == 1
    assert "no recipe 'soup'. There are: " in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ["train", "--images", str(tmp_path / "nowhere"), "--out", str(tmp_path / "o")]
    assert cli.run(argv) == 1
    assert "no folder or zip file" in capsys.readouterr().err


def test_the_evaluation_prints_a_table_and_writes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_photos(tmp_path / "photos", 8)
    save_photos(tmp_path / "classes" / "a", 3)
    save_photos(tmp_path / "classes" / "b", 3, first_seed=3)
    code = cli.run(
        ["evaluate", "--images", str(tmp_path / "photos"), "--originals", "4", "--background", "0",
         "--classes", str(tmp_path / "classes"), "--out", str(tmp_path / "out"), "--device", "cpu"]
    )  # fmt: skip
    said = capsys.readouterr()
    assert code == 0, said.err
    assert "4 photos, each edited in every way, among 4 others." in said.out
    assert "| turn 90, asked in 8 orientations |" in said.out
    assert "builtin, as a scan asks" in said.out
    assert "| recall at one false pair in a million |" in said.out
    result = json.loads((tmp_path / "out" / "evaluation.json").read_text("utf-8"))
    builtin = result["backends"]["builtin"]
    assert builtin["weights_bytes"] < 6_000_000
    assert builtin["kinds"]["same picture, quality 95"]["recall@1"] == 1.0
    assert (tmp_path / "out" / "evaluation.png").exists()


def test_weights_without_a_name_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["evaluate", "--images", str(tmp_path), "--weights", "file.pth"]) == 1
    assert "NAME=FILE" in capsys.readouterr().err

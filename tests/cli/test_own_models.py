"""`imgsim train` for a model of one's own, `imgsim models`, and such a model at work."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from imgsim_desktop import cli
from imgsim_desktop.scan.learn import read_lesson
from tests.pictures import save_photo, save_photos


def run(*words: object) -> int:
    return cli.run([str(word) for word in words])


def train_small(photos: Path, out: Path, *more: object, steps: int = 3) -> int:
    return run(
        "train", "--recipe", "triplet", "--images", photos, "--out", out, "--steps", steps,
        "--option", "side=16", "filters=4", "code_size=16", "--device", "cpu", *more,
    )  # fmt: skip


@pytest.fixture
def two_kinds(tmp_path: Path) -> Path:
    """Twelve photos in each of two folders."""
    save_photos(tmp_path / "photos" / "day", 12)
    save_photos(tmp_path / "photos" / "night", 12, first_seed=12)
    return tmp_path / "photos"


def test_a_model_is_trained_listed_and_drives_scan_similar_and_pairs(
    two_kinds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train_small(two_kinds, tmp_path / "Day & Night") == 0
    said = capsys.readouterr()
    assert "20 pictures to learn from, 4 to check with" in said.err
    assert "use it with --backend day-night" in said.err
    assert run("models", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert (listed["name"], listed["recipe"], listed["steps"]) == ("day-night", "triplet", 3)
    assert run("backends", "--json") == 0
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (last["name"], last["dim"], last["ready"]) == ("day-night", 16, True)

    save_photo(two_kinds / "day" / "copy.jpg", 3, quality=60)
    query = two_kinds / "day" / "0003.jpg"
    assert run("similar", query, "--in", two_kinds, "--backend", "day-night", "--json") == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "copy.jpg" in {Path(line["path"]).name for line in found[:2]}
    assert run("pairs", two_kinds, "--backend", "day-night", "--json") == 0
    pairs = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert any({Path(p["a"]).name, Path(p["b"]).name} == {"0003.jpg", "copy.jpg"} for p in pairs)
    assert run("duplicates", two_kinds, "--backend", "day-night", "--json") == 0
    groups = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [len(group["members"]) for group in groups] == [2]


def test_training_goes_on_in_its_folder_and_keeps_its_name(
    two_kinds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert train_small(two_kinds, out, "--name", "mine") == 0
    assert train_small(two_kinds, out, "--name", "mine", steps=5) == 0
    capsys.readouterr()
    assert run("models", "--json") == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(model["name"], model["steps"]) for model in listed] == [("mine", 5)]
    lesson = read_lesson(out)
    assert lesson is not None
    assert (lesson.recipe, lesson.name, lesson.steps) == ("triplet", "mine", 5)
    assert lesson.sources == (str(two_kinds),)
    assert train_small(two_kinds, out, "--labels", "none") == 1
    assert "learns from labels" in capsys.readouterr().err
    assert run("train", "--recipe", "autoencoder", "--images", two_kinds, "--out", out) == 1
    assert "holds a training with other recipe: triplet" in capsys.readouterr().err


def test_a_model_is_exported_removed_and_imported(
    two_kinds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train_small(two_kinds, tmp_path / "mine") == 0
    assert run("models", "--export", "mine", tmp_path / "sent.safetensors") == 0
    words = [sys.executable, "-m", "imgsim_desktop", "models", "--remove", "mine"]
    subprocess.run(words, check=True)  # a process of its own: a trash is found once in each
    capsys.readouterr()
    assert run("models") == 0
    assert capsys.readouterr().out == ""
    assert list((tmp_path / "xdg-data" / "Trash" / "files").iterdir())
    assert run("models", "--import", tmp_path / "sent.safetensors", "--name", "back") == 0
    assert run("models") == 0
    assert "back" in capsys.readouterr().out
    assert run("models", "--remove", "nothing") == 1
    assert "no model named 'nothing'. There are: back" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--option", "side"], "'side' is no NAME=VALUE"),
        (["--name", "builtin"], "builtin is the name of another network"),
        (["--processes", "2"], "in one process"),
    ],
)
def test_wrong_wishes_are_said(
    words: list[str], sentence: str, two_kinds: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    argv = ["train", "--recipe", "triplet", "--images", two_kinds, "--out", tmp_path / "o", *words]
    assert run(*argv) == 1
    assert sentence in capsys.readouterr().err


def test_one_folder_only_teaches_a_triplet_network_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_photos(tmp_path / "photos" / "all", 18)
    assert train_small(tmp_path / "photos", tmp_path / "out") == 1
    assert "have the label 'all': there is nothing to tell apart" in capsys.readouterr().err


def test_the_recipes_and_their_options_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("train", "--recipes") == 0
    said = capsys.readouterr().out
    assert "contrastive: Contrastive network\n" in said
    assert "Small and quick to train." in said
    assert "--option temperature=0.2" in said


def test_a_model_is_measured_beside_the_built_in_network(
    two_kinds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train_small(two_kinds, tmp_path / "mine") == 0
    capsys.readouterr()
    code = run(
        "evaluate", "--images", two_kinds, "--originals", 4, "--background", 0,
        "--networks", "builtin", "mine", "--classes", two_kinds, "--device", "cpu",
    )  # fmt: skip
    said = capsys.readouterr()
    assert code == 0, said.err
    assert "| edit | builtin, asked once | builtin, as a scan asks | mine, asked once |" in said.out
    rows = {line.split("|")[1].strip(): line for line in said.out.splitlines() if "|" in line}
    for row in ("class precision@10", "linear SVM on the vectors, accuracy", "mirrored",
                "similarity to another picture", "pictures/s", "bytes of weights"):  # fmt: skip
        values = [float(cell) for cell in rows[row].split("|")[2:4]]
        assert all(np.isfinite(values)), row

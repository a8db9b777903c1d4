"""Trained models as files: kept, listed, exported, imported; foreign and damaged ones refused."""

from __future__ import annotations

import json
import pickle
import struct
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save

from imgsim_desktop.embedding.encoders import build_encoder
from imgsim_desktop.embedding.learnt import model_bytes
from imgsim_desktop.embedding.model_store import (
    export_model,
    find_model,
    import_model,
    keep_model,
)
from imgsim_desktop.embedding.models import (
    ModelFacts,
    check_model,
    list_models,
    model_path,
    name_for,
    read_model,
)
from imgsim_desktop.embedding.options import make_options
from imgsim_desktop.embedding.registry import all_backends, is_ready, open_backend, spec_of
from imgsim_desktop.errors import KnownError, WeightsMissing
from imgsim_desktop.resources import resource

FACTS = ModelFacts(
    "triplet", {"side": 16, "filters": 4, "code_size": 16, "margin": 1.0}, "2026-01-02",
    "holiday", 40, "folders", 10, 960, 0.5, 1, {"precision@5": 0.75},
)  # fmt: skip


def write_model(path: Path, facts: ModelFacts = FACTS, seed: int = 1) -> Path:
    torch.manual_seed(seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model_bytes(build_encoder(facts.made_options), facts))
    return path


def rewritten(path: Path, change: dict[str, object]) -> Path:
    """The model with other facts in its header."""
    data = path.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    facts = json.loads(header["__metadata__"]["imgsim-model"]) | change
    header["__metadata__"]["imgsim-model"] = json.dumps(facts)
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data[8 + length :])
    return path


def test_a_kept_model_is_a_network_like_any_other(tmp_path: Path) -> None:
    home = tmp_path / "weights"
    model = keep_model(write_model(tmp_path / "model.safetensors"), home, "holiday")
    spec = spec_of("holiday", weights_dir=home)
    assert spec.model_key == f"holiday-triplet-{read_model(model.path).weights_sha256[:8]}"
    assert (spec.dim, spec.input.size_px, spec.recipe) == (16, 16, "triplet")
    assert "75 % have the same label" in spec.summary
    assert is_ready("holiday", home)
    assert list(all_backends(home))[-1] == "holiday"
    assert "holiday" not in all_backends(None)
    backend = open_backend("holiday", "cpu", weights_dir=home)
    pictures = np.random.default_rng(1).integers(0, 256, (3, 16, 16, 3), np.uint8)
    assert backend.embed_batch(pictures).shape == (3, 16)
    assert np.array_equal(backend.embed_batch(pictures[1:2]), backend.embed_batch(pictures)[1:2])


def test_another_training_of_the_same_name_gets_a_number_and_another_key(tmp_path: Path) -> None:
    home = tmp_path / "weights"
    keep_model(write_model(tmp_path / "a.safetensors"), home, "holiday")
    second = keep_model(write_model(tmp_path / "b.safetensors", seed=2), home, "holiday")
    assert second.name == "holiday-2"
    again = keep_model(write_model(tmp_path / "c.safetensors", seed=3), home, "holiday", "holiday")
    assert again.name == "holiday"
    keys = {spec_of(name, weights_dir=home).model_key for name in ("holiday", "holiday-2")}
    assert len(keys) == 2


def test_a_model_travels_as_one_file(tmp_path: Path) -> None:
    home, other = tmp_path / "weights", tmp_path / "other"
    keep_model(write_model(tmp_path / "model.safetensors"), home, "holiday")
    sent = export_model(home, "holiday", tmp_path / "sent")
    assert sent == tmp_path / "sent.safetensors"
    with pytest.raises(KnownError, match="is there already"):
        export_model(home, "holiday", sent)
    taken = import_model(sent, other, "theirs")
    assert read_model(taken.path) == find_model(home, "holiday").facts
    pictures = np.zeros((1, 16, 16, 3), np.uint8)
    assert np.array_equal(
        open_backend("holiday", "cpu", weights_dir=home).embed_batch(pictures),
        open_backend("theirs", "cpu", weights_dir=other).embed_batch(pictures),
    )
    with pytest.raises(KnownError, match="theirs is here already"):
        import_model(sent, other, "theirs")
    with pytest.raises(KnownError, match="another model named theirs"):
        import_model(write_model(tmp_path / "x.safetensors", seed=5), other, "theirs")
    with pytest.raises(KnownError, match="builtin is the name of another network"):
        import_model(sent, other, "builtin")


def refuse(path: Path, words: str, tmp_path: Path) -> None:
    home = tmp_path / "weights"
    with pytest.raises(WeightsMissing, match=words):
        import_model(path, home, "new")
    assert not list_models(home)


def test_foreign_files_are_refused(tmp_path: Path) -> None:
    pickled = tmp_path / "model.safetensors"
    pickled.write_bytes(pickle.dumps({"weights": [1.0] * 100}))
    refuse(pickled, "no model of this program", tmp_path)
    torch.save({"weight": torch.zeros(3)}, pickled)
    refuse(pickled, "no model of this program", tmp_path)
    pickled.write_bytes(b"")
    refuse(pickled, "no model of this program", tmp_path)
    pickled.write_bytes(struct.pack("<Q", 1 << 62) + b"{}" * 50)
    refuse(pickled, "no model of this program", tmp_path)
    plain = tmp_path / "plain.safetensors"
    plain.write_bytes(save({"weight": torch.zeros(3)}))
    refuse(plain, "holds weights, but no model that this program trained", tmp_path)
    refuse(resource("weights/builtin.safetensors"), "holds weights, but no model", tmp_path)
    refuse(tmp_path / "nowhere.safetensors", "cannot be read", tmp_path)


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    path = write_model(tmp_path / "model.safetensors")
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    refuse(path, "damaged: it is cut off", tmp_path)
    path.write_bytes(whole[:-10] + b"\x55" + whole[-9:])
    refuse(path, "damaged: its weights have changed", tmp_path)
    path.write_bytes(whole)
    refuse(rewritten(path, {"options": {"side": "?"}}), "facts cannot be read", tmp_path)
    path.write_bytes(whole)
    refuse(rewritten(path, {"colour": "blue"}), "facts cannot be read", tmp_path)


def test_a_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = write_model(tmp_path / "model.safetensors")
    refuse(rewritten(path, {"format": 2}), "written by a newer version", tmp_path)
    path = write_model(tmp_path / "model.safetensors")
    refuse(rewritten(path, {"recipe": "diffusion"}), "written by a newer version", tmp_path)


def test_a_file_that_lies_about_its_network_is_refused_before_memory_is_taken(
    tmp_path: Path,
) -> None:
    path = write_model(tmp_path / "model.safetensors")
    vast = {"side": 128, "filters": 128, "code_size": 2048, "margin": 1.0}  # 15 GB of weights
    refuse(rewritten(path, {"options": vast}), "do not fit the triplet network", tmp_path)


def test_a_damaged_model_in_the_folder_is_listed_with_its_trouble_and_offered_to_nobody(
    tmp_path: Path,
) -> None:
    write_model(tmp_path / "good.safetensors")
    bad = write_model(tmp_path / "bad.safetensors")
    bad.write_bytes(bad.read_bytes()[:-5])
    (tmp_path / "Odd Name!.safetensors").write_bytes(b"x")
    listed = {model.name: model for model in list_models(tmp_path)}
    assert set(listed) == {"good", "bad"}
    assert listed["bad"].facts is None
    assert "cut off" in listed["bad"].trouble
    assert "bad" not in all_backends(tmp_path)
    with pytest.raises(WeightsMissing, match="cut off"):
        spec_of("bad", weights_dir=tmp_path)


def test_a_model_takes_no_other_weights(tmp_path: Path) -> None:
    path = write_model(tmp_path / "holiday.safetensors")
    with pytest.raises(KnownError, match="takes no others"):
        spec_of("holiday", path, tmp_path)


@pytest.mark.parametrize(
    ("text", "name"),
    [("My Photos 2024", "my-photos-2024"), ("..", "model"), ("Ünï/x", "n-x"), ("a" * 80, "a" * 48)],
)
def test_any_text_becomes_a_name(text: str, name: str) -> None:
    assert name_for(text) == name
    model_path(Path(), name)


@pytest.mark.parametrize("name", ["", "../evil", "A", "a b", "-a", "a" * 49])
def test_what_can_be_no_name_is_refused(name: str) -> None:
    with pytest.raises(KnownError, match="can be no name"):
        model_path(Path(), name)


def test_a_check_reads_the_weights(tmp_path: Path) -> None:
    path = write_model(tmp_path / "model.safetensors")
    assert check_model(path).made_options == make_options("triplet", FACTS.options)

"""A trained network -> the files a backend loads: weights, the facts about them, golden vectors."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.torch import save

from imgsim_desktop.embedding.builtin import (
    BuiltinBackend,
    folded_state,
    probe_pictures,
)
from imgsim_desktop.embedding.learning.files import make_folder, replace_whole
from imgsim_desktop.embedding.network import CopyNet
from imgsim_desktop.embedding.registry import BACKENDS
from imgsim_desktop.private import like_folder

GOLDEN_COUNT = 6


def export_builtin(module: CopyNet, folder: Path, facts: dict[str, Any]) -> Path:
    """Write builtin.safetensors, builtin.json and builtin-golden.npz into a folder.

    The weights are folded and fp16. `facts` (data, credits, date, quality ...) are written beside
    them with checksum and architecture. The module is folded and cannot be trained any more.
    """
    make_folder(folder)
    spec = BACKENDS["builtin"]
    notes = {"architecture": module.shape.name, "trained_on": str(facts.get("trained_on", ""))}
    data = save(folded_state(module.fold()), notes)
    path = folder / "builtin.safetensors"
    replace_whole(path, data)
    # fp32 vectors of drawn pictures: every other way to run the weights is held against them
    backend = BuiltinBackend.open(replace(spec), "cpu", path, precision="fp32")
    pictures = probe_pictures(GOLDEN_COUNT, spec.input.size_px)
    golden = folder / "builtin-golden.npz"
    with open(golden, "wb", opener=like_folder) as file:
        np.savez_compressed(file, pixels=pictures, vectors=backend.embed_batch(pictures))
    about = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "architecture": module.shape.name,
        "size_px": spec.input.size_px,
        "dim": spec.dim,
        **facts,
    }
    text = json.dumps(about, indent=2, ensure_ascii=False) + "\n"
    replace_whole(path.with_suffix(".json"), text.encode("utf-8"))
    return path

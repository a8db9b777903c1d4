"""The built-in network by ONNX Runtime and by torch: pictures a second of one core, and the start.

    python -m tests.benchmarks.bench_network

Both in turn in one process, one thread each, processor time; the best of several rounds.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

from imgsim_desktop.embedding.backend import BUILTIN_PARTS
from imgsim_desktop.embedding.builtin import BuiltinBackend, probe_pictures
from imgsim_desktop.embedding.graphs import GraphBackend
from imgsim_desktop.embedding.registry import BACKENDS
from imgsim_desktop.embedding.weights import builtin_files

COUNT, ROUNDS = 64, 8
SPEC = BACKENDS["builtin"]
OPEN = (
    "import time, numpy as np\n"
    "from imgsim_desktop.embedding.registry import BACKENDS\n"
    "pixels = np.zeros((1, 128, 128, 3), np.uint8)\n"
    "started = time.process_time()\n"
)
FIRST = {
    "ONNX Runtime": (
        "from imgsim_desktop.embedding.graphs import GraphBackend\n"
        "from imgsim_desktop.embedding.weights import builtin_files\n"
        "GraphBackend.open(BACKENDS['builtin'], builtin_files()).embed_batch(pixels)\n"
    ),
    "torch": (
        "from imgsim_desktop.embedding.builtin import BuiltinBackend\n"
        "BuiltinBackend.open(BACKENDS['builtin'], 'cpu', None).embed_batch(pixels)\n"
    ),
}


def seconds(embed: Callable[[NDArray[np.uint8]], object], pixels: NDArray[np.uint8]) -> float:
    started = time.process_time()
    embed(pixels)
    return time.process_time() - started


def main() -> None:
    torch.set_num_threads(1)
    graphs = GraphBackend.open(SPEC, builtin_files(), threads=1)
    plain = BuiltinBackend.open(SPEC, "cpu", None, precision="fp32")
    for what, side, one, other in (
        ("whole pictures", SPEC.input.size_px, graphs.embed_batch, plain.embed_batch),
        ("parts", BUILTIN_PARTS.input.size_px, graphs.embed_parts, plain.embed_parts),
    ):
        pixels = probe_pictures(COUNT, side)
        alike = float((one(pixels) * other(pixels)).sum(-1).min())
        turns = [(seconds(one, pixels), seconds(other, pixels)) for _ in range(ROUNDS)]
        rates = [COUNT / min(column) for column in zip(*turns, strict=True)]
        print(f"{what}: ONNX Runtime {rates[0]:.0f}, torch {rates[1]:.0f} pictures a second of one "
              f"core; least cosine between their vectors {alike:.4f}")  # fmt: skip
    for name, code in FIRST.items():
        program = f"{OPEN}{code}print(time.process_time() - started)"
        runs = [
            float(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True,
                                 check=True).stdout)
            for _ in range(3)
        ]  # fmt: skip
        print(f"{name}: first picture described {min(runs):.2f} s of processor after the start")


if __name__ == "__main__":
    main()

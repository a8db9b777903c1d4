"""Write the built-in network's graphs anew from the weights in resources: `builtin-*.onnx`.

    python packaging/make_graphs.py [PICTURES...]

After `imgsim train`, when its weights are taken into resources, and after a change of the layers.
Most layers multiply in 8 bits; how large their numbers become is measured on PICTURES, folders or
zip files of what was learnt from, and kept in `builtin.json`. Without PICTURES that is taken as it
stands there.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from imgsim_desktop.cli.output import CONTROL
from imgsim_desktop.cli.pictures import each_picture
from imgsim_desktop.embedding.builtin import load_builtin
from imgsim_desktop.embedding.learning.graphs import export_graphs, measure_ranges
from imgsim_desktop.embedding.registry import BACKENDS
from imgsim_desktop.embedding.weights import builtin_files
from imgsim_desktop.reading.read import shape_pixels

EVERY = 13
"""Of the pictures, in the order of their names: some hundred are enough."""
SPEC = BACKENDS["builtin"]


def batches(sources: list[Path]) -> Iterator[NDArray[np.uint8]]:
    """Some of the pictures as the network sees them, whole and for their parts."""
    number = itertools.count()
    found = each_picture(sources, 640, CONTROL, wanted=lambda _: next(number) % EVERY == 0)
    pictures = [pixels for _, pixels in found]
    for shape in (SPEC.input, SPEC.parts_input):
        assert shape is not None
        for start in range(0, len(pictures), 8):
            yield np.stack([shape_pixels(p, shape) for p in pictures[start : start + 8]])


def main() -> None:
    files = builtin_files()
    net = load_builtin(files.path)[0]
    sources = [Path(name) for name in sys.argv[1:]]
    ranges = measure_ranges(net, batches(sources)) if sources else files.facts.get("ranges")
    if not ranges:
        sys.exit("These weights have no ranges yet: name folders or zip files of pictures.")
    ranges = {name: [float(f"{value:.4g}") for value in found] for name, found in ranges.items()}
    graphs = export_graphs(net, files.path, SPEC, ranges)
    facts = {**files.facts, "graphs": graphs, "ranges": ranges}
    about = json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
    files.path.with_suffix(".json").write_text(about, "utf-8")
    print(*graphs, sep="\n")


if __name__ == "__main__":  # decoding starts processes
    main()

"""Write the built-in network's graphs anew from the weights in resources: `builtin-*.onnx`.

After `imgsim train`, when its weights are taken into resources, and after a change of the layers.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from imgsim_desktop.embedding.builtin import load_builtin
from imgsim_desktop.embedding.learning.graphs import export_graphs
from imgsim_desktop.embedding.registry import BACKENDS
from imgsim_desktop.embedding.weights import builtin_files

files = builtin_files()
graphs = export_graphs(load_builtin(files.path)[0], files.path, BACKENDS["builtin"])
about = json.dumps({**files.facts, "graphs": graphs}, indent=2, ensure_ascii=False) + "\n"
files.path.with_suffix(".json").write_text(about, "utf-8")
print(*graphs, sep="\n")

"""The built-in network by ONNX Runtime: torch's vectors within a bound, without torch."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from imgsim_desktop.embedding import graphs, registry, weights
from imgsim_desktop.embedding.backend import BUILTIN_PARTS
from imgsim_desktop.embedding.builtin import BuiltinBackend, load_builtin, probe_pictures
from imgsim_desktop.embedding.graphs import GraphBackend, unit_vectors
from imgsim_desktop.embedding.learning.graphs import export_graphs, measure_ranges
from imgsim_desktop.embedding.registry import BACKENDS, open_backend
from imgsim_desktop.errors import BackendTrouble, KnownError, WeightsMissing
from imgsim_desktop.resources import resource

SPEC = BACKENDS["builtin"]
SIDE, PARTS_SIDE = SPEC.input.size_px, BUILTIN_PARTS.input.size_px
LEAST_COSINE = 0.998
"""Of vectors in 8 bits to those in 32; measured on drawn pictures 0.9986 (RESULTS.md)."""
NO_TORCH = "import sys; sys.modules['torch'] = sys.modules['torchvision'] = None; "


@pytest.fixture(scope="module")
def backend() -> GraphBackend:
    return GraphBackend.open(SPEC, weights.builtin_files(), threads=2)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The built-in files in a folder of their own."""
    for path in resource("weights/builtin.json").parent.glob("builtin*"):
        shutil.copy(path, tmp_path)
    return tmp_path


def files_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> weights.BuiltinFiles:
    monkeypatch.setattr(weights, "resource", lambda name: folder / Path(name).name)
    return weights.builtin_files()


def test_golden_vectors_are_met(backend: GraphBackend) -> None:
    with np.load(resource("weights/builtin-golden.npz")) as golden:
        vectors = backend.embed_batch(golden["pixels"])
        assert (vectors * golden["vectors"]).sum(1).min() > LEAST_COSINE


def test_wholes_and_parts_are_described_as_torch_describes_them(backend: GraphBackend) -> None:
    torch = BuiltinBackend.open(SPEC, "cpu", None, precision="fp32")
    pictures = probe_pictures(9, SIDE)
    wholes = (backend.embed_batch(pictures) * torch.embed_batch(pictures)).sum(-1)
    assert wholes.min() > LEAST_COSINE
    larger = probe_pictures(5, PARTS_SIDE)
    parts = backend.embed_parts(larger)
    assert parts.shape == (5, len(BUILTIN_PARTS.boxes), SPEC.dim)
    assert (parts * torch.embed_parts(larger)).sum(-1).min() > LEAST_COSINE


def test_graphs_without_ranges_multiply_in_32_bits_and_meet_the_golden_vectors(
    copied: Path,
) -> None:
    path = copied / "builtin.safetensors"
    export_graphs(load_builtin(path)[0], path, SPEC)
    whole, parts = (
        graphs.Graph(graph, side, shape, None)
        for graph, side, shape in zip(
            graphs.graph_files(path), (SIDE, PARTS_SIDE), ((SPEC.dim,), (5, SPEC.dim)), strict=True
        )
    )
    torch = BuiltinBackend.open(SPEC, "cpu", None, precision="fp32")
    with np.load(resource("weights/builtin-golden.npz")) as golden:
        assert np.abs(whole.run(golden["pixels"]) - golden["vectors"]).max() < 1e-5
    larger = probe_pictures(5, PARTS_SIDE)
    assert np.abs(parts.run(larger) - torch.embed_parts(larger)).max() < 1e-5


def test_ranges_are_the_least_and_the_most_of_all_pictures() -> None:
    net = load_builtin(weights.builtin_files().path)[0]
    pictures = probe_pictures(6, SIDE)
    together = measure_ranges(net, [pictures])
    apart = measure_ranges(net, [pictures[:3], pictures[3:]])
    assert set(together) == set(weights.builtin_files().facts["ranges"])
    for name, (low, high) in together.items():
        assert apart[name] == pytest.approx([low, high], rel=1e-4, abs=1e-4)
        assert (low < 0) == name.endswith(".second")
        assert high > 0


def test_most_layers_multiply_in_8_bits(tmp_path: Path) -> None:
    """Not slower ones in 32, which a runtime falls back to where it does not know the pattern."""
    import onnx
    import onnxruntime

    for number, graph in enumerate(graphs.graph_files(weights.builtin_files().path)):
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.optimized_model_filepath = str(tmp_path / f"{number}.onnx")
        onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        opened = onnx.load(options.optimized_model_filepath, load_external_data=False)
        kinds = Counter(node.op_type for node in opened.graph.node)
        assert (kinds["QLinearConv"], kinds["Conv"] + kinds["FusedConv"]) == (13, 3)


def test_a_vector_depends_on_its_picture_alone(backend: GraphBackend) -> None:
    """Not on the pictures beside it, nor on the number of threads."""
    one_thread = GraphBackend.open(SPEC, weights.builtin_files(), threads=1)
    for side, embed, alone in (
        (SIDE, backend.embed_batch, one_thread.embed_batch),
        (PARTS_SIDE, backend.embed_parts, one_thread.embed_parts),
    ):
        pictures = probe_pictures(11, side)
        together = embed(pictures)
        assert np.abs(np.linalg.norm(together, axis=-1) - 1).max() < 1e-5
        assert np.array_equal(embed(pictures[::-1])[::-1], together)
        singles = np.concatenate([alone(pictures[row : row + 1]) for row in range(11)])
        assert np.array_equal(singles, together)


def test_no_pictures_give_no_vectors(backend: GraphBackend) -> None:
    assert backend.embed_batch(np.empty((0, SIDE, SIDE, 3), np.uint8)).shape == (0, SPEC.dim)
    none = backend.embed_parts(np.empty((0, PARTS_SIDE, PARTS_SIDE, 3), np.uint8))
    assert none.shape == (0, len(BUILTIN_PARTS.boxes), SPEC.dim)


def test_pictures_of_another_size_are_refused(backend: GraphBackend) -> None:
    with pytest.raises(ValueError, match="pixels of shape"):
        backend.embed_batch(np.zeros((1, 64, 64, 3), np.uint8))


def test_blank_pictures_and_turned_views_get_sound_vectors(backend: GraphBackend) -> None:
    blank = np.stack([np.full((SIDE, SIDE, 3), value, np.uint8) for value in (0, 128, 255)])
    assert np.abs(np.linalg.norm(backend.embed_batch(blank), axis=1) - 1).max() < 1e-5
    turned = np.rot90(probe_pictures(1, SIDE), 1, axes=(1, 2))
    straight = np.ascontiguousarray(turned)
    assert np.array_equal(backend.embed_batch(turned), backend.embed_batch(straight))


@pytest.mark.parametrize(
    "vector", [[0.0] * 4, [3e-30, 0, 0, 0], [1e30, 1e30, 0, 0], [-2.0, 1, 0, 5]]
)
def test_every_vector_comes_out_of_length_1(vector: list[float]) -> None:
    found: NDArray[np.float32] = unit_vectors(np.array([vector], np.float32))
    assert abs(float(np.linalg.norm(found)) - 1) < 1e-6


def test_the_files_are_what_the_export_writes(copied: Path) -> None:
    path = copied / "builtin.safetensors"
    shipped = {graph.name: graph.read_bytes() for graph in graphs.graph_files(path)}
    ranges = weights.builtin_files().facts["ranges"]
    written = export_graphs(load_builtin(path)[0], path, SPEC, ranges)
    assert {name: (copied / name).read_bytes() for name in written} == shipped
    assert written == weights.builtin_files().facts["graphs"]


@pytest.mark.parametrize("name", ["builtin-whole.onnx", "builtin-parts.onnx"])
def test_a_changed_or_missing_graph_is_told_before_anything_is_described(
    name: str, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bytearray((copied / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copied / name).write_bytes(data)
    with pytest.raises(WeightsMissing, match=f"{name} cannot be used: it has changed"):
        GraphBackend.open(SPEC, files_in(copied, monkeypatch))
    (copied / name).unlink()
    with pytest.raises(WeightsMissing, match=name):
        GraphBackend.open(SPEC, files_in(copied, monkeypatch))


def test_a_graph_that_the_runtime_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "whole.onnx").write_bytes(b"no graph")
    graph = graphs.Graph(tmp_path / "whole.onnx", SIDE, (SPEC.dim,), None)
    with pytest.raises(WeightsMissing, match="cannot be used"):
        graph.run(np.zeros((1, SIDE, SIDE, 3), np.uint8))


def test_trouble_of_the_runtime_is_trouble_of_the_processor(backend: GraphBackend) -> None:
    class Broken:
        def run(self, *_: object) -> None:
            raise MemoryError("no room\nmore")

    graph = graphs.Graph(graphs.graph_files(weights.builtin_files().path)[0], 8, (4,), None)
    graph._session = Broken()  # type: ignore[assignment]
    with pytest.raises(BackendTrouble, match=r"cpu: no room$"):
        graph.run(np.zeros((1, 8, 8, 3), np.uint8))


def test_the_processor_needs_no_torch_and_other_networks_say_what_to_install() -> None:
    program = (
        f"{NO_TORCH}import numpy as np\n"
        "from imgsim_desktop.embedding import registry\n"
        "from imgsim_desktop.errors import KnownError\n"
        "backend = registry.open_backend('builtin')\n"
        "print(backend.device, backend.embed_batch(np.ones((1, 128, 128, 3), np.uint8)).shape)\n"
        "for wish in ('builtin', 'cuda'), ('resnet50', 'cpu'):\n"
        "    try:\n"
        "        registry.open_backend(*wish, weights_file=registry.weights.builtin_files().path)\n"
        "    except KnownError as error:\n"
        "        print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert "cpu (1, 256)" in done.stdout
    assert done.stdout.count("pip install torch torchvision") == 2


def test_torch_stays_out_where_there_is_no_accelerator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "may_have_accelerator", lambda: False)
    monkeypatch.setattr(registry, "import_torch", lambda _: pytest.fail("torch was imported"))
    assert registry.list_devices() == ("cpu",)
    assert isinstance(open_backend("builtin"), GraphBackend)


def test_own_weights_are_run_by_torch(copied: Path) -> None:
    mine = copied / "builtin.safetensors"
    assert isinstance(open_backend("builtin", "cpu", weights_file=mine), BuiltinBackend)


@pytest.mark.parametrize(
    ("system", "machine", "there", "expected"),
    [
        ("linux", "x86_64", {"/dev/nvidiactl"}, True),
        ("linux", "x86_64", {"/dev/dxg"}, True),
        ("linux", "x86_64", {"/dev/kfd"}, True),
        ("linux", "x86_64", {"/dev/nvidia-is-not-this"}, False),
        ("darwin", "arm64", set(), True),
        ("darwin", "x86_64", set(), False),
    ],
)
def test_an_accelerator_is_known_by_its_driver(
    system: str, machine: str, there: set[str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry.sys, "platform", system)
    monkeypatch.setattr(registry.platform, "machine", lambda: machine)
    monkeypatch.setattr(registry.os.path, "exists", lambda path: path in there)
    assert registry.may_have_accelerator() is expected


def test_a_device_that_is_not_there_is_named_where_torch_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registry, "may_have_accelerator", lambda: False)
    with pytest.raises(KnownError, match="no device 'cuda'"):
        open_backend("builtin", "cuda")

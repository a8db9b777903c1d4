"""The layers of the built-in network as ONNX graphs, for `embedding.graphs`. Needs `onnx`."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from imgsim_desktop.bounded_json import read_json
from imgsim_desktop.embedding.backend import BackendSpec
from imgsim_desktop.embedding.graphs import PICTURES, VECTORS, graph_files
from imgsim_desktop.embedding.learning.files import replace_whole
from imgsim_desktop.embedding.network import Block, ConvUnit, CopyNet
from imgsim_desktop.embedding.parts import Box
from imgsim_desktop.embedding.weights import sha256_of

_OPSET = 17
_IR_VERSION = 8
"""Old enough for every ONNX Runtime since 1.12."""
_WHOLE: Box = (0, 0, 1, 1)
_EXACT = ("stem", "stages.0.0", "head")
"""Layers that multiply in 32 bits in any case: the first two decide what all others see, the last
one gives what is pooled. In 8 bits they gain 0.6 of 13 ms, and the cosine to the vectors of 32 bits
falls from 0.996 to 0.950 at the least, from 0.9992 to 0.9979 at the median (RESULTS.md)."""
_EXACT_OUTPUTS = ("stem", "head")
_MOST_WEIGHT = 63
"""Largest weight in 7 bits."""


Ranges = Mapping[str, Sequence[float]]
"""Smallest and largest number that the layer of that name gives, of pictures learnt from."""


def export_graphs(
    net: CopyNet, weights: Path, spec: BackendSpec, ranges: Ranges | None = None
) -> dict[str, str]:
    """Write both graphs beside a file of weights; the SHA-256 of each by its name.

    net      the network of those weights, folded
    weights  a safetensors file, from which the graphs read their numbers where they stand
    ranges   as `measure_ranges` gives them: most layers multiply in 8 bits then
    """
    if spec.parts is None:
        raise ValueError(f"{spec.id} has no parts")
    whole, parts = graph_files(weights)
    wholes = _GraphWriter(net, weights, spec.input.size_px, ranges)
    replace_whole(whole, wholes.written(wholes.vector_of(_WHOLE), (spec.dim,)))
    of_parts = _GraphWriter(net, weights, spec.parts.input.size_px, ranges)
    stack = of_parts.stacked([of_parts.vector_of(box) for box in spec.parts.boxes])
    replace_whole(parts, of_parts.written(stack, (len(spec.parts.boxes), spec.dim)))
    for path in (whole, parts):
        onnx.checker.check_model(str(path), full_check=True)
    return {path.name: sha256_of(path) for path in (whole, parts)}


@torch.inference_mode()
def measure_ranges(net: CopyNet, batches: Iterable[NDArray[np.uint8]]) -> dict[str, list[float]]:
    """The range of each number that is kept in 8 bits: of every layer but the last.

    batches  of pictures (n, side, side, 3), in all the sizes that are described
    """
    found: dict[str, list[float]] = {}

    def note(name: str) -> Callable[[nn.Module, object, Tensor], None]:
        def take(_module: nn.Module, _inputs: object, given: Tensor) -> None:
            low, high = found.get(name, (0.0, 0.0))
            found[name] = [min(low, float(given.min())), max(high, float(given.max()))]

        return take

    hooks = [
        module.register_forward_hook(note(name))
        for name, module in net.named_modules()
        if isinstance(module, Block | ConvUnit) and name not in _EXACT_OUTPUTS
    ]
    try:
        for pixels in batches:
            net.maps(torch.from_numpy(pixels).permute(0, 3, 1, 2).float().div(255))
    finally:
        for hook in hooks:
            hook.remove()
    return found


class _GraphWriter:
    """Layer after layer of one graph; each method returns the name of what a layer gives.

    The fp16 numbers of the weights are turned into fp32 when the graph is loaded.
    """

    def __init__(self, net: CopyNet, weights: Path, side: int, ranges: Ranges | None) -> None:
        self._net, self._weights, self._side = net, weights, side
        self._ranges = ranges
        self._scales: dict[str, float] = {}
        self._nodes: list[Any] = []
        self._numbers: list[Any] = []
        self._named: dict[str, str] = {}
        data = weights.read_bytes()
        end = 8 + struct.unpack("<Q", data[:8])[0]
        self._tensors: dict[str, Any] = read_json(data[8:end])
        self._start = end
        self._maps = self._layers()

    def vector_of(self, box: Box) -> str:
        """Of a part of the picture, not yet of length 1; see `CopyNet.pooled`."""
        pooled = [self._gem(self._cut_out(field, cells, box)) for field, cells in self._maps]
        return self._op(
            "Gemm",
            self._op("Concat", *pooled, axis=1),
            self._weight("describe.weight"),
            self._weight("describe.bias"),
            transB=1,
        )

    def stacked(self, vectors: list[str]) -> str:
        return self._op(
            "Concat", *(self._op("Unsqueeze", v, self._ints(1)) for v in vectors), axis=1
        )

    def written(self, result: str, shape: tuple[int, ...]) -> bytes:
        """The file of a graph that gives `result`, (n, *shape)."""
        self._nodes.append(helper.make_node("Identity", [result], [VECTORS]))
        pictures: list[str | int | None] = ["n", self._side, self._side, 3]
        graph = helper.make_graph(
            self._nodes,
            self._net.shape.name,
            [helper.make_tensor_value_info(PICTURES, TensorProto.UINT8, pictures)],
            [helper.make_tensor_value_info(VECTORS, TensorProto.FLOAT, ["n", *shape])],
            self._numbers,
        )
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION
        )
        return bytes(model.SerializeToString(deterministic=True))

    def _layers(self) -> list[tuple[str, int]]:
        """The maps at 1/32 and 1/16 of the side, and how many cells each has on a side."""
        floats = self._op("Cast", PICTURES, to=TensorProto.FLOAT)
        planes = self._op("Transpose", floats, perm=[0, 3, 1, 2])
        # (x / 255 - 0.45) * 4, as `CopyNet.maps` does it
        scaled = self._op("Mul", planes, self._number(4 / 255))
        x = self._conv(self._net.stem, self._op("Add", scaled, self._number(-1.8)), "stem")
        middle = x
        for number, stage in enumerate(self._net.stages):
            for place, unit in enumerate(cast(nn.Sequential, stage)):
                name = f"stages.{number}.{place}"
                if isinstance(unit, Block):
                    x = self._block(unit, x, name)
                else:
                    x = self._conv(cast(ConvUnit, unit), x, name)
            if number == len(self._net.stages) - 2:
                middle = x
        coarse = self._conv(self._net.head, x, "head")
        return [(coarse, self._side // 32), (middle, self._side // 16)]

    def _block(self, block: Block, x: str, name: str) -> str:
        inner = self._conv(block.first, x, f"{name}.first")
        second = self._conv(block.second, inner, f"{name}.second")
        return self._rounded(self._op("Relu", self._op("Add", x, second)), name)

    def _conv(self, unit: ConvUnit, x: str, name: str) -> str:
        conv = unit.conv
        found = self._op(
            "Conv",
            x,
            *self._numbers_of(unit, x, name),
            kernel_shape=list(conv.kernel_size),
            strides=list(conv.stride),
            pads=[int(conv.padding[0])] * 4,
        )
        found = found if type(unit.relu).__name__ == "Identity" else self._op("Relu", found)
        return self._rounded(found, name)

    def _numbers_of(self, unit: ConvUnit, x: str, name: str) -> tuple[str, str]:
        """Weights and bias of a convolution that is asked about `x`.

        In 8 bits where `x` is: the weights in 7, each output channel by a scale of its own, because
        sums of 8-bit products are cut off by processors without VNNI; the bias in 32.
        """
        weight = self._weight(f"{name}.conv.weight")
        if name in _EXACT or x not in self._scales:
            return weight, self._weight(f"{name}.conv.bias")
        conv = unit.conv
        assert conv.bias is not None
        largest = conv.weight.detach().abs().amax((1, 2, 3)).double().numpy()
        scales = np.maximum(largest / _MOST_WEIGHT, 1e-12).astype(np.float32)
        zeros = self._constant(np.zeros(len(scales), np.int8))
        by_channel = self._constant(scales)
        whole = self._op("QuantizeLinear", weight, by_channel, zeros, axis=0)
        steps = (scales * np.float32(self._scales[x])).astype(np.float32)
        bias = np.rint(conv.bias.detach().double().numpy() / steps).astype(np.int32)
        nought = self._constant(np.zeros(len(scales), np.int32))
        return (
            self._op("DequantizeLinear", whole, by_channel, zeros, axis=0),
            self._op(
                "DequantizeLinear", self._constant(bias), self._constant(steps), nought, axis=0
            ),
        )

    def _rounded(self, x: str, name: str) -> str:
        """The numbers of a layer in 8 bits, if it is one of those."""
        if self._ranges is None or name in _EXACT_OUTPUTS:
            return x
        low, high = self._ranges[name]
        scale = np.float32((high - low) / 255)
        zero = self._constant(np.array(round(-low / float(scale)), np.uint8))
        step = self._constant(scale)
        result = self._op("DequantizeLinear", self._op("QuantizeLinear", x, step, zero), step, zero)
        self._scales[result] = float(scale)
        return result

    def _cut_out(self, field: str, cells: int, box: Box) -> str:
        """See `parts.cut_out`."""
        if box == _WHOLE:
            return field
        left, top, right, bottom = box
        return self._op(
            "Slice",
            field,
            self._ints(math.floor(top * cells), math.floor(left * cells)),
            self._ints(math.ceil(bottom * cells), math.ceil(right * cells)),
            self._ints(2, 3),
        )

    def _gem(self, field: str) -> str:
        """See `network.gem`."""
        x = self._op("Max", field, self._number(1e-5))
        cubes = self._op("Mul", self._op("Mul", x, x), x)
        mean = self._op("ReduceMean", cubes, axes=[2, 3], keepdims=0)
        return self._op("Pow", mean, self._number(1 / 3))

    def _op(self, kind: str, *inputs: str, **settings: Any) -> str:
        result = f"{kind.lower()}{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [result], **settings))
        return result

    def _weight(self, name: str) -> str:
        """A tensor of the weights, by where it stands in their file."""
        if name not in self._named:
            tensor = self._tensors[name]
            start, end = tensor["data_offsets"]
            number = TensorProto(
                name=name,
                data_type=TensorProto.FLOAT16,
                dims=tensor["shape"],
                data_location=TensorProto.EXTERNAL,
            )
            where = {
                "location": self._weights.name,
                "offset": self._start + start,
                "length": end - start,
            }
            for key, value in where.items():
                number.external_data.add(key=key, value=str(value))
            self._numbers.append(number)
            self._named[name] = self._op("Cast", name, to=TensorProto.FLOAT)
        return self._named[name]

    def _number(self, value: float) -> str:
        return self._constant(np.float32(value))

    def _ints(self, *values: int) -> str:
        return self._constant(np.array(values, np.int64))

    def _constant(self, value: Any) -> str:
        name = f"constant{len(self._numbers)}"
        self._numbers.append(numpy_helper.from_array(np.asarray(value), name))
        return name

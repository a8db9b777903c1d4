"""Wire: values as bytes between processes, arrays beside them, and nothing that runs on arrival.

What a worker sends is not to be trusted: a file may have taken it over. So its values are put
together from a list of plain kinds only; pickle would otherwise call whatever a sender names.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterable, Sequence
from dataclasses import is_dataclass
from enum import Enum
from typing import Any

from imgsim_desktop.errors import Sentence

PACKAGE = "imgsim_desktop."

_PLAIN = frozenset(
    {
        ("builtins", "bytearray"), ("builtins", "complex"), ("builtins", "frozenset"),
        ("builtins", "range"), ("builtins", "set"), ("builtins", "slice"),
        ("numpy", "dtype"), ("numpy", "ndarray"),
        ("numpy._core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "scalar"),
        ("numpy._core.numeric", "_frombuffer"),
        ("numpy.core.multiarray", "_reconstruct"), ("numpy.core.multiarray", "scalar"),
        ("numpy.core.numeric", "_frombuffer"),  # the last three: numpy 1
        ("pathlib", "Path"), ("pathlib", "PosixPath"), ("pathlib", "PurePosixPath"),
        ("pathlib", "PureWindowsPath"), ("pathlib", "WindowsPath"),
        ("pathlib._local", "PosixPath"), ("pathlib._local", "WindowsPath"),  # Python 3.13
    }
)  # fmt: skip
"""Names that may come from a worker beside our own records, enumerations and errors."""


def pack(value: object) -> tuple[bytes, list[memoryview]]:
    """A value, and the arrays in it, which do not go through the pipe.

    Raises what pickle raises for a value that it does not know.
    """
    arrays: list[pickle.PickleBuffer] = []
    data = io.BytesIO()
    _Sender(data, protocol=5, buffer_callback=arrays.append).dump(value)
    return data.getvalue(), [array.raw() for array in arrays]


def unpack(data: bytes, arrays: Iterable[memoryview] = ()) -> Any:
    """What a worker has sent; the arrays in it lie where `arrays` do.

    Raises pickle.UnpicklingError for anything but the plain kinds.
    """
    return _Plain(io.BytesIO(data), buffers=arrays).load()


def cut(store: memoryview, sizes: Sequence[int]) -> list[memoryview]:
    """Pieces of these sizes, one behind the other."""
    pieces, start = [], 0
    for size in sizes:
        pieces.append(store[start : start + size])
        start += size
    return pieces


class _Sender(pickle.Pickler):
    """Early Pythons 3.11 (3.11.2 of Debian 12; not 3.11.7) send a member of an enumeration as
    `getattr(kind, name)`, which is not among the plain kinds: each worker was ended over it.
    """

    def reducer_override(self, value: object) -> Any:
        return (type(value), (value.value,)) if isinstance(value, Enum) else NotImplemented


class _Plain(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if module == "builtins" or module.startswith(PACKAGE):
            found = super().find_class(module, name)
            if isinstance(found, type) and _is_plain(found, ours=module != "builtins"):
                return found
        raise pickle.UnpicklingError(f"a worker must not send {module}.{name}")


def _is_plain(kind: type, *, ours: bool) -> bool:
    if issubclass(kind, BaseException):
        return True
    return ours and (is_dataclass(kind) or issubclass(kind, Enum | Sentence))

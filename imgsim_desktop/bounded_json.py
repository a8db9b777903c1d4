"""The one reader of JSON, from outside or from a disk: within limits of size, depth and values.

`json.loads` alone raises RecursionError for `[[[[...` and takes gigabytes for `[[],[],...`. Here
whatever cannot be taken in is a ValueError whose text ends a sentence: "it is nested more than 64
levels deep". `tests/test_architecture.py` holds that nobody else parses JSON.
"""

from __future__ import annotations

import json
import math
import os
import re
import stat
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

MAX_BYTES = 64 << 20
"""Of a file or text, where the caller names no other limit."""
MAX_DEPTH = 64
"""Lists and objects within one another. What this program writes has 8 at most."""
MAX_VALUES = 8_000_000
"""Lists, objects and what they hold: 1 GB of Python objects in the worst case, 100 MB as a rule."""

_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
"""A string, or what is left of one that never ends: each character is looked at once."""
_NO_MARK = re.compile(r"[^][{},]+")
_STEP = np.zeros(128, np.int8)
_STEP[[ord("["), ord("{")]] = 1
_STEP[[ord("]"), ord("}")]] = -1


class BadJson(ValueError):
    """What is wrong with it, in words that end a sentence."""


def read_json(
    text: str | bytes, *, max_bytes: int = MAX_BYTES, nan_is_a_number: bool = False
) -> Any:
    """The value in a text. Raises BadJson, a ValueError, for anything that is none or too much.

    nan_is_a_number  take in `NaN` and `Infinity`, which are no JSON but which Python writes
    """
    if len(text) > max_bytes:
        raise BadJson(f"it is larger than {max_bytes >> 20} MB")
    try:
        if isinstance(text, bytes):
            text = text.decode(json.detect_encoding(text), "surrogatepass")
        _check_shape(text)
        if nan_is_a_number:
            return json.loads(text)
        return json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except BadJson:
        raise
    except UnicodeDecodeError as error:
        raise BadJson("its characters are not UTF-8") from error
    except json.JSONDecodeError as error:
        raise BadJson(f"it is no JSON (line {error.lineno}: {error.msg})") from error
    except ValueError as error:  # a number of more digits than Python converts
        raise BadJson("it holds a number that is too long") from error


def load_json(path: Path, *, max_bytes: int = MAX_BYTES) -> Any:
    """The value in an ordinary file; a pipe or device is refused, not waited for.

    Raises BadJson as `read_json`, OSError where it cannot be read.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(handle, "rb") as file:  # noqa: PTH123  of a handle
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise BadJson("it is no ordinary file")
        return read_json(file.read(max_bytes + 1), max_bytes=max_bytes)


def _check_shape(text: str) -> None:
    """Raises BadJson for what is nested too deeply or holds too much, before it is parsed."""
    opened, values = text.count("[") + text.count("{"), text.count(",")
    if opened <= MAX_DEPTH and values <= MAX_VALUES:
        return  # most texts: nothing has to be told apart
    marks = _NO_MARK.sub("", _STRING.sub("", text)).encode("ascii")
    steps = _STEP[np.frombuffer(marks, np.uint8)]
    if len(steps) - np.count_nonzero(steps < 0) > MAX_VALUES:
        raise BadJson(f"it holds more than {MAX_VALUES:,} values")
    if len(steps) and int(np.cumsum(steps, dtype=np.int32).max()) > MAX_DEPTH:
        raise BadJson(f"it is nested more than {MAX_DEPTH} levels deep")


def _finite(digits: str) -> float:
    """`1e999` is JSON, but infinity to Python: whoever makes a whole number of it would crash."""
    number = float(digits)
    if not math.isfinite(number):
        raise BadJson("it holds a number that is too large")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise BadJson(f"{name} is no number in JSON")

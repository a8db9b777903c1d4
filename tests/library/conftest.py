"""A library in a temporary home, and readings made without a picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Facts, FoundFile, Library, Reading

ROOT = Path("/photos")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def library() -> Library:
    return Library("abc", "Photos", (ROOT,))


def make_file(name: str, **changes: int) -> FoundFile:
    values = {"size_bytes": 10, "mtime_ns": 5, "device": 1, "inode": 2**63 + 7, **changes}
    return FoundFile(path=ROOT / name, root=ROOT, **values)


def make_reading(name: str, content: bytes | None = None, **facts: object) -> Reading:
    """A photo of that name; its content hash follows from `content`, or else from the name."""
    tag = content or name.encode("utf-8", "surrogateescape")
    return Reading(
        file=make_file(name),
        content_hash=tag.ljust(16, b"\0")[:16],
        pixel_hash=bytes(16),
        perceptual_hash=bytes(32),
        facts=Facts(**{"width_px": 40, "height_px": 30, "format": "JPEG", **facts}),  # type: ignore[arg-type]
        thumbnail_jpeg=b"jpeg",
        pixels=np.zeros((8, 8, 3), np.uint8),
    )


def unit_vectors(n: int, dim: int = 8, seed: int = 0) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

"""One thread: tests run beside others, and two threads of torch wait for each other then."""

from __future__ import annotations

from imgsim_desktop.embedding.registry import import_torch

import_torch(threads=1)

"""`python -m tests.cli.program WORDS`: the real command line with a network that needs no torch.

For tests that need a process of their own: kill -9, two programs at once, pipes, locales.
IMGSIM_TEST_SLOW makes each batch take that many seconds.
"""

from __future__ import annotations

import os
import sys
import time

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.__main__ import main
from imgsim_desktop.cli import options
from tests.fakes import FakeBackend, fake_network

SLOW_S = float(os.environ.get("IMGSIM_TEST_SLOW", "0"))


class SlowBackend(FakeBackend):
    def embed_batch(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        time.sleep(SLOW_S)
        return super().embed_batch(pixels)


if __name__ == "__main__":
    network = fake_network(SlowBackend)
    options.named_network = lambda backend_id, home=None: network
    sys.exit(main())
